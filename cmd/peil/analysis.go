package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// analysis is one question of peil analyse with everything decided.
type analysis struct {
	kind    finding.Kind
	query   models.MetricQuery
	against *models.MetricQuery // difference: the other period
	without []models.Filter
	strata  string
	base    string
	cluster bool
	days    []float64 // survival: points of the curve

	asked []string // queries that ran, as arguments of peil metric
	names map[string]map[string]models.Label
}

// run asks the warehouse what the kind needs and lets reports/finding word it.
func (x *analysis) run(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	m, err := w.Project().Metric(x.query.Metric)
	if err != nil {
		return finding.Finding{}, err
	}
	whole := slices.Clone(x.query.Where)
	if len(x.without) > 0 {
		if x.query.Where, err = x.rest(ctx, w); err != nil {
			return finding.Finding{}, err
		}
		if x.against != nil {
			x.against.Where = x.query.Where
		}
	}
	switch x.kind {
	case finding.Association:
		return x.association(ctx, w, whole)
	case finding.Trend, finding.Season:
		if err := x.months(w); err != nil {
			return finding.Finding{}, err
		}
		x.query.By = append([]string{"month"}, x.query.By...)
		in, err := x.input(ctx, w, x.query)
		if err != nil {
			return finding.Finding{}, err
		}
		if x.kind == finding.Season {
			return finding.YearBefore(in)
		}
		return finding.Follow(in)
	case finding.Spread:
		return x.spread(ctx, w)
	case finding.Difference:
		return x.difference(ctx, w, m)
	case finding.Survival:
		groups, err := x.groups(ctx, w, m, x.query)
		if err != nil {
			return finding.Finding{}, err
		}
		return finding.Survive(m, groups, x.days...)
	}
	groups, err := x.groups(ctx, w, m, x.query)
	if err != nil || len(groups) == 0 {
		return finding.Finding{}, errors.Join(err, nothing(m, err))
	}
	return finding.Around(m, groups[0])
}

// nothing is told when a query gave no rows at all.
func nothing(m *models.Metric, err error) error {
	if err != nil {
		return nil
	}
	return usage("metric "+m.Name, "has no rows in this period", "widen --from and --to, or leave a --where out")
}

func (x *analysis) association(ctx context.Context, w *warehouse.Warehouse, whole []models.Filter) (finding.Finding, error) {
	rest := x.query.Where
	x.query.Where = whole
	in, err := x.input(ctx, w, x.query)
	if err != nil {
		return finding.Finding{}, err
	}
	if m := in.Metric; m.Add(in.Dims...) != nil || m.Decimals != 0 || m.Unit == "eur" {
		return finding.Finding{}, usage("metric "+m.Name, "is no count that adds up over what it is cut by, so it makes no cross table", "peil metrics "+m.Name+" says how it adds up")
	}
	var beside finding.Beside
	if x.cluster {
		r, err := w.Clusters(ctx, x.query)
		if err != nil {
			return finding.Finding{}, err
		}
		beside.Clusters = finding.Cells(r.Rows)
	}
	if len(x.without) > 0 {
		q := x.query
		q.Where = rest
		left, err := x.input(ctx, w, q)
		if err != nil {
			return finding.Finding{}, err
		}
		beside.Without = &left
		beside.Left = x.leftOut()
	}
	if x.strata != "" {
		q := x.query
		q.By = append(slices.Clone(q.By), x.strata)
		all, err := x.input(ctx, w, q)
		if err != nil {
			return finding.Finding{}, err
		}
		beside.Strata = strata(all)
	}
	return finding.Associate(in, beside)
}

// strata takes the cells of three dimensions apart by the third.
func strata(all finding.Input) []finding.Stratum {
	var out []finding.Stratum
	at := map[string]int{}
	for _, c := range all.Cells {
		code := c.Dims[2]
		i, ok := at[code]
		if !ok {
			i = len(out)
			at[code] = i
			part := all
			part.Dims, part.Cells = all.Dims[:2], nil
			out = append(out, finding.Stratum{
				Name:  finding.Text{NL: all.Names(all.Dims[2], code, "nl"), EN: all.Names(all.Dims[2], code, "en")},
				Input: part,
			})
		}
		out[i].Input.Cells = append(out[i].Input.Cells, c)
	}
	return out
}

func (x *analysis) spread(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	in, err := x.input(ctx, w, x.query)
	if err != nil || x.base == "" {
		if err != nil {
			return finding.Finding{}, err
		}
		return finding.Concentrate(in, nil)
	}
	q := x.query
	q.Metric = x.base
	base, err := x.input(ctx, w, q)
	if err != nil {
		return finding.Finding{}, err
	}
	return finding.Concentrate(in, &base)
}

