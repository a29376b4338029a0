package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/release"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// explainFlags are what peil explain was asked, as it was written.
type explainFlags struct {
	askedFlags
	all bool
}

func (a *app) explainCommand() *cobra.Command {
	var o explainFlags
	cmd := &cobra.Command{
		Use:   "explain FIGURE-ID|METRIC",
		Short: "Show where a figure comes from, down to the files",
		Long: `Prints the whole chain of a figure: page, metric, the command that gives the same
numbers or sentence, values, model graph, tables, checks, reference lists, deliveries with
SHA-256 and rows, what was set aside, and the SQL. It takes the id that stands
under each figure of a report, or a metric with the flags of peil metric.

  peil explain inflow_persons-1a2b3c4d
  peil explain questions_received --by theme --from 2023-01 --to 2023-03
  peil explain staff_persons --at 2023-02-13 --as-of 2023-02-13 --all`,
		Args: exactArgs(1, "one figure id or metric"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var given []string
			cmd.Flags().Visit(func(f *pflag.Flag) {
				if cmd.LocalFlags().Lookup(f.Name) != nil && f.Name != "all" {
					given = append(given, "--"+f.Name)
				}
			})
			a.findData()
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			x := &explainer{app: a, project: p}
			c, err := x.explain(cmd.Context(), args[0], o, given)
			if err != nil {
				return err
			}
			if a.json {
				return printJSON(a.out, c)
			}
			return c.write(a.out, o.all)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.by, "by", nil, "metric: dimensions to cut by, at most three")
	f.StringArrayVar(&o.where, "where", nil, "metric: keep DIMENSION=VALUE; VALUE may be A|B; may be repeated")
	f.StringVar(&o.at, "at", "", "metric: reference date: YYYY-MM-DD, YYYY-MM or YYYY")
	f.StringVar(&o.from, "from", "", "metric: first day of the period")
	f.StringVar(&o.to, "to", "", "metric: last day of the period")
	f.StringVar(&o.geography, "geography", models.OfTheDay, "metric: division of the country to show facts on: day, 2024, 2025")
	f.BoolVar(&o.all, "all", false, "cut no list short")
	o.moment.add(f)
	return cmd
}

// explainer gathers a chain.
type explainer struct {
	app      *app
	project  *models.Project
	manifest *models.Manifest // nil: the snapshot is gone
	w        *warehouse.Warehouse
	inputs   *warehouse.Inputs // who reads what in the project; found out once
	known    models.Date
	page     string   // that the figure stands on; "" for a metric
	dims     []string // of the values of a printed figure
	analysis string   // of a sentence, as arguments of peil analyse
	c        *chain
}

func (x *explainer) note(format string, args ...any) {
	x.c.Notes = append(x.c.Notes, fmt.Sprintf(format, args...))
}

// explain finds what was asked, a figure of an edition or a metric, and gathers its
// chain. given names the flags that only a metric takes.
func (x *explainer) explain(ctx context.Context, asked string, o explainFlags, given []string) (*chain, error) {
	all, err := edition.All(x.app.layout().Editions())
	if err != nil {
		return nil, err
	}
	x.c = &chain{Asked: asked}
	var names []string
	for i := range all {
		for j := range all[i].Figures {
			if all[i].Figures[j].ID != asked {
				names = append(names, all[i].Figures[j].ID)
				continue
			}
			if len(given) > 0 {
				return nil, usage(strings.Join(given, " "), "stands beside the id of a figure, which has all its parameters already",
					"take it out, or ask for the metric: peil explain "+all[i].Figures[j].Metric)
			}
			return x.c, x.printed(ctx, &all[i], &all[i].Figures[j])
		}
	}
	for _, m := range x.project.Metrics {
		if m.Name == asked {
			return x.c, x.metric(ctx, m, o)
		}
		names = append(names, m.Name)
	}
	what := fmt.Sprintf("is no metric and no figure of an edition, of which there is %d", len(all))
	if len(all) != 1 {
		what = fmt.Sprintf("is no metric and no figure of an edition, of which there are %d", len(all))
	}
	return nil, usage(fmt.Sprintf("%q", asked), what, models.DidYouMean(asked, names))
}

// unknownRows stands for the number of rows of a table that an edition does not tell: less
// what is shown of them, they are what is hidden.
const unknownRows = -1

// printed gathers what an edition froze and what its snapshot still has of it.
func (x *explainer) printed(ctx context.Context, e *edition.Frozen, r *figure.Record) (err error) {
	c := x.c
	x.known, x.page = e.KnownAt, e.PageName()
	file := x.app.layout().Edition(e.Report, e.Edition) + "/index.html"
	c.Page = &chainPage{Figure: r.ID, Title: r.Title, Place: r.Place, Text: r.Text, Report: e.Report, Edition: e.Edition, Lang: e.Lang, File: file, Status: e.Status}
	record, err := release.Read(x.app.layout(), e.Report, e.Lang)
	if err != nil {
		return err
	}
	if published, ok := record.Published(e.Edition); ok {
		c.Page.Status = "published"
		c.Page.Published = models.DateOf(published.At)
	}
	c.Snapshot = chainSnapshot{Number: e.Snapshot, KnownAt: e.KnownAt, Engine: e.Engine}
	if !there(file) {
		x.note("the page of the edition is gone: %s", file)
	}
	if x.manifest, err = load.ReadSnapshot(x.app.layout(), e.Snapshot); models.CodeOf(err) == models.Invalid {
		c.Sources = r.Sources
		x.note("snapshot %d %s: checks, deliveries one by one and hashes of lists and SQL stood in it; what the edition froze stands below", e.Snapshot, load.WhyGone(err))
	} else if err != nil {
		return err
	}
	c.Metric = chainMetric{Name: r.Metric, About: r.About, Unit: r.Unit, Kind: r.Kind, Protects: r.Protects, By: []string{}, Grains: models.TimeGrains}
	if m, err := x.project.Metric(r.Metric); err == nil {
		c.Metric = x.header(m)
		c.Metric.About, c.Metric.Unit, c.Metric.Kind, c.Metric.Protects = r.About, r.Unit, r.Kind, r.Protects
	} else {
		x.note("metric %s is not in this project any more", r.Metric)
	}
	c.Query, c.Values, c.Hidden, c.SQL = r.Query, r.Rows, r.Hidden, r.SQL
	for _, s := range r.Sources {
		for _, days := range s.Absent {
			c.Absent = append(c.Absent, chainAbsent{s.Source, s.Entity, days})
		}
	}
	x.analysis, x.dims = r.Analysis, nil
	for _, d := range r.Dims {
		x.dims = append(x.dims, d.Name)
	}
	if err := x.open(ctx); err != nil {
		return err
	}
	defer x.w.Close()
	// What the project of today says of the relations that it still has.
	has := x.w.Relations()
	var names []string
	for _, t := range r.Tables {
		if slices.Contains(has, t.Name) {
			names = append(names, t.Name)
		}
	}
	now, err := x.w.Lineage(names...)
	if err != nil {
		return err
	}
	tables := make([]models.BuiltTable, len(r.Tables))
	for i, t := range r.Tables {
		if t.Rows == 0 {
			t.Rows = unknownRows
		}
		tables[i] = models.BuiltTable{Name: t.Name, Fingerprint: t.Fingerprint}
		for _, b := range slices.Concat(x.built(), now.Tables) {
			if b.Name == t.Name && (b.Fingerprint == t.Fingerprint || tables[i].Inputs == nil) {
				tables[i].Inputs = b.Inputs
			}
			if b.Name == t.Name && b.Fingerprint == t.Fingerprint {
				tables[i].SQL = b.SQL
				if b.File != nil {
					t.Rows = b.File.Rows // which an edition does not tell
				}
			}
		}
		if t.File != "" {
			tables[i].File = &models.LakeFile{Path: t.File, SHA256: t.SHA256, Rows: t.Rows}
		}
	}
	entities := map[string]bool{}
	for _, s := range r.Sources {
		entities[s.Source+"/"+s.Entity] = true
	}
	if err := x.fill(tables, now.Deliveries, entities); err != nil {
		return err
	}
	return x.unread(ctx, names...)
}

// metric gathers the chain of a metric as it is asked now.
func (x *explainer) metric(ctx context.Context, m *models.Metric, o explainFlags) error {
	c := x.c
	x.analysis, x.dims = "", nil
	q, err := x.app.question(ctx, m.Name, o.askedFlags, nil)
	if err != nil {
		return err
	}
	if x.manifest, x.known, err = x.app.at(o.moment); err != nil {
		return err
	}
	if err := x.open(ctx); err != nil {
		return err
	}
	defer x.w.Close()
	x.known = x.w.KnownAt()
	r, err := x.w.Metric(ctx, q)
	if err != nil {
		return o.named(err)
	}
	under, err := x.w.Lineage(append([]string{m.Name}, r.Beside...)...)
	if err != nil {
		return err
	}
	c.Snapshot = chainSnapshot{Number: x.manifest.Snapshot, KnownAt: x.known, Engine: x.manifest.Engine}
	c.Metric, c.Query, c.SQL, c.Values = x.header(m), r.Query, r.SQL, []figure.RowRecord{}
	for _, of := range deliveredTo(x.project, x.manifest, x.known, m) {
		source, entity, _ := strings.Cut(of.Name, "/")
		for _, d := range of.Lacks(m, r.Query) {
			c.Absent = append(c.Absent, chainAbsent{source, entity, d.Span})
		}
	}
	for _, row := range r.Rows {
		cell := figure.RowRecord{Dims: row.Dims, Status: figure.NoValue}
		if row.Known {
			cell.Value, cell.Status = &row.Value, figure.Normal
		}
		c.Values = append(c.Values, cell)
	}
	entities := map[string]bool{}
	for _, d := range under.Deliveries {
		entities[d.Source+"/"+d.Entity] = true
	}
	if err := x.fill(under.Tables, under.Deliveries, entities); err != nil {
		return err
	}
	return x.unread(ctx, append([]string{m.Name}, r.Beside...)...)
}

// open starts the warehouse of the snapshot, or an empty one when it is gone: who
// reads what stands in the project's texts.
func (x *explainer) open(ctx context.Context) (err error) {
	if x.w, err = x.app.openAt(ctx, x.project, x.manifest, x.known, x.app.layout().Scratch()); err != nil {
		return err
	}
	if x.inputs == nil {
		x.inputs, err = x.w.Inputs(ctx)
	}
	return err
}

// built are the relations of the snapshot.
func (x *explainer) built() []models.BuiltTable {
	if x.manifest == nil {
		return nil
	}
	return x.manifest.Tables
}
