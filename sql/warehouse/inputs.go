package warehouse

import (
	"context"
	"errors"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// Inputs are the names that each SQL file reads directly, sorted: relations,
// "raw.<source>__<entity>" and "ref.<list>".
type Inputs struct {
	Relations map[string][]string
	Metrics   map[string][]string // one that is not measurable reads nothing
	Checks    map[string][]string // files in sql/checks
}

// Inputs tells who reads what, from the texts of the project alone: no data is
// needed and no statement runs. Unknown names and relations that read themselves
// are *models.Error, all at once.
func (w *Warehouse) Inputs(ctx context.Context) (*Inputs, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := &Inputs{map[string][]string{}, map[string][]string{}, map[string][]string{}}
	names := make([]string, 0, len(w.relations))
	for _, r := range w.project.Relations {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	nodes, err := w.order(ctx, names...)
	errs := []error{err}
	for _, n := range nodes {
		if n.relation != nil {
			out.Relations[n.name] = n.inputs
		}
	}
	for _, m := range w.project.Metrics {
		reads, err := w.metricReads(ctx, m)
		out.Metrics[m.Name], errs = reads, append(errs, err)
	}
	for _, c := range w.project.Checks {
		reads, err := w.reads(ctx, text{c.File, c.Line, c.SQL})
		out.Checks[c.Name], errs = reads, append(errs, err)
	}
	return out, errors.Join(errs...)
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
