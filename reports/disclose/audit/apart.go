package audit

import (
	"cmp"
	"maps"
	"slices"
)

// disjoint are cells that differ in a dimension other than days and have nothing in common.
type disjoint struct {
	level string
	held  map[string]bool // finest codes
	cells []spot
}

// takes adds a cell unless it shares a code with one that is there.
func (d *disjoint) takes(at spot, n node) bool {
	if slices.ContainsFunc(n.Atoms, func(a string) bool { return d.held[a] }) {
		return false
	}
	d.cells = append(d.cells, at)
	for _, a := range n.Atoms {
		d.held[a] = true
	}
	return true
}

// apart gives of cells that differ in a dimension other than days those of one level that
// have nothing in common, in as many lists as it takes: what the page of each province tells
// of itself, a reader who has all of them adds up.
func apart(cells []spot, member func(spot) (node, bool)) []*disjoint {
	var lists []*disjoint
	for _, at := range cells {
		n, all := member(at)
		if all || n.From != "" {
			continue
		}
		if !slices.ContainsFunc(lists, func(d *disjoint) bool { return d.level == n.Level && d.takes(at, n) }) {
			d := &disjoint{level: n.Level, held: map[string]bool{}}
			d.takes(at, n)
			lists = append(lists, d)
		}
	}
	return lists
}

// filled fills what the lists of one level leave with members of finer ones: four provinces,
// and towns of the fifth.
func filled(lists []*disjoint, member func(spot) (node, bool)) []*disjoint {
	lists = slices.Clone(lists)
	slices.SortStableFunc(lists, func(a, b *disjoint) int { // by the codes that a member has in the mean
		return cmp.Compare(len(b.held)*len(a.cells), len(a.held)*len(b.cells))
	})
	var out []*disjoint
	for i, d := range lists {
		more := &disjoint{held: maps.Clone(d.held), cells: slices.Clone(d.cells)}
		for _, finer := range lists[i+1:] {
			for _, at := range finer.cells {
				if n, _ := member(at); n.Level != d.level {
					more.takes(at, n)
				}
			}
		}
		if len(more.cells) > len(d.cells) {
			out = append(out, more)
		}
	}
	return out
}
