package audit

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// adds tells whether a measure adds up along a family.
func (r *reader) adds(measure, family int) bool {
	return slices.Contains(r.s.Measures[measure].Adds, r.s.Families[family])
}

// wholes adds, for each cell, the cells that it is part of when one dimension is taken
// more coarsely, as some table of the measure takes it, or whole: tables that are cut
// differently meet in them, whether or not any prints them.
func (r *reader) wholes() {
	used := map[[2]int]map[int]bool{} // measure and family -> members
	for _, at := range r.spots {
		for f, n := range at.at {
			k := [2]int{at.measure, f}
			if used[k] == nil {
				used[k] = map[int]bool{}
			}
			used[k][n] = true
		}
	}
	above := map[[3]int][]int{} // measure, family, member -> members that hold it
	for k, members := range used {
		list := slices.Sorted(maps.Keys(members))
		all := r.s.Members[r.s.Families[k[1]]]
		for _, n := range list {
			if n < 0 {
				continue
			}
			up := []int{}
			if all[n].From == "" {
				up = append(up, -1)
			}
			for _, m := range list {
				if m >= 0 && inside(all[n], all[m]) {
					up = append(up, m)
				}
			}
			above[[3]int{k[0], k[1], n}] = up
		}
	}
	for i := 0; i < len(r.spots); i++ { // it grows
		at := r.spots[i]
		for f, n := range at.at {
			if n < 0 || !r.adds(at.measure, f) {
				continue
			}
			for _, m := range above[[3]int{at.measure, f, n}] {
				up := slices.Clone(at.at)
				up[f] = m
				// A table that does not have all of this dimension does not have all of
				// another in it either; and there may be more members at the coarser
				// level than the tables have.
				var complete map[int]bool
				if at.complete[f] {
					complete = maps.Clone(at.complete)
					if m >= 0 {
						delete(complete, f)
					}
				}
				floor := min(0, r.s.Measures[at.measure].Floor)
				_ = r.put(Cell{State: Unasked, Floor: floor, Base: r.s.Measures[at.measure].Base}, spot{table: at.table, measure: at.measure, at: up, complete: complete}) // it has no value that could differ
			}
		}
	}
}

// sums finds, for each cell and dimension, the finer cells that make it up: in is told of
// cells that differ in one dimension only.
func (r *reader) sums(in func(family int, spots []spot)) {
	for f := range r.s.Families {
		groups := map[string][]spot{}
		var order []string
		for _, at := range r.spots {
			if !r.adds(at.measure, f) {
				continue
			}
			other := at
			other.at = slices.Clone(at.at)
			other.at[f] = -1
			k := r.key(other)
			if groups[k] == nil {
				order = append(order, k)
			}
			groups[k] = append(groups[k], at)
		}
		for _, k := range order {
			in(f, groups[k])
		}
	}
}

// group names cells that differ in one dimension only, and of which another may be the sum.
type group struct {
	table int // or, of whatever table, none or less
	level string
}

// What tables have together, of one level or of several: each that is whole by itself need
// not be so with others.
const (
	across  = "across tables"
	between = "between levels"
)

// memberIn gives the member of a family that a cell has, or that it has all of them.
func (r *reader) memberIn(f int) func(at spot) (n node, all bool) {
	return func(at spot) (node, bool) {
		if n := at.at[f]; n >= 0 {
			return r.s.Members[r.s.Families[f]][n], false
		}
		return node{}, true
	}
}

// once leaves out spots of a cell that another spot has.
func once(spots []spot) []spot {
	var out []spot
	met := map[int]bool{}
	for _, at := range spots {
		if !met[at.cell] {
			met[at.cell] = true
			out = append(out, at)
		}
	}
	return out
}

// sumsIn finds the sums among cells that differ in one family only: of each the parts
// that one table has at one level, or that all tables have together.
func (r *reader) sumsIn(f int, spots []spot) {
	member := r.memberIn(f)
	parts := map[group][]spot{}
	var order []group
	for _, at := range spots {
		n, all := member(at)
		if all {
			continue
		}
		k := group{at.table, n.Level}
		if parts[k] == nil {
			order = append(order, k)
		}
		parts[k] = append(parts[k], at)
	}
	wholes := once(spots)
	if whole := uncut(wholes, member); len(whole) > 0 {
		k := group{level: "between days"} // of whatever table and grain
		parts[k], order = whole, append(order, k)
	}
	for _, d := range apart(wholes, member) {
		if len(d.cells) > 1 {
			k := group{table: -len(order), level: across}
			parts[k], order = d.cells, append(order, k)
		}
	}
	r.addUp(f, wholes, distinct(f, order, parts, func(k group) bool { return k.table <= r.own }, r.everything), parts)
}

