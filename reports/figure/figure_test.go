package figure

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// months gives a figure of persons by month: values in order, -1 hidden, -2 missing.
func months(values ...float64) *Figure {
	m := &models.Metric{Name: "persons", Unit: "persons", Protects: "person", OverGroups: "sum"}
	d := []*models.Dimension{{Name: "month", Grain: "month"}}
	r := &models.MetricResult{Metric: m, Dims: d, Query: models.MetricQuery{Metric: "persons", By: []string{"month"}}}
	for i, v := range values {
		row := models.MetricRow{Dims: []string{string(models.Date("2023-01-01").AddMonths(i))}, Value: v, Known: true, N: int64(v)}
		switch v {
		case -1:
			row.Value, row.N = 3, 3
		case -2:
			row.Value, row.Known, row.N = 0, false, 0
		}
		r.Rows = append(r.Rows, row)
	}
	return &Figure{ID: "persons-1", Metric: m, Query: r.Query, Dims: d, Safe: disclose.Apply(r, disclose.Rule{Threshold: 5, Derived: 10})}
}

func TestConditionsAreTrueOfShownValuesOnly(t *testing.T) {
	for _, c := range []struct {
		f         *Figure
		condition string
		want      bool
	}{
		{months(30, 20, 10), "last < first", true},
		{months(30, 20, 10), "last < first, last < max", true},
		{months(30, 20, 40), "last < first", false},
		{months(30, 20, 10), "last < 10.5", true},
		{months(30, 20, 10), "top = 2023-01-01", true},
		{months(30, 30, 10), "top = 2023-01-01", false}, // a tie has no top
		{months(30, 20, -1), "last = 20", true},         // the hidden month is not looked at
		{months(30), "previous < last", false},          // there is none
		{months(-1, -2), "last < first", false},
		{months(-1), "top = 2023-01-01", false},
		{months(30, 20, 10), "bottom = 2023-03-01", true},
		{months(30, 20, 10), "previous > last, min = last", true},
		{months(30, 20, 10), "top = flanders", false}, // any code may be named
		{months(30, 20, 10), "last = 10.0", true},
		{months(9, 100), "first < last", true}, // numbers, not text
	} {
		got, err := c.f.Holds(c.condition)
		if err != nil || got != c.want {
			t.Errorf("%s = %v, %v, want %v", c.condition, got, err, c.want)
		}
	}
	for _, wrong := range []string{"last", "lst < first", "first < last, lst < first", "last < first <", "top > bottom", "last < flanders", "last ! first", "top < 3", ""} {
		if _, err := months(10).Holds(wrong); err == nil {
			t.Errorf("condition %q is taken, want an error", wrong)
		}
	}
}

func TestFrozenCellsSayWhetherTheyAreHiddenOrMissing(t *testing.T) {
	r, err := months(30, -1, -2, 0).Freeze("page", "figure", "T", "nl")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"A", "Q", "O", "A"}
	for i, row := range r.Rows {
		if row.Status != want[i] || (row.Value != nil) != (want[i] == "A") {
			t.Errorf("row %d is %s with value %v, want %s", i, row.Status, row.Value, want[i])
		}
	}
	if r.Hidden != 1 {
		t.Errorf("%d hidden, want 1", r.Hidden)
	}
}

// January is over on its last day; February is not on the 13th.
func TestPeriodsThatAreNotCompleteAreProvisional(t *testing.T) {
	for final, want := range map[models.Date]string{"": "A Q O A", "2023-04-30": "A Q O A", "2023-04-13": "A Q O P", "2023-01-31": "A Q O P", "2023-01-30": "P Q O P"} {
		f := months(30, -1, -2, 0)
		f.Final = final
		var got []string
		for _, row := range f.Rows() {
			got = append(got, f.Status(row))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("final on %q: %q, want %q", final, got, want)
		}
	}
}

