package difftext

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

// Differences are read beside what peil metric prints: the same signs and decimals, and
// more of them only where both values would read alike, or their difference as nothing. By hand: 0.3 points of 5.7 % are
// 5.3 % of it, and 48 days and a half are 0.5 / 48 = 1.0 % more than 48.
func TestDifferencesReadAsTheMetricDoes(t *testing.T) {
	for name, c := range map[string]struct {
		unit       string
		decimals   int
		old, now   float64
		difference float64
		want       cellTexts
	}{
		"euro":        {"eur", 2, 7803.2, 7000, -803.2, cellTexts{"€ 7.803,20", "€ 7.000,00", "−€ 803,20", "−10,3", ""}},
		"share":       {"share", 1, 0.057, 0.06, 0.003, cellTexts{"5,7 %", "6,0 %", "+0,3 pp", "+5,3", ""}},
		"share alike": {"share", 1, 0.05721, 0.05724, 0.00003, cellTexts{"5,721 %", "5,724 %", "+0,003 pp", "+0,1", ""}},
		"share near":  {"share", 1, 0.0122, 0.0126, 0.0004, cellTexts{"1,22 %", "1,26 %", "+0,04 pp", "+3,3", ""}},
		"days":        {"days", 0, 48, 48.5, 0.5, cellTexts{"48,0", "48,5", "+0,5", "+1,0", ""}},
		"count":       {"persons", 0, 1200, 1187, -13, cellTexts{"1.200", "1.187", "−13", "−1,1", ""}},
		"hardly":      {"persons", 0, 1e9, 1e9 + 1e-6, 1e-6, cellTexts{"1.000.000.000,0000", "1.000.000.000,0000", "≈0", "≈0", ""}},
	} {
		m := &models.Metric{Unit: c.unit, Decimals: c.decimals}
		if got := textsOf(m, diff.Cell{Old: &c.old, New: &c.now, Difference: &c.difference}); got != c.want {
			t.Errorf("%s reads %+v, want %+v", name, got, c.want)
		}
	}
	m := &models.Metric{Unit: "eur", Decimals: 2}
	now := 12.5
	if got, want := textsOf(m, diff.Cell{New: &now}), (cellTexts{"-", "€ 12,50", "", "", ""}); got != want {
		t.Errorf("a new value reads %+v, want %+v", got, want)
	}
}
