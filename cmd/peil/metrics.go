package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
)

// metricFilter says which metrics a list is about.
type metricFilter struct {
	words                         []string
	kind, unit, source, dimension string
	notMeasurable                 bool
	format, lang                  string
}

func (a *app) metricsCommand() *cobra.Command {
	var o metricFilter
	cmd := &cobra.Command{
		Use:   "metrics [NAME | WORDS...]",
		Short: "List and search all metrics, or show one in full",
		Long: `Lists all metrics, or those in which every word is found: in name, titles,
definitions, unit, sources and dimensions, in Dutch and in English. Found in the name
comes first. The whole name of one metric shows it in full: definition, unit, range,
dimensions, how it adds up, sources, SQL file and commands that compute it.

  peil metrics
  peil metrics herhuisvesting mediaan
  peil metrics --kind stock --dimension municipality
  peil metrics --source question_log --unit days --lang en
  peil metrics --not-measurable
  peil metrics rehousing_median_days
  peil metrics --format csv`,
		RunE: func(_ *cobra.Command, args []string) error {
			o.words = args
			return a.searchMetrics(&o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.kind, "kind", "", "only stock (stand) or flow (stroom)")
	f.StringVar(&o.unit, "unit", "", "only this unit: persons, days, share, ...")
	f.StringVar(&o.source, "source", "", "only from this source, as SOURCE or SOURCE/ENTITY")
	f.StringVar(&o.dimension, "dimension", "", "only what can be cut by this dimension")
	f.BoolVar(&o.notMeasurable, "not-measurable", false, "only what cannot be measured yet, with the log that is needed")
	f.StringVar(&o.format, "format", "table", "table, csv, json or markdown")
	f.StringVar(&o.lang, "lang", "nl", "nl or en: the language of titles")
	return cmd
}

// searchMetrics lists the metrics that are meant, or shows the one that is named.
func (a *app) searchMetrics(o *metricFilter) error {
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	if a.json {
		o.format = "json"
	}
	if err := o.refuse(p); err != nil {
		return err
	}
	if len(o.words) == 1 && o.format == "table" && !o.narrows() {
		if m, err := p.Metric(o.words[0]); err == nil {
			return a.showMetric(p, m, o.lang)
		}
	}
	var found []*models.Metric
	for _, m := range p.SearchMetrics(o.words...) {
		if o.keeps(m) {
			found = append(found, m)
		}
	}
	said := a.diag // what is not the result, unless people read it
	if o.format == "table" {
		said = a.out
	}
	if len(found) > 0 || o.format != "table" {
		if err := o.list(found).write(a.out, o.format); err != nil {
			return err
		}
	}
	if len(p.Metrics) == 0 {
		_, err := fmt.Fprintln(said, "this project has no metrics")
		return err
	}
	if len(found) == 0 {
		_, err := fmt.Fprintf(said, "no metric has %s; %s\n", o.asked(), o.nearest(p))
		return err
	}
	if !a.quiet && o.format == "table" {
		_, err = fmt.Fprintf(a.out, "%s; peil metrics NAME shows one in full\n", countedOf(len(found), len(p.Metrics)))
	}
	return err
}

func countedOf(n, all int) string {
	if n == all {
		return prose.Counted(all, "metric")
	}
	return fmt.Sprintf("%d of %s", n, prose.Counted(all, "metric"))
}

// refuse tells all values of flags that no metric can have.
func (o *metricFilter) refuse(p *models.Project) error {
	units, dims, sources := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range p.Metrics {
		units[m.Unit] = true
		for d := range m.Dimensions {
			dims[d] = true
		}
	}
	for _, s := range p.Sources {
		sources[s.Name] = true
		for i := range s.Entities {
			sources[s.Entities[i].Key()] = true
		}
	}
	for _, d := range models.TimeGrains {
		dims[d] = true
	}
	var errs []error
	for _, f := range []struct {
		flag, value string
		known       []string
	}{
		{"--format", o.format, formats}, {"--lang", o.lang, []string{"nl", "en"}}, {"--kind", o.kind, []string{"stock", "flow"}},
		{"--unit", o.unit, slices.Sorted(maps.Keys(units))}, {"--source", o.source, slices.Sorted(maps.Keys(sources))},
		{"--dimension", o.dimension, slices.Sorted(maps.Keys(dims))},
	} {
		switch {
		case f.value == "" || slices.Contains(f.known, f.value):
		case len(f.known) <= len(formats):
			errs = append(errs, usage(f.flag+" "+f.value, "is not known", "want one of "+strings.Join(f.known, ", ")))
		default:
			fix := models.DidYouMean(f.value, f.known)
			if f.flag == "--dimension" { // people know its title
				fix = "did you mean " + strings.Join(models.NearestOf(f.value, p.Titled(f.known), 3), ", ") + "?"
			}
			errs = append(errs, usage(f.flag+" "+f.value, "is not known here", fix))
		}
	}
	if o.notMeasurable && o.kind != "" {
		errs = append(errs, usage("--kind", "does not go with --not-measurable: what cannot be measured is neither stock nor flow", "take one of them out"))
	}
	return errors.Join(errs...)
}

// narrows tells whether a flag asks for a part of the metrics.
func (o *metricFilter) narrows() bool {
	return o.kind+o.unit+o.source+o.dimension != "" || o.notMeasurable
}

// keeps tells whether the flags ask for the metric.
func (o *metricFilter) keeps(m *models.Metric) bool {
	_, cut := m.Dimensions[o.dimension]
	from := slices.ContainsFunc(m.Sources, func(s string) bool { return s == o.source || strings.HasPrefix(s, o.source+"/") })
	switch {
	case o.notMeasurable && m.NotMeasurable == "",
		o.kind != "" && (m.Kind != o.kind || m.NotMeasurable != ""),
		o.unit != "" && m.Unit != o.unit,
		o.source != "" && !from,
		o.dimension != "" && !cut && (m.NotMeasurable != "" || !slices.Contains(m.Grains(), o.dimension)):
		return false
	}
	return true
}

// asked names what was looked for.
func (o *metricFilter) asked() string {
	var parts []string
	if len(o.words) > 0 {
		parts = append(parts, fmt.Sprintf("%q", strings.Join(o.words, " ")))
	}
	for _, f := range [][2]string{{"--kind", o.kind}, {"--unit", o.unit}, {"--source", o.source}, {"--dimension", o.dimension}} {
		if f[1] != "" {
			parts = append(parts, f[0]+" "+f[1])
		}
	}
	if o.notMeasurable {
		parts = append(parts, "--not-measurable")
	}
	return strings.Join(parts, " with ")
}

// nearest says what to look for instead: what has most of the words, else names
// that look like them.
func (o *metricFilter) nearest(p *models.Project) string {
	var names []string
	for _, m := range p.Metrics {
		names = append(names, m.Name)
	}
	have := map[string]int{} // words that a metric has
	var hits [][]string      // names for each word, best first
	for _, w := range o.words {
		var hit []string
		for _, m := range p.SearchMetrics(w) {
			hit = append(hit, m.Name)
			have[m.Name]++
		}
		for _, name := range models.Nearest(w, names, 3) {
			if len(hit) < 3 && slices.ContainsFunc(strings.Split(name, "_"), func(part string) bool { return models.Alike(w, part) }) {
				hit = append(hit, name)
			}
		}
		hits = append(hits, hit)
	}
	var near []string // the best of each word, then the next of each
	for i := range names {
		for _, hit := range hits {
			if i < len(hit) && !slices.Contains(near, hit[i]) {
				near = append(near, hit[i])
			}
		}
	}
	if len(near) == 0 {
		return "peil metrics lists them all"
	}
	slices.SortStableFunc(near, func(a, b string) int { return have[b] - have[a] })
	return "nearest: " + strings.Join(near[:min(3, len(near))], ", ")
}

// list writes metrics in rows: short for a screen, whole for machines.
func (o *metricFilter) list(found []*models.Metric) *table {
	t := &table{columns: []string{"metric", "unit", "kind", "title"}}
	if o.format == "csv" || o.format == "json" {
		t.columns = []string{"metric", "unit", "kind", "title_nl", "title_en", "about_nl", "about_en", "better", "over_time", "over_place", "over_groups",
			"dimensions", "sources", "not_measurable", "needs", "file"}
	}
	if o.notMeasurable && o.format != "csv" && o.format != "json" {
		t.columns = []string{"metric", "title", "needs"}
	}
	for _, m := range found {
		cell := map[string]string{
			"metric": m.Name, "unit": m.Unit, "kind": m.Kind, "title": m.Title(o.lang), "title_nl": m.TitleNL, "title_en": m.TitleEN, "about_nl": m.AboutNL, "about_en": m.AboutEN,
			"better": m.Better, "over_time": m.OverTime, "over_place": m.OverPlace, "over_groups": m.OverGroups,
			"dimensions": strings.Join(slices.Sorted(maps.Keys(m.Dimensions)), " "), "sources": strings.Join(m.Sources, " "),
			"not_measurable": m.NotMeasurable, "needs": m.Needs, "file": m.File,
		}
		if m.NotMeasurable != "" {
			cell["kind"] = "not measurable"
		}
		row := make([]string, len(t.columns))
		for i, c := range t.columns {
			row[i] = cell[c]
		}
		t.add(row...)
	}
	return t
}
