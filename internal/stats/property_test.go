package stats_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

// By hand from the binomial table: of 10 values the median lies between the 2nd
// and the 9th with chance 1 - 2 x 11/1024 = 0,979, of 6 between the 1st and the
// 6th with 1 - 2/64 = 0,969; of 5 no two hold it with 0,95.
func TestMedianIntervalByHand(t *testing.T) {
	ten := []float64{10, 1, 9, 2, 8, 3, 7, 4, 6, 5}
	q := must(stats.QuantileOf(ten, ones(10), 0.5, 0.95))
	if q != (stats.QuantileEstimate{Value: 5.5, Low: 2, High: 9, HasLow: true, HasHigh: true, N: 10}) {
		t.Errorf("median of ten: %+v", q)
	}
	q = must(stats.QuantileOf(ten[:6], ones(6), 0.5, 0.95)) // 10 1 9 2 8 3
	if q != (stats.QuantileEstimate{Value: 5.5, Low: 1, High: 10, HasLow: true, HasHigh: true, N: 6}) {
		t.Errorf("median of six: %+v", q)
	}
	if q = must(stats.QuantileOf(ten[:5], ones(5), 0.5, 0.95)); q.HasLow || q.HasHigh || q.Value != 8 {
		t.Errorf("median of five has an interval: %+v", q)
	}
	// Nine tenths of 20: the 20th may lie below it with 0,12, so it has no upper end.
	if q = must(stats.QuantileOf([]float64{3}, []int64{20}, 0.9, 0.95)); q.HasHigh || !q.HasLow || q.Value != 3 {
		t.Errorf("p90 of twenty: %+v", q)
	}
}

