package page

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/table"
)

// A drawing that has a narrow form never scrolls. One that has none scrolls where the
// window is narrow: there a link stands in its frame that says so, which keys reach and
// from which they scroll. A frame that is a tab stop itself would be one everywhere.
var sectionTemplate = template.Must(template.New("section").Parse(`<section class="fig" id="{{.ID}}" aria-labelledby="{{.ID}}-h">
<h3 id="{{.ID}}-h">{{.Headline}}</h3>
<p class="sub">{{.Subtitle}}</p>
<figure>{{if .Slim}}<div class="broad">{{.SVG}}</div><div class="slim">{{.Slim}}</div>{{else}}<div class="wide" role="group" aria-labelledby="{{.ID}}-h"><a class="swipe" href="#{{.ID}}-table">{{.W.Swipe}}</a>{{.SVG}}</div>{{end}}{{with .Live}}<script type="application/json">{{.}}</script>{{end}}{{with .Reading}}<figcaption>{{.}}</figcaption>{{end}}</figure>
<p class="src">{{.Source}}</p>
<div class="more">
<details id="{{.ID}}-table"><summary>{{.W.Table}}</summary><div class="wide{{.Long}}" role="group" aria-labelledby="{{.ID}}-h" tabindex="0">{{.Table}}</div></details>
<details><summary>{{.W.How}}</summary>{{.How}}</details>
<details><summary>{{.W.Definition}}</summary><p>{{.About}}</p></details>
<a href="{{.Download}}" download="{{.ID}}.csv">{{.W.Download}} ({{.Size}})</a>
{{with .Workbook}}<a href="{{.}}">{{$.W.Workbook}}</a>
{{end}}</div>
</section>
`))

var howTemplate = template.Must(template.New("how").Parse(`<dl class="facts">{{range .Facts}}<dt>{{.Name}}</dt><dd>{{.Text}}</dd>{{end}}</dl><pre role="group" aria-label="SQL" tabindex="0">{{.SQL}}</pre>`))

// figure is a chart with all that makes it readable and traceable.
func (b *builder) figure(d *directive) (template.HTML, error) {
	var c complaints
	for _, must := range []string{"headline", "subtitle", "chart"} {
		if d.get(must, "") == "" {
			c.add("", "figure has no "+must, "a figure without it cannot be read: add "+must+`="..."`)
		}
	}
	if d.get("if", "") != "" && d.get("neutral", "") == "" {
		c.add("", "figure has if without neutral", `add neutral="..." for when the condition no longer holds`)
	}
	f, err := b.make(d)
	if c.errs = append(c.errs, err); c.err() != nil {
		return "", c.err()
	}
	drawing, err := b.drawing(d, f)
	if err != nil {
		return "", err
	}
	f = drawing.Figure
	if err := b.settle(f); err != nil {
		return "", err
	}
	headline, err := b.headline(d, f)
	if err != nil {
		return "", err
	}
	if err := b.freeze(f, "figure", headline); err != nil {
		return "", err
	}
	picture, err := b.draw(drawing)
	if err != nil {
		return "", err
	}
	for _, other := range drawing.beside {
		if err := b.freeze(other, "figure", headline); err != nil {
			return "", err
		}
	}
	how, err := b.how(f)
	if err != nil {
		return "", err
	}
	text, err := b.tableOf(f, headline).CSV()
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = sectionTemplate.Execute(&out, map[string]any{
		"ID": f.ID, "Headline": headline, "SVG": picture.wide, "Slim": picture.slim, "Live": picture.live, "Reading": strings.TrimSpace(strings.ReplaceAll(d.get("reading", ""), signSmall, b.small(f)) + " " + strings.TrimSpace(b.remark(f)+" "+drawing.note)),
		"Subtitle": fmt.Sprintf("%s · %s", d.get("subtitle", ""), strings.TrimSpace(fmt.Sprintf("%s (%s, %s)", UnitName(b.src.Lang, f.Metric), b.w(f.Metric.Kind), b.aboutKnown(f)))),
		"Source":   b.sourceLine(f), "Table": b.table(f), "Long": long(f), "How": how, "About": f.Metric.About(b.src.Lang),
		"Download": template.URL("data:text/csv;charset=utf-8;base64," + base64.StdEncoding.EncodeToString(text)),
		"Size":     size(len(text)), "Workbook": b.opt.Workbook,
		"W": map[string]string{"Workbook": b.w("workbook"), "Table": b.w("table"), "How": b.w("how"), "Definition": b.w("definition"), "Download": b.w("download"), "Swipe": b.w("swipe")},
	})
	return template.HTML(out.String()), err
}

