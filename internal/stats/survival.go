package stats

import (
	"cmp"
	"math"
	"slices"
)

// Duration is one observed waiting time.
type Duration struct {
	// Time is the length of the wait, in any unit, 0 or more.
	Time float64
	// Ended is true when the wait ended at Time, false when it was still going
	// on: a censored wait, which must not be thrown away nor counted as ended.
	Ended bool
}

// Step is the state of a survival curve at one observed time.
type Step struct {
	Time float64
	// AtRisk is the number still waiting just before Time.
	AtRisk, Ended, Censored int
	// Survival is the estimated share that waits longer than Time.
	Survival float64
	// StdErr is Greenwood's standard error of Survival. When HasInterval is false
	// (nothing has ended yet, or nobody is left) it and both intervals are not
	// defined and are 0.
	StdErr      float64
	HasInterval bool
	// Log and LogLog are pointwise intervals on the log and on the log-log scale.
	// LogLog keeps its level better with few cases: reports print that one.
	Log, LogLog Interval
}

// Curve is a Kaplan-Meier curve: one step per distinct time, in order of time.
type Curve []Step

// Transform says on which scale an interval of a curve is made.
type Transform int

// The two scales of Step's intervals.
const (
	LogLog Transform = iota
	Log
)

// Tally is how many waits ended and were censored at one length: what SQL counts,
// so that no list of waits has to leave it.
type Tally struct {
	Time            float64
	Ended, Censored int64
}

// KaplanMeier estimates how long waits last when some have not ended. Waits that
// are censored at a time at which others end count as at risk there. No waits,
// or none that ended, gives ErrDegenerate.
// Source: Kaplan and Meier (1958), JASA 53:457-481; Greenwood (1926); Collett
// (2003), Modelling Survival Data, 2.2.
func KaplanMeier(waits []Duration, level float64) (Curve, error) {
	return KaplanMeierTally(tally(waits), level)
}

// KaplanMeierTally is KaplanMeier on counted waits, in any order.
func KaplanMeierTally(waits []Tally, level float64) (Curve, error) {
	if err := checkLevel(level); err != nil {
		return nil, err
	}
	sorted, err := merged(waits)
	if err != nil {
		return nil, err
	}
	var risk, ended int64
	for _, w := range sorted {
		risk += w.Ended + w.Censored
		ended += w.Ended
	}
	if ended == 0 {
		return nil, degenerate("none of %d waits ended", risk)
	}
	z := zFor(level)
	var c Curve
	s, green := 1.0, 0.0
	for _, w := range sorted {
		st := Step{Time: w.Time, AtRisk: int(risk), Ended: int(w.Ended), Censored: int(w.Censored)}
		risk -= w.Ended + w.Censored
		n, d := float64(st.AtRisk), float64(st.Ended)
		s *= (n - d) / n
		st.Survival = s
		if st.Ended < st.AtRisk {
			green += d / (n * (n - d))
		}
		if s > 0 && s < 1 {
			se := math.Sqrt(green)
			st.StdErr, st.HasInterval = s*se, true
			st.Log = Interval{s * math.Exp(-z*se), min(1, s*math.Exp(z*se))}
			w := z * se / math.Log(s)
			st.LogLog = Interval{math.Pow(s, math.Exp(-w)), math.Pow(s, math.Exp(w))}
		}
		c = append(c, st)
	}
	return c, nil
}

func tally(waits []Duration) []Tally {
	out := make([]Tally, len(waits))
	for i, w := range waits {
		out[i] = Tally{Time: w.Time, Censored: 1}
		if w.Ended {
			out[i] = Tally{Time: w.Time, Ended: 1}
		}
	}
	return out
}

// merged checks counted waits and gives each length once, in order.
func merged(waits []Tally) ([]Tally, error) {
	for i, w := range waits {
		if math.IsNaN(w.Time) || math.IsInf(w.Time, 0) || w.Time < 0 {
			return nil, invalid("wait %d is %v, want 0 or more", i, w.Time)
		}
		if w.Ended < 0 || w.Censored < 0 {
			return nil, invalid("wait %d has %d ended and %d censored, want 0 or more", i, w.Ended, w.Censored)
		}
	}
	sorted := slices.Clone(waits)
	slices.SortFunc(sorted, func(a, b Tally) int { return cmp.Compare(a.Time, b.Time) })
	out := sorted[:0]
	for _, w := range sorted {
		switch last := len(out) - 1; {
		case w.Ended+w.Censored == 0:
		case last >= 0 && out[last].Time == w.Time:
			out[last].Ended += w.Ended
			out[last].Censored += w.Censored
		default:
			out = append(out, w)
		}
	}
	return out, nil
}

// At gives the survival at a time: the value of the last step at or before it.
func (c Curve) At(time float64) float64 {
	s := 1.0
	for _, st := range c {
		if st.Time > time {
			break
		}
		s = st.Survival
	}
	return s
}

// Quantile is a point in time on a curve; each of its parts may lie beyond the
// last observation, and is then absent.
type Quantile struct {
	Time, Low, High          float64
	HasTime, HasLow, HasHigh bool
}

// Median gives the time by which half of the waits ended, with the times at
// which the interval's lower and upper curve reach one half.
// Source: Brookmeyer and Crowley (1982), Biometrics 38:29-41.
func (c Curve) Median(scale Transform) Quantile { return c.Quantile(0.5, scale) }

// Quantile gives the time by which a share p (above 0, below 1) of the waits
// ended. Where the curve is flat at exactly that height, the middle of the flat
// part is taken.
func (c Curve) Quantile(p float64, scale Transform) Quantile {
	var q Quantile
	band := func(st Step) Interval {
		if scale == Log {
			return st.Log
		}
		return st.LogLog
	}
	q.Time, q.HasTime = c.cross(1-p, func(st Step) (float64, bool) { return st.Survival, true })
	q.Low, q.HasLow = c.cross(1-p, func(st Step) (float64, bool) { return band(st).Low, st.HasInterval })
	q.High, q.HasHigh = c.cross(1-p, func(st Step) (float64, bool) { return band(st).High, st.HasInterval })
	return q
}

// Reached gives the first time by which a share p of the waits ended, with its
// interval: the definition of the metrics, which take no middle of a flat part.
func (c Curve) Reached(p float64, scale Transform) Quantile {
	q := c.Quantile(p, scale)
	const eps = 1e-9
	for _, st := range c {
		if st.Survival <= 1-p+eps {
			q.Time = st.Time
			break
		}
	}
	return q
}

// Ended gives the share that ended by a time, with its interval. known is false
// when the interval does not exist: nothing ended yet, or all did.
func (c Curve) Ended(time float64) (share float64, interval Interval, known bool) {
	for _, st := range c {
		if st.Time > time {
			break
		}
		share, known = 1-st.Survival, st.HasInterval
		interval = Interval{}
		if known {
			interval = Interval{1 - st.LogLog.High, 1 - st.LogLog.Low}
		}
	}
	return share, interval, known
}

// cross finds the first time at which a falling step function is at or below
// height. Products of fractions miss 0.5 by a rounding: equal within 1e-9.
func (c Curve) cross(height float64, value func(Step) (float64, bool)) (float64, bool) {
	const eps = 1e-9
	for i, st := range c {
		v, ok := value(st)
		if !ok || v > height+eps {
			continue
		}
		if v < height-eps {
			return st.Time, true
		}
		for _, later := range c[i+1:] {
			if w, ok := value(later); !ok || w < height-eps {
				return (st.Time + later.Time) / 2, true
			}
		}
		return st.Time, true
	}
	return 0, false
}
