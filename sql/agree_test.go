package sql_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// agrees holds what a metric gives for analysis against its value: part over whole
// of a share or rate, and the quantile of the distribution behind a median. Every
// ask of every case comes by here.
func (b *bench) agrees(m *models.Metric, plan *scope.Plan, sql string) {
	b.t.Helper()
	if m.Counted() {
		for _, problem := range b.parts(m, sql) {
			b.t.Error(problem)
		}
	}
	if m.Household != "" {
		for _, problem := range b.households(m, plan, sql) {
			b.t.Error(problem)
		}
	}
	if m.Values != "" {
		b.quantiles(m, plan, sql)
	}
}

// households tells on which rows a metric says another number of households, up to 2,
// than there are when they are counted one by one.
func (b *bench) households(m *models.Metric, plan *scope.Plan, sql string) []string {
	b.t.Helper()
	counted, slow := *m, *plan
	counted.Adds = nil // each row by itself
	line := householdsLine.FindStringIndex(m.SQL)
	if line == nil {
		return []string{m.Name + ": gives no households"}
	}
	counted.SQL = m.SQL[:line[0]] + "\n    cast(least(count(distinct first_household), 2) as integer) as households" + m.SQL[line[1]:]
	slow.Metric = &counted
	other, _ := slow.SQL()
	want := b.numbers(other, "households")
	var out []string
	for i, r := range b.numbers(sql, "households") { // both in the order of their dimensions
		switch {
		case i >= len(want) || fmt.Sprint(want[i].dims) != fmt.Sprint(r.dims):
			out = append(out, fmt.Sprintf("%s %v: no such row when households are counted", m.Name, r.dims))
		case want[i].v[0] != r.v[0] && !(math.IsNaN(r.v[0]) && want[i].v[0] == 0):
			out = append(out, fmt.Sprintf("%s %v: %v households, want %v", m.Name, r.dims, r.v[0], want[i].v[0]))
		}
	}
	return out
}

var householdsLine = regexp.MustCompile(`\n.* as households\b`)

// parts tells on which rows part and whole are not what the value is made of.
func (b *bench) parts(m *models.Metric, sql string) []string {
	b.t.Helper()
	var out []string
	for _, r := range b.numbers(sql, "value", "n", "part", "whole") {
		if problem := disagrees(m, models.MetricRow{Value: r.v[0], Known: !math.IsNaN(r.v[0]), Part: r.v[2], Whole: r.v[3]}); problem != "" {
			out = append(out, fmt.Sprintf("%s %v: %s", m.Name, r.dims, problem))
		}
	}
	return out
}

// disagrees tells what is wrong with part and whole of a row; "" when nothing is.
func disagrees(m *models.Metric, r models.MetricRow) string {
	switch {
	case !r.Known:
		return ""
	case r.Whole <= 0:
		return "there is a value and no whole"
	case m.Interval == models.Wilson && (r.Part < 0 || r.Part > r.Whole || r.Part != math.Trunc(r.Part) || r.Whole != math.Trunc(r.Whole)):
		return "part is no count among whole"
	case m.Interval == models.Poisson && (r.Part < 0 || r.Part != math.Trunc(r.Part)):
		return "part is no count"
	case math.Abs(r.Value-m.Factor()*r.Part/r.Whole) > 1e-12*math.Abs(r.Value):
		return "value is not part over whole"
	}
	return ""
}

func (b *bench) quantiles(m *models.Metric, plan *scope.Plan, sql string) {
	b.t.Helper()
	groups := map[[3]string]*models.SampleGroup{}
	for _, r := range b.numbers(plan.Sample(), "value", "counted", "ended") {
		g := groups[r.dims]
		if g == nil {
			g = &models.SampleGroup{}
			groups[r.dims] = g
		}
		if math.IsNaN(r.v[0]) {
			g.Missing += int64(r.v[1])
			continue
		}
		g.Values = append(g.Values, models.SampleValue{Value: r.v[0], Count: int64(r.v[1]), Ended: int64(r.v[2])})
	}
	for _, r := range b.numbers(sql, "value") {
		g := groups[r.dims]
		if g == nil {
			b.t.Errorf("%s %v: has a value and no distribution", m.Name, r.dims)
			continue
		}
		if problem := differs(m, *g, r.v[0], !math.IsNaN(r.v[0])); problem != "" {
			b.t.Errorf("%s %v: %s", m.Name, r.dims, problem)
		}
	}
}

