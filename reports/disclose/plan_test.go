package disclose_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// towns puts a, b and c in the north and d and e in the south.
type towns struct{}

func (towns) Extents(_ context.Context, dimension, division string) (map[string]map[string][]string, error) {
	if dimension != "town" && dimension != "province" {
		return nil, nil
	}
	one := map[string][]string{}
	for _, t := range strings.Fields("a b c d e") {
		one[t] = []string{t}
	}
	if division == "new" { // c went to the south, together with d
		return map[string]map[string][]string{"town": {"a": {"a"}, "b": {"b"}, "cd": {"c", "d"}, "e": {"e"}}, "province": {"north": {"a", "b"}, "south": {"c", "d", "e"}}}, nil
	}
	return map[string]map[string][]string{"town": one, "province": {"north": {"a", "b", "c"}, "south": {"d", "e"}}}, nil
}

func project() *models.Project {
	return &models.Project{Dimensions: []*models.Dimension{
		{Name: "town", Place: true, Lookup: &models.Lookup{Relation: "dim_town", Code: "code", Within: map[string]string{"province": "province"}}},
		{Name: "province", Place: true}, {Name: "kind"}, {Name: "month", Grain: "month"},
	}}
}

var beds = &models.Metric{Name: "beds", Unit: "places", Protects: "person", Kind: "flow", Relation: "fct_bed", OverTime: "sum", OverPlace: "sum", OverGroups: "sum"}

// table gives an answer: rows "codes value", n being the value.
func table(m *models.Metric, q models.MetricQuery, rows string) *models.MetricResult {
	p := project()
	r := &models.MetricResult{Metric: m, Query: q}
	r.Query.Metric = m.Name
	for _, name := range q.By {
		r.Dims = append(r.Dims, p.Dimension(name))
	}
	for line := range strings.SplitSeq(strings.TrimSpace(rows), ",") {
		f := strings.Fields(line)
		row := models.MetricRow{Dims: f[:len(f)-1], Known: true}
		if _, err := fmt.Sscan(f[len(f)-1], &row.Value); err != nil {
			panic(err)
		}
		row.N = int64(row.Value)
		r.Rows = append(r.Rows, row)
	}
	return r
}

// hidden solves a plan of answers and lists the rows of the answer asked for that are
// hidden.
func hidden(t *testing.T, at int, answers ...*models.MetricResult) string {
	t.Helper()
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}}
	for _, a := range answers {
		if s, err := p.Apply(a); err != nil || s.Complete() {
			t.Fatalf("before it is solved: complete %v, %v", s.Complete(), err)
		}
	}
	if p.Settled() {
		t.Fatal("settled before it is solved")
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := p.Apply(answers[at])
	if err != nil || !s.Complete() || !p.Settled() {
		t.Fatalf("after it is solved: complete %v, settled %v, %v", s.Complete(), p.Settled(), err)
	}
	var out []string
	for _, row := range s.Rows() {
		if row.Cell.Hidden() {
			out = append(out, strings.Join(row.Dims, "/"))
		}
	}
	return strings.Join(out, " ")
}

func month(m string) models.MetricQuery {
	return models.MetricQuery{From: models.Date("2023-" + m + "-01"), To: models.Date("2023-" + m + "-28")}
}

func by(q models.MetricQuery, dims ...string) models.MetricQuery {
	q.By = dims
	return q
}

// c is 3. A rate of a known number of inhabitants tells b though it has no interval: so
// hiding b in the table of counts alone, beside the total, would keep nothing.
func TestARateWithoutAnIntervalTellsItsPart(t *testing.T) {
	rate := &models.Metric{Name: "beds_per_1000", Unit: "per_1000", Protects: "person", Kind: "flow", Relation: "fct_bed", OverTime: "none", OverPlace: "none", OverGroups: "none"}
	for _, interval := range []string{"", models.NoInterval, models.Poisson} {
		rate.Interval = interval
		byTown, total := table(beds, by(month("02"), "town"), "a 40, b 30, c 3"), table(beds, month("02"), "73")
		rates := table(rate, by(month("02"), "town"), "a 40, b 30, c 3")
		for i := range rates.Rows {
			rates.Rows[i].Part, rates.Rows[i].Whole = rates.Rows[i].Value, 1000
		}
		_, out := guarded(t, disclose.Rule{Threshold: 5, Derived: 10}, byTown, total, rates)
		told := printed(out[1]) == "73" && strings.Contains(printed(out[2]), "a 40, b 30, c [o]")
		if told != (interval == "") { // nobody knows what a number without parts tells
			t.Errorf("interval %q: %s of %s, and %s", interval, printed(out[0]), printed(out[1]), printed(out[2]))
		}
	}
}

