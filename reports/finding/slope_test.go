package finding_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

var staff = &models.Metric{Name: "fte", TitleNL: "Voltijdse equivalenten", TitleEN: "Full-time equivalents", Unit: "fte", Decimals: 1, Kind: "flow", OverTime: "mean"}

func slopes(put func(name string) func(finding.Finding, error)) {
	put("trend of a step at the end")(finding.Follow(monthly(staff, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2)))
	put("trend of a small change")(finding.Follow(monthly(staff, 1, 1.02, 1.04, 1.06, 1.08, 1.1, 1.12, 1.14)))
}

// By hand: two months out of ten stand highest, and last, in 1 of the 45 ways to choose two,
// and first in another: p is 2 of 45, 0.044. But 29 of the 45 slopes between two months are
// 0, so that their median is 0 too and no rise can be told. A change of 0.02 a month is told
// as such, and not as 0.0.
func TestASignOfATrendHasAChange(t *testing.T) {
	for name, c := range map[string]struct {
		values []float64
		want   string
	}{
		"a step":         {[]float64{1, 1, 1, 1, 1, 1, 1, 1, 2, 2}, "geen aanwijzing voor een stijging of daling, want de mediane verandering kan ook 0 zijn (mediane verandering 0,0 per maand"},
		"a small change": {[]float64{1, 1.02, 1.04, 1.06, 1.08, 1.1, 1.12, 1.14}, "aanwijzing voor een stijging (mediane verandering +0,02 per maand, 95%-interval +0,02 tot +0,02; Mann-Kendall: p < 0,001)"},
	} {
		f, err := finding.Follow(monthly(staff, c.values...))
		if err != nil || !strings.Contains(f.Sentence.NL, ": "+c.want) {
			t.Errorf("%s: %v: %s\nwant %s", name, err, f.Sentence.NL, c.want)
		}
		if name == "a step" && !strings.Contains(f.Sentence.NL, "Mann-Kendall: p = 0,044)") {
			t.Errorf("2 of 45 is 0.044: %s", f.Sentence.NL)
		}
	}
}

// By hand: of 200 a month, 95 in each of the first three months and 105 in each of the last
// differ by 5 points, which is no sign: the interval of Newcombe is -0.7 to +10.6. With 80 and
// 120 between, the months together rise: 315 over the root of 0.25 x 200 x 143 is 3.7 standard
// errors. So the change is that of all months, 315 over 200 x 143 or 1.1 points a month, with
// 1.96 roots of 0.25 / 28600, 0.58 points, to either side, and the ends have no interval.
func TestATrendHasTheIntervalOfItsTest(t *testing.T) {
	const want = "aanwijzing voor een stijging (gemiddelde verandering +1,1 procentpunt per maand, 95%-interval +0,5 tot +1,7; Cochran-Armitage: p < 0,001); 47,5\u00a0% in de eerste drie maanden, 52,5\u00a0% in de laatste drie, in aantallen 285 en 315."
	f, err := finding.Follow(monthly(share, 95, 95, 95, 80, 80, 80, 120, 120, 120, 105, 105, 105))
	if err != nil || !strings.Contains(f.Sentence.NL, want) {
		t.Errorf("%v: %s\nwant %s", err, f.Sentence.NL, want)
	}
	for _, n := range f.Numbers {
		if n.HasLow != (n.Name == "mean_change_per_month") || n.Name == "p" && n.Of != (finding.Text{}) {
			t.Errorf("only the course has an interval and a p: %+v", n)
		}
	}
}

// By hand: five months in order have a chance of 2 in 120 to rise or fall all the way, 0.017,
// so that ten that rise and then fall do both. Of twenty that begin at 1, 2 and 3 and fall by 2
// a month from 70, 54 of the 190 pairs rise and 136 fall, while the end is above the begin. Of
// twenty of which the last ten are all lower, 37 of their own 45 pairs rise and 8 fall. A series that ends at rest is a rise all the same, and chance is no turn.
func TestASeriesThatGoesTwoWaysHasNoOneTrend(t *testing.T) {
	peak := []float64{1, 2, 3}
	for v := 70.0; v >= 38; v -= 2 {
		peak = append(peak, v)
	}
	for want, values := range map[string][]float64{
		"geen doorlopende stijging of daling (eerst een stijging, later een daling); laatste drie":                                                                 {10, 20, 30, 40, 50, 51, 41, 31, 21, 11},
		"geen doorlopende stijging of daling (eerst een daling, later een stijging); laatste drie":                                                                 {50, 40, 30, 20, 10, 11, 21, 31, 41, 51},
		"geen doorlopende stijging of daling (het verloop van maand tot maand en het verschil tussen begin en einde wijzen een andere richting uit); laatste drie": peak,
		"geen doorlopende stijging of daling (in de tweede helft een stijging, tegen het geheel in); laatste drie":                                                 {184, 190, 182, 192, 186, 180, 188, 185, 183, 181, 12, 11, 10, 14, 13, 17, 16, 15, 19, 18},
		"aanwijzing voor een stijging (mediane verandering":                                                                                                        {10, 20, 30, 40, 50, 60, 61, 60, 61, 60},
		"geen aanwijzing voor een stijging of daling (":                                                                                                            {10, 12, 9, 11, 13, 12, 10, 13, 9, 11},
	} {
		f, err := finding.Follow(monthly(questions, values...))
		if err != nil || !strings.Contains(f.Sentence.NL, ": "+want) {
			t.Errorf("%v: %s\nwant %s", err, f.Sentence.NL, want)
		}
		if strings.Contains(want, "doorlopende") && strings.Contains(f.Sentence.NL, "Geen aanwijzing is geen bewijs") {
			t.Errorf("a series that turns did change: %s", f.Sentence.NL)
		}
	}
}
