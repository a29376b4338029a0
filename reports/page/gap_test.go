package page

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

func valueOf(m *models.Metric, v float64) *figure.Figure {
	return &figure.Figure{Metric: m, Safe: disclose.Apply(&models.MetricResult{Metric: m, Rows: []models.MetricRow{{Dims: []string{}, Value: v, Known: true, N: 100}}}, disclose.Rule{})}
}

func TestAChangeIsWordedByWhatIsCounted(t *testing.T) {
	persons := &models.Metric{Unit: "persons", OverGroups: "sum", Protects: "person", Better: "down"}
	median := &models.Metric{Unit: "days", Decimals: 1, OverGroups: "none", Protects: "none", Better: "down"}
	for _, c := range []struct {
		m                     *models.Metric
		now, before           float64
		signed, spoken, judge string
	}{
		{persons, 449, 525, "−76 (−14 %)", "76 minder (−14 %)", ", gunstig"},
		{persons, 12, 10, "+2 (+20 %)", "2 meer (+20 %)", ", ongunstig"},
		// of one or two days a half is one day; a day either way is no verdict
		{median, 1, 2, "−1", "1 minder", ""},
		{median, 4, 2, "+2", "2 meer", ", ongunstig"},
		{median, 2.5, 4, "−1,5", "1,5 minder", ", gunstig"},
		{median, 12, 10, "+2 (+20 %)", "2 meer (+20 %)", ", ongunstig"},
	} {
		b := &builder{src: &Source{Lang: "nl"}, opt: Options{Maker: &figure.Maker{}}}
		g := b.gap(valueOf(c.m, c.now), valueOf(c.m, c.before))
		plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
		if got := plain(g.signed()); got != c.signed {
			t.Errorf("%v after %v: %q, want %q", c.now, c.before, got, c.signed)
		}
		if got := plain(g.spoken(b, c.m)); got != c.spoken {
			t.Errorf("%v after %v in a sentence: %q, want %q", c.now, c.before, got, c.spoken)
		}
		if got := b.direction(c.m, c.now-c.before); got != c.judge {
			t.Errorf("%v after %v is called %q, want %q", c.now, c.before, got, c.judge)
		}
	}
}

func TestDaysInRunningTextHaveNoNeedlessDecimals(t *testing.T) {
	b := &builder{src: &Source{Lang: "nl"}}
	m := &models.Metric{Unit: "days", Decimals: 1, UnitNL: "werkdagen"}
	for v, want := range map[float64]string{1: "1\u00a0werkdag", 2: "2\u00a0werkdagen", 2.5: "2,5\u00a0werkdagen"} {
		if got := b.quantity(m, v); got != want {
			t.Errorf("%v is written as %q, want %q", v, got, want)
		}
	}
}

func TestThePageSaysWhatItCountsAsHidden(t *testing.T) {
	b := &builder{src: &Source{Lang: "nl"}, opt: Options{Maker: &figure.Maker{}}}
	if got := b.judged(&Judged{Cells: 8}); !strings.Contains(got, "geen enkel cijfer verborgen") || strings.Contains(got, "Van de") {
		t.Errorf("of a page that hides nothing: %s", got)
	}
	// a median is in no sum: nothing is counted, and yet it is hidden
	m := &models.Metric{Unit: "days", OverGroups: "none", Protects: "household", MinN: 10}
	safe := disclose.Apply(&models.MetricResult{Metric: m, Rows: []models.MetricRow{{Dims: []string{}, Value: 3, Known: true, N: 4}}}, disclose.Rule{})
	b.figures = []*figure.Figure{{Metric: m, Safe: safe}}
	if got := b.judged(&Judged{Cells: 8}); strings.Contains(got, "geen enkel cijfer verborgen") {
		t.Errorf("of a page that hides a median: %s", got)
	}
	if got := b.judged(&Judged{Cells: 8, Primary: 2, Secondary: 1}); !strings.Contains(got, "Van de 8 getallen") || !strings.Contains(got, "niet hoe vaak er [o] staat") {
		t.Errorf("of a page that hides three numbers: %s", got)
	}
}
