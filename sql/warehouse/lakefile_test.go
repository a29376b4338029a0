package warehouse

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// retype gives a column of the fixture another type and class; deliveries from
// now on are of another contract.
func (l *lake) retype(column, as string) {
	l.t.Helper()
	yml := string(l.files["models/sources/tool.yml"].Data)
	at := strings.Index(yml, "{name: "+column+",")
	end := at + strings.Index(yml[at:], "\n")
	l.put("models/sources/tool.yml", yml[:at]+"{name: "+column+", header: [b], "+as+"}"+yml[end:])
}

func refused(t *testing.T, w *Warehouse, sql string) string {
	t.Helper()
	r, err := w.Query(context.Background(), sql)
	if err == nil {
		r.Close()
		t.Fatalf("%s: no error", sql)
	}
	if models.CodeOf(err) != models.Invalid {
		t.Errorf("%v: want an error that people can mend", err)
	}
	return err.Error()
}

func TestFilesOfTwoContractsStandTogether(t *testing.T) {
	l := newLake(t)
	l.deliver("places", "2022-03-31", "'a', 10").Contract = "first"
	l.retype("capacity_count", "type: decimal, scale: 3, class: measure, action: keep")
	l.deliver("places", "2022-04-30", "'b', 2.125").Contract = "second"
	const sql = "select place_id, capacity_count from raw.tool__places order by 1"
	w := l.open("")
	equal(t, "latest", rowsOf(t, w, sql), "b|2.125")
	equal(t, "of the first contract", rowsOf(t, l.open("2022-04-01"), sql), "a|10.000")
	equal(t, "history", rowsOf(t, w, "select place_id, capacity_count from raw.tool__places__history order by 1"), "a|10.000 b|2.125")
	equal(t, "type", rowsOf(t, w, "select distinct lower(typeof(capacity_count)) from raw.tool__places__history"), "decimal(18,3)")
}

func TestEveryFileWithALostValueIsNamed(t *testing.T) {
	l := newLake(t)
	l.deliver("claims", "2022-03-31", "'1', '2022-03-01', 100.25", "'2', '2022-03-01', 7").Contract = "first"
	l.deliver("claims", "2022-04-30", "'1', '2022-04-01', 8").Contract = "first"
	l.deliver("claims", "2022-05-31", "'1', '2022-05-01', 8", "'2', '2022-05-01', 0.5", "'3', '2022-05-01', 0.75").Contract = "first"
	l.retype("amount_eur", "type: integer, class: measure, action: keep")
	got := refused(t, l.open(""), "select * from raw.tool__claims")
	for _, want := range []string{
		`claims1.csv (lake/tool/claims/claims1.parquet), line 2: column amount_eur was taken in as decimal(18,2) and holds "100.25" (1 rows like it), which is no bigint`,
		`claims3.csv (lake/tool/claims/claims3.parquet), line 3: column amount_eur was taken in as decimal(18,2) and holds "0.50" (2 rows like it)`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
	if strings.Contains(got, "claims2.csv") {
		t.Errorf("%s\nnames a file in which nothing is lost", got)
	}
	// Before them nothing was known, and nothing is lost.
	equal(t, "before", rowsOf(t, l.open("2022-03-30"), "select count(*) from raw.tool__claims"), "0")
}

// What was kept in the clear never stands beside pseudonyms of the same column,
// and a protected value is not told.
func TestProtectedColumnsAreNotMixed(t *testing.T) {
	l := newLake(t)
	l.deliver("stays", "2022-03-21", "'a', 2, 'Jan', '2022-03-02', null, null").Contract = "first"
	l.retype("province_code", "type: text, class: identifier, action: pseudonymise, domain: person")
	got := refused(t, l.open(""), "select * from raw.tool__stays")
	if !strings.Contains(got, "province_code was taken in as varchar and holds a value (1 rows like it), which is no uuid") || strings.Contains(got, "Jan") {
		t.Error(got)
	}
	l.retype("province_code", "type: integer, class: sensitive, action: keep")
	if got := refused(t, l.open(""), "select * from raw.tool__stays"); strings.Contains(got, "Jan") {
		t.Error(got)
	}
}

func TestMissingLakeFileIsNamed(t *testing.T) {
	l := newLake(t)
	d := l.deliver("places", "2022-03-31", "'a', 10")
	if err := os.Remove(filepath.Join(l.layout.Root, d.Lake.Path)); err != nil {
		t.Fatal(err)
	}
	if got := refused(t, l.open(""), "select * from raw.tool__places"); !strings.Contains(got, "lake/tool/places/places1.parquet: is a file of tool/places and is not there") {
		t.Error(got)
	}
}
