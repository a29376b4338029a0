package disclose_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// register is persons, each with a town, a kind, a month and whether they work, to be asked
// as a warehouse is.
type register []person

type person struct {
	town, kind, month string
	works             bool
}

var provinces = map[string]string{"a": "north", "b": "north", "c": "north", "d": "south", "e": "south"}

func (p person) code(dimension string) string {
	switch dimension {
	case "town":
		return p.town
	case "province":
		return provinces[p.town]
	case "kind":
		return p.kind
	}
	return "2023-" + p.month + "-01"
}

// ask answers a metric: of beds the persons, of working the share that works, of cots the
// persons, with zeros for months in which a place has none.
func (r register) ask(_ context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	m := map[string]*models.Metric{"beds": beds, "working": working, "cots": cots, "euro": euro, "wait": wait}[q.Metric]
	out := &models.MetricResult{Metric: m, Query: q}
	for _, name := range q.By {
		out.Dims = append(out.Dims, project().Dimension(name))
	}
	at := map[string]int{}
	add := func(dims []string, n, part float64) {
		key := strings.Join(dims, " ")
		i, ok := at[key]
		if !ok {
			i = len(out.Rows)
			at[key] = i
			out.Rows = append(out.Rows, models.MetricRow{Dims: dims, Known: true})
		}
		row := &out.Rows[i]
		row.Whole, row.Part, row.N = row.Whole+n, row.Part+part, row.N+int64(n)
		row.Value = row.Whole
		if m == euro {
			row.Value *= 100
		}
		if m == working {
			row.Value = row.Part / row.Whole
		}
	}
	if len(q.By) == 0 {
		add([]string{}, 0, 0)
	}
	for _, p := range r {
		if slices.ContainsFunc(q.Where, func(f models.Filter) bool { return !slices.Contains(f.Values, p.code(f.Dimension)) }) {
			continue
		}
		dims := []string{}
		for _, name := range q.By {
			dims = append(dims, p.code(name))
		}
		part := 0.0
		if p.works {
			part = 1
		}
		add(dims, 1, part)
	}
	for i, name := range q.By {
		if name != "month" || m != cots {
			continue
		}
		for _, row := range slices.Clone(out.Rows) {
			for _, month := range []string{"2023-01-01", "2023-02-01", "2023-03-01"} {
				dims := slices.Clone(row.Dims)
				dims[i] = month
				add(dims, 0, 0)
			}
		}
	}
	slices.SortFunc(out.Rows, func(a, b models.MetricRow) int { return slices.Compare(a.Dims, b.Dims) })
	return out, nil
}

var cots = func() *models.Metric {
	m := *beds
	m.Name, m.Empty = "cots", "zero"
	return &m
}()

// euro is an amount of 100 a person, and wait a median of as many days as there are persons.
var (
	euro = &models.Metric{Name: "euro", Unit: "eur", Protects: "person", Kind: "flow", Relation: "fct_bed", OverTime: "sum", OverPlace: "sum", OverGroups: "sum"}
	wait = &models.Metric{Name: "wait", Unit: "days", Protects: "person", Kind: "flow", Relation: "fct_bed", OverTime: "none", OverPlace: "none", OverGroups: "none"}
)

var working = &models.Metric{
	Name: "working", Unit: "share", Protects: "person", Kind: "flow", Relation: "fct_bed", OverTime: "none", OverPlace: "none", OverGroups: "none", Interval: models.Wilson,
}

func people(random *rand.Rand, most int) register {
	var out register
	for _, town := range strings.Fields("a b c d e") {
		for _, kind := range strings.Fields("x y z") {
			for _, month := range strings.Fields("01 02 03") {
				for range random.IntN(most) - most/4 {
					out = append(out, person{town, kind, month, random.IntN(2) == 0})
				}
			}
		}
	}
	return out
}

// quarter asks for something of the first three months.
func quarter(metric string, where string, dims ...string) models.MetricQuery {
	q := models.MetricQuery{Metric: metric, From: "2023-01-01", To: "2023-03-31", By: dims}
	if dim, code, ok := strings.Cut(where, "="); ok {
		q.Where = []models.Filter{{Dimension: dim, Values: []string{code}}}
	}
	return q
}
