package warehouse

import (
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
	for _, key := range m.Sources {
		source, name, _ := strings.Cut(key, "/")
		e, ok := w.entities["raw."+source+"__"+name]
		if !ok {
			continue // Verify tells of a source that does not exist
		}
		until = min(until, w.lastDay(e.Entity))
	}
	return until, nil
}

// lastDay gives the last day that the deliveries of an entity are about.
func (w *Warehouse) lastDay(e *models.Entity) models.Date {
	var last models.Date
	monthly := slices.ContainsFunc(e.Columns, func(c models.Column) bool {
		return c.Name == e.Delivery.Period && c.Type == "month"
	})
	for _, d := range w.known(e) {
		if d.Quarantine != "" {
			continue
		}
		if e.Delivery.Kind != "period" {
			last = max(last, d.KnownAt)
			continue
		}
		for _, p := range d.Periods {
			day := models.Date(p)
			if monthly {
				day = day.MonthEnd()
			}
			last = max(last, day)
		}
	}
	return last
}
