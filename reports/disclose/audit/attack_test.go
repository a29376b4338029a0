package audit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// grid makes the tables of a two-way table with its totals: a number is printed, o
// hides one, each with a least value of floor and a width of 5.
func grid(floor int64, text string) *Tables {
	t := &Tables{Insiders: true}
	var rows [][]int
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		var row []int
		for _, word := range strings.Fields(line) {
			c := Cell{Name: fmt.Sprintf("r%dc%d", len(rows), len(row)), Floor: floor, Width: 5}
			if word == "o" {
				c.State = Hidden
			} else if _, err := fmt.Sscan(word, &c.Value); err != nil {
				panic(err)
			}
			row = append(row, len(t.Cells))
			t.Cells = append(t.Cells, c)
		}
		rows = append(rows, row)
	}
	last := len(rows) - 1
	for _, row := range rows {
		t.Sums = append(t.Sums, Sum{Whole: row[len(row)-1], Parts: row[:len(row)-1]})
	}
	for c := range rows[0] {
		var parts []int
		for r := range last {
			parts = append(parts, rows[r][c])
		}
		t.Sums = append(t.Sums, Sum{Whole: rows[last][c], Parts: parts})
	}
	return t
}

func attack(t *testing.T, tables *Tables) *Report {
	t.Helper()
	r, err := Attack(tables)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every row and column of the four by four hides two numbers. But the first column
// leaves 2 for its two, which are at least 1 each, and so the others are exactly 47.
func TestTwoHiddenInEveryLineAreNotEnough(t *testing.T) {
	tables := grid(1, `
		o  o  20 10 78
		o  o  12 30 90
		9  14 o  o  61
		40 21 o  o  88
		51 129 65 72 317`)
	r := attack(t, tables)
	if got, want := exactCells(tables, r), []string{"r0c0=1", "r0c1=47", "r1c0=1", "r1c1=47"}; !slices.Equal(got, want) {
		t.Errorf("exact are %v, want %v", got, want)
	}
	// Where zeros may be hidden too, the first two are 0 to 2.
	tables = grid(0, "o o 48\no o 48\n2 94 96")
	for _, b := range attack(t, tables).Bounds {
		if b.Width() != 2 {
			t.Errorf("%+v, want a width of 2", b)
		}
	}
}

// Four lines hide two or more, and three numbers still follow: the sums of the first
// rows and columns leave them to the last.
func TestNumbersThatFollowByAddingAndSubtracting(t *testing.T) {
	tables := grid(0, `
		o  o  5  100
		o  o  9  60
		7  o  o  90
		90 91 o  250`)
	// a+b = 95 and c+d = 51 hold 146; the columns hold a+c = 83 and b+d+e = 91: e = 28.
	// Then f = 83-28 = 55, and the hidden total is 5+9+55 = 69.
	if got, want := exactCells(tables, attack(t, tables)), []string{"r2c1=28", "r2c2=55", "r3c2=69"}; !slices.Equal(got, want) {
		t.Errorf("exact are %v, want %v", got, want)
	}
}

// Each of the two tables looks safe alone. Together: the counties give K+L+M = 9 less
// what is shown, the sizes K+N = 10 ..., and one cell follows.
func TestLinkedTablesTogether(t *testing.T) {
	// A 2, B 2, I 8, J 8 in county 1 (20); K 3, L 3, M 3, N 7 in county 2 (16).
	// Big: K and M (6); small: all others (30).
	names := []string{"A", "B", "I", "J", "K", "L", "M", "N"}
	values := []int64{2, 2, 8, 8, 3, 3, 3, 7}
	build := func(hidden string) *Tables {
		t := &Tables{}
		for i, n := range names {
			c := Cell{Name: n, Value: values[i], Floor: 0, Width: 4}
			if strings.Contains(hidden, n) {
				c.State, c.Value = Hidden, 0
			}
			t.Cells = append(t.Cells, c)
		}
		for _, total := range []struct {
			name  string
			value int64
			parts []int
		}{{"county 1", 20, []int{0, 1, 2, 3}}, {"county 2", 16, []int{4, 5, 6, 7}}, {"big", 6, []int{4, 6}}, {"small", 30, []int{0, 1, 2, 3, 5, 7}}} {
			t.Sums = append(t.Sums, Sum{Whole: len(t.Cells), Parts: total.parts})
			t.Cells = append(t.Cells, Cell{Name: total.name, Value: total.value})
		}
		return t
	}
	alone := build("ABKLM")
	alone.Sums = alone.Sums[:2]
	if exact := exactCells(alone, attack(t, alone)); len(exact) > 0 {
		t.Errorf("the counties alone give %v", exact)
	}
	if exact := exactCells(alone, attack(t, build("ABKLM"))); !slices.Equal(exact, []string{"L=3"}) {
		t.Errorf("together they give %v, want L=3", exact)
	}
	if exact := exactCells(alone, attack(t, build("ABKLMN"))); len(exact) > 0 {
		t.Errorf("with N hidden too they give %v", exact)
	}
}

func exactCells(t *Tables, r *Report) []string {
	var out []string
	for _, b := range r.Bounds {
		if b.Exact() {
			out = append(out, fmt.Sprintf("%s=%d", t.Cells[b.Cell].Name, b.Low))
		}
	}
	return out
}

// 1, 2, 1 with the ones hidden: whoever is one of them knows the other.
func TestWhoIsAloneKnowsHisOwn(t *testing.T) {
	tables := grid(0, "o 2 o 4\no 2 o 4")
	tables.Sums = tables.Sums[:1]
	tables.Cells = tables.Cells[:4]
	r := attack(t, tables)
	if want := []Insider{{0, 2}, {2, 0}}; !slices.Equal(r.Insiders, want) {
		t.Errorf("insiders %v, want %v", r.Insiders, want)
	}
	// With the two hidden as well nobody does.
	tables.Cells[1].State, tables.Cells[1].Value = Hidden, 0
	if r := attack(t, tables); len(r.Insiders) > 0 {
		t.Errorf("insiders %v, want none", r.Insiders)
	}
}

// A total that has one part which is not zero is the same number, and who is alone in
// it learns nothing.
func TestATotalOfOneCellIsThatCell(t *testing.T) {
	tables := &Tables{Insiders: true,
		Cells: []Cell{{Name: "total", State: Hidden, Floor: 1, Width: 5}, {Name: "part", State: Hidden, Floor: 1, Width: 5}, {Name: "none"}},
		Sums:  []Sum{{Whole: 0, Parts: []int{1, 2}}},
	}
	if r := attack(t, tables); len(r.Insiders) > 0 || len(r.Narrow(tables)) > 0 {
		t.Errorf("insiders %v, narrow %v, want none", r.Insiders, r.Narrow(tables))
	}
}

func TestBoundsStartAtOneWhereZerosArePrinted(t *testing.T) {
	r := attack(t, grid(1, "o o 7\n5 6 11\n7 11 18"))
	// The columns leave 2 and 5: both exact, until their totals are hidden too.
	if len(r.Bounds) != 2 || !r.Bounds[0].Exact() {
		t.Fatalf("bounds %+v", r.Bounds)
	}
	r = attack(t, grid(1, "o o 7\n5 6 11\no o 18"))
	for _, b := range r.Bounds[:2] {
		if b.Low != 1 || b.High != 6 || !b.Whole {
			t.Errorf("%+v, want 1 to 6", b)
		}
	}
}

// Against all tables of whole numbers, one by one: two to three dimensions, small.
func TestBoundsAreThoseOfAllTables(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for trial := range 400 {
		tables, truth := randomTables(random, trial%4 == 3)
		for i := range tables.Cells {
			tables.Cells[i].Width = math.MaxInt32 // nothing is wide enough: all are solved singly
		}
		r := attack(t, tables)
		low, high := everyTable(tables, truth)
		for _, b := range r.Bounds {
			network := trial%4 != 3
			if b.Low > low[b.Cell] || b.High < high[b.Cell] {
				t.Fatalf("trial %d: %s is %d to %d, and %d to %d is possible", trial, tables.Cells[b.Cell].Name, b.Low, b.High, low[b.Cell], high[b.Cell])
			}
			if network && (b.Low != low[b.Cell] || b.High != high[b.Cell] || !b.Whole || !b.Sharp) {
				t.Fatalf("trial %d: %s is %+v, want %d to %d", trial, tables.Cells[b.Cell].Name, b, low[b.Cell], high[b.Cell])
			}
			if b.Whole && b.Sharp && (b.Low != low[b.Cell] || b.High != high[b.Cell]) {
				t.Fatalf("trial %d: %s is %+v in whole numbers, want %d to %d", trial, tables.Cells[b.Cell].Name, b, low[b.Cell], high[b.Cell])
			}
		}
	}
}

// randomTables gives a two-way table with totals, or a three-way one with all margins,
// with some cells hidden, and the true values.
func randomTables(random *rand.Rand, three bool) (*Tables, []int64) {
	sizes := []int{2 + random.IntN(2), 2 + random.IntN(2)}
	if three {
		sizes = []int{2, 2, 2}
	}
	t := &Tables{}
	index := map[string]int{}
	var truth []int64
	var walk func(at []int)
	walk = func(at []int) {
		if len(at) < len(sizes) {
			for i := range sizes[len(at)] + 1 { // the last is the total
				walk(append(slices.Clone(at), i))
			}
			return
		}
		index[fmt.Sprint(at)] = len(t.Cells)
		t.Cells = append(t.Cells, Cell{Name: fmt.Sprint(at)})
		truth = append(truth, 0)
	}
	walk(nil)
	var fill func(at []int)
	fill = func(at []int) {
		if len(at) < len(sizes) {
			for i := range sizes[len(at)] {
				fill(append(slices.Clone(at), i))
			}
			return
		}
		v := int64(random.IntN(4))
		for mask := range 1 << len(sizes) {
			up := slices.Clone(at)
			for d := range sizes {
				if mask>>d&1 == 1 {
					up[d] = sizes[d]
				}
			}
			truth[index[fmt.Sprint(up)]] += v
		}
	}
	fill(nil)
	for name, i := range index {
		var at []int
		for f := range strings.FieldsSeq(strings.Trim(name, "[]")) {
			n := 0
			fmt.Sscan(f, &n)
			at = append(at, n)
		}
		for d := range sizes {
			if at[d] != sizes[d] {
				continue
			}
			s := Sum{Whole: i}
			for k := range sizes[d] {
				down := slices.Clone(at)
				down[d] = k
				s.Parts = append(s.Parts, index[fmt.Sprint(down)])
			}
			t.Sums = append(t.Sums, s)
		}
	}
	slices.SortFunc(t.Sums, func(a, b Sum) int {
		return slices.Compare(append([]int{a.Whole}, a.Parts...), append([]int{b.Whole}, b.Parts...))
	})
	for i := range t.Cells {
		t.Cells[i].Value = truth[i]
		if truth[i] > 0 && truth[i] < slices.Max(truth) && random.IntN(2) == 0 {
			t.Cells[i].State, t.Cells[i].Floor, t.Cells[i].Value = Hidden, 1, 0
		}
	}
	return t, truth
}

// everyTable goes through all tables that agree with what is printed, and gives the
// least and largest value of each cell. The cells without parts are chosen; the others
// follow. It takes the first sum of a cell to compute it and checks the others.
func everyTable(t *Tables, truth []int64) (low, high []int64) {
	low, high = slices.Clone(truth), slices.Clone(truth)
	sums := map[int][]Sum{}
	held := map[int][]Sum{} // by part
	for _, s := range t.Sums {
		sums[s.Whole] = append(sums[s.Whole], s)
		for _, p := range s.Parts {
			held[p] = append(held[p], s)
		}
	}
	x, known := make([]int64, len(t.Cells)), make([]bool, len(t.Cells))
	var leaves []int
	for i, c := range t.Cells {
		x[i], known[i] = c.Value, c.State == Printed
		if !known[i] && len(sums[i]) == 0 {
			leaves = append(leaves, i)
		}
	}
	total := slices.Max(truth)
	var value func(i int) int64
	value = func(i int) int64 {
		if known[i] {
			return x[i]
		}
		v := int64(0)
		for _, p := range sums[i][0].Parts {
			v += value(p)
		}
		return v
	}
	var choose func(n int)
	choose = func(n int) {
		if n == len(leaves) {
			for i, c := range t.Cells {
				v := value(i)
				if c.State == Hidden && v < c.Floor {
					return
				}
				for _, s := range sums[i] {
					parts := int64(0)
					for _, p := range s.Parts {
						parts += value(p)
					}
					if parts != v {
						return
					}
				}
			}
			for i := range t.Cells {
				low[i], high[i] = min(low[i], value(i)), max(high[i], value(i))
			}
			return
		}
		leaf := leaves[n]
		known[leaf] = true
		defer func() { known[leaf] = false }()
	next:
		for v := t.Cells[leaf].Floor; v <= total; v++ {
			x[leaf] = v
			for _, s := range held[leaf] {
				if !known[s.Whole] {
					continue
				}
				least, all := int64(0), true
				for _, p := range s.Parts {
					if known[p] {
						least += x[p]
					} else {
						least, all = least+t.Cells[p].Floor, false
					}
				}
				if least > x[s.Whole] {
					break next
				}
				if all && least < x[s.Whole] {
					continue next
				}
			}
			choose(n + 1)
		}
	}
	choose(0)
	return low, high
}
