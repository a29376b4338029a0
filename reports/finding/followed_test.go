package finding_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// young is a cohort of 34 days: of 40 waits 26 still go on after 20 days at most, 8 ended on
// day 10, and the 6 that are followed for 33 days ended on it.
func young() *models.SampleGroup {
	return &models.SampleGroup{Values: []models.SampleValue{{Value: 10, Count: 8, Ended: 8}, {Value: 20, Count: 26}, {Value: 33, Count: 6, Ended: 6}}}
}

func followed(put func(name string) func(finding.Finding, error)) {
	put("survival of a young cohort")(finding.Survive(waits, []finding.Group{{Sample: young()}}, 25, 365))
	put("survival of a young cohort on a page")(finding.Survive(waits, []finding.Group{{Sample: young(), Least: 2}}))
}

// By hand: of 40 at risk 8 end on day 10, so 0.8 go on and 20% ended within 30 days, which 6
// waits are followed to. All end on day 33, and nobody is followed to 60, 90 or 365 days:
// that the curve then stands at 0 does not say that all have ended. Of waits that have all
// ended it does, and however few are left at the end, none was lost.
func TestNoShareIsToldOfDaysThatNobodyWasFollowedTo(t *testing.T) {
	told := func(s *models.SampleGroup) (out []string, f finding.Finding) {
		f, err := finding.Survive(waits, []finding.Group{{Sample: s}}, 25, 365)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range f.Numbers {
			if strings.Contains(n.Name, "_days") {
				out = append(out, fmt.Sprintf("%s %.2f %v", n.Name, n.Value, n.Known))
			}
		}
		return out, f
	}
	got, f := told(young())
	want := []string{"ended_within_30_days 0.20 true", "ended_within_60_days 0.00 false", "ended_within_90_days 0.00 false",
		"open_after_25_days 0.80 true", "open_after_365_days 0.00 false"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, caveat := range []string{"6 wachttijden zijn 25 dagen of langer gevolgd: dat aandeel rust op weinig.", "6 wachttijden zijn 30 dagen of langer gevolgd: dat aandeel rust op weinig."} {
		if !slices.ContainsFunc(f.Caveats, func(c finding.Text) bool { return c.NL == caveat }) {
			t.Errorf("%v lacks %q", f.Caveats, caveat)
		}
	}
	ended := young()
	ended.Values[1].Ended = 26
	got, f = told(ended)
	want = []string{"ended_within_30_days 0.85 true", "ended_within_60_days 1.00 true", "ended_within_90_days 1.00 true",
		"open_after_25_days 0.15 true", "open_after_365_days 0.00 true"}
	if !slices.Equal(got, want) || len(f.Caveats) > 1 {
		t.Errorf("all have ended: got\n%s\n%v\nwant\n%s", strings.Join(got, "\n"), f.Caveats, strings.Join(want, "\n"))
	}
}

// By hand: with 4 in the place of 6 that are followed beyond day 20, a share of 30 days would
// rest on them, of 38. A metric that is told of 10 at least is told of no 6 either. Where 2 of
// 40 are followed on and 3 were lost before, less than a tenth, it rests on those that ended.
func TestNoShareIsToldOfAFewThatWereFollowed(t *testing.T) {
	few := young()
	few.Values[2] = models.SampleValue{Value: 33, Count: 4, Ended: 4}
	nearly := &models.SampleGroup{Values: []models.SampleValue{{Value: 10, Count: 35, Ended: 35}, {Value: 20, Count: 3}, {Value: 33, Count: 2, Ended: 2}}}
	ten := *waits
	ten.MinN = 10
	for name, c := range map[string]struct {
		m    *models.Metric
		s    *models.SampleGroup
		want string
	}{
		"six":               {waits, young(), "afgelopen binnen 30 dagen 20,0"},
		"four":              {waits, few, "; binnen 30, 60 en 90 dagen niet te berekenen, want zo lang zijn er minder dan 5 gevolgd; 38 wachttijden"},
		"six of ten wanted": {&ten, young(), "; binnen 30, 60 en 90 dagen niet te berekenen, want zo lang zijn er minder dan 10 gevolgd; 40 wachttijden"},
		"nearly all ended":  {waits, nearly, "afgelopen binnen 30 dagen 87,5"},
	} {
		f, err := finding.Survive(c.m, []finding.Group{{Sample: c.s}})
		if err != nil || !strings.Contains(f.Sentence.NL, c.want) {
			t.Errorf("%s: %v: %s\nwant %s", name, err, f.Sentence.NL, c.want)
		}
	}
}
