package disclose_test

import (
	"context"
	"errors"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// An edition before told b of the north, 30, and hid a and c, 3 each. With the north printed
// now, 36, a and c are 6 together, and each is 1 to 5. No table of this edition has them: only
// what it is told to recall it keeps.
func TestWhatAnEditionBeforeHidIsKeptOnceItIsRecalled(t *testing.T) {
	at := func(town string) map[string]system.Node {
		return map[string]system.Node{"town": {Level: "town ", Code: town, Atoms: []string{town}}, "time": system.Period("2023-02-01", "2023-03-01")}
	}
	query := by(month("02"), "town")
	query.Metric = beds.Name
	hid := func(town string) disclose.Past {
		return disclose.Past{Edition: "x/1", Measure: "beds", At: at(town), Hidden: true, Query: &query}
	}
	down := errors.New("the warehouse is closed")
	var answer error
	p := &disclose.Plan{
		Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{},
		Past: []disclose.Past{{Edition: "x/1", Measure: "beds", At: at("b"), Value: 30}, hid("a"), hid("c")},
		Ask: func(_ context.Context, q models.MetricQuery) (*models.MetricResult, error) {
			return table(beds, q, "a 3, b 30, c 3"), answer
		},
	}
	now := table(beds, by(month("02"), "province"), "north 36, south 20")
	solved := func() string {
		t.Helper()
		if _, err := p.Apply(now); err != nil {
			t.Fatal(err)
		}
		if err := p.Solve(context.Background()); err != nil {
			t.Fatal(err)
		}
		s, err := p.Apply(now)
		if err != nil {
			t.Fatal(err)
		}
		return printed(s)
	}
	if got := solved(); got != "north 36, south 20" {
		t.Errorf("before: %s, want both", got)
	}
	if p.Recall([]string{"beds\x00town\x00\x00\x00z"}) {
		t.Error("it recalls what no edition hid")
	}
	if !p.Recall([]string{hid("a").Key()}) || p.Settled() {
		t.Error("it does not recall a, or takes that for settled")
	}
	if got := solved(); got != "north [o], south 20" {
		t.Errorf("after: %s, want the north away", got)
	}
	if n := p.Summary().Cells; n != 2 {
		t.Errorf("%d cells, want the 2 that this edition prints", n)
	}
	if p.Recall([]string{hid("a").Key()}) {
		t.Error("it recalls a once more")
	}
	answer = down
	if err := p.Solve(context.Background()); !errors.Is(err, down) {
		t.Errorf("what cannot be asked: %v", err)
	}
	p.Forget()
	if got := solved(); got != "north 36, south 20" {
		t.Errorf("forgotten: %s, want both", got)
	}
}
