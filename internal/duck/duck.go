// Package duck opens the embedded engine with safe settings and gives it
// functions. It is the only importer of the driver, and knows nothing of Peil:
// no contracts, no tables, no paths.
//
// Every database is in memory: what lasts is Parquet, written by COPY.
package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Options bound what the engine may use.
type Options struct {
	Memory  string // upper limit, like "1GB"; the engine's own default when empty
	Threads int    // 0: one per core
	Temp    string // folder to spill to; empty: no spilling
	Locked  bool   // no settings may change after opening, no file but AllowedDirs is read
	// Unplanned are the steps of planning that the engine leaves out, by its names.
	Unplanned []string
	// AllowedDirs are the folders that a locked engine may read, and write.
	AllowedDirs []string
	// KeepFooters has the footer of a Parquet file read once: for files that never change.
	KeepFooters bool
}

// DB is one in-memory database. Its connections share tables and views.
type DB struct {
	*sql.DB
	connector *duckdb.Connector
}

// Open starts an engine that loads no extension and asks nothing of the network.
func Open(ctx context.Context, o Options) (*DB, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, fmt.Errorf("open engine: %w", err)
	}
	db := &DB{DB: sql.OpenDB(connector), connector: connector}
	// Without these two, a function that lives in an extension costs half a
	// second of network attempts before it fails.
	settings := []string{
		"set autoinstall_known_extensions = false",
		"set autoload_known_extensions = false",
		"set enable_progress_bar = false",
		"set TimeZone = 'UTC'",
		"set preserve_insertion_order = true",
	}
	if o.Memory != "" {
		settings = append(settings, "set memory_limit = "+Quote(o.Memory))
	}
	if o.Threads > 0 {
		settings = append(settings, fmt.Sprintf("set threads = %d", o.Threads))
	}
	if len(o.Unplanned) > 0 {
		settings = append(settings, "set disabled_optimizers = "+Quote(strings.Join(o.Unplanned, ",")))
	}
	if o.KeepFooters {
		settings = append(settings, "set parquet_metadata_cache = true")
	}
	settings = append(settings, "set temp_directory = "+Quote(o.Temp))
	if o.Locked {
		dirs := make([]string, len(o.AllowedDirs))
		for i, d := range o.AllowedDirs {
			dirs[i] = Quote(d)
		}
		settings = append(settings,
			"set allowed_directories = ["+strings.Join(dirs, ", ")+"]",
			"set enable_external_access = false",
			"set lock_configuration = true")
	}
	for _, s := range settings {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return nil, errors.Join(fmt.Errorf("set up engine: %s: %w", s, err), db.Close())
		}
	}
	return db, nil
}

// Version gives the engine's name and version, as it stands in fingerprints.
func (db *DB) Version(ctx context.Context) (string, error) {
	var v string
	if err := db.QueryRowContext(ctx, "select version()").Scan(&v); err != nil {
		return "", fmt.Errorf("ask engine for its version: %w", err)
	}
	return "duckdb " + v, nil
}

// Close ends the database and frees its memory.
func (db *DB) Close() error {
	err := db.DB.Close()
	if c, ok := any(db.connector).(io.Closer); ok {
		err = errors.Join(err, c.Close())
	}
	return err
}

// Quote writes text as a SQL string.
func Quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Ident writes a name as a SQL identifier.
func Ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
