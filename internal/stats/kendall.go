package stats

import (
	"math"
	"slices"
)

// Trend is the outcome of Mann and Kendall's test on values in order of time, with
// Theil and Sen's slope: no straight line or normal spread is assumed, and one
// odd month does not bend it.
type Trend struct {
	// TauB is Kendall's rank correlation with time, -1 to 1, corrected for ties.
	TauB float64
	// P is two-sided: exact to MostExact values, ties or not; above it from the normal
	// approximation with the variance for ties and continuity correction.
	P float64
	// LeastP is the smallest P that these values could give in any order. With four
	// values it is 2/24: they can never be a sign of a trend.
	LeastP float64
	// PNormal is the plain normal approximation, without continuity correction, to
	// check what other software computed. It is too small for few values.
	PNormal float64
	// Slope is the median of all pairwise slopes, in units of the value per unit of time.
	Slope float64
	// Interval of the slope: those between which the test would not refuse a trend.
	// With few values it has no ends, HasInterval is false and it is 0.
	Interval    Interval
	HasInterval bool
}

// MostExact is up to how many values MannKendall counts all orders: 20!, the number
// of them, is the last that fits in an int64.
const MostExact = 20

// MannKendall tests for a rising or falling trend of values at times, which rise, and
// estimates it with a 95 % interval; at nil, they are one unit apart. Fewer than three
// values, or values that are all equal, gives ErrDegenerate. Takes time of n squared.
// Source: Mann (1945); Kendall (1975), Rank Correlation Methods; Sen (1968), JASA 63:1379-1389.
func MannKendall(at []int, values []float64) (Trend, error) {
	slopes, err := pairSlopes(at, values)
	if err != nil {
		return Trend{}, err
	}
	n := float64(len(values))
	if n < 3 {
		return Trend{}, degenerate("%d values, want three or more", len(values))
	}
	s := 0
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
	var ties []int // how often each value occurs
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		t := float64(j - i)
		tiedPairs += t * (t - 1) / 2
		tiedVar += t * (t - 1) * (2*t + 5)
		ties = append(ties, j-i)
		i = j
	}
	pairs := n * (n - 1) / 2
	if tiedPairs == pairs {
		return Trend{}, degenerate("all %d values are equal", len(values))
	}
	sd := math.Sqrt((n*(n-1)*(2*n+5) - tiedVar) / 18)
	score, most := math.Abs(float64(s)), pairs-tiedPairs
	t := Trend{TauB: float64(s) / math.Sqrt(pairs*most), PNormal: normalP(score / sd), Slope: middle(slopes)}
	if len(values) <= MostExact {
		ways := inversions(ties)
		t.P, t.LeastP = exactKendall(ways, int(score)), exactKendall(ways, int(most))
	} else {
		t.P, t.LeastP = normalP(max(score-1, 0)/sd), normalP((most-1)/sd)
	}
	// Sen's ranks, rounded outwards so that the interval is rather too wide.
	reach := zFor(0.95) * sd
	low, high := int(math.Floor((pairs-reach)/2)), int(math.Ceil((pairs+reach)/2))+1
	if low >= 1 && high <= len(slopes) {
		t.Interval, t.HasInterval = Interval{slopes[low-1], slopes[high-1]}, true
	}
	return t, nil
}

// inversions counts the orders of at most MostExact values by their number of pairs
// in which the larger comes first; ties has how often each value occurs. It is the
// q-multinomial coefficient [n]!/[t1]![t2]!..., whose factors are 1 + q + ... + q^(i-1).
// Source: Stanley (2012), Enumerative Combinatorics 1, proposition 1.7.1.
func inversions(ties []int) []int64 {
	ways := []int64{1}
	n := 0
	for _, t := range ties {
		n += t
	}
	for i := 2; i <= n; i++ {
		next := make([]int64, len(ways)+i-1)
		for k, w := range ways {
			for j := range i {
				next[k+j] += w
			}
		}
		ways = next
	}
	for _, t := range ties {
		for i := 2; i <= t; i++ {
			// Long division by 1 + q + ... + q^(i-1), which leaves nothing over.
			out := make([]int64, len(ways)-i+1)
			for k := range out {
				out[k] = ways[k]
				for j := 1; j < i && j <= k; j++ {
					out[k] -= out[k-j]
				}
			}
			ways = out
		}
	}
	return ways
}

// exactKendall gives the chance that the score of a random order is at least as far
// from 0 as score. An order of k inversions has the score most - 2k.
func exactKendall(ways []int64, score int) float64 {
	most := len(ways) - 1
	var far, all int64
	for k, w := range ways {
		all += w
		if s := most - 2*k; s >= score || -s >= score {
			far += w
		}
	}
	return float64(far) / float64(all)
}