func ones(n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// The k-th of n values lies at or below the quantile when at least k of them do,
// so the chance that the interval holds it is a sum of binomial chances.
func TestQuantileIntervalHoldsItsLevelAndIsNoWiderThanNeeded(t *testing.T) {
	for _, p := range []float64{0.1, 0.25, 0.5, 0.9} {
		for n := int64(1); n <= 60; n++ {
			values := make([]float64, n)
			for i := range values {
				values[i] = float64(i + 1)
			}
			q := must(stats.QuantileOf(values, ones(int(n)), p, 0.95))
			low, high := int64(q.Low), int64(q.High)
			if !q.HasHigh {
				high = n + 1
			}
			below := func(k int64) float64 { // at least k of n
				s := 0.0
				for j := k; j <= n; j++ {
					a, _ := math.Lgamma(float64(n) + 1)
					b, _ := math.Lgamma(float64(j) + 1)
					c, _ := math.Lgamma(float64(n-j) + 1)
					s += math.Exp(a - b - c + float64(j)*math.Log(p) + float64(n-j)*math.Log1p(-p))
				}
				return s
			}
			if miss := 1 - below(low) + below(high); miss > 0.05+1e-9 {
				t.Errorf("p %v, n %d: ranks %d to %d miss with %v", p, n, low, high, miss)
			}
			if low < n && 1-below(low+1) <= 0.025-1e-9 {
				t.Errorf("p %v, n %d: rank %d would do as the lower end, %d is taken", p, n, low+1, low)
			}
		}
	}
}

// By hand: slopes of 1 2 4 3 6 5 in order are -1 -1 1/3 1/2 2/3 3/4 4/5 1 1 1 5/4
// 4/3 3/2 2 3; sd of S is sqrt(6 x 5 x 17 / 18) = 5,32, so the ranks are
// floor((15 - 10,43) / 2) = 2 and ceil((15 + 10,43) / 2) + 1 = 14.
func TestSlopeIntervalByHand(t *testing.T) {
	tr := must(stats.MannKendall(nil, []float64{1, 2, 4, 3, 6, 5}))
	if !tr.HasInterval || tr.Interval != (stats.Interval{Low: -1, High: 2}) || tr.Slope != 1 {
		t.Errorf("trend is %+v, want slope 1 in -1 to 2", tr)
	}
	if tr = must(stats.MannKendall(nil, []float64{1, 2, 4, 3, 6})); tr.HasInterval {
		t.Errorf("five values have an interval: %+v", tr)
	}
}

// Without a trend every order of the values is as likely: the interval must hold 0
// in 95 of 100 of them.
func TestSlopeIntervalHoldsZeroOverAllOrders(t *testing.T) {
	held, all := 0, 0
	x := []float64{1, 2, 3, 4, 5, 6, 7}
	var permute func(k int)
	permute = func(k int) {
		if k == len(x) {
			all++
			if tr := must(stats.MannKendall(nil, x)); tr.Interval.Contains(0) {
				held++
			}
			return
		}
		for i := k; i < len(x); i++ {
			x[k], x[i] = x[i], x[k]
			permute(k + 1)
			x[k], x[i] = x[i], x[k]
		}
	}
	permute(0)
	if share := float64(held) / float64(all); all != 5040 || share < 0.95 || share > 0.99 {
		t.Errorf("holds 0 in %d of %d orders", held, all)
	}
}

// R 4.2: binom.test(30, 40) gives p-value = 0.002221, 95 percent 0.5880 0.8731.
func TestLocationQuotientIsTheShareOverTheBase(t *testing.T) {
	q := must(stats.LocationQuotients([]int64{30, 10, 0}, []float64{500, 500, 0}, 0.95))
	near(t, "quotient", q[0].Value, 1.5, 1e-12)
	near(t, "quotient", q[1].Value, 0.5, 1e-12)
	near(t, "low", q[0].Interval.Low, 2*0.5880, 1e-4)
	near(t, "high", q[0].Interval.High, 2*0.8731, 1e-4)
	near(t, "p after Holm over two", q[0].P, 2*0.002221, 2e-6)
	if q[2].Known {
		t.Errorf("an area without a base has %+v", q[2])
	}
}

func TestTopShareByHand(t *testing.T) {
	near(t, "two of four", must(stats.TopShare([]float64{1, 4, 2, 3}, 2)), 0.7, 1e-12)
}

// The metrics' median is the first day on which half has ended, not the middle of
// the days on which exactly half has.
func TestReachedTakesTheFirstDayOfAFlatHalf(t *testing.T) {
	c := must(stats.KaplanMeierTally([]stats.Tally{{Time: 6, Ended: 1}, {Time: 1, Ended: 1}, {Time: 9, Ended: 1}, {Time: 2, Ended: 1}}, 0.95))
	if q := c.Reached(0.5, stats.LogLog); q.Time != 2 {
		t.Errorf("median is %v, want 2", q.Time)
	}
	share, ci, known := c.Ended(5)
	if share != 0.5 || !known || !ci.Contains(0.5) {
		t.Errorf("ended by day 5: %v in %v, %v", share, ci, known)
	}
	if share, _, known = c.Ended(0.5); share != 0 || known {
		t.Errorf("ended before anything ended: %v, %v", share, known)
	}
}

func TestCountedWaitsGiveWhatTheirListGives(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var list [2][]stats.Duration
		var counted [2][]stats.Tally
		for range 40 {
			d := stats.Duration{Time: float64(rnd.IntN(12)), Ended: rnd.IntN(3) > 0}
			g := rnd.IntN(2)
			list[g] = append(list[g], d)
			row := stats.Tally{Time: d.Time, Censored: 1}
			if d.Ended {
				row = stats.Tally{Time: d.Time, Ended: 1}
			}
			counted[g] = append(counted[g], row)
		}
		a, b := must(stats.KaplanMeier(list[0], 0.95)), must(stats.KaplanMeierTally(counted[0], 0.95))
		if !slices.Equal(a, b) {
			t.Fatalf("curves differ: %v, %v", a, b)
		}
		near(t, "log-rank", must(stats.LogRank(list[:])).Statistic, must(stats.LogRankTally(counted[:])).Statistic, 1e-9)
	}
}

