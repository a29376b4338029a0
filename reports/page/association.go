package page

import (
	"fmt"
	"html/template"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// association says in words whether two dimensions go together: effect size
// first, then the cells that stand out. It shows no cause, and says so.
func (b *builder) association(d *directive) (template.HTML, error) {
	f, err := b.make(d)
	if err != nil {
		return "", err
	}
	if len(f.Dims) != 2 || f.Metric.Unit == "eur" || f.Metric.Unit == "fte" {
		return "", &models.Error{Code: models.Invalid, What: "association wants a count cut by two dimensions", Fix: `write by="theme,province" and a metric that adds up over both`}
	}
	if err := f.Metric.Add(f.Dims...); err != nil {
		return "", err
	}
	if err := b.settle(f); err != nil {
		return "", err
	}
	title := f.Metric.Title(b.src.Lang)
	if err := b.freeze(f, "association", title); err != nil {
		return "", err
	}
	how, err := b.how(f)
	if err != nil {
		return "", err
	}
	text, err := b.finding(f)
	if err != nil {
		return "", err
	}
	return template.HTML(fmt.Sprintf(`<div class="finding" id="%s"><p>%s</p><details><summary>%s</summary>%s</details></div>`,
		f.ID, template.HTMLEscapeString(text), b.w("how"), how)), nil
}

// finding words the test. Only shown counts enter, so that the sentence tells
// nothing that the table does not.
func (b *builder) finding(f *figure.Figure) (string, error) {
	in := finding.Input{
		Metric: f.Metric, Dims: f.Dims, From: f.Query.From, To: f.Query.To,
		Names: func(d *models.Dimension, code, _ string) string { return b.member(d, code) },
	}
	for _, row := range f.Safe.Rows() {
		v, ok := row.Cell.Value()
		in.Cells = append(in.Cells, finding.Cell{Dims: row.Dims, Value: v, Known: ok, Hidden: row.Cell.Hidden()})
	}
	found, err := finding.Associate(in, finding.Beside{})
	if err != nil {
		return "", fmt.Errorf("associate: %w", err)
	}
	out := found.Sentence.In(b.src.Lang)
	// That rare rows were merged, or p drawn, changes what the sentence is about.
	for _, w := range found.Caveats {
		out += " " + w.In(b.src.Lang)
	}
	return out, nil
}
