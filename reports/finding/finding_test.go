package finding_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

var update = flag.Bool("update", false, "write golden files")

var (
	theme    = &models.Dimension{Name: "theme", TitleNL: "Thema", TitleEN: "Theme"}
	province = &models.Dimension{Name: "province", TitleNL: "Provincie", TitleEN: "Province"}
	month    = &models.Dimension{Name: "month", TitleNL: "Maand", TitleEN: "Month", Grain: "month"}

	questions = &models.Metric{Name: "questions", TitleNL: "Ontvangen vragen", TitleEN: "Questions received", Unit: "questions", Kind: "flow", OverTime: "sum", OverGroups: "sum", Range: []float64{0}}
	share     = &models.Metric{Name: "placed_share", TitleNL: "Geplaatst binnen 30 dagen", TitleEN: "Placed within 30 days", Unit: "share", Decimals: 1, Kind: "flow", OverTime: "none", Interval: models.Wilson}
	rate      = &models.Metric{Name: "per_1000", TitleNL: "Ontheemden per 1.000 inwoners", TitleEN: "Displaced persons per 1,000 inhabitants", Unit: "per_1000", Decimals: 1, Kind: "stock", Interval: models.Poisson, Protects: "person"}
	waits     = &models.Metric{Name: "wait_days", TitleNL: "Mediane wachttijd", TitleEN: "Median wait", Unit: "days", Kind: "flow", Values: "days", Ended: "is_met"}
	answers   = &models.Metric{Name: "answer_days", TitleNL: "Mediane antwoordtijd", TitleEN: "Median time to answer", Unit: "days", Kind: "flow", Values: "days", Quantile: 0.5}
	places    = &models.Metric{Name: "places", TitleNL: "Bruikbare plaatsen", TitleEN: "Usable places", Unit: "places", Bunched: true, Kind: "stock", OverTime: "last", OverGroups: "sum"}
	amountEUR = &models.Metric{Name: "paid_eur", TitleNL: "Uitbetaald bedrag", TitleEN: "Amount paid", Unit: "eur", Kind: "flow", OverTime: "sum"}
)

func names(_ *models.Dimension, code, lang string) string {
	if code == "village" {
		return map[string]string{"nl": "Nooddorp", "en": "Emergency village"}[lang]
	}
	return code
}

// counted is a table of counts; rows and columns are named by letters.
func counted(rows ...[]float64) finding.Input {
	in := finding.Input{Metric: questions, Dims: []*models.Dimension{theme, province}, Names: names, From: "2022-05-01", To: "2023-02-28"}
	for i, row := range rows {
		for j, v := range row {
			in.Cells = append(in.Cells, finding.Cell{Dims: []string{[]string{"village", "tax", "law", "school", "work", "care"}[i], []string{"A", "B", "C", "D"}[j]}, Value: v, Known: true})
		}
	}
	return in
}

// monthly is a series from May 2022; of a share by part and whole.
func monthly(m *models.Metric, values ...float64) finding.Input {
	in := finding.Input{Metric: m, Dims: []*models.Dimension{month}, Names: names, From: "2022-05-01"}
	for i, v := range values {
		d := models.Date("2022-05-01").AddMonths(i)
		in.To = d.MonthEnd()
		c := finding.Cell{Dims: []string{string(d)}, Value: v, Known: true}
		if m.Counted() {
			c.Part, c.Whole = v, 200
			if m.Interval == models.Poisson {
				c.Whole = 200000
			}
			c.Value = m.Factor() * v / c.Whole
		}
		in.Cells = append(in.Cells, c)
	}
	return in
}

func part(p, w float64, m *models.Metric) finding.Cell {
	return finding.Cell{Value: m.Factor() * p / w, Known: w > 0, Part: p, Whole: w}
}

func during(from, to models.Date) finding.Group {
	return finding.Group{Name: finding.Period(from, to), During: finding.During(from, to), Days: int(to.Time().Sub(from.Time()).Hours()/24) + 1}
}

func named(name string) finding.Group { return finding.Group{Name: finding.Text{NL: name, EN: name}} }

func (g groupMaker) cell(c finding.Cell) finding.Group { g.Group.Cell = c; return g.Group }

type groupMaker struct{ finding.Group }

// sample is waits of 1, 2, ... days, each so often; those behind open go on.
func sample(counts []int64, open int) *models.SampleGroup {
	g := &models.SampleGroup{}
	for i, n := range counts {
		v := models.SampleValue{Value: float64((i + 1) * 10), Count: n, Ended: n}
		if i >= open {
			v.Ended = n / 2
		}
		g.Values = append(g.Values, v)
	}
	return g
}

