package warehouse

import (
	"context"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// unread writes the SELECT of the unread rows of lists, in a build of a table with them:
// they are few, and to find them all lists are gone through. So where a model reads those
// of all lists, those of the last one are taken from them. The lock is held.
func (w *Warehouse) unread(ctx context.Context, e raw.Relation) (string, error) {
	files := w.lake.RejectFiles(e)
	if len(files) == 0 {
		return w.lake.UnreadRows(e, "", nil), nil
	}
	found, name, narrowed := e, raw.Name(e.Entity)+raw.UnreadSuffix, ""
	if w.copies != nil && !e.History && w.isRead("raw."+name+raw.HistorySuffix) {
		found.History = true
		files, narrowed = w.lake.RejectFiles(found), fmt.Sprintf(" where _rank = %d", len(w.lake.Known(e.Entity)))
	}
	if found.History {
		name += raw.HistorySuffix
	}
	table := statement.Qualified("lake." + name)
	if !w.gathered[table] {
		all, err := w.gather(ctx, raw.Relation{Entity: e.Entity, History: true})
		if err != nil {
			return "", err
		}
		rows := w.lake.UnreadRows(found, all, w.lake.Absolute(files))
		if w.copies == nil {
			return rows, nil
		}
		if err := w.engine.Exec(ctx, "create table "+table+" as\n"+rows); err != nil {
			return "", err
		}
		w.gathered[table] = true
	}
	return "select * from " + table + narrowed, nil
}

// isRead tells whether a model reads a relation, of those that are known.
func (w *Warehouse) isRead(name string) bool {
	for _, n := range w.nodes {
		if slices.Contains(n.inputs, name) {
			return true
		}
	}
	return false
}
