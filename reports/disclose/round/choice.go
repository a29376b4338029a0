package round

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// choice looks for the values of the free cells of a group: whole numbers of bases.
type choice struct {
	*group
	value   []int64    // by cell
	columns [][]weight // by free cell: what changes with it, itself included
	rows    [][]int    // by cell: positions in free of those that it changes with
	free    []int      // cells
	random  *rand.Rand
}

// weight is by how much a cell changes.
type weight struct {
	cell int
	by   int64
}

// The search takes single steps and exchanges at random with a threshold that falls to
// 0, from a part of what changing one cell costs.
const (
	triesPerCell = 300
	mostTries    = 6_000_000
	restarts     = 4
	fewTries     = 400_000 // for small groups all rounds together take up to these
)

// What a cell costs that cannot be printed so, and one that is off by base or more.
const (
	impossible = 1 << 20
	far        = 4
)

func newChoice(g *group) *choice {
	k := &choice{group: g, value: slices.Clone(g.value), columns: [][]weight{}, rows: make([][]int, len(g.cells))}
	k.random = rand.New(rand.NewPCG(2018, uint64(len(g.cells)))) //nolint:gosec // no secret: it decides between near equals
	for i := range g.cells {
		if g.fixed[i] || g.lines[i] != nil {
			continue
		}
		k.value[i] = nearest(g.truth[i], g.base)
		column := []weight{{i, 1}}
		for _, h := range slices.Sorted(maps.Keys(g.holders[i])) {
			column = append(column, weight{h, g.lines[h].by[i]})
		}
		for _, w := range column {
			k.rows[w.cell] = append(k.rows[w.cell], len(k.free))
		}
		k.free = append(k.free, i)
		k.columns = append(k.columns, column)
	}
	for i, l := range g.lines {
		if l == nil {
			continue
		}
		k.value[i] = l.constant
		for c, n := range l.by {
			k.value[i] += n * k.value[c]
		}
	}
	return k
}

// nearest gives a count in bases, halves away from zero.
func nearest(n, base int64) int64 {
	if n < 0 {
		return -nearest(-n, base)
	}
	return (2*n + base) / (2 * base)
}

// cost is what it costs to print a cell as a number of bases.
func (k *choice) cost(cell int, value int64) int64 {
	v := k.base * value
	d := v - k.truth[cell]
	if d < 0 {
		d = -d
	}
	c := d * d
	if d >= k.base {
		c += far * (d - k.base + 1) * (d - k.base + 1)
	}
	if v < k.least[cell] {
		c += impossible * (k.least[cell] - v)
	}
	return c
}

func (k *choice) total() int64 {
	total := int64(0)
	for i, v := range k.value {
		total += k.cost(i, v)
	}
	return total
}

// run chooses.
func (k *choice) run() {
	if len(k.free) == 0 {
		return
	}
	k.settle()
	best, cost := slices.Clone(k.value), k.total()
	tries := min(triesPerCell*len(k.free), mostTries)
	for n := range int64(min(max(1, fewTries/tries), restarts)) {
		if cost == 0 {
			break
		}
		k.anneal(tries, 8>>n)
		k.settle()
		if c := k.total(); c < cost {
			cost = c
			copy(best, k.value)
		}
	}
	copy(k.value, best)
}

// anneal takes steps at random, also such that make it worse by less than a threshold.
func (k *choice) anneal(tries int, part int64) {
	reach := 0
	for _, c := range k.columns {
		reach += len(c)
	}
	most := k.base * k.base * int64(reach) / int64(len(k.columns)) / part
	for level := range int64(levels) {
		threshold := most * (levels - 1 - level) / levels
		for range tries / levels {
			i, sign := k.random.IntN(len(k.free)), int64(1-2*k.random.IntN(2))
			if k.random.IntN(4) == 0 {
				k.try(threshold, i, sign, -1, 0)
				continue
			}
			column := k.columns[i]
			row := k.rows[column[k.random.IntN(len(column))].cell]
			other := -sign
			if k.random.IntN(4) == 0 {
				other = sign
			}
			k.try(threshold, i, sign, row[k.random.IntN(len(row))], other)
		}
	}
}

// try changes a free cell by a base, and another one if j is one, unless that costs more
// than a threshold. It tells whether it did.
func (k *choice) try(threshold int64, i int, sign int64, j int, other int64) bool {
	if j == i {
		j = -1
	}
	cost := k.step(i, sign)
	if j >= 0 {
		cost += k.step(j, other)
	}
	if cost <= threshold {
		return true
	}
	k.step(i, -sign)
	if j >= 0 {
		k.step(j, -other)
	}
	return false
}

// step changes a free cell by a base, and gives what that costs.
func (k *choice) step(i int, sign int64) int64 {
	cost := int64(0)
	for _, w := range k.columns[i] {
		v := k.value[w.cell]
		cost += k.cost(w.cell, v+sign*w.by) - k.cost(w.cell, v)
		k.value[w.cell] = v + sign*w.by
	}
	return cost
}

// settle takes single steps until none makes it better.
func (k *choice) settle() {
	for better := true; better; {
		better = false
		for i := range k.free {
			for _, sign := range []int64{1, -1} {
				for k.try(-1, i, sign, -1, 0) {
					better = true
				}
			}
		}
	}
}
