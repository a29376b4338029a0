package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
)

// weekly gives deliveries on the Mondays from 2 January 2023 on with these rows.
func weekly(rows ...int64) []models.Loaded {
	var out []models.Loaded
	for i, n := range rows {
		out = append(out, models.Loaded{Source: "s", Entity: "e", Name: fmt.Sprintf("week%02d.csv", i+1), Sequence: i + 1,
			KnownAt: models.Date("2023-01-02").AddDays(7 * i), Rows: n, Kept: n, Lake: &models.LakeFile{}})
	}
	return out
}

var byEntity = &models.Entity{Name: "e", Source: "s"}

func TestRowsAreComparedWithTheTwelveDeliveriesBefore(t *testing.T) {
	usual := func(rows ...int64) string {
		st := entityOf(byEntity, models.Freshness{}, weekly(rows...), nil, "2024-01-01")
		if st.Usual == nil {
			return fmt.Sprintf("%d, none", st.LastRows)
		}
		return fmt.Sprintf("%d of %d: %d-%d %t", st.LastRows, st.Usual.Deliveries, st.Usual.Least, st.Usual.Most, st.Outside)
	}
	for _, c := range []struct {
		rows []int64
		want string
	}{
		{[]int64{100, 98, 110, 96}, "96, none"}, // three before it
		// Before it 96 98 100 110: median 99, distances 1 1 3 11, MAD 2: 89 to 109.
		{[]int64{100, 98, 110, 96, 109}, "109 of 4: 89-109 false"},
		{[]int64{100, 98, 110, 96, 110}, "110 of 4: 89-109 true"},
		// The first 1,000 is the thirteenth before the last, and no longer counts.
		{[]int64{1000, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 11}, "11 of 12: 4-10 true"},
		// MAD 0 and median 0: nothing is below none.
		{[]int64{0, 0, 0, 0, 1}, "1 of 4: 0-3 false"},
		// Few rows: 2 after 4 and 5 is chance, none is odd unless there was none before.
		{[]int64{4, 4, 5, 4, 2}, "2 of 4: 1-7 false"},
		{[]int64{3, 2, 3, 3, 0}, "0 of 4: 1-6 true"},
		{[]int64{3, 2, 0, 3, 0}, "0 of 4: 0-5 false"},
		// Before it 10 11 12 13: median 11.5, distances .5 .5 1.5 1.5, MAD 1: 6.5 to 16.5, in whole rows 7 to 16.
		{[]int64{10, 13, 12, 11, 6}, "6 of 4: 7-16 true"},
	} {
		if got := usual(c.rows...); got != c.want {
			t.Errorf("%v: %s, want %s", c.rows, got, c.want)
		}
	}
}

// A delivery that was held back is no delivery, one that said the same again is,
// and one that came late stands at its own date.
func TestWhatCountsAsADelivery(t *testing.T) {
	all := weekly(100, 101, 99, 100, 100)
	all[4].Quarantine, all[4].Lake, all[4].Kept, all[4].Rejected = "x.csv: is empty", nil, 0, 100
	f := models.Freshness{Every: "week", Due: "monday", LateAfterDays: 1}
	st := entityOf(byEntity, f, all, map[int]models.Date{4: "2023-01-24", 5: "2023-01-30"}, "2023-02-01")
	if st.Last != "2023-01-23" || st.Arrived != "2023-01-24" || st.Due != "2023-01-30" || st.LateDays != 2 || st.Quarantine != 1 || !st.held {
		t.Errorf("%+v", st)
	}
	// Quarantined files count among all rows, and no more.
	if st.Deliveries != 5 || st.Rows != 500 || st.Kept != 400 || st.Rejected != 100 || st.LastRows != 100 || st.RejectShare != 0 {
		t.Errorf("%+v", st)
	}
	all[4] = models.Loaded{Name: "week05.csv", Sequence: 5, KnownAt: "2023-01-30", Skipped: "same rows as week04.csv"}
	old := models.Loaded{Name: "week00.csv", Sequence: 6, KnownAt: "2022-12-26", Rows: 3, Kept: 2, Rejected: 1, Lake: &models.LakeFile{}}
	st = entityOf(byEntity, f, append(all, old), map[int]models.Date{5: "2023-01-31", 6: "2023-02-01"}, "2023-02-01")
	if st.Last != "2023-01-30" || st.Arrived != "2023-01-31" || st.Name != "week05.csv" || st.LateDays != 0 || len(st.Missing) != 0 || st.held || st.LastRows != 100 {
		t.Errorf("%+v", st)
	}
	// No row of it was good: it says nothing.
	bad := models.Loaded{Name: "week06.csv", Sequence: 7, KnownAt: "2023-02-06", Rows: 4, Rejected: 4}
	if st = entityOf(byEntity, f, append(all, bad), nil, "2023-02-08"); st.Last != "2023-01-30" || st.LateDays != 2 {
		t.Errorf("%+v", st)
	}
	if st = entityOf(byEntity, f, nil, nil, "2023-02-08"); !st.Never || st.Last != "" || st.LateDays != 0 {
		t.Errorf("%+v", st)
	}
	if st = entityOf(&models.Entity{Optional: true}, f, nil, nil, "2023-02-08"); st.Never {
		t.Errorf("%+v", st)
	}
}

