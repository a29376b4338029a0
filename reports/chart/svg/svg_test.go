package svg_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

func TestTicksAreRoundAndAtMostAsManyAsAsked(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		n         int
		whole     bool
		want      []float64
	}{
		{0, 9020, 6, true, []float64{0, 2000, 4000, 6000, 8000, 10000}},
		{0, 12000, 6, true, []float64{0, 2500, 5000, 7500, 10000, 12500}},
		{0, 3, 6, true, []float64{0, 1, 2, 3}},
		{0, 1, 6, false, []float64{0, 0.2, 0.4, 0.6000000000000001, 0.8, 1}},
		{0, 0, 6, true, []float64{0, 1}},
		{-40, 55, 6, true, []float64{-40, -20, 0, 20, 40, 60}},
		{0, 0.861, 4, false, []float64{0, 0.5, 1}},
	} {
		if got := svg.Nice(c.low, c.high, c.n, c.whole).Ticks; !slices.Equal(got, c.want) {
			t.Errorf("Nice(%v, %v, %d): %v, want %v", c.low, c.high, c.n, got, c.want)
		}
	}
	for _, high := range []float64{5e-324, 1e-300, 1e-9, 0.1, 7, 1e6, 1e15} {
		for _, low := range []float64{0, -high, -1e15} {
			s := svg.Nice(low, high, 6, false)
			slack := 1e-9 + 1e-9*(high-low)
			if len(s.Ticks) > 6 || s.Low > low+slack || s.High < high-slack || math.IsNaN(s.At(high)) {
				t.Errorf("Nice(%g, %g): %+v", low, high, s)
			}
		}
	}
}

func TestSpreadKeepsOrderDistanceAndWhatHasRoom(t *testing.T) {
	for _, c := range []struct{ at, want []float64 }{
		{[]float64{10, 50, 90}, []float64{10, 50, 90}},
		{[]float64{50, 50, 52}, []float64{50, 60, 70}},
		{[]float64{99, 98, 10}, []float64{100, 90, 10}},
		{[]float64{-5, 3}, []float64{0, 10}},
		{nil, nil},
	} {
		if got := svg.Spread(c.at, 10, 0, 100); !slices.Equal(got, c.want) {
			t.Errorf("Spread(%v): %v, want %v", c.at, got, c.want)
		}
	}
}

func TestTextIsCutOnRunesAndWrappedAtBlanks(t *testing.T) {
	long := "Sociale rechten, leefloon en gezinsbijslag"
	short := svg.Fit(long, 120, 12)
	if !strings.HasSuffix(short, "…") || svg.Width(short, 12) > 120 || !strings.HasPrefix(long, strings.TrimSuffix(short, "…")) {
		t.Errorf("Fit: %q of %v", short, svg.Width(short, 12))
	}
	if got := svg.Fit("kort", 120, 12); got != "kort" {
		t.Errorf("Fit of short text: %q", got)
	}
	for text, want := range map[string][2]string{
		"Oost-Vlaanderen":   {"Oost-", "Vlaanderen"},
		"eigen huurwoning":  {"eigen", "huurwoning"},
		"Gezondheidszorgen": {"Gezondheidszorgen", ""},
		"kort":              {"kort", ""},
	} {
		if first, rest := svg.Wrap(text, 80, 12); [2]string{first, rest} != want {
			t.Errorf("Wrap(%q): %q %q", text, first, rest)
		}
	}
}

func TestTextThatActsIsMadeVisible(t *testing.T) {
	for in, want := range map[string]string{
		"</script>":       "&lt;/script&gt;",
		`"a" & 'b'`:       "&#34;a&#34; &amp; &#39;b&#39;",
		"a\x00\n\x1b\x7f": "a␀␊␛␡",
		"\u202eevil":      "\ufffdevil",
		"\xff\ufffe":      "\ufffd\ufffd",
		"Été €":           "Été €",
	} {
		if got := svg.Escape(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCoordinatesAreShortAndAlwaysNumbers(t *testing.T) {
	for v, want := range map[float64]string{1: "1", 0.125: "0.13", -0.001: "0", 1e6: "1000000", math.Inf(1): "0"} {
		if got := svg.Num(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
	if svg.Num(math.NaN()) != "0" {
		t.Error("NaN is written")
	}
}