func sampled(g finding.Group, s *models.SampleGroup) finding.Group {
	g.Sample = s
	return g
}

// cases are what a policy reader may come across; each sentence is read by people
// before it goes into the golden file.
func cases(t *testing.T) map[string]finding.Finding {
	t.Helper()
	out := map[string]finding.Finding{}
	put := func(name string) func(f finding.Finding, err error) {
		return func(f finding.Finding, err error) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			out[name] = f
		}
	}
	strong := counted([]float64{90, 20, 20, 20}, []float64{100, 100, 100, 100}, []float64{80, 85, 90, 95})
	put("association, one cell stands out")(finding.Associate(strong, finding.Beside{}))
	even := counted([]float64{50, 52, 49, 51}, []float64{100, 100, 101, 99})
	put("association, nothing stands out")(finding.Associate(even, finding.Beside{}))
	put("association, rare rows merge")(finding.Associate(counted([]float64{2, 1, 0, 0}, []float64{100, 80, 120, 100}, []float64{6, 7, 5, 5}, []float64{90, 100, 95, 105}, []float64{15, 19, 26, 8}), finding.Beside{}))
	put("association, drawn")(finding.Associate(counted([]float64{3, 1}, []float64{1, 3}), finding.Beside{}))
	put("association, a net change")(finding.Associate(counted([]float64{3, -1}, []float64{2, 4}), finding.Beside{}))
	put("association, one row")(finding.Associate(counted([]float64{3, 1}), finding.Beside{}))
	left := counted([]float64{0, 0, 0, 0}, []float64{100, 100, 100, 100}, []float64{80, 85, 90, 95})
	left.Cells = left.Cells[4:]
	var clusters []finding.Cell
	for i, c := range strong.Cells {
		for k := range 5 {
			clusters = append(clusters, finding.Cell{Dims: []string{c.Dims[0], c.Dims[1], fmt.Sprint((i + k) % 7)}, Value: c.Value / 5, Known: true})
		}
	}
	clusters = append(clusters, finding.Cell{Dims: []string{"tax", "A", ""}, Value: 30, Known: true})
	put("association, without, clusters and strata")(finding.Associate(strong, finding.Beside{
		Clusters: clusters, Without: &left, Left: finding.Text{NL: "Nooddorp", EN: "Emergency village"},
		Strata: []finding.Stratum{{Name: finding.Text{NL: "burger", EN: "citizen"}, Input: even}, {Name: finding.Text{NL: "bestuur", EN: "authority"}, Input: left}},
	}))
	hidden := counted([]float64{90, 20}, []float64{40, 60}, []float64{2, 50})
	hidden.Cells[4].Hidden, hidden.Cells[4].Known = true, false
	put("association, a row is hidden")(finding.Associate(hidden, finding.Beside{}))

	now, before := groupMaker{during("2023-01-01", "2023-03-31")}, groupMaker{during("2022-10-01", "2022-12-31")}
	put("difference of shares, a sign")(finding.Between(share, now.cell(part(150, 300, share)), before.cell(part(100, 300, share))))
	put("difference of shares, no sign")(finding.Between(share, now.cell(part(110, 300, share)), before.cell(part(100, 300, share))))
	put("difference of shares, few")(finding.Between(share, now.cell(part(2, 12, share)), before.cell(part(1, 10, share))))
	put("difference of shares, nobody")(finding.Between(share, now.cell(part(2, 12, share)), before.cell(part(0, 0, share))))
	put("difference of rates")(finding.Between(rate, groupMaker{named("Gent")}.cell(part(300, 60000, rate)), groupMaker{named("Aalst")}.cell(part(200, 60000, rate))))
	put("difference of counts by day")(finding.Between(questions, now.cell(finding.Cell{Value: 200, Known: true}), before.cell(finding.Cell{Value: 120, Known: true})))
	put("difference of counts, none before")(finding.Between(questions, now.cell(finding.Cell{Value: 200, Known: true}), before.cell(finding.Cell{Known: true})))
	lacking(put)
	put("difference of a stock")(finding.Between(places, groupMaker{during("2023-02-13", "2023-02-13")}.cell(finding.Cell{Value: 18000, Known: true}), groupMaker{during("2022-12-31", "2022-12-31")}.cell(finding.Cell{Value: 20032, Known: true})))
	put("difference of euros")(finding.Between(amountEUR, now.cell(finding.Cell{Value: 120000, Known: true}), before.cell(finding.Cell{Value: 90000, Known: true})))
	quick, slow := sample([]int64{40, 30, 20, 10}, 4), sample([]int64{10, 20, 30, 40}, 3)
	put("difference of waits, a sign")(finding.Between(waits, sampled(now.Group, slow), sampled(before.Group, quick)))
	put("difference of waits, no sign")(finding.Between(waits, sampled(now.Group, quick), sampled(before.Group, quick)))
	three := []finding.Group{groupMaker{named("Antwerpen")}.cell(part(150, 300, share)), groupMaker{named("Limburg")}.cell(part(90, 300, share)), groupMaker{named("Gent")}.cell(part(110, 300, share))}
	put("difference among groups")(finding.Among(share, three))
	put("difference among equal groups")(finding.Among(share, []finding.Group{three[0], three[0], three[0]}))
	put("difference among counts")(finding.Among(questions, three))

	put("trend of a share, falling")(finding.Follow(monthly(share, 100, 95, 90, 88, 80, 70, 65, 60)))
	steady := monthly(share, 50, 50, 50, 50, 50, 50, 50, 50)
	for i := range steady.Cells {
		steady.Cells[i].Whole += float64(40 * i)
		steady.Cells[i].Value = steady.Cells[i].Part / steady.Cells[i].Whole
	}
	put("trend of a share, falling beside a stable count")(finding.Follow(steady))
	put("trend of counts, rising")(finding.Follow(monthly(questions, 100, 120, 118, 130, 145, 150, 160, 171)))
	put("trend of counts, none")(finding.Follow(monthly(questions, 100, 90, 110, 95, 105, 98, 102, 101)))
	put("trend of a stock, short")(finding.Follow(monthly(places, 100, 90, 80)))
	put("trend of a stock, four months")(finding.Follow(monthly(places, 90, 100, 110, 120)))
	put("trend of two months")(finding.Follow(monthly(questions, 100, 90)))
	put("trend that is flat")(finding.Follow(monthly(questions, 5, 5, 5, 5)))
	put("trend of euros")(finding.Follow(monthly(amountEUR, 90000, 95000, 110000, 112000, 130000, 150000, 161000)))
	gap := monthly(share, 100, 95, 90, 88, 80, 70, 65, 60)
	gap.Cells[3].Known = false
	put("trend with a gap")(finding.Follow(gap))

	put("season of counts")(finding.YearBefore(monthly(questions, 100, 120, 90, 80, 70, 60, 50, 90, 100, 110, 120, 130, 200, 118, 91)))
	put("season of a share")(finding.YearBefore(monthly(share, 100, 120, 90, 80, 70, 60, 50, 90, 100, 110, 120, 130, 99, 118, 91)))
	put("season of a stock")(finding.YearBefore(monthly(places, 100, 120, 90, 80, 70, 60, 50, 90, 100, 110, 120, 130, 99, 118, 91)))
	put("season of less than a year")(finding.YearBefore(monthly(questions, 100, 120)))

	put("survival")(finding.Survive(waits, []finding.Group{sampled(finding.Group{}, sample([]int64{40, 30, 20, 10, 8, 6, 4, 4, 2, 2}, 3))}))
	put("survival by group")(finding.Survive(waits, []finding.Group{sampled(named("kwetsbaar"), slow), sampled(named("andere"), quick)}))
	put("survival of what has ended")(finding.Survive(&models.Metric{Name: "stay_days", TitleNL: "Mediane verblijfsduur", TitleEN: "Median length of stay", Unit: "days", Kind: "flow", Values: "days", Quantile: 0.5}, []finding.Group{sampled(finding.Group{}, &models.SampleGroup{Values: []models.SampleValue{{Value: 10, Count: 40, Ended: 40}, {Value: 40, Count: 60, Ended: 60}}})}))
	put("survival without a median")(finding.Survive(waits, []finding.Group{sampled(finding.Group{}, &models.SampleGroup{Values: []models.SampleValue{{Value: 3, Count: 1, Ended: 1}, {Value: 40, Count: 9}}})}))
	put("survival of what goes on")(finding.Survive(waits, []finding.Group{sampled(finding.Group{}, &models.SampleGroup{Values: []models.SampleValue{{Value: 40, Count: 9}}})}))
	put("survival of no waits")(finding.Survive(waits, nil))
	put("survival of a count")(finding.Survive(questions, nil))

	put("interval of a share")(finding.Around(share, finding.Group{Cell: part(45, 100, share)}))
	put("interval of none of few")(finding.Around(share, finding.Group{Cell: part(0, 8, share)}))
	put("interval of a rate")(finding.Around(rate, finding.Group{Cell: part(300, 60000, rate)}))
	put("interval of a rate of full-time equivalents")(finding.Around(&models.Metric{Name: "questions_per_fte", TitleNL: "Vragen per vte", TitleEN: "Questions per FTE", Unit: "ratio", Decimals: 1, Kind: "flow", Interval: models.Poisson}, finding.Group{Cell: finding.Cell{Value: 805 / 18.3, Known: true, Part: 805, Whole: 18.3}}))
	put("interval of a median")(finding.Around(answers, sampled(finding.Group{}, sample([]int64{4, 8, 12, 5, 3}, 5))))
	put("interval of a median of three")(finding.Around(answers, sampled(finding.Group{}, sample([]int64{1, 1, 1}, 3))))
	put("interval of nothing")(finding.Around(share, finding.Group{}))
	put("interval of euros")(finding.Around(amountEUR, finding.Group{Cell: finding.Cell{Value: 5, Known: true}}))

	spread := finding.Input{Metric: rate, Dims: []*models.Dimension{province}, Names: names, To: "2023-02-13"}
	for i, p := range []float64{300, 100, 60, 20, 30, 40, 25, 35, 28, 33, 31, 29} {
		c := part(p, 10000, rate)
		c.Dims = []string{string(rune('A' + i))}
		spread.Cells = append(spread.Cells, c)
	}
	spread.Cells = append(spread.Cells, finding.Cell{Dims: []string{""}, Value: 1, Known: true, Part: 12})
	put("spread of a rate")(finding.Concentrate(spread, nil))
	flat := finding.Input{Metric: places, Dims: []*models.Dimension{province}, Names: names}
	base := finding.Input{Metric: questions, Dims: flat.Dims, Names: names}
	for _, d := range []string{"A", "B", "C"} {
		flat.Cells = append(flat.Cells, finding.Cell{Dims: []string{d}, Value: 50, Known: true})
		base.Cells = append(base.Cells, finding.Cell{Dims: []string{d}, Value: 1000, Known: true})
	}
	own := finding.Input{Metric: share, Dims: []*models.Dimension{province}, Names: names}
	for i, p := range []float64{30, 20, 10} { // 60 together, which each is a share of
		c := part(p, 60, share)
		c.Dims = []string{string(rune('A' + i))}
		own.Cells = append(own.Cells, c)
	}
	put("spread of a share of its own dimension")(finding.Concentrate(own, nil))
	put("spread without a base")(finding.Concentrate(flat, nil))
	put("spread as the base")(finding.Concentrate(flat, &base))
	medians, falling := flat, flat
	medians.Metric = answers
	falling.Cells = append(slices.Clone(flat.Cells), finding.Cell{Dims: []string{"Z"}, Value: -5, Known: true})
	put("spread of medians")(finding.Concentrate(medians, nil))
	ratios, negative := base, base
	ratios.Metric = &models.Metric{Name: "places_per_1000", TitleNL: "Plaatsen per 1.000 inwoners", TitleEN: "Places per 1,000 inhabitants", Unit: "per_1000", Kind: "stock", Interval: models.NoInterval}
	negative.Cells = append(slices.Clone(base.Cells[:2]), finding.Cell{Dims: []string{"C"}, Value: -10, Known: true})
	put("spread over a base that is a ratio")(finding.Concentrate(flat, &ratios))
	medians.Metric = answers
	put("spread over a base of medians")(finding.Concentrate(flat, &medians))
	put("spread over a base below nothing")(finding.Concentrate(flat, &negative))
	put("spread with a fall")(finding.Concentrate(falling, nil))
	put("spread of nothing")(finding.Concentrate(finding.Input{Metric: places, Dims: flat.Dims, Names: names}, nil))
	periods(put)
	stocks(put)
	paces(put)
	tables(put)
	slopes(put)
	final(put)
	followed(put)
	unassigned(put)
	return out
}

