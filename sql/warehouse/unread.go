package warehouse

import (
	"context"
	"fmt"
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

// unread writes the SELECT of the unread rows of lists, or in a build of a table with
// them: they are few, and to find them all lists are gone through. The lock is held.
func (w *Warehouse) unread(ctx context.Context, e entity) (string, error) {
	files := w.rejectFiles(e)
	if len(files) == 0 {
		return w.unreadSQL(e, "", nil), nil
	}
	all, err := w.gather(ctx, entity{Entity: e.Entity, history: true})
	if err != nil {
		return "", err
	}
	rows := w.unreadSQL(e, all, absolute(w.layout.Root, files))
	if w.copies == nil {
		return rows, nil
	}
	table := "lake." + e.Source + "__" + e.Name + unreadSuffix
	if e.history {
		table += historySuffix
	}
	return "select * from " + qualified(table), w.engine.Exec(ctx, "create table "+qualified(table)+" as\n"+rows)
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
func (w *Warehouse) unreadSQL(e entity, all string, files []string) string {
	own := strings.Join(ownNames(e), ", ")
	if len(files) == 0 {
		return "select " + own + ", _line, cast(0 as integer) as _rank from (" + w.engine.Files(lakeFields(e.Entity), nil) + ") as none"
	}
	earlier, on := w.earlierSQL(e, own, all, files)
	return earlier + "select " + own + ", _place as _line, _at as _rank\nfrom earlier as u join told on " + on + " and _rank = _last"
}

// earlierSQL writes the steps of unreadSQL up to earlier: for each key that is unread the
// list in which it is, and the earlier one that it was last read in. on ties a row of told
// to its key there.
func (w *Warehouse) earlierSQL(e entity, own, all string, files []string) (steps, on string) {
	var keys, parts, same []string
	for i, k := range e.UnreadKey() {
		part := fmt.Sprintf("_key_%d", i+1)
		parts = append(parts, part)
		keys = append(keys, fmt.Sprintf("row_key[%d] as %s", i+1, part))
		same = append(same, fmt.Sprintf("cast(%s as varchar) = u.%s", ident(k), part))
	}
	key := strings.Join(parts, ", ")
	on = strings.Join(same, " and ")
	return "with unread as (\nselect " + strings.Join(keys, ", ") + ", _rank as _at, min(line) as _place\nfrom (" + w.engine.Files(rejected, files) + ") as f\n" +
		"join (" + rankOf(w.known(e.Entity)) + ") as d on f._load_id = d._delivery\nwhere row_key is not null\ngroup by all\n),\n" +
		"told as materialized (\nselect " + own + ", _line, _rank from (\n" + all + "\n) as k\nwhere exists (select 1 from unread as u where " + on + ")\n),\n" +
		"earlier as (\nselect " + key + ", _at, _place, max(_rank) as _last\nfrom unread as u join told on " + on + " and _rank < _at\n" +
		"where not exists (select 1 from told where " + on + " and _rank = u._at)\ngroup by all\n)\n", on
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
