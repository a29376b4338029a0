package lp

import (
	"errors"
	"math"
	"testing"
)

// brute minimises by trying every vertex: each variable at its lower bound, at
// its upper bound, or free, where the columns of the free ones are independent.
// A missing upper bound becomes a far one; an optimum far out is unbounded.
func brute(p Problem, cost []float64) (float64, error) {
	const far = 1e6
	n, m := len(p.Columns), len(p.B)
	upper := make([]float64, n)
	for j, u := range p.Upper {
		upper[j] = min(u, far)
	}
	best := inf
	x := make([]float64, n)
	var free []int
	var try func(j int)
	try = func(j int) {
		if j < n {
			x[j] = p.Lower[j]
			try(j + 1)
			if upper[j] != p.Lower[j] {
				x[j] = upper[j]
				try(j + 1)
			}
			if len(free) < m {
				free = append(free, j)
				x[j] = 0
				try(j + 1)
				free = free[:len(free)-1]
			}
			return
		}
		values, ok := gauss(p, free, x)
		if !ok {
			return
		}
		total := 0.0
		for k, f := range free {
			if values[k] < p.Lower[f]-1e-7 || values[k] > upper[f]+1e-7 {
				return
			}
			total += cost[f] * values[k]
		}
		for k, v := range x {
			total += cost[k] * v
		}
		best = min(best, total)
	}
	try(0)
	switch {
	case math.IsInf(best, 1):
		return 0, ErrInfeasible
	case best < -far/100:
		return 0, ErrUnbounded
	}
	return best, nil
}

// gauss solves the rows for the free columns, the other ones at x; false when
// they are dependent or the rows contradict each other.
func gauss(p Problem, free []int, x []float64) ([]float64, bool) {
	m, k := len(p.B), len(free)
	a := make([][]float64, m)
	for i := range a {
		a[i] = make([]float64, k+1)
		a[i][k] = p.B[i]
	}
	for j, column := range p.Columns {
		for _, e := range column {
			a[e.Row][k] -= e.Value * x[j]
		}
	}
	for c, j := range free {
		for _, e := range p.Columns[j] {
			a[e.Row][c] = e.Value
			a[e.Row][k] += e.Value * x[j]
		}
	}
	for c := range k {
		best := c
		for i := c; i < m; i++ {
			if math.Abs(a[i][c]) > math.Abs(a[best][c]) {
				best = i
			}
		}
		if c >= m || math.Abs(a[best][c]) < 1e-9 {
			return nil, false
		}
		a[c], a[best] = a[best], a[c]
		for i := range m {
			if f := a[i][c] / a[c][c]; i != c && f != 0 {
				for e := c; e <= k; e++ {
					a[i][e] -= f * a[c][e]
				}
			}
		}
	}
	for i := k; i < m; i++ {
		if math.Abs(a[i][k]) > 1e-6 {
			return nil, false
		}
	}
	values := make([]float64, k)
	for c := range values {
		values[c] = a[c][k] / a[c][c]
	}
	return values, true
}

// same checks the answer of a solver for a cost against the brute force.
func same(t *testing.T, s *Solver, p Problem, cost []float64) {
	t.Helper()
	want, wantErr := brute(p, cost)
	x, got, err := s.Minimise(cost)
	if !errors.Is(err, wantErr) {
		t.Fatalf("Minimise(%v) of %+v gives error %v, want %v (value %v, want %v)", cost, p, err, wantErr, got, want)
	}
	if err != nil {
		return
	}
	if math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
		t.Fatalf("Minimise(%v) of %+v = %v, want %v", cost, p, got, want)
	}
	meets(t, p, x)
}

// meets checks that x is a point of p.
func meets(t *testing.T, p Problem, x []float64) {
	t.Helper()
	if len(x) != len(p.Columns) {
		t.Fatalf("x has %d values, want %d", len(x), len(p.Columns))
	}
	left := append([]float64(nil), p.B...)
	for j, column := range p.Columns {
		if x[j] < p.Lower[j] || x[j] > p.Upper[j] || math.IsNaN(x[j]) {
			t.Fatalf("x[%d] = %v, want %v to %v", j, x[j], p.Lower[j], p.Upper[j])
		}
		for _, e := range column {
			left[e.Row] -= e.Value * x[j]
		}
	}
	for i, v := range left {
		if math.Abs(v) > 1e-6 {
			t.Fatalf("row %d is off by %v", i, v)
		}
	}
}

// mustSolve makes a solver; with given bounds only, when exact says so.
func mustSolve(t testing.TB, p Problem, exact bool) *Solver {
	t.Helper()
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	if exact {
		s.started = true
		s.narrow()
	}
	return s
}
