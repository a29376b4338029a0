// Package book writes workbooks that people get: rows of text, one sheet at a time,
// without holding them. No text can become a formula, a date or a number, and each
// comes back to the letter. Numbers and days are only what is given as such. The same
// rows give the same bytes.
//
// It knows nothing of what it writes, and does not read: etl/decode/workbook does.
package book

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Style is how a cell looks: one of cellXfs below.
type Style int

// The styles.
const (
	Plain   Style = iota
	Head          // of a column
	Title         // of a sheet
	Notice        // what must be read first
	Wrong         // a cell that is wrong
	Wrapped       // a text that may have several lines
	Linked        // a text that leads to another sheet
	styles
)

// Rows is how many rows a sheet has.
const Rows = 1_048_576

// mostText is how many UTF-16 units Excel takes in a cell; some are kept for the
// sign that the text goes on.
const mostText = 32_767

// stamp is the time of every part: a clock would make the bytes differ.
var stamp = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const (
	sheetNS = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	relNS   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packNS  = `http://schemas.openxmlformats.org/package/2006/`
)

// Book is a workbook being written.
type Book struct {
	zip     *zip.Writer
	deflate *flate.Writer
	sheets  []string // names, in the order in which they are shown
	part    *bufio.Writer
	row     int64
	merged  []string // ranges of the sheet at hand
	links   []string // its cells that lead to other sheets, as XML
	forms   []string // forms of numbers that were asked for, in that order
	title   string
	err     error
}

// New begins a workbook; w has all of it once Close was called.
func New(w io.Writer) *Book {
	b := &Book{zip: zip.NewWriter(w)}
	b.zip.RegisterCompressor(zip.Deflate, b.compress)
	return b
}

// compress writes a part. Parts come one after another, so that they share the tables of
// one compressor: to lay these out takes longer than to compress a small sheet.
func (b *Book) compress(w io.Writer) (_ io.WriteCloser, err error) {
	if b.deflate == nil {
		b.deflate, err = flate.NewWriter(w, flate.DefaultCompression)
	} else {
		b.deflate.Reset(w)
	}
	return b.deflate, err
}

// Title says what the whole workbook is, for programs that read pages aloud.
func (b *Book) Title(text string) { b.title = text }

// Form gives the style of a number or day that is shown in a form as Excel writes
// it: #,##0.0 or d mmm yyyy.
func (b *Book) Form(code string) Style {
	i := slices.Index(b.forms, code)
	if i < 0 {
		i = len(b.forms)
		b.forms = append(b.forms, code)
	}
	return styles + Style(i)
}

func (b *Book) keep(err error) { b.err = errors.Join(b.err, err) }

func (b *Book) create(name string) io.Writer {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: stamp})
	if err != nil {
		b.keep(err)
		return io.Discard
	}
	return w
}

