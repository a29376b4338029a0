package etl_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
)

// closer is a file in memory.
type closer struct{ bytes.Buffer }

func (*closer) Close() error { return nil }

func TestCellsWithErrorsOfKeptRowsAreTold(t *testing.T) {
	h := newHouse(t)
	h.project = fstest.MapFS{"models/sources/contract.yml": {Data: []byte(`source: register
legal_basis: none needed, the rows are invented
entities:
  - entity: nights
    files: ["nights_*.xlsx"]
    known_at: {from: listing}
    delivery: {kind: append}
    columns:
      - {name: house_id, header: [house], type: text, required: true, class: technical, action: keep}
      - {name: bed_count, header: [beds], type: integer, class: measure, action: keep}
`)}}
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
