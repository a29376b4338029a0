package stats_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// By hand: all margins 30, n 60, expected 15; (5^2/15)*4 = 6.667; phi = 1/3.
func TestChiSquareByHand(t *testing.T) {
	tab := must(stats.ChiSquare([][]int64{{20, 10}, {10, 20}}))
	near(t, "statistic", tab.Statistic, 20.0/3, 1e-12)
	near(t, "expected", tab.Expected[0][0], 15, 0)
	near(t, "pearson", tab.Pearson[0][1], -5/math.Sqrt(15), 1e-12)
	// 1 - row share = 1 - column share = 1/2, so adjusted = 2 x Pearson.
	near(t, "adjusted", tab.Adjusted[0][0], 10/math.Sqrt(15), 1e-12)
	near(t, "V", must(stats.CramersV([][]int64{{20, 10}, {10, 20}})), 1.0/3, 1e-12)
	// With one degree of freedom p is the two-sided normal p of the root.
	near(t, "p", tab.P, math.Erfc(math.Sqrt(20.0/3)/math.Sqrt2), 1e-15)
	if tab.Sparse() {
		t.Error("expected counts of 15 are called sparse")
	}
}

func TestEmptyRowsAndColumnsAreLeftOutAndNamed(t *testing.T) {
	tab := must(stats.ChiSquare([][]int64{{20, 0, 10}, {0, 0, 0}, {10, 0, 20}}))
	if !slices.Equal(tab.Rows, []int{0, 2}) || !slices.Equal(tab.Cols, []int{0, 2}) {
		t.Errorf("kept rows %v and columns %v, want [0 2] of both", tab.Rows, tab.Cols)
	}
	near(t, "statistic", tab.Statistic, 20.0/3, 1e-12)
	if tab.DF != 1 || tab.N != 60 {
		t.Errorf("df %d, n %d, want 1 and 60", tab.DF, tab.N)
	}
}

// Bergsma: phi2 = 1/9 - 1/59; k = 1 - 1/59 in both directions.
func TestCorrectedVByHandAndBounds(t *testing.T) {
	c := [][]int64{{20, 10}, {10, 20}}
	want := math.Sqrt((1.0/9 - 1.0/59) / (1 - 1.0/59))
	v := must(stats.CramersVCorrected(c))
	near(t, "corrected V", v, want, 1e-12)
	up := must(stats.CramersVCorrectedUpper(c, 0.95))
	plain := must(stats.CramersVUpper(c, 0.95))
	if !(v < up && up < plain+0.05 && plain < 1 && plain > 1.0/3) {
		t.Errorf("bounds are %v (corrected) and %v (plain) for V %v", up, plain, v)
	}
	// One degree of freedom: P(|Z + d| <= s) = 0.05, nearly Phi(s - d) here, so
	// d = s + 1.6449 and the bound follows from d squared.
	d := math.Sqrt(20.0/3) + 1.6448536269514722
	near(t, "corrected upper", up, math.Sqrt(d*d/(60*(1-1.0/59))), 1e-4)
	near(t, "plain upper", plain, math.Sqrt((d*d+1)/60), 1e-4)
	// Independent counts: nothing is left after the correction.
	near(t, "V of independence", must(stats.CramersVCorrected([][]int64{{10, 20}, {20, 40}})), 0, 0)
	near(t, "V of a perfect table", must(stats.CramersV([][]int64{{9, 0}, {0, 9}})), 1, 1e-12)
}

func TestUpperBoundShrinksWithTheCount(t *testing.T) {
	last := 1.0
	for _, m := range []int64{1, 10, 100, 1000} {
		up := must(stats.CramersVCorrectedUpper([][]int64{{11 * m, 9 * m, 10 * m}, {9 * m, 11 * m, 10 * m}}, 0.95))
		if up > last {
			t.Errorf("x%d: bound %v is above %v", m, up, last)
		}
		last = up
	}
	near(t, "bound at n = 60,000", last, math.Sqrt(0.2/30), 0.02)
}

