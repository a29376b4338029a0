package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/difftext"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/sql/diff"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

func (a *app) diffCommand() *cobra.Command {
	var by, metrics []string
	var format string
	cmd := &cobra.Command{
		Use:   "diff [SNAPSHOT [SNAPSHOT]]",
		Short: "Show which figures changed between two snapshots, by how much and why",
		Long: `Computes every metric on both snapshots, by month and in total, and prints what
differs: the old value, the new one, the difference, and why. Why is rows that were
restated, told late, are new or no longer told, with the export they came in; changed
SQL or reference lists; exports that were read otherwise by another contract. Metrics
that only have values of new months are named at the end.

A snapshot is a number, "previous" or "current". Without a second one it is compared
with the current snapshot, without any the previous one is.

  peil diff
  peil diff 3
  peil diff 3 5 --metric inflow_persons --by month,province

A table is for reading, as peil metric prints it; csv and json hold the exact numbers.
Small counts are not hidden: nothing of it is for publication.`,
		Args: mostArgs(2, "at most two snapshots"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				format = "json"
			}
			if !slices.Contains([]string{"table", "csv", "json"}, format) {
				return usage("--format "+format, "is not a format", "want table, csv or json")
			}
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			older, newer, err := a.twoSnapshots(p, args)
			if err != nil {
				return err
			}
			o := diff.Options{Older: older, Newer: newer, Project: p, Metrics: metrics, Open: a.openBeside}
			if o.OlderBy, o.NewerBy, err = a.definedBy(p, older, newer); err != nil {
				return err
			}
			if cmd.Flags().Changed("by") {
				o.By = by
			}
			r, err := diff.Compare(cmd.Context(), o)
			if err != nil {
				return err
			}
			if err := a.addPrinted(r); err != nil {
				return err
			}
			if sum, err := p.Definitions(); err != nil {
				return err
			} else if o.NewerBy != nil && sum != newer.Definitions && a.isCurrent(newer) {
				r.Notes = append(r.Notes, "the project was changed since and not run: what it would change is not compared")
			}
			switch format {
			case "json":
				return printJSON(a.out, r)
			case "csv":
				return laidOut(difftext.Rows(r)).write(a.out, "csv")
			}
			printer := difftext.Printer{
				Project: cmp.Or(o.NewerBy, p), All: len(metrics) > 0,
				WriteTable: func(w io.Writer, t difftext.Table) error { return laidOut(t).text(w) },
			}
			return printer.Print(a.out, r)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&by, "by", []string{"month"}, "dimensions to cut by, at most three")
	f.StringSliceVar(&metrics, "metric", nil, "compare these metrics only, and print all their values")
	f.StringVar(&format, "format", "table", "table, csv or json")
	return cmd
}

// laidOut gives rows of a difference as a result of a command.
func laidOut(t difftext.Table) *table {
	return &table{columns: t.Columns, right: t.Right, rows: t.Rows}
}

// openBeside opens the warehouse of a manifest next to another one, with the tables
// that it names when stored.
func (a *app) openBeside(ctx context.Context, p *models.Project, m *models.Manifest, stored bool) (*warehouse.Warehouse, error) {
	work := a.layout().Scratch()
	return warehouse.Open(ctx, warehouse.Options{
		Layout: a.layout(), Project: p, Manifest: m, Stored: stored,
		Memory: p.Config.EngineMemory(), Threads: runtime.NumCPU(), Temp: work, Work: work,
	})
}

// definedBy gives the definitions that two snapshots were made by; nil for those that were
// not kept, or that this version does not read, which it says.
func (a *app) definedBy(p *models.Project, older, newer *models.Manifest) (was, is *models.Project, err error) {
	of := func(m *models.Manifest) (*models.Project, error) {
		files, err := load.Definitions(a.layout(), m)
		if err != nil || files == nil {
			return nil, err
		}
		kept, err := models.LoadDefinitions(files, p.Config)
		if err != nil {
			fmt.Fprintf(a.diag, "peil: snapshot %d: its definitions cannot be read by this version, those of now stand in for them: %v\n", m.Snapshot, models.Flatten(err)[0])
			return nil, nil
		}
		return kept, nil
	}
	if was, err = of(older); err == nil {
		is, err = of(newer)
	}
	return was, is, err
}

