package decode_test

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
)

// book is a small workbook that a test writes out by hand.
type book struct {
	sheets  []string // XML inside sheetData, and behind it
	names   []string // default Blad1, Blad2 ...
	states  []string
	shared  []string // XML of each si
	styles  []int    // number format of each style
	formats map[int]string
	props   string // attributes of workbookPr
}

func (b book) bytes(t testing.TB) []byte {
	parts := map[string]string{
		"_rels/.rels": `<Relationships xmlns="x"><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	}
	var sheets, rels, formats, styles strings.Builder
	for i, data := range b.sheets {
		name, state := fmt.Sprintf("Blad%d", i+1), ""
		if i < len(b.names) {
			name = b.names[i]
		}
		if i < len(b.states) && b.states[i] != "" {
			state = ` state="` + b.states[i] + `"`
		}
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d"%s r:id="r%d"/>`, name, i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="http://x/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		body, tail, _ := strings.Cut(data, "|")
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = `<worksheet><sheetData>` + body + `</sheetData>` + tail + `</worksheet>`
	}
	for id, code := range maps.All(b.formats) {
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, code)
	}
	for _, id := range b.styles {
		fmt.Fprintf(&styles, `<xf numFmtId="%d"/>`, id)
	}
	parts["xl/workbook.xml"] = `<workbook xmlns:r="r"><workbookPr ` + b.props + `/><sheets>` + sheets.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="x">` + rels.String() + `</Relationships>`
	parts["xl/styles.xml"] = `<styleSheet><numFmts>` + formats.String() + `</numFmts><cellXfs>` + styles.String() + `</cellXfs></styleSheet>`
	if b.shared != nil {
		parts["xl/sharedStrings.xml"] = `<sst><si>` + strings.Join(b.shared, `</si><si>`) + `</si></sst>`
	}
	return zipped(t, parts)
}

// text is an inline string cell.
func text(ref, s string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + s + `</t></is></c>`
}

func row(n int, cells ...string) string {
	return fmt.Sprintf(`<row r="%d">%s</row>`, n, strings.Join(cells, ""))
}

// sheetCases are the workbooks of testdata/cases/xlsx-*, made here because a
// ZIP archive cannot be reviewed.
var sheetCases = map[string]struct {
	book    book
	dialect decode.Dialect
}{
	"07-dates-1900": {book: book{
		styles:  []int{0, 14, 22, 20, 46, 164, 165, 166},
		formats: map[int]string{164: `d\ mmm\ yyyy;@`, 165: `0.00&quot; dagen&quot;`, 166: `[$-813]dddd d mmmm yyyy`},
		sheets: []string{row(1, text("A1", "datum"), text("B1", "als")) +
			row(2, `<c r="A2" s="1"><v>44970</v></c>`, text("B2", "14: 2023-02-13")) +
			row(3, `<c r="A3" s="2"><v>44970.5</v></c>`, text("B3", "22: noon of that day")) +
			row(4, `<c r="A4" s="3"><v>0.75</v></c>`, text("B4", "20: 18:00")) +
			row(5, `<c r="A5" s="4"><v>1.5</v></c>`, text("B5", "46: 36 hours")) +
			row(6, `<c r="A6" s="5"><v>44970</v></c>`, text("B6", "custom day month year")) +
			row(7, `<c r="A7" s="6"><v>44970</v></c>`, text("B7", "custom number with quoted letters")) +
			row(8, `<c r="A8" s="7"><v>1</v></c>`, text("B8", "1900-01-01")) +
			row(9, `<c r="A9" s="1"><v>59</v></c>`, text("B9", "1900-02-28")) +
			row(10, `<c r="A10" s="1"><v>60</v></c>`, text("B10", "the day that never was")) +
			row(11, `<c r="A11" s="1"><v>61</v></c>`, text("B11", "1900-03-01")) +
			row(12, `<c r="A12" s="1"><v>-1</v></c>`, text("B12", "no date: the number")) +
			row(13, `<c r="A13" t="d"><v>2023-02-13T10:11:12</v></c>`, text("B13", "ISO 8601")) +
			row(14, text("A14", "13/02/2023"), text("B14", "a date stored as text")) +
			row(15, `<c r="A15" s="1"><v>44970.999999999</v></c>`, text("B15", "rounds to the next midnight"))},
	}},
	"07-dates-1904": {book: book{
		props: `date1904="1"`, styles: []int{0, 14},
		sheets: []string{row(1, text("A1", "datum"), text("B1", "als")) +
			row(2, `<c r="A2" s="1"><v>43508</v></c>`, text("B2", "2023-02-13: 44970 - 1462")) +
			row(3, `<c r="A3" s="1"><v>0</v></c>`, text("B3", "the first day"))},
	}},
	"24-errors-and-formulas": {book: book{
		sheets: []string{row(1, text("A1", "id"), text("B1", "bedrag"), text("C1", "ja")) +
			row(2, `<c r="A2"><v>1</v></c>`, `<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, `<c r="C2" t="b"><v>1</v></c>`) +
			row(3, `<c r="A3"><v>2</v></c>`, `<c r="B3"><f>A3*2</f><v>4</v></c>`, `<c r="C3" t="b"><v>0</v></c>`) +
			row(4, `<c r="A4"><v>3</v></c>`, `<c r="B4" t="str"><f>"a"</f><v>n.v.t.</v></c>`) +
			row(5, `<c r="A5"><v>4</v></c>`, `<c r="B5"><f>A5*2</f></c>`) +
			row(6, `<c r="A6"><v>5</v></c>`, `<c r="B6" t="e"><v>#N/A</v></c>`)},
	}},
	"numbers": {book: book{
		sheets: []string{row(1, text("A1", "stored"), text("B1", "number")) +
			numberRow(2, "1.1000000000000001") + numberRow(3, "1.10E+10") + numberRow(4, "0.30000000000000004") +
			numberRow(5, "12345678901234567890") + numberRow(6, "1E-7") + numberRow(7, "72.0") + numberRow(8, "-0") +
			numberRow(9, "5.0000000000000002E-2")},
	}},
	"text": {book: book{
		shared: []string{`<r><t>vet </t></r><r><rPr><b/></rPr><t xml:space="preserve">en schuin</t></r><rPh sb="0" eb="1"><t>weg</t></rPh>`,
			`<t>regel 1_x000D_
regel 2</t>`, `<t>_x005F_x0041_</t>`, `<t></t>`, `<t> spaties &amp; &#8364; </t>`},
		sheets: []string{row(1, text("A1", "nr"), text("B1", "tekst")) +
			row(2, `<c r="A2"><v>1</v></c><c r="B2" t="s"><v>0</v></c>`) +
			row(3, `<c r="A3"><v>2</v></c><c r="B3" t="s"><v>1</v></c>`) +
			row(4, `<c r="A4"><v>3</v></c><c r="B4" t="s"><v>2</v></c>`) +
			row(5, `<c r="A5"><v>4</v></c><c r="B5" t="s"><v>3</v></c>`) +
			row(6, `<c r="A6"><v>5</v></c><c r="B6" t="s"><v>4</v></c>`) +
			row(7, `<c r="A7"><v>6</v></c><c r="B7" t="inlineStr"><is><t><![CDATA[<b> & ]]></t></is></c>`) +
			row(8, `<c r="A8"><v>7</v></c><c r="B8"/>`) +
			row(9, `<c r="A9"><v>8</v></c><c r="B9" t="inlineStr"><is><t>a_x0000_b</t></is></c>`)},
	}},
	"09-titles-totals-blank-rows-and-columns": {book: book{
		names: []string{"Toelichting", "Claims", "Bijlage"},
		sheets: []string{row(1, text("A1", "Dit is de toelichting bij de lijst")) + row(2, text("A2", "Vragen: steunpunt")),
			row(1, text("B1", "Subsidies januari 2023")) + row(2) + row(3, text("B3", "Dossier"), text("C3", "Lokaal bestuur"), text("E3", "Bedrag"), `<c r="F3" s="0"/>`) +
				row(5, text("B5", "C1"), text("C5", "Gent"), `<c r="E5"><v>10.5</v></c>`) +
				row(6, text("B6", "C2"), text("C6", "Aalst")) +
				row(7, text("B7", "C3"), text("C7", "Mol"), `<c r="E7"><v>1</v></c>`, text("G7", "navragen")) +
				row(9, text("B9", "Eindtotaal"), `<c r="E9"><v>11.5</v></c>`),
			row(1, text("A1", "x"), text("B1", "y"))},
	}, dialect: decode.Dialect{Header: []string{"dossier", "lokaal bestuur", "lokaal_bestuur", "bedrag"}}},
	"09-merged-two-row-header": {book: book{
		sheets: []string{row(1, text("A1", "Gemeente"), text("B1", "Plaatsen"), `<c r="C1"/>`, text("D1", "Nota")) +
			row(2, `<c r="A2"/>`, text("B2", "vrij"), text("C2", "bezet")) +
			row(3, text("A3", "Gent"), `<c r="B3"><v>1</v></c>`, `<c r="C3"><v>2</v></c>`) +
			`|<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:D2"/></mergeCells>`},
	}, dialect: decode.Dialect{HeaderRows: 2}},
	"07-percentages": {book: book{
		styles: []int{0, 9, 10, 164, 165}, formats: map[int]string{164: `0.0%;[Red]-0.0%`, 165: `0&quot;%&quot;`},
		sheets: []string{row(1, text("A1", "nis"), text("B1", "aandeel"), text("C1", "punten")) +
			row(2, text("A2", "11001"), `<c r="B2" s="1"><v>0.12</v></c>`, `<c r="C2" s="4"><v>12</v></c>`) +
			row(3, text("A3", "11002"), `<c r="B3" s="2"><v>0.1234</v></c>`) +
			row(4, text("A4", "11003"), `<c r="B4" s="3"><v>1.1000000000000001</v></c>`) +
			row(5, text("A5", "11004"), `<c r="B5"><v>50</v></c>`)},
	}},
	"24-formulas-never-computed": {book: book{
		sheets: []string{row(1, text("A1", "id"), text("B1", "som"), text("C1", "tekst")) +
			row(2, `<c r="A2"><v>1</v></c>`, `<c r="B2"><f>SUM(1,1)</f><v></v></c>`, `<c r="C2" t="str"><f>""</f><v></v></c>`) +
			row(3, `<c r="A3"><v>2</v></c>`, `<c r="B3"><f>SUM(1,1)</f><v/></c>`, `<c r="C3"><f>"a"</f></c>`) +
			row(4, `<c r="A4"><v>3</v></c>`, `<c r="B4"><v></v></c>`, `<c r="C4" t="str"><v></v></c>`)},
	}},
	"09-merged-header-found-by-merges": {book: book{
		sheets: []string{row(1, text("A1", "Plaatsen in 2023")) +
			row(3, text("A3", "Gemeente"), text("B3", "Plaatsen"), `<c r="C3"/>`) +
			row(4, `<c r="A4"/>`, text("B4", "vrij"), text("C4", "bezet")) +
			row(5, text("A5", "Gent"), `<c r="B5"><v>1</v></c>`, `<c r="C5"><v>2</v></c>`) +
			row(6, `<c r="A6"/>`, `<c r="B6"><v>3</v></c>`, `<c r="C6"><v>4</v></c>`) +
			`|<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:C3"/><mergeCell ref="A5:A6"/></mergeCells>`},
	}},
	"09-merged-header-found-by-names": {book: book{
		sheets: []string{row(1, text("A1", "Gemeente"), text("B1", "Plaatsen")) +
			row(2, `<c r="A2"/>`, text("B2", "vrij"), text("C2", "bezet")) +
			row(3, text("A3", "Gent"), `<c r="B3"><v>1</v></c>`, `<c r="C3"><v>2</v></c>`) +
			`|<mergeCells><mergeCell ref="B1:C1"/></mergeCells>`},
	}, dialect: decode.Dialect{Header: []string{"gemeente", "plaatsen vrij", "plaatsen bezet"}}},
	"09-range": {book: book{
		sheets: []string{row(1, text("A1", "Claims"), text("B1", "id"), text("C1", "bedrag")) +
			row(3, text("B3", "id"), text("C3", "bedrag")) +
			row(4, text("A4", "nota"), text("B4", "Dossier"), text("C4", "Bedrag"), text("D4", "intern")) +
			row(5, `<c r="B5"><v>1</v></c>`, `<c r="C5"><v>2.5</v></c>`, `<c r="D5" t="e"><v>#N/A</v></c>`) +
			row(6, text("A6", "x"), `<c r="B6"><v>2</v></c>`, `<c r="C6" t="e"><v>#N/A</v></c>`) +
			row(7) + row(8, `<c r="B8"><v>99</v></c>`, `<c r="C8"><v>98</v></c>`)},
	}, dialect: decode.Dialect{Range: "B4:c7"}},
	"09-range-open": {book: book{
		sheets: []string{row(1, text("A1", "titel")) + row(2, text("B2", "id"), text("C2", "n")) +
			row(3, text("B3", "1"), text("C3", "2"), text("D3", "3"))},
	}, dialect: decode.Dialect{Range: "B2:"}},
	"09-range-of-columns": {book: book{
		sheets: []string{row(1, text("B1", "alleen een titel")) + row(2, text("A2", "id"), text("B2", "id"), text("C2", "n")) +
			row(3, text("A3", "9"), text("B3", "1"), text("C3", "2"))},
	}, dialect: decode.Dialect{Range: "B:C"}},
	"09-range-is-empty":  {book: book{sheets: []string{row(1, text("A1", "a"))}}, dialect: decode.Dialect{Range: "C3:D9"}},
	"09-header-row":      {book: book{sheets: []string{row(1, text("A1", "id"), text("B1", "n")) + row(4, text("A4", "code"), text("B4", "n")) + row(5, text("A5", "1"), text("B5", "2"))}}, dialect: decode.Dialect{HeaderRow: 4}},
	"09-header-row-gone": {book: book{sheets: []string{row(1, text("A1", "id"), text("B1", "n")) + row(4, text("A4", "1"), text("B4", "2"))}}, dialect: decode.Dialect{HeaderRow: 3}},
	"09-no-header":       {book: book{sheets: []string{row(1, text("A1", "P1"), text("B1", "Gent")) + row(2, text("A2", "P2"))}}, dialect: decode.Dialect{Columns: []string{"plaats", "gemeente"}}},
	"11-sparse-rows-and-a-dimension-that-lies": {book: book{
		sheets: []string{row(1, text("A1", "id"), text("B1", "n")) + row(70, text("B70", "x")) + row(1048575, text("A1048575", "1")) +
			row(1048576, text("A1048576", "2"), text("XFD1048576", "ver weg")) + `|<dimension ref="A1:B2"/>`},
	}},
	"25-sheets-that-match": {book: book{names: []string{"Data 2022", "Data 2023", "Info"}, sheets: []string{row(1, text("A1", "a")), row(1, text("A1", "a")), ""}},
		dialect: decode.Dialect{Sheet: "Data*"}},
	"25-sheets-that-match-but-one-is-hidden": {book: book{names: []string{"Data oud", "Data"}, states: []string{"hidden"}, sheets: []string{row(1, text("A1", "x")), row(1, text("A1", "id"), text("B1", "n")) + row(2, text("A2", "1"))}},
		dialect: decode.Dialect{Sheet: "Data*"}},
	"25-sheet-in-other-letters": {book: book{names: []string{"CLAIMS ", "Claims 2"}, sheets: []string{row(1, text("A1", "id"), text("B1", "n")), ""}},
		dialect: decode.Dialect{Sheet: "Claims"}},
	"25-sheets-with-the-same-table": {book: book{names: []string{"Info", "2022", "2023", "leeg", "per gemeente"},
		sheets: []string{row(1, text("A1", "a")), row(1, text("A1", "id"), text("B1", "n"), text("C1", "plaatsen")) + row(2, text("A2", "1"), text("B2", "2")),
			row(1, text("A1", "id"), text("B1", "n"), text("C1", "plaatsen")) + row(2, text("A2", "7"), text("B2", "8")),
			row(1, text("A1", "id"), text("B1", "n"), text("C1", "plaatsen")), row(1, text("A1", "gemeente"), text("B1", "plaatsen")) + row(2, text("A2", "Gent"), text("B2", "2"))}},
		dialect: decode.Dialect{Header: []string{"id", "n", "plaatsen"}}},
	"25-sheet-and-its-summary": {book: book{names: []string{"Lijst", "Samen", "leeg"},
		sheets: []string{row(1, text("A1", "id"), text("B1", "n"), text("C1", "fase"), text("D1", "plaatsen")) + row(2, text("A2", "1"), text("B2", "2")),
			row(1, text("A1", "fase"), text("B1", "plaatsen")) + row(2, text("A2", "Bezet"), text("B2", "2")),
			row(1, text("A1", "id"), text("B1", "n"), text("C1", "fase"), text("D1", "plaatsen"))}},
		dialect: decode.Dialect{Header: []string{"id", "n", "fase", "plaatsen"}}},
	"25-hidden-sheet-by-name": {book: book{names: []string{"Data", "Info"}, states: []string{"veryHidden"}, sheets: []string{row(1, text("A1", "id"), text("B1", "n")) + row(2, text("A2", "1")), ""}},
		dialect: decode.Dialect{Sheet: "Data"}},
	"25-hidden-rows": {book: book{sheets: []string{row(1, text("A1", "id"), text("B1", "n")) +
		`<row r="2" hidden="1">` + text("A2", "1") + text("B2", "x") + `</row>` + row(3, text("A3", "2"), text("B3", "y"))}}},
	"unpivot-years": {book: book{styles: []int{0, 9},
		sheets: []string{row(1, text("A1", "nis"), `<c r="B1"><v>2020</v></c>`, `<c r="C1"><v>2021</v></c>`, text("D1", "bron")) +
			row(2, text("A2", "11001"), `<c r="B2" s="1"><v>0.5</v></c>`, `<c r="C2" t="e"><v>#REF!</v></c>`) +
			row(3, text("A3", "Totaal"), `<c r="B3"><v>1</v></c>`)},
	}, dialect: decode.Dialect{Unpivot: &decode.Unpivot{Columns: `^\d{4}$`, Name: "jaar", Value: "waarde"}}},
	"25-row-of-another-row-inside": {book: book{sheets: []string{row(1, text("A1", "id"), text("B1", "n")) + row(2, text("A3", "1"), text("B3", "x"))}}},
	"25-wrong-sheet":               {book: book{sheets: []string{row(1, text("A1", "a"))}}, dialect: decode.Dialect{Sheet: "Claims"}},
	"25-sheet-by-pattern": {book: book{names: []string{"Info", "Claims 2023"}, sheets: []string{row(1, text("A1", "a")), row(1, text("A1", "id"), text("B1", "n")) + row(2, text("A2", "1"), text("B2", "2"))}},
		dialect: decode.Dialect{Sheet: "Claims *"}},
	"25-hidden-sheet":     {book: book{states: []string{"hidden"}, sheets: []string{row(1, text("A1", "geheim"), text("B1", "x")), row(1, text("A1", "id"), text("B1", "n")) + row(2, text("A2", "1"), text("B2", "2"))}}},
	"25-all-sheets-empty": {book: book{sheets: []string{"", row(1)}}},
	"25-header-unknown":   {book: book{sheets: []string{row(1, text("A1", "a"), text("B1", "b"))}}, dialect: decode.Dialect{Header: []string{"dossier", "bedrag"}}},
	"25-rows-go-back":     {book: book{sheets: []string{row(2, text("A2", "a")) + row(1, text("A1", "b"))}}},
	"25-shared-string-is-not-there": {book: book{shared: []string{"<t>a</t>"},
		sheets: []string{row(1, `<c r="A1" t="s"><v>7</v></c>`)}}},
}

func numberRow(n int, stored string) string {
	return row(n, text(fmt.Sprintf("A%d", n), stored), fmt.Sprintf(`<c r="B%d"><v>%s</v></c>`, n, stored))
}

func TestSheetCases(t *testing.T) {
	for _, name := range sortedKeys(sheetCases) {
		t.Run(name, func(t *testing.T) {
			c := sheetCases[name]
			golden(t, filepath.Join("testdata/cases", "xlsx-"+name), read(t, "input.xlsx", c.book.bytes(t), c.dialect))
		})
	}
}

// TestSheetsListsHiddenOnesToo checks the list that a contract is written from.
func TestSheetsListsHiddenOnesToo(t *testing.T) {
	data := book{names: []string{"Een", "Twee"}, states: []string{"", "veryHidden"}, sheets: []string{"", ""}}.bytes(t)
	got, err := decode.Sheets(bytes.NewReader(data), int64(len(data)))
	if err != nil || fmt.Sprint(got) != "[Een Twee]" {
		t.Fatalf("%v %v, want [Een Twee]", got, err)
	}
}
