package main

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// What a metric says of how long its months change is held against what happened: the
// last age, in months, at which most months of the past still changed.
func TestMonthsSettleAsTheirMetricsSay(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	text := peil(t, dir, "sql", "--json", `
		select figure_code, max(age) as settles
		from (
			select figure_code, date_diff('month', reference_month, known_month) as age,
				count(*) as months, count(*) filter (where change_amount <> 0) as changed
			from fct_revision
			where known_month > reference_month
			group by 1, 2
		)
		where changed * 2 > months
		group by figure_code
		order by figure_code`)
	var rows []struct {
		Figure  string `json:"figure_code"`
		Settles int    `json:"settles"`
	}
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	seen := map[string]int{}
	for _, r := range rows {
		seen[r.Figure] = r.Settles
	}
	p, err := models.LoadProject(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"inflow_persons", "placements_started", "claims_amount_eur"} {
		m, err := p.Metric(name)
		if err != nil {
			t.Fatal(err)
		}
		if m.Settles != seen[name] {
			t.Errorf("%s settles after %d months, fct_revision shows %d", name, m.Settles, seen[name])
		}
	}
}
