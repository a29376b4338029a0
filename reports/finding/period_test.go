package finding_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// periods are cases of periods that the sources do not tell about to their end.
func periods(put func(name string) func(finding.Finding, error)) {
	told := finding.Told{From: "2022-05-01", Until: "2023-02-13"}
	count := func(from, to models.Date, n float64) finding.Group {
		in := finding.Input{From: from, To: to, Told: told}
		g := in.Group(finding.Cell{Value: n, Known: true})
		g.Name, g.During = finding.Period(from, to), finding.During(from, to)
		return g
	}
	january := count("2023-01-01", "2023-01-31", 792)
	put("difference of counts, half a month")(finding.Between(questions, count("2023-02-01", "2023-02-28", 223), january))
	put("difference of counts, after the data")(finding.Between(questions, count("2023-03-01", "2023-03-31", 0), january))
	put("difference of counts, from the first day")(finding.Between(questions, count("2022-01-01", "2023-12-31", 7000), january))
	put("difference of counts, a year that begins late")(finding.Between(questions, count("2022-01-01", "2022-12-31", 5485), january))
	gathered := january
	gathered.Cell = part(60, 100, share)
	half := count("2023-02-01", "2023-02-28", 0)
	half.Cell = part(20, 40, share)
	put("difference of shares, half a month")(finding.Between(share, half, gathered))
	series := monthly(questions, 100, 120, 90, 80, 70, 60, 50, 90, 100, 50)
	series.Told = told
	put("trend of counts, half a month")(finding.Follow(series))
	year := monthly(questions, 100, 120, 90, 80, 70, 60, 50, 90, 100, 50, 100, 130, 200, 110)
	year.Told, year.Since = finding.Told{Until: "2023-06-15"}, "2023-06-01"
	put("season of counts, half a month")(finding.YearBefore(year))
}

// By hand: 223 in 13 days against 792 in 31 is 223 * 31 / (792 * 13) a day, and not the
// 0.31 of 223 in 28 days; half of June at 110 is more a day than 120 in a whole June.
func TestOnlyDaysThatAreToldCount(t *testing.T) {
	all := map[string]finding.Finding{}
	periods(func(name string) func(finding.Finding, error) {
		return func(f finding.Finding, err error) {
			if err != nil {
				t.Fatal(err)
			}
			all[name] = f
		}
	})
	for name, want := range map[string]float64{
		"difference of counts, half a month":            223.0 * 31 / (792 * 13),
		"difference of counts, from the first day":      7000.0 * 31 / (792 * 289), // 245 days in 2022, 44 in 2023
		"difference of counts, a year that begins late": 5485.0 * 31 / (792 * 245),
		"trend of counts, half a month":                 240.0 * 92 / (310 * 75), // 31 + 31 + 13 days
		"season of counts, half a month":                110.0 * 30 / (120 * 15),
	} {
		i := slices.IndexFunc(all[name].Numbers, func(n finding.Number) bool { return n.Name == "ratio" })
		if i < 0 || math.Abs(all[name].Numbers[i].Value-want) > 1e-12 {
			t.Errorf("%s: %+v, want a ratio of %v", name, all[name].Numbers, want)
		}
	}
	if f := all["difference of counts, after the data"]; f.Computable {
		t.Errorf("no day of March is told about: %s", f.Sentence.NL)
	}
	if s := all["season of counts, half a month"].Sentence.NL; !strings.Contains(s, "1 hoger en 0 lager, van 1 maand.") {
		t.Errorf("by the day June is higher: %s", s)
	}
}

func TestPeriodsThatShareADay(t *testing.T) {
	of := func(from, to models.Date) finding.Input { return finding.Input{From: from, To: to} }
	for name, c := range map[string]struct {
		a, b     finding.Input
		from, to models.Date
	}{
		"one after the other":  {of("2023-02-01", "2023-02-28"), of("2023-01-01", "2023-01-31"), "", ""},
		"two months of three":  {of("2023-01-01", "2023-03-31"), of("2023-02-01", "2023-04-30"), "2023-02-01", "2023-03-31"},
		"a day":                {of("2023-01-01", "2023-01-31"), of("2023-01-31", "2023-02-28"), "2023-01-31", "2023-01-31"},
		"one within the other": {of("2022-05-01", "2023-06-30"), of("2022-05-01", "2022-06-30"), "2022-05-01", "2022-06-30"},
		"two days of a stock":  {of("", "2023-06-30"), of("", "2022-06-30"), "", ""},
		"a stock with itself":  {of("", "2023-06-30"), of("", "2023-06-30"), "2023-06-30", "2023-06-30"},
		"nothing delivered":    {of("", ""), of("", ""), "", ""},
	} {
		from, to, ok := finding.Shared(c.a, c.b)
		if ok != (c.from != "") || ok && (from != c.from || to != c.to) {
			t.Errorf("%s: %s to %s, %v; want %s to %s", name, from, to, ok, c.from, c.to)
		}
	}
}

// A source that began on 20 May 2022 tells of twelve days of that month, and May 2023 is not
// held against them; one that began on the first tells of all of it. By hand thirteen months
// hold May 2023 against May 2022, fourteen June too.
func TestASeasonLeavesOutTheMonthInWhichASourceBegan(t *testing.T) {
	values := []float64{1, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 200, 200}
	for first, want := range map[models.Date]string{
		"2022-05-20": "1 hoger en 0 lager, van 1 maand. Aanwijzing voor een verschil in juni 2023 (200 tegenover 100).",
		"2022-05-01": "2 hoger en 0 lager, van 2 maanden. Aanwijzing voor een verschil in mei 2023 (200 tegenover 1); juni 2023 (200 tegenover 100).",
		"2022-04-30": "van 2 maanden.",
	} {
		in := monthly(questions, values...)
		in.Told = finding.Told{From: first.MonthStart(), First: first}
		f, err := finding.YearBefore(in)
		if err != nil || !strings.Contains(f.Sentence.NL, want) {
			t.Errorf("from %s: %v: %s\nwant %s", first, err, f.Sentence.NL, want)
		}
		if got := says(f, "Mei 2022 telt niet mee: de gegevens begonnen pas op 20 mei 2022."); got != (first == "2022-05-20") {
			t.Errorf("from %s: says so: %t", first, got)
		}
	}
}
