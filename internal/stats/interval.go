package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Wilson gives the score interval of a share x of n, in 0 to 1. It stays inside
// that range and keeps its width at 0 and n; the one to print for a sample.
// Source: Wilson (1927); Newcombe (1998), Stat. Med. 17:857-872, method 3.
func Wilson(x, n int64, level float64) (Interval, error) {
	if err := checkShare(x, n, level); err != nil {
		return Interval{}, err
	}
	z := zFor(level)
	p, m := float64(x)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	ci := Interval{Low: mid - half, High: mid + half}
	// Exact by algebra; the subtraction would leave a remainder of 1e-18.
	if x == 0 {
		ci.Low = 0
	}
	if x == n {
		ci.High = 1
	}
	return ci, nil
}

// ClopperPearson gives the exact interval of a share x of n: never below its
// level, so wider than Wilson. Counts of about 10^9 can be too much for it: ErrDegenerate.
// Source: Clopper and Pearson (1934), Biometrika 26:404-413.
func ClopperPearson(x, n int64, level float64) (Interval, error) {
	if err := checkShare(x, n, level); err != nil {
		return Interval{}, err
	}
	tail := (1 - level) / 2
	ci := Interval{Low: 0, High: 1}
	if x > 0 {
		ci.Low = root(func(p float64) float64 {
			return mathext.RegIncBeta(float64(x), float64(n-x)+1, p) - tail
		}, 0, 1)
	}
	if x < n {
		// The mirrored tail, so that the small number is compared and not 1 - tail.
		ci.High = 1 - root(func(q float64) float64 {
			return mathext.RegIncBeta(float64(n-x), float64(x)+1, q) - tail
		}, 0, 1)
	}
	// Near half of 10^9 the beta function no longer converges, and its ends trade places.
	if !ci.Contains(float64(x) / float64(n)) {
		return Interval{}, degenerate("%d of %d is too much for an exact interval", x, n)
	}
	return ci, nil
}

func checkShare(x, n int64, level float64) error {
	if err := checkLevel(level); err != nil {
		return err
	}
	if x < 0 || n < 0 || x > n {
		return invalid("%d of %d is no share", x, n)
	}
	if n == 0 {
		return degenerate("share of nothing: n is 0")
	}
	return nil
}

// Difference is an estimate with its interval.
type Difference struct {
	Estimate float64
	Interval Interval
}

// NewcombeDifference gives share x1/n1 minus share x2/n2 with the interval built
// from both Wilson intervals; differences lie in -1 to 1.
// Source: Newcombe (1998), Stat. Med. 17:873-890, method 10.
func NewcombeDifference(x1, n1, x2, n2 int64, level float64) (Difference, error) {
	a, err := Wilson(x1, n1, level)
	if err != nil {
		return Difference{}, err
	}
	b, err := Wilson(x2, n2, level)
	if err != nil {
		return Difference{}, err
	}
	p1, p2 := float64(x1)/float64(n1), float64(x2)/float64(n2)
	d := p1 - p2
	return Difference{Estimate: d, Interval: Interval{
		Low:  d - math.Hypot(p1-a.Low, b.High-p2),
		High: d + math.Hypot(a.High-p1, p2-b.Low),
	}}, nil
}

// PoissonExact gives the exact interval of a rate: count events over an
// exposure (person-months, inhabitants), in events per unit of exposure.
// Source: Garwood (1936), Biometrika 28:437-442.
func PoissonExact(count int64, exposure, level float64) (Interval, error) {
	if err := checkLevel(level); err != nil {
		return Interval{}, err
	}
	if count < 0 {
		return Interval{}, invalid("count is %d, want 0 or more", count)
	}
	if err := checkExposure(exposure); err != nil {
		return Interval{}, err
	}
	tail, k := (1-level)/2, float64(count)
	var ci Interval
	if count > 0 {
		ci.Low = root(func(m float64) float64 { return mathext.GammaIncReg(k, m) - tail }, 0, k) / exposure
	}
	upper := func(m float64) float64 { return mathext.GammaIncRegComp(k+1, m) - tail }
	hi := 2*k + 10
	for upper(hi) > 0 {
		hi *= 2
	}
	ci.High = root(upper, k, hi) / exposure
	return ci, nil
}

func checkExposure(e float64) error {
	if math.IsNaN(e) || math.IsInf(e, 0) || e < 0 {
		return invalid("exposure is %v, want above 0", e)
	}
	if e == 0 {
		return degenerate("exposure is 0")
	}
	return nil
}

