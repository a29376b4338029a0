package models

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const correctable = `source: shelter
legal_basis: none needed
purpose: a test
entities:
  - entity: beds
    files: ["beds_*.csv"]
    known_at: {from: received}
    delivery: {kind: append}
    columns:
      - {name: bed_id, header: [nr], type: text, class: technical, action: keep}
      - {name: bed_count, header: [Aantal bedden, bedden], type: integer, class: measure, action: keep}
      - {name: guest_id, header: [gast], type: text, class: identifier, action: pseudonymise, domain: person}
      - {name: guest_name, header: [naam], type: text, class: identifier, action: drop}
      - {name: month_code, from_name: '(\d+)', type: text, class: technical, action: keep}
`

func correctedProject(t *testing.T, corrections string) (*Project, error) {
	t.Helper()
	return LoadProject(fstest.MapFS{
		"models/sources/shelter.yml":     {Data: []byte(correctable)},
		"models/corrections/shelter.yml": {Data: []byte(corrections)},
	})
}

func TestACorrectionIsResolvedToColumnsOfTheLake(t *testing.T) {
	p, err := correctedProject(t, `
# what was asked by telephone
corrections:
  - entity: shelter/beds
    file: beds_1.csv
    line: 3
    column: aantal-bedden
    seen: 010
    right: 1.50 # as the file writes it
    sha256: 12345678
    reason: asked
    who: datasteward
    date: 2023-02-03

  - {entity: shelter/beds, file: beds_*.csv, key: {bedden: " x ", "nr": 007}, reason: asked, who: datasteward, date: 2023-02-03, cells: [
      {column: gast, from: nr}, {column: nr, right: ""}, {column: bedden, seen: -0x1F, right: 'it''s "1.0"'}]}
`)
	if err != nil {
		t.Fatal(err)
	}
	got := p.Sources[0].Entities[0].Corrections
	if len(got) != 2 {
		t.Fatalf("%d corrections, want 2", len(got))
	}
	// Numbers stay the text that was written.
	if got[0].SHA256 != "12345678" {
		t.Errorf("sha256 %q", got[0].SHA256)
	}
	if want := (CellFix{Column: "bed_count", Seen: "010", Right: "1.50"}); len(got[0].Fixes) != 1 || got[0].Fixes[0] != want {
		t.Errorf("fixes %v, want %v", got[0].Fixes, want)
	}
	if got[0].Place != "models/corrections/shelter.yml:4" || got[1].Place != "models/corrections/shelter.yml:15" {
		t.Errorf("places %s and %s, want lines 4 and 14", got[0].Place, got[1].Place)
	}
	if w := got[1].Where; len(w) != 2 || w[0] != (CellText{"bed_id", "007"}) || w[1] != (CellText{"bed_count", "x"}) {
		t.Errorf("key %v, want the lake's names in the order of the contract, without blanks around the texts", w)
	}
	if f := got[1].Fixes; len(f) != 3 || f[0] != (CellFix{Column: "guest_id", From: "bed_id"}) || f[1] != (CellFix{Column: "bed_id", Any: true}) ||
		f[2] != (CellFix{Column: "bed_count", Seen: "-0x1F", Right: `it's "1.0"`}) {
		t.Errorf("fixes %v", f)
	}
}

