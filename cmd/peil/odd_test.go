package main

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestAFailingCheckIsToldAgainWhenItFailsOnFarMoreRows(t *testing.T) {
	for _, c := range []struct {
		was, is int64
		want    string
	}{
		{0, 1, "1 row fails, and none did before"},
		{133, 1241, "1.241 rows fail, and 133 did before"},
		{133, 266, "266 rows fail, and 133 did before"},
		{133, 265, ""},
		{5, 14, ""}, // twice as many, and few more
		{133, 0, ""},
	} {
		var said strings.Builder
		a := &app{diag: &said}
		check := func(n int64) []models.CheckResult {
			return []models.CheckResult{{Name: "claims", Severity: "warn", Failures: n, AboutEN: "Claims are within the rules.", Fix: "look"}}
		}
		a.tellFailing(check(c.is), &models.Manifest{Checks: check(c.was)})
		if got := said.String(); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%d, then %d rows: %q, want %q", c.was, c.is, got, c.want)
		}
	}
}
