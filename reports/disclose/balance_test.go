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

func balanced() (p *models.Project, change, opened, closed, there *models.Metric) {
	flow := func(name string) *models.Metric {
		return &models.Metric{Name: name, Unit: "places", Protects: "host", Kind: "flow", Relation: "fct_event", OverTime: "sum", OverPlace: "sum", OverGroups: "sum"}
	}
	change, opened, closed = flow("change"), flow("opened"), flow("closed")
	change.Balance = &models.Balance{In: "opened", Out: "closed", Stock: "there"}
	there = &models.Metric{Name: "there", Unit: "places", Protects: "host", Kind: "stock", Relation: "fct_place", OverTime: "last", OverPlace: "sum", OverGroups: "sum"}
	p = project()
	p.Metrics = []*models.Metric{change, opened, closed, there}
	return p, change, opened, closed, there
}

func day(d models.Date) models.MetricQuery { return models.MetricQuery{At: d} }

// In b three places were opened in February and none closed there, which is not printed.
// It follows from the stock of b at the end of January and of February, or from what was
// opened: what a reader misses least of those is withheld, which is the 40 of January.
func TestAChangeDoesNotFollowFromTheStock(t *testing.T) {
	p, change, opened, closed, there := balanced()
	for _, c := range []struct {
		name    string
		answers []*models.MetricResult
		want    string
	}{
		{"stocks", []*models.MetricResult{
			table(change, by(month("02"), "town"), "a 12, b 3"),
			table(there, by(day("2023-01-31"), "town"), "a 50, b 40"),
			table(there, by(day("2023-02-28"), "town"), "a 62, b 43"),
		}, "change b, there b"},
		{"one stock", []*models.MetricResult{
			table(change, by(month("02"), "town"), "a 12, b 3"),
			table(there, by(day("2023-02-28"), "town"), "a 62, b 43"),
		}, "change b"},
		{"flows", []*models.MetricResult{
			table(change, by(month("02"), "town"), "a 12, b 3"),
			table(opened, by(month("02"), "town"), "a 20, b 11"),
			table(closed, by(month("02"), "town"), "a 8, b 8"),
		}, "change b, closed b"},
		{"flows and stocks, the change printed nowhere", []*models.MetricResult{
			table(opened, by(month("02"), "town"), "a 20, b 11"),
			table(closed, by(month("02"), "town"), "a 8, b 2"),
			table(there, by(day("2023-01-31"), "town"), "a 50, b 40"),
			table(there, by(day("2023-02-28"), "town"), "a 62, b 49"),
		}, "opened b, closed b"},
		{"a stock that grew by a merger", []*models.MetricResult{
			table(change, by(month("02"), "town"), "a 12, b 3"),
			table(there, by(day("2023-01-31"), "town"), "a 50, b 40"),
			table(there, by(day("2023-02-28"), "town"), "a 62, b 90"),
		}, "change b"},
	} {
		plan := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: p, Members: towns{}}
		var printed []disclose.Printed
		for i, a := range c.answers {
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
		for i, a := range c.answers {
			s, err := plan.Apply(a)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			out.WriteString("town,value,obs_status\n")
			for _, row := range s.Rows() {
				if row.Cell.Hidden() {
					got = append(got, a.Metric.Name+" "+row.Dims[0])
					out.WriteString(row.Dims[0] + ",,Q\n")
					continue
				}
				v, _ := row.Cell.Value()
				text, _ := json.Marshal(v)
				out.WriteString(row.Dims[0] + "," + string(text) + ",A\n")
			}
			files[printed[i].File] = out.String()
		}
		if strings.Join(got, ", ") != c.want || len(plan.Exposed()) > 0 {
			t.Errorf("%s: %v is hidden, want %s; exposed %v", c.name, got, c.want, plan.Exposed())
		}
		structure, err := plan.Describe(printed)
		if err != nil {
			t.Fatal(err)
		}
		tables, report := struck(t, structure, files)
		if narrow := report.Narrow(tables); len(narrow) > 0 {
			t.Errorf("%s: the attack finds %+v", c.name, narrow)
		}
		if c.name == "stocks" { // and it finds the change where both stocks are printed
			files["b.csv"] = "town,value,obs_status\na,50,A\nb,40,A\n"
			tables, report = struck(t, structure, files)
			if narrow := report.Narrow(tables); len(narrow) != 1 || narrow[0].Low != 3 || narrow[0].High != 3 {
				t.Errorf("with both stocks printed the attack finds %+v, want the 3 of b", narrow)
			}
		}
	}
}

// One page printed the stock of January; the next prints that of February, and the change
// in between, which is 3.
func TestAChangeDoesNotFollowFromAStockThatWasPublished(t *testing.T) {
	p, change, _, _, there := balanced()
	plan := &disclose.Plan{Rule: disclose.Rule{Threshold: 5, Derived: 10}, Project: p, Members: towns{}, Past: []disclose.Past{{
		Edition: "x/1", Measure: "there", Value: 40,
		At: map[string]system.Node{"town": {Level: "town ", Code: "b", Atoms: []string{"b"}}, "time": {Level: "day", Code: "2023-01-31", Atoms: []string{"2023-01-31"}}},
	}}}
	stock := table(there, by(day("2023-02-28"), "town"), "a 62, b 43")
	for _, a := range []*models.MetricResult{table(change, by(month("02"), "town"), "a 12, b 3"), stock} {
		if _, err := plan.Apply(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := plan.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := plan.Apply(stock)
	if err != nil || s.Hidden() != 1 {
		t.Errorf("%d of the stocks are hidden, %v; want that of b", s.Hidden(), err)
	}
}
