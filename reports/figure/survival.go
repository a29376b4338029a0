package figure

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Survival gives the curve of the waits that a figure is the median of, as a figure
// of its own, and which of its groups have no curve. Intervals are of level,
// none when it is 0.
func (m *Maker) Survival(ctx context.Context, f *Figure, level float64) (*Figure, disclose.Left, error) {
	s, err := m.Querier.Sample(ctx, f.Query)
	if err != nil {
		return nil, disclose.Left{}, err
	}
	out, err := f.As("survival curve", m.Edition) // the finding has an id of its own
	if err != nil {
		return nil, disclose.Left{}, err
	}
	var left disclose.Left
	if out.Safe, left, err = disclose.Survival(s, f.Safe, level); err != nil {
		return nil, disclose.Left{}, err
	}
	out.Metric, out.Dims, out.SQL = out.Safe.Metric(), out.Safe.Dims(), s.SQL
	// Days are numbers: as codes they would stand as 0, 10, 100, 20.
	var days []string
	for _, row := range out.Safe.Rows() {
		days = append(days, row.Dims[len(row.Dims)-1])
	}
	slices.SortFunc(days, func(a, b string) int {
		x, _ := strconv.ParseFloat(a, 64)
		y, _ := strconv.ParseFloat(b, 64)
		return cmp.Compare(x, y)
	})
	out.order = append(slices.Clone(f.order), slices.Compact(days))
	return out, left, nil
}
