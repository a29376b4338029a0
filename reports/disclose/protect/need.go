package protect

import (
	"math"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// need is that a hidden cell can move by a width. It holds the moves that show it, which
// need no cell that is told.
type need struct {
	cell   int
	frozen int // a quantity that must stay where it is, or -1
	width  float64
	moves  []*move
	void   bool // nothing helps, or the cell is told again
}

// reach gives how far the moves of a need take its cell down and up.
func (n *need) reach() (low, high float64) {
	for _, m := range n.moves {
		low, high = min(low, m.of(n.cell)), max(high, m.of(n.cell))
	}
	return low, high
}

func (n *need) met() bool {
	low, high := n.reach()
	return high-low > n.width-tiny
}

// ask gives the need that a hidden cell has room, and queues it when it is new.
func (c *chooser) ask(cell int) *need {
	old := c.rooms[cell]
	if old != nil && !old.void {
		return old
	}
	n := &need{cell: cell, frozen: -1, width: c.width(cell)}
	c.rooms[cell] = n
	c.note(func() { c.rooms[cell], n.void = old, true })
	c.queue = append(c.queue, n)
	return n
}

// tie is a secret that somebody could compute who is the only one in another.
type tie struct {
	secret int
	single int // the quantity that he knows
}

// guard asks that a secret can move while one of a single person stays, for those that
// move whenever the secret does as far as is known.
func (c *chooser) guard(n *need) {
	if n.frozen >= 0 || c.Cells[n.cell].State != system.Secret {
		return
	}
	for _, cell := range n.moves[0].cells {
		who := c.who[cell]
		if s := c.Cells[cell]; !s.Single || s.State != system.Secret || c.without(n, who) != nil || c.partOf(n.cell, who) {
			continue
		}
		t := tie{n.cell, who}
		old := c.apart[t]
		if old != nil && !old.void {
			continue
		}
		k := &need{cell: n.cell, frozen: who, width: 1}
		c.apart[t] = k
		c.note(func() { c.apart[t], k.void = old, true })
		c.queue = append(c.queue, k)
	}
}

// without gives a move of a need that leaves a quantity where it is.
func (c *chooser) without(n *need, who int) *move {
	for _, m := range n.moves {
		if !slices.ContainsFunc(c.same[who], func(cell int) bool { return m.of(cell) != 0 }) {
			return m
		}
	}
	return nil
}

// set gives a need other moves.
func (c *chooser) set(n *need, moves []*move) {
	old, void := n.moves, n.void
	c.note(func() { n.moves, n.void = old, void })
	n.moves = moves
	for _, m := range moves {
		for _, cell := range m.cells {
			if !slices.Contains(c.users[cell], n) {
				c.users[cell] = append(c.users[cell], n)
			}
		}
	}
}

// certify looks for moves of hidden cells alone that meet a need: boxes and, to print
// again, some linear programmes.
func (c *chooser) certify(n *need) bool {
	if n.frozen >= 0 {
		if m := c.without(c.rooms[n.cell], n.frozen); m != nil {
			c.set(n, []*move{m})
			return true
		}
	}
	c.set(n, c.upAndDown(n, (*search).find))
	if n.met() {
		return true
	}
	if !c.trial || c.programmes <= 0 {
		return false
	}
	c.programmes--
	boxes := n.moves
	c.set(n, c.upAndDown(n, func(x *search) *move {
		cells, _ := x.near(nearby)
		m, err := x.among(cells)
		if err != nil {
			return nil // not shown to be safe, so not printed
		}
		return m
	}))
	if n.met() {
		return true
	}
	c.set(n, boxes)
	return false
}

// upAndDown looks how far a cell can be raised and, if that is not enough, lowered.
func (c *chooser) upAndDown(n *need, find func(*search) *move) (moves []*move) {
	x := search{boxes: c.boxes, cell: n.cell, sign: 1, frozen: n.frozen, need: 1, most: n.width, free: true, limit: tiny}
	up := x
	if m := find(&up); m != nil {
		moves = append(moves, m)
		x.most -= m.of(n.cell)
	}
	if x.most > tiny && c.depth(n.cell) >= 1 {
		down := x
		down.sign = -1
		if m := find(&down); m != nil {
			moves = append(moves, m)
		}
	}
	return moves
}

// buy finds the moves that meet a need together with those that it has, if there are some
// for less than a limit: the cheapest one that does so alone or, where a cell has no such
// room above or below it, one in each direction.
func (c *chooser) buy(n *need, limit float64) ([]*move, error) {
	m, err := c.buyOne(n, limit)
	switch {
	case err != nil:
		return nil, err
	case m != nil:
		return []*move{m}, nil
	case c.trial:
		return nil, nil
	}
	return c.buyTwo(n)
}

// buyTwo raises a cell as far as it goes, and lowers it by what is left of the need.
func (c *chooser) buyTwo(n *need) ([]*move, error) {
	x := search{boxes: c.boxes, cell: n.cell, sign: 1, frozen: n.frozen, need: 1, most: n.width, limit: math.Inf(1)}
	up, err := x.solve()
	if up == nil || err != nil {
		return nil, err
	}
	if up.of(n.cell) > n.width-tiny {
		return []*move{up}, nil
	}
	x.sign, x.need = -1, n.width-up.of(n.cell)
	x.most = x.need
	down, err := x.solve()
	if down == nil || err != nil {
		return nil, err
	}
	return []*move{up, down}, nil
}

// buyOne finds the cheapest move that meets a need together with those that it has: a box
// or, where none helps or there are so few cells that it takes no time, one of any form.
func (c *chooser) buyOne(n *need, limit float64) (*move, error) {
	low, high := n.reach()
	x := search{boxes: c.boxes, cell: n.cell, frozen: n.frozen, most: n.width, limit: limit}
	up, down := x, x
	up.sign, up.need = 1, n.width+low
	down.sign, down.need = -1, n.width-high
	best := up.find()
	if best != nil {
		down.limit = best.price
	}
	if m := down.find(); m != nil {
		best = m
	}
	if cells, few := up.near(nearby); few {
		for _, x := range []*search{&up, &down} {
			m, err := x.among(cells)
			if err != nil {
				return nil, err
			}
			if m != nil && m.price < limit && (best == nil || m.price < best.price) {
				best = m
			}
		}
		return best, nil
	}
	if best != nil || c.trial {
		return best, nil
	}
	for _, x := range []*search{&up, &down} {
		if m, err := x.solve(); m != nil || err != nil {
			return m, err
		}
	}
	return nil, nil
}
