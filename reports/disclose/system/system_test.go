package system_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// tables builds a system of one measure from cells such as "place=a kind=x".
type tables struct {
	t     *testing.T
	b     system.Builder
	n     int
	nodes map[string]system.Node
}

func newTables(t *testing.T, floor int64, nodes ...system.Node) *tables {
	x := &tables{t: t, nodes: map[string]system.Node{}}
	x.n = x.b.Measure(system.Measure{Name: "n", Width: 5, Floor: floor}, nil)
	for _, n := range nodes {
		x.nodes[n.Code] = n
	}
	return x
}

func (x *tables) cell(at string, value int64) {
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
	if _, err := x.b.Cell(place, system.Cell{Measure: x.n, Value: value, State: system.Open}); err != nil {
		x.t.Fatal(err)
	}
}

// equations writes each as "whole = part + part", sorted.
func equations(s *system.System) []string {
	name := func(cell int) string {
		return strings.TrimSpace(strings.TrimPrefix(s.Cells[cell].Key, "n"))
	}
	var out []string
	for _, eq := range s.Equations {
		whole, parts := "", []string{}
		for _, t := range eq {
			if t.Coef == 1 {
				whole = name(t.Cell)
			} else {
				parts = append(parts, name(t.Cell))
			}
		}
		slices.Sort(parts)
		out = append(out, whole+" = "+strings.Join(parts, " + "))
	}
	slices.Sort(out)
	return out
}