// RateRatio is the ratio of two rates.
type RateRatio struct {
	Ratio float64
	// P is the exact two-sided p of equal rates.
	P float64
	// Interval is exact.
	Interval Interval
}

// PoissonRateRatio compares the rate count1/exposure1 with count2/exposure2,
// given their sum: count1 is then binomial. A second count of zero has no ratio
// and gives ErrDegenerate.
// Source: Przyborowski and Wilenski (1940); as R's poisson.test.
func PoissonRateRatio(count1 int64, exposure1 float64, count2 int64, exposure2, level float64) (RateRatio, error) {
	if err := checkLevel(level); err != nil {
		return RateRatio{}, err
	}
	if count1 < 0 || count2 < 0 {
		return RateRatio{}, invalid("counts are %d and %d, want 0 or more", count1, count2)
	}
	for _, e := range []float64{exposure1, exposure2} {
		if err := checkExposure(e); err != nil {
			return RateRatio{}, err
		}
	}
	if count2 == 0 {
		return RateRatio{}, degenerate("the second count is 0: there is no ratio")
	}
	n := count1 + count2
	ci, err := ClopperPearson(count1, n, level)
	if err != nil {
		return RateRatio{}, err
	}
	odds := func(p float64) float64 { return p / (1 - p) * exposure2 / exposure1 }
	return RateRatio{
		Ratio:    float64(count1) / exposure1 / (float64(count2) / exposure2),
		P:        binomialP(count1, n, exposure1/(exposure1+exposure2)),
		Interval: Interval{Low: odds(ci.Low), High: odds(ci.High)},
	}, nil
}

// tie is how far two probabilities may differ and still count as equally likely;
// R uses the same, and without it rounding decides which tail is counted.
const tie = 1 + 1e-7

// binomialP is the two-sided p: all outcomes no likelier than the observed one.
func binomialP(x, n int64, p float64) float64 {
	return tailP(0, n, x, func(k int64) float64 {
		return logChoose(n, k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p)
	})
}

// tailP adds the probabilities of lo..hi that are no larger than that of x,
// given unscaled log probabilities, and divides by all.
func tailP(lo, hi, x int64, logP func(int64) float64) float64 {
	at := logP(x)
	var part, all float64
	for k := lo; k <= hi; k++ {
		d := math.Exp(logP(k) - at)
		all += d
		if d <= tie {
			part += d
		}
	}
	return min(1, part/all)
}

func logChoose(n, k int64) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return a - b - c
}

// Fisher is the outcome of Fisher's exact test on a 2 x 2 table.
type Fisher struct {
	// P is two-sided: all tables with these margins that are no likelier.
	P float64
	// OddsRatio is the conditional maximum likelihood estimate, which is not the
	// cross product ad/bc. It has no finite value when HasOddsRatio is false.
	OddsRatio    float64
	HasOddsRatio bool
	// Interval is the exact interval of the odds ratio; without HasHigh it has no
	// upper end and Interval.High is 0.
	Interval Interval
	HasHigh  bool
}

