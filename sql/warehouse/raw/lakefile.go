package raw

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// Lake files are never written again, so those of one entity may have been typed
// by several versions of its contract: most are loaded again from their landed
// bytes when the contract changes, but bytes that retention took away cannot be.
// Here such files are read as today's contract wants them, value by value the
// same, or refused: a value is never rounded, cut or guessed.

// edition is the files of an entity that one version of its contract wrote.
type edition struct {
	columns []models.SchemaField // as they are in the files
	loads   []models.Loaded
	paths   []string // of the files, below the data folder
}

// Rows writes the SELECT over the lake files of deliveries with the columns
// of the contract and where each row came from. The files are asked for their
// columns; those with a value that the contract cannot hold are told as
// *models.Error, all of them.
func (l *Lake) Rows(ctx context.Context, e *models.Entity, deliveries []models.Loaded) (string, error) {
	wanted := Fields(e)
	// The empty relation gives the types when there are no files at all.
	parts := []string{l.Engine.Files(wanted, nil)}
	var errs []error
	for _, ed := range editions(deliveries) {
		if err := l.Missing(e, ed.loads); err != nil {
			errs = append(errs, err)
			continue
		}
		files := l.Engine.Files(nil, l.Absolute(ed.paths))
		var err error
		if ed.columns, err = l.Engine.Describe(ctx, files); err != nil {
			return "", err
		}
		part, err := l.readAs(ctx, e, ed, files, wanted)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "\nunion all\n"), errors.Join(errs...)
}

// Missing names the lake files of deliveries that are not there.
func (l *Lake) Missing(e *models.Entity, deliveries []models.Loaded) error {
	var errs []error
	for _, d := range deliveries {
		if d.Lake == nil {
			continue
		}
		info, err := os.Stat(filepath.Join(l.Root, filepath.FromSlash(d.Lake.Path)))
		if err != nil || !info.Mode().IsRegular() {
			errs = append(errs, &models.Error{Code: models.Invalid, Where: d.Lake.Path, What: "is a file of " + e.Key() + " and is not there",
				Fix: "restore it from a backup of the data folder; peil verify lists all that is missing"})
		}
	}
	return errors.Join(errs...)
}

// editions groups deliveries that have rows by the contract that typed them, in
// the order in which the contracts first appear.
func editions(deliveries []models.Loaded) []*edition {
	var out []*edition
	at := map[string]*edition{}
	for _, d := range deliveries {
		if d.Lake == nil {
			continue
		}
		ed := at[d.Contract]
		if ed == nil {
			ed = &edition{}
			at[d.Contract] = ed
			out = append(out, ed)
		}
		ed.loads, ed.paths = append(ed.loads, d), append(ed.paths, d.Lake.Path)
	}
	return out
}

// Absolute gives paths below the data folder as the engine opens them.
func (l *Lake) Absolute(paths []string) []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = filepath.Join(l.Root, filepath.FromSlash(p))
	}
	return out
}

// readAs writes the SELECT of one edition's files with the wanted columns.
func (l *Lake) readAs(ctx context.Context, e *models.Entity, ed *edition, files string, wanted []models.SchemaField) (string, error) {
	var errs []error
	cells := make([]string, len(wanted))
	for i, want := range wanted {
		name := statement.Ident(want.Name)
		at := slices.IndexFunc(ed.columns, func(f models.SchemaField) bool { return f.Name == want.Name })
		if at < 0 {
			// A column that is younger than the file: not known then.
			cells[i] = "cast(null as " + want.Type + ") as " + name
			if part := Identifies(e, want.Name); part != "" {
				errs = append(errs, l.lacking(e, ed, want.Name, part))
			}
			continue
		}
		cells[i] = "cast(" + name + " as " + want.Type + ") as " + name
		from := ed.columns[at].Type
		loss := lost(name, from, want.Type)
		if loss == "" {
			continue
		}
		found, err := l.lostValues(ctx, e, ed, files, models.SchemaField{Name: want.Name, Type: from}, want.Type, loss)
		if err != nil {
			return "", err
		}
		errs = append(errs, found...)
		if !converts(from, want.Type) {
			cells[i] = "cast(null as " + want.Type + ") as " + name // it has no values, or was refused
		}
	}
	return "select " + strings.Join(cells, ", ") + " from (" + files + ") as files", errors.Join(errs...)
}