// headline gives the finding while its condition holds; else the neutral text,
// with a warning to the page's author.
func (b *builder) headline(d *directive, f *figure.Figure) (string, error) {
	condition := d.get("if", "")
	if condition == "" {
		return d.get("headline", ""), nil
	}
	holds, err := f.Holds(condition)
	if err != nil {
		var c complaints
		for _, e := range models.Flatten(err) {
			c.add("", e.Error(), "see docs/project.md, figure, if")
		}
		return "", c.err()
	}
	if holds {
		return d.get("headline", ""), nil
	}
	b.warn(d, "headline %q no longer holds (%s): the neutral one is printed", d.get("headline", ""), condition)
	return d.get("neutral", ""), nil
}

// sourceLine names where a figure comes from and how it is found again.
func (b *builder) sourceLine(f *figure.Figure) string {
	var parts []string
	for _, s := range f.Sources() {
		// What a metric is about stands in its header; what else its relations
		// were built from is told under "how computed".
		if len(f.Metric.Sources) > 0 && !slices.Contains(f.Metric.Sources, s.Source+"/"+s.Entity) {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s (%s %s%s)", b.sourceTitle(s.Source, s.Entity), b.w("delivery"), b.longDate(s.KnownAt), b.doubts(s)+b.without(b.absent(f, s.Source, s.Entity))))
	}
	if len(parts) == 0 {
		parts = append(parts, b.w("missing"))
	}
	return fmt.Sprintf("%s: %s · %s %s · %s %s", b.w("source"), strings.Join(parts, "; "), strings.ToLower(b.w("edition")), b.opt.Edition, b.w("figure"), f.ID)
}

// doubts says beside a source what is odd about the rows that were counted.
func (b *builder) doubts(s figure.SourceRecord) string {
	return b.besides(s.Warned, b.w("one_warned"), b.w("warned")) + b.besides(int64(s.Differing), b.w("one_differs"), b.w("differ"))
}

// besides adds a count to a sentence; nothing when there is nothing to count.
func (b *builder) besides(n int64, one, many string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "; 1 " + one
	}
	return "; " + b.whole(n) + " " + many
}

func (b *builder) sourceTitle(source, entity string) string {
	if title, ok := b.opt.Titles[source+"/"+entity]; ok {
		return title
	}
	return source + "/" + entity
}

// how prints the computation: parameters, relations, deliveries, SQL.
func (b *builder) how(f *figure.Figure) (template.HTML, error) {
	type fact struct{ Name, Text string }
	facts := []fact{{b.w("figure"), f.ID}, {b.w("metric"), f.Metric.Name}, {b.w("parameters"), f.Query.Arguments()}}
	if text := b.division(f); text != "" {
		facts = append(facts, fact{b.w("division"), text})
	}
	for _, t := range f.Lineage.Tables {
		if t.File != nil {
			// Without its number of rows: with what is shown of them that is what is hidden.
			facts = append(facts, fact{t.Name, "sha256 " + short(t.File.SHA256)})
		}
	}
	for _, s := range f.Sources() {
		deliveries := b.w("deliveries")
		if s.Deliveries == 1 {
			deliveries = b.w("one_delivery")
		}
		facts = append(facts, fact{b.sourceTitle(s.Source, s.Entity), fmt.Sprintf("%d %s · %s %s · %s %s · %s %s (sha256 %s)%s",
			s.Deliveries, deliveries, b.whole(s.Rows), b.w("rows"), b.whole(s.Rejected), b.w("rejected"), b.w("last_file"), models.Visible(s.LastFile), short(s.LastSHA256), b.without(b.absent(f, s.Source, s.Entity)))})
	}
	var out bytes.Buffer
	err := howTemplate.Execute(&out, map[string]any{"Facts": facts, "SQL": f.SQL})
	return template.HTML(out.String()), err
}

// division says on which division of the country a figure is, and what a reader
// must know who compares it with another; nothing when rows are on that of their day.
func (b *builder) division(f *figure.Figure) string {
	if f.Division == nil {
		return ""
	}
	return strings.TrimSpace(f.Division.Title(b.src.Lang) + ". " + f.Division.Note(b.src.Lang))
}

// remark is the division where it is not that of the whole page: what its text says
// once is not repeated below each figure.
func (b *builder) remark(f *figure.Figure) string {
	if f.Division != nil && f.Division.Code == b.src.Front.Geography {
		return ""
	}
	return b.division(f)
}

// long gives the classes of a table that on paper stands in columns beside each other: one
// of many rows and few columns would fill a sheet with white.
func long(f *figure.Figure) string {
	const many = 12
	if len(f.Safe.Rows()) <= many || len(f.Dims) > 2 || intervals(f) || f.Dims[len(f.Dims)-1].Name == disclose.DaysName {
		return ""
	}
	return fmt.Sprintf(" long by-%d", 4-len(f.Dims))
}

