package engine

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// DuckDB is the embedded engine: in memory, no extensions, no network.
type DuckDB struct {
	db   *duck.DB
	tree *sql.Stmt // serialise
}

// Settings bound what an engine may use; zero values leave it to the engine.
type Settings struct {
	Memory  string // like "1GB"
	Threads int
	Temp    string // folder to spill to; empty: no spilling
	// Dirs are the folders of which it may read and write files, whatever SQL says: a model
	// is a text of the project, and no reason to read another file of the machine.
	Dirs []string
}

// written is how files are written. It is part of Version, since other settings
// would give other bytes. Texts of which there are many, as ids, are written as they
// are: to find out that a dictionary of them does not pay takes a tenth of the time.
// Bloom filters would take a fifth of it: they serve who looks for one value in many
// files, and a table is one.
const written = "format parquet, compression zstd, row_group_size 122880, dictionary_size_limit 1000, write_bloom_filter false"

// OpenDuckDB starts an empty engine.
func OpenDuckDB(ctx context.Context, s Settings) (*DuckDB, error) {
	db, err := duck.Open(ctx, duck.Options{Memory: s.Memory, Threads: s.Threads, Temp: s.Temp, Locked: true, AllowedDirs: s.Dirs,
		KeepFooters: true}) // views over hundreds of files are bound again by every statement
	if err != nil {
		return nil, err
	}
	e := &DuckDB{db: db}
	if e.tree, err = db.PrepareContext(ctx, serialise); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return e, nil
}

// Version gives the release and how files are written.
func (e *DuckDB) Version(ctx context.Context) (string, error) {
	v, err := e.db.Version(ctx)
	if err != nil {
		return "", err
	}
	return v + "; " + written, nil
}

// Describe asks the engine to bind the SELECT.
func (e *DuckDB) Describe(ctx context.Context, sql string) (_ []models.SchemaField, err error) {
	rows, err := e.db.QueryContext(ctx, "select column_name, column_type from (describe "+sql+"\n)")
	if err != nil {
		return nil, fmt.Errorf("describe: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var out []models.SchemaField
	for rows.Next() {
		var f models.SchemaField
		if err := rows.Scan(&f.Name, &f.Type); err != nil {
			return nil, fmt.Errorf("describe: %w", err)
		}
		f.Type = strings.ToLower(f.Type)
		out = append(out, f)
	}
	return out, rows.Err()
}

// Query runs a SELECT.
func (e *DuckDB) Query(ctx context.Context, sql string) (*Rows, error) {
	rows, err := e.db.QueryContext(ctx, sql)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("query: %w", err), rows.Close())
	}
	columns := make([]models.SchemaField, len(types))
	for i, t := range types {
		columns[i] = models.SchemaField{Name: t.Name(), Type: strings.ToLower(t.DatabaseTypeName())}
	}
	return NewRows(columns, rows), nil
}

// Materialise runs COPY. Insertion order is preserved by the engine's settings,
// so that row groups do not depend on the number of threads.
func (e *DuckDB) Materialise(ctx context.Context, sql, path string) (int64, error) {
	result, err := e.db.ExecContext(ctx, "copy (\n"+sql+"\n) to "+duck.Quote(path)+" ("+written+")")
	if err != nil {
		return 0, fmt.Errorf("write parquet: %w", err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("write parquet: count rows: %w", err)
	}
	return n, nil
}

// Exec runs one statement.
func (e *DuckDB) Exec(ctx context.Context, sql string) error {
	if _, err := e.db.ExecContext(ctx, sql); err != nil {
		return fmt.Errorf("run statement: %w", err)
	}
	return nil
}

// Files reads columns by name. The empty relation in front gives a column to
// every name, also to those of a contract that is newer than all files, and the
// relation's types when there are no files at all.
func (e *DuckDB) Files(columns []models.SchemaField, paths []string) string {
	quoted := make([]string, len(paths))
	for i, p := range paths {
		quoted[i] = duck.Quote(p)
	}
	files := "select * from read_parquet([" + strings.Join(quoted, ", ") + "], union_by_name = true)"
	if columns == nil {
		return files
	}
	var empty, typed []string
	for _, c := range columns {
		name := duck.Ident(c.Name)
		empty = append(empty, "cast(null as "+c.Type+") as "+name)
		typed = append(typed, "cast("+name+" as "+c.Type+") as "+name)
	}
	none := "select " + strings.Join(empty, ", ") + " where false"
	if len(paths) == 0 {
		return none
	}
	return "select " + strings.Join(typed, ", ") + "\nfrom (\n    " + none +
		"\n    union all by name\n    " + files + "\n) as files"
}

// Close ends the database.
func (e *DuckDB) Close() error { return errors.Join(e.tree.Close(), e.db.Close()) }