// Begin starts a sheet: the widths of its columns, in characters, and how many
// rows and columns stay in view.
func (b *Book) Begin(name string, widths []float64, rows, columns int) {
	b.sheets = append(b.sheets, unused(name, b.sheets))
	b.part, b.row, b.merged = bufio.NewWriterSize(b.create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets))), 1<<16), 0, nil
	b.links = nil
	b.put(declaration, `<worksheet xmlns="`, sheetNS, `"><sheetViews><sheetView workbookViewId="0"`)
	if len(b.sheets) == 1 {
		b.put(` tabSelected="1"`)
	}
	b.put(`>`)
	if rows > 0 {
		split := ""
		pane := "bottomLeft"
		if columns > 0 {
			split, pane = fmt.Sprintf(` xSplit="%d"`, columns), "bottomRight"
		}
		b.put(fmt.Sprintf(`<pane%s ySplit="%d" topLeftCell="%s" activePane="%s" state="frozen"/>`, split, rows, ref(columns, int64(rows+1)), pane))
	}
	b.put(`</sheetView></sheetViews><cols>`)
	for i, w := range widths {
		b.put(fmt.Sprintf(`<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, w))
	}
	b.put(`</cols><sheetData>`)
}

// End ends the sheet at hand.
func (b *Book) End() {
	b.put(`</sheetData>`)
	if len(b.merged) > 0 {
		b.put(fmt.Sprintf(`<mergeCells count="%d">`, len(b.merged)))
		for _, m := range b.merged {
			b.put(`<mergeCell ref="`, m, `"/>`)
		}
		b.put(`</mergeCells>`)
	}
	if len(b.links) > 0 {
		b.put(`<hyperlinks>`, strings.Join(b.links, ""), `</hyperlinks>`)
	}
	b.put(`</worksheet>`)
	b.keep(b.part.Flush())
}

func (b *Book) put(texts ...string) {
	for _, t := range texts {
		b.part.WriteString(t) // the error stays until Flush
	}
}

// Cell is one cell of a sheet: a text, or a number.
type Cell struct {
	text     string
	number   string
	isNumber bool
	style    Style
	sheet    string // where it leads
}

// Text makes a cell of text.
func Text(s string, style Style) Cell { return Cell{text: s, style: style} }

// Number makes a cell with a whole number.
func Number(n int64) Cell { return Cell{number: strconv.FormatInt(n, 10), isNumber: true} }

// Decimal makes a cell with a number, as exact as a double is.
func Decimal(v float64) Cell {
	return Cell{number: strconv.FormatFloat(v, 'g', -1, 64), isNumber: true}
}

// Formed makes a cell with a number in a form of its own.
func Formed(v float64, style Style) Cell {
	c := Decimal(v)
	c.style = style
	return c
}

// Day makes a cell with a day, in the form of the style. A sheet counts days from
// 1900, and takes that year for a leap year: days before its March are told as text.
func Day(day time.Time, style Style) Cell {
	if day.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) {
		return Text(day.Format("2006-01-02"), Plain)
	}
	c := Number(int64(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
	c.style = style
	return c
}

// Link makes a cell of text that leads to a sheet of the workbook.
func Link(text, sheet string) Cell { return Cell{text: text, style: Linked, sheet: sheet} }

// Heads makes the cells of a header.
func Heads(names ...string) []Cell {
	out := make([]Cell, len(names))
	for i, n := range names {
		out[i] = Text(n, Head)
	}
	return out
}

// Add writes a row.
func (b *Book) Add(cells ...Cell) {
	b.addHigh(0, cells...)
}

// Across writes a text that goes over several columns, in a row of two lines.
func (b *Book) Across(columns int, s string, style Style) {
	b.addHigh(34, Text(s, style))
	b.merged = append(b.merged, ref(0, b.row)+":"+ref(columns-1, b.row))
}

func (b *Book) addHigh(points int, cells ...Cell) {
	b.row++
	b.put(`<row r="`, strconv.FormatInt(b.row, 10), `"`)
	if points > 0 {
		b.put(fmt.Sprintf(` ht="%d" customHeight="1"`, points))
	}
	b.put(`>`)
	for i, c := range cells {
		open := `<c r="` + ref(i, b.row) + `"`
		if c.style != Plain {
			open += ` s="` + strconv.Itoa(int(c.style)) + `"`
		}
		if c.sheet != "" {
			b.links = append(b.links, `<hyperlink ref="`+ref(i, b.row)+`" location="`+escape("'"+strings.ReplaceAll(c.sheet, "'", "''")+"'!A1")+`"/>`)
		}
		switch {
		case c.isNumber:
			b.put(open, `><v>`, c.number, `</v></c>`)
		case c.text == "" && c.style == Plain: // no cell
		case c.text == "":
			b.put(open, `/>`)
		default:
			kept, _ := Fit(c.text)
			b.put(open, ` t="inlineStr"><is><t xml:space="preserve">`, escape(kept), `</t></is></c>`)
		}
	}
	b.put(`</row>`)
}

// Full tells whether the sheet has no place for another row.
func (b *Book) Full() bool { return b.row >= Rows }

// Close writes what ties the sheets together.
func (b *Book) Close() error {
	var types, sheets, rels strings.Builder
	for i, name := range b.sheets {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(name), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relNS, i+1)
	}
	add := func(name, text string) {
		_, err := io.WriteString(b.create(name), declaration+text)
		b.keep(err)
	}
	core, coreRel := "", ""
	if b.title != "" {
		core = `<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`
		coreRel = `<Relationship Id="rId2" Type="` + packNS + `relationships/metadata/core-properties" Target="docProps/core.xml"/>`
		add("docProps/core.xml", `<cp:coreProperties xmlns:cp="`+packNS+`metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+escape(b.title)+`</dc:title></cp:coreProperties>`)
	}
	add("[Content_Types].xml", `<Types xmlns="`+packNS+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+types.String()+core+`</Types>`)
	add("_rels/.rels", `<Relationships xmlns="`+packNS+`relationships"><Relationship Id="rId1" Type="`+relNS+`/officeDocument" Target="xl/workbook.xml"/>`+coreRel+`</Relationships>`)
	add("xl/workbook.xml", `<workbook xmlns="`+sheetNS+`" xmlns:r="`+relNS+`"><bookViews><workbookView/></bookViews><sheets>`+sheets.String()+`</sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+packNS+`relationships">`+rels.String()+fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(b.sheets)+1, relNS))
	add("xl/styles.xml", sheetOfStyles(b.forms))
	b.keep(b.zip.Close())
	return b.err
}
