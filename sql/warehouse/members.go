package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// MembersOf lists the codes of the members of a dimension that a query could have rows
// of, in display order: those that there were in its period, by the columns that the
// dimension's lookup calls valid, and that its filters keep. A member of them without a
// row has nothing, which for a metric whose empty is zero is 0.
func (w *Warehouse) MembersOf(ctx context.Context, dimension string, q models.MetricQuery) ([]string, error) {
	labels, err := w.Members(ctx, dimension, q.Geography)
	if err != nil {
		return nil, err
	}
	keep, err := w.thereIn(ctx, dimension, q)
	if err != nil {
		return nil, err
	}
	extents, err := w.Extents(ctx, dimension, q.Geography)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, l := range labels {
		if (keep == nil || slices.Contains(keep, l.Code)) && kept(dimension, l.Code, q.Where, extents) {
			out = append(out, l.Code)
		}
	}
	return out, nil
}

// thereIn gives the codes that there were on a day of the query's period; nil when the
// lookup does not say from when until when its members are there, or when the query shows
// them on a division of the country, which has its own.
func (w *Warehouse) thereIn(ctx context.Context, dimension string, q models.MetricQuery) ([]string, error) {
	d := w.project.Dimension(dimension)
	if d.Lookup == nil || len(d.Lookup.Valid) != 2 || q.Geography != "" && q.Geography != models.OfTheDay {
		return nil, nil
	}
	from, to := q.From, max(q.To, q.At)
	if from == "" {
		from = to // of a stock: the day itself
	}
	if to == "" {
		return nil, nil
	}
	if err := w.ensure(ctx, []string{d.Lookup.Relation}); err != nil {
		return nil, err
	}
	first, end := statement.Ident(d.Lookup.Valid[0]), statement.Ident(d.Lookup.Valid[1])
	codes, err := w.column(ctx, "select distinct cast("+statement.Ident(d.Lookup.Code)+" as varchar) as code from "+statement.Qualified(d.Lookup.Relation)+
		" where ("+first+" is null or "+first+" <= date "+statement.Quote(string(to))+") and ("+end+" is null or "+end+" > date "+statement.Quote(string(from))+") order by 1")
	if err != nil {
		return nil, fmt.Errorf("read members of %s: %w", dimension, err)
	}
	return slices.Concat([]string{}, codes), nil // none is not nil
}

// notThere gives the first filter of a plan with values that are no members on the days and
// the division that are asked for, as a municipality before it was merged into being, and
// whether none of its values is: that it has no rows is no 0 then. It looks where nothing was
// counted, and where a filter has several values.
func (w *Warehouse) notThere(ctx context.Context, plan *scope.Plan, rows []models.MetricRow) (absent *models.Filter, none bool, err error) {
	counted := slices.ContainsFunc(rows, func(r models.MetricRow) bool { return r.N != 0 || r.Value != 0 })
	q := models.MetricQuery{Geography: plan.Division, From: plan.From, To: plan.To, At: plan.At}
	if plan.Metric.Kind == "flow" {
		q.From = cmp.Or(q.From, "0001-01-01")
	}
	for _, f := range plan.Filters {
		d := w.project.Dimension(f.Dimension)
		if d == nil || d.Lookup == nil || counted && len(f.Values) == 1 {
			continue
		}
		there, err := w.MembersOf(ctx, f.Dimension, q)
		if err != nil {
			return nil, false, err
		}
		gone := slices.DeleteFunc(slices.Clone(f.Values), func(v string) bool { return v == "" || slices.Contains(there, v) })
		if len(gone) > 0 {
			return &models.Filter{Dimension: f.Dimension, Values: gone}, len(gone) == len(f.Values), nil
		}
	}
	return nil, false, nil
}

// kept tells whether filters keep a member: on the dimension itself, or on one that puts
// members together or that lies within it.
func kept(dimension, code string, where []models.Filter, extents map[string]map[string][]string) bool {
	for _, f := range where {
		if f.Dimension == dimension {
			if !slices.Contains(f.Values, code) {
				return false
			}
			continue
		}
		own, other := extents[dimension], extents[f.Dimension]
		if own == nil || other == nil {
			continue
		}
		if !slices.ContainsFunc(f.Values, func(v string) bool {
			return slices.ContainsFunc(other[v], func(part string) bool { return slices.Contains(own[code], part) })
		}) {
			return false
		}
	}
	return true
}
