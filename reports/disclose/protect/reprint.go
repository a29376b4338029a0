package protect

import (
	"cmp"
	"math"
	"slices"
)

// rounds is how often all that is hidden is looked through for what can be printed again.
const rounds = 3

// programmes is how many needs are looked at by linear programmes to print again; each
// takes about a millisecond.
const programmes = 2000

// reprint prints again what turned out to be hidden in vain, or for which less can be
// hidden, largest first. It tells whether there was any.
func (c *chooser) reprint() bool {
	var prints []int
	for i := range c.Prints {
		if !c.printed[i] && !c.barred[i] {
			prints = append(prints, i)
		}
	}
	slices.SortStableFunc(prints, func(a, b int) int { return cmp.Compare(c.rank(b), c.rank(a)) })
	some := false
	for _, p := range prints {
		if !c.printed[p] {
			some = c.again(p) || some
		}
	}
	return some
}

func (c *chooser) rank(print int) int64 {
	least := int64(math.MaxInt64)
	for _, cell := range c.Prints[print].Cells {
		least = min(least, c.Cells[cell].Rank)
	}
	return least
}

// again prints a print if that gains more than it costs: needs that are not met without
// its cells get other moves, for which other cells may have to be hidden.
func (c *chooser) again(p int) bool {
	before := c.spent
	c.trial, c.undo = true, c.undo[:0]
	c.print(p)
	c.note(func() { c.withdraw(p) })
	for _, cell := range c.Prints[p].Cells {
		if c.tellers[cell] > 1 {
			continue // told anyway
		}
		c.spent -= worth(c.Cells[cell])
		price := c.cost[cell]
		c.cost[cell] = math.Inf(1) // it must not be bought back
		defer func() { c.cost[cell] = price }()
		c.users[cell] = slices.DeleteFunc(c.users[cell], func(n *need) bool { return n.void || !n.uses(cell) })
		for _, n := range slices.Clone(c.users[cell]) {
			c.set(n, nil)
			if n.void = c.told(n.cell); !n.void {
				c.queue = append(c.queue, n)
			}
		}
	}
	ok, err := c.meet(before)
	c.trial = false
	if ok && err == nil && c.spent < before-tiny {
		return true
	}
	for _, back := range slices.Backward(c.undo) {
		back()
	}
	c.spent, c.queue = before, nil
	return false
}

// uses tells whether a move of a need moves a cell.
func (n *need) uses(cell int) bool {
	return slices.ContainsFunc(n.moves, func(m *move) bool { return m.of(cell) != 0 })
}
