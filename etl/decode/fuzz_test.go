package decode_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
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

// options makes a dialect out of one text, so that fuzzing also tries what a
// contract may declare: key=value, one after the other.
func options(text string, d decode.Dialect) decode.Dialect {
	for _, part := range strings.Split(text, "&") {
		key, value, _ := strings.Cut(part, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "delimiter":
			d.Delimiter = value
		case "quote":
			d.Quote = value
		case "escape":
			d.Escape = value
		case "encoding":
			d.Encoding = value
		case "row":
			d.HeaderRow = int64(n)
		case "rows":
			d.HeaderRows = n
		case "columns":
			d.Columns = strings.Split(value, ",")
		case "header":
			d.Header = strings.Split(value, ",")
		case "totals":
			d.Totals = strings.Split(value, ",")
		case "sheet":
			d.Sheet = value
		case "range":
			d.Range = value
		case "records":
			d.Records = value
		case "unpivot", "unpivot_filled":
			d.Unpivot = &decode.Unpivot{Columns: value, Name: "naam", Value: "waarde", SkipEmpty: key == "unpivot_filled"}
		}
	}
	return d
}

func FuzzCSV(f *testing.F) {
	for _, data := range seeds(f, "*/input.csv") {
		f.Add(data, "")
	}
	f.Add([]byte("a;b\n1;\"2\n3;4\n5;\"6"), `delimiter=;&escape=\&encoding=windows-1252&rows=2`)
	f.Add([]byte("a;b\n1\\\n2;\\;\n"), `escape=\&quote=none`)
	f.Add([]byte("\"a\"\r\"b\"\"\r\n;;"), "encoding=utf-8&rows=1")
	f.Add([]byte("x\n\na;b;2020;2021\n1;2;3\n;;;4\nTotaal;;1;2\n"), "row=3&unpivot_filled=^[0-9]{4}$")
	f.Add([]byte("1;2\n3;4\na;b"), "columns=a,b&totals=3")
	f.Add([]byte("t\na;x;\n;y;z\n1;2;3\n"), "header=a,x y,x z")
	f.Fuzz(func(t *testing.T, data []byte, how string) {
		survive(t, "a.csv", data, options(how, decode.Dialect{Kind: "csv"}))
	})
}

// FuzzWellFormed writes any texts as RFC 4180 and as JSON wants them written, and
// wants them back as they are: what is well-formed is never read otherwise, but for a
// table of as many columns inside a cell, and what has so many control signs that it is
// no text.
func FuzzWellFormed(f *testing.F) {
	for _, s := range []string{"a", "a\x1fb", `x\"y`, "a\x1eb", "'a'", "\r", "\n;", `"`, `""`, "totaal", "\ufeff", "a,b;c\td|e", "sep=;", "\u2028\r\n", `\`, `"\`, "<html>", `{"a":1}`, "é", "PK\x03\x04"} {
		f.Add(s, ";")
		f.Add(s+"\x1f"+s, ",")
	}
	f.Fuzz(func(t *testing.T, text, delimiter string) {
		if len(delimiter) != 1 || !strings.Contains(";,\t|~^ ", delimiter) || strings.IndexByte(text, 0) >= 0 || !utf8.ValidString(text) {
			return
		}
		if strings.Count(text, delimiter) >= 12 || strings.ContainsFunc(text, func(r rune) bool {
			return r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\x1e\x1f", r)
		}) {
			return
		}
		// The first column keeps rows from being taken for furniture.
		var want [][]string
		for i, line := range strings.Split(text, "\x1e") {
			want = append(want, append([]string{"r" + strconv.Itoa(i)}, strings.Split(line+"\x1f\x1f", "\x1f")[:3]...))
		}
		names := []string{"rij", "een", "twee", "drie"}
		var csv, object strings.Builder
		write := func(cells []string) {
			for c, s := range cells {
				if c > 0 {
					csv.WriteString(delimiter)
				}
				csv.WriteString(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`)
			}
			csv.WriteString("\r\n")
		}
		write(names)
		for i, cells := range want {
			write(cells)
			for c, s := range cells {
				quoted, err := json.Marshal(s)
				if err != nil {
					t.Fatal(err)
				}
				object.WriteString(map[bool]string{true: ",", false: map[bool]string{true: "[{", false: "},{"}[i == 0]}[c > 0])
				object.WriteString(`"` + names[c] + `":` + string(quoted))
			}
		}
		object.WriteString("}]")
		for name, data := range map[string]string{"a.csv": csv.String(), "detected.csv": csv.String(), "a.json": object.String()} {
			d := decode.Dialect{Header: names}
			switch {
			case name == "a.csv":
				d.Delimiter = delimiter
			case name == "detected.csv" && !strings.Contains(";,\t|", delimiter):
				continue
			}
			r, rows, err := readAll(t, name, []byte(data), d)
			if err != nil || len(rows) != len(want) {
				t.Fatalf("%s: %d rows of %q, want %d: %v %v", name, len(rows), data, len(want), err, r)
			}
			for i, row := range rows {
				for c, cell := range row.Cells {
					if cell.Text != want[i][c] {
						t.Fatalf("%s: row %d, cell %d of %q is %q, want %q (%q)", name, i, c, data, cell.Text, want[i][c], r.Report().Notes)
					}
				}
			}
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, data := range seeds(f, "*/input.json") {
		f.Add(data, "")
	}
	f.Add([]byte(`{"a":{"b":[{"c":{}}]}}`), "records=a.b")
	f.Add([]byte(`{"a":[[1,2],["x",{"y":null}]]}`), "columns=p,q")
	f.Add([]byte(`[["n","2020"],["a",1],["b",null]]`), "unpivot=^[0-9]{4}$&header=n")
	f.Fuzz(func(t *testing.T, data []byte, how string) {
		survive(t, "a.json", data, options(how, decode.Dialect{Kind: "json"}))
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
		f.Add(b.sheets[len(b.sheets)-1], shared, `<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/>`, "")
	}
	f.Add(`<row><c><v>1</v></c></row>`, "", `<xf numFmtId="46"/>`, "sheet=Blad*&rows=3")
	f.Add(sheetCases["09-range"].book.sheets[0], "", "", "range=B3:C6&rows=2&unpivot=e")
	f.Add(sheetCases["09-merged-two-row-header"].book.sheets[0], "", "", "header=gemeente,plaatsen vrij&range=B:")
	f.Fuzz(func(t *testing.T, sheet, shared, styles, how string) {
		data := zipped(t, map[string]string{
			"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml":            `<workbook><sheets><sheet name="Blad1" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/styles.xml":              `<styleSheet><cellXfs>` + styles + `</cellXfs></styleSheet>`,
			"xl/sharedStrings.xml":       `<sst>` + shared + `</sst>`,
			"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + strings.ReplaceAll(sheet, "|", "</sheetData>") + `</sheetData></worksheet>`,
		})
		survive(t, "a.xlsx", data, options(how, decode.Dialect{}))
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
