package lp

import "math"

// tiny is what elimination takes for 0: cancellation of coefficients near 1.
const tiny = 1e-13

// elimination is the working memory of a factorisation. Columns are numbered by
// their slot in the list of columns to factorise.
type elimination struct {
	cols, rowsOf sparse // the basis by slot and by row
	colCount     []int32
	rowCount     []int32
	pivotRow     []int32 // of a slot, or -1
	pivotSlot    []int32 // of a row, or -1
	queue        []int32
	nucleus      nucleus
}

// factorise makes LU factors of as many columns as there are rows. It returns
// the row in which each was pivoted, or -1 where a column depends on the others:
// the row left over then has its unit column instead. The slice is valid until
// the next call.
func (b *basis) factorise(columns [][]Entry) []int32 {
	m := len(columns)
	b.m = m
	b.etas.start, b.etas.end, b.etas.index, b.etas.value = b.etas.start[:0], b.etas.end[:0], b.etas.index[:0], b.etas.value[:0]
	b.etaRow, b.etaPivot = b.etaRow[:0], b.etaPivot[:0]
	b.cols.reset(m)
	for slot, column := range columns {
		b.cols.start[slot] = int32(len(b.cols.index))
		for _, e := range column {
			if math.Abs(e.Value) > tiny {
				b.cols.index = append(b.cols.index, int32(e.Row))
				b.cols.value = append(b.cols.value, e.Value)
			}
		}
		b.cols.end[slot] = int32(len(b.cols.index))
	}
	b.rowsOf.transpose(&b.cols, m, m)
	b.colCount, b.rowCount = resized(b.colCount, m), resized(b.rowCount, m)
	b.pivotRow, b.pivotSlot = resized(b.pivotRow, m), resized(b.pivotSlot, m)
	for i := range m {
		b.colCount[i] = b.cols.end[i] - b.cols.start[i]
		b.rowCount[i] = b.rowsOf.end[i] - b.rowsOf.start[i]
		b.pivotRow[i], b.pivotSlot[i] = -1, -1
	}
	b.order = b.order[:0]
	b.diagonal = resized(b.diagonal, m)
	b.lcol.reset(m)
	b.urow.reset(m)

	b.columnSingletons()
	b.rowSingletons()
	if len(b.order) < m {
		b.nucleus.eliminate(b)
	}
	b.finish()
	return b.pivotRow
}

// columnSingletons pivots, as long as there are any, columns of which one row is
// left. They need no elimination: their row goes to U as it is.
func (b *basis) columnSingletons() {
	b.queue = b.queue[:0]
	for slot, count := range b.colCount {
		if count == 1 {
			b.queue = append(b.queue, int32(slot))
		}
	}
	for at := 0; at < len(b.queue); at++ {
		slot := b.queue[at]
		if b.colCount[slot] != 1 {
			continue // its row went to another one
		}
		for k := b.cols.start[slot]; k < b.cols.end[slot]; k++ {
			r := b.cols.index[k]
			if b.pivotSlot[r] >= 0 {
				continue
			}
			b.pivot(r, slot, b.cols.value[k])
			b.urow.start[r] = int32(len(b.urow.index))
			for e := b.rowsOf.start[r]; e < b.rowsOf.end[r]; e++ {
				other := b.rowsOf.index[e]
				if b.pivotRow[other] >= 0 {
					continue
				}
				b.urow.index = append(b.urow.index, other)
				b.urow.value = append(b.urow.value, b.rowsOf.value[e])
				b.colCount[other]--
				if b.colCount[other] == 1 {
					b.queue = append(b.queue, other)
				}
			}
			b.urow.end[r] = int32(len(b.urow.index))
			break
		}
	}
}

// rowSingletons pivots rows of which one column is left. No other column
// changes, so that no new column singletons arise.
func (b *basis) rowSingletons() {
	for r := range b.m {
		b.rowCount[r] = 0
		for _, slot := range b.rowsOf.index[b.rowsOf.start[r]:b.rowsOf.end[r]] {
			if b.pivotRow[slot] < 0 {
				b.rowCount[r]++
			}
		}
	}
	b.queue = b.queue[:0]
	for r, count := range b.rowCount {
		if count == 1 && b.pivotSlot[r] < 0 {
			b.queue = append(b.queue, int32(r))
		}
	}
	for at := 0; at < len(b.queue); at++ {
		r := b.queue[at]
		if b.rowCount[r] != 1 {
			continue
		}
		var slot int32
		var value float64
		for k := b.rowsOf.start[r]; k < b.rowsOf.end[r]; k++ {
			if b.pivotRow[b.rowsOf.index[k]] < 0 {
				slot, value = b.rowsOf.index[k], b.rowsOf.value[k]
			}
		}
		b.pivot(r, slot, value)
		b.lcol.start[r] = int32(len(b.lcol.index))
		for k := b.cols.start[slot]; k < b.cols.end[slot]; k++ {
			i := b.cols.index[k]
			if b.pivotSlot[i] >= 0 {
				continue
			}
			b.lcol.index = append(b.lcol.index, i)
			b.lcol.value = append(b.lcol.value, b.cols.value[k]/value)
			b.rowCount[i]--
			if b.rowCount[i] == 1 {
				b.queue = append(b.queue, i)
			}
		}
		b.lcol.end[r] = int32(len(b.lcol.index))
	}
}

func (b *basis) pivot(r, slot int32, value float64) {
	b.order = append(b.order, r)
	b.diagonal[r] = value
	b.pivotRow[slot], b.pivotSlot[r] = r, slot
}

// finish gives rows without a pivot their unit column, renames the columns of U
// by their pivot row and makes the other view of L and U.
func (b *basis) finish() {
	for r := range b.m {
		if b.pivotSlot[r] < 0 {
			b.order = append(b.order, int32(r))
			b.diagonal[r] = 1
		}
	}
	for _, r := range b.order {
		keep := b.urow.start[r]
		for k := keep; k < b.urow.end[r]; k++ {
			if to := b.pivotRow[b.urow.index[k]]; to >= 0 {
				b.urow.index[keep], b.urow.value[keep] = to, b.urow.value[k]
				keep++
			}
		}
		b.urow.end[r] = keep
	}
	b.ucol.transpose(&b.urow, b.m, b.m)
	b.lrow.transpose(&b.lcol, b.m, b.m)
	b.lcols, b.lrows, b.ucols, b.urows = b.lcols[:0], b.lrows[:0], b.ucols[:0], b.urows[:0]
	for _, r := range b.order {
		if b.lcol.end[r] > b.lcol.start[r] {
			b.lcols = append(b.lcols, r)
		}
		if b.lrow.end[r] > b.lrow.start[r] {
			b.lrows = append(b.lrows, r)
		}
		if b.ucol.end[r] > b.ucol.start[r] || b.diagonal[r] != 1 {
			b.ucols = append(b.ucols, r)
		}
		if b.urow.end[r] > b.urow.start[r] || b.diagonal[r] != 1 {
			b.urows = append(b.urows, r)
		}
	}
}
