package audit

import (
	"fmt"
	"strings"
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

// January 9 and January to February 12 were told: an edition that withholds February tells
// nothing new by that. One that tells March does, of February: both were 6 together.
func TestWhatIsWithheldAndWasKnownBeforeIsNoFaultEither(t *testing.T) {
	open := func(files map[string]string) func(string) ([]byte, error) {
		return func(name string) ([]byte, error) { return []byte(files[name]), nil }
	}
	const january, february, march = "2023-01-01/2023-02-01", "2023-02-01/2023-03-01", "2023-03-01/2023-04-01"
	for _, c := range []struct {
		name      string
		told, own map[string]string
		want      string
	}{
		{"it was known", map[string]string{january: "9", "2023-01-01/2023-03-01": "12"}, map[string]string{february: "-"}, ""},
		{"it is told more closely", map[string]string{january: "9", "2023-01-01/2023-04-01": "15"}, map[string]string{february: "-", march: "2"}, "persons time=" + february + "=4"},
	} {
		before, err := ReadEdition(open(edition(c.told)))
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
		report := attack(t, tables)
		if len(report.Narrow(tables)) == 0 {
			t.Errorf("%s: February is not found at all", c.name)
		}
		report.Discount(tables, had, attack(t, had))
		var got []string
		for _, b := range report.Narrow(tables) {
			got = append(got, fmt.Sprintf("%s=%d", tables.Cells[b.Cell].Name, b.Low))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: given away are %v, want %q", c.name, got, c.want)
		}
	}
}
