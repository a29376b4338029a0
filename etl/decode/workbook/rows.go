package workbook

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The size of a sheet, by the standard.
const (
	maxColumns = 16_384
	maxRows    = 1_048_576
)

// Kind says what a cell holds.
type Kind uint8

const (
	Text Kind = iota
	Number
	Date // a date, a time, a moment or an elapsed time
	Bool
	Error      // the text is what the screen shows: #N/A
	Uncomputed // a formula that was never calculated: there is no value
)

// Value is one cell that holds something. Col counts from 0.
type Value struct {
	Col     int
	Kind    Kind
	Percent bool // a number that is shown a hundred times as large: 0.12 as 12%
	Text    string
}

// Row is one row of a sheet; Number is what the margin of the sheet shows.
type Row struct {
	Number int64
	Hidden bool
	Cells  []Value // in order of columns, valid until the next row
}

// Rows streams the rows of a sheet, in the order of the file.
type Rows struct {
	book   *Workbook
	sheet  Sheet
	part   *partReader
	xml    *xmlScanner
	inData bool
	row    Row
	digits []byte // of its number
	last   int64  // number of the last row
	place  int64  // number of the row that is being read, for messages

	text   []byte // texts of this row that are not shared strings
	at     []textRange
	stored []byte
	inline []byte

	mergesFrom int64 // row below which merged ranges are listed, 0 for none
	merged     []Merged
}

type textRange struct{ cell, start, end int }

// Rows opens a sheet. Close it when done.
func (w *Workbook) Rows(sheet Sheet) (*Rows, error) {
	if err := w.loadStrings(); err != nil {
		return nil, err
	}
	p, err := w.parts.open(sheet.part)
	if err != nil {
		return nil, err
	}
	return &Rows{book: w, sheet: sheet, part: p, xml: newXMLScanner(p), place: 1}, nil
}

// Merged is a range of merged cells below a header.
type Merged struct {
	Ref         string // as the sheet has it, like B3:B5
	Top, Bottom int64
	Left, Right int // from 0; -1 where whole rows are merged
}

// ListMerges has merged ranges listed that begin below a row, at most maxMerges of them.
// The sheet has them behind its cells.
func (r *Rows) ListMerges(below int64) { r.mergesFrom = max(below, 1) }

// Merged gives them, once the sheet is read.
func (r *Rows) Merged() []Merged { return r.merged }

// Close frees the sheet.
func (r *Rows) Close() error { return r.part.Close() }

// Next gives the next row that the file writes down, with or without cells;
// io.EOF after the last. Errors are *models.Error with the sheet and cell.
func (r *Rows) Next() (Row, error) {
	for {
		tok, err := r.xml.next()
		if err != nil {
			return Row{}, r.damaged(err)
		}
		switch {
		case tok == tokenEOF && r.inData:
			return Row{}, r.damaged(errCutOff)
		case tok == tokenEOF:
			return Row{}, io.EOF
		case tok == tokenStart && string(r.xml.name) == "sheetData":
			r.inData = true
		case tok == tokenEnd && string(r.xml.name) == "sheetData":
			r.inData = false
		case tok == tokenStart && !r.inData && r.mergesFrom > 0 && string(r.xml.name) == "mergeCell":
			if ref := r.xml.attrText("ref"); rowOf(ref) > r.mergesFrom && len(r.merged) < maxMerges {
				from, to, _ := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
				r.merged = append(r.merged, Merged{clip(ref, 20), rowOf(from), max(rowOf(from), rowOf(to)), column([]byte(from)), column([]byte(to))})
			}
		case tok == tokenStart && r.inData && string(r.xml.name) == "row":
			if err := r.readRow(); err != nil {
				return Row{}, r.damaged(err)
			}
			r.place++
			return r.row, nil
		}
	}
}

func (r *Rows) damaged(err error) error {
	return damaged(r.sheet.Name+"!"+strconv.FormatInt(r.place, 10), r.sheet.part, err)
}

func (r *Rows) readRow() error {
	number := r.last + 1
	r.place = number
	if v, ok := r.xml.attr("r"); ok {
		n, err := strconv.ParseInt(string(bytes.TrimSpace(v)), 10, 64)
		if err != nil {
			return fmt.Errorf("row number %.20q", v)
		}
		number = n
		r.place = n
	}
	// A row number that goes back would let one row overwrite another.
	if number <= r.last || number > maxRows {
		return fmt.Errorf("row number %d after row %d", number, r.last)
	}
	r.last = number
	r.digits = strconv.AppendInt(r.digits[:0], number, 10)
	r.row.Number, r.row.Hidden = number, false
	if v, ok := r.xml.attr("hidden"); ok {
		r.row.Hidden = string(v) == "1" || string(v) == "true"
	}
	r.row.Cells, r.text, r.at = r.row.Cells[:0], r.text[:0], r.at[:0]
	for next := 0; ; {
		tok, err := r.xml.next()
		if err != nil {
			return err
		}
		switch {
		case tok == tokenEOF:
			return errCutOff
		case tok == tokenEnd:
			r.settle()
			return nil
		case tok == tokenStart && string(r.xml.name) == "c":
			col, err := r.readCell(next)
			if err != nil {
				return err
			}
			next = col + 1
		case tok == tokenStart:
			if err := r.xml.skip(); err != nil {
				return err
			}
		}
	}
}

// settle makes one string of the row's own texts and cuts it up.
func (r *Rows) settle() {
	s := string(r.text)
	for _, t := range r.at {
		r.row.Cells[t.cell].Text = s[t.start:t.end]
	}
}

