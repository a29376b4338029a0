package table

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// secret is a hidden value: it must stand in no file.
const secret = 3.000417

// share makes the table of a share by month and town; label names the town b.
func share(t *testing.T, lang, label string) *Table {
	t.Helper()
	m := &models.Metric{Name: "occupancy_share", TitleNL: "Bezettingsgraad", TitleEN: "Occupancy", AboutNL: "Bezet tegenover bruikbaar.", AboutEN: "Occupied of usable.",
		Unit: "share", Decimals: 1, Kind: "stock", Protects: "person"}
	dims := []*models.Dimension{{Name: "month", TitleNL: "Maand", TitleEN: "Month", Grain: "month"}, {Name: "town", TitleNL: "Stad", TitleEN: "Town"}}
	answer := &models.MetricResult{Metric: m, Dims: dims, Query: models.MetricQuery{Metric: m.Name, By: []string{"month", "town"}}, Rows: []models.MetricRow{
		{Dims: []string{"2023-01-01", "a"}, Value: 1.0 / 3, Known: true, N: 300},
		{Dims: []string{"2023-01-01", "b"}, Value: secret, Known: true, N: 3},
		{Dims: []string{"2023-02-01", "a"}, Value: 0, Known: true, N: 20},
		{Dims: []string{"2023-02-01", "b"}, N: 12},
		{Dims: []string{"2023-02-01", ""}, Value: 0.25, Known: true, N: 12},
	}}
	f := &figure.Figure{ID: "occupancy_share-00c0ffee", Metric: m, Dims: dims, Safe: disclose.Apply(answer, disclose.Rule{})}
	out := Of(f, lang, func(d *models.Dimension, code string) string {
		if d.Grain != "" {
			return map[string]string{"2023-01-01": "jan 2023", "2023-02-01": "feb 2023"}[code]
		}
		return map[string]string{"a": "Aalst", "b": label, "": "niet toegewezen"}[code]
	})
	out.Headline, out.Unit, out.About, out.Source = "Bezetting per stad", "%", "28 februari 2023", "Bron: tool"
	return out
}

