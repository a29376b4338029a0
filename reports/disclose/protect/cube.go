package protect

import (
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// boxes finds moves in the cubes of a system: in each dimension something is put at one
// point and taken away at another, or only put there. The product of that over all
// dimensions moves the corners of a box, and every margin that does not hold both ends.
type boxes struct {
	*state
	cubes []*cube
	at    [][]place // by cell
}

// place is a cell in a cube.
type place struct {
	cube  *cube
	nodes []int
}

// cube finds its cells by their nodes.
type cube struct {
	system.Cube
	strides []int
	dense   []int32 // number of a cell and 1 more
	sparse  map[int]int32
	holders [][][]int // by dimension and point: the nodes that hold it
	factors map[[2]int][]factor
}

// factor is what a move does in one dimension.
type factor struct {
	nodes []int
	signs []int8
}

func newBoxes(s *state) *boxes {
	b := &boxes{state: s, at: make([][]place, len(s.Cells))}
	for _, c := range s.Cubes {
		q := &cube{Cube: c, strides: make([]int, len(c.Points)), holders: make([][][]int, len(c.Points)), factors: map[[2]int][]factor{}}
		size := 1
		for d, nodes := range c.Points {
			q.strides[d] = size
			size *= len(nodes)
			q.holders[d] = make([][]int, len(nodes))
			for node, points := range nodes {
				for _, p := range points {
					q.holders[d][p] = append(q.holders[d][p], node)
				}
			}
		}
		if size <= 64*len(c.Places)+1<<16 {
			q.dense = make([]int32, size)
		} else {
			q.sparse = make(map[int]int32, len(c.Places))
		}
		for _, p := range c.Places {
			k := q.key(p.At)
			if q.cell(k) >= 0 {
				continue // placed so by two tables
			}
			if q.dense != nil {
				q.dense[k] = int32(p.Cell) + 1
			} else {
				q.sparse[k] = int32(p.Cell) + 1
			}
			b.at[p.Cell] = append(b.at[p.Cell], place{q, p.At})
		}
		b.cubes = append(b.cubes, q)
	}
	return b
}

func (q *cube) key(nodes []int) int {
	k := 0
	for d, n := range nodes {
		k += n * q.strides[d]
	}
	return k
}

// cell gives the cell at a key, or -1.
func (q *cube) cell(key int) int {
	if q.dense != nil {
		return int(q.dense[key]) - 1
	}
	return int(q.sparse[key]) - 1
}

// ways gives what can be done in a dimension that moves a node.
func (q *cube) ways(d, node int) []factor {
	if have, ok := q.factors[[2]int{d, node}]; ok {
		return have
	}
	var out []factor
	for _, put := range q.Points[d][node] {
		f := factor{nodes: q.holders[d][put]}
		for range f.nodes {
			f.signs = append(f.signs, 1)
		}
		out = append(out, f)
		if node == 0 {
			continue // the whole does not notice what moves within it
		}
		for take, holders := range q.holders[d] {
			if take == 0 || holders == nil || slices.Contains(holders, node) {
				continue
			}
			f := factor{}
			for _, n := range q.holders[d][put] {
				if !slices.Contains(holders, n) {
					f.nodes, f.signs = append(f.nodes, n), append(f.signs, 1)
				}
			}
			for _, n := range holders {
				if !slices.Contains(q.holders[d][put], n) {
					f.nodes, f.signs = append(f.nodes, n), append(f.signs, -1)
				}
			}
			out = append(out, f)
		}
	}
	if len(out) == 0 { // no cell has a node here: all stand at the whole
		out = []factor{{nodes: []int{0}, signs: []int8{1}}}
	}
	q.factors[[2]int{d, node}] = out
	return out
}
