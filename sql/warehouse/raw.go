package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// entity is an entity as raw rows: those that live, all that were ever kept, those of
// the last list or of all lists that could not be read, the deliveries that rows came
// with, or the last day that these tell about.
type entity struct {
	*models.Entity
	history    bool
	unread     bool
	deliveries bool
	told       bool
}

const (
	historySuffix    = "__history"
	deliveriesSuffix = "__deliveries"
	toldSuffix       = "__told"
)

// suffixes are those of all relations of an entity but the live rows.
var suffixes = []string{historySuffix, unreadSuffix, unreadSuffix + historySuffix, deliveriesSuffix, toldSuffix}

// knowledge is the relation with the knowledge date.
const knowledge = "ref.knowledge"

// LakeColumns gives the columns of an entity as SQL sees them: those that the
// contract keeps, in its order, then where each row came from.
func LakeColumns(e *models.Entity) []models.SchemaField {
	out := contractColumns(e)
	return append(out, tail...)
}

// columns are those of the relation.
func (e entity) columns() []models.SchemaField {
	switch {
	case e.told:
		return []models.SchemaField{{Name: "told_until_date", Type: "date"}}
	case e.deliveries:
		out := make([]models.SchemaField, len(attributes))
		for i, a := range attributes {
			out[i] = models.SchemaField{Name: a.name, Type: a.kind}
		}
		return out
	}
	return LakeColumns(e.Entity)
}

// tail are the columns about the delivery that a row came with.
var tail = []models.SchemaField{
	{Name: "_load_id", Type: "varchar"},
	{Name: "_file_sha256", Type: "varchar"},
	{Name: "_line", Type: "bigint"},
	{Name: "_known_at", Type: "date"},
	{Name: "_sequence", Type: "integer"},
}

func contractColumns(e *models.Entity) []models.SchemaField {
	var out []models.SchemaField
	for i := range e.Columns {
		for _, f := range e.Columns[i].LakeFields() {
			out = append(out, models.SchemaField{Name: f.Name, Type: strings.ToLower(f.Type)})
		}
	}
	return out
}

// known gives the deliveries of an entity that exist at the knowledge date, in
// the order of the contract: the last one is the latest.
func (w *Warehouse) known(e *models.Entity) []models.Loaded { return w.arrivals.known(e) }

// under gives the deliveries whose rows can be seen through the relation.
func (w *Warehouse) under(e entity) []models.Loaded {
	if e.unread {
		return w.listsUnder(e)
	}
	all := w.known(e.Entity)
	if !e.history && !e.deliveries && !e.told && e.Delivery.Kind == "snapshot" && len(all) > 0 {
		return all[len(all)-1:]
	}
	return all
}

// knownRows writes the lake rows of an entity: the columns of the contract, _line, and
// _rank, the place of their delivery in the order of the contract, from 1. from is the
// SELECT of the lake files.
func (w *Warehouse) knownRows(e entity, from string) string {
	return "select " + strings.Join(ownNames(e), ", ") + ", _line, _rank\n" +
		"from (\n" + from + "\n) as f\n" +
		"join (" + rankOf(w.under(e)) + ") as d on f._load_id = d._delivery"
}

// lakeFields are the columns that are taken from a lake file.
func lakeFields(e *models.Entity) []models.SchemaField {
	return append(contractColumns(e), tail[:3]...)
}

// lakeNames are the columns of a lake file, as identifiers.
func lakeNames(e entity) []string {
	inFile := lakeFields(e.Entity)
	names := make([]string, len(inFile))
	for i, c := range inFile {
		names[i] = ident(c.Name)
	}
	return names
}

// ownNames are the columns of the contract in a lake file, as identifiers.
func ownNames(e entity) []string { return lakeNames(e)[:len(contractColumns(e.Entity))] }

// rawSQL writes the SELECT of raw rows over all, the SELECT of knownRows.
func (w *Warehouse) rawSQL(e entity, all string) string { return w.traced(e, w.rawRows(e, all)) }