// What does not depend on the order or on the unit of the input must not move
// with it.
func TestAnswersDoNotDependOnOrderOrUnit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 30 {
		x := make([]float64, 25)
		for i := range x {
			x[i] = float64(rnd.IntN(50))
		}
		x[0] = 1
		shuffled, scaled := slices.Clone(x), slices.Clone(x)
		rnd.Shuffle(len(x), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for i := range scaled {
			scaled[i] *= 7
		}
		near(t, "Gini, order", must(stats.Gini(shuffled)), must(stats.Gini(x)), 1e-12)
		near(t, "Gini, unit", must(stats.Gini(scaled)), must(stats.Gini(x)), 1e-12)
		near(t, "top 10, order", must(stats.TopShare(shuffled, 10)), must(stats.TopShare(x, 10)), 1e-12)
		q, r := must(stats.QuantileOf(x, ones(25), 0.5, 0.95)), must(stats.QuantileOf(shuffled, ones(25), 0.5, 0.95))
		if q != r {
			t.Fatalf("median by order: %+v, %+v", q, r)
		}
		a, b := must(stats.MannKendall(nil, x)), must(stats.MannKendall(nil, scaled))
		near(t, "p, unit", b.P, a.P, 1e-12)
		near(t, "slope, unit", b.Slope, 7*a.Slope, 1e-9)
		near(t, "interval, unit", b.Interval.High, 7*a.Interval.High, 1e-9)
		slices.Reverse(scaled)
		near(t, "slope, turned around", must(stats.TheilSen(nil, scaled)), -7*a.Slope, 1e-9)

		counts := make([][]int64, 4)
		turned := make([][]int64, 3)
		for i := range counts {
			counts[i] = []int64{1 + rnd.Int64N(40), 1 + rnd.Int64N(40), 1 + rnd.Int64N(40)}
		}
		for j := range turned {
			turned[j] = make([]int64, 4)
			for i := range counts {
				turned[j][i] = counts[3-i][j]
			}
		}
		near(t, "V, turned table", must(stats.CramersVCorrected(turned)), must(stats.CramersVCorrected(counts)), 1e-12)
		near(t, "upper bound, turned table", must(stats.CramersVCorrectedUpper(turned, 0.95)), must(stats.CramersVCorrectedUpper(counts, 0.95)), 1e-9)
	}
}

func TestTheNewFunctionsRefuseWhatCarriesNoAnswer(t *testing.T) {
	for name, f := range map[string]func() (any, error){
		"exact of too much":      func() (any, error) { return stats.ClopperPearson(5e8, 1e9, 0.95) },
		"quantile of no counts":  func() (any, error) { return stats.QuantileOf([]float64{1}, []int64{0}, 0.5, 0.95) },
		"quotient of nothing":    func() (any, error) { return stats.LocationQuotients([]int64{0, 0}, []float64{1, 1}, 0.95) },
		"quotient of one area":   func() (any, error) { return stats.LocationQuotients([]int64{3, 0}, []float64{1, 0}, 0.95) },
		"top ten of nine":        func() (any, error) { return stats.TopShare(make([]float64, 9), 10) },
		"top of too few":         func() (any, error) { return stats.TopShare([]float64{1, 2}, 3) },
		"no counted waits":       func() (any, error) { return stats.KaplanMeierTally([]stats.Tally{{Time: 1}}, 0.95) },
		"groups without a count": func() (any, error) { return stats.LogRankTally([][]stats.Tally{{{Time: 1}}, {{Time: 2, Ended: 1}}}) },
	} {
		if got, err := f(); !errors.Is(err, stats.ErrDegenerate) {
			t.Errorf("%s: gives %v, %v, want ErrDegenerate", name, got, err)
		}
	}
	for name, f := range map[string]func() (any, error){
		"negative count":      func() (any, error) { return stats.QuantileOf([]float64{1}, []int64{-1}, 0.5, 0.95) },
		"median in percent":   func() (any, error) { return stats.QuantileOf([]float64{1}, []int64{1}, 50, 0.95) },
		"count without base":  func() (any, error) { return stats.LocationQuotients([]int64{1, 1, 1}, []float64{1, 1, 0}, 0.95) },
		"negative tally":      func() (any, error) { return stats.KaplanMeierTally([]stats.Tally{{Time: 1, Ended: -1}}, 0.95) },
		"base that is no one": func() (any, error) { return stats.LocationQuotients([]int64{1}, []float64{math.NaN()}, 0.95) },
	} {
		if got, err := f(); !errors.Is(err, stats.ErrInput) {
			t.Errorf("%s: gives %v, %v, want ErrInput", name, got, err)
		}
	}
}
