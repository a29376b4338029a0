package etl_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
)

// closer is a file in memory.
type closer struct{ bytes.Buffer }

func (*closer) Close() error { return nil }

// nights is a project with workbooks of houses, which have one more column.
func nights(format, column string) fstest.MapFS {
	return fstest.MapFS{"models/sources/contract.yml": {Data: []byte(`source: register
legal_basis: none needed, the rows are invented
entities:
  - entity: nights
    files: ["nights_*.xlsx"]
    known_at: {from: listing}
    delivery: {kind: append}
    ` + format + `
    columns:
      - {name: house_id, header: [house], type: text, required: true, class: technical, action: keep}
      - ` + column + `
`)}}
}

func TestCellsWithErrorsOfKeptRowsAreTold(t *testing.T) {
	h := newHouse(t)
	h.project = nights(``, `{name: bed_count, header: [beds], type: integer, class: measure, action: keep}`)
	for i, errors := range []map[int]int{{0: 1, 2: 1, 3: 0}, {1: 1}, {}} { // column by row; column 0 is required
		var file closer
		x := sheet.NewXLSX(&file, "Beds")
		x.Header("house", "beds")
		for row := range 4 {
			if column, ok := errors[row]; ok {
				x.Spoil(column, sheet.NotAvailable)
			}
			x.Text(fmt.Sprintf("house %d", row))
			x.Int(row)
			x.End()
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		h.put(fmt.Sprintf("nights_%d.xlsx", i), file.String())
	}
	r, m := h.runAll()
	wantWarning(t, r, "register/nights: cells that show an error or were never computed have no value: 3, in 2 of the workbooks taken in, the first nights_0.xlsx!Beds!B2 #N/A")
	if len(r.Warnings) != 1 {
		t.Errorf("warnings %q, want one", r.Warnings)
	}
	for i, want := range []string{"[Beds!B2 #N/A Beds!B4 #N/A]", "[Beds!B3 #N/A]", "[]"} {
		if got := fmt.Sprint(m.Deliveries[i].CellErrors); got != want {
			t.Errorf("%s: %s, want %s", m.Deliveries[i].Name, got, want)
		}
	}
	// No cell is called empty that is not.
	if got, want := h.rows("select file_name, line, column_name, rule, reason from %s order by all", m.Deliveries[0].Rejects), "nights_0.xlsx | 5 | house_id | required | house shows #N/A, want a value"; got != want {
		t.Errorf("rejected %s, want %s", got, want)
	}
	if r, _ := h.runAll(); len(r.Warnings) > 0 {
		t.Errorf("again: %q", r.Warnings)
	}
}

// Who merges cells over rows sees one value for all of them; only the first has it, and the
// run says so. A note below the table that is merged over its width is no matter.
func TestMergedCellsOfRowsAreTold(t *testing.T) {
	h := newHouse(t)
	h.project = nights(`format: {notes: ["Bron"]}`, `{name: town, header: [town], type: text, class: measure, action: keep}`)
	for name, merged := range map[string][][2]string{"nights_1.xlsx": {{"B2", "B4"}, {"A5", "B5"}}, "nights_2.xlsx": {{"A5", "B5"}}} {
		book := excelize.NewFile()
		for i, row := range [][]string{{"house", "town"}, {"1", "Aalst"}, {"2"}, {"3"}, {"Bron: register"}} {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, i+1)
				if err := book.SetCellStr("Sheet1", cell, text); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, m := range merged {
			if err := book.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
		bytes, err := book.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		h.put(name, bytes.String())
	}
	r, m := h.runAll()
	wantWarning(t, r, "register/nights: cells that are merged with an earlier one have no value: merged ranges 1, in 1 of the workbooks taken in, the first nights_1.xlsx!Sheet1!B2:B4; have them unmerged and filled in by the supplier")
	if len(r.Warnings) != 1 {
		t.Errorf("warnings %q, want one", r.Warnings)
	}
	if m.Deliveries[0].Merged != 1 || m.Deliveries[1].Merged != 0 {
		t.Errorf("merged ranges %d and %d, want 1 and 0", m.Deliveries[0].Merged, m.Deliveries[1].Merged)
	}
}

// A merge in which no row of the table loses a value is no matter: a note over two rows,
// an empty block below the table, a column that the contract does not know.
func TestMergedCellsThatNoRowHasAreNoMatter(t *testing.T) {
	h := newHouse(t)
	h.project = nights(`format: {notes: ["Bron"]}`, `{name: town, header: [town], type: text, class: measure, action: keep}`)
	book := excelize.NewFile()
	for i, row := range [][]string{{"house", "town", "remark"}, {"1", "Aalst", "x"}, {"2", "Gent"}, {"3", "Gent"}, {"Bron: register"}} {
		for c, text := range row {
			cell, _ := excelize.CoordinatesToCellName(c+1, i+1)
			if err := book.SetCellStr("Sheet1", cell, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, m := range [][2]string{{"A5", "B6"}, {"A8", "B9"}, {"C2", "C4"}} {
		if err := book.MergeCell("Sheet1", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	bytes, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	h.put("nights_1.xlsx", bytes.String())
	r, m := h.runAll()
	if len(m.Deliveries) != 1 || m.Deliveries[0].Merged != 0 || strings.Contains(strings.Join(r.Warnings, "|"), "merged") {
		t.Errorf("merged ranges are told of %+v, warnings %q", m.Deliveries, r.Warnings)
	}
}
