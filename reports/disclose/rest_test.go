package disclose_test

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

func during(from, to models.Date, dims ...string) models.MetricQuery {
	return models.MetricQuery{From: from, To: to, By: dims}
}

// Of kind x, y and z a has 17 and b 30; of x and y alone 14 and 25. So a has 3 of z, which
// no table asks for, and one of its numbers must go; b has 5.
func TestWhatAFilterLeavesOverIsNotTold(t *testing.T) {
	all := table(beds, by(month("02"), "town"), "a 17, b 30")
	most := by(month("02"), "town")
	most.Where = []models.Filter{{Dimension: "kind", Values: []string{"x", "y"}}}
	some := table(beds, most, "a 14, b 25")
	_, out := guarded(t, disclose.Rule{Threshold: 5, Derived: 10}, all, some)
	if got := printed(out[0]) + "; " + printed(out[1]); got != "a 17, b 30; a [o], b 25" {
		t.Errorf("%s, want one of the numbers of a away, and both of b there", got)
	}
}

// The edition of January told of the year so far, and that of February does: a had 5 and
// has 8, which tells the 3 of February; b has 7 more, and c none.
func TestWhatCameSinceTheLastEditionIsNotTold(t *testing.T) {
	january := func(town string, n int64) disclose.Past {
		return disclose.Past{Edition: "x/1", Measure: "beds", Value: n, At: map[string]system.Node{
			"town": {Level: "town ", Code: town, Atoms: []string{town}}, "time": system.Period("2023-01-01", "2023-02-01")}}
	}
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{},
		Past: []disclose.Past{january("a", 5), january("b", 5), january("c", 6)}}
	now := table(beds, during("2023-01-01", "2023-02-28", "town"), "a 8, b 12, c 6")
	if _, err := p.Apply(now); err != nil {
		t.Fatal(err)
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := p.Apply(now)
	if got := printed(s); err != nil || got != "a [o], b 12, c 6" || len(p.Exposed()) > 0 {
		t.Errorf("%s, %v, %v; want a alone away", got, err, p.Exposed())
	}
	// What was told of a in January and in both months can be subtracted already: nothing
	// that is hidden now changes that, and later editions are not held up by it.
	both := january("a", 8)
	both.At["time"] = system.Period("2023-01-01", "2023-03-01")
	p.Past = append(p.Past, both)
	quarter := table(beds, during("2023-01-01", "2023-03-31", "town"), "a 28")
	if _, err := p.Apply(quarter); err != nil {
		t.Fatal(err)
	}
	if err := p.Solve(context.Background()); err != nil || len(p.Exposed()) > 0 {
		t.Errorf("%v, %v; want nothing in the way of a quarter", p.Exposed(), err)
	}
}

// January 9, January to March 30, February to April 25, April 4: both periods hold February
// and March, so that 25 - (30 - 9) would be the 4 of April.
func TestPeriodsThatOverlapHoldTheSameDays(t *testing.T) {
	tables := []*models.MetricResult{
		table(beds, during("2023-01-01", "2023-01-31"), "9"), table(beds, during("2023-01-01", "2023-03-31"), "30"),
		table(beds, during("2023-02-01", "2023-04-30"), "25"), table(beds, during("2023-04-01", "2023-04-30"), "4"),
	}
	_, out := guarded(t, disclose.Rule{Threshold: 5, Derived: 10}, tables...)
	var told []string
	for _, s := range out {
		told = append(told, printed(s))
	}
	if got := strings.Join(told, " "); got != "[o] 30 25 [o]" {
		t.Errorf("%s, want the least of the others away with April", got)
	}
}

// Sources tell from 10 January on: 2022 to January is as much as January, and what both have
// more than the other is nothing.
func TestPeriodsThatBeginBeforeTheSourcesDoAreOne(t *testing.T) {
	long, short := table(beds, during("2022-02-01", "2023-01-31", "town"), "a 9"), table(beds, during("2022-03-01", "2023-02-28", "town"), "a 12")
	long.First, short.First = "2023-01-10", "2023-01-10"
	_, out := guarded(t, disclose.Rule{Threshold: 5, Derived: 10}, long, short)
	if got := printed(out[0]) + " " + printed(out[1]); got != "a [o] a 12" {
		t.Errorf("%s, want one of both away: February had 3", got)
	}
}

// 30 in twelve months; three quarters have 6, 7 and 8, and the running one has 6: December
// of the year before had 3, which no table says. It is asked, and one of them goes.
func TestAWindowLessItsQuartersIsNotTold(t *testing.T) {
	tables := []*models.MetricResult{
		table(beds, during("2022-12-01", "2023-11-30"), "30"), table(beds, during("2023-01-01", "2023-03-31"), "6"), table(beds, during("2023-04-01", "2023-06-30"), "7"),
		table(beds, during("2023-07-01", "2023-09-30"), "8"), table(beds, during("2023-10-01", "2023-11-30"), "6"),
	}
	p := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: project(), Members: towns{},
		Ask: func(_ context.Context, q models.MetricQuery) (*models.MetricResult, error) {
			if q.From != "2022-12-01" || q.To != "2022-12-31" {
				t.Errorf("asked from %s to %s, want December alone", q.From, q.To)
			}
			return table(beds, q, "3"), nil
		}}
	for _, r := range tables {
		if _, err := p.Apply(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, r := range tables {
		s, err := p.Apply(r)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, printed(s))
	}
	if got := strings.Join(told, " "); strings.Count(got, "[o]") != 1 {
		t.Errorf("%s, want one of them away", got)
	}
}
