package protect

import (
	"errors"
	"math"

	"github.com/vlot-evaluatie/peil/internal/lp"
)

// gain is what a move of the cell that is looked at is worth, far above any price.
const gain = 1e6

// ceiling bounds moves that nothing else bounds.
const ceiling = 1e7

// idle is the price of moving a hidden cell: of two moves the one that moves less.
const idle = 1e-3

// region is how many cells a first search looks at that no box could answer.
const region = 300

// nearby is how many cells a linear programme takes about a millisecond for.
const nearby = 150

// moves tells whether a cell may move in this search.
func (x *search) moves(cell int) bool {
	return x.who[cell] != x.frozen && (!x.told(cell) || !x.free && !math.IsInf(x.price(cell), 1))
}

// near gives the cells that may move nearest to the one that is looked at, up to about
// a number, and whether these are all that it can be bound to.
func (x *search) near(size int) (cells []int, whole bool) {
	seen, taken := map[int]bool{x.cell: true}, map[int]bool{}
	cells = []int{x.cell}
	for i := 0; i < len(cells); i++ {
		if len(cells) > size {
			return cells, false
		}
		for _, in := range x.in[cells[i]] {
			if taken[in.equation] {
				continue
			}
			taken[in.equation] = true
			for _, t := range x.Equations[in.equation] {
				if !seen[t.Cell] && x.moves(t.Cell) {
					seen[t.Cell] = true
					cells = append(cells, t.Cell)
				}
			}
		}
	}
	return cells, true
}

// solve looks for a move of any form, by linear programmes over ever more cells around
// the one that is looked at. It gives nil when there is none.
func (x *search) solve() (*move, error) {
	for size := region; ; size *= 5 {
		cells, whole := x.near(size)
		m, err := x.among(cells)
		if m != nil || err != nil || whole {
			return m, err
		}
	}
}

// among finds the move of some cells that costs least; all others stay. Its variables
// are moves up and moves down, so that no move at all is feasible: a solver that denies it
// has lost its way among rounded numbers, and no move is known. Amounts are counted in
// units of some thousandth of what is asked for, so that this is rare.
func (x *search) among(cells []int) (*move, error) {
	unit := max(1, x.most/1000)
	p := lp.Problem{}
	rows := map[int]int{}
	var cost []float64
	for _, cell := range cells {
		up, down, price := ceiling*unit, x.depth(cell), idle+x.price(cell)
		if cell == x.cell {
			price = -gain
			if x.sign > 0 {
				up, down = x.most, 0
			} else {
				up, down = 0, min(down, x.most)
			}
		}
		var raise, lower []lp.Entry
		for _, t := range x.in[cell] {
			row, ok := rows[t.equation]
			if !ok {
				row = len(rows)
				rows[t.equation] = row
			}
			raise = append(raise, lp.Entry{Row: row, Value: float64(t.coef)})
			lower = append(lower, lp.Entry{Row: row, Value: -float64(t.coef)})
		}
		p.Columns = append(p.Columns, raise, lower)
		p.Lower, p.Upper = append(p.Lower, 0, 0), append(p.Upper, up/unit, down/unit)
		cost = append(cost, price, price)
	}
	p.B = make([]float64, len(rows))
	solver, err := lp.New(p)
	if err != nil {
		return nil, err
	}
	v, _, err := solver.Minimise(cost)
	if errors.Is(err, lp.ErrInfeasible) || errors.Is(err, lp.ErrNumerical) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	by := map[int]float64{}
	for i, cell := range cells {
		if n := v[2*i] - v[2*i+1]; n > tiny || n < -tiny {
			by[cell] = n * unit
		}
	}
	m := x.move(by)
	if m.of(x.cell)*float64(x.sign) < x.need-tiny {
		return nil, nil
	}
	return m, nil
}
