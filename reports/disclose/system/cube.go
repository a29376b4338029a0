package system

import (
	"maps"
	"slices"
)

// Cube is the cells of one measure that add up along the same dimensions. A change
// that puts something at one point and takes it away at another keeps all sums: that is
// how a reader's ignorance is found without solving anything.
type Cube struct {
	// Points are, by dimension and node, the finest nodes that it holds, itself if it is
	// one of those. Node 0 is the whole dimension.
	Points [][][]int
	Places []Place
}

// Place is a cell with its node in each dimension of its cube.
type Place struct {
	Cell int
	At   []int
}

// cube numbers the nodes of each dimension and gives the cells by them.
func (x *binder) cube() Cube {
	c := Cube{Points: make([][][]int, len(x.families))}
	ids := make([]map[string]int, len(x.families))
	x.sizes = make([]map[string]int, len(x.families))
	for i := range x.families {
		ids[i], c.Points[i] = x.points(i)
		x.sizes[i] = map[string]int{}
		for key, id := range ids[i] {
			x.sizes[i][key] = len(c.Points[i][id])
		}
	}
	for _, p := range x.placed {
		at := make([]int, len(x.families))
		for i, f := range x.families {
			at[i] = ids[i][p.at[f].key()]
		}
		c.Places = append(c.Places, Place{p.cell, at})
	}
	return c
}

// points numbers the nodes of a dimension, and gives the finest ones that each holds.
func (x *binder) points(family int) (ids map[string]int, points [][]int) {
	ids = map[string]int{"": 0}
	var nodes []Node // each once, by number less 1
	levels := slices.Sorted(maps.Keys(x.nodes[family]))
	for _, level := range levels {
		for _, n := range x.nodes[family][level] {
			if _, ok := ids[n.key()]; !ok {
				nodes = append(nodes, n)
				ids[n.key()] = len(nodes)
			}
		}
	}
	holders := make([][]int, len(nodes)+1)
	split := make([]bool, len(nodes)+1) // holds a finer node
	for _, n := range nodes {
		id := ids[n.key()]
		holders[id] = []int{0, id}
		for _, level := range levels {
			if level == "" {
				continue
			}
			if over, ok := x.above(family, level, n); ok && ids[over.key()] != id {
				holders[id] = append(holders[id], ids[over.key()])
				split[ids[over.key()]] = true
			}
		}
	}
	points = make([][]int, len(nodes)+1)
	for id := 1; id <= len(nodes); id++ {
		if !split[id] {
			slices.Sort(holders[id])
			for _, over := range slices.Compact(holders[id]) {
				points[over] = append(points[over], id)
			}
		}
	}
	return ids, points
}
