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
	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/lineage"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

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

// graph ties the relations together as the snapshot has them, and the metric to
// those that it reads.
func (x *gathering) graph(tables []models.BuiltTable) (*lineage.Graph, error) {
	b := graphMaker{project: x.Project, built: map[string]models.BuiltTable{}, known: map[string]bool{}}
	b.deliveries(x.counted())
	read := map[string]bool{}
	for _, t := range tables {
		b.built[t.Name] = t
		r := &models.Relation{Name: t.Name}
		if t.File == nil {
			r.Materialized = "view"
		}
		b.relation(r)
		for _, in := range t.Inputs {
			read[in] = true
		}
	}
	for _, t := range tables {
		b.read(t.Name, slices.DeleteFunc(slices.Clone(t.Inputs), func(in string) bool { return x.foreign(in, b.known) }))
	}
	name := x.c.Metric.Name
	b.add(lineage.Node{ID: name, Kind: lineage.Metric, TitleNL: x.c.Metric.TitleNL, TitleEN: x.c.Metric.TitleEN})
	reads := slices.DeleteFunc(slices.Clone(x.inputs.Metrics[name]), func(in string) bool { return x.foreign(in, b.known) })
	// What nothing else reads is read by the query itself, such as a division of the
	// country; or the project has the metric no more.
	for _, t := range tables {
		if !read[t.Name] && !slices.Contains(reads, t.Name) {
			reads = append(reads, t.Name)
		}
	}
	b.read(name, reads)
	g, err := lineage.New(b.nodes, b.edges)
	if err != nil {
		return nil, err
	}
	return g.Upstream(name), nil
}

// foreign tells a name that stands neither under the figure nor below SQL.
func (x *gathering) foreign(name string, known map[string]bool) bool {
	_, raw := raw.EntityOf(x.Project, name)
	return !raw && !known[name] && !strings.HasPrefix(name, "ref.")
}

// counted is the snapshot with the deliveries alone whose rows count.
func (x *gathering) counted() *models.Manifest {
	if x.manifest == nil {
		return nil
	}
	m := *x.manifest
	m.Deliveries = nil
	for _, d := range x.c.Loads {
		m.Deliveries = append(m.Deliveries, d.Loaded)
	}
	return &m
}

// loads parts the deliveries of the figure's entities in those whose rows count and
// those that were set aside.
func (x *gathering) loads(under []models.Loaded, entities map[string]bool) {
	x.c.Loads, x.c.SetAside = []Delivery{}, []Delivery{}
	if x.manifest == nil {
		return
	}
	later := 0
	for _, d := range x.manifest.Deliveries {
		switch {
		case !entities[d.Source+"/"+d.Entity]:
		case d.KnownAt > x.known:
			later++
		default:
			one := Delivery{Loaded: d, Why: x.aside(d, under)}
			for _, done := range d.Corrections {
				one.Reasons = append(one.Reasons, x.reason(done.Correction))
			}
			if one.Why == "" {
				x.c.Loads = append(x.c.Loads, one)
			} else {
				x.c.SetAside = append(x.c.SetAside, one)
			}
		}
	}
	if later > 0 {
		x.note("as known on %s: what became known later is left out, %s", x.known, prose.CountedAs(later, "delivery", "deliveries"))
	}
}

// aside says why the rows of a delivery do not count; "" when they do.
func (x *gathering) aside(d models.Loaded, under []models.Loaded) string {
	switch {
	case d.Quarantine != "":
		return "held back: " + d.Quarantine
	case d.Skipped != "":
		return "skipped: " + d.Skipped
	case !d.Delivered():
		return "no row is good"
	}
	var of []models.Loaded
	for _, u := range under {
		if u.Source == d.Source && u.Entity == d.Entity {
			of = append(of, u)
		}
	}
	at := slices.IndexFunc(of, func(u models.Loaded) bool { return u.LoadID == d.LoadID && u.Sequence == d.Sequence })
	if at < 0 && len(of) > 0 {
		return "superseded by " + of[len(of)-1].Name
	}
	// Of an entity that replaces periods, one whose periods all came again has no
	// rows left.
	if len(d.Periods) == 0 || at < 0 {
		return ""
	}
	last := ""
	for _, p := range d.Periods {
		i := slices.IndexFunc(of[at+1:], func(u models.Loaded) bool { return slices.Contains(u.Periods, p) })
		if i < 0 {
			return ""
		}
		last = of[at+1+i].Name
	}
	return "superseded: each of its periods came again, in " + last
}

// reason finds what a correction says; "" when the project has it no more.
func (x *gathering) reason(id string) string {
	for _, c := range x.Project.Corrections {
		if correct.ID(c) == id {
			return c.Reason
		}
	}
	return ""
}

// received looks up when the bytes of deliveries were first seen.
func (x *gathering) received(loads []Delivery) error {
	seen := map[string][]load.Receipt{}
	for i, d := range loads {
		key := d.Source + "/" + d.Entity
		if _, ok := seen[key]; !ok {
			all, err := load.ReadReceipts(x.Layout, d.Source, d.Entity)
			if err != nil {
				return err
			}
			seen[key] = all
		}
		for _, r := range seen[key] {
			if r.Sequence == d.Sequence && r.SHA256 == d.SHA256 {
				loads[i].Received = r.ReceivedOn
			}
		}
	}
	return nil
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
