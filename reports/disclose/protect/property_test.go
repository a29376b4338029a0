package protect_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose/protect"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// randomTables gives counts along two to four dimensions, one of them with a level
// between its members and the whole, from which some margins are not printed, in a
// random order of cells.
func randomTables(t *testing.T, seed uint64, order *rand.Rand) (*system.System, [][]int) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	dims := 2 + random.IntN(3)
	sizes := [][]int{{4, 3}, {4, 2, 2}, {2, 2, 2, 2}}[dims-2]
	nodes := make([][]system.Node, dims)
	for d, size := range sizes {
		nodes[d] = []system.Node{{}}
		for m := range size {
			nodes[d] = append(nodes[d], system.Node{Level: fmt.Sprint("member", d), Code: fmt.Sprint(m)})
		}
	}
	if random.IntN(2) == 0 {
		nodes[0] = append(nodes[0],
			system.Node{Level: "half", Code: "low", Atoms: []string{"0", "1"}},
			system.Node{Level: "half", Code: "high", Atoms: []string{"2", "3"}})
	}
	if random.IntN(3) == 0 { // a second division, that shares a member with the first
		nodes[0] = append(nodes[0],
			system.Node{Level: "side", Code: "left", Atoms: []string{"0", "2"}},
			system.Node{Level: "side", Code: "right", Atoms: []string{"1", "3"}})
	}
	type cell struct {
		at  []int
		n   int64
		put map[string]system.Node
	}
	var cells []cell
	value := map[string]int64{}
	var fill func(d int, at []int)
	fill = func(d int, at []int) { // finest members first
		if d < dims {
			for m := range sizes[d] {
				fill(d+1, append(slices.Clone(at), m))
			}
			return
		}
		value[fmt.Sprint(at)] = int64(random.IntN(4) * random.IntN(8))
	}
	fill(0, nil)
	dropped := random.IntN(1 << dims)
	var place func(d int, at []int)
	place = func(d int, at []int) {
		if d < dims {
			for n := range nodes[d] {
				place(d+1, append(slices.Clone(at), n))
			}
			return
		}
		c := cell{at: at, put: map[string]system.Node{}}
		wholes := 0
		for d, n := range at {
			if n == 0 {
				wholes |= 1 << d
			}
			c.put[fmt.Sprint("d", d)] = nodes[d][n]
		}
		if wholes == dropped && wholes != 0 {
			return
		}
		var add func(d int, in []int)
		add = func(d int, in []int) {
			if d == dims {
				c.n += value[fmt.Sprint(in)]
				return
			}
			for m := range sizes[d] {
				node := nodes[d][at[d]]
				if node.Level == "" || node.Code == fmt.Sprint(m) || slices.Contains(node.Atoms, fmt.Sprint(m)) {
					add(d+1, append(slices.Clone(in), m))
				}
			}
		}
		add(0, nil)
		cells = append(cells, c)
	}
	place(0, nil)
	order.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n", Width: 3, Floor: 1}, nil)
	var prints [][]int
	for _, c := range cells {
		x := system.Cell{Measure: m, Value: c.n, Rank: c.n, State: system.Open, Single: c.n == 1}
		switch {
		case c.n == 0:
			x.State = system.Known
		case c.n <= 2:
			x.State = system.Secret
		}
		i, err := b.Cell(c.put, x)
		if err != nil {
			t.Fatal(err)
		}
		b.Prints(fmt.Sprint(c.at), i)
		prints = append(prints, c.at)
	}
	return b.Build(), prints
}

// tables searches whole numbers for the hidden cells that agree with all told ones.
type tables struct {
	s         *system.System
	in        [][]int
	low, high []int64
	budget    int
}

func newTables(s *system.System, told []bool) *tables {
	x := &tables{s: s, in: make([][]int, len(s.Cells))}
	for e, eq := range s.Equations {
		for _, t := range eq {
			x.in[t.Cell] = append(x.in[t.Cell], e)
		}
	}
	for i, c := range s.Cells {
		low, high := s.Floor(i), c.Value+12
		if told[i] {
			low, high = c.Value, c.Value
		}
		x.low, x.high = append(x.low, low), append(x.high, high)
	}
	return x
}

// can tells whether there is a table with some cells at some values.
func (x *tables) can(fixed map[int]int64) bool {
	low, high := slices.Clone(x.low), slices.Clone(x.high)
	for cell, n := range fixed {
		if n < low[cell] || n > high[cell] {
			return false
		}
		low[cell], high[cell] = n, n
	}
	x.budget = 20_000
	return x.search(low, high)
}

