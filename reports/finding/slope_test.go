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
