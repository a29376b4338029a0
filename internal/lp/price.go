package lp

import "math"

// list is a set of variables in the order in which they came.
type list struct {
	items []int32
	at    []int32 // place of a variable in items, or -1
}

func (l *list) add(j int32) {
	if l.at[j] < 0 {
		l.at[j] = int32(len(l.items))
		l.items = append(l.items, j)
	}
}

func (l *list) remove(j int32) {
	at := l.at[j]
	if at < 0 {
		return
	}
	last := l.items[len(l.items)-1]
	l.items[at], l.at[last], l.at[j] = last, at, -1
	l.items = l.items[:len(l.items)-1]
}

// attend puts variable j in the list of attractive ones or takes it out. A
// logical outside the basis stays there: its bounds are equal.
func (s *Solver) attend(j int32) {
	gain := -s.d[j]
	if s.atUpper[j] {
		gain = -gain
	}
	if gain > s.tolCost && s.where[j] < 0 && s.lo[j] < s.hi[j] {
		s.attractive.add(j)
	} else {
		s.attractive.remove(j)
	}
}

// reprice computes all reduced costs from the costs of the phase.
func (s *Solver) reprice() {
	largest := 1.0
	if !s.phase1 {
		largest = 0
		for _, c := range s.cost {
			largest = max(largest, math.Abs(c))
		}
	}
	s.tolCost = 1e-9 * largest
	copy(s.d, s.c)
	for i, j := range s.head {
		s.rho[i] = s.c[j]
	}
	s.addPrices()
	for j := range int32(s.n) {
		if s.where[j] >= 0 {
			s.d[j] = 0
		}
		s.attend(j)
	}
}

// addPrices takes from the reduced costs what the costs in rho, by position,
// make of them. It leaves rho empty.
func (s *Solver) addPrices() {
	s.basis.backward(s.rho)
	for i, y := range s.rho {
		if y == 0 {
			continue
		}
		s.rho[i] = 0
		for k := s.rows.start[i]; k < s.rows.end[i]; k++ {
			s.d[s.rows.index[k]] -= y * s.rows.value[k]
		}
	}
}

// shiftCosts brings the reduced costs to the phase 1 costs that the last move has
// changed.
func (s *Solver) shiftCosts() {
	some := false
	for _, i := range s.changed {
		j := s.head[i]
		side := s.violation(j)
		if side == s.c[j] {
			continue // it left the basis
		}
		if s.c[j] == 0 {
			s.outside++
		} else if side == 0 {
			s.outside--
		}
		s.rho[i] = side - s.c[j]
		s.c[j] = side
		some = true
	}
	if !some {
		return
	}
	if s.outside == 0 {
		clear(s.rho) // phase 2 has costs of its own
		return
	}
	s.basis.backward(s.rho)
	s.gatherRow()
	for _, j := range s.touched {
		if s.where[j] < 0 {
			s.d[j] -= s.row[j]
			s.attend(j)
		}
	}
	s.clearRow()
}

// entering picks the variable with the largest gain by its Devex weight, or by
// Bland's rule the first one when the solver has stalled for long under the given
// bounds; -1 when none gains.
func (s *Solver) entering() int32 {
	best, size := int32(-1), 0.0
	if s.bland() {
		for _, j := range s.attractive.items {
			if best < 0 || j < best {
				best = j
			}
		}
		return best
	}
	for _, j := range s.attractive.items {
		if gain := s.d[j] * s.d[j]; gain > size*s.weight[j] {
			best, size = j, gain/s.weight[j]
		}
	}
	return best
}

// bland tells whether steps of length 0 have gone on for so long that a cycle is
// to be feared.
func (s *Solver) bland() bool { return s.stalled > s.patience }

func (s *Solver) resetWeights() {
	for j := range s.weight {
		s.weight[j] = 1
	}
}

// column solves for column q of A into alpha.
func (s *Solver) column(q int32) {
	clear(s.alpha)
	for _, e := range s.p.Columns[q] {
		s.alpha[e.Row] = e.Value
	}
	s.basis.forward(s.alpha)
	s.nonzero = s.nonzero[:0]
	for i, v := range s.alpha {
		if v == 0 {
			continue
		}
		if math.Abs(v) < tiny {
			s.alpha[i] = 0
			continue
		}
		s.nonzero = append(s.nonzero, int32(i))
	}
}

// pivotRow computes row r of the basis' inverse times A into row.
func (s *Solver) pivotRow(r int32) {
	s.rho[r] = 1
	s.basis.backward(s.rho)
	s.gatherRow()
}

// gatherRow multiplies rho, by row, with A into row, and leaves rho empty.
func (s *Solver) gatherRow() {
	s.touched = s.touched[:0]
	for i, y := range s.rho {
		if y == 0 {
			continue
		}
		s.rho[i] = 0
		if math.Abs(y) < tiny {
			continue
		}
		for k := s.rows.start[i]; k < s.rows.end[i]; k++ {
			j := s.rows.index[k]
			if s.row[j] == 0 {
				s.touched = append(s.touched, j)
			}
			s.row[j] += y * s.rows.value[k]
			if s.row[j] == 0 {
				s.row[j] = 1e-300 // it is listed; keep it so
			}
		}
	}
}

func (s *Solver) clearRow() {
	for _, j := range s.touched {
		s.row[j] = 0
	}
	s.touched = s.touched[:0]
}

// updatePrices brings reduced costs and Devex weights to the basis in which q
// stands at position r, by the pivot row, and clears that row.
func (s *Solver) updatePrices(q, r int32) {
	pivot, dq, wq := s.alpha[r], s.d[q], s.weight[q]
	for _, j := range s.touched {
		if s.where[j] >= 0 || j == q || math.Abs(s.row[j]) < tiny {
			continue
		}
		ratio := s.row[j] / pivot
		s.d[j] -= dq * ratio
		s.weight[j] = max(s.weight[j], ratio*ratio*wq)
		s.attend(j)
	}
	s.clearRow()
	s.d[q] = 0
	if l := s.head[r]; int(l) < s.n {
		s.d[l] = -dq / pivot
		s.weight[l] = max(wq/(pivot*pivot), 1)
		if s.weight[l] > 1e8 {
			s.resetWeights()
		}
	}
}
