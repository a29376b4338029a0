package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var (
	somewhere = map[string]node{
		"a": {Level: "town", Atoms: []string{"a"}}, "b": {Level: "town", Atoms: []string{"b"}}, "c": {Level: "town", Atoms: []string{"c"}},
		"north": {Level: "province", Atoms: []string{"a", "b"}}, "all": {Level: "region", Atoms: []string{"a", "b", "c"}},
	}
	wider    = map[string]node{"d": {Level: "town", Atoms: []string{"d"}}, "land": {Level: "region", Atoms: []string{"a", "b", "c", "d"}}}
	sometime = map[string]node{
		"jan": {Level: "month", From: "2023-01-01", Until: "2023-02-01"}, "feb": {Level: "month", From: "2023-02-01", Until: "2023-03-01"},
		"mar": {Level: "month", From: "2023-03-01", Until: "2023-04-01"}, "q1": {Level: "quarter", From: "2023-01-01", Until: "2023-04-01"},
	}
)

// page writes an edition with a table of each level of place and time: "a jan 5, b jan ?"
// prints 5 and hides the other.
func page(t *testing.T, known, text string) map[string]string {
	t.Helper()
	s := structure{Format: 1, Known: known, Measures: []measure{{Name: "persons", Scale: 1, Width: 5, Floor: 1, Adds: []string{"place", "time"}}},
		Families: []string{"place", "time"}, Members: map[string][]node{}}
	files := map[string]string{}
	number := func(family string, n node) int {
		i := slices.IndexFunc(s.Members[family], func(have node) bool { return fmt.Sprint(have) == fmt.Sprint(n) && have.Level == n.Level })
		if i < 0 {
			i = len(s.Members[family])
			s.Members[family] = append(s.Members[family], n)
		}
		return i
	}
	for cell := range strings.SplitSeq(text, ",") {
		f := strings.Fields(cell)
		place, ok := somewhere[f[0]]
		if !ok {
			place = wider[f[0]]
		}
		time := sometime[f[1]]
		name := place.Level + "-" + time.Level + ".csv"
		i := slices.IndexFunc(s.Tables, func(have table) bool { return have.File == name })
		if i < 0 {
			i = len(s.Tables)
			s.Tables = append(s.Tables, table{File: name, Columns: []string{"place", "time"}})
			files[name] = "place,time,value,obs_status\n"
		}
		s.Tables[i].Rows = append(s.Tables[i].Rows, tableRow{Codes: f[:2], Cells: []tableCell{{At: []int{number("place", place), number("time", time)}}}})
		if f[2] == "?" {
			files[name] += fmt.Sprintf("%s,%s,,Q\n", f[0], f[1])
		} else {
			files[name] += fmt.Sprintf("%s,%s,%s,A\n", f[0], f[1], f[2])
		}
	}
	text2, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	files[StructureFile] = string(text2)
	return files
}

func merged(all ...map[string]node) map[string]node {
	out := map[string]node{}
	for _, m := range all {
		maps.Copy(out, m)
	}
	return out
}

