package models

import (
	"strconv"
	"testing"
)

func TestAMonthSettlesAfterTheMonthsThatItsMetricSays(t *testing.T) {
	three := &Metric{Settles: 3}
	for known, want := range map[Date]Date{
		"2023-12-31": "2023-09-30", // at the end of December, September changed for the last time
		"2023-12-30": "2023-08-31",
		"2023-02-28": "2022-11-30",
	} {
		if got := three.Settled(known); got != want {
			t.Errorf("known %s: settled up to %s, want %s", known, got, want)
		}
	}
	if got := (&Metric{}).Settled("2023-12-30"); got != "2023-12-30" {
		t.Errorf("a metric that settles at once is settled up to %s, want the day itself", got)
	}
}

func TestValuesOutsideARangeOfOneEndOrTwo(t *testing.T) {
	for name, c := range map[string]struct {
		of      []float64
		outside []float64
		inside  []float64
		text    string
	}{
		"any":     {nil, nil, []float64{-1e9, 0, 1e9}, ""},
		"least":   {[]float64{0}, []float64{-1, -0.001}, []float64{0, -1e-12, 1e9}, "minstens 0"},
		"between": {[]float64{0, 2}, []float64{-0.5, 2.803}, []float64{0, 2, 2 + 1e-12}, "0 tot 2"},
	} {
		m := &Metric{Range: c.of}
		for _, v := range c.outside {
			if !m.Outside(v) {
				t.Errorf("%s: %v is inside", name, v)
			}
		}
		for _, v := range c.inside {
			if m.Outside(v) {
				t.Errorf("%s: %v is outside", name, v)
			}
		}
		if got := m.RangeText("nl", func(v float64) string { return strconv.Itoa(int(v)) }); got != c.text {
			t.Errorf("%s: %q, want %q", name, got, c.text)
		}
	}
}
