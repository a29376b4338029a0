package finding

import (
	"fmt"
	"strconv"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

// leastFollowed is the fewest waits that must still be followed on a day for a share of it to
// be told at all, where others were lost before.
const leastFollowed = 5

// on counts the waits that were followed to a day or longer, and those that were lost before:
// they went on when they were last seen.
func (g Group) on(day float64) (followed, lost int64) {
	for _, v := range g.Sample.Values {
		if v.Value >= day {
			followed += v.Count
		} else {
			lost += v.Count - v.Ended
		}
	}
	return followed, lost
}

// least is the fewest waits that a share of this metric and group is told of.
func (g Group) least(m *models.Metric) int64 { return max(leastFollowed, m.MinN, g.Least) }

// followed tells whether enough waits were followed for as many days. A curve that has come to
// nothing says nothing of later days while waits go on: it came to nothing since nobody was
// left to follow, or hardly anybody. Where all but a few waits have ended, they have by any
// later day too.
func (g Group) followed(m *models.Metric, day float64) bool {
	followed, lost := g.on(day)
	return lost == 0 || followed >= g.least(m) || followed > 0 && lost*10 < g.Sample.Size()
}

// goingOn adds the share of waits that goes on after each number of days. Before the
// first day all do: what ended on it is told with what ended by the next.
func (f *Finding) goingOn(m *models.Metric, g Group, curve stats.Curve, days []float64) {
	for _, day := range days {
		n := Number{Name: "open_after_" + strconv.FormatFloat(day, 'f', -1, 64) + "_days", Of: g.Name, Unit: "share"}
		if day == 0 {
			n.Value, n.Known = 1, true
		} else if g.followed(m, day) {
			n.Value, n.Known = curve.At(day), true
			if _, ended, ok := curve.Ended(day); ok {
				n.Low, n.High, n.HasLow, n.HasHigh = 1-ended.High, 1-ended.Low, true, true
			}
		}
		f.add(n)
	}
}

// fewFollowed is how many waits must be followed for as long as a share is read of them,
// for it to be told without a word.
const fewFollowed = 10

// thin warns of days to which few waits were followed, and a tenth or more were lost before.
// Where few are left since nearly all have ended, the share rests on all of them.
func (f *Finding) thin(m *models.Metric, g Group, days []float64) {
	for _, day := range days {
		on, lost := g.on(day)
		if on >= fewFollowed || lost*10 < g.Sample.Size() || !g.followed(m, day) {
			continue
		}
		say := func(lang string) string {
			head := ""
			if g.Name != (Text{}) {
				head = g.Name.In(lang) + ": "
			}
			text := inDays(m, strconv.FormatFloat(day, 'f', -1, 64), lang)
			if g.Least > 0 { // how many they are is not for a page
				return capital(head + fmt.Sprintf(pick(lang, "minder dan %d wachttijden zijn %s of langer gevolgd: dat aandeel rust op weinig.", "fewer than %d waits were followed for %s or longer: that share rests on little."), fewFollowed, text))
			}
			return capital(head + fmt.Sprintf(pick(lang, "%s %s of langer gevolgd: dat aandeel rust op weinig.", "%s followed for %s or longer: that share rests on little."),
				plural(on, pick(lang, "wachttijd is", "wait was"), pick(lang, "wachttijden zijn", "waits were"), lang), text))
		}
		text := both(say)
		f.caveat(text.NL, text.EN)
	}
}
