package finding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// outside adds what has no member to a table: 400 with neither, 25 with a row only.
func outside(in finding.Input) finding.Input {
	in.Cells = append(slices.Clone(in.Cells),
		finding.Cell{Dims: []string{"", ""}, Value: 400, Known: true}, finding.Cell{Dims: []string{"tax", ""}, Value: 25, Known: true})
	return in
}

// of makes a group of a member of a dimension.
func of(code string, c finding.Cell) finding.Group {
	g := named(code)
	c.Dims = []string{code}
	g.Cell = c
	return g
}

func unassigned(put func(name string) func(finding.Finding, error)) {
	even := counted([]float64{50, 52, 49, 51}, []float64{100, 100, 101, 99})
	put("association beside what is not assigned")(finding.Associate(outside(even), finding.Beside{Nowhere: 17}))
	hidden := outside(even)
	hidden.Cells[len(hidden.Cells)-1] = finding.Cell{Dims: []string{"tax", ""}, Hidden: true}
	put("association beside a hidden count that is not assigned")(finding.Associate(hidden, finding.Beside{}))
	put("difference beside what is not assigned")(finding.Among(share, []finding.Group{
		of("Antwerpen", part(150, 300, share)), of("Limburg", part(90, 300, share)), of("", part(1, 40, share)), of("Gent", part(110, 300, share))}))
	put("difference of two groups beside what is not assigned")(finding.Among(share, []finding.Group{
		of("Antwerpen", part(150, 300, share)), of("Limburg", part(100, 300, share)), of("", part(0, 1, share))}))
	quick, slow := sample([]int64{40, 30, 20, 10}, 4), sample([]int64{10, 20, 30, 40}, 3)
	put("survival beside what is not assigned")(finding.Survive(waits, []finding.Group{
		sampled(of("Antwerpen", finding.Cell{}), quick), sampled(of("Limburg", finding.Cell{}), quick), sampled(of("", finding.Cell{}), slow)}))
	told := sampled(of("", finding.Cell{}), slow)
	told.Uncounted = true
	put("survival beside an untold number that is not assigned")(finding.Survive(waits, []finding.Group{
		sampled(of("Antwerpen", finding.Cell{}), quick), sampled(of("Limburg", finding.Cell{}), quick), told}))
}

// What has no member is no region: a table is that of the members alone, whatever stands
// beside it, and two equal groups stay equal. By hand 25 + 400 are left out, and of the
// groups 40, 1 and 10 + 20 + 30 + 40.
func TestWhatIsNotAssignedIsNoGroup(t *testing.T) {
	all := map[string]finding.Finding{}
	unassigned(func(name string) func(finding.Finding, error) {
		return func(f finding.Finding, err error) {
			if err != nil {
				t.Fatal(err)
			}
			all[name] = f
		}
	})
	without, err := finding.Associate(counted([]float64{50, 52, 49, 51}, []float64{100, 100, 101, 99}), finding.Beside{})
	if err != nil {
		t.Fatal(err)
	}
	if got := all["association beside what is not assigned"]; got.Sentence != without.Sentence || !slices.Equal(got.Numbers, without.Numbers) {
		t.Errorf("not assigned counts as a region: %s", got.Sentence.NL)
	}
	for name, want := range map[string]string{
		"association beside what is not assigned":                "425 zonder waarde voor thema of provincie; die tellen niet mee.",
		"association beside a hidden count that is not assigned": "Wat niet toegewezen is, telt niet mee.",
		"difference beside what is not assigned":                 "40 niet toegewezen; die tellen niet mee.",
		"difference of two groups beside what is not assigned":   "1 niet toegewezen; dat telt niet mee.",
		"survival beside what is not assigned":                   "100 niet toegewezen; die tellen niet mee.",
		"survival beside an untold number that is not assigned":  "Wat niet toegewezen is, telt niet mee.",
	} {
		f := all[name]
		if !slices.ContainsFunc(f.Caveats, func(c finding.Text) bool { return c.NL == want }) || strings.Contains(f.Sentence.NL, "6 groepen") {
			t.Errorf("%s: %v, want %q", name, f.Caveats, want)
		}
		for _, n := range f.Numbers {
			if n.Name == "p" && strings.HasPrefix(name, "survival") && n.Value != 1 {
				t.Errorf("%s: p of two equal groups is %v", name, n.Value)
			}
		}
	}
	i := slices.IndexFunc(all["difference of two groups beside what is not assigned"].Numbers, func(n finding.Number) bool { return n.Name == "difference" })
	if n := all["difference of two groups beside what is not assigned"].Numbers; i < 0 || n[i].Value < 0.1666 || n[i].Value > 0.1667 {
		t.Errorf("150 and 100 of 300 differ by a sixth: %+v", n)
	}
}

