package lineage

import (
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// Sizes in user units, which are pixels at the picture's own width.
const (
	nameSize  = 12.0
	noteSize  = 11.0
	lineStep  = 14.0
	padding   = 9.0
	noteWidth = 190.0 // a longer note is cut; pointing shows it whole
	laneHigh  = 6.0   // what a line that passes a column takes of it
	between   = 12.0  // from box to box
	columnGap = 38.0  // room for the lines; more where there are many
)

// place is a box, or a lane where a line passes a column on its way to another.
type place struct {
	node   int // index in Graph.Nodes: of the box, or of the one that the line is from
	lane   bool
	layer  int
	high   float64
	middle float64 // y
	lines  []string
	before []int // places in the layer before that lines come from
	after  []int // places in the layer after that lines go to
}

// layout is where everything stands.
type layout struct {
	places []place
	layers [][]int // places from top to bottom
	left   []float64
	wide   []float64 // of each layer
	total  float64   // width of all
	high   float64
}

// arrange gives each node a layer after all that it reads, a place in it with few
// lines that cross, and a height near those it is tied to.
func arrange(g *Graph, lang string) *layout {
	l := &layout{}
	of := layersOf(g)
	at := map[string]int{} // node -> place
	for i, n := range g.Nodes {
		p := place{node: i, layer: of[n.ID], lines: wrapName(n.Name())}
		p.high = 2*padding - 4 + lineStep*float64(len(p.lines))
		if n.Note(lang) != "" {
			p.high += lineStep
		}
		at[n.ID] = len(l.places)
		l.places = append(l.places, p)
	}
	l.route(g, at)
	depth := 0
	for _, p := range l.places {
		depth = max(depth, p.layer+1)
	}
	l.layers = make([][]int, depth)
	for i, p := range l.places {
		l.layers[p.layer] = append(l.layers[p.layer], i)
	}
	l.order()
	l.heights()
	l.columns(g, lang)
	return l
}

// route ties places by lines from layer to layer. Lines of one node that pass the
// same column share a lane there: they part where they have to.
func (l *layout) route(g *Graph, at map[string]int) {
	type lane struct{ node, layer int }
	lanes := map[lane]int{}
	tie := func(a, b int) {
		if !slices.Contains(l.places[a].after, b) {
			l.places[a].after = append(l.places[a].after, b)
			l.places[b].before = append(l.places[b].before, a)
		}
	}
	for _, e := range g.Edges {
		from, to := at[e.From], at[e.To]
		here := from
		for layer := l.places[from].layer + 1; layer < l.places[to].layer; layer++ {
			key := lane{from, layer}
			next, ok := lanes[key]
			if !ok {
				next = len(l.places)
				lanes[key] = next
				l.places = append(l.places, place{node: l.places[from].node, lane: true, layer: layer, high: laneHigh})
			}
			tie(here, next)
			here = next
		}
		tie(here, to)
	}
}

// layersOf gives each node its column: deliveries and lists first, then staging,
// models by what they read, metrics and checks together, pages last. Columns
// without a node are left out.
func layersOf(g *Graph) map[string]int {
	out := map[string]int{}
	least := map[Kind]int{Source: 0, Reference: 0, Staging: 1, Model: 2}
	last := 1
	// Nodes are sorted by kind but a model may read one that comes later by name,
	// so models are settled by repeated passes; there are no round trips.
	for range g.Nodes {
		changed := false
		for _, n := range g.Nodes {
			layer, ok := least[n.Kind]
			if !ok {
				continue
			}
			for _, e := range g.Edges {
				if e.To == n.ID {
					layer = max(layer, out[e.From]+1)
				}
			}
			changed = changed || out[n.ID] != layer
			out[n.ID] = layer
			last = max(last, layer)
		}
		if !changed {
			break
		}
	}
	used := map[int]bool{}
	for _, n := range g.Nodes {
		switch n.Kind {
		case Metric, Check:
			out[n.ID] = last + 1
		case Page:
			out[n.ID] = last + 2
		}
		used[out[n.ID]] = true
	}
	shift := make([]int, last+4)
	for i := range shift {
		for j := range i {
			if used[j] {
				shift[i]++
			}
		}
	}
	for id, layer := range out {
		out[id] = shift[layer]
	}
	return out
}

// order moves each place towards the middle of those it is tied to, forth and back,
// and keeps the order with the fewest crossings.
func (l *layout) order() {
	best, fewest := l.clone(), l.crossings()
	for sweep := range 24 {
		for k := range l.layers {
			layer, tied := k, func(p *place) []int { return p.before }
			if sweep%2 == 1 {
				layer, tied = len(l.layers)-1-k, func(p *place) []int { return p.after }
			}
			l.sortLayer(layer, tied)
		}
		if n := l.crossings(); n < fewest {
			best, fewest = l.clone(), n
		}
	}
	l.layers = best
}

func (l *layout) clone() [][]int {
	out := make([][]int, len(l.layers))
	for i := range l.layers {
		out[i] = slices.Clone(l.layers[i])
	}
	return out
}

// ranks gives the position of each place within its layer.
func (l *layout) ranks() []int {
	out := make([]int, len(l.places))
	for _, layer := range l.layers {
		for r, i := range layer {
			out[i] = r
		}
	}
	return out
}

func (l *layout) sortLayer(layer int, tied func(*place) []int) {
	rank := l.ranks()
	weight := map[int]float64{}
	for _, i := range l.layers[layer] {
		weight[i] = float64(rank[i]) // what is tied to nothing stays
		if ties := tied(&l.places[i]); len(ties) > 0 {
			sum := 0
			for _, t := range ties {
				sum += rank[t]
			}
			weight[i] = float64(sum) / float64(len(ties))
		}
	}
	slices.SortStableFunc(l.layers[layer], func(a, b int) int {
		switch {
		case weight[a] < weight[b]:
			return -1
		case weight[a] > weight[b]:
			return 1
		}
		return 0
	})
}

// crossings counts pairs of lines that cross between neighbouring layers.
func (l *layout) crossings() int {
	rank := l.ranks()
	total := 0
	for _, layer := range l.layers {
		var ends []int // ranks after, with the lines in the order of their starts
		for _, i := range layer {
			mine := make([]int, 0, len(l.places[i].after))
			for _, to := range l.places[i].after {
				mine = append(mine, rank[to])
			}
			slices.Sort(mine)
			for _, end := range mine {
				for _, other := range ends {
					if other > end {
						total++
					}
				}
			}
			ends = append(ends, mine...)
		}
	}
	return total
}

// heights puts every layer as near as can be to the middles of what it is tied to,
// in its order and without boxes that touch.
func (l *layout) heights() {
	for _, layer := range l.layers {
		y := 0.0
		for _, i := range layer {
			l.places[i].middle = y + l.places[i].high/2
			y += l.places[i].high + between
		}
	}
	for pass := range 12 {
		for k := range l.layers {
			layer := k
			if pass%2 == 1 {
				layer = len(l.layers) - 1 - k
			}
			want := make([]float64, len(l.layers[layer]))
			for r, i := range l.layers[layer] {
				p := &l.places[i]
				ties := slices.Concat(p.before, p.after)
				want[r] = p.middle
				if len(ties) > 0 {
					sum := 0.0
					for _, t := range ties {
						sum += l.places[t].middle
					}
					want[r] = sum / float64(len(ties))
				}
			}
			l.settle(layer, want)
		}
	}
	top := l.places[l.layers[0][0]].middle
	for _, p := range l.places {
		top = min(top, p.middle-p.high/2)
	}
	for i := range l.places {
		// Whole pixels: edges are sharp, and the file is small.
		l.places[i].middle = math.Round(l.places[i].middle - top)
		l.high = max(l.high, l.places[i].middle+l.places[i].high/2)
	}
}

// settle gives the heights nearest to those wanted (least squares) that keep order
// and distance: pools of neighbours that would touch share one shift.
func (l *layout) settle(layer int, want []float64) {
	type pool struct {
		sum   float64
		count int
	}
	offset := make([]float64, len(want))
	for r := 1; r < len(want); r++ {
		a, b := l.places[l.layers[layer][r-1]], l.places[l.layers[layer][r]]
		offset[r] = offset[r-1] + a.high/2 + between + b.high/2
	}
	var pools []pool
	for r := range want {
		pools = append(pools, pool{want[r] - offset[r], 1})
		for len(pools) > 1 {
			a, b := pools[len(pools)-2], pools[len(pools)-1]
			if a.sum/float64(a.count) <= b.sum/float64(b.count) {
				break
			}
			pools = append(pools[:len(pools)-2], pool{a.sum + b.sum, a.count + b.count})
		}
	}
	r := 0
	for _, p := range pools {
		for range p.count {
			l.places[l.layers[layer][r]].middle = p.sum/float64(p.count) + offset[r]
			r++
		}
	}
}

// columns gives every layer its width and its left side.
func (l *layout) columns(g *Graph, lang string) {
	l.left, l.wide = make([]float64, len(l.layers)), make([]float64, len(l.layers))
	x := 0.0
	for k, layer := range l.layers {
		lines := 0
		for _, i := range layer {
			p := l.places[i]
			lines += len(p.before)
			if p.lane {
				continue
			}
			note := svg.Width(g.Nodes[p.node].Note(lang), noteSize)
			l.wide[k] = max(l.wide[k], min(note, noteWidth)+2*padding)
			for _, text := range p.lines {
				l.wide[k] = max(l.wide[k], svg.Width(text, nameSize)*svg.Bold+2*padding)
			}
		}
		if k > 0 {
			x += columnGap + min(float64(lines), 30)
		}
		l.wide[k] = math.Ceil(l.wide[k])
		l.left[k] = x
		x += l.wide[k]
	}
	l.total = x
}

// wrapName cuts a name in two where its parts meet, so that columns stay narrow.
func wrapName(name string) []string {
	if i := strings.Index(name, "/"); i > 0 {
		return []string{name[:i+1], name[i+1:]}
	}
	if i := strings.Index(name, "__"); i > 0 {
		return []string{name[:i+2], name[i+2:]}
	}
	const most = 22
	if len(name) <= most {
		return []string{name}
	}
	best := -1
	for i := range name {
		if name[i] == '_' && (best < 0 || distance(i, len(name)/2) < distance(best, len(name)/2)) {
			best = i
		}
	}
	if best < 0 {
		return []string{name}
	}
	return []string{name[:best+1], name[best+1:]}
}

func distance(a, b int) int { return max(a-b, b-a) }