func TestDriftIsBetweenTheLastTwoFilesThatWereRead(t *testing.T) {
	note := func(name string) string { return fmt.Sprintf("column %q is not in the contract and is left out", name) }
	for _, c := range []struct {
		before, last models.Loaded
		want         string
	}{
		{models.Loaded{}, models.Loaded{Notes: []string{note("a"), "another note"}}, `[column "a" appeared and is left out] [a]`},
		{models.Loaded{Notes: []string{note("a")}}, models.Loaded{Notes: []string{note(`say "b"`), note("a")}}, `[column "say \"b\"" appeared and is left out] [a say "b"]`},
		{models.Loaded{Notes: []string{note("a")}}, models.Loaded{}, `[column "a" disappeared; it was left out] []`},
		// A file that was held back was not read so far.
		{models.Loaded{Notes: []string{note("a")}}, models.Loaded{Quarantine: `x.csv: s.yml, entity e: the file has no column "b" (b_count); rename it` + "\n" +
			`x.csv: s.yml, entity e: the file has a column "c" that the contract does not know`}, `[column "c" appeared, which the contract does not know column "b" disappeared] []`},
		{models.Loaded{Detected: map[string]string{"encoding": "utf-8", "delimiter": ";", "sheet": "A"}},
			models.Loaded{Detected: map[string]string{"encoding": "windows-1252", "delimiter": ";", "sheet": "B"}}, `[encoding is windows-1252, was utf-8] []`},
		{models.Loaded{Detected: map[string]string{"mode": "strict"}}, models.Loaded{}, `[] []`},
		{models.Loaded{Detected: map[string]string{"last_line": "ended"}}, models.Loaded{Detected: map[string]string{"last_line": "open"}},
			`[the last line has no line end, and had one: the end may be missing] []`},
		{models.Loaded{Detected: map[string]string{"last_line": "open"}}, models.Loaded{Detected: map[string]string{"last_line": "ended"}}, `[] []`},
		{models.Loaded{}, models.Loaded{Detected: map[string]string{"last_line": "open"}}, `[] []`}, // of before it was noted
	} {
		changes, leftOut := drift([]models.Loaded{{Notes: []string{note("old")}}, c.before, {Skipped: "same bytes as x"}, c.last})
		if got := fmt.Sprint(changes, leftOut); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	if changes, leftOut := drift(nil); changes == nil || leftOut == nil {
		t.Error("want empty lists, which JSON shows as []")
	}
}

func TestStatusOfASourceThatIsOutOfTheUsual(t *testing.T) {
	st := entityOf(byEntity, models.Freshness{Every: "week"}, weekly(100, 98, 110, 96, 12), nil, "2023-02-02")
	p := &models.Project{Sources: []*models.Source{{Name: "s", Owner: "the desk"}}}
	err := late(p, []entityStatus{st})
	if models.CodeOf(err) != models.Blocked || !strings.Contains(err.Error(), "s/e: week05.csv has 12 rows, usual are 89 to 109") {
		t.Errorf("%v", err)
	}
	st.Never = true // and the source states no rhythm
	if errs := models.Flatten(late(p, []entityStatus{st})); len(errs) != 1 {
		t.Errorf("%v", errs)
	}
	p.Sources[0].Freshness.Every = "week"
	if errs := models.Flatten(late(p, []entityStatus{st})); len(errs) != 2 {
		t.Errorf("%v", errs)
	}
}

// A name is a promise to whoever reads the JSON: it may be added to.
func TestStatusKeepsItsFieldNames(t *testing.T) {
	text, err := json.Marshal(entityOf(byEntity, models.Freshness{Every: "week"}, weekly(1, 1, 1, 1, 1), map[int]models.Date{5: "2023-02-01"}, "2023-02-02"))
	want := `{"source":"s","entity":"e","deliveries":5,"rows":5,"kept":5,"rejected":0,"quarantined":0,"too_short":0,"last_known_at":"2023-01-30","last_arrived_on":"2023-02-01",` +
		`"last_name":"week05.csv","last_rows":1,"last_reject_share":0,"last_warned":0,"last_corrected":0,"copies":[],` +
		`"usual_rows":{"deliveries":4,"median":1,"mad":0,"least":1,"most":4},"outside_usual_rows":false,"due":"2023-02-06","late_days":0,"missing":[],` +
		`"never_delivered":false,"drift":[],"left_out_columns":[]}`
	if err != nil || string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestLongTextIsBrokenAtTheEdgeOfTheScreen(t *testing.T) {
	var b bytes.Buffer
	wrap(&b, "  ", strings.Repeat("één twee ", 30))
	wrap(&b, "  ", strings.Repeat("x", 100)+" y")
	wrap(&b, "  ", "kort")
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	for i, line := range lines {
		if n := utf8.RuneCountInString(line); n > prose.Screen && !strings.Contains(line, "xxx") || i > 0 && i < 4 && !strings.HasPrefix(line, "    é") && !strings.HasPrefix(line, "    t") {
			t.Errorf("line %d has %d columns: %q", i, n, line)
		}
	}
	if got := strings.Count(b.String(), "twee"); got != 30 || lines[len(lines)-1] != "  kort" || lines[len(lines)-2] != "    y" {
		t.Errorf("%q", b.String())
	}
}

// The third week has a header alone. Where that says that nothing changed it is a delivery.
func TestAWeekWithoutRowsIsMissingWhereTheContractSaysSo(t *testing.T) {
	f := models.Freshness{Every: "week", Due: "monday", LateAfterDays: 1}
	for empty, want := range map[string]string{"": "[]", "no_change": "[]", models.EmptyNotTold: "[2023-01-16]"} {
		e := &models.Entity{Name: "e", Source: "s", Delivery: models.Delivery{Kind: "changes", Empty: empty}}
		st := entityOf(e, f, weekly(100, 98, 0, 99), nil, "2023-01-24")
		if got := fmt.Sprint(st.Missing); got != want || len(st.Copies) > 0 {
			t.Errorf("%q: missing %s, copies %v; want %s and none", empty, got, st.Copies, want)
		}
	}
}
