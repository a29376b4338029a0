package audit

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/vlot-evaluatie/peil/internal/lp"
)

// small is up to how many unknowns a part is searched in whole numbers when its
// vertices are not whole.
const small = 40

// rounds of random directions in which all that is not vouched for is moved at once,
// before what is left is looked at singly; fewer when they vouch for little more.
const rounds = 80

// part is a group of unknown cells that bind each other.
type part struct {
	a      *attacker
	cells  []int       // by column
	column map[int]int // cell -> column
	rows   []row

	problem lp.Problem
	solver  *lp.Solver
	least   []float64 // of each column in the tables found so far
	most    []float64
	whole   [2][]bool // least and most come from a table of whole numbers
	tables  [][]float64
}

// solve finds the bounds of the hidden cells of the part.
func (p *part) solve(found map[int]Bound, report *Report) error {
	if err := p.prepare(); err != nil {
		return err
	}
	sharp := map[int]bool{}
	random := rand.New(rand.NewPCG(uint64(len(p.cells)), uint64(len(p.rows)))) //nolint:gosec // directions to look in; no secret
	left := p.narrow()
	for round := 0; round < rounds && len(left) > 0; round++ {
		cost := make([]float64, len(p.cells))
		for _, i := range left {
			cost[i] = 0.5 + random.Float64()
			if random.IntN(2) == 0 {
				cost[i] = -cost[i]
			}
		}
		if _, err := p.both(cost); err != nil {
			return err
		}
		before := len(left)
		if left = p.narrow(); len(left)*100 > before*99 {
			break
		}
	}
	var err error
	for _, i := range left {
		if p.far(i) {
			continue // the search for another one found it
		}
		cost := make([]float64, len(p.cells))
		cost[i] = 1
		if sharp[i], err = p.both(cost); err != nil {
			return err
		}
	}
	if len(p.cells) <= small {
		if err := p.exhaust(sharp); err != nil {
			return err
		}
	}
	for i, cell := range p.cells {
		if !p.hidden(i) {
			continue
		}
		found[cell] = Bound{
			Cell: cell, Low: int64(math.Ceil(p.least[i] - 1e-5)), High: int64(math.Floor(p.most[i] + 1e-5)),
			Sharp: sharp[i], Whole: p.whole[0][i] && p.whole[1][i],
		}
	}
	if p.a.t.Insiders {
		return p.insiders(report)
	}
	return nil
}

// prepare sets the linear programme up and finds a first table.
func (p *part) prepare() error {
	n := len(p.cells)
	problem := lp.Problem{Columns: make([][]lp.Entry, n), Lower: make([]float64, n), Upper: make([]float64, n)}
	total := int64(1000)
	for i, r := range p.rows {
		problem.B = append(problem.B, float64(r.right))
		total += max(r.right, -r.right)
		for _, t := range r.terms {
			c := p.column[t.cell]
			problem.Columns[c] = append(problem.Columns[c], lp.Entry{Row: i, Value: float64(t.coef)})
		}
	}
	for i, cell := range p.cells {
		problem.Lower[i], problem.Upper[i] = float64(p.a.low[cell]), float64(min(p.a.high[cell], max(p.a.low[cell], 0)+10*total))
	}
	var err error
	p.problem = problem
	if p.solver, err = lp.New(problem); err != nil {
		return err
	}
	x, err := p.solver.Feasible()
	if errors.Is(err, lp.ErrInfeasible) {
		return fmt.Errorf("%w: near %s", ErrContradiction, p.name())
	}
	if err != nil {
		return fmt.Errorf("look for a table near %s: %w", p.name(), err)
	}
	p.least, p.most = slices.Clone(x), slices.Clone(x)
	p.whole[0], p.whole[1] = make([]bool, n), make([]bool, n)
	p.record(x)
	return nil
}

// name gives a hidden cell of the part.
func (p *part) name() string {
	for i, cell := range p.cells {
		if p.hidden(i) {
			return p.a.t.Cells[cell].Name
		}
	}
	return "nothing"
}

func (p *part) hidden(column int) bool {
	cell := p.cells[column]
	return cell < len(p.a.t.Cells) && p.a.t.Cells[cell].State == Hidden
}

// far tells whether the tables vouch for a cell.
func (p *part) far(column int) bool {
	c := p.a.t.Cells[p.cells[column]]
	need := max(float64(c.Width), p.least[column]*float64(c.Percent)/100)
	return p.most[column]-p.least[column] > need-1e-5
}

// narrow gives the columns of hidden cells that no pair of tables vouches for.
func (p *part) narrow() []int {
	var out []int
	for i := range p.cells {
		if p.hidden(i) && !p.far(i) {
			out = append(out, i)
		}
	}
	return out
}

// both looks as far as it can in a direction and in the other, and tells whether it could.
// A solver that loses its way, and finds nothing where a table was found before, is made
// anew; when that one finds nothing either, nothing is vouched for.
func (p *part) both(cost []float64) (bool, error) {
	for _, most := range []bool{true, false} {
		x, err := p.extreme(cost, most)
		if errors.Is(err, lp.ErrInfeasible) || errors.Is(err, lp.ErrNumerical) {
			if p.solver, err = lp.New(p.problem); err != nil {
				return false, err
			}
			if x, err = p.extreme(cost, most); errors.Is(err, lp.ErrInfeasible) || errors.Is(err, lp.ErrNumerical) {
				p.solver, err = lp.New(p.problem)
				return false, err
			}
		}
		if err != nil {
			return false, fmt.Errorf("look for tables near %s: %w", p.name(), err)
		}
		p.record(x)
	}
	return true, nil
}

func (p *part) extreme(cost []float64, most bool) (x []float64, err error) {
	if most {
		x, _, err = p.solver.Maximise(cost)
	} else {
		x, _, err = p.solver.Minimise(cost)
	}
	return x, err
}

// record takes a table in. That it is whole is checked in whole numbers.
func (p *part) record(x []float64) {
	whole := p.agrees(x)
	if len(p.tables) < 64 {
		p.tables = append(p.tables, x)
	}
	for i, v := range x {
		if v < p.least[i]-1e-7 || v <= p.least[i]+1e-7 && whole {
			p.least[i], p.whole[0][i] = v, whole
		}
		if v > p.most[i]+1e-7 || v >= p.most[i]-1e-7 && whole {
			p.most[i], p.whole[1][i] = v, whole
		}
	}
}

// agrees tells whether a table is one of whole numbers that agrees with all that is
// printed.
func (p *part) agrees(x []float64) bool {
	n := make([]int64, len(x))
	for i, v := range x {
		var ok bool
		if n[i], ok = nearest(v); !ok || n[i] < p.a.low[p.cells[i]] || n[i] > p.a.high[p.cells[i]] {
			return false
		}
	}
	for _, r := range p.rows {
		s := int64(0)
		for _, t := range r.terms {
			s += t.coef * n[p.column[t.cell]]
		}
		if s != r.right {
			return false
		}
	}
	return true
}
