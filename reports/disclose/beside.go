package disclose

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Past is one cell that was published, printed or hidden.
type Past struct {
	Edition string
	Known   models.Date // day up to which its data were known
	Measure string
	At      map[string]system.Node
	Value   int64 // in the least unit of the measure; 0 when hidden
	Hidden  bool
	// Base is what it was rounded to a multiple of, 0 where it was not; Off is by how much
	// it may differ for that from what was counted, and Query what was asked of one that was
	// rounded or hidden.
	Base, Off int64
	Query     *models.MetricQuery
}

// foresee puts numbers into the system that other pages will print, as if they were
// printed: the totals that members of a table lie within, and what the pages of other
// members print as this one does of its own. Whoever publishes them next must not find
// that they give a cell away.
func (x *solver) foresee(ctx context.Context) error {
	if x.plan.Ask == nil {
		return nil
	}
	for _, t := range slices.Clone(x.plan.tables) {
		if t.result.Metric.Protects == "none" || len(t.rows) == 0 || !slices.ContainsFunc(t.rows, func(row []placed) bool { return len(row) > 0 }) {
			continue
		}
		within := false
		for i, d := range t.result.Dims {
			if d.Lookup == nil {
				continue
			}
			for _, coarser := range slices.Sorted(maps.Keys(d.Lookup.Within)) {
				if t.result.Metric.Dimensions[coarser] == "" || slices.Contains(t.result.Query.By, coarser) {
					continue
				}
				q := t.result.Query
				q.By = slices.Clone(q.By)
				q.By[i] = coarser
				within = within || coarser == x.plan.For
				if err := x.ghost(ctx, x.siblings(q)...); err != nil {
					return err
				}
			}
		}
		if all := x.siblings(t.result.Query); len(all) > 1 && !within {
			if err := x.ghost(ctx, all[1:]...); err != nil {
				return err
			}
		}
	}
	return nil
}

// siblings gives a query and, where it is about the member that the page is made for, the
// same for all members and for the whole of them. Of a dimension with a lookup there are too
// many members for that: what the first pages print of theirs, the later ones know.
func (x *solver) siblings(q models.MetricQuery) []models.MetricQuery {
	out := []models.MetricQuery{q}
	d := x.plan.Project.Dimension(x.plan.For)
	mine := func(f models.Filter) bool { return f.Dimension == x.plan.For }
	if d == nil || d.Lookup != nil || !slices.ContainsFunc(q.Where, mine) {
		return out
	}
	q.Where = slices.DeleteFunc(slices.Clone(q.Where), mine)
	by := slices.DeleteFunc(slices.Clone(q.By), func(name string) bool { return name == x.plan.For })
	for _, by := range [][]string{append(slices.Clone(by), x.plan.For), by} {
		q.By = by
		out = append(out, q)
	}
	return out
}

// ghost asks what no table of the edition prints, and adds it as if one did.
func (x *solver) ghost(ctx context.Context, queries ...models.MetricQuery) error {
	for _, q := range queries {
		result, err := x.plan.Ask(ctx, q)
		if err != nil {
			return err
		}
		result = x.plan.Rule.Fill(result)
		if err := x.add(ctx, &planned{foreseen: true, result: result, status: x.plan.Rule.Judge(result), rows: make([][]placed, len(result.Rows))}); err != nil {
			return err
		}
	}
	return nil
}

// remember puts what was published into the system: what readers were told they know,
// and what was hidden from them stays hidden. Where another value was told than stands now,
// that was restated since: what was told of it until then, and of what may have changed with
// it, is left out, but for what a small change would tell where the plan holds those back.
func (x *solver) remember() error {
	all := x.told()
	restated, released := x.restated(all), x.released()
	done := map[string]bool{} // cells that no table of this edition has
	for _, past := range all {
		cell, here := x.b.Find(past.Measure, past.At)
		here = here && !done[past.key]
		switch {
		case past.Hidden && here:
			if past.Known >= x.plan.Hold.Benchmark || !released[cell] {
				x.b.Hold(cell)
			}
		case here && x.withholds(past.Past, past.measure, x.b.Value(cell)):
			x.b.Withhold(cell)
		case past.Hidden || done[past.key] || restated.touched(past):
		case here && x.b.Value(cell) != past.Value: // it is foreseen, and no reader sees that it changed
		default:
			done[past.key] = done[past.key] || !here
			if _, err := x.b.Cell(maps.Clone(past.At), system.Cell{Measure: past.measure, Value: past.Value, Rank: past.Value, State: system.Known, Past: !here}); err != nil {
				return fmt.Errorf("take in what %s told: %w", past.Edition, err)
			}
		}
	}
	return nil
}
