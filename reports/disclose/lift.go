package disclose

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// mostDims is how many dimensions a metric can be cut by at once.
const mostDims = 3

// lift puts the tables into a system that is rounded of which those of the edition are
// parts: a table about one municipality is a part of that of all municipalities. So the
// pages of all municipalities are rounded as one. What editions asked before that were
// rounded is asked again, for what they printed stays and what they left out follows
// from it.
func (x *solver) lift(ctx context.Context) error {
	if !x.plan.Rule.Round || x.plan.Ask == nil {
		return nil
	}
	asked, metrics := map[string]bool{}, map[string]bool{}
	var list []models.MetricQuery
	for _, t := range x.plan.tables {
		if !x.rounds(t) || t.result.Metric.Protects == "none" {
			continue
		}
		metrics[t.result.Metric.Name] = true
		list = append(list, t.result.Query)
	}
	for _, past := range x.plan.Past {
		if past.Query != nil && metrics[past.Query.Metric] {
			list = append(list, *past.Query)
		}
	}
	for key := range maps.Keys(x.plan.index) {
		asked[key] = true
	}
	for _, q := range list {
		q, ok := x.plan.wider(q)
		if !ok {
			continue
		}
		key, err := json.Marshal(q)
		if err != nil {
			return fmt.Errorf("name answer: %w", err)
		}
		if asked[string(key)] {
			continue
		}
		asked[string(key)] = true
		if err := x.ghost(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// wider gives a query that is cut by what another one is filtered by, so that its answer
// holds the other's cells; false when that is not possible, because it would be cut by too
// many dimensions.
func (p *Plan) wider(q models.MetricQuery) (models.MetricQuery, bool) {
	by := slices.Clone(q.By)
	for _, f := range q.Where {
		if p.Project.Dimension(f.Dimension).Grain != "" {
			return q, false
		}
		if !slices.Contains(by, f.Dimension) {
			by = append(by, f.Dimension)
		}
	}
	if len(by) > mostDims {
		return q, false
	}
	q.By, q.Where = by, nil
	return q, true
}
