package raw

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// A list tells what there is by what stands in it, so a row that could not be read looks
// like a thing that is gone: its places would be given up on that day and opened again on
// the next. When its key could be read, it is known what it was about, and what was last
// read of that. raw.…__unread gives those rows, for a model to count beside the others;
// which they are is told by a check, and why by the rejects.

// rejected are the columns of a file of rejects by which an unread row is found.
var rejected = []models.SchemaField{{Name: "_load_id", Type: "varchar"}, {Name: "line", Type: "bigint"}, {Name: "row_key", Type: "varchar[]"}}

// RejectFiles gives the files of rejects of the lists that a relation of unread rows is
// about: all of them, or the last. Those of another contract, of which the bytes are gone,
// may have another key.
func (l *Lake) RejectFiles(e Relation) []string {
	lists := l.Known(e.Entity)
	if len(lists) == 0 || e.UnreadKey() == nil {
		return nil
	}
	last := lists[len(lists)-1]
	if !e.History {
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

// UnreadBeside writes the SELECT of the unread rows of a list from its files alone, for an
// engine that is not this warehouse's own.
func (l *Lake) UnreadBeside(ctx context.Context, e Relation) (string, error) {
	history := Relation{Entity: e.Entity, History: true}
	from, err := l.Rows(ctx, e.Entity, l.Under(history))
	if err != nil {
		return "", err
	}
	return l.Traced(e, l.UnreadRows(e, l.KnownRows(history, from), l.Absolute(l.RejectFiles(e)))), nil
}

// UnreadRows writes the SELECT of unread rows with the columns of KnownRows, of which all
// is that of the history: what was last read of the key before, with the line and the
// place of the list in which it stands unread. A key of which the list has another row
// that was read is not unread, and of one that was never read there is nothing to give.
// Lists are long and unread rows few, so the keys of lists are read first, and the other
// columns by the keys that were found.
func (l *Lake) UnreadRows(e Relation, all string, files []string) string {
	own := strings.Join(ownNames(e), ", ")
	if len(files) == 0 {
		return "select " + own + ", _line, cast(0 as integer) as _rank from (" + l.Engine.Files(Fields(e.Entity), nil) + ") as none"
	}
	var same []string
	for i, k := range e.UnreadKey() {
		same = append(same, fmt.Sprintf("cast(%s as varchar) = e._key_%d", statement.Ident(k), i+1))
	}
	return l.earlier(e, all, files) +
		"select " + own + ", _place as _line, _at as _rank\nfrom earlier as e join (\n" + all + "\n) as k on " + strings.Join(same, " and ") + " and k._rank = e._last"
}

// earlier writes the steps of UnreadRows up to earlier: for each key that is unread the
// place of the list in which it is (_at) and its line there (_place), and the place of the
// list before that it was last read in (_last).
func (l *Lake) earlier(e Relation, all string, files []string) string {
	var parts, unread, told []string
	for i, k := range e.UnreadKey() {
		part := fmt.Sprintf("_key_%d", i+1)
		parts = append(parts, part)
		unread = append(unread, fmt.Sprintf("row_key[%d] as %s", i+1, part))
		told = append(told, fmt.Sprintf("cast(%s as varchar) as %s", statement.Ident(k), part))
	}
	key := strings.Join(parts, ", ")
	return "with unread as (\nselect " + strings.Join(unread, ", ") + ", _rank as _at, min(line) as _place\nfrom (" + l.Engine.Files(rejected, files) + ") as f\n" +
		"join (" + rankOf(l.Known(e.Entity)) + ") as d on f._load_id = d._delivery\nwhere row_key is not null\ngroup by all\n),\n" +
		"told as materialized (\nselect * from (\nselect " + strings.Join(told, ", ") + ", _rank from (\n" + all + "\n) as k\n) as t semi join unread using (" + key + ")\n),\n" +
		"earlier as (\nselect " + key + ", _at, _place, max(_rank) as _last\nfrom unread\nanti join (select " + key + ", _rank as _at from told) as listed using (" + key + ", _at)\n" +
		"join told using (" + key + ")\nwhere _rank < _at\ngroup by all\n)\n"
}

// listsUnder gives the deliveries that unread rows are found in: all lists, or only the
// last one when nothing in the files about rejects is read.
func (l *Lake) listsUnder(e Relation) []models.Loaded {
	all := l.Known(e.Entity)
	if len(all) > 0 && len(l.RejectFiles(e)) == 0 {
		return all[len(all)-1:]
	}
	return all
}

// ReadFrom tells of rows of a list that could not be read which earlier list their values
// are from: both as places in Known, from 0.
type ReadFrom struct {
	List, From int
	Rows       int64
}

// ReadFrom asks it of one entity, in the order of the lists.
func (l *Lake) ReadFrom(ctx context.Context, e Relation) (out []ReadFrom, err error) {
	history := Relation{Entity: e.Entity, History: true}
	from, err := l.Rows(ctx, e.Entity, l.Under(history))
	if err != nil {
		return nil, err
	}
	steps := l.earlier(e, l.KnownRows(history, from), l.Absolute(l.RejectFiles(e)))
	rows, err := l.Engine.Query(ctx, steps+"select cast(_at as bigint) as unread_in, cast(_last as bigint) as read_in, count(*) as row_count\nfrom earlier\ngroup by 1, 2\norder by 1, 2")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v := rows.Values()
		at, _ := v[0].(int64)
		last, _ := v[1].(int64)
		n, _ := v[2].(int64)
		out = append(out, ReadFrom{List: int(at) - 1, From: int(last) - 1, Rows: n})
	}
	return out, rows.Err()
}
