package sheet_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
	"github.com/vlot-evaluatie/peil/etl/demo/sheet"
)

// memory is a file that keeps what is written.
type memory struct{ bytes.Buffer }

func (*memory) Close() error { return nil }

var day = chance.On(2022, 12, 31)

func TestCSVQuotesCountsLinesAndEncodes(t *testing.T) {
	var m memory
	c := sheet.NewCSV(&m, sheet.Style{Separator: ';', Charset: sheet.Windows1252}, []string{"Titel"}, "a", "b")
	var lines []int64
	next := func() { lines = append(lines, c.Line()) }
	next()
	c.Text("x;\"y\"\r\nz")
	c.Amount(123450)
	c.End()
	next()
	c.Spoil(1, "n.v.t.")
	c.Day(day)
	c.Int(5)
	c.End()
	next()
	c.Cut(1)
	c.Text("“é”")
	c.Text("weg")
	c.End()
	next()
	c.Cut(-1)
	c.Blank()
	c.Day(chance.None)
	c.End()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	want := "Titel\r\na;b\r\n\"x;\"\"y\"\"\r\nz\";\x80 1.234,50\r\n31/12/2022;n.v.t.\r\n\x93\xe9\x94\r\n;;?\r\n"
	if got := m.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for i, want := range []int64{3, 5, 6, 7} {
		if lines[i] != want {
			t.Errorf("rows stand in lines %v, want 3, 5, 6, 7", lines)
			break
		}
	}
}

func TestCSVMovesColumnsAndFlawsWithThem(t *testing.T) {
	var m memory
	c := sheet.NewCSV(&m, sheet.Style{Separator: ',', ISODates: true, Order: []int{2, 0, 1}}, nil, "a", "b", "c")
	c.Spoil(0, "fout")
	c.Int(1)
	c.Text("twee")
	c.Day(day)
	c.End()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := m.String(), "c,a,b\r\n2022-12-31,fout,twee\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCSVInUTF16HasItsMark(t *testing.T) {
	var m memory
	c := sheet.NewCSV(&m, sheet.Style{Separator: '\t', Charset: sheet.UTF16LE}, nil, "é")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := m.String(), "\xff\xfe\xe9\x00\r\x00\n\x00"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestJSONIsAnArrayOfObjects(t *testing.T) {
	var m memory
	j := sheet.NewJSON(&m, "a", "b", "c")
	j.Text("x \"y\" <z>")
	j.Day(day)
	j.Blank()
	j.End()
	if j.Line() != 2 {
		t.Errorf("the second object is at %d", j.Line())
	}
	j.Spoil(1, "31/02/2023")
	j.Int(3)
	j.Day(day)
	j.Amount(150)
	j.End()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(m.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0]["a"] != `x "y" <z>` || got[0]["b"] != "2022-12-31" || got[0]["c"] != nil ||
		got[1]["a"] != 3.0 || got[1]["b"] != "31/02/2023" || got[1]["c"] != 1.5 {
		t.Errorf("got %v", got)
	}
}

func workbook(t *testing.T) []byte {
	t.Helper()
	var m memory
	x := sheet.NewXLSX(&m, "Blad & meer", "uitleg")
	x.Text("Titel")
	x.End()
	x.End()
	x.Header("naam", "datum", "bedrag", "tekstdatum", "n")
	x.Text(" <a> & b ")
	x.Day(day)
	x.Amount(123456)
	x.DayText(day)
	x.Int(7)
	x.End()
	x.Spoil(1, sheet.NotAvailable)
	x.Spoil(4, "")
	x.Text("b")
	x.Day(day)
	x.Amount(-1)
	x.Blank()
	x.Int(8)
	if x.Line() != 5 {
		t.Errorf("the second row is row %d, want 5", x.Line())
	}
	x.End()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return m.Bytes()
}

func TestWorkbookOpensWithRealDatesAndNumbers(t *testing.T) {
	text := workbook(t)
	book, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := book.GetSheetList(); len(got) != 2 || got[0] != "Blad & meer" || got[1] != "Toelichting" {
		t.Errorf("sheets are %v", got)
	}
	for ref, want := range map[string]string{"A1": "Titel", "B3": "datum", "A4": " <a> & b ", "B4": "31/12/2022", "C4": "1,234.56", "D4": "31/12/2022", "E4": "7", "B5": "#N/A", "C5": "", "E5": ""} {
		if got, err := book.GetCellValue("Blad & meer", ref); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", ref, got, err, want)
		}
	}
	for ref, want := range map[string]string{"B4": "44926", "C4": "1234.56"} {
		if got, err := book.GetCellValue("Blad & meer", ref, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s holds %q (%v), want %q", ref, got, err, want)
		}
	}
	if got, _ := book.GetCellValue("Toelichting", "A1"); got != "uitleg" {
		t.Errorf("the notes say %q", got)
	}
	if !bytes.Equal(text, workbook(t)) {
		t.Error("the same workbook has other bytes the second time")
	}
}

func TestAmountText(t *testing.T) {
	for cents, want := range map[int64]string{0: "0,00", 5: "0,05", 99999: "999,99", 100000: "1.000,00", 123456789: "1.234.567,89"} {
		if got := sheet.AmountText(cents); got != want {
			t.Errorf("%d cents is %q, want %q", cents, got, want)
		}
	}
}
