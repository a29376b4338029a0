package page

import (
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// mergedRows gives the rows of a curve since whose day before steps were put together;
// none for what is no curve.
func mergedRows(f *figure.Figure) map[int]bool {
	if len(f.Dims) == 0 || f.Dims[len(f.Dims)-1].Name != disclose.DaysName {
		return nil
	}
	rows, longest := f.Rows(), 0.0
	last := len(f.Dims) - 1
	days := func(r disclose.Row) float64 {
		n, _ := strconv.ParseFloat(r.Dims[last], 64)
		return n
	}
	for _, r := range rows {
		longest = max(longest, days(r))
	}
	out := map[int]bool{}
	for k := 1; k < len(rows); k++ {
		a, b := rows[k-1], rows[k]
		before, shown := a.Cell.Value()
		after, told := b.Cell.Value()
		if shown && told && slices.Equal(a.Dims[:last], b.Dims[:last]) && disclose.Merged(longest, days(a), days(b), before, after) {
			out[k] = true
		}
	}
	return out
}
