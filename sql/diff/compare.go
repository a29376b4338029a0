package diff

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// Options say what is compared.
type Options struct {
	Older, Newer *models.Manifest
	// OlderBy and NewerBy are the definitions that they were made by; nil where these were
	// not kept, and those of Project, which are today's, stand in for them.
	OlderBy, NewerBy, Project *models.Project
	// Open opens the warehouse of a manifest with definitions: with the tables that it
	// names, or with all of them made by this SQL.
	Open func(ctx context.Context, by *models.Project, m *models.Manifest, stored bool) (*warehouse.Warehouse, error)
	// By are the dimensions that figures are cut by; month when nil.
	By      []string
	Metrics []string // all when empty
}

// comparison is one Compare under way.
type comparison struct {
	o       Options
	project *models.Project      // the definitions of the newer one
	older   *warehouse.Warehouse // as it was; renewed where its definitions were not kept, or are the new ones
	newer   *warehouse.Warehouse
	renewed *warehouse.Warehouse // old tables, new definitions of contracts and metrics
	retold  *warehouse.Warehouse // old deliveries, new definitions; opened when needed
	then    *warehouse.Inputs    // of older
	inputs  *warehouse.Inputs
	loads   map[string]Delivery
	again   map[string]string // load read again -> load that it is now
	mended  map[string]string // load that counts no more -> load of the same name that took its place
	touched map[string]bool   // entities with other deliveries
	moved   map[string][]moved
}

// Compare tells what changed from the older snapshot to the newer one. A metric that
// is not there, or cannot be cut as asked, is *models.Error.
func Compare(ctx context.Context, o Options) (_ *Result, err error) {
	if o.By == nil {
		o.By = []string{"month"}
	}
	c := &comparison{o: o, loads: map[string]Delivery{}, again: map[string]string{}, mended: map[string]string{}, touched: map[string]bool{}, moved: map[string][]moved{}}
	defer func() {
		err = errors.Join(err, c.close())
	}()
	if err := c.open(ctx); err != nil {
		return nil, err
	}
	out := &Result{By: o.By, Figures: []Figure{}, SQL: []string{}, MetricSQL: []string{}, NewMetrics: []string{}, Gone: []string{}, Notes: []string{},
		Older: Side{o.Older.Snapshot, c.older.KnownAt(), o.Older.Engine}, Newer: Side{o.Newer.Snapshot, c.newer.KnownAt(), o.Newer.Engine}}
	c.definitions(out)
	out.Deliveries = c.deliveries()
	for _, d := range out.Deliveries {
		c.touched[d.Source+"/"+d.Entity] = true
	}
	metrics, err := c.asked()
	if err != nil {
		return nil, err
	}
	for _, m := range metrics {
		if err := c.figure(ctx, out, m); err != nil {
			return nil, err
		}
	}
	out.order()
	return out, nil
}