func TestSentencesAreThoseThatWereRead(t *testing.T) {
	all := cases(t)
	var b strings.Builder
	keys := make([]string, 0, len(all))
	for name := range all {
		keys = append(keys, name)
	}
	slices.Sort(keys)
	for _, name := range keys {
		f := all[name]
		fmt.Fprintf(&b, "## %s\nnl: %s\nen: %s\n", name, f.Sentence.NL, f.Sentence.EN)
		for _, w := range f.Warnings {
			fmt.Fprintf(&b, "   ! %s\n   ! %s\n", w.NL, w.EN)
		}
		b.WriteByte('\n')
	}
	const file = "testdata/sentences.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, old := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(old)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(old) {
			w = old[i]
		}
		if g != w {
			t.Fatalf("%s:%d\n got %s\nwant %s", file, i+1, g, w)
		}
	}
}

// No sentence may claim a cause or that nothing is there, print a number that is
// none, or leave a language out.
func TestNoSentenceOverclaims(t *testing.T) {
	for name, f := range cases(t) {
		for _, lang := range []string{"nl", "en"} {
			s := f.Sentence.In(lang)
			for _, banned := range []string{"NaN", "Inf", "%!", "door de", "omdat", "because", "geen verschil is waar", "bewijst", "proves", "significant"} {
				if strings.Contains(s, banned) {
					t.Errorf("%s, %s: says %q: %s", name, lang, banned, s)
				}
			}
			if s == "" || f.Rule.In(lang) == "" {
				t.Errorf("%s: no sentence or rule in %s", name, lang)
			}
			if (strings.Contains(s, "Dat is een aanwijzing") || strings.Contains(s, "Aanwijzing")) && !strings.Contains(s, "geen oorzaak") {
				t.Errorf("%s: a difference without a word on its cause: %s", name, s)
			}
			if strings.Contains(s, "een aanwijzing") && strings.Contains(s, "Geen aanwijzing") && !strings.Contains(s, "geen bewijs") {
				t.Errorf("%s: nothing found is told as nothing there: %s", name, s)
			}
		}
		if !f.Computable && !strings.Contains(f.Sentence.NL, "niet te berekenen: ") {
			t.Errorf("%s: does not say what could not be computed: %s", name, f.Sentence.NL)
		}
		text, err := json.Marshal(f)
		if err != nil || strings.Contains(string(text), "NaN") {
			t.Errorf("%s: JSON %s, %v", name, text, err)
		}
	}
}

