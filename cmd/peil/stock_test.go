package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// countedStocks are stocks counted without any model: day by day, straight from the rows
// of the exports. Each statement gives a row a day with a column for each metric;
// "days" is put in front.
var countedStocks = []string{
	// A place is what the last list on or before the day says, unless the next list
	// says that it was confirmed otherwise, or was new, before the day was over.
	`listed as (
		select h.*, cast(h._known_at as date) as list_day from raw.housing_tool__places__history h
		join (select _known_at, max(_sequence) as _sequence from raw.housing_tool__places__deliveries group by 1) l using (_known_at, _sequence)),
	lists as (select distinct list_day from listed),
	around as (select d, (select max(list_day) from lists where list_day <= d) as l0, (select min(list_day) from lists where list_day > d) as l1 from days),
	seen as (select place_id, min(list_day) as first_day from listed group by 1),
	news as (
		select a.d, n.* from around a join listed n on n.list_day = a.l1 join seen s using (place_id)
		left join listed o on o.list_day = a.l0 and o.place_id = n.place_id
		where case when a.l0 is null then least(n.available_from_date, a.l1) <= a.d
			when o.place_id is null and s.first_day = a.l1 then greatest(least(n.available_from_date, a.l1), a.l0 + 1) <= a.d
			else n.updated_date > a.l0 and n.updated_date <= a.d end),
	state as (
		select * from news
		union all
		select a.d, o.* from around a join listed o on o.list_day = a.l0
		where not exists (select 1 from news n where n.d = a.d and n.place_id = o.place_id))
	select d,
		sum(capacity_count) filter (where status_code <> 'closed') as places_registered,
		sum(capacity_count) filter (where status_code <> 'closed' and location_id is not null) as prospection_tool_places,
		sum(capacity_count) filter (where status_code = 'validated') as places_validated,
		sum(capacity_count) filter (where status_code = 'on_hold') as places_on_hold,
		sum(capacity_count) filter (where status_code = 'closing') as places_closing,
		sum(capacity_count) filter (where status_code in ('validated', 'closing') and available_from_date <= d
			and (available_until_date is null or available_until_date >= d)) as places_available,
		count(distinct nis_code) filter (where status_code <> 'closed' and capacity_count > 0) as municipalities_with_places,
		avg(case when m.is_centre_city = 'true' then 1.0 else 0 end * capacity_count) filter (where status_code <> 'closed')
			/ avg(capacity_count) filter (where status_code <> 'closed') as places_centre_city_share
	from state join ref.municipalities m using (nis_code) group by 1`,
	// What was confirmed is told by the last list alone, so ages end on its day.
	`listed as (
		select h.*, cast(h._known_at as date) as list_day from raw.housing_tool__places__history h
		join (select _known_at, max(_sequence) as _sequence from raw.housing_tool__places__deliveries group by 1) l using (_known_at, _sequence))
	select d,
		avg(case when updated_date >= list_day - 30 then 0 else 1 end) as stale_places_share,
		count(distinct case when updated_date >= list_day - 30 then nis_code end) / count(distinct nis_code) as municipalities_reporting_share
	from days join listed on list_day = (select max(list_day) from listed where list_day <= d)
	where status_code <> 'closed' group by 1`,
	`stays as (
		select d, p.* from days join raw.housing_tool__placements p on start_date <= d and (end_date is null or end_date > d)),
	types as (select place_id, arg_max(place_type_code, (_known_at, _sequence)) as type from raw.housing_tool__places__history group by 1),
	vulnerable as (
		select household_id from (select referral_id, arg_max(household_id, (_known_at, _sequence, _line)) as household_id,
			arg_max(coalesce(is_vulnerable, false), (_known_at, _sequence, _line)) as is_vulnerable from raw.fedasil__referrals group by 1) where is_vulnerable
		union select household_id from raw.housing_tool__rehousing_requests where is_vulnerable)
	select d,
		sum(person_count) as places_occupied,
		count(distinct household_id) as households_housed,
		count(distinct place_id) filter (where type = 'host_family') as host_families_housing,
		sum(person_count) filter (where household_id in (select household_id from vulnerable where household_id is not null)) as vulnerable_persons_housed
	from stays left join types using (place_id) group by 1`,
	// A request ends with the first stay that begins on or after it, or when it was closed before.
	`met as (
		select r.*, (select min(start_date) from raw.housing_tool__placements s where s.household_id = r.household_id
			and s.start_date >= r.requested_date and s.placement_id is distinct from r.placement_id) as next_day
		from raw.housing_tool__rehousing_requests r),
	ended as (
		select *, case when outcome_code in ('withdrawn', 'left') then least(next_day, closed_date)
			when outcome_code = 'rehoused' then least(next_day, closed_date) else next_day end as end_day from met)
	select d,
		count(*) as rehousing_requests_open,
		count(*) filter (where least(d, told.told_until_date) - requested_date > 30) as rehousing_requests_open_over_30_days
	from days cross join (select least((select told_until_date from raw.housing_tool__placements__told), (select told_until_date from raw.housing_tool__rehousing_requests__told)) as told_until_date) as told
	join ended on requested_date <= d and (end_day is null or end_day > d) group by 1`,
	`select d,
		count(*) as questions_open,
		count(*) filter (where least(d, told_until_date) - received_date > 14) as questions_open_over_14_days,
		count(*) filter (where least(d, told_until_date) - received_date > 30) as questions_open_over_30_days,
		median(least(d, told_until_date) - received_date) as questions_open_median_age_days
	from days cross join raw.question_log__questions__told join raw.question_log__questions on received_date <= d
		and case when answered_date is not null then answered_date > d else status_code = 'open' end group by 1`,
	// 90 days, of which those after the last delivery hold nothing that is known, and none
	// before the log has had as many.
	`select d, count(distinct nis_code) as municipalities_reached, count(distinct nis_code) / 300 as municipalities_reached_share
	from days cross join raw.question_log__questions__told join raw.question_log__questions
		on received_date <= d and received_date > least(d, told_until_date) - 90 where nis_code is not null
		and d >= (select min(received_date) + 89 from raw.question_log__questions) group by 1`,
	`select d, count(distinct staff_id) as staff_persons, sum(fte) as staff_fte, count(distinct team_code) as teams_active
	from days join raw.staff__fte on from_date <= d and (until_date is null or until_date >= d) group by 1`,
	`select d, count(*) as prospection_in_progress from days join raw.prospection__locations on announced_date <= d
		and (in_tool_date is null or in_tool_date > d) and (dropped_date is null or dropped_date > d) group by 1`,
	`select d, arg_max(place_count, from_date) as places_target from days join raw.targets__targets on from_date <= d group by 1`,
	`select d, 1000 * sum(person_count) / (select sum(cast(population_count as integer)) from ref.populations) as displaced_per_1000
	from days join raw.immigration__attestations on last_day(period_month) <= d where nis_code is not null group by 1`,
}

