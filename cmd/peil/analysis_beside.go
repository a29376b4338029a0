package main

import (
	"context"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// region is the dimension of the parts of the country of which the other places are parts: a
// metric that has it counts all of the country.
const region = "region"

// country says that a figure counts all regions, where neither a filter nor a cut by place
// makes it one of a part.
func (x *analysis) country(p *models.Project, m *models.Metric) []finding.Text {
	if m.Dimensions[region] == "" || slices.ContainsFunc(x.places(), func(name string) bool { d := p.Dimension(name); return d != nil && d.Place }) {
		return nil
	}
	return []finding.Text{{
		NL: "Dit cijfer telt alle gewesten samen; vraag één gewest met --where region=...",
		EN: "This figure counts all regions together; ask for one region with --where region=...",
	}}
}

// places gives the dimensions by which the question is filtered or cut.
func (x *analysis) places() []string {
	out := slices.Clone(x.query.By)
	for _, f := range x.query.Where {
		out = append(out, f.Dimension)
	}
	return out
}

// apart cuts cells by region too, where some of them have no member of a place and nothing
// keeps to one region: most of those that have no province lie in another region.
func (x *analysis) apart(ctx context.Context, w *warehouse.Warehouse, q models.MetricQuery, in *finding.Input) error {
	place := func(i int) bool {
		return in.Dims[i].Place && slices.ContainsFunc(in.Cells, func(c finding.Cell) bool { return c.Dims[i] == "" })
	}
	lost := false
	for i := range in.Dims {
		lost = lost || place(i)
	}
	if !lost || in.Metric.Dimensions[region] == "" || len(q.By) > 2 || slices.Contains(x.places(), region) {
		return nil
	}
	q.By = append(slices.Clone(q.By), region)
	all, err := x.input(ctx, w, q)
	if err == nil {
		in.Apart = &all
	}
	return err
}

// nobody says that the filter keeps no member on the days that were asked.
func (x *analysis) nobody(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	m, err := w.Project().Metric(x.query.Metric)
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
	return finding.NotThere(x.kind, m, w.Project().Dimension(x.notThere.Dimension), finding.Text{NL: name("nl"), EN: name("en")}), nil
}
