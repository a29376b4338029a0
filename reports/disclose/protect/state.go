package protect

import (
	"math"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// state is what is told at some moment of the choice.
type state struct {
	*system.System
	printed []bool
	tellers []int   // by cell: how many prints tell it, and one more when it is known anyway
	prints  [][]int // by cell: those that would tell it
	barred  []bool  // by print: it tells a secret
	in      [][]member
	cost    []float64 // by cell: what it costs to hide it, all that is printed with it included
	same    [][]int   // by cell: all cells that are the same quantity, itself included
	who     []int     // by cell: the first of those
}

// member is that a cell is in an equation.
type member struct {
	equation int
	coef     int64
}

func newState(s *system.System) *state {
	n := len(s.Cells)
	x := &state{
		System: s, printed: make([]bool, len(s.Prints)), barred: make([]bool, len(s.Prints)),
		tellers: make([]int, n), prints: make([][]int, n), in: make([][]member, n), cost: make([]float64, n),
	}
	for e, eq := range s.Equations {
		for _, t := range eq {
			x.in[t.Cell] = append(x.in[t.Cell], member{e, t.Coef})
		}
	}
	for i, c := range s.Cells {
		if c.State == system.Known {
			x.tellers[i]++
			x.cost[i] = math.Inf(1)
		}
	}
	for i, p := range s.Prints {
		x.barred[i] = slices.ContainsFunc(p.Cells, func(c int) bool { return s.Cells[c].State == system.Secret || s.Cells[c].Held })
		price := 0.0
		for _, c := range p.Cells {
			x.prints[c] = append(x.prints[c], i)
			price += worth(s.Cells[c])
		}
		for _, c := range p.Cells {
			x.cost[c] += price
		}
		if !x.barred[i] {
			x.print(i)
		}
	}
	x.quantities()
	return x
}

// worth is what readers lose when they are not told a cell: more for a large one.
func worth(c system.Cell) float64 { return 1 + math.Log2(2+math.Abs(float64(c.Rank))) }

// quantities finds cells that are one quantity: a total of which all parts but one are
// zero is that part.
func (x *state) quantities() {
	sets := system.NewSets(len(x.Cells))
	for _, eq := range x.Equations {
		var two []system.Term
		for _, t := range eq {
			if x.Cells[t.Cell].State != system.Known {
				two = append(two, t)
			}
		}
		if len(two) == 2 && two[0].Coef == -two[1].Coef && x.Cells[two[0].Cell].Value == x.Cells[two[1].Cell].Value {
			sets.Join(two[0].Cell, two[1].Cell)
		}
	}
	x.same, x.who = make([][]int, len(x.Cells)), make([]int, len(x.Cells))
	for i := range x.Cells {
		x.who[i] = sets.Of(i)
		x.same[x.who[i]] = append(x.same[x.who[i]], i)
	}
	for i, who := range x.who {
		x.same[i] = x.same[who]
	}
}

// partOf tells whether a cell is a quantity or lies within it: then it is about nobody
// whom the quantity is not about.
func (x *state) partOf(cell, who int) bool {
	seen := map[int]bool{x.who[cell]: true}
	for queue := []int{x.who[cell]}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == who {
			return true
		}
		for _, c := range x.same[queue[0]] {
			for _, in := range x.in[c] {
				if whole := x.whole(in.equation); whole >= 0 && whole != c && !seen[x.who[whole]] {
					seen[x.who[whole]] = true
					queue = append(queue, x.who[whole])
				}
			}
		}
	}
	return false
}

// whole gives the cell that an equation makes up of others, none of them below zero; -1
// when there is no such cell.
func (x *state) whole(equation int) int {
	whole := -1
	for _, t := range x.Equations[equation] {
		switch {
		case x.Floor(t.Cell) < 0:
			return -1
		case t.Coef < 0:
		case whole >= 0 || t.Coef != 1:
			return -1
		default:
			whole = t.Cell
		}
	}
	return whole
}

func (x *state) told(cell int) bool { return x.tellers[cell] > 0 }

// asked tells whether a cell must have room while it is not told.
func (x *state) asked(cell int) bool { return x.Cells[cell].State != system.Free }

func (x *state) print(i int) {
	x.printed[i] = true
	for _, c := range x.Prints[i].Cells {
		x.tellers[c]++
	}
}

// withdraw takes a print back and gives the cells that are not told any more.
func (x *state) withdraw(i int) (hidden []int) {
	x.printed[i] = false
	for _, c := range x.Prints[i].Cells {
		if x.tellers[c]--; x.tellers[c] == 0 {
			hidden = append(hidden, c)
		}
	}
	return hidden
}

// price is what it costs to hide a cell: nothing when it is hidden.
func (x *state) price(cell int) float64 {
	if x.tellers[cell] == 0 {
		return 0
	}
	return x.cost[cell]
}

// depth is how far a cell can be lowered at most.
func (x *state) depth(cell int) float64 {
	depth := x.Cells[cell].Value - x.Floor(cell)
	for _, c := range x.same[cell] {
		depth = min(depth, x.Cells[c].Value-x.Floor(c))
	}
	return float64(max(0, depth))
}

// width is how far a cell must be able to move while it is hidden.
func (x *state) width(cell int) float64 { return float64(max(1, x.Width(cell))) }