func TestSparseFollowsCochran(t *testing.T) {
	if !must(stats.ChiSquare([][]int64{{1, 0}, {5, 9}})).Sparse() {
		t.Error("an expected count of 0.4 is not called sparse")
	}
	// Expected 4.8 in one cell of six: 83% reach 5.
	if must(stats.ChiSquare([][]int64{{5, 25, 30}, {11, 55, 124}})).Sparse() {
		t.Error("five of six cells of 5 or more are called sparse")
	}
}

func TestCellPIsHolmOverAllCells(t *testing.T) {
	p := must(must(stats.ChiSquare([][]int64{{20, 10}, {10, 20}})).CellP())
	// Four equal p of the adjusted residual 2.582: Holm takes the smallest by 4.
	one := math.Erfc(10 / math.Sqrt(15) / math.Sqrt2)
	for _, row := range p {
		for _, v := range row {
			near(t, "cell p", v, 4*one, 1e-12)
		}
	}
}

func TestMonteCarloIsRepeatableAndNearTheExactP(t *testing.T) {
	tea := [][]int64{{3, 1}, {1, 3}}
	a := must(stats.ChiSquareMonteCarlo(tea, stats.MonteCarloDraws, 7))
	b := must(stats.ChiSquareMonteCarlo(tea, stats.MonteCarloDraws, 7))
	if a != b {
		t.Errorf("same seed gives %v and %v", a, b)
	}
	// Tables at least as far as {3,1;1,3}: (16+1+16+1)/70 = 0.4857.
	near(t, "p", a.P, 34.0/70, 0.015)
	if c := must(stats.ChiSquareMonteCarlo(tea, stats.MonteCarloDraws, 8)); c.P == a.P {
		t.Error("another seed gives the very same p")
	}
	// Never zero: the observed table is one of them.
	near(t, "smallest p", must(stats.ChiSquareMonteCarlo([][]int64{{50, 0}, {0, 50}}, 99, 1)).P, 0.01, 0)
}

func TestClusterBoundIsWiderThanOneThatIgnoresClusters(t *testing.T) {
	// Four municipalities that each ask one theme over and over.
	clusters := [][][]int64{{{30, 0}, {0, 0}}, {{0, 30}, {0, 0}}, {{0, 0}, {30, 0}}, {{0, 0}, {0, 30}}}
	naive := must(stats.CramersVCorrectedUpper([][]int64{{30, 30}, {30, 30}}, 0.95))
	up := must(stats.CramersVClusterUpper(clusters, 0.95, 499, 3))
	if up <= naive {
		t.Errorf("cluster bound %v is not above %v", up, naive)
	}
	if again := must(stats.CramersVClusterUpper(clusters, 0.95, 499, 3)); again != up {
		t.Errorf("same seed gives %v and %v", up, again)
	}
}

func TestStrengthScale(t *testing.T) {
	for v, want := range map[float64]stats.Strength{
		0: stats.Negligible, 0.0999: stats.Negligible, 0.10: stats.Weak, 0.1999: stats.Weak,
		0.20: stats.Moderate, 0.40: stats.Strong, 1: stats.Strong,
	} {
		if got := stats.StrengthOf(v); got != want {
			t.Errorf("V %v is %s, want %s", v, got, want)
		}
	}
}

func TestFisherWithAnEmptyCellHasNoUpperEnd(t *testing.T) {
	// One table of C(6,3) = 20 on either side: p = 2/20.
	f := must(stats.FisherExact([2][2]int64{{3, 0}, {0, 3}}, 0.95))
	near(t, "p", f.P, 0.1, 1e-12)
	if f.HasHigh || f.HasOddsRatio || f.Interval.Low <= 0 {
		t.Errorf("odds ratio of a perfect table: %+v", f)
	}
	f = must(stats.FisherExact([2][2]int64{{0, 3}, {3, 0}}, 0.95))
	if !f.HasHigh || !f.HasOddsRatio || f.OddsRatio != 0 || f.Interval.Low != 0 {
		t.Errorf("odds ratio of the opposite table: %+v", f)
	}
}

