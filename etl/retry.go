package etl

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// Retried says what became of a delivery that was asked to be loaded again.
type Retried struct {
	Before, After models.Loaded
	Gone          bool          // its landed bytes are not there, so it stays as it was
	Removed       *load.Removed // why; nil when nobody noted it
}

// Changed tells whether the delivery was loaded again, since what it is loaded by
// had changed.
func (r Retried) Changed() bool { return r.Before.LoadID != r.After.LoadID }

// Retry loads the deliveries that want chooses again from their landed bytes, as
// today's contracts and corrections say. No export is looked at. The other
// deliveries of an entity are loaded again, too, where their contract changed: all
// deliveries of an entity stand under one contract. Errors are as those of Run.
func Retry(ctx context.Context, cfg Config, previous *models.Manifest, want func(models.Loaded) bool) (Result, []Retried, error) {
	var chosen []Retried
	only := map[string]bool{}
	for _, d := range previous.Deliveries {
		if want(d) {
			chosen, only[d.Source+"/"+d.Entity] = append(chosen, Retried{Before: d, After: d}), true
		}
	}
	landing := &run{Config: cfg}
	cfg.Connector, cfg.Sources, cfg.Full = closed{}, nil, false
	result, err := take(ctx, cfg, previous, only)
	if err != nil {
		return Result{}, nil, err
	}
	type id struct {
		source, entity string
		sequence       int
	}
	now := map[id]models.Loaded{}
	for _, d := range result.Deliveries {
		now[id{d.Source, d.Entity, d.Sequence}] = d
	}
	for i := range chosen {
		c := &chosen[i]
		if d, ok := now[id{c.Before.Source, c.Before.Entity, c.Before.Sequence}]; ok {
			c.After = d
		}
		c.Gone = landing.removed(&models.Entity{Source: c.Before.Source}, load.Receipt{SHA256: c.Before.SHA256})
		if !c.Gone {
			continue
		}
		removed, err := load.ReadRemoved(cfg.Layout, c.Before.Source)
		if err != nil {
			return Result{}, nil, err
		}
		why, fix := "are not there any more", "ask the supplier to deliver it again"
		if r, ok := removed[c.Before.SHA256]; ok {
			c.Removed, why = &r, fmt.Sprintf("were removed on %s (%s)", r.RemovedOn, r.Why)
			// Bytes that were removed on purpose do not come back by themselves.
			fix = "have the export where it was and run peil run --full: no other run takes it in again"
			if r.Erased {
				fix = "ask the supplier for an export without who was erased"
			}
		}
		result.Errors = append(result.Errors, &models.Error{Code: models.Blocked, Where: c.Before.Name,
			What: "cannot be loaded again: its landed bytes " + why, Fix: fix})
	}
	return result, chosen, nil
}

// closed is a door through which nothing comes.
type closed struct{}

func (closed) List(context.Context) ([]pull.Item, error) { return nil, nil }

func (closed) Open(context.Context, pull.Item) (io.ReadCloser, error) {
	return nil, errors.New("open export: there is none")
}
