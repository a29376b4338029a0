package stats

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Strength names the size of a Cramér's V.
type Strength string

// The scale that the reports print beside each V: below 0.10, 0.20, 0.40, and above.
const (
	Negligible Strength = "negligible"
	Weak       Strength = "weak"
	Moderate   Strength = "moderate"
	Strong     Strength = "strong"
)

// StrengthOf names a V between 0 and 1; use it on the bias-corrected one.
func StrengthOf(v float64) Strength {
	switch {
	case v < 0.10:
		return Negligible
	case v < 0.20:
		return Weak
	case v < 0.40:
		return Moderate
	}
	return Strong
}

// CramersV returns the strength of association in an r x c table of counts,
// from 0 (independent) to 1. Rows and columns that sum to zero are left out;
// fewer than two of either gives ErrDegenerate, never NaN.
// Source: Cramér (1946), Mathematical Methods of Statistics, p. 282; without bias correction.
func CramersV(counts [][]int64) (float64, error) {
	t, err := ChiSquare(counts)
	if err != nil {
		return 0, err
	}
	k := float64(min(len(t.Rows), len(t.Cols)) - 1)
	return min(1, math.Sqrt(t.Statistic/(float64(t.N)*k))), nil
}

// CramersVCorrected is Cramér's V without the upward bias that chance alone
// gives to large tables: 0 when chi-square is at or below its expectation. This
// is the one that reports print.
// Source: Bergsma (2013), J. Korean Stat. Soc. 42:323-328.
func CramersVCorrected(counts [][]int64) (float64, error) {
	t, err := ChiSquare(counts)
	if err != nil {
		return 0, err
	}
	k, err := correctedDim(t)
	if err != nil {
		return 0, err
	}
	n := float64(t.N)
	phi2 := max(0, t.Statistic/n-float64(t.DF)/(n-1))
	return min(1, math.Sqrt(phi2/k)), nil
}

// correctedDim is Bergsma's replacement of min(r, c) - 1.
func correctedDim(t Table) (float64, error) {
	if t.N < 3 {
		return 0, degenerate("total count is %d, want 3 or more", t.N)
	}
	shrink := func(m int) float64 {
		k := float64(m - 1)
		return k - k*k/float64(t.N-1)
	}
	k := min(shrink(len(t.Rows)), shrink(len(t.Cols)))
	if k <= 0 {
		return 0, degenerate("total count %d is too small for %d x %d cells", t.N, len(t.Rows), len(t.Cols))
	}
	return k, nil
}

// CramersVUpper is the one-sided upper confidence bound that belongs to
// CramersV: on the scale of the plain V, its bias included, so never below what
// chance alone gives. Level 0.95 is the usual one.
// Source: Smithson (2003), Confidence Intervals, ch. 4: noncentral chi-square.
func CramersVUpper(counts [][]int64, level float64) (float64, error) {
	t, ncp, err := noncentrality(counts, level)
	if err != nil {
		return 0, err
	}
	k := float64(min(len(t.Rows), len(t.Cols)) - 1)
	return min(1, math.Sqrt((ncp+float64(t.DF))/(float64(t.N)*k))), nil
}

// CramersVCorrectedUpper is the one-sided upper confidence bound that belongs to
// CramersVCorrected: the largest association that a table this even would still
// be compatible with. It is never below the estimate.
func CramersVCorrectedUpper(counts [][]int64, level float64) (float64, error) {
	t, ncp, err := noncentrality(counts, level)
	if err != nil {
		return 0, err
	}
	k, err := correctedDim(t)
	if err != nil {
		return 0, err
	}
	v, err := CramersVCorrected(counts)
	if err != nil {
		return 0, err
	}
	return min(1, max(v, math.Sqrt(ncp/(float64(t.N)*k)))), nil
}

// noncentrality finds the largest noncentrality under which a statistic as
// small as the observed one still has probability 1 - level.
func noncentrality(counts [][]int64, level float64) (Table, float64, error) {
	if err := checkLevel(level); err != nil {
		return Table{}, 0, err
	}
	t, err := ChiSquare(counts)
	if err != nil {
		return t, 0, err
	}
	f := func(ncp float64) float64 { return noncentralCDF(t.Statistic, t.DF, ncp) - (1 - level) }
	if f(0) <= 0 {
		return t, 0, nil
	}
	hi := t.Statistic + 10
	for f(hi) > 0 {
		hi *= 2
	}
	return t, root(f, 0, hi), nil
}

// noncentralCDF is the distribution function of noncentral chi-square: central
// ones weighted by a Poisson law, summed outwards from the heaviest weight.
func noncentralCDF(x float64, df int, ncp float64) float64 {
	if x <= 0 {
		return 0
	}
	half := ncp / 2
	term := func(j int) float64 {
		w := 1.0
		if half > 0 {
			lg, _ := math.Lgamma(float64(j) + 1)
			w = math.Exp(-half + float64(j)*math.Log(half) - lg)
		} else if j > 0 {
			return 0
		}
		return w * mathext.GammaIncReg(float64(df)/2+float64(j), x/2)
	}
	mid := int(half)
	total := 0.0
	for j := mid; ; j++ {
		d := term(j)
		total += d
		if d <= total*1e-17 || d == 0 {
			break
		}
	}
	for j := mid - 1; j >= 0; j-- {
		d := term(j)
		total += d
		if d <= total*1e-17 {
			break
		}
	}
	return total
}

