package models

import (
	"errors"
	"strings"
	"testing"
)

func TestContributionsSayAllThatIsAdded(t *testing.T) {
	m := &Metric{File: "sql/metrics/paid.sql", Contributor: "kbo_number", Contributions: &Contributions{Of: "nis_code", Sum: " "}}
	var c complaints
	c.contributions(m)
	got := errors.Join(c.errs...).Error()
	for _, want := range []string{"contributions has no per", "contributions has no sum", "contributions has no behind", "has contributor kbo_number and contributions of nis_code"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("got %s, want once %q", got, want)
		}
	}
	if len(c.errs) != 4 {
		t.Errorf("%d faults, want 4: %s", len(c.errs), got)
	}
}
