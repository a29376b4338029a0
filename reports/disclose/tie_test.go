package disclose_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// judged solves a plan of answers, tells what is hidden in each, as "metric town kind", and
// attacks what is printed.
func judged(t *testing.T, p *models.Project, past []disclose.Past, answers ...*models.MetricResult) string {
	t.Helper()
	got, _ := described(t, p, past, answers...)
	return got
}

// described gives the description of the tables too.
func described(t *testing.T, p *models.Project, past []disclose.Past, answers ...*models.MetricResult) (string, *disclose.Structure) {
	t.Helper()
	plan := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: p, Members: towns{}, Past: past}
	var printed []disclose.Printed
	for i, a := range answers {
		if _, err := plan.Apply(a); err != nil {
			t.Fatal(err)
		}
		printed = append(printed, disclose.Printed{File: string(rune('a'+i)) + ".csv", Query: a.Query})
	}
	if err := plan.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	var got []string
	for i, a := range answers {
		s, err := plan.Apply(a)
		if err != nil {
			t.Fatal(err)
		}
		lines := []string{strings.Join(append(append([]string{}, a.Query.By...), "value", "obs_status"), ",")}
		for _, row := range s.Rows() {
			v, known := row.Cell.Value()
			text, status := "", "A"
			switch {
			case row.Cell.Hidden():
				status = "Q"
				got = append(got, strings.Join(append([]string{a.Metric.Name}, row.Dims...), " "))
			case known:
				number, _ := json.Marshal(v)
				text = string(number)
			}
			lines = append(lines, strings.Join(append(append([]string{}, row.Dims...), text, status), ","))
		}
		files[printed[i].File] = strings.Join(lines, "\n") + "\n"
	}
	structure, err := plan.Describe(printed)
	if err != nil {
		t.Fatal(err)
	}
	tables, report := struck(t, structure, files)
	if narrow := report.Narrow(tables); len(narrow) > 0 || len(plan.Exposed()) > 0 {
		t.Errorf("the attack finds %+v, and %v cannot be kept", narrow, plan.Exposed())
	}
	return strings.Join(got, ", "), structure
}

// kinds is the project with three kinds of beds, and a share of two of them.
func kinds() (p *models.Project, share *models.Metric) {
	p = project()
	p.Dimension("kind").Labels = []models.Label{{Code: "x"}, {Code: "y"}, {Code: "z"}}
	of := *beds
	of.Dimensions = map[string]string{"town": "town", "province": "province", "kind": "kind"}
	share = &models.Metric{Name: "xy_share", Unit: "share", Protects: "person", Kind: "flow", Relation: "fct_other", Interval: models.Wilson, OverTime: "none", OverPlace: "none", OverGroups: "none"}
	p.Metrics = []*models.Metric{&of, share}
	return p, share
}

func parts(r *models.MetricResult, pairs ...[2]float64) *models.MetricResult {
	for i, pair := range pairs {
		r.Rows[i].Part, r.Rows[i].Whole, r.Rows[i].N = pair[0], pair[1], int64(pair[1])
	}
	return r
}

// Of a 40 are x, 3 y and 17 z. With the total, the share of x and y tells that they are 43:
// then z, which readers would miss least, does not hide y.
func TestAShareOfSomeMembersTellsTheOthers(t *testing.T) {
	tables := func(share *models.Metric) []*models.MetricResult {
		return []*models.MetricResult{
			table(beds, by(month("02"), "town", "kind"), "a x 40, a y 3, a z 17, b x 30, b y 30, b z 30"),
			table(beds, by(month("02"), "town"), "a 60, b 90"),
			parts(table(share, by(month("02"), "town"), "a .7167, b .6667"), [2]float64{43, 60}, [2]float64{60, 90}),
		}
	}
	p, share := kinds()
	if got := judged(t, p, nil, tables(share)...); got != "beds a y, beds a z" {
		t.Fatalf("untied: %q is hidden", got)
	}
	share.SliceOf = &models.Slice{Metric: "beds", Where: map[string][]string{"kind": {"x", "y"}}}
	for _, outOf := range []*models.Slice{nil, {Metric: "beds"}} {
		share.OutOf = outOf
		got, structure := described(t, p, nil, tables(share)...)
		if got != "beds a x, beds a y" {
			t.Errorf("out of %v: %q is hidden, want x beside y", outOf, got)
		}
		if want := map[bool]int{true: 2}[outOf != nil]; len(structure.Balances) != want {
			t.Errorf("out of %v: %d sums of part and rest are described, want %d", outOf, len(structure.Balances), want)
		}
	}
}

// The share of both towns tells how many there are in both.
func TestAShareOfTwoTownsTellsNeither(t *testing.T) {
	p, share := kinds()
	share.Interval, share.Unit = models.Poisson, "per_1000"
	both := month("02")
	both.Where = []models.Filter{{Dimension: "town", Values: []string{"a", "b"}}}
	answers := []*models.MetricResult{
		table(beds, by(month("02"), "town"), "a 26, b 3, d 40"),
		parts(table(share, both, "29"), [2]float64{29, 1000}),
	}
	if got := judged(t, p, nil, answers...); got != "beds b" {
		t.Fatalf("untied: %q is hidden", got)
	}
	share.SliceOf = &models.Slice{Metric: "beds"}
	if got := judged(t, p, nil, answers...); got != "beds a, beds b" && got != "beds b, xy_share" {
		t.Errorf("%q is hidden, want another than b too", got)
	}
}

// A share that says nothing of what it counts is tied to the metric that has its values. An
// edition of an older stand of the data, which told one of them otherwise, unties nothing.
func TestAnOlderStandDoesNotUntieWhatCountsTheSame(t *testing.T) {
	p, rate := kinds()
	rate.Interval, rate.Unit, rate.Relation = models.Poisson, "per_1000", beds.Relation
	answers := []*models.MetricResult{
		table(beds, by(month("02"), "town"), "a 40, b 30, c 3"),
		table(beds, month("02"), "73"),
		parts(table(rate, by(month("02"), "town"), "a 40, b 30, c 3"), [2]float64{40, 1000}, [2]float64{30, 1000}, [2]float64{3, 1000}),
	}
	march := map[string]system.Node{"town": {Level: "town ", Code: "a", Atoms: []string{"a"}}, "time": system.Period("2023-03-01", "2023-04-01")}
	past := []disclose.Past{
		{Edition: "x/1", Measure: "beds", At: march, Value: 12},
		{Edition: "y/1", Measure: rate.Name + " (part)", At: march, Value: 11},
	}
	if got := judged(t, p, past, answers...); got != "beds c, beds, xy_share c" {
		t.Errorf("%q is hidden, want c in both and the total, since the rate tells b", got)
	}
}
