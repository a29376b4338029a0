package decode_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
)

var update = flag.Bool("update", false, "write what is read into the want.json of each case")

// result is what want.json holds.
type result struct {
	Error   string             `json:",omitempty"`
	Kind    string             `json:",omitempty"`
	Mode    string             `json:",omitempty"`
	Columns []string           `json:",omitempty"`
	Rows    []line             `json:",omitempty"`
	Other   []decode.BadRow    `json:"Bad,omitempty"`
	Titles  []json.RawMessage  `json:"Furniture,omitempty"`
	Totals  []decode.TotalsRow `json:",omitempty"`
	Counts  map[string]int64   `json:",omitempty"`
	Errors  []string           `json:",omitempty"`
	Notes   []string           `json:",omitempty"`
}

// line is one row; a missing cell is null.
type line struct {
	Line  int64
	Cells []*string
}

func read(t *testing.T, name string, data []byte, d decode.Dialect) result {
	r, rows, err := readAll(t, name, data, d)
	if err != nil {
		return result{Error: err.Error()}
	}
	rep := r.Report()
	out := result{Kind: rep.Kind, Mode: rep.Mode, Columns: rep.Columns, Other: rep.Bad, Notes: rep.Notes, Totals: rep.Totals, Counts: rep.FurnitureByKind}
	for _, f := range rep.FurnitureRows {
		text, _ := json.Marshal([]any{f.Line, f.Kind, f.Text})
		out.Titles = append(out.Titles, text)
	}
	for _, e := range rep.CellErrors {
		out.Errors = append(out.Errors, e.Ref+" "+e.Text)
	}
	for _, row := range rows {
		l := line{Line: row.Line}
		for _, c := range row.Cells {
			if c.Missing {
				l.Cells = append(l.Cells, nil)
			} else {
				l.Cells = append(l.Cells, &c.Text)
			}
		}
		out.Rows = append(out.Rows, l)
	}
	return out
}

func golden(t *testing.T, dir string, got result) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(got); err != nil {
		t.Fatal(err)
	}
	// One row a line is easier to review.
	text := compactRows(b.String())
	file := filepath.Join(dir, "want.json")
	if *update {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func compactRows(text string) string {
	var out strings.Builder
	depth := 0
	for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
		trimmed := strings.TrimSpace(l)
		open := strings.HasSuffix(trimmed, "{") || strings.HasSuffix(trimmed, "[")
		closes := strings.HasPrefix(trimmed, "}") || strings.HasPrefix(trimmed, "]")
		if depth > 2 || depth == 2 && closes {
			out.WriteString(trimmed)
		} else {
			out.WriteString("\n" + l)
		}
		if open {
			depth++
		}
		if closes {
			depth--
		}
	}
	return strings.TrimSpace(out.String()) + "\n"
}

// TestCases reads the input of each folder of testdata/cases.
func TestCases(t *testing.T) {
	inputs, err := filepath.Glob("testdata/cases/*/input*")
	if err != nil || len(inputs) < 20 {
		t.Fatal("too few cases", len(inputs), err)
	}
	for _, input := range inputs {
		dir := filepath.Dir(input)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			data, err := os.ReadFile(input)
			if err != nil {
				t.Fatal(err)
			}
			var d decode.Dialect
			if text, err := os.ReadFile(filepath.Join(dir, "dialect.json")); err == nil {
				if err := json.Unmarshal(text, &d); err != nil {
					t.Fatal(err)
				}
			}
			golden(t, dir, read(t, filepath.Base(input), data, d))
		})
	}
}
