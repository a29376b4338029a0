package round

import "math/rand/v2"

// search looks for the cells to round up: those with the least sum of squares of what
// published cells are off. All of it is in whole numbers, so that it goes the same way
// on every machine.
type search struct {
	cells   []int   // the cells that are rounded, in the order of their keys
	in      [][]int // by cell: the published cells it adds to, ascending
	members [][]int // by published cell: its cells
	base    int64
	random  *rand.Rand

	up  []bool  // by cell
	off []int64 // by published cell: how much it is more than it was
}

// The search goes in rounds, each of steps at random with a threshold that falls to 0:
// in the first from an eighth of what turning one cell costs, in the next three from
// twice as much each, and so on. Small cubes get more rounds. On the published test
// tables longer rounds gained 5% in squares at most.
const (
	stepsPerCell = 400
	levels       = 50
	mostRounds   = 24
	steps        = 2_000_000 // of all rounds together, when cells are few
)

func newSearch(cells []Cell, rounded []bool, published int, base int64) *search {
	s := &search{base: base, random: rand.New(rand.NewPCG(2018, uint64(base)))} //nolint:gosec // no secret: it decides between near equals
	s.cells, s.in, published = ordered(cells, rounded, published)
	s.members = make([][]int, published)
	for i, in := range s.in {
		for _, p := range in {
			s.members[p] = append(s.members[p], i)
		}
	}
	s.up, s.off = make([]bool, len(s.cells)), make([]int64, published)
	for i, c := range s.cells {
		for _, p := range s.in[i] {
			s.off[p] -= cells[c].Value
		}
	}
	return s
}

// run gives for each cell whether it goes up.
func (s *search) run() []bool {
	s.settle()
	cost := s.cost()
	best := append([]bool(nil), s.up...)
	each := stepsPerCell * len(s.cells)
	for n := range min(max(1, steps/each), mostRounds) {
		s.round(each, int64(8>>(n%4)))
		s.settle()
		if c := s.cost(); c < cost {
			cost = c
			copy(best, s.up)
		}
	}
	return best
}

// round takes steps at random, also such that make it worse by less than a threshold,
// which falls to 0 from that part of what turning a cell costs.
func (s *search) round(each int, part int64) {
	reach := 0
	for _, in := range s.in {
		reach += len(in)
	}
	most := s.base * s.base * int64(reach) / int64(len(s.cells)) / part
	for level := range int64(levels) {
		threshold := most * (levels - 1 - level) / levels
		for range each / levels {
			s.step(threshold)
		}
	}
}

// step turns a cell, or exchanges it with one that it shares a published cell with.
func (s *search) step(threshold int64) {
	i := s.random.IntN(len(s.cells))
	if len(s.in[i]) > 0 && s.random.IntN(8) > 0 {
		shared := s.members[s.in[i][s.random.IntN(len(s.in[i]))]]
		j := shared[s.random.IntN(len(shared))]
		if s.up[i] != s.up[j] {
			if s.turns(i)+s.turns(j)-2*s.base*s.base*common(s.in[i], s.in[j]) <= threshold {
				s.turn(i)
				s.turn(j)
			}
			return
		}
	}
	if s.turns(i) <= threshold {
		s.turn(i)
	}
}

// settle turns single cells until none makes it better.
func (s *search) settle() {
	for better := true; better; {
		better = false
		for i := range s.cells {
			if s.turns(i) < 0 {
				s.turn(i)
				better = true
			}
		}
	}
}

// turns gives by how much the sum of squares grows when cell i goes the other way.
func (s *search) turns(i int) int64 {
	by := s.change(i)
	total := int64(0)
	for _, p := range s.in[i] {
		total += by * (2*s.off[p] + by)
	}
	return total
}

func (s *search) turn(i int) {
	by := s.change(i)
	for _, p := range s.in[i] {
		s.off[p] += by
	}
	s.up[i] = !s.up[i]
}

func (s *search) change(i int) int64 {
	if s.up[i] {
		return -s.base
	}
	return s.base
}

func (s *search) cost() int64 {
	total := int64(0)
	for _, d := range s.off {
		total += d * d
	}
	return total
}

// common counts what two ascending lists share.
func common(a, b []int) int64 {
	n := int64(0)
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
