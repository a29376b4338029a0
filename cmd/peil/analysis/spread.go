package analysis

import (
	"context"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// spread holds the members of a dimension against each other, and against a base.
func (x *asking) spread(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	in, err := x.input(ctx, w, x.Query)
	if err != nil {
		return finding.Finding{}, err
	}
	if err := x.sums(ctx, w, x.Query, &in); err != nil {
		return finding.Finding{}, err
	}
	// A rate of its own has no base for a member without a row.
	if x.Base != "" || !in.Metric.Drawn() {
		if err := x.zeros(ctx, w, &in); err != nil {
			return finding.Finding{}, err
		}
	}
	if err := x.apart(ctx, w, x.Query, &in); err != nil {
		return finding.Finding{}, err
	}
	if x.Base == "" {
		return finding.Concentrate(in, nil)
	}
	q := x.Query
	q.Metric = x.Base
	base, err := x.input(ctx, w, q)
	if err != nil {
		return finding.Finding{}, err
	}
	if err := x.sums(ctx, w, q, &base); err != nil {
		return finding.Finding{}, err
	}
	return finding.Concentrate(in, &base)
}

// sums looks whether figures that need not add up do so here: a household that moves is in two
// provinces over a year, and in one on a day. A ratio or median whose members happen to make
// its total still has no parts.
func (x *asking) sums(ctx context.Context, w *warehouse.Warehouse, q models.MetricQuery, in *finding.Input) error {
	m := in.Metric
	if m.Add(in.Dims...) == nil || m.Drawn() || !m.Whole() {
		return nil
	}
	q.By = nil
	total, err := x.input(ctx, w, q)
	if err != nil {
		return err
	}
	sum := 0.0
	for _, c := range in.Cells {
		sum += c.Value
	}
	in.Summed = len(total.Cells) == 1 && total.Cells[0].Known && total.Cells[0].Value == sum
	return nil
}

// zeros adds the members that have no row, of a metric for which that is 0: those that
// have nothing belong to a spread as well.
func (x *asking) zeros(ctx context.Context, w *warehouse.Warehouse, in *finding.Input) error {
	known := func(c finding.Cell) bool { return c.Known }
	if in.Metric.Empty != "zero" || in.Dims[0].Grain != "" || !slices.ContainsFunc(in.Cells, known) {
		return nil
	}
	q := x.Query
	q.From, q.To, q.At = in.From, in.To, ""
	members, err := w.MembersOf(ctx, in.Dims[0].Name, q)
	if err != nil {
		return err
	}
	for _, code := range members {
		if !slices.ContainsFunc(in.Cells, func(c finding.Cell) bool { return c.Dims[0] == code }) {
			in.Cells = append(in.Cells, finding.Cell{Dims: []string{code}, Known: true})
		}
	}
	place := map[string]int{"": len(members) + 1}
	for i, code := range members {
		place[code] = i
	}
	at := func(c finding.Cell) int {
		if i, ok := place[c.Dims[0]]; ok {
			return i
		}
		return len(members)
	}
	slices.SortStableFunc(in.Cells, func(a, b finding.Cell) int { return at(a) - at(b) })
	return nil
}
