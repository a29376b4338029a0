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
		until = min(until, w.lake.LastDay(e))
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
	return !slices.ContainsFunc(w.entitiesOf(m.Requires), func(e *models.Entity) bool { return w.lake.LastDay(e) == "" })
}

// begun gives the first day on which each source of a metric told something: of one that
// delivers by period the first day of the first one, else the day of the first delivery. It
// is empty when a source never delivered.
func (w *Warehouse) begun(m *models.Metric) models.Date {
	var out models.Date
	for _, e := range w.entitiesOf(m.Sources) {
		var first models.Date
		if e.Delivery.Kind == "period" {
			if firsts, _ := w.lake.Periods(e); len(firsts) > 0 {
				first = firsts[0]
			}
		} else {
			for _, d := range w.lake.Delivered(e) {
				if !e.SaysNothing(&d) && (first == "" || d.KnownAt < first) {
					first = d.KnownAt
				}
			}
		}
		out = max(out, first)
	}
	return out
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