// known gives what is known too closely of an edition beside others: "a feb 3" or, of what
// has bounds, "a feb 1-4".
func known(t *testing.T, now map[string]string, before ...map[string]string) string {
	t.Helper()
	tables, err := beside(t, now, before...)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Attack(tables)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range report.Narrow(tables) {
		name := tables.Cells[b.Cell].Name
		for code, n := range merged(somewhere, wider) {
			name = strings.Replace(name, "persons place="+n.String()+" ", code+" ", 1)
		}
		for code, n := range sometime {
			name = strings.Replace(name, "time="+n.String(), code, 1)
		}
		if b.Low == b.High {
			out = append(out, fmt.Sprintf("%s %d", name, b.Low))
		} else {
			out = append(out, fmt.Sprintf("%s %d-%d", name, b.Low, b.High))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// A page printed months, and the next one prints the quarter: 14 less 5 and 6 is 3. What
// else was restated since changes nothing of that.
func TestARestatementLoosensWhatItCanHaveTouched(t *testing.T) {
	for name, c := range map[string]struct {
		before []string // as of each month from April on
		now    string
		want   string
	}{
		"nothing restated":              {[]string{"a jan 5, a feb ?, a mar 6"}, "a q1 14", "a feb 3"},
		"another town":                  {[]string{"a jan 5, a feb ?, a mar 6, c jan 20"}, "a q1 14, c jan 21", "a feb 3"},
		"two other cells":               {[]string{"a jan 5, a feb ?, a mar 6, c jan 20, c feb 30"}, "a q1 14, c jan 21, c feb 33", "a feb 3"},
		"a month of it":                 {[]string{"a jan 5, a feb ?, a mar 6"}, "a q1 14, a jan 6", "a feb 2"},
		"its quarter":                   {[]string{"a jan 5, a feb ?, a mar ?, a q1 30"}, "a q1 34, a mar 26", ""},
		"a total of all":                {[]string{"a jan 5, a feb ?, a mar 6, all q1 60"}, "a q1 14, all q1 61", ""},
		"a total of another month":      {[]string{"a jan 5, a feb ?, a mar 6, all mar 20"}, "a q1 14, all mar 21", ""},
		"a total that is not printed":   {[]string{"a jan 5, a feb ?, a mar 6", "a jan 5, all q1 60"}, "a q1 14", "a feb 3"},
		"by what newer data told":       {[]string{"a jan 4, a feb ?, a mar 6", "a jan 5"}, "a q1 14", "a feb 3"},
		"of an older edition elsewhere": {[]string{"all q1 60", "a jan 5, a feb ?, a mar 6, all q1 61"}, "a q1 14", "a feb 3"},
		"by an edition of the same day": {[]string{"a jan 5, a feb ?, a mar 6", "north q1 40"}, "a q1 14, north q1 40", "a feb 3"},
		"a town of a printed province":  {[]string{"a jan 40, b jan ?"}, "a jan 41, north jan 45", "b jan 4"},
		"a province whose towns were":   {[]string{"a jan 40, b jan ?, north jan ?"}, "north jan 43", "b jan 3"},
		"that province":                 {[]string{"a jan 40, b jan ?, north jan 50"}, "north jan 43", ""},
		"a sum that cannot hold":        {[]string{"a jan 9, a feb ?, a mar 6"}, "a q1 14", ""},
		"the others on pages of theirs": {[]string{"a jan 6", "b jan ?"}, "c jan 7, all jan 16", "b jan 3"},
		"one of the others withheld":    {[]string{"a jan ?", "b jan ?"}, "c jan 7, all jan 16", ""},
		"a province and a town beside":  {[]string{"north jan 13"}, "c jan ?, all jan 16", "c jan 3"},
		"a province that is withheld":   {[]string{"north jan ?", "c jan 9"}, "all jan 13", "north jan 4"},
		"towns of it and one beside":    {[]string{"north jan 13, a jan 6", "c jan ?"}, "all jan 16, b jan 7", "c jan 3"},
		"a sum of printed numbers":      {[]string{"a jan 5, a feb 9, a mar 6, b jan ?"}, "a q1 14, north jan 9", "b jan 4"},
	} {
		var before []map[string]string
		for i, text := range c.before {
			before = append(before, page(t, fmt.Sprintf("2023-%02d-16", 4+i), text))
		}
		if got := known(t, page(t, "2023-08-16", c.now), before...); got != c.want {
			t.Errorf("%s: known is %q, want %q", name, got, c.want)
		}
		slices.Reverse(before) // the days count, not the order
		if got := known(t, page(t, "2023-08-16", c.now), before...); got != c.want {
			t.Errorf("%s, the other way round: known is %q, want %q", name, got, c.want)
		}
	}
}

// What was told is let go where it cannot be true, and what the edition tells by itself
// stays: 14 are 12 and two of one each, whatever was told of one of them.
func TestOnlyWhatWasToldBeforeIsLetGo(t *testing.T) {
	now := page(t, "2023-08-16", "a jan ?, b jan ?, c jan 12, all jan 14, c feb 9")
	before := page(t, "2023-04-16", "b jan 9, c feb 9, c q1 30")
	if got, want := known(t, now, before), "a jan 1, b jan 1"; got != want {
		t.Errorf("known is %q, want %q", got, want)
	}
	wrong := page(t, "2023-08-16", "a feb 30, b feb ?, north feb 30, c q1 9")
	tables, err := beside(t, wrong, page(t, "2023-04-16", "a q1 20, a jan 30, c jan 4, c feb 4, c mar 4"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Attack(tables); !errors.Is(err, ErrContradiction) {
		t.Errorf("30 is not 30 and one more at least: %v", err)
	}
}

// Measures that nothing binds to those of an edition are left out, and nothing that is
// known of it changes by that.
func TestMeasuresThatHaveNothingToDoWithAnEditionAreLeftOut(t *testing.T) {
	now := page(t, "2023-08-16", "a q1 14, b q1 ?")
	before := page(t, "2023-04-16", "a jan 5, a feb ?, a mar 6, b jan ?")
	other := page(t, "2023-04-16", "a jan 5, a feb ?, a mar 6, a q1 14")
	other[StructureFile] = strings.Replace(other[StructureFile], `"name":"persons"`, `"name":"households"`, 1)
	if got, want := known(t, now, before, other), "a feb 3"; got != want {
		t.Errorf("known is %q, want %q", got, want)
	}
	// Households that count the same as persons are no others.
	other[StructureFile] = strings.Replace(other[StructureFile], `"families"`, `"alike":[[0,1]],"families"`, 1)
	other[StructureFile] = strings.Replace(other[StructureFile], `"measures":[`, `"measures":[{"name":"persons","scale":1,"width":5,"floor":1,"adds":["place","time"]},`, 1)
	other[StructureFile] = strings.ReplaceAll(other[StructureFile], `"measure":0`, `"measure":1`)
	if got, want := known(t, now, before, other), "a feb 3, households place=a feb 3"; got != want {
		t.Errorf("known is %q, want %q", got, want)
	}
}

// Whatever some editions print, leaving out what binds nothing and what tables repeat
// changes nothing of what can be known.
func TestShortcutsChangeNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 13))
	pick := func(of map[string]node) string { return slices.Sorted(maps.Keys(of))[random.IntN(len(of))] }
	some := 0
	for range 300 {
		var others []*Edition
		var now map[string]string
		for i := range 4 {
			cells := map[string]string{}
			for range 3 + random.IntN(6) {
				place, time := pick(somewhere), pick(sometime)
				value := fmt.Sprint(len(somewhere[place].Atoms) * sometime[time].size())
				if random.IntN(3) == 0 {
					value = "?"
				}
				if random.IntN(9) == 0 && i < 3 {
					value = fmt.Sprint(random.IntN(100))
				}
				cells[place+" "+time] = value
			}
			var text []string
			for _, k := range slices.Sorted(maps.Keys(cells)) {
				text = append(text, k+" "+cells[k])
			}
			now = page(t, fmt.Sprintf("2023-%02d-16", 4+i/2), strings.Join(text, ","))
			if random.IntN(4) == 0 && i < 3 {
				now[StructureFile] = strings.Replace(now[StructureFile], `"name":"persons"`, `"name":"households"`, 1)
			}
			if e, err := ReadEdition(func(name string) ([]byte, error) { return []byte(now[name]), nil }); err != nil {
				t.Fatal(err)
			} else if i < 3 {
				others = append(others, e)
			}
		}
		got, gotErr := narrowest(t, Read, now, others)
		want, wantErr := narrowest(t, ReadAll, now, others)
		want = slices.DeleteFunc(want, func(line string) bool { return strings.HasPrefix(line, "households") })
		if !slices.Equal(got, want) || gotErr != nil || wantErr != nil {
			t.Errorf("known are %v, %v, and without shortcuts %v, %v", got, gotErr, want, wantErr)
		}
		some += len(got)
	}
	if some < 50 {
		t.Errorf("%d numbers are known: too few to say anything", some)
	}
}

// narrowest gives what is known too closely, but for what others told and the edition
// withholds: that is known without it.
func narrowest(t *testing.T, read func(func(string) ([]byte, error), ...*Edition) (*Tables, error), now map[string]string, others []*Edition) (out []string, err error) {
	t.Helper()
	tables, err := read(func(name string) ([]byte, error) { return []byte(now[name]), nil }, others...)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Attack(tables)
	if err != nil {
		return nil, err
	}
	for _, b := range report.Narrow(tables) {
		if tables.Cells[b.Cell].Withheld {
			continue
		}
		out = append(out, fmt.Sprint(tables.Cells[b.Cell].Name, " ", b.Low, " ", b.High))
	}
	slices.Sort(out)
	return out, nil
}
