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

// Shares of what began in a month change while what began goes on. How long their metrics
// say is the last age, in months, at which most months changed of ten or more that had it.
func TestCohortsSettleAsTheirMetricsSay(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("asks 20 knowledge dates")
	}
	names := []string{"offers_filled_share", "offer_filled_median_days", "rehousing_withdrawn_share", "rehousing_refused_share", "rehousing_hard_share",
		"prospection_visited_share", "prospection_feasible_share", "prospection_agreed_share", "prospection_in_tool_share", "prospection_occupied_share",
		"prospection_dropped_share", "dispatches_unanswered_share", "questions_dispatched_share", "questions_central_dispatched_share"}
	type figure struct {
		value float64
		known bool
	}
	before := map[string]map[models.Date]figure{}
	seen, changed := map[string][24]int{}, map[string][24]int{}
	settles := map[string]int{}
	for k := range 20 {
		known := models.Date("2022-05-01").AddMonths(k)
		w, err := (&app{data: demoDir(t) + "/data", quiet: true}).open(t.Context(), momentFlags{asOf: string(known.MonthEnd())})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			r, err := w.Metric(t.Context(), models.MetricQuery{Metric: name, By: []string{"month"}})
			if err != nil {
				t.Fatal(err)
			}
			settles[name] = r.Metric.Settles
			now, all, moved := map[models.Date]figure{}, seen[name], changed[name]
			for _, row := range r.Rows {
				month := models.Date(row.Dims[0])
				now[month] = figure{row.Value, row.Known}
				if old, ok := before[name][month]; ok {
					age := (int(known.Time().Year())-month.Time().Year())*12 + int(known.Time().Month()) - int(month.Time().Month())
					all[age]++
					if old != now[month] {
						moved[age]++
					}
				}
			}
			before[name], seen[name], changed[name] = now, all, moved
		}
		w.Close()
	}
	for _, name := range names {
		last := 0
		for age := range 24 {
			if seen[name][age] >= 10 && changed[name][age]*2 > seen[name][age] {
				last = age
			}
		}
		if settles[name] != last {
			t.Errorf("%s settles after %d months, the demo changed for %d", name, settles[name], last)
		}
	}
}
