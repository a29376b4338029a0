package finding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// week is a week of November 2022 whose delivery never came.
var week = finding.Lack{Of: "het register", Due: models.Span{From: "2022-11-14", Until: "2022-11-20"}, Told: models.Span{From: "2022-11-14", Until: "2022-11-20"}}

func month2022(m *models.Metric, n int, value float64, lacks ...finding.Lack) (finding.Input, finding.Group) {
	from := models.Date("2022-01-01").AddMonths(n - 1)
	in := finding.Input{Metric: m, From: from, To: from.MonthEnd(), Lacks: lacks}
	g := in.Group(finding.Cell{Value: value, Known: true})
	g.Name, g.During = finding.Period(in.From, in.To), finding.During(in.From, in.To)
	return in, g
}

func lacking(put func(name string) func(finding.Finding, error)) {
	_, november := month2022(questions, 11, 120, week)
	_, october := month2022(questions, 10, 200)
	put("difference with a delivery that did not come")(finding.Between(questions, november, october))
	year := monthly(questions, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 20, 20)
	year.Lacks = []finding.Lack{{Of: "het register", Due: models.Span{From: "2023-10-01", Until: "2023-10-31"}, Told: models.Span{From: "2023-10-01", Until: "2023-10-31"}}}
	put("trend with months that lack a delivery")(finding.Follow(falling()))
	put("season with a delivery that did not come")(finding.YearBefore(year))
}

// By hand: 120 in 30 days and 200 in 31 are 4 and 6.45 a day, a ratio of 0.62 that no chance
// gives. Where a week of November never came it is no sign; a week of September plays no part.
func TestADeliveryThatDidNotComeIsNoSign(t *testing.T) {
	september := week
	september.Told = models.Span{From: "2022-09-05", Until: "2022-09-11"}
	for name, c := range map[string]struct {
		lacks []finding.Lack
		want  string
		told  int
	}{
		"all came":          {nil, "0,62 keer zoveel (95%-interval 0,49 tot 0,78). Dat is een aanwijzing voor een verschil.", 0},
		"a week is missing": {[]finding.Lack{week}, "0,62 keer zoveel (95%-interval 0,49 tot 0,78). Niet alles is geleverd: het verschil kan daarvan komen, en is geen aanwijzing.", 1},
		"one of September":  {[]finding.Lack{september}, "Dat is een aanwijzing voor een verschil.", 0},
	} {
		in, november := month2022(questions, 11, 120, c.lacks...)
		_, october := month2022(questions, 10, 200, c.lacks...)
		f, err := finding.Between(questions, november, october)
		if err != nil || !strings.Contains(f.Sentence.NL, c.want) {
			t.Errorf("%s: %v: %s\nwant %s", name, err, f.Sentence.NL, c.want)
		}
		f.Warn(in.Lacking()...)
		full := slices.ContainsFunc(f.Caveats, func(w finding.Text) bool { return strings.Contains(w.NL, "volledige telling") })
		if got := in.Lacking(); len(got) != c.told || full == (c.told > 0) {
			t.Errorf("%s: told %v, as a full count: %t", name, got, full)
		}
	}
	in, _ := month2022(questions, 11, 120, week)
	if got, want := in.Lacking()[0].NL, "November 2022: het register, 1 levering ontbreekt, verwacht van 14 november 2022 tot en met 20 november 2022; wat daarin zou staan, telt niet mee."; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// By hand: October and November 2023 have 20 against 100 a year before; of October a delivery
// never came, so that November alone is named.
func TestASeasonNamesNoMonthThatLacksADelivery(t *testing.T) {
	lacking(func(name string) func(finding.Finding, error) {
		return func(f finding.Finding, err error) {
			if strings.HasPrefix(name, "season") && (err != nil || !strings.Contains(f.Sentence.NL, "Aanwijzing voor een verschil in november 2023 (20 tegenover 100).") ||
				!slices.ContainsFunc(f.Caveats, func(w finding.Text) bool {
					return strings.HasPrefix(w.NL, "Oktober 2023 wordt niet als verschil genoemd")
				})) {
				t.Errorf("%v: %s %v", err, f.Sentence.NL, f.Caveats)
			}
		}
	})
}

// falling is half a year that goes up and down, and then falls in four months of which
// deliveries never came.
func falling() finding.Input {
	in := monthly(questions, 104, 101, 103, 100, 102, 105, 20, 10, 5, 2)
	span := models.Span{From: "2022-11-01", Until: "2023-02-28"}
	in.Lacks = []finding.Lack{{Of: "het register", Due: span, Told: span}}
	return in
}

// By hand: of the 15 pairs of the six months 8 rise and 7 fall, which is no
// sign. With the four that lack a delivery all falls.
func TestATrendDoesWithoutMonthsThatLackADelivery(t *testing.T) {
	f, err := finding.Follow(falling())
	if err != nil || !strings.Contains(f.Sentence.NL, "geen aanwijzing") {
		t.Errorf("%v: %s", err, f.Sentence.NL)
	}
	if !slices.ContainsFunc(f.Caveats, func(w finding.Text) bool {
		return w.NL == "Zonder de maanden waarvan een levering ontbreekt: november 2022, december 2022, januari 2023, februari 2023."
	}) {
		t.Errorf("says not which months it does without: %v", f.Caveats)
	}
	whole := falling()
	whole.Lacks = nil
	if f, err := finding.Follow(whole); err != nil || strings.Contains(f.Sentence.NL, "geen aanwijzing") {
		t.Errorf("where all came: %v: %s, want a sign", err, f.Sentence.NL)
	}
}
