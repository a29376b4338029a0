package system

import (
	"maps"
	"slices"
	"strings"
)

// Nowhere is the atom of what has no member of a dimension.
const Nowhere = "?"

// rest gives the cell of what parts leave over of a whole. What two sums leave over of the
// same members is one cell, and so is what a table has as a cell of its own. No table says
// that it is asked for, yet who reads whole and parts computes it: where it is as small as
// what is hidden, it must not be known either. A whole that no table prints tells nothing;
// and those who are placed nowhere are no group in which anybody can be told.
func (x *binder) rest(whole placed, parts []placed, left int64) int {
	sys := &x.b.sys
	first := sys.Cells[parts[0].cell].Key
	for _, p := range parts {
		first = min(first, sys.Cells[p.cell].Key)
	}
	cell := Cell{Measure: x.measure, Key: sys.Cells[whole.cell].Key + " less " + first + " and others", Value: left, Rest: true}
	key, over, named := x.over(whole, parts)
	nowhere := len(over.Atoms) == 1 && over.Atoms[0] == Nowhere
	if m := sys.Measures[x.measure]; sys.Cells[whole.cell].State != Free && !nowhere && m.Floor >= 0 && m.Percent == 0 && left > 0 && left < m.Width {
		cell.State, cell.Blank = Secret, true
	}
	if i, ok := x.b.cells[key]; named && ok && sys.Cells[i].Value == left {
		if sys.Cells[i].Rest {
			sys.Cells[i].State, sys.Cells[i].Blank = stricter(sys.Cells[i].State, cell.State), sys.Cells[i].Blank || cell.Blank
		}
		return i
	} else if named && !ok {
		x.b.cells[key] = len(sys.Cells)
	}
	sys.Cells = append(sys.Cells, cell)
	x.b.at = append(x.b.at, nil)
	return len(sys.Cells) - 1
}

// over names the place that parts leave over of a whole, as Key does, with the node in
// which it differs; ok is false where they are finer along several dimensions, so that it
// is no place.
func (x *binder) over(whole placed, parts []placed) (key string, rest Node, ok bool) {
	finer := ""
	for _, p := range parts {
		for _, f := range x.families {
			if p.at[f].key() == whole.at[f].key() {
				continue
			}
			if finer != "" && finer != f {
				return "", Node{}, false
			}
			finer = f
		}
	}
	if finer == "" {
		return "", Node{}, false
	}
	nodes := make([]Node, len(parts))
	for i, p := range parts {
		nodes[i] = p.at[finer]
	}
	at := maps.Clone(whole.at)
	if at == nil {
		at = map[string]Node{}
	}
	at[finer] = without(whole.at[finer], nodes)
	return x.key(at), at[finer], true
}

// without gives what some nodes leave over of one that holds them. Of the whole dimension
// it is all but their members; days that do not follow on each other are named one by one.
func without(whole Node, parts []Node) Node {
	if whole.From == "" {
		var taken []string
		for _, p := range parts {
			taken = append(taken, p.atoms()...)
		}
		slices.Sort(taken)
		if whole.all() {
			return Node{Level: "rest", Code: "all but", Atoms: append([]string{"all but"}, slices.Compact(taken)...)}
		}
		left := slices.DeleteFunc(slices.Clone(whole.atoms()), func(a string) bool { _, found := slices.BinarySearch(taken, a); return found })
		return Node{Level: "rest", Code: strings.Join(left, "|"), Atoms: left}
	}
	parts = slices.SortedFunc(slices.Values(parts), func(a, b Node) int { return strings.Compare(a.From, b.From) })
	from := whole.From
	var spans []string
	var last Node
	for _, p := range append(parts, Node{From: whole.Until, Until: whole.Until}) {
		if from < p.From {
			last = Period(from, p.From)
			spans = append(spans, last.key())
		}
		from = max(from, p.Until)
	}
	if len(spans) == 1 {
		return last
	}
	return Node{Level: "rest", Code: strings.Join(spans, "|"), Atoms: spans}
}

// pieces places once more, at a level of their own, the cells of periods that no other
// period at the same place cuts: longer ones are sums of them, whatever their grain.
func (x *binder) pieces() {
	beside := func(at map[string]Node) string {
		others := map[string]Node{}
		for f, n := range at {
			if n.From == "" {
				others[f] = n
			}
		}
		return x.key(others)
	}
	bounds := map[string][]string{}
	levels := map[string]map[string]bool{} // of periods
	for _, p := range x.placed {
		for _, n := range p.at {
			if n.From != "" {
				k := beside(p.at)
				bounds[k] = append(bounds[k], n.From, n.Until)
				if levels[k] == nil {
					levels[k] = map[string]bool{}
				}
				levels[k][n.Level] = true
			}
		}
	}
	for _, p := range slices.Clone(x.placed) {
		for f, n := range p.at {
			k := beside(p.at)
			// Where all periods are of one grain, they make up nothing together.
			if n.From == "" || len(levels[k]) < 3 || slices.ContainsFunc(bounds[k], func(b string) bool { return n.From < b && b < n.Until }) {
				continue
			}
			at := maps.Clone(p.at)
			n.Level = "piece"
			at[f] = n
			x.place(p.cell, at)
		}
	}
}
