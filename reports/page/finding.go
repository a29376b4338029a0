package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// findings lists the kinds that a page takes and how many dimensions each is cut by.
// The other kinds of peil analyse read cells that the disclosure gate drops.
var findings = map[string][2]int{
	string(finding.Association): {2, 2},
	string(finding.Difference):  {0, 1},
	string(finding.Survival):    {0, 1},
	string(finding.Trend):       {0, 1},
}

var findingTemplate = template.Must(template.New("finding").Parse(`<div class="finding" id="{{.ID}}">{{if .Items}}<p>{{.Head}}:</p><ul>{{range .Items}}<li>{{.}}</li>{{end}}</ul>{{with .Tail}}<p>{{.}}</p>{{end}}{{else}}<p>{{.Sentence}}</p>{{end}}{{with .Caveats}}<p class="sub">{{.}}</p>{{end}}
<p class="src">{{.Source}}</p>
<div class="more">
<details><summary>{{.W.Numbers}}</summary><p>{{.Rule}}</p>{{with .Notes}}<ul>{{range .}}<li>{{.}}</li>{{end}}</ul>{{end}}{{if .Rows}}<div class="wide" role="group" aria-label="{{.W.Numbers}}" tabindex="0"><table><thead><tr><th scope="col">{{.W.Number}}</th><th scope="col">{{.W.Of}}</th><th scope="col" class="n">{{.W.Value}}</th><th scope="col" class="n">{{.W.Interval}}</th></tr></thead><tbody>{{range .Rows}}<tr><th scope="row">{{.Name}}</th><td>{{.Of}}</td><td class="n">{{.Value}}</td><td class="n">{{.Interval}}</td></tr>{{end}}</tbody></table></div>{{end}}</details>
<details><summary>{{.W.How}}</summary>{{.How}}</details>
</div>
</div>`))

// finding says in a sentence what a metric shows and how sure that is. It shows no
// cause, and says so. Only what the page may show enters: shown cells, counts under
// a share when they may be told, and distributions of groups that are not small.
func (b *builder) finding(d *directive) (template.HTML, error) {
	kind, by, err := b.asked(d)
	if err != nil {
		return "", err
	}
	of := *d
	of.arg, of.keys = d.get("metric", ""), maps.Clone(d.keys)
	if kind == finding.Trend {
		of.keys["by"] = strings.TrimSuffix("month,"+d.get("by", ""), ",")
	}
	f, err := b.make(&of)
	if err != nil {
		return "", err
	}
	if f.Metric.NotMeasurable != "" {
		return "", &models.Error{Code: models.Invalid, What: "metric " + f.Metric.Name + " is not measurable: " + f.Metric.NotMeasurable, Fix: "print it with unmeasured"}
	}
	x := found{b: b, kind: kind, f: f}
	if f.Metric.Kind == "flow" {
		cal, err := b.calendar(f.Metric.Name)
		if err != nil {
			return "", err
		}
		x.until = cal.until
		if f.Metric.Settles > 0 {
			x.final = f.Metric.Settled(cal.known)
		}
	}
	if kind == finding.Difference && by == 0 {
		if x.against, err = b.before(&of); err != nil {
			return "", err
		}
	}
	answer, err := x.answer()
	if err != nil {
		return "", err
	}
	for _, of := range []*figure.Figure{x.f, x.against} {
		if of != nil && kind != finding.Trend { // which leaves months out, and says it of the others
			answer.Warn(x.input(of).Lacking()...)
		}
	}
	return b.findingHTML(x, answer)
}

