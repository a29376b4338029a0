package series

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Beside is another answer that is drawn with a chart: what was before, or what is
// to be reached.
type Beside struct {
	Safe disclose.Safe
	Name string // what it is, as the legend says it
}

// beside lays what stands beside the chart on its axis, tells which periods are not
// complete, and refuses what the kind has no look for.
func (s *View) beside() error {
	s.Provisional = make([]bool, len(s.Xs))
	for j, x := range s.Xs {
		t := models.Date(x.Code).Time()
		// A period that is known up to a day before its end still grows.
		told := slices.ContainsFunc(s.Cells, func(row []Cell) bool { return row[j].Shown() })
		s.Provisional[j] = told && s.Opt.Final != "" && s.X.Grain != "" && !t.IsZero() &&
			models.Date(x.Code).PeriodEnd(s.X.Grain) > s.Opt.Final
	}
	var err error
	if b := s.Opt.Before; b != nil {
		if err = s.single("another period", b, Line, Bar, Ranked); err != nil {
			return err
		}
		s.BeforeXs, s.Before = s.onto(b, true)
	}
	if b := s.Opt.Target; b != nil {
		if err = s.single("a target", b, Line, Bar, Ranked); err != nil {
			return err
		}
		_, s.Target = s.onto(b, false)
	}
	if s.Opt.Interval && !slices.Contains([]Kind{Line, Multiples, Dot, Survival}, s.Opt.Kind) {
		return refuse(fmt.Sprintf("chart %q draws no intervals", s.Opt.Kind), `write chart="line", "multiples" or "dot", or leave interval out`)
	}
	return nil
}

// single refuses what cannot stand beside the chart.
func (s *View) single(what string, b *Beside, kinds ...Kind) error {
	dims := b.Safe.Dims()
	switch {
	case !slices.Contains(kinds, s.Opt.Kind):
		return refuse(fmt.Sprintf("chart %q has no place for %s", s.Opt.Kind, what), `write chart="line", "bar" or "ranked", or leave it out`)
	case s.By != nil:
		return refuse(fmt.Sprintf("%s stands beside one series, the figure is cut by %s and %s", what, s.X.Name, s.By.Name), "drop a dimension, or leave it out")
	case len(dims) != 1 || dims[0].Name != s.X.Name:
		return refuse(fmt.Sprintf("%s (metric %s) is not cut by %s as the figure is", what, b.Safe.Metric().Name, s.X.Name), "name a metric that can be cut in the same way")
	}
	return nil
}

// onto gives the cells of another answer at the places of X. Of another stretch of
// time the first period stands with the first; other members stand by their code.
func (s *View) onto(b *Beside, shift bool) ([]Member, []Cell) {
	m := b.Safe.Metric()
	have := map[string]Cell{}
	var codes []string
	for _, r := range b.Safe.Rows() {
		c := Cell{Status: r.Cell.Status()}
		c.V, _ = r.Cell.Value()
		have[r.Dims[0]] = c
		codes = append(codes, r.Dims[0])
	}
	there := s.Xs
	if shift && s.X.Grain != "" {
		there = s.members(s.X, codes, b.Safe.Query())
	}
	blank := Cell{Status: disclose.Missing}
	if m.Empty == "zero" {
		blank.Status = disclose.Shown
	}
	cells, names := slices.Repeat([]Cell{{}}, len(s.Xs)), make([]Member, len(s.Xs))
	for j := range s.Xs {
		if j >= len(there) {
			break
		}
		names[j], cells[j] = there[j], blank
		if c, ok := have[there[j].Code]; ok {
			cells[j] = c
		}
	}
	return names, cells
}

// Longest is how many rows a list has; what follows is in the table.
const Longest = 40

// Rows gives the order of X as rows. Ranked and dot rows run from high to low by what
// is shown; those without a shown value follow in display order.
func (s View) Rows() []int {
	order := make([]int, len(s.Xs))
	for j := range order {
		order[j] = j
	}
	if (s.Opt.Kind == Dot || s.Opt.Kind == Ranked) && len(s.Ss) == 1 && s.X.Grain == "" {
		slices.SortStableFunc(order, func(a, b int) int {
			va, vb := s.Cells[0][a], s.Cells[0][b]
			if va.Shown() != vb.Shown() {
				if va.Shown() {
					return -1
				}
				return 1
			}
			return cmp.Compare(vb.V, va.V)
		})
	}
	return order
}

// Marked tells whether the page points at a member.
func (s View) Marked(code string) bool { return s.Opt.Highlight != "" && s.Opt.Highlight == code }

// Incomplete tells whether a period on the axis is not final.
func (s View) Incomplete() bool { return slices.Contains(s.Provisional, true) }
