package warehouse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// Metric computes one metric. Rows come in a total order. A metric that is not
// measurable gives no rows, and its Metric says what it needs. A query that the
// metric cannot answer is *models.Error, all that is wrong at once.
func (w *Warehouse) Metric(ctx context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	m, err := w.project.Metric(q.Metric)
	if err != nil {
		return nil, err
	}
	if m.NotMeasurable != "" {
		return &models.MetricResult{Metric: m, Query: q}, nil
	}
	r, err := w.project.Relation(m.Relation)
	if err != nil {
		return nil, err
	}
	plan, errs := scope.New(w.project, m, r, q, w.knownAt)
	if len(errs) > 0 {
		return nil, w.refused(ctx, plan, errs)
	}
	tables, err := w.open(ctx, m, plan.Reads())
	if err != nil {
		return nil, err
	}
	if err := w.checkFilters(ctx, plan); err != nil {
		return nil, err
	}
	out := &models.MetricResult{Metric: m, Dims: plan.Dims, Tables: tables, Beside: plan.Reads(), Division: w.project.Division(plan.Division)}
	if plan.At == "" && plan.To == "" {
		out.Query = plan.Query()
		return out, nil // nothing was ever delivered, so there is no day to count to
	}
	if plan.NeedsStart() {
		if plan.From, err = w.start(ctx, plan); err != nil {
			return nil, err
		}
	}
	if out.Query = plan.Query(); plan.Never {
		out.Query.From = "" // there is no first day
	}
	sql, shift := plan.SQL()
	out.SQL = sql
	var counted bool
	if out.Rows, counted = w.series.answer(plan); !counted {
		if out.Rows, err = w.cells(ctx, sql, m, len(plan.Dims)); err != nil {
			return nil, text{m.File, m.Line, m.SQL}.placed(err, shift)
		}
		if err := partsFit(m, out.Rows); err != nil {
			return nil, err
		}
		w.series.keep(plan, out.Rows)
	}
	told, err := w.told(ctx, plan)
	if err != nil {
		return nil, err
	}
	if m.Kind == "flow" && !plan.Never {
		out.First = told.From
	}
	for _, g := range w.gaps(m) {
		if g.missingFrom(plan) {
			out.Gaps = append(out.Gaps, g.Span)
		}
	}
	out.Nothing = plan.Nothing(out.Rows, told) && w.delivered(m)
	out.Rows = plan.Complete(out.Rows, told)
	plan.Untell(out.Rows, w.knownAt, told.Until)
	if out.NotThere, out.NoneThere, err = w.notThere(ctx, plan, out.Rows); err != nil {
		return nil, err
	}
	out.Nothing = out.Nothing && !out.NoneThere
	if !w.delivered(m) || out.NoneThere {
		for i, r := range out.Rows {
			out.Rows[i] = models.MetricRow{Dims: r.Dims, Untold: true}
		}
	}
	plan.Sort(out.Rows)
	return out, nil
}

// Question holds a query against the definitions alone, all that is wrong at once:
// before a day is known to count to, and without a look at any row.
func Question(p *models.Project, q models.MetricQuery) error {
	m, err := p.Metric(q.Metric)
	if err != nil || m.NotMeasurable != "" {
		return err
	}
	r, err := p.Relation(m.Relation)
	if err != nil {
		return err
	}
	_, errs := scope.New(p, m, r, q, "")
	return errors.Join(errs...)
}

// open makes known what a metric and its scope read, and lists all that stands
// under them.
func (w *Warehouse) open(ctx context.Context, m *models.Metric, beside []string) ([]string, error) {
	w.mu.Lock()
	reads, err := w.metricReads(ctx, m)
	reads = append(reads, beside...)
	var nodes []*node
	if err == nil {
		nodes, err = w.order(ctx, reads...)
	}
	w.mu.Unlock()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(nodes))
	for i, n := range nodes {
		names[i] = n.name
	}
	return names, w.ensure(ctx, reads)
}

// metricReads gives the relations that a metric's statement names. The lock is held.
func (w *Warehouse) metricReads(ctx context.Context, m *models.Metric) ([]string, error) {
	if m.NotMeasurable != "" {
		return nil, nil
	}
	reads, err := w.reads(ctx, text{m.File, m.Line, m.SQL}, m.Reads()...)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(reads, m.Relation) {
		reads = append(reads, m.Relation)
	}
	return reads, nil
}

// start gives the earliest day of a metric; the last day asked when there is none
// or when it lies later.
func (w *Warehouse) start(ctx context.Context, plan *scope.Plan) (models.Date, error) {
	day, err := w.earliest(ctx, plan)
	plan.FromStart, plan.Never = plan.Metric.Kind == "flow", day == "" && plan.Metric.Kind == "flow"
	if err == nil && (day == "" || day > plan.To) {
		return plan.To, nil
	}
	return day, err
}

// earliest gives the day of the first row of a metric; "" when it has none.
func (w *Warehouse) earliest(ctx context.Context, plan *scope.Plan) (models.Date, error) {
	name := plan.Metric.Name
	w.mu.Lock()
	day, ok := w.starts[name]
	w.mu.Unlock()
	if !ok {
		texts, err := w.column(ctx, plan.Start())
		if err != nil {
			return "", fmt.Errorf("find first day of %s: %w", name, err)
		}
		if len(texts) > 0 {
			day = models.Date(texts[0])
		}
		w.mu.Lock()
		w.starts[name] = day
		w.mu.Unlock()
	}
	return day, nil
}