// asked holds the keys of a finding against its kind; all that is wrong is told.
func (b *builder) asked(d *directive) (finding.Kind, int, error) {
	var c complaints
	kinds := make([]string, 0, len(findings))
	for k := range findings {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	dims, ok := findings[d.arg]
	switch {
	case d.arg == "":
		c.add("", "finding names no kind", `write {{ finding "association" metric="..." by="..." }}; kinds are `+strings.Join(kinds, ", "))
	case !ok:
		c.add("", fmt.Sprintf("finding has no kind %q", d.arg), "kinds are "+strings.Join(kinds, ", ")+"; did you mean "+models.Nearest(d.arg, kinds, 1)[0]+"?")
	}
	if d.get("metric", "") == "" {
		c.add("", "finding names no metric", `add metric="..."`)
	}
	by := 0
	if text := d.get("by", ""); text != "" {
		by = strings.Count(text, ",") + 1
	}
	if ok && (by < dims[0] || by > dims[1]) {
		c.add("", fmt.Sprintf("%s is cut by %d dimensions, want %s", d.arg, by, map[[2]int]string{{2, 2}: "2", {0, 1}: "at most 1"}[dims]), `write for example by="theme,province" for an association, by="kind" for others`)
	}
	against := d.get("against_from", "") != "" || d.get("against_to", "") != "" || d.get("against", "") != ""
	if ok && d.arg == string(finding.Difference) && against == (by > 0) {
		c.add("", "difference wants another period or a dimension, and not both", "give against_from and against_to, or against, or by")
	}
	if ok && d.arg != string(finding.Difference) && against {
		c.add("", d.arg+" is held against no other period", "leave against out, or write difference")
	}
	if ok && d.arg == string(finding.Trend) && (d.get("at", "") != "" || d.get("to", "") == "") {
		c.add("", "trend goes by month and wants its last day", `write to="month_end", and no at`)
	}
	return finding.Kind(d.arg), by, c.err()
}

// found is a finding in the making.
type found struct {
	b       *builder
	kind    finding.Kind
	f       *figure.Figure
	against *figure.Figure // difference: the other period
	left    int            // groups that may not be told
	until   models.Date    // of a flow: the last day that its sources tell about
	final   models.Date    // of a flow that settles: the last day that no longer changes
}

// answer asks for what the kind needs and has it worded.
func (x *found) answer() (finding.Finding, error) {
	m := x.f.Metric
	if err := errors.Join(m.WithinItself(x.f.Query.Where), m.OnPages(x.f.Query)); err != nil {
		return finding.Finding{}, err
	}
	switch x.kind {
	case finding.Association:
		if m.Unit == "eur" || m.Unit == "fte" {
			return finding.Finding{}, &models.Error{Code: models.Invalid, What: "association wants a count, and " + m.Name + " is an amount", Fix: "name another metric"}
		}
		if err := m.Add(x.f.Dims...); err != nil {
			return finding.Finding{}, err
		}
		return finding.Associate(x.input(x.f), finding.Beside{})
	case finding.Trend:
		if to := x.f.Query.To; to != to.MonthEnd() {
			return finding.Finding{}, &models.Error{Code: models.Invalid, What: fmt.Sprintf("trend ends on %s, in the middle of a month, which would look like a fall", to), Fix: `write to="month_end"`}
		}
		return finding.Follow(x.input(x.f))
	case finding.Survival:
		if !m.Waits() {
			return finding.Finding{}, &models.Error{Code: models.Invalid, What: "survival wants a median of waits, and " + m.Name + " is none", Fix: "name a metric whose header says ended"}
		}
	}
	groups, err := x.groups(x.f)
	if err != nil {
		return finding.Finding{}, err
	}
	switch {
	case x.kind == finding.Survival:
		for i := range groups {
			groups[i].Uncounted = x.left > 0
		}
		return finding.Survive(m, groups)
	case x.against == nil:
		return finding.Among(m, groups)
	}
	if from, to, ok := finding.Shared(x.input(x.f), x.input(x.against)); ok {
		return finding.Finding{}, &models.Error{Code: models.Invalid, What: fmt.Sprintf("difference compares two periods that share the days from %s to %s, and what is in both cannot differ", from, to),
			Fix: "give periods without a day in common by from, to, against_from and against_to"}
	}
	other, err := x.groups(x.against)
	if err != nil {
		return finding.Finding{}, err
	}
	if len(groups) == 0 || len(other) == 0 {
		return finding.Between(m, finding.Group{}, finding.Group{})
	}
	return finding.Between(m, groups[0], other[0])
}

// input takes the cells that may be shown. Of a share or rate those enter whose
// counts may be told too: a test needs them, and its sentence quotes them.
func (x *found) input(f *figure.Figure) finding.Input {
	in := finding.Input{Metric: f.Metric, Dims: f.Dims, From: f.Query.From, To: max(f.Query.To, f.Query.At), Names: x.b.in, Told: finding.Told{Until: x.until}, Final: x.final, Lacks: x.b.lacks(f), Gaps: f.Gaps}
	for _, row := range f.Rows() {
		c := finding.Cell{Dims: row.Dims, Hidden: row.Cell.Hidden()}
		c.Value, c.Known = row.Cell.Value()
		if f.Metric.Drawn() && c.Known {
			var told bool
			if c.Part, c.Whole, told = row.Cell.Parts(); !told {
				c = finding.Cell{Dims: row.Dims, Hidden: true}
			}
		}
		in.Cells = append(in.Cells, c)
	}
	return in
}

// groups gives the shown cells of a figure as groups, with their distribution where
// the metric has one.
func (x *found) groups(f *figure.Figure) ([]finding.Group, error) {
	in := x.input(f)
	var samples []models.SampleGroup
	if f.Metric.Values != "" {
		var left int
		var err error
		if samples, left, err = x.b.opt.Maker.Waits(x.b.ctx, f); err != nil {
			return nil, err
		}
		x.left += left
	}
	var out []finding.Group
	for _, c := range in.Cells {
		g := in.Group(c)
		g.Least = f.Safe.Least()
		if len(f.Dims) == 1 {
			g.Name = finding.Text{NL: x.b.in(f.Dims[0], c.Dims[0], "nl"), EN: x.b.in(f.Dims[0], c.Dims[0], "en")}
		} else if x.kind == finding.Difference {
			g.Name, g.During = finding.Period(in.From, in.To), finding.During(in.From, in.To)
		}
		for i := range samples {
			if slices.Equal(samples[i].Dims, c.Dims) {
				g.Sample = &samples[i]
			}
		}
		switch {
		case f.Metric.Values != "" && g.Sample == nil: // counted in left
		case f.Metric.Values == "" && !c.Known:
			x.left++
		default:
			out = append(out, g)
		}
	}
	return out, nil
}

// in names a member; a page has one language, so it is the same in both.
func (b *builder) in(d *models.Dimension, code, _ string) string { return b.member(d, code) }

// arguments are those of peil analyse that ask the same.
func (x *found) arguments() string {
	q := x.f.Query
	if x.kind == finding.Trend || x.kind == finding.Season { // go by month without being told, from its first day
		q.By = slices.DeleteFunc(slices.Clone(q.By), func(by string) bool { return by == "month" })
		q.From = q.From.MonthStart()
	}
	out := q.Arguments() + " --kind " + string(x.kind)
	if x.against != nil {
		for _, day := range [][2]string{{"--against", string(x.against.Query.At)}, {"--against-from", string(x.against.Query.From)}, {"--against-to", string(x.against.Query.To)}} {
			if day[1] != "" {
				out += " " + day[0] + " " + day[1]
			}
		}
	}
	return out
}

// findingHTML freezes a finding and lays it out.
func (b *builder) findingHTML(x found, a finding.Finding) (template.HTML, error) {
	kind := string(x.kind)
	if x.against != nil {
		text, err := json.Marshal(x.against.Query)
		if err != nil {
			return "", fmt.Errorf("name finding: %w", err)
		}
		kind += " " + string(text)
	}
	f, err := x.f.As(kind, b.opt.Maker.Edition)
	if err != nil {
		return "", err
	}
	if err := b.settle(f); err != nil {
		return "", err
	}
	lang := b.src.Lang
	if x.small() {
		a = finding.Finding{Rule: a.Rule, Sentence: finding.Text{NL: f.Metric.TitleNL + ": licht gewijzigd; een klein verschil wordt niet getoond.", EN: f.Metric.Title("en") + ": slightly changed; a small difference is not shown."}}
	}
	var caveats, notes, items []string
	for _, c := range a.Caveats {
		caveats = append(caveats, c.In(lang))
	}
	if x.left > 0 {
		caveats = append(caveats, strings.TrimPrefix(b.besides(int64(x.left), b.w("one_left_out"), b.w("left_out")), "; ")+".")
		if x.kind == finding.Survival {
			caveats = append(caveats, b.w("uncounted"))
		}
	}
	for _, w := range a.Warnings {
		if !slices.Contains(a.Caveats, w) {
			notes = append(notes, w.In(lang))
		}
	}
	for _, p := range a.Parts {
		items = append(items, tie.Replace(p.In(lang)))
	}
	sentence := a.Sentence.In(lang)
	if err := b.freezeAs(f, "finding", f.Metric.Title(lang), strings.Join(append([]string{sentence}, caveats...), " "), x.arguments()); err != nil {
		return "", err
	}
	how, err := b.how(f)
	if err != nil {
		return "", err
	}
	if x.against != nil {
		other, err := b.how(x.against)
		if err != nil {
			return "", err
		}
		how += template.HTML("<p>"+template.HTMLEscapeString(b.w("compared"))+":</p>") + other
		if err := b.freeze(x.against, "finding", x.against.Metric.Title(lang)); err != nil {
			return "", err
		}
	}
	var out bytes.Buffer
	err = findingTemplate.Execute(&out, map[string]any{
		"ID": f.ID, "Sentence": tie.Replace(sentence), "Head": a.Head.In(lang), "Items": items, "Tail": tie.Replace(a.Tail.In(lang)),
		"Caveats": strings.Join(caveats, " "), "Rule": a.Rule.In(lang), "Notes": notes, "Rows": b.numbers(f.Metric, a.Numbers),
		"How": how, "Source": b.sourceLine(f),
		"W": map[string]string{"Numbers": b.w("numbers"), "Number": b.w("number"), "Of": b.w("of"), "Value": b.w("value"), "Interval": b.w("interval"), "How": b.w("how")},
	})
	return template.HTML(out.String()), err
}

// tie keeps a p on one line.
var tie = strings.NewReplacer("p < ", "p\u00a0<\u00a0", "p = ", "p\u00a0=\u00a0")

// numberRow is one number of a finding, as text.
type numberRow struct{ Name, Of, Value, Interval string }

// numbers writes the numbers of a finding.
func (b *builder) numbers(m *models.Metric, all []finding.Number) []numberRow {
	var out []numberRow
	for _, n := range all {
		row := numberRow{Name: n.Name, Of: models.Visible(n.Of.In(b.src.Lang)), Value: b.w("uncomputed")}
		if text, ok := numberNames[n.Name]; ok {
			row.Name = text.In(b.src.Lang)
		} else if n.Name == m.Name {
			row.Name = m.Title(b.src.Lang)
		}
		if change(n) {
			row.Name += " (" + b.w("points") + ")"
		}
		if n.Known {
			row.Value = b.digits(m, n, n.Value)
		}
		switch {
		case n.HasLow && n.HasHigh:
			row.Interval = b.digits(m, n, n.Low) + " " + b.w("until") + " " + b.digits(m, n, n.High)
		case n.HasLow:
			row.Interval = "≥ " + b.digits(m, n, n.Low)
		case n.HasHigh:
			row.Interval = "≤ " + b.digits(m, n, n.High)
		}
		out = append(out, row)
	}
	return out
}

// change tells that a number is what shares differ by, in percentage points.
func change(n finding.Number) bool {
	return n.Unit == "share" && slices.Contains([]string{"difference", "slope_per_month", "mean_change_per_month"}, n.Name)
}

// digits writes a number of a finding with the digits that a reader can use.
func (b *builder) digits(m *models.Metric, n finding.Number, v float64) string {
	lang := b.src.Lang
	switch {
	case change(n):
		return number.Number(v*100, 1, lang)
	case n.Unit == "share":
		return number.Percent(v, 1, lang)
	case n.Unit == "p" && v < 0.001:
		return "< " + number.Number(0.001, 3, lang)
	case n.Unit == "p":
		return number.Number(v, 3, lang)
	case n.Unit == m.Unit:
		return b.number(m, v)
	case v == float64(int64(v)):
		return number.Number(v, 0, lang)
	case n.Unit == "count":
		return number.Number(v, 1, lang)
	}
	return number.Number(v, 2, lang)
}
