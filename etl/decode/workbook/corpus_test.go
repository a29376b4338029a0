package workbook_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/decode/workbook"
)

// corpora gives the folder of outside test data, or skips the test.
func corpora(t testing.TB) string {
	dir := os.Getenv("PEIL_CORPORA")
	if dir == "" {
		dir = "../../../../shared/corpora"
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no corpora at %s: set PEIL_CORPORA to their folder", dir)
	}
	return dir
}

type expectedBook struct {
	File   string
	Error  string `json:"openpyxl_error"`
	Sheets []struct {
		Name     string
		State    string
		Nonempty int                        `json:"n_nonempty"`
		Cells    map[string]json.RawMessage `json:"first_cells"`
	}
}

// TestCalamineWorkbooks compares with what another reader (openpyxl) saw.
// A refusal is right only for the workbook that is protected with a password.
func TestCalamineWorkbooks(t *testing.T) {
	dir := filepath.Join(corpora(t), "xlsx")
	text, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var books []expectedBook
	if err := json.Unmarshal(text, &books); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, want := range books {
		data, err := os.ReadFile(filepath.Join(dir, want.File))
		if err != nil {
			t.Fatal(err)
		}
		w, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
		if strings.Contains(want.File, "pass_protected") {
			if err == nil || !strings.Contains(err.Error(), "password") {
				t.Errorf("%s: got %v, want a refusal that says password", want.File, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", want.File, err)
			continue
		}
		for _, sheet := range want.Sheets {
			got := map[string]workbook.Value{}
			err := w.EachCell(sheet.Name, func(ref string, v workbook.Value) error {
				if v.Text != "" {
					got[ref] = v
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s: %v", want.File, err)
				continue
			}
			if len(got) != sheet.Nonempty {
				t.Errorf("%s!%s: %d cells, want %d", want.File, sheet.Name, len(got), sheet.Nonempty)
			}
			for ref, raw := range sheet.Cells {
				compared++
				if why := differ(got[ref], raw); why != "" {
					t.Errorf("%s!%s!%s: %s", want.File, sheet.Name, ref, why)
				}
			}
		}
	}
	t.Logf("%d workbooks, %d cells compared", len(books), compared)
	if compared < 150 {
		t.Errorf("compared %d cells, want at least 150", compared)
	}
}

// differ compares by value: 72.0 is 72, midnight written out is the same date,
// and a duration is the same number of seconds.
func differ(got workbook.Value, raw json.RawMessage) string {
	var want any
	if err := json.Unmarshal(raw, &want); err != nil {
		return err.Error()
	}
	switch want := want.(type) {
	case float64:
		n, err := strconv.ParseFloat(got.Text, 64)
		if err == nil && n == want && got.Kind == workbook.Number {
			return ""
		}
	case bool:
		if got.Text == strings.ToUpper(fmt.Sprint(want)) {
			return ""
		}
	case string:
		// openpyxl leaves Excel's escapes as they are stored; Excel shows a carriage return.
		if got.Text == want || got.Text == strings.ReplaceAll(want, "_x000D_", "\r") {
			return ""
		}
		if got.Kind == workbook.Date && got.Text+"T00:00:00" == want {
			return ""
		}
		if seconds, ok := strings.CutPrefix(want, "PT"); ok {
			d, err := time.ParseDuration(strings.ToLower(seconds))
			s := int(d.Seconds())
			if err == nil && got.Text == fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60) {
				return ""
			}
		}
	}
	return fmt.Sprintf("got %q, want %s", got.Text, raw)
}

// unreadable names the files that no reader should read, and a word of the reason.
var unreadable = map[string]string{
	"pass_protected.xlsx": "password",
	"issue252.xlsx":       "checksum", // a flipped bit: unzip -t says so too
}

// TestEveryCalamineWorkbookIsReadWhole reads all files, also those without
// expectations: no panic, and a refusal only for those that
// cannot be read, with the reason.
func TestEveryCalamineWorkbookIsReadWhole(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpora(t), "xlsx", "calamine", "*.xlsx"))
	if err != nil || len(files) == 0 {
		t.Fatal("no workbooks", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w, err := workbook.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			if unreadable[filepath.Base(file)] == "" || !strings.Contains(err.Error(), unreadable[filepath.Base(file)]) {
				t.Errorf("%s: %v", filepath.Base(file), err)
			}
			continue
		}
		for _, s := range w.Sheets {
			cells := 0
			if err := w.EachCell(s.Name, func(string, workbook.Value) error { cells++; return nil }); err != nil {
				t.Errorf("%s: %v", filepath.Base(file), err)
			}
			if testing.Verbose() {
				t.Logf("%s!%s: %d cells", filepath.Base(file), s.Name, cells)
			}
		}
	}
}
