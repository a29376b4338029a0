package warehouse

import (
	"context"
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
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
	asked := map[string]entity{} // the whole history holds what the last list has
	var order []string
	for _, n := range nodes {
		if n.entity == nil || !n.entity.unread || len(w.rejectFiles(*n.entity)) == 0 {
			continue
		}
		key := n.entity.Key()
		if _, ok := asked[key]; !ok {
			order = append(order, key)
		}
		if !asked[key].history {
			asked[key] = *n.entity
		}
	}
	var out []UnreadFrom
	for _, key := range order {
		found, err := w.unreadFrom(ctx, asked[key])
		if err != nil {
			return nil, fmt.Errorf("trace unread rows of %s: %w", key, err)
		}
		out = append(out, found...)
	}
	return out, nil
}

// unreadFrom asks it of one entity. The lock is held.
func (w *Warehouse) unreadFrom(ctx context.Context, e entity) ([]UnreadFrom, error) {
	history := entity{Entity: e.Entity, history: true}
	from, err := w.lakeRows(ctx, e.Entity, w.under(history))
	if err != nil {
		return nil, err
	}
	steps := w.earlierSQL(e, w.knownRows(history, from), absolute(w.layout.Root, w.rejectFiles(e)))
	rows, err := w.engine.Query(ctx, steps+"select cast(_at as bigint) as unread_in, cast(_last as bigint) as read_in, count(*) as row_count\nfrom earlier\ngroup by 1, 2\norder by 1, 2")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	lists := w.known(e.Entity)
	var out []UnreadFrom
	for rows.Next() {
		v := rows.Values()
		at, _ := v[0].(int64)
		last, _ := v[1].(int64)
		n, _ := v[2].(int64)
		out = append(out, UnreadFrom{List: lists[at-1], From: lists[last-1], Rows: n})
	}
	return out, rows.Err()
}
