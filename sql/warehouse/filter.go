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

// Wrong tells all that is wrong with a query, mistyped values of its filters too, and
// computes nothing.
func (w *Warehouse) Wrong(ctx context.Context, q models.MetricQuery) error {
	m, err := w.project.Metric(q.Metric)
	if err != nil || m.NotMeasurable != "" {
		return err
	}
	r, err := w.project.Relation(m.Relation)
	if err != nil {
		return err
	}
	plan, errs := scope.New(w.project, m, r, q, w.knownAt)
	return w.refused(ctx, plan, errs)
}

// refused adds to what is wrong with a query the values of filters that are none: those of
// dimensions that the metric has are looked up, whatever else is wrong.
func (w *Warehouse) refused(ctx context.Context, plan *scope.Plan, errs []error) error {
	of := *plan
	of.Filters = slices.DeleteFunc(slices.Clone(plan.Filters), func(f models.Filter) bool { return !plan.Allows(f.Dimension) })
	if len(errs) > 0 {
		of.Division = "" // it may be what is wrong
	}
	if len(of.Filters) == 0 {
		return errors.Join(errs...)
	}
	if _, err := w.open(ctx, of.Metric, of.Reads()); err != nil {
		return errors.Join(append(errs, err)...)
	}
	return errors.Join(append(errs, w.checkFilters(ctx, &of))...)
}

// checkFilters refuses values that no row and no label has, since a misspelt
// value would count nothing and look like zero.
func (w *Warehouse) checkFilters(ctx context.Context, plan *scope.Plan) error {
	var errs []error
	for _, f := range plan.Filters {
		if slices.Contains(models.TimeGrains, f.Dimension) {
			for _, v := range f.Values {
				d := models.Date(v)
				if models.DateOf(d.Time()) != d || scope.PeriodStart(d, f.Dimension) != d {
					errs = append(errs, &models.Error{Code: models.Invalid, Where: scope.Where(plan.Metric.Name, f.Dimension),
						What: fmt.Sprintf("%q is not the first day of a %s", v, f.Dimension), Fix: "write for example 2023-01-01"})
				}
			}
			continue
		}
		labels, err := w.Labels(ctx, f.Dimension, "")
		if err != nil {
			return err
		}
		var known []string // asked of the rows only when a label does not say it
		for _, v := range f.Values {
			if v == "" || slices.ContainsFunc(labels, func(l models.Label) bool { return l.Code == v }) {
				continue
			}
			if known == nil {
				if known, err = w.members(ctx, plan, f.Dimension, labels); err != nil {
					return err
				}
			}
			if !slices.Contains(known, v) {
				near, err := w.nearestMembers(ctx, f.Dimension, v, known)
				if err != nil {
					return err
				}
				errs = append(errs, &models.Error{Code: models.Invalid, Where: scope.Where(plan.Metric.Name, f.Dimension),
					What: fmt.Sprintf("%q is no value of %s", v, f.Dimension), Fix: "did you mean " + near + "?"})
			}
		}
	}
	return errors.Join(errs...)
}

// nearestMembers names the codes that look most like a text, with what they stand for.
func (w *Warehouse) nearestMembers(ctx context.Context, dimension, text string, known []string) (string, error) {
	labels, err := w.Labels(ctx, dimension, "")
	if err != nil {
		return "", err
	}
	names := map[string][]string{}
	for _, code := range known {
		names[code] = nil
	}
	for _, l := range labels {
		names[l.Code] = []string{l.NL, l.EN}
	}
	delete(names, "")
	near := models.NearestOf(text, names, 3)
	for i, code := range near {
		if label := names[code]; len(label) > 0 && label[0] != code {
			near[i] += " (" + label[0] + ")"
		}
	}
	return strings.Join(near, ", "), nil
}

// members gives the codes that a dimension may have: its labels and its rows'.
func (w *Warehouse) members(ctx context.Context, plan *scope.Plan, dimension string, labels []models.Label) ([]string, error) {
	out, err := w.column(ctx, plan.Members(dimension))
	if err != nil {
		return nil, fmt.Errorf("list values of %s: %w", dimension, err)
	}
	for _, l := range labels {
		out = append(out, l.Code)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
