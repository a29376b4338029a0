package audit

import (
	"cmp"
	"slices"
)

// rest is what a sum leaves over: that of the members which no part has.
type rest struct {
	sum     int
	measure int
	key     string // names its place as that of a cell
	nowhere bool   // it holds those who have no member: no group in which anybody can be told
}

// unplaced is the finest code of what has no member of a dimension.
const unplaced = "?"

// left gives what some members leave over of one, or of the whole dimension: days, one
// stretch or several, or the finest codes.
func left(top node, all bool, inner []node) node {
	if all || top.From == "" {
		var taken []string
		for _, n := range inner {
			taken = append(taken, n.Atoms...)
		}
		slices.Sort(taken)
		if taken = slices.Compact(taken); all {
			return node{Atoms: append([]string{"all but"}, taken...)}
		}
		return node{Atoms: slices.DeleteFunc(slices.Clone(top.Atoms), func(a string) bool { _, found := slices.BinarySearch(taken, a); return found })}
	}
	inner = slices.SortedFunc(slices.Values(inner), func(a, b node) int { return cmp.Compare(a.From, b.From) })
	var spans []node
	from := top.From
	for _, n := range append(inner, node{From: top.Until, Until: top.Until}) {
		if from < n.From {
			spans = append(spans, node{From: from, Until: n.From})
		}
		from = max(from, n.Until)
	}
	if len(spans) == 1 {
		return spans[0]
	}
	var out node
	for _, s := range spans {
		out.Atoms = append(out.Atoms, s.From+"/"+s.Until)
	}
	return out
}

// fresh gives the cells that this edition prints and no other did, or not as they stand.
func (r *reader) fresh() map[int]bool {
	out := map[int]bool{}
	for _, at := range r.spots {
		if at.table <= r.own && r.t.Cells[at.cell].State == Printed && !r.told[at.cell] {
			out[at.cell] = true
		}
	}
	return out
}

// over makes a cell of what each sum leaves over, one for all sums that leave the same. A
// reader who has all the other numbers of a sum computes it: where this edition is the
// first to give him one of them, and it comes out as small as what is hidden, that is a
// hidden number that he knows.
func (r *reader) over(mine map[int]bool) {
	for _, x := range r.rests {
		s := &r.t.Sums[x.sum]
		i, ok := r.index[x.key]
		if !ok {
			i = len(r.t.Cells)
			r.index[x.key] = i
			r.t.Cells = append(r.t.Cells, Cell{Name: r.t.Cells[s.Whole].Name + " less " + r.t.Cells[s.Parts[0]].Name, State: Unasked})
			if len(s.Parts) > 1 {
				r.t.Cells[i].Name += " and others"
			}
		}
		value, told, fresh := r.t.Cells[s.Whole].Value, r.t.Cells[s.Whole].State == Printed, mine[s.Whole]
		for _, p := range s.Parts {
			value -= r.t.Cells[p].Value
			told, fresh = told && r.t.Cells[p].State == Printed, fresh || mine[p]
		}
		m := r.s.Measures[x.measure]
		if c := &r.t.Cells[i]; told && fresh && !x.nowhere && c.State == Unasked && m.Percent == 0 && m.Base == 0 && m.Floor >= 0 && value > 0 && value < m.Width {
			c.State, c.Width = Hidden, m.Width
		}
		if c := r.t.Cells[i]; told && c.State == Printed && c.Value != value {
			continue // one of them was told on another day, and restated since
		}
		if !slices.Contains(s.Parts, i) && i != s.Whole {
			s.Parts, s.Rest = append(s.Parts, i), false
			slices.Sort(s.Parts) // as another sum of the same cells has them
		}
	}
}

// uncut gives of cells that differ in their days only those whose days no bound of another
// divides: twelve months are the quarters in them and what lies before and behind, though no
// table has both.
func uncut(cells []spot, member func(spot) (node, bool)) []spot {
	var out []spot
	for _, at := range cells {
		n, _ := member(at)
		if n.From == "" {
			continue
		}
		if !slices.ContainsFunc(cells, func(other spot) bool {
			m, _ := member(other)
			return n.From < m.From && m.From < n.Until || n.From < m.Until && m.Until < n.Until
		}) {
			out = append(out, at)
		}
	}
	return out
}
