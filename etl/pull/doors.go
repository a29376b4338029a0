package pull

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

// Doors are all doors of a project as one connector. A door that is down does
// not keep out what comes through the others.
type Doors []Connector

// through is the Ref of an item: the door that lists it, and the item there.
type through struct {
	door Connector
	item Item
}

// List asks all doors at once. What could not be listed is told beside what
// could; that no door has anything is an error of its own.
func (d Doors) List(ctx context.Context) ([]Item, error) {
	lists, failed := make([][]Item, len(d)), make([]error, len(d))
	var wg sync.WaitGroup
	for i := range d {
		wg.Go(func() { lists[i], failed[i] = d[i].List(ctx) })
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var out []Item
	for i, list := range lists {
		for _, item := range list {
			inner := item
			item.Ref = through{d[i], inner}
			out = append(out, item)
		}
	}
	out, sifted := door.Sift("two connectors of peil.yml", out)
	err := errors.Join(append(failed, sifted...)...)
	if len(out) == 0 && err == nil {
		return nil, &models.Error{Code: models.Invalid, Where: "connectors in peil.yml", What: "list no file, want exports",
			Fix: "mend path, prefix or address of the connectors, or wait for a first delivery"}
	}
	return out, err
}

// Open reads one item through the door that listed it.
func (d Doors) Open(ctx context.Context, item Item) (io.ReadCloser, error) {
	t, ok := item.Ref.(through)
	if !ok {
		return nil, fmt.Errorf("open %s: item of no door", item.Name)
	}
	return t.door.Open(ctx, t.item)
}

// Close closes all doors.
func (d Doors) Close() error {
	var errs []error
	for _, one := range d {
		errs = append(errs, door.Close(one))
	}
	return errors.Join(errs...)
}
