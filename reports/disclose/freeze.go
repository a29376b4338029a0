package disclose

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// frozenGrains are the periods whose pattern is frozen for a year.
var frozenGrains = []string{"week", "month", "quarter"}

// freeze sets which periods of a series are hidden before they are known: all those of a
// year, when one of the year before was small or almost so. Then a period that is
// hidden does not tell that it is small. In a year that began otherwise, all periods after
// the first small one are hidden. Zeros are shown.
func (x *solver) freeze(ctx context.Context) error {
	if !x.plan.Rule.Freeze || x.plan.Rule.Round {
		return nil
	}
	for _, t := range x.plan.tables {
		grain := slices.IndexFunc(t.result.Dims, func(d *models.Dimension) bool { return slices.Contains(frozenGrains, d.Grain) })
		if grain < 0 || t.result.Metric.Protects == "none" || len(t.result.Rows) == 0 {
			continue
		}
		years, err := x.years(ctx, t.result, grain)
		if err != nil {
			return err
		}
		for i, row := range t.result.Rows {
			if row.N == 0 || !years.hides(row, grain) {
				continue
			}
			if len(t.rows[i]) == 0 && t.status[i] == Shown {
				t.status[i] = Hidden // it is in no system
			}
			for _, c := range t.rows[i] {
				x.b.Hold(c.cell)
			}
		}
	}
	return nil
}

// years knows what makes the years of series hidden.
type years struct {
	before map[string]bool        // series and year: one of its periods is small, or almost
	from   map[string]models.Date // series and year: its first small period
}

// years looks at the periods of an answer and of the year before its first one.
func (x *solver) years(ctx context.Context, r *models.MetricResult, grain int) (*years, error) {
	first := models.Date("")
	for _, row := range r.Rows {
		if d := row.Dims[grain]; d != "" && (first == "" || models.Date(d) < first) {
			first = models.Date(d)
		}
	}
	all := r
	if x.plan.Ask != nil && first != "" {
		q := r.Query
		q.From = models.Date(fmt.Sprintf("%04d-01-01", year(first)-1))
		var err error
		if all, err = x.plan.Ask(ctx, q); err != nil {
			return nil, fmt.Errorf("look at the year before: %w", err)
		}
	}
	out := &years{before: map[string]bool{}, from: map[string]models.Date{}}
	least := x.plan.Rule.LeastOf(r)
	for _, row := range all.Rows {
		period := models.Date(row.Dims[grain])
		if period == "" || row.N <= 0 {
			continue
		}
		key := series(row, grain, year(period))
		if row.N < least+x.plan.Rule.Margin {
			out.before[key] = true
		}
		if row.N < least && (out.from[key] == "" || period < out.from[key]) {
			out.from[key] = period
		}
	}
	return out, nil
}

// hides tells whether a period above zero is hidden by what came before it.
func (y *years) hides(row models.MetricRow, grain int) bool {
	period := models.Date(row.Dims[grain])
	if period == "" {
		return false
	}
	from, ok := y.from[series(row, grain, year(period))]
	return y.before[series(row, grain, year(period)-1)] || ok && period > from
}

// series names a year of a series: all coordinates of a row but its period.
func series(row models.MetricRow, grain, year int) string {
	dims := slices.Clone(row.Dims)
	dims[grain] = fmt.Sprint(year)
	return strings.Join(dims, "\x00")
}

// year is the calendar year in which a period begins.
func year(d models.Date) int { return d.Time().Year() }
