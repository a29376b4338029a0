package system

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// binder finds what binds the cells of one measure.
type binder struct {
	b        *Builder
	measure  int
	fixed    map[string]Node // dimensions in which these cells do not differ
	families []string        // those along which they add up
	placed   []placed
	layers   map[string]*layer
	nodes    []map[string][]Node // by family: those of each level, in order
	sizes    []map[string]int    // by family: of each node by key, how many of the finest it holds
	up       []map[[2]string]int // by family: level and node -> index of the node above it, -1 for none
}

// placed is a cell at a place; a cell that tables place in two ways is there twice.
type placed struct {
	cell int
	at   map[string]Node
}

// layer is the cells that stand at the same levels of their dimensions.
type layer struct {
	levels []string // by family
	cells  []placed
}

func newBinder(b *Builder, measure int, fixed map[string]Node) *binder {
	return &binder{b: b, measure: measure, fixed: fixed, layers: map[string]*layer{}}
}

func (x *binder) place(cell int, at map[string]Node) {
	x.placed = append(x.placed, placed{cell, at})
}

func (x *binder) bind() {
	x.pieces()
	families := map[string]bool{}
	for _, p := range x.placed {
		for f := range p.at {
			families[f] = true
		}
	}
	x.families = slices.Sorted(maps.Keys(families))
	x.nodes, x.up = make([]map[string][]Node, len(x.families)), make([]map[[2]string]int, len(x.families))
	for i := range x.families {
		x.nodes[i], x.up[i] = map[string][]Node{}, map[[2]string]int{}
	}
	for _, p := range x.placed {
		for i, f := range x.families {
			n := p.at[f]
			x.nodes[i][n.Level] = append(x.nodes[i][n.Level], n)
		}
	}
	for i := range x.families {
		for level, list := range x.nodes[i] {
			slices.SortFunc(list, compareNodes)
			x.nodes[i][level] = slices.CompactFunc(list, func(a, b Node) bool { return a.key() == b.key() })
		}
	}
	for _, p := range x.placed {
		x.add(p)
	}
	x.meet()
	x.b.sys.Cubes = append(x.b.sys.Cubes, x.cube())
	for _, k := range slices.Sorted(maps.Keys(x.layers)) {
		x.sums(x.layers[k])
	}
}

func (x *binder) add(p placed) {
	levels := make([]string, len(x.families))
	for i, f := range x.families {
		levels[i] = p.at[f].Level
	}
	k := strings.Join(levels, "\x00")
	if x.layers[k] == nil {
		x.layers[k] = &layer{levels: levels}
	}
	x.layers[k].cells = append(x.layers[k].cells, p)
}

// above gives the node of a level that holds n.
func (x *binder) above(family int, level string, n Node) (Node, bool) {
	if level == "" {
		return Node{}, true
	}
	if n.Level == level {
		return n, true
	}
	list := x.nodes[family][level]
	k := [2]string{level, n.Level + " " + n.key()}
	at, ok := x.up[family][k]
	if !ok {
		at = slices.IndexFunc(list, func(p Node) bool { return p.holds(n) })
		x.up[family][k] = at
	}
	if at < 0 {
		return Node{}, false
	}
	return list[at], true
}

// under tells whether some node of level a lies within one of level b.
func (x *binder) under(family int, a, b string) bool {
	if a == b || b == "" {
		return true
	}
	return slices.ContainsFunc(x.nodes[family][a], func(n Node) bool {
		_, ok := x.above(family, b, n)
		return ok
	})
}

// below tells whether layer a is finer than b.
func (x *binder) below(a, b *layer) bool {
	for i := range x.families {
		if !x.under(i, a.levels[i], b.levels[i]) {
			return false
		}
	}
	return !slices.Equal(a.levels, b.levels)
}

// meet adds the free margins in which tables that are cut differently meet.
func (x *binder) meet() {
	for grown := true; grown; {
		grown = false
		keys := slices.Sorted(maps.Keys(x.layers))
		for i, k := range keys {
			for _, l := range keys[i+1:] {
				p, q := x.layers[k], x.layers[l]
				if !x.below(p, q) && !x.below(q, p) {
					grown = x.margin(p, q) || grown
				}
			}
		}
	}
}

