package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/decode/workbook"
	"github.com/vlot-evaluatie/peil/models"
)

// csvs compares csvs/*.csv with what json/*.json says they mean, and sends
// the naughty strings through the lake and back.
func (take Intake) csvs(ctx context.Context, dir string) (Score, error) {
	var s Score
	files, err := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if err != nil {
		return s, err
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		data, err := os.ReadFile(file)
		if err != nil {
			return s, err
		}
		text, err := os.ReadFile(filepath.Join(dir, "json", name+".json"))
		if err != nil {
			return s, err
		}
		if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
			text = slices.Concat([]byte("["), text, []byte("]"))
		}
		var want []map[string]string
		if err := json.Unmarshal(text, &want); err != nil {
			return s, fmt.Errorf("read %s.json: %w", name, err)
		}
		got, err := cells(file, data)
		var plain *models.Error
		switch {
		case errors.As(err, &plain):
			s.Refused++
			s.Why = append(s.Why, name+": "+plain.Error())
		case err != nil:
			return s, err
		default:
			if why := differCSV(got, want, data); why != "" {
				s.fail("%s: %s", name, why)
			} else {
				s.Passed++
			}
		}
	}
	s.Parts = append(s.Parts, fmt.Sprintf("files=%d", len(files)), fmt.Sprintf("files_equal=%d", s.Passed))
	naughty := filepath.Join(dir, "blns.json")
	if _, err := os.Stat(naughty); err != nil {
		return s, nil
	}
	before := s.Passed + s.Failed
	passed := s.Passed
	err = take.naughty(ctx, naughty, &s)
	s.Parts = append(s.Parts, fmt.Sprintf("texts=%d", s.Passed+s.Failed-before), fmt.Sprintf("texts_equal=%d", s.Passed-passed))
	return s, err
}

// cells reads a whole file as objects.
func cells(name string, data []byte) ([]map[string]string, error) {
	r, err := decode.Open(name, bytes.NewReader(data), int64(len(data)), decode.Dialect{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []map[string]string
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			if bad := r.Report().Bad; len(bad) > 0 {
				return nil, fmt.Errorf("line %d: %s", bad[0].Line, bad[0].Reason)
			}
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		object := map[string]string{}
		for i, column := range r.Columns() {
			object[column] = row.Cells[i].Text
		}
		out = append(out, object)
	}
}

// differCSV says where two readings differ. An expectation that cannot have come
// from the file is no difference: carriage returns in a file that has none, or
// a text that stands nowhere in its bytes, while ours does.
func differCSV(got, want []map[string]string, data []byte) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if len(got[i]) != len(want[i]) {
			return fmt.Sprintf("row %d has %d cells, want %d", i+1, len(got[i]), len(want[i]))
		}
		for column, text := range want[i] {
			if !bytes.ContainsRune(data, '\r') {
				text = strings.ReplaceAll(text, "\r\n", "\n")
			}
			if got[i][column] != text && (bytes.Contains(data, []byte(text)) || !bytes.Contains(data, []byte(got[i][column]))) {
				return fmt.Sprintf("row %d, %s is %q, want %q", i+1, column, got[i][column], text)
			}
		}
	}
	return ""
}

// expectedBook is what another reader saw in a workbook.
type expectedBook struct {
	File   string
	Sheets []struct {
		Name     string
		Nonempty int                        `json:"n_nonempty"`
		Cells    map[string]json.RawMessage `json:"first_cells"`
	}
}

// workbooks compares every workbook that expected.json describes, cell by cell,
// and reads the others beside them to their end.
func workbooks(_ context.Context, dir string) (Score, error) {
	var s Score
	text, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		return s, err
	}
	var books []expectedBook
	if err := json.Unmarshal(text, &books); err != nil {
		return s, fmt.Errorf("read expected.json: %w", err)
	}
	described := map[string]bool{}
	for _, book := range books {
		described[filepath.Join(dir, filepath.FromSlash(book.File))] = true
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(book.File)))
		if err != nil {
			return s, err
		}
		w, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			err = compareBook(w, book)
		}
		var plain *models.Error
		switch {
		case err == nil:
			s.Passed++
		case errors.As(err, &plain):
			s.Refused++
			s.Why = append(s.Why, book.File+": "+plain.Error())
		default:
			s.fail("%s: %v", book.File, err)
		}
	}
	s.Parts = append(s.Parts, fmt.Sprintf("files=%d", len(books)))
	err = readUndescribed(dir, described, &s)
	return s, err
}

// readUndescribed reads the workbooks that nothing is expected of but that they
// are read whole, or refused in plain words.
func readUndescribed(dir string, described map[string]bool, s *Score) error {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.xls[xm]"))
	if err != nil {
		return err
	}
	read, cells := 0, 0
	for _, file := range files {
		if described[file] {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		w, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			for _, sheet := range w.Sheets {
				err = errors.Join(err, w.EachCell(sheet.Name, func(string, workbook.Value) error { cells++; return nil }))
			}
		}
		var plain *models.Error
		switch {
		case err == nil:
			read++
		case errors.As(err, &plain):
			s.Refused++
			s.Why = append(s.Why, filepath.Base(file)+": "+plain.Error())
		default:
			s.fail("%s: %v", filepath.Base(file), err)
		}
	}
	s.Parts = append(s.Parts, fmt.Sprintf("files_without_expectation_read=%d", read), fmt.Sprintf("cells_without_expectation_read=%d", cells))
	return nil
}

func compareBook(w *workbook.Workbook, book expectedBook) error {
	for _, sheet := range book.Sheets {
		got := map[string]workbook.Value{}
		err := w.EachCell(sheet.Name, func(ref string, v workbook.Value) error {
			if v.Text != "" {
				got[ref] = v
			}
			return nil
		})
		if err != nil {
			return err
		}
		if len(got) != sheet.Nonempty {
			return fmt.Errorf("%s has %d cells, want %d", sheet.Name, len(got), sheet.Nonempty)
		}
		for ref, raw := range sheet.Cells {
			if !sameCell(got[ref], raw) {
				return fmt.Errorf("%s!%s is %q, want %s", sheet.Name, ref, got[ref].Text, raw)
			}
		}
	}
	return nil
}

// sameCell compares by value: 72.0 is 72, midnight written out is the same day,
// and a duration is the same number of seconds.
func sameCell(got workbook.Value, raw json.RawMessage) bool {
	var want any
	if json.Unmarshal(raw, &want) != nil {
		return false
	}
	switch want := want.(type) {
	case float64:
		n, err := strconv.ParseFloat(got.Text, 64)
		return err == nil && n == want && got.Kind == workbook.Number
	case bool:
		return strings.EqualFold(got.Text, strconv.FormatBool(want))
	case string:
		// The other reader leaves the escape of a carriage return as it is stored.
		if got.Text == want || got.Text == strings.ReplaceAll(want, "_x000D_", "\r") || got.Text+"T00:00:00" == want {
			return true
		}
		if length, ok := strings.CutPrefix(want, "PT"); ok {
			d, err := time.ParseDuration(strings.ToLower(length))
			n := int(d.Seconds())
			return err == nil && got.Text == fmt.Sprintf("%02d:%02d:%02d", n/3600, n/60%60, n%60)
		}
	}
	return false
}