// The share of one theme rises when that of another falls: each against the mean of the
// others would find nearly all of them different.
func TestPartsOfOneWholeAreNotComparedWithEachOther(t *testing.T) {
	m := *share
	m.Shares = "theme"
	group := func(d *models.Dimension, code string, p float64) finding.Group {
		c := part(p, 300, share)
		c.Dims = []string{code}
		g := finding.Input{Dims: []*models.Dimension{d}, From: "2023-01-01", To: "2023-01-31"}.Group(c)
		g.Name = finding.Text{NL: code, EN: code}
		return g
	}
	for name, c := range map[string]struct {
		by   *models.Dimension
		want bool
	}{"its own dimension": {theme, false}, "another": {province, true}} {
		f, err := finding.Among(&m, []finding.Group{group(c.by, "a", 150), group(c.by, "b", 100), group(c.by, "c", 50)})
		if err != nil || f.Computable != c.want || strings.Contains(f.Sentence.NL, "--kind trend --by theme") == c.want {
			t.Errorf("%s: %v, %s", name, err, f.Sentence.NL)
		}
	}
}

// By hand: 400 have neither theme nor province, 150 of them in another region and 250 not
// assigned to one, and 25 a theme alone, in the other region: 175 lie there. The cells of the
// table itself lie in none of them.
func TestWhatHasNoMemberIsSaidWhereItIs(t *testing.T) {
	region := &models.Dimension{Name: "region", TitleNL: "Gewest", TitleEN: "Region"}
	in := outside(counted([]float64{50, 52, 49, 51}, []float64{100, 100, 101, 99}))
	apart := in
	apart.Dims, apart.Cells = []*models.Dimension{theme, province, region}, nil
	for _, c := range in.Cells[:8] {
		c.Dims = append(slices.Clone(c.Dims), "Noord")
		apart.Cells = append(apart.Cells, c)
	}
	for where, n := range map[string]float64{"Zuid": 150, "": 250} {
		apart.Cells = append(apart.Cells, finding.Cell{Dims: []string{"", "", where}, Value: n, Known: true})
	}
	slices.SortStableFunc(apart.Cells, func(a, b finding.Cell) int { return -strings.Compare(a.Dims[2], b.Dims[2]) })
	apart.Cells = append(apart.Cells, finding.Cell{Dims: []string{"tax", "", "Zuid"}, Value: 25, Known: true})
	in.Apart = &apart
	f, err := finding.Associate(in, finding.Beside{})
	if want := "425 zonder waarde voor thema of provincie; die tellen niet mee: 175 Zuid en 250 ."; err != nil || !says(f, strings.TrimSuffix(want, " .")) {
		t.Errorf("%v: %v lacks %q", err, f.Warnings, want)
	}
}

// A base that need not add up over provinces, since a household can move, is taken where its
// provinces make its total; a median never is.
func TestABaseThatAddsUpInTheAnswerIsTaken(t *testing.T) {
	households := &models.Metric{Name: "households", TitleNL: "Huishoudens", TitleEN: "Households", Unit: "households", Kind: "stock", OverTime: "last", OverPlace: "none", OverGroups: "none"}
	by := func(m *models.Metric, values ...float64) finding.Input {
		in := finding.Input{Metric: m, Dims: []*models.Dimension{{Name: "province", TitleNL: "Provincie", TitleEN: "Province", Place: true}}, Names: names}
		for i, v := range values {
			in.Cells = append(in.Cells, finding.Cell{Dims: []string{[]string{"A", "B", "C"}[i]}, Value: v, Known: true})
		}
		return in
	}
	m := *questions
	m.OverPlace = "sum"
	base := by(households, 50, 30, 20)
	f, err := finding.Concentrate(by(&m, 500, 300, 200), &base)
	if err != nil || f.Computable {
		t.Errorf("a base of which nobody looked whether it adds up: %v %s", err, f.Sentence.NL)
	}
	base.Summed = true
	if f, err = finding.Concentrate(by(&m, 500, 300, 200), &base); err != nil || !strings.Contains(f.Sentence.NL, "Geen enkel lid wijkt aanwijsbaar af van zijn aandeel in de noemer") {
		t.Errorf("500, 300 and 200 are as 50, 30 and 20: %v %s", err, f.Sentence.NL)
	}
	for m, want := range map[*models.Metric]bool{households: true, waits: false, answers: false, share: false, amountEUR: false, staff: false} {
		if m.Whole() != want {
			t.Errorf("%s counts units: %t, want %t", m.Name, !want, want)
		}
	}
}
