package audit

import (
	"testing"
)

// An edition before told January, and January to March, in which it withheld February; one
// that has March now gives February away. One that has April does not: that February and
// March are known to be 8 together was so before.
func TestWhatWasKnownBeforeIsNoFaultOfAnEdition(t *testing.T) {
	open := func(files map[string]string) func(string) ([]byte, error) {
		return func(name string) ([]byte, error) { return []byte(files[name]), nil }
	}
	const january, february, march, quarter = "2023-01-01/2023-02-01", "2023-02-01/2023-03-01", "2023-03-01/2023-04-01", "2023-01-01/2023-04-01"
	told := map[string]string{january: "9", february: "-", march: "-", quarter: "12"}
	for _, c := range []struct {
		name string
		own  map[string]string
		want int // cells that the edition gives away
	}{
		{"a quarter later", map[string]string{"2023-04-01/2023-05-01": "9", "2023-01-01/2023-05-01": "21"}, 0},
		{"the month itself", map[string]string{march: "1"}, 1},
	} {
		before, err := ReadEdition(open(edition(told)))
		if err != nil {
			t.Fatal(err)
		}
		own := open(edition(c.own))
		tables, err := Read(own, before)
		if err != nil {
			t.Fatal(err)
		}
		had, err := Before(own, before)
		if err != nil {
			t.Fatal(err)
		}
		report, known := attack(t, tables), attack(t, had)
		if len(report.Narrow(tables)) < 2-c.want {
			t.Errorf("%s: %+v: what was known before is not found at all", c.name, report.Bounds)
		}
		report.Discount(tables, had, known)
		if narrow := report.Narrow(tables); len(narrow) != c.want {
			t.Errorf("%s: %+v, want %d given away", c.name, narrow, c.want)
		}
	}
}
