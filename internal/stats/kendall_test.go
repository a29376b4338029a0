package stats_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

// Few values have few orders, so p is a fraction that can be counted by hand.
func TestTrendOfFewValuesIsExact(t *testing.T) {
	for name, c := range map[string]struct {
		values   []float64
		p, least float64
	}{
		// 3! = 6 orders, of which one rises and one falls all the way.
		"three that rise": {[]float64{1, 2, 3}, 2.0 / 6, 2.0 / 6},
		// 4! = 24 orders: 1, 3, 5, 6, 5, 3, 1 of them have 0 to 6 pairs turned around.
		"four that rise":      {[]float64{1, 2, 3, 4}, 2.0 / 24, 2.0 / 24},
		"four that fall":      {[]float64{4, 3, 2, 1}, 2.0 / 24, 2.0 / 24},
		"four, one pair back": {[]float64{1, 3, 2, 4}, 8.0 / 24, 2.0 / 24},
		"four, as many back":  {[]float64{2, 4, 1, 3}, 1, 2.0 / 24}, // one turned around more than half: score 0
		// 2 stands twice: 12 orders, 1, 2, 3, 3, 2, 1 with 0 to 5 pairs turned around.
		"four with a tie":  {[]float64{1, 2, 2, 3}, 2.0 / 12, 2.0 / 12},
		"three with a tie": {[]float64{1, 1, 2}, 2.0 / 3, 2.0 / 3},
		"five that rise":   {[]float64{1, 2, 3, 4, 5}, 2.0 / 120, 2.0 / 120},
	} {
		tr := must(stats.MannKendall(nil, c.values))
		near(t, name+", p", tr.P, c.p, 1e-12)
		near(t, name+", least p", tr.LeastP, c.least, 1e-12)
	}
	rise := make([]float64, 21)
	for i := range rise {
		rise[i] = float64(i)
	}
	near(t, "twenty that rise", must(stats.MannKendall(nil, rise[:20])).P*1e18, 2e18/2432902008176640000, 1e-12)
	// From 21 on: score 210 less 1, variance 21 * 20 * 47 / 18.
	near(t, "21 that rise", must(stats.MannKendall(nil, rise)).P, math.Erfc(209/math.Sqrt(21*20*47/18.0)/math.Sqrt2), 1e-15)
}

// The count of orders agrees with looking at each of the 720 orders of six values.
func TestTrendAgreesWithAllOrders(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		x := make([]float64, 6)
		for i := range x {
			x[i] = float64(r.IntN(5))
		}
		tr, err := stats.MannKendall(nil, x)
		if err != nil {
			continue // all equal
		}
		own, far, all := score(x), 0, 0
		orders(x, len(x), func(y []float64) {
			all++
			if math.Abs(score(y)) >= math.Abs(own) {
				far++
			}
		})
		near(t, "p", tr.P, float64(far)/float64(all), 1e-12)
	}
}

func score(x []float64) (s float64) {
	for i := range x {
		for j := range i {
			switch {
			case x[i] > x[j]:
				s++
			case x[i] < x[j]:
				s--
			}
		}
	}
	return s
}

// orders visits each order of x, those of equal values more than once (Heap 1963).
func orders(x []float64, n int, visit func([]float64)) {
	if n == 1 {
		visit(x)
		return
	}
	for i := range n {
		orders(x, n-1, visit)
		if n%2 == 0 {
			x[i], x[n-1] = x[n-1], x[i]
		} else {
			x[0], x[n-1] = x[n-1], x[0]
		}
	}
}

// By hand: 0, 1 and 3 at those times lie on a line of slope 1, and one apart on slopes of 1,
// 1.5 and 2. Of shares 0.2 and 0.5 the line rises by 0.3 in as many months as lie between.
func TestTimeBetweenValuesCounts(t *testing.T) {
	for _, c := range []struct {
		at   []int
		want float64
	}{{[]int{0, 1, 3}, 1}, {nil, 1.5}} {
		near(t, "slope", must(stats.TheilSen(c.at, []float64{0, 1, 3})), c.want, 1e-12)
		near(t, "slope of the test", must(stats.MannKendall(c.at, []float64{0, 1, 3})).Slope, c.want, 1e-12)
	}
	for _, c := range []struct {
		at   []int
		want float64
	}{{[]int{4, 6}, 0.15}, {nil, 0.3}} {
		slope, i, err := stats.ShareSlope(c.at, []int64{20, 50}, []int64{100, 100}, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "slope of a share", slope, c.want, 1e-12)
		if !i.Contains(c.want) || i.Contains(0) {
			t.Errorf("interval %v, want one with %v and without 0", i, c.want)
		}
	}
	for _, at := range [][]int{{1, 1, 2}, {2, 1, 3}, {1, 2}} {
		if _, err := stats.TheilSen(at, []float64{0, 1, 3}); err == nil {
			t.Errorf("times %v of three values are taken", at)
		}
	}
}
