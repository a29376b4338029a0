package protect

import (
	"cmp"
	"math"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// search is a search for the best box that moves a cell.
type search struct {
	*boxes
	cell   int
	sign   int8 // 1 to raise the cell, -1 to lower it
	frozen int  // a quantity that must stay, or -1
	need   float64
	limit  float64 // what it may cost at most
	most   float64 // how far is far enough
	free   bool    // only cells that are hidden may move; how far counts

	place  place
	lines  [][]line
	least  []float64 // of the lines of this dimension and those after it
	levels [][]corner
	best   *move
}

// line is a factor with what it costs at least: what stands in line with the cell.
type line struct {
	*factor
	price float64
}

type corner struct {
	key  int
	sign int8
}

// find looks through the boxes of a cell.
func (x *search) find() *move {
	for _, x.place = range x.at[x.cell] {
		x.prepare()
		x.deepen(0, 0)
	}
	return x.best
}

// judge gives what it costs to move a cell, and how far it can go.
func (x *search) judge(cell int, sign int8) (price, far float64) {
	if x.who[cell] == x.frozen {
		return math.Inf(1), 0
	}
	for _, c := range x.same[cell] {
		price += x.price(c)
	}
	if sign < 0 {
		return price, x.depth(cell)
	}
	return price, math.Inf(1)
}

func (x *search) prepare() {
	q := x.place.cube
	base := q.key(x.place.nodes)
	x.lines = make([][]line, len(x.place.nodes))
	x.least = make([]float64, len(x.place.nodes)+1)
	x.levels = make([][]corner, len(x.place.nodes))
	for d, node := range x.place.nodes {
		ways := q.ways(d, node)
		rest := base - node*q.strides[d]
		for i := range ways {
			l := line{factor: &ways[i]}
			for j, n := range l.nodes {
				if n == node {
					continue
				}
				c := q.cell(rest + n*q.strides[d])
				if c < 0 {
					continue
				}
				price, far := x.judge(c, l.signs[j]*x.sign)
				l.price += price
				if far < x.need {
					l.price = math.Inf(1)
				}
			}
			if l.price < x.limit {
				x.lines[d] = append(x.lines[d], l)
			}
		}
		slices.SortStableFunc(x.lines[d], func(a, b line) int { return cmp.Compare(a.price, b.price) })
	}
	for d := len(x.lines) - 1; d >= 0; d-- {
		x.least[d] = x.least[d+1]
		if len(x.lines[d]) > 0 {
			x.least[d] += x.lines[d][0].price
		} else {
			x.least[d] = math.Inf(1)
		}
	}
}

// deepen tries the factors of one dimension after those of the ones before, of which
// the lines cost spent.
func (x *search) deepen(d int, spent float64) {
	if d == len(x.lines) {
		x.accept()
		return
	}
	q := x.place.cube
	rest := 0
	for e := d + 1; e < len(x.place.nodes); e++ {
		rest += x.place.nodes[e] * q.strides[e]
	}
	before := []corner{{0, 1}}
	if d > 0 {
		before = x.levels[d-1]
	}
	for _, l := range x.lines[d] {
		if spent+l.price+x.least[d+1] >= x.limit || x.done() {
			return // the others cost more
		}
		x.levels[d] = x.levels[d][:0]
		price, ok := 0.0, true
	corners:
		for _, c := range before {
			for j, n := range l.nodes {
				k := corner{c.key + n*q.strides[d], c.sign * l.signs[j]}
				x.levels[d] = append(x.levels[d], k)
				cell := q.cell(k.key + rest)
				if cell < 0 {
					continue
				}
				more, far := x.judge(cell, k.sign*x.sign)
				if price += more; far < x.need || price+x.least[d+1] >= x.limit {
					ok = false
					break corners
				}
			}
		}
		if ok {
			x.deepen(d+1, spent+l.price)
		}
	}
}

func (x *search) done() bool {
	return x.best != nil && (x.free && x.need > x.most || x.limit <= 0)
}

// accept takes a box that is better than the best so far, if it keeps all that binds
// the cells.
func (x *search) accept() {
	corners := []corner{{0, 1}} // of a cube without dimensions: its one cell
	if len(x.levels) > 0 {
		corners = x.levels[len(x.levels)-1]
	}
	by := map[int]int64{}
	for _, k := range corners {
		if c := x.place.cube.cell(k.key); c >= 0 {
			for _, same := range x.same[c] {
				by[same] = int64(k.sign * x.sign)
			}
		}
	}
	off := map[int]int64{}
	for c, n := range by {
		for _, t := range x.in[c] {
			off[t.equation] += t.coef * n
		}
	}
	for e, n := range off {
		if n != 0 && !x.absorb(e, n, by) {
			return
		}
	}
	far, most := math.Inf(1), 0.0
	for c, n := range by {
		if n < 0 {
			far = min(far, x.depth(c)/float64(-n))
		}
		most = max(most, x.width(c))
	}
	far = math.Floor(min(far, most))
	if by[x.cell] != int64(x.sign) || far < x.need {
		return
	}
	amounts := make(map[int]float64, len(by))
	for c, n := range by {
		amounts[c] = float64(n) * far
	}
	m := x.move(amounts)
	if m.price >= x.limit {
		return
	}
	x.best = m
	if x.free {
		x.need = far + 1
	} else {
		x.limit = m.price
	}
}

// absorb lets what is left over of a sum take the difference.
func (x *search) absorb(equation int, n int64, by map[int]int64) bool {
	for _, t := range x.Equations[equation] {
		if x.Cells[t.Cell].State == system.Free && len(x.at[t.Cell]) == 0 && len(x.in[t.Cell]) == 1 && n%t.Coef == 0 {
			by[t.Cell] = -n / t.Coef
			return true
		}
	}
	return false
}
