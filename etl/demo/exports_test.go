package demo_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/xuri/excelize/v2"
)

// files gives the exports of an entity in the order of their names.
func (e exports) files(t testing.TB, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(e.dir, pattern))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(found), err)
	}
	slices.Sort(found)
	return found
}

// known is the delivery date in a file's name.
func known(file string) string {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	return base[len(base)-10:]
}

// row is a row by header.
type row map[string]string

// rows reads an export as a stranger would, leaving out titles, blanks, totals
// and junk rows (which have a key of their own, or break a rule).
func (e exports) rows(t testing.TB, file string) []row {
	t.Helper()
	rel, err := filepath.Rel(e.dir, file)
	if err != nil {
		t.Fatal(err)
	}
	junk := map[int64]bool{}
	for _, b := range e.summary.Bad {
		if b.File == filepath.ToSlash(rel) {
			junk[b.Line] = true
		}
	}
	switch filepath.Ext(file) {
	case ".xlsx":
		return sheetRows(t, file, junk)
	case ".json":
		return objectRows(t, file, junk)
	}
	return textRows(t, file, junk)
}

// isHeader tells the header from titles: no title of the demo has a second
// filled cell.
func isHeader(cells []string) bool { return len(cells) > 2 && cells[1] != "" }

func textRows(t testing.TB, file string, junk map[int64]bool) []row {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	comma := ';'
	var text []byte
	switch name := filepath.Base(file); {
	case strings.HasPrefix(name, "flits"):
		comma = '\t'
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
	case strings.HasPrefix(name, "verwijzingen"):
		comma = ','
		text = []byte(strings.TrimPrefix(string(raw), "\ufeff"))
	case strings.HasPrefix(name, "werkitems"):
		comma = ','
		text = raw
	case strings.HasPrefix(name, "attesten"), strings.HasPrefix(name, "doelstellingen"):
		text = raw
	default:
		text, err = charmap.Windows1252.NewDecoder().Bytes(raw)
	}
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(text)))
	r.Comma, r.FieldsPerRecord = comma, -1
	var header []string
	var out []row
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		line, _ := r.FieldPos(0)
		switch {
		case header == nil:
			if isHeader(cells) {
				header = cells
			}
		case junk[int64(line)], cells[0] == "Totaal":
		case len(cells) != len(header):
			t.Fatalf("%s:%d: %d cells, want %d", file, line, len(cells), len(header))
		default:
			out = append(out, named(header, cells))
		}
	}
}

func named(header, cells []string) row {
	r := row{}
	for i, h := range header {
		if i < len(cells) {
			r[h] = cells[i]
		}
	}
	return r
}

// sheetRows reads the first sheet; dates come as serial numbers or as text.
func sheetRows(t testing.TB, file string, junk map[int64]bool) []row {
	t.Helper()
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	all, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	var out []row
	for i, cells := range all {
		switch {
		case header == nil:
			if isHeader(cells) {
				header = cells
			}
		case junk[int64(i+1)], len(cells) == 0, cells[0] == "Eindtotaal":
		default:
			out = append(out, named(header, cells))
		}
	}
	return out
}

func objectRows(t testing.TB, file string, junk map[int64]bool) []row {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var objects []map[string]*string
	if err := json.Unmarshal(text, &objects); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var out []row
	for i, o := range objects {
		if junk[int64(i+1)] {
			continue
		}
		r := row{}
		for k, v := range o {
			r[k] = ""
			if v != nil {
				r[k] = *v
			}
		}
		out = append(out, r)
	}
	return out
}

// live reads the files of an entity that is delivered as changes, up to a
// delivery date: the newest row of each key.
func (e exports) live(t testing.TB, pattern, key, until string) map[string]row {
	t.Helper()
	out := map[string]row{}
	for _, f := range e.files(t, pattern) {
		if known(f) > until {
			break
		}
		for _, r := range e.rows(t, f) {
			out[r[key]] = r
		}
	}
	return out
}

// iso turns 31/12/2022 or an Excel serial number into 2022-12-31; "" stays.
func iso(t testing.TB, s string) string {
	t.Helper()
	switch {
	case s == "", len(s) == 10 && s[4] == '-':
		return s
	case len(s) == 10 && s[2] == '/':
		return s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%q is no date", s)
	}
	d, err := excelize.ExcelDateToTime(n, false)
	if err != nil {
		t.Fatal(err)
	}
	return d.Format("2006-01-02")
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// tree hashes all files below a folder, names included.
func tree(t testing.TB, dir string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		fmt.Fprintf(h, "%s %d\n", rel, len(text))
		h.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}
