package page

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// single gives the one value of a figure without dimensions, as text: the value
// with its unit, [o] when hidden, or the words for no data.
func (b *builder) single(f *figure.Figure) (text string, value float64, shown bool) {
	rows := f.Safe.Rows()
	if len(rows) == 0 {
		return b.w("missing"), 0, false
	}
	cell := rows[0].Cell
	if v, ok := cell.Value(); ok {
		return b.quantity(f.Metric, v), v, true
	}
	if cell.Hidden() {
		return "[o]", 0, false
	}
	return b.w("missing"), 0, false
}

// link makes text in a sentence that leads to the explanation of a figure, which
// gives the figure's own value beside it.
func (b *builder) link(f *figure.Figure, place, text, value string) (template.HTML, error) {
	title := f.Metric.Title(b.src.Lang)
	if err := b.freeze(f, place, title); err != nil {
		return "", err
	}
	if !b.told[f.ID] {
		b.told[f.ID] = true
		b.define(f)
		how, err := b.how(f)
		if err != nil {
			return "", err
		}
		named, err := b.titled(f, b.around())
		if err != nil {
			return "", err
		}
		b.text = append(b.text, inlineFigure{ID: f.ID, Title: named + ", " + b.aboutKnown(f), Text: value, How: how})
	}
	return anchor(f, text), nil
}

// anchor is text that leads to the explanation of a figure.
func anchor(f *figure.Figure, text string) template.HTML {
	return template.HTML(fmt.Sprintf(`<a class="num" href="#%s">%s</a>`, f.ID, template.HTMLEscapeString(text)))
}

// value is a number in a sentence.
func (b *builder) value(d *directive) (template.HTML, error) {
	f, err := b.make(d)
	if err != nil {
		return "", err
	}
	whole, v, shown := b.single(f)
	text := whole
	if shown && d.get("style", "") == "number" {
		text = b.spoken(f.Metric, v)
	}
	html, err := b.link(f, "value", text, whole)
	if err == nil {
		err = b.tell(f, "", whole, shown)
	}
	if err != nil || !shown {
		return html, err
	}
	return b.dated(html, f), nil
}

// change says how a value differs from that of another period, in words.
func (b *builder) change(d *directive) (template.HTML, error) {
	now, err := b.make(d)
	if err != nil {
		return "", err
	}
	before, err := b.before(d)
	if err != nil {
		return "", err
	}
	// Both figures are explained: the change leads to the one, its date to the other.
	newer, _, shown := b.single(now)
	older, _, shownBefore := b.single(before)
	g := b.gap(now, before)
	text, than, date := g.signed(), b.w("compared"), b.about(before)
	if !apart(now, before) && text != "[o]" {
		text, g.word = b.w("missing"), b.w("missing")
	}
	switch {
	case g.word == "":
		text, than = g.spoken(b, now.Metric), b.than(before)
	case before.Query.From == "":
		date = b.longDate(cmp.Or(before.Query.At, before.Query.To)) // not "against up to"
	}
	html, err := b.link(now, "change", text, newer)
	if err != nil {
		return "", err
	}
	against, err := b.link(before, "change", date, older)
	if err == nil {
		err = errors.Join(b.tell(now, "", newer, shown), b.tell(before, "", older, shownBefore))
	}
	if err != nil {
		return "", err
	}
	b.wanting[b.item] = b.wanting[b.item] || !apart(now, before)
	return html + template.HTML(" "+template.HTMLEscapeString(than)+" ") + against, nil
}

// before computes the figure that a change is measured against.
func (b *builder) before(d *directive) (*figure.Figure, error) {
	shifted := *d
	shifted.keys = map[string]string{"where": d.get("where", ""), "geography": d.get("geography", ""), "from": d.get("against_from", ""), "to": d.get("against_to", ""), "at": d.get("against", "")}
	return b.make(&shifted)
}