// must gives the text of a file that was made without a fault.
func must(t *testing.T) func(text []byte, err error) []byte {
	return func(text []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

func TestTheTableForMachinesHasExactNumbersAndAStatus(t *testing.T) {
	want := `month,month_label,town,town_label,value,obs_status,unit,figure_id
2023-01-01,jan 2023,a,Aalst,0.3333333333333333,A,share,occupancy_share-00c0ffee
2023-01-01,jan 2023,b,=1+1,,Q,share,occupancy_share-00c0ffee
2023-02-01,feb 2023,a,Aalst,0,A,share,occupancy_share-00c0ffee
2023-02-01,feb 2023,b,=1+1,,O,share,occupancy_share-00c0ffee
2023-02-01,feb 2023,,niet toegewezen,0.25,A,share,occupancy_share-00c0ffee
`
	table := share(t, "nl", "=1+1")
	if got := string(must(t)(table.CSV())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var names []string
	for _, c := range table.Columns() {
		if names = append(names, c.Name); c.Type == "" || c.Title == "" || c.About == "" {
			t.Errorf("column %+v is not documented", c)
		}
	}
	if header, _, _ := strings.Cut(want, "\n"); strings.Join(names, ",") != header {
		t.Errorf("documented are %q", names)
	}
}

func TestTheTableForASpreadsheetSaysThatItGuards(t *testing.T) {
	for lang, want := range map[string]string{
		"nl": "\ufeffTabel voor Excel: een cel die als formule gelezen zou worden, kreeg een ' vooraan. [o] is onderdrukt, [nb] niet beschikbaar. De ongewijzigde tabel is occupancy_share-00c0ffee.csv.\r\n" +
			"Maand;Maand (code);Stad;Stad (code);Bezettingsgraad (aandeel);Status;Figuur\r\n" +
			"jan 2023;2023-01-01;Aalst;a;0,3333333333333333;A;occupancy_share-00c0ffee\r\n" +
			"jan 2023;2023-01-01;'=1+1;b;[o];Q;occupancy_share-00c0ffee\r\n" +
			"feb 2023;2023-02-01;Aalst;a;0;A;occupancy_share-00c0ffee\r\n" +
			"feb 2023;2023-02-01;'=1+1;b;[nb];O;occupancy_share-00c0ffee\r\n" +
			"feb 2023;2023-02-01;niet toegewezen;;0,25;A;occupancy_share-00c0ffee\r\n",
		"en": "\ufeff\"Table for Excel: a cell that would be read as a formula got a ' in front. [o] is suppressed, [nb] not available. The unchanged table is occupancy_share-00c0ffee.csv.\"\r\n" +
			"Month,Month (code),Town,Town (code),Occupancy (share),Status,Figure\r\n" +
			"jan 2023,2023-01-01,Aalst,a,0.3333333333333333,A,occupancy_share-00c0ffee\r\n" +
			"jan 2023,2023-01-01,'=1+1,b,[o],Q,occupancy_share-00c0ffee\r\n" +
			"feb 2023,2023-02-01,Aalst,a,0,A,occupancy_share-00c0ffee\r\n" +
			"feb 2023,2023-02-01,'=1+1,b,[nb],O,occupancy_share-00c0ffee\r\n" +
			"feb 2023,2023-02-01,niet toegewezen,,0.25,A,occupancy_share-00c0ffee\r\n",
	} {
		if got := string(must(t)(share(t, lang, "=1+1").ExcelCSV())); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", lang, got, want)
		}
	}
}

func workbook(t *testing.T, tables ...*Table) []byte {
	t.Helper()
	return must(t)(Workbook(Cover{Title: "Evaluatie", Edition: "2023-02-13-s1-nl", Known: "2023-02-13", Stamp: "Intern.", Notes: []string{"Voorlopig."}, Contact: "wie@example.org", Lang: "nl"}, tables))
}

func opened(t *testing.T, text []byte, raw bool) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(text), excelize.Options{RawCellValue: raw})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

func TestASheetHasNumbersAndDaysAsSuchAndMarksAsText(t *testing.T) {
	text := workbook(t, share(t, "nl", "=1+1"))
	book := opened(t, text, true)
	sheet := book.GetSheetList()[3]
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Bezettingsgraad"}, {"Bezetting per stad"}, {"stand · 28 februari 2023"}, {"Bron: tool"}, {"Naar de leeswijzer"},
		{"Maand", "Stad", "Stad (code)", "Bezettingsgraad (aandeel)", "Status"},
		{"44927", "Aalst", "a", "0.3333333333333333", "A"},
		{"44927", "=1+1", "b", "[o]", "Q"},
		{"44958", "Aalst", "a", "0", "A"},
		{"44958", "=1+1", "b", "[nb]", "O"},
		{"44958", "niet toegewezen", "", "0.25", "A"},
	}
	if !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("got %q\nwant %q", rows, want)
	}
	for cell, kind := range map[string]excelize.CellType{"A7": excelize.CellTypeUnset, "D7": excelize.CellTypeUnset, "B8": excelize.CellTypeInlineString, "D8": excelize.CellTypeInlineString} {
		if got, err := book.GetCellType(sheet, cell); err != nil || got != kind {
			t.Errorf("%s is of type %v (%v), want %v", cell, got, err, kind)
		}
	}
	shown := opened(t, text, false)
	if got, err := shown.GetCellValue(sheet, "A7"); err != nil || got != "jan 2023" {
		t.Errorf("the month is shown as %q (%v)", got, err)
	}
	if guide, err := book.GetRows("Leeswijzer"); err != nil || len(guide) < 10 || guide[1][0] != "Intern." || guide[len(guide)-1][0] != sheet {
		t.Errorf("guide %q, %v", guide, err)
	}
	if defined, err := book.GetRows("Definities"); err != nil || len(defined) != 2 || defined[1][1] != "occupancy_share" || defined[1][5] != "personen" {
		t.Errorf("definitions %q, %v", defined, err)
	}
}

// What is one number stands with the others on a sheet, hidden or not.
func TestSingleNumbersShareASheet(t *testing.T) {
	single := func(value float64, n int64) *Table {
		m := &models.Metric{Name: "persons", TitleNL: "Personen", Unit: "persons", Kind: "flow", Protects: "person"}
		f := &figure.Figure{ID: fmt.Sprint("persons-", n), Metric: m, Safe: disclose.Apply(&models.MetricResult{Metric: m, Rows: []models.MetricRow{{Dims: []string{}, Value: value, Known: true, N: n}}}, disclose.Rule{})}
		out := Of(f, "nl", nil)
		out.Unit, out.About = "personen", "januari 2023"
		return out
	}
	book := opened(t, workbook(t, single(1234, 1234), share(t, "nl", "b"), single(secret, 3)), true)
	rows, err := book.GetRows("Cijfers in de tekst")
	want := [][]string{{"Cijfer", "Waarde", "Status", "Eenheid", "Dag of periode", "Figuur"},
		{"Personen", "1234", "A", "personen", "januari 2023", "persons-1234"}, {"Personen", "[o]", "Q", "personen", "januari 2023", "persons-3"}}
	if err != nil || !slices.EqualFunc(rows, want, slices.Equal) || len(book.GetSheetList()) != 4 {
		t.Errorf("%q, %v in sheets %q", rows, err, book.GetSheetList())
	}
}