func TestSharesAtTheEnds(t *testing.T) {
	w := must(stats.Wilson(20, 20, 0.95))
	// Mirror of 0 of 20.
	near(t, "Wilson low", w.Low, 1-0.161125158052819, 1e-12)
	near(t, "Wilson high", w.High, 1, 0)
	c := must(stats.ClopperPearson(20, 20, 0.95))
	near(t, "Clopper-Pearson low", c.Low, math.Pow(0.025, 1.0/20), 1e-12)
	d := must(stats.NewcombeDifference(5, 10, 5, 10, 0.95))
	near(t, "difference", d.Estimate, 0, 0)
	near(t, "symmetry", d.Interval.Low, -d.Interval.High, 1e-12)
}

func TestPoissonExactByHandAndLarge(t *testing.T) {
	// No events: the upper end solves exp(-m) = 0.025.
	ci := must(stats.PoissonExact(0, 2, 0.95))
	near(t, "high", ci.High, -math.Log(0.025)/2, 1e-12)
	// Large counts come near the normal interval.
	ci = must(stats.PoissonExact(1_000_000, 1, 0.95))
	near(t, "low", ci.Low, 1_000_000-1960, 3)
	near(t, "high", ci.High, 1_000_000+1960, 4)
}

func TestRateRatioOfEqualRatesIsOne(t *testing.T) {
	r := must(stats.PoissonRateRatio(10, 100, 20, 200, 0.95))
	near(t, "ratio", r.Ratio, 1, 1e-12)
	near(t, "p", r.P, 1, 1e-9)
	if !r.Interval.Contains(1) {
		t.Errorf("interval %+v leaves out 1", r.Interval)
	}
}

// By hand: 4 waits, ends at 1 and 3, censored at 2 and 4:
// S(1) = 3/4; S(3) = 3/4 x 1/2 = 3/8; Greenwood at 1 = 3/4 sqrt(1/12).
func TestKaplanMeierByHand(t *testing.T) {
	c := must(stats.KaplanMeier([]stats.Duration{{4, false}, {1, true}, {3, true}, {2, false}}, 0.95))
	near(t, "S(1)", c.At(1), 0.75, 1e-12)
	near(t, "S(2.9)", c.At(2.9), 0.75, 1e-12)
	near(t, "S(3)", c.At(3), 0.375, 1e-12)
	near(t, "S(0)", c.At(0), 1, 0)
	near(t, "se(1)", c[0].StdErr, 0.75*math.Sqrt(1.0/12), 1e-12)
	m := c.Median(stats.LogLog)
	if !m.HasTime || m.Time != 3 || m.HasHigh {
		t.Errorf("median is %+v, want 3 without an upper end", m)
	}
}

func TestMedianOfAFlatHalfIsItsMiddle(t *testing.T) {
	// S is exactly 1/2 from 2 until 6: the middle is 4.
	c := must(stats.KaplanMeier([]stats.Duration{{1, true}, {2, true}, {6, true}, {9, true}}, 0.95))
	if m := c.Median(stats.LogLog); m.Time != 4 {
		t.Errorf("median is %v, want 4", m.Time)
	}
}

func TestMostlyCensoredWaitsHaveNoMedian(t *testing.T) {
	c := must(stats.KaplanMeier([]stats.Duration{{1, true}, {5, false}, {5, false}, {6, false}}, 0.95))
	if m := c.Median(stats.LogLog); m.HasTime {
		t.Errorf("median is %v, want none: three of four were still waiting", m.Time)
	}
}

func TestLogRankOfThreeGroupsDoesNotDependOnTheirOrder(t *testing.T) {
	a := []stats.Duration{{1, true}, {3, true}, {8, true}, {9, false}}
	b := []stats.Duration{{2, true}, {4, true}, {5, true}}
	c := []stats.Duration{{6, true}, {7, false}, {10, true}}
	x, y := must(stats.LogRank([][]stats.Duration{a, b, c})), must(stats.LogRank([][]stats.Duration{c, nil, a, b}))
	near(t, "statistic", x.Statistic, y.Statistic, 1e-12)
	if x.DF != 2 || y.DF != 2 {
		t.Errorf("df %d and %d, want 2", x.DF, y.DF)
	}
	same := must(stats.LogRank([][]stats.Duration{a, a}))
	near(t, "equal groups", same.Statistic, 0, 1e-12)
}

