package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// failingRows is how many rows of a check a screen shows.
const failingRows = 20

func (a *app) checksCommand() *cobra.Command {
	var format, lang string
	var failed bool
	var moment momentFlags
	cmd := &cobra.Command{
		Use:   "checks [NAME]",
		Short: "List the checks of a snapshot, or the rows that one fails on",
		Long: `Lists every check of a snapshot: name, severity, rows that fail, who must act
and what to do about those that fail. With a name it shows what the check is about and up to 20 rows that
fail now; it changes nothing.

  peil checks
  peil checks --failed
  peil checks stays_within_capacity`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage(strings.Join(args, " "), fmt.Sprintf("are %d arguments, want at most the name of one check", len(args)), "peil checks lists them all")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				format = "json"
			}
			if !slices.Contains(formats, format) {
				return usage("--format "+format, "is not a format", "want one of "+strings.Join(formats, ", "))
			}
			if lang != "nl" && lang != "en" {
				return usage("--lang "+lang, "is not a language of the checks", "want nl or en")
			}
			if len(args) == 1 {
				if failed {
					return usage("--failed", "does not go with the name of one check", "take one of them out")
				}
				return a.showCheck(cmd.Context(), moment, args[0], format, lang)
			}
			if moment.asOf != "" {
				return usage("--as-of "+moment.asOf, "wants the name of a check: a snapshot's list is as it was published", "name one, or take it out")
			}
			m, err := a.manifest(moment.snapshot)
			if err != nil {
				return err
			}
			return a.listChecks(m, failed, format, lang)
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "table, csv, json or markdown")
	cmd.Flags().StringVar(&lang, "lang", "nl", "language of what a check is about and what to do: nl or en")
	cmd.Flags().BoolVar(&failed, "failed", false, "only those that fail")
	moment.add(cmd.Flags())
	return cmd
}

// listChecks lists what a snapshot's checks gave when it was published.
func (a *app) listChecks(m *models.Manifest, failed bool, format, lang string) error {
	t := &table{columns: []string{"check", "severity", "failures", "owner"}, right: []bool{false, false, true, false}}
	if format != "table" {
		t.columns, t.right = append(t.columns, "about", "fix"), append(t.right, false, false)
	}
	var off []models.CheckResult
	for _, c := range m.Checks {
		if c.Failures > 0 {
			off = append(off, c)
		} else if failed {
			continue
		}
		cells := []string{c.Name, c.Severity, fmt.Sprint(c.Failures), c.OwnerIn(lang)}
		t.add(append(cells, c.AboutIn(lang), c.FixIn(lang))[:len(t.columns)]...)
	}
	if len(t.rows) > 0 || format != "table" {
		if err := t.write(a.out, format); err != nil {
			return err
		}
	}
	if a.quiet {
		return nil
	}
	said := a.diag // what is not the result, unless people read it
	if format == "table" {
		said = a.out
	}
	_, err := fmt.Fprintf(said, "snapshot %d: %s passed, %d not\n", m.Snapshot, prose.Counted(len(m.Checks)-len(off), "check"), len(off))
	if format == "table" {
		// What to do is a sentence, and too long for a column on a screen.
		for _, c := range off {
			wrap(a.out, "", c.Name+": "+c.FixIn(lang))
		}
	}
	return err
}

// showCheck tells what a check is about and shows rows that fail.
func (a *app) showCheck(ctx context.Context, moment momentFlags, name, format, lang string) error {
	w, err := a.open(ctx, moment)
	if err != nil {
		return err
	}
	defer w.Close()
	t, err := failingOf(ctx, w, name, failingRows+1)
	if err != nil {
		return err
	}
	more := ""
	if len(t.rows) > failingRows {
		t.rows, more = t.rows[:failingRows], fmt.Sprintf("the first %d rows; peil sql has them all, with the SELECT of the check", failingRows)
	}
	if format != "table" {
		if more != "" && !a.quiet {
			fmt.Fprintln(a.diag, more)
		}
		return t.write(a.out, format)
	}
	m, err := a.manifest(moment.snapshot)
	if err != nil {
		return err
	}
	for _, c := range m.Checks {
		if c.Name == name {
			wrap(a.out, "", fmt.Sprintf("%s (%s): %s", c.Name, c.Severity, c.AboutIn(lang)))
			wrap(a.out, "", c.ToDoIn(lang))
		}
	}
	if len(t.rows) == 0 {
		_, err = fmt.Fprintln(a.out, "no row fails")
		return err
	}
	if err := t.write(a.out, format); err != nil || more == "" {
		return err
	}
	_, err = fmt.Fprintln(a.out, more)
	return err
}

// failingOf holds the rows that a check fails on as text.
func failingOf(ctx context.Context, w *warehouse.Warehouse, name string, limit int) (*table, error) {
	rows, err := w.Failing(ctx, name, limit)
	if err != nil {
		return nil, err
	}
	return textOf(rows)
}

// blockedBy is the message of a check that keeps a snapshot from being published.
// There is no snapshot to look into, so it names a row.
func blockedBy(ctx context.Context, w *warehouse.Warehouse, c models.CheckResult) error {
	what := failing(c)
	// Not every check can show a row, and a message must not fail for want of one.
	if t, err := failingOf(ctx, w, c.Name, 1); err == nil && len(t.rows) == 1 {
		var cells []string
		for i, cell := range t.rows[0] {
			if cell != "" {
				cells = append(cells, t.columns[i]+" "+models.Visible(cell))
			}
		}
		what += " (" + strings.Join(cells, ", ") + ")"
	}
	return &models.Error{Code: models.Blocked, Where: "check " + c.Name, What: what + ": " + strings.TrimSuffix(c.AboutIn("en"), "."), Fix: c.ToDoIn("en")}
}

// failing counts the rows of a check in words.
func failing(c models.CheckResult) string {
	return prose.CountedAs(int(c.Failures), "row fails", "rows fail")
}
