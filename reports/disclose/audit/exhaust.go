package audit

import "math"

// exhaust is for a small part whose bounds were found in tables that are not whole: it
// searches the sharp ones in whole numbers, by halving what a fractional number may be.
func (p *part) exhaust(sharp map[int]bool) error {
	for i := range p.cells {
		if !p.hidden(i) || p.whole[0][i] && p.whole[1][i] {
			continue
		}
		low, high, ok := p.extremes(i)
		if !ok {
			continue // too many to search: the bounds stay those of the linear programme
		}
		p.least[i], p.most[i] = float64(low), float64(high)
		p.whole[0][i], p.whole[1][i] = true, true
		sharp[i] = true
	}
	return nil
}

// extremes gives the least and largest value of a column in tables of whole numbers;
// false when the search would take too long.
func (p *part) extremes(column int) (low, high int64, ok bool) {
	s := search{p: p, column: column, budget: 20_000, low: math.MaxInt64, high: math.MinInt64}
	values, lows, highs := make([]int64, len(p.cells)), make([]int64, len(p.cells)), make([]int64, len(p.cells))
	for i, c := range p.cells {
		lows[i], highs[i] = p.a.low[c], p.a.high[c]
	}
	s.values = values
	s.extend(lows, highs)
	return s.low, s.high, s.budget > 0 && s.low <= s.high
}

// search goes through the tables of whole numbers of a part.
type search struct {
	p         *part
	column    int
	values    []int64
	budget    int
	low, high int64
}

// extend fixes one more number, the one with the fewest values left.
func (s *search) extend(low, high []int64) {
	if s.budget--; s.budget <= 0 {
		return
	}
	if !s.tighten(low, high) {
		return
	}
	if low[s.column] >= s.low && high[s.column] <= s.high {
		return // nothing new can come of it
	}
	best := -1
	for i := range low {
		if low[i] < high[i] && (best < 0 || high[i]-low[i] < high[best]-low[best]) {
			best = i
		}
	}
	if best < 0 {
		s.low, s.high = min(s.low, low[s.column]), max(s.high, low[s.column])
		return
	}
	if low[s.column] < high[s.column] {
		best = s.column
	}
	// The ends first: they are what is looked for.
	for k := int64(0); 2*k <= high[best]-low[best]; k++ {
		for _, v := range []int64{low[best] + k, high[best] - k} {
			l, h := append([]int64(nil), low...), append([]int64(nil), high...)
			l[best], h[best] = v, v
			s.extend(l, h)
			if s.budget <= 0 || low[best]+k == high[best]-k {
				break
			}
		}
		if s.budget <= 0 {
			return
		}
	}
}

// tighten narrows bounds by the equations; false when there is no table.
func (s *search) tighten(low, high []int64) bool {
	for moved := true; moved; {
		moved = false
		for _, r := range s.p.rows {
			least, most := int64(0), int64(0)
			for _, t := range r.terms {
				l, h := reach(t.coef, low[s.p.column[t.cell]], high[s.p.column[t.cell]])
				least, most = least+l, most+h
			}
			if least > r.right || most < r.right {
				return false
			}
			for _, t := range r.terms {
				i := s.p.column[t.cell]
				l, h := reach(t.coef, low[i], high[i])
				a, b := r.right-(most-h), r.right-(least-l)
				if t.coef < 0 {
					a, b = -b, -a
				}
				if a > low[i] || b < high[i] {
					low[i], high[i] = max(low[i], a), min(high[i], b)
					moved = true
					if low[i] > high[i] {
						return false
					}
					least, most = 0, 0
					for _, t := range r.terms {
						l, h := reach(t.coef, low[s.p.column[t.cell]], high[s.p.column[t.cell]])
						least, most = least+l, most+h
					}
				}
			}
		}
	}
	return true
}

func reach(coef, low, high int64) (least, most int64) {
	if coef < 0 {
		return -high, -low
	}
	return low, high
}
