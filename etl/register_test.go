package etl_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

// register gives a house whose only contract is one entity, nights, with these
// lines between its files and its columns.
func register(t testing.TB, lines string) *house {
	t.Helper()
	h := newHouse(t)
	h.project = fstest.MapFS{"models/sources/register.yml": {Data: []byte(`source: register
legal_basis: none needed, the rows are invented
entities:
  - entity: nights
    files: ["nights/**"]
    known_at: {from: listing}
    format: {kind: csv, encoding: utf-8, delimiter: ";"}
` + lines + `
    columns:
      - {name: house_id, header: [house], type: text, required: true, class: technical, action: keep}
      - {name: night_date, header: [night], type: date, class: technical, action: keep, optional: true}
      - {name: bed_count, header: [beds], type: integer, class: measure, action: keep}
      - {name: used_count, header: [used], type: integer, class: measure, action: keep}
`)}}
	return h
}

// warnings gives the warnings of a delivery, one a line.
func (h *house) warnings(d models.Loaded) string {
	h.t.Helper()
	if d.Warnings == nil {
		return ""
	}
	return h.rows("select line, column_name, rule, seen from %s order by all", d.Warnings)
}

func TestWarningLeavesItsRowInTheLake(t *testing.T) {
	h := register(t, `    delivery: {kind: append}
    rules:
      - {name: fits, at_most: [used_count, bed_count], then: warn, fix: count again}
      - {name: likely, median: {column: bed_count, most: 10}}`)
	h.put("nights/a.csv", "house;beds;used\nnorth;4;5\nsouth;6;6\neast;x;9\nwest;500;0\nTotaal;510;11\n")
	h.put("nights/b.csv", "house;beds;used\nnorth;4;5\n")
	h.put("nights/c.csv", "house;beds;used\nnorth;4;4\n")
	_, m := h.run()
	h.want(m, "nights", "1 nights/a.csv 3/1/1", "2 nights/b.csv 1/0/0", "3 nights/c.csv 1/0/0")
	if got, want := h.warnings(delivery(m, "nights", 1)), "2 | used_count | at_most | 5\n5 | bed_count | median | 500"; got != want {
		t.Errorf("warnings\n%s\nwant\n%s", got, want)
	}
	if a, c := delivery(m, "nights", 1), delivery(m, "nights", 3); a.Warned != 2 || a.Repeated != 0 || c.Warned != 0 || c.Warnings != nil {
		t.Errorf("%d and %d rows warned, %d repeated; want 2, 0 and 0", a.Warned, c.Warned, a.Repeated)
	}
}

func TestColumnsFromTheNameOfTheFile(t *testing.T) {
	h := register(t, "    delivery: {kind: append}\n    rules:\n      - {name: in_month, same_month: [night_date, file_month], fix: look which is right}")
	h.project["models/sources/register.yml"].Data = append(h.project["models/sources/register.yml"].Data, []byte(
		"      - {name: file_month, from_name: '_(\\d{4}-\\d{2})(?:_v\\d+)?\\.csv$', type: month, format: [YYYY-MM], required: true, class: technical, action: keep}\n"+
			"      - {name: team_name, from_name: '^nights/([^/]+)/', type: text, class: technical, action: keep, optional: true}\n")...)
	h.put("nights/team noord/beds_2023-01.csv", "house;night;beds;used\nnorth;31/01/2023;4;1\nsouth;01/02/2023;4;2\n")
	h.put("nights/zuid/beds_2023-01_v2.csv", "house;night;beds;used\nnorth;31/01/2023;4;1\n")
	h.put("nights/oost/beds_2023-01_v2.csv", "house;night;beds;used\nnorth;31/01/2023;4;1\n") // the same bytes, other rows
	h.put("nights/beds_2023-13.csv", "house;night;beds;used\nnorth;31/12/2023;4;1\n")
	h.put("nights/beds.csv", "house;night;beds;used\nnorth;31/12/2023;4;1\n")
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, "has no file_month in its name, want a match of")
	h.want(m, "nights", "1 nights/beds.csv 0/0/0 quarantine", "2 nights/beds_2023-13.csv 0/1/0", "3 nights/oost/beds_2023-01_v2.csv 1/0/0",
		"4 nights/team noord/beds_2023-01.csv 1/1/0", "5 nights/zuid/beds_2023-01_v2.csv 1/0/0")
	if got, want := h.rows("select house_id, file_month, team_name from %s order by all", delivery(m, "nights", 3).Lake, delivery(m, "nights", 4).Lake, delivery(m, "nights", 5).Lake),
		"north | 2023-01-01 00:00:00 +0000 UTC | oost\nnorth | 2023-01-01 00:00:00 +0000 UTC | team noord\nnorth | 2023-01-01 00:00:00 +0000 UTC | zuid"; got != want {
		t.Errorf("rows\n%s\nwant\n%s", got, want)
	}
	if got, want := h.rows("select reason from %s order by all", delivery(m, "nights", 2).Rejects, delivery(m, "nights", 4).Rejects),
		`night is "01/02/2023", want a day in the month of the file name (file_month), which is "2023-01"; look which is right`+"\n"+
			`the file name (file_month) is "2023-13", want a month like YYYY-MM`; got != want {
		t.Errorf("reasons\n%s\nwant\n%s", got, want)
	}
}

