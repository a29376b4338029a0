package diff

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// open opens the two snapshots, the older one by its own definitions where they were kept.
func (c *comparison) open(ctx context.Context) (err error) {
	o := &c.o
	c.project = cmp.Or(o.NewerBy, o.Project)
	if c.newer, err = o.Open(ctx, c.project, o.Newer, true); err != nil {
		return err
	}
	if c.renewed, err = o.Open(ctx, c.project, o.Older, true); err != nil {
		return err
	}
	if c.inputs, err = c.newer.Inputs(ctx); err != nil {
		return err
	}
	c.older, c.then = c.renewed, c.inputs
	if o.OlderBy == nil || o.Older.Definitions == o.Newer.Definitions && o.NewerBy != nil {
		return nil
	}
	if c.older, err = o.Open(ctx, o.OlderBy, o.Older, true); err != nil {
		return err
	}
	c.then, err = c.older.Inputs(ctx)
	return err
}

func (c *comparison) close() error {
	var errs []error
	for i, all := 0, []*warehouse.Warehouse{c.older, c.newer, c.renewed, c.retold}; i < len(all); i++ {
		if all[i] != nil && !slices.Contains(all[:i], all[i]) {
			errs = append(errs, all[i].Close())
		}
	}
	return errors.Join(errs...)
}

// told gives the warehouse that tells the older values of a metric: the one of then, unless
// the metric is not in it, or was not cut so.
func (c *comparison) told(m *models.Metric) *warehouse.Warehouse {
	if c.older == c.renewed {
		return c.renewed
	}
	was, err := c.o.OlderBy.Metric(m.Name)
	if err != nil || was.NotMeasurable != "" || was.Kind != m.Kind || was.Unit != m.Unit ||
		slices.ContainsFunc(c.o.By, func(by string) bool { return was.Dimensions[by] == "" && !slices.Contains(was.Grains(), by) }) {
		return c.renewed
	}
	return c.older
}

// edited tells whether the metric's SQL in the project is not that of the newer
// snapshot: it was changed and not run yet. A metric that is younger than the
// snapshot was not changed: both values are by the one definition there is.
func (c *comparison) edited(metric string) bool {
	m, err := c.project.Metric(metric)
	if err != nil {
		return false
	}
	sum := warehouse.MetricHash(m)
	return slices.ContainsFunc(c.o.Newer.Metrics, func(h models.SQLHash) bool { return h.Name == metric && h.SHA256 != sum })
}

// listRows gives the rows in which lists differ.
func (c *comparison) listRows(out *Result) {
	if c.o.OlderBy == nil {
		return
	}
	for _, name := range out.Lists {
		was, is := rowsOfList(c.o.OlderBy, name), rowsOfList(c.project, name)
		out.ListRows = append(out.ListRows, ListRows{name, without(was, is), without(is, was)})
	}
}

// rowsOfList reads a list line by line, its header too; nothing where it is not there.
func rowsOfList(p *models.Project, name string) []string {
	list, ok := p.Lists[name]
	if !ok {
		return nil
	}
	text, err := fs.ReadFile(p.FS, list.File)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimRight(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"), "\n")
}

// without gives the lines that other does not have, or has less often, in their order.
func without(lines, other []string) []string {
	have := map[string]int{}
	for _, line := range other {
		have[line]++
	}
	out := []string{}
	for _, line := range lines {
		if have[line]--; have[line] < 0 {
			out = append(out, line)
		}
	}
	return out
}

// parameters takes out of the SQL that changed what changed only by a number of the list of
// parameters, which is written into it.
func (c *comparison) parameters(out *Result) {
	if c.o.OlderBy == nil || !slices.Contains(out.Lists, models.ParameterList) {
		return
	}
	only := func(name, was, is string) bool {
		before, err := fs.ReadFile(c.o.OlderBy.FS, was)
		after, e := fs.ReadFile(c.project.FS, is)
		same := err == nil && e == nil && bytes.Equal(before, after)
		if same {
			out.Parameters = append(out.Parameters, name)
		}
		return same
	}
	out.SQL = slices.DeleteFunc(out.SQL, func(name string) bool {
		was, err := c.o.OlderBy.Relation(name)
		is, e := c.project.Relation(name)
		return err == nil && e == nil && only(name, was.File, is.File)
	})
	out.MetricSQL = slices.DeleteFunc(out.MetricSQL, func(name string) bool {
		was, err := c.o.OlderBy.Metric(name)
		is, e := c.project.Metric(name)
		return err == nil && e == nil && only(name, was.File, is.File)
	})
}

// redefined computes what the new definitions make of the old data, by member; nil where
// definitions are the same, or it is not known what they were.
func (c *comparison) redefined(ctx context.Context, q models.MetricQuery, f *Figure) (map[string]*float64, error) {
	of := func(kinds ...Kind) bool {
		return slices.ContainsFunc(f.Definition, func(r Reason) bool { return slices.Contains(kinds, r.Kind) })
	}
	below := of(SQL, List)
	sum, err := c.project.Definitions()
	if err != nil || sum != c.o.Newer.Definitions || !below && (f.Retold || !of(MetricSQL)) {
		return nil, err
	}
	w := c.renewed
	if below {
		if c.retold == nil {
			if c.retold, err = c.o.Open(ctx, c.project, c.o.Older, false); err != nil {
				return nil, err
			}
		}
		w = c.retold
	}
	r, err := w.Metric(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("compute %s with the new definitions on the old deliveries: %w", q.Metric, err)
	}
	return values(r.Rows), nil
}
