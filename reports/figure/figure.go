// Package figure turns a metric and its parameters into a figure: shown values,
// unit, period, and where they come from, under an id that resolves for ever.
//
// It knows no charts, no HTML and no engine: it asks a Querier. What it hands on
// has passed the disclosure gate; the raw answer stays inside Make.
package figure

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Querier answers metrics from one snapshot at one knowledge date.
type Querier interface {
	// Metric computes one metric. Rows come in a total order.
	Metric(ctx context.Context, q models.MetricQuery) (*models.MetricResult, error)
	// Sample gives the distribution behind a metric that names its values.
	Sample(ctx context.Context, q models.MetricQuery) (*models.Sample, error)
	// Labels names the members of a dimension in display order.
	Labels(ctx context.Context, dimension, lang string) ([]models.Label, error)
	// Covered gives the last day that all sources of a metric tell about; empty
	// when one of them never delivered.
	Covered(metric string) (models.Date, error)
	// Lineage tells which relations and deliveries stand under metrics and relations.
	Lineage(names ...string) (models.Lineage, error)
}

// Figure is one answer that may be shown.
type Figure struct {
	ID      string
	Metric  *models.Metric
	Query   models.MetricQuery // with defaults filled in
	Dims    []*models.Dimension
	Safe    disclose.Safe
	SQL     string
	Lineage models.Lineage
	// Division is the division of the country that was asked for; nil for that of
	// each row's own day.
	Division *models.GeographyChoice
	// Final is the last day that periods may go on to be complete; none when all are.
	Final models.Date
	// Until is the last day that the sources tell about, where a later one was asked for
	// and one of them is late: what is shown is then as on that day.
	Until models.Date
	// Gaps are days about which no delivery came, between others that did, so that something
	// of what was asked may be missing.
	Gaps []models.Span
	// Absent is how many deliveries did not come that would have told of what was asked.
	Absent int

	order [][]string // display order of the codes, by dimension
}

// Maker makes the figures of one edition and remembers their labels.
type Maker struct {
	Querier Querier
	Rule    disclose.Rule
	// Plan judges all answers of an edition together; nil where each is judged by itself.
	Plan    *disclose.Plan
	Edition string // part of each figure's id
	Lang    string

	labels map[string]map[string]string
	order  map[string][]string
	made   map[string]*Figure // by what was asked: a page quotes a figure in more than one place
}

// Make computes a figure. The same query in the same edition has the same id.
func (m *Maker) Make(ctx context.Context, q models.MetricQuery) (*Figure, error) {
	asked, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("name figure: %w", err)
	}
	if f, ok := m.made[string(asked)]; ok {
		return f, nil
	}
	f, err := m.compute(ctx, q)
	if err != nil {
		return nil, err
	}
	if m.made == nil {
		m.made = map[string]*Figure{}
	}
	m.made[string(asked)] = f
	return f, nil
}

func (m *Maker) compute(ctx context.Context, q models.MetricQuery) (*Figure, error) {
	result, err := m.Querier.Metric(ctx, q)
	if err != nil {
		return nil, err
	}
	lineage, err := m.Querier.Lineage(append([]string{result.Metric.Name}, result.Beside...)...)
	if err != nil {
		return nil, fmt.Errorf("trace %s: %w", q.Metric, err)
	}
	if err := errors.Join(onlyPublic(result.Metric, lineage), result.Metric.OnPages(q)); err != nil {
		return nil, err
	}
	id, err := ID(result.Query, m.Edition)
	if err != nil {
		return nil, err
	}
	safe := disclose.Apply(result, m.Rule)
	if m.Plan != nil {
		if safe, err = m.Plan.Apply(result); err != nil {
			return nil, err
		}
	}
	order := make([][]string, len(result.Dims))
	for i, d := range result.Dims {
		if err := m.learn(ctx, d); err != nil {
			return nil, err
		}
		order[i] = m.order[d.Name]
	}
	return &Figure{
		ID: id, Metric: result.Metric, Query: result.Query, Dims: result.Dims,
		Safe: safe, SQL: result.SQL, Lineage: lineage, Division: result.Division, Gaps: result.Gaps, order: order,
	}, nil
}

