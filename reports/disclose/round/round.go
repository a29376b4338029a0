package round

import (
	"cmp"
	"fmt"
	"slices"
)

// Cell is an inner count, and the published cells that it adds to.
type Cell struct {
	Key   string // tells it from all others; the result depends on keys, not on order
	Value int64
	In    []int // published cells, numbered from 0, each at most once
}

// Result holds rounded counts.
type Result struct {
	Inner     []int64 // in the order of the cells
	Published []int64 // sums of Inner
	True      []int64 // what the published sums were before
}

// Small rounds small counts to base. published is the number of published cells.
//
// Of the result holds: each published value is the sum of its inner cells; none is
// 1 to base-1; an inner cell is its old value, 0 or base, and a count of base or more
// is its old value. Where one published cell contains another, and what they differ by
// was made of rounded cells only, the difference is 0 or at least base.
func Small(cells []Cell, published int, base int64) (*Result, error) {
	if err := validate(cells, published, base); err != nil {
		return nil, err
	}
	r := &Result{Inner: make([]int64, len(cells)), True: make([]int64, published)}
	for i, c := range cells {
		r.Inner[i] = c.Value
	}
	r.True = r.sums(cells, published)
	rounded := make([]bool, len(cells))
	for {
		r.Published = r.sums(cells, published)
		if !more(cells, r, rounded, base) {
			return r, nil
		}
		// Where cells that went down leave a small sum of cells that had stayed, those
		// are rounded too, and the choice is made again for all.
		s := newSearch(cells, rounded, published, base)
		for i, up := range s.run() {
			r.Inner[s.cells[i]] = 0
			if up {
				r.Inner[s.cells[i]] = base
			}
		}
	}
}

func validate(cells []Cell, published int, base int64) error {
	if base < 2 {
		return fmt.Errorf("round to base %d: want 2 or more", base)
	}
	keys := make(map[string]bool, len(cells))
	for _, c := range cells {
		if keys[c.Key] {
			return fmt.Errorf("round cell %s: it is there twice", c.Key)
		}
		keys[c.Key] = true
		if c.Value < 0 {
			return fmt.Errorf("round cell %s: %d is no count", c.Key, c.Value)
		}
		in := slices.Sorted(slices.Values(c.In))
		for n, p := range in {
			if p < 0 || p >= published || n > 0 && in[n-1] == p {
				return fmt.Errorf("round cell %s: it adds to published cell %d of %d, or twice to it", c.Key, p, published)
			}
		}
	}
	return nil
}

// sums adds the inner cells up to the published ones.
func (r *Result) sums(cells []Cell, published int) []int64 {
	out := make([]int64, published)
	for i, c := range cells {
		for _, p := range c.In {
			out[p] += r.Inner[i]
		}
	}
	return out
}

// more marks the small cells that a small published sum is made of, and tells whether
// there is one that was not marked before.
func more(cells []Cell, r *Result, rounded []bool, base int64) bool {
	grown := false
	for i, c := range cells {
		if rounded[i] || c.Value == 0 || c.Value >= base {
			continue
		}
		if slices.ContainsFunc(c.In, func(p int) bool { return 0 < r.Published[p] && r.Published[p] < base }) {
			rounded[i], grown = true, true
		}
	}
	return grown
}

// Differences gives the largest and the mean absolute difference between rounded and
// true published values, 0 and 0 without one.
func (r *Result) Differences() (largest int64, mean float64) {
	if len(r.Published) == 0 {
		return 0, 0
	}
	total := int64(0)
	for p, v := range r.Published {
		d := max(v-r.True[p], r.True[p]-v)
		largest, total = max(largest, d), total+d
	}
	return largest, float64(total) / float64(len(r.Published))
}

// ordered gives the marked cells in the order of their keys, and for each the published
// cells it adds to, numbered in an order that does not depend on how they were given.
func ordered(cells []Cell, marked []bool, published int) (order []int, in [][]int, count int) {
	for i := range cells {
		if marked[i] {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(cells[a].Key, cells[b].Key) })
	members := make([][]int, published)
	for n, i := range order {
		for _, p := range cells[i].In {
			members[p] = append(members[p], n)
		}
	}
	members = slices.DeleteFunc(members, func(m []int) bool { return len(m) == 0 })
	slices.SortFunc(members, slices.Compare)
	in = make([][]int, len(order))
	for p, m := range members {
		for _, n := range m {
			in[n] = append(in[n], p)
		}
	}
	return order, in, len(members)
}
