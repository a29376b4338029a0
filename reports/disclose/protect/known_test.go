package protect_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose/protect"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// table puts tables into a system: cells by names of nodes, such as "place=a kind=x".
type table struct {
	t       *testing.T
	b       *system.Builder
	measure int
	most    int64 // counts from 1 to this are secret
	single  bool  // who is alone knows his own
	nodes   map[string]system.Node
	cells   map[string]int
}

func newTable(t *testing.T, m system.Measure, most int64) *table {
	b := &system.Builder{}
	return &table{t: t, b: b, measure: b.Measure(m, nil), most: most, single: true, nodes: map[string]system.Node{}, cells: map[string]int{}}
}

// node declares that a node is not a finest one.
func (x *table) node(level, code string, atoms ...string) {
	x.nodes[code] = system.Node{Level: level, Code: code, Atoms: atoms}
}

func (x *table) cell(at string, n int64) {
	x.t.Helper()
	place := map[string]system.Node{}
	for _, word := range strings.Fields(at) {
		family, code, _ := strings.Cut(word, "=")
		node, ok := x.nodes[code]
		if !ok {
			node = system.Node{Level: family, Code: code}
		}
		place[family] = node
	}
	c := system.Cell{Measure: x.measure, Value: n, Rank: n, State: system.Open, Single: x.single && n == 1}
	switch {
	case n == 0:
		c.State = system.Known
	case n <= x.most:
		c.State = system.Secret
	}
	i, err := x.b.Cell(place, c)
	if err != nil {
		x.t.Fatal(err)
	}
	x.b.Prints(at, i)
	x.cells[at] = i
}

// grid adds a table with a total of each line.
func (x *table) grid(family, column string, lines map[string][]int64, columns ...string) {
	x.t.Helper()
	totals := make([]int64, len(columns)+1)
	for _, code := range slices.Sorted(maps.Keys(lines)) {
		sum := int64(0)
		for i, n := range lines[code] {
			x.cell(fmt.Sprintf("%s=%s %s=%s", family, code, column, columns[i]), n)
			sum, totals[i] = sum+n, totals[i]+n
		}
		x.cell(family+"="+code, sum)
		totals[len(columns)] += sum
	}
	for i, c := range columns {
		x.cell(column+"="+c, totals[i])
	}
	x.cell("", totals[len(columns)])
}

