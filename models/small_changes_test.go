package models

import "testing"

func TestSmallChangesAreHeldFromTheLastBenchmark(t *testing.T) {
	d := DisclosureConfig{SmallChanges: "hold", Benchmarks: []Date{"2023-01-01", "2024-01-01"}, Reports: map[string]DisclosureConfig{
		"yearly": {Benchmarks: []Date{"2023-06-30"}},
	}}
	for _, c := range []struct {
		page      string
		known     Date
		benchmark Date
	}{
		{"", "2022-12-31", ""}, {"", "2023-01-01", "2023-01-01"}, {"", "2023-12-31", "2023-01-01"}, {"", "2025-01-01", "2024-01-01"},
		{"yearly", "2024-01-31", "2023-06-30"}, {"yearly", "2023-06-29", ""},
	} {
		if on, b := d.On(c.page).Holds(c.known); !on || b != c.benchmark {
			t.Errorf("%s on %s: %v since %q, want since %q", c.page, c.known, on, b, c.benchmark)
		}
	}
	if on, _ := (DisclosureConfig{Reports: map[string]DisclosureConfig{"own": {SmallChanges: "hold"}}}).On("own").Holds("2023-01-01"); !on {
		t.Error("a page does not hold back what it says")
	}
}
