package raw

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// Lake is the lake of a data folder as it was known on a date.
type Lake struct {
	*Arrivals
	Engine engine.Engine
	Root   string // the data folder
}

// Under gives the deliveries whose rows can be seen through the relation.
func (l *Lake) Under(e Relation) []models.Loaded {
	if e.Unread {
		return l.listsUnder(e)
	}
	all := l.Known(e.Entity)
	if !e.History && !e.Deliveries && !e.Told && e.Delivery.Kind == "snapshot" && len(all) > 0 {
		return all[len(all)-1:]
	}
	return all
}

// KnownRows writes the lake rows of an entity: the columns of the contract, _line, and
// _rank, the place of their delivery in the order of the contract, from 1. from is the
// SELECT of the lake files.
func (l *Lake) KnownRows(e Relation, from string) string {
	return "select " + strings.Join(ownNames(e), ", ") + ", _line, _rank\n" +
		"from (\n" + from + "\n) as f\n" +
		"join (" + rankOf(l.Under(e)) + ") as d on f._load_id = d._delivery"
}

// Live writes the SELECT of raw rows over all, the SELECT of KnownRows, with what is told
// of the delivery of each.
func (l *Lake) Live(e Relation, all string) string { return l.Traced(e, l.Chosen(e, all)) }

// Chosen writes the SELECT of those of all that are raw rows, with the same columns.
func (l *Lake) Chosen(e Relation, all string) string {
	switch {
	case !e.Chooses():
		return all
	case e.Delivery.Kind == "period":
		return l.periodRows(e, all)
	case e.Delivery.Kind == "append":
		return onePerKey(e, all, "min", "")
	}
	// changes: a deleted key is a newest row that says so.
	alive := ""
	if e.Delivery.Deleted != "" {
		alive = "\nwhere " + statement.Ident(e.Delivery.Deleted) + " is not true"
	}
	return onePerKey(e, all, "max", alive)
}

// Chooses tells whether some of the rows that were ever kept are no raw rows, so that
// the others have to be found.
func (e Relation) Chooses() bool {
	return !e.History && (e.Delivery.Kind == "period" || e.Delivery.Kind == "changes" || AppendsOnce(e.Entity))
}

// onePerKey keeps of each key its first row (min) or its newest (max), in the order of
// deliveries and of lines in them. Place and line make one number: keeping the extreme of
// each key and looking its row up takes half of what sorting whole rows by key does.
func onePerKey(e Relation, all, extreme, narrowed string) string {
	const turn = "cast(_rank as bigint) * 1099511627776 + _line" // no file has 2^40 lines
	keys, same := make([]string, len(e.Delivery.Key)), make([]string, len(e.Delivery.Key))
	for i, k := range e.Delivery.Key {
		keys[i] = fmt.Sprintf("%s as _key_%d", statement.Ident(k), i+1)
		same[i] = fmt.Sprintf("%s is not distinct from _key_%d", statement.Ident(k), i+1)
	}
	mine := strings.Join(ownNames(e), ", ") + ", _line, _rank"
	return "with rows_told as (\n" + all + "\n),\nkept as (\n" +
		"select " + strings.Join(keys, ", ") + ", " + extreme + "(" + turn + ") as _turn from rows_told group by all\n)\n" +
		"select " + mine + " from rows_told join kept on " + strings.Join(same, " and ") + " and " + turn + " = _turn" + narrowed
}

// AppendsOnce tells whether a key that was appended before is not appended again:
// the first row with it stays, as within one file.
func AppendsOnce(e *models.Entity) bool {
	return e.Delivery.Kind == "append" && len(e.Delivery.Key) > 0 && e.Delivery.Repeated != models.RepeatedKeep && e.Delivery.Repeated != models.RepeatedAdd
}

// Text is Live for the fingerprint: it names the files without opening them
// and without the data folder, which may be moved.
func (l *Lake) Text(e Relation) string {
	switch {
	case e.Deliveries:
		return l.deliveriesRows(e)
	case e.Told:
		return "select cast(" + statement.QuoteOrNull(string(l.LastDay(e.Entity))) + " as date) as told_until_date"
	case e.Unread:
		return l.Traced(e, l.UnreadRows(e, l.knownText(Relation{Entity: e.Entity, History: true}), l.RejectFiles(e)))
	}
	return l.Live(e, l.knownText(e))
}

// knownText is KnownRows for the fingerprint.
func (l *Lake) knownText(e Relation) string {
	var paths []string
	for _, d := range l.Under(e) {
		if d.Lake != nil {
			paths = append(paths, filepath.FromSlash(d.Lake.Path))
		}
	}
	return l.KnownRows(e, l.Engine.Files(Fields(e.Entity), paths))
}

// periodRows keeps, for each period, the rows of the latest delivery that is about
// it. A delivery is about the periods of its rows and those that the manifest
// says it replaces: a period that was emptied has no rows to show for it.
func (l *Lake) periodRows(e Relation, all string) string {
	period := statement.Ident(e.Delivery.Period)
	// The rows stand here twice: read once for two uses, they would be held in memory.
	said := []string{"select " + period + " as _period, _rank from (\n" + all + "\n) as rows_said"}
	kind := periodType(e)
	for i, d := range l.Under(e) {
		for _, p := range d.Periods {
			said = append(said, fmt.Sprintf("select %s, %d", periodValue(p, kind), i+1))
		}
	}
	return "with said as (\n" + strings.Join(said, "\nunion all ") + "\n),\n" +
		"latest as (\nselect _period, max(_rank) as _last from said group by _period\n)\n" +
		"select " + strings.Join(ownNames(e), ", ") + ", _line, _rank from (\n" + all + "\n) as rows_known join latest on " + period + " is not distinct from _period and _rank = _last"
}

// periodType is the type of the column with the period of an entity.
func periodType(e Relation) string {
	for _, c := range contractColumns(e.Entity) {
		if c.Name == e.Delivery.Period {
			return c.Type
		}
	}
	return "varchar"
}

// periodValue writes a period of the manifest as a value of that column.
func periodValue(p, kind string) string {
	if kind == "date" && len(p) == len("2006-01") {
		p += "-01"
	}
	return fmt.Sprintf("try_cast(%s as %s)", statement.Quote(p), kind)
}

// Taken writes a relation of what deliveries took away without a row in its place, over all,
// the SELECT of KnownRows: the key of rows that they mark as deleted, or periods that they
// emptied, with _load_id. It is "" for other kinds of delivery.
func (l *Lake) Taken(e Relation, all string) string {
	switch d := e.Delivery; {
	case d.Kind == "changes" && d.Deleted != "":
		keys := make([]string, len(d.Key))
		for i, k := range d.Key {
			keys[i] = statement.Ident(k)
		}
		marked := l.Traced(e, onePerKey(e, all, "max", "\nwhere "+statement.Ident(d.Deleted)))
		return "(\nselect " + strings.Join(keys, ", ") + ", _load_id from (\n" + marked + "\n) as marked\n)"
	case d.Kind == "period":
		kind := periodType(e)
		last := map[string]string{}
		for _, loaded := range l.Under(e) {
			for _, p := range loaded.Periods {
				last[periodValue(p, kind)] = loaded.LoadID
			}
		}
		said := []string{"select cast(null as " + kind + ") as " + statement.Ident(d.Period) + ", cast(null as varchar) as _load_id where false"}
		for _, p := range slices.Sorted(maps.Keys(last)) {
			said = append(said, "select "+p+", "+statement.Quote(last[p]))
		}
		return "(\n" + strings.Join(said, "\nunion all ") + "\n)"
	}
	return ""
}
