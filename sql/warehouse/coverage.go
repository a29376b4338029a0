package warehouse

import (
	"context"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Covered gives the last day that all declared sources of a metric tell about,
// as known at the warehouse's knowledge date: the end of the latest period of a
// source that delivers by period, else the day of its latest delivery. After it
// no rows means not known yet, and never zero. It is empty when one of them
// never delivered; a metric without declared sources is covered until the
// knowledge date.
func (w *Warehouse) Covered(metric string) (models.Date, error) {
	m, err := w.project.Metric(metric)
	if err != nil {
		return "", err
	}
	until := w.knownAt
	for _, e := range w.entitiesOf(m.Sources) {
		until = min(until, w.lastDay(e))
	}
	return until, nil
}

// entitiesOf gives the entities by their names, source/entity. Verify tells of one that
// does not exist.
func (w *Warehouse) entitiesOf(names []string) []*models.Entity {
	var out []*models.Entity
	for _, key := range names {
		source, name, _ := strings.Cut(key, "/")
		if e, ok := w.entities["raw."+source+"__"+name]; ok {
			out = append(out, e.Entity)
		}
	}
	return out
}

// delivered tells whether each source without which a metric has no figure came once: of
// questions without any list of dispatches nobody knows that none was dispatched.
func (w *Warehouse) delivered(m *models.Metric) bool {
	return !slices.ContainsFunc(w.entitiesOf(m.Requires), func(e *models.Entity) bool { return w.lastDay(e) == "" })
}

// begun gives the first day on which each source of a metric told something: of one that
// delivers by period the first day of the first one, else the day of the first delivery. It
// is empty when a source never delivered.
func (w *Warehouse) begun(m *models.Metric) models.Date {
	var out models.Date
	for _, e := range w.entitiesOf(m.Sources) {
		var first models.Date
		if e.Delivery.Kind == "period" {
			if firsts, _ := w.periods(e); len(firsts) > 0 {
				first = firsts[0]
			}
		} else {
			for _, d := range w.arrivals.delivered[e.Key()] {
				if !e.SaysNothing(&d) && (first == "" || d.KnownAt < first) {
					first = d.KnownAt
				}
			}
		}
		out = max(out, first)
	}
	return out
}

// periods gives the first days of the periods that were delivered, in order, and the type
// of their column.
func (w *Warehouse) periods(e *models.Entity) (firsts []models.Date, kind string) {
	for i := range e.Columns {
		if e.Columns[i].Name == e.Delivery.Period {
			kind = e.Columns[i].Type
		}
	}
	for _, d := range w.arrivals.delivered[e.Key()] {
		for _, p := range d.Periods {
			firsts = append(firsts, models.Date(p))
		}
	}
	slices.Sort(firsts)
	return slices.Compact(firsts), kind
}

// Reach gives the first and last day that a metric is told about: from its first row, in
// whose month a series by month begins, until the day that it is covered. The first is empty
// when it has no rows, the last when a source never delivered.
func (w *Warehouse) Reach(ctx context.Context, metric string) (first, until models.Date, err error) {
	until, err = w.Covered(metric)
	if err != nil || until == "" {
		return "", "", err
	}
	m, err := w.project.Metric(metric)
	if err != nil {
		return "", "", err
	}
	plan, _, err := w.planned(ctx, m, models.MetricQuery{Metric: metric})
	if err != nil {
		return "", "", err
	}
	first, err = w.earliest(ctx, plan)
	return first, until, err
}

// lastDay gives the last day that the deliveries of an entity are about. One that
// was skipped counts too: it says that what was known before still holds. One with the
// bytes of another does not: what its own day was like is not known.
func (w *Warehouse) lastDay(e *models.Entity) models.Date {
	var last models.Date
	if e.Delivery.Kind == "period" {
		firsts, kind := w.periods(e)
		for _, first := range firsts {
			last = max(last, periodEnd(first, kind))
		}
		return last
	}
	for _, d := range w.arrivals.delivered[e.Key()] {
		if e.Told(&d) {
			last = max(last, d.KnownAt)
		}
	}
	return last
}

// periodEnd gives the last day of the period that begins on a day, by the type of
// its column. Periods of other types are days.
func periodEnd(first models.Date, kind string) models.Date {
	months := map[string]int{"month": 1, "quarter": 3, "financial_year": 12, "year": 12}[kind]
	switch {
	case kind == "half_month" && first == first.MonthStart():
		return first.AddDays(14) // the second half begins on the 16th
	case kind == "half_month":
		return first.MonthEnd()
	case months > 0:
		return first.MonthStart().AddMonths(months).AddDays(-1)
	}
	return first
}
