package protect

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// term is a column of a row of the system, with its coefficient in the field.
type term struct {
	col  int32
	coef uint64
}

// kernel is a system of equations in echelon form, from which vectors of its null
// space are drawn: columns without a pivot are free, the others follow from them.
type kernel struct {
	cols   int
	pivots []pivot // in the order of elimination
	bound  []bool  // by column: it has a pivot
}

type pivot struct {
	col int32
	row []term // col = the sum of these
}

// newKernel eliminates rows over a number of columns. The rows are used up.
func newKernel(cols int, rows [][]term) *kernel {
	k := &kernel{cols: cols, bound: make([]bool, cols)}
	in := make([][]int32, cols) // rows that hold a column, or held it once
	queue := make([][]int32, 0, 64)
	push := func(r int32) {
		n := len(rows[r])
		for len(queue) <= n {
			queue = append(queue, nil)
		}
		queue[n] = append(queue[n], r)
	}
	for r, row := range rows {
		slices.SortFunc(row, func(a, b term) int { return cmp.Compare(a.col, b.col) })
		for _, t := range row {
			in[t.col] = append(in[t.col], int32(r))
		}
		push(int32(r))
	}
	done := make([]bool, len(rows))
	var spare []term
	for n := 0; n < len(queue); {
		if len(queue[n]) == 0 {
			n++
			continue
		}
		// The shortest row, and of its columns the one in the fewest rows: that fills
		// the system up least.
		r := queue[n][len(queue[n])-1]
		queue[n] = queue[n][:len(queue[n])-1]
		if done[r] || len(rows[r]) != n {
			continue // it was queued again under the length that it has now
		}
		done[r] = true
		if n == 0 {
			continue
		}
		row := rows[r]
		best := 0
		for i, t := range row {
			if len(in[t.col]) < len(in[row[best].col]) {
				best = i
			}
		}
		col := row[best].col
		scale := sub(0, inverse(row[best].coef))
		p := pivot{col: col, row: make([]term, 0, len(row)-1)}
		for i, t := range row {
			if i != best {
				p.row = append(p.row, term{t.col, mul(t.coef, scale)})
			}
		}
		k.bound[col] = true
		k.pivots = append(k.pivots, p)
		for _, other := range in[col] {
			if done[other] {
				continue
			}
			at, found := slices.BinarySearchFunc(rows[other], col, func(t term, c int32) int { return cmp.Compare(t.col, c) })
			if !found {
				continue
			}
			spare = replace(spare[:0], rows[other], at, p.row, func(c int32) { in[c] = append(in[c], other) })
			rows[other] = append(rows[other][:0], spare...)
			push(other)
			n = min(n, len(rows[other]))
		}
		in[col] = nil
	}
	return k
}

// replace puts a sum in the place of the term at an index of a row. fresh is told of
// columns that the row did not hold.
func replace(out, row []term, at int, sum []term, fresh func(int32)) []term {
	scale := row[at].coef
	i, j := 0, 0
	for i < len(row) || j < len(sum) {
		switch {
		case i == at:
			i++
		case j == len(sum) || i < len(row) && row[i].col < sum[j].col:
			out = append(out, row[i])
			i++
		case i == len(row) || sum[j].col < row[i].col:
			out = append(out, term{sum[j].col, mul(sum[j].coef, scale)})
			fresh(sum[j].col)
			j++
		default:
			if c := add(row[i].coef, mul(sum[j].coef, scale)); c != 0 {
				out = append(out, term{row[i].col, c})
			}
			i, j = i+1, j+1
		}
	}
	return out
}

// draw gives random vectors of the null space, each with a value a column.
func (k *kernel) draw(r *rand.Rand, count int) [][]uint64 {
	out := make([][]uint64, count)
	for v := range out {
		x := make([]uint64, k.cols)
		for c := range x {
			if !k.bound[c] {
				x[c] = random(r)
			}
		}
		for _, p := range slices.Backward(k.pivots) {
			s := uint64(0)
			for _, t := range p.row {
				s = add(s, mul(t.coef, x[t.col]))
			}
			x[p.col] = s
		}
		out[v] = x
	}
	return out
}
