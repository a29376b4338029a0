// Package stats holds the statistics that the metrics and pages quote: tables
// of counts, shares and rates, waiting times, order statistics, trends.
//
// Every function is pure: the same numbers in, the same numbers out; where
// chance is needed (Monte Carlo, bootstrap) the seed is a parameter. No function
// gives NaN or an infinity as an answer: input that cannot carry the answer
// gives ErrDegenerate, input that is no input gives ErrInput.
//
// How to read the results (the reports print these rules):
//
//   - effect size before p: StrengthOf names the size of Cramér's V, and with
//     thousands of counts every p is small;
//   - a cell stands out when its adjusted residual passes 3 or when it survives
//     Holm over all cells of the table;
//   - Sparse says when chi-square's approximation is out of reach, and
//     ChiSquareMonteCarlo is then the test;
//   - nothing here shows a cause.
//
// The package knows no metric, file, clock or language; sql and reports import
// it, it imports gonum and the standard library only.
package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// ErrDegenerate means that the input is well formed but cannot carry the
// answer: one row, no events, a total of zero, no spread.
var ErrDegenerate = errors.New("degenerate input")

// ErrInput means that the input is not what the function takes: a negative
// count, unequal lengths, a level outside 0 to 1, a value that is not finite.
var ErrInput = errors.New("invalid input")

// Interval is a closed range of values with Low <= High.
type Interval struct{ Low, High float64 }

// Contains tells whether v lies in the interval, ends included.
func (i Interval) Contains(v float64) bool { return i.Low <= v && v <= i.High }

func degenerate(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrDegenerate, fmt.Sprintf(format, a...))
}

func invalid(format string, a ...any) error {
	return fmt.Errorf("%w: %s", ErrInput, fmt.Sprintf(format, a...))
}

// checkLevel refuses a confidence level outside the open range 0 to 1; the
// usual one is 0.95. Written so that NaN is refused as well.
func checkLevel(level float64) error {
	if !(level > 0 && level < 1) {
		return invalid("confidence level is %v, want between 0 and 1", level)
	}
	return nil
}

// checkFinite refuses NaN and infinities before they spread into a result.
func checkFinite(what string, xs []float64) error {
	for i, x := range xs {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return invalid("%s %d is %v, want a finite number", what, i, x)
		}
	}
	return nil
}

// zFor gives the two-sided normal quantile of a level: 1.96 for 0.95.
func zFor(level float64) float64 { return distuv.UnitNormal.Quantile(0.5 + level/2) }

// normalP gives the two-sided p of a normal score. Erfc keeps its digits far in
// the tail, where 1 - CDF would be zero.
func normalP(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// chiSquareP gives the upper tail of chi-square with df degrees of freedom.
func chiSquareP(x float64, df int) float64 {
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(float64(df)/2, x/2)
}

// root finds where a monotone f changes sign between lo and hi, by halving until
// two neighbouring floats are left. Slow and sure: the quantile functions of
// libraries lose digits exactly where small counts need them.
func root(f func(float64) float64, lo, hi float64) float64 {
	rising := f(lo) < 0
	for range 2000 {
		mid := lo + (hi-lo)/2
		if mid == lo || mid == hi {
			break
		}
		if (f(mid) < 0) == rising {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + (hi-lo)/2
}

// sum adds with Neumaier's correction, so that a mean of 1,000,000.2 keeps the
// digits behind the point.
func sum(n int, at func(int) float64) float64 {
	var s, c float64
	for i := range n {
		x := at(i)
		t := s + x
		if math.Abs(s) >= math.Abs(x) {
			c += (s - t) + x
		} else {
			c += (x - t) + s
		}
		s = t
	}
	return s + c
}
