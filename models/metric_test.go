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

// What only grows is cut on a page by what is coarse enough, and by time.
func TestAPageCutsAMetricByWhatIsCoarseEnough(t *testing.T) {
	m := &Metric{Name: "attested", PagesBy: []string{"province"}}
	for name, c := range map[string]struct {
		q  MetricQuery
		ok bool
	}{
		"the whole":           {MetricQuery{}, true},
		"by province in time": {MetricQuery{By: []string{"province", "month"}, Where: []Filter{{Dimension: "province"}}}, true},
		"by municipality":     {MetricQuery{By: []string{"month", "municipality"}}, false},
		"of one municipality": {MetricQuery{Where: []Filter{{Dimension: "municipality", Values: []string{"11002"}}}}, false},
	} {
		if err := m.OnPages(c.q); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	time := &Metric{Name: "per_fte", PagesBy: []string{"month"}}
	if err := time.OnPages(MetricQuery{By: []string{"team"}}); err == nil || time.OnPages(MetricQuery{By: []string{"quarter"}}) != nil {
		t.Errorf("by time alone: by team gives %v", err)
	}
	if err := (&Metric{}).OnPages(MetricQuery{By: []string{"municipality"}}); err != nil {
		t.Errorf("a metric that says nothing: %v", err)
	}
}