// margin adds the layer of the nearest levels above both p and q.
func (x *binder) margin(p, q *layer) bool {
	levels := make([]string, len(x.families))
	for i := range x.families {
		switch a, b := p.levels[i], q.levels[i]; {
		case x.under(i, a, b):
			levels[i] = b
		case x.under(i, b, a):
			levels[i] = a
		}
	}
	if x.layers[strings.Join(levels, "\x00")] != nil {
		return false
	}
	type sum struct {
		at    map[string]Node
		value [2]int64
		met   [2]bool
	}
	sums := map[string]*sum{}
	for side, l := range []*layer{p, q} {
		for _, c := range l.cells {
			at, ok := x.lift(c, levels)
			if !ok {
				continue
			}
			k := x.key(at)
			if sums[k] == nil {
				sums[k] = &sum{at: at}
			}
			sums[k].met[side] = true
			sums[k].value[side] += x.b.sys.Cells[c.cell].Value
		}
	}
	grown := false
	for _, k := range slices.Sorted(maps.Keys(sums)) {
		s := sums[k]
		if _, ok := x.b.cells[k]; ok || !s.met[0] || !s.met[1] {
			continue
		}
		full := maps.Clone(s.at)
		maps.Copy(full, x.fixed)
		cell, _ := x.b.Cell(full, Cell{Measure: x.measure, Value: max(s.value[0], s.value[1])}) // new: it has no other value
		x.add(placed{cell, s.at})
		grown = true
	}
	return grown
}

// key names the cell at a place.
func (x *binder) key(at map[string]Node) string {
	full := maps.Clone(at)
	maps.Copy(full, x.fixed)
	return x.b.Key(x.measure, full)
}

// lift gives the place of a cell at coarser levels.
func (x *binder) lift(c placed, levels []string) (map[string]Node, bool) {
	at := make(map[string]Node, len(x.families))
	for i, f := range x.families {
		n, ok := x.above(i, levels[i], c.at[f])
		if !ok {
			return nil, false
		}
		if !n.all() {
			at[f] = n
		}
	}
	return at, true
}

// sums adds, for each cell of a layer, that it is the sum of the finer ones within it.
func (x *binder) sums(top *layer) {
	var finer []*layer
	for _, k := range slices.Sorted(maps.Keys(x.layers)) {
		if x.below(x.layers[k], top) {
			finer = append(finer, x.layers[k])
		}
	}
	// Near ones first: a cell that its quarters make up needs no equation in months.
	depth := map[*layer]int{}
	for _, a := range finer {
		for _, b := range finer {
			if x.below(a, b) {
				depth[a]++
			}
		}
	}
	slices.SortStableFunc(finer, func(a, b *layer) int { return cmp.Or(depth[a]-depth[b], len(a.cells)-len(b.cells)) })
	whole := map[int][]*layer{} // cell of top -> layers that make it up
	for _, l := range finer {
		parts := map[int][]placed{}
		wholes := map[int]placed{}
		for _, c := range l.cells {
			if at, ok := x.lift(c, top.levels); ok {
				if p, ok := x.b.cells[x.key(at)]; ok && p != c.cell {
					parts[p] = append(parts[p], c)
					wholes[p] = placed{p, at}
				}
			}
		}
		for _, p := range slices.Sorted(maps.Keys(parts)) {
			if slices.ContainsFunc(whole[p], func(w *layer) bool { return x.within(parts[p], w) }) {
				continue
			}
			if x.sum(wholes[p], parts[p]) {
				whole[p] = append(whole[p], l)
			}
		}
	}
}

// within tells whether each of some cells lies in a cell of a layer.
func (x *binder) within(cells []placed, l *layer) bool {
	return !slices.ContainsFunc(cells, func(c placed) bool {
		at, ok := x.lift(c, l.levels)
		if ok {
			_, ok = x.b.cells[x.key(at)]
		}
		return !ok
	})
}

// size gives how many of the finest places a place holds.
func (x *binder) size(at map[string]Node) int {
	size := 1
	for i, f := range x.families {
		size *= x.sizes[i][at[f].key()]
	}
	return size
}

// sum adds one equation and tells whether the parts make up the whole. What they leave
// over is a cell too: see rest. Parts that are more than the whole do not add up:
// when some were told before, their values are of another day, and the sum of the others
// stands; otherwise they bind nothing. Where zeros are not told, parts that leave nothing
// over may still not be all there is.
func (x *binder) sum(whole placed, parts []placed) bool {
	sys := &x.b.sys
	left, size := sys.Cells[whole.cell].Value, x.size(whole.at)
	var terms []int
	for _, p := range parts {
		left -= sys.Cells[p.cell].Value
		size -= x.size(p.at)
		terms = append(terms, p.cell)
	}
	if sys.Measures[x.measure].Floor >= 0 && left < 0 {
		now := slices.DeleteFunc(slices.Clone(parts), func(p placed) bool { return sys.Cells[p.cell].Past })
		return len(now) > 0 && len(now) < len(parts) && x.sum(whole, now)
	}
	slices.Sort(terms)
	complete := left == 0 && (sys.Measures[x.measure].Floor > 0 || size == 0)
	if !complete {
		terms = append(terms, x.rest(whole, parts, left))
	}
	x.b.Sum(whole.cell, terms...)
	return complete
}