func TestTotalsRowsAreHeldAgainstTheRows(t *testing.T) {
	h := register(t, "    delivery: {kind: append}\n    control_totals: {columns: [bed_count, used_count]}")
	h.put("nights/a.csv", "house;beds;used\nTotaal;12;3\nnorth;4;1\nsouth;8;2\n")                                    // first, and right
	h.put("nights/b.csv", "house;beds;used\nnorth;4;1\nsouth;8;2\nTotaal;13;\n")                                     // a bed too many
	h.put("nights/c.csv", "house;beds;used\na;1;1\nb;2;1\nSubtotaal;3;2\nc;5;x\nSubtotaal;5;9\nTotaal;8;11\n")       // a rejected row counts with what it says
	h.put("nights/d.csv", "house;beds;used\nSubtotaal;3;2\na;1;1\nb;2;1\nSubtotaal;5;1\nc;5;1\nEindtotaal;8;veel\n") // headings of parts
	h.put("nights/e.csv", "house;beds;used\nnorth;4;1\n")
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked)
	for i, want := range []string{
		"",
		`line 4: the total of beds is "13", but the rows come to 12`,
		`line 6: the total of used is "9", but the rows come to 2` + "\n" + `line 7: the total of used is "11", but the rows come to 2`,
		`line 7: the total of used is "veel", which is no number of this contract`,
		"",
	} {
		if got := strings.Join(delivery(m, "nights", i+1).Control, "\n"); got != want {
			t.Errorf("delivery %d: %s, want %s", i+1, got, want)
		}
	}
	wantWarning(t, r, `nights/b.csv: line 4: the total of beds is "13", but the rows come to 12`)
	if d := delivery(m, "nights", 4); !slices.Contains(d.Notes, "5 of 6 totals agree with the rows") {
		t.Errorf("notes %q", d.Notes)
	}
}

func TestTotalsThatDifferHoldADeliveryBackWhereTheContractSaysSo(t *testing.T) {
	h := register(t, "    delivery: {kind: append}\n    control_totals: {then: refuse, tolerance: 1}")
	h.put("nights/a.csv", "house;beds;used\nnorth;4;1\nTotaal;5;2\n")
	h.put("nights/b.csv", "house;beds;used\nnorth;4;1\nTotaal;6;2\n")
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, `line 3: the total of beds is "6", but the rows come to 4`)
	h.want(m, "nights", "1 nights/a.csv 1/0/1", "2 nights/b.csv 0/1/1 quarantine")
}

