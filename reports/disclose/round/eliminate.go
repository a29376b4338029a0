package round

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// group is cells that equations bind, in units of the base: some may be chosen freely,
// the others follow from them.
type group struct {
	base      int64
	cells     []int // by number: in the system, in the order of their keys
	keys      []string
	truth     []int64 // by number, in units of the system
	least     []int64
	fixed     []bool
	value     []int64 // of fixed ones, in units of the base
	equations []system.Equation

	lines   []*line        // by number: what it follows from; nil when it is free
	holders []map[int]bool // by free cell: those that follow from it
	lost    []int          // cells whose equation cannot hold
}

// line says that a cell is a sum of free ones and a constant.
type line struct {
	by       map[int]int64
	constant int64
}

// none bounds what may be below zero.
const none = -1 << 50

func newGroup(s *system.System, t Task, cells, equations []int) *group {
	g := &group{base: t.Base, cells: slices.Clone(cells)}
	slices.SortStableFunc(g.cells, func(a, b int) int { return cmp.Or(strings.Compare(s.Cells[a].Key, s.Cells[b].Key), a-b) })
	number := make(map[int]int, len(cells))
	n := len(cells)
	g.truth, g.least, g.fixed, g.value = make([]int64, n), make([]int64, n), make([]bool, n), make([]int64, n)
	g.lines, g.holders = make([]*line, n), make([]map[int]bool, n)
	for i, cell := range g.cells {
		number[cell] = i
		c := s.Cells[cell]
		g.keys, g.truth[i] = append(g.keys, c.Key), c.Value
		if s.Measures[c.Measure].Floor < 0 {
			g.least[i] = none
		}
		if v, ok := t.Fixed[cell]; ok {
			g.fixed[i], g.value[i] = true, v/t.Base
		} else if c.Value == 0 {
			g.fixed[i] = true
		} else if v, ok := t.Least[cell]; ok {
			g.least[i] = max(g.least[i], v)
		}
	}
	for _, e := range equations {
		eq := make(system.Equation, 0, len(s.Equations[e]))
		for _, term := range s.Equations[e] {
			eq = append(eq, system.Term{Cell: number[term.Cell], Coef: term.Coef})
		}
		g.equations = append(g.equations, eq)
	}
	g.order()
	return g
}

// order puts equations of fine cells before those of the cells that these are part of.
func (g *group) order() {
	of := make([][]int, len(g.cells)) // by whole: its equations
	for e, eq := range g.equations {
		of[eq[0].Cell] = append(of[eq[0].Cell], e)
	}
	height := make([]int, len(g.cells)) // 0 not known, -1 being looked at
	var high func(cell int) int
	high = func(cell int) int {
		if height[cell] != 0 {
			return max(height[cell], 1)
		}
		height[cell] = -1
		h := 1
		for _, e := range of[cell] {
			for _, term := range g.equations[e][1:] {
				h = max(h, 1+high(term.Cell))
			}
		}
		height[cell] = h
		return h
	}
	terms := func(a, b system.Equation) int {
		return slices.CompareFunc(a, b, func(x, y system.Term) int { return cmp.Or(x.Cell-y.Cell, int(x.Coef-y.Coef)) })
	}
	for _, eq := range g.equations {
		slices.SortFunc(eq[1:], func(x, y system.Term) int { return x.Cell - y.Cell })
	}
	slices.SortStableFunc(g.equations, func(a, b system.Equation) int {
		return cmp.Or(high(a[0].Cell)-high(b[0].Cell), len(a)-len(b), terms(a, b))
	})
}

// eliminate finds which cells follow from which.
func (g *group) eliminate() {
	for _, eq := range g.equations {
		sum := &line{by: map[int]int64{}}
		for _, term := range eq {
			g.addTo(sum, term.Cell, term.Coef)
		}
		p := g.pivot(eq[0].Cell, sum)
		switch {
		case p < 0 && len(sum.by) == 0 && sum.constant == 0:
		case p < 0:
			g.lost = append(g.lost, eq[0].Cell)
		default:
			g.follow(p, sum)
		}
	}
}

// addTo adds a multiple of a cell to a sum.
func (g *group) addTo(sum *line, cell int, times int64) {
	switch l := g.lines[cell]; {
	case g.fixed[cell]:
		sum.constant += times * g.value[cell]
	case l != nil:
		sum.constant += times * l.constant
		for c, n := range l.by {
			sum.add(c, times*n)
		}
	default:
		sum.add(cell, times)
	}
}

func (l *line) add(cell int, n int64) {
	if l.by[cell] += n; l.by[cell] == 0 {
		delete(l.by, cell)
	}
}

// pivot chooses the cell that follows from the others in a sum that is zero: the whole
// if it can be, else one that nothing else follows from, else the largest.
func (g *group) pivot(whole int, sum *line) int {
	best := -1
	for c, n := range sum.by {
		if n != 1 && n != -1 {
			continue
		}
		if c == whole {
			return c
		}
		if best < 0 || g.better(c, best) {
			best = c
		}
	}
	return best
}

func (g *group) better(a, b int) bool {
	if alone := len(g.holders[a]) == 0; alone != (len(g.holders[b]) == 0) {
		return alone
	}
	return cmp.Or(cmp.Compare(g.truth[a], g.truth[b]), b-a) > 0
}

// follow makes a cell follow from the others in a sum that is zero.
func (g *group) follow(p int, sum *line) {
	sign := -sum.by[p]
	l := &line{by: make(map[int]int64, len(sum.by)), constant: sign * sum.constant}
	for c, n := range sum.by {
		if c != p {
			l.by[c] = sign * n
			g.hold(c, p)
		}
	}
	for h := range g.holders[p] { // what followed from it follows from those now
		n := g.lines[h].by[p]
		delete(g.lines[h].by, p)
		g.lines[h].constant += n * l.constant
		for c, m := range l.by {
			g.lines[h].add(c, n*m)
			if g.lines[h].by[c] != 0 {
				g.hold(c, h)
			} else {
				delete(g.holders[c], h)
			}
		}
	}
	g.holders[p], g.lines[p] = nil, l
}

func (g *group) hold(c, by int) {
	if g.holders[c] == nil {
		g.holders[c] = map[int]bool{}
	}
	g.holders[c][by] = true
}
