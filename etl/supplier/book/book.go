// Package book writes workbooks that people get: rows of text, one sheet at a time,
// without holding them. No text can become a formula, a date or a number, and each
// comes back to the letter. The same rows give the same bytes.
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
	"strconv"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/models"
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
	styles
)

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
	zip    *zip.Writer
	sheets []string // names, in the order in which they are shown
	part   *bufio.Writer
	row    int64
	merged []string // ranges of the sheet at hand
	err    error
}

// New begins a workbook; w has all of it once Close was called.
func New(w io.Writer) *Book {
	b := &Book{zip: zip.NewWriter(w)}
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.DefaultCompression) })
	return b
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
	b.sheets = append(b.sheets, b.unused(name))
	b.part, b.row, b.merged = bufio.NewWriterSize(b.create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets))), 1<<16), 0, nil
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
}

// Text makes a cell of text.
func Text(s string, style Style) Cell { return Cell{text: s, style: style} }

// Number makes a cell with a whole number.
func Number(n int64) Cell { return Cell{number: strconv.FormatInt(n, 10), isNumber: true} }

// Decimal makes a cell with a number, as exact as a double is.
func Decimal(v float64) Cell {
	return Cell{number: strconv.FormatFloat(v, 'g', -1, 64), isNumber: true}
}

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
func (b *Book) Full() bool { return b.row >= models.SheetRows }

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
	add("[Content_Types].xml", `<Types xmlns="`+packNS+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>`+types.String()+`</Types>`)
	add("_rels/.rels", `<Relationships xmlns="`+packNS+`relationships"><Relationship Id="rId1" Type="`+relNS+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	add("xl/workbook.xml", `<workbook xmlns="`+sheetNS+`" xmlns:r="`+relNS+`"><bookViews><workbookView/></bookViews><sheets>`+sheets.String()+`</sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="`+packNS+`relationships">`+rels.String()+fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(b.sheets)+1, relNS))
	add("xl/styles.xml", sheetOfStyles())
	b.keep(b.zip.Close())
	return b.err
}

// sheetOfStyles gives the styles; all cells are text, so that what is typed into them
// later stays what was typed.
func sheetOfStyles() string {
	xf := func(font, fill int, wrap bool) string {
		align := `<alignment vertical="top"/>`
		if wrap {
			align = `<alignment vertical="top" wrapText="1"/>`
		}
		return fmt.Sprintf(`<xf numFmtId="49" fontId="%d" fillId="%d" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">%s</xf>`, font, fill, align)
	}
	fill := func(rgb string) string {
		return `<fill><patternFill patternType="solid"><fgColor rgb="` + rgb + `"/><bgColor indexed="64"/></patternFill></fill>`
	}
	return `<styleSheet xmlns="` + sheetNS + `"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font></fonts>` +
		`<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` + fill("FFE7E6E6") + fill("FFFFE699") + fill("FFF8CBAD") + `</fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">`, styles) + `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>` +
		xf(1, 2, true) + xf(2, 0, false) + xf(0, 3, true) + xf(0, 4, false) + xf(0, 0, true) +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
