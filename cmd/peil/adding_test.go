package main

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// adder asks the demo for totals of metrics and for their parts.
type adder struct {
	t *testing.T
	w *warehouse.Warehouse
}

func adderOf(t *testing.T) adder {
	t.Helper()
	w, err := (&app{data: demoDir(t) + "/data", quiet: true}).open(t.Context(), momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return adder{t, w}
}

func (a adder) ask(metric string, by ...string) []models.MetricRow {
	a.t.Helper()
	r, err := a.w.Metric(a.t.Context(), models.MetricQuery{Metric: metric, By: by, To: "2023-12-31"})
	if err != nil {
		a.t.Fatalf("%s by %v: %v", metric, by, err)
	}
	return r.Rows
}

// cuts gives the dimensions of a metric, in the way that it puts their members
// together. Up to three are asked at once: when the smallest parts make the
// total, those that are made of them do too.
func (a adder) cuts(m *models.Metric) map[string][][]string {
	out := map[string][][]string{}
	for _, name := range slices.Sorted(maps.Keys(m.Dimensions)) {
		d := a.w.Project().Dimension(name)
		how := m.Over(d) + " over " + d.Direction()
		if n := len(out[how]); n > 0 && len(out[how][n-1]) < 3 {
			out[how][n-1] = append(out[how][n-1], name)
		} else {
			out[how] = append(out[how], []string{name})
		}
	}
	out[m.OverTime+" over time"] = [][]string{{"month"}}
	return out
}

// combined puts parts together in the way that a header gives, and counts those
// with a value other than 0: one part alone is its own total.
func combined(how string, parts []models.MetricRow) (value float64, telling int) {
	var n int64
	for _, p := range parts {
		if !p.Known {
			continue
		}
		if p.Value != 0 {
			telling++
		}
		switch how {
		case models.Sums:
			value += p.Value
		case models.Means:
			value += p.Value * float64(p.N)
			n += p.N
		case models.Lasts:
			value = p.Value
		}
	}
	if how == models.Means && n > 0 {
		value /= float64(n)
	}
	return value, telling
}

func nearly(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

// What a header says of adding up holds: put together in its way, the parts make
// the total that the metric's own SQL gives for the whole.
func TestPartsMakeTheTotalWhereTheHeaderSaysSo(t *testing.T) {
	t.Parallel()
	a := adderOf(t)
	proven := map[string]int{}
	for _, m := range a.w.Project().Metrics {
		if m.NotMeasurable != "" {
			continue
		}
		total := a.ask(m.Name)
		if len(total) == 0 || !total[0].Known {
			continue
		}
		for says, cuts := range a.cuts(m) {
			how, _, _ := strings.Cut(says, " ")
			for _, by := range cuts {
				if how == models.Never {
					continue
				}
				got, telling := combined(how, a.ask(m.Name, by...))
				if !nearly(got, total[0].Value) {
					t.Errorf("%s says %s: its parts by %v make %v, the metric gives %v", m.Name, says, by, got, total[0].Value)
				}
				if telling > 1 {
					proven[says]++
				}
			}
		}
	}
	// How many metrics there are that the demo can put to the test.
	for says, want := range map[string]int{
		"sum over time": 35, "last over time": 35, "sum over place": 45, "sum over group": 35, "mean over place": 2, "mean over group": 3,
	} {
		if proven[says] < want {
			t.Errorf("%s is proven for %d cuts, want at least %d: the demo says less than it did", says, proven[says], want)
		}
	}
}

// unseen are counts that do not add up although the demo has nothing that would
// be counted twice, each with what could.
var unseen = map[string]string{
	"hosts_left over group":        "a household that asks twice, once as vulnerable",
	"households_housed over place": "a household that is split over two places",
	"households_housed over group": "a household that is split over two places",
	"newsletter_weeks over time":   "a week over the turn of a month with an issue before and one after it",
}

// A count that says none does not add up: something is in two of its parts, and
// the sum of them is more than there is.
func TestCountsThatSayNoneDoNotAddUp(t *testing.T) {
	t.Parallel()
	a := adderOf(t)
	shown := 0
	for _, m := range a.w.Project().Metrics {
		if m.NotMeasurable != "" || m.Decimals > 0 || slices.Contains([]string{"share", "ratio", "days"}, m.Unit) {
			continue
		}
		total := a.ask(m.Name)
		for says, cuts := range a.cuts(m) {
			how, over, _ := strings.Cut(says, " ")
			if how != models.Never || len(total) == 0 {
				continue
			}
			twice := false
			for _, by := range cuts {
				got, _ := combined(models.Sums, a.ask(m.Name, by...))
				twice = twice || !nearly(got, total[0].Value)
			}
			_, excused := unseen[m.Name+" "+over]
			switch {
			case twice && excused:
				t.Errorf("%s %s is not to be excused: the demo shows that it does not add up", m.Name, over)
			case !twice && !excused:
				t.Errorf("%s says %s, and its parts make the total: it adds up, or say in unseen what would not", m.Name, says)
			case twice:
				shown++
			}
		}
	}
	if shown < 8 {
		t.Errorf("%d counts are shown not to add up, want at least 8", shown)
	}
}

// What a header says of a balance holds in every month and province: the flow is what came
// less what went, and the stock is the one before with the flow. Of a stock that is changed
// without a metric of the flow it holds in every municipality.
func TestFlowsChangeTheirStockByWhatTheySay(t *testing.T) {
	t.Parallel()
	a := adderOf(t)
	looked := 0
	for _, m := range a.w.Project().Metrics {
		if m.Balance == nil {
			continue
		}
		area := "province"
		if !m.Net() {
			area = "municipality"
		}
		by := func(metric string) map[string]float64 {
			out := map[string]float64{}
			for _, r := range a.ask(metric, "month", area) {
				out[r.Dims[0]+" "+r.Dims[1]] = r.Value
			}
			return out
		}
		in, out := by(m.Balance.In), by(m.Balance.Out)
		stock, net := by(m.Name), map[string]float64{}
		if m.Net() {
			stock, net = by(m.Balance.Stock), by(m.Name)
		} else {
			for at := range stock {
				net[at] = in[at] - out[at]
			}
		}
		for at, change := range net {
			month, place, _ := strings.Cut(at, " ")
			before := string(models.Date(month).AddMonths(-1)) + " " + place
			if !nearly(change, in[at]-out[at]) {
				t.Errorf("%s in %s is %v, and %v came and %v went", m.Name, at, change, in[at], out[at])
			}
			if !nearly(stock[at], stock[before]+change) {
				t.Errorf("%s in %s changes by %v, and the stock went from %v to %v", m.Name, at, change, stock[before], stock[at])
			}
			looked++
		}
	}
	if looked < 4000 {
		t.Errorf("%d cells of flows that change a stock, want at least 4000", looked)
	}
}
