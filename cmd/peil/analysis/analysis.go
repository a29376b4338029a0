// Package analysis answers one question of peil analyse: it asks a warehouse for the cells
// that a kind of analysis is made of, by as many metrics and cuts as that takes, and has
// reports/finding word them.
//
// It knows which cells each kind wants, which months a series has, what a filter leaves out
// and what has to be said beside a figure. It works on exact values, and nothing of it is
// published: so it stands with the commands, out of reach of what reports makes. It reads no
// flags, prints nothing, and knows no files and no deliveries; which of these an answer lacks
// is told to it.
package analysis

import (
	"context"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// Question is one question with everything decided.
type Question struct {
	Kind    finding.Kind
	Query   models.MetricQuery
	Against *models.MetricQuery // difference: the other period
	Without []models.Filter     // left out; an association is told with and without them
	Strata  string              // association: the dimension within whose members it is looked at too
	Base    string              // spread: the metric that each member is held against
	Cluster bool                // association: bounded by drawing whole clusters too
	Days    []float64           // survival: points of the curve
}

// Lacking gives the deliveries that did not come and that would have told of an answer.
type Lacking func(answer *models.MetricResult) []finding.Lack

// Answer is what a question found.
type Answer struct {
	Finding finding.Finding
	Queries []string // that ran for it, as arguments of peil metric
}

// Ask finds what a question asks of a warehouse, and says of which days and deliveries it
// knows nothing.
func Ask(ctx context.Context, w *warehouse.Warehouse, q Question, lacking Lacking) (Answer, error) {
	if q.Against != nil {
		other := *q.Against // which is narrowed with the question, and is the caller's
		q.Against = &other
	}
	x := &asking{Question: q, lacking: lacking}
	f, err := x.run(ctx, w)
	return Answer{Finding: f, Queries: x.queries}, err
}

// asking is a question while it is answered.
type asking struct {
	Question
	lacking Lacking

	queries []string // that ran, as arguments of peil metric
	names   map[string]map[string]models.Label
	gaps    []models.Span  // about which nothing was delivered, of all queries
	lacks   []finding.Text // deliveries that did not come, of all queries

	notThere *models.Filter // that keeps no member, of any query
}

// run finds what was asked, and says which days it lacks.
func (x *asking) run(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	f, err := x.find(ctx, w)
	if err == nil && x.notThere != nil {
		return x.nobody(ctx, w)
	}
	if err == nil {
		f.Warn(x.lacks...)
		if m, _ := w.Project().Metric(x.Query.Metric); f.Computable {
			f.Warnings = append(f.Warnings, x.country(w.Project(), m)...)
		}
	}
	if err == nil && len(x.gaps) > 0 {
		f.Warn(finding.Lacks(x.gaps))
	}
	return f, err
}

// find asks the warehouse what the kind needs and lets reports/finding word it.
func (x *asking) find(ctx context.Context, w *warehouse.Warehouse) (finding.Finding, error) {
	m, err := w.Project().Metric(x.Query.Metric)
	if err != nil {
		return finding.Finding{}, err
	}
	if err := m.WithinItself(slices.Concat(x.Query.Where, x.Without)); err != nil {
		return finding.Finding{}, err
	}
	whole := slices.Clone(x.Query.Where)
	if len(x.Without) > 0 {
		if x.Query.Where, err = x.rest(ctx, w); err != nil {
			return finding.Finding{}, err
		}
		if x.Against != nil {
			x.Against.Where = x.Query.Where
		}
	}
	switch x.Kind {
	case finding.Association:
		return x.association(ctx, w, whole)
	case finding.Trend, finding.Season:
		if err := x.months(w); err != nil {
			return finding.Finding{}, err
		}
		x.Query.By = append([]string{"month"}, x.Query.By...)
		since := x.Query.From
		if x.Kind == finding.Season && since != "" {
			x.Query.From = since.MonthStart().AddMonths(-12) // what its months stand against
		}
		in, err := x.input(ctx, w, x.Query)
		if err != nil {
			return finding.Finding{}, err
		}
		in.Since = since
		if x.Kind == finding.Season {
			return finding.YearBefore(in)
		}
		return finding.Follow(in)
	case finding.Spread:
		return x.spread(ctx, w)
	case finding.Difference:
		return x.difference(ctx, w, m)
	case finding.Survival:
		groups, _, err := x.groups(ctx, w, m, x.Query)
		if err != nil {
			return finding.Finding{}, err
		}
		return finding.Survive(m, groups, x.Days...)
	}
	groups, _, err := x.groups(ctx, w, m, x.Query)
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

func (x *asking) difference(ctx context.Context, w *warehouse.Warehouse, m *models.Metric) (finding.Finding, error) {
	if x.Against != nil && x.Against.At != "" && m.Kind == "flow" && m.At != "day" {
		// At a date a flow is all of it until then, so the later one holds the earlier.
		return finding.Finding{}, &models.Error{Code: models.Invalid, Where: "--against " + string(x.Against.At),
			What: "is one day, and " + m.Name + " counts over a period",
			Fix:  "give periods, for example --from 2023-04 --to 2023-06 --against-from 2022-04 --against-to 2022-06"}
	}
	groups, in, err := x.groups(ctx, w, m, x.Query)
	if err != nil {
		return finding.Finding{}, err
	}
	if x.Against != nil {
		other, before, err := x.groups(ctx, w, m, *x.Against)
		if err != nil {
			return finding.Finding{}, err
		}
		if from, to, ok := finding.Shared(in, before); ok {
			days := "the days from " + string(from) + " to " + string(to)
			if from == to {
				days = "the day " + string(to)
			}
			return finding.Finding{}, &models.Error{Code: models.Invalid, Where: "--kind difference",
				What: "compares two periods that share " + days + ", and what is in both cannot differ",
				Fix:  "give periods without a day in common by --from, --to, --against-from and --against-to"}
		}
		return finding.Between(m, only(groups), only(other))
	}
	return finding.Among(m, groups)
}

// months ends a series at the last month that the sources tell about to its end,
// when no end was asked for: half a month would look like a fall.
func (x *asking) months(w *warehouse.Warehouse) error {
	if from := x.Query.From; from != "" && from != from.MonthStart() {
		return &models.Error{Code: models.Invalid, Where: "--from " + string(from),
			What: "is not the first day of a month, which would look like a rise",
			Fix:  "write for example --from " + string(from[:7])}
	}
	if x.Query.To != "" {
		if x.Query.To != x.Query.To.MonthEnd() {
			return &models.Error{Code: models.Invalid, Where: "--to " + string(x.Query.To),
				What: "is not the last day of a month, which would look like a fall",
				Fix:  "write for example --to " + string(x.Query.To[:7])}
		}
		return nil
	}
	until, err := w.Covered(x.Query.Metric)
	if err != nil || until == "" {
		return err
	}
	if until != until.MonthEnd() {
		until = until.MonthStart().AddDays(-1)
	}
	if from := x.Query.From; from > until {
		return &models.Error{Code: models.Invalid, Where: "--from " + string(from),
			What: "is after " + string(until) + ", the last day of a whole month that the sources tell of",
			Fix:  "give an earlier --from"}
	}
	x.Query.To = until
	return nil
}
