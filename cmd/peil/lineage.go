package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/explain"
	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/lineage"
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
			g, err := a.graph(cmd.Context(), p, m)
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
	fmt.Fprintf(a.out, "%s · %s · %s · %s\n", n.ID, prose.Counted(len(g.Nodes), "node"), prose.Counted(len(g.Edges), "line"), out)
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

// graph ties the whole project together: who reads what is asked of the engine, which
// reads its SQL. The manifest may be nil.
func (a *app) graph(ctx context.Context, p *models.Project, m *models.Manifest) (*lineage.Graph, error) {
	w, err := a.openAt(ctx, p, m, "", a.layout().Scratch())
	if err != nil {
		return nil, err
	}
	defer w.Close()
	inputs, err := w.Inputs(ctx)
	if err != nil {
		return nil, err
	}
	return explain.Lineage(p, m, inputs)
}