// isCurrent tells whether a snapshot is the last one.
func (a *app) isCurrent(m *models.Manifest) bool {
	current, err := load.Current(a.layout())
	return err == nil && current != nil && current.Snapshot == m.Snapshot
}

// twoSnapshots reads the manifests that the arguments name, the older first.
func (a *app) twoSnapshots(p *models.Project, args []string) (older, newer *models.Manifest, err error) {
	current, err := a.manifest(0)
	if err != nil {
		return nil, nil, err
	}
	have, err := load.Snapshots(a.layout())
	if err != nil {
		return nil, nil, err
	}
	number := func(text string, before int) (int, error) {
		switch text {
		case "current":
			return current.Snapshot, nil
		case "previous":
			last := 0
			for _, n := range have {
				if n < before {
					last = max(last, n)
				}
			}
			if last == 0 {
				return 0, usage(text, fmt.Sprintf("is not there: no snapshot is older than %d", before), "there is nothing to compare with until a run makes another one")
			}
			return last, nil
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return 0, usage(fmt.Sprintf("%q", text), "is no snapshot, want a number, previous or current", "peil status tells the current one")
		}
		return n, nil
	}
	names := append(slices.Clone(args), []string{"previous", "current"}[len(args):]...)
	b, err := number(names[1], current.Snapshot)
	if err != nil {
		return nil, nil, err
	}
	n, err := number(names[0], b)
	if err != nil {
		return nil, nil, err
	}
	if older, err = a.readable(p, n); err != nil {
		return nil, nil, err
	}
	if newer, err = a.readable(p, b); err != nil {
		return nil, nil, err
	}
	switch {
	case n == b:
		return nil, nil, usage(fmt.Sprintf("peil diff %s %s", names[0], names[1]), "compares a snapshot with itself", "name an older one first")
	case n > b:
		return nil, nil, usage(fmt.Sprintf("peil diff %s %s", names[0], names[1]), "has the newer snapshot first", fmt.Sprintf("write peil diff %d %d", b, n))
	}
	return older, newer, nil
}

// readable reads a snapshot and refuses one of another project.
func (a *app) readable(p *models.Project, n int) (*models.Manifest, error) {
	m, err := load.ReadSnapshot(a.layout(), n)
	if err != nil {
		return nil, err
	}
	if m.Project != p.Config.Name {
		return nil, usage(fmt.Sprintf("snapshot %d", n), fmt.Sprintf("is of project %s, and this is %s", m.Project, p.Config.Name), "name its project with --project")
	}
	return m, nil
}

// addPrinted tells, for figures whose own definition changed, what editions of the
// older snapshot print: the value of then cannot be computed any more.
func (a *app) addPrinted(r *diff.Result) error {
	if !slices.ContainsFunc(r.Figures, func(f diff.Figure) bool { return f.Retold }) {
		return nil
	}
	all, unread, err := edition.All(a.layout().Editions())
	if err != nil {
		return err
	}
	for _, e := range unread {
		fmt.Fprintf(a.diag, "peil: %v\n", e) // what it printed is not told below
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		for _, e := range all {
			if !f.Retold || e.Snapshot != r.Older.Snapshot {
				continue
			}
			for _, record := range e.Figures {
				if record.Metric == f.Metric && len(record.Query.By) == 0 && len(record.Rows) == 1 && record.Rows[0].Value != nil {
					f.Printed = append(f.Printed, diff.Printed{Edition: e.Report + " " + e.Edition, ID: record.ID, Query: record.Query.Arguments(), Value: *record.Rows[0].Value})
				}
			}
		}
	}
	return nil
}
