package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// What a division of the country changes is where rows are shown, never how many
// there are: every count has the same total on each, and of the provinces only
// the two change between which Zwijndrecht moved, by what Zwijndrecht has.
func TestTotalsAreTheSameOnEveryGeography(t *testing.T) {
	t.Parallel()
	a := &app{data: demoDir(t) + "/data", quiet: true}
	w, err := a.open(t.Context(), momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	p := w.Project()
	ask := func(metric, geography string, by []string, where ...models.Filter) map[string]float64 {
		t.Helper()
		r, err := w.Metric(t.Context(), models.MetricQuery{Metric: metric, By: by, Geography: geography, Where: where, To: "2023-12-31"})
		if err != nil {
			t.Fatalf("%s on %s: %v", metric, geography, err)
		}
		out := map[string]float64{}
		for _, row := range r.Rows {
			out[strings.Join(row.Dims, "/")] = row.Value
		}
		return out
	}
	asked := 0
	for _, m := range p.Metrics {
		if m.NotMeasurable != "" || m.OverPlace != models.Sums {
			continue
		}
		r, err := p.Relation(m.Relation)
		if err != nil {
			t.Fatal(err)
		}
		_, province := m.Dimensions["province"]
		_, municipality := m.Dimensions["municipality"]
		if len(p.Geography.Follows(r)) == 0 || !province || !municipality {
			continue
		}
		asked++
		moved := ask(m.Name, "day", nil, models.Filter{Dimension: "municipality", Values: []string{"11056"}})[""]
		day, of2024, of2025 := ask(m.Name, "day", []string{"province"}), ask(m.Name, "2024", []string{"province"}), ask(m.Name, "2025", []string{"province"})
		if total := ask(m.Name, "day", nil)[""]; total != ask(m.Name, "2024", nil)[""] || total != ask(m.Name, "2025", nil)[""] {
			t.Errorf("%s has other totals on other geographies", m.Name)
		}
		if fmt.Sprint(day) != fmt.Sprint(of2024) {
			t.Errorf("%s by province of the day %v, of 2024 %v", m.Name, day, of2024)
		}
		day["10000"] -= moved
		day["40000"] += moved
		for code, want := range day {
			if got := of2025[code]; got-want > 1e-6 || want-got > 1e-6 {
				t.Errorf("%s in province %q on 2025 is %v, want %v", m.Name, code, got, want)
			}
		}
	}
	if asked < 20 {
		t.Errorf("%d metrics were asked, want most of those that count", asked)
	}
}

// The queue of questions by day has provinces and no municipalities: of those that a
// later division gives to another province nothing is known, and nothing is claimed.
func TestRowsWithoutMunicipalitiesAreShownOnTheirOwnGeographyOnly(t *testing.T) {
	t.Parallel()
	var out, diag bytes.Buffer
	code := run([]string{"metric", "questions_net_change", "--by", "province", "--geography", "2025", "--data", demoDir(t) + "/data"}, nil, &out, &diag)
	if code != exitInvalid || !strings.Contains(diag.String(), "known on the geography of its day only") {
		t.Errorf("exit %d: %s%s", code, out.String(), diag.String())
	}
}
