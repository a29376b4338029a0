package disclose_test

import (
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
	"github.com/vlot-evaluatie/peil/reports/disclose/protect"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// A month of 300 municipalities by 5 types, of which a quarter of the 1,836 cells is small.
// When a small count may not be known exactly, and nobody subtracts himself, hardly more
// than the small ones are hidden: about 26 % in all. That each keeps an interval as wide as
// the threshold, also for who is alone in another cell, takes a few more.
func TestAMonthOfMunicipalitiesHidesLittleMoreThanItMust(t *testing.T) {
	for _, c := range []struct {
		name  string
		width int64
		alone bool
		most  float64 // share of all cells
	}{
		{"not exact", 1, false, .27},
		{"as the rule wants", 5, true, .31},
	} {
		s := invented(t, 300, 5, 1, 2.1)
		s.Measures[0].Width = c.width
		primary := 0
		for i := range s.Cells {
			s.Cells[i].Single = s.Cells[i].Single && c.alone
			if s.Cells[i].State == system.Secret {
				primary++
			}
		}
		out, err := protect.Choose(s)
		if err != nil {
			t.Fatal(err)
		}
		hidden := 0
		for _, told := range out.Told {
			if !told {
				hidden++
			}
		}
		if n := len(s.Cells); n != 1836 || primary < 440 || primary > 470 || float64(hidden) > c.most*float64(n) || len(out.Exposed) > 0 {
			t.Errorf("%s: %d cells, %d small, %d hidden; want 1,836, about 450 and at most %.0f %%; exposed %v", c.name, n, primary, hidden, 100*c.most, out.Exposed)
		}
		tables := published(s, out)
		report, err := audit.Attack(tables)
		if err != nil {
			t.Fatal(err)
		}
		if narrow := report.Narrow(tables); len(narrow) > 0 {
			t.Errorf("%s: %d can be known too closely", c.name, len(narrow))
		}
		t.Logf("%s: %d small, %d hidden of %d", c.name, primary, hidden, len(s.Cells))
	}
}
