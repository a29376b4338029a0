package lp

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// year makes the hidden cells of a table of 300 areas in 5 provinces x 5 groups x
// 12 months with all its margins, its provinces and a total: a published sum for
// each margin along one dimension, and about 26% of all cells hidden. The rows
// are right for the table, so that the problem has a point.
func year(seed uint64, areas, provinces, groups, months int) Problem {
	rng := rand.New(rand.NewPCG(seed, 1))
	A, G, M := areas+provinces+1, groups+1, months+1
	at := func(a, g, m int) int { return (a*G+g)*M + m }
	value := make([]float64, A*G*M)
	for a := range areas {
		size := rng.ExpFloat64() * rng.ExpFloat64() * 12
		for g := range groups {
			for m := range months {
				v := float64(int(0.5 + size*rng.ExpFloat64()))
				for _, aa := range []int{a, areas + a%provinces, areas + provinces} {
					for _, gg := range []int{g, groups} {
						for _, mm := range []int{m, months} {
							value[at(aa, gg, mm)] += v
						}
					}
				}
			}
		}
	}
	var p Problem
	variable := make([]int, len(value))
	for k, v := range value {
		variable[k] = -1
		share := 0.33
		if k >= at(areas, 0, 0) {
			share = 0.25
		}
		if v > 0 && rng.Float64() < share {
			variable[k] = len(p.Columns)
			p.Columns = append(p.Columns, nil)
			p.Lower = append(p.Lower, 1)
			p.Upper = append(p.Upper, inf)
		}
	}
	sum := func(total int, parts []int) {
		b, row := 0.0, len(p.B)
		var entries []int
		add := func(k int, sign float64) {
			if variable[k] < 0 {
				b -= sign * value[k]
				return
			}
			entries = append(entries, variable[k])
			p.Columns[variable[k]] = append(p.Columns[variable[k]], Entry{row, sign})
		}
		add(total, -1)
		for _, k := range parts {
			add(k, 1)
		}
		if len(entries) > 0 {
			p.B = append(p.B, b)
		}
	}
	for g := range G {
		for m := range M {
			var all []int
			for q := range provinces {
				var in []int
				for a := q; a < areas; a += provinces {
					in = append(in, at(a, g, m))
				}
				sum(at(areas+q, g, m), in)
				all = append(all, at(areas+q, g, m))
			}
			sum(at(areas+provinces, g, m), all)
		}
	}
	for a := range A {
		for g := range G {
			var parts []int
			for m := range months {
				parts = append(parts, at(a, g, m))
			}
			sum(at(a, g, months), parts)
		}
		for m := range M {
			var parts []int
			for g := range groups {
				parts = append(parts, at(a, g, m))
			}
			sum(at(a, groups, m), parts)
		}
	}
	return p
}

// BenchmarkYear takes a table of 300 x 5 x 12 with its provinces and margins:
// the first point, and least and largest value of one cell from a warm start.
func BenchmarkYear(b *testing.B) {
	p := year(1, 300, 5, 5, 12)
	b.Run("Feasible", func(b *testing.B) {
		steps := 0
		for b.Loop() {
			s := mustSolve(b, p, false)
			if _, err := s.Feasible(); err != nil {
				b.Fatal(err)
			}
			steps = s.iterations
		}
		b.ReportMetric(float64(len(p.Columns)), "variables")
		b.ReportMetric(float64(len(p.B)), "rows")
		b.ReportMetric(float64(steps), "steps")
	})
	b.Run("Cell", func(b *testing.B) {
		s := mustSolve(b, p, false)
		if _, err := s.Feasible(); err != nil {
			b.Fatal(err)
		}
		cost := make([]float64, len(p.Columns))
		before, j := s.iterations, 0
		for b.Loop() {
			j = (j + 7919) % len(cost)
			cost[j] = 1
			if _, _, err := s.Minimise(cost); err != nil {
				b.Fatal(err)
			}
			if _, _, err := s.Maximise(cost); err != nil {
				b.Fatal(err)
			}
			cost[j] = 0
		}
		b.ReportMetric(float64(s.iterations-before)/float64(b.N), "steps/op")
	})
}

func TestSameCallsGiveTheSameBits(t *testing.T) {
	p := year(2, 40, 5, 4, 6)
	answers := func() (all [][]float64) {
		s := mustSolve(t, p, false)
		for j := 0; j < len(p.Columns); j += 17 {
			cost := make([]float64, len(p.Columns))
			cost[j] = 1
			for _, ask := range []func([]float64) ([]float64, float64, error){s.Minimise, s.Maximise} {
				x, value, err := ask(cost)
				if err != nil && !errors.Is(err, ErrUnbounded) {
					t.Fatal(err)
				}
				all = append(all, x, []float64{value})
			}
		}
		return all
	}
	first, second := answers(), answers()
	for k := range first {
		if !slices.EqualFunc(first[k], second[k], func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }) {
			t.Fatalf("answer %d differs: %v and %v", k, first[k], second[k])
		}
	}
}

func TestWarmStartsGiveTheOptimaOfColdOnes(t *testing.T) {
	p := year(3, 40, 5, 4, 6)
	warm := mustSolve(t, p, false)
	narrow := mustSolve(t, p, true)
	cost := make([]float64, len(p.Columns))
	for j := 0; j < len(cost); j += 11 {
		cost[j] = 1
		x, want, err := mustSolve(t, p, false).Maximise(cost)
		if err != nil {
			t.Fatal(err)
		}
		meets(t, p, x)
		for _, s := range []*Solver{warm, narrow} {
			x, got, err := s.Maximise(cost)
			if err != nil || math.Abs(got-want) > 1e-7 {
				t.Fatalf("cell %d: %v, %v; a cold start gives %v (exact %v)", j, got, err, want, s.exact)
			}
			meets(t, p, x)
			if !s.basis.fresh() {
				t.Fatal("the answer is not of a fresh factorisation")
			}
		}
		cost[j] = 0
	}
	if warm.exact {
		t.Error("the widened bounds were given up")
	}
}
