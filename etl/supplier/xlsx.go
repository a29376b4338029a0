package supplier

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
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/models"
)

// The styles of cellXfs below.
const (
	styleText = iota
	styleHead
	styleTitle
	styleNotice
	styleWrong // a cell that is wrong
	styleWhy   // a reason, which may have several lines
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

// book writes a workbook, one sheet at a time, without holding its rows. Every
// text is a string cell: none can become a formula, a date or a number.
type book struct {
	zip    *zip.Writer
	sheets []string // names, in the order in which they are shown
	part   *bufio.Writer
	row    int64
	merged []string // ranges of the sheet at hand
	err    error
}

func newBook(w io.Writer) *book {
	b := &book{zip: zip.NewWriter(w)}
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.DefaultCompression) })
	return b
}

func (b *book) keep(err error) { b.err = errors.Join(b.err, err) }

func (b *book) create(name string) io.Writer {
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: stamp})
	if err != nil {
		b.keep(err)
		return io.Discard
	}
	return w
}

// begin starts a sheet: the widths of its columns, in characters, and how many
// rows and columns stay in view.
func (b *book) begin(name string, widths []float64, rows, columns int) {
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

func (b *book) end() {
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

func (b *book) put(texts ...string) {
	for _, t := range texts {
		b.part.WriteString(t) // the error stays until Flush
	}
}

// field is one cell of a sheet: a text, or a number.
type field struct {
	text   string
	number int64
	is     int // 0 text, 1 number
	style  int
}

func text(s string, style int) field { return field{text: s, style: style} }

func whole64(n int64) field { return field{number: n, is: 1} }

// add writes a row.
func (b *book) add(cells ...field) {
	b.addHigh(0, cells...)
}

// across writes a text that goes over several columns, in a row of two lines.
func (b *book) across(columns int, s string, style int) {
	b.addHigh(34, text(s, style))
	b.merged = append(b.merged, ref(0, b.row)+":"+ref(columns-1, b.row))
}

func (b *book) addHigh(points int, cells ...field) {
	b.row++
	b.put(`<row r="`, strconv.FormatInt(b.row, 10), `"`)
	if points > 0 {
		b.put(fmt.Sprintf(` ht="%d" customHeight="1"`, points))
	}
	b.put(`>`)
	for i, c := range cells {
		open := `<c r="` + ref(i, b.row) + `"`
		if c.style != styleText {
			open += ` s="` + strconv.Itoa(c.style) + `"`
		}
		switch {
		case c.is == 1:
			b.put(open, `><v>`, strconv.FormatInt(c.number, 10), `</v></c>`)
		case c.text == "" && c.style == styleText: // no cell
		case c.text == "":
			b.put(open, `/>`)
		default:
			kept, _ := fit(c.text)
			b.put(open, ` t="inlineStr"><is><t xml:space="preserve">`, escape(kept), `</t></is></c>`)
		}
	}
	b.put(`</row>`)
}

// full tells whether the sheet has no place for another row.
func (b *book) full() bool { return b.row >= models.SheetRows }

// close writes what ties the sheets together.
func (b *book) close() error {
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
	add("xl/styles.xml", styleSheet())
	b.keep(b.zip.Close())
	return b.err
}

// styleSheet gives the styles; all cells are text, so that what is typed into them
// later stays what was typed.
func styleSheet() string {
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

// unused makes a name that Excel takes and that no other sheet has: at most 31
// characters, none of []:*?/\ and no ' at an end.
func (b *book) unused(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(strings.TrimSpace(name), "'")
	if name == "" {
		name = "Rijen"
	}
	for n := 1; ; n++ {
		tail := ""
		if n > 1 {
			tail = fmt.Sprintf(" (%d)", n)
		}
		runes := []rune(name)
		try := string(runes[:min(len(runes), 31-len(tail))]) + tail
		taken := false
		for _, have := range b.sheets {
			taken = taken || strings.EqualFold(have, try)
		}
		if !taken {
			return try
		}
	}
}

// ref gives the name of a cell: 0, 1 is A1.
func ref(column int, row int64) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.FormatInt(row, 10)
}

// fit cuts a text to what a cell holds.
func fit(s string) (string, bool) {
	if len(s) <= mostText {
		return s, true
	}
	units := 0
	for i, r := range s {
		if units += 1; r > 0xffff {
			units++
		}
		if units > mostText-1 {
			// One more may still fit when it is the last.
			if units <= mostText && i+utf8.RuneLen(r) == len(s) {
				return s, true
			}
			return s[:i] + "…", false
		}
	}
	return s, true
}

// escaped tells whether a reader of a sheet takes what stands at i for an escaped
// character, though it is text.
func escaped(s string, i int) bool {
	if len(s) < i+7 || s[i] != '_' || s[i+1] != 'x' || s[i+6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
	return err == nil
}

// escape writes a text as XML holds it. Characters that XML cannot hold are
// written _xHHHH_, as Excel does; so is a return, which reading would make a line
// end, and the first sign of what only looks like an escape. Bytes that are no
// text become the sign for that.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r < 0x20 && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff, r == '_' && escaped(s, i):
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
