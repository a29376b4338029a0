package workbook_test

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/etl/decode/workbook"
)

// TestWhatAnotherProgramWritesComesBack writes a sheet with excelize, which
// shares no code with this reader, and wants every value back.
func TestWhatAnotherProgramWritesComesBack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	f := excelize.NewFile()
	defer f.Close()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	code := "yyyy\\-mm\\-dd\\ hh:mm:ss"
	moment, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"Gent", "Sint-Niklaas ", " é€😀", "a\nb", "<&>\"'", "=1+1", "0123", "\ttab"}
	want := map[string]string{}
	for r := 1; r <= 2000; r++ {
		at := func(c int) string { return workbook.Ref(int64(r), c) }
		n, x := rnd.Int64N(1e12)-5e11, float64(rnd.IntN(1_000_000))/100
		d := time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rnd.IntN(60_000)) * 24 * time.Hour)
		m := d.Add(time.Duration(rnd.IntN(86_400)) * time.Second)
		s, b := texts[rnd.IntN(len(texts))], rnd.IntN(2) == 1
		for c, v := range []any{n, x, d, m, s, b} {
			if err := f.SetCellValue("Sheet1", at(c), v); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellStyle("Sheet1", at(2), at(2), day); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", at(3), at(3), moment); err != nil {
			t.Fatal(err)
		}
		want[at(0)], want[at(1)] = strconv.FormatInt(n, 10), strconv.FormatFloat(x, 'f', -1, 64)
		want[at(2)], want[at(3)] = d.Format("2006-01-02"), m.Format("2006-01-02T15:04:05")
		want[at(4)], want[at(5)] = s, "FALSE"
		if b {
			want[at(5)] = "TRUE"
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	w, err := workbook.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	seen, wrong := 0, 0
	err = w.EachCell("Sheet1", func(ref string, v workbook.Value) error {
		if seen++; v.Text != want[ref] {
			if wrong++; wrong < 10 {
				t.Errorf("%s is %q, want %q", ref, v.Text, want[ref])
			}
		}
		return nil
	})
	if err != nil || seen != len(want) || wrong > 0 {
		t.Errorf("%d of %d cells, %d wrong, %v", seen, len(want), wrong, err)
	}
}
