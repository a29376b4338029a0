package finding

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

// leastHalf is the fewest months of which a half can show a rise or fall: five in order are
// 1 of the 120 orders that they can have.
const leastHalf = 5

// turning says why a series has no one trend, of all that it holds: it rises in one half and
// falls in the other, or ends on the other side of where it began than it goes from month to
// month. A half counts where its months alone show it: chance alone gives every second series
// halves that go two ways.
func (x movement) turning(values []float64) Text {
	half := func(of []float64) (way int) {
		if len(of) < leastHalf {
			return 0
		}
		t, err := stats.MannKendall(nil, of)
		switch {
		case err != nil || t.P >= alpha:
			return 0
		case t.TauB > 0:
			return 1
		}
		return -1
	}
	n := len(values) / 2
	first, last := half(values[:n]), half(values[len(values)-n:])
	way := 0
	if x.sign() {
		way = -1
		if x.rising {
			way = 1
		}
	}
	rises := map[int]Text{1: {"een stijging", "a rise"}, -1: {"een daling", "a fall"}}
	switch {
	case first*last < 0:
		return both(func(lang string) string {
			return fmt.Sprintf(pick(lang, "eerst %s, later %s", "first %s, later %s"), rises[first].In(lang), rises[last].In(lang))
		})
	case way*first < 0 || way*last < 0:
		return both(func(lang string) string {
			where := pick(lang, "in de eerste helft", "in the first half")
			if way*last < 0 {
				where = pick(lang, "in de tweede helft", "in the second half")
			}
			return fmt.Sprintf(pick(lang, "%s %s, tegen het geheel in", "%s %s, against the whole"), where, rises[-way].In(lang))
		})
	case float64(way)*x.apart() < 0:
		return Text{"het verloop van maand tot maand en het verschil tussen begin en einde wijzen een andere richting uit",
			"the course from month to month and the difference between begin and end point in different directions"}
	}
	return Text{}
}

// apart is what the end of a series differs by from its begin: 0 where that is not told.
func (x movement) apart() float64 {
	if !x.first.Cell.Known || !x.last.Cell.Known {
		return 0
	}
	return x.last.Cell.Value - x.first.Cell.Value
}

// words says what one series shows. What its ends differ by stands without an interval: the
// test beside it is of the course, and an interval of the ends would look like its size.
func (x movement) words(m *models.Metric, lang string) string {
	head := ""
	if x.name != (Text{}) {
		head = x.name.In(lang) + ": "
	}
	return head + x.verdict(lang) + x.size(m, lang) + x.fromEnds(m, lang) + "."
}

// verdict says whether there is a sign.
func (x movement) verdict(lang string) string {
	switch {
	case x.turns != (Text{}):
		return pick(lang, "geen doorlopende stijging of daling", "no steady rise or fall") + " (" + x.turns.In(lang) + ")"
	case !x.sign() && x.p < alpha:
		return pick(lang, "geen aanwijzing voor een stijging of daling, want de mediane verandering kan ook 0 zijn", "no sign of a rise or fall, for the median change can be 0 as well")
	case !x.sign():
		return pick(lang, "geen aanwijzing voor een stijging of daling", "no sign of a rise or fall")
	case x.rising:
		return pick(lang, "aanwijzing voor een stijging", "a sign of a rise")
	}
	return pick(lang, "aanwijzing voor een daling", "a sign of a fall")
}

// size says the change by month with its interval and its test; nothing of a series that goes
// two ways, of which it would be the size of neither.
func (x movement) size(m *models.Metric, lang string) string {
	if x.turns != (Text{}) {
		return ""
	}
	form, test := pick(lang, " (mediane verandering %s per maand", " (median change %s a month"), "Mann-Kendall"
	if x.shares {
		form, test = pick(lang, " (gemiddelde verandering %s per maand", " (mean change %s a month"), "Cochran-Armitage"
	}
	out := fmt.Sprintf(form, x.change(m, true)(x.trend.Slope, lang))
	if x.trend.HasInterval {
		out += fmt.Sprintf(pick(lang, ", 95%%-interval %s", ", 95%% interval %s"), between(x.trend.Interval, x.change(m, false), lang))
	}
	if x.corrected {
		test += pick(lang, ", na Holm", ", after Holm")
	}
	return out + fmt.Sprintf("; %s: %s)", test, chance(x.p, lang))
}

// fromEnds says where the series begins and ends.
func (x movement) fromEnds(m *models.Metric, lang string) string {
	switch {
	case m.Kind == "stock":
		return x.fromTo(m, lang)
	case !x.hasMoved:
		return ""
	case x.moved.ratio:
		return fmt.Sprintf(pick(lang, "; laatste drie maanden tegenover de eerste drie: %s keer zoveel", "; last three months against the first three: %s times as much"), ratio(x.moved.estimate, lang))
	}
	return fmt.Sprintf(pick(lang, "; %s in de eerste drie maanden, %s in de laatste drie, in aantallen %s en %s", "; %s in the first three months, %s in the last three, in counts %s and %s"),
		amount(m, x.first.Cell.Value, lang), amount(m, x.last.Cell.Value, lang), decimal(x.first.Cell.Part, 0, lang), decimal(x.last.Cell.Part, 0, lang))
}