// asked gives the metrics to compare. One that was named must be cut as asked; of all
// of them, those that can be.
func (c *comparison) asked() ([]*models.Metric, error) {
	var out []*models.Metric
	var errs []error
	known := map[string]bool{}
	for _, m := range c.project.Metrics {
		for name := range m.Dimensions {
			known[name] = true
		}
	}
	refuse := func(what, fix string) {
		errs = append(errs, &models.Error{Code: models.Invalid, Where: "--by " + strings.Join(c.o.By, ","), What: what, Fix: fix})
	}
	if n := len(c.o.By); n > scope.MaxDims {
		refuse(fmt.Sprintf("names %d dimensions, want at most %d", n, scope.MaxDims), "leave some out")
	}
	times := 0
	for i, by := range c.o.By {
		if slices.Contains(models.TimeGrains, by) {
			times++
		}
		if slices.Contains(c.o.By[:i], by) {
			refuse("names "+by+" twice", "name it once")
		} else if times == 2 && slices.Contains(models.TimeGrains, by) {
			refuse("names two dimensions of time", "name one of "+strings.Join(models.TimeGrains, ", "))
		}
		if !known[by] && !slices.Contains(models.TimeGrains, by) {
			names := slices.Clone(models.TimeGrains)
			for name := range known {
				names = append(names, name)
			}
			slices.Sort(names)
			errs = append(errs, &models.Error{Code: models.Invalid, Where: "--by " + by, What: "is a dimension of no metric", Fix: models.DidYouMean(by, names)})
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	names := c.o.Metrics
	if len(names) == 0 {
		for _, m := range c.project.Metrics {
			names = append(names, m.Name)
		}
		slices.Sort(names)
	}
	for _, name := range names {
		m, err := c.project.Metric(name)
		if _, now := c.o.Project.Metric(name); err != nil && now == nil {
			err = &models.Error{Code: models.Invalid, Where: "metric " + name, What: fmt.Sprintf("is not in snapshot %d", c.o.Newer.Snapshot), Fix: "run peil run: it was written since, or taken up again"}
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if m.NotMeasurable != "" {
			if len(c.o.Metrics) > 0 {
				errs = append(errs, &models.Error{Code: models.Invalid, Where: "metric " + name, What: "cannot be measured yet", Fix: "it needs " + m.Needs})
			}
			continue
		}
		if len(c.o.Metrics) == 0 && slices.ContainsFunc(c.o.By, func(by string) bool { return m.Dimensions[by] == "" && !slices.Contains(m.Grains(), by) }) {
			continue
		}
		out = append(out, m)
	}
	return out, errors.Join(errs...)
}

// figure compares one metric.
func (c *comparison) figure(ctx context.Context, out *Result, m *models.Metric) error {
	below, reads := c.below(m.Name), c.inputs.Metrics[m.Name]
	f := Figure{Metric: m.Name, TitleNL: m.TitleNL, Unit: m.Unit, Kind: m.Kind, Cells: []Cell{}, Definition: c.defined(out, m.Name, below)}
	was := c.told(m)
	if was == c.older {
		reads = c.then.Metrics[m.Name]
	}
	same, err := c.same(ctx, m, was)
	if err != nil {
		return err
	}
	own := slices.Contains(out.MetricSQL, m.Name) || slices.Contains(out.Parameters, m.Name)
	if same && !own {
		out.Skipped++
		return nil
	}
	_, made, err := was.Stands(ctx, reads...)
	if err != nil {
		return err
	}
	if f.told, err = was.Covered(m.Name); err == nil {
		f.toldNow, err = c.newer.Covered(m.Name)
	}
	if err != nil {
		return err
	}
	f.Edited = c.edited(m.Name)
	f.Retold = f.Edited || own && was == c.renewed || len(made) > 0 && (c.o.OlderBy == nil || was != c.older)
	changes, err := c.rowsBelow(ctx, m, below)
	if err != nil {
		return err
	}
	for _, q := range c.questions(m) {
		cells, err := c.cells(ctx, m, q, &f, was)
		var refused *models.Error
		if errors.As(err, &refused) && len(c.o.Metrics) == 0 && !errors.Is(err, context.Canceled) {
			f.Problem = refused.Error() // one metric that cannot be had again does not hide the others
			break
		}
		if err != nil {
			return err
		}
		for i := range cells {
			c.explain(m, &cells[i], &f, changes, below)
		}
		f.Cells = append(f.Cells, cells...)
	}
	if len(f.Cells) == 0 && f.Problem == "" && !own && !f.Edited {
		out.Same++
		return nil
	}
	_, loose := c.reasons(m, changes, "0", "0")
	f.Beside = tidy(loose)
	out.Figures = append(out.Figures, f)
	return nil
}

// same tells whether a metric stands on the same rows in both snapshots, and is told
// until the same day.
func (c *comparison) same(ctx context.Context, m *models.Metric, older *warehouse.Warehouse) (bool, error) {
	reads := c.inputs.Metrics[m.Name]
	was, err := c.renewed.Fingerprints(ctx, reads)
	if err != nil {
		return false, err
	}
	is, err := c.newer.Fingerprints(ctx, reads)
	if err != nil {
		return false, err
	}
	for name := range is {
		if was[name] != is[name] {
			return false, nil
		}
	}
	before, err := older.Covered(m.Name)
	if err != nil {
		return false, err
	}
	after, err := c.newer.Covered(m.Name)
	// The same stock is told of more days by a later snapshot.
	return before == after && (m.Kind != "stock" || c.older.KnownAt() == c.newer.KnownAt()), err
}

// cells computes one question on both sides and gives what differs, in order.
func (c *comparison) cells(ctx context.Context, m *models.Metric, q question, f *Figure, was *warehouse.Warehouse) ([]Cell, error) {
	old, err := was.Metric(ctx, q.MetricQuery)
	if err != nil {
		return nil, err
	}
	now, err := c.newer.Metric(ctx, q.MetricQuery)
	if err != nil {
		return nil, err
	}
	retold, err := c.redefined(ctx, q.MetricQuery, f)
	if err != nil {
		return nil, err
	}
	before, after := values(old.Rows), values(now.Rows)
	var out []Cell
	done := map[string]bool{}
	for _, row := range slices.Concat(now.Rows, old.Rows) {
		key := strings.Join(row.Dims, "\x00")
		if done[key] {
			continue
		}
		done[key] = true
		cell := Cell{Dims: row.Dims, On: q.on, Old: before[key], New: after[key]}
		if first, _, start := c.months(row.Dims); first != "" && c.beyond(m, start, f.told) && (m.Kind == "stock" || start <= f.toldNow) {
			cell.Old, cell.Fresh = nil, true // a period that neither tells of is not new
		}
		if equal(cell.Old, cell.New) {
			continue
		}
		if cell.Old != nil && cell.New != nil {
			cell.Difference = number(*cell.New - *cell.Old)
			if then := retold[key]; then != nil {
				cell.Definition = number(*then - *cell.Old)
			}
		}
		out = append(out, cell)
	}
	if len(c.o.By) == 1 {
		slices.SortStableFunc(out, func(a, b Cell) int { return slices.Compare(a.Dims, b.Dims) })
	}
	return out, nil
}

// explain gives a cell its reasons.
func (c *comparison) explain(m *models.Metric, cell *Cell, f *Figure, changes []change, below []string) {
	first, last, _ := c.months(cell.Dims)
	if first == "" && cell.On != "" && cell.On != "total" {
		first = string(models.Date(cell.On).MonthStart())
		last = first
	}
	tied, loose := c.reasons(m, changes, first, last)
	if cell.Fresh {
		tied = slices.DeleteFunc(tied, func(r Reason) bool { return r.Kind != New || m.Kind == "stock" })
		if cell.Why = tied; len(tied) == 0 {
			cell.Why = []Reason{{Kind: New}}
		}
		return
	}
	cell.Why = []Reason{}
	if cell.Definition == nil || *cell.Definition != 0 {
		for _, r := range f.Definition {
			if r.Kind != MetricSQL || !f.Retold {
				cell.Why = append(cell.Why, r)
			}
		}
	}
	// What the definitions explain whole needs no rows.
	if cell.Definition == nil || cell.Difference == nil || *cell.Definition != *cell.Difference {
		goesOn := len(tied) == 0 && c.goesOn(m, f, below)
		if len(tied) == 0 {
			tied = tidy(nearest(m, loose))
		}
		cell.Why = append(cell.Why, tied...)
		if goesOn {
			cell.Why = append(cell.Why, Reason{Kind: Knowledge, Name: string(f.toldNow) + " instead of " + string(f.told)})
		}
	}
	if r, ok := c.toldLater(m, cell, f); ok {
		cell.Why = append(cell.Why, r)
	}
	if len(cell.Why) == 0 {
		cell.Why = c.elsewhere(below)
	}
	if len(cell.Why) == 0 {
		switch {
		case c.older.KnownAt() != c.newer.KnownAt() && slices.Contains(below, "ref.knowledge"):
			cell.Why = append(cell.Why, Reason{Kind: Knowledge, Name: string(c.newer.KnownAt()) + " instead of " + string(c.older.KnownAt())})
		case c.o.Older.Engine != c.o.Newer.Engine:
			cell.Why = append(cell.Why, Reason{Kind: Engine})
		default:
			cell.Why = append(cell.Why, Reason{Kind: Untraced})
		}
	}
}

func values(rows []models.MetricRow) map[string]*float64 {
	out := map[string]*float64{}
	for _, r := range rows {
		if r.Known {
			out[strings.Join(r.Dims, "\x00")] = &r.Value
		}
	}
	return out
}

func equal(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// number takes away what subtracting two doubles leaves behind their digits.
func number(v float64) *float64 {
	const digits = 1e6
	if r := math.Round(v*digits) / digits; r != 0 && math.Abs(v) < 1e9 {
		v = r
	}
	return &v
}
