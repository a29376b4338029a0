package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// Sample gives the distribution behind a metric that names its values: counts by
// value, in the cells that Metric would give for the same query. A metric without
// values, or a query that it cannot answer, is *models.Error.
func (w *Warehouse) Sample(ctx context.Context, q models.MetricQuery) (*models.Sample, error) {
	m, err := w.project.Metric(q.Metric)
	if err != nil {
		return nil, err
	}
	if m.Values == "" {
		return nil, &models.Error{Code: models.Invalid, Where: "metric " + m.Name, What: "has no values in its header, so there is no distribution to look at",
			Fix: "give it values: and quantile: or ended:, see docs/project.md; or ask for another metric"}
	}
	plan, tables, err := w.planned(ctx, m, q)
	if err != nil {
		return nil, err
	}
	out := &models.Sample{Metric: m, Query: plan.Query(), Dims: plan.Dims, Tables: tables}
	if plan.At == "" && plan.To == "" || !w.delivered(m) {
		return out, nil
	}
	out.SQL = plan.Sample()
	if out.Groups, err = w.groups(ctx, out.SQL, len(plan.Dims)); err != nil {
		return nil, fmt.Errorf("sample %s: %w", m.Name, err)
	}
	if err := waitsFit(m, out.Groups); err != nil {
		return nil, err
	}
	order := make([]models.MetricRow, len(out.Groups))
	for i, g := range out.Groups {
		order[i] = models.MetricRow{Dims: g.Dims, N: int64(i)}
	}
	plan.Sort(order)
	sorted := make([]models.SampleGroup, len(order))
	for i, r := range order {
		sorted[i] = out.Groups[r.N]
	}
	out.Groups = sorted
	return out, nil
}

// Clusters answers a query also by the column that the metric's header calls its
// cluster: the last of Dims. The metric's own SELECT does the counting. At most
// two dimensions can be asked beside it.
func (w *Warehouse) Clusters(ctx context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	m, err := w.project.Metric(q.Metric)
	if err != nil {
		return nil, err
	}
	if m.Cluster == "" {
		return nil, &models.Error{Code: models.Invalid, Where: "metric " + m.Name, What: "names no cluster in its header",
			Fix: "give it cluster: with the column of what repeats itself, or leave --cluster out"}
	}
	clustered, dimension := scope.Clustered(m)
	q.By = append(slices.Clone(q.By), dimension)
	plan, tables, err := w.planned(ctx, clustered, q)
	if err != nil {
		return nil, err
	}
	out := &models.MetricResult{Metric: m, Query: plan.Query(), Dims: plan.Dims, Tables: tables, Beside: plan.Reads(), Division: w.project.Division(plan.Division)}
	if plan.At == "" && plan.To == "" || !w.delivered(m) {
		return out, nil
	}
	sql, shift := plan.SQL()
	out.SQL = sql
	if out.Rows, err = w.cells(ctx, sql, clustered, len(plan.Dims)); err != nil {
		return nil, text{m.File, m.Line, m.SQL}.placed(err, shift)
	}
	plan.Sort(out.Rows)
	return out, nil
}

// planned decides a query and makes known what it reads.
func (w *Warehouse) planned(ctx context.Context, m *models.Metric, q models.MetricQuery) (*scope.Plan, []string, error) {
	r, err := w.project.Relation(m.Relation)
	if err != nil {
		return nil, nil, err
	}
	plan, errs := scope.New(w.project, m, r, q, w.knownAt)
	if len(errs) > 0 {
		return nil, nil, w.refused(ctx, plan, errs)
	}
	tables, err := w.open(ctx, m, plan.Reads())
	if err != nil {
		return nil, nil, err
	}
	if err := w.checkFilters(ctx, plan); err != nil {
		return nil, nil, err
	}
	if plan.NeedsStart() && plan.To != "" {
		if plan.From, err = w.start(ctx, plan); err != nil {
			return nil, nil, err
		}
	}
	return plan, tables, nil
}

// groups runs the SELECT of a sample; its rows come group by group.
func (w *Warehouse) groups(ctx context.Context, sql string, dims int) (_ []models.SampleGroup, err error) {
	rows, err := w.engine.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var out []models.SampleGroup
	for rows.Next() {
		v := rows.Values()
		cell := make([]string, dims)
		for i := range dims {
			cell[i], _ = v[i].(string)
		}
		if len(out) == 0 || !slices.Equal(out[len(out)-1].Dims, cell) {
			out = append(out, models.SampleGroup{Dims: cell})
		}
		g := &out[len(out)-1]
		var sv models.SampleValue
		sv.Count, _ = v[4].(int64)
		sv.Ended, _ = v[5].(int64)
		value, ok := v[3].(float64)
		if !ok {
			g.Missing += sv.Count
			continue
		}
		sv.Value = value
		g.Values = append(g.Values, sv)
	}
	return out, rows.Err()
}

// sample describes the SELECT behind a metric's values.
func (v *verifier) sample(ctx context.Context, m *models.Metric, plan scope.Plan) {
	if _, err := v.engine.Describe(ctx, plan.Sample()); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		v.add(m.File, "values and ended give no distribution: "+first, "write ended as a condition over columns of "+m.Relation+", and values as a column of numbers")
	}
}
