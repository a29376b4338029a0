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
// differ by 5 points. Wilson gives 0.4850 for the one and 0.5150 for the other, so Newcombe 0.05 -
// hypot(0.0400; 0.0400) = -0.0066: 0 is in it. With 80 and 120 between, the months
// together rise: 315 over the root of 0.25 x 200 x 143 is 3.7 standard errors.
func TestATrendSaysThatItsEndsAloneShowNothing(t *testing.T) {
	for want, values := range map[string][]float64{
		"aanwijzing voor een stijging (Cochran-Armitage: p < 0,001); 47,5\u00a0% in de eerste drie maanden, 52,5\u00a0% in de laatste drie: +5,0 procentpunt (95%-interval −0,7 tot +10,6), op zich geen aanwijzing, in aantallen 285 en 315": {95, 95, 95, 80, 80, 80, 120, 120, 120, 105, 105, 105},
		"+15,0 procentpunt (95%-interval +9,5 tot +20,4), in aantallen 195 en 285": {60, 65, 70, 80, 88, 90, 95, 100},
	} {
		f, err := finding.Follow(monthly(share, values...))
		if err != nil || !strings.Contains(f.Sentence.NL, want) {
			t.Errorf("%v: %s\nwant %s", err, f.Sentence.NL, want)
		}
	}
}
