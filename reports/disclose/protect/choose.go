package protect

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Result says of each cell and print of a system what becomes of it.
type Result struct {
	Told    []bool // by cell: a reader knows it
	Printed []bool // by print
	// Exposed are secrets that can be computed whatever is hidden, since what was told
	// before gives them away.
	Exposed []int
}

// chooser carries the choice through the system.
type chooser struct {
	s      *system.System
	out    Result
	random *rand.Rand
	forced map[int]bool // prints that must not be, beside those of secrets
	// same names the quantity that a cell is: a total of which all parts but one are
	// zero is that part, and its one person is no stranger to himself.
	same []int
}

// choose prints what it can, highest rank first. The same system gives the same choice.
func (c *chooser) choose() {
	s := c.s
	c.random = rand.New(rand.NewPCG(uint64(len(s.Cells)), uint64(len(s.Equations)))) //nolint:gosec // any vector will do; it is no secret
	c.out = Result{Told: make([]bool, len(s.Cells)), Printed: make([]bool, len(s.Prints))}
	for i, cell := range s.Cells {
		c.out.Told[i] = cell.State == system.Known
	}
	c.same = quantities(s)
	parts := s.Parts(func(i int) bool { return s.Cells[i].State != system.Known })
	part := make([]int, len(s.Cells)) // the part that a cell is in, from 1 on
	for n, equations := range parts {
		for _, e := range equations {
			for _, t := range s.Equations[e] {
				if s.Cells[t.Cell].State != system.Known {
					part[t.Cell] = n + 1
				}
			}
		}
	}
	// A print that tells cells of two parts ties them: its part is all of them.
	tied := newTies(len(parts) + 1)
	prints := make([][]int, len(parts)+1)
	for _, p := range s.Prints {
		for _, cell := range p.Cells[1:] {
			if part[cell] > 0 && part[p.Cells[0]] > 0 {
				tied.join(part[cell], part[p.Cells[0]])
			}
		}
	}
	for i, p := range s.Prints {
		if c.barred(i) {
			continue
		}
		at := 0
		for _, cell := range p.Cells {
			at = max(at, tied.root(part[cell]))
		}
		prints[at] = append(prints[at], i)
	}
	for _, i := range prints[0] { // bound to nothing
		c.print(i)
	}
	equations := make([][]int, len(parts)+1)
	for n, list := range parts {
		r := tied.root(n + 1)
		equations[r] = append(equations[r], list...)
	}
	for n := 1; n <= len(parts); n++ {
		if len(equations[n]) > 0 {
			c.part(equations[n], prints[n])
		}
	}
}

// barred tells whether a print must not be.
func (c *chooser) barred(print int) bool {
	return c.forced[print] || slices.ContainsFunc(c.s.Prints[print].Cells, func(cell int) bool { return c.s.Cells[cell].State == system.Secret })
}

func (c *chooser) print(i int) {
	c.out.Printed[i] = true
	for _, cell := range c.s.Prints[i].Cells {
		c.out.Told[cell] = true
	}
}

// part chooses among the prints of one part of the system.
func (c *chooser) part(equations, prints []int) {
	p := &peeler{c: c, equations: equations}
	seen := map[int]bool{}
	for _, e := range equations {
		for _, t := range c.s.Equations[e] {
			if c.s.Cells[t.Cell].State == system.Secret && !seen[t.Cell] {
				seen[t.Cell] = true
				if !seen[^c.same[t.Cell]] { // one of those that are the same quantity will do
					seen[^c.same[t.Cell]] = true
					p.secrets = append(p.secrets, t.Cell)
				}
			}
		}
	}
	slices.Sort(p.secrets)
	p.dropExposed()
	rank := func(i int) int64 {
		least := c.s.Cells[c.s.Prints[i].Cells[0]].Rank
		for _, cell := range c.s.Prints[i].Cells[1:] {
			least = min(least, c.s.Cells[cell].Rank)
		}
		return least
	}
	slices.SortFunc(prints, func(a, b int) int {
		return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(c.s.Prints[a].Key, c.s.Prints[b].Key))
	})
	p.peel(prints)
}

// quantities gives each cell a number that it shares with cells that are the same
// quantity.
func quantities(s *system.System) []int {
	same := newTies(len(s.Cells))
	for _, eq := range s.Equations {
		var two []system.Term
		for _, t := range eq {
			if s.Cells[t.Cell].State != system.Known {
				two = append(two, t)
			}
		}
		if len(two) == 2 && two[0].Coef == -two[1].Coef && s.Cells[two[0].Cell].Value == s.Cells[two[1].Cell].Value {
			same.join(two[0].Cell, two[1].Cell)
		}
	}
	for i := range same {
		same[i] = same.root(i)
	}
	return same
}

// ties joins numbers that belong together; the root of each is the largest.
type ties []int

func newTies(n int) ties {
	t := make(ties, n)
	for i := range t {
		t[i] = i
	}
	return t
}

func (t ties) root(x int) int {
	for t[x] != x {
		t[x] = t[t[x]]
		x = t[x]
	}
	return x
}

func (t ties) join(a, b int) {
	a, b = t.root(a), t.root(b)
	t[min(a, b)] = max(a, b)
}

// Choose decides what is printed: as much as can be, largest first, without giving a
// secret away exactly or more closely than its measure allows.
func Choose(s *system.System) (Result, error) {
	c := &chooser{s: s}
	c.choose()
	w := &widener{s: s, out: &c.out, random: c.random}
	if err := w.widen(); err != nil {
		return Result{}, fmt.Errorf("give hidden cells room: %w", err)
	}
	return c.out, nil
}
