package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// contents reads all files below a folder.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err == nil {
			out[rel], err = os.ReadFile(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The same snapshot and code give the same bytes, file by file, in whatever folder.
func TestAnEditionThatIsMadeAgainHasTheSameBytes(t *testing.T) {
	d := small(t, "")
	dir := d.layout.Edition("beds", "2023-01-31-s1-nl")
	first := contents(t, dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	d.run(exitDone, "an", "report")
	again := contents(t, dir)
	elsewhere := small(t, "")
	other := contents(t, elsewhere.layout.Edition("beds", "2023-01-31-s1-nl"))
	for name, want := range first {
		if !bytes.Equal(again[name], want) || !bytes.Equal(other[name], want) {
			t.Errorf("%s is not the same again", name)
		}
	}
	for _, must := range []string{"index.html", "figures.json", "beds.xlsx", "datapackage.json", "leesmij.txt", "SHA256SUMS"} {
		if first[must] == nil {
			t.Errorf("the edition has no %s", must)
		}
	}
	if len(again) != len(first) || len(other) != len(first) {
		t.Errorf("%d, %d and %d files", len(first), len(again), len(other))
	}
}

// strangers are texts that nobody here wrote, as names of towns.
func strangers(t *testing.T) []string {
	t.Helper()
	out := []string{"</script><script>alert(1)</script>", "__f__alert(1)__f__", "a\u2028b", "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "_x0041_", "<img src=x onerror=alert(1)>", `"><b>`, "{{ value }}", "Aalst"}
	folder := os.Getenv("PEIL_CORPORA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "corpora")
	}
	text, err := os.ReadFile(filepath.Join(folder, "csv", "blns.json"))
	if err != nil {
		t.Logf("without the list of naughty strings: %v", err)
		return out
	}
	var more []string
	if err := json.Unmarshal(text, &more); err != nil {
		t.Fatal(err)
	}
	return append(out, more...)
}

// What an export brings is the same text in every file of an edition, and runs in none.
func TestNaughtyStringsOfAnExportAreTextInEveryFileOfAnEdition(t *testing.T) {
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, project: filepath.Join(work, "project"), exports: filepath.Join(work, "exports")}
	d.layout.Root = filepath.Join(work, "data")
	contract := filepath.Join(d.project, "models", "sources", "shelter.yml")
	replace(t, contract, "type: code, values: {a: [Aalst], b: [Brugge]}", "type: text")
	replace(t, contract, "reject_count: 2", "reject_count: 600")
	var export bytes.Buffer
	w := csv.NewWriter(&export)
	w.Comma = ';'
	rows := [][]string{{"nr", "stad", "bedden", "open"}}
	for i, s := range strangers(t) {
		rows = append(rows, []string{strconv.Itoa(i), s, "1", "01/01/2023"})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(d.exports, "beds_2023-01-31.csv"), export.Bytes())
	d.run(exitDone, "an", "run", "--exports", d.exports)

	var towns []string
	var answer []map[string]string
	if err := json.Unmarshal([]byte(d.run(exitDone, "an", "sql", "select distinct town_code from fct_bed", "--format", "json", "--quiet")), &answer); err != nil {
		t.Fatal(err)
	}
	for _, row := range answer {
		towns = append(towns, row["town_code"])
	}
	slices.Sort(towns)
	if len(towns) < 10 {
		t.Fatalf("%d towns came in", len(towns))
	}
	dir := d.layout.Edition("beds", "2023-01-31-s1-nl")
	frozen, err := edition.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(frozen.Figures, func(r figure.Record) bool { return len(r.Dims) == 1 })
	var dims []string
	for _, row := range frozen.Figures[at].Rows {
		dims = append(dims, row.Dims[0])
	}
	same := func(where string, got []string) {
		t.Helper()
		slices.Sort(got)
		if !slices.Equal(got, towns) {
			t.Errorf("%s has other texts than the lake", where)
			for i := range min(len(got), len(towns)) {
				if got[i] != towns[i] {
					t.Fatalf("%s: %q, in the lake %q", where, got[i], towns[i])
				}
			}
		}
	}
	same("figures.json", dims)

	id := frozen.Figures[at].ID
	text, err := os.ReadFile(filepath.Join(dir, "tables", id+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	same("the table for programs", column(plain[1:], 1))

	text, err = os.ReadFile(filepath.Join(dir, "tables", id+".excel.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.Comma, r.FieldsPerRecord = ';', -1
	guarded, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range guarded {
		for _, c := range row {
			if strings.HasPrefix(c, "=") || strings.HasPrefix(c, "@") || strings.HasPrefix(c, "+c") {
				t.Errorf("the table for a spreadsheet has the cell %q", c)
			}
		}
	}

	book, err := excelize.OpenFile(filepath.Join(dir, "beds.xlsx"), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetList()[3]
	cells, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	head := slices.IndexFunc(cells, func(row []string) bool { return len(row) > 1 && row[1] == "town (code)" })
	same("the workbook", column(cells[head+1:], 0))
	for i := range cells {
		for _, c := range "ABCD" {
			if f, err := book.GetCellFormula(sheet, string(c)+strconv.Itoa(i+1)); err != nil || f != "" {
				t.Errorf("cell %c%d is formula %q (%v)", c, i+1, f, err)
			}
		}
	}

	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if tag := z.Token(); kind == html.StartTagToken && slices.Contains([]string{"script", "img", "b", "iframe", "object", "embed", "audio", "video", "input", "form", "marquee", "base"}, tag.Data) {
			t.Errorf("the page has an element %s", tag.Data)
		} else if slices.ContainsFunc(tag.Attr, func(a html.Attribute) bool { return strings.HasPrefix(a.Key, "on") }) {
			t.Errorf("the page has a handler: %s", tag)
		}
	}
	d.run(exitDone, "an", "verify")
}

func column(rows [][]string, i int) []string {
	var out []string
	for _, row := range rows {
		out = append(out, row[i])
	}
	return out
}

// A project's own style is on the lists of editions too, which readers see first.
func TestPagesBesideReportsHaveTheStyleOfTheProject(t *testing.T) {
	d := small(t, "")
	const style = ":root{--accent:#7a1f3d}\n.kicker::before{content:\"\\2192 \"}\n"
	put(t, filepath.Join(d.project, "reports", "theme.css"), []byte(style))
	d.run(exitDone, "an", "report")
	register, docs := filepath.Join(t.TempDir(), "register.html"), t.TempDir()
	d.run(exitDone, "an", "privacy", "--html", register)
	d.run(exitDone, "an", "docs", "--out", docs)
	for _, file := range []string{filepath.Join(d.layout.Editions(), "index.html"), filepath.Join(d.layout.Editions(), "index.en.html"), register, filepath.Join(docs, "catalogue.html")} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		own, after, _ := strings.Cut(string(text), "</style>")
		if !strings.HasSuffix(own, style) || strings.Contains(after, "<style") {
			t.Errorf("%s does not end its style with that of the project", file)
		}
	}
}
