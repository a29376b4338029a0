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
	gaps  []models.Span  // about which nothing was delivered, of all queries
	lacks []finding.Text // deliveries that did not come, of all queries

	manifest *models.Manifest // what was delivered
	notThere *models.Filter   // that keeps no member, of any query
}

// run finds what was asked, and says which days it lacks.
func (x *analysis) run(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	f, err := x.find(ctx, w)
	if err == nil && x.notThere != nil {
		return x.nobody(ctx, w)
	}
	if err == nil {
		f.Warn(x.lacks...)
		if m, _ := w.Project().Metric(x.query.Metric); f.Computable {
			f.Warnings = append(f.Warnings, x.country(w.Project(), m)...)
		}
	}
	if err == nil && len(x.gaps) > 0 {
		f.Warn(finding.Lacks(x.gaps))
	}
	return f, err
}

// find asks the warehouse what the kind needs and lets reports/finding word it.
func (x *analysis) find(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	m, err := w.Project().Metric(x.query.Metric)
	if err != nil {
		return finding.Finding{}, err
	}
	if err := m.WithinItself(slices.Concat(x.query.Where, x.without)); err != nil {
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
		since := x.query.From
		if x.kind == finding.Season && since != "" {
			x.query.From = since.MonthStart().AddMonths(-12) // what its months stand against
		}
		in, err := x.input(ctx, w, x.query)
		if err != nil {
			return finding.Finding{}, err
		}
		in.Since = since
		if x.kind == finding.Season {
			return finding.YearBefore(in)
		}
		return finding.Follow(in)
	case finding.Spread:
		return x.spread(ctx, w)
	case finding.Difference:
		return x.difference(ctx, w, m)
	case finding.Survival:
		groups, _, err := x.groups(ctx, w, m, x.query)
		if err != nil {
			return finding.Finding{}, err
		}
		return finding.Survive(m, groups, x.days...)
	}
	groups, _, err := x.groups(ctx, w, m, x.query)
	if err != nil {
		return finding.Finding{}, err
	}
	return finding.Around(m, only(groups))
}

// only gives the one group of a query that is not cut; one without a figure when the
// query gave no rows, which reports/finding tells as not computable.
func only(groups []finding.Group) finding.Group {
	if len(groups) == 0 {
		return finding.Group{}
	}
	return groups[0]
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
	if err := x.apart(ctx, w, x.query, &in); err != nil {
		return finding.Finding{}, err
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
		beside.Strata, beside.Nowhere = strata(all)
	}
	return finding.Associate(in, beside)
}

// strata takes the cells of three dimensions apart by the third, and counts what has no
// member of it: that is no part of its own.
func strata(all finding.Input) (out []finding.Stratum, nowhere float64) {
	at := map[string]int{}
	for _, c := range all.Cells {
		code := c.Dims[2]
		if code == "" {
			nowhere += c.Value
			continue
		}
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
	return out, nowhere
}

func (x *analysis) difference(ctx context.Context, w *warehouse.Warehouse, m *models.Metric) (finding.Finding, error) {
	if x.against != nil && x.against.At != "" && m.Kind == "flow" && m.At != "day" {
		// At a date a flow is all of it until then, so the later one holds the earlier.
		return finding.Finding{}, usage("--against "+string(x.against.At), "is one day, and "+m.Name+" counts over a period",
			"give periods, for example --from 2023-04 --to 2023-06 --against-from 2022-04 --against-to 2022-06")
	}
	groups, in, err := x.groups(ctx, w, m, x.query)
	if err != nil {
		return finding.Finding{}, err
	}
	if x.against != nil {
		other, before, err := x.groups(ctx, w, m, *x.against)
		if err != nil {
			return finding.Finding{}, err
		}
		if from, to, ok := finding.Shared(in, before); ok {
			days := "the days from " + string(from) + " to " + string(to)
			if from == to {
				days = "the day " + string(to)
			}
			return finding.Finding{}, usage("--kind difference", "compares two periods that share "+days+", and what is in both cannot differ",
				"give periods without a day in common by --from, --to, --against-from and --against-to")
		}
		return finding.Between(m, only(groups), only(other))
	}
	return finding.Among(m, groups)
}

// groups gives the cells of a query, with their distribution where the metric has
// one; the members of its dimension, or the one period it is about.
func (x *analysis) groups(ctx context.Context, w *warehouse.Warehouse, m *models.Metric, q models.MetricQuery) ([]finding.Group, finding.Input, error) {
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
		} else if x.kind == finding.Difference {
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
func (x *analysis) input(ctx context.Context, w *warehouse.Warehouse, q models.MetricQuery) (finding.Input, error) {
	r, err := w.Metric(ctx, q)
	if err != nil {
		return finding.Input{}, err
	}
	x.asked = append(x.asked, r.Query.Arguments())
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
	for _, d := range deliveredTo(w.Project(), x.manifest, w.KnownAt(), r.Metric) {
		in.Lacks = append(in.Lacks, d.Lacking(r.Metric, r.Query)...)
	}
	if x.kind != finding.Trend && x.kind != finding.Season { // which leave months out, and say it of the others
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
	if from := x.query.From; from != "" && from != from.MonthStart() {
		return usage("--from "+string(from), "is not the first day of a month, which would look like a rise", "write for example --from "+string(from[:7]))
	}
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
	if from := x.query.From; from > until {
		return usage("--from "+string(from), "is after "+string(until)+", the last day of a whole month that the sources tell of", "give an earlier --from")
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
