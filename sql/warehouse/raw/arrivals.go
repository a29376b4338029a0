package raw

import (
	"slices"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
)

// Arrivals are the deliveries that exist at the knowledge date, by entity. Every relation
// and every figure asks for those under it, and a manifest has hundreds: they are looked
// through and put in order once. Who gets a list must not change it.
type Arrivals struct {
	delivered map[string][]models.Loaded // by source/entity, in the order of the manifest

	mu     sync.Mutex
	inLake map[*models.Entity][]models.Loaded // those with rows of their own, in the order of the contract
}

// ArrivalsOf looks through a manifest.
func ArrivalsOf(m *models.Manifest, knownAt models.Date) *Arrivals {
	a := &Arrivals{delivered: map[string][]models.Loaded{}, inLake: map[*models.Entity][]models.Loaded{}}
	for i := range m.Deliveries {
		if d := &m.Deliveries[i]; d.KnownAt <= knownAt && d.Delivered() {
			key := d.Source + "/" + d.Entity
			a.delivered[key] = append(a.delivered[key], *d)
		}
	}
	return a
}

// Delivered gives the deliveries of an entity in the order of the manifest, also those that
// were skipped since what they say was known.
func (a *Arrivals) Delivered(e *models.Entity) []models.Loaded { return a.delivered[e.Key()] }

// Known gives the deliveries of an entity that have rows of their own, in the order of the
// contract: the last one is the latest. What was held back, or said nothing new, has none.
func (a *Arrivals) Known(e *models.Entity) []models.Loaded {
	a.mu.Lock()
	defer a.mu.Unlock()
	out, ok := a.inLake[e]
	if ok {
		return out
	}
	for _, d := range a.delivered[e.Key()] {
		if d.Skipped == "" {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, e.Delivery.Compare)
	out = slices.Clip(out) // who adds to it must not write here
	a.inLake[e] = out
	return out
}

// Periods gives the first days of the periods that were delivered, in order, and the type
// of their column.
func (a *Arrivals) Periods(e *models.Entity) (firsts []models.Date, kind string) {
	for i := range e.Columns {
		if e.Columns[i].Name == e.Delivery.Period {
			kind = e.Columns[i].Type
		}
	}
	for _, d := range a.delivered[e.Key()] {
		for _, p := range d.Periods {
			firsts = append(firsts, models.Date(p))
		}
	}
	slices.Sort(firsts)
	return slices.Compact(firsts), kind
}

// LastDay gives the last day that the deliveries of an entity are about. One that
// was skipped counts too: it says that what was known before still holds. One with the
// bytes of another does not: what its own day was like is not known.
func (a *Arrivals) LastDay(e *models.Entity) models.Date {
	var last models.Date
	if e.Delivery.Kind == "period" {
		firsts, kind := a.Periods(e)
		for _, first := range firsts {
			last = max(last, PeriodEnd(first, kind))
		}
		return last
	}
	for _, d := range a.delivered[e.Key()] {
		if e.Told(&d) {
			last = max(last, d.KnownAt)
		}
	}
	return last
}

// PeriodEnd gives the last day of the period that begins on a day, by the type of
// its column. Periods of other types are days.
func PeriodEnd(first models.Date, kind string) models.Date {
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
