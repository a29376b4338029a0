package stats

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/mathext"
)

// Quantiles gives the quantiles of x at each p in 0 to 1 by type 7, the linear
// interpolation that R, Excel's PERCENTILE.INC and the engine's quantile_cont
// use. No values gives ErrDegenerate.
// Source: Hyndman and Fan (1996), Am. Stat. 50:361-365.
func Quantiles(x, p []float64) ([]float64, error) { return QuantilesType(x, p, 7) }

// QuantilesType gives quantiles by one of the nine types of Hyndman and Fan, to
// check figures that other software computed.
func QuantilesType(x, p []float64, kind int) ([]float64, error) {
	if kind < 1 || kind > 9 {
		return nil, invalid("quantile type is %d, want 1 to 9", kind)
	}
	if err := checkFinite("value", x); err != nil {
		return nil, err
	}
	if len(x) == 0 {
		return nil, degenerate("quantile of no values")
	}
	s := slices.Clone(x)
	slices.Sort(s)
	out := make([]float64, len(p))
	for i, q := range p {
		if !(q >= 0 && q <= 1) {
			return nil, invalid("quantile %d is at %v, want 0 to 1", i, q)
		}
		out[i] = quantileAt(int64(len(s)), q, kind, func(k int64) float64 { return s[k-1] })
	}
	return out, nil
}

// quantileAt takes the order statistics below and above position n*p + m and a
// weight between them; the types differ in m and, for 1 to 3, in the weight. at
// gives the k-th smallest value, from 1.
func quantileAt(count int64, p float64, kind int, ranked func(k int64) float64) float64 {
	n := float64(count)
	m := 0.0
	switch kind {
	case 3:
		m = -0.5
	case 5:
		m = 0.5
	case 6:
		m = p
	case 7:
		m = 1 - p
	case 8:
		m = (p + 1) / 3
	case 9:
		m = p/4 + 3.0/8
	}
	// 0.1 * 10 must be position 1, not a hair below it.
	fuzz := 4 * 2.220446049250313e-16
	pos := n*p + m
	j := math.Floor(pos + fuzz)
	g := pos - j
	if math.Abs(g) < fuzz*max(1, n) {
		g = 0
	}
	w := g
	switch kind {
	case 1, 2, 3:
		w = 1
		if g == 0 {
			switch {
			case kind == 1 || kind == 3 && int64(j)%2 == 0:
				w = 0
			case kind == 2:
				w = 0.5
			}
		}
	}
	at := func(k float64) float64 { return ranked(int64(min(max(k, 1), n))) }
	lo, hi := at(j), at(j+1)
	if w == 0 {
		return lo
	}
	if w == 1 {
		return hi
	}
	return (1-w)*lo + w*hi
}

// QuantileEstimate is a quantile with the interval between two of the values.
// With few values an end may not exist: no value is small or large enough.
type QuantileEstimate struct {
	Value           float64
	Low, High       float64
	HasLow, HasHigh bool
	N               int64
}

// QuantileOf gives the type 7 quantile at p of values that occur counts times,
// with the interval between two order statistics whose exact binomial probability
// of holding the quantile is at least the level. Equal values make it wider than
// its level, never narrower. p lies above 0 and below 1; no counts gives
// ErrDegenerate.
// Source: Conover (1999), Practical Nonparametric Statistics, 3.2.
func QuantileOf(values []float64, counts []int64, p, level float64) (QuantileEstimate, error) {
	var e QuantileEstimate
	if err := checkLevel(level); err != nil {
		return e, err
	}
	if err := checkFinite("value", values); err != nil {
		return e, err
	}
	if len(values) != len(counts) || !(p > 0 && p < 1) {
		return e, invalid("%d values, %d counts, quantile at %v", len(values), len(counts), p)
	}
	idx := make([]int, len(values))
	for i := range idx {
		if counts[i] < 0 {
			return e, invalid("count %d is %d, want 0 or more", i, counts[i])
		}
		idx[i] = i
		e.N += counts[i]
	}
	if e.N == 0 {
		return e, degenerate("quantile of no values")
	}
	slices.SortStableFunc(idx, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	ranked := func(k int64) float64 {
		for _, i := range idx {
			if k -= counts[i]; k <= 0 {
				return values[i]
			}
		}
		return values[idx[len(idx)-1]]
	}
	e.Value = quantileAt(e.N, p, 7, ranked)
	// atMost is the chance that at most k of N values lie below the quantile.
	atMost := func(k int64) float64 {
		switch {
		case k < 0:
			return 0
		case k >= e.N:
			return 1
		}
		return mathext.RegIncBeta(float64(e.N-k), float64(k)+1, 1-p)
	}
	tail := (1 - level) / 2
	// The largest rank with at most tail below it, the smallest with at most tail above.
	low := int64(sort.Search(int(e.N), func(k int) bool { return atMost(int64(k)) > tail }))
	high := int64(sort.Search(int(e.N)+1, func(k int) bool { return atMost(int64(k)-1) >= 1-tail }))
	if low >= 1 {
		e.Low, e.HasLow = ranked(low), true
	}
	if high <= e.N {
		e.High, e.HasHigh = ranked(high), true
	}
	return e, nil
}

// Ranks are the ranks of values in their own order, by five conventions. Ties
// share a rank: their mean, lowest or highest place, or dense without gaps.
type Ranks struct {
	Average         []float64
	Min, Max, Dense []int
	PercentRank     []float64 // (min - 1) / (n - 1), as SQL's percent_rank; 0 for one value
	CumeDist        []float64 // max / n, as SQL's cume_dist
}

// Rank ranks x from small to large.
func Rank(x []float64) (Ranks, error) {
	if err := checkFinite("value", x); err != nil {
		return Ranks{}, err
	}
	n := len(x)
	if n == 0 {
		return Ranks{}, degenerate("rank of no values")
	}
	idx := make([]int, n)
	for i := range idx {
		idx[i] = i
	}
	slices.SortStableFunc(idx, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return 0
	})
	r := Ranks{
		Average: make([]float64, n), Min: make([]int, n), Max: make([]int, n), Dense: make([]int, n),
		PercentRank: make([]float64, n), CumeDist: make([]float64, n),
	}
	dense := 0
	for i := 0; i < n; {
		j := i
		for j < n && x[idx[j]] == x[idx[i]] {
			j++
		}
		dense++
		for _, k := range idx[i:j] {
			r.Average[k] = float64(i+1+j) / 2
			r.Min[k], r.Max[k], r.Dense[k] = i+1, j, dense
			if n > 1 {
				r.PercentRank[k] = float64(i) / float64(n-1)
			}
			r.CumeDist[k] = float64(j) / float64(n)
		}
		i = j
	}
	return r, nil
}

