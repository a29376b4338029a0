package svg

import "math"

// Scale maps values to positions, with round ticks.
type Scale struct {
	Low, High float64   // ends of the axis
	Ticks     []float64 // from Low to High
	Step      float64
	from, to  float64
}

// Nice gives a scale over low to high with at most n ticks at round steps (1, 2,
// 2.5 or 5 times a power of ten; whole ones when asked). An empty range becomes
// one long; NaN and infinite ends become 0 to 1.
func Nice(low, high float64, n int, whole bool) Scale {
	if span := high - low; math.IsNaN(span) || math.IsInf(span, 0) {
		low, high = 0, 1
	}
	if !(high > low) {
		high = low + 1
	}
	// Below these a double has no steps to count in, and the search would not end.
	if least := max(1e-9, 1e-9*max(math.Abs(low), math.Abs(high))); high-low < least {
		high = low + least
	}
	n = max(n, 2)
	unit := math.Pow(10, math.Floor(math.Log10((high-low)/float64(n-1))))
	if whole {
		unit = max(unit, 1)
	}
	for {
		for _, m := range []float64{1, 2, 2.5, 5} {
			step := unit * m
			if whole && step != math.Trunc(step) {
				continue
			}
			// The margin forgives 0.30000000000000004 the step it would cost.
			first, last := math.Floor(low/step+1e-9), math.Ceil(high/step-1e-9)
			if last-first+1 > float64(n) {
				continue
			}
			s := Scale{Low: first * step, High: last * step, Step: step}
			for i := first; i <= last; i++ {
				s.Ticks = append(s.Ticks, i*step)
			}
			return s
		}
		unit *= 10
	}
}

// Onto says where Low and High lie.
func (s Scale) Onto(from, to float64) Scale {
	s.from, s.to = from, to
	return s
}

// At gives the position of a value.
func (s Scale) At(v float64) float64 {
	return s.from + (v-s.Low)/(s.High-s.Low)*(s.to-s.from)
}

// Decimals gives how many decimals the ticks need when they are multiplied by
// factor, at most six.
func (s Scale) Decimals(factor float64) int {
	step := s.Step * factor
	for d := range 6 {
		p := math.Pow(10, float64(d))
		if math.Abs(math.Round(step*p)/p-step) < step*1e-9 {
			return d
		}
	}
	return 6
}

// Days gives the distance between ticks of an axis of days with at most so many steps,
// and never more than nine: 30, 60 and 90 are what people speak of.
func Days(longest float64, most int) float64 {
	steps := []float64{1, 2, 5, 10, 15, 30, 60, 90, 180, 360, 720}
	for _, step := range steps {
		if longest/step <= float64(max(1, min(most, 9))) {
			return step
		}
	}
	return steps[len(steps)-1]
}
