package series

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Merged tells that steps of curve i were put together between a point before j, which
// it gives, and j: on which days the share fell from the one to the other is not told. A
// share that is the same at both did not fall between them.
func (s View) Merged(i, j int) (before int, ok bool) {
	if s.Opt.Kind != Survival || !s.Cells[i][j].Shown() {
		return 0, false
	}
	for before = j - 1; before >= 0; before-- {
		if c := s.Cells[i][before]; c.Shown() {
			day := func(j int) float64 { return days(s.Xs[j].Code) }
			return before, disclose.Merged(day(len(s.Xs)-1), day(before), day(j), c.V, s.Cells[i][j].V)
		}
	}
	return 0, false
}

// AnyMerged tells whether a curve has such a stretch.
func (s View) AnyMerged() bool {
	for i := range s.Ss {
		for j := range s.Xs {
			if _, ok := s.Merged(i, j); ok {
				return true
			}
		}
	}
	return false
}

// untold says between which days the course before a point is not told; "" when it is.
func (s View) untold(i, j int) string {
	before, ok := s.Merged(i, j)
	if !ok {
		return ""
	}
	day := func(j int) string { return number.Number(days(s.Xs[j].Code), 0, s.Opt.Lang) }
	return fmt.Sprintf(s.Words().untold, day(before), day(j))
}
