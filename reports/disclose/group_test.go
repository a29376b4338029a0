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
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
)

// guarded judges answers of which kind is sensitive, and gives them as a page has them.
func guarded(t *testing.T, rule disclose.Rule, answers ...*models.MetricResult) (*disclose.Plan, []disclose.Safe) {
	t.Helper()
	p := &disclose.Plan{Rule: rule, Project: project(), Members: towns{}}
	for _, a := range answers {
		if _, err := p.Apply(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	out := make([]disclose.Safe, len(answers))
	for i, a := range answers {
		var err error
		if out[i], err = p.Apply(a); err != nil {
			t.Fatal(err)
		}
	}
	return p, out
}

func printed(s disclose.Safe) string {
	var out []string
	for _, r := range s.Rows() {
		out = append(out, strings.Join(append(slices.Clone(r.Dims), r.Cell.String()), " "))
	}
	return strings.Join(out, ", ")
}

// All 40 of a are x, and the row of y is not there: both are hidden, and the zero of c,
// which has nobody, is not. Hidden they may be 28 and 12: so b hides one too.
func TestAGroupOfOneKindIsNotTold(t *testing.T) {
	rule := disclose.Rule{Threshold: 5, Derived: 10, Sensitive: []string{"kind"}, SensitiveThreshold: 10}
	kinds := table(beds, by(month("02"), "town", "kind"), "a x 40, b x 60, b y 20, c x 0, c y 0, d x 50, d y 60")
	total := table(beds, by(month("02"), "town"), "a 40, b 80, c 0, d 110")
	p, out := guarded(t, rule, kinds, total)
	if got, want := printed(out[0]), "a x [o], a y [o], b x 60, b y 20, c x 0, c y 0, d x 50, d y 60"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got, want := printed(out[1]), "a 40, b 80, c 0, d 110"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := out[0].Note("en"); !strings.Contains(got, "fewer than 10 persons, on a group that is all of one category, or needed") || strings.Contains(got, "household") {
		t.Errorf("note: %s", got)
	}
	if out[0].Least() != 10 || out[1].Least() != 5 {
		t.Errorf("least %d and %d, want 10 where kind is and 5 elsewhere", out[0].Least(), out[1].Least())
	}
	s, err := p.Describe([]disclose.Printed{{File: "tables/kinds.csv", Query: kinds.Query}, {File: "tables/total.csv", Query: total.Query}})
	if err != nil {
		t.Fatal(err)
	}
	var blank []string
	for _, r := range s.Tables[0].Rows {
		if r.Cells[0].Blank {
			blank = append(blank, strings.Join(r.Codes, " "))
		}
		if r.Cells[0].Width != 10 {
			t.Errorf("%v must be known to no closer than %d, want 10", r.Codes, r.Cells[0].Width)
		}
	}
	if got := strings.Join(blank, ", "); got != "a x, a y" {
		t.Errorf("may be zero: %s", got)
	}
	// With the kinds of the country beside it, 110 x and 40 y without c, b or d move too.
	nation := table(beds, by(month("02"), "kind"), "x 150, y 80")
	_, out = guarded(t, rule, kinds, total, nation)
	if got, want := printed(out[0]), "a x [o], a y [o], b x [o], b y [o], c x 0, c y 0, d x 50, d y 60"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// Only asked for x, a has as many as it has in all. No table has a place for another kind
// of a, so that its total would tell it.
func TestAFilterTellsNoGroupOfOneKind(t *testing.T) {
	rule := disclose.Rule{Threshold: 5, Sensitive: []string{"kind"}, SensitiveThreshold: 10}
	q := by(month("02"), "town")
	q.Where = []models.Filter{{Dimension: "kind", Values: []string{"x"}}}
	only := table(beds, q, "a 40, b 60, d 9")
	total := table(beds, by(month("02"), "town"), "a 40, b 80, d 30")
	_, out := guarded(t, rule, only, total)
	if got, want := printed(out[0])+" | "+printed(out[1]), "a [o], b 60, d [o] | a [o], b 80, d 30"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// reader holds all that is printed of towns by kind, their totals and those of the kinds.
type reader struct {
	kinds, towns []string
	cell         map[string]int64 // by name; -1 where it is hidden
	blank        map[string]bool  // hidden, and its whole line with it
}

// tables calls see with each table of towns by kind that agrees with all that is printed.
func (r *reader) tables(most int64, see func(map[string]int64)) {
	at := map[string]int64{}
	agrees := func(name string, v int64) bool {
		shown := r.cell[name]
		switch {
		case shown >= 0:
			return v == shown
		case r.blank[name]:
			return v >= 0
		}
		return v >= 1
	}
	var fill func(i int)
	fill = func(i int) {
		town, kind := i/len(r.kinds), i%len(r.kinds)
		if kind == 0 && town > 0 {
			sum := int64(0)
			for _, k := range r.kinds {
				sum += at[r.towns[town-1]+" "+k]
			}
			if !agrees(r.towns[town-1], sum) {
				return
			}
		}
		if town == len(r.towns) {
			all := int64(0)
			for _, k := range r.kinds {
				sum := int64(0)
				for _, t := range r.towns {
					sum += at[t+" "+k]
				}
				if !agrees(k, sum) {
					return
				}
				all += sum
			}
			if agrees("", all) {
				see(at)
			}
			return
		}
		name := r.towns[town] + " " + r.kinds[kind]
		low, high := int64(0), most
		if v := r.cell[name]; v >= 0 {
			low, high = v, v
		}
		for v := low; v <= high; v++ {
			if agrees(name, v) {
				at[name] = v
				fill(i + 1)
			}
		}
	}
	fill(0)
}

// Of random small tables an exhaustive reader finds, for each group that is of one kind,
// a table in which it is not, and each hidden number as far apart as is asked for.
func TestNoReaderKnowsAGroupToBeOfOneKind(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 3))
	groups, kept := 0, 0
	for trial := range 60 {
		r := &reader{kinds: []string{"x", "y", "z"}[:2+trial%2], towns: []string{"a", "b", "d"}[:2+(trial+1)%2], cell: map[string]int64{}, blank: map[string]bool{}}
		truth := map[string]int64{}
		var byBoth, byTown, byKind []string
		for _, town := range r.towns {
			only := -1
			if random.IntN(3) == 0 {
				only = random.IntN(len(r.kinds))
			}
			for k, kind := range r.kinds {
				v := int64(random.IntN(5))
				if only >= 0 && k != only {
					v = 0
				}
				truth[town+" "+kind] = v
				truth[town], truth[kind], truth[""] = truth[town]+v, truth[kind]+v, truth[""]+v
				if v > 0 || random.IntN(2) == 0 { // a zero may be there or not
					byBoth = append(byBoth, fmt.Sprint(town, " ", kind, " ", v))
				}
			}
			byTown = append(byTown, fmt.Sprint(town, " ", truth[town]))
		}
		for _, kind := range r.kinds {
			byKind = append(byKind, fmt.Sprint(kind, " ", truth[kind]))
		}
		if len(byBoth) == 0 {
			continue
		}
		rule := disclose.Rule{Threshold: 2, Sensitive: []string{"kind"}, SensitiveThreshold: 3}
		both := table(beds, by(month("02"), "town", "kind"), strings.Join(byBoth, ","))
		both.Dims[1] = &models.Dimension{Name: "kind"}
		for _, kind := range r.kinds {
			both.Dims[1].Labels = append(both.Dims[1].Labels, models.Label{Code: kind})
		}
		answers := []*models.MetricResult{both,
			table(beds, by(month("02"), "town"), strings.Join(byTown, ",")), table(beds, by(month("02"), "kind"), strings.Join(byKind, ",")), table(beds, month("02"), fmt.Sprint(truth[""]))}
		plan, out := guarded(t, rule, answers...)
		if len(plan.Exposed()) > 0 {
			continue // the page stays internal
		}
		attacked(t, plan, answers, out, nil)
		for name, v := range truth {
			r.cell[name] = 0
			_ = v
		}
		for _, s := range out {
			for _, row := range s.Rows() {
				v, ok := row.Cell.Value()
				r.cell[strings.Join(row.Dims, " ")] = int64(v)
				if !ok {
					r.cell[strings.Join(row.Dims, " ")] = -1
				}
			}
		}
		lines := append(slices.Clone(r.towns), "")
		name := func(town, kind string) string { return strings.TrimSpace(town + " " + kind) }
		for _, town := range lines {
			all := true
			for _, kind := range r.kinds {
				all = all && r.cell[name(town, kind)] < 0
			}
			for _, kind := range r.kinds {
				r.blank[name(town, kind)] = all
			}
		}
		low, high := map[string]int64{}, map[string]int64{}
		mixed := map[string]bool{} // a line has two kinds in some table
		found := 0
		r.tables(7, func(at map[string]int64) {
			found++
			sums := map[string]int64{}
			for _, town := range r.towns {
				for _, kind := range r.kinds {
					v := at[name(town, kind)]
					sums[name(town, kind)] = v
					sums[kind] += v
					sums[town] += v
					sums[""] += v
				}
			}
			for n, v := range sums {
				if _, ok := low[n]; !ok {
					low[n], high[n] = v, v
				}
				low[n], high[n] = min(low[n], v), max(high[n], v)
			}
			for _, town := range lines {
				some := 0
				for _, kind := range r.kinds {
					if sums[name(town, kind)] > 0 {
						some++
					}
				}
				mixed[town] = mixed[town] || some > 1
			}
		})
		if found == 0 {
			t.Fatalf("trial %d: no table agrees with %v", trial, r.cell)
		}
		kept++
		for _, town := range lines {
			some := 0
			for _, kind := range r.kinds {
				n := name(town, kind)
				if truth[n] > 0 {
					some++
				}
				if v := r.cell[n]; v > 0 && v < 3 {
					t.Errorf("trial %d: %s is printed: %d", trial, n, v)
				}
				if r.cell[n] < 0 && high[n]-low[n] < 3 {
					t.Errorf("trial %d: %s is known to be %d to %d", trial, n, low[n], high[n])
				}
			}
			if some == 1 {
				groups++
				if !mixed[town] {
					t.Errorf("trial %d: all of %q are of one kind, and everybody knows: %v of %v", trial, town, r.cell, truth)
				}
			}
		}
	}
	if groups < 15 || kept < 30 {
		t.Errorf("%d groups of one kind in %d tables: too few to say anything", groups, kept)
	}
}

// attacked writes answers as an edition has them and attacks that. changed may change what
// is read.
func attacked(t *testing.T, p *disclose.Plan, answers []*models.MetricResult, shown []disclose.Safe, changed func(s *disclose.Structure)) map[string]audit.Bound {
	t.Helper()
	files := map[string]string{}
	var list []disclose.Printed
	for i, a := range answers {
		name := fmt.Sprint("t", i, ".csv")
		list = append(list, disclose.Printed{File: name, Query: a.Query})
		lines := []string{strings.Join(append(slices.Clone(a.Query.By), "value", "obs_status"), ",")}
		for _, r := range shown[i].Rows() {
			cell := ",Q"
			if v, ok := r.Cell.Value(); ok {
				cell = fmt.Sprint(v, ",A")
			}
			lines = append(lines, strings.Join(append(slices.Clone(r.Dims), cell), ","))
		}
		files[name] = strings.Join(lines, "\n") + "\n"
	}
	s, err := p.Describe(list)
	if err != nil {
		t.Fatal(err)
	}
	if changed != nil {
		changed(s)
	}
	tables, report := struck(t, s, files)
	if narrow := report.Narrow(tables); len(narrow) > 0 && changed == nil {
		t.Errorf("%s is known to be %d to %d", tables.Cells[narrow[0].Cell].Name, narrow[0].Low, narrow[0].High)
	}
	out := map[string]audit.Bound{}
	for _, b := range report.Bounds {
		out[tables.Cells[b.Cell].Name] = b
	}
	return out
}

// struck encodes a description of tables, and attacks both as a reader could.
func struck(t *testing.T, s *disclose.Structure, files map[string]string) (*audit.Tables, *audit.Report) {
	t.Helper()
	text, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	files[audit.StructureFile] = string(text)
	tables, err := audit.Read(func(name string) ([]byte, error) { return []byte(files[name]), nil })
	if err != nil {
		t.Fatal(err)
	}
	report, err := audit.Attack(tables)
	if err != nil {
		t.Fatal(err)
	}
	return tables, report
}

// a is 40, all of kind x: to a reader each kind may be 0 to 40. One who took it that zeros
// are told would know x to be at most 39; and one who has no row of y, and is told that all
// rows are there, knows all.
func TestTheAttackKnowsThatAHiddenKindMayBeZero(t *testing.T) {
	rule := disclose.Rule{Threshold: 5, Sensitive: []string{"kind"}, SensitiveThreshold: 10}
	answers := []*models.MetricResult{
		table(beds, by(month("02"), "town", "kind"), "a x 40, b x 60, b y 20"),
		table(beds, by(month("02"), "town"), "a 40, b 80"),
	}
	p, shown := guarded(t, rule, answers...)
	const x = "beds kind=x time=2023-02-01/2023-03-01 town=a"
	if b := attacked(t, p, answers, shown, nil)[x]; b.Low != 0 || b.High != 40 {
		t.Errorf("x of a is %d to %d, want 0 to 40", b.Low, b.High)
	}
	blank := func(s *disclose.Structure) {
		for i := range s.Tables[0].Rows {
			s.Tables[0].Rows[i].Cells[0].Blank = false
		}
	}
	if b := attacked(t, p, answers, shown, blank)[x]; b.Low != 1 || b.High != 39 {
		t.Errorf("were zeros told, x of a is %d to %d, want 1 to 39", b.Low, b.High)
	}
	absent := func(s *disclose.Structure) {
		s.Tables[0].Rows = slices.DeleteFunc(s.Tables[0].Rows, func(r disclose.StructureRow) bool { return r.Codes[0] == "a" && r.Codes[1] == "y" })
	}
	if b := attacked(t, p, answers, shown, absent)[x]; b.Low != 40 || b.High != 40 {
		t.Errorf("without a row of y, x of a is %d to %d, want exactly 40", b.Low, b.High)
	}
}