func (x *tables) want(want ...string) *system.System {
	x.t.Helper()
	s := x.b.Build()
	slices.Sort(want)
	if got := equations(s); !slices.Equal(got, want) {
		x.t.Errorf("equations\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	for _, eq := range s.Equations {
		sum := int64(0)
		for _, t := range eq {
			sum += t.Coef * s.Cells[t.Cell].Value
		}
		if sum != 0 {
			x.t.Errorf("%v does not hold: %d", eq, sum)
		}
	}
	return s
}

func TestMunicipalitiesProvincesAndFlanders(t *testing.T) {
	x := newTables(t, 1,
		system.Node{Level: "province", Code: "P", Atoms: []string{"a", "b"}},
		system.Node{Level: "province", Code: "Q", Atoms: []string{"c"}})
	x.cell("place=a", 10)
	x.cell("place=b", 20)
	x.cell("place=c", 30)
	x.cell("place=P", 30)
	x.cell("place=Q", 30)
	x.cell("", 60)
	// Q is c by another name: one cell. Flanders needs no equation in municipalities.
	x.want("place=a|b = place=a + place=b", " = place=a|b + place=c")
}

func TestMonthsQuartersAndYears(t *testing.T) {
	x := newTables(t, 1)
	year := int64(0)
	for q := range 4 {
		quarter := int64(0)
		for m := range 3 {
			month := q*3 + m + 1
			from, until := fmt.Sprintf("2023-%02d-01", month), fmt.Sprintf("2023-%02d-01", month+1)
			if month == 12 {
				until = "2024-01-01"
			}
			x.nodes[fmt.Sprint("m", month)] = system.Period(from, until)
			x.cell(fmt.Sprint("time=m", month), int64(month))
			quarter += int64(month)
		}
		from, until := fmt.Sprintf("2023-%02d-01", q*3+1), fmt.Sprintf("2023-%02d-01", q*3+4)
		if q == 3 {
			until = "2024-01-01"
		}
		x.nodes[fmt.Sprint("q", q)] = system.Period(from, until)
		x.cell(fmt.Sprint("time=q", q), quarter)
		year += quarter
	}
	x.nodes["y"] = system.Period("2023-01-01", "2024-01-01")
	x.cell("time=y", year)
	x.want(
		"time=2023-01-01/2023-04-01 = time=2023-01-01/2023-02-01 + time=2023-02-01/2023-03-01 + time=2023-03-01/2023-04-01",
		"time=2023-04-01/2023-07-01 = time=2023-04-01/2023-05-01 + time=2023-05-01/2023-06-01 + time=2023-06-01/2023-07-01",
		"time=2023-07-01/2023-10-01 = time=2023-07-01/2023-08-01 + time=2023-08-01/2023-09-01 + time=2023-09-01/2023-10-01",
		"time=2023-10-01/2024-01-01 = time=2023-10-01/2023-11-01 + time=2023-11-01/2023-12-01 + time=2023-12-01/2024-01-01",
		"time=2023-01-01/2024-01-01 = time=2023-01-01/2023-04-01 + time=2023-04-01/2023-07-01 + time=2023-07-01/2023-10-01 + time=2023-10-01/2024-01-01")
}

// Place by kind and place by age are cut differently: they meet in the places, which
// neither prints.
func TestTablesMeetInAMarginThatNobodyPrints(t *testing.T) {
	x := newTables(t, 1)
	for at, n := range map[string]int64{
		"place=a kind=x": 10, "place=a kind=y": 20, "place=b kind=x": 30, "place=b kind=y": 40,
		"place=a age=old": 12, "place=a age=young": 18, "place=b age=old": 33, "place=b age=young": 37,
	} {
		x.cell(at, n)
	}
	s := x.want(
		"place=a = kind=x place=a + kind=y place=a", "place=a = age=old place=a + age=young place=a",
		"place=b = kind=x place=b + kind=y place=b", "place=b = age=old place=b + age=young place=b")
	for _, c := range s.Cells {
		if free := c.Key == "n place=a" || c.Key == "n place=b"; free != (c.State == system.Free) {
			t.Errorf("%s is %d", c.Key, c.State)
		}
		if c.Key == "n place=a" && c.Value != 30 {
			t.Errorf("%s is %d, want 30", c.Key, c.Value)
		}
	}
}

// Before, a, b and c are municipalities; after, b and c are one, d. What no merger
// touched is one cell in both divisions.
func TestTwoDivisionsOfMunicipalities(t *testing.T) {
	x := newTables(t, 1,
		system.Node{Level: "municipality now", Code: "d", Atoms: []string{"b", "c"}},
		system.Node{Level: "municipality now", Code: "A", Atoms: []string{"a"}})
	x.cell("place=a", 10)
	x.cell("place=b", 20)
	x.cell("place=c", 30)
	x.cell("place=A", 10)
	x.cell("place=d", 50)
	x.cell("", 60)
	x.want("place=b|c = place=b + place=c", " = place=a + place=b|c")
}

// The group of I, J and K is not made up by the county of J and K, even when I has
// nobody, to a reader who does not know that.
func TestAZeroThatIsNotToldIsLeftOver(t *testing.T) {
	for _, c := range []struct {
		floor int64
		want  string
	}{
		{1, "place=I|J|K = place=J|K"},
		{0, "place=I|J|K = place=I + place=J|K"}, // which is what the table says of I
	} {
		x := newTables(t, c.floor,
			system.Node{Level: "group", Code: "g", Atoms: []string{"I", "J", "K"}},
			system.Node{Level: "county", Code: "c", Atoms: []string{"J", "K"}})
		x.cell("place=I", 0)
		x.cell("place=J", 5)
		x.cell("place=K", 6)
		x.cell("place=c", 11)
		x.cell("place=g", 11)
		x.want(c.want, "place=J|K = place=J + place=K", "place=I|J|K = place=I + place=J + place=K")
	}
}

// Of the persons 10 have no kind that is printed: what is left over is a cell that
// nobody is told.
func TestWhatPartsLeaveOverIsAFreeCell(t *testing.T) {
	x := newTables(t, 1)
	x.cell("kind=x", 20)
	x.cell("kind=y", 30)
	x.cell("", 60)
	s := x.want(" = kind=x + kind=y + less n kind=x and others")
	rest := s.Cells[len(s.Cells)-1]
	if rest.State != system.Free || rest.Value != 10 || s.Floor(len(s.Cells)-1) != 0 {
		t.Errorf("the rest is %+v", rest)
	}
}

func TestPartsThatAreMoreThanTheWholeBindNothing(t *testing.T) {
	x := newTables(t, 1)
	x.cell("kind=x", 20)
	x.cell("kind=y", 50)
	x.cell("", 60)
	x.want()
}

// A stock does not add up over months: each month is a system of its own.
func TestAlongADimensionThatDoesNotAddUp(t *testing.T) {
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n", Width: 5, Floor: 1}, func(family string) bool { return family != "time" })
	for _, day := range []string{"2023-01-31", "2023-02-28"} {
		when := system.Node{Level: "day", Code: day, Atoms: []string{day}}
		for kind, n := range map[string]int64{"x": 10, "y": 20, "": 30} {
			at := map[string]system.Node{"time": when}
			if kind != "" {
				at["kind"] = system.Node{Level: "kind", Code: kind}
			}
			if _, err := b.Cell(at, system.Cell{Measure: m, Value: n, State: system.Open}); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := []string{"time=2023-01-31 = kind=x time=2023-01-31 + kind=y time=2023-01-31", "time=2023-02-28 = kind=x time=2023-02-28 + kind=y time=2023-02-28"}
	if got := equations(b.Build()); !slices.Equal(got, want) {
		t.Errorf("equations %q", got)
	}
}

func TestOneCellHasOneValue(t *testing.T) {
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n"}, nil)
	at := func() map[string]system.Node {
		return map[string]system.Node{"kind": {Level: "kind", Code: "x"}}
	}
	i, err := b.Cell(at(), system.Cell{Measure: m, Value: 3, State: system.Open})
	if err != nil {
		t.Fatal(err)
	}
	if j, err := b.Cell(at(), system.Cell{Measure: m, Value: 3, State: system.Secret}); err != nil || j != i {
		t.Errorf("cell %d, %v", j, err)
	}
	if s := b.Build().Cells[i].State; s != system.Secret {
		t.Errorf("state %d, want the stricter one", s)
	}
	if _, err := b.Cell(at(), system.Cell{Measure: m, Value: 4}); err == nil || err.Error() != "n kind=x is 3 in one table and 4 in another" {
		t.Errorf("error %v", err)
	}
}

// A period of a month, a quarter or a year is that; all else stands apart.
func TestPeriods(t *testing.T) {
	for want, p := range map[string][2]string{
		"month": {"2023-12-01", "2024-01-01"}, "quarter": {"2023-10-01", "2024-01-01"}, "year": {"2023-01-01", "2024-01-01"},
		"period 2023-02-01/2023-05-01": {"2023-02-01", "2023-05-01"}, "period 2023-01-02/2023-02-02": {"2023-01-02", "2023-02-02"},
	} {
		if got := system.Period(p[0], p[1]).Level; got != want {
			t.Errorf("%v is a %s, want %s", p, got, want)
		}
	}
}

// A share tells how many its part counts in all, and another measure counts them by kind:
// the total that only the share tells is that of the kinds.
func TestWhatAShareCountsIsTheTotalOfWhatAnotherMeasureCuts(t *testing.T) {
	x := newTables(t, 0)
	part := x.b.Measure(system.Measure{Name: "part", Width: 5}, nil)
	place := func(town string) map[string]system.Node {
		return map[string]system.Node{"town": {Level: "town", Code: town}}
	}
	for town, all := range map[string]int64{"a": 12, "b": 30} {
		if _, err := x.b.Cell(place(town), system.Cell{Measure: part, Value: all, State: system.Open}); err != nil {
			t.Fatal(err)
		}
		x.cell("town="+town+" kind=x", all-5)
		x.cell("town="+town+" kind=y", 5)
	}
	x.cell("town=a", 12)
	if !x.b.Alike(part, x.n) {
		t.Fatal("the part of the share is not taken for what is counted")
	}
	got := equations(x.b.Build())
	for _, want := range []string{"town=b = kind=x town=b + kind=y town=b", "part town=b = town=b"} {
		if !slices.Contains(got, want) && !slices.Contains(got, strings.Join(reversed(strings.Split(want, " = ")), " = ")) {
			t.Errorf("no equation %s among %q", want, got)
		}
	}
}

func reversed(sides []string) []string {
	slices.Reverse(sides)
	return sides
}
