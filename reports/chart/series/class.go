package series

import (
	"fmt"
	"math"
	"slices"
)

// Classes is how many shades a ramp has.
const Classes = 5

// Bounds cuts shown values at their quintiles, rounded to two digits. It gives
// the lower bounds of the second class on: none for fewer than two values.
func (s View) Bounds() []float64 {
	var all []float64
	for _, row := range s.Cells {
		for _, v := range row {
			if v.Shown() {
				all = append(all, v.V)
			}
		}
	}
	slices.Sort(all)
	var out []float64
	for k := 1; k < Classes && len(all) > 0; k++ {
		b := s.round(all[min(len(all)*k/Classes, len(all)-1)])
		// A bound that leaves a class empty would be a colour without a place.
		if b > all[0] && b <= all[len(all)-1] && (len(out) == 0 || b > out[len(out)-1]) {
			out = append(out, b)
		}
	}
	return out
}

// round keeps two significant digits, and as many as the metric prints.
func (s View) round(v float64) float64 {
	if v == 0 {
		return 0
	}
	digits := 1 - int(math.Floor(math.Log10(math.Abs(v))))
	factor := 1.0
	if s.Metric.Unit == "share" {
		factor = 100
	}
	printed := s.Metric.Decimals + int(math.Log10(factor))
	p := math.Pow(10, float64(min(digits, printed)))
	return math.Round(v*p) / p
}

// Class gives the ramp's colour of a value. With fewer classes than colours the
// ends of the ramp are kept: few classes are as far apart as can be.
func Class(bounds []float64, v float64) int {
	k := 0
	for k < len(bounds) && v >= bounds[k] {
		k++
	}
	if len(bounds) == 0 {
		return 2
	}
	return k * (Classes - 1) / len(bounds)
}

// Between names a class from b up to but not with next.
func (s View) Between(b, next float64) string {
	if s.Metric.Decimals > 0 || s.Metric.Unit == "share" {
		return fmt.Sprintf(s.Words().UpTo, s.Value(b), s.Value(next))
	}
	if next-b == 1 {
		return s.Value(b)
	}
	return s.Value(b) + "–" + s.Value(next-1)
}

// Shades names the classes between bounds, from light to dark; none where all values have
// one shade.
func (s View) Shades(bounds []float64) []string {
	if len(bounds) == 0 {
		return nil
	}
	out := []string{"< " + s.Value(bounds[0])}
	for k, b := range bounds {
		if k+1 < len(bounds) {
			out = append(out, s.Between(b, bounds[k+1]))
		} else {
			out = append(out, "≥ "+s.Value(b))
		}
	}
	return out
}
