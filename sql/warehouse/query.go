package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
)

// Result are the rows of an analyst's query. Values are nil, bool, int64, float64
// or string; see engine.Rows.
type Result struct{ *engine.Rows }

// Query runs one SELECT over the relations of the warehouse. It is for the
// analyst's own machine: it bounds neither time nor rows, as strangers' SQL would
// need. The caller closes the result.
func (w *Warehouse) Query(ctx context.Context, sql string) (*Result, error) {
	t, err := w.admit(ctx, sql)
	if err != nil {
		return nil, err
	}
	rows, err := w.engine.Query(ctx, sql)
	if err != nil {
		return nil, t.placed(orStopped(ctx, err), 0)
	}
	return &Result{rows}, nil
}

// CopyTo writes the rows of one SELECT to a Parquet file, whole or not at all,
// and gives their number.
func (w *Warehouse) CopyTo(ctx context.Context, sql, path string) (int64, error) {
	t, err := w.admit(ctx, sql)
	if err != nil {
		return 0, err
	}
	// The engine writes where it may, and its file is brought from there.
	made, rows, err := w.temporary(ctx, "query", strings.TrimRight(strings.TrimSpace(sql), ";"))
	if err != nil {
		return 0, t.placed(orStopped(ctx, err), 1)
	}
	if err := errors.Join(bring(made, path), os.Remove(made)); err != nil {
		return 0, fmt.Errorf("write %s: %w", path, err)
	}
	return rows, nil
}

// orStopped gives why a query ended that was told to: the engine only says that it was
// interrupted, as if that were wrong with the text.
func orStopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// bring copies a file to a path, whole or not at all; another disk may be there.
func bring(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.CreateTemp(filepath.Dir(to), ".peil-*.parquet")
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Chmod(0o644), out.Close()); err == nil {
		err = moveDurably(out.Name(), to)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(out.Name()))
	}
	return nil
}

// admit takes one SELECT and makes known what it reads. A name that is no
// relation is refused with those that look like it, and so is a function that
// reaches past the warehouse: an answer must not depend on a file that no
// snapshot names.
func (w *Warehouse) admit(ctx context.Context, sql string) (text, error) {
	t := text{"query", 1, sql}
	s, err := w.engine.Read(ctx, sql)
	if err != nil {
		return t, t.placed(err, 0)
	}
	var names []string
	if s.Lists {
		names = w.names()
	}
	var errs []error
	for _, r := range s.Relations {
		// Models stand in the schema main, which information_schema tells.
		name := strings.TrimPrefix(strings.ToLower(r.Full()), "main.")
		switch {
		case w.has(name):
			names = append(names, name)
		case strings.EqualFold(r.Schema, "information_schema"): // tells of what is known to the engine by then
			names = append(names, w.names()...)
		default:
			errs = append(errs, &models.Error{
				Code: models.Invalid, Where: t.at(r.Offset), What: "reads " + r.Full() + ", which is no relation here",
				Fix: "did you mean " + strings.Join(models.Nearest(name, w.names(), 3), ", ") + "?",
			})
		}
	}
	if err := errors.Join(append(errs, t.callsOutside(s))...); err != nil {
		return t, err
	}
	slices.Sort(names)
	return t, w.ensure(ctx, slices.Compact(names))
}

// callsOutside tells of each function that reaches past the warehouse: an answer, a model
// or a metric must follow from the exports and from nothing else of the machine.
func (t text) callsOutside(s *engine.Statement) error {
	var errs []error
	for _, f := range s.Functions {
		if outside(f.Name) {
			errs = append(errs, &models.Error{
				Code: models.Invalid, Where: t.at(f.Offset), What: "calls " + f.Name + ", which reaches past the warehouse",
				Fix: "read relations only; a file enters by a contract",
			})
		}
	}
	return errors.Join(errs...)
}

// outside tells functions that read files, settings, the environment or SQL in a
// text, and those that switch something on or off in the engine instead of giving rows.
func outside(function string) bool {
	name := strings.ToLower(function)
	for _, prefix := range []string{"read_", "parquet_", "sniff_", "duckdb_", "pragma_", "sqlite_", "iceberg_", "delta_", "postgres_", "mysql_", "json_execute", "arrow_", "pandas_", "python_", "from_substrait", "write_", "enable_", "disable_", "truncate_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "glob", "query", "query_table", "getenv", "getvariable", "current_setting", "which_secret", "seq_scan", "index_scan", "repeat_row", "test_all_types", "checkpoint", "force_checkpoint", "add_parquet_key":
		return true
	}
	return false
}

// Relations lists the models and raw relations that can be queried, sorted.
func (w *Warehouse) Relations() []string { return w.names() }

// count gives the number of rows of a SELECT.
func (w *Warehouse) count(ctx context.Context, sql string) (int64, error) {
	values, err := w.numbers(ctx, "select count(*) as n from (\n"+sql+"\n) as counted")
	if err != nil {
		return 0, err
	}
	return values[0], nil
}

// numbers gives the integers of a one-row SELECT.
func (w *Warehouse) numbers(ctx context.Context, sql string) (_ []int64, err error) {
	rows, err := w.engine.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return nil, errors.Join(errors.New("query: gave no row"), rows.Err())
	}
	out := make([]int64, len(rows.Columns))
	for i, v := range rows.Values() {
		n, ok := v.(int64)
		if !ok {
			return nil, fmt.Errorf("query: column %s is %v, want an integer", rows.Columns[i].Name, v)
		}
		out[i] = n
	}
	return out, nil
}

// column gives the texts of a one-column SELECT; nulls are left out.
func (w *Warehouse) column(ctx context.Context, sql string) (_ []string, err error) {
	rows, err := w.engine.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var out []string
	for rows.Next() {
		if s, ok := rows.Values()[0].(string); ok {
			out = append(out, s)
		}
	}
	return out, rows.Err()
}