func TestQuantileType7ByHand(t *testing.T) {
	q := must(stats.Quantiles([]float64{40, 10, 30, 20}, []float64{0, 0.25, 0.5, 0.9, 1}))
	for i, want := range []float64{10, 17.5, 25, 37, 40} {
		near(t, "quantile", q[i], want, 1e-12)
	}
	near(t, "one value", must(stats.Quantiles([]float64{3}, []float64{0.9}))[0], 3, 0)
}

func TestHolmKeepsUnknownAndIsMonotone(t *testing.T) {
	q := must(stats.Holm([]float64{0.04, math.NaN(), 0.01, 0.03}))
	for i, want := range []float64{0.06, math.NaN(), 0.03, 0.06} {
		if math.IsNaN(want) != math.IsNaN(q[i]) || !math.IsNaN(want) && math.Abs(q[i]-want) > 1e-12 {
			t.Errorf("p %d is %v, want %v", i, q[i], want)
		}
	}
}

func TestTrendByHand(t *testing.T) {
	// 1 3 2 4: pairs up 5, down 1: tau = 4/6; var = 4*3*13/18; slopes 2 .5 1 -1 .5 2.
	tr := must(stats.MannKendall(nil, []float64{1, 3, 2, 4}))
	near(t, "tau", tr.TauB, 2.0/3, 1e-12)
	near(t, "slope", tr.Slope, 0.75, 1e-12)
	near(t, "plain normal p", tr.PNormal, math.Erfc(4/math.Sqrt(156.0/18)/math.Sqrt2), 1e-12)
	l := must(stats.LeastSquares([]float64{3, 5, 7, 9}))
	near(t, "slope", l.Slope, 2, 1e-12)
	near(t, "intercept", l.Intercept, 1, 1e-12)
	near(t, "r2", l.R2, 1, 1e-12)
}

// The example of R's prop.trend.test: X-squared = 8.2249, p-value = 0.004132.
// By hand: 20 and 50 of 100 each differ by 0.30. All together 70 of 200 are 0.35, the classes
// spread by 100 - 100²/200 = 50, and the root of 0.35 x 0.65 / 50 is 0.06745: 0.30 is
// 4.4475 of it, which is the root of the statistic 19.78.
func TestTheSlopeOfAShareGoesWithItsTest(t *testing.T) {
	slope, i, err := stats.ShareSlope(nil, []int64{20, 50}, []int64{100, 100}, 0.95)
	if err != nil || math.Abs(slope-0.30) > 1e-12 || math.Abs(i.Low-0.167793) > 1e-6 || math.Abs(i.High-0.432207) > 1e-6 {
		t.Errorf("%v %v %v", slope, i, err)
	}
	test, rising, err := stats.CochranArmitage(nil, []int64{20, 50}, []int64{100, 100})
	if err != nil || !rising || math.Abs(test.Statistic-0.09/(0.35*0.65/50)) > 1e-9 {
		t.Errorf("%v %v %v", test, rising, err)
	}
}

func TestCochranArmitageOfSmokers(t *testing.T) {
	test, rising, err := stats.CochranArmitage(nil, []int64{83, 90, 129, 70}, []int64{86, 93, 136, 82})
	if err != nil || rising {
		t.Fatalf("rising %v, error %v; the share falls", rising, err)
	}
	near(t, "statistic", test.Statistic, 8.2249, 5e-5)
	near(t, "p", test.P, 0.004132, 5e-7)
}

