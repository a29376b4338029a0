package protect

import (
	"math"

	"github.com/vlot-evaluatie/peil/internal/lp"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// space is the moves that some equations allow, each cell up or down from its true
// value. Cells that other equations hold too stay where they are.
type space struct {
	w       *widener
	whole   bool // no other equation binds these cells
	solver  *lp.Solver
	columns []column
	at      map[int]int // cell -> the first of its columns
}

// column is one way in which a cell moves.
type column struct {
	cell int
	sign float64
}

// A cell has four columns: as far up as it must be able to go, further up, as far down
// as it must be able to go, further down.
const (
	up = iota
	further
	down
	deeper
	ways
)

// gain is what a move of the cell that is looked at is worth, far above any price.
const gain = 1e6

// room finds the move of least price that takes a cell as far as it must be able to go,
// up or else down; cells that move have to be hidden. It gives nil when there is none,
// and the space that it looked in last.
func (w *widener) room(cell int, near *space) (map[int]float64, *space, error) {
	size := region
	for {
		if near != nil && near.holds(cell) {
			for _, way := range []int{up, down} {
				move, err := near.move(cell, way)
				if move != nil || err != nil {
					return move, near, err
				}
			}
			if near.whole {
				return nil, near, nil
			}
		}
		var err error
		if near, err = w.space(cell, size); err != nil {
			return nil, nil, err
		}
		if near.whole && !near.holds(cell) {
			return nil, near, nil
		}
		size *= 5
	}
}

// around gives the equations near a cell, and whether these are all that it can be
// bound to.
func (w *widener) around(cell, size int) (equations []int, whole bool) {
	seen, taken := map[int]bool{cell: true}, map[int]bool{}
	queue := []int{cell}
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		for _, e := range w.in[c] {
			if taken[e] {
				continue
			}
			if len(seen) > size {
				return equations, false
			}
			taken[e] = true
			equations = append(equations, e)
			for _, t := range w.s.Equations[e] {
				if !seen[t.Cell] && w.s.Cells[t.Cell].State != system.Known {
					seen[t.Cell] = true
					queue = append(queue, t.Cell)
				}
			}
		}
	}
	return equations, true
}

// space prepares the search for moves near a cell.
func (w *widener) space(cell, size int) (*space, error) {
	equations, whole := w.around(cell, size)
	x := &space{w: w, whole: whole, at: map[int]int{}}
	inside := map[int]int{}
	for _, e := range equations {
		for _, t := range w.s.Equations[e] {
			inside[t.Cell]++
		}
	}
	p := lp.Problem{B: make([]float64, len(equations))}
	for row, e := range equations {
		for _, t := range w.s.Equations[e] {
			c := w.s.Cells[t.Cell]
			if c.State == system.Known || inside[t.Cell] < len(w.in[t.Cell]) {
				continue
			}
			n, ok := x.at[t.Cell]
			if !ok {
				n = len(x.columns)
				x.at[t.Cell] = n
				width, depth := float64(w.s.Width(t.Cell)), max(0, float64(c.Value-w.s.Floor(t.Cell)))
				x.columns = append(x.columns, column{t.Cell, 1}, column{t.Cell, 1}, column{t.Cell, -1}, column{t.Cell, -1})
				p.Columns = append(p.Columns, nil, nil, nil, nil)
				p.Lower = append(p.Lower, 0, 0, 0, 0)
				p.Upper = append(p.Upper, width, ceiling, min(width, depth), max(0, depth-width))
			}
			for way := range ways {
				p.Columns[n+way] = append(p.Columns[n+way], lp.Entry{Row: row, Value: x.columns[n+way].sign * float64(t.Coef)})
			}
		}
	}
	var err error
	x.solver, err = lp.New(p)
	return x, err
}

func (x *space) holds(cell int) bool {
	_, ok := x.at[cell]
	return ok
}

// move takes a cell one way as far as it must be able to go; nil when it cannot.
func (x *space) move(cell, way int) (map[int]float64, error) {
	cost := make([]float64, len(x.columns))
	for i, c := range x.columns {
		cost[i] = x.w.price(c.cell)
	}
	for i := range ways { // nor may it move both ways at once
		cost[x.at[cell]+i] = 2 * gain
	}
	target := x.at[cell] + way
	cost[target] = -gain
	moves, _, err := x.solver.Minimise(cost)
	if err != nil {
		return nil, err
	}
	if moves[target] < float64(x.w.s.Width(cell))-tiny {
		return nil, nil
	}
	out := map[int]float64{}
	for i, v := range moves {
		if v > tiny {
			out[x.columns[i].cell] += x.columns[i].sign * v
		}
	}
	return out, nil
}

// price is what it costs to move a cell: little when it is hidden anyway, and more
// the more readers lose by not being told it.
func (w *widener) price(cell int) float64 {
	if !w.out.Told[cell] {
		return 1e-3
	}
	return 1 + math.Log2(2+math.Abs(float64(w.s.Cells[cell].Rank)))
}