// c is 3, and follows from its province. The cheapest of the others hides it.
func TestASmallCountIsNotLeftToSubtraction(t *testing.T) {
	byTown := table(beds, by(month("02"), "town"), "a 40, b 30, c 3, d 60, e 50")
	if got := hidden(t, 0, byTown); got != "c" {
		t.Errorf("without totals %q is hidden, want c alone", got)
	}
	total := table(beds, month("02"), "183")
	if got := hidden(t, 0, byTown, total); got != "b c" {
		t.Errorf("with the total %q is hidden, want b and c", got)
	}
	provinces := table(beds, by(month("02"), "province"), "north 73, south 110")
	if got := hidden(t, 0, byTown, provinces); got != "b c" {
		t.Errorf("with the provinces %q is hidden, want b and c", got)
	}
	south := month("02")
	south.Where = []models.Filter{{Dimension: "province", Values: []string{"south"}}}
	if got := hidden(t, 0, byTown, total, table(beds, south, "110")); got != "b c" {
		t.Errorf("with the south as a filter %q is hidden, want b and c of the north", got)
	}
}

// In the same province of another division, cd is 63 and the south 113: c follows from
// neither table alone.
func TestTwoDivisionsOfTheCountryAreOneSystem(t *testing.T) {
	old := table(beds, by(month("02"), "town"), "a 40, b 30, c 3, d 60, e 50")
	q := by(month("02"), "town")
	q.Geography = "new"
	merged := table(beds, q, "a 40, b 30, cd 63, e 50")
	if got := hidden(t, 0, old, merged); got != "c d" {
		t.Errorf("%q is hidden, want c and d, which cd would give", got)
	}
}

func TestMonthsAndTheirPeriodAreOneSystem(t *testing.T) {
	whole := models.MetricQuery{From: "2023-01-01", To: "2023-03-31"}
	months := table(beds, by(whole, "month"), "2023-01-01 20, 2023-02-01 4, 2023-03-01 90")
	if got := hidden(t, 0, months); got != "2023-02-01" {
		t.Errorf("%q is hidden, want February", got)
	}
	if got := hidden(t, 0, months, table(beds, whole, "114")); got != "2023-01-01 2023-02-01" {
		t.Errorf("%q is hidden, want January and February", got)
	}
	other := *beds
	other.OverTime = "none" // the same in each month: months tell nothing of the period
	months.Metric, whole = &other, models.MetricQuery{From: "2023-01-01", To: "2023-03-31"}
	if got := hidden(t, 0, months, table(&other, whole, "114")); got != "2023-02-01" {
		t.Errorf("%q is hidden, want February", got)
	}
}

// 1 of 12 is a small count, and so is what 11 of 12 leaves; what a share of the whole
// gives away by its part is hidden in the count of that part too.
func TestASharePrintsItsCounts(t *testing.T) {
	full := &models.Metric{Name: "full_share", Unit: "share", Protects: "person", Kind: "flow", Relation: "fct_bed", Interval: models.Wilson, OverTime: "none", OverPlace: "none", OverGroups: "none"}
	share := table(full, by(month("02"), "town"), "a .5, b .1, c .9, d .25, e .5")
	for i, parts := range [][2]float64{{20, 40}, {1, 12}, {11, 12}, {9, 36}, {25, 50}} {
		share.Rows[i].Part, share.Rows[i].Whole, share.Rows[i].N = parts[0], parts[1], int64(parts[1])
	}
	if got := hidden(t, 0, share); got != "b c" {
		t.Errorf("%q is hidden, want b and c", got)
	}
}