func TestGiniByHand(t *testing.T) {
	near(t, "equal", must(stats.Gini([]float64{5, 5, 5})), 0, 1e-12)
	near(t, "one has all", must(stats.Gini([]float64{0, 0, 0, 8})), 0.75, 1e-12)
	// Sum of all absolute differences 2 x (1+2+1) = 8, over 2 n^2 mean = 36.
	near(t, "1 2 3", must(stats.Gini([]float64{3, 1, 2})), 8.0/36, 1e-12)
}

func TestSeasonOfAnExactPatternIsFound(t *testing.T) {
	pattern := []float64{-3, 1, 2}
	var x []float64
	for i := range 12 {
		x = append(x, 10+2*float64(i)+pattern[i%3])
	}
	d := must(stats.Decompose(x, 3, false))
	for j, want := range pattern {
		near(t, "figure", d.Figure[j], want, 1e-9)
	}
	if d.HasTrend[0] || !d.HasTrend[1] || d.HasTrend[11] {
		t.Errorf("trend exists at %v", d.HasTrend)
	}
	near(t, "trend", d.Trend[4], 18, 1e-9)
	s := must(stats.SeasonalTrend(x, 3))
	for i := range x {
		near(t, "parts", s.Season[i]+s.Trend[i]+s.Rest[i], x[i], 1e-9)
	}
}

func TestDegenerateInputIsAnErrorNeverNaN(t *testing.T) {
	one := []stats.Duration{{3, false}}
	for name, f := range map[string]func() (any, error){
		"no rows":              func() (any, error) { return stats.ChiSquare(nil) },
		"one row":              func() (any, error) { return stats.ChiSquare([][]int64{{1, 2}, {0, 0}}) },
		"one column":           func() (any, error) { return stats.CramersV([][]int64{{1, 0}, {2, 0}}) },
		"V of two counts":      func() (any, error) { return stats.CramersVCorrected([][]int64{{1, 0}, {0, 1}}) },
		"upper of zeros":       func() (any, error) { return stats.CramersVUpper([][]int64{{0, 0}, {0, 0}}, 0.95) },
		"Monte Carlo one row":  func() (any, error) { return stats.ChiSquareMonteCarlo([][]int64{{1, 2}}, 9, 1) },
		"one cluster":          func() (any, error) { return stats.CramersVClusterUpper([][][]int64{{{1, 2}, {2, 1}}}, 0.95, 9, 1) },
		"Yates empty row":      func() (any, error) { return stats.Yates([2][2]int64{{0, 0}, {1, 2}}) },
		"fit of zeros":         func() (any, error) { return stats.GoodnessOfFit([]int64{0, 0}, []float64{0.5, 0.5}) },
		"Fisher empty column":  func() (any, error) { return stats.FisherExact([2][2]int64{{1, 0}, {2, 0}}, 0.95) },
		"share of nothing":     func() (any, error) { return stats.Wilson(0, 0, 0.95) },
		"exact of nothing":     func() (any, error) { return stats.ClopperPearson(0, 0, 0.95) },
		"difference, no group": func() (any, error) { return stats.NewcombeDifference(1, 2, 0, 0, 0.95) },
		"no exposure":          func() (any, error) { return stats.PoissonExact(3, 0, 0.95) },
		"ratio over none":      func() (any, error) { return stats.PoissonRateRatio(3, 1, 0, 1, 0.95) },
		"no discordance":       func() (any, error) { return stats.MantelHaenszel([][2][2]int64{{{1, 0}, {0, 1}}}) },
		"nothing ended":        func() (any, error) { return stats.KaplanMeier(one, 0.95) },
		"no waits":             func() (any, error) { return stats.KaplanMeier(nil, 0.95) },
		"one group":            func() (any, error) { return stats.LogRank([][]stats.Duration{{{1, true}}}) },
		"nothing ended twice":  func() (any, error) { return stats.LogRank([][]stats.Duration{one, one}) },
		"no values":            func() (any, error) { return stats.Quantiles(nil, []float64{0.5}) },
		"rank of none":         func() (any, error) { return stats.Rank(nil) },
		"Gini of one":          func() (any, error) { return stats.Gini([]float64{1}) },
		"Gini of zeros":        func() (any, error) { return stats.Gini([]float64{0, 0}) },
		"no spread":            func() (any, error) { return stats.Summarise([]float64{2, 2, 2}) },
		"flat trend":           func() (any, error) { return stats.MannKendall(nil, []float64{2, 2, 2}) },
		"short trend":          func() (any, error) { return stats.MannKendall(nil, []float64{2, 3}) },
		"one slope":            func() (any, error) { return stats.TheilSen(nil, []float64{2}) },
		"flat line":            func() (any, error) { return stats.LeastSquares([]float64{2, 2, 2}) },
		"all share": func() (any, error) {
			_, _, err := stats.CochranArmitage(nil, []int64{2, 3}, []int64{2, 3})
			return nil, err
		},
		"short season": func() (any, error) { return stats.Decompose([]float64{1, 2, 3}, 2, false) },
		"short STL":    func() (any, error) { return stats.SeasonalTrend([]float64{1, 2, 3}, 2) },
	} {
		if got, err := f(); !errors.Is(err, stats.ErrDegenerate) {
			t.Errorf("%s: gives %v, %v, want ErrDegenerate", name, got, err)
		}
	}
}

