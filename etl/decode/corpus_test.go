package decode_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
)

// corpora gives the folder of outside test data, or skips the test.
func corpora(t testing.TB) string {
	dir := os.Getenv("PEIL_CORPORA")
	if dir == "" {
		dir = "../../../shared/corpora"
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpora at %s: set PEIL_CORPORA to their folder", dir)
	}
	return dir
}

// readAll reads a file to its end and checks that every record is accounted for.
func readAll(t testing.TB, name string, data []byte, d decode.Dialect) (*decode.Reader, []decode.Row, error) {
	t.Helper()
	r, err := decode.Open(name, bytes.NewReader(data), int64(len(data)), d)
	if err != nil {
		return nil, nil, err
	}
	var rows []decode.Row
	for {
		row, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return r, rows, err
		}
		if len(row.Cells) != len(r.Columns()) {
			t.Fatalf("%s: line %d has %d cells, want %d", name, row.Line, len(row.Cells), len(r.Columns()))
		}
		rows = append(rows, decode.Row{Line: row.Line, Cells: append([]decode.Cell(nil), row.Cells...)})
	}
	rep := r.Report()
	if sum := rep.HeaderRecords + rep.Rows + rep.Furniture + int64(len(rep.Bad)); rep.Records != sum || rep.Rows != int64(len(rows)) {
		t.Fatalf("%s: %d records, but header %d + rows %d (%d given) + furniture %d + bad %d",
			name, rep.Records, rep.HeaderRecords, rep.Rows, len(rows), rep.Furniture, len(rep.Bad))
	}
	return r, rows, nil
}

// TestCSVSpectrum compares with what the corpus says each file means.
func TestCSVSpectrum(t *testing.T) {
	dir := filepath.Join(corpora(t), "csv")
	files, _ := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if len(files) != 12 {
		t.Fatalf("%d files, want 12", len(files))
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		text, err := os.ReadFile(filepath.Join(dir, "json", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.TrimSpace(text)[0] == '{' {
			text = append(append([]byte("["), text...), ']')
		}
		var want []map[string]string
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		r, rows, err := readAll(t, name, data, decode.Dialect{})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(want) || len(r.Report().Bad) > 0 {
			t.Errorf("%s: %d rows and %d bad, want %d and 0", name, len(rows), len(r.Report().Bad), len(want))
			continue
		}
		for i, row := range rows {
			for c, column := range r.Columns() {
				got, want := row.Cells[c].Text, want[i][column]
				// The corpus itself has two different telephone numbers here.
				if name == "location_coordinates" && column == "Contact Phone Number" {
					want = "2095257564"
				}
				// The corpus lost the carriage returns of its _crlf files: none is invented.
				if bytes.IndexByte(data, '\r') < 0 {
					want = strings.ReplaceAll(want, "\r\n", "\n")
				}
				if got != want {
					t.Errorf("%s: row %d %s is %q, want %q", name, i+1, column, got, want)
				}
			}
		}
	}
}

// TestShelterRegister reads a real register of 11,459 rows and checks sums that
// its publisher's data gives.
func TestShelterRegister(t *testing.T) {
	file := filepath.Join(corpora(t), "shelter", "toronto_daily_shelter_occupancy_2024q1.csv")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, rows, err := readAll(t, "shelter.csv", data, decode.Dialect{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 11459 || len(r.Columns()) != 32 || len(r.Report().Bad) != 0 || r.Report().Furniture != 0 {
		t.Fatalf("%d rows, %d columns, %d bad, %d furniture; want 11459, 32, 0, 0", len(rows), len(r.Columns()), len(r.Report().Bad), r.Report().Furniture)
	}
	users := 0
	for _, row := range rows {
		n, err := strconv.Atoi(row.Cells[18].Text)
		if err != nil {
			t.Fatal(err)
		}
		users += n
	}
	if users != 834218 {
		t.Errorf("%d users, want 834218", users)
	}
}

// TestNaughtyStringsSurvive writes every naughty string as a quoted CSV cell
// and as a JSON text, and wants it back unchanged.
func TestNaughtyStringsSurvive(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpora(t), "csv", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var naughty []string
	if err := json.Unmarshal(text, &naughty); err != nil {
		t.Fatal(err)
	}
	var csv, array bytes.Buffer
	csv.WriteString("nummer;tekst\n")
	array.WriteString("[")
	for i, s := range naughty {
		csv.WriteString(strconv.Itoa(i) + `;"` + strings.ReplaceAll(s, `"`, `""`) + "\"\n")
		quoted, _ := json.Marshal(s)
		if i > 0 {
			array.WriteString(",")
		}
		array.WriteString(`{"nummer":` + strconv.Itoa(i) + `,"tekst":` + string(quoted) + "}")
	}
	array.WriteString("]")
	for name, data := range map[string][]byte{"blns.csv": csv.Bytes(), "blns.json": array.Bytes()} {
		r, rows, err := readAll(t, name, data, decode.Dialect{})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(naughty) {
			t.Fatalf("%s: %d rows, want %d; bad: %v", name, len(rows), len(naughty), r.Report().Bad)
		}
		for i, row := range rows {
			if row.Cells[1].Text != naughty[i] {
				t.Errorf("%s: %d is %q, want %q", name, i, row.Cells[1].Text, naughty[i])
			}
		}
	}
}
