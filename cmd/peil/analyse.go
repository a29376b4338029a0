package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/analysis"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

var kinds = []string{"association", "difference", "trend", "season", "survival", "interval", "spread"}

// analyseFlags are what peil analyse was asked, as it was written.
type analyseFlags struct {
	kind, lang, geography         string
	by, where, without, days      []string
	at, from, to                  string
	against, againstFrom, sinceTo string
	strata, base                  string
	cluster                       bool
	moment                        momentFlags
}

// named names the flags in what is wrong with the metric that was asked.
func (o analyseFlags) named(err error) error {
	return byFlags(err, map[string][]string{"--by": o.by, "--where": o.where, "--without": o.without, "--strata": {o.strata}})
}

func (a *app) analyseCommand() *cobra.Command {
	var o analyseFlags
	cmd := &cobra.Command{
		Use:   "analyse METRIC",
		Short: "Say what a metric shows, and how sure that is",
		Long: `Puts a metric through one statistical method and prints a sentence, the numbers
under it, the rule by which to read them, and what weakens them. docs/statistics.md
explains each method.

  peil analyse questions_received --kind association --by theme,province
  peil analyse work_item_share --kind trend --by kind
  peil analyse rehoused_within_30_days_share --kind difference --from 2023-07 --to 2023-12 --against-from 2022-07 --against-to 2022-12
  peil analyse inflow_persons --kind season
  peil analyse rehousing_median_days --kind survival --by vulnerable
  peil analyse offers_accepted_share --kind interval --from 2023
  peil analyse displaced_per_1000 --kind spread --by municipality

It works on exact figures: small counts are not hidden. It is not for publication.`,
		Args: exactArgs(1, "one metric"),
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := o.read(args[0], func(n int) string { return a.cuts(args[0], o.by, n) })
			if err != nil {
				return errors.Join(err, o.named(a.defined(cmd.Context(), o.moment, q.Query)))
			}
			w, err := a.open(cmd.Context(), o.moment)
			if err != nil {
				return err
			}
			defer w.Close()
			if m, err := w.Project().Metric(args[0]); err != nil {
				return err
			} else if m.NotMeasurable != "" {
				return usage("metric "+m.Name, "is not measurable: "+m.NotMeasurable, "it needs: "+m.Needs)
			}
			answer, err := analysis.Ask(cmd.Context(), w, q, lackingOf(w.Project(), w.Manifest(), w.KnownAt()))
			if err != nil {
				return o.named(err)
			}
			return a.printAnswer(answer, o.lang)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.kind, "kind", "", strings.Join(kinds, ", "))
	f.StringSliceVar(&o.by, "by", nil, "dimensions: two for an association, one for groups, series or a spread")
	f.StringArrayVar(&o.where, "where", nil, "keep DIMENSION=VALUE; VALUE may be A|B; may be repeated")
	f.StringArrayVar(&o.without, "without", nil, "leave DIMENSION=VALUE out; an association is told with and without it")
	f.StringVar(&o.at, "at", "", "reference date: YYYY-MM-DD, YYYY-MM or YYYY")
	f.StringVar(&o.from, "from", "", "first day of the period")
	f.StringVar(&o.to, "to", "", "last day of the period")
	f.StringVar(&o.against, "against", "", "difference: the other date, for a stock")
	f.StringVar(&o.againstFrom, "against-from", "", "difference: first day of the other period")
	f.StringVar(&o.sinceTo, "against-to", "", "difference: last day of the other period")
	f.BoolVar(&o.cluster, "cluster", false, "association: bound it also by drawing whole clusters, such as municipalities")
	f.StringVar(&o.strata, "strata", "", "association: look also within each member of this dimension")
	f.StringSliceVar(&o.days, "days", nil, "survival: also the share that goes on after as many days, such as 0,30,365")
	f.StringVar(&o.base, "base", "", "spread: metric that each member is held against")
	f.StringVar(&o.geography, "geography", models.OfTheDay, "division of the country to show facts on: day, 2024, 2025")
	f.StringVar(&o.lang, "lang", "nl", "language of the sentences: nl or en")
	o.moment.add(f)
	return cmd
}

// cuts gives n dimensions of a metric as an example of --by: first those that were asked
// and that it has.
func (a *app) cuts(metric string, asked []string, n int) string {
	p, err := a.loadProject()
	if err != nil {
		return "DIMENSION" // the project says itself what is wrong with it
	}
	m, err := p.Metric(metric)
	if err != nil {
		return "DIMENSION"
	}
	var all []string
	for _, first := range []bool{true, false} {
		for _, name := range append(slices.Sorted(maps.Keys(m.Dimensions)), "month") {
			if slices.Contains(asked, name) == first {
				all = append(all, name)
			}
		}
	}
	return strings.Join(all[:min(n, len(all))], ",")
}