func TestInputThatIsNoneIsRefused(t *testing.T) {
	nan := math.NaN()
	for name, f := range map[string]func() (any, error){
		"negative count":    func() (any, error) { return stats.ChiSquare([][]int64{{1, -1}, {2, 3}}) },
		"ragged table":      func() (any, error) { return stats.ChiSquare([][]int64{{1, 1}, {2}}) },
		"ragged cluster":    func() (any, error) { return stats.CramersVClusterUpper([][][]int64{{{1}}, {{1, 2}}}, 0.95, 9, 1) },
		"no draws":          func() (any, error) { return stats.ChiSquareMonteCarlo([][]int64{{1, 2}, {2, 1}}, 0, 1) },
		"shares above one":  func() (any, error) { return stats.GoodnessOfFit([]int64{1, 2}, []float64{0.5, 0.6}) },
		"more than all":     func() (any, error) { return stats.Wilson(3, 2, 0.95) },
		"level in percent":  func() (any, error) { return stats.Wilson(1, 2, 95) },
		"level NaN":         func() (any, error) { return stats.PoissonExact(1, 2, nan) },
		"negative wait":     func() (any, error) { return stats.KaplanMeier([]stats.Duration{{-1, true}}, 0.95) },
		"NaN value":         func() (any, error) { return stats.Quantiles([]float64{nan}, []float64{0.5}) },
		"quantile above 1":  func() (any, error) { return stats.Quantiles([]float64{1}, []float64{50}) },
		"quantile type 10":  func() (any, error) { return stats.QuantilesType([]float64{1}, []float64{0.5}, 10) },
		"p above 1":         func() (any, error) { return stats.Holm([]float64{1.2}) },
		"negative amount":   func() (any, error) { return stats.Gini([]float64{-1, 2}) },
		"zero in a product": func() (any, error) { return stats.Decompose([]float64{1, 0, 1, 2}, 2, true) },
	} {
		if got, err := f(); !errors.Is(err, stats.ErrInput) {
			t.Errorf("%s: gives %v, %v, want ErrInput", name, got, err)
		}
	}
}

// Summed over all outcomes, the interval holds the true share about as often as
// its level says.
func TestWilsonCoversNearItsLevelByEnumeration(t *testing.T) {
	const n, p = 50, 0.3
	covered := 0.0
	for x := int64(0); x <= n; x++ {
		if must(stats.Wilson(x, n, 0.95)).Contains(p) {
			a, _ := math.Lgamma(n + 1)
			b, _ := math.Lgamma(float64(x) + 1)
			c, _ := math.Lgamma(float64(n-x) + 1)
			covered += math.Exp(a - b - c + float64(x)*math.Log(p) + float64(n-x)*math.Log(1-p))
		}
	}
	if covered < 0.93 || covered > 0.975 {
		t.Errorf("95%% interval covers %.3f", covered)
	}
}
