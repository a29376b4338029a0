package stats

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

func TestUsualRangeIsMedianAndFiveMADs(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want string // median, MAD, low, high
	}{
		// Sorted 96 98 100 103 110: median 100; distances 4 2 0 3 10, sorted 0 2 3 4 10: MAD 3.
		{[]float64{100, 98, 110, 96, 103}, "100 3 85 115"},
		// Even: sorted 10 12 14 20: median 13; distances 3 1 1 7, sorted 1 1 3 7: MAD 2.
		{[]float64{10, 20, 12, 14}, "13 2 3 23"},
		// A wild value among twelve moves nothing: distances 0 five times, 1 six times, 99,900.
		{[]float64{100, 100, 100, 100, 100, 101, 99, 101, 99, 101, 99, 100000}, "100 1 95 105"},
		// MAD 0: a tenth of the median, or 1.
		{[]float64{500, 500, 500, 700}, "500 0 450 550"},
		{[]float64{3, 3, 3, 3}, "3 0 2 4"},
		{[]float64{0, 0, 0, 0}, "0 0 -1 1"},
	} {
		u, err := UsualRange(c.x)
		if got := fmt.Sprint(u.Median, u.MAD, u.Range.Low, u.Range.High); err != nil || got != c.want {
			t.Errorf("%v: %s, %v; want %s", c.x, got, err, c.want)
		}
	}
}

func TestUsualRangeNeedsFourValues(t *testing.T) {
	if _, err := UsualRange([]float64{1, 2, 3}); !errors.Is(err, ErrDegenerate) {
		t.Errorf("three values: %v", err)
	}
	if _, err := UsualRange([]float64{1, 2, 3, math.NaN()}); !errors.Is(err, ErrInput) {
		t.Errorf("not a number: %v", err)
	}
}
