package warehouse

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// Covered is the day that a figure carries when its source is late: the end of
// what was delivered, not of what was asked. Models are told the same one.
func TestCoveredUntilTheLastDayThatWasDelivered(t *testing.T) {
	l := stays(t) // known on 2022-03-21
	l.put("sql/metrics/started_stays.sql", startedStays)
	covered := func(known, want models.Date) {
		t.Helper()
		w := l.open(known)
		got, err := w.Covered("started_stays")
		if err != nil || got != want {
			t.Errorf("as of %q covered until %q, %v; want %q", known, got, err, want)
		}
		equal(t, "told", rowsOf(t, w, "select told_until_date from raw.tool__stays__told"), string(want))
	}
	l.deliver("places", "2022-06-30", "'a', 10") // another source goes on
	covered("", "2022-03-21")
	covered("2022-03-20", "")
	// What was held back, or of which no row was good, tells of no day.
	l.deliver("stays", "2022-04-04").Quarantine = "unknown column"
	l.deliver("stays", "2022-04-05").Rejected = 3
	covered("", "2022-03-21")
	// What says the same again tells that it still holds.
	l.deliver("stays", "2022-04-11").Skipped = "same rows as stays1.csv"
	covered("", "2022-04-11")
	covered("2022-04-10", "2022-03-21")
	l.deliver("stays", "2022-02-28", "'a', 2, 'x', '2022-03-02', null, false") // late: the last day stays
	covered("", "2022-04-11")
}

// A file without rows says that nothing changed, or nothing where the contract says so: also
// not that of which it takes the place.
func TestAFileWithoutRowsTellsOfItsDayOrNot(t *testing.T) {
	for empty, want := range map[string][3]models.Date{"no_change": {"2022-03-28", "2022-04-04", "2022-03-07"}, "not_told": {"2022-03-21", "2022-03-21", "2022-03-14"}} {
		l := newLake(t)
		l.files["models/sources/tool.yml"].Data = []byte(strings.Replace(contract, "{kind: append}", "{kind: append, empty: "+empty+"}", 1))
		l.deliver("referrals", "2022-03-07")
		l.deliver("referrals", "2022-03-14", "'a', '2022-03-14'")
		l.deliver("referrals", "2022-03-21", "'b', '2022-03-21'")
		l.deliver("referrals", "2022-03-28")
		told := func(known, want models.Date) {
			t.Helper()
			equal(t, empty+" on "+string(known), rowsOf(t, l.open(known), "select told_until_date from raw.tool__referrals__told"), string(want))
		}
		told("2022-03-28", want[0])
		l.deliver("referrals", "2022-04-04", "'c', '2022-04-04'").SetReplaced(true)
		l.deliver("referrals", "2022-04-04")
		l.deliver("referrals", "2022-04-11").Skipped = "same rows as referrals3.csv"
		told("2022-04-04", want[1])
		told("2022-04-11", "2022-04-11") // what says the same again is not empty
		w := l.open("")
		if got := w.begun(&models.Metric{Sources: []string{"tool/referrals"}}); got != want[2] {
			t.Errorf("%s: begun on %s, want %s", empty, got, want[2])
		}
	}
}

// Where nothing happened yet, it is nothing since the first delivery: of the months before
// nobody tells.
func TestNothingIsToldBeforeTheFirstDelivery(t *testing.T) {
	l := stays(t) // known on 2022-03-21
	l.deliver("stays", "2022-05-02", "'z', 2, 'x', '2022-03-02', null, false")
	l.put("sql/metrics/none_yet.sql", strings.NewReplacer("name: started_stays", "name: none_yet", "empty: zero", "empty: zero\nwhere: person_count > 1000000").Replace(startedStays))
	w := l.open("")
	build(t, w, BuildOptions{})
	got := shown(t, w, models.MetricQuery{Metric: "none_yet", By: []string{"month"}, From: "2022-01-01", To: "2022-05-31"})
	equal(t, "by month", got, "2022-01-01=-(0) 2022-02-01=-(0) 2022-03-01=0(0) 2022-04-01=0(0) 2022-05-01=-(0)")
}

// Reach begins on the day of the first row.
func TestReachIsFromTheFirstRowUntilTheLastDelivery(t *testing.T) {
	l := stays(t) // of which the first began on 2022-03-02
	l.put("sql/metrics/started_stays.sql", startedStays)
	for known, want := range map[models.Date][2]models.Date{"": {"2022-03-02", "2022-03-21"}, "2022-03-20": {"", ""}} {
		from, until, err := l.open(known).Reach(t.Context(), "started_stays")
		if err != nil || from != want[0] || until != want[1] {
			t.Errorf("as of %q told from %q until %q, %v; want %q", known, from, until, err, want)
		}
	}
}

