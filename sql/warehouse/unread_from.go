package warehouse

import (
	"context"
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// UnreadFrom tells of rows of a list that could not be read: they count as an earlier list
// had them, so a figure stands on that one too.
type UnreadFrom struct {
	List models.Loaded // in which they stand unread
	From models.Loaded // that their values are from
	Rows int64
}

// UnreadFrom tells which earlier lists the values of unread rows under relations and
// metrics are from, by entity and in the order of the lists.
func (w *Warehouse) UnreadFrom(ctx context.Context, names ...string) ([]UnreadFrom, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	nodes, err := w.upstream(ctx, names)
	if err != nil {
		return nil, err
	}
	asked := map[string]raw.Relation{} // the whole history holds what the last list has
	var order []string
	for _, n := range nodes {
		if n.entity == nil || !n.entity.Unread || len(w.lake.RejectFiles(*n.entity)) == 0 {
			continue
		}
		key := n.entity.Key()
		if _, ok := asked[key]; !ok {
			order = append(order, key)
		}
		if !asked[key].History {
			asked[key] = *n.entity
		}
	}
	var out []UnreadFrom
	for _, key := range order {
		e := asked[key]
		found, err := w.lake.ReadFrom(ctx, e)
		if err != nil {
			return nil, fmt.Errorf("trace unread rows of %s: %w", key, err)
		}
		lists := w.lake.Known(e.Entity)
		for _, f := range found {
			out = append(out, UnreadFrom{List: lists[f.List], From: lists[f.From], Rows: f.Rows})
		}
	}
	return out, nil
}