// Identifies tells of what the column is a part that tells one row from another,
// or one period from another: there null means something.
func Identifies(e *models.Entity, column string) string {
	switch {
	case e.Delivery.Kind == "period" && column == e.Delivery.Period:
		return "the period"
	case slices.Contains(e.Delivery.Key, column) && (e.Delivery.Kind == "changes" || AppendsOnce(e)):
		return "the key"
	}
	return ""
}

func (l *Lake) lacking(e *models.Entity, ed *edition, column, part string) error {
	return &models.Error{Code: models.Invalid, Where: told(ed.loads[0]),
		What: fmt.Sprintf("has no column %s, which is %s of %s now%s", column, part, e.Key(), others(ed)),
		Fix:  reload + ", or take the column out of " + part}
}

const reload = "run peil run, which loads the file again while its landed bytes are there; else deliver it again"

// told names a delivery as people know it, and its file.
func told(d models.Loaded) string { return d.Name + " (" + d.Lake.Path + ")" }

func others(ed *edition) string {
	if n := len(ed.loads) - 1; n > 0 {
		return fmt.Sprintf("; nor have %d more files", n)
	}
	return ""
}

// lost gives the condition under which a value of type from does not come back
// the same out of type to; "" when every value does.
func lost(name, from, to string) string {
	switch {
	case from == to:
		return ""
	case !converts(from, to):
		return name + " is not null"
	case from == "bigint" && to == "varchar":
		return ""
	}
	whole, scale, exact := digitsOf(from)
	toWhole, toScale, toExact := digitsOf(to)
	if exact && toExact && whole <= toWhole && scale <= toScale {
		return ""
	}
	return name + " is not null and try_cast(try_cast(" + name + " as " + to + ") as " + from + ") is distinct from " + name
}

// converts tells whether values of the type may stand as values of the other:
// numbers as numbers, whole numbers as text, and text as whatever writes it in
// just that way. A pseudonym is no text and an age band is no date: what was
// protected is never mixed with what was not.
func converts(from, to string) bool {
	_, _, number := digitsOf(from)
	_, _, toNumber := digitsOf(to)
	switch {
	case from == to, number && toNumber, from == "bigint" && to == "varchar":
		return true
	case from == "varchar":
		return toNumber || to == "date"
	}
	return false
}

// digitsOf gives the digits of an exact number before and behind its sign.
func digitsOf(sqlType string) (whole, scale int, ok bool) {
	if sqlType == "bigint" {
		return 19, 0, true
	}
	var precision int
	if n, err := fmt.Sscanf(sqlType, "decimal(%d,%d)", &precision, &scale); n != 2 || err != nil {
		return 0, 0, false
	}
	return precision - scale, scale, true
}

// lostValues gives an error for each file with a value that type to cannot hold.
func (l *Lake) lostValues(ctx context.Context, e *models.Entity, ed *edition, files string, from models.SchemaField, to, loss string) (out []error, err error) {
	name := statement.Ident(from.Name)
	rows, err := l.Engine.Query(ctx, "select _load_id, count(*), min(_line), min_by(cast("+name+" as varchar), _line) from ("+files+
		") as files where "+loss+" group by _load_id order by _load_id")
	if err != nil {
		return nil, fmt.Errorf("look for values of %s that are lost: %w", from.Name, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v := rows.Values()
		at := slices.IndexFunc(ed.loads, func(d models.Loaded) bool { return d.LoadID == v[0] })
		if at < 0 {
			continue // no delivery of the manifest, so none of its rows is read
		}
		value := "a value"
		if plainly(e, from.Name) {
			value = fmt.Sprintf("%q", v[3])
		}
		out = append(out, &models.Error{Code: models.Invalid, Where: fmt.Sprintf("%s, line %d", told(ed.loads[at]), v[2]),
			What: fmt.Sprintf("column %s was taken in as %s and holds %s (%d rows like it), which is no %s, as the contract wants now",
				from.Name, from.Type, value, v[1], to),
			Fix: reload + ", or give the column back the type that it had"})
	}
	return out, rows.Err()
}

// plainly tells whether the values of a lake column may stand in a message.
func plainly(e *models.Entity, field string) bool {
	for i := range e.Columns {
		c := &e.Columns[i]
		if slices.ContainsFunc(c.LakeFields(), func(f models.SchemaField) bool { return f.Name == field }) {
			return c.Action == "keep" && (c.Class == "measure" || c.Class == "technical")
		}
	}
	return false
}
