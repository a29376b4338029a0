package finding

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
	format "github.com/vlot-evaluatie/peil/reports/chart/number"
)

// Told are the first and last day that the sources of a metric tell about. Outside them
// no rows means not known, and never none. An empty end is open.
type Told struct {
	From, Until models.Date
	First       models.Date // day of the first row, in the month of From
}

// began tells whether a month is that in which the sources began, behind its first day: of
// what there was before nobody knows.
func (t Told) began(month models.Date) bool { return t.First > month && t.First <= month.MonthEnd() }

// days counts the days of a period that are told about. gap says, within a sentence, up
// to or from which day, and is empty when all of them are.
func (t Told) days(from, to models.Date) (n int, gap Text) {
	first, last := t.within(from, to)
	if first == from && last == to {
		return days(from, to), gap
	}
	gap = both(func(lang string) string {
		head := fmt.Sprintf(pick(lang, "over %s zijn er ", "for %s there are "), period(from, to, lang))
		day := func(d models.Date) string { return format.LongDate(d, lang) }
		switch {
		case first > last:
			return head + pick(lang, "geen gegevens", "no data")
		case first == from:
			return head + pick(lang, "gegevens tot en met ", "data to ") + day(last)
		case last == to:
			return head + pick(lang, "gegevens vanaf ", "data from ") + day(first)
		}
		return head + pick(lang, "gegevens van ", "data from ") + day(first) + pick(lang, " tot en met ", " to ") + day(last)
	})
	if first > last {
		return 0, gap
	}
	return days(first, last), gap
}

// within gives the first and last day of a period that are told about.
func (t Told) within(from, to models.Date) (first, last models.Date) {
	first, last = max(from, t.From), to
	if t.Until != "" {
		last = min(to, t.Until)
	}
	return first, last
}

// Group makes a group of a cell of the input's period. Its days are those that are told
// about: a count of half a month is not one of a whole month.
func (in Input) Group(c Cell) Group {
	g := Group{Cell: c}
	if len(in.Dims) == 1 {
		g.by = in.Dims[0].Name
		if nowhere(c.Dims) && in.Metric != nil {
			g.of, g.lying = in.lost(), in.where(units(in.Metric))
		}
	}
	g.lacks = in.lacks()
	if in.From != "" {
		g.Days, g.gap = in.Told.days(in.From, in.To)
		if in.Metric != nil && in.Metric.Grain == "month" && g.Days > 0 {
			g.months = wholeMonths(in.Told.within(in.From, in.To))
		}
		if in.Final != "" && in.To > in.Final {
			g.open = Period(in.From, in.To)
		}
	}
	return g
}

// untold tells that there are no data on the days of a group at all.
func (g Group) untold() bool { return g.gap != (Text{}) && g.Days == 0 }

// gaps warns, once each, of periods that are not told about to their end; then says what
// follows of it for a count of a day.
func (f *Finding) gaps(m *models.Metric, then func(g Group) Text, groups ...Group) {
	seen := map[Text]bool{{}: true}
	for _, g := range groups {
		if seen[g.gap] {
			continue
		}
		seen[g.gap] = true
		var more Text
		if additive(m) && then != nil {
			more = then(g)
		}
		f.caveat(capital(g.gap.NL)+more.NL+".", capital(g.gap.EN)+more.EN+".")
	}
}

// perDay is what follows of a gap where groups are compared by their count a day.
func perDay(g Group) Text {
	return Text{"; het aantal per dag is berekend over " + plural(int64(g.Days), "dag", "dagen", "nl"),
		"; the count a day is over " + plural(int64(g.Days), "day", "days", "en")}
}

// looksLower is what follows of a gap where months are laid beside each other.
func looksLower(Group) Text {
	return Text{"; die maand lijkt daardoor lager dan ze is", ", so that month looks lower than it is"}
}
