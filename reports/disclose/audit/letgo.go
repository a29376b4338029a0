package audit

import (
	"errors"
	"slices"
)

// Attack computes what a reader can know of each hidden cell. What other editions told and
// what this one prints may not agree, since numbers are restated that no table prints any
// more: then as few sums that need what others told are let go as it takes. When the
// numbers of the edition itself do not agree, that is ErrContradiction.
func Attack(t *Tables) (*Report, error) {
	report, err := attackOn(t)
	if !errors.Is(err, ErrContradiction) {
		return report, err
	}
	var now, past []Sum
	for _, s := range t.Sums {
		if s.Past {
			past = append(past, s)
		} else {
			now = append(now, s)
		}
	}
	if len(past) == 0 {
		return nil, err
	}
	less := *t
	less.Sums = nil
	for _, g := range t.groups(now, past) {
		kept, err := t.agreeing(g[0], g[1])
		if err != nil {
			return nil, err
		}
		less.Sums = append(less.Sums, kept...)
	}
	return attackOn(&less)
}

// groups takes sums apart by the unknown cells that they share: those of the edition
// itself, and those that need others.
func (t *Tables) groups(now, past []Sum) [][2][]Sum {
	parent := make([]int, len(t.Cells))
	for i := range parent {
		parent[i] = i
	}
	root := func(x int) int {
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	// first gives an unknown cell of a sum, or its whole: where all is known the sum
	// stands alone.
	first := func(s Sum) int {
		for _, c := range s.Parts {
			if t.Cells[c].State != Printed {
				return c
			}
		}
		return s.Whole
	}
	for _, sums := range [][]Sum{now, past} {
		for _, s := range sums {
			for _, c := range append([]int{s.Whole}, s.Parts...) {
				if t.Cells[c].State != Printed {
					parent[root(c)] = root(first(s))
				}
			}
		}
	}
	number := map[int]int{}
	var out [][2][]Sum
	for side, sums := range [][]Sum{now, past} {
		for _, s := range sums {
			k := root(first(s))
			i, ok := number[k]
			if !ok {
				i = len(out)
				number[k] = i
				out = append(out, [2][]Sum{})
			}
			out[i][side] = append(out[i][side], s)
		}
	}
	return out
}

// agreeing gives sums that must hold with as many others as hold together with them.
func (t *Tables) agreeing(must, others []Sum) ([]Sum, error) {
	if ok, err := t.hold(must, others); err != nil || ok {
		return slices.Concat(must, others), err
	}
	if len(others) < 2 {
		return must, nil // when those that must do not hold either, that is found later
	}
	kept, err := t.agreeing(must, others[:len(others)/2])
	if err != nil {
		return nil, err
	}
	return t.agreeing(kept, others[len(others)/2:])
}

// hold tells whether some table agrees with sums and all that is printed.
func (t *Tables) hold(sums ...[]Sum) (bool, error) {
	less := *t
	less.Sums = slices.Concat(sums...)
	a := newAttacker(&less)
	if err := a.propagate(); err != nil {
		return false, nil //nolint:nilerr // it says that they do not hold
	}
	for _, p := range a.parts() {
		if err := p.prepare(); errors.Is(err, ErrContradiction) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	return true, nil
}
