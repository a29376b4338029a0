package warehouse

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// A month that never came is missing from a stock for ever, and from a flow on its own days
// and, where that counts by another day, in the year behind it.
func TestWhatAMissingMonthIsMissingFrom(t *testing.T) {
	stock, flow := &models.Metric{Kind: "stock"}, &models.Metric{Kind: "flow"}
	g := gap{Span: models.Span{From: "2022-03-01", Until: "2022-03-31"}, felt: models.Span{From: "2022-03-01", Until: "2023-03-31"}}
	for _, c := range []struct {
		plan scope.Plan
		want bool
	}{
		{scope.Plan{Metric: stock, At: "2022-02-28"}, false},
		{scope.Plan{Metric: stock, At: "2022-03-01"}, true},
		{scope.Plan{Metric: stock, From: "2030-01-01", To: "2030-12-31"}, true},
		{scope.Plan{Metric: flow, From: "2022-01-01", To: "2022-02-28"}, false},
		{scope.Plan{Metric: flow, From: "2022-02-01", To: "2022-03-01"}, true},
		{scope.Plan{Metric: flow, From: "2023-03-31", To: "2023-04-30"}, true},
		{scope.Plan{Metric: flow, From: "2023-04-01", To: "2023-04-30"}, false},
	} {
		if got := g.missingFrom(&c.plan); got != c.want {
			t.Errorf("%s at %q from %q to %q: missing %t, want %t", c.plan.Metric.Kind, c.plan.At, c.plan.From, c.plan.To, got, c.want)
		}
	}
}
