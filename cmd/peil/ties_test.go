package main

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// toldOf gives what rows of a metric tell of a slice of another: their value, or of a share
// its part or whole; by the codes of the rows. What is 0 is left out, as a row that is not
// there is. A row without a figure tells nothing.
func toldOf(a adder, q models.MetricQuery, value func(m *models.Metric, row models.MetricRow) float64) (out map[string]float64, silent map[string]bool) {
	a.t.Helper()
	r, err := a.w.Metric(a.t.Context(), q)
	if err != nil {
		a.t.Fatalf("%s: %v", q.Arguments(), err)
	}
	out, silent = map[string]float64{}, map[string]bool{}
	for _, row := range r.Rows {
		at := strings.Join(row.Dims, " ")
		if silent[at] = !row.Known; row.Known && value(r.Metric, row) != 0 {
			out[at] = value(r.Metric, row)
		}
	}
	return out, silent
}

// partOf is what a metric counts: of a share or rate its part.
func partOf(m *models.Metric, row models.MetricRow) float64 {
	if m.Counted() {
		return row.Part
	}
	return row.Value
}

// cutsOf gives by what a metric is cut to look at it closely: each of its dimensions in each
// month, and each beside the finest area.
func cutsOf(m *models.Metric) [][]string {
	out := [][]string{{"month"}}
	for _, name := range slices.Sorted(maps.Keys(m.Dimensions)) {
		out = append(out, []string{"month", name})
		if m.Dimensions["municipality"] != "" && name != "municipality" {
			out = append(out, []string{"municipality", name})
		}
	}
	return out
}

// What a header says of what a metric counts holds in all cells of the demo.
func TestAMetricCountsWhatItsHeaderSays(t *testing.T) {
	t.Parallel()
	a := adderOf(t)
	p := a.w.Project()
	looked, ties := 0, 0
	for _, m := range p.Metrics {
		for _, tie := range []struct {
			key   string
			of    *models.Slice
			value func(m *models.Metric, row models.MetricRow) float64
		}{
			{"counts", m.SliceOf, partOf},
			{"out_of", m.OutOf, func(_ *models.Metric, row models.MetricRow) float64 { return row.Whole }},
		} {
			if tie.of == nil {
				continue
			}
			ties++
			of, where, ok := p.Counted(tie.of)
			if !ok {
				t.Fatalf("%s: %s resolves to nothing", m.Name, tie.key)
			}
			cells := 0
			for _, by := range cutsOf(m) {
				q := models.MetricQuery{Metric: m.Name, By: by, From: "2022-03-01", To: "2023-12-31"}
				got, silent := toldOf(a, q, tie.value)
				q.Metric, q.Where = of.Name, where
				want, _ := toldOf(a, q, partOf)
				wrong := 0
				for at := range either(got, want) {
					if silent[at] {
						continue
					}
					if cells++; math.Abs(got[at]-want[at]) > 1e-6 {
						if wrong++; wrong <= 3 {
							t.Errorf("%s by %v, %s: %q is %v, and %s is %v", m.Name, by, tie.key, at, got[at], q.Arguments(), want[at])
						}
					}
				}
			}
			if cells < 10 {
				t.Errorf("%s, %s: %d cells, the demo says nothing of it", m.Name, tie.key, cells)
			}
			looked += cells
		}
	}
	if ties < 35 || looked < 20_000 {
		t.Errorf("%d ties in %d cells", ties, looked)
	}
}

// What a header says of what a metric is the sum of holds in all cells of the demo.
func TestAMetricIsTheSumOfItsParts(t *testing.T) {
	t.Parallel()
	a := adderOf(t)
	looked := 0
	for _, m := range a.w.Project().Metrics {
		if m.Parts == nil {
			continue
		}
		for _, by := range cutsOf(m) {
			q := models.MetricQuery{Metric: m.Name, By: by, From: "2022-03-01", To: "2023-12-31"}
			whole, _ := toldOf(a, q, partOf)
			sum := map[string]float64{}
			for _, name := range m.Parts {
				q.Metric = name
				part, _ := toldOf(a, q, partOf)
				for at, v := range part {
					sum[at] += v
				}
			}
			for at := range either(whole, sum) {
				if looked++; whole[at] != sum[at] {
					t.Errorf("%s by %v: %q is %v, and its parts make %v", m.Name, by, at, whole[at], sum[at])
				}
			}
		}
	}
	if looked < 5000 {
		t.Errorf("%d cells", looked)
	}
}

func either(a, b map[string]float64) map[string]bool {
	out := map[string]bool{}
	for _, m := range []map[string]float64{a, b} {
		for at := range m {
			out[at] = true
		}
	}
	return out
}