func (x *analysis) difference(ctx context.Context, w *warehouse.Warehouse, m *models.Metric) (finding.Finding, error) {
	groups, err := x.groups(ctx, w, m, x.query)
	if err != nil {
		return finding.Finding{}, err
	}
	if x.against != nil {
		other, err := x.groups(ctx, w, m, *x.against)
		if err != nil {
			return finding.Finding{}, err
		}
		if len(groups) == 0 || len(other) == 0 {
			return finding.Finding{}, nothing(m, nil)
		}
		return finding.Between(m, groups[0], other[0])
	}
	if len(groups) == 2 {
		return finding.Between(m, groups[0], groups[1])
	}
	return finding.Among(m, groups)
}

// groups gives the cells of a query, with their distribution where the metric has
// one; the members of its dimension, or the one period it is about.
func (x *analysis) groups(ctx context.Context, w *warehouse.Warehouse, m *models.Metric, q models.MetricQuery) ([]finding.Group, error) {
	in, err := x.input(ctx, w, q)
	if err != nil {
		return nil, err
	}
	var out []finding.Group
	for _, c := range in.Cells {
		g := finding.Group{Cell: c}
		if in.From != "" {
			g.Days = int(in.To.Time().Sub(in.From.Time()).Hours()/24) + 1
		}
		if len(in.Dims) == 1 {
			g.Name = finding.Text{NL: in.Names(in.Dims[0], c.Dims[0], "nl"), EN: in.Names(in.Dims[0], c.Dims[0], "en")}
		} else if x.kind == finding.Difference {
			g.Name, g.During = finding.Period(in.From, in.To), finding.During(in.From, in.To)
		}
		out = append(out, g)
	}
	if m.Values == "" {
		return out, nil
	}
	s, err := w.Sample(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range out {
		for k := range s.Groups {
			if slices.Equal(s.Groups[k].Dims, out[i].Cell.Dims) {
				out[i].Sample = &s.Groups[k]
			}
		}
	}
	return out, nil
}

// input asks a metric and names its members.
func (x *analysis) input(ctx context.Context, w *warehouse.Warehouse, q models.MetricQuery) (finding.Input, error) {
	r, err := w.Metric(ctx, q)
	if err != nil {
		return finding.Input{}, err
	}
	x.asked = append(x.asked, r.Query.Arguments())
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
	return in, nil
}

// label names a member; what has no name shows its code.
func (x *analysis) label(d *models.Dimension, code, lang string) string {
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

// months ends a series at the last month that the sources tell about to its end,
// when no end was asked for: half a month would look like a fall.
func (x *analysis) months(w *warehouse.Warehouse) error {
	if x.query.To != "" {
		if x.query.To != x.query.To.MonthEnd() {
			return usage("--to "+string(x.query.To), "is not the last day of a month, which would look like a fall", "write for example --to "+string(x.query.To[:7]))
		}
		return nil
	}
	until, err := w.Covered(x.query.Metric)
	if err != nil || until == "" {
		return err
	}
	if until != until.MonthEnd() {
		until = until.MonthStart().AddDays(-1)
	}
	x.query.To = until
	return nil
}

// rest gives filters that keep everything but what is left out.
func (x *analysis) rest(ctx context.Context, w *warehouse.Warehouse) ([]models.Filter, error) {
	out := slices.Clone(x.query.Where)
	for _, f := range x.without {
		q := x.query
		q.By = []string{f.Dimension}
		in, err := x.input(ctx, w, q)
		if err != nil {
			return nil, err
		}
		keep := models.Filter{Dimension: f.Dimension}
		var codes []string
		for _, c := range in.Cells {
			codes = append(codes, c.Dims[0])
			if !slices.Contains(f.Values, c.Dims[0]) {
				keep.Values = append(keep.Values, c.Dims[0])
			}
		}
		for _, v := range f.Values {
			if !slices.Contains(codes, v) {
				return nil, usage("--without "+f.Dimension+"="+v, "has no rows here, so leaving it out changes nothing",
					"did you mean "+strings.Join(models.Nearest(v, codes, 3), ", ")+"?")
			}
		}
		if len(keep.Values) == 0 {
			return nil, usage("--without "+f.Dimension, "leaves nothing over", "leave a value out")
		}
		out = append(out, keep)
	}
	return out, nil
}

// leftOut names what --without left out.
func (x *analysis) leftOut() finding.Text {
	name := func(lang string) string {
		var out []string
		for _, f := range x.without {
			for _, v := range f.Values {
				out = append(out, x.label(&models.Dimension{Name: f.Dimension}, v, lang))
			}
		}
		return strings.Join(out, ", ")
	}
	return finding.Text{NL: name("nl"), EN: name("en")}
}

func joined(errs []error) error {
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%w", err)
	}
	return nil
}
