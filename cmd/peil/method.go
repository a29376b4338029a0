package main

import (
	"context"
	"fmt"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/round"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"os"
	"path/filepath"
	"sync"

	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
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

// oneMethod refuses an internal edition that rounds what was published with small counts
// hidden, or the other way round: who reads both can compute what either keeps.
func (a *app) oneMethod(c *candidate) error {
	if _, err := os.Stat(filepath.Join(c.dir, audit.StructureFile)); err != nil {
		return nil // made before editions said what their cells are, and nothing was rounded
	}
	result, err := a.readBroken(c.dir)
	if err != nil {
		return err
	}
	if len(result.Broken) > 0 {
		return tooClose("edition "+c.frozen.Edition, result)
	}
	return nil
}

// readBroken reads an edition beside what was published, without attacking what it hides.
func (a *app) readBroken(dir string) (*attackResult, error) {
	own, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("read edition: %w", err)
	}
	defer own.Close()
	others, err := a.beside(dir)
	if err != nil {
		return nil, err
	}
	tables, err := audit.Read(own.ReadFile, prints(others)...)
	if err != nil {
		return nil, fmt.Errorf("read edition: %w", err)
	}
	return &attackResult{Edition: dir, Broken: tables.Broken}, nil
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
