package models

import (
	"errors"
	"strings"
	"testing"
)

func TestKeysForAnalysisMustAgree(t *testing.T) {
	for head, want := range map[string]string{
		"interval: normal": `interval is "normal", want wilson, poisson`,
		"interval: wilson": "has interval: wilson and unit count",
		"values: days":     "has values with neither quantile nor ended",
		"values: days\nquantile: 0.5\nended: done": "has values with both quantile and ended",
		"quantile: 0.5":                                  "has quantile or ended without values",
		"values: days\nquantile: 50":                     "has quantile 50, want between 0 and 1",
		"interval: poisson\nvalues: days\nquantile: 0.5": "has interval and values",
	} {
		m := Metric{Name: "m", File: "m.sql", Unit: "count"}
		if err := ReadYAML("m.sql", 0, []byte(head), &m); err != nil {
			t.Fatal(err)
		}
		c := &complaints{}
		c.analysis(&m)
		if err := errors.Join(c.errs...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", head, err, want)
		}
	}
}

func TestTheFactorOfARateStandsInItsUnit(t *testing.T) {
	for unit, want := range map[string]float64{"per_1000": 1000, "per_100000": 100000, "ratio": 1, "share": 1, "per_fte": 1} {
		if got := (&Metric{Unit: unit}).Factor(); got != want {
			t.Errorf("%s: %v, want %v", unit, got, want)
		}
	}
}

// A share of all themes is 100% of the themes that a filter leaves, whatever they are.
func TestAShareIsNotFilteredByWhatItIsAShareOf(t *testing.T) {
	theme, team := Filter{Dimension: "theme", Values: []string{"tax"}}, Filter{Dimension: "team", Values: []string{"central"}}
	m := &Metric{Name: "theme_share", Shares: "theme"}
	if err := m.WithinItself([]Filter{team}); err != nil {
		t.Errorf("another dimension: %v", err)
	}
	if err := m.WithinItself([]Filter{team, theme}); err == nil || !strings.Contains(err.Error(), "metric theme_share: is a share of all members of theme together") {
		t.Errorf("its own dimension: %v", err)
	}
	if err := (&Metric{Name: "count"}).WithinItself([]Filter{theme}); err != nil {
		t.Errorf("a count: %v", err)
	}
}
