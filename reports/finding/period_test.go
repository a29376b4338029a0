package finding_test

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

func TestPeriodsThatShareADay(t *testing.T) {
	of := func(from, to models.Date) finding.Input { return finding.Input{From: from, To: to} }
	for name, c := range map[string]struct {
		a, b     finding.Input
		from, to models.Date
	}{
		"one after the other":  {of("2023-02-01", "2023-02-28"), of("2023-01-01", "2023-01-31"), "", ""},
		"two months of three":  {of("2023-01-01", "2023-03-31"), of("2023-02-01", "2023-04-30"), "2023-02-01", "2023-03-31"},
		"a day":                {of("2023-01-01", "2023-01-31"), of("2023-01-31", "2023-02-28"), "2023-01-31", "2023-01-31"},
		"one within the other": {of("2022-05-01", "2023-06-30"), of("2022-05-01", "2022-06-30"), "2022-05-01", "2022-06-30"},
		"two days of a stock":  {of("", "2023-06-30"), of("", "2022-06-30"), "", ""},
		"a stock with itself":  {of("", "2023-06-30"), of("", "2023-06-30"), "2023-06-30", "2023-06-30"},
		"nothing delivered":    {of("", ""), of("", ""), "", ""},
	} {
		from, to, ok := finding.Shared(c.a, c.b)
		if ok != (c.from != "") || ok && (from != c.from || to != c.to) {
			t.Errorf("%s: %s to %s, %v; want %s to %s", name, from, to, ok, c.from, c.to)
		}
	}
}
