package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// metricWords are what a table for people says, in both languages.
var metricWords = map[string]map[string]string{
	"nl": {
		"untold": "geen gegevens", "undefined": "niet te berekenen", "unassigned": "niet toegewezen",
		models.Sums: "totaal", models.Lasts: "stand op %s", models.Never: "totaal (opnieuw berekend, geen som)",
		"later":  "%s ligt na de kennisdatum, %s: wat daarna komt, is nog niet gekend",
		"told":   "gekend tot en met %s: wat daarna gebeurde, telt niet mee",
		"begins": "%s is niet volledig: gevraagd vanaf %s", "ends": "%s is niet volledig: gevraagd tot en met %s",
		"period": "periode: %s tot en met %s", "on": "stand op %s", "each": "; stand op de laatste dag van elke periode",
		"nofrom":     "--from %s heeft geen gevolg: een stand die niet over de tijd verdeeld is, is die van één dag",
		"unmeasured": "niet meetbaar: %s; nodig: %s",
		"not_there":  "%s %s: bestaat niet op deze dagen in deze indeling; vraag een andere --geography, of andere dagen",
		"norows":     "geen gegevens: in deze periode en met deze filters telt niets",
		"notice":     "niet voor publicatie: kleine aantallen zijn niet verborgen", "stock": "stand", "flow": "stroom",
	},
	"en": {
		"untold": "no data", "undefined": "cannot be computed", "unassigned": "not assigned",
		models.Sums: "total", models.Lasts: "stock on %s", models.Never: "total (computed anew, not a sum)",
		"later":  "%s lies after the knowledge date, %s: what comes after that is not known yet",
		"told":   "known up to and including %s: what happened after that is not counted",
		"begins": "%s is not complete: asked from %s", "ends": "%s is not complete: asked up to and including %s",
		"period": "period: %s up to and including %s", "on": "stock on %s", "each": "; stock on the last day of each period",
		"nofrom":     "--from %s has no effect: a stock that is not cut by time is that of one day",
		"unmeasured": "not measurable: %s; needed: %s",
		"not_there":  "%s %s: not there on these days and this division; ask another --geography, or other days",
		"norows":     "no data: nothing counts in this period and with these filters",
		"notice":     "not for publication: small counts are not hidden", "stock": "stock", "flow": "flow",
	},
}

func (r *answer) word(key string) string { return metricWords[r.lang][key] }

// name takes the names of members from the project.
func (r *answer) name(ctx context.Context, w *warehouse.Warehouse) error {
	r.labels = make([]map[string]string, len(r.Dims))
	for i, d := range r.Dims {
		r.labels[i] = map[string]string{}
		labels, err := w.Labels(ctx, d.Name, r.lang)
		if err != nil {
			return err
		}
		for _, l := range labels {
			r.labels[i][l.Code] = l.NL
			if r.lang == "en" && l.EN != "" {
				r.labels[i][l.Code] = l.EN
			}
		}
	}
	return nil
}

// label names a member; one without a name is its code.
func (r *answer) label(dim int, code string) string {
	if code == "" {
		return r.word("unassigned")
	}
	if d := r.Dims[dim]; d.Grain != "" {
		return number.Period(d.Grain, code, r.lang)
	}
	if text := r.labels[dim][code]; text != "" {
		return text
	}
	return code
}

// readable tells formats that people read.
func readable(format string) bool { return format == "table" || format == "markdown" }

// table holds the answer as text: as people read it, or as programs do. Programs
// get exact numbers, an empty cell for what has none, and for totals which
// dimensions they go over and whether they are a sum; JSON says of which days each is.
func (r *answer) table(people, json bool) *table {
	t := &table{}
	if m := r.Metric; json && m.NotMeasurable != "" {
		t.columns, t.right = []string{"value", "not_measurable", "needs"}, []bool{true, false, false}
		t.add("", m.WhyNot(r.lang), m.Need(r.lang))
		return t
	}
	add := func(right bool, names ...string) {
		for _, n := range names {
			t.columns, t.right = append(t.columns, n), append(t.right, right)
		}
	}
	for _, d := range r.Dims {
		add(false, d.Name)
		if r.labels != nil {
			add(false, d.Name+"_label")
		}
	}
	add(true, "value", "n")
	add(false, "unit")
	if r.totals != nil && !people {
		add(false, "total_over", "adds")
	}
	if json {
		add(false, "from", "to", "at", "not_delivered")
	}
	put := func(row models.MetricRow, total *warehouse.Total) {
		cells := r.cells(row, total, people)
		if json {
			cells = append(cells, r.days(row, total)...)
		}
		t.add(cells...)
	}
	for _, row := range r.Rows {
		put(row, nil)
	}
	for i := range r.totals {
		for _, row := range r.totals[i].Rows {
			put(row, &r.totals[i])
		}
	}
	return t
}

// cells writes a row; total is nil for one that is no total.
func (r *answer) cells(row models.MetricRow, total *warehouse.Total, people bool) []string {
	var out []string
	said := false
	for i, d := range r.Dims {
		code, label := row.Dims[i], ""
		over := total != nil && slices.Contains(total.Over, d.Name)
		switch {
		case over && people && !said:
			code, said = r.totalWord(total), true
		case over && people:
			code = r.word(models.Sums)
		case !over && r.labels != nil:
			label = r.label(i, code)
		case !over && people && code == "":
			code = r.word("unassigned")
		}
		if out = append(out, code); r.labels != nil {
			out = append(out, label)
		}
	}
	if people {
		return append(out, r.read(row), number.Number(float64(row.N), 0, r.lang), page.UnitName(r.lang, r.Metric))
	}
	value := ""
	if row.Known {
		value = prose.Exactly(row.Value)
	}
	out = append(out, value, fmt.Sprint(row.N), r.Metric.Unit)
	if r.totals != nil {
		over, adds := "", ""
		if total != nil {
			over, adds = strings.Join(total.Over, " "), total.How
		}
		out = append(out, over, adds)
	}
	return out
}