// sumsOfLevels finds the sums of members of several levels. They come behind all others: where
// what was told cannot all be true, these are let go first.
func (r *reader) sumsOfLevels(f int, spots []spot) {
	wholes, member := once(spots), r.memberIn(f)
	parts := map[group][]spot{}
	var order []group
	for _, d := range filled(apart(wholes, member), member) {
		k := group{table: -len(order), level: between}
		parts[k], order = d.cells, append(order, k)
	}
	r.addUp(f, wholes, order, parts)
}

// addUp notes of each cell of a family the sum of those parts that lie in it, for each list.
func (r *reader) addUp(f int, wholes []spot, order []group, parts map[group][]spot) {
	member := r.memberIn(f)
	found := map[string]bool{}
	for _, whole := range wholes {
		top, all := member(whole)
		for _, k := range order {
			sum := Sum{Whole: whole.cell, Past: k.table > r.own}
			complete, held := k.level != across && k.level != between, 0
			var inner []node
			for _, at := range parts[k] {
				n, _ := member(at)
				if at.cell == whole.cell || !all && !inside(n, top) {
					// One that lies in it only in part, as on another division of the
					// country, takes along what the others do not have.
					complete = complete && (at.cell == whole.cell || !straddles(n, top))
					continue
				}
				sum.Parts = append(sum.Parts, at.cell)
				inner = append(inner, n)
				complete = complete && at.complete[f]
				held += n.size()
			}
			if len(sum.Parts) == 0 {
				continue
			}
			switch {
			case all:
				sum.Rest = !complete
			case top.From != "":
				sum.Rest = held < top.size()
			default:
				sum.Rest = !complete && held < len(top.Atoms)
			}
			slices.Sort(sum.Parts)
			if name := sum.key(); !found[name] {
				found[name] = true
				if sum.Rest {
					over := left(top, all, inner)
					nowhere := len(over.Atoms) == 1 && over.Atoms[0] == unplaced
					r.rests = append(r.rests, rest{sum: len(r.t.Sums), measure: whole.measure, key: r.keyAt(whole, f, over), nowhere: nowhere})
				}
				r.t.Sums = append(r.t.Sums, sum)
			}
		}
	}
}

// inside tells whether a member lies within another, and is not the same.
func inside(n, top node) bool {
	if top.From != "" {
		return n.From != "" && top.From <= n.From && n.Until <= top.Until && (top.From != n.From || top.Until != n.Until)
	}
	if len(n.Atoms) >= len(top.Atoms) {
		return false
	}
	for _, a := range n.Atoms {
		if _, found := slices.BinarySearch(top.Atoms, a); !found {
			return false
		}
	}
	return true
}

// straddles tells whether a member lies in another with some of its codes only.
func straddles(n, top node) bool {
	in := 0
	for _, a := range n.Atoms {
		if _, found := slices.BinarySearch(top.Atoms, a); found {
			in++
		}
	}
	return in > 0 && in < len(n.Atoms)
}

// size measures a member: in days, or in finest codes.
func (n node) size() int {
	if n.From != "" {
		return days(n.Until) - days(n.From)
	}
	return len(n.Atoms)
}

// days numbers a day written yyyy-mm-dd.
func days(day string) int {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return int(t.Unix() / (24 * 60 * 60))
}

// alike says that measures that count the same have the same cells.
func (r *reader) alike() {
	for _, pair := range r.s.Alike {
		if pair[0] < 0 || pair[1] < 0 || pair[0] >= len(r.s.Measures) || pair[1] >= len(r.s.Measures) {
			continue
		}
		from, to := r.s.Measures[pair[0]].Name, r.s.Measures[pair[1]].Name
		done := map[int]bool{}
		for _, at := range r.spots {
			if at.measure != pair[0] || done[at.cell] {
				continue
			}
			done[at.cell] = true
			key := r.key(at)
			if j, ok := r.index[to+strings.TrimPrefix(key, from)]; ok {
				r.t.Sums = append(r.t.Sums, Sum{Whole: at.cell, Parts: []int{j}})
			}
		}
	}
}
