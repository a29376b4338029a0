package round

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Task is what is to be rounded of a system.
type Task struct {
	Base int64
	// Rounded tells which measures are; the others keep their values. Nil means all.
	Rounded func(measure int) bool
	// Fixed are cells that were printed before, with what was printed.
	Fixed map[int]int64
	// Least are cells that must not be rounded below a value, since something else that is
	// printed tells that they are not empty.
	Least map[int]int64
	// Memory keeps what was found for other systems that have parts in common with this
	// one; nil keeps nothing.
	Memory *Memory
}

// Fit is a rounded system.
type Fit struct {
	Values []int64 // by cell
	// Lost are cells for which there is no such value beside what is fixed: below nothing,
	// or not the sum of their parts.
	Lost []int
}

// Together rounds all counts of a system to multiples of base, so that all its equations
// hold, no count gets below 0 and what was 0 stays so. Which multiples is chosen so that
// the squares of what cells are off have the least sum that was found; none is off by
// base or more where that can be had.
//
// The same system gives the same result, in whatever order its tables came. A system of
// multiples stays as it is: nobody can tell a rounded table from one that was so.
func Together(s *system.System, t Task) (*Fit, error) {
	if t.Base < 2 {
		return nil, fmt.Errorf("round to base %d: want 2 or more", t.Base)
	}
	f := &Fit{Values: make([]int64, len(s.Cells))}
	in := func(cell int) bool { return t.Rounded == nil || t.Rounded(s.Cells[cell].Measure) }
	for i, c := range s.Cells {
		f.Values[i] = c.Value
		if v, ok := t.Fixed[i]; ok && v%t.Base != 0 && in(i) {
			return nil, fmt.Errorf("round %s: it was printed as %d, no multiple of %d", c.Key, v, t.Base)
		}
	}
	done := make([]bool, len(s.Cells))
	for _, group := range s.Parts(in) {
		var cells []int
		for _, e := range group {
			for _, term := range s.Equations[e] {
				if !in(term.Cell) {
					return nil, fmt.Errorf("round %s: it adds up with a measure that is not rounded", s.Cells[term.Cell].Key)
				}
				if !done[term.Cell] {
					done[term.Cell] = true
					cells = append(cells, term.Cell)
				}
			}
		}
		f.group(s, t, cells, group)
	}
	for i := range s.Cells {
		if !done[i] && in(i) { // nothing binds it
			f.group(s, t, []int{i}, nil)
		}
	}
	slices.Sort(f.Lost)
	f.Lost = slices.Compact(f.Lost)
	return f, nil
}

// group rounds cells that equations bind.
func (f *Fit) group(s *system.System, t Task, cells, equations []int) {
	g := newGroup(s, t, cells, equations)
	found := t.Memory.recall(g, func() *found {
		g.eliminate()
		k := newChoice(g)
		k.run()
		return &found{values: k.value, lost: g.lost}
	})
	for _, i := range found.lost {
		f.Lost = append(f.Lost, g.cells[i])
	}
	for i, cell := range g.cells {
		f.Values[cell] = t.Base * found.values[i]
		if f.Values[cell] < g.least[i] {
			f.Lost = append(f.Lost, cell)
		}
	}
}
