package analysis

import (
	"context"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// groups gives the cells of a query, with their distribution where the metric has
// one; the members of its dimension, or the one period it is about.
func (x *asking) groups(ctx context.Context, w *warehouse.Warehouse, m *models.Metric, q models.MetricQuery) ([]finding.Group, finding.Input, error) {
	in, err := x.input(ctx, w, q)
	if err != nil {
		return nil, in, err
	}
	if err := x.apart(ctx, w, q, &in); err != nil {
		return nil, in, err
	}
	var out []finding.Group
	for _, c := range in.Cells {
		g := in.Group(c)
		if len(in.Dims) == 1 {
			g.Name = finding.Text{NL: in.Names(in.Dims[0], c.Dims[0], "nl"), EN: in.Names(in.Dims[0], c.Dims[0], "en")}
		} else if x.Kind == finding.Difference {
			g.Name, g.During = finding.Period(in.From, in.To), finding.During(in.From, in.To)
		}
		out = append(out, g)
	}
	if m.Values == "" {
		return out, in, nil
	}
	s, err := w.Sample(ctx, q)
	if err != nil {
		return nil, in, err
	}
	for i := range out {
		for k := range s.Groups {
			if slices.Equal(s.Groups[k].Dims, out[i].Cell.Dims) {
				out[i].Sample = &s.Groups[k]
			}
		}
	}
	return out, in, nil
}

// input asks a metric and names its members.
func (x *asking) input(ctx context.Context, w *warehouse.Warehouse, q models.MetricQuery) (finding.Input, error) {
	r, err := w.Metric(ctx, q)
	if err != nil {
		return finding.Input{}, err
	}
	x.queries = append(x.queries, r.Query.Arguments())
	for _, g := range r.Gaps {
		if !slices.Contains(x.gaps, g) {
			x.gaps = append(x.gaps, g)
		}
	}
	if x.names == nil {
		x.names = map[string]map[string]models.Label{}
	}
	for _, d := range r.Dims {
		if x.names[d.Name] != nil || d.Grain != "" {
			continue
		}
		labels, err := w.Labels(ctx, d.Name, "")
		if err != nil {
			return finding.Input{}, err
		}
		x.names[d.Name] = map[string]models.Label{}
		for _, l := range labels {
			x.names[d.Name][l.Code] = l
		}
	}
	in := finding.Input{Metric: r.Metric, Dims: r.Dims, Cells: finding.Cells(r.Rows), From: r.Query.From, To: r.Query.To, Names: x.label}
	if r.Query.At != "" {
		in.To = r.Query.At
	}
	in.Gaps = r.Gaps
	if r.NoneThere {
		x.notThere = r.NotThere
	}
	in.Lacks = x.lacking(r)
	if x.Kind != finding.Trend && x.Kind != finding.Season { // which leave months out, and say it of the others
		x.lacks = append(x.lacks, in.Lacking()...)
	}
	if r.Metric.Settles > 0 {
		in.Final = r.Metric.Settled(w.KnownAt())
	}
	if r.Metric.Kind == "flow" {
		in.Told.First, in.Told.Until, err = w.Reach(ctx, r.Metric.Name)
		in.Told.From = in.Told.First.MonthStart()
	}
	return in, err
}

// label names a member; what has no name shows its code.
func (x *asking) label(d *models.Dimension, code, lang string) string {
	l := x.names[d.Name][code]
	switch {
	case code == "" && lang == "en":
		return "not assigned"
	case code == "":
		return "niet toegewezen"
	case lang == "en" && l.EN != "":
		return l.EN
	case l.NL != "":
		return l.NL
	}
	return code
}
