package explain

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/lineage"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// Chain is all that stands under a figure, in the order in which it is told.
type Chain struct {
	Asked    string                `json:"asked"`
	Page     *Page                 `json:"page,omitempty"` // nil: a metric, as asked now
	Snapshot Snapshot              `json:"snapshot"`
	Metric   Metric                `json:"metric"`
	Command  string                `json:"command"`            // asks for the same numbers
	Analysis string                `json:"analysis,omitempty"` // asks for the sentence again, on exact numbers
	Query    models.MetricQuery    `json:"query"`
	Values   []figure.RowRecord    `json:"values"`
	Hidden   int                   `json:"hidden"`
	Graph    *lineage.Graph        `json:"graph"`
	Tables   []Table               `json:"tables"` // nearest to the metric first
	Checks   []models.CheckResult  `json:"checks"` // those that fail first
	Lists    []List                `json:"lists"`
	Loads    []Delivery            `json:"loads"`
	Absent   []Absent              `json:"deliveries_missing,omitempty"`
	SetAside []Delivery            `json:"set_aside"`
	Unread   []Unread              `json:"unread_rows"`       // that count as an earlier list had them
	Sources  []figure.SourceRecord `json:"sources,omitempty"` // sums, where the snapshot is gone
	SQL      string                `json:"sql"`
	Notes    []string              `json:"notes,omitempty"` // what is gone, or not as it was
}

// Page is where a figure is printed.
type Page struct {
	Figure  string `json:"figure"`
	Title   string `json:"title"`
	Place   string `json:"place"`
	Text    string `json:"text,omitempty"` // the sentence that is printed, when the figure is one
	Report  string `json:"report"`
	Edition string `json:"edition"`
	Lang    string `json:"lang"`
	File    string `json:"file"`   // of the edition
	Status  string `json:"status"` // internal, audited or published

	Published models.Date `json:"published_on,omitempty"`
}

// Snapshot is what the values were computed on.
type Snapshot struct {
	Number  int         `json:"number"`
	KnownAt models.Date `json:"known_at"` // the knowledge date of the figure
	Latest  models.Date `json:"latest"`   // that of the snapshot; "" when it is gone
	Engine  string      `json:"engine"`
}

// Metric is what a metric's header says. A frozen definition, unit and kind go
// before those of today.
type Metric struct {
	Name          string    `json:"name"`
	TitleNL       string    `json:"title_nl,omitempty"`
	TitleEN       string    `json:"title_en,omitempty"`
	About         string    `json:"about"`
	Unit          string    `json:"unit"`
	Kind          string    `json:"kind"`
	By            []string  `json:"by"` // dimensions of its own
	Grains        []string  `json:"-"`  // dimensions of time
	Range         []float64 `json:"range,omitempty"`
	Protects      string    `json:"protects,omitempty"`
	Smallest      int64     `json:"smallest_n"` // that may be shown; 0: any
	NotMeasurable string    `json:"not_measurable,omitempty"`
	Needs         string    `json:"needs,omitempty"`
	File          string    `json:"file,omitempty"`
}

// Table is a relation under a figure. A view has no file.
type Table struct {
	Name    string `json:"name"`
	Rows    *int64 `json:"rows,omitempty"`
	File    string `json:"file,omitempty"`
	SHA256  string `json:"sha256,omitempty"`
	SQL     string `json:"sql_sha256,omitempty"`
	Rebuilt bool   `json:"rebuilt,omitempty"` // made for this question, no part of the snapshot
	Gone    bool   `json:"gone,omitempty"`    // the file is no longer there
}

// List is a reference list under a figure. Rows are those of now, the hash is that of the
// snapshot; "" when it has none.
type List struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// fill gathers what stands under the figure: tables in build order, deliveries whose
// rows count, and the entities that they are of.
func (x *gathering) fill(tables []models.BuiltTable, under []models.Loaded, entities map[string]bool) error {
	for i := len(tables) - 1; i >= 0; i-- {
		x.table(tables[i])
	}
	x.loads(under, entities)
	g, err := x.graph(tables)
	if err != nil {
		return err
	}
	x.c.Graph = g
	if err := x.lists(); err != nil {
		return err
	}
	x.checks(tables, entities)
	x.changed(tables)
	x.gone()
	x.command()
	for _, list := range []*[]Delivery{&x.c.Loads, &x.c.SetAside} {
		if err := x.received(*list); err != nil {
			return err
		}
	}
	return nil
}

func (x *gathering) table(t models.BuiltTable) {
	out := Table{Name: t.Name, SQL: t.SQL}
	if t.File != nil {
		out.File, out.SHA256 = t.File.Path, t.File.SHA256
		if t.File.Rows != unknownRows {
			out.Rows = &t.File.Rows
		}
		out.Gone = !x.There(filepath.Join(x.Layout.Root, filepath.FromSlash(t.File.Path)))
		out.Rebuilt = !slices.ContainsFunc(x.built(), func(b models.BuiltTable) bool { return b.Name == t.Name && b.Fingerprint == t.Fingerprint })
	}
	x.c.Tables = append(x.c.Tables, out)
}

