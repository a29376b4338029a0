package lp

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sparseColumns makes m columns of 1 to 4 coefficients in m rows; some of them
// copies of each other when singular.
func sparseColumns(rng *rand.Rand, m int, singular bool) [][]Entry {
	columns := make([][]Entry, m)
	for j := range columns {
		for _, i := range rng.Perm(m)[:1+rng.IntN(min(4, m))] {
			columns[j] = append(columns[j], Entry{i, float64(1+rng.IntN(3)) * (1 - 2*float64(rng.IntN(2)))})
		}
		if singular && j > 0 && rng.IntN(4) == 0 {
			columns[j] = columns[rng.IntN(j)]
		}
	}
	return columns
}

// factorise gives the basis and its columns by position, logicals put in.
func factorise(columns [][]Entry) (*basis, [][]Entry, int) {
	var b basis
	rows := b.factorise(columns)
	placed, dropped := make([][]Entry, len(columns)), 0
	for i := range placed {
		placed[i] = []Entry{{i, 1}}
	}
	for slot, r := range rows {
		if r < 0 {
			dropped++
			continue
		}
		placed[r] = columns[slot]
	}
	return &b, placed, dropped
}

func checkSolves(t *testing.T, rng *rand.Rand, b *basis, columns [][]Entry) {
	t.Helper()
	m := len(columns)
	v, y := make([]float64, m), make([]float64, m)
	for i := range v {
		v[i], y[i] = float64(rng.IntN(9)-4), float64(rng.IntN(9)-4)
	}
	x, z := append([]float64(nil), v...), append([]float64(nil), y...)
	b.forward(x)
	b.backward(z)
	for j, column := range columns {
		dot := 0.0
		for _, e := range column {
			v[e.Row] -= e.Value * x[j]
			dot += e.Value * z[e.Row]
		}
		if math.Abs(dot-y[j]) > 1e-6 {
			t.Fatalf("backward: column %d of %v times y is %v, want %v", j, columns, dot, y[j])
		}
	}
	for i, left := range v {
		if math.Abs(left) > 1e-6 {
			t.Fatalf("forward: row %d of %v is off by %v", i, columns, left)
		}
	}
}

func TestFactorsSolveBothWaysAndThroughExchanges(t *testing.T) {
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 3))
		m := 1 + rng.IntN(40)
		b, columns, _ := factorise(sparseColumns(rng, m, seed%2 == 0))
		checkSolves(t, rng, b, columns)
		for range 20 {
			column := sparseColumns(rng, m, false)[0]
			alpha := make([]float64, m)
			for _, e := range column {
				alpha[e.Row] = e.Value
			}
			b.forward(alpha)
			var nonzero []int32
			r := int32(0)
			for i, v := range alpha {
				if v != 0 {
					nonzero = append(nonzero, int32(i))
				}
				if math.Abs(v) > math.Abs(alpha[r]) {
					r = int32(i)
				}
			}
			if math.Abs(alpha[r]) < 0.1 {
				continue
			}
			b.exchange(r, alpha, nonzero)
			columns[r] = column
			checkSolves(t, rng, b, columns)
		}
	}
}

// A coefficient that is small beside others of its row is no pivot, however few
// others its row and column have: what it leaves behind would drown the rest.
func TestFactorsStayExactWithCoefficientsOfManySizes(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 10))
		columns := sparseColumns(rng, 5+rng.IntN(60), false)
		for j, column := range columns {
			for k := range column {
				column[k].Value *= math.Pow(10, -11*rng.Float64())
			}
			// A dominant diagonal: the basis itself is well behaved.
			columns[j] = append(slices.DeleteFunc(column, func(e Entry) bool { return e.Row == j }), Entry{j, 16})
		}
		b, placed, _ := factorise(columns)
		checkSolves(t, rng, b, placed)
	}
}

func TestDependentColumnsAreLeftOutAsManyAsTheRankLacks(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 4))
		m := 1 + rng.IntN(12)
		columns := sparseColumns(rng, m, true)
		_, _, dropped := factorise(columns)
		if want := m - rank(columns, m); dropped != want {
			t.Fatalf("%d of %v left out, want %d", dropped, columns, want)
		}
	}
}

func rank(columns [][]Entry, m int) int {
	a := make([][]float64, m) // row by row
	for i := range a {
		a[i] = make([]float64, len(columns))
	}
	for j, column := range columns {
		for _, e := range column {
			a[e.Row][j] = e.Value
		}
	}
	found := 0
	for j := range columns {
		best := found
		for i := found; i < m; i++ {
			if math.Abs(a[i][j]) > math.Abs(a[best][j]) {
				best = i
			}
		}
		if best >= m || math.Abs(a[best][j]) < 1e-9 {
			continue
		}
		a[found], a[best] = a[best], a[found]
		for i := found + 1; i < m; i++ {
			f := a[i][j] / a[found][j]
			for k := range columns {
				a[i][k] -= f * a[found][k]
			}
		}
		found++
	}
	return found
}
