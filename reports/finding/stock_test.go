package finding_test

import (
	"math"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/finding"
)

// stocks are cases of what stands on a date, on several dates.
func stocks(put func(name string) func(finding.Finding, error)) {
	rates := monthly(rate, 300, 330, 350, 360, 390, 420, 450, 480)
	put("trend of a rate that is a stock")(finding.Follow(rates))
	standing := *share
	standing.Kind, standing.OverTime = "stock", "last"
	put("trend of a share that is a stock")(finding.Follow(monthly(&standing, 100, 95, 90, 88, 80, 70, 65, 60)))
	put("season of a share that is a stock")(finding.YearBefore(monthly(&standing, 100, 120, 90, 80, 70, 60, 50, 90, 100, 110, 120, 130, 20, 118, 91)))
	put("difference of a rate on two dates")(finding.Between(rate, groupMaker{during("2023-06-30", "2023-06-30")}.cell(part(42090, 6600000, rate)), groupMaker{during("2023-05-31", "2023-05-31")}.cell(part(41430, 6600000, rate))))
	put("difference of a share on two dates")(finding.Between(&standing, groupMaker{during("2023-06-30", "2023-06-30")}.cell(part(150, 300, share)), groupMaker{during("2023-05-31", "2023-05-31")}.cell(part(100, 300, share))))
}

// The month-ends of a stock count the same units again: they are not added up, nor is one
// date tested against another. By hand: 480 - 300 of 200,000, and 60 - 100 of 200.
func TestAStockIsNotAddedUpOverMonths(t *testing.T) {
	all := cases(t)
	for name, want := range map[string]float64{
		"trend of a rate that is a stock":    0.9,
		"trend of a share that is a stock":   -0.2,
		"difference of a rate on two dates":  0.1,
		"difference of a share on two dates": 1.0 / 6,
	} {
		found := false
		for _, n := range all[name].Numbers {
			if n.Name == "difference" {
				found = true
				if math.Abs(n.Value-want) > 1e-9 || n.HasLow {
					t.Errorf("%s: %+v, want %v without an interval", name, n, want)
				}
			}
			if n.Name == "ratio" || n.Name == "count_ratio" || n.Name == "p" && strings.HasPrefix(name, "difference") || n.Name == "whole" && n.Value > 6600000 {
				t.Errorf("%s has %+v", name, n)
			}
		}
		if !found {
			t.Errorf("%s gives no difference: %s", name, all[name].Sentence.NL)
		}
	}
	if s := all["season of a share that is a stock"].Sentence.NL; strings.Contains(s, "Aanwijzing") {
		t.Errorf("a stock is tested: %s", s)
	}
}

// A stock that fell from its second month on may stand higher than it began: by hand all of
// the 45 pairs of the last ten months fall and the 10 with the first rise, tau is -35/55. It
// goes two ways, and is called neither a fall nor a rise.
func TestAStockThatEndsAgainstItsTrendGoesTwoWays(t *testing.T) {
	for want, values := range map[string][]float64{
		"geen doorlopende stijging of daling":                                       {10, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12},
		"; van 10 op 31 mei 2022 naar 12 op 31 maart 2023. Een trend toont geen":    {10, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12},
		"aanwijzing voor een daling (mediane verandering −2,0 per maand":            {30, 28, 26, 24, 22, 20, 18, 16, 14, 12},
		"; van 30 op 31 mei 2022 naar 12 op 28 februari 2023. Een trend toont geen": {30, 28, 26, 24, 22, 20, 18, 16, 14, 12},
	} {
		f, err := finding.Follow(monthly(places, values...))
		if err != nil || !strings.Contains(f.Sentence.NL, want) {
			t.Errorf("%v: %s\nwant %s", err, f.Sentence.NL, want)
		}
	}
}