// table is the accessible form of a chart: every shown cell, in row order.
func (b *builder) table(f *figure.Figure) template.HTML {
	var out strings.Builder
	esc := template.HTMLEscapeString
	caption, bounded, merged := f.Metric.Title(b.src.Lang), intervals(f), mergedRows(f)
	if u := UnitName(b.src.Lang, f.Metric); u != "" && !strings.EqualFold(u, caption) {
		caption += " (" + u + ")"
	}
	caption = strings.TrimSpace(caption + ". " + b.markers(f))
	if len(merged) > 0 {
		caption += " " + b.w("merged_mark")
	}
	fmt.Fprintf(&out, `<table><caption>%s</caption><thead><tr>`, esc(caption))
	for _, dim := range f.Dims {
		fmt.Fprintf(&out, `<th scope="col">%s</th>`, esc(dim.Title(b.src.Lang)))
	}
	fmt.Fprintf(&out, `<th scope="col" class="n">%s</th>`, b.w("value"))
	if bounded {
		fmt.Fprintf(&out, `<th scope="col" class="n">%s</th>`, b.w("sample_interval"))
	}
	// The picture of a curve tells how many waits go on; so does its table.
	curve := len(f.Dims) > 0 && f.Dims[len(f.Dims)-1].Name == disclose.DaysName && slices.ContainsFunc(f.Safe.Rows(), func(r disclose.Row) bool {
		_, _, told := r.Cell.Parts()
		return told
	})
	if curve {
		fmt.Fprintf(&out, `<th scope="col" class="n">%s</th>`, b.w("at_risk"))
	}
	out.WriteString("</tr></thead><tbody>")
	for k, row := range f.Rows() {
		out.WriteString("<tr>")
		for i, code := range row.Dims {
			name := b.member(f.Dims[i], code)
			if f.Dims[i].Grain != "" {
				name = strings.ReplaceAll(name, " ", "\u00a0") // a period stays on one line
			}
			fmt.Fprintf(&out, `<th scope="row">%s</th>`, esc(name))
		}
		text := "[nb]"
		if v, ok := row.Cell.Value(); ok {
			text = b.number(f.Metric, v)
			if !f.Open() && f.Status(row) == figure.Provisional {
				text = "[v] " + text
			}
			if merged[k] {
				text = "[s] " + text
			}
		} else if row.Cell.Hidden() {
			text = "[o]"
		}
		fmt.Fprintf(&out, `<td class="n">%s</td>`, esc(text))
		if bounded {
			span := "–"
			if low, high, ok := row.Cell.Interval(); ok {
				span = b.number(f.Metric, low) + " " + b.w("until") + " " + b.number(f.Metric, high)
			}
			fmt.Fprintf(&out, `<td class="n">%s</td>`, esc(span))
		}
		if _, risk, ok := row.Cell.Parts(); curve && ok {
			fmt.Fprintf(&out, `<td class="n">%s</td>`, b.whole(int64(risk)))
		}
		out.WriteString("</tr>")
	}
	out.WriteString("</tbody></table>")
	return template.HTML(out.String())
}

// markers explains the marks that a table holds.
func (b *builder) markers(f *figure.Figure) string {
	var parts []string
	hidden, missing := false, false
	for _, row := range f.Safe.Rows() {
		if _, ok := row.Cell.Value(); !ok {
			hidden, missing = hidden || row.Cell.Hidden(), missing || !row.Cell.Hidden()
		}
	}
	if hidden {
		parts = append(parts, f.Safe.Note(b.src.Lang))
	}
	if missing {
		parts = append(parts, b.w("missing_mark"))
	}
	switch {
	case f.Open():
		parts = append(parts, b.w("provisional_whole"))
	case slices.ContainsFunc(f.Safe.Rows(), func(r disclose.Row) bool { return f.Status(r) == figure.Provisional }):
		parts = append(parts, b.w("provisional_mark"))
	}
	return strings.Join(parts, " ")
}

// intervals tells whether a figure was given intervals.
func intervals(f *figure.Figure) bool {
	return slices.ContainsFunc(f.Safe.Rows(), func(r disclose.Row) bool {
		_, _, ok := r.Cell.Interval()
		return ok
	})
}

// tableOf lays the shown cells out for the files of the edition. Labels stay as they
// were delivered: each file makes them safe in its own way.
func (b *builder) tableOf(f *figure.Figure, headline string) *table.Table {
	t := table.Of(f, b.src.Lang, func(d *models.Dimension, code string) string {
		if d.Grain != "" {
			return b.member(d, code)
		}
		return b.opt.Maker.Label(d.Name, code)
	})
	t.Headline, t.Unit, t.About, t.Source = headline, UnitName(b.src.Lang, f.Metric), b.aboutKnown(f), b.sourceLine(f)
	for _, note := range []string{b.division(f), b.markers(f)} {
		if note != "" {
			t.Notes = append(t.Notes, note)
		}
	}
	return t
}

func short(sha string) string {
	if len(sha) > 12 {
		return sha[:12]
	}
	return sha
}

func size(n int) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%d kB", (n+500)/1000)
}