// All faults of a file are told at once, and none of them repeats a text that may
// not be written down.
func TestCorrectionsThatCannotBeAreRefusedWithTheProject(t *testing.T) {
	const rest = ", reason: asked, who: datasteward, date: 2023-02-03}\n"
	cases := []struct{ text, want string }{
		{"entity: shelter/bed, file: a, line: 1, column: nr, seen: a, right: b" + rest, `entity "shelter/bed" is not known here; did you mean shelter/beds?`},
		{"file: a, line: 1, column: nr, seen: a, right: b" + rest, "has no entity"},
		{"entity: shelter/beds, line: 1, column: nr, seen: a, right: b" + rest, "has no file"},
		{"entity: shelter/beds, file: '[', line: 1, column: nr, seen: a, right: b" + rest, "is not a pattern that can be read"},
		{"entity: shelter/beds, file: a, column: nr, seen: a, right: b" + rest, "has neither line nor key"},
		{"entity: shelter/beds, file: a, line: 1, key: {nr: 1}, column: nr, seen: a, right: b" + rest, "has a line and a key"},
		{"entity: shelter/beds, file: a, line: -1, column: nr, seen: a, right: b" + rest, "line is -1"},
		{"entity: shelter/beds, file: a, line: 1, column: bed, seen: a, right: b" + rest, `column "bed" is not in shelter/beds; did you mean bed_id`},
		{"entity: shelter/beds, file: a, line: 1, column: month_code, seen: a, right: b" + rest, "is read from the name of the file"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a" + rest, "lacks seen or right"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: null, right: b" + rest, "lacks seen or right"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a, right: a" + rest, "the same text as seen and as right"},
		{"entity: shelter/beds, file: a, line: 1" + rest, "corrects nothing"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a, right: b, cells: [{column: nr, seen: a, right: b}]" + rest, "has cells and a column of its own"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: nr, seen: a, right: b}, {column: bed_id, seen: a, right: b}]" + rest, "corrects column bed_id twice"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{seen: a, right: b}]" + rest, "has a cell without column"},
		{"entity: shelter/beds, file: a, line: 1, column: guest_id, seen: G-secret, right: G-2" + rest, "column guest_id is protected (class identifier, action pseudonymise)"},
		{"entity: shelter/beds, file: a, line: 1, column: naam, seen: G-secret, right: G-2" + rest, "column guest_name is protected (class identifier, action drop)"},
		{"entity: shelter/beds, file: a, key: {gast: G-secret}, column: nr, seen: a, right: b" + rest, "key names column guest_id, which is protected"},
		{"entity: shelter/beds, file: a, key: {nr: ''}, column: nr, seen: a, right: b" + rest, "key has an empty text"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: guest_id, from: nr}, {column: nr, right: a}]" + rest, "only has cells that do not tell"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: guest_id, from: nr}, {column: bedden, seen: a, right: b}]" + rest, "column bed_id keeps the text that goes to guest_id"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: guest_id, from: nr}, {column: nr, seen: G-secret, right: b}, {column: bedden, seen: a, right: b}]" + rest,
			"column bed_id holds the text of guest_id, which must not stand in a file of the project; leave its seen out"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: guest_id, from: nr}, {column: nr}, {column: bedden, seen: a, right: b}]" + rest, "column bed_id lacks seen or right"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: nr, from: gast}, {column: bedden, seen: a, right: b}]" + rest, "column bed_id is not protected"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: gast, from: gast}, {column: bedden, seen: a, right: b}]" + rest, "column guest_id is its own from"},
		{"entity: shelter/beds, file: a, line: 1, cells: [{column: gast, from: nr, seen: G-secret}, {column: bedden, seen: a, right: b}]" + rest, "has from beside seen or right"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: 93.05.18-223.61, right: b" + rest, "looks like a national number as seen or right"},
		{"entity: shelter/beds, file: a, key: {nr: 93051822361}, column: nr, seen: a, right: b" + rest, "looks like a national number for column bed_id"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a, right: b, reason: is 93051822361, who: datasteward, date: 2023-02-03}\n", "looks like a national number in reason or who"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a, right: b}\n", "has no reason"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a, right: b}\n", "has no who"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a, right: b}\n", "has no date"},
		{"entity: shelter/beds, file: a, line: 1, column: nr, seen: a, right: b, reason: asked, who: datasteward, date: 3/2/2023}\n", `date is "3/2/2023"`},
		{"entity: shelter/beds, file: a, line: 1, until: soon, column: nr, seen: a, right: b" + rest, `until is "soon"`},
		{"entity: shelter/beds, file: a, line: 1, sha256: ABC, column: nr, seen: a, right: b" + rest, `sha256 is "ABC"`},
	}
	all := "corrections:\n"
	for _, c := range cases {
		all += "  - {" + c.text
	}
	_, err := correctedProject(t, all)
	if CodeOf(err) != Invalid {
		t.Fatalf("got %v, want it refused", err)
	}
	said := err.Error()
	for i, c := range cases {
		place := "models/corrections/shelter.yml:" + strconv.Itoa(i+2) + ": "
		if !lineWith(said, place, c.want) {
			t.Errorf("%s: no line %s…%s", c.text, place, c.want)
		}
	}
	for _, secret := range []string{"G-secret", "223", "22361"} {
		if strings.Contains(said, secret) {
			t.Errorf("the messages repeat %q", secret)
		}
	}
}

func lineWith(said, place, part string) bool {
	for line := range strings.SplitSeq(said, "\n") {
		if strings.HasPrefix(line, place) && strings.Contains(line, part) {
			return true
		}
	}
	return false
}

func TestAMisspeltKeyOfACorrectionHasItsPlace(t *testing.T) {
	_, err := correctedProject(t, "corrections:\n  - entity: shelter/beds\n    fiel: a\n")
	if err == nil || !strings.HasPrefix(err.Error(), "models/corrections/shelter.yml:3:") {
		t.Errorf("got %v, want the line of the key", err)
	}
}

// Whatever stands in a file of corrections, the project is read or refused in words.
func FuzzCorrections(f *testing.F) {
	f.Add("corrections:\n  - {entity: shelter/beds, file: a, line: 1, column: nr, seen: 010, right: \"\\x00\", reason: r, who: w, date: 2023-02-03}\n")
	f.Add("corrections:\n  - entity: shelter/beds\n    key: {nr: |\n      a\n      b\n    }\n")
	f.Add("corrections: [null, {}, {cells: [{}, null]}]\n")
	f.Add("corrections: &a\n  - *a\n")
	f.Add("corrections:\n- seen: !!binary aGk=\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := LoadProject(fstest.MapFS{
			"models/sources/shelter.yml":     {Data: []byte(correctable)},
			"models/corrections/shelter.yml": {Data: []byte(text)},
		})
		for _, e := range Flatten(err) {
			var u *Error
			if !errors.As(e, &u) {
				t.Errorf("%q: %v is a fault", text, e)
			}
		}
	})
}
