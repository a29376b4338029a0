package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Summary describes a list of values in order.
type Summary struct {
	Mean float64
	// SD is the sample standard deviation (n - 1).
	SD float64
	// Lag1 is the autocorrelation at distance one, -1 to 1.
	Lag1 float64
}

// Summarise gives mean, spread and autocorrelation in two passes with corrected
// sums, so that values near a million keep the digits behind the point. Fewer
// than two values, or values without spread, gives ErrDegenerate.
func Summarise(x []float64) (Summary, error) {
	if err := checkFinite("value", x); err != nil {
		return Summary{}, err
	}
	n := len(x)
	if n < 2 {
		return Summary{}, degenerate("%d values, want two or more", n)
	}
	mean := sum(n, func(i int) float64 { return x[i] }) / float64(n)
	mean += sum(n, func(i int) float64 { return x[i] - mean }) / float64(n)
	ss := sum(n, func(i int) float64 { return (x[i] - mean) * (x[i] - mean) })
	if ss == 0 {
		return Summary{}, degenerate("all %d values are equal", n)
	}
	lag := sum(n-1, func(i int) float64 { return (x[i] - mean) * (x[i+1] - mean) })
	return Summary{Mean: mean, SD: math.Sqrt(ss / float64(n-1)), Lag1: lag / ss}, nil
}

// Line is a least-squares line through equally spaced values at 1, 2, 3, ...
type Line struct {
	Intercept, Slope, SlopeStdErr float64
	// R2 is the explained share of the variance.
	R2 float64
	// P is the two-sided p of a zero slope (t with n - 2 degrees of freedom).
	P float64
}

// LeastSquares fits a line. Fewer than three values, or values that are all
// equal, gives ErrDegenerate. A perfect line has standard error and p zero.
func LeastSquares(values []float64) (Line, error) {
	if err := checkFinite("value", values); err != nil {
		return Line{}, err
	}
	n := len(values)
	if n < 3 {
		return Line{}, degenerate("%d values, want three or more", n)
	}
	m := float64(n)
	mx := (m + 1) / 2
	my := sum(n, func(i int) float64 { return values[i] }) / m
	sxx := m * (m*m - 1) / 12
	sxy := sum(n, func(i int) float64 { return (float64(i+1) - mx) * (values[i] - my) })
	syy := sum(n, func(i int) float64 { return (values[i] - my) * (values[i] - my) })
	if syy == 0 {
		return Line{}, degenerate("all %d values are equal", n)
	}
	l := Line{Slope: sxy / sxx}
	l.Intercept = my - l.Slope*mx
	rss := sum(n, func(i int) float64 {
		r := values[i] - l.Intercept - l.Slope*float64(i+1)
		return r * r
	})
	l.R2 = 1 - rss/syy
	df := m - 2
	l.SlopeStdErr = math.Sqrt(rss / df / sxx)
	if rss > 0 {
		t := l.Slope / l.SlopeStdErr
		l.P = mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
	}
	return l, nil
}

// Decomposition splits a series into season, trend and rest. The parts add up
// to the series, or multiply to it when it is multiplicative.
type Decomposition struct {
	// Figure is the season of one period, starting at the first value.
	Figure []float64
	// Trend and Rest hold NaN-free values; HasTrend is false for the half period
	// at either end, where a centred mean does not exist and both are 0.
	Trend, Rest []float64
	HasTrend    []bool
}

// Decompose splits by centred moving averages. Fewer than two full periods, or a
// multiplicative series with values of 0 or less, gives an error.
// Source: Kendall and Stuart (1983), 3:410-414; as R's decompose.
func Decompose(values []float64, period int, multiplicative bool) (Decomposition, error) {
	if err := checkSeason(values, period); err != nil {
		return Decomposition{}, err
	}
	n, half := len(values), period/2
	d := Decomposition{
		Figure: make([]float64, period), Trend: make([]float64, n), Rest: make([]float64, n), HasTrend: make([]bool, n),
	}
	if multiplicative {
		for i, v := range values {
			if v <= 0 {
				return Decomposition{}, invalid("value %d is %v, want above 0 in a multiplicative series", i, v)
			}
		}
	}
	without := func(a, b float64) float64 {
		if multiplicative {
			return a / b
		}
		return a - b
	}
	count := make([]float64, period)
	for i := half; i < n-half; i++ {
		s := 0.0
		for k := i - half; k <= i+half; k++ {
			w := 1.0
			// An even period is centred by giving both ends half a weight.
			if period%2 == 0 && (k == i-half || k == i+half) {
				w = 0.5
			}
			s += w * values[k]
		}
		d.Trend[i], d.HasTrend[i] = s/float64(period), true
		d.Figure[i%period] += without(values[i], d.Trend[i])
		count[i%period]++
	}
	mean := 0.0
	for j := range d.Figure {
		d.Figure[j] /= count[j]
		mean += d.Figure[j] / float64(period)
	}
	for j := range d.Figure {
		d.Figure[j] = without(d.Figure[j], mean)
	}
	for i, v := range values {
		if d.HasTrend[i] {
			d.Rest[i] = without(without(v, d.Trend[i]), d.Figure[i%period])
		}
	}
	return d, nil
}

func checkSeason(values []float64, period int) error {
	if err := checkFinite("value", values); err != nil {
		return err
	}
	if period < 2 {
		return degenerate("period is %d, want 2 or more", period)
	}
	if len(values) < 2*period {
		return degenerate("%d values, want two periods of %d", len(values), period)
	}
	return nil
}

// STL splits a series into a season that repeats exactly, a smooth trend that
// also covers both ends, and the rest; the parts add up to the series.
type STL struct{ Season, Trend, Rest []float64 }