// totalWord says what a total is to the rows above it.
func (r *answer) totalWord(t *warehouse.Total) string {
	if t.How != models.Lasts {
		return r.word(t.How)
	}
	day := r.Query.To
	if day == "" {
		day = r.Query.At
	}
	return fmt.Sprintf(r.word(t.How), day)
}

// read writes a value for people, or why there is none.
func (r *answer) read(row models.MetricRow) string {
	switch {
	case row.Known:
		return strings.ReplaceAll(number.Value(r.Metric, row.Value, r.lang), "\u00a0", " ")
	case row.Untold:
		return r.word("untold")
	}
	return r.word("undefined")
}

// outside tells the values that are not in the range of the metric.
func (r *answer) outside(w io.Writer) {
	const most = 5
	told := 0
	tell := func(row models.MetricRow, over []string) {
		if !row.Known || !r.Metric.Outside(row.Value) {
			return
		}
		if told++; told > most {
			return
		}
		where := r.Metric.Name
		for i, d := range r.Dims {
			member := row.Dims[i]
			switch {
			case slices.Contains(over, d.Name):
				member = r.word(models.Sums)
			case member == "":
				member = r.word("unassigned")
			}
			where += ", " + models.Visible(member)
		}
		fmt.Fprintf(w, "peil: %s: value %s is outside its range, %s\n", where, prose.Exactly(row.Value), r.Metric.RangeText("en", prose.Exactly))
	}
	for _, row := range r.Rows {
		tell(row, nil)
	}
	for _, t := range r.totals {
		for _, row := range t.Rows {
			tell(row, t.Over)
		}
	}
	if told > most {
		fmt.Fprintf(w, "peil: %s: %d more values are outside its range\n", r.Metric.Name, told-most)
	}
}

// period says what days the answer is about: who asks for 2022-05 may mean May, and a
// flow counts all until then.
func (r *answer) period() []string {
	q, day := r.Query, func(d models.Date) string { return number.LongDate(d, r.lang) }
	var out []string
	switch {
	case q.At != "":
		out = append(out, fmt.Sprintf(r.word("on"), day(q.At)))
		if r.Metric.Kind == "stock" && r.asked.From != "" {
			out = append(out, fmt.Sprintf(r.word("nofrom"), r.asked.From))
		}
	case q.To == "": // nothing was delivered
	default:
		out = append(out, fmt.Sprintf(r.word("period"), day(q.From), day(q.To)))
	}
	if len(out) > 0 && q.At == "" && r.Metric.Kind == "stock" {
		out[0] += r.word("each")
	}
	return out
}

// notes say what a value is, of which days, on which division of the country, until which
// day its sources tell, and that it is not for publication.
func (r *answer) notes() []string {
	m := r.Metric
	if m.NotMeasurable != "" {
		return []string{r.unmeasured(), fmt.Sprintf("%s: %s", m.Title(r.lang), m.About(r.lang))}
	}
	out := r.period()
	if d := r.Division; d != nil {
		out = append(out, d.Title(r.lang)+": "+d.Note(r.lang))
	}
	if f := r.NotThere; f != nil {
		out = append(out, fmt.Sprintf(r.word("not_there"), f.Dimension, strings.Join(f.Values, ", ")))
	}
	if last := max(r.Query.At, r.Query.To); r.known != "" && last > r.known {
		out = append(out, fmt.Sprintf(r.word("later"), number.LongDate(last, r.lang), number.LongDate(r.known, r.lang)))
	}
	if last := max(r.Query.At, r.Query.To); r.told != "" && last > r.told && r.told < r.known {
		out = append(out, fmt.Sprintf(r.word("told"), number.LongDate(r.told, r.lang)))
	}
	if len(r.Gaps) > 0 {
		out = append(out, finding.Lacks(r.Gaps).In(r.lang))
	}
	out = append(out, r.absent...)
	out = append(out, r.clipped()...)
	kind := r.word(m.Kind)
	if u := page.UnitName(r.lang, m); u != "" {
		kind = u + ", " + kind
	}
	return append(out, fmt.Sprintf("%s (%s): %s", m.Title(r.lang), kind, m.About(r.lang)), r.word("notice"))
}

// unmeasured says why a metric has no value, and which log it would need.
func (r *answer) unmeasured() string {
	return fmt.Sprintf(r.word("unmeasured"), r.Metric.WhyNot(r.lang), r.Metric.Need(r.lang))
}

// clipped names the first and last period of a flow where only a part of it was asked:
// its count looks like a rise or a fall.
func (r *answer) clipped() []string {
	i := slices.IndexFunc(r.Dims, func(d *models.Dimension) bool { return d.Grain != "" })
	if i < 0 || r.Metric.Kind != "flow" || r.Metric.Grain == r.Dims[i].Grain {
		return nil
	}
	var out []string
	grain, from, to := r.Dims[i].Grain, r.asked.From, r.asked.To
	say := func(word string, day models.Date) {
		period := number.Period(grain, string(scope.PeriodStart(day, grain)), r.lang)
		out = append(out, fmt.Sprintf(r.word(word), period, number.LongDate(day, r.lang)))
	}
	if from != "" && from != scope.PeriodStart(from, grain) {
		say("begins", from)
	}
	if next := to.AddDays(1); to != "" && next != scope.PeriodStart(next, grain) && (r.told == "" || to <= r.told) {
		say("ends", to)
	}
	return out
}
