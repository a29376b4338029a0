package explain

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/lineage"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// Lineage ties a whole project together: who reads what is given and stands in its pages,
// rows and files come from the manifest, which may be nil.
func Lineage(p *models.Project, m *models.Manifest, inputs *warehouse.Inputs) (*lineage.Graph, error) {
	b := graphMaker{project: p, built: map[string]models.BuiltTable{}, known: map[string]bool{}}
	if m != nil {
		for _, t := range m.Tables {
			b.built[t.Name] = t
		}
	}
	b.deliveries(m)
	for _, r := range p.Relations {
		b.relation(r)
		b.read(r.Name, inputs.Relations[r.Name])
	}
	for _, metric := range p.Metrics {
		b.add(lineage.Node{ID: metric.Name, Kind: lineage.Metric, TitleNL: metric.TitleNL, TitleEN: metric.TitleEN})
		b.read(metric.Name, inputs.Metrics[metric.Name])
	}
	for _, c := range p.Checks {
		id := "check:" + c.Name
		b.add(lineage.Node{ID: id, Kind: lineage.Check, TitleNL: c.AboutNL, TitleEN: c.AboutEN})
		b.read(id, inputs.Checks[c.Name])
	}
	if err := b.pages(); err != nil {
		return nil, err
	}
	return lineage.New(b.nodes, b.edges)
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
	_, isRaw := raw.EntityOf(x.Project, name)
	return !isRaw && !known[name] && !strings.HasPrefix(name, "ref.")
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

// unknownRows stands for the number of rows of a table that an edition does not tell: less
// what is shown of them, they are what is hidden.
const unknownRows = -1

// graphMaker collects nodes and edges.
type graphMaker struct {
	project *models.Project
	built   map[string]models.BuiltTable
	known   map[string]bool
	nodes   []lineage.Node
	edges   []lineage.Edge
}

func (b *graphMaker) add(n lineage.Node) {
	if !b.known[n.ID] {
		b.known[n.ID] = true
		b.nodes = append(b.nodes, n)
	}
}

// read adds what a node reads. Live rows and history of an entity are one source,
// and a list is known once something reads it.
func (b *graphMaker) read(id string, inputs []string) {
	for _, in := range inputs {
		if e, ok := raw.EntityOf(b.project, in); ok {
			in = e.Key()
		} else if !b.known[in] && !slices.ContainsFunc(b.project.Relations, func(r *models.Relation) bool { return r.Name == in }) {
			b.reference(in)
		}
		b.edges = append(b.edges, lineage.Edge{From: in, To: id})
	}
}

func (b *graphMaker) reference(name string) {
	n := lineage.Node{ID: name, Kind: lineage.Reference}
	if list, ok := b.project.Lists[strings.TrimPrefix(name, "ref.")]; ok {
		rows := int64(len(list.Rows))
		n.Rows, n.File = &rows, list.File
	} else {
		n.TitleNL, n.TitleEN = "kennisdatum", "knowledge date" // no list has its name
	}
	b.add(n)
}

// deliveries adds every entity with what of it was taken in.
func (b *graphMaker) deliveries(m *models.Manifest) {
	for _, s := range b.project.Sources {
		for _, e := range s.Entities {
			n := lineage.Node{ID: s.Name + "/" + e.Name, Kind: lineage.Source, TitleNL: e.TitleNL, TitleEN: e.TitleEN}
			if m != nil {
				var kept int64
				for _, d := range m.Deliveries {
					if d.Source == s.Name && d.Entity == e.Name && d.Delivered() {
						kept, n.Deliveries, n.KnownAt = kept+d.Kept, n.Deliveries+1, max(n.KnownAt, d.KnownAt)
					}
				}
				n.Rows = &kept
			}
			b.add(n)
		}
	}
}

func (b *graphMaker) relation(r *models.Relation) {
	n := lineage.Node{ID: r.Name, Kind: lineage.Model, View: r.Materialized == "view"}
	if strings.HasPrefix(r.Name, "stg_") {
		n.Kind, n.View = lineage.Staging, r.Materialized != "table"
	}
	if t, ok := b.built[r.Name]; ok && t.File != nil {
		n.File, n.SHA256 = t.File.Path, t.File.SHA256
		if t.File.Rows != unknownRows {
			n.Rows = &t.File.Rows
		}
	}
	b.add(n)
}

// pages ties each page to the metrics that it prints, in any language.
func (b *graphMaker) pages() error {
	for _, name := range b.project.Pages() {
		id := "page:" + name
		b.add(lineage.Node{ID: id, Kind: lineage.Page})
		for _, lang := range []string{"nl", "en"} {
			if _, err := fs.Stat(b.project.FS, page.File(b.project.FS, name, lang)); err != nil {
				continue // a page need not have every language
			}
			src, err := page.Load(b.project.FS, name, lang, b.project.Parameters)
			if err != nil {
				return err
			}
			for _, metric := range src.Metrics() {
				if b.known[metric] { // a page that names another is told when it is built
					b.edges = append(b.edges, lineage.Edge{From: metric, To: id})
				}
			}
		}
	}
	return nil
}