// read holds the flags against each other; all that is wrong is told at once. example gives
// as many dimensions of the metric as are wanted.
func (o analyseFlags) read(metric string, example func(n int) string) (analysis.Question, error) {
	q := analysis.Question{Kind: finding.Kind(o.kind), Strata: o.strata, Base: o.base, Cluster: o.cluster}
	var errs []error
	wrong := func(where, what, fix string) { errs = append(errs, usage(where, what, fix)) }
	if o.kind == "" {
		wrong("peil analyse "+metric, "is asked without --kind", "give one of "+strings.Join(kinds, ", ")+"; peil analyse -h shows an example of each")
	} else if !slices.Contains(kinds, o.kind) {
		wrong("--kind "+o.kind, "is no kind of analysis", "did you mean "+models.Nearest(o.kind, kinds, 1)[0]+"? The kinds are "+strings.Join(kinds, ", "))
	}
	if o.lang != "nl" && o.lang != "en" {
		wrong("--lang "+o.lang, "is not a language of the sentences", "want nl or en")
	}
	most := map[string]int{"association": 2, "difference": 1, "trend": 1, "survival": 1, "spread": 1}[o.kind]
	if slices.Contains(kinds, o.kind) {
		switch {
		case len(o.by) > most:
			wrong("--by "+strings.Join(o.by, ","), fmt.Sprintf("names %d dimensions, a %s takes at most %d", len(o.by), o.kind, most), "leave some out")
		case o.kind == "association" && len(o.by) < 2:
			wrong("--kind association", "wants two dimensions", "write for example --by "+example(2))
		case o.kind == "spread" && len(o.by) < 1:
			wrong("--kind spread", "wants a dimension", "write for example --by "+example(1))
		}
		for _, only := range []struct {
			flag, kind string
			given      bool
		}{
			{"--cluster", "association", o.cluster}, {"--strata", "association", o.strata != ""}, {"--base", "spread", o.base != ""},
			{"--days", "survival", len(o.days) > 0},
			{"--against", "difference", o.against != ""}, {"--against-from", "difference", o.againstFrom != ""}, {"--against-to", "difference", o.sinceTo != ""},
		} {
			if only.given && only.kind != o.kind {
				wrong(only.flag, "means nothing for --kind "+o.kind, "leave it out, or ask --kind "+only.kind)
			}
		}
	}
	against := o.against != "" || o.againstFrom != "" || o.sinceTo != ""
	if o.kind == "difference" && against == (len(o.by) == 1) {
		wrong("--kind difference", "wants another period or a dimension, and not both", "give --against-from and --against-to (or --against), or --by")
	}
	if o.at != "" && (o.kind == "trend" || o.kind == "season") {
		wrong("--at "+o.at, "is one day, and a "+o.kind+" goes by month", "give --from and --to")
	}
	for _, text := range o.days {
		day, err := strconv.ParseFloat(text, 64)
		if err != nil || day < 0 || math.IsInf(day, 0) || math.IsNaN(day) {
			wrong("--days "+text, "is no number of days", "write for example --days 0,30,60,90")
		}
		q.Days = append(q.Days, day)
	}
	var err error
	note := func(e error) {
		if e != nil {
			errs = append(errs, e)
		}
	}
	q.Query, err = period(metric, [3]string{"--at", "--from", "--to"}, o.at, o.from, o.to)
	note(err)
	if against {
		other, err := period(metric, [3]string{"--against", "--against-from", "--against-to"}, o.against, o.againstFrom, o.sinceTo)
		note(err)
		q.Against = &other
	}
	q.Query.Where, err = filters("--where", o.where)
	note(err)
	q.Without, err = filters("--without", o.without)
	note(err)
	_, err = optionalDate("--as-of", o.moment.asOf)
	note(err)
	q.Query.By, q.Query.Geography = o.by, o.geography
	if q.Against != nil {
		q.Against.Where, q.Against.Geography = q.Query.Where, o.geography
	}
	return q, errors.Join(errs...)
}

const notForPublication = "niet voor publicatie: kleine aantallen zijn niet verborgen"

// printAnswer writes a finding for people or, with --json, for programs.
func (a *app) printAnswer(answer analysis.Answer, lang string) error {
	f := answer.Finding
	if a.json {
		return printJSON(a.out, struct {
			finding.Finding
			Queries     []string `json:"queries"`
			Publication string   `json:"publication"`
		}{f, answer.Queries, notForPublication})
	}
	say := func(nl, en string) string { return finding.Text{NL: nl, EN: en}.In(lang) }
	fmt.Fprintln(a.out, f.Sentence.In(lang))
	if len(f.Numbers) > 0 {
		t := &table{columns: []string{"number", "of", "value", "low", "high", "unit"}, right: []bool{false, false, true, true, true, false}}
		for _, n := range f.Numbers {
			value := say("niet te berekenen", "not computable")
			if n.Known {
				value = digits(n.Value, true)
			}
			if n.Known && n.Unit == "p" && n.Value == 0 {
				value = "<1e-300" // too small for a number; nothing has a chance of 0
			}
			t.add(n.Name, n.Of.In(lang), value, digits(n.Low, n.HasLow), digits(n.High, n.HasHigh), n.Unit)
		}
		fmt.Fprintln(a.out)
		if err := t.write(a.out, "table"); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.out, "\n%s: %s\n", say("leesregel", "how to read it"), f.Rule.In(lang))
	for _, w := range f.Warnings {
		fmt.Fprintf(a.out, "%s: %s\n", say("let op", "note"), w.In(lang))
	}
	fmt.Fprintf(a.out, "%s\n", say(notForPublication, "not for publication: small counts are not hidden"))
	return nil
}

// digits writes a number with the digits that can be used.
func digits(v float64, known bool) string {
	switch size := math.Abs(v); {
	case !known:
		return ""
	case v == math.Trunc(v) && size < 1e15:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case size < 0.001:
		return strconv.FormatFloat(v, 'g', 2, 64)
	case size < 10:
		return strconv.FormatFloat(v, 'f', 4, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}