// onlyPublic refuses a metric that protects nobody, since its sources are public, and that
// was computed from another source too: its header does not say so.
func onlyPublic(m *models.Metric, l models.Lineage) error {
	if len(m.Public) == 0 {
		return nil
	}
	for _, d := range l.Deliveries {
		if !slices.ContainsFunc(m.Public, func(s models.PublicSource) bool { return s.Source == d.Source }) {
			return &models.Error{Code: models.Invalid, Where: m.File, What: "is public by its sources, and reads " + d.Source + "/" + d.Entity + " too",
				Fix: "name that source under sources, or take the others out of disclosure: public in peil.yml"}
		}
	}
	return nil
}

// Waits gives the distribution behind a figure, of the groups that may be told, and
// how many groups that leaves out. It is for statistics of it: no page shows it.
func (m *Maker) Waits(ctx context.Context, f *Figure) ([]models.SampleGroup, int, error) {
	s, err := m.Querier.Sample(ctx, f.Query)
	if err != nil {
		return nil, 0, err
	}
	groups, left := disclose.Waits(s, f.Safe)
	return groups, left, nil
}

// Rows gives the cells in display order: members as their dimension lists them,
// then those that it does not list by code, "not assigned" last.
func (f *Figure) Rows() []disclose.Row {
	rows := f.Safe.Rows()
	place := make([]map[string]int, len(f.order))
	for i, order := range f.order {
		place[i] = make(map[string]int, len(order)+1)
		for n, code := range order {
			place[i][code] = n - len(order) // below 0, where codes without a place are
		}
		place[i][""] = 1
	}
	slices.SortStableFunc(rows, func(x, y disclose.Row) int {
		for i := range place {
			if c := cmp.Or(place[i][x.Dims[i]]-place[i][y.Dims[i]], strings.Compare(x.Dims[i], y.Dims[i])); c != 0 {
				return c
			}
		}
		return 0
	})
	return rows
}

// ID names a figure: its metric and eight hexadecimal digits of the hash of its
// parameters and edition.
func ID(q models.MetricQuery, edition string) (string, error) {
	text, err := json.Marshal(q)
	if err != nil {
		return "", fmt.Errorf("name figure: %w", err)
	}
	sum := sha256.Sum256(append(text, edition...))
	return q.Metric + "-" + hex.EncodeToString(sum[:4]), nil
}

// As gives the figure under the id that it has as an answer of another kind, so that
// a sentence about it and a chart of it are two things on one page.
func (f *Figure) As(kind, edition string) (*Figure, error) {
	id, err := ID(f.Query, edition+" "+kind)
	if err != nil {
		return nil, err
	}
	out := *f
	out.ID = id
	return &out, nil
}

// learn reads the labels of a dimension once an edition.
func (m *Maker) learn(ctx context.Context, d *models.Dimension) error {
	if _, ok := m.labels[d.Name]; ok || d.Grain != "" {
		return nil
	}
	list, err := m.Querier.Labels(ctx, d.Name, m.Lang)
	if err != nil {
		return fmt.Errorf("name members of %s: %w", d.Name, err)
	}
	if m.labels == nil {
		m.labels, m.order = map[string]map[string]string{}, map[string][]string{}
	}
	names := make(map[string]string, len(list))
	for _, l := range list {
		text := l.NL
		if m.Lang == "en" && l.EN != "" {
			text = l.EN
		}
		names[l.Code] = text
		m.order[d.Name] = append(m.order[d.Name], l.Code)
	}
	m.labels[d.Name] = names
	return nil
}

// Label names one member of a dimension; a code without a name shows itself.
func (m *Maker) Label(dimension, code string) string {
	if text, ok := m.labels[dimension][code]; ok && text != "" {
		return text
	}
	if code == "" {
		if m.Lang == "en" {
			return "not assigned"
		}
		return "niet toegewezen"
	}
	return code
}

// Name gives the name of one member of a dimension, which need not cut any figure.
func (m *Maker) Name(ctx context.Context, dimension, code string) (string, error) {
	if err := m.learn(ctx, &models.Dimension{Name: dimension}); err != nil {
		return "", err
	}
	return m.Label(dimension, code), nil
}

// Order gives the codes of a dimension in display order; none when its codes
// order themselves.
func (m *Maker) Order(dimension string) []string { return m.order[dimension] }