// TheilSen gives the median of the slopes between all pairs of values at times, which rise,
// in units of the value per unit of time; at nil, they are one unit apart.
func TheilSen(at []int, values []float64) (float64, error) {
	slopes, err := pairSlopes(at, values)
	if err != nil {
		return 0, err
	}
	return middle(slopes), nil
}

// times gives the n times of values: those of at, or one unit apart when it is nil.
func times(at []int, n int) ([]int, error) {
	if at == nil {
		at = make([]int, n)
		for i := range at {
			at[i] = i
		}
		return at, nil
	}
	if len(at) != n {
		return nil, invalid("%d times of %d values", len(at), n)
	}
	for i := range n - 1 {
		if at[i] >= at[i+1] {
			return nil, invalid("time %d is %d, and the next one %d", i, at[i], at[i+1])
		}
	}
	return at, nil
}

// pairSlopes gives the slopes between all pairs of values, from small to large.
func pairSlopes(at []int, values []float64) ([]float64, error) {
	if err := checkFinite("value", values); err != nil {
		return nil, err
	}
	at, err := times(at, len(values))
	if err != nil {
		return nil, err
	}
	if len(values) < 2 {
		return nil, degenerate("%d values, want two or more", len(values))
	}
	slopes := make([]float64, 0, len(values)*(len(values)-1)/2)
	for i := range values {
		for j := range i {
			slopes = append(slopes, (values[i]-values[j])/float64(at[i]-at[j]))
		}
	}
	slices.Sort(slopes)
	return slopes, nil
}

// middle is the median of values in order.
func middle(s []float64) float64 {
	return quantileAt(int64(len(s)), 0.5, 7, func(k int64) float64 { return s[k-1] })
}

// Usual is the range in which values of a kind lie as a rule.
type Usual struct {
	Median float64
	MAD    float64 // median of the absolute distances from the median, not scaled
	Range  Interval
}

// UsualSpread is how many MADs the usual range reaches on each side: 5, which for
// normal values is 3.4 standard deviations, so that one in 1,300 lies outside.
const UsualSpread = 5

// FewestUsual is how many values are needed to call anything usual.
const FewestUsual = 4

// UsualRange gives median ± UsualSpread × MAD, which a few odd values do not
// widen, as they would a mean and a standard deviation. Where at least half of the
// values are the same the MAD is 0 and every other value would be odd: a tenth of
// the median, and at least 1, takes the place of the reach. Fewer than FewestUsual
// values gives ErrDegenerate.
// Source: Hampel (1974), JASA 69:383-393; Leys et al. (2013), J. Exp. Soc. Psych. 49:764-766.
func UsualRange(x []float64) (Usual, error) {
	if len(x) < FewestUsual {
		return Usual{}, degenerate("%d values, want %d or more", len(x), FewestUsual)
	}
	middle, err := Quantiles(x, []float64{0.5})
	if err != nil {
		return Usual{}, err
	}
	away := make([]float64, len(x))
	for i, v := range x {
		away[i] = math.Abs(v - middle[0])
	}
	mad, err := Quantiles(away, []float64{0.5})
	if err != nil {
		return Usual{}, err
	}
	u := Usual{Median: middle[0], MAD: mad[0]}
	reach := UsualSpread * u.MAD
	if reach == 0 {
		reach = max(1, math.Abs(u.Median)/10)
	}
	u.Range = Interval{Low: u.Median - reach, High: u.Median + reach}
	return u, nil
}