func TestPeriodsEndOnTheirLastDay(t *testing.T) {
	for _, c := range [][3]string{
		{"month", "2024-02-01", "2024-02-29"}, {"month", "2023-12-01", "2023-12-31"},
		{"quarter", "2023-01-01", "2023-03-31"}, {"quarter", "2022-12-01", "2023-02-28"}, // of a year that begins in March
		{"half_month", "2024-02-01", "2024-02-15"}, {"half_month", "2024-02-16", "2024-02-29"},
		{"financial_year", "2023-04-01", "2024-03-31"}, {"year", "2024-01-01", "2024-12-31"},
		{"date", "2024-02-29", "2024-02-29"},
	} {
		if got := raw.PeriodEnd(models.Date(c[1]), c[0]); string(got) != c[2] {
			t.Errorf("%s of %s ends on %s, want %s", c[0], c[1], got, c[2])
		}
		l := newLake(t)
		l.put("sql/staging/stg_tool__stays.sql", stagedStays)
		l.put("sql/marts/fct_stay.sql", factStay)
		l.put("sql/metrics/started_stays.sql", strings.Replace(startedStays, "tool/stays", "tool/claims", 1))
		if c[0] == "financial_year" {
			continue // needs starts_in, which no other type may have
		}
		l.files["models/sources/tool.yml"].Data = []byte(strings.Replace(contract, "header: [b], type: month,", "header: [b], type: "+c[0]+",", 1))
		l.deliver("claims", "2025-01-01", "'1', '"+c[1]+"', 5").Periods = []string{c[1]}
		got, err := l.open("").Covered("started_stays")
		if err != nil || string(got) != c[2] {
			t.Errorf("covered until %s, %v; want %s", got, err, c[2])
		}
	}
}

// A stay without an end goes on in the tables for ever; that it still lasts is known up
// to the knowledge date only.
func TestStockAfterTheKnowledgeDateIsNotTold(t *testing.T) {
	l := stays(t) // known on 2022-03-21
	l.put("sql/metrics/persons_present.sql", personsPresent)
	w := l.open("")
	for _, c := range []struct {
		q    models.MetricQuery
		want string
	}{
		{models.MetricQuery{At: "2022-03-21"}, "known"},
		{models.MetricQuery{At: "2022-03-31"}, "known"}, // the month that goes on
		{models.MetricQuery{At: "2022-04-01"}, "untold"},
		{models.MetricQuery{At: "2026-01-31", By: []string{"province"}}, "untold"},
		{models.MetricQuery{By: []string{"month"}, From: "2022-03-01", To: "2022-05-31"}, "known untold untold"},
		{models.MetricQuery{By: []string{"day"}, From: "2022-03-21", To: "2022-03-22"}, "known untold"},
	} {
		c.q.Metric = "persons_present"
		r, err := w.Metric(t.Context(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]string{}
		var order []string
		for _, row := range r.Rows {
			key := ""
			if len(row.Dims) > 0 && strings.HasPrefix(row.Dims[0], "20") {
				key = row.Dims[0]
			}
			if seen[key] == "" {
				order = append(order, key)
			}
			seen[key] = "known"
			if row.Untold {
				seen[key] = "untold"
			}
			if row.Untold && (row.Known || row.Value != 0 || row.N != 0) {
				t.Errorf("%+v: row %+v is not told and has a figure", c.q, row)
			}
		}
		var got []string
		for _, key := range order {
			got = append(got, seen[key])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.q, got, c.want)
		}
	}
}

// Persons present of usable places: as long as one of the two never came, nobody tells how
// many, and a count of what is missing as none is wrong.
func TestStockIsNotToldBeforeEachOfItsSourcesCame(t *testing.T) {
	l := stays(t) // no places
	both := strings.Replace(personsPresent, "kind: stock\n", "kind: stock\nsources: [tool/stays, tool/places]\n", 1)
	l.put("sql/metrics/persons_present.sql", both)
	told := func(q models.MetricQuery, want bool) {
		t.Helper()
		q.Metric = "persons_present"
		r, err := l.open("").Metric(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Rows) == 0 {
			t.Fatalf("%+v gives no row", q)
		}
		for _, row := range r.Rows {
			if row.Known != want || row.Untold == want || !want && (row.Value != 0 || row.N != 0) {
				t.Errorf("%+v: row %+v, want told %v", q, row, want)
			}
		}
	}
	ask := []models.MetricQuery{{At: "2022-03-21"}, {At: "2022-03-21", By: []string{"province"}}}
	for _, q := range ask {
		told(q, false)
	}
	l.deliver("places", "2022-03-21", "'a', 10")
	for _, q := range ask {
		told(q, true)
	}
}
