package lp

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Reduced costs, values and counts are carried from step to step; after each one
// they must be what a computation from nothing gives.
func TestStepsCarryWhatTheBasisSays(t *testing.T) {
	phases := map[bool]int{}
	for seed := range uint64(24) {
		rng := rand.New(rand.NewPCG(seed, 11))
		p := medium(rng)
		if seed%4 == 0 {
			p = year(seed, 10, 2, 3, 4)
		}
		s := mustSolve(t, p, seed%3 == 0)
		for _, c := range [][]float64{make([]float64, s.n), randomCost(rng, s.n)} {
			copy(s.cost, c)
			if !s.started {
				s.started = true
				s.refresh()
			}
			s.enter(s.outside > 0)
			s.resetWeights()
			for q := s.entering(); q >= 0; q = s.entering() {
				phases[s.phase1]++
				if s.step(q) != nil {
					break // no end in that direction
				}
				carried(t, s)
				if s.phase1 && s.outside == 0 {
					s.enter(false)
				}
			}
		}
	}
	if phases[true] < 500 || phases[false] < 500 {
		t.Errorf("steps are %d in phase 1 and %d in phase 2, want many of both", phases[true], phases[false])
	}
}

func carried(t *testing.T, s *Solver) {
	t.Helper()
	left := slices.Clone(s.p.B)
	for j, column := range s.p.Columns {
		for _, e := range column {
			left[e.Row] -= e.Value * s.x[j]
		}
	}
	outside := 0
	for j := range int32(s.n + s.m) {
		if int(j) >= s.n {
			left[int(j)-s.n] -= s.x[j]
		}
		side := s.violation(j)
		switch at := s.where[j]; {
		case at < 0 && s.x[j] != s.lo[j] && s.x[j] != s.hi[j]:
			t.Fatalf("variable %d is at %v, want one of its bounds %v and %v", j, s.x[j], s.lo[j], s.hi[j])
		case at >= 0 && s.head[at] != j:
			t.Fatalf("variable %d thinks it is at position %d, where %d is", j, at, s.head[at])
		case at >= 0 && s.atUpper[j]:
			t.Fatalf("variable %d is in the basis and at its upper bound", j)
		case at >= 0 && side != 0:
			outside++
		}
	}
	for i, v := range left {
		if math.Abs(v) > 1e-7 {
			t.Fatalf("row %d is off by %v", i, v)
		}
	}
	if outside != s.outside {
		t.Fatalf("%d are outside, want %d", s.outside, outside)
	}
	if s.phase1 && s.outside == 0 {
		return // costs are of phase 2 from here
	}
	old, listed := slices.Clone(s.d), slices.Sorted(slices.Values(s.attractive.items))
	s.enter(s.phase1)
	for j, d := range old {
		if math.Abs(d-s.d[j]) > 1e-7 {
			t.Fatalf("reduced cost of %d is %v, want %v (phase 1 %v)", j, d, s.d[j], s.phase1)
		}
	}
	if now := slices.Sorted(slices.Values(s.attractive.items)); !slices.Equal(listed, now) {
		t.Fatalf("attractive are %v, want %v", listed, now)
	}
}

func TestABasisGoneSingularIsMended(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 12))
		p := small(rng)
		// Twins of the first column, one of them without an upper bound.
		for len(p.Columns) < len(p.B)+1 {
			p.Columns = append(p.Columns, p.Columns[0])
			p.Lower = append(p.Lower, 0)
			p.Upper = append(p.Upper, []float64{4, inf}[rng.IntN(2)])
		}
		s := mustSolve(t, p, false)
		s.started = true
		for i := range s.head { // logicals out, variables in, dependent or not
			j := int32(i + 1)
			s.where[s.head[i]], s.head[i], s.where[j] = -1, j, int32(i)
		}
		s.refresh()
		for i, j := range s.head {
			if s.where[j] != int32(i) {
				t.Fatalf("variable %d thinks it is at position %d, not %d", j, s.where[j], i)
			}
		}
		same(t, s, p, randomCost(rng, len(p.Columns)))
	}
}