func TestSheetsHaveShortNamesEachOnce(t *testing.T) {
	long := share(t, "nl", "b")
	long.Title = "Aandeel: vragen [beantwoord] binnen / dertig dagen"
	names := opened(t, workbook(t, long, share(t, "nl", "b"), long), true).GetSheetList()
	want := []string{"Leeswijzer", "Definities", "Cijfers in de tekst", "1 Aandeel vragen beantwoord", "2 Bezettingsgraad", "3 Aandeel vragen beantwoord"}
	if !slices.Equal(names, want) {
		t.Errorf("sheets %q, want %q", names, want)
	}
}

func TestTheSameTablesGiveTheSameBytesWithoutWhatIsHidden(t *testing.T) {
	one, two := workbook(t, share(t, "nl", "b")), workbook(t, share(t, "nl", "b"))
	if !bytes.Equal(one, two) {
		t.Error("two workbooks of the same tables differ")
	}
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("3.0004")) || bytes.Contains(text, []byte("<f>")) {
			t.Errorf("%s holds a hidden value or a formula", part.Name)
		}
	}
}

// naughty are strings that nobody here wrote, and some that were.
func naughty(t *testing.T) []string {
	t.Helper()
	out := []string{"</script>", "__f__alert(1)__f__", "\u2028\u2029", "=cmd|' /C calc'!A0", "+1+cmd", "@SUM(1)", "\t=1", "-2+3", "_x0041_", "\x01\x1f", "a\r\nb", "\n", `"`, `";"`, "＝1"}
	folder := os.Getenv("PEIL_CORPORA")
	if folder == "" {
		folder = "../../../shared/corpora"
	}
	text, err := os.ReadFile(filepath.Join(folder, "csv", "blns.json"))
	if err != nil {
		t.Logf("without the list of naughty strings: %v", err)
		return out
	}
	var more []string
	if err := json.Unmarshal(text, &more); err != nil {
		t.Fatal(err)
	}
	return append(out, more...)
}

// Text from an export is the same text in the table for machines and in the workbook,
// and runs nowhere.
func TestNaughtyStringsStayTextInEveryTable(t *testing.T) {
	labels := naughty(t)
	table := share(t, "nl", "")
	row := table.Rows[0]
	table.Rows = nil
	for i, label := range labels {
		table.Rows = append(table.Rows, Row{Codes: []string{row.Codes[0], fmt.Sprint(i)}, Labels: []string{row.Labels[0], label}, Value: row.Value, Status: row.Status})
	}
	rows, err := csv.NewReader(bytes.NewReader(must(t)(table.CSV()))).ReadAll()
	if err != nil || len(rows) != len(labels)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	text := bytes.TrimPrefix(must(t)(table.ExcelCSV()), []byte(bom))
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = ';', -1
	guarded, err := r.ReadAll()
	if err != nil || len(guarded) != len(labels)+2 {
		t.Fatalf("%d rows for a spreadsheet, %v", len(guarded), err)
	}
	for _, row := range guarded {
		for _, c := range row {
			first, _ := utf8.DecodeRuneInString(strings.TrimLeft(c, " \u00a0"))
			if strings.ContainsRune("=@|%＝＋－＠\t\r\n", first) {
				t.Errorf("the table for a spreadsheet has the cell %q", c)
			}
		}
	}
	book := opened(t, workbook(t, table), true)
	sheet := book.GetSheetList()[3]
	for i, label := range labels {
		// The reader makes one sign of a line end of two.
		if got := rows[i+1][3]; got != strings.ReplaceAll(label, "\r\n", "\n") {
			t.Errorf("the table has %q for %q", got, label)
		}
		cell := fmt.Sprint("B", i+7)
		if got, err := book.GetCellValue(sheet, cell); err != nil || got != label {
			t.Errorf("the workbook has %q (%v) for %q", got, err, label)
		}
		if f, err := book.GetCellFormula(sheet, cell); err != nil || f != "" {
			t.Errorf("%q is formula %q (%v)", label, f, err)
		}
	}
}

func TestValuesAreShownInTheFormOfTheirMetric(t *testing.T) {
	for _, c := range []struct {
		unit     string
		decimals int
		nl, en   string
	}{
		{"persons", 0, "#,##0", "#,##0"}, {"days", 1, "#,##0.0", "#,##0.0"}, {"share", 1, `0.0\ %`, "0.0%"}, {"eur", 2, `"€ "#,##0.00`, `"€"#,##0.00`},
	} {
		m := &models.Metric{Unit: c.unit, Decimals: c.decimals}
		if got := fmt.Sprint(valueForm(m, "nl"), " ", valueForm(m, "en")); got != c.nl+" "+c.en {
			t.Errorf("%s: %s", c.unit, got)
		}
	}
}

