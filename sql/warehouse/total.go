package warehouse

import (
	"context"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// Total holds the values over all members of some of the dimensions of a result.
type Total struct {
	Over []string // dimensions that are no longer cut by
	// How tells what the values are to those that they stand below: models.Sums,
	// models.Lasts, or models.Never when they are no sum and no last one.
	How string
	// Rows have a member for each dimension of the result; "" for those of Over.
	Rows []models.MetricRow
}

// Totals computes what a result comes to over each of its dimensions and over more
// of them together: fewest first, in the order of the dimensions. Each is the
// metric's own SELECT on what is not cut, over the same period and filters; nothing
// is added up here, so a metric that does not add up has its totals too.
func (w *Warehouse) Totals(ctx context.Context, r *models.MetricResult) ([]Total, error) {
	var out []Total
	for size := 1; size <= len(r.Dims); size++ {
		for set := 1; set < 1<<len(r.Dims); set++ {
			t, q := Total{How: models.Sums}, r.Query
			q.By = nil
			var kept []int
			for i, d := range r.Dims {
				if set&(1<<i) == 0 {
					kept, q.By = append(kept, i), append(q.By, d.Name)
					continue
				}
				t.Over = append(t.Over, d.Name)
				t.How = combine(t.How, r.Metric.Over(d))
			}
			if len(t.Over) != size {
				continue
			}
			if r.Metric.Kind == "stock" && r.Query.At == "" && !slices.ContainsFunc(q.By, isGrain) {
				q.At, q.From, q.To = q.To, "", ""
			}
			answer, err := w.Metric(ctx, q)
			if err != nil {
				return nil, err
			}
			for _, row := range answer.Rows {
				dims := make([]string, len(r.Dims))
				for i, at := range kept {
					dims[at] = row.Dims[i]
				}
				row.Dims = dims
				t.Rows = append(t.Rows, row)
			}
			out = append(out, t)
		}
	}
	return out, nil
}

func isGrain(name string) bool { return slices.Contains(models.TimeGrains, name) }

// combine tells how values go together over one more dimension: a sum of sums is
// a sum, and the last of sums is the last one.
func combine(how, over string) string {
	switch {
	case how == models.Never || over != models.Sums && over != models.Lasts:
		return models.Never
	case how == models.Lasts || over == models.Lasts:
		return models.Lasts
	}
	return models.Sums
}