func (x *tables) search(low, high []int64) bool {
	if x.budget--; x.budget < 0 || !x.tighten(low, high) {
		return false
	}
	next := -1
	for i := range low {
		if low[i] < high[i] && (next < 0 || high[i]-low[i] < high[next]-low[next]) {
			next = i
		}
	}
	if next < 0 {
		return true
	}
	v := x.s.Cells[next].Value // true values first: most cells can stay
	for d := range high[next] - low[next] + 1 {
		for _, n := range []int64{v + d, v - d} {
			if n < low[next] || n > high[next] || d == 0 && n != v {
				continue
			}
			l, h := slices.Clone(low), slices.Clone(high)
			l[next], h[next] = n, n
			if x.search(l, h) {
				return true
			}
		}
	}
	return false
}

func (x *tables) tighten(low, high []int64) bool {
	for moved := true; moved; {
		moved = false
		for _, eq := range x.s.Equations {
			for _, t := range eq {
				least, most := int64(0), int64(0) // of the others, on the other side
				for _, o := range eq {
					if o.Cell != t.Cell {
						a, b := -o.Coef*t.Coef*low[o.Cell], -o.Coef*t.Coef*high[o.Cell]
						least, most = least+min(a, b), most+max(a, b)
					}
				}
				if least > low[t.Cell] || most < high[t.Cell] {
					low[t.Cell], high[t.Cell] = max(low[t.Cell], least), min(high[t.Cell], most)
					moved = true
				}
				if low[t.Cell] > high[t.Cell] {
					return false
				}
			}
		}
	}
	return true
}

// Every hidden cell can be as many values as its width, and nobody who is alone in one
// secret knows another: counted over all tables of whole numbers.
func TestNoHiddenCellIsKnownTooClosely(t *testing.T) {
	checked, insiders := 0, 0
	for seed := range uint64(80) {
		s, _ := randomTables(t, seed, rand.New(rand.NewPCG(seed, 1)))
		out, err := protect.Choose(s)
		if err != nil {
			t.Fatal(err)
		}
		x := newTables(s, out.Told)
		for i, c := range s.Cells {
			if c.State == system.Secret && out.Told[i] {
				t.Errorf("seed %d: %s is told", seed, c.Key)
			}
			if out.Told[i] || c.State == system.Free || slices.Contains(out.Exposed, i) {
				continue
			}
			checked++
			low, high := c.Value, c.Value
			for d := range s.Width(i) { // some values between may not be possible
				if x.can(map[int]int64{i: c.Value + d + 1}) {
					high = c.Value + d + 1
				}
				if x.can(map[int]int64{i: c.Value - d - 1}) {
					low = c.Value - d - 1
				}
			}
			if high-low < s.Width(i) {
				t.Errorf("seed %d: %s is from %d to %d", seed, c.Key, low, high)
			}
			if c.State != system.Secret {
				continue
			}
			for j, single := range s.Cells {
				if j == i || !single.Single || single.State != system.Secret {
					continue
				}
				insiders++
				others := 0
				for n := range c.Value + 5 {
					if n != c.Value && x.can(map[int]int64{j: 1, i: n}) {
						others++
					}
				}
				if others == 0 && !same(s, i, j) {
					t.Errorf("seed %d: who is alone in %s knows %s", seed, single.Key, c.Key)
				}
			}
		}
	}
	if checked < 500 || insiders < 300 {
		t.Errorf("checked %d cells and %d insiders", checked, insiders)
	}
}

// same tells whether two cells are one number: each is the other and zeros.
func same(s *system.System, i, j int) bool {
	told := make([]bool, len(s.Cells))
	for k, c := range s.Cells {
		told[k] = c.State == system.Known
	}
	x := newTables(s, told)
	n := s.Cells[i].Value
	return !x.can(map[int]int64{i: n, j: n + 1}) && !x.can(map[int]int64{i: n + 1, j: n})
}

func TestTheOrderOfCellsDoesNotMatter(t *testing.T) {
	for seed := range uint64(15) {
		var want []string
		for round := range uint64(3) {
			s, prints := randomTables(t, seed, rand.New(rand.NewPCG(round, 2)))
			out, err := protect.Choose(s)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, at := range prints {
				if !out.Printed[i] {
					got = append(got, fmt.Sprint(at))
				}
			}
			slices.Sort(got)
			if round > 0 && !slices.Equal(got, want) {
				t.Errorf("seed %d: hidden %v, and in another order %v", seed, got, want)
			}
			want = got
		}
	}
}
