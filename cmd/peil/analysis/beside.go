package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// country says that a figure counts all areas of the widest dimension, where neither a
// filter nor a cut by place makes it one of a part.
func (x *asking) country(p *models.Project, m *models.Metric) []finding.Text {
	widest := p.WidestOf(m)
	if widest == nil || slices.ContainsFunc(x.places(), func(name string) bool { d := p.Dimension(name); return d != nil && d.Place }) {
		return nil
	}
	return []finding.Text{{
		NL: fmt.Sprintf("Dit cijfer telt elk %s mee; vraag één %[1]s met --where %s=...", strings.ToLower(widest.Title("nl")), widest.Name),
		EN: fmt.Sprintf("This figure counts every %s; ask for one %[1]s with --where %s=...", strings.ToLower(widest.Title("en")), widest.Name),
	}}
}

// places gives the dimensions by which the question is filtered or cut.
func (x *asking) places() []string {
	out := slices.Clone(x.Query.By)
	for _, f := range x.Query.Where {
		out = append(out, f.Dimension)
	}
	return out
}

// apart cuts cells by the widest areas too, where some of them have no member of a place
// and nothing keeps to one area: most of those that have no province lie in another region.
func (x *asking) apart(ctx context.Context, w *warehouse.Warehouse, q models.MetricQuery, in *finding.Input) error {
	place := func(i int) bool {
		return in.Dims[i].Place && slices.ContainsFunc(in.Cells, func(c finding.Cell) bool { return c.Dims[i] == "" })
	}
	lost := false
	for i := range in.Dims {
		lost = lost || place(i)
	}
	widest := w.Project().WidestOf(in.Metric)
	if !lost || widest == nil || len(q.By) > 2 || slices.Contains(x.places(), widest.Name) {
		return nil
	}
	q.By = append(slices.Clone(q.By), widest.Name)
	all, err := x.input(ctx, w, q)
	if err == nil {
		in.Apart = &all
	}
	return err
}

// nobody says that the filter keeps no member on the days that were asked.
func (x *asking) nobody(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	m, err := w.Project().Metric(x.Query.Metric)
	if err != nil {
		return finding.Finding{}, err
	}
	labels, err := w.Labels(ctx, x.notThere.Dimension, "")
	if err != nil {
		return finding.Finding{}, err
	}
	name := func(lang string) string {
		var out []string
		for _, code := range x.notThere.Values {
			text := code
			if i := slices.IndexFunc(labels, func(l models.Label) bool { return l.Code == code }); i >= 0 && labels[i].NL != "" {
				text = labels[i].NL + " (" + code + ")"
				if lang == "en" && labels[i].EN != "" {
					text = labels[i].EN + " (" + code + ")"
				}
			}
			out = append(out, text)
		}
		return strings.Join(out, ", ")
	}
	return finding.NotThere(x.Kind, m, w.Project().Dimension(x.notThere.Dimension), finding.Text{NL: name("nl"), EN: name("en")}), nil
}