// The order in which the engine gives cells is not part of a finding.
func TestTheOrderOfCellsDoesNotMatter(t *testing.T) {
	in := counted([]float64{90, 20, 20, 20}, []float64{100, 100, 100, 100}, []float64{80, 85, 90, 95})
	a, err := finding.Associate(in, finding.Beside{})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(in.Cells)
	b, err := finding.Associate(in, finding.Beside{})
	if err != nil {
		t.Fatal(err)
	}
	if a.Sentence != b.Sentence {
		t.Errorf("one way: %s\nother way: %s", a.Sentence.NL, b.Sentence.NL)
	}
}

// By hand: 150 and 100 of 300 differ by a sixth. Wilson gives 0,4437 to 0,5563 and
// 0,2824 to 0,3884, so Newcombe gives 1/6 - hypot(0,0563; 0,0551) = 0,0879 and
// 1/6 + hypot(0,0563; 0,0509) = 0,2426.
func TestNumbersOfADifferenceByHand(t *testing.T) {
	f, err := finding.Between(share, groupMaker{named("a")}.cell(part(150, 300, share)), groupMaker{named("b")}.cell(part(100, 300, share)))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(f.Numbers, func(n finding.Number) bool { return n.Name == "difference" })
	n := f.Numbers[i]
	if math.Abs(n.Value-1.0/6) > 1e-12 || n.Low < 0.0875 || n.Low > 0.0885 || n.High < 0.242 || n.High > 0.244 {
		t.Errorf("difference is %+v", n)
	}
}

