package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// metricOptions say how one metric is asked and printed.
type metricOptions struct {
	askedFlags
	format, out, lang string
	labels, total     bool
}

func (a *app) metricCommand() *cobra.Command {
	var o metricOptions
	cmd := &cobra.Command{
		Use:   "metric NAME",
		Short: "Compute one metric: total, or by time, place and group",
		Long: `Computes one metric from the current snapshot. peil metrics lists and searches them
all; without a name this does too.

  peil metric staff_persons --at 2023-02-13
  peil metric questions_received --by month,province --from 2022-06 --to 2022-12
  peil metric places_occupied --by province,category --at 2023-06 --labels --total
  peil metric claims_amount_eur --where scheme=guidance --format csv
  peil metric rehousing_median_days --by quarter --lang en
  peil metric inflow_persons --by month,municipality --labels --out instroom.xlsx
  peil metric occupancy_share --by month --as-of 2023-02-13

A table is for reading: rounded, with signs and units. csv, json, xlsx and parquet
hold the exact numbers. Small counts are not hidden: nothing of it is for publication.`,
		Args: mostArgs(1, "at most one metric"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				o.format = "json"
			}
			if len(args) == 0 {
				return a.listInstead(cmd, o)
			}
			return a.computeMetric(cmd.Context(), args[0], &o)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.by, "by", nil, "dimensions to cut by, at most three: month, province, ...")
	f.StringArrayVar(&o.where, "where", nil, "keep DIMENSION=VALUE; VALUE may be A|B; may be repeated")
	f.StringVar(&o.at, "at", "", "reference date: YYYY-MM-DD, YYYY-MM or YYYY")
	f.StringVar(&o.from, "from", "", "first day of the period")
	f.StringVar(&o.to, "to", "", "last day of the period")
	f.StringVar(&o.geography, "geography", models.OfTheDay, "division of the country to show facts on: day, 2024, 2025")
	f.BoolVar(&o.total, "total", false, "with totals over each dimension, computed by the metric itself")
	f.BoolVar(&o.labels, "labels", false, "with the names of members beside their codes")
	f.StringVar(&o.lang, "lang", "nl", "nl or en: the language of names, units and words")
	f.StringVar(&o.format, "format", "", "table, csv, json, markdown, xlsx or parquet; by the ending of --out, else table")
	f.StringVar(&o.out, "out", "", "write to this file, which only you can read")
	o.moment.add(f)
	return cmd
}

// listInstead is what peil metric does without a name. Flags about one metric are
// not passed over in silence.
func (a *app) listInstead(cmd *cobra.Command, o metricOptions) error {
	for _, name := range []string{"by", "where", "at", "from", "to", "geography", "total", "labels", "out", "as-of", "snapshot"} {
		if cmd.Flags().Changed(name) {
			return usage("peil metric", "has --"+name+" and no metric", "name one before it; peil metrics lists them all")
		}
	}
	if o.format == "" {
		o.format = "table"
	}
	return a.searchMetrics(&metricFilter{format: o.format, lang: o.lang})
}

// settle fills in the format and refuses what does not go together, all at once.
func (o *metricOptions) settle() error {
	var errs []error
	wrong := func(where, what, fix string) { errs = append(errs, usage(where, what, fix)) }
	if o.format == "" {
		o.format = "table"
		switch ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(o.out)), "."); {
		case ending == "md":
			o.format = "markdown"
		case slices.Contains([]string{"csv", "json", "xlsx", "parquet"}, ending):
			o.format = ending
		case o.out != "" && ending != "txt":
			wrong("--out "+o.out, "does not end in a format", "end it in .csv, .json, .xlsx, .parquet, .md or .txt, or say --format")
		}
	}
	want := append(slices.Clone(formats), "xlsx", "parquet")
	if !slices.Contains(want, o.format) {
		wrong("--format "+o.format, "is not a format", "want one of "+strings.Join(want, ", "))
	}
	if o.out == "" && (o.format == "xlsx" || o.format == "parquet") {
		wrong("--format "+o.format, "wants a file", "say where it goes: --out cijfer."+o.format)
	}
	if o.lang != "nl" && o.lang != "en" {
		wrong("--lang "+o.lang, "is not a language", "want nl or en")
	}
	if o.total && len(o.by) == 0 {
		wrong("--total", "stands without --by: the answer is the total", "take it out, or cut by something")
	}
	if o.labels && len(o.by) == 0 {
		wrong("--labels", "stands without --by: there are no members to name", "take it out, or cut by something")
	}
	return errors.Join(errs...)
}

// computeMetric computes and writes one metric.
func (a *app) computeMetric(ctx context.Context, name string, o *metricOptions) error {
	q, err := a.question(ctx, name, o.askedFlags, o.settle())
	if err != nil {
		return err
	}
	w, err := a.open(ctx, o.moment)
	if err != nil {
		return err
	}
	defer w.Close()
	r := answer{lang: o.lang, known: w.KnownAt(), asked: q}
	if r.MetricResult, err = w.Metric(ctx, q); err != nil {
		return o.named(err)
	}
	if r.told, err = w.Covered(name); err != nil {
		return err
	}
	r.absent = absentFrom(w.Project(), w.Manifest(), r.known, r.MetricResult, r.lang)
	if o.total {
		if r.totals, err = w.Totals(ctx, r.MetricResult); err != nil {
			return err
		}
	}
	if o.labels {
		if err := r.name(ctx, w); err != nil {
			return err
		}
	}
	return a.writeMetric(ctx, &r, o)
}

// answer is a result with what was asked beside it.
type answer struct {
	*models.MetricResult
	lang   string
	asked  models.MetricQuery
	known  models.Date // knowledge date
	told   models.Date // last day that the sources tell about
	absent []string    // which deliveries of its sources did not come
	totals []warehouse.Total
	labels []map[string]string // for each dimension, names by code; nil when not asked
}
