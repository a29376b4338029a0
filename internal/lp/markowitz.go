package lp

import (
	"math"
	"slices"
)

// threshold is the least share of a row's largest coefficient that a pivot may
// have: lower keeps the factors sparser, higher keeps them more exact.
const threshold = 0.1

// smallest is the least size of a pivot of a basis; what is below is rounding.
const smallest = 1e-11

// nucleus is what is left of a basis when its singletons are gone: rows with
// values, columns as patterns, and both in lists by count.
type nucleus struct {
	index [][]int32 // slots of a row
	value [][]float64
	rows  [][]int32 // rows of a slot

	first      [2][]int32 // first row and first slot of each count, or -1
	next, prev [2][]int32
	count      [2][]int32 // count under which an item is listed, or -1

	mark []float64 // pivot row by slot
	seen []bool
}

const byRow, bySlot = 0, 1

// eliminate factorises what has no pivot yet in b.
func (u *nucleus) eliminate(b *basis) {
	m := b.m
	if len(u.index) < m {
		u.index, u.value, u.rows = make([][]int32, m), make([][]float64, m), make([][]int32, m)
		u.mark, u.seen = make([]float64, m), make([]bool, m)
		for side := range 2 {
			u.first[side] = make([]int32, m+1)
			u.next[side], u.prev[side], u.count[side] = make([]int32, m), make([]int32, m), make([]int32, m)
		}
	}
	for side := range 2 {
		for i := range u.first[side] {
			u.first[side][i] = -1
		}
		for i := range u.count[side] {
			u.count[side][i] = -1
		}
	}
	for i := range m {
		u.index[i], u.value[i], u.rows[i] = u.index[i][:0], u.value[i][:0], u.rows[i][:0]
	}
	for r := range m {
		if b.pivotSlot[r] >= 0 {
			continue
		}
		for k := b.rowsOf.start[r]; k < b.rowsOf.end[r]; k++ {
			slot := b.rowsOf.index[k]
			if b.pivotRow[slot] < 0 {
				u.index[r] = append(u.index[r], slot)
				u.value[r] = append(u.value[r], b.rowsOf.value[k])
				u.rows[slot] = append(u.rows[slot], int32(r))
			}
		}
	}
	for i := range int32(m) {
		if b.pivotSlot[i] < 0 {
			u.list(byRow, i, len(u.index[i]))
		}
		if b.pivotRow[i] < 0 {
			u.list(bySlot, i, len(u.rows[i]))
		}
	}
	for {
		r, slot, ok := u.choose(m - len(b.order))
		if !ok {
			return // the rest is 0: the columns depend on each other
		}
		u.pivot(b, r, slot)
	}
}

// list puts an item under a count, and takes it from where it was. A count of 0
// or below takes it from the lists: it can be no pivot.
func (u *nucleus) list(side int, i int32, count int) {
	first, next, prev := u.first[side], u.next[side], u.prev[side]
	if old := u.count[side][i]; old > 0 {
		if prev[i] >= 0 {
			next[prev[i]] = next[i]
		} else {
			first[old] = next[i]
		}
		if next[i] >= 0 {
			prev[next[i]] = prev[i]
		}
	}
	u.count[side][i] = int32(count)
	if count <= 0 {
		return
	}
	next[i], prev[i] = first[count], -1
	if first[count] >= 0 {
		prev[first[count]] = i
	}
	first[count] = i
}