// composedStocks are stocks that are made of those above: what they add is held by the
// hand-computed cases of sql/testdata/cases.
var composedStocks = []string{
	"housed_per_1000", "municipalities_with_places_share", "occupancy_share", "places_free", "places_gini", "places_kept_90_days_share",
	"places_per_1000", "places_solidarity_ratio", "places_target_share", "places_top10_share", "questions_per_100_displaced",
	"support_gini", "support_top10_share",
}

// grown are stocks with what comes in and goes out on a day.
var grown = []struct{ stock, change string }{
	{"places_registered", ""},
	{"questions_open", ""},
	{"places_occupied", `select d, coalesce((select sum(person_count) from raw.housing_tool__placements where start_date = d and start_date is distinct from end_date), 0)
		- coalesce((select sum(person_count) from raw.housing_tool__placements where end_date = d and start_date is distinct from end_date), 0) from days`},
	{"staff_persons", `select d, (select count(*) from raw.staff__fte where from_date = d) - (select count(*) from raw.staff__fte where until_date = d - 1) from days`},
	{"prospection_in_progress", `select d, (select count(*) from raw.prospection__locations where announced_date = d)
		- (select count(*) from raw.prospection__locations where least(in_tool_date, dropped_date) = d) from days`},
}

var netChange = map[string]string{"places_registered": "places_net_change", "questions_open": "questions_net_change"}

