package finding

import (
	"fmt"
	"math"

	"github.com/vlot-evaluatie/peil/models"
)

// additive tells whether a period of twice the days has twice as much of a metric: counts
// and amounts of a flow.
func additive(m *models.Metric) bool {
	return m.Kind == "flow" && m.OverTime == models.Sums && !m.Drawn() && m.Values == ""
}

// nearly is by how many days two periods may differ that are as long as each other: two
// months, quarters or years.
const nearly = 3

// uneven tells that two periods do not have as many days that are told about, so that their
// amounts cannot be laid beside each other as they are.
func uneven(a, b Group) bool {
	return a.Days > 0 && b.Days > 0 && (a.gap != b.gap || math.Abs(float64(a.Days-b.Days)) > nearly)
}

// pace is what a flow has in each month, or in each day where it has no whole months.
type pace struct {
	a, b  float64
	month bool
}

// paced gives the paces of two groups, and what they differ by.
func paced(c contrast, a, b Group) contrast {
	of := pace{month: a.months > 0 && b.months > 0}
	if of.month {
		of.a, of.b = c.a/float64(a.months), c.b/float64(b.months)
	} else {
		of.a, of.b = c.a/float64(a.Days), c.b/float64(b.Days)
	}
	c.pace, c.estimate = &of, of.a-of.b
	return c
}

// words says two paces and what they differ by.
func (p pace) words(m *models.Metric, estimate float64, lang string) string {
	each := pick(lang, "dag", "day")
	if p.month {
		each = pick(lang, "maand", "month")
	}
	decimals := m.Decimals
	if m.Unit != "eur" {
		decimals = max(decimals, 1)
	}
	of := *m
	of.Decimals = decimals
	return fmt.Sprintf(pick(lang, ", per %[1]s %[2]s tegenover %[3]s, een verschil van %[4]s per %[1]s", ", %[2]s against %[3]s a %[1]s, a difference of %[4]s a %[1]s"),
		each, amount(&of, p.a, lang), amount(&of, p.b, lang), apartBy(&of, estimate, lang))
}

// name is that of the difference among the numbers of a finding.
func (p pace) name() string {
	if p.month {
		return "difference_per_month"
	}
	return "difference_per_day"
}

// over says of a period that is not told about to its end what its pace is taken over.
func (p pace) over(g Group) Text {
	return both(func(lang string) string {
		if p.month {
			return pick(lang, "; per maand berekend, over ", "; by the month, over ") + plural(int64(g.months), pick(lang, "maand", "month"), pick(lang, "maanden", "months"), lang)
		}
		return pick(lang, "; per dag berekend, over ", "; by the day, over ") + plural(int64(g.Days), pick(lang, "dag", "day"), pick(lang, "dagen", "days"), lang)
	})
}

// wholeMonths counts the months from first to last, when these are whole months.
func wholeMonths(first, last models.Date) int {
	if first != first.MonthStart() || last != last.MonthEnd() {
		return 0
	}
	a, b := first.Time(), last.Time()
	return (b.Year()-a.Year())*12 + int(b.Month()-a.Month()) + 1
}