// Fifty waits: 20 end on day 10, 10 go on after 20, 10 end on day 30, 10 go on after 40. By
// hand: 1 before day 10, then 0.6; on day 30 of 20 at risk 10 end, so 0.6 x 10/20 = 0.3.
// After day 40 nobody was seen, and nothing is told.
func TestShareThatGoesOnIsTheCurve(t *testing.T) {
	s := &models.SampleGroup{Values: []models.SampleValue{{Value: 10, Count: 20, Ended: 20}, {Value: 20, Count: 10}, {Value: 30, Count: 10, Ended: 10}, {Value: 40, Count: 10}}}
	m := &models.Metric{Name: "wait", TitleNL: "W", TitleEN: "W", Unit: "days", Values: "days", Ended: "ended", Quantile: 0.5}
	f, err := finding.Survive(m, []finding.Group{{Sample: s}}, 0, 5, 10, 29.5, 30, 40, 50)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range f.Numbers {
		if strings.HasPrefix(n.Name, "open_after_") {
			got = append(got, fmt.Sprintf("%s %.3f %v", n.Name, n.Value, n.Known))
		}
	}
	want := []string{"open_after_0_days 1.000 true", "open_after_5_days 1.000 true", "open_after_10_days 0.600 true", "open_after_29.5_days 0.600 true",
		"open_after_30_days 0.300 true", "open_after_40_days 0.300 true", "open_after_50_days 0.000 false"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
