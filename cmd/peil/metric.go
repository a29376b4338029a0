package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/models"
)

func (a *app) metricCommand() *cobra.Command {
	var by, where []string
	var at, from, to, format, geography string
	var moment momentFlags
	cmd := &cobra.Command{
		Use:   "metric [NAME]",
		Short: "Compute one metric, or list them all",
		Long: `Computes one metric from the current snapshot. Without a name it lists all
metrics with their unit and title.

  peil metric staff_persons --at 2023-02-13
  peil metric questions_received --by month,province --from 2022-06 --to 2022-12
  peil metric claims_amount_eur --where scheme=guidance --format csv

The answer is exact: small counts are not hidden. It is not for publication.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listMetrics(format)
			}
			q := models.MetricQuery{Metric: args[0], By: by, Geography: geography}
			for _, text := range where {
				dim, values, ok := strings.Cut(text, "=")
				if !ok || dim == "" || values == "" {
					return usage("--where "+text, "is not DIMENSION=VALUE", "write for example --where province=10000")
				}
				q.Where = append(q.Where, models.Filter{Dimension: dim, Values: strings.Split(values, "|")})
			}
			if at != "" && (from != "" || to != "") {
				return usage("--at "+at, "stands beside --from or --to", "give either a date or a period")
			}
			var err error
			if q.At, err = optionalDate(at); err != nil {
				return err
			}
			if q.From, err = firstDay(from); err != nil {
				return err
			}
			if q.To, err = optionalDate(to); err != nil {
				return err
			}
			w, err := a.open(cmd.Context(), moment)
			if err != nil {
				return err
			}
			defer w.Close()
			result, err := w.Metric(cmd.Context(), q)
			if err != nil {
				return err
			}
			return a.printMetric(result, format)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&by, "by", nil, "dimensions to cut by, at most three: month, province, ...")
	f.StringArrayVar(&where, "where", nil, "keep DIMENSION=VALUE; VALUE may be A|B; may be repeated")
	f.StringVar(&at, "at", "", "reference date: YYYY-MM-DD, YYYY-MM or YYYY")
	f.StringVar(&from, "from", "", "first day of the period")
	f.StringVar(&to, "to", "", "last day of the period")
	f.StringVar(&geography, "geography", models.OfTheDay, "division of the country to show facts on: day, 2024, 2025")
	f.StringVar(&format, "format", "table", "table, csv or json")
	moment.add(f)
	return cmd
}

func (a *app) printMetric(r *models.MetricResult, format string) error {
	if a.json {
		format = "json"
	}
	m := r.Metric
	if m.NotMeasurable != "" {
		fmt.Fprintf(a.diag, "peil: %s: niet meetbaar: %s; nodig: %s\n", m.Name, m.NotMeasurable, m.Needs)
	}
	t := &table{}
	for _, d := range r.Dims {
		t.columns = append(t.columns, d.Name)
		t.right = append(t.right, false)
	}
	t.columns = append(t.columns, "value", "n", "unit")
	t.right = append(t.right, true, true, false)
	for _, row := range r.Rows {
		value := ""
		if row.Known {
			value = strconv.FormatFloat(row.Value, 'f', -1, 64)
		}
		t.add(append(append([]string{}, row.Dims...), value, fmt.Sprint(row.N), m.Unit)...)
	}
	if err := t.write(a.out, format); err != nil {
		return err
	}
	if d := r.Division; d != nil && !a.quiet {
		fmt.Fprintf(a.diag, "%s: %s\n", d.NL, d.NoteNL)
	}
	if !a.quiet && m.NotMeasurable == "" {
		fmt.Fprintf(a.diag, "%s (%s, %s): %s\nniet voor publicatie: kleine aantallen zijn niet verborgen\n", m.TitleNL, m.Unit, m.Kind, m.AboutNL)
	}
	return nil
}

func (a *app) listMetrics(format string) error {
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	if a.json {
		format = "json"
	}
	t := &table{columns: []string{"metric", "unit", "kind", "title"}}
	for _, m := range p.Metrics {
		kind := m.Kind
		if m.NotMeasurable != "" {
			kind = "not measurable"
		}
		t.add(m.Name, m.Unit, kind, m.TitleNL)
	}
	return t.write(a.out, format)
}

// optionalDate reads the last day that text names, or none.
func optionalDate(text string) (models.Date, error) {
	if text == "" {
		return "", nil
	}
	return models.ParseDate(text)
}

// firstDay reads the first day that text names, or none: 2022-06 is 1 June.
func firstDay(text string) (models.Date, error) {
	if text == "" {
		return "", nil
	}
	return models.ParseFirst(text)
}
