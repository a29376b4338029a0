package sheet

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

// XLSX is a Table: the first sheet of a workbook, with real dates and numbers.
// Other sheets hold notes and are written by Close. Text is inline, so that
// nothing is kept while rows stream.
type XLSX struct {
	flaws
	out    sink
	zip    *zip.Writer
	part   *bufio.Writer
	names  []string
	notes  []string // text of the second sheet, a row each
	row    int64
	column int
	opened bool
	err    error
}

// The styles of cellXfs below.
const (
	styleDate   = 1
	styleAmount = 2
	styleHead   = 3
)

// stamp is the time of every part: a clock would make each run's bytes differ.
var stamp = time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)

// compressors are used again: each has large tables, and a workbook has seven parts.
var compressors sync.Pool

type compressor struct{ *flate.Writer }

// Close ends the part; the writer goes back for the next one.
func (c *compressor) Close() error {
	err := c.Writer.Close()
	compressors.Put(c)
	return err
}

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// NewXLSX begins a workbook whose first sheet has a name; notes, when there are
// any, become a second sheet "Toelichting". w is closed by Close.
func NewXLSX(w io.WriteCloser, sheetName string, notes ...string) *XLSX {
	x := &XLSX{out: newSink(w), names: []string{sheetName}, notes: notes, row: 1}
	if len(notes) > 0 {
		x.names = append(x.names, "Toelichting")
	}
	x.zip = zip.NewWriter(x.out.Writer)
	x.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		if c, ok := compressors.Get().(*compressor); ok {
			c.Reset(w)
			return c, nil
		}
		c, err := flate.NewWriter(w, flate.BestSpeed)
		return &compressor{c}, err
	})
	x.static()
	x.begin(1)
	return x
}

func (x *XLSX) add(name, text string) {
	part, err := x.create(name)
	if err == nil {
		_, err = io.WriteString(part, declaration+text)
	}
	x.keep(err)
}

func (x *XLSX) create(name string) (io.Writer, error) {
	return x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: stamp})
}

func (x *XLSX) keep(err error) {
	if x.err == nil && err != nil {
		x.err = err
	}
}

// static writes the parts that say what the workbook is made of.
func (x *XLSX) static() {
	const ns = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	var types, sheets, rels strings.Builder
	for i, name := range x.names {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(name), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, rel, i+1)
	}
	x.add("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+types.String()+`</Types>`)
	x.add("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+rel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	x.add("xl/workbook.xml", `<workbook xmlns="`+ns+`" xmlns:r="`+rel+`"><sheets>`+sheets.String()+`</sheets></workbook>`)
	x.add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+rels.String()+fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(x.names)+1, rel))
	x.add("xl/styles.xml", `<styleSheet xmlns="`+ns+`"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="#,##0.00"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
}

func (x *XLSX) begin(n int) {
	part, err := x.create(fmt.Sprintf("xl/worksheets/sheet%d.xml", n))
	x.keep(err)
	if err != nil {
		part = io.Discard
	}
	x.part = bufio.NewWriterSize(part, 1<<15)
	x.part.WriteString(declaration + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
}

func (x *XLSX) finish() {
	x.part.WriteString(`</sheetData></worksheet>`)
	x.keep(x.part.Flush())
}

func escape(s string) string {
	var b strings.Builder
	// A strings.Builder never fails, and EscapeText has no other error.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// open begins a cell at the place where the row is.
func (x *XLSX) open(attributes string) {
	if !x.opened {
		x.opened = true
		x.part.WriteString(`<row r="`)
		x.part.WriteString(strconv.FormatInt(x.row, 10))
		x.part.WriteString(`">`)
	}
	x.part.WriteString(`<c r="`)
	if c := x.column; c >= 26 {
		x.part.WriteByte(byte('A' + c/26 - 1))
	}
	x.part.WriteByte(byte('A' + x.column%26))
	x.part.WriteString(strconv.FormatInt(x.row, 10))
	x.part.WriteByte('"')
	x.part.WriteString(attributes)
	x.column++
}

func (x *XLSX) text(s, style string) {
	x.open(style + ` t="inlineStr"><is><t xml:space="preserve">`)
	x.part.WriteString(escape(s))
	x.part.WriteString(`</t></is></c>`)
}

func (x *XLSX) number(style int, value string) {
	attributes := "><v>"
	if style > 0 {
		attributes = ` s="` + strconv.Itoa(style) + `"><v>`
	}
	x.open(attributes)
	x.part.WriteString(value)
	x.part.WriteString(`</v></c>`)
}

// flawed writes the spoiled cell at hand, if it is one.
func (x *XLSX) flawed() bool {
	raw, ok := x.at(x.column)
	switch {
	case !ok:
		return false
	case raw == "":
		x.column++
	case raw == NotAvailable:
		x.open(` t="e"><v>#N/A</v></c>`)
	default:
		x.text(raw, "")
	}
	return true
}

// Text writes a cell; empty text is no cell, as in Excel.
func (x *XLSX) Text(s string) {
	if x.flawed() {
		return
	}
	if s == "" {
		x.column++
		return
	}
	x.text(s, "")
}

// Int writes a number.
func (x *XLSX) Int(n int) {
	if !x.flawed() {
		x.number(0, strconv.Itoa(n))
	}
}

// Day writes a date as its serial number.
func (x *XLSX) Day(d chance.Day) {
	switch {
	case x.flawed():
	case d == chance.None:
		x.column++
	default:
		x.number(styleDate, strconv.Itoa(d.Serial()))
	}
}

// DayText writes a date as text, as happens when somebody pastes it.
func (x *XLSX) DayText(d chance.Day) { x.Text(d.DMY()) }

// Amount writes a number of euro.
func (x *XLSX) Amount(cents int64) {
	switch {
	case x.flawed():
	case cents < 0:
		x.column++
	default:
		x.number(styleAmount, string(appendAmount(nil, cents, '.', false)))
	}
}

// Fraction writes a number with two decimals.
func (x *XLSX) Fraction(cents int) { x.Amount(int64(cents)) }

// Blank leaves a cell out.
func (x *XLSX) Blank() {
	if !x.flawed() {
		x.column++
	}
}

// Line is the number of the next row.
func (x *XLSX) Line() int64 { return x.row }

// End ends the row; a row without cells is a blank one.
func (x *XLSX) End() {
	if x.opened {
		x.part.WriteString(`</row>`)
	}
	x.row, x.column, x.opened = x.row+1, 0, false
	x.clear()
}

// Header writes a row of names in bold.
func (x *XLSX) Header(names ...string) {
	for _, n := range names {
		x.text(n, ` s="`+strconv.Itoa(styleHead)+`"`)
	}
	x.End()
}

// Close writes the other sheet and ends the file.
func (x *XLSX) Close() error {
	x.finish()
	if len(x.notes) > 0 {
		x.begin(2)
		x.row = 1
		for _, n := range x.notes {
			x.Text(n)
			x.End()
		}
		x.finish()
	}
	x.keep(x.zip.Close())
	x.keep(x.out.close())
	return x.err
}
