package finding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// filled is a share of what began in a month, of which the last two months, until December
// 2022, had no time to be filled.
func filled() finding.Input {
	m := *share
	m.Settles = 2
	in := monthly(&m, 100, 100, 100, 100, 100, 100, 60, 5)
	in.Final = "2022-10-31"
	return in
}

func final(put func(name string) func(finding.Finding, error)) {
	put("trend that leaves out what still changes")(finding.Follow(filled()))
	put("trend of what has ended")(finding.Follow(monthly(answers, 5, 6, 7, 8, 9, 10, 11, 12)))
	year := monthly(filled().Metric, 100, 120, 90, 80, 70, 60, 50, 90, 100, 110, 120, 130, 99, 118, 91)
	year.Final = "2023-05-31"
	put("season that leaves out what still changes")(finding.YearBefore(year))
	group := func(from, to models.Date, p float64) finding.Group {
		g := finding.Input{From: from, To: to, Final: "2022-10-31"}.Group(part(p, 200, share))
		g.Name, g.During = finding.Period(from, to), finding.During(from, to)
		return g
	}
	put("difference with what still changes")(finding.Between(filled().Metric, group("2022-11-01", "2022-12-31", 65), group("2022-09-01", "2022-10-31", 100)))
}

// By hand: six months of 100 in 200 are left, which neither rise nor fall; with the two that
// are not settled the share fell from 50 to 44 %. In the year only May 2023 is settled: 99
// against 100 a year before.
func TestATrendLeavesOutWhatStillChanges(t *testing.T) {
	all := map[string]finding.Finding{}
	final(func(name string) func(finding.Finding, error) {
		return func(f finding.Finding, err error) {
			if err != nil {
				t.Fatal(err)
			}
			all[name] = f
		}
	})
	f := all["trend that leaves out what still changes"]
	if !strings.Contains(f.Sentence.NL, "mei 2022 tot en met oktober 2022: geen aanwijzing voor een stijging of daling (gemiddelde verandering 0,0 procentpunt per maand, 95%-interval −1,7 tot +1,7; Cochran-Armitage: p = 1,000)") {
		t.Errorf("months that still change are in the trend: %s", f.Sentence.NL)
	}
	for name, want := range map[string]string{
		"trend that leaves out what still changes":  "November 2022 tot en met december 2022 telt niet mee: een maand van dit cijfer wijzigt als regel nog tot 2 maanden later.",
		"season that leaves out what still changes": "Juni 2023 tot en met juli 2023 telt niet mee: een maand van dit cijfer wijzigt als regel nog tot 2 maanden later.",
		"difference with what still changes":        "November 2022 tot en met december 2022 is niet helemaal definitief: een maand van dit cijfer wijzigt als regel nog tot 2 maanden later.",
		"trend of what has ended":                   "Dit cijfer kent enkel wat afgelopen is, en niet wat nog loopt: het kan in de tijd stijgen of dalen zonder dat de duur zelf verandert.",
	} {
		if !slices.ContainsFunc(all[name].Caveats, func(c finding.Text) bool { return c.NL == want }) {
			t.Errorf("%s: %v lacks %q", name, all[name].Caveats, want)
		}
	}
	if s := all["season that leaves out what still changes"].Sentence.NL; !strings.Contains(s, "0 hoger en 1 lager, van 1 maand.") {
		t.Errorf("months that still change are in the season: %s", s)
	}
}
