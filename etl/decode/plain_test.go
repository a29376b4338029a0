package decode_test

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/models"
)

// everything gives all that a reader tells of a file, a row as its line and its quoted
// cells. With plain it takes what it can from Plain.
func everything(data []byte, d decode.Dialect, plain bool) (rows []string, quick int64, report decode.Report, failed string) {
	r, err := decode.Open("x.csv", bytes.NewReader(data), int64(len(data)), d)
	if err != nil {
		return nil, 0, decode.Report{}, err.Error()
	}
	defer r.Close()
	var p *decode.Plain
	if plain {
		p = r.Plain("\"\x7f")
	}
	for turn := 0; ; turn++ {
		if p != nil {
			out, b := p.Append([]byte("before"), []byte(";tail\n"), []int{1, 200, 1 << 20}[turn%3], []int64{1, 3, 1000, 1 << 40}[turn%4])
			quick += b.Rows
			tidy := true
			for line := range strings.Lines(strings.TrimPrefix(string(out), "before")) {
				cells := strings.Split(strings.TrimSuffix(line, ";tail\n"), r.Report().Delimiter)
				rows = append(rows, fmt.Sprintf("%s %q", cells[0], cells[1:]))
				for _, c := range cells {
					tidy = tidy && strings.Trim(c, models.Around) == c
				}
				if strings.ContainsAny(line, "\"\x7f\r\x00") || len(line) > b.Longest {
					failed = fmt.Sprintf("%q is not plain, or longer than %d", line, b.Longest)
				}
			}
			if tidy != b.Tidy {
				failed = fmt.Sprintf("tidy is %v for %q", b.Tidy, out)
			}
		}
		row, err := r.Next()
		if err == io.EOF {
			return rows, quick, r.Report(), failed
		}
		if err != nil {
			return rows, quick, r.Report(), err.Error()
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			if cells[i] = c.Text; c.Missing {
				cells[i] = "(missing)"
			}
		}
		rows = append(rows, fmt.Sprintf("%d %q", row.Line, cells))
	}
}

// same holds the plain way against the other one, and gives the plain rows.
func same(t *testing.T, name string, data []byte, d decode.Dialect) int64 {
	t.Helper()
	rows, _, report, failed := everything(data, d, false)
	got, quick, gotReport, gotFailed := everything(data, d, true)
	if failed != gotFailed {
		t.Fatalf("%s: %s, want %s, of %.3000q", name, gotFailed, failed, data)
	}
	for i := range rows {
		if i >= len(got) || got[i] != rows[i] {
			t.Fatalf("%s: row %d is %.300s, want %.300s, of %.3000q", name, i, append(got, "(none)")[min(i, len(got))], rows[i], data)
		}
	}
	if len(got) != len(rows) || !reflect.DeepEqual(gotReport, report) {
		t.Fatalf("%s: %d rows and %+v\nwant %d and %+v\nof %.3000q", name, len(got), gotReport, len(rows), report, data)
	}
	return quick
}

// TestPlainRowsAreThoseOfNext makes files out of pieces that are each odd in some
// way, few or many of them, in every encoding that changes what a byte means.
func TestPlainRowsAreThoseOfNext(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	odd := []string{"", " ", " x", "x ", "\u00a0x", "x\u202f", "é", "é x é", "\"q\"", "\"a;b\"", "\"two\nlines\"", "\"a\"\"b\"", "a\"b", "\"open", "'", "\x7f", "\r", "a\rb", "\x00",
		"\x1a", "\ufeffx", "totaal", "Totaal 2023", "TOTAAL:", "Tótaal", "t", "to", "totaalpakket", "grand total", "naam", "NAAM ", "K", "\u212a", "ſom", "\xff", "\xc2", "a\\;b", "\\"}
	usual := []string{"a", "B7", "12", "12,50", "31/12/2022", "Sint-Niklaas", "a longer text of some words", "x y"}
	ends := []string{"\n", "\r\n", "\r\r\n", "\n\n", "\n;;\n", "\r", ""}
	quick, headers := int64(0), [][]string{{"naam", "aantal", "datum"}, {"kost", "som", "b"}, {"één", "b", "c"}, {"a", "b", ""}, {"", "b", "c"}, {"alleen"}}
	dialects := []decode.Dialect{{Kind: "csv", Delimiter: ";"}, {Kind: "csv", Delimiter: ";"}, {Kind: "csv"}, {Kind: "csv", Delimiter: ";", Quote: "'"},
		{Kind: "csv", Delimiter: ";", Quote: "none"}, {Kind: "csv", Delimiter: ";", Escape: `\`}, {Kind: "csv", Delimiter: ";", Encoding: "windows-1252"},
		{Kind: "csv", Delimiter: ";", HeaderRows: 2}, {Kind: "csv", Delimiter: ";", Totals: []string{"B7"}}}
	for turn := range 2000 {
		header := headers[random.IntN(len(headers))]
		often, end := []int{1000, 60, 12, 3}[turn%4], ends[random.IntN(2)]
		var b bytes.Buffer
		if random.IntN(8) == 0 {
			b.WriteString("Lijst van namen" + end + end)
		}
		b.WriteString(strings.Join(header, ";") + end)
		for range random.IntN(40) {
			if random.IntN(often) == 0 {
				b.WriteString(strings.Join(header, ";") + end)
			}
			width := len(header)
			if random.IntN(often) == 0 {
				width += random.IntN(3) - 1
			}
			for i := range width {
				if i > 0 {
					b.WriteByte(';')
				}
				from := usual
				if random.IntN(often) == 0 {
					from = odd
				}
				b.WriteString(from[random.IntN(len(from))])
			}
			if random.IntN(often) == 0 {
				b.WriteString(ends[random.IntN(len(ends))])
			} else {
				b.WriteString(end)
			}
		}
		quick += same(t, fmt.Sprintf("turn %d", turn), b.Bytes(), dialects[random.IntN(len(dialects))])
	}
	if quick < 6_000 {
		t.Errorf("only %d rows were plain: the test compares a way with itself", quick)
	}
}

// TestPlainRowsAcrossBuffers goes over what the scanner holds at a time.
func TestPlainRowsAcrossBuffers(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		var b bytes.Buffer
		b.WriteString("id;tekst;datum" + end)
		for i := range 40_000 {
			text := "gewone tekst"
			switch {
			case i%997 == 0:
				text = "\"met; quote\""
			case i%1009 == 0:
				text = "één"
			case i == 12_345:
				text = strings.Repeat("lang ", 200_000) + "einde"
			}
			fmt.Fprintf(&b, "%d;%s;31/12/2022%s", i, text, end)
		}
		if quick := same(t, fmt.Sprintf("%q", end), b.Bytes(), decode.Dialect{Kind: "csv"}); quick < 39_000 {
			t.Errorf("%q: only %d rows were plain", end, quick)
		}
	}
}

// TestPlainRowsOfRealFiles goes over the files of others, where they are at hand.
func TestPlainRowsOfRealFiles(t *testing.T) {
	root := os.Getenv("PEIL_CORPORA")
	if root == "" {
		root = "../../../shared/corpora"
	}
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpora: set PEIL_CORPORA to the folder that holds them")
	}
	files, quick := 0, int64(0)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(strings.ToLower(path), ".csv") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || len(data) > 20<<20 {
			return err
		}
		files++
		quick += same(t, path, data, decode.Dialect{})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d plain rows", files, quick)
}