// SeasonalTrend splits a series by local regression with a periodic season, with
// R's default windows and without robustness weights.
// Source: Cleveland et al. (1990), J. Official Stat. 6:3-73; as R's stl(s.window = "periodic").
func SeasonalTrend(values []float64, period int) (STL, error) {
	if err := checkSeason(values, period); err != nil {
		return STL{}, err
	}
	n := len(values)
	// A window far longer than the series makes the season of each month flat.
	seasonSpan := 10*n + 1
	trendSpan := nextOdd(math.Ceil(1.5 * float64(period) / (1 - 1.5/float64(seasonSpan))))
	lowSpan := nextOdd(float64(period))
	season, trend := make([]float64, n), make([]float64, n)
	work := make([]float64, n)
	for range 2 {
		for i, v := range values {
			work[i] = v - trend[i]
		}
		cycle := smoothCycles(work, period, seasonSpan)
		// What is left of the trend in the cycles is taken out again.
		low := movingMean(movingMean(movingMean(cycle, period), period), 3)
		low = smooth(low, lowSpan, 1, jump(lowSpan))
		for i := range season {
			season[i] = cycle[period+i] - low[i]
			work[i] = values[i] - season[i]
		}
		trend = smooth(work, trendSpan, 1, jump(trendSpan))
	}
	mean, count := make([]float64, period), make([]float64, period)
	for i, s := range season {
		mean[i%period] += s
		count[i%period]++
	}
	out := STL{Season: season, Trend: trend, Rest: work}
	for i, v := range values {
		out.Season[i] = mean[i%period] / count[i%period]
		out.Rest[i] = v - out.Season[i] - trend[i]
	}
	return out, nil
}

func nextOdd(x float64) int {
	k := int(math.Round(x))
	if k%2 == 0 {
		k++
	}
	return k
}

// jump is how many points lie between two fitted ones; those between are
// interpolated, as the published algorithm does to save time.
func jump(span int) int { return (span + 9) / 10 }

func movingMean(x []float64, span int) []float64 {
	out := make([]float64, len(x)-span+1)
	s := 0.0
	for _, v := range x[:span] {
		s += v
	}
	out[0] = s / float64(span)
	for i := 1; i < len(out); i++ {
		s += x[i+span-1] - x[i-1]
		out[i] = s / float64(span)
	}
	return out
}

// smoothCycles smooths each month's own series and extends it by one period on
// both sides, so that the moving means have something to stand on.
func smoothCycles(x []float64, period, span int) []float64 {
	out := make([]float64, len(x)+2*period)
	for j := range period {
		var sub []float64
		for i := j; i < len(x); i += period {
			sub = append(sub, x[i])
		}
		k := len(sub)
		mid := smooth(sub, span, 0, jump(span))
		first, ok := local(sub, span, 0, 0, 1, min(span, k))
		if !ok {
			first = mid[0]
		}
		last, ok := local(sub, span, 0, float64(k+1), max(1, k-span+1), k)
		if !ok {
			last = mid[k-1]
		}
		out[j] = first
		for m, v := range mid {
			out[(m+1)*period+j] = v
		}
		out[(k+1)*period+j] = last
	}
	return out
}

// smooth is loess over equally spaced points with the nearest span points.
// Positions count from 1, as in the publication.
func smooth(y []float64, span, degree, step int) []float64 {
	n := len(y)
	out := make([]float64, n)
	if n < 2 {
		copy(out, y)
		return out
	}
	step = min(step, n-1)
	fit := func(i int) {
		left, right := 1, n
		if span < n {
			left = min(max(1, i-(span+1)/2+1), n-span+1)
			right = left + span - 1
		}
		v, ok := local(y, span, degree, float64(i), left, right)
		if !ok {
			v = y[i-1]
		}
		out[i-1] = v
	}
	between := func(a, b int) {
		d := (out[b-1] - out[a-1]) / float64(b-a)
		for k := a + 1; k < b; k++ {
			out[k-1] = out[a-1] + d*float64(k-a)
		}
	}
	last := 1
	fit(1)
	for i := 1 + step; i <= n; i += step {
		fit(i)
		between(last, i)
		last = i
	}
	if last != n {
		fit(n)
		between(last, n)
	}
	return out
}

// local is one weighted regression at position at over y[left..right]; false
// when no point has weight.
func local(y []float64, span, degree int, at float64, left, right int) (float64, bool) {
	n := len(y)
	h := max(at-float64(left), float64(right)-at)
	if span > n {
		h += float64((span - n) / 2)
	}
	w := make([]float64, right-left+1)
	total := 0.0
	for j := left; j <= right; j++ {
		r := math.Abs(float64(j) - at)
		if r <= 0.999*h {
			w[j-left] = 1
			if r > 0.001*h {
				c := r / h
				c = 1 - c*c*c
				w[j-left] = c * c * c
			}
			total += w[j-left]
		}
	}
	if total <= 0 {
		return 0, false
	}
	mean := 0.0
	for j := left; j <= right; j++ {
		w[j-left] /= total
		mean += w[j-left] * float64(j)
	}
	if h > 0 && degree > 0 {
		c := 0.0
		for j := left; j <= right; j++ {
			d := float64(j) - mean
			c += w[j-left] * d * d
		}
		// Too little spread for a slope: keep the weighted mean.
		if math.Sqrt(c) > 0.001*float64(n-1) {
			b := (at - mean) / c
			for j := left; j <= right; j++ {
				w[j-left] *= b*(float64(j)-mean) + 1
			}
		}
	}
	v := 0.0
	for j := left; j <= right; j++ {
		v += w[j-left] * y[j-1]
	}
	return v, true
}
