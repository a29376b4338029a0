package main

import (
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// A value by month is of its month as far as that was asked, a total of all that was; what
// was not delivered stands beside the values that it may be missing from.
func TestDaysOfAValueAreItsOwn(t *testing.T) {
	month := []*models.Dimension{{Name: "month", Grain: "month"}}
	gap := []models.Span{{From: "2023-02-01", Until: "2023-02-28"}}
	ask := models.MetricQuery{From: "2023-01-16", To: "2023-03-31"}
	for name, c := range map[string]struct {
		kind  string
		dims  []*models.Dimension
		query models.MetricQuery
		row   []string
		total *warehouse.Total
		want  []string // from, to, at, not delivered
	}{
		"the first month, in part":   {"flow", month, ask, []string{"2023-01-01"}, nil, []string{"2023-01-16", "2023-01-31", "", ""}},
		"the month that never came":  {"flow", month, ask, []string{"2023-02-01"}, nil, []string{"2023-02-01", "2023-02-28", "", "2023-02-01/2023-02-28"}},
		"a flow that is not cut":     {"flow", nil, ask, []string{}, nil, []string{"2023-01-16", "2023-03-31", "", "2023-02-01/2023-02-28"}},
		"a total over time":          {"flow", month, ask, []string{""}, &warehouse.Total{Over: []string{"month"}, How: models.Sums}, []string{"2023-01-16", "2023-03-31", "", "2023-02-01/2023-02-28"}},
		"a stock before the gap":     {"stock", month, ask, []string{"2023-01-01"}, nil, []string{"", "", "2023-01-31", ""}},
		"a stock after it":           {"stock", month, ask, []string{"2023-03-01"}, nil, []string{"", "", "2023-03-31", "2023-02-01/2023-02-28"}},
		"the last of a stock":        {"stock", month, ask, []string{""}, &warehouse.Total{Over: []string{"month"}, How: models.Lasts}, []string{"", "", "2023-03-31", "2023-02-01/2023-02-28"}},
		"a stock on a day before it": {"stock", nil, models.MetricQuery{At: "2023-01-31"}, []string{}, nil, []string{"", "", "2023-01-31", ""}},
	} {
		r := &answer{MetricResult: &models.MetricResult{Metric: &models.Metric{Kind: c.kind}, Dims: c.dims, Query: c.query, Gaps: gap}}
		if got := r.days(models.MetricRow{Dims: c.row}, c.total); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