// told gives the days that the sources of a metric tell about.
func (w *Warehouse) told(ctx context.Context, plan *scope.Plan) (out scope.Told, err error) {
	for _, g := range w.gaps(plan.Metric) {
		out.Gaps = append(out.Gaps, g.felt)
	}
	if out.Until, err = w.Covered(plan.Metric.Name); err != nil || plan.Metric.Empty != "zero" {
		return out, err
	}
	if out.From, err = w.earliest(ctx, plan); err == nil && out.From == "" {
		out.From = w.begun(plan.Metric) // nothing happened since
	}
	return out, err
}

// cells runs a metric's statement.
func (w *Warehouse) cells(ctx context.Context, sql string, m *models.Metric, dims int) (_ []models.MetricRow, err error) {
	rows, err := w.engine.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	out := []models.MetricRow{}
	for rows.Next() {
		v := rows.Values()
		r := models.MetricRow{Dims: make([]string, dims)}
		for i := range dims {
			r.Dims[i], _ = v[i].(string)
		}
		value, ok := v[3].(float64)
		// A division by nothing is no figure, and is not to be printed as one.
		if ok && !math.IsNaN(value) && !math.IsInf(value, 0) {
			r.Value, r.Known = value, true
		}
		if r.N, ok = v[4].(int64); !ok && r.Known && r.Value != 0 && m.Protects != "none" {
			return nil, &models.Error{Code: models.Invalid, Where: m.File, What: fmt.Sprintf("gives %v and no n: how many it is about is not known, and it protects %s", r.Value, m.Protects),
				Fix: "count in n who stands under the value (see docs/project.md), or write protects: none where that is nobody"}
		}
		beside := v[5:]
		if m.Counted() {
			r.Part, _ = beside[0].(float64)
			r.Whole, _ = beside[1].(float64)
			beside = beside[2:]
		}
		if m.Household != "" {
			r.Households, _ = beside[0].(int64)
			beside = beside[1:]
		}
		if m.Contributor != "" {
			r.Largest, _ = beside[0].(float64)
			r.Second, _ = beside[1].(float64)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// Labels names the members of a dimension in display order; none when its codes
// speak for themselves. lang is not needed: a label holds each language.
func (w *Warehouse) Labels(ctx context.Context, dimension, _ string) ([]models.Label, error) {
	d := w.project.Dimension(dimension)
	if len(d.Labels) > 0 || d.Lookup == nil {
		return d.Labels, nil
	}
	w.mu.Lock()
	labels, ok := w.labels[dimension]
	w.mu.Unlock()
	if ok {
		return labels, nil
	}
	if !w.has(d.Lookup.Relation) {
		return nil, &models.Error{Code: models.Invalid, Where: "dimension " + dimension,
			What: "looks its labels up in " + d.Lookup.Relation + ", which is no relation here",
			Fix:  "did you mean " + strings.Join(models.Nearest(d.Lookup.Relation, w.names(), 3), ", ") + "?"}
	}
	if err := w.ensure(ctx, []string{d.Lookup.Relation}); err != nil {
		return nil, err
	}
	// A code that was named twice over the years shows one name, always the same.
	code, name, english := "cast("+statement.Ident(d.Lookup.Code)+" as varchar)", statement.Ident(d.Lookup.Name), statement.Ident(cmp.Or(d.Lookup.NameEN, d.Lookup.Name))
	rows, err := w.engine.Query(ctx, "select "+code+" as code, min("+name+") as label, min("+english+") as label_en from "+statement.Qualified(d.Lookup.Relation)+
		" where "+statement.Ident(d.Lookup.Code)+" is not null group by 1 order by 1")
	if err != nil {
		return nil, fmt.Errorf("read labels of %s: %w", dimension, err)
	}
	for rows.Next() {
		v := rows.Values()
		l := models.Label{}
		l.Code, _ = v[0].(string)
		l.NL, _ = v[1].(string)
		l.EN, _ = v[2].(string)
		labels = append(labels, l)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("read labels of %s: %w", dimension, err)
	}
	w.mu.Lock()
	w.labels[dimension] = labels
	w.mu.Unlock()
	return labels, nil
}

// Members lists the members of a dimension that a division of the country shows: all
// of them for a dimension that no division changes, and for that of the day.
func (w *Warehouse) Members(ctx context.Context, dimension, division string) ([]models.Label, error) {
	d := w.project.Dimension(dimension)
	labels, err := w.Labels(ctx, dimension, "")
	g := w.project.Geography
	if err != nil || division == "" || division == models.OfTheDay || d.Lookup == nil {
		return labels, err
	}
	i := slices.IndexFunc(g.Columns, func(c models.GeographyColumn) bool { return c.Key == d.Lookup.Code })
	if i < 0 {
		return labels, nil
	}
	if w.project.Division(division) == nil {
		return nil, &models.Error{Code: models.Invalid, Where: "geography " + division, What: "is not a division of the country",
			Fix: "want one of " + strings.Join(w.project.Geographies(), ", ")}
	}
	if err := w.ensure(ctx, []string{g.Relation}); err != nil {
		return nil, err
	}
	codes, err := w.column(ctx, "select distinct cast("+statement.Ident(g.Columns[i].Shown[d.Lookup.Code])+" as varchar) as code from "+statement.Qualified(g.Relation)+
		" where "+statement.Ident(g.Code)+" = "+statement.Quote(division))
	if err != nil {
		return nil, fmt.Errorf("read members of %s: %w", dimension, err)
	}
	return slices.DeleteFunc(slices.Clone(labels), func(l models.Label) bool { return !slices.Contains(codes, l.Code) }), nil
}