// hidden gives the names of the cells that are not told.
func (x *table) hidden() []string {
	x.t.Helper()
	out, err := protect.Choose(x.b.Build())
	if err != nil {
		x.t.Fatal(err)
	}
	if len(out.Exposed) > 0 {
		x.t.Errorf("exposed %v", out.Exposed)
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(x.cells)) {
		if !out.Told[x.cells[name]] {
			names = append(names, name)
		}
	}
	return names
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("hidden\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// 1 + 2 + 1 = 4, ones are secret, and a reader does not know that there are no zeros. He
// sees that the ones are 2 together: each may be 0 to 2. But who is one of them knows
// the other.
func TestWhoIsAloneCannotSubtractHimself(t *testing.T) {
	for _, c := range []struct {
		single bool
		want   []string
	}{
		{false, []string{"kind=a", "kind=c"}},
		{true, []string{"kind=a", "kind=b", "kind=c"}},
	} {
		x := newTable(t, system.Measure{Name: "n", Width: 1}, 1)
		x.single = c.single
		for kind, n := range map[string]int64{"a": 1, "b": 2, "c": 1} {
			x.cell("kind="+kind, n)
		}
		x.cell("", 4)
		equal(t, x.hidden(), c.want)
	}
}

// The 2 of a and x needs another in its row and in its column. The least that gives it
// a width of 3 are the corners of one box; of those the smallest: b and x, which are
// both small, and y.
// One household asked twice: it knows both requests whatever is hidden, and they are its
// own. The request of another household is not.
func TestWhoIsAloneMayKnowWhatIsHisOwn(t *testing.T) {
	for _, c := range []struct {
		name  string
		alone bool // one household asked in both quarters
	}{
		{"both of one household", true},
		{"of two households", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &system.Builder{}
			m := b.Measure(system.Measure{Name: "requests", Width: 5, Floor: 1}, nil)
			put := func(name string, at map[string]system.Node, value int64, single bool) int {
				i, err := b.Cell(at, system.Cell{Measure: m, Value: value, Rank: value, State: system.Secret, Single: single})
				if err != nil {
					t.Fatal(err)
				}
				b.Prints(name, i)
				return i
			}
			quarter := func(code string) map[string]system.Node {
				return map[string]system.Node{"time": {Level: "quarter", Code: code}}
			}
			first, second := put("first", quarter("first"), 1, true), put("second", quarter("second"), 1, true)
			year := put("year", map[string]system.Node{}, 2, c.alone)
			choice, err := protect.Choose(b.Build())
			if err != nil {
				t.Fatal(err)
			}
			if choice.Told[first] || choice.Told[second] || choice.Told[year] || len(choice.Exposed) > 0 {
				t.Errorf("told %v, exposed %v; want nothing told, and nothing exposed", choice.Told, choice.Exposed)
			}
		})
	}
}

func TestTheCheapestBoxIsHidden(t *testing.T) {
	x := newTable(t, system.Measure{Name: "n", Width: 3, Floor: 1}, 2)
	x.grid("row", "column", map[string][]int64{
		"a": {2, 9, 400, 500},
		"b": {8, 7, 300, 600},
		"c": {700, 900, 800, 200},
	}, "x", "y", "z", "v")
	equal(t, x.hidden(), []string{"row=a column=x", "row=a column=y", "row=b column=x", "row=b column=y"})
}

// Region d has one kind only: its total is that cell, and hiding the cell hides both.
func TestATotalOfOneCellIsHiddenWithIt(t *testing.T) {
	x := newTable(t, system.Measure{Name: "n", Width: 5, Floor: 1}, 4)
	x.grid("row", "column", map[string][]int64{"a": {20, 30}, "b": {50, 60}, "d": {3, 0}}, "x", "y")
	got := x.hidden()
	if !slices.Contains(got, "row=d column=x") || !slices.Contains(got, "row=d") {
		t.Errorf("hidden %v", got)
	}
}

// Regions a and b make county p, c and d county q; a and c are big, b and d small. By
// county alone hiding a and b would do, by size alone a and c; together all four are
// needed, or else a margin must be hidden that is larger.
func TestLinkedTablesAreJudgedTogether(t *testing.T) {
	x := newTable(t, system.Measure{Name: "n", Width: 5, Floor: 1}, 4)
	x.node("county", "p", "a", "b")
	x.node("county", "q", "c", "d")
	x.node("size", "big", "a", "c")
	x.node("size", "small", "b", "d")
	for region, n := range map[string]int64{"a": 3, "b": 10, "c": 20, "d": 30} {
		x.cell("region="+region, n)
	}
	for over, n := range map[string]int64{"p": 13, "q": 50, "big": 23, "small": 40} {
		x.cell("region="+over, n)
	}
	x.cell("", 63)
	equal(t, x.hidden(), []string{"region=a", "region=b", "region=c", "region=d"})
}

// Eight regions by four kinds, threshold 3. Each of the three secrets has a row and a
// column of its own: the three rows by the three columns are nine cells in which each
// can move, and no total needs to be hidden.
func TestEightRegionsByFourKinds(t *testing.T) {
	x := newTable(t, system.Measure{Name: "n", Width: 4, Floor: 1}, 3)
	x.grid("region", "kind", map[string][]int64{
		"a": {11, 22, 33, 44},
		"b": {12, 3, 36, 48},
		"c": {13, 26, 39, 52},
		"d": {14, 28, 42, 2},
		"e": {15, 30, 45, 60},
		"f": {16, 32, 48, 64},
		"g": {1, 34, 51, 68},
		"h": {18, 36, 54, 72},
	}, "w", "x", "y", "z")
	got := x.hidden()
	for _, secret := range []string{"region=b kind=x", "region=d kind=z", "region=g kind=w"} {
		if !slices.Contains(got, secret) {
			t.Errorf("%s is told", secret)
		}
	}
	if len(got) > 9 {
		t.Errorf("%d hidden, and 9 can do: the three rows by the three columns\n%s", len(got), strings.Join(got, "\n"))
	}
}

// A share is printed as one number that tells its part and the rest: both or neither.
func TestWhatIsPrintedTogetherIsHiddenTogether(t *testing.T) {
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n", Width: 5, Floor: 1}, nil)
	part, _ := b.Cell(map[string]system.Node{"kind": {Level: "kind", Code: "part"}}, system.Cell{Measure: m, Value: 3, State: system.Secret})
	rest, _ := b.Cell(map[string]system.Node{"kind": {Level: "kind", Code: "rest"}}, system.Cell{Measure: m, Value: 90, State: system.Open})
	whole, _ := b.Cell(nil, system.Cell{Measure: m, Value: 93, Rank: 93, State: system.Open})
	b.Prints("share", part, rest)
	b.Prints("whole", whole)
	out, err := protect.Choose(b.Build())
	if err != nil {
		t.Fatal(err)
	}
	if out.Printed[0] || out.Told[part] || out.Told[rest] || !out.Printed[1] || !out.Told[whole] {
		t.Errorf("printed %v, told %v", out.Printed, out.Told)
	}
}

// Where all around it was told before, nothing can help.
func TestWhatWasToldBeforeExposes(t *testing.T) {
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n", Width: 5, Floor: 1}, nil)
	secret, _ := b.Cell(map[string]system.Node{"kind": {Level: "kind", Code: "a"}}, system.Cell{Measure: m, Value: 3, State: system.Secret})
	other, _ := b.Cell(map[string]system.Node{"kind": {Level: "kind", Code: "b"}}, system.Cell{Measure: m, Value: 90, State: system.Known})
	whole, _ := b.Cell(nil, system.Cell{Measure: m, Value: 93, State: system.Known})
	for i, c := range []int{secret, other, whole} {
		b.Prints(fmt.Sprint(i), c)
	}
	out, err := protect.Choose(b.Build())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(out.Exposed, []int{secret}) {
		t.Errorf("exposed %v, want %d", out.Exposed, secret)
	}
}

// A sum of 7 that was told before leaves 1 to 6 for each of two measures, which is room
// enough: three above a count of 3 and two below it, neither of them enough alone. A sum
// of 5 leaves 1 to 4.
func TestRoomMayBeOnBothSides(t *testing.T) {
	for _, c := range []struct {
		came, went int64
		exposed    int
	}{{3, 4, 0}, {2, 3, 2}} {
		b := &system.Builder{}
		put := func(name string, value int64, state system.State) int {
			m := b.Measure(system.Measure{Name: name, Width: 5, Floor: 1}, nil)
			i, err := b.Cell(nil, system.Cell{Measure: m, Value: value, State: state})
			if err != nil {
				t.Fatal(err)
			}
			b.Prints(name, i)
			return i
		}
		came, went := put("came", c.came, system.Secret), put("went", c.went, system.Secret)
		b.Sum(put("moves", c.came+c.went, system.Known), came, went)
		out, err := protect.Choose(b.Build())
		if err != nil {
			t.Fatal(err)
		}
		if len(out.Exposed) != c.exposed || out.Told[came] || out.Told[went] {
			t.Errorf("%d and %d: exposed %v, told %v, want %d exposed and both hidden", c.came, c.went, out.Exposed, out.Told, c.exposed)
		}
	}
}
