package stats

import (
	"math"
	"slices"
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
		out[i] = quantileSorted(s, q, kind)
	}
	return out, nil
}

// quantileSorted takes the order statistics below and above position n*p + m and
// a weight between them; the types differ in m and, for 1 to 3, in the weight.
func quantileSorted(s []float64, p float64, kind int) float64 {
	n := float64(len(s))
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
	at := func(k float64) float64 { return s[int(min(max(k, 1), n))-1] }
	lo, hi := at(j), at(j+1)
	if w == 0 {
		return lo
	}
	if w == 1 {
		return hi
	}
	return (1-w)*lo + w*hi
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

// Holm corrects p-values for the number of tests looked at, so that one false
// finding among all of them stays as rare as the level says. NaN marks a test
// that could not be done: it stays NaN and is not counted.
// Source: Holm (1979), Scand. J. Stat. 6:65-70.
func Holm(p []float64) ([]float64, error) {
	return adjust(p, func(s []float64) {
		high := 0.0
		for i := range s {
			high = max(high, s[i]*float64(len(s)-i))
			s[i] = min(1, high)
		}
	})
}

// BenjaminiHochberg corrects p-values for the share of false findings among all
// findings; NaN as in Holm. Source: Benjamini and Hochberg (1995), JRSS B 57:289-300.
func BenjaminiHochberg(p []float64) ([]float64, error) {
	return adjust(p, func(s []float64) {
		low := 1.0
		for i := len(s) - 1; i >= 0; i-- {
			low = min(low, s[i]*float64(len(s))/float64(i+1))
			s[i] = low
		}
	})
}

// Bonferroni multiplies p-values by the number of tests; NaN as in Holm. Holm is
// never weaker.
func Bonferroni(p []float64) ([]float64, error) {
	return adjust(p, func(s []float64) {
		for i := range s {
			s[i] = min(1, s[i]*float64(len(s)))
		}
	})
}

// adjust runs f over the known p-values in rising order and puts them back.
func adjust(p []float64, f func(sorted []float64)) ([]float64, error) {
	var idx []int
	for i, v := range p {
		if math.IsNaN(v) {
			continue
		}
		if v < 0 || v > 1 {
			return nil, invalid("p-value %d is %v, want 0 to 1", i, v)
		}
		idx = append(idx, i)
	}
	slices.SortStableFunc(idx, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	s := make([]float64, len(idx))
	for k, i := range idx {
		s[k] = p[i]
	}
	f(s)
	out := slices.Clone(p)
	for k, i := range idx {
		out[i] = s[k]
	}
	return out, nil
}

// Gini measures how unevenly amounts of 0 or more are spread: 0 when all are
// equal, (n-1)/n when one has everything. Fewer than two amounts, or a total of
// zero, gives ErrDegenerate. Source: Gini (1912); without small-sample correction.
func Gini(x []float64) (float64, error) {
	if err := checkFinite("amount", x); err != nil {
		return 0, err
	}
	s := slices.Clone(x)
	slices.Sort(s)
	if len(s) < 2 {
		return 0, degenerate("%d amounts, want two or more", len(s))
	}
	if s[0] < 0 {
		return 0, invalid("amount is %v, want 0 or more", s[0])
	}
	n := float64(len(s))
	total := sum(len(s), func(i int) float64 { return s[i] })
	if total == 0 {
		return 0, degenerate("all amounts are zero")
	}
	weighted := sum(len(s), func(i int) float64 { return (2*float64(i+1) - n - 1) * s[i] })
	return weighted / (n * total), nil
}

// Trend is the outcome of Mann and Kendall's test on equally spaced values, with
// Theil and Sen's slope: no straight line or normal spread is assumed, and one
// odd month does not bend it.
type Trend struct {
	// TauB is Kendall's rank correlation with time, -1 to 1, corrected for ties.
	TauB float64
	// P is two-sided, from the normal approximation with the variance for ties and
	// without continuity correction; good from about ten values on.
	P float64
	// Slope is the median of all pairwise slopes, in units of the value per step.
	Slope float64
}

// MannKendall tests for a rising or falling trend. Fewer than three values, or
// values that are all equal, gives ErrDegenerate. Time grows with n squared.
// Source: Mann (1945); Kendall (1975), Rank Correlation Methods; Sen (1968), JASA 63:1379-1389.
func MannKendall(values []float64) (Trend, error) {
	slope, err := TheilSen(values)
	if err != nil {
		return Trend{}, err
	}
	n := float64(len(values))
	if n < 3 {
		return Trend{}, degenerate("%d values, want three or more", len(values))
	}
	s := 0.0
	for i := range values {
		for j := range i {
			switch {
			case values[i] > values[j]:
				s++
			case values[i] < values[j]:
				s--
			}
		}
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	tiedPairs, tiedVar := 0.0, 0.0
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		t := float64(j - i)
		tiedPairs += t * (t - 1) / 2
		tiedVar += t * (t - 1) * (2*t + 5)
		i = j
	}
	pairs := n * (n - 1) / 2
	if tiedPairs == pairs {
		return Trend{}, degenerate("all %d values are equal", len(values))
	}
	z := s / math.Sqrt((n*(n-1)*(2*n+5)-tiedVar)/18)
	return Trend{TauB: s / math.Sqrt(pairs*(pairs-tiedPairs)), P: normalP(z), Slope: slope}, nil
}

// TheilSen gives the median of the slopes between all pairs of equally spaced
// values, in units of the value per step.
func TheilSen(values []float64) (float64, error) {
	if err := checkFinite("value", values); err != nil {
		return 0, err
	}
	if len(values) < 2 {
		return 0, degenerate("%d values, want two or more", len(values))
	}
	slopes := make([]float64, 0, len(values)*(len(values)-1)/2)
	for i := range values {
		for j := range i {
			slopes = append(slopes, (values[i]-values[j])/float64(i-j))
		}
	}
	q, err := Quantiles(slopes, []float64{0.5})
	if err != nil {
		return 0, err
	}
	return q[0], nil
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