// FisherExact tests a 2 x 2 table given its margins. A row or column that sums
// to zero gives ErrDegenerate. P is exact. The odds ratio and its interval are
// solved with R's root finder and its coarse tolerance (1.2e-4 on the odds ratio
// or its inverse), so that they are the digits that fisher.test prints; do not
// quote more than three of them.
// Source: Fisher (1935), JRSS 98:39-82; as R's fisher.test.
func FisherExact(counts [2][2]int64, level float64) (Fisher, error) {
	if err := checkLevel(level); err != nil {
		return Fisher{}, err
	}
	if _, err := keep([][]int64{counts[0][:], counts[1][:]}); err != nil {
		return Fisher{}, err
	}
	x := counts[0][0]
	row, other, col := counts[0][0]+counts[0][1], counts[1][0]+counts[1][1], counts[0][0]+counts[1][0]
	lo, hi := max(0, col-other), min(row, col)
	base := make([]float64, hi-lo+1)
	for k := lo; k <= hi; k++ {
		base[k-lo] = logChoose(row, k) + logChoose(other, col-k)
	}
	// weigh gives, at an odds ratio, the mean of the count and both its tails.
	weigh := func(oddsRatio float64) (mean, below, above float64) {
		if oddsRatio == 0 { // all weight on the smallest count, which x is not below
			if x == lo {
				above = 1
			}
			return float64(lo), 1, above
		}
		logOR := math.Log(oddsRatio)
		top := math.Inf(-1)
		for i, b := range base {
			top = max(top, b+float64(i)*logOR)
		}
		all := 0.0
		for i, b := range base {
			k := lo + int64(i)
			d := math.Exp(b + float64(i)*logOR - top)
			all += d
			mean += d * float64(k)
			if k <= x {
				below += d
			}
			if k >= x {
				above += d
			}
		}
		return mean / all, below / all, above / all
	}
	f := Fisher{P: tailP(lo, hi, x, func(k int64) float64 { return base[k-lo] })}
	tail := (1 - level) / 2
	f.HasHigh, f.HasOddsRatio = x < hi, x < hi
	if x > lo {
		f.Interval.Low = oddsRoot(func(or float64) float64 { _, _, a := weigh(or); return a - tail })
	}
	if x < hi {
		f.Interval.High = oddsRoot(func(or float64) float64 { _, b, _ := weigh(or); return b - tail })
	}
	if x > lo && x < hi {
		f.OddsRatio = oddsRoot(func(or float64) float64 { m, _, _ := weigh(or); return m - float64(x) })
	}
	return f, nil
}

// oddsRoot solves a monotone f for an odds ratio: in 0 to 1, or by its inverse.
func oddsRoot(f func(oddsRatio float64) float64) float64 {
	const eps = 0x1p-52
	at1, at0 := f(1), f(0)
	switch {
	case at1 == 0:
		return 1
	case (at0 < 0) != (at1 < 0):
		return brent(f, 0, 1, at0, at1)
	}
	g := func(t float64) float64 { return f(1 / t) }
	return 1 / brent(g, eps, 1, g(eps), at1)
}

// brent is Brent's root finder with the stopping rule and tolerance of R's
// uniroot, eps^0.25. It is there for Fisher's odds ratio alone, see FisherExact.
// Source: Brent (1973), Algorithms for Minimization without Derivatives, ch. 4.
func brent(f func(float64) float64, a, b, fa, fb float64) float64 {
	const eps, tol = 0x1p-52, 0x1p-13
	c, fc := a, fa
	for range 1000 {
		before := b - a
		if math.Abs(fc) < math.Abs(fb) {
			a, b, c = b, c, b
			fa, fb, fc = fb, fc, fb
		}
		near := 2*eps*math.Abs(b) + tol/2
		step := (c - b) / 2
		if math.Abs(step) <= near || fb == 0 {
			break
		}
		if math.Abs(before) >= near && math.Abs(fa) > math.Abs(fb) {
			// Secant through two points, inverse quadratic through three.
			cb, s := c-b, fb/fa
			p, q := cb*s, 1-s
			if a != c {
				u, v := fa/fc, fb/fc
				p, q = s*(cb*u*(u-v)-(b-a)*(v-1)), (u-1)*(v-1)*(s-1)
			}
			if p > 0 {
				q = -q
			} else {
				p = -p
			}
			if p < 0.75*cb*q-math.Abs(near*q)/2 && p < math.Abs(before*q/2) {
				step = p / q
			}
		}
		if math.Abs(step) < near {
			step = math.Copysign(near, step)
		}
		a, fa = b, fb
		b += step
		fb = f(b)
		if (fb > 0) == (fc > 0) && fb != 0 {
			c, fc = a, fa
		}
	}
	return b
}

// MantelHaenszel gives the common odds ratio of 2 x 2 tables, one a stratum:
// what is left of an association when like is compared with like. Strata without
// counts are left out. Source: Mantel and Haenszel (1959), JNCI 22:719-748.
func MantelHaenszel(strata [][2][2]int64) (float64, error) {
	var num, den float64
	for k, s := range strata {
		n := 0.0
		for _, row := range s {
			for _, c := range row {
				if c < 0 {
					return 0, invalid("stratum %d has count %d, want 0 or more", k, c)
				}
				n += float64(c)
			}
		}
		if n > 0 {
			num += float64(s[0][0]) * float64(s[1][1]) / n
			den += float64(s[0][1]) * float64(s[1][0]) / n
		}
	}
	if den == 0 {
		return 0, degenerate("no stratum has both kinds of discordant counts")
	}
	return num / den, nil
}
