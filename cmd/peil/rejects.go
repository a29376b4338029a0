package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/supplier"
	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/models"
)

type rejectsOptions struct {
	chosen
	format, out, to string
	limit           int
	all             bool // files that came again under the same name, too
	warned          bool // list warnings of rows that count, in place of rejects
}

func (a *app) rejectsCommand() *cobra.Command {
	var o rejectsOptions
	cmd := &cobra.Command{
		Use:   "rejects [SOURCE[/ENTITY]]",
		Short: "List what was rejected, and make what goes back to the supplier",
		Long: `Lists rejected rows with file, line, key, column, rule and reason, and the files that
were refused whole with every reason. Values of protected columns are masked; the key
is that of rows of lists, where it says nothing of a person.

With --for supplier it makes the workbook that goes back: the rows as they were
sent, all their columns, what is wrong marked, and reasons in Dutch.

  peil rejects
  peil rejects question_log --rule date
  peil rejects housing_tool/placements --format csv --limit 0
  peil rejects --file 'plaatsen_2023-*'
  peil rejects --warned
  peil rejects housing_tool --for supplier --out terug.xlsx`,
		Args: mostArgs(1, "at most one SOURCE or SOURCE/ENTITY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			if err := o.resolve(p, args); err != nil {
				return err
			}
			m, err := a.manifest(0)
			if err != nil {
				return err
			}
			if err := errors.Join(o.settle(cmd, a.json), o.named(m.Deliveries)); err != nil {
				return err
			}
			if o.to == "supplier" && inside(o.out, a.data) {
				return usage("--out "+o.out, "lies in the data folder, which others read and copy, and has what the supplier sent, personal data too", "name a place outside it")
			}
			if o.to == "supplier" {
				return a.giveBack(cmd.Context(), p, m, &o)
			}
			return a.listRejects(cmd.Context(), m, &o)
		},
	}
	o.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.rule, "rule", "", "only this rule")
	f.StringVar(&o.format, "format", "", "table, csv, xlsx, json or markdown; by the ending of --out, else table")
	f.StringVar(&o.out, "out", "", "write to this file, which only you can read")
	f.StringVar(&o.to, "for", "", "supplier: what goes back to the supplier, xlsx or csv")
	f.BoolVar(&o.warned, "warned", false, "list the rows that count but have a warning")
	f.BoolVar(&o.all, "all", false, "also files that came again since, under the same name")
	f.IntVar(&o.limit, "limit", 200, "how many reasons at the most; 0 is all")
	return cmd
}

func (o *rejectsOptions) title() string {
	if o.warned {
		return "Warnings"
	}
	return "Rejects"
}

// settle fills in the format and refuses what does not go together.
func (o *rejectsOptions) settle(cmd *cobra.Command, json bool) error {
	ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(o.out)), ".")
	switch {
	case o.to != "" && o.to != "supplier":
		return usage("--for "+o.to, "is not known", "write --for supplier")
	case o.to != "" && o.out == "":
		return usage("--for supplier", "wants a file", "say where it goes: --out terug.xlsx")
	case o.to != "" && o.warned:
		return usage("--warned", "does not go with --for supplier: what goes back are the rows that are not in", "take one of them out")
	case o.limit < 0:
		return usage(fmt.Sprintf("--limit %d", o.limit), "is less than none", "give a whole number; 0 is all")
	case o.rule != "" && !slices.Contains(supplier.Rules(), o.rule):
		return usage("--rule "+o.rule, "is no rule", "want one of "+strings.Join(supplier.Rules(), ", "))
	case o.to != "" && cmd.Flags().Changed("limit"):
		return usage("--limit", "does not go with --for supplier: half of what is wrong is not what a supplier needs", "take it out")
	}
	if o.format == "" {
		switch {
		case ending == "xlsx" || ending == "csv" || ending == "json":
			o.format = ending
		case ending == "md":
			o.format = "markdown"
		case json && o.to == "":
			o.format = "json"
		case o.to != "" && o.out != "" && ending != "md":
			return usage("--out "+o.out, "does not end in what a supplier works with", "end it in .xlsx or .csv, or say --format")
		case o.out != "" && ending != "txt":
			return usage("--out "+o.out, "does not end in a format", "end it in .csv, .json, .xlsx, .md or .txt, or say --format")
		default:
			o.format = "table"
		}
	}
	switch want := append(slices.Clone(formats), "xlsx"); {
	case !slices.Contains(want, o.format):
		return usage("--format "+o.format, "is not a format", "want one of "+strings.Join(want, ", "))
	case o.to != "" && o.format != "xlsx" && o.format != "csv":
		return usage("--format "+o.format, "is nothing that a supplier works with", "want xlsx or csv")
	case o.format == "xlsx" && o.out == "":
		return usage("--format xlsx", "wants a file", "say where it goes: --out geweigerd.xlsx")
	}
	// A list that goes to a file is not cut for a screen.
	if o.out != "" && !cmd.Flags().Changed("limit") {
		o.limit = 0
	}
	return nil
}

// private writes a file that only its owner can read, whole or not at all.
func private(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // with mode 0600
	if err != nil {
		return cannotWrite("--out", path, err)
	}
	if err = errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(cannotWrite("--out", path, err), os.Remove(f.Name()))
	}
	return nil
}

// listRejects lists what a snapshot rejected.
func (a *app) listRejects(ctx context.Context, m *models.Manifest, o *rejectsOptions) error {
	t, sum, err := a.rejected(ctx, m, o)
	if err != nil {
		return err
	}
	if o.format == "csv" {
		for i, row := range t.rows {
			t.rows[i] = book.Guard(row)
		}
	}
	// Files about warnings have no keys; a screen is narrow, and in a list that goes on to a
	// program columns are the same each time.
	if o.warned || o.format == "table" && !slices.ContainsFunc(t.rows, func(row []string) bool { return row[keyColumn] != "" }) {
		t = t.without(keyColumn)
	}
	said := a.diag // what is not the result, unless people read it
	if o.format == "table" && o.out == "" {
		said = a.out
	}
	switch {
	case sum.reasons == 0 && said == a.out: // a table without rows says less than the sentence below
	case o.out == "":
		err = t.write(a.out, o.format)
	case o.format == "xlsx":
		err = private(o.out, func(w io.Writer) error {
			left, err := supplier.Sheet(w, o.title(), []string{fmt.Sprintf("%s, snapshot %d. Values of protected columns are masked.", o.title(), m.Snapshot)}, t.columns, t.rows)
			if left > 0 && !a.quiet {
				fmt.Fprintf(a.diag, "%s reasons do not fit in one sheet; choose with --entity or --file\n", prose.Grouped(int64(left)))
			}
			return err
		})
	default:
		err = private(o.out, func(w io.Writer) error { return t.write(w, o.format) })
	}
	if err == nil && !a.quiet {
		_, err = fmt.Fprintln(said, sum.words(o, len(t.rows)))
	}
	return err
}