func TestWhatASystemCannotKeepIsRefused(t *testing.T) {
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}}
	two := table(beds, by(month("02"), "town"), "a 40, b 30")
	again := table(beds, by(month("02"), "town", "kind"), "a x 41, b x 30") // a is not 41
	for _, a := range []*models.MetricResult{two, again} {
		if _, err := p.Apply(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Errorf("tables that do not agree bind nothing: %v", err)
	}
	dup := table(beds, by(month("02"), "town"), "a 41, b 30")
	dup.Query.Where = []models.Filter{} // asked in other words, answered otherwise
	dup.Query.Geography = "day"
	if _, err := p.Apply(dup); err != nil {
		t.Fatal(err)
	}
	if err := p.Solve(context.Background()); err == nil || !strings.Contains(err.Error(), "is 40 in one table and 41 in another") {
		t.Errorf("one cell with two values: %v", err)
	}
}

// b was told before, and cannot be hidden any more; e was hidden before and stays so. What
// was restated since is about something else, with what holds it and what it holds; the rest
// of its edition is as true as ever.
func TestWhatWasPublishedIsKnownAndWhatWasHiddenStaysHidden(t *testing.T) {
	byTown := table(beds, by(month("02"), "town"), "a 40, b 30, c 3, d 60, e 50")
	total := table(beds, month("02"), "183")
	at := func(town string) map[string]system.Node {
		return map[string]system.Node{"town": {Level: "town ", Code: town, Atoms: []string{town}}, "time": system.Period("2023-02-01", "2023-03-01")}
	}
	north := at("north")
	north["town"] = system.Node{Level: "province ", Code: "north", Atoms: []string{"a", "b", "c"}}
	for _, c := range []struct {
		name string
		past []disclose.Past
		want string
	}{
		{"nothing", nil, "b c"},
		{"b told", []disclose.Past{{Edition: "x/1", Measure: "beds", At: at("b"), Value: 30}}, "a c"},
		{"e hidden", []disclose.Past{{Edition: "x/1", Measure: "beds", At: at("e"), Hidden: true}}, "c e"},
		{"b told and a restated", []disclose.Past{{Edition: "x/1", Measure: "beds", At: at("b"), Value: 30}, {Edition: "x/1", Measure: "beds", At: at("a"), Value: 41}}, "a c"},
		{"b restated in January", []disclose.Past{{Edition: "x/1", Measure: "beds", At: at("b"), Value: 29}, {Edition: "x/1", Measure: "beds", At: at("a"), Value: 40}}, "b c"},
		{"a and b told, and the north restated", []disclose.Past{
			{Edition: "x/1", Measure: "beds", At: at("a"), Value: 40}, {Edition: "x/1", Measure: "beds", At: at("b"), Value: 30},
			{Edition: "x/1", Measure: "beds", At: north, Value: 70}, {Edition: "x/2", Known: "2023-04-30", Measure: "beds", At: north, Value: 73}}, "b c"},
		{"the total restated", []disclose.Past{
			{Edition: "x/1", Measure: "beds", At: at("b"), Value: 30},
			{Edition: "x/1", Measure: "beds", At: map[string]system.Node{"time": at("b")["time"]}, Value: 182}}, "b c"},
		{"b of another measure restated", []disclose.Past{
			{Edition: "x/1", Measure: "beds", At: at("b"), Value: 30}, {Edition: "x/1", Measure: "cots", At: at("b"), Value: 31}, {Edition: "x/2", Measure: "cots", At: at("b"), Value: 32}}, "a c"},
		{"a month that is not here", []disclose.Past{{Edition: "x/1", Measure: "beds", At: map[string]system.Node{"time": system.Period("2023-03-01", "2023-04-01")}, Value: 30}}, "b c"},
		{"another measure", []disclose.Past{{Edition: "x/1", Measure: "cots", At: at("b"), Value: 30}}, "b c"},
	} {
		p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}, Past: c.past}
		for _, r := range []*models.MetricResult{byTown, total} {
			if _, err := p.Apply(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.Solve(context.Background()); err != nil {
			t.Fatal(err)
		}
		s, err := p.Apply(byTown)
		if err != nil {
			t.Fatal(err)
		}
		if n := p.Summary().Cells; n != 6 {
			t.Errorf("%s: %d cells, want the 6 of this edition", c.name, n)
		}
		var got []string
		for _, row := range s.Rows() {
			if row.Cell.Hidden() {
				got = append(got, row.Dims[0])
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v is hidden, want %s", c.name, got, c.want)
		}
	}
	// With all others told, nothing keeps c.
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}}
	for town, v := range map[string]int64{"a": 40, "b": 30, "d": 60, "e": 50} {
		p.Past = append(p.Past, disclose.Past{Edition: "x/1", Measure: "beds", At: at(town), Value: v})
	}
	p.Past = append(p.Past, disclose.Past{Edition: "x/1", Measure: "beds", At: map[string]system.Node{"time": system.Period("2023-02-01", "2023-03-01")}, Value: 183})
	if _, err := p.Apply(byTown); err != nil {
		t.Fatal(err)
	}
	if err := p.Solve(context.Background()); err != nil || len(p.Exposed()) != 1 || !strings.Contains(p.Exposed()[0].Name, "town=c") {
		t.Errorf("what cannot be kept: %v, %v", p.Exposed(), err)
	}
}

