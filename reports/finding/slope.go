package finding

import (
	"cmp"
	"math"

	"github.com/vlot-evaluatie/peil/models"
)

// sign tells whether a series shows a rise or fall: its p says so, as it was computed and
// not as it is printed, its change is not one that could as well be none, and it does not
// rise first and fall later.
func (x movement) sign() bool {
	return x.turns == (Text{}) && x.p < alpha && (!x.trend.HasInterval || !x.trend.Interval.Contains(0))
}

// noise is how far from 0 a change may be by the rounding of doubles.
const noise = 1e-9

// change gives how changes of a series are written: its median change and the ends of its
// interval with as many decimals as keep what is not 0 from looking like it.
func (x movement) change(m *models.Metric, unit bool) func(v float64, lang string) string {
	times, decimals, nl, en := 1.0, max(m.Decimals, 1), "", ""
	switch m.Unit {
	case "share":
		times, decimals, nl, en = 100, 1, " procentpunt", " percentage points"
	case "eur":
		decimals, nl, en = 0, " euro", " euro"
	case "days":
		nl, en = " "+cmp.Or(m.UnitNL, "dagen"), " "+cmp.Or(m.UnitEN, "days")
	}
	all := []float64{x.trend.Slope}
	if x.trend.HasInterval {
		all = append(all, x.trend.Interval.Low, x.trend.Interval.High)
	}
	for _, v := range all {
		for v = math.Abs(v * times); v > noise && decimals < 6 && v < 0.5*math.Pow10(-decimals); {
			decimals++
		}
	}
	return func(v float64, lang string) string {
		if !unit {
			return signed(v*times, decimals, lang)
		}
		return signed(v*times, decimals, lang) + pick(lang, nl, en)
	}
}
