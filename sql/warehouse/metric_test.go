package warehouse

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

const metricHead = `title_nl: T
title_en: T
about_nl: A
about_en: A
unit: persons
better: neutral
protects: none
protects_reason: made up
relation: fct_stay
`

const startedStays = "/* metric\nname: started_stays\nkind: flow\ntime: start_date\nover_time: sum\nempty: zero\ndimensions: {province: province_code, end_month: end_date}\nsources: [tool/stays]\n" + metricHead + `*/
select dim_1, dim_2, dim_3, count(*) as value, count(*) as n from scope group by dim_1, dim_2, dim_3
`

const personsPresent = "/* metric\nname: persons_present\nkind: stock\nvalid: [start_date, end_date]\nover_time: last\nempty: zero\nwhere: person_count > 0\ndimensions: {province: province_code}\n" + metricHead + `*/
with present as (select * from scope where _at is not null)
select dim_1, dim_2, dim_3, sum(person_count) as value, sum(person_count) as n from present group by dim_1, dim_2, dim_3
`

const endedShare = "/* metric\nname: ended_share\nkind: flow\ntime: start_date\nover_time: none\nempty: none\ndimensions: {province: province_code}\n" + metricHead + `*/
select dim_1, dim_2, dim_3,
  cast(count_if(end_date is not null) as double) / nullif(cast(count_if(person_count > 1) as double), 0) as value, count(*) as n
from scope group by dim_1, dim_2, dim_3
`

const unasked = "/* metric\nname: reopened\ntitle_nl: T\ntitle_en: T\nabout_nl: A\nabout_en: A\nunit: count\nnot_measurable: no log\nneeds: a log\n*/\nselect 1\n"

// measured is the stays with metrics. What happened:
//
//	a  2 persons  x     2 March to 1 April
//	b  3 persons  x     31 March, still there
//	c  1 person   y     15 April to 30 June
//	d  5 persons  y     1 June, still there
//	e  1 person   none  2 June, still there
func measured(t testing.TB) *Warehouse {
	l := stays(t)
	l.put("sql/metrics/started_stays.sql", startedStays)
	l.put("sql/metrics/persons_present.sql", personsPresent)
	l.put("sql/metrics/ended_share.sql", endedShare)
	l.put("sql/metrics/reopened.sql", unasked)
	l.put("models/dimensions.yml", `dimensions:
  - name: province
    title_nl: P
    title_en: P
    labels:
      - {code: y, nl: Ypsilon, en: Y}
      - {code: x, nl: Xi, en: X}
  - name: end_month
    title_nl: E
    title_en: E
    grain: month
`)
	// What is told reaches the middle of June.
	l.manifest.Deliveries[0].KnownAt = "2022-06-15"
	l.deliver("places", "2022-06-15", "'a', 1")
	w := l.open("")
	build(t, w, BuildOptions{})
	return w
}

