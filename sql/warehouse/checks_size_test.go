package warehouse

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestADeliveryIsHeldAgainstTheMedianOfThoseBeforeItAndTheLast(t *testing.T) {
	for _, c := range []struct {
		about string
		rows  []int64
		want  string // place: rows, of usual
	}{
		{"ten times as many, and as few", []int64{100, 110, 90, 1000, 100, 10, 95}, "3: 1000 of 100 5: 10 of 100"},
		{"five times is not more than five times", []int64{100, 100, 100, 500, 100, 20, 100}, ""},
		{"one more than five times, one less than a fifth", []int64{100, 100, 100, 501, 100, 19, 100}, "3: 501 of 100 5: 19 of 100"},
		{"too few before it", []int64{100, 100, 1000}, ""},
		{"the first was all there was, the others are what changed", []int64{90000, 100, 110, 105, 95}, ""},
		{"growth month after month", []int64{14, 75, 259, 783, 1016}, ""},
		{"what stays is told once", []int64{100, 100, 100, 1000, 1000, 1000, 1000, 1000}, "3: 1000 of 100"},
		{"six before it count, the seventh does not", []int64{100, 100, 100, 100, 10, 10, 10, 276}, "4: 10 of 100 7: 276 of 55"},
		{"a few more or fewer of little", []int64{2, 3, 2, 21, 1, 0, 20}, ""},
		{"nothing after much", []int64{100, 100, 100, 0, 100}, "3: 0 of 100"},
		{"an even number before it", []int64{10, 20, 10, 20, 101}, "4: 101 of 15"},
	} {
		deliveries := make([]models.Loaded, len(c.rows))
		for i, n := range c.rows {
			// Rejected rows are rows of the file: half of each.
			deliveries[i] = models.Loaded{Sequence: i, Kept: n - n/2, Rejected: n / 2}
		}
		var got []string
		for _, u := range unusual(deliveries) {
			got = append(got, fmt.Sprintf("%d: %d of %g", u.delivery.Sequence, u.rows, u.usual))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %s, want %s", c.about, text, c.want)
		}
	}
}

// A file in which every row stands ten times, under other ids, is whole to every other check.
func TestAFileOfTenTimesAsManyRowsIsShown(t *testing.T) {
	l := newLake(t)
	week := func(n, times int) []string {
		var out []string
		for i := range 4 * times {
			out = append(out, fmt.Sprintf("'%d-%d', '2022-03-01'", n, i))
		}
		return out
	}
	for i, day := range []models.Date{"2022-03-07", "2022-03-14", "2022-03-21"} {
		l.deliver("referrals", day, week(i, 1)...)
	}
	const name = "raw.tool__referrals.size"
	check := func(w *Warehouse) (c models.CheckResult) {
		all, err := w.Check(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			if r.Name == name {
				c = r
			}
		}
		return c
	}
	if c := check(l.open("")); c.Name != name || c.Failures != 0 || c.Severity != "warn" {
		t.Errorf("three weeks: %+v", c)
	}
	l.deliver("referrals", "2022-03-28", week(3, 10)...).Name = "dump/it's_2022-03-28.csv"
	w := l.open("")
	if c := check(w); c.Failures != 1 {
		t.Errorf("forty rows after four, four and four: %d fail, want 1", c.Failures)
	}
	rows, err := w.Failing(context.Background(), name, 5)
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for rows.Next() {
		shown = append(shown, strings.Trim(fmt.Sprint(rows.Values()), "[]"))
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	equal(t, "failing", strings.Join(shown, "\n"), "dump/it's_2022-03-28.csv 2022-03-28 40 4")
	if c := check(l.open("2022-03-21")); c.Failures != 0 {
		t.Errorf("before the file was known: %d fail", c.Failures)
	}
}
