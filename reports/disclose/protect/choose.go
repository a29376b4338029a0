package protect

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Result says of each cell and print of a system what becomes of it.
type Result struct {
	Told    []bool // by cell: a reader knows it
	Printed []bool // by print
	// Exposed are cells that can be known too closely whatever is hidden, since what was
	// told before gives them away.
	Exposed []int
}

// Choose decides what is printed: as much as it can, and nothing that gives a hidden
// cell away more closely than its measure allows, or to somebody who is the only one in
// another. The order in which the system was put together does not matter.
func Choose(s *system.System) (Result, error) {
	a := arrange(s)
	c := &chooser{
		boxes: newBoxes(newState(&a.System)), rooms: make([]*need, len(a.Cells)), users: make([][]*need, len(a.Cells)),
		apart: map[tie]*need{}, programmes: programmes,
	}
	if err := c.choose(); err != nil {
		return Result{}, fmt.Errorf("give hidden cells room: %w", err)
	}
	out := Result{Told: make([]bool, len(a.Cells)), Printed: c.printed, Exposed: c.exposed}
	for i := range out.Told {
		out.Told[i] = c.told(i)
	}
	return a.restore(out), nil
}

// chooser hides cells until all needs are met.
type chooser struct {
	*boxes
	rooms      []*need // by cell: that it has room
	apart      map[tie]*need
	users      [][]*need // by cell: needs that have, or had, a move with it
	queue      []*need   // perhaps not met yet
	spent      float64   // worth of what was hidden
	exposed    []int
	trial      bool
	undo       []func() // takes back what was done on trial, last first
	programmes int      // linear programmes that may still be solved to print again
}

func (c *chooser) choose() error {
	var hidden []int
	for i := range c.Cells {
		if c.asked(i) && !c.told(i) {
			hidden = append(hidden, i)
		}
	}
	slices.SortStableFunc(hidden, func(a, b int) int { return cmp.Compare(c.Cells[a].Value, c.Cells[b].Value) })
	for _, i := range hidden {
		c.ask(i)
	}
	if _, err := c.meet(math.Inf(1)); err != nil {
		return err
	}
	for round := 0; round < rounds && c.reprint(); round++ {
	}
	return nil
}

// meet meets the needs that are queued, and those of cells that get hidden for that. It
// stops, and tells that it did not get through, when that costs a limit.
func (c *chooser) meet(limit float64) (bool, error) {
	for len(c.queue) > 0 {
		n := c.queue[0]
		c.queue = c.queue[1:]
		if n.void {
			continue
		}
		if n.met() || c.certify(n) {
			c.guard(n)
			continue
		}
		moves, err := c.buy(n, limit-c.spent)
		if err != nil {
			return false, err
		}
		if len(moves) == 0 {
			if c.trial {
				return false, nil
			}
			n.void = true
			c.exposed = append(c.exposed, n.cell)
			continue
		}
		c.set(n, slices.Concat(n.moves, moves))
		c.guard(n)
		for _, m := range moves {
			for _, moved := range m.cells {
				for _, p := range c.prints[moved] {
					if c.printed[p] {
						c.takeBack(p, m)
					}
				}
			}
		}
		if c.spent > limit-tiny {
			return false, nil
		}
	}
	return true, nil
}

// takeBack withdraws a print so that a move can be made. What is hidden by that needs
// room too, for which the move may do.
func (c *chooser) takeBack(p int, m *move) {
	before := c.spent
	c.note(func() {
		c.print(p)
		c.spent = before
	})
	for _, cell := range c.withdraw(p) {
		c.spent += worth(c.Cells[cell])
		if c.asked(cell) {
			c.set(c.ask(cell), []*move{m})
		}
	}
}

// note keeps how a step on trial is taken back.
func (c *chooser) note(back func()) {
	if c.trial {
		c.undo = append(c.undo, back)
	}
}

// tiny is below what counts as a move or a price.
const tiny = 1e-6
