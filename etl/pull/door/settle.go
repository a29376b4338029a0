package door

import (
	"context"
	"errors"
	"time"
)

// Settle gives a connector that leaves out what is still being written: an item
// is taken when it was left alone for the quiet period. Where some were not, or
// where the server does not say, it waits for that long, once, and takes those
// that are then as they were before. Without a quiet period c itself is given.
func Settle(c Connector, quiet time.Duration, m Means) Connector {
	if quiet <= 0 {
		return c
	}
	return settled{Connector: c, quiet: quiet, means: m}
}

type settled struct {
	Connector
	quiet time.Duration
	means Means
}

func (s settled) List(ctx context.Context) ([]Item, error) {
	items, err := s.Connector.List(ctx)
	restless := s.restless(items)
	if len(restless) == 0 {
		return items, err
	}
	if waited := s.means.Sleep(ctx, s.quiet); waited != nil {
		return nil, waited
	}
	// Errors of the first look are told again by the second, if they last.
	later, err := s.Connector.List(ctx)
	before := map[string]Item{}
	for _, item := range items {
		before[item.Name] = item
	}
	errs := []error{err}
	out := later[:0]
	for _, item := range later {
		if first, ok := before[item.Name]; !ok || !item.Same(first) {
			errs = append(errs, Growing(item.Name))
			continue
		}
		out = append(out, item)
	}
	return out, errors.Join(errs...)
}

func (s settled) Close() error { return Close(s.Connector) }

// restless gives the items that may still be written to.
func (s settled) restless(items []Item) []Item {
	var out []Item
	now := s.means.Now()
	for _, item := range items {
		if item.ModTime.IsZero() || now.Sub(item.ModTime) < s.quiet {
			out = append(out, item)
		}
	}
	return out
}
