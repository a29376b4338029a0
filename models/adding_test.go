package models_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// What a header says over areas is not what it says over groups or over time: a
// municipality lies in one province, and has places of several categories.
func TestMetricAddsUpInTheDirectionsThatItsHeaderNames(t *testing.T) {
	month := &models.Dimension{Name: "month", Grain: "month"}
	province := &models.Dimension{Name: "province", Place: true}
	category := &models.Dimension{Name: "category"}
	start := &models.Dimension{Name: "start_month", Grain: "month"} // of the rows, not of the count
	m := &models.Metric{Name: "municipalities", Kind: "stock", OverTime: models.Lasts, OverPlace: models.Sums}
	for _, c := range []struct {
		dim       *models.Dimension
		direction string
		how       string
	}{
		{month, "time", "last"}, {province, "place", "sum"}, {category, "group", "none"}, {start, "group", "none"},
	} {
		if c.dim.Direction() != c.direction || m.Over(c.dim) != c.how {
			t.Errorf("%s is %s and %s, want %s and %s", c.dim.Name, c.dim.Direction(), m.Over(c.dim), c.direction, c.how)
		}
	}
	if err := m.Add(province); err != nil {
		t.Errorf("adding up over province is refused: %v", err)
	}
	var u *models.Error
	if err := m.Add(province, category); !errors.As(err, &u) || !strings.Contains(err.Error(), "metric municipalities: does not add up over group (category)") || u.Fix == "" {
		t.Errorf("adding up over category gives %v, want a refusal that names metric, direction and dimension", err)
	}
}

func TestMetricSaysOnlyOfAddingUpWhatCanHold(t *testing.T) {
	const metric = "sql/metrics/visits.sql"
	for _, c := range []struct{ about, old, replacement, what string }{
		{"the last of areas", "over_time: sum", "over_time: sum\nover_place: last", `over_place is "last", want sum, mean, none`},
		{"an unknown way over groups", "over_time: sum", "over_time: sum\nover_groups: all", `over_groups is "all"`},
		{"areas without a dimension of place", "over_time: sum", "over_time: sum\nover_place: sum\ndimensions: {sex: sex_code}", "adds up over place and cannot be cut by one"},
		{"a share that sums", "unit: count", "unit: share", "is a share and says over_time: sum"},
		{"a rate that sums", "unit: count", "unit: per_1000", "is a per_1000 and says over_time: sum"},
	} {
		all := faults(t, with(t, metric, c.old, c.replacement))
		if len(all) != 1 || !told(all, metric, c.what) {
			t.Errorf("%s: got %q, want one message that says %s", c.about, all, c.what)
		}
	}
	p := with(t, metric, "over_time: sum", "over_time: sum\nover_place: sum\ndimensions: {town: nis_code}")
	p["models/dimensions.yml"] = file("dimensions:\n  - {name: town, place: true}\n")
	if _, err := load(p); err != nil {
		t.Errorf("a count by town is refused: %v", err)
	}
}

func TestRequiresIsForAFlow(t *testing.T) {
	const metric = "sql/metrics/visits.sql"
	p := with(t, metric, "kind: flow", "kind: stock\nrequires: [toronto/visits]")
	if all := faults(t, p); !told(all, metric, "has requires and kind stock") {
		t.Errorf("a stock with requires gives %q", all)
	}
	if _, err := load(with(t, metric, "kind: flow", "kind: flow\nrequires: [toronto/visits]")); err != nil {
		t.Errorf("a flow with requires gives %v", err)
	}
}
