package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

func (a *app) sqlCommand() *cobra.Command {
	var format, out string
	var moment momentFlags
	cmd := &cobra.Command{
		Use:   "sql \"SELECT ...\"",
		Short: "Run one SELECT on a snapshot",
		Long: `Runs one SELECT on the tables and views of a snapshot: fct_, dim_, stg_,
raw.<source>__<entity> and ref.<list>. Files, settings and other statements are
refused. The result is exact and not for publication, and a line beside it says so.

  peil sql "select count(*) from fct_question"
  peil sql "select * from dim_theme" --format csv
  peil sql "select * from fct_placement" --format parquet --out placements.parquet`,
		Args: exactArgs(1, "one SELECT in quotes"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				format = "json"
			}
			if format == "parquet" && out == "" && isTerminal(a.out) {
				return usage("--format parquet", "is not text for a terminal", "say where: --out FILE.parquet, or send it on with >")
			}
			if format != "parquet" && out != "" {
				return usage("--out "+out, "is where parquet goes, and the format is "+format, "add --format parquet, or send the text on with > "+out)
			}
			if out != "" && !isFolder(filepath.Dir(out)) {
				return cannotWrite("--out", out, fs.ErrNotExist)
			}
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			w, err := a.openOf(cmd.Context(), p, moment)
			if err != nil {
				return err
			}
			defer w.Close()
			ctx, done := a.bounded(cmd.Context(), p.Config.EngineMemory())
			defer done()
			if format == "parquet" {
				err = a.parquet(ctx, w, args[0], out)
			} else {
				var t *table
				if t, err = query(ctx, w, args[0]); err == nil {
					err = t.write(a.out, format)
				}
			}
			err = why(ctx, err)
			if err == nil && !a.quiet {
				fmt.Fprintln(a.diag, notForPublication)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "table, csv, json, markdown or parquet")
	cmd.Flags().StringVar(&out, "out", "", "file to write parquet to")
	moment.add(cmd.Flags())
	return cmd
}

// query runs one SELECT and holds its rows as text.
func query(ctx context.Context, w *warehouse.Warehouse, sql string) (*table, error) {
	rows, err := w.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	return textOf(rows)
}

// textOf holds the rows of a result as text, and closes it.
func textOf(rows *warehouse.Result) (*table, error) {
	defer rows.Close()
	t := &table{empty: map[[2]int]bool{}}
	for _, c := range rows.Columns {
		t.columns = append(t.columns, c.Name)
		t.right = append(t.right, numeric(c.Type))
		t.truths = append(t.truths, c.Type == "boolean")
	}
	for rows.Next() {
		cells := make([]string, len(t.columns))
		for i, v := range rows.Values() {
			switch v := v.(type) {
			case nil:
			case string:
				if cells[i] = v; v == "" {
					t.empty[[2]int{len(t.rows), i}] = true
				}
			case float64:
				cells[i] = strconv.FormatFloat(v, 'f', -1, 64)
			default:
				cells[i] = fmt.Sprint(v)
			}
		}
		t.add(cells...)
	}
	return t, rows.Err()
}

// numeric tells whether values of the type are written as numbers.
func numeric(sqlType string) bool {
	name, _, _ := strings.Cut(sqlType, "(")
	switch name {
	case "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "decimal", "float", "double":
		return true
	}
	return false
}

// parquet writes a result to a file or, through one, to standard output.
func (a *app) parquet(ctx context.Context, w *warehouse.Warehouse, sql, out string) error {
	if out != "" {
		rows, err := w.CopyTo(ctx, sql, out)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.diag, "%s  %s rows\n", out, prose.Grouped(rows))
		return nil
	}
	dir, err := os.MkdirTemp("", "peil-sql-")
	if err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "result.parquet")
	if _, err := w.CopyTo(ctx, sql, file); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("read result: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(a.out, f)
	return err
}
