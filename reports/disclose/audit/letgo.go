package audit

import (
	"errors"
	"maps"
	"slices"
)

// Attack computes what a reader can know of each hidden cell. What other editions told and
// what this one prints may not agree, since numbers are restated that no table prints any
// more: then what others told is let go in as few sums as it takes, and t has a cell more
// for each that is not known by that. When the numbers of the edition itself do not agree,
// that is ErrContradiction.
func Attack(t *Tables) (*Report, error) {
	report, err := attackOn(t)
	if !errors.Is(err, ErrContradiction) || !slices.ContainsFunc(t.Sums, t.past) {
		return report, err
	}
	less := *t
	less.Sums = nil
	unknown := map[int]int{} // cells as they are now, by those that others told
	for _, g := range t.groups() {
		kept, err := t.agreeing(g, unknown)
		if err != nil {
			return nil, err
		}
		less.Sums = append(less.Sums, kept...)
	}
	less.Cells = t.Cells // with those that are not known any more
	return attackOn(&less)
}

// past tells whether a sum needs what another edition told.
func (t *Tables) past(s Sum) bool {
	told := func(c int) bool { return t.Cells[c].Past }
	return s.Past || told(s.Whole) || slices.ContainsFunc(s.Parts, told)
}

// loose gives a sum of this edition without what another one told of its cells: what they
// are now is not known, or withheld.
func (t *Tables) loose(s Sum, unknown map[int]int) Sum {
	now := func(c int) int {
		if !t.Cells[c].Past || t.Cells[c].State == Unasked {
			return c
		}
		i, ok := unknown[c]
		if !ok {
			i = len(t.Cells)
			unknown[c] = i
			cell := t.Cells[c]
			cell.Value, cell.Past, cell.State = 0, false, Hidden
			if !cell.Withheld {
				cell.State, cell.Floor = Unasked, min(0, cell.Floor)
			}
			t.Cells = append(t.Cells, cell)
		}
		return i
	}
	out := Sum{Whole: now(s.Whole), Rest: s.Rest}
	for _, c := range s.Parts {
		out.Parts = append(out.Parts, now(c))
	}
	return out
}

// groups takes sums apart by the cells that they share, but for those that this edition
// prints: what others told may be let go, and then binds too.
func (t *Tables) groups() [][]Sum {
	binds := func(c int) bool { return t.Cells[c].State != Printed || t.Cells[c].Past }
	bound := newForest(len(t.Cells))
	// one gives such a cell of a sum; one that has none stands with others that have the
	// same whole.
	one := func(s Sum) int {
		for _, c := range s.Parts {
			if binds(c) {
				return c
			}
		}
		return s.Whole
	}
	for _, s := range t.Sums {
		at := one(s)
		for _, c := range s.Parts {
			if binds(c) {
				bound.join(c, at)
			}
		}
		if binds(s.Whole) {
			bound.join(s.Whole, at)
		}
	}
	number := map[int]int{}
	var out [][]Sum
	for _, s := range t.Sums {
		k := bound.root(one(s))
		i, ok := number[k]
		if !ok {
			i = len(out)
			number[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], s)
	}
	return out
}

// near leaves out the groups in which this edition has no cell, and what others withheld
// that is in no other: it cannot give that away.
func (t *Tables) near() {
	own := func(c int) bool { return !t.Cells[c].Past && t.Cells[c].State != Unasked }
	bound := map[int]bool{}
	var kept []Sum
	for _, g := range t.groups() {
		if !slices.ContainsFunc(g, func(s Sum) bool { return own(s.Whole) || slices.ContainsFunc(s.Parts, own) }) {
			continue
		}
		kept = append(kept, g...)
		for _, s := range g {
			bound[s.Whole] = true
			for _, c := range s.Parts {
				bound[c] = true
			}
		}
	}
	t.Sums = kept
	for i := range t.Cells {
		if c := &t.Cells[i]; c.Past && c.State == Hidden && !bound[i] {
			c.State = Unasked
		}
	}
}

// agreeing gives the sums of a group that must hold with as many of the others as hold
// together with them: by bounds alone first, which is soon seen. What this edition tells by
// itself must hold whatever others told of its cells.
func (t *Tables) agreeing(group []Sum, unknown map[int]int) ([]Sum, error) {
	var own, now, others []Sum
	loose := map[string]Sum{} // sums of the edition without what others told
	for _, s := range group {
		if !t.past(s) {
			own = append(own, s)
			continue
		}
		others = append(others, s)
		if !s.Past {
			loose[s.key()] = t.loose(s, unknown)
			now = append(now, loose[s.key()])
		}
	}
	small := t.of(slices.Concat(group, now))
	for _, bounds := range []bool{true, false} {
		var err error
		if others, err = pick(nil, others, func(kept, more []Sum) (bool, error) { return small.hold(bounds, own, now, kept, more) }); err != nil {
			return nil, err
		}
	}
	for _, s := range others {
		delete(loose, s.key())
	}
	out := slices.Concat(own, others)
	for _, k := range slices.Sorted(maps.Keys(loose)) {
		out = append(out, loose[k])
	}
	return out, nil
}

// pick adds to some sums as many of others as hold together with them.
func pick(kept, others []Sum, hold func(kept, more []Sum) (bool, error)) ([]Sum, error) {
	if ok, err := hold(kept, others); err != nil || ok {
		return slices.Concat(kept, others), err
	}
	if len(others) < 2 {
		return kept, nil // when those that must do not hold either, that is found later
	}
	kept, err := pick(kept, others[:len(others)/2], hold)
	if err != nil {
		return nil, err
	}
	return pick(kept, others[len(others)/2:], hold)
}

// subset is the cells of some sums, numbered anew.
type subset struct {
	cells  []Cell
	number map[int]int
}

func (t *Tables) of(sums []Sum) *subset {
	out := &subset{number: map[int]int{}}
	for _, s := range sums {
		for _, c := range append([]int{s.Whole}, s.Parts...) {
			if _, ok := out.number[c]; !ok {
				out.number[c] = len(out.cells)
				out.cells = append(out.cells, t.Cells[c])
			}
		}
	}
	return out
}

// hold tells whether some table agrees with sums and all that is printed; with bounds only
// whether none is seen to break when each number narrows the others.
func (x *subset) hold(bounds bool, sums ...[]Sum) (bool, error) {
	less := &Tables{Cells: x.cells}
	for _, list := range sums {
		for _, s := range list {
			s.Whole = x.number[s.Whole]
			parts := make([]int, len(s.Parts))
			for i, c := range s.Parts {
				parts[i] = x.number[c]
			}
			s.Parts = parts
			less.Sums = append(less.Sums, s)
		}
	}
	a := newAttacker(less)
	if err := a.propagate(); err != nil {
		return false, nil //nolint:nilerr // it says that they do not hold
	}
	if bounds {
		return true, nil
	}
	for _, p := range a.all() {
		if err := p.prepare(); errors.Is(err, ErrContradiction) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	return true, nil
}