// choose looks for a pivot with a low product of counts, among at most four rows
// or columns that have one that is large enough. left is the number of pivots to go.
func (u *nucleus) choose(left int) (row, slot int32, ok bool) {
	best, size, looked := math.MaxInt, 0.0, 0
	consider := func(r, j int32, value, largest float64) bool {
		value = math.Abs(value)
		if value < threshold*largest || value < smallest {
			return false
		}
		fill := (len(u.index[r]) - 1) * (len(u.rows[j]) - 1)
		if fill < best || fill == best && value > size {
			best, size, row, slot, ok = fill, value, r, j, true
		}
		return true
	}
	for count := 1; count <= left; count++ {
		for j := u.first[bySlot][count]; j >= 0; j = u.next[bySlot][j] {
			found := false
			for _, r := range u.rows[j] {
				largest, own := 0.0, 0.0
				for k, other := range u.index[r] {
					largest = max(largest, math.Abs(u.value[r][k]))
					if other == j {
						own = u.value[r][k]
					}
				}
				found = consider(r, j, own, largest) || found
			}
			if found {
				looked++
			}
			if ok && (best <= (count-1)*(count-1) || looked >= 4) {
				return
			}
		}
		for r := u.first[byRow][count]; r >= 0; r = u.next[byRow][r] {
			largest := 0.0
			for _, v := range u.value[r] {
				largest = max(largest, math.Abs(v))
			}
			for k, j := range u.index[r] {
				consider(r, j, u.value[r][k], largest)
			}
			looked++
			if ok && (best <= count*(count-1) || looked >= 4) {
				return
			}
		}
	}
	return
}

// pivot eliminates slot from all rows but r, and moves row r to U and the
// multipliers to L.
func (u *nucleus) pivot(b *basis, r, slot int32) {
	b.urow.start[r] = int32(len(b.urow.index))
	value := 0.0
	for k, j := range u.index[r] {
		if j == slot {
			value = u.value[r][k]
			continue
		}
		b.urow.index = append(b.urow.index, j)
		b.urow.value = append(b.urow.value, u.value[r][k])
		u.mark[j] = u.value[r][k]
		u.rows[j] = without(u.rows[j], r)
	}
	b.urow.end[r] = int32(len(b.urow.index))
	pivotRow := b.urow.index[b.urow.start[r]:]
	b.pivot(r, slot, value)
	u.list(byRow, r, 0)
	u.list(bySlot, slot, 0)

	b.lcol.start[r] = int32(len(b.lcol.index))
	for _, i := range u.rows[slot] {
		if i == r {
			continue
		}
		factor := u.subtract(i, slot, value, pivotRow)
		b.lcol.index = append(b.lcol.index, i)
		b.lcol.value = append(b.lcol.value, factor)
		u.list(byRow, i, len(u.index[i]))
	}
	b.lcol.end[r] = int32(len(b.lcol.index))
	for _, j := range pivotRow {
		u.mark[j] = 0
		u.list(bySlot, j, len(u.rows[j]))
	}
	u.index[r], u.value[r], u.rows[slot] = u.index[r][:0], u.value[r][:0], u.rows[slot][:0]
}

// subtract takes the marked pivot row from row i so often that slot vanishes,
// and returns how often.
func (u *nucleus) subtract(i, slot int32, value float64, pivotRow []int32) float64 {
	index, values := u.index[i], u.value[i]
	factor := 0.0
	for k, j := range index {
		if j == slot {
			factor = values[k] / value
			break
		}
	}
	keep := 0
	for k, j := range index {
		if j == slot {
			continue
		}
		v := values[k]
		if p := u.mark[j]; p != 0 {
			u.seen[j] = true
			v -= factor * p
			if math.Abs(v) <= tiny {
				u.rows[j] = without(u.rows[j], i)
				continue
			}
		}
		index[keep], values[keep] = j, v
		keep++
	}
	index, values = index[:keep], values[:keep]
	for _, j := range pivotRow {
		if u.seen[j] {
			u.seen[j] = false
			continue
		}
		index, values = append(index, j), append(values, -factor*u.mark[j])
		u.rows[j] = append(u.rows[j], i)
	}
	u.index[i], u.value[i] = index, values
	return factor
}

// without removes one value from a list that has it; the order does not matter.
func without(list []int32, value int32) []int32 {
	last := len(list) - 1
	list[slices.Index(list, value)] = list[last]
	return list[:last]
}
