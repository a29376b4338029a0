package lp

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

var inf = math.Inf(1)

// small makes a problem of a few variables and rows with coefficients in -2..2,
// with doubled rows, empty columns, fixed variables and, mostly, a point.
func small(rng *rand.Rand) Problem {
	n, m := 1+rng.IntN(6), rng.IntN(5)
	p := Problem{B: make([]float64, m), Columns: make([][]Entry, n), Lower: make([]float64, n), Upper: make([]float64, n)}
	inside := rng.IntN(5) > 0
	twin := m > 1 && rng.IntN(3) == 0
	for j := range n {
		p.Lower[j] = float64(rng.IntN(4) - 1)
		p.Upper[j] = p.Lower[j] + float64(rng.IntN(6))
		if rng.IntN(3) == 0 {
			p.Upper[j] = inf
		}
		x := p.Lower[j] + float64(rng.IntN(1+int(min(5, p.Upper[j]-p.Lower[j]))))
		for i := range m {
			v := float64(rng.IntN(5) - 2)
			if twin && i == m-1 {
				v = 0
				for _, e := range p.Columns[j] {
					if e.Row == 0 {
						v = 2 * e.Value
					}
				}
			}
			if v != 0 || rng.IntN(9) == 0 {
				p.Columns[j] = append(p.Columns[j], Entry{i, v})
			}
			p.B[i] += v * x
		}
	}
	if !inside && m > 0 {
		p.B[rng.IntN(m)] += float64(rng.IntN(7) - 3)
	}
	return p
}

func randomCost(rng *rand.Rand, n int) []float64 {
	cost := make([]float64, n)
	for j := range cost {
		cost[j] = float64(rng.IntN(7) - 3)
	}
	return cost
}

func TestSmallProblemsAgreeWithAllTheirVertices(t *testing.T) {
	for seed := range uint64(600) {
		rng := rand.New(rand.NewPCG(seed, 7))
		p := small(rng)
		warm, exact := mustSolve(t, p, false), mustSolve(t, p, true)
		for range 3 {
			cost := randomCost(rng, len(p.Columns))
			same(t, warm, p, cost)
			same(t, exact, p, cost)
			same(t, mustSolve(t, p, false), p, cost)
		}
	}
}

func FuzzMinimise(f *testing.F) {
	for seed := range uint64(5) {
		f.Add(seed, seed*3)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		rng := rand.New(rand.NewPCG(a, b))
		p := small(rng)
		s := mustSolve(t, p, a%2 == 0)
		same(t, s, p, randomCost(rng, len(p.Columns)))
		same(t, s, p, randomCost(rng, len(p.Columns)))
	})
}

func TestMaximiseIsMinimiseOfTheOpposite(t *testing.T) {
	// x + y = 10, 1 <= x <= 4, 0 <= y.
	p := Problem{B: []float64{10}, Columns: [][]Entry{{{0, 1}}, {{0, 1}}}, Lower: []float64{1, 0}, Upper: []float64{4, inf}}
	s := mustSolve(t, p, false)
	x, value, err := s.Maximise([]float64{1, 0})
	if err != nil || value != 4 || !slices.Equal(x, []float64{4, 6}) {
		t.Errorf("Maximise x = %v at %v, %v; want 4 at [4 6]", value, x, err)
	}
	x, value, err = s.Maximise([]float64{0, 1})
	if err != nil || value != 9 || !slices.Equal(x, []float64{1, 9}) {
		t.Errorf("Maximise y = %v at %v, %v; want 9 at [1 9]", value, x, err)
	}
	x[0] = 99 // the caller's own
	if again, err := s.Feasible(); err != nil || !slices.Equal(again, []float64{1, 9}) {
		t.Errorf("Feasible = %v, %v; want the vertex of the last answer", again, err)
	}
}