// top names the member of a dimension with the highest shown value, or members.
func (b *builder) top(d *directive) (template.HTML, error) {
	f, err := b.make(d)
	if err != nil {
		return "", err
	}
	if len(f.Dims) != 1 {
		return "", &models.Error{Code: models.Invalid, What: "top wants one dimension", Fix: `write by="theme"`}
	}
	var names []string // more than one when they are equal
	best, hidden := math.Inf(-1), false
	for _, row := range f.Rows() {
		v, ok := row.Cell.Value()
		hidden = hidden || row.Cell.Hidden()
		if !ok || v < best {
			continue
		}
		if v > best {
			names, best = nil, v
		}
		names = append(names, b.member(f.Dims[0], row.Dims[0]))
	}
	text := b.w("missing")
	switch {
	case hidden && best <= 0: // one that is hidden has more
		text, names = "[o]", nil
	case len(names) > 0 && best == 0: // nobody has most of nothing
		text, names = b.quantity(f.Metric, best), nil
	case len(names) > 0:
		value := b.quantity(f.Metric, best)
		if hidden { // one that is kept for another's sake can be larger
			value += ", " + b.w("of_shown")
		}
		text = fmt.Sprintf("%s (%s)", strings.Join(names, " "+b.w("and")+" "), value)
	}
	html, err := b.link(f, "top", text, text)
	if err == nil {
		more := " " + b.w("by") + " " + strings.ToLower(f.Dims[0].Title(b.src.Lang)) + ", " + b.w("most")
		err = b.tell(f, more, text, len(names) > 0)
	}
	if err != nil || len(names) == 0 {
		return html, err
	}
	return b.dated(html, f), nil
}

// card is a key figure: value, stand or stroom with its date, the changes against
// the period before and a year before, and a small line of the months before.
func (b *builder) card(d *directive) (template.HTML, error) {
	f, err := b.make(d)
	if err != nil {
		return "", err
	}
	whole, v, shown := b.single(f)
	text := whole
	if shown {
		text = b.spoken(f.Metric, v)
	}
	html, err := b.link(f, "card", text, whole)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	parts := []string{number.Unit(text, UnitName(b.src.Lang, f.Metric)), b.w(f.Metric.Kind), b.about(f)}
	if f.Metric.Unit == "share" || f.Metric.Unit == "eur" || parts[0] == "" {
		parts = parts[1:] // the sign stands in the number
	}
	if until := b.known(f); shown && until != "" {
		parts = append(parts, until)
	}
	fmt.Fprintf(&out, `%s<dt>%s</dt><dd class="v">%s</dd><dd>%s</dd>`, cardOpen,
		template.HTMLEscapeString(f.Metric.Title(b.src.Lang)), html,
		template.HTMLEscapeString(strings.Join(parts, " · ")))
	var changes template.HTML
	if d.get("compare", "yes") != "no" {
		if changes, err = b.comparisons(f); err != nil {
			return "", err
		}
		out.WriteString(string(changes))
	}
	if from := d.get("spark_from", ""); from != "" {
		spark, err := b.spark(d, from)
		if err != nil {
			return "", err
		}
		out.WriteString("<dd>" + spark + "</dd>")
	}
	if text := b.certainty(f, shown, changes != ""); text != "" {
		fmt.Fprintf(&out, `<dd>%s</dd>`, template.HTMLEscapeString(text))
	}
	out.WriteString("</div>")
	return template.HTML(out.String()), nil
}

// spark draws the months up to a card's own date.
func (b *builder) spark(d *directive, from string) (string, error) {
	f, err := b.make(trend(d, from))
	if err != nil {
		return "", err
	}
	if err := b.freeze(f, "card", f.Metric.Title(b.src.Lang)); err != nil {
		return "", err
	}
	return b.sparkline(f)
}

// trend is the figure by month that a card draws.
func trend(d *directive, from string) *directive {
	out := *d
	out.keys = map[string]string{"where": d.get("where", ""), "geography": d.get("geography", ""), "from": from, "to": d.get("to", d.get("at", "")), "by": "month"}
	return &out
}

// unmeasured prints a claim that no export can show, and what would be needed.
// It is never a zero.
func (b *builder) unmeasured(d *directive) (template.HTML, error) {
	q, err := b.query(d)
	if err != nil {
		return "", err
	}
	result, err := b.opt.Maker.Querier.Metric(b.ctx, q)
	if err != nil {
		return "", err
	}
	m := result.Metric
	if m.NotMeasurable == "" {
		return "", &models.Error{Code: models.Invalid, What: fmt.Sprintf("metric %s can be measured", m.Name), Fix: "print it with value or figure"}
	}
	return template.HTML(fmt.Sprintf(`<div class="unmeasured"><p><strong>%s: %s (%s).</strong> %s %s: %s.</p></div>`,
		template.HTMLEscapeString(m.Title(b.src.Lang)), b.w("unmeasured"), template.HTMLEscapeString(m.WhyNot(b.src.Lang)),
		template.HTMLEscapeString(m.About(b.src.Lang)), b.w("needs"), template.HTMLEscapeString(strings.TrimSuffix(m.Need(b.src.Lang), ".")))), nil
}