// shown writes the rows of an answer as "dims=value(n)".
func shown(t *testing.T, w *Warehouse, q models.MetricQuery) string {
	t.Helper()
	r, err := w.Metric(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range r.Rows {
		value := "-"
		if row.Known {
			value = fmt.Sprint(row.Value)
		}
		out = append(out, fmt.Sprintf("%s=%s(%d)", strings.Join(row.Dims, ","), value, row.N))
	}
	return strings.Join(out, " ")
}

func TestFigures(t *testing.T) {
	w := measured(t)
	cases := []struct {
		name string
		q    models.MetricQuery
		want string
	}{
		{"flow, all time", models.MetricQuery{Metric: "started_stays"}, "=5(5)"},
		{"flow, period with both ends", models.MetricQuery{Metric: "started_stays", From: "2022-03-31", To: "2022-06-01"}, "=3(3)"},
		{"flow, up to a day", models.MetricQuery{Metric: "started_stays", At: "2022-04-15"}, "=3(3)"},
		{"flow, nothing", models.MetricQuery{Metric: "started_stays", From: "2022-05-01", To: "2022-05-31"}, "=0(0)"},
		{"flow by month, a gap is zero", models.MetricQuery{Metric: "started_stays", By: []string{"month"}},
			"2022-03-01=2(2) 2022-04-01=1(1) 2022-05-01=0(0) 2022-06-01=2(2)"},
		{"flow by week", models.MetricQuery{Metric: "started_stays", By: []string{"week"}, From: "2022-03-31", To: "2022-04-15"},
			"2022-03-28=1(1) 2022-04-04=0(0) 2022-04-11=1(1)"},
		{"flow by quarter", models.MetricQuery{Metric: "started_stays", By: []string{"quarter"}}, "2022-01-01=2(2) 2022-04-01=3(3)"},
		{"flow by year", models.MetricQuery{Metric: "started_stays", By: []string{"year"}}, "2022-01-01=5(5)"},
		{"labels give the order, unknown is last", models.MetricQuery{Metric: "started_stays", By: []string{"province"}}, "y=2(2) x=2(2) =1(1)"},
		{"two dimensions, each member in each month", models.MetricQuery{Metric: "started_stays", By: []string{"month", "province"}, From: "2022-04-01"},
			"2022-04-01,y=1(1) 2022-04-01,=0(0) 2022-05-01,y=0(0) 2022-05-01,=0(0) 2022-06-01,y=1(1) 2022-06-01,=1(1)"},
		{"another date by its grain", models.MetricQuery{Metric: "started_stays", By: []string{"end_month"}}, "2022-04-01=1(1) 2022-06-01=1(1) =3(3)"},
		{"filter", models.MetricQuery{Metric: "started_stays", Where: []models.Filter{{Dimension: "province", Values: []string{"x"}}}}, "=2(2)"},
		{"filter on a value and on unknown", models.MetricQuery{Metric: "started_stays", Where: []models.Filter{{Dimension: "province", Values: []string{"x", ""}}}}, "=3(3)"},
		{"filter on unknown", models.MetricQuery{Metric: "started_stays", Where: []models.Filter{{Dimension: "province", Values: []string{""}}}}, "=1(1)"},
		{"filter on months", models.MetricQuery{Metric: "started_stays", Where: []models.Filter{{Dimension: "month", Values: []string{"2022-03-01", "2022-04-01"}}}}, "=3(3)"},
		{"stock on a day", models.MetricQuery{Metric: "persons_present", At: "2022-03-31"}, "=5(5)"},
		{"stock, the end is exclusive", models.MetricQuery{Metric: "persons_present", At: "2022-04-01"}, "=3(3)"},
		{"stock, the beginning is inclusive", models.MetricQuery{Metric: "persons_present", At: "2022-03-02"}, "=2(2)"},
		{"stock before all, in the month of the first row", models.MetricQuery{Metric: "persons_present", At: "2022-03-01"}, "=-(0)"},
		{"stock of a month before the first row", models.MetricQuery{Metric: "persons_present", At: "2022-02-28"}, "=-(0)"},
		{"flow of months before the first row", models.MetricQuery{Metric: "started_stays", From: "2022-01-01", To: "2022-02-28"}, "=-(0)"},
		{"flow that ends in the month of the first row", models.MetricQuery{Metric: "started_stays", From: "2022-01-01", To: "2022-03-01"}, "=0(0)"},
		{"stock over a period stands on its last day", models.MetricQuery{Metric: "persons_present", From: "2022-03-01", To: "2022-04-01"}, "=3(3)"},
		{"stock now", models.MetricQuery{Metric: "persons_present"}, "=10(10)"},
		{"stock at month ends, the last at the knowledge date", models.MetricQuery{Metric: "persons_present", By: []string{"month"}},
			"2022-03-01=5(5) 2022-04-01=4(4) 2022-05-01=4(4) 2022-06-01=10(10)"},
		{"stock by month up to a day", models.MetricQuery{Metric: "persons_present", By: []string{"month"}, From: "2022-04-10", To: "2022-05-20"},
			"2022-04-01=4(4) 2022-05-01=4(4)"},
		{"stock by province and month", models.MetricQuery{Metric: "persons_present", By: []string{"province", "month"}, To: "2022-04-30"},
			"y,2022-03-01=0(0) y,2022-04-01=1(1) x,2022-03-01=5(5) x,2022-04-01=3(3)"},
		{"share: 2 ended of 3 larger", models.MetricQuery{Metric: "ended_share"}, "=0.6666666666666666(5)"},
		{"division by nothing is no figure", models.MetricQuery{Metric: "ended_share", By: []string{"month"}, From: "2022-04-01", To: "2022-05-31"}, "2022-04-01=-(1)"},
		{"no rows and not zero", models.MetricQuery{Metric: "ended_share", From: "2022-05-01", To: "2022-05-31"}, ""},
		{"not measurable", models.MetricQuery{Metric: "reopened"}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { equal(t, c.name, shown(t, w, c.q), c.want) })
	}
}

func TestAnswerTellsItsDefaultsAndRunsAgainAsWritten(t *testing.T) {
	w := measured(t)
	r, err := w.Metric(context.Background(), models.MetricQuery{Metric: "persons_present", By: []string{"month", "province"},
		Where: []models.Filter{{Dimension: "province", Values: []string{"x"}}}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "query", r.Query.Arguments(), "persons_present --by month,province --from 2022-03-02 --to 2022-06-15 --where province=x")
	equal(t, "tables", fmt.Sprint(r.Tables), "[raw.tool__stays stg_tool__stays fct_stay]")
	golden(t, "persons_present.txt", r.SQL)
	equal(t, "again", rowsOf(t, w, r.SQL), "2022-03-01|x||5|5 2022-04-01|x||3|3 2022-05-01|x||3|3 2022-06-01|x||3|3")
	stock, err := w.Metric(context.Background(), models.MetricQuery{Metric: "persons_present"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "stock", stock.Query.Arguments(), "persons_present --at 2022-06-15")
	flow, err := w.Metric(context.Background(), models.MetricQuery{Metric: "started_stays", At: "2022-04-30"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "flow", flow.Query.Arguments(), "started_stays --from 2022-03-02 --to 2022-04-30")
	golden(t, "started_stays.txt", flow.SQL)
}

func TestQueriesThatAMetricCannotAnswerAreRefused(t *testing.T) {
	w := measured(t)
	filter := func(d string, v ...string) []models.Filter { return []models.Filter{{Dimension: d, Values: v}} }
	var out strings.Builder
	for _, q := range []models.MetricQuery{
		{Metric: "started_stay"},
		{Metric: "started_stays", By: []string{"provnce", "month", "year", "week"}},
		{Metric: "started_stays", By: []string{"province", "province"}},
		{Metric: "started_stays", Where: filter("provinces", "x")},
		{Metric: "started_stays", Where: filter("province", "z'; drop table x --")},
		{Metric: "started_stays", Where: filter("province")},
		{Metric: "started_stays", Where: filter("month", "2022-03-02")},
		{Metric: "persons_present", Where: filter("month", "2022-03-01")},
		{Metric: "started_stays", From: "2022-06-01", To: "2022-05-01"},
		{Metric: "started_stays", From: "2030-01-01"},
		{Metric: "started_stays", At: "2022-02-30"},
		{Metric: "started_stays", At: "2022-02-28", To: "2022-03-01"},
	} {
		_, err := w.Metric(context.Background(), q)
		out.WriteString(messages(err))
	}
	golden(t, "refused.txt", out.String())
}

// A figure about nobody knows how many would be shown: nothing holds it against the threshold.
func TestAMetricThatProtectsSaysHowManyItIsAbout(t *testing.T) {
	ask := func(text string) error {
		l := stays(t)
		l.put("sql/metrics/started_stays.sql", text)
		w := l.open("")
		build(t, w, BuildOptions{})
		_, err := w.Metric(t.Context(), models.MetricQuery{Metric: "started_stays", By: []string{"province"}})
		return err
	}
	without := strings.Replace(startedStays, "count(*) as n", "cast(null as bigint) as n", 1)
	if err := ask(strings.Replace(without, "protects: none", "protects: person", 1)); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "no n: how many it is about is not known") {
		t.Errorf("%v", err)
	}
	if err := ask(without); err != nil {
		t.Errorf("it protects nobody: %v", err)
	}
}

func TestMetricThatDoesNotFitItsRelationFailsTheBuild(t *testing.T) {
	l := stays(t)
	change := func(name, sql string, old ...string) {
		l.put("sql/metrics/"+name+".sql", strings.NewReplacer(old...).Replace(sql))
	}
	change("a", startedStays, "name: started_stays", "name: a", "province_code", "provincie_code", "time: start_date", "time: started_date", "tool/stays", "tool/stay")
	change("b", startedStays, "name: started_stays", "name: b", "count(*) as n", "sum(nothing) as n")
	change("c", startedStays, "name: started_stays", "name: c", ", count(*) as n", "")
	change("d", personsPresent, "name: persons_present", "name: d", "over_time: last", "over_time: sum")
	change("e", personsPresent, "name: persons_present", "name: e", "where: person_count > 0", "where: persons > 0")
	change("f", personsPresent, "name: persons_present", "name: f", "fct_stay", "fct_stays")
	change("g", startedStays, "name: started_stays", "name: g", "time: start_date", "time: province_code")
	change("h", personsPresent, "name: persons_present", "name: h", "[start_date, end_date]", "[start_date, person_count]")
	change("i", startedStays, "name: started_stays", "name: i", "end_month: end_date", "left_month: province_code")
	l.put("models/dimensions.yml", "dimensions:\n  - {name: left_month, grain: month}\n")
	golden(t, "metrics.txt", messages(l.open("").Verify(context.Background())))
}

func TestWarehouseWithoutDeliveriesHasNoFigures(t *testing.T) {
	l := stays(t)
	l.manifest.Deliveries = nil
	l.put("sql/metrics/started_stays.sql", startedStays)
	w := l.open("")
	equal(t, "no day to count to", shown(t, w, models.MetricQuery{Metric: "started_stays"}), "")
	equal(t, "asked", shown(t, w, models.MetricQuery{Metric: "started_stays", To: "2022-01-31"}), "=-(0)")
}

// What no delivery tells of is no figure: after the last one, and before the
// first row.
func TestZeroIsOnlySaidOfDaysThatTheSourcesTellAbout(t *testing.T) {
	l := stays(t) // delivered on 21 March
	l.put("sql/metrics/started_stays.sql", startedStays)
	l.deliver("places", "2022-06-15", "'a', 1")
	w := l.open("")
	build(t, w, BuildOptions{})
	equal(t, "by month", shown(t, w, models.MetricQuery{Metric: "started_stays", By: []string{"month"}, From: "2022-01-01", To: "2022-05-31"}),
		"2022-01-01=-(0) 2022-02-01=-(0) 2022-03-01=2(2) 2022-04-01=1(1) 2022-05-01=-(0)")
	equal(t, "told part of a month", shown(t, w, models.MetricQuery{Metric: "started_stays", From: "2022-03-05", To: "2022-03-06"}), "=0(0)")
	equal(t, "told to its last day", shown(t, w, models.MetricQuery{Metric: "started_stays", From: "2022-03-05", To: "2022-03-21"}), "=0(0)")
	// nobody in a part of a period is not nobody in it; some in a part are at least so many
	equal(t, "told in part", shown(t, w, models.MetricQuery{Metric: "started_stays", From: "2022-03-05", To: "2022-03-22"}), "=-(0)")
	equal(t, "weeks", shown(t, w, models.MetricQuery{Metric: "started_stays", By: []string{"week"}, From: "2022-03-14", To: "2022-03-27"}), "2022-03-14=0(0) 2022-03-21=-(0)")
	equal(t, "nothing told", shown(t, w, models.MetricQuery{Metric: "started_stays", From: "2022-05-01", To: "2022-05-31"}), "=-(0)")
	until, err := w.Covered("started_stays")
	if err != nil || until != "2022-03-21" {
		t.Errorf("covered until %s, %v, want 2022-03-21", until, err)
	}
}

// A month that never came, between two that did, has no zero. A longer period of which it
// is a part has none either, and where something counts, the answer names the days that
// nobody told of.
func TestAPeriodThatNeverCameHasNoFigure(t *testing.T) {
	l := stays(t)
	l.put("sql/staging/stg_tool__claims.sql", "/* model\nname: stg_tool__claims\nabout: A\ngrain: one row per claim\nkey: [claim_id]\ncolumns:\n  - {name: claim_id, type: varchar}\n  - {name: period_month, type: date}\n  - {name: paid_date, type: date}\n*/\nselect claim_id, period_month, cast(period_month + interval '1' month as date) as paid_date from raw.tool__claims\n")
	header := strings.NewReplacer("started_stays", "claims_count", "time: start_date", "time: period_month", "dimensions: {province: province_code, end_month: end_date}\n", "dimensions: {claim: claim_id}\n", "tool/stays", "tool/claims", "relation: fct_stay", "relation: stg_tool__claims")
	l.put("sql/metrics/claims_count.sql", header.Replace(startedStays))
	l.put("sql/metrics/claims_paid.sql", strings.NewReplacer("claims_count", "claims_paid", "time: period_month", "time: paid_date").Replace(header.Replace(startedStays)))
	l.put("models/dimensions.yml", "dimensions:\n  - {name: claim, title_nl: C, title_en: C}\n  - {name: province, title_nl: P, title_en: P}\n  - {name: end_month, title_nl: E, title_en: E, grain: month}\n")
	l.deliver("claims", "2022-02-10", "'1', '2022-01-01', 5").Periods = []string{"2022-01-01"}
	l.deliver("claims", "2022-05-10", "'2', '2022-04-01', 5", "'3', '2022-02-01', 5").Periods = []string{"2022-02-01", "2022-04-01"}
	w := l.open("")
	build(t, w, BuildOptions{})
	one := []models.Filter{{Dimension: "claim", Values: []string{"2"}}}
	for _, c := range []struct {
		q    models.MetricQuery
		want string
	}{
		{models.MetricQuery{By: []string{"month"}, From: "2022-01-01", To: "2022-05-31"}, "2022-01-01=1(1) 2022-02-01=1(1) 2022-03-01=-(0) 2022-04-01=1(1) 2022-05-01=-(0)"},
		{models.MetricQuery{By: []string{"month"}, From: "2022-01-01", To: "2022-04-30", Where: one}, "2022-01-01=0(0) 2022-02-01=0(0) 2022-03-01=-(0) 2022-04-01=1(1)"},
		{models.MetricQuery{From: "2022-02-01", To: "2022-02-28", Where: one}, "=0(0)"},
		{models.MetricQuery{From: "2022-02-01", To: "2022-03-31", Where: one}, "=-(0)"},
		{models.MetricQuery{From: "2022-02-01", To: "2022-03-31"}, "=1(1)"},
	} {
		c.q.Metric = "claims_count"
		equal(t, fmt.Sprintf("%+v", c.q), shown(t, w, c.q), c.want)
	}
	// What counts by another day lacks that delivery too, in the year behind it.
	for _, metric := range []string{"claims_count", "claims_paid"} {
		for to, want := range map[models.Date]string{"2022-02-28": "[]", "2022-03-31": "[{2022-03-01 2022-03-31}]"} {
			r, err := w.Metric(context.Background(), models.MetricQuery{Metric: metric, From: "2022-02-01", To: to})
			if err != nil {
				t.Fatal(err)
			}
			equal(t, metric+" gaps up to "+string(to), fmt.Sprint(r.Gaps), want)
		}
	}
	equal(t, "paid", shown(t, w, models.MetricQuery{Metric: "claims_paid", By: []string{"month"}, From: "2022-02-01", To: "2022-04-30"}), "2022-02-01=1(1) 2022-03-01=1(1) 2022-04-01=-(0)")
	for from, want := range map[models.Date]string{"2022-04-01": "[{2022-03-01 2022-03-31}]", "2023-04-01": "[]"} {
		r, err := w.Metric(context.Background(), models.MetricQuery{Metric: "claims_paid", From: from, To: from.MonthEnd()})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "paid from "+string(from), fmt.Sprint(r.Gaps), want)
	}
}

// A share of which the rows of one source tell that something happened is no 0 % when that
// source never came.
func TestAFlowHasNoFigureBeforeASourceThatItRequiresCame(t *testing.T) {
	l := stays(t) // no places
	l.put("sql/metrics/ended_share.sql", strings.Replace(endedShare, "empty: none\n", "empty: none\nsources: [tool/stays, tool/places]\nrequires: [tool/places]\n", 1))
	q := models.MetricQuery{Metric: "ended_share", By: []string{"province"}}
	equal(t, "without", shown(t, l.open(""), q), "x=-(0)")
	l.deliver("places", "2022-06-15", "'a', 1")
	if got := shown(t, l.open(""), q); strings.Contains(got, "x=-") {
		t.Errorf("with places: %s", got)
	}
	l.put("sql/metrics/ended_share.sql", strings.Replace(endedShare, "empty: none\n", "empty: none\nsources: [tool/stays]\nrequires: [tool/places]\n", 1))
	if errs := fmt.Sprint(l.open("").Verify(context.Background())); !strings.Contains(errs, "requires tool/places, which is not among its sources") {
		t.Errorf("a required source that the metric does not name: %s", errs)
	}
}

func TestLabelsComeFromTheProjectOrFromARelation(t *testing.T) {
	l := stays(t)
	l.put("models/reference/towns.csv", "nis_code,town_name\n2,Bree\n1,Aalst\n2,Aalter\n")
	l.put("models/dimensions.yml", "dimensions:\n  - {name: town, title_nl: T, title_en: T, lookup: {relation: ref.towns, code: nis_code, name: town_name}}\n  - {name: province, title_nl: P, title_en: P, labels: [{code: y, nl: Ypsilon}]}\n")
	w := l.open("")
	for name, want := range map[string]string{"town": "[{1 Aalst Aalst} {2 Aalter Aalter}]", "province": "[{y Ypsilon }]", "none": "[]"} {
		labels, err := w.Labels(context.Background(), name, "nl")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, name, fmt.Sprint(labels), want)
	}
}

// Of x b alone, of all b, d and e: 1, or 2 for more; added up before it is held against
// the days, it is the same.
func TestAMetricTellsWhetherItsPersonsLiveInOneHousehold(t *testing.T) {
	l := stays(t)
	header := "/* metric\nname: persons_present\nkind: stock\nvalid: [start_date, end_date]\nover_time: last\nempty: zero\nhousehold: stay_id\nadds: [person_count]\ndimensions: {province: province_code}\n" + strings.ReplaceAll(metricHead, "protects: none\nprotects_reason: made up\n", "protects: person\n") + "*/\n"
	l.put("sql/metrics/persons_present.sql", header+`select dim_1, dim_2, dim_3, sum(person_count) as value, sum(person_count) as n,
  1 + cast(min(first_household) < max(last_household) as integer) as households
from scope group by dim_1, dim_2, dim_3
`)
	l.manifest.Deliveries[0].KnownAt = "2022-06-15"
	w := l.open("")
	build(t, w, BuildOptions{})
	for _, c := range []struct {
		q    models.MetricQuery
		want string
	}{
		{models.MetricQuery{At: "2022-06-02"}, "10:2"},
		{models.MetricQuery{At: "2022-03-02"}, "2:1"},
		{models.MetricQuery{At: "2022-03-01"}, "0:0"},
		{models.MetricQuery{At: "2022-04-15", By: []string{"province"}}, "3:1 1:1"},
		{models.MetricQuery{By: []string{"month"}, From: "2022-03-01", To: "2022-05-31"}, "5:2 4:2 4:2"},
		{models.MetricQuery{By: []string{"month", "province"}, From: "2022-04-01", To: "2022-04-30"}, "3:1 1:1"},
	} {
		c.q.Metric = "persons_present"
		r, err := w.Metric(t.Context(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range r.Rows {
			got = append(got, fmt.Sprintf("%v:%d", row.Value, row.Households))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.q, got, c.want)
		}
	}
}
