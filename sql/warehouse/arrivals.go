package warehouse

import (
	"slices"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
)

// arrivals are the deliveries that exist at the knowledge date, by entity. Every relation
// and every figure asks for those under it, and a manifest has hundreds: they are looked
// through and put in order once. Who gets a list must not change it.
type arrivals struct {
	delivered map[string][]models.Loaded // by source/entity, in the order of the manifest

	mu     sync.Mutex
	inLake map[*models.Entity][]models.Loaded // those with rows of their own, in the order of the contract
}

func arrivalsOf(m *models.Manifest, knownAt models.Date) *arrivals {
	a := &arrivals{delivered: map[string][]models.Loaded{}, inLake: map[*models.Entity][]models.Loaded{}}
	for i := range m.Deliveries {
		if d := &m.Deliveries[i]; d.KnownAt <= knownAt && d.Delivered() {
			key := d.Source + "/" + d.Entity
			a.delivered[key] = append(a.delivered[key], *d)
		}
	}
	return a
}

// known gives the deliveries of an entity that have rows of their own. What was held back,
// or said nothing new, has none.
func (a *arrivals) known(e *models.Entity) []models.Loaded {
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

// inputsOf gives what each relation of a manifest reads. With the same definitions and
// engine it reads the same, and no statement need be taken apart.
func inputsOf(m *models.Manifest) map[string][]string {
	out := make(map[string][]string, len(m.Tables))
	for _, t := range m.Tables {
		out[t.Name] = slices.Clip(t.Inputs) // who adds to it must not write here
	}
	return out
}