// In the north are a, with 70, and c, with 3, and b has nobody any more. That b once had 5
// must not hide from us that a reader subtracts 70 from the 73 of the province.
func TestAnOlderNumberOfAnotherTownDoesNotBreakASum(t *testing.T) {
	byTown := table(beds, by(month("02"), "town"), "a 70, c 3")
	province := table(beds, by(month("02"), "province"), "north 73")
	b := map[string]system.Node{"town": {Level: "town ", Code: "b", Atoms: []string{"b"}}, "time": system.Period("2023-02-01", "2023-03-01")}
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}, Past: []disclose.Past{{Edition: "x/1", Measure: "beds", At: b, Value: 5}}}
	for _, r := range []*models.MetricResult{byTown, province} {
		if _, err := p.Apply(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := p.Apply(byTown)
	if err != nil || s.Hidden() != 2 {
		t.Errorf("%d hidden, %v; want a and c", s.Hidden(), err)
	}
}

// A description has what tables print and nothing else.
func TestADescriptionHoldsNoHiddenNumber(t *testing.T) {
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}}
	a := table(beds, by(month("02"), "town"), "a 7654321, b 8765432, c 3, d 60, e 50")
	total := table(beds, month("02"), "16419866")
	for _, r := range []*models.MetricResult{a, total} {
		if _, err := p.Apply(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := p.Describe([]disclose.Printed{{File: "tables/a.csv", Query: a.Query}, {File: "tables/total.csv", Query: total.Query}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"7654321", "8765432", "16419866"} {
		if strings.Contains(string(text), number) {
			t.Errorf("%s stands in the description", number)
		}
	}
	if got := slices.Sorted(maps.Keys(s.Members)); !slices.Equal(got, []string{"time", "town"}) || len(s.Tables) != 2 || len(s.Tables[0].Rows) != 5 {
		t.Errorf("families %v, tables %d", got, len(s.Tables))
	}
	if sum := p.Summary(); sum.Cells != 6 || sum.Primary != 1 || sum.Secondary != 1 {
		t.Errorf("summary %+v, want 6 cells, 1 primary, 1 secondary", sum)
	}
}

// 3 are in no town, and follow from the total and all towns that were told before. There is
// nobody among them whom a reader could know: that stands in the way of nothing.
func TestWhoIsPlacedNowhereIsNotLost(t *testing.T) {
	byTown := table(beds, by(month("02"), "town"), "a 40, b 30, c 3")
	byTown.Rows[2].Dims = []string{""}
	feb := system.Period("2023-02-01", "2023-03-01")
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{}, Past: []disclose.Past{
		{Edition: "x/1", Measure: "beds", At: map[string]system.Node{"time": feb}, Value: 73}}}
	for town, v := range map[string]int64{"a": 40, "b": 30} {
		p.Past = append(p.Past, disclose.Past{Edition: "x/1", Measure: "beds", At: map[string]system.Node{"town": {Level: "town ", Code: town, Atoms: []string{town}}, "time": feb}, Value: v})
	}
	if _, err := p.Apply(byTown); err != nil {
		t.Fatal(err)
	}
	if err := p.Solve(context.Background()); err != nil || len(p.Exposed()) > 0 {
		t.Errorf("what cannot be kept: %v, %v", p.Exposed(), err)
	}
	s, err := p.Apply(byTown)
	if err != nil || !s.Rows()[2].Cell.Hidden() {
		t.Errorf("those who are nowhere are printed: %v", err)
	}
}
