package lp

import (
	"cmp"
	"math"
	"slices"
)

// What leaving answers in place of a position.
const (
	flip = -1 // the entering variable reaches its other bound first
	none = -2 // nothing stops it
)

// breakpoint is where a variable of the basis meets a bound.
type breakpoint struct {
	at       float64 // length of the step
	position int32
	upper    bool // the bound it meets
}

// leaving picks the position whose variable leaves the basis when q moves in a
// direction, how far q moves, and to which bound the variable goes.
func (s *Solver) leaving(q int32, direction float64) (r int32, length float64, toUpper bool) {
	if s.phase1 {
		return s.leavingPhase1(q, direction)
	}
	// First pass: how far all stay inside their bounds, a tolerance granted.
	slack, limit := s.tol/2, math.Inf(1)
	for _, i := range s.nonzero {
		size := math.Abs(s.alpha[i])
		if size < 1e-9 {
			continue
		}
		if room, _ := s.room(i, direction); room < math.Inf(1) {
			limit = min(limit, (room+slack)/size)
		}
	}
	if span := s.hi[q] - s.lo[q]; span <= limit {
		if math.IsInf(span, 1) {
			return none, 0, false
		}
		return flip, span, false
	}
	// Second pass: of those met by then the largest coefficient.
	r, size := int32(none), 0.0
	bland := s.bland()
	for _, i := range s.nonzero {
		v := math.Abs(s.alpha[i])
		if v < 1e-9 {
			continue
		}
		room, upper := s.room(i, direction)
		if room/v > limit {
			continue
		}
		better := v > size
		if bland && r >= 0 {
			better = s.head[i] < s.head[r] && v > 1e-7 || size <= 1e-7 && v > size
		}
		if better {
			r, size, length, toUpper = i, v, max(0, room/v), upper
		}
	}
	return r, length, toUpper
}

// room tells how far the variable at position i is from the bound to which it
// moves when the entering variable goes in a direction, and which bound that is.
func (s *Solver) room(i int32, direction float64) (room float64, upper bool) {
	j := s.head[i]
	if direction*s.alpha[i] > 0 {
		return s.x[j] - s.lo[j], false
	}
	return s.hi[j] - s.x[j], true
}

// leavingPhase1 walks along the line while the sum of what is outside goes down.
// That sum bends where a variable meets a bound: one that was outside comes in,
// one that was inside goes out.
func (s *Solver) leavingPhase1(q int32, direction float64) (r int32, length float64, toUpper bool) {
	s.breaks = s.breaks[:0]
	for _, i := range s.nonzero {
		size := math.Abs(s.alpha[i])
		if size < 1e-9 {
			continue
		}
		j := s.head[i]
		down := direction*s.alpha[i] > 0
		for _, upper := range [2]bool{false, true} {
			bound := s.lo[j]
			if upper {
				bound = s.hi[j]
			}
			room := bound - s.x[j]
			if down {
				room = -room
			}
			// The near bound counts for a variable that is outside it, the far
			// one for a variable that has not passed it.
			if near := upper == down; near && room <= s.tol || room < -s.tol || math.IsInf(bound, 0) {
				continue
			}
			s.breaks = append(s.breaks, breakpoint{at: max(0, room/size), position: i, upper: upper})
		}
	}
	slices.SortFunc(s.breaks, func(a, b breakpoint) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.position, b.position))
	})
	span := s.hi[q] - s.lo[q]
	slope, largest := -math.Abs(s.d[q]), 0.0
	passed := 0
	for _, b := range s.breaks {
		if b.at > span || slope >= 0 {
			break
		}
		size := math.Abs(s.alpha[b.position])
		slope += size
		largest = max(largest, size)
		passed++
	}
	if s.bland() && passed > 0 {
		b := s.breaks[0]
		for _, other := range s.breaks[:passed] {
			if other.at == b.at && s.head[other.position] < s.head[b.position] {
				b = other
			}
		}
		return b.position, b.at, b.upper
	}
	if slope < 0 && span < math.Inf(1) {
		return flip, span, false
	}
	// Of the breakpoints passed each one is a gain: the last with a good pivot.
	for k := passed - 1; k >= 0; k-- {
		b := s.breaks[k]
		if math.Abs(s.alpha[b.position]) >= 0.01*largest {
			return b.position, b.at, b.upper
		}
	}
	return none, 0, false
}
