package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// writeMetric writes an answer where it was asked, and what must be known about it
// on the side.
func (a *app) writeMetric(ctx context.Context, r *answer, o *metricOptions) error {
	m := r.Metric
	if m.NotMeasurable != "" {
		fmt.Fprintf(a.diag, "peil: %s: %s\n", m.Name, r.unmeasured())
	}
	t := r.table(readable(o.format), o.format == "json")
	var err error
	switch {
	case o.out == "" && len(t.rows) == 0 && o.format == "table":
		if m.NotMeasurable == "" {
			_, err = fmt.Fprintln(a.out, r.word("norows"))
		}
	case o.out == "":
		err = t.write(a.out, o.format)
	case o.format == "xlsx":
		err = private(o.out, func(w io.Writer) error { return r.workbook(w, t) })
	case o.format == "parquet":
		err = parquetOf(ctx, t, o.out)
	default:
		err = private(o.out, func(w io.Writer) error { return t.write(w, o.format) })
	}
	if err != nil {
		return err
	}
	r.outside(a.diag)
	if a.quiet || m.NotMeasurable != "" {
		return nil
	}
	if o.out != "" {
		fmt.Fprintf(a.diag, "%s  %s\n", o.out, prose.Counted(len(t.rows), "row"))
	}
	for _, note := range r.notes() {
		fmt.Fprintln(a.diag, note)
	}
	return nil
}

// workbook writes the answer as a sheet with numbers, below what must be read first.
func (r *answer) workbook(w io.Writer, t *table) error {
	if len(t.rows) > models.SheetRows-4 {
		return usage("--format xlsx", fmt.Sprintf("has no place for %s", prose.Counted(len(t.rows), "row")), "cut by less, narrow it with --where, or write parquet or csv")
	}
	b := book.New(w)
	widths := make([]float64, len(t.columns))
	for i := range widths {
		widths[i] = 16
		if strings.HasSuffix(t.columns[i], "_label") {
			widths[i] = 32
		}
	}
	notes := r.notes()
	b.Begin(r.Metric.Name, widths, len(notes)+1, 0)
	for _, n := range notes {
		b.Across(max(2, len(t.columns)), n, book.Notice)
	}
	b.Add(book.Heads(t.columns...)...)
	for _, row := range t.rows {
		cells := make([]book.Cell, len(row))
		for i, c := range row {
			cells[i] = book.Text(c, book.Plain)
			if v, err := strconv.ParseFloat(c, 64); err == nil && t.right[i] {
				cells[i] = book.Decimal(v)
			}
		}
		b.Add(cells...)
	}
	b.End()
	return b.Close()
}

// parquetOf writes a table as Parquet: value a double, n a whole number, the rest
// text; what is empty is null.
func parquetOf(ctx context.Context, t *table, path string) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".peil-")
	if err != nil {
		return cannotWrite("--out", path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	rows, made := filepath.Join(dir, "rows.csv"), filepath.Join(dir, "rows.parquet")
	if err := private(rows, func(w io.Writer) error { return t.write(w, "csv") }); err != nil {
		return err
	}
	types := make([]string, len(t.columns))
	for i, c := range t.columns {
		of := "varchar"
		switch c {
		case "value":
			of = "double"
		case "n":
			of = "bigint"
		}
		types[i] = duck.Quote(c) + ": " + duck.Quote(of)
	}
	db, err := duck.Open(ctx, duck.Options{Memory: models.DefaultMemory})
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "copy (select * from read_csv("+duck.Quote(rows)+", header = true, quote = '\"', escape = '\"', delim = ',', nullstr = '', columns = {"+strings.Join(types, ", ")+"})) to "+duck.Quote(made)+" (format parquet)")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Chmod(made, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(made, path); err != nil {
		return cannotWrite("--out", path, err)
	}
	return nil
}