// differs holds the median of a distribution against the metric's; "" when equal.
func differs(m *models.Metric, g models.SampleGroup, value float64, known bool) string {
	var got float64
	var ok bool
	if m.Waits() {
		var waits []stats.Tally
		for _, v := range g.Values {
			waits = append(waits, stats.Tally{Time: v.Value, Ended: v.Ended, Censored: v.Count - v.Ended})
		}
		if curve, err := stats.KaplanMeierTally(waits, 0.95); err == nil {
			q := curve.Reached(0.5, stats.LogLog)
			got, ok = q.Time, q.HasTime
		}
	} else {
		var values []float64
		var counts []int64
		for _, v := range g.Values {
			values, counts = append(values, v.Value), append(counts, v.Count)
		}
		if q, err := stats.QuantileOf(values, counts, m.Quantile, 0.95); err == nil {
			got, ok = q.Value, true
		}
	}
	if ok != known || ok && math.Abs(got-value) > 1e-9 {
		return "the distribution has another quantile than the metric"
	}
	return ""
}

type numbered struct {
	dims [3]string
	v    []float64 // NaN for null
}

// numbers reads the dimensions and columns of a statement.
func (b *bench) numbers(sql string, columns ...string) []numbered {
	b.t.Helper()
	list := ""
	for _, c := range columns {
		list += ", cast(" + c + " as double)"
	}
	rows, err := b.db.QueryContext(context.Background(), "select dim_1, dim_2, dim_3"+list+" from ("+sql+") as answered")
	if err != nil {
		b.t.Fatalf("%v\n%s", err, sql)
	}
	defer rows.Close()
	var out []numbered
	for rows.Next() {
		var dims [3]*string
		cells := make([]*float64, len(columns))
		into := []any{&dims[0], &dims[1], &dims[2]}
		for i := range cells {
			into = append(into, &cells[i])
		}
		if err := rows.Scan(into...); err != nil {
			b.t.Fatal(err)
		}
		r := numbered{v: make([]float64, len(columns))}
		for i, d := range dims {
			if d != nil {
				r.dims[i] = *d
			}
		}
		for i, c := range cells {
			r.v[i] = math.NaN()
			if c != nil {
				r.v[i] = *c
			}
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// Which shares and rates carry an interval is a decision, so a new one has to be
// put on one of two lists: those below would be wrong to read as counts drawn from
// something.
func TestEverySharesIntervalIsDecided(t *testing.T) {
	without := map[string]string{
		"claims_approved_share":            "euros, not counted units",
		"claims_difference_share":          "euros, not counted units",
		"claims_unsupported_share":         "euros, not counted units",
		"claims_support_known_share":       "euros, not counted units",
		"occupancy_share":                  "persons over beds: the part is not of the whole, and can pass it",
		"places_target_share":              "against a target, and can pass 1",
		"places_top10_share":               "the ten are chosen because they are the largest",
		"municipalities_with_places_share": "all municipalities there are: nothing is drawn",
		"municipalities_reached_share":     "all municipalities there are: nothing is drawn",
		"municipalities_reporting_share":   "all municipalities there are: nothing is drawn",
		"placements_per_fte":               "households come by place and by day, dozens at once",
		"places_centre_city_share":         "places come by location, dozens at once",
		"places_kept_90_days_share":        "places come by location, dozens at once",
		"stale_places_share":               "places come by location, dozens at once",
		"places_per_1000":                  "places come by location, dozens at once",
		"places_solidarity_ratio":          "places come by location, dozens at once",
		"prospection_places_per_location":  "places come by location, dozens at once",
		"questions_little_ratio":           "a ratio of two means",
		"questions_open_per_fte":           "a queue: the same question is there month after month",
		"questions_top10_themes_share":     "the ten are chosen because they are the largest",
		"referred_flanders_share":          "persons are referred by household",
		"support_top10_share":              "the ten are chosen because they are the largest",
	}
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range p.Metrics {
		share := slices.Contains([]string{"share", "per_1000", "ratio"}, m.Unit) && m.NotMeasurable == "" && m.Name != "places_gini" && m.Name != "support_gini"
		_, left := without[m.Name]
		if share && m.Drawn() == left {
			t.Errorf("%s: interval is %q; on the list of those without: %v", m.Name, m.Interval, left)
		}
	}
}