func TestStocksAreACountOfTheExportsOnAnyDay(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	a := &app{data: dir + "/data", quiet: true}
	w, err := a.open(t.Context(), momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	answers := map[string]float64{}
	ask := func(q models.MetricQuery) (value float64) {
		t.Helper()
		if known, ok := answers[q.Arguments()]; ok {
			return known
		}
		defer func() { answers[q.Arguments()] = value }()
		r, err := w.Metric(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Rows) == 0 {
			return 0
		}
		return r.Rows[0].Value
	}
	days := randomDays("2022-05-02", "2023-12-31", 25)
	held := slices.Clone(composedStocks)
	for _, statement := range countedStocks {
		for metric, want := range naive(t, dir, days, statement) {
			held = append(held, metric)
			if len(want) == 0 || slices.Max(slices.Collect(maps.Values(want))) == 0 {
				t.Errorf("%s is counted as 0 on all days: nothing was held", metric)
			}
			for _, day := range days {
				if got := ask(models.MetricQuery{Metric: metric, At: day}); math.Abs(got-want[day]) > 1e-9*math.Abs(got) {
					t.Errorf("%s on %s is %v, counted from the exports %v", metric, day, got, want[day])
				}
			}
		}
	}
	for _, m := range w.Project().Metrics {
		if m.Kind == "stock" && !slices.Contains(held, m.Name) {
			t.Errorf("%s is a stock that is not counted from the exports: add it to countedStocks, or to composedStocks", m.Name)
		}
	}
	// and on days on which staff came or left
	days = append(days[:12], "2022-07-01", "2022-10-01", "2023-03-01")
	for _, g := range grown {
		change := map[models.Date]float64{}
		for _, day := range days {
			if name, ok := netChange[g.stock]; ok {
				change[day] = ask(models.MetricQuery{Metric: name, From: day, To: day})
			}
		}
		if g.change != "" {
			change = naive(t, dir, days, strings.Replace(g.change, " from days", " as change from days", 1))["change"]
		}
		moved := 0
		for _, day := range days {
			before, after := ask(models.MetricQuery{Metric: g.stock, At: day.AddDays(-1)}), ask(models.MetricQuery{Metric: g.stock, At: day})
			if before+change[day] != after {
				t.Errorf("%s: %v on the day before %s, %v came or went, %v on the day", g.stock, before, day, change[day], after)
			}
			if before != after {
				moved++
			}
		}
		if moved == 0 {
			t.Errorf("%s is the same on all days and the day before them: nothing was held", g.stock)
		}
	}
}

// randomDays gives days between two others, the same on every run, with the days
// of lists among them.
func randomDays(from, to models.Date, n int) []models.Date {
	out := []models.Date{to, "2023-01-31", "2023-12-20", "2022-06-30"}
	random := rand.New(rand.NewPCG(20230213, 204))
	span := int(to.Time().Sub(from.Time()).Hours() / 24)
	for len(out) < n {
		if day := from.AddDays(random.IntN(span)); !slices.Contains(out, day) {
			out = append(out, day)
		}
	}
	return out
}

// naive runs a statement over days and gives the values by metric and day; a day
// without a row counts nothing.
func naive(t *testing.T, dir string, days []models.Date, statement string) map[string]map[models.Date]float64 {
	t.Helper()
	values := make([]string, len(days))
	for i, d := range days {
		values[i] = fmt.Sprintf("(date '%s')", d)
	}
	separator := " "
	if !strings.HasPrefix(statement, "select") {
		separator = ", "
	}
	sql := "with days as (select * from (values " + strings.Join(values, ", ") + ") as v (d))" + separator + statement
	rows, err := csv.NewReader(strings.NewReader(peil(t, dir, "sql", "--format", "csv", sql))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[models.Date]float64{}
	for i, metric := range rows[0] {
		if i == 0 {
			continue
		}
		out[metric] = map[models.Date]float64{}
		for _, row := range rows[1:] {
			if row[i] == "" {
				continue
			}
			if out[metric][models.Date(row[0])], err = strconv.ParseFloat(row[i], 64); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}
