package audit

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrContradiction means that no table agrees with all that is printed.
var ErrContradiction = errors.New("printed numbers contradict each other")

// open bounds a number that nothing printed bounds.
const open = 1 << 40

// attacker knows what is printed, and what follows from it number by number.
type attacker struct {
	t         *Tables
	rows      []row
	low, high []int64
}

// row is an equation over cells that are not printed: they add up to right.
type row struct {
	terms []term
	right int64
	whole int // cell that it is about
}

type term struct {
	cell int // from len(Cells) on: what is left of a sum
	coef int64
}

// newAttacker knows what is printed, and which sums there are.
func newAttacker(t *Tables) *attacker {
	a := &attacker{t: t, low: make([]int64, len(t.Cells)), high: make([]int64, len(t.Cells))}
	for i, c := range t.Cells {
		a.low[i], a.high[i] = c.Floor, open
		if c.State == Printed {
			a.low[i], a.high[i] = c.Value, c.Value
		}
	}
	for _, s := range t.Sums {
		a.sum(s)
	}
	return a
}

// attackOn computes what a reader can know of each hidden cell, when all sums hold.
func attackOn(t *Tables) (*Report, error) {
	a := newAttacker(t)
	if err := a.propagate(); err != nil {
		return nil, err
	}
	report := &Report{}
	found := map[int]Bound{}
	for _, p := range a.parts() {
		report.Parts++
		report.Largest = max(report.Largest, len(p.cells))
		if err := p.solve(found, report); err != nil {
			return nil, err
		}
	}
	for i, c := range t.Cells {
		if c.State != Hidden {
			continue
		}
		b, ok := found[i]
		if !ok { // nothing binds it further, or it is fixed
			b = Bound{Cell: i, Low: a.low[i], High: a.high[i], Sharp: true, Whole: true}
		}
		b.None = c.Zero && b.Exact() && b.Low == 0
		report.Bounds = append(report.Bounds, b)
	}
	slices.SortFunc(report.Insiders, func(x, y Insider) int {
		return cmp.Or(cmp.Compare(x.Alone, y.Alone), cmp.Compare(x.Knows, y.Knows))
	})
	return report, nil
}

// sum takes the printed cells of a sum to the right side.
func (a *attacker) sum(s Sum) {
	r := row{whole: s.Whole}
	take := func(cell int, coef int64) {
		if c := a.t.Cells[cell]; c.State == Printed {
			r.right -= coef * c.Value
		} else {
			r.terms = append(r.terms, term{cell, coef})
		}
	}
	take(s.Whole, 1)
	for _, p := range s.Parts {
		take(p, -1)
	}
	if s.Rest {
		r.terms = append(r.terms, term{len(a.low), -1})
		a.low, a.high = append(a.low, 0), append(a.high, open)
	}
	a.rows = append(a.rows, r)
}

// propagate narrows the bounds of each number by those of the others in its sums, until
// nothing moves, and takes what is fixed by that out of the equations.
func (a *attacker) propagate() error {
	in := make([][]int, len(a.low))
	queue := make([]int, len(a.rows))
	queued := make([]bool, len(a.rows))
	for i, r := range a.rows {
		queue[i], queued[i] = i, true
		for _, t := range r.terms {
			in[t.cell] = append(in[t.cell], i)
		}
	}
	// Bounds that creep towards each other are left to the solver.
	for budget := 200 * (len(a.rows) + 1); len(queue) > 0 && budget > 0; budget-- {
		i := queue[0]
		queue, queued[i] = queue[1:], false
		moved, err := a.tighten(a.rows[i])
		if err != nil {
			return err
		}
		for _, cell := range moved {
			for _, j := range in[cell] {
				if !queued[j] {
					queue, queued[j] = append(queue, j), true
				}
			}
		}
	}
	for i := range a.rows {
		r := &a.rows[i]
		r.terms = slices.DeleteFunc(r.terms, func(t term) bool {
			if a.low[t.cell] == a.high[t.cell] {
				r.right -= t.coef * a.low[t.cell]
				return true
			}
			return false
		})
		if len(r.terms) == 0 && r.right != 0 {
			return a.contradiction(a.rows[i])
		}
	}
	return nil
}

// tighten narrows by one equation, and gives the cells whose bounds moved.
func (a *attacker) tighten(r row) ([]int, error) {
	low, high, openLow, openHigh := int64(0), int64(0), 0, 0 // of the sum of all terms
	for _, t := range r.terms {
		l, h := a.reach(t)
		if l <= -open {
			openLow++
		} else {
			low += l
		}
		if h >= open {
			openHigh++
		} else {
			high += h
		}
	}
	if openLow == 0 && low > r.right || openHigh == 0 && high < r.right {
		return nil, a.contradiction(r)
	}
	var moved []int
	for _, t := range r.terms {
		l, h := a.reach(t)
		// What the others leave for this one.
		most, least := int64(open), int64(-open)
		if openLow == 0 {
			most = r.right - (low - l)
		} else if openLow == 1 && l <= -open {
			most = r.right - low
		}
		if openHigh == 0 {
			least = r.right - (high - h)
		} else if openHigh == 1 && h >= open {
			least = r.right - high
		}
		if t.coef < 0 {
			most, least = -least, -most
		}
		if most < a.high[t.cell] || least > a.low[t.cell] {
			a.high[t.cell], a.low[t.cell] = min(most, a.high[t.cell]), max(least, a.low[t.cell])
			moved = append(moved, t.cell)
			if a.low[t.cell] > a.high[t.cell] {
				return nil, a.contradiction(r)
			}
			// The sums of the row are stale now; it is queued again.
			return moved, nil
		}
	}
	return moved, nil
}

// reach gives the least and largest value of a term.
func (a *attacker) reach(t term) (low, high int64) {
	if t.coef < 0 {
		return -a.high[t.cell], -a.low[t.cell]
	}
	return a.low[t.cell], a.high[t.cell]
}

func (a *attacker) contradiction(r row) error {
	return fmt.Errorf("%w: %s is not the sum of its parts", ErrContradiction, a.t.Cells[r.whole].Name)
}

// parts gives the groups of unknown cells that bind each other and that have a hidden one:
// others tell nothing about one.
func (a *attacker) parts() []*part {
	return slices.DeleteFunc(a.all(), func(p *part) bool {
		return !slices.ContainsFunc(p.cells, func(c int) bool { return c < len(a.t.Cells) && a.t.Cells[c].State == Hidden })
	})
}

// all gives the groups of unknown cells that bind each other.
func (a *attacker) all() []*part {
	bound := newForest(len(a.low))
	for _, r := range a.rows {
		for _, t := range r.terms {
			bound.join(t.cell, r.terms[0].cell)
		}
	}
	byRoot := map[int]*part{}
	var out []*part
	for _, r := range a.rows {
		if len(r.terms) == 0 {
			continue
		}
		k := bound.root(r.terms[0].cell)
		p := byRoot[k]
		if p == nil {
			p = &part{a: a, column: map[int]int{}}
			byRoot[k] = p
			out = append(out, p)
		}
		p.rows = append(p.rows, r)
		for _, t := range r.terms {
			if _, ok := p.column[t.cell]; !ok {
				p.column[t.cell] = len(p.cells)
				p.cells = append(p.cells, t.cell)
			}
		}
	}
	return out
}

// nearest gives x as a whole number, and whether it is one.
func nearest(x float64) (int64, bool) {
	n := math.Round(x)
	return int64(n), math.Abs(x-n) < 1e-5
}
