package main

import (
	"reflect"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// A month that was counted for a longer line is the month that is counted by itself: of
// every metric the end of a line, its first month and its last, and a line that ends in
// the middle of a month.
func TestAMonthOfALineIsTheMonthAlone(t *testing.T) {
	t.Parallel()
	lines, alone := adderOf(t), adderOf(t)
	same := 0
	for i, m := range lines.w.Project().Metrics {
		if m.NotMeasurable != "" {
			continue
		}
		q := func(from, to models.Date, by ...string) models.MetricQuery {
			return models.MetricQuery{Metric: m.Name, By: by, From: from, To: to}
		}
		single := func(month models.Date) models.MetricQuery {
			if m.Kind == "stock" {
				return models.MetricQuery{Metric: m.Name, At: month.MonthEnd()}
			}
			return q(month, month.MonthEnd())
		}
		for _, whole := range []models.MetricQuery{q("2022-03-01", "2023-12-31", "month"), q("2022-01-01", "2023-10-17", "month")} {
			if _, err := lines.w.Metric(t.Context(), whole); err != nil {
				t.Fatalf("%s: %v", m.Name, err)
			}
		}
		// Numbers before lines, so that each is counted by itself.
		for j, question := range []models.MetricQuery{
			single("2022-03-01"), single("2022-12-01"), single("2023-12-01"), single("2021-12-01"), single("2024-01-01"),
			q("2023-10-01", "2023-10-17"), q("2022-12-05", "2022-12-31"),
			q("2022-12-01", "2023-10-17", "month"), q("2022-12-01", "2023-11-30", "month"), q("2023-02-01", "2024-02-29", "month"),
		} {
			if m.Grain != "" && len(question.By) == 0 && (question.From == "2022-12-05" || question.To == "2023-10-17") {
				continue // holds no whole month
			}
			if (i+j)%2 > 0 || m.Kind == "stock" && len(question.By) == 0 && question.At == "" {
				continue // of each metric every other one: together all of them, many times
			}
			got, err := lines.w.Metric(t.Context(), question)
			if err != nil {
				t.Fatalf("%s: %v", m.Name, err)
			}
			want, err := alone.w.Metric(t.Context(), question)
			if err != nil {
				t.Fatalf("%s: %v", m.Name, err)
			}
			if got.SQL != want.SQL || !reflect.DeepEqual(got.Query, want.Query) || !nearlyAll(got.Rows, want.Rows) {
				t.Errorf("%+v: %+v, want %+v", question, got.Rows, want.Rows)
			}
			same++
		}
	}
	if same < 500 {
		t.Errorf("%d questions were compared, want 500", same)
	}
}

// nearlyAll tells whether rows agree but for the last digits of sums of doubles, which
// depend on their order.
func nearlyAll(a, b []models.MetricRow) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i], b[i]
		if !nearly(x.Value, y.Value) || !nearly(x.Part, y.Part) || !nearly(x.Whole, y.Whole) {
			return false
		}
		x.Value, x.Part, x.Whole = y.Value, y.Part, y.Whole
		if !reflect.DeepEqual(x, y) {
			return false
		}
	}
	return true
}