// rawRows writes the SELECT of those of all that are raw rows, with the same columns.
func (w *Warehouse) rawRows(e entity, all string) string {
	switch {
	case !e.chooses():
		return all
	case e.Delivery.Kind == "period":
		return w.periodSQL(e, all)
	case e.Delivery.Kind == "append":
		return onePerKey(e, all, "min", "")
	}
	// changes: a deleted key is a newest row that says so.
	alive := ""
	if e.Delivery.Deleted != "" {
		alive = "\nwhere " + ident(e.Delivery.Deleted) + " is not true"
	}
	return onePerKey(e, all, "max", alive)
}

// chooses tells whether some of the rows that were ever kept are no raw rows, so that
// the others have to be found.
func (e entity) chooses() bool {
	return !e.history && (e.Delivery.Kind == "period" || e.Delivery.Kind == "changes" || appendsOnce(e.Entity))
}

// onePerKey keeps of each key its first row (min) or its newest (max), in the order of
// deliveries and of lines in them. Place and line make one number: keeping the extreme of
// each key and looking its row up takes half of what sorting whole rows by key does.
func onePerKey(e entity, all, extreme, narrowed string) string {
	const turn = "cast(_rank as bigint) * 1099511627776 + _line" // no file has 2^40 lines
	keys, same := make([]string, len(e.Delivery.Key)), make([]string, len(e.Delivery.Key))
	for i, k := range e.Delivery.Key {
		keys[i] = fmt.Sprintf("%s as _key_%d", ident(k), i+1)
		same[i] = fmt.Sprintf("%s is not distinct from _key_%d", ident(k), i+1)
	}
	mine := strings.Join(ownNames(e), ", ") + ", _line, _rank"
	return "with rows_told as (\n" + all + "\n),\nkept as (\n" +
		"select " + strings.Join(keys, ", ") + ", " + extreme + "(" + turn + ") as _turn from rows_told group by all\n)\n" +
		"select " + mine + " from rows_told join kept on " + strings.Join(same, " and ") + " and " + turn + " = _turn" + narrowed
}

// appendsOnce tells whether a key that was appended before is not appended again:
// the first row with it stays, as within one file.
func appendsOnce(e *models.Entity) bool {
	return e.Delivery.Kind == "append" && len(e.Delivery.Key) > 0 && e.Delivery.Repeated != models.RepeatedKeep && e.Delivery.Repeated != models.RepeatedAdd
}

// rawText is rawSQL for the fingerprint: it names the files without opening them
// and without the data folder, which may be moved.
func (w *Warehouse) rawText(e entity) string {
	switch {
	case e.deliveries:
		return w.deliveriesSQL(e)
	case e.told:
		return "select cast(" + dateOrNull(w.lastDay(e.Entity)) + " as date) as told_until_date"
	case e.unread:
		return w.traced(e, w.unreadSQL(e, w.knownText(entity{Entity: e.Entity, history: true}), w.rejectFiles(e)))
	}
	return w.rawSQL(e, w.knownText(e))
}

// knownText is knownRows for the fingerprint.
func (w *Warehouse) knownText(e entity) string {
	var paths []string
	for _, d := range w.under(e) {
		if d.Lake != nil {
			paths = append(paths, filepath.FromSlash(d.Lake.Path))
		}
	}
	return w.knownRows(e, w.engine.Files(lakeFields(e.Entity), paths))
}

// periodSQL keeps, for each period, the rows of the latest delivery that is about
// it. A delivery is about the periods of its rows and those that the manifest
// says it replaces: a period that was emptied has no rows to show for it.
func (w *Warehouse) periodSQL(e entity, all string) string {
	period := ident(e.Delivery.Period)
	// The rows stand here twice: read once for two uses, they would be held in memory.
	said := []string{"select " + period + " as _period, _rank from (\n" + all + "\n) as rows_said"}
	kind := periodType(e)
	for i, d := range w.under(e) {
		for _, p := range d.Periods {
			said = append(said, fmt.Sprintf("select %s, %d", periodValue(p, kind), i+1))
		}
	}
	return "with said as (\n" + strings.Join(said, "\nunion all ") + "\n),\n" +
		"latest as (\nselect _period, max(_rank) as _last from said group by _period\n)\n" +
		"select " + strings.Join(ownNames(e), ", ") + ", _line, _rank from (\n" + all + "\n) as rows_known join latest on " + period + " is not distinct from _period and _rank = _last"
}

