package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/reports/release"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// Explainer explains figures of one project on one data folder.
type Explainer struct {
	Project *models.Project
	Layout  models.Layout
	Flags   string // by which a command finds both; "" when it does without

	// Open opens the warehouse of a snapshot, as known on a date; or an empty one for no
	// manifest.
	Open func(ctx context.Context, m *models.Manifest, known models.Date) (*warehouse.Warehouse, error)
	// Delivered gives what came in of each export that a metric is about.
	Delivered func(m *models.Manifest, known models.Date, metric *models.Metric) []page.Delivered
	// There tells whether a file lies on disk.
	There func(file string) bool

	inputs *warehouse.Inputs // who reads what in the project; found out once
}

// Figure gives the chain of a figure as its edition has it, with what its snapshot still
// has of it.
func (x *Explainer) Figure(ctx context.Context, e *edition.Frozen, r *figure.Record) (*Chain, error) {
	g := &gathering{Explainer: x, c: &Chain{Asked: r.ID}}
	return g.c, g.printed(ctx, e, r)
}

// Metric gives the chain of a metric as it is asked now, of a snapshot as known on a date.
func (x *Explainer) Metric(ctx context.Context, m *models.Manifest, known models.Date, q models.MetricQuery) (*Chain, error) {
	metric, err := x.Project.Metric(q.Metric)
	if err != nil {
		return nil, err
	}
	g := &gathering{Explainer: x, manifest: m, known: known, c: &Chain{Asked: q.Metric}}
	return g.c, g.asked(ctx, metric, q)
}

// gathering is one chain in the making.
type gathering struct {
	*Explainer
	manifest *models.Manifest // nil: the snapshot is gone
	w        *warehouse.Warehouse
	known    models.Date
	page     string   // that the figure stands on; "" for a metric
	dims     []string // of the values of a printed figure
	analysis string   // of a sentence, as arguments of peil analyse
	c        *Chain
}

func (x *gathering) note(format string, args ...any) {
	x.c.Notes = append(x.c.Notes, fmt.Sprintf(format, args...))
}

// printed gathers what an edition froze and what its snapshot still has of it.
func (x *gathering) printed(ctx context.Context, e *edition.Frozen, r *figure.Record) (err error) {
	c := x.c
	x.known, x.page = e.KnownAt, e.PageName()
	file := x.Layout.Edition(e.Report, e.Edition) + "/index.html"
	c.Page = &Page{Figure: r.ID, Title: r.Title, Place: r.Place, Text: r.Text, Report: e.Report, Edition: e.Edition, Lang: e.Lang, File: file, Status: e.Status}
	record, err := release.Read(x.Layout, e.Report, e.Lang)
	if err != nil {
		return err
	}
	if published, ok := record.Published(e.Edition); ok {
		c.Page.Status = "published"
		c.Page.Published = models.DateOf(published.At)
	}
	c.Snapshot = Snapshot{Number: e.Snapshot, KnownAt: e.KnownAt, Engine: e.Engine}
	if !x.There(file) {
		x.note("the page of the edition is gone: %s", file)
	}
	if x.manifest, err = load.ReadSnapshot(x.Layout, e.Snapshot); models.CodeOf(err) == models.Invalid {
		c.Sources = r.Sources
		x.note("snapshot %d %s: checks, deliveries one by one and hashes of lists and SQL stood in it; what the edition froze stands below", e.Snapshot, load.WhyGone(err))
	} else if err != nil {
		return err
	}
	c.Metric = Metric{Name: r.Metric, About: r.About, Unit: r.Unit, Kind: r.Kind, Protects: r.Protects, By: []string{}, Grains: models.TimeGrains}
	if m, err := x.Project.Metric(r.Metric); err == nil {
		c.Metric = x.header(m)
		c.Metric.About, c.Metric.Unit, c.Metric.Kind, c.Metric.Protects = r.About, r.Unit, r.Kind, r.Protects
	} else {
		x.note("metric %s is not in this project any more", r.Metric)
	}
	c.Query, c.Values, c.Hidden, c.SQL = r.Query, r.Rows, r.Hidden, r.SQL
	for _, s := range r.Sources {
		for _, days := range s.Absent {
			c.Absent = append(c.Absent, Absent{s.Source, s.Entity, days})
		}
	}
	x.analysis = r.Analysis
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

// asked gathers the chain of a metric as it is asked now.
func (x *gathering) asked(ctx context.Context, m *models.Metric, q models.MetricQuery) error {
	c := x.c
	if err := x.open(ctx); err != nil {
		return err
	}
	defer x.w.Close()
	x.known = x.w.KnownAt()
	r, err := x.w.Metric(ctx, q)
	if err != nil {
		return err
	}
	under, err := x.w.Lineage(append([]string{m.Name}, r.Beside...)...)
	if err != nil {
		return err
	}
	c.Snapshot = Snapshot{Number: x.manifest.Snapshot, KnownAt: x.known, Engine: x.manifest.Engine}
	c.Metric, c.Query, c.SQL, c.Values = x.header(m), r.Query, r.SQL, []figure.RowRecord{}
	for _, of := range x.Delivered(x.manifest, x.known, m) {
		source, entity, _ := strings.Cut(of.Name, "/")
		for _, d := range of.Lacks(m, r.Query) {
			c.Absent = append(c.Absent, Absent{source, entity, d.Span})
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
func (x *gathering) open(ctx context.Context) (err error) {
	if x.w, err = x.Open(ctx, x.manifest, x.known); err != nil {
		return err
	}
	if x.inputs == nil {
		x.inputs, err = x.w.Inputs(ctx)
	}
	return err
}

// built are the relations of the snapshot.
func (x *gathering) built() []models.BuiltTable {
	if x.manifest == nil {
		return nil
	}
	return x.manifest.Tables
}
