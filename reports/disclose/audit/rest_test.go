package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// edition is one with a number for each stretch of days, "-" where it is withheld.
func edition(numbers map[string]string) map[string]string {
	var members, rows []string
	table := "period,value,obs_status\n"
	for i, period := range slices.Sorted(func(yield func(string) bool) {
		for p := range numbers {
			if !yield(p) {
				return
			}
		}
	}) {
		from, until, _ := strings.Cut(period, "/")
		members = append(members, fmt.Sprintf(`{"level":"period %s","from":%q,"until":%q}`, period, from, until))
		rows = append(rows, fmt.Sprintf(`{"codes":[%q],"cells":[{"measure":0,"at":[%d]}]}`, period, i))
		if n := numbers[period]; n == "-" {
			table += period + ",,Q\n"
		} else {
			table += period + "," + n + ",A\n"
		}
	}
	return map[string]string{
		StructureFile: `{"format":1,"measures":[{"name":"persons","scale":1,"width":5,"floor":1,"adds":["time"]}],"families":["time"],
			"members":{"time":[` + strings.Join(members, ",") + `]},
			"tables":[{"file":"t.csv","columns":["period"],"complete":[],"rows":[` + strings.Join(rows, ",") + `]}]}`,
		"t.csv": table,
	}
}

// Nobody prints February, and who has January with and without it has the 3 of it; of 6 he
// has a number like others. What only earlier editions tell is no fault of this one.
func TestWhatASumLeavesOverIsKnown(t *testing.T) {
	const january, both = "2023-01-01/2023-02-01", "2023-01-01/2023-03-01"
	for _, c := range []struct {
		name   string
		own    map[string]string
		before map[string]string
		want   string
	}{
		{"in one edition", map[string]string{january: "5", both: "8"}, nil, "persons time=" + both + " less persons time=" + january + "=3"},
		{"enough is left", map[string]string{january: "5", both: "11"}, nil, ""},
		{"nothing is left", map[string]string{january: "5", both: "5"}, nil, ""},
		{"one of them is withheld", map[string]string{january: "5", both: "-"}, nil, ""},
		{"since the edition before", map[string]string{both: "8"}, map[string]string{january: "5"}, "persons time=" + both + " less persons time=" + january + "=3"},
		{"told by the edition before", map[string]string{january: "5"}, map[string]string{january: "5", both: "8"}, ""},
		{"overlapping", map[string]string{"2023-01-01/2023-02-01": "9", "2023-01-01/2023-04-01": "30", "2023-02-01/2023-05-01": "25", "2023-04-01/2023-05-01": "-"}, nil, "persons time=2023-04-01/2023-05-01=4"},
		// 30 in twelve months, of which three quarters have 6, 7 and 8 and the running one 6.
		{"a window less its quarters", map[string]string{"2022-12-01/2023-12-01": "30", "2023-01-01/2023-04-01": "6", "2023-04-01/2023-07-01": "7", "2023-07-01/2023-10-01": "8", "2023-10-01/2023-12-01": "6"}, nil,
			"persons time=2022-12-01/2023-12-01 less persons time=2023-01-01/2023-04-01 and others=3"},
	} {
		var others []map[string]string
		if c.before != nil {
			others = append(others, edition(c.before))
		}
		tables, err := beside(t, edition(c.own), others...)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(exactCells(tables, attack(t, tables)), "; "); got != c.want {
			t.Errorf("%s: known are %q, want %q", c.name, got, c.want)
		}
	}
}
