package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vlot-evaluatie/peil/cmd/peil/explain"
	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/page"
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
			c, err := a.explain(cmd.Context(), a.explainer(p), args[0], o, given)
			if err != nil {
				return err
			}
			if a.json {
				return printJSON(a.out, c)
			}
			t := &prose.Outline{All: o.all}
			c.Tell(t)
			_, err = io.WriteString(a.out, t.String())
			return err
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

// explainer explains figures of the project on the data folder.
func (a *app) explainer(p *models.Project) *explain.Explainer {
	var flags []string
	for _, f := range [][2]string{{"--data", a.data}, {"--project", a.project}} {
		if f[1] != "" && f[1] != defaultData && f[1] != demoData {
			flags = append(flags, f[0]+" "+models.ShellWord(f[1]))
		}
	}
	return &explain.Explainer{
		Project: p, Layout: a.layout(), Flags: strings.Join(flags, " "), There: there,
		Open: func(ctx context.Context, m *models.Manifest, known models.Date) (*warehouse.Warehouse, error) {
			return a.openAt(ctx, p, m, known, a.layout().Scratch())
		},
		Delivered: func(m *models.Manifest, known models.Date, metric *models.Metric) []page.Delivered {
			return deliveredTo(p, m, known, metric)
		},
	}
}

// explain finds what was asked, a figure of an edition or a metric, and gives its
// chain. given names the flags that only a metric takes.
func (a *app) explain(ctx context.Context, x *explain.Explainer, asked string, o explainFlags, given []string) (*explain.Chain, error) {
	all, unread, err := edition.All(a.layout().Editions())
	if err != nil {
		return nil, err
	}
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
			return x.Figure(ctx, &all[i], &all[i].Figures[j])
		}
	}
	for _, m := range x.Project.Metrics {
		if m.Name == asked {
			return a.explainMetric(ctx, x, asked, o)
		}
		names = append(names, m.Name)
	}
	what := fmt.Sprintf("is no metric and no figure of an edition, of which there is %d", len(all))
	if len(all) != 1 {
		what = fmt.Sprintf("is no metric and no figure of an edition, of which there are %d", len(all))
	}
	// It may be of one that cannot be read.
	return nil, errors.Join(append(unread, usage(fmt.Sprintf("%q", asked), what, models.DidYouMean(asked, names)))...)
}

// explainMetric gives the chain of a metric as the flags ask for it.
func (a *app) explainMetric(ctx context.Context, x *explain.Explainer, name string, o explainFlags) (*explain.Chain, error) {
	q, err := a.question(ctx, name, o.askedFlags, nil)
	if err != nil {
		return nil, err
	}
	m, known, err := a.at(o.moment)
	if err != nil {
		return nil, err
	}
	c, err := x.Metric(ctx, m, known, q)
	return c, o.named(err)
}
