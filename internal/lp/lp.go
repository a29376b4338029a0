package lp

import (
	"errors"
	"fmt"
	"math"
)

// ErrInfeasible means that no x meets the rows and the bounds.
var ErrInfeasible = errors.New("no point meets the rows and bounds")

// ErrUnbounded means that the cost has no least (or largest) value.
var ErrUnbounded = errors.New("cost is unbounded")

// ErrNumerical means that the solver gave up: the limit of iterations is
// passed, or rounding errors leave no usable pivot. It says nothing of the problem.
var ErrNumerical = errors.New("numerical trouble or iteration limit")

// Entry is one coefficient of a column.
type Entry struct {
	Row   int
	Value float64
}

// Problem is { x : A x = b, lower <= x <= upper }, A given by its columns. Rows
// and columns may be empty, and rows may depend on each other.
type Problem struct {
	B       []float64 // right side, a row each
	Columns [][]Entry // a variable each; rows of a column are distinct
	Lower   []float64 // finite
	Upper   []float64 // may be +Inf
}

// Solver holds a problem and the basis in which its last answer ended. It is for
// one goroutine.
type Solver struct {
	p    Problem
	n, m int     // variables and rows; variable n+i is the logical of row i
	rows sparse  // A by row
	unit []Entry // columns of the logicals

	lo, hi  []float64 // working bounds of the n+m variables, widened until exact
	x       []float64 // working values
	where   []int32   // position in the basis, or -1
	atUpper []bool    // a variable outside the basis lies at its upper bound
	head    []int32   // variable at each position of the basis
	basis   basis

	tol, tolCost float64   // what counts as inside the bounds, as a reduced cost of 0
	cost         []float64 // what phase 2 minimises, n values
	c            []float64 // cost of the phase at hand, n+m values
	d, weight    []float64 // reduced costs and Devex weights of the n variables
	attractive   list      // variables whose reduced cost promises a gain
	phase1       bool
	outside      int // variables of the basis outside their working bounds
	stalled      int // steps of length 0 since the last one that moved
	patience     int // how many of them before Bland's rule

	alpha, rho, row, rhs []float64 // work: column and row of the pivot, by position, row, variable
	nonzero, touched     []int32   // positions of alpha, variables of row that are not 0
	changed              []int32   // positions whose phase 1 cost has changed
	breaks               []breakpoint
	columns              [][]Entry // of the basis

	exact      bool // working bounds are the given ones
	started    bool
	infeasible bool
	iterations int // steps since New
}

// New checks the shapes and numbers of p and prepares a solver. It keeps p's
// slices: they must not change while the solver is in use.
func New(p Problem) (*Solver, error) {
	s := &Solver{p: p, n: len(p.Columns), m: len(p.B), patience: 1000}
	if len(p.Lower) != s.n || len(p.Upper) != s.n {
		return nil, fmt.Errorf("bounds are %d and %d, want one of each for %d columns", len(p.Lower), len(p.Upper), s.n)
	}
	scale := 1.0
	for i, b := range p.B {
		if math.IsNaN(b) || math.IsInf(b, 0) {
			return nil, fmt.Errorf("right side of row %d is %v, want a finite number", i, b)
		}
		scale = max(scale, math.Abs(b)/1e4)
	}
	last := make([]int, s.m) // column in which a row was last seen, plus 1
	for j, column := range p.Columns {
		lower, upper := p.Lower[j], p.Upper[j]
		if math.IsNaN(lower) || math.IsInf(lower, 0) || math.IsNaN(upper) || math.IsInf(upper, -1) {
			return nil, fmt.Errorf("bounds of column %d are %v and %v, want a finite lower one and no NaN", j, lower, upper)
		}
		s.infeasible = s.infeasible || lower > upper
		for _, e := range column {
			if e.Row < 0 || e.Row >= s.m {
				return nil, fmt.Errorf("column %d names row %d, want 0 to %d", j, e.Row, s.m-1)
			}
			if last[e.Row] == j+1 {
				return nil, fmt.Errorf("column %d names row %d twice", j, e.Row)
			}
			if math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
				return nil, fmt.Errorf("column %d has %v in row %d, want a finite number", j, e.Value, e.Row)
			}
			last[e.Row] = j + 1
		}
	}
	s.tol = 1e-9 * scale
	s.prepare()
	return s, nil
}

// Feasible returns a vertex that meets rows and bounds: the one in which the
// last answer ended, or the first that is found. It gives ErrInfeasible or
// ErrNumerical. The slice is the caller's.
func (s *Solver) Feasible() ([]float64, error) {
	clear(s.cost)
	return s.solve()
}

// Minimise returns a vertex with the least cost, and that cost. It starts from
// the basis of the last answer. cost has one value a variable. It gives
// ErrInfeasible, ErrUnbounded or ErrNumerical, after which the solver may be
// asked again. The slice is the caller's.
func (s *Solver) Minimise(cost []float64) ([]float64, float64, error) {
	return s.extreme(cost, 1)
}

// Maximise returns a vertex with the largest cost; else it is as Minimise.
func (s *Solver) Maximise(cost []float64) ([]float64, float64, error) {
	return s.extreme(cost, -1)
}

func (s *Solver) extreme(cost []float64, sign float64) ([]float64, float64, error) {
	if len(cost) != s.n {
		return nil, 0, fmt.Errorf("cost has %d values, want one for each of %d columns", len(cost), s.n)
	}
	for j, c := range cost {
		if math.IsNaN(c) || math.IsInf(c, 0) {
			return nil, 0, fmt.Errorf("cost of column %d is %v, want a finite number", j, c)
		}
		s.cost[j] = sign * c
	}
	x, err := s.solve()
	if err != nil {
		return nil, 0, err
	}
	value := 0.0
	for j, c := range cost {
		value += c * x[j]
	}
	return x, value, nil
}

// solve minimises s.cost and gives the vertex under the given bounds.
func (s *Solver) solve() ([]float64, error) {
	if s.infeasible {
		return nil, ErrInfeasible
	}
	if !s.started {
		s.started = true
		s.refresh()
	}
	for {
		if err := s.optimise(); err != nil {
			if _, ok := s.vertex(); ok || s.exact || !errors.Is(err, ErrUnbounded) {
				s.infeasible = errors.Is(err, ErrInfeasible)
				return nil, err
			}
			s.narrow() // a ray from a point that only the widened bounds allow
			continue
		}
		if x, ok := s.vertex(); ok {
			return x, nil
		}
		if s.exact {
			return nil, ErrNumerical
		}
		s.narrow()
	}
}

// vertex computes the values of the basis under the given bounds, and tells
// whether they are within them. What is outside by no more than the tolerance is
// put on its bound.
func (s *Solver) vertex() ([]float64, bool) {
	x := make([]float64, s.n)
	for j := range x {
		if s.where[j] >= 0 {
			continue
		}
		x[j] = s.p.Lower[j]
		if s.atUpper[j] {
			x[j] = s.p.Upper[j]
		}
	}
	s.basicValues(x)
	for i, j := range s.head {
		v := s.rhs[i]
		if int(j) >= s.n {
			if math.Abs(v) > s.tol {
				return nil, false
			}
			continue
		}
		lower, upper := s.p.Lower[j], s.p.Upper[j]
		if v < lower-s.tol || v > upper+s.tol {
			return nil, false
		}
		x[j] = min(max(v, lower), upper)
	}
	return x, true
}
