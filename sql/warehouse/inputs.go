package warehouse

import (
	"context"
	"errors"
	"slices"
	"strings"

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

// EntityOf gives the source and entity whose rows a relation of SQL holds, live or
// with their history; ok is false for other relations.
func EntityOf(p *models.Project, relation string) (e *models.Entity, ok bool) {
	for _, s := range p.Sources {
		for i := range s.Entities {
			name := "raw." + s.Name + "__" + s.Entities[i].Name
			if relation == name || slices.Contains(suffixes, strings.TrimPrefix(relation, name)) {
				return &s.Entities[i], true
			}
		}
	}
	return nil, false
}
