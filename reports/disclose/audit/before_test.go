package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// givenAway attacks an edition beside one that was told before, and names what it gives away
// of all that can be known too closely: found is how much that is.
func givenAway(t *testing.T, own, told map[string]string) (away string, found int) {
	t.Helper()
	open := func(files map[string]string) func(string) ([]byte, error) {
		return func(name string) ([]byte, error) { return []byte(files[name]), nil }
	}
	before, err := ReadEdition(open(edition(told)))
	if err != nil {
		t.Fatal(err)
	}
	files := open(edition(own))
	tables, err := Read(files, before)
	if err != nil {
		t.Fatal(err)
	}
	had, err := Before(files, before)
	if err != nil {
		t.Fatal(err)
	}
	report := attack(t, tables)
	found = len(report.Narrow(tables))
	report.Discount(tables, had, attack(t, had))
	if n := len(report.Narrow(tables)) + len(report.Known(tables)); n != found {
		t.Errorf("%d are given away or known before, and %d known too closely", n, found)
	}
	var names []string
	for _, b := range report.Narrow(tables) {
		names = append(names, fmt.Sprintf("%s %d-%d", tables.Cells[b.Cell].Name, b.Low, b.High))
	}
	slices.Sort(names)
	return strings.Join(names, ", "), found
}

// What readers could know of a number without an edition is no fault of it, whether that
// edition withholds it too or has nothing to do with it. One that tells it more closely does.
func TestWhatWasKnownBeforeIsNoFaultOfAnEdition(t *testing.T) {
	const january, february, march, quarter = "2023-01-01/2023-02-01", "2023-02-01/2023-03-01", "2023-03-01/2023-04-01", "2023-01-01/2023-04-01"
	for name, c := range map[string]struct {
		told, own map[string]string
		found     int // cells known too closely, by whatever
		want      string
	}{
		"a month later, and both withheld months are 3 together": {
			map[string]string{january: "9", february: "-", march: "-", quarter: "12"},
			map[string]string{"2023-04-01/2023-05-01": "9", "2023-01-01/2023-05-01": "21"}, 2, ""},
		"one of the withheld months": {
			map[string]string{january: "9", february: "-", march: "-", quarter: "12"},
			map[string]string{march: "1"}, 1, "persons time=" + february + " 2-2"},
		"it withholds what was known": {
			map[string]string{january: "9", "2023-01-01/2023-03-01": "12"},
			map[string]string{february: "-"}, 1, ""},
		"it withholds what was known, and tells it more closely": {
			map[string]string{january: "9", quarter: "15"},
			map[string]string{february: "-", march: "2"}, 1, "persons time=" + february + " 4-4"},
	} {
		if away, found := givenAway(t, c.own, c.told); away != c.want || found < c.found {
			t.Errorf("%s: %q is given away of %d, want %q of %d", name, away, found, c.want, c.found)
		}
	}
}
