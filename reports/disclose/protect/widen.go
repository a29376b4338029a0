package protect

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/vlot-evaluatie/peil/internal/lp"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// rounds of random directions in which all hidden cells are moved at once, before what
// is left is looked at singly.
const rounds = 6

// region is how many cells a first search for room looks at.
const region = 200

// tiny is below what counts as a move.
const tiny = 1e-6

// widener gives hidden cells room.
type widener struct {
	s      *system.System
	out    *Result
	random *rand.Rand
	in     [][]int // equations by cell
	// wide are the hidden cells that can move far enough. They stay so: hiding more
	// never holds a cell tighter.
	wide []bool
}

// widen hides more until each hidden cell can move as far as its measure asks, all
// printed numbers staying as they are. It tells the cells that nothing can help.
func (w *widener) widen() error {
	w.in, w.wide = make([][]int, len(w.s.Cells)), make([]bool, len(w.s.Cells))
	for e, eq := range w.s.Equations {
		for _, t := range eq {
			w.in[t.Cell] = append(w.in[t.Cell], e)
		}
	}
	for i, c := range w.s.Cells {
		w.wide[i] = c.State == system.Free || slices.Contains(w.out.Exposed, i) // nothing is asked of the first, nothing helps the second
	}
	for {
		narrow, err := w.narrow()
		if err != nil || len(narrow) == 0 {
			return err
		}
		var near *space // that of the cell before will often do
		for _, cell := range narrow {
			if w.wide[cell] {
				continue
			}
			var move map[int]float64
			if move, near, err = w.room(cell, near); err != nil {
				return err
			}
			if move == nil {
				w.wide[cell] = true
				w.out.Exposed = append(w.out.Exposed, cell)
				continue
			}
			for c, by := range move {
				w.wide[c] = w.wide[c] || math.Abs(by) > float64(w.s.Width(c))-tiny
				w.out.Told[c] = false
			}
			w.settle()
		}
	}
}

// settle takes back the prints of cells that are hidden now.
func (w *widener) settle() {
	for i, p := range w.s.Prints {
		if w.out.Printed[i] && slices.ContainsFunc(p.Cells, func(c int) bool { return !w.out.Told[c] }) {
			w.out.Printed[i] = false
		}
	}
	for i, c := range w.s.Cells {
		w.out.Told[i] = c.State == system.Known
	}
	for i, p := range w.s.Prints {
		if w.out.Printed[i] {
			for _, c := range p.Cells {
				w.out.Told[c] = true
			}
		}
	}
}

// narrow finds the hidden cells that cannot move far enough.
func (w *widener) narrow() ([]int, error) {
	var out []int
	for _, equations := range w.s.Parts(func(i int) bool { return !w.out.Told[i] }) {
		some, err := w.narrowIn(equations)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	slices.Sort(out)
	return out, nil
}

// narrowIn looks at one part. Its variables are the moves of the cells away from their
// true values, so that no move at all is feasible.
func (w *widener) narrowIn(equations []int) ([]int, error) {
	if !slices.ContainsFunc(equations, func(e int) bool {
		return slices.ContainsFunc(w.s.Equations[e], func(t system.Term) bool { return !w.out.Told[t.Cell] && !w.wide[t.Cell] })
	}) {
		return nil, nil
	}
	col := map[int]int{}
	var cells []int
	var p lp.Problem
	for row, e := range equations {
		for _, t := range w.s.Equations[e] {
			if w.out.Told[t.Cell] {
				continue
			}
			n, ok := col[t.Cell]
			if !ok {
				n = len(cells)
				col[t.Cell] = n
				cells = append(cells, t.Cell)
				p.Columns = append(p.Columns, nil)
				p.Lower = append(p.Lower, float64(w.s.Floor(t.Cell)-w.s.Cells[t.Cell].Value))
				p.Upper = append(p.Upper, ceiling)
			}
			p.Columns[n] = append(p.Columns[n], lp.Entry{Row: row, Value: float64(t.Coef)})
		}
	}
	p.B = make([]float64, len(equations))
	solver, err := lp.New(p)
	if err != nil {
		return nil, err
	}
	least, most := make([]float64, len(cells)), make([]float64, len(cells))
	open := func() (out []int) {
		for i, c := range cells {
			if w.wide[c] = w.wide[c] || most[i]-least[i] > float64(w.s.Width(c))-tiny; !w.wide[c] {
				out = append(out, i)
			}
		}
		return out
	}
	record := func(x []float64) {
		for i, v := range x {
			least[i], most[i] = min(least[i], v), max(most[i], v)
		}
	}
	left := open()
	for round := 0; round < rounds && len(left) > 0; round++ {
		cost := make([]float64, len(cells))
		for _, i := range left {
			cost[i] = 1 + w.random.Float64()
			if w.random.IntN(2) == 0 {
				cost[i] = -cost[i]
			}
		}
		for _, solve := range []func([]float64) ([]float64, float64, error){solver.Maximise, solver.Minimise} {
			x, _, err := solve(cost)
			if err != nil {
				return nil, err
			}
			record(x)
		}
		before := len(left)
		if left = open(); len(left)*10 > before*9 {
			break
		}
	}
	var out []int
	for _, i := range left {
		if open(); w.wide[cells[i]] {
			continue // another one's move was its own
		}
		cost := make([]float64, len(cells))
		cost[i] = 1
		for _, solve := range []func([]float64) ([]float64, float64, error){solver.Maximise, solver.Minimise} {
			x, _, err := solve(cost)
			if err != nil {
				return nil, err
			}
			record(x)
		}
		if open(); !w.wide[cells[i]] {
			out = append(out, cells[i])
		}
	}
	return out, nil
}

// ceiling bounds moves that nothing else bounds.
const ceiling = 1e7