func TestIDsDifferByParametersAndEditionAlone(t *testing.T) {
	q := models.MetricQuery{Metric: "persons", At: "2023-02-13"}
	id := func(q models.MetricQuery, edition string) string {
		t.Helper()
		text, err := ID(q, edition)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	same := id(q, "e1")
	if id(q, "e1") != same {
		t.Error("the same figure has two ids")
	}
	other := q
	other.At = "2023-02-14"
	if id(other, "e1") == same || id(q, "e2") == same {
		t.Error("other parameters or another edition have the same id")
	}
}

func TestSourcesSumUpTheDeliveriesOfAnEntity(t *testing.T) {
	f := months(1)
	f.Lineage.Deliveries = []models.Loaded{
		{Source: "tool", Entity: "stays", Name: "b.csv", KnownAt: "2023-02-01", Rows: 10, Kept: 9, Rejected: 1, SHA256: "b"},
		{Source: "tool", Entity: "stays", Name: "a.csv", KnownAt: "2023-01-01", Rows: 5, Kept: 5, SHA256: "a"},
		{Source: "log", Entity: "calls", Name: "c.csv", KnownAt: "2023-01-01", Rows: 1, Kept: 1},
	}
	got := f.Sources()
	if len(got) != 2 || got[0].Deliveries != 2 || got[0].Rows != 15 || got[0].Kept != 14 || got[0].Rejected != 1 || got[0].LastFile != "b.csv" || got[0].LastSHA256 != "b" {
		t.Errorf("sources %+v", got)
	}
}

func TestIDsDifferForEachParameter(t *testing.T) {
	seen := map[string]models.MetricQuery{}
	for _, q := range []models.MetricQuery{
		{Metric: "persons"}, {Metric: "places"}, {Metric: "persons", By: []string{"month"}}, {Metric: "persons", By: []string{"month", "sex"}},
		{Metric: "persons", By: []string{"sex", "month"}}, {Metric: "persons", At: "2023-02-13"}, {Metric: "persons", From: "2023-02-13"}, {Metric: "persons", To: "2023-02-13"},
		{Metric: "persons", Where: []models.Filter{{Dimension: "sex", Values: []string{"f"}}}}, {Metric: "persons", Where: []models.Filter{{Dimension: "sex", Values: []string{"m"}}}},
		{Metric: "persons", Where: []models.Filter{{Dimension: "sex", Values: []string{"f", "m"}}}}, {Metric: "persons", Where: []models.Filter{{Dimension: "age", Values: []string{"f"}}}},
	} {
		id, err := ID(q, "page/2023-02-13-s1-nl")
		if err != nil {
			t.Fatal(err)
		}
		if other, twice := seen[id]; twice {
			t.Errorf("%v and %v are both %s", q, other, id)
		}
		seen[id] = q
	}
	// What was quoted once must be found for ever: computed with sha256sum.
	if _, ok := seen["persons-e75aa4bd"]; !ok {
		id, _ := ID(models.MetricQuery{Metric: "persons"}, "page/2023-02-13-s1-nl")
		t.Errorf("the id of persons is %s now", id)
	}
}

func TestRowsStandInDisplayOrderWithTheUnassignedLast(t *testing.T) {
	f := months(1)
	r := &models.MetricResult{Metric: f.Metric, Dims: []*models.Dimension{{Name: "town"}}}
	for _, code := range []string{"", "a", "b", "x", "w"} {
		r.Rows = append(r.Rows, models.MetricRow{Dims: []string{code}, Value: 10, Known: true, N: 10})
	}
	f.Dims, f.Safe = r.Dims, disclose.Apply(r, disclose.Rule{})
	for _, order := range [][]string{{"b", "a"}, {"", "b", "a"}} {
		f.order = [][]string{order}
		var got string
		for _, row := range f.Rows() {
			got += row.Dims[0] + " "
		}
		if got != "b a w x  " {
			t.Errorf("order %q, want b a w x and the unassigned", got)
		}
	}
}

// A header that leaves a source out does not make what comes from it public.
func TestWhatIsPublicComesFromPublicSourcesAlone(t *testing.T) {
	m := &models.Metric{File: "sql/metrics/users.sql", Public: []models.PublicSource{{Source: "register"}}}
	register, tool := models.Loaded{Source: "register", Entity: "nights"}, models.Loaded{Source: "tool", Entity: "stays"}
	if err := onlyPublic(m, models.Lineage{Deliveries: []models.Loaded{register}}); err != nil {
		t.Error(err)
	}
	err := onlyPublic(m, models.Lineage{Deliveries: []models.Loaded{register, tool}})
	if err == nil || !strings.Contains(err.Error(), "sql/metrics/users.sql: is public by its sources, and reads tool/stays too") {
		t.Error(err)
	}
	if err := onlyPublic(&models.Metric{}, models.Lineage{Deliveries: []models.Loaded{tool}}); err != nil {
		t.Error(err)
	}
}
