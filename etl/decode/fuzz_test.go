package decode_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/models"
)

// survive reads any bytes: either a user error, or rows whose counts add up,
// with texts that are valid UTF-8.
func survive(t *testing.T, name string, data []byte, d decode.Dialect) {
	r, rows, err := readAll(t, name, data, d)
	var u *models.Error
	switch {
	case err != nil && !errors.As(err, &u):
		t.Fatalf("error that no user understands: %v", err)
	case err != nil && (u.What == "" || u.Fix == "" || !strings.HasPrefix(u.Where, name)):
		t.Fatalf("error without what, fix or where: %#v", u)
	case err != nil:
		return
	}
	seen := map[string]bool{}
	for _, c := range r.Columns() {
		if strings.TrimSpace(c) == "" || seen[strings.ToLower(c)] {
			t.Fatalf("column %q is blank or twice in %q", c, r.Columns())
		}
		seen[strings.ToLower(c)] = true
	}
	last := int64(0)
	for _, row := range rows {
		if row.Line <= last {
			t.Fatalf("line %d after line %d", row.Line, last)
		}
		last = row.Line
		for _, c := range row.Cells {
			if !utf8.ValidString(c.Text) || c.Missing && c.Text != "" || strings.IndexByte(c.Text, 0) >= 0 {
				t.Fatalf("line %d: cell %#v", row.Line, c)
			}
		}
	}
}

// seeds gives the inputs of the cases of some kinds.
func seeds(f *testing.F, pattern string) [][]byte {
	files, err := filepath.Glob("testdata/cases/" + pattern)
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	var out [][]byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, data)
	}
	return out
}

func FuzzCSV(f *testing.F) {
	for _, data := range seeds(f, "*/input.csv") {
		f.Add(data, "", "", "", 0)
	}
	f.Add([]byte("a;b\n1;\"2\n3;4\n5;\"6"), ";", `\`, "windows-1252", 2)
	f.Add([]byte("\"a\"\r\"b\"\"\r\n;;"), "", "", "utf-8", 1)
	f.Fuzz(func(t *testing.T, data []byte, delimiter, escape, encoding string, headerRows int) {
		survive(t, "a.csv", data, decode.Dialect{Kind: "csv", Delimiter: delimiter, Escape: escape, Encoding: encoding, HeaderRows: headerRows})
	})
}

func FuzzJSON(f *testing.F) {
	for _, data := range seeds(f, "*/input.json") {
		f.Add(data, "")
	}
	f.Add([]byte(`{"a":{"b":[{"c":{}}]}}`), "a.b")
	f.Fuzz(func(t *testing.T, data []byte, records string) {
		survive(t, "a.json", data, decode.Dialect{Kind: "json", Records: records})
	})
}

// FuzzXLSX fuzzes the parts behind the ZIP, which random bytes would never pass.
func FuzzXLSX(f *testing.F) {
	for _, name := range sortedKeys(sheetCases) {
		b := sheetCases[name].book
		shared := ""
		if b.shared != nil {
			shared = "<si>" + strings.Join(b.shared, "</si><si>") + "</si>"
		}
		f.Add(b.sheets[len(b.sheets)-1], shared, `<xf numFmtId="0"/><xf numFmtId="14"/>`, "", 0)
	}
	f.Add(`<row><c><v>1</v></c></row>`, "", `<xf numFmtId="46"/>`, "Blad*", 3)
	f.Fuzz(func(t *testing.T, sheet, shared, styles, name string, headerRows int) {
		data := zipped(t, map[string]string{
			"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml":            `<workbook><sheets><sheet name="Blad1" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/styles.xml":              `<styleSheet><cellXfs>` + styles + `</cellXfs></styleSheet>`,
			"xl/sharedStrings.xml":       `<sst>` + shared + `</sst>`,
			"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + strings.ReplaceAll(sheet, "|", "</sheetData>") + `</sheetData></worksheet>`,
		})
		survive(t, "a.xlsx", data, decode.Dialect{Sheet: name, HeaderRows: headerRows})
	})
}

// FuzzAny gives any bytes under any name, archives included.
func FuzzAny(f *testing.F) {
	for _, data := range seeds(f, "*/input*") {
		f.Add(data)
	}
	f.Add(sheetCases["text"].book.bytes(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		survive(t, "a.bin", data, decode.Dialect{})
	})
}

// torn is a file whose reads fail from some byte on.
type torn struct {
	data *bytes.Reader
	from int64
}

var errDisk = errors.New("disk error")

func (f torn) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > f.from {
		return 0, errDisk
	}
	return f.data.ReadAt(p, off)
}

// TestReadErrorsAreNotTheEndOfTheFile checks that a failing disk never looks
// like a short file.
func TestReadErrorsAreNotTheEndOfTheFile(t *testing.T) {
	for name, data := range map[string][]byte{"a.csv": csvText(20_000, true), "a.xlsx": sheetBytes(t, 20_000), "a.json": []byte("[" + strings.Repeat(`{"a":1},`, 100_000) + `{"a":1}]`)} {
		size := int64(len(data))
		r, err := decode.Open(name, torn{bytes.NewReader(data), size / 2}, size, decode.Dialect{})
		for err == nil {
			_, err = r.Next()
		}
		if err == io.EOF || !errors.Is(err, errDisk) {
			t.Errorf("%s: %v, want the error of the disk", name, err)
		}
	}
}
