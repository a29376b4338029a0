package stats

import "math"

// CochranArmitage tests whether the share counts[i]/totals[i] rises or falls
// along ordered classes, such as months, at times which rise; at nil, they are one
// unit apart. Statistic is chi-square with one degree of freedom, and rising tells
// the direction.
// Source: Armitage (1955), Biometrics 11:375-386; as R's prop.trend.test.
func CochranArmitage(at []int, counts, totals []int64) (test Test, rising bool, err error) {
	u, p, spread, err := armitage(at, counts, totals)
	if err != nil {
		return Test{}, false, err
	}
	stat := u * u / (p * (1 - p) * spread)
	return Test{Statistic: stat, DF: 1, P: chiSquareP(stat, 1)}, u > 0, nil
}

// ShareSlope gives how much a share changes in a unit of time on the whole: the slope of
// the weighted line through the shares, with the interval that goes with CochranArmitage, so
// that the two never contradict each other. It leaves out 0 when the test's P is below
// 1 - level. Source: Armitage (1955), Biometrics 11:375-386.
func ShareSlope(at []int, counts, totals []int64, level float64) (float64, Interval, error) {
	u, p, spread, err := armitage(at, counts, totals)
	if err != nil {
		return 0, Interval{}, err
	}
	half := zFor(level) * math.Sqrt(p*(1-p)/spread)
	return u / spread, Interval{Low: u/spread - half, High: u/spread + half}, nil
}

// armitage sums up shares along ordered classes: u is what the counts have above the share
// of all, p, weighted by their time, and spread that of the times.
func armitage(at []int, counts, totals []int64) (u, p, spread float64, err error) {
	if len(counts) != len(totals) {
		return 0, 0, 0, invalid("%d counts and %d totals", len(counts), len(totals))
	}
	if at, err = times(at, len(counts)); err != nil {
		return 0, 0, 0, err
	}
	var x, n, tn, tx, ttn float64
	for i, c := range counts {
		if c < 0 || totals[i] < c {
			return 0, 0, 0, invalid("class %d has %d of %d", i, c, totals[i])
		}
		t, k, m := float64(at[i]), float64(c), float64(totals[i])
		x, n, tn, tx, ttn = x+k, n+m, tn+t*m, tx+t*k, ttn+t*t*m
	}
	if n == 0 || x == 0 || x == n {
		return 0, 0, 0, degenerate("%v of %v in all: the share cannot move", x, n)
	}
	spread = ttn - tn*tn/n
	if spread <= 0 {
		return 0, 0, 0, degenerate("fewer than two classes have a total")
	}
	p = x / n
	return tx - p*tn, p, spread, nil
}