// CramersVClusterUpper is the upper bound of the bias-corrected V when counts
// come in clusters that resemble themselves: a municipality that asks the same
// question ten times is not ten municipalities. Each element of clusters is one
// cluster's r x c table, all of one shape; whole clusters are drawn with
// replacement and the level's percentile of V over the draws is returned. Draws
// without two rows and columns count as V = 0. The same seed gives the same bound.
// Source: Davison and Hinkley (1997), Bootstrap Methods, 3.8.
func CramersVClusterUpper(clusters [][][]int64, level float64, draws int, seed uint64) (float64, error) {
	if err := checkLevel(level); err != nil {
		return 0, err
	}
	if len(clusters) < 2 || draws < 1 {
		return 0, degenerate("%d clusters and %d draws, want at least 2 and 1", len(clusters), draws)
	}
	shape := clusters[0]
	total := make([][]int64, len(shape))
	for i := range shape {
		total[i] = make([]int64, len(shape[i]))
	}
	add := func(c [][]int64) {
		for i, row := range c {
			for j, n := range row {
				total[i][j] += n
			}
		}
	}
	for k, c := range clusters {
		if len(c) != len(shape) {
			return 0, invalid("cluster %d has %d rows, want %d", k, len(c), len(shape))
		}
		for i, row := range c {
			if len(row) != len(shape[i]) {
				return 0, invalid("cluster %d row %d has %d cells, want %d", k, i, len(row), len(shape[i]))
			}
			for j, n := range row {
				if n < 0 {
					return 0, invalid("cluster %d count %d,%d is %d, want 0 or more", k, i, j, n)
				}
			}
		}
		add(c)
	}
	// The pooled table must carry a V at all; a single draw need not.
	if _, err := CramersVCorrected(total); err != nil {
		return 0, err
	}
	rnd := rand.New(rand.NewPCG(seed, 0))
	vs := make([]float64, draws)
	for d := range vs {
		for i := range total {
			clear(total[i])
		}
		for range clusters {
			add(clusters[rnd.IntN(len(clusters))])
		}
		// The counts were checked above: the only error left is a degenerate draw.
		if v, err := CramersVCorrected(total); err == nil {
			vs[d] = v
		}
	}
	q, err := Quantiles(vs, []float64{level})
	if err != nil {
		return 0, err
	}
	return q[0], nil
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

// TopShare gives the share of the total that the k largest amounts have. Fewer
// than k amounts, or a total of zero, gives ErrDegenerate.
func TopShare(x []float64, k int) (float64, error) {
	if _, err := Gini(x); err != nil {
		return 0, err
	}
	if k < 1 {
		return 0, invalid("the largest %d, want 1 or more", k)
	}
	if len(x) < k {
		return 0, degenerate("%d amounts, want %d or more", len(x), k)
	}
	s := slices.Clone(x)
	slices.Sort(s)
	top := s[len(s)-k:]
	return sum(k, func(i int) float64 { return top[i] }) / sum(len(s), func(i int) float64 { return s[i] }), nil
}

// Quotient compares the share that one area has of all counts with its share of a
// base, such as the inhabitants: 1 is as much as its size, 2 twice as much.
type Quotient struct {
	Value    float64
	Interval Interval
	// P is the exact two-sided p of a quotient of 1, Holm over all areas.
	P float64
	// Known is false for an area without a base, and the rest is then 0.
	Known bool
}

// LocationQuotients gives the quotient of each area. Its interval reads the counts
// as drawn from the areas by their base (exact, binomial); counts that come in
// groups make it too narrow. Counts or a base that add up to zero, or fewer than
// two areas with a base, give ErrDegenerate; a count where there is no base gives
// ErrInput. Source: Isard (1960), Methods of Regional Analysis, ch. 7;
// Clopper and Pearson (1934) for the interval.
func LocationQuotients(counts []int64, base []float64, level float64) ([]Quotient, error) {
	if len(counts) != len(base) {
		return nil, invalid("%d counts and %d bases", len(counts), len(base))
	}
	var n int64
	areas := 0
	for i, c := range counts {
		if c < 0 || !(base[i] >= 0) || math.IsInf(base[i], 0) {
			return nil, invalid("area %d has count %d and base %v, want 0 or more", i, c, base[i])
		}
		if base[i] == 0 && c > 0 {
			return nil, invalid("area %d has count %d and no base", i, c)
		}
		if base[i] > 0 {
			areas++
		}
		n += c
	}
	if areas < 2 || n == 0 {
		return nil, degenerate("%d areas with a base and %d counts, want two or more and one or more", areas, n)
	}
	whole := sum(len(base), func(i int) float64 { return base[i] })
	out, p := make([]Quotient, len(counts)), make([]float64, len(counts))
	for i, c := range counts {
		p[i] = math.NaN()
		if base[i] == 0 {
			continue
		}
		ci, err := ClopperPearson(c, n, level)
		if err != nil {
			return nil, err
		}
		b := base[i] / whole
		out[i] = Quotient{Value: float64(c) / float64(n) / b, Interval: Interval{ci.Low / b, ci.High / b}, Known: true}
		// Twice the smaller tail, which agrees with the interval.
		low, high := 1.0, 1.0
		if c < n {
			low = mathext.RegIncBeta(float64(n-c), float64(c)+1, 1-b)
		}
		if c > 0 {
			high = mathext.RegIncBeta(float64(c), float64(n-c)+1, b)
		}
		p[i] = min(1, 2*min(low, high))
	}
	p, err := Holm(p)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].Known {
			out[i].P = p[i]
		}
	}
	return out, nil
}
