package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// A list tells what there is by what stands in it, so a row that could not be read looks
// like a thing that is gone: its places would be given up on that day and opened again on
// the next. When its key could be read, it is known what it was about, and what was last
// read of that. raw.…__unread gives those rows, for a model to count beside the others;
// which they are is told by a check, and why by the rejects.

const unreadSuffix = "__unread"

// rejected are the columns of a file of rejects by which an unread row is found.
var rejected = []models.SchemaField{{Name: "_load_id", Type: "varchar"}, {Name: "line", Type: "bigint"}, {Name: "row_key", Type: "varchar[]"}}

// rejectFiles gives the files of rejects of the lists that a relation of unread rows is
// about: all of them, or the last. Those of another contract, of which the bytes are gone,
// may have another key.
func (w *Warehouse) rejectFiles(e entity) []string {
	lists := w.known(e.Entity)
	if len(lists) == 0 || e.UnreadKey() == nil {
		return nil
	}
	last := lists[len(lists)-1]
	if !e.history {
		lists = lists[len(lists)-1:]
	}
	var out []string
	for _, d := range lists {
		if d.Rejects != nil && d.Contract == last.Contract {
			out = append(out, d.Rejects.Path)
		}
	}
	return out
}

// unread writes the SELECT of the unread rows of lists, in a build of a table with them:
// they are few, and to find them all lists are gone through. So where a model reads those
// of all lists, those of the last one are taken from them. The lock is held.
func (w *Warehouse) unread(ctx context.Context, e entity) (string, error) {
	files := w.rejectFiles(e)
	if len(files) == 0 {
		return w.unreadSQL(e, "", nil), nil
	}
	found, name, narrowed := e, e.Source+"__"+e.Name+unreadSuffix, ""
	if w.copies != nil && !e.history && w.isRead("raw."+name+historySuffix) {
		found.history = true
		files, narrowed = w.rejectFiles(found), fmt.Sprintf(" where _rank = %d", len(w.known(e.Entity)))
	}
	if found.history {
		name += historySuffix
	}
	table := qualified("lake." + name)
	if !w.gathered[table] {
		all, err := w.gather(ctx, entity{Entity: e.Entity, history: true})
		if err != nil {
			return "", err
		}
		rows := w.unreadSQL(found, all, absolute(w.layout.Root, files))
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

// unreadBeside writes the SELECT of the unread rows of a list from its files alone, for an
// engine that is not this warehouse's own.
func (w *Warehouse) unreadBeside(ctx context.Context, e entity) (string, error) {
	history := entity{Entity: e.Entity, history: true}
	from, err := w.lakeRows(ctx, e.Entity, w.under(history))
	if err != nil {
		return "", err
	}
	return w.traced(e, w.unreadSQL(e, w.knownRows(history, from), absolute(w.layout.Root, w.rejectFiles(e)))), nil
}

// unreadSQL writes the SELECT of unread rows with the columns of knownRows, of which all
// is that of the history: what was last read of the key before, with the line and the
// place of the list in which it stands unread. A key of which the list has another row
// that was read is not unread, and of one that was never read there is nothing to give.
// Lists are long and unread rows few, so the keys of lists are read first, and the other
// columns by the keys that were found.
func (w *Warehouse) unreadSQL(e entity, all string, files []string) string {
	own := strings.Join(ownNames(e), ", ")
	if len(files) == 0 {
		return "select " + own + ", _line, cast(0 as integer) as _rank from (" + w.engine.Files(lakeFields(e.Entity), nil) + ") as none"
	}
	var same []string
	for i, k := range e.UnreadKey() {
		same = append(same, fmt.Sprintf("cast(%s as varchar) = e._key_%d", ident(k), i+1))
	}
	return w.earlierSQL(e, all, files) +
		"select " + own + ", _place as _line, _at as _rank\nfrom earlier as e join (\n" + all + "\n) as k on " + strings.Join(same, " and ") + " and k._rank = e._last"
}

// earlierSQL writes the steps of unreadSQL up to earlier: for each key that is unread the
// place of the list in which it is (_at) and its line there (_place), and the place of the
// list before that it was last read in (_last).
func (w *Warehouse) earlierSQL(e entity, all string, files []string) string {
	var parts, unread, told []string
	for i, k := range e.UnreadKey() {
		part := fmt.Sprintf("_key_%d", i+1)
		parts = append(parts, part)
		unread = append(unread, fmt.Sprintf("row_key[%d] as %s", i+1, part))
		told = append(told, fmt.Sprintf("cast(%s as varchar) as %s", ident(k), part))
	}
	key := strings.Join(parts, ", ")
	return "with unread as (\nselect " + strings.Join(unread, ", ") + ", _rank as _at, min(line) as _place\nfrom (" + w.engine.Files(rejected, files) + ") as f\n" +
		"join (" + rankOf(w.known(e.Entity)) + ") as d on f._load_id = d._delivery\nwhere row_key is not null\ngroup by all\n),\n" +
		"told as materialized (\nselect * from (\nselect " + strings.Join(told, ", ") + ", _rank from (\n" + all + "\n) as k\n) as t semi join unread using (" + key + ")\n),\n" +
		"earlier as (\nselect " + key + ", _at, _place, max(_rank) as _last\nfrom unread\nanti join (select " + key + ", _rank as _at from told) as listed using (" + key + ", _at)\n" +
		"join told using (" + key + ")\nwhere _rank < _at\ngroup by all\n)\n"
}

// listsUnder gives the deliveries that unread rows are found in: all lists, or only the
// last one when nothing in the files about rejects is read.
func (w *Warehouse) listsUnder(e entity) []models.Loaded {
	all := w.known(e.Entity)
	if len(all) > 0 && len(w.rejectFiles(e)) == 0 {
		return all[len(all)-1:]
	}
	return all
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
