package series

import (
	"fmt"
	"slices"
)

// plotted are the kinds whose plot is empty when there is nothing but zeros in it. The
// others show something even then: a map, cells, a direction.
var plotted = []Kind{Line, Bar, Stacked, Grouped, Ranked, Dot, Multiples, Funnel}

// Quiet gives the sentence that stands in place of a plot with nothing in it: where
// every value is zero, or missing, or every period hidden. It is empty where there is
// something to see, and where some cells are hidden: these are to be seen too.
func (s View) Quiet() string {
	if !slices.Contains(plotted, s.Opt.Kind) || s.Note != "" {
		return ""
	}
	zeros, missing, hidden := 0, 0, 0
	for _, row := range append(slices.Clone(s.Cells), s.Before, s.Target) {
		for _, c := range row {
			switch {
			case c.Hidden():
				hidden++
			case c.V != 0 || c.Bounded:
				return ""
			case c.Shown():
				zeros++
			default:
				missing++
			}
		}
	}
	w := s.Words()
	all := s.Quantity(0)
	switch {
	case hidden > 0 && (zeros > 0 || s.X.Grain == "" || len(s.Xs) == 1):
		return ""
	case hidden > 0:
		all = w.Hidden
	case zeros == 0:
		return s.Blank()
	case len(s.Xs) == 1:
		return s.Xs[0].Label + ": " + s.Quantity(0)
	}
	text := fmt.Sprintf(w.Everywhere, all)
	if s.X.Grain != "" {
		text = fmt.Sprintf(w.Throughout, s.Xs[0].Label, s.Xs[len(s.Xs)-1].Label, all)
	}
	if missing > 0 {
		text += w.Partly
	}
	return text
}

// Blank says what stands in place of no cells at all.
func (s View) Blank() string {
	if s.None {
		return s.Quantity(0)
	}
	return s.Words().Missing
}
