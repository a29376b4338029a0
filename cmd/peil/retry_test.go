package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// onSmall runs a command on the small project of testdata and gives what it says.
func onSmall(t *testing.T, dir string, want int, args ...string) (out, diag string) {
	t.Helper()
	var o, d bytes.Buffer
	args = append(args, "--project", filepath.Join(dir, "project"), "--data", filepath.Join(dir, "data"))
	if code := run(args, strings.NewReader(""), &o, &d); code != want {
		t.Fatalf("peil %s: exit %d, want %d\n%s%s", strings.Join(args, " "), code, want, o.String(), d.String())
	}
	return o.String(), d.String()
}

// What retention took away can neither be loaded again nor sent back, and both
// commands say since when and why.
func TestAfterRetentionRetryAndTheWorkbookSayWhatIsLeft(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	exports := filepath.Join(dir, "exports")
	if err := os.WriteFile(filepath.Join(exports, "beds_2023-02-28.csv"), []byte("nr;stad;bedden;open\n7;Gent;1;01/02/2023\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	onSmall(t, dir, 4, "run", "--exports", exports, "--no-report")
	layout := models.Layout{Root: filepath.Join(dir, "data")}
	m, err := load.Current(layout)
	if err != nil {
		t.Fatal(err)
	}
	if err := load.RemoveLanded(layout, "shelter", load.Removed{SHA256: m.Deliveries[0].SHA256, RemovedOn: "2023-03-05", Why: "retention of 30 days"}); err != nil {
		t.Fatal(err)
	}
	out, diag := onSmall(t, dir, 4, "retry", "--no-report")
	if !strings.Contains(out, "1 delivery cannot be loaded again") || !strings.Contains(out, "1 delivery as before") ||
		!strings.Contains(diag, "beds_2023-01-31.csv: cannot be loaded again: its landed bytes were removed on 2023-03-05 (retention of 30 days); have the export where it was and run peil run --full: no other run takes it in again") {
		t.Errorf("retry says\n%s%s", out, diag)
	}
	back := filepath.Join(dir, "back.xlsx")
	out, diag = onSmall(t, dir, 0, "rejects", "--for", "supplier", "--out", back)
	if !strings.Contains(out, "1 row of 2 files of shelter · 1 row without cells") ||
		!strings.Contains(diag, "beds_2023-01-31.csv: its landed bytes were removed on 2023-03-05 (retention of 30 days), so its rows cannot be shown") {
		t.Errorf("rejects says\n%s%s", out, diag)
	}
	book, err := excelize.OpenFile(back)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for cell, want := range map[[2]string]string{
		{"Samenvatting", "G7"}:         "Aanvaard, zonder de geweigerde rijen.\nHet aangeleverde bestand is op 05/03/2023 gewist (retention of 30 days): de rijen zelf kunnen niet meer getoond worden.",
		{"Bedden", "C2"}:               `Kolom "stad": de waarde “Gent” staat niet in de lijst; verwacht: Aalst, Brugge.`,
		{"Bedden", "E2"}:               "Gent",
		{"Regels zonder cellen", "B2"}: "4",
		{"Regels zonder cellen", "C2"}: `Kolom "bedden": de waarde “x” is geen geheel getal; verwacht: een getal zoals 12.`,
	} {
		if got, err := book.GetCellValue(cell[0], cell[1]); err != nil || got != want {
			t.Errorf("%s!%s is %q (%v), want %q", cell[0], cell[1], got, err, want)
		}
	}
	// A list that a spreadsheet opens says the same.
	onSmall(t, dir, 0, "rejects", "--for", "supplier", "--out", filepath.Join(dir, "back.csv"))
	list, err := os.ReadFile(filepath.Join(dir, "back.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "beds_2023-01-31.csv;4;\"Kolom \"\"bedden\"\": de waarde “x” is geen geheel getal; verwacht: een getal zoals 12.\";;;;;\r\n"; !strings.Contains(string(list), want) {
		t.Errorf("the list is\n%s", list)
	}
}
