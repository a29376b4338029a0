package book

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/etl/decode"
)

// written makes a workbook with one text a row in column B.
func written(t *testing.T, texts []string) []byte {
	t.Helper()
	var out bytes.Buffer
	b := New(&out)
	b.Begin("Blad", []float64{10, 10}, 1, 0)
	b.Add(Heads("nr", "tekst")...)
	for i, s := range texts {
		b.Add(Number(int64(i)), Text(s, Plain))
	}
	b.End()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Any text comes back as it was, by another program and by our own reader: no cell
// becomes a formula, a number or a date.
func TestTextsComeBackFromTheWorkbook(t *testing.T) {
	texts := []string{"=1+1", "_x0041_", "_x0041_x0042_", "_x005F_x0041_", "__x0041__", "_X0041_", "_x00g1_", "_x0041", "\x01\x02\x1f\x7f", "\r", "a\r\nb", "\n", "\t",
		" x ", "<a>&\"'", "1,5", "007", "2023-01-01", "TRUE", "\u202e\u0000"[:3], "😀", "\ufffe", "]]>", strings.Repeat("é", 32_767)}
	random := rand.New(rand.NewPCG(204, 1))
	alphabet := []rune("_x0041AFa<>&\"'=\x01\x08\t\n\r é😀\u2028\u00a0")
	for range 500 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteRune(alphabet[random.IntN(len(alphabet))])
		}
		texts = append(texts, b.String())
	}
	file := written(t, texts)
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	reader, err := decode.Open("a.xlsx", bytes.NewReader(file), int64(len(file)), decode.Dialect{HeaderRow: 1, Totals: []string{"no such label"}})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for i, want := range texts {
		got, err := book.GetCellValue("Blad", fmt.Sprintf("B%d", i+2))
		if err != nil || got != want {
			t.Errorf("excelize reads %q (%v), want %q", got, err, want)
		}
		row, err := reader.Next()
		if err != nil {
			t.Fatal(err)
		}
		if row.Cells[1].Text != want {
			t.Errorf("our reader gives %q, want %q", row.Cells[1].Text, want)
		}
		if f, err := book.GetCellFormula("Blad", fmt.Sprintf("B%d", i+2)); err != nil || f != "" {
			t.Errorf("%q is formula %q (%v)", want, f, err)
		}
	}
}

// Numbers, days and links are what another program makes of them.
func TestNumbersAndDaysHaveTypesAndForms(t *testing.T) {
	var out bytes.Buffer
	b := New(&out)
	b.Title("Cijfers & <meer>")
	names := Names("Leeswijzer", "Bob's tabel")
	b.Begin(names[0], []float64{10}, 0, 0)
	b.Add(Link("naar de tabel", names[1]))
	b.End()
	b.Begin(names[1], []float64{10, 10}, 0, 0)
	share, day := b.Form("0.0%"), b.Form("[$-813]d mmm yyyy")
	b.Add(Formed(0.125, share), Day(time.Date(2023, 2, 13, 0, 0, 0, 0, time.UTC), day), Formed(-1234.5, b.Form("#,##0.0")), Formed(0.1, share), Day(time.Date(1899, 1, 1, 0, 0, 0, 0, time.UTC), day))
	b.End()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[bool][]string{
		true:  {"0.125", "44970", "-1234.5", "0.1", "1899-01-01"},
		false: {"12.5%", "13 feb 2023", "-1,234.5", "10.0%", "1899-01-01"},
	} {
		book, err := excelize.OpenReader(bytes.NewReader(out.Bytes()), excelize.Options{RawCellValue: raw})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows(names[1])
		if err != nil || len(rows) != 1 || !slices.Equal(rows[0], want) {
			t.Errorf("raw %v: %q (%v), want %q", raw, rows, err, want)
		}
		for cell, kind := range map[string]excelize.CellType{"A1": excelize.CellTypeUnset, "B1": excelize.CellTypeUnset, "E1": excelize.CellTypeInlineString} {
			if got, err := book.GetCellType(names[1], cell); err != nil || got != kind {
				t.Errorf("%s is of type %v (%v), want %v", cell, got, err, kind)
			}
		}
		if ok, to, err := book.GetCellHyperLink(names[0], "A1"); err != nil || !ok || to != "'Bob''s tabel'!A1" {
			t.Errorf("link leads to %q (%v, %v)", to, ok, err)
		}
		if p, err := book.GetDocProps(); err != nil || p.Title != "Cijfers & <meer>" {
			t.Errorf("title %v, %v", p, err)
		}
	}
}

// A text that is longer than a cell holds is cut where a character ends, with a
// sign; it is never refused by who opens the workbook.
func TestLongTextsAreCutWithASign(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", 32_768), strings.Repeat("😀", 16_384), "a" + strings.Repeat("😀", 16_384), strings.Repeat("é", 40_000)} {
		got, whole := Fit(s)
		units := 0
		for _, r := range got {
			if units++; r > 0xffff {
				units++
			}
		}
		if whole || units > mostText || !strings.HasSuffix(got, "…") || !utf8.ValidString(got) || !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) {
			t.Errorf("%d units, whole %v, end %q", units, whole, got[len(got)-6:])
		}
	}
	if got, whole := Fit(strings.Repeat("a", 32_767)); !whole || len(got) != 32_767 {
		t.Error("a text that just fits is cut")
	}
}

func TestSheetNamesAreOnesThatExcelTakes(t *testing.T) {
	var taken []string
	for _, c := range [][2]string{{"Bedden", "Bedden"}, {"bedden", "bedden (2)"}, {"a/b:c", "a b c"}, {"''", "Rijen"}, {"", "Rijen (2)"},
		{strings.Repeat("é", 40), strings.Repeat("é", 31)}, {strings.Repeat("é", 40), strings.Repeat("é", 27) + " (2)"}} {
		got := unused(c[0], taken)
		taken = append(taken, got)
		if got != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got, c[1])
		}
	}
}

func TestCellsAreCalledAsInASheet(t *testing.T) {
	for column, want := range map[int]string{0: "A7", 25: "Z7", 26: "AA7", 701: "ZZ7", 702: "AAA7", 16_383: "XFD7"} {
		if got := ref(column, 7); got != want {
			t.Errorf("column %d is %s, want %s", column, got, want)
		}
	}
}

// Every part is XML that any reader takes, and has the same time.
func TestPartsOfTheWorkbookAreXML(t *testing.T) {
	file := written(t, []string{"\x00\x01\ufffe\uffff\x7f" + string([]byte{0xff, 0xfe}) + "]]>"})
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		if !part.Modified.Equal(stamp) {
			t.Errorf("%s has time %v", part.Name, part.Modified)
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
		}
	}
}
