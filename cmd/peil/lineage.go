package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/lineage"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

func (a *app) lineageCommand() *cobra.Command {
	var down bool
	var format, out, lang string
	var snapshot int
	cmd := &cobra.Command{
		Use:   "lineage TABLE|METRIC",
		Short: "Show what a table or metric stands on, or what depends on it",
		Long: `Prints what a table or metric stands on, down to deliveries and reference lists,
with rows and deliveries of the current snapshot. With --down it prints what
depends on it: tables, metrics, checks and pages. A source/entity, a list like
ref.themes, a check and a page are taken too. It reads the project's SQL and
needs no snapshot.

  peil lineage rehousing_median_days
  peil lineage fct_placement --down
  peil lineage occupancy_share --out bezetting.svg`,
		Args: exactArgs(1, "one table or metric"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if ending := strings.ToLower(filepath.Ext(out)); !cmd.Flags().Changed("format") && ending == ".svg" {
				format = "svg"
			} else if !cmd.Flags().Changed("format") && out != "" && ending != ".txt" && ending != "" {
				return usage("--out "+out, "does not end in a format", "end it in .svg or .txt, or say --format")
			}
			if format != "text" && format != "svg" {
				return usage("--format "+format, "is not a format", "want text or svg")
			}
			if lang != "nl" && lang != "en" {
				return usage("--lang "+lang, "is not a language", "want nl or en")
			}
			p, m, err := a.lineageInput(snapshot)
			if err != nil {
				return err
			}
			g, _, err := a.graph(cmd.Context(), p, m)
			if err != nil {
				return err
			}
			n, ok := g.Node(args[0])
			if e, isRaw := raw.EntityOf(p, args[0]); !ok && isRaw {
				n, ok = g.Node(e.Key())
			}
			if !ok {
				var names []string
				for _, n := range g.Nodes {
					names = append(names, n.ID)
				}
				return usage(fmt.Sprintf("%q", args[0]), "is no table, metric, source, list, check or page here", models.DidYouMean(args[0], names))
			}
			part := g.Upstream(n.ID)
			if down {
				part = g.Downstream(n.ID)
			}
			if m, err := p.Metric(n.ID); err == nil && m.NotMeasurable != "" && !a.quiet {
				fmt.Fprintf(a.diag, "peil: %s: not measurable, so it stands on nothing: %s; needed: %s\n", m.Name, m.WhyNot("en"), m.Need("en"))
			}
			return a.printLineage(part, n, down, format, out, lang)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&down, "down", false, "show what depends on it instead")
	f.StringVar(&format, "format", "text", "text or svg; svg when --out ends in .svg")
	f.StringVar(&out, "out", "", "write to this file")
	f.StringVar(&lang, "lang", "nl", "language of the svg: nl or en")
	f.IntVar(&snapshot, "snapshot", 0, "number of a snapshot; the current one when absent")
	return cmd
}

func (a *app) printLineage(g *lineage.Graph, n lineage.Node, down bool, format, out, lang string) error {
	text := ""
	switch {
	case a.json:
		if out == "" {
			return printJSON(a.out, map[string]any{"of": n.ID, "down": down, "nodes": g.Nodes, "edges": g.Edges})
		}
		return usage("--json", "stands beside --out", "redirect the output instead")
	case format == "svg":
		title := "Herkomst van " + n.Name()
		switch {
		case down && lang == "en":
			title = "What depends on " + n.Name()
		case down:
			title = "Wat afhangt van " + n.Name()
		case lang == "en":
			title = "Lineage of " + n.Name()
		}
		text = g.SVG(lineage.Options{ID: "lineage", Title: title, Lang: lang, Focus: n.ID}) + "\n"
	default:
		text = g.Tree(n.ID, down)
	}
	if out == "" {
		_, err := fmt.Fprint(a.out, text)
		return err
	}
	if err := writeWhole(out, []byte(text)); err != nil {
		return cannotWrite("--out", out, err)
	}
	fmt.Fprintf(a.out, "%s · %s · %s · %s\n", n.ID, counted(len(g.Nodes), "node"), counted(len(g.Edges), "line"), out)
	return nil
}

// lineageInput reads the project and the snapshot asked for. Where nothing was ever
// run there is none, and the project is looked at alone.
func (a *app) lineageInput(snapshot int) (*models.Project, *models.Manifest, error) {
	p, err := a.loadProject()
	if err != nil {
		return nil, nil, err
	}
	a.findData()
	_, err = os.Stat(a.data)
	if snapshot == 0 && a.data == defaultData && errors.Is(err, fs.ErrNotExist) {
		return p, nil, nil
	}
	if info, err := os.Stat(a.data); snapshot == 0 && err == nil && info.IsDir() {
		m, err := load.Current(a.layout())
		return p, m, err
	}
	m, err := a.manifest(snapshot)
	return p, m, err
}

// graph ties the whole project together: who reads what comes from its SQL and
// pages, rows and files from the manifest, which may be nil.
func (a *app) graph(ctx context.Context, p *models.Project, m *models.Manifest) (*lineage.Graph, *warehouse.Inputs, error) {
	w, err := a.openAt(ctx, p, m, "", a.layout().Scratch())
	if err != nil {
		return nil, nil, err
	}
	defer w.Close()
	inputs, err := w.Inputs(ctx)
	if err != nil {
		return nil, nil, err
	}
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
		return nil, nil, err
	}
	g, err := lineage.New(b.nodes, b.edges)
	return g, inputs, err
}

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
