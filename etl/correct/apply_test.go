package correct_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/models"
)

const contract = `source: shelter
legal_basis: none needed
purpose: a test
entities:
  - entity: beds
    files: ["beds_*"]
    known_at: {from: received}
    delivery: {kind: append}
    columns:
      - {name: bed_id, header: [nr], type: text, class: technical, action: keep}
      - {name: town_name, header: [Stad, Plaats], type: text, class: measure, action: keep}
      - {name: bed_count, header: [bedden], type: integer, class: measure, action: keep, optional: true}
      - {name: guest_id, header: [gast], type: text, class: identifier, action: pseudonymise, domain: person, optional: true}
`

// entity gives the entity with the corrections, each the end of an item of YAML.
func entity(t *testing.T, corrections ...string) *models.Entity {
	t.Helper()
	text := "corrections:\n"
	for _, c := range corrections {
		text += "  - {entity: shelter/beds, reason: asked, who: datasteward, date: 2023-02-03, " + c + "}\n"
	}
	p, err := models.LoadProject(fstest.MapFS{"models/sources/s.yml": {Data: []byte(contract)}, "models/corrections/c.yml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return &p.Sources[0].Entities[0]
}

// apply reads a file through all corrections of the entity and gives its rows, the
// cells between |.
func apply(t *testing.T, e *models.Entity, name, file string) (rows []string, corrected int64, each []models.Applied, err error) {
	t.Helper()
	reader, err := decode.Open(name, strings.NewReader(file), int64(len(file)), decode.Dialect{Delimiter: ";", Header: []string{"nr", "Stad", "Plaats", "bedden", "gast"}})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	r, err := correct.Over(reader, name, e, e.Corrections)
	if err != nil {
		return nil, 0, nil, err
	}
	for {
		row, err := r.Source().Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return rows, 0, nil, err
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		rows = append(rows, fmt.Sprintf("%d: %s", row.Line, strings.Join(cells, "|")))
	}
	corrected, each = r.Corrected()
	return rows, corrected, each, nil
}

func TestCellsAreReplacedAndCountedOnceARow(t *testing.T) {
	e := entity(t,
		"file: beds_1.csv, line: 2, column: nr, seen: a, right: b",
		"file: beds_1.csv, key: {bedden: 5}, column: stad, seen: Gnt, right: Gent")
	rows, n, each, err := apply(t, e, "beds_1.csv", "nr;Plaats;bedden\na;Gnt;5\nc;Gnt; 5 \nd;Gnt;6\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(rows, "\n"), "2: b|Gent|5\n3: c|Gent| 5 \n4: d|Gnt|6"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if n != 2 || len(each) != 2 || each[0].Rows != 1 || each[1].Rows != 2 {
		t.Errorf("%d rows, %v, want 2 rows, by one correction 1 and by the other 2", n, each)
	}
}

// A key is compared with what the file says, not with what another correction made
// of it: which one comes first must not matter.
func TestCorrectionsAreHeldAgainstTheFileAndNotAgainstEachOther(t *testing.T) {
	one := "file: a.csv, key: {nr: 1}, column: stad, seen: Gnt, right: Gent"
	other := "file: a.csv, key: {stad: Gnt}, column: bedden, seen: x, right: 5"
	for _, e := range []*models.Entity{entity(t, one, other), entity(t, other, one)} {
		rows, n, _, err := apply(t, e, "a.csv", "nr;Stad;bedden\n1;Gnt;x\n")
		if err != nil || n != 1 || rows[0] != "2: 1|Gent|5" {
			t.Errorf("%v, %d rows, %v", rows, n, err)
		}
	}
}

func TestTextsOfProtectedColumnsMoveWithoutBeingWritten(t *testing.T) {
	e := entity(t, `file: a.csv, line: 2, cells: [{column: stad, seen: "", right: Gent}, {column: gast, from: bedden}, {column: bedden, right: ""}]`)
	rows, _, _, err := apply(t, e, "a.csv", "nr;Stad;bedden;gast\n1;;G-7;secret\n")
	if err != nil || rows[0] != "2: 1|Gent||G-7" {
		t.Errorf("%v, %v", rows, err)
	}
	_, _, _, err = apply(t, e, "a.csv", "nr;Stad;bedden;gast\n1;x;G-7;secret\n")
	if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "G-7") {
		t.Errorf("got %v, want a message without the text of the protected column", err)
	}
}

func TestEveryCorrectionThatDoesNotHoldIsToldAtOnce(t *testing.T) {
	e := entity(t,
		"file: a.csv, line: 2, column: nr, seen: a, right: b",
		"file: a.csv, line: 2, column: nr, seen: 1, right: 2",
		"file: a.csv, line: 2, column: nr, seen: 1, right: 3",
		"file: a.csv, line: 3, cells: [{column: nr, seen: x, right: 2}, {column: stad, seen: y, right: Gent}]",
		"file: a.csv, line: 3, cells: [{column: nr, seen: x, right: 2}, {column: stad, seen: Gent, right: Gand}]",
		"file: a.csv, line: 9, column: nr, seen: 1, right: 2",
		"file: a.csv, line: 5, column: nr, seen: 1, right: 2",
		"file: a.csv, line: 4, column: stad, seen: Gent, right: Brugge")
	_, _, _, err := apply(t, e, "a.csv", "nr;Stad\n1;Gent\n2;Gent\n3;93.05.18-223.61 "+strings.Repeat("é", 100)+"\n4;Gent;too;many\n")
	var got []string
	for _, one := range models.Flatten(err) {
		var u *models.Error
		if !errors.As(one, &u) || u.Code != models.Invalid || !strings.Contains(u.Fix, "take the correction out") && !strings.Contains(u.Fix, "take one of the two out") {
			t.Errorf("%v is not what a steward can act on", one)
			continue
		}
		got = append(got, u.Where+": "+u.What)
	}
	want := []string{
		`a.csv:2, column nr: holds "1", but the correction models/corrections/c.yml:2 expects "a" to put "b" in its place`,
		`a.csv:2, column nr: is corrected by models/corrections/c.yml:3 already, and the correction models/corrections/c.yml:4 corrects it, too`,
		`a.csv:3, column nr: holds "2": the supplier has put the right value, but the correction models/corrections/c.yml:5 expects "x"`,
		`a.csv:3, column Stad: holds "Gent": the supplier has put the right value, but the correction models/corrections/c.yml:5 expects "y"`,
		`a.csv:3, column nr: holds "2", but the correction models/corrections/c.yml:6 expects "x" to put "2" in its place`,
		`a.csv:4, column Stad: holds "••• ` + strings.Repeat("é", 64) + `…", but the correction models/corrections/c.yml:9 expects "Gent" to put "Brugge" in its place`,
		`a.csv:9: has no row on this line, but the correction models/corrections/c.yml:7 corrects cells of it`,
		`a.csv:5: cannot be read as a row (cell 3 is outside the 2 columns of the header: the row has 4 cells), but the correction models/corrections/c.yml:8 corrects cells of it`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAColumnThatTheFileDoesNotHaveIsTold(t *testing.T) {
	_, _, _, err := apply(t, entity(t, "file: a.csv, line: 2, column: bedden, seen: a, right: b"), "a.csv", "nr;Stad\n1;Gent\n")
	if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "has no column bed_count, which the correction models/corrections/c.yml:2 reads") {
		t.Errorf("got %v", err)
	}
}

// Files that no correction names cost nothing: their rows are the reader's own.
func TestFilesWithoutCorrectionsAreNotTouched(t *testing.T) {
	e := entity(t, "file: a.csv, line: 2, column: nr, seen: a, right: b")
	text := "nr;Stad\n1;Gent\n"
	reader, err := decode.Open("b.csv", strings.NewReader(text), int64(len(text)), decode.Dialect{Delimiter: ";"})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	r, err := correct.Over(reader, "b.csv", e, nil)
	if err != nil || r.Source() != correct.Source(reader) {
		t.Errorf("%v, want the reader itself", err)
	}
}

func TestCorrectionsAreChosenByNameBytesAndDay(t *testing.T) {
	e := entity(t,
		"file: in/beds_1.csv, line: 2, column: nr, seen: a, right: b",
		"file: in/beds_*.csv, line: 2, column: nr, seen: a, right: b",
		"file: '**/beds_1.csv', line: 2, column: nr, seen: a, right: b, until: 2023-02-28",
		"file: beds_1.csv, line: 2, column: nr, seen: a, right: b",
		"file: in/beds_1.csv, line: 2, column: nr, seen: a, right: b, sha256: abcdef01")
	for _, c := range []struct {
		name, sum string
		known     models.Date
		want      string
	}{
		{"in/beds_1.csv", "abcdef0123", "2023-02-28", "0 1 2 4"},
		{"in/beds_1.csv", "abcdef0223", "2023-03-01", "0 1"},
		{"in/beds_2.csv", "abcdef0123", "2023-02-28", "1"},
		{"beds_1.csv", "abcdef0123", "2023-02-28", "2 3"},
	} {
		var got []string
		for _, chosen := range correct.Of(e.Corrections, c.name, c.sum, c.known) {
			for i := range e.Corrections {
				if e.Corrections[i] == chosen {
					got = append(got, fmt.Sprint(i))
				}
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %s %s: %v, want %s", c.name, c.sum, c.known, got, c.want)
		}
	}
}

// Only what a correction does decides whether its file is loaded again.
func TestTheIdentityOfACorrectionIsWhatItDoes(t *testing.T) {
	base := entity(t, "file: a.csv, line: 2, column: nr, seen: a, right: b").Corrections
	same := entity(t, "file: x.csv, line: 1, column: nr, seen: a, right: b", "file: a.csv, line: 2, column: bed_id, seen: a, right: b").Corrections
	if correct.ID(base[0]) != correct.ID(same[1]) {
		t.Error("another place, or another name for the column, makes another correction")
	}
	for _, other := range []string{"file: b.csv, line: 2, column: nr, seen: a, right: b", "file: a.csv, line: 3, column: nr, seen: a, right: b", "file: a.csv, line: 2, column: stad, seen: a, right: b",
		"file: a.csv, line: 2, column: nr, seen: x, right: b", "file: a.csv, line: 2, column: nr, seen: a, right: x", "file: a.csv, key: {nr: 2}, column: nr, seen: a, right: b",
		"file: a.csv, line: 2, until: 2023-01-01, column: nr, seen: a, right: b", "file: a.csv, line: 2, sha256: abcdef01, column: nr, seen: a, right: b"} {
		if c := entity(t, other).Corrections; correct.ID(base[0]) == correct.ID(c[0]) || correct.Sum(base) == correct.Sum(c) {
			t.Errorf("%s does something else and has the same name", other)
		}
	}
	if correct.Sum(nil) != "" {
		t.Error("no corrections have a name: all files would be loaded again")
	}
}
