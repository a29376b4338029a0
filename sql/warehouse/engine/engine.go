// Package engine is what the warehouse asks of a SQL engine: read, describe,
// query and materialise one SELECT. DuckDB is its first implementation, and
// Conform is the suite that every implementation passes.
//
// It knows no models, no lake and no metrics: it gets SQL and gives rows.
package engine

import (
	"context"
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
)

// Engine runs SQL. It is safe for use by several goroutines; cancelling the
// context stops what runs.
type Engine interface {
	// Version names engine, release and the way it writes files: all that may
	// change the bytes of a materialised table.
	Version(ctx context.Context) (string, error)
	// Read parses sql without running it. Anything but one SELECT is a *SyntaxError.
	Read(ctx context.Context, sql string) (*Statement, error)
	// Describe gives the columns of a SELECT in order, with lower-case types,
	// without running it.
	Describe(ctx context.Context, sql string) ([]models.SchemaField, error)
	// Query runs a SELECT. The caller closes the rows.
	Query(ctx context.Context, sql string) (*Rows, error)
	// Materialise writes the rows of a SELECT, in its order, as one Parquet file
	// and gives their number. The same rows give the same bytes.
	Materialise(ctx context.Context, sql, path string) (int64, error)
	// Exec runs a statement without result: a schema, a view, a table.
	Exec(ctx context.Context, sql string) error
	// Files gives the SELECT over Parquet files with columns matched by name.
	// A column that is in none of them is null. Nil columns: those of the files,
	// as they are.
	Files(columns []models.SchemaField, paths []string) string
	// Close ends the engine and what it holds in memory.
	Close() error
}

// Statement is what the warehouse needs to know of a SELECT.
type Statement struct {
	// Relations are the tables it reads from outside itself, in the order of
	// the text; names that a WITH of its own defines are not among them.
	Relations []Reference
	// Functions are the functions and operators it calls.
	Functions []Reference
	// Lists tells that it asks which relations there are, as SHOW TABLES does.
	Lists bool
}

// Reference is a name in a statement and the byte at which it stands.
type Reference struct {
	Schema string // "" when the name stands alone
	Name   string
	Offset int // from 0; -1 when the engine does not tell
}

// Full gives schema.name, or name alone.
func (r Reference) Full() string {
	if r.Schema == "" {
		return r.Name
	}
	return r.Schema + "." + r.Name
}

// SyntaxError says that a text is not one SELECT.
type SyntaxError struct {
	Message string
	Offset  int // byte from 0; -1: unknown
}

// Error gives the engine's message.
func (e *SyntaxError) Error() string { return e.Message }

// Cursor is a driver's result set.
type Cursor interface {
	Next() bool
	Scan(into ...any) error
	Err() error
	Close() error
}

// Rows are the rows of a query. Values are nil, bool, int64, float64 or string:
// dates are 2006-01-02, timestamps 2006-01-02 15:04:05 with as many decimals as
// they have, decimals keep their digits.
type Rows struct {
	Columns []models.SchemaField
	cursor  Cursor
	cells   []any
	into    []any
	err     error
}

// NewRows wraps an implementation's result set.
func NewRows(columns []models.SchemaField, cursor Cursor) *Rows {
	r := &Rows{Columns: columns, cursor: cursor, cells: make([]any, len(columns)), into: make([]any, len(columns))}
	for i := range r.cells {
		r.into[i] = &r.cells[i]
	}
	return r
}

// Next moves to the next row; false at the end or at an error, which Err tells.
func (r *Rows) Next() bool {
	if r.err != nil || !r.cursor.Next() {
		return false
	}
	if err := r.cursor.Scan(r.into...); err != nil {
		r.err = fmt.Errorf("read row: %w", err)
		return false
	}
	for i := range r.cells {
		r.cells[i] = plain(r.cells[i], r.Columns[i].Type)
	}
	return true
}

// Values gives the current row. The slice is used again by Next.
func (r *Rows) Values() []any { return r.cells }

// Err tells what ended the rows too early.
func (r *Rows) Err() error {
	if r.err != nil {
		return r.err
	}
	return r.cursor.Err()
}

// Close frees the result. It may be called twice.
func (r *Rows) Close() error { return r.cursor.Close() }