// periodType is the type of the column with the period of an entity.
func periodType(e entity) string {
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
	return fmt.Sprintf("try_cast(%s as %s)", quote(p), kind)
}

// References lists the project's reference lists, sorted.
func References(p *models.Project) []string {
	entries, err := fs.ReadDir(p.FS, "models/reference")
	if err != nil {
		return nil // a project without the folder has no lists
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && path.Ext(e.Name()) == ".csv" {
			out = append(out, strings.TrimSuffix(e.Name(), ".csv"))
		}
	}
	slices.Sort(out)
	return out
}

func referenceFile(list string) string { return "models/reference/" + list + ".csv" }

// reference reads a list: column names, then rows of the same length.
func (w *Warehouse) reference(list string) (columns []string, rows [][]string, err error) {
	file := referenceFile(list)
	f, err := w.project.FS.Open(file)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", file, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := csv.NewReader(f)
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, &models.Error{Code: models.Invalid, Where: file, What: err.Error(), Fix: "give every row as many cells as the first, separated by commas"}
		}
		rows = append(rows, record)
	}
	if len(rows) == 0 {
		return nil, nil, &models.Error{Code: models.Invalid, Where: file, What: "is empty, want a first row with column names", Fix: "name the columns"}
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	return rows[0], rows[1:], nil
}

// bindReference makes a reference list a table of text; an empty cell is null.
func (w *Warehouse) bindReference(ctx context.Context, name string) error {
	if name == knowledge {
		return w.engine.Exec(ctx, "create view "+knowledge+" as select cast("+dateOrNull(w.knownAt)+" as date) as known_at")
	}
	columns, rows, err := w.reference(strings.TrimPrefix(name, "ref."))
	if err != nil {
		return err
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = ident(c) + " varchar"
	}
	if err := w.engine.Exec(ctx, "create table "+qualified(name)+" ("+strings.Join(quoted, ", ")+")"); err != nil {
		return err
	}
	const chunk = 1000 // one statement with every row of a long list parses slowly
	for part := range slices.Chunk(rows, chunk) {
		var b strings.Builder
		b.WriteString("insert into " + qualified(name) + " values ")
		for i, row := range part {
			if i > 0 {
				b.WriteString(", ")
			}
			cells := make([]string, len(row))
			for j, cell := range row {
				if cells[j] = "null"; cell != "" {
					cells[j] = quote(cell)
				}
			}
			b.WriteString("(" + strings.Join(cells, ", ") + ")")
		}
		if err := w.engine.Exec(ctx, b.String()); err != nil {
			return err
		}
	}
	return nil
}

func dateOrNull(d models.Date) string {
	if d == "" {
		return "null"
	}
	return quote(string(d))
}

// quote writes text as a SQL string.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// ident writes a name as a SQL identifier.
func ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// qualified writes schema.name as identifiers.
func qualified(name string) string {
	if schema, rest, ok := strings.Cut(name, "."); ok {
		return ident(schema) + "." + ident(rest)
	}
	return ident(name)
}

// referenceFiles hashes the lists for the manifest.
func referenceFiles(p *models.Project) ([]models.ReferenceFile, error) {
	out := []models.ReferenceFile{}
	for _, list := range References(p) {
		content, err := fs.ReadFile(p.FS, referenceFile(list))
		if err != nil {
			return nil, fmt.Errorf("hash reference list: %w", err)
		}
		out = append(out, models.ReferenceFile{Name: list, SHA256: fmt.Sprintf("%x", sha256.Sum256(content))})
	}
	return out, nil
}
