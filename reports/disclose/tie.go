package disclose

import (
	"context"
	"maps"
	"math"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// quantity is what the rows of an answer tell a value of: the metric itself, what it is
// made of, or another metric of which it is a slice.
type quantity struct {
	result *models.MetricResult // the metric, and the query that would ask for it
	part   string               // what follows its name: " (part)" and " (rest)" of a share
	at     []map[string]system.Node
}

// counted gives the quantity that a slice is: that of the metric that counts it first
// hand, asked for in the places of the answer and filtered by the members of the slice.
// false where nothing is sliced, or where it is in no system since it protects nobody.
func (x *solver) counted(ctx context.Context, r *models.MetricResult, s *models.Slice) (quantity, bool, error) {
	if s == nil {
		return quantity{}, false, nil
	}
	of, where, ok := x.plan.Project.Counted(s)
	if !ok || of.Protects == "none" {
		return quantity{}, false, nil
	}
	q := quantity{result: &models.MetricResult{Metric: of, Query: r.Query, Dims: r.Dims, Rows: r.Rows}}
	q.result.Query.Where = slices.Concat(r.Query.Where, where)
	if of.Counted() {
		q.part = " (part)"
	}
	var err error
	q.at, err = x.places.at(ctx, q.result)
	return q, true, err
}

// own gives the quantity that only the metric of an answer counts.
func own(r *models.MetricResult, part string, at []map[string]system.Node) quantity {
	return quantity{result: r, part: part, at: at}
}

// counts gives the quantity that the rows of an answer tell: of a share its part. A metric
// that never goes below zero, of one that does, is a quantity of its own that equals the
// other: readers know more of it. also is then the other.
func (x *solver) counts(ctx context.Context, r *models.MetricResult, part string, at []map[string]system.Node) (of quantity, also *quantity, err error) {
	of = own(r, part, at)
	q, ok, err := x.counted(ctx, r, r.Metric.SliceOf)
	switch {
	case err != nil || !ok:
		return of, nil, err
	case q.result.Metric.Net() && !r.Metric.Net():
		return of, &q, nil
	}
	return q, nil, nil
}

// rest gives the quantity that is left over of a share: members of the dimension that its part
// is filtered by, where the same metric counts part and whole; else it is its own.
func (x *solver) rest(ctx context.Context, r *models.MetricResult, at []map[string]system.Node) (quantity, error) {
	alone := own(r, " (rest)", at)
	others, ok := x.plan.Project.Others(r.Metric)
	if !ok {
		return alone, nil
	}
	q, ok, err := x.counted(ctx, r, others)
	if err != nil || !ok {
		return alone, err
	}
	return q, nil
}

// whole ties what a share is taken of to the metric that counts it: it is the sum of the
// part and of what is left over.
func (x *solver) whole(q quantity, row int, value int64, cells []int) error {
	m := x.measure(q.result, q.part, 1, false)
	cell, err := x.b.Cell(maps.Clone(q.at[row]), system.Cell{Measure: m, Value: value, State: system.Free})
	if err == nil {
		x.bind(cell, cells...)
	}
	return err
}

// parts adds what a share tells: its part and, of a whole, what is left over; of a rate the
// part alone, since what it is divided by is known. What a hidden share is made of must not be
// known either. A part that another metric counts by what is sensitive is small below the
// threshold of that.
func (x *solver) parts(row models.MetricRow, whole, hidden bool, part, rest quantity, add func(of quantity, value float64, n int64, hidden bool) error) error {
	if row.Part != math.Trunc(row.Part) || whole && row.Whole != math.Trunc(row.Whole) || row.Part < 0 || row.Whole < 0 {
		return nil
	}
	few := x.plan.Rule.FewOf(part.result.Query)
	if err := add(part, row.Part, int64(row.Part), row.Part > 0 && hidden || rule.Small(row.Part, few)); err != nil {
		return err
	}
	if left := row.Whole - row.Part; whole && left >= 0 {
		return add(rest, left, int64(left), left > 0 && hidden || rule.Small(left, few))
	}
	return nil
}
