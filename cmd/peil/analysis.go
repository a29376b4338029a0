package main

import (
	"context"
	"slices"

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
