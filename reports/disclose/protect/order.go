package protect

import (
	"cmp"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// arranged is a system in an order that does not depend on the order in which its
// tables came, so that the choice does not either.
type arranged struct {
	system.System
	cells  []int // by new number: the old one
	prints []int
}

func arrange(s *system.System) *arranged {
	a := &arranged{cells: make([]int, len(s.Cells)), prints: make([]int, len(s.Prints))}
	for i := range a.cells {
		a.cells[i] = i
	}
	slices.SortStableFunc(a.cells, func(x, y int) int { return cmp.Compare(s.Cells[x].Key, s.Cells[y].Key) })
	number := make([]int, len(s.Cells))
	for i, old := range a.cells {
		number[old] = i
		a.Cells = append(a.Cells, s.Cells[old])
	}
	a.Measures = s.Measures
	for _, eq := range s.Equations {
		terms := make(system.Equation, len(eq))
		for i, t := range eq {
			terms[i] = system.Term{Cell: number[t.Cell], Coef: t.Coef}
		}
		slices.SortFunc(terms, func(x, y system.Term) int { return x.Cell - y.Cell })
		a.Equations = append(a.Equations, terms)
	}
	slices.SortStableFunc(a.Equations, func(x, y system.Equation) int {
		return slices.CompareFunc(x, y, func(t, u system.Term) int { return cmp.Or(t.Cell-u.Cell, int(t.Coef-u.Coef)) })
	})
	told := make([][]int, len(s.Prints))
	for i, p := range s.Prints {
		a.prints[i] = i
		for _, c := range p.Cells {
			told[i] = append(told[i], number[c])
		}
		slices.Sort(told[i])
		told[i] = slices.Compact(told[i])
	}
	slices.SortStableFunc(a.prints, func(x, y int) int { return slices.Compare(told[x], told[y]) })
	for _, old := range a.prints {
		a.Prints = append(a.Prints, system.Print{Key: s.Prints[old].Key, Cells: told[old]})
	}
	for _, c := range s.Cubes {
		cube := system.Cube{Points: c.Points}
		for _, p := range c.Places {
			cube.Places = append(cube.Places, system.Place{Cell: number[p.Cell], At: p.At})
		}
		slices.SortStableFunc(cube.Places, func(x, y system.Place) int {
			return cmp.Or(x.Cell-y.Cell, slices.Compare(x.At, y.At))
		})
		a.Cubes = append(a.Cubes, cube)
	}
	return a
}

// restore gives a result under the numbers of the system as it came.
func (a *arranged) restore(r Result) Result {
	out := Result{Told: make([]bool, len(r.Told)), Printed: make([]bool, len(r.Printed))}
	for i, told := range r.Told {
		out.Told[a.cells[i]] = told
	}
	for i, printed := range r.Printed {
		out.Printed[a.prints[i]] = printed
	}
	for _, i := range r.Exposed {
		out.Exposed = append(out.Exposed, a.cells[i])
	}
	slices.Sort(out.Exposed)
	return out
}
