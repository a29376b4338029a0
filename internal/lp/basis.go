package lp

// sparse holds vectors of index and value: vector i is at start[i]:end[i].
type sparse struct {
	start, end []int32
	index      []int32
	value      []float64
}

// reset empties s and gives it n empty vectors.
func (s *sparse) reset(n int) {
	s.start, s.end = zeros(s.start, n), zeros(s.end, n)
	s.index, s.value = s.index[:0], s.value[:0]
}

// transpose makes s the transpose of from, both of n vectors. Within a vector of
// s the indices stand in rising order.
func (s *sparse) transpose(from *sparse, n, size int) {
	s.reset(n)
	for i := range size {
		for _, j := range from.index[from.start[i]:from.end[i]] {
			s.end[j]++
		}
	}
	at := int32(0)
	for j := range n {
		s.start[j], at, s.end[j] = at, at+s.end[j], at
	}
	s.index, s.value = resized(s.index, int(at)), resized(s.value, int(at))
	for i := range size {
		for k := from.start[i]; k < from.end[i]; k++ {
			j := from.index[k]
			s.index[s.end[j]], s.value[s.end[j]] = int32(i), from.value[k]
			s.end[j]++
		}
	}
}

// basis holds the factors L U of a basis, and the product form of what was
// exchanged since. A position of the basis is the row in which its column was
// pivoted, so that rows and positions share their numbers.
type basis struct {
	m          int
	order      []int32   // pivot rows in order of elimination
	diagonal   []float64 // of U, by pivot row
	lcol, lrow sparse    // L without its unit diagonal, by column and by row
	ucol, urow sparse    // U without its diagonal
	lcols      []int32   // columns of L that are not empty, in order
	lrows      []int32   // rows of L that are not empty, in order
	ucols      []int32   // columns of U that are more than a diagonal of 1, in order
	urows      []int32   // rows of U likewise

	etas     sparse // exchanged columns without their pivot, by exchange
	etaRow   []int32
	etaPivot []float64

	elimination
}

// fresh tells whether nothing was exchanged since the factorisation.
func (b *basis) fresh() bool { return len(b.etaRow) == 0 }

// full tells whether another factorisation is cheaper than to go on.
func (b *basis) full() bool {
	return len(b.etaRow) >= 100 || len(b.etas.index) > 3*(b.m+len(b.ucol.index)+len(b.lcol.index))
}

// exchange replaces the column at position r by the one of which alpha holds the
// solution, with its nonzero positions.
func (b *basis) exchange(r int32, alpha []float64, nonzero []int32) {
	e := &b.etas
	e.start = append(e.start, int32(len(e.index)))
	for _, i := range nonzero {
		if i != r {
			e.index = append(e.index, i)
			e.value = append(e.value, alpha[i])
		}
	}
	e.end = append(e.end, int32(len(e.index)))
	b.etaRow = append(b.etaRow, r)
	b.etaPivot = append(b.etaPivot, alpha[r])
}

// forward solves B x = v in place: v by row, x by position.
func (b *basis) forward(v []float64) {
	for _, r := range b.lcols {
		if t := v[r]; t != 0 {
			for k := b.lcol.start[r]; k < b.lcol.end[r]; k++ {
				v[b.lcol.index[k]] -= b.lcol.value[k] * t
			}
		}
	}
	for at := len(b.ucols) - 1; at >= 0; at-- {
		r := b.ucols[at]
		if t := v[r]; t != 0 {
			t /= b.diagonal[r]
			v[r] = t
			for k := b.ucol.start[r]; k < b.ucol.end[r]; k++ {
				v[b.ucol.index[k]] -= b.ucol.value[k] * t
			}
		}
	}
	for e, r := range b.etaRow {
		if t := v[r]; t != 0 {
			t /= b.etaPivot[e]
			v[r] = t
			for k := b.etas.start[e]; k < b.etas.end[e]; k++ {
				v[b.etas.index[k]] -= b.etas.value[k] * t
			}
		}
	}
}

// backward solves B' y = v in place: v by position, y by row.
func (b *basis) backward(v []float64) {
	for e := len(b.etaRow) - 1; e >= 0; e-- {
		t := v[b.etaRow[e]]
		for k := b.etas.start[e]; k < b.etas.end[e]; k++ {
			t -= b.etas.value[k] * v[b.etas.index[k]]
		}
		if t != 0 {
			t /= b.etaPivot[e]
		}
		v[b.etaRow[e]] = t
	}
	for _, r := range b.urows {
		if t := v[r]; t != 0 {
			t /= b.diagonal[r]
			v[r] = t
			for k := b.urow.start[r]; k < b.urow.end[r]; k++ {
				v[b.urow.index[k]] -= b.urow.value[k] * t
			}
		}
	}
	for at := len(b.lrows) - 1; at >= 0; at-- {
		r := b.lrows[at]
		if t := v[r]; t != 0 {
			for k := b.lrow.start[r]; k < b.lrow.end[r]; k++ {
				v[b.lrow.index[k]] -= b.lrow.value[k] * t
			}
		}
	}
}

func zeros[T int32 | float64](s []T, n int) []T {
	s = resized(s, n)
	clear(s)
	return s
}

func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