func TestDeliveryThatSaysTheSameMakesNoNewVersion(t *testing.T) {
	const first, again, other = "house;beds;used\nnorth;4;1\nsouth;6;2\n", "house;beds;used\nsouth;06;9\nnorth;4;9\n", "house;beds;used\nnorth;5;1\nsouth;6;2\n"
	files := func(h *house) {
		h.put("nights/a.csv", first)
		h.put("nights/b.csv", again)                          // other order, spelling and used_count
		h.put("nights/c.csv", other)                          // news
		h.put("nights/d.csv", first)                          // and back
		h.put("nights/e.csv", first+"\neast;x;1\n")           // the same rows, and one that is rejected
		h.put("nights/f.csv", "house;beds;used\nnorth;4;1\n") // a row less
		h.put("nights/g.csv", "house;beds;used\nnorth;4;")    // refused or read, never the same
	}
	for kind, want := range map[string][]string{
		"snapshot": {"1 nights/a.csv 2/0/0", "2 nights/b.csv 0/0/0 skipped: same rows as nights/a.csv", "3 nights/c.csv 2/0/0", "4 nights/d.csv 2/0/0", "5 nights/e.csv 2/1/1"},
		"append":   {"1 nights/a.csv 2/0/0", "2 nights/b.csv 0/0/0 skipped: same rows as nights/a.csv", "3 nights/c.csv 2/0/0", "4 nights/d.csv 0/0/0 skipped: same bytes as nights/a.csv", "5 nights/e.csv 2/1/1"},
	} {
		h := register(t, "    delivery: {kind: "+kind+", compare_without: [used_count]}")
		files(h)
		_, m := h.runAll()
		if got := told(m, "nights"); len(got) != 7 || !slices.Equal(got[:5], want) {
			t.Errorf("%s:\n%s\nwant\n%s", kind, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if _, again := h.runAll(); again.Snapshot != m.Snapshot {
			t.Errorf("%s: a second run makes snapshot %d", kind, again.Snapshot)
		}
	}
	h := register(t, "    delivery: {kind: snapshot}")
	files(h)
	_, m := h.runAll()
	if d := delivery(m, "nights", 2); d.Skipped != "" || d.Kept != 2 || d.Content != "" {
		t.Errorf("%+v, want a version of its own where the contract compares nothing", d)
	}
}

func TestIgnoredFilesAreLeftAlone(t *testing.T) {
	h := register(t, "    delivery: {kind: append}\n    ignore: [\"**/archive/**\", \"nights/* draft.csv\"]")
	h.put("nights/a b.csv", "house;beds;used\nnorth;4;1\n")
	h.put("nights/a b draft.csv", "house;beds;used\nnorth;5;1\n")
	h.put("nights/2022/archive/x.csv", "house;beds;used\nnorth;6;1\n")
	h.put("other/x.csv", "house;beds;used\nnorth;7;1\n")
	r, m := h.run()
	h.want(m, "nights", "1 nights/a b.csv 1/0/0")
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "other/x.csv: no contract asks for this file") {
		t.Errorf("warnings %q, want one about other/x.csv", r.Warnings)
	}
}

func TestDeliveryThatIsHeldBackSaysWhatMostRowsBreak(t *testing.T) {
	h := register(t, "    delivery: {kind: append}\n    limits: {reject_share: 0.5}")
	text := "house;beds;used\n"
	for i := range 12 {
		text += fmt.Sprintf("h%d;%d,5;%d\n", i, i, i) // beds has become a decimal
	}
	h.put("nights/a.csv", text+";1;x\nz;1;1\n")
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, "13 of 14 rows are rejected, more than the share of 0.5 that the contract allows (limits.reject_share);"+
		" most of all 12 × bed_count (integer), 1 × house_id (required), 1 × used_count (integer)")
	if d := delivery(m, "nights", 1); !slices.Contains(d.Notes, "12 of 14 rows break rule integer of column bed_count: look whether the export has changed it") {
		t.Errorf("notes %q", d.Notes)
	}
}

func TestRepeatedKeyIsCountedAsTheContractSays(t *testing.T) {
	const text = "house;beds;used\nnorth;4;1\nsouth;6;2\nnorth;4;1\nnorth;4;3\nsouth;6;2\n"
	for _, c := range []struct{ repeated, told, rows string }{
		{"reject", "2/3/0, 0 repeated, 0 warned", "north | 4 | 1 | 2\nsouth | 6 | 2 | 3"},
		{"once", "2/1/2, 2 repeated, 2 warned", "north | 4 | 1 | 2\nsouth | 6 | 2 | 3"},
		{"keep", "5/0/0, 0 repeated, 3 warned", "north | 4 | 1 | 2\nsouth | 6 | 2 | 3\nnorth | 4 | 1 | 4\nnorth | 4 | 3 | 5\nsouth | 6 | 2 | 6"},
		{"add", "2/0/3, 3 repeated, 3 warned", "north | 12 | 5 | 2\nsouth | 12 | 4 | 3"},
	} {
		h := register(t, "    delivery: {kind: snapshot, key: [house_id], repeated: "+c.repeated+"}")
		h.put("nights/a.csv", text)
		_, m := h.run()
		d := delivery(m, "nights", 1)
		if got := fmt.Sprintf("%d/%d/%d, %d repeated, %d warned", d.Kept, d.Rejected, d.Furniture, d.Repeated, d.Warned); got != c.told {
			t.Errorf("%s: %s, want %s", c.repeated, got, c.told)
		}
		if got := h.rows("select house_id, bed_count, used_count, _line from %s order by _line", d.Lake); got != c.rows {
			t.Errorf("%s: rows\n%s\nwant\n%s", c.repeated, got, c.rows)
		}
	}
}

func TestQuarantinedDeliveryHasNoWarningsAndAccountsForItsRows(t *testing.T) {
	h := register(t, "    delivery: {kind: snapshot, key: [house_id], repeated: once}\n    limits: {reject_count: 1}")
	h.put("nights/a.csv", "house;beds;used\nnorth;4;1\nnorth;4;1\nnorth;4;x\n;4;1\nsouth;1;1\n")
	r, m := h.runAll()
	wantErrors(t, r, models.Blocked, "2 rows are rejected, more than the 1")
	d := delivery(m, "nights", 1)
	if d.Kept != 0 || d.Rejected != 4 || d.Furniture != 1 || d.Repeated != 1 || d.Warnings != nil || d.Warned != 0 {
		t.Errorf("%+v, want 4 rejected and 1 that is counted in another", d)
	}
	if got := h.rows("select line, rule from %s order by all", d.Rejects); got != strings.Join([]string{"2 | quarantine", "4 | integer", "5 | required", "6 | quarantine"}, "\n") {
		t.Errorf("rejects\n%s", got)
	}
}