func TestErrorsNameWhatTheProblemIs(t *testing.T) {
	one := [][]Entry{{{0, 1}}, {{0, -1}}}
	for _, c := range []struct {
		name string
		p    Problem
		cost []float64
		want error
	}{
		{"unbounded along x - y", Problem{[]float64{0}, one, []float64{0, 0}, []float64{inf, inf}}, []float64{-1, 0}, ErrUnbounded},
		{"bounded along x - y", Problem{[]float64{0}, one, []float64{0, 0}, []float64{inf, inf}}, []float64{-1, 1}, nil},
		{"sum below the lower bounds", Problem{[]float64{1}, [][]Entry{{{0, 1}}, {{0, 1}}}, []float64{1, 1}, []float64{inf, inf}}, []float64{0, 0}, ErrInfeasible},
		{"rows that contradict each other", Problem{[]float64{3, 4}, [][]Entry{{{0, 1}, {1, 1}}, {{0, 1}, {1, 1}}}, []float64{0, 0}, []float64{inf, inf}}, []float64{0, 0}, ErrInfeasible},
		{"the same row thrice", Problem{[]float64{3, 3, 6}, [][]Entry{{{0, 1}, {1, 1}, {2, 2}}, {{0, 1}, {1, 1}, {2, 2}}}, []float64{0, 0}, []float64{inf, inf}}, []float64{1, 0}, nil},
		{"an empty row of 0", Problem{[]float64{0, 2}, [][]Entry{{{1, 1}}}, []float64{0}, []float64{inf}}, []float64{1}, nil},
		{"an empty row of 1", Problem{[]float64{1, 2}, [][]Entry{{{1, 1}}}, []float64{0}, []float64{inf}}, []float64{1}, ErrInfeasible},
		{"an empty column that pays", Problem{[]float64{2}, [][]Entry{{{0, 1}}, nil}, []float64{0, 0}, []float64{inf, inf}}, []float64{0, -1}, ErrUnbounded},
		{"an empty column that costs", Problem{[]float64{2}, [][]Entry{{{0, 1}}, nil}, []float64{0, 3}, []float64{inf, inf}}, []float64{0, 1}, nil},
		{"fixed variables that fit", Problem{[]float64{5}, [][]Entry{{{0, 1}}, {{0, 1}}}, []float64{2, 3}, []float64{2, 3}}, []float64{1, 1}, nil},
		{"fixed variables that do not fit", Problem{[]float64{6}, [][]Entry{{{0, 1}}, {{0, 1}}}, []float64{2, 3}, []float64{2, 3}}, []float64{1, 1}, ErrInfeasible},
		{"a sum just below the lower bound", Problem{[]float64{1 - 4e-7}, [][]Entry{{{0, 1}}, nil}, []float64{1, 0}, []float64{inf, inf}}, []float64{0, -1}, ErrInfeasible},
		{"the same with nothing to gain", Problem{[]float64{1 - 4e-7}, [][]Entry{{{0, 1}}, nil}, []float64{1, 0}, []float64{inf, inf}}, []float64{0, 1}, ErrInfeasible},
		{"bounds that cross", Problem{nil, [][]Entry{nil}, []float64{2}, []float64{1}}, []float64{1}, ErrInfeasible},
		{"nothing", Problem{}, nil, nil},
		{"columns without rows", Problem{nil, [][]Entry{nil}, []float64{2}, []float64{7}}, []float64{-1}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, exact := range []bool{false, true} {
				s := mustSolve(t, c.p, exact)
				for range 2 { // an error is no state that changes the next answer
					if _, _, err := s.Minimise(c.cost); !errors.Is(err, c.want) {
						t.Errorf("error is %v, want %v (exact %v)", err, c.want, exact)
					}
				}
			}
			if c.want == nil {
				same(t, mustSolve(t, c.p, false), c.p, c.cost)
			}
		})
	}
}

func TestNewAndCostsAreChecked(t *testing.T) {
	good := func() Problem {
		return Problem{B: []float64{1}, Columns: [][]Entry{{{0, 1}}}, Lower: []float64{0}, Upper: []float64{inf}}
	}
	for name, spoil := range map[string]func(*Problem){
		"no lower bounds":      func(p *Problem) { p.Lower = nil },
		"too many upper ones":  func(p *Problem) { p.Upper = []float64{1, 1} },
		"infinite lower bound": func(p *Problem) { p.Lower[0] = -inf },
		"upper bound NaN":      func(p *Problem) { p.Upper[0] = math.NaN() },
		"right side NaN":       func(p *Problem) { p.B[0] = math.NaN() },
		"row past the end":     func(p *Problem) { p.Columns[0][0].Row = 1 },
		"negative row":         func(p *Problem) { p.Columns[0][0].Row = -1 },
		"row named twice":      func(p *Problem) { p.Columns[0] = []Entry{{0, 1}, {0, 2}} },
		"infinite coefficient": func(p *Problem) { p.Columns[0][0].Value = inf },
	} {
		p := good()
		spoil(&p)
		if _, err := New(p); err == nil {
			t.Errorf("%s: New gives no error", name)
		}
	}
	s := mustSolve(t, good(), false)
	for _, cost := range [][]float64{nil, {1, 2}, {math.NaN()}, {inf}} {
		if _, _, err := s.Minimise(cost); err == nil {
			t.Errorf("Minimise(%v) gives no error", cost)
		}
	}
}

// Beale (1955): Dantzig's rule with the first of the tied rows cycles for ever.
func TestBealesExampleEnds(t *testing.T) {
	p := Problem{
		B: []float64{0, 0, 1},
		Columns: [][]Entry{
			{{0, 0.25}, {1, 0.5}}, {{0, -60}, {1, -90}}, {{0, -1. / 25}, {1, -1. / 50}, {2, 1}}, {{0, 9}, {1, 3}},
			{{0, 1}}, {{1, 1}}, {{2, 1}},
		},
		Lower: make([]float64, 7),
		Upper: []float64{inf, inf, inf, inf, inf, inf, inf},
	}
	cost := []float64{-0.75, 150, -0.02, 6, 0, 0, 0}
	for _, exact := range []bool{false, true} {
		for _, stalled := range []int{0, 5000} { // 5000: Bland's rule from the first step
			s := mustSolve(t, p, exact)
			if _, err := s.Feasible(); err != nil {
				t.Fatal(err)
			}
			s.patience -= stalled
			_, value, err := s.Minimise(cost)
			if err != nil || math.Abs(value+0.05) > 1e-9 {
				t.Errorf("value is %v, %v; want -0.05", value, err)
			}
		}
	}
}

func TestBlandsRuleGivesTheSameOptima(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 9))
		p := small(rng)
		s := mustSolve(t, p, true)
		s.patience = -1
		same(t, s, p, randomCost(rng, len(p.Columns)))
		same(t, s, p, randomCost(rng, len(p.Columns)))
	}
}
