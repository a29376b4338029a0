package lp

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// transport sends supply to demand, both with the same sum; a variable for each
// pair, by supplier. One of its rows follows from the others.
func transport(supply, demand []int) Problem {
	var p Problem
	for i := range supply {
		p.B = append(p.B, float64(supply[i]))
		for j := range demand {
			p.Columns = append(p.Columns, []Entry{{i, 1}, {len(supply) + j, 1}})
			p.Lower = append(p.Lower, 0)
			p.Upper = append(p.Upper, inf)
		}
	}
	for j := range demand {
		p.B = append(p.B, float64(demand[j]))
	}
	return p
}

// split divides total units among n at random.
func split(rng *rand.Rand, total, n int) []int {
	parts := make([]int, n)
	for range total {
		parts[rng.IntN(n)]++
	}
	return parts
}

// cheapest tries every way to give units of supply to units of demand.
func cheapest(supply, demand []int, cost []float64) float64 {
	var from []int
	for i, units := range supply {
		for range units {
			from = append(from, i)
		}
	}
	left := slices.Clone(demand)
	var try func(k int) float64
	try = func(k int) float64 {
		if k == len(from) {
			return 0
		}
		best := inf
		for j := range left {
			if left[j] > 0 {
				left[j]--
				best = min(best, cost[from[k]*len(demand)+j]+try(k+1))
				left[j]++
			}
		}
		return best
	}
	return try(0)
}

func TestTransportIsIntegralAndCheapest(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 5))
		units := 1 + rng.IntN(8)
		supply, demand := split(rng, units, 1+rng.IntN(4)), split(rng, units, 1+rng.IntN(4))
		p := transport(supply, demand)
		cost := randomCost(rng, len(p.Columns))
		x, value, err := mustSolve(t, p, false).Minimise(cost)
		if err != nil {
			t.Fatal(err)
		}
		if want := cheapest(supply, demand, cost); math.Abs(value-want) > 1e-9 {
			t.Fatalf("%v to %v at %v: %v, want %v", supply, demand, cost, value, want)
		}
		integral(t, x)
	}
}

// In a table with both margins known, a cell r, c lies between
// max(0, supply r + demand c - total) and min(supply r, demand c): Fréchet.
func TestCellsOfATableLieWithinFrechetsBounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 6))
	supply, demand := split(rng, 4000, 25), split(rng, 4000, 40)
	p := transport(supply, demand)
	s := mustSolve(t, p, false)
	cost := make([]float64, len(p.Columns))
	for j := range cost {
		if j%9 != 0 {
			continue
		}
		cost[j] = 1
		r, c := supply[j/40], demand[j%40]
		x, least, err := s.Minimise(cost)
		if err != nil || math.Abs(least-float64(max(0, r+c-4000))) > 1e-9 {
			t.Fatalf("cell %d: least %v, %v; want %d", j, least, err, max(0, r+c-4000))
		}
		integral(t, x)
		x, largest, err := s.Maximise(cost)
		if err != nil || math.Abs(largest-float64(min(r, c))) > 1e-9 {
			t.Fatalf("cell %d: largest %v, %v; want %d", j, largest, err, min(r, c))
		}
		integral(t, x)
		cost[j] = 0
	}
}

func integral(t *testing.T, x []float64) {
	t.Helper()
	for j, v := range x {
		if math.Abs(v-math.Round(v)) > 1e-9 {
			t.Fatalf("x[%d] = %v, want an integer", j, v)
		}
	}
}
