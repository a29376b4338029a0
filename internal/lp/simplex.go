package lp

import "math"

// prepare sets up the logical basis and the widened bounds.
func (s *Solver) prepare() {
	n, m := s.n, s.m
	s.lo, s.hi, s.x = make([]float64, n+m), make([]float64, n+m), make([]float64, n+m)
	s.where, s.atUpper, s.head = make([]int32, n+m), make([]bool, n+m), make([]int32, m)
	s.cost, s.c = make([]float64, n), make([]float64, n+m)
	s.d, s.weight, s.row = make([]float64, n), make([]float64, n), make([]float64, n)
	s.alpha, s.rho, s.rhs = make([]float64, m), make([]float64, m), make([]float64, m)
	s.attractive.at, s.unit = make([]int32, n), make([]Entry, m)
	var byColumn sparse
	byColumn.reset(n)
	for j, column := range s.p.Columns {
		byColumn.start[j] = int32(len(byColumn.index))
		for _, e := range column {
			byColumn.index = append(byColumn.index, int32(e.Row))
			byColumn.value = append(byColumn.value, e.Value)
		}
		byColumn.end[j] = int32(len(byColumn.index))
	}
	s.rows.transpose(&byColumn, m, n)
	for j := range n {
		s.where[j], s.attractive.at[j] = -1, -1
		s.lo[j], s.hi[j] = s.p.Lower[j], s.p.Upper[j]
		if s.lo[j] < s.hi[j] {
			s.lo[j] -= s.tol * (500 + 500*noise(2*j))
			s.hi[j] += s.tol * (500 + 500*noise(2*j+1))
		}
		s.x[j] = s.lo[j]
	}
	for i := range m {
		s.head[i], s.where[n+i] = int32(n+i), int32(i)
		s.unit[i] = Entry{Row: i, Value: 1}
	}
}