// lists are the reference lists of the graph with the hash that the snapshot has.
func (x *gathering) lists() error {
	x.c.Lists = []List{}
	for _, n := range x.c.Graph.Nodes {
		name := strings.TrimPrefix(n.ID, "ref.")
		if n.Kind != lineage.Reference || n.File == "" {
			continue // the knowledge date is no list
		}
		one := List{Name: n.ID, File: n.File}
		if n.Rows != nil {
			one.Rows = int(*n.Rows)
		}
		text, err := fs.ReadFile(x.Project.FS, n.File)
		if err != nil {
			return fmt.Errorf("read %s: %w", n.File, err)
		}
		now := fmt.Sprintf("%x", sha256.Sum256(text))
		if x.manifest != nil {
			for _, r := range x.manifest.Reference {
				if r.Name == name {
					one.SHA256 = r.SHA256
				}
			}
		}
		if one.SHA256 != "" && one.SHA256 != now {
			x.note("the list %s was changed since snapshot %d: its rows are counted as they are now", n.File, x.manifest.Snapshot)
		}
		x.c.Lists = append(x.c.Lists, one)
	}
	return nil
}

// checks keeps the snapshot's results of checks over the tables and entities of the
// figure: those of their headers, and files that read one of them.
func (x *gathering) checks(tables []models.BuiltTable, entities map[string]bool) {
	x.c.Checks = []models.CheckResult{}
	if x.manifest == nil {
		return
	}
	under := func(name string) bool {
		if e, ok := raw.EntityOf(x.Project, name); ok {
			return entities[e.Key()]
		}
		return slices.ContainsFunc(tables, func(t models.BuiltTable) bool { return t.Name == name })
	}
	for _, c := range x.manifest.Checks {
		raw, isRaw := strings.CutPrefix(c.Name, "raw.")
		of, _, _ := strings.Cut(raw, ".")
		if isRaw {
			of = "raw." + of
		}
		if under(of) || slices.ContainsFunc(x.inputs.Checks[c.Name], under) {
			x.c.Checks = append(x.c.Checks, c)
		}
	}
	slices.SortStableFunc(x.c.Checks, func(a, b models.CheckResult) int {
		return cmp.Compare(min(b.Failures, 1), min(a.Failures, 1))
	})
}

// changed says which SQL is no longer what it was in the snapshot.
func (x *gathering) changed(tables []models.BuiltTable) {
	if x.manifest == nil {
		return
	}
	var names []string
	if m, err := x.Project.Metric(x.c.Metric.Name); err == nil {
		was := slices.IndexFunc(x.manifest.Metrics, func(h models.SQLHash) bool { return h.Name == m.Name })
		if was >= 0 && x.manifest.Metrics[was].SHA256 != warehouse.MetricHash(m) {
			names = append(names, m.File)
		}
	}
	for _, t := range tables {
		r, err := x.Project.Relation(t.Name)
		was := slices.IndexFunc(x.manifest.Tables, func(b models.BuiltTable) bool { return b.Name == t.Name })
		if err == nil && was >= 0 && x.manifest.Tables[was].SQL != "" && x.manifest.Tables[was].SQL != warehouse.SQLOf(r) {
			names = append(names, r.File)
		}
	}
	if len(names) == 0 {
		return
	}
	as := "the values are computed with the SQL of now"
	if x.c.Page != nil {
		as = "values and SQL are as they were; the command computes with the SQL of now, and may give other numbers"
	}
	x.note("changed since snapshot %d: %s; %s", x.manifest.Snapshot, strings.Join(names, ", "), as)
}

// gone says what of the chain lies no longer in the data folder, and what was made
// beside the snapshot.
func (x *gathering) gone() {
	tables, lake, received, rebuilt := 0, 0, 0, 0
	for _, t := range x.c.Tables {
		if t.Gone {
			tables++
		}
		if t.Rebuilt {
			rebuilt++
		}
	}
	for _, d := range x.c.Loads {
		if d.Lake != nil && !x.There(filepath.Join(x.Layout.Root, filepath.FromSlash(d.Lake.Path))) {
			lake++
		}
		if kept, err := landing.There(x.Layout, d.Source, d.SHA256); err == nil && !kept {
			received++
		}
	}
	if rebuilt > 0 && x.manifest != nil {
		x.note("%s no part of snapshot %d: made from its deliveries for this question, as known on %s", are(rebuilt, "table"), x.manifest.Snapshot, x.known)
	}
	if tables > 0 {
		x.note("%s gone from the data folder; values and hashes are what was written down, and peil metric makes the tables again from the lake", are(tables, "table file"))
	}
	if lake > 0 {
		x.note("%s gone from the data folder: the figure cannot be computed again; peil verify names each", are(lake, "lake file"))
	}
	if received > 0 {
		x.note("%s no longer kept as received: hashes and counts are all that is left of the bytes", are(received, "export"))
	}
}

// header takes over what the metric's header says.
func (x *gathering) header(m *models.Metric) Metric {
	out := Metric{
		Name: m.Name, TitleNL: m.TitleNL, TitleEN: m.TitleEN, About: m.About("nl"), Unit: m.Unit, Kind: m.Kind, By: []string{}, Grains: m.Grains(),
		Range: m.Range, Protects: m.Protects, NotMeasurable: m.NotMeasurable, Needs: m.Needs, File: m.File,
		Smallest: rule.Of(x.Project, x.page).Least(m),
	}
	out.By = slices.AppendSeq(out.By, maps.Keys(m.Dimensions))
	slices.Sort(out.By)
	return out
}

// are counts things as the start of a sentence.
func are(n int, what string) string {
	return prose.CountedAs(n, what+" is", what+"s are")
}
