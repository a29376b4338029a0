package main

import (
	"context"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/round"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/page"
)

// clash is for an internal page: which edition has one of its numbers under another method.
func (r *reporter) clash(c disclose.Clash, lang string) (*page.Clash, error) {
	m, err := r.project.Metric(c.Metric)
	if err != nil {
		return nil, err
	}
	return &page.Clash{Title: m.Title(lang), Edition: c.Edition}, nil
}

// wide answers what the pages of a command have in common where counts are rounded: the
// tables of which theirs are parts.
type wide struct {
	mu      sync.Mutex
	recall  figure.Querier
	rounded round.Memory
}

func (w *wide) ask(ctx context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.recall.Metric(ctx, q)
}