// noise gives a number from 0 to 1 that looks random and is the same for the
// same i (SplitMix64).
func noise(i int) float64 {
	z := uint64(i+1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}

// narrow makes the given bounds the working ones, for good.
func (s *Solver) narrow() {
	s.exact = true
	for j := range s.n {
		s.lo[j], s.hi[j] = s.p.Lower[j], s.p.Upper[j]
		s.rest(int32(j))
	}
	s.refresh()
}

// rest puts a variable outside the basis on its bound.
func (s *Solver) rest(j int32) {
	if s.where[j] >= 0 {
		return
	}
	s.x[j] = s.lo[j]
	if s.atUpper[j] {
		s.x[j] = s.hi[j]
	}
}

// refresh factorises the basis and computes from it the values and, for the
// phase that they ask for, the reduced costs. Where the basis has become
// singular, logicals take the place of the columns that depend on others.
func (s *Solver) refresh() {
	old := append(s.touched[:0], s.head...) // head changes below
	s.columns = s.columns[:0]
	for _, j := range old {
		if int(j) < s.n {
			s.columns = append(s.columns, s.p.Columns[j])
		} else {
			s.columns = append(s.columns, s.unit[int(j)-s.n:][:1])
		}
	}
	rows := s.basis.factorise(s.columns)
	for i := range s.head {
		s.head[i] = int32(s.n + i)
	}
	for slot, r := range rows {
		j := old[slot]
		if r >= 0 {
			s.head[r] = j
			continue
		}
		s.where[j] = -1
		s.atUpper[j] = s.hi[j]-s.x[j] < s.x[j]-s.lo[j]
		s.rest(j)
	}
	s.touched = old[:0]
	for i, j := range s.head {
		s.where[j] = int32(i)
	}
	s.basicValues(s.x)
	s.outside = 0
	for i, j := range s.head {
		s.x[j] = s.rhs[i]
		if s.violation(j) != 0 {
			s.outside++
		}
	}
	s.enter(s.outside > 0)
}

// basicValues solves the rows for the variables of the basis, given the values of
// the other ones, into rhs by position.
func (s *Solver) basicValues(x []float64) {
	copy(s.rhs, s.p.B)
	for j, column := range s.p.Columns {
		if s.where[j] >= 0 || x[j] == 0 {
			continue
		}
		for _, e := range column {
			s.rhs[e.Row] -= e.Value * x[j]
		}
	}
	s.basis.forward(s.rhs)
}

// violation tells on which side a variable is outside its bounds: -1 below, 1
// above, 0 inside.
func (s *Solver) violation(j int32) float64 {
	switch {
	case s.x[j] < s.lo[j]-s.tol:
		return -1
	case s.x[j] > s.hi[j]+s.tol:
		return 1
	}
	return 0
}

// enter begins or resumes a phase with the costs it has at the values at hand.
func (s *Solver) enter(phase1 bool) {
	if s.phase1 != phase1 {
		s.resetWeights()
	}
	s.phase1 = phase1
	clear(s.c)
	if phase1 {
		for _, j := range s.head {
			s.c[j] = s.violation(j)
		}
	} else {
		copy(s.c, s.cost)
	}
	s.reprice()
}

// optimise runs both phases until no step improves a freshly factorised basis.
func (s *Solver) optimise() error {
	s.resetWeights()
	s.enter(s.outside > 0)
	s.stalled = 0
	limit := s.iterations + 20000 + 50*(s.n+s.m)
	for s.iterations < limit {
		if s.phase1 && s.outside == 0 {
			s.enter(false)
		}
		q := s.entering()
		if q < 0 {
			switch {
			case !s.basis.fresh():
				s.refresh()
				continue
			case s.phase1:
				return ErrInfeasible
			}
			return nil
		}
		s.iterations++
		if err := s.step(q); err != nil {
			return err
		}
	}
	return ErrNumerical
}

// step moves q from its bound, and exchanges it for the variable that stops it.
// Where the numbers cannot be trusted it factorises afresh instead.
func (s *Solver) step(q int32) error {
	direction := 1.0
	if s.atUpper[q] {
		direction = -1
	}
	s.column(q)
	r, length, toUpper := s.leaving(q, direction)
	if r == none {
		if !s.basis.fresh() {
			s.refresh()
			return nil
		}
		if s.phase1 {
			return ErrNumerical
		}
		return ErrUnbounded
	}
	if r != flip {
		s.pivotRow(r)
		if difference := math.Abs(s.row[q] - s.alpha[r]); !s.basis.fresh() &&
			(difference > 1e-7*(1+math.Abs(s.alpha[r])) || math.Abs(s.alpha[r]) < 1e-6) {
			s.clearRow()
			s.refresh()
			return nil
		}
	}
	if length > 0 {
		s.stalled = 0
	} else {
		s.stalled++
	}
	s.move(q, direction*length)
	if r == flip {
		s.atUpper[q] = !s.atUpper[q]
		s.rest(q)
		s.attend(q)
		s.shiftCosts()
		return nil
	}
	s.exchange(q, r, toUpper)
	if s.basis.full() {
		s.refresh()
		return nil
	}
	s.shiftCosts()
	return nil
}

// move adds t to variable q and what follows from it to the basis. In phase 1 it
// notes whose cost changes.
func (s *Solver) move(q int32, t float64) {
	s.changed = s.changed[:0]
	if t == 0 {
		return
	}
	s.x[q] += t
	for _, i := range s.nonzero {
		j := s.head[i]
		s.x[j] -= t * s.alpha[i]
		if s.phase1 && s.violation(j) != s.c[j] {
			s.changed = append(s.changed, i)
		}
	}
}

// exchange puts q at position r and the variable that was there on its bound.
func (s *Solver) exchange(q, r int32, toUpper bool) {
	l := s.head[r]
	s.updatePrices(q, r)
	s.head[r], s.where[q], s.where[l] = q, r, -1
	s.atUpper[q], s.atUpper[l] = false, toUpper
	s.rest(l)
	if s.phase1 && s.c[l] != 0 {
		s.outside--
		if int(l) < s.n {
			s.d[l] -= s.c[l]
		}
		s.c[l] = 0
	}
	if int(l) < s.n {
		s.attend(l)
	}
	s.attend(q)
	s.basis.exchange(r, s.alpha, s.nonzero)
}
