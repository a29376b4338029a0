package disclose_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// rounded makes a page of a register where counts are rounded.
func rounded(t *testing.T, r register, past []disclose.Past, queries ...models.MetricQuery) (*disclose.Plan, []disclose.Safe) {
	t.Helper()
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10, Round: true}, Project: project(), Members: towns{}, Ask: r.ask, Past: past}
	for range 2 {
		var out []disclose.Safe
		for _, q := range queries {
			answer, err := r.ask(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			s, err := p.Apply(answer)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		if p.Settled() {
			return p, out
		}
		if err := p.Solve(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("not settled")
	return nil, nil
}

// values gives what an answer prints by its codes.
func values(s disclose.Safe) map[string]float64 {
	out := map[string]float64{}
	for _, row := range s.Rows() {
		if v, ok := row.Cell.Value(); ok {
			out[strings.Join(row.Dims, " ")] = v
		}
	}
	return out
}

func same(groups ...string) register {
	var out register
	for _, g := range groups {
		var n int
		var p person
		if _, err := fmt.Sscan(g, &n, &p.town, &p.kind, &p.month); err != nil {
			panic(err)
		}
		for range n {
			out = append(out, p)
		}
	}
	return out
}

// 3 and 4 and 12 of 19: 5 and 5 and 10 are 20. The town with 2 goes to 0 and is not
// listed, as the one with nobody is not.
func TestCountsAreRoundedAndAddUp(t *testing.T) {
	r := same("3 a x 01", "4 b x 01", "12 c x 01", "2 d x 01")
	_, out := rounded(t, r, nil, quarter("beds", "", "town"), quarter("beds", ""), quarter("beds", "", "province"))
	if got := fmt.Sprint(values(out[0]), values(out[1]), values(out[2])); got != "map[a:5 b:5 c:10] map[:20] map[north:20]" {
		t.Errorf("printed %s", got)
	}
	for _, s := range out {
		if s.Hidden() > 0 || s.Base() != 5 || !s.Complete() || !s.Rounded() {
			t.Errorf("%s: base %d, complete %v", s, s.Base(), s.Complete())
		}
	}
}

// 7 of 12 work: of 5 and 5, 50 %; 2 of 4 in b are too few to print a share of.
func TestSharesAreMadeOfRoundedParts(t *testing.T) {
	r := same("12 a x 01", "4 b x 01")
	for i := range 7 {
		r[i].works = true
	}
	r[12].works, r[13].works = true, true
	_, out := rounded(t, r, nil, quarter("working", "", "town"), quarter("beds", "", "town"))
	if got := fmt.Sprint(values(out[0]), values(out[1])); got != "map[a:0.5] map[a:10 b:5]" {
		t.Errorf("printed %s", got)
	}
	for _, row := range out[0].Rows() {
		if part, whole, ok := row.Cell.Parts(); ok && (int64(part)%5 != 0 || int64(whole)%5 != 0) {
			t.Errorf("the share of %v is told to be %v of %v", row.Dims, part, whole)
		}
	}
}

// An amount is hidden when it is of few, and what would give it away too. A reader knows
// that it is not zero: so the 2 persons of b are 5 and not 0.
func TestAmountsAreHiddenAndTheirCountsAreNotZero(t *testing.T) {
	r := same("30 a x 01", "2 b x 01", "40 c x 01")
	_, out := rounded(t, r, nil, quarter("euro", "", "town"), quarter("euro", ""), quarter("beds", "", "town"))
	if got := fmt.Sprint(values(out[0]), values(out[1]), values(out[2])); got != "map[c:4000] map[:7200] map[a:30 b:5 c:40]" {
		t.Errorf("printed %s", got)
	}
	if out[0].Hidden() != 2 {
		t.Errorf("%d amounts are hidden, want those of a and b", out[0].Hidden())
	}
	_, out = rounded(t, r, nil, quarter("beds", "", "town"))
	if got := fmt.Sprint(values(out[0])); got != "map[a:30 c:40]" {
		t.Errorf("without amounts %s", got)
	}
}

// A median of few is left out as one of nobody is: the row of b would tell that somebody is
// there.
func TestMediansOfFewAreLeftOut(t *testing.T) {
	_, out := rounded(t, same("30 a x 01", "9 b x 01"), nil, quarter("wait", "", "town"), quarter("wait", "town=b"))
	if got := fmt.Sprint(out[0].Rows(), out[1].Rows()); got != "[{[a] 30}] []" {
		t.Errorf("printed %s", got)
	}
}

// The page of each town is rounded as the table of all towns is, and what all towns have
// in common is the same on each.
func TestPagesAboutPartsAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	for range 10 {
		r := people(random, 16)
		total := map[float64]bool{}
		sums := map[string]float64{}
		var all map[string]float64
		for _, town := range strings.Fields("a b c d e") {
			_, out := rounded(t, r, nil, quarter("beds", "town="+town, "kind"), quarter("beds", "town="+town), quarter("beds", ""), quarter("beds", "", "kind"))
			total[values(out[2])[""]] = true
			for kind, n := range values(out[0]) {
				sums[kind] += n
			}
			all = values(out[3])
			of := 0.0
			for _, n := range values(out[0]) {
				of += n
			}
			if of != values(out[1])[""] {
				t.Fatalf("the kinds of %s are %v, and their total %v", town, values(out[0]), values(out[1]))
			}
		}
		if len(total) != 1 {
			t.Fatalf("five pages print the totals %v", total)
		}
		for kind, n := range all {
			if sums[kind] != n {
				t.Fatalf("the pages print %v of kind %s in all, and %v in total", sums[kind], kind, n)
			}
		}
	}
}

// What is printed could be the truth, and would then be printed just so: rows that are there
// and rows that are not included. In that truth no count is 1 to 4, so nobody can tell that
// one is.
func TestWhatIsPrintedMayBeTheTruth(t *testing.T) {
	random := rand.New(rand.NewPCG(35, 36))
	for n := range 60 {
		r := people(random, []int{5, 9, 30}[n%3])
		metric := []string{"beds", "cots"}[n%2]
		queries := []models.MetricQuery{
			quarter(metric, "", "town", "kind", "month"), quarter(metric, "", "town", "month"), quarter(metric, "", "town"), quarter(metric, "", "month"),
			quarter(metric, "town=c"), quarter(metric, "town=c", "kind"), quarter(metric, "town=d", "month"), quarter(metric, "kind=x", "month", "town"), quarter(metric, ""),
		}
		_, out := rounded(t, r, nil, queries...)
		var truth register
		for _, row := range out[0].Rows() {
			v, _ := row.Cell.Value()
			for range int(v) {
				truth = append(truth, person{town: row.Dims[0], kind: row.Dims[1], month: row.Dims[2][5:7]})
			}
		}
		_, again := rounded(t, truth, nil, queries...)
		for i := range out {
			if a, b := fmt.Sprint(out[i].Rows()), fmt.Sprint(again[i].Rows()); a != b {
				t.Fatalf("page %d: %v prints\n%s\nand of what it prints\n%s", n, queries[i], a, b)
			}
		}
	}
}

// Whatever is asked, all that is printed are multiples, zeros in tables tell nothing, and
// what was printed before is printed again.
func TestRoundedPages(t *testing.T) {
	random := rand.New(rand.NewPCG(33, 34))
	cuts := [][]string{{"town"}, {"province"}, {"kind"}, {"month"}, {"town", "kind"}, {"town", "month"}, {"kind", "month"}, {"town", "kind", "month"}, {}, {"province", "kind"}}
	for n := range 40 {
		r := people(random, []int{6, 16, 60}[n%3])
		var past []disclose.Past
		for edition := range 3 {
			var queries []models.MetricQuery
			for range 1 + random.IntN(4) {
				where := []string{"", "", "province=north", "kind=x", "town=b"}[random.IntN(5)]
				queries = append(queries, quarter("beds", where, cuts[random.IntN(len(cuts))]...))
			}
			p, out := rounded(t, r, past, queries...)
			if lost := p.Exposed(); len(lost) > 0 {
				t.Fatalf("page %d, edition %d: nothing fits: %v", n, edition, lost)
			}
			for i, s := range out {
				for code, v := range values(s) {
					if int64(v)%5 != 0 || v < 0 || v == 0 && len(s.Dims()) > 0 {
						t.Fatalf("page %d: %v prints %v for %q", n, queries[i], v, code)
					}
				}
			}
			past = append(past, told(t, p, fmt.Sprint("page/", edition), queries, out)...)
		}
		first := map[string]int64{}
		for _, c := range past {
			key := fmt.Sprint(c.Measure, c.At)
			if v, ok := first[key]; ok && v != c.Value {
				t.Fatalf("page %d: %s was %d, and %d in %s", n, key, v, c.Value, c.Edition)
			}
			first[key] = c.Value
		}
	}
}

// told gives what readers of a page keep.
func told(t *testing.T, p *disclose.Plan, edition string, queries []models.MetricQuery, out []disclose.Safe) []disclose.Past {
	t.Helper()
	var printed []disclose.Printed
	for i, q := range queries {
		printed = append(printed, disclose.Printed{File: fmt.Sprint(i), Query: q})
	}
	s, err := p.Describe(printed)
	if err != nil {
		t.Fatal(err)
	}
	var past []disclose.Past
	for _, table := range s.Tables {
		i := slices.IndexFunc(printed, func(p disclose.Printed) bool { return p.File == table.File })
		for _, row := range table.Rows {
			v, ok := values(out[i])[strings.Join(row.Codes, " ")]
			if !ok {
				t.Fatalf("%s describes a row %v that it does not have", table.File, row.Codes)
			}
			for _, c := range row.Cells {
				at := map[string]system.Node{}
				for f, n := range c.At {
					if n >= 0 {
						m := s.Members[s.Families[f]][n]
						at[s.Families[f]] = system.Node{Level: m.Level, Code: strings.Join(m.Atoms, "|") + m.From, From: m.From, Until: m.Until, Atoms: m.Atoms}
					}
				}
				m := s.Measures[c.Measure]
				past = append(past, disclose.Past{Edition: edition, Measure: m.Name, At: at, Value: int64(v), Base: m.Base, Off: s.Off, Query: &queries[i]})
			}
		}
	}
	return past
}

// A count of which another edition hid small ones is not rounded for publication, nor
// the other way round.
func TestNoMeasureIsPublishedUnderBothMethods(t *testing.T) {
	r := same("30 a x 01", "40 b x 01")
	for _, c := range []struct {
		round bool
		base  int64
		want  string
	}{{true, 0, "[{beds page/1}]"}, {true, 5, "[]"}, {true, 10, "[{beds page/1}]"}, {false, 5, "[{beds page/1}]"}, {false, 0, "[]"}} {
		past := disclose.Past{Edition: "page/1", Measure: "beds", At: map[string]system.Node{}, Value: 70, Base: c.base}
		p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10, Round: c.round}, Project: project(), Members: towns{}, Ask: r.ask, Past: []disclose.Past{past}}
		answer, err := r.ask(context.Background(), quarter("beds", "", "town"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = p.Apply(answer); err != nil {
			t.Fatal(err)
		}
		if err := p.Solve(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(p.Clashes()); got != c.want {
			t.Errorf("rounded %v beside base %d: %s, want %s", c.round, c.base, got, c.want)
		}
	}
}
