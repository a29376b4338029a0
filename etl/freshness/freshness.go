// Package freshness tells from a contract's rhythm and the days on which
// deliveries were known which ones are missing and whether the next is late.
//
// It is arithmetic on calendar days: it reads no clock, no manifest and no file,
// knows no time zone, and so cannot be off by an hour lost or gained. The caller
// says what day it is.
package freshness

import (
	"slices"
	"sort"

	"github.com/vlot-evaluatie/peil/models"
)

// State is how the deliveries of an entity stand on a day.
type State struct {
	Last models.Date // day of the last delivery; "" when there was none
	// Due is the last day on which the next delivery is still in time, without the
	// days of grace that follow a due day; "" when none is due.
	Due      models.Date
	LateDays int // days after Due; 0 while it is not late
	// Missing are the deliveries that did not come and no later one stands for, in order.
	Missing []Missing
}

// Missing is a delivery that did not come.
type Missing struct {
	// Name is its period (2023-04, 2023-W06, 2023-Q2, 2023, a day) or the day it was due.
	Name        string
	models.Span // that period, or that day
	// Since is the first day that it may have told about: what comes on any day of a period
	// tells of the period before as well, and what was due on a day of those since the due
	// day before.
	Since models.Date
}

// Names gives the names of missing deliveries.
func Names(all []Missing) []string {
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.Name
	}
	return out
}

// Of gives the state on the day today of deliveries that were known on the given
// days, in any order. One that bears a day after today, as the file of a week that
// is not over may do, counts as one of today.
//
// Where the contract names days on which deliveries are due, each delivery counts
// for the due day that it lies nearest to, or for the one before it while that
// one's days of grace last. Elsewhere deliveries are late when more days pass
// between two of them than the contract allows, and what is missing are the whole
// periods in between.
func Of(f models.Freshness, known []models.Date, today models.Date) State {
	days := make([]models.Date, len(known))
	for i, d := range known {
		days[i] = min(d, today)
	}
	slices.Sort(days)
	days = slices.Compact(days)
	var s State
	if len(days) > 0 {
		s.Last = days[len(days)-1]
	}
	if f.Due != "" || len(f.Expected) > 0 {
		s.onDueDays(f, days, today)
		return s
	}
	s.inPeriods(f, days, today)
	return s
}

// inPeriods looks at the days that pass between deliveries.
func (s *State) inPeriods(f models.Freshness, days []models.Date, today models.Date) {
	if len(days) == 0 || f.Every == "once" || f.Grace() == 0 {
		return // nothing was ever delivered, or nothing more is due
	}
	s.Due = s.Last.AddDays(f.Grace())
	if today > s.Due {
		s.LateDays = models.DaysBetween(s.Due, today)
	}
	for i, day := range days {
		next := today
		if i+1 < len(days) {
			next = days[i+1]
		}
		if models.DaysBetween(day, next) > f.Grace() {
			s.Missing = append(s.Missing, between(f.Every, day, next)...)
		}
	}
}

// between names the whole periods between those of two days.
func between(every string, from, to models.Date) []Missing {
	if every == "" {
		return nil // days of grace and no rhythm: late, but nobody can say what is missing
	}
	var out []Missing
	for p := next(every, start(every, from)); p < start(every, to); p = next(every, p) {
		out = append(out, Missing{Name: label(every, p), Span: models.Span{From: p, Until: next(every, p).AddDays(-1)}, Since: previous(every, p)})
	}
	return out
}

// onDueDays gives each delivery the due day that it is for.
func (s *State) onDueDays(f models.Freshness, days []models.Date, today models.Date) {
	due := dueDays(f, days, today)
	if len(due) == 0 {
		return
	}
	came := make([]bool, len(due))
	for _, day := range days {
		// The first due day whose border is not passed.
		i := sort.Search(len(due), func(i int) bool { return day <= border(f, due, i) })
		if i < len(due) {
			came[i] = true
		}
	}
	// What lies before the last delivery that came is missing for good; of what
	// lies after it the first is the one that is waited for.
	last := -1
	for i := range came {
		if came[i] {
			last = i
		}
	}
	if last+1 < len(due) {
		s.Due = due[last+1]
		if today > s.Due.AddDays(f.Grace()) {
			s.LateDays = models.DaysBetween(s.Due, today)
		}
	}
	for i := range due {
		if !came[i] && today > due[i].AddDays(f.Grace()) {
			m := Missing{Name: string(due[i]), Span: models.Span{From: due[i], Until: due[i]}, Since: due[i]}
			if i > 0 {
				m.Since = due[i-1].AddDays(1)
			}
			s.Missing = append(s.Missing, m)
		}
	}
}

// border is the last day on which a delivery counts for due day i.
func border(f models.Freshness, due []models.Date, i int) models.Date {
	if i+1 == len(due) {
		return "9999-12-31"
	}
	middle := due[i].AddDays(models.DaysBetween(due[i], due[i+1]) / 2)
	return max(middle, due[i].AddDays(f.Grace()))
}

// dueDays gives the due days that matter, in order: from the one that the first
// delivery is for until the first that is still to come, and one more, so that
// an early delivery finds its own.
func dueDays(f models.Freshness, days []models.Date, today models.Date) []models.Date {
	if len(f.Expected) > 0 {
		return slices.Sorted(slices.Values(f.Expected))
	}
	day, err := f.DueDay()
	if err != nil {
		return nil // the contract was refused for it
	}
	if f.Every == "once" {
		return []models.Date{day.Once}
	}
	if len(days) == 0 {
		return nil // nobody knows when it was to begin
	}
	// The first delivery may be for the due day before it or after it, so the
	// series begins one period early and drops what comes before that delivery.
	var due []models.Date
	p := previous(f.Every, start(f.Every, days[0]))
	for after := 0; after < 2; p = next(f.Every, p) {
		d := onDay(f.Every, p, day)
		due = append(due, d)
		if d > today {
			after++
		}
	}
	first := sort.Search(len(due), func(i int) bool { return days[0] <= border(f, due, i) })
	return due[first:]
}