func TestEveryWordHasBothLanguages(t *testing.T) {
	for key, w := range words {
		if w[0] == "" || w[1] == "" {
			t.Errorf("word %q lacks a language", key)
		}
	}
}

// An interval stands beside its value in every form, and only where there is one.
func TestIntervalsHaveColumnsOfTheirOwn(t *testing.T) {
	m := &models.Metric{Name: "share", TitleNL: "Aandeel", AboutNL: "Deel.", Unit: "share", Decimals: 1, Kind: "flow", Protects: "none", Interval: models.Wilson}
	dims := []*models.Dimension{{Name: "town", TitleNL: "Stad"}}
	safe := disclose.Apply(&models.MetricResult{Metric: m, Dims: dims, Rows: []models.MetricRow{
		{Dims: []string{"a"}, Value: 0.5, Known: true, N: 40, Part: 20, Whole: 40}, {Dims: []string{"b"}}}}, disclose.Rule{})
	safe = safe.Bounded(func(part, whole float64) (float64, float64, bool) { return 0.25, 0.75, true })
	table := Of(&figure.Figure{ID: "share-1", Metric: m, Dims: dims, Safe: safe}, "nl", func(_ *models.Dimension, code string) string { return code })
	want := "town,town_label,value,obs_status,unit,figure_id,interval_low,interval_high\na,a,0.5,A,share,share-1,0.25,0.75\nb,b,,O,share,share-1,,\n"
	if got := string(must(t)(table.CSV())); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := string(must(t)(table.ExcelCSV())); !strings.Contains(got, "a;a;0,5;A;share-1;0,25;0,75\r\nb;b;[nb];O;share-1;;\r\n") {
		t.Errorf("for a spreadsheet %q", got)
	}
	book := opened(t, workbook(t, table), true)
	rows, err := book.GetRows(book.GetSheetList()[3])
	if err != nil || !slices.Equal(rows[len(rows)-2], []string{"a", "a", "0.5", "A", "0.25", "0.75"}) || !slices.Equal(rows[len(rows)-1], []string{"b", "b", "[nb]", "O"}) {
		t.Errorf("sheet %q, %v", rows, err)
	}
}

// Of forty waits twelve end on day 5 and thirteen on day 40; fifteen go on after day 60.
func TestACurveTellsHowManyWaitsGoOn(t *testing.T) {
	m := &models.Metric{Name: "wait", TitleNL: "Wachttijd", AboutNL: "Mediaan.", Unit: "days", Kind: "flow", Protects: "household", Values: "days", Ended: "met"}
	sample := &models.Sample{Metric: m, Groups: []models.SampleGroup{{Dims: []string{}, Values: []models.SampleValue{{Value: 5, Count: 12, Ended: 12}, {Value: 40, Count: 13, Ended: 13}, {Value: 60, Count: 15}}}}}
	answer := disclose.Apply(&models.MetricResult{Metric: m, Rows: []models.MetricRow{{Dims: []string{}, Value: 40, Known: true, N: 40}}}, disclose.Rule{Threshold: 5, Derived: 10})
	curve, _, err := disclose.Survival(sample, answer, .95)
	if err != nil {
		t.Fatal(err)
	}
	table := Of(&figure.Figure{ID: "wait-1", Metric: m, Dims: curve.Dims(), Safe: curve}, "nl", func(_ *models.Dimension, code string) string { return code })
	text := string(must(t)(table.CSV()))
	risk := map[string]string{}
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		risk[cells[0]] = cells[len(cells)-1]
	}
	for day, want := range map[string]string{"0": "40", "5": "28", "30": "28", "40": "15", "60": "0"} {
		if risk[day] != want {
			t.Errorf("after %s days %q waits go on, want %s: %q", day, risk[day], want, text)
		}
	}
	if got := string(must(t)(table.ExcelCSV())); !strings.Contains(got, ";nog lopend\r\n") || !strings.Contains(got, ";28\r\n") {
		t.Errorf("for a spreadsheet %q", got)
	}
	columns := table.Columns()
	if last := columns[len(columns)-1]; last.Name != "at_risk" || last.Type != "integer" {
		t.Errorf("the last column is %+v", last)
	}
	book := opened(t, workbook(t, table), true)
	rows, err := book.GetRows(book.GetSheetList()[3])
	if last := rows[len(rows)-1]; err != nil || len(last) != len(rows[len(rows)-6]) || last[len(last)-1] != "0" {
		t.Errorf("sheet %q, %v", rows, err)
	}
}