func (r *Rows) readCell(next int) (int, error) {
	col := next
	if ref, ok := r.xml.attr("r"); ok {
		col = column(ref)
		// Programs that open it disagree about where such a cell is.
		if !bytes.HasSuffix(ref, r.digits) || len(ref) > len(r.digits) && ref[len(ref)-len(r.digits)-1] <= '9' {
			return 0, fmt.Errorf("cell %.20q stands in row %d", ref, r.row.Number)
		}
	}
	if col < 0 || col >= maxColumns {
		return 0, fmt.Errorf("a cell beyond column XFD in row %d", r.row.Number)
	}
	if col < next {
		return 0, fmt.Errorf("cell %s comes after the one to its right", Ref(r.row.Number, col))
	}
	kind := byte('n')
	if t, ok := r.xml.attr("t"); ok {
		kind = cellKind(t)
	}
	style := asNumber
	if v, ok := r.xml.attr("s"); ok && kind == 'n' {
		if i, err := strconv.Atoi(string(v)); err == nil && i >= 0 && i < len(r.book.styles) {
			style = r.book.styles[i]
		}
	}
	hasValue, hasInline, formula := false, false, false
	for depth := 1; depth > 0; {
		tok, err := r.xml.next()
		if err != nil {
			return 0, err
		}
		switch tok {
		case tokenEOF:
			return 0, errCutOff
		case tokenEnd:
			depth--
		case tokenStart:
			switch string(r.xml.name) {
			case "v":
				hasValue = true
				if r.stored, err = readText(r.xml, r.stored[:0]); err != nil {
					return 0, err
				}
			case "is":
				hasInline = true
				if r.inline, err = readRich(r.xml, r.inline[:0]); err != nil {
					return 0, err
				}
			default:
				formula = formula || string(r.xml.name) == "f"
				if err := r.xml.skip(); err != nil {
					return 0, err
				}
			}
		}
	}
	switch {
	case kind == 'i' && hasInline:
		r.add(col, Text, func(dst []byte) []byte { return append(dst, r.inline...) })
	case hasValue && (!formula || kind == 'f' || len(bytes.TrimSpace(r.stored)) > 0):
		return col, r.addValue(col, kind, style)
	case hasInline:
		r.add(col, Text, func(dst []byte) []byte { return append(dst, r.inline...) })
	case formula:
		r.row.Cells = append(r.row.Cells, Value{Col: col, Kind: Uncomputed})
	}
	return col, nil
}

// cellKind gives one letter for the t attribute.
func cellKind(t []byte) byte {
	switch string(t) {
	case "s", "b", "e", "d":
		return t[0]
	case "str":
		return 'f'
	case "inlineStr":
		return 'i'
	}
	return 'n'
}

func (r *Rows) add(col int, kind Kind, write func([]byte) []byte) {
	start := len(r.text)
	r.text = write(r.text)
	r.at = append(r.at, textRange{len(r.row.Cells), start, len(r.text)})
	r.row.Cells = append(r.row.Cells, Value{Col: col, Kind: kind})
}

func (r *Rows) addValue(col int, kind byte, style display) error {
	stored := r.stored
	switch kind {
	case 's':
		if len(bytes.TrimSpace(stored)) == 0 {
			return nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(string(stored)))
		text, ok := r.book.strings.get(i)
		if err != nil || !ok {
			return fmt.Errorf("cell %s points at shared string %.20q, which is not there", Ref(r.row.Number, col), stored)
		}
		r.row.Cells = append(r.row.Cells, Value{Col: col, Kind: Text, Text: text})
		return nil
	case 'f', 'i':
		r.add(col, Text, func(dst []byte) []byte { return appendUnescaped(dst, stored) })
	case 'b':
		word := "FALSE"
		if v := bytes.TrimSpace(stored); string(v) == "1" || string(v) == "true" {
			word = "TRUE"
		}
		r.row.Cells = append(r.row.Cells, Value{Col: col, Kind: Bool, Text: word})
	case 'e':
		r.add(col, Error, func(dst []byte) []byte { return append(dst, stored...) })
	case 'd':
		r.add(col, Date, func(dst []byte) []byte { return append(dst, bytes.TrimSpace(stored)...) })
	default:
		stored = bytes.TrimSpace(stored)
		if len(stored) == 0 {
			return nil // an empty number is an empty cell
		}
		if style == asPercent {
			r.add(col, Number, func(dst []byte) []byte { return appendNumber(dst, stored) })
			r.row.Cells[len(r.row.Cells)-1].Percent = true
			return nil
		}
		if style != asNumber {
			if v, err := strconv.ParseFloat(string(stored), 64); err == nil {
				if text, ok := appendSerial(r.text, v, style, r.book.Date1904); ok {
					r.add(col, Date, func([]byte) []byte { return text })
					return nil
				}
			}
		}
		r.add(col, Number, func(dst []byte) []byte { return appendNumber(dst, stored) })
	}
	return nil
}

// EachCell calls fn for every cell of a sheet that holds something, with its A1
// reference, in the order of the file; it stops at the first error.
func (w *Workbook) EachCell(sheet string, fn func(ref string, v Value) error) error {
	s, ok := w.find(sheet)
	if !ok {
		return refusal(clip(sheet, 40), "there is no such sheet", "name one of the sheets of the workbook")
	}
	rows, err := w.Rows(s)
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for _, c := range row.Cells {
			if c.Kind == Uncomputed {
				continue
			}
			if err := fn(Ref(row.Number, c.Col), c); err != nil {
				return err
			}
		}
	}
}
