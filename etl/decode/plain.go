package decode

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/models"
)

// Plain copies the rows of a file that stand there as they are meant: one line,
// no quotes, as many cells as the header, none of them missing. It is for a
// caller who would write such rows down just as they are, and reads them many
// times as fast as Next. All other records are left to Next.
type Plain struct {
	rd    *Reader
	src   *csvSource
	first [256]bool // how a record may begin that could be furniture
	words []string  // those, in small letters
}

// Plain gives the reader's plain rows, or nil when none of its rows are: a
// workbook, JSON, or a table of which columns are left out or turned. No plain
// row holds one of the bytes in avoid.
func (rd *Reader) Plain(avoid string) *Plain {
	src, ok := rd.src.(*csvSource)
	if !ok || rd.table == nil || len(rd.table.keep) != rd.table.width || rd.table.width == 0 {
		return nil
	}
	if len(rd.table.notes) > 0 {
		return nil // any row may be a footnote until its first cell is read
	}
	// Rows that are made of others are not in the file.
	if own := rd.table.columns; len(own) != len(rd.report.Columns) || &own[0] != &rd.report.Columns[0] {
		return nil
	}
	src.scan.Avoid(avoid)
	p := &Plain{rd: rd, src: src}
	if h := rd.table.header; len(h) > 0 && len(h[0]) > 0 {
		p.beware(h[0][0])
	}
	for _, word := range rd.table.totals {
		p.beware(strings.Fields(word)[0])
	}
	return p
}

// beware sets a text apart that a repeated header or a totals row begins with.
func (p *Plain) beware(text string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return // such a row begins with a blank, and is not plain
	}
	p.words = append(p.words, text)
	p.first[text[0]] = true
	p.first[strings.ToUpper(text[:1])[0]] = true
}

// odd reports whether a line may be furniture. Where that is not plain to see
// from bytes, it may: accents fold, and so do some signs that look like letters.
func (p *Plain) odd(line []byte) bool {
	if len(line) == 0 || line[0] <= ' ' || line[0] >= utf8.RuneSelf || line[0] == p.src.scan.Delim {
		return true
	}
	if !p.first[line[0]] {
		return false
	}
	for _, word := range p.words {
		if mayBegin(line, word) {
			return true
		}
	}
	return false
}

func mayBegin(line []byte, word string) bool {
	for i := range len(word) {
		if i == len(line) {
			return false
		}
		c := line[i]
		if c >= utf8.RuneSelf || word[i] >= utf8.RuneSelf {
			return true
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

// Batch is what Append appended.
type Batch struct {
	Rows    int64
	Longest int // bytes of the longest row as it was appended
	// Tidy says that no cell has blanks around it (models.Around).
	Tidy bool
}

// Append appends to dst the plain rows that come next, each as its line number,
// the delimiter, the row as the file has it, and tail, which begins with the
// delimiter and ends the line. It stops at the first row
// that is not plain, where what the reader holds of the file ends, when dst has
// most bytes, and after so many rows.
func (p *Plain) Append(dst, tail []byte, most int, rows int64) ([]byte, Batch) {
	t, scan := p.rd.table, p.src.scan
	b := Batch{Tidy: true}
	if p.rd.err != nil || t.seen < t.headerAt+t.depth || t.repeated > 0 {
		return dst, b
	}
	from := len(dst)
	for len(dst) < most && b.Rows < rows {
		line, number, ok := scan.PlainLine(t.width, p.odd)
		if !ok {
			break
		}
		start := len(dst)
		dst = append(strconv.AppendInt(dst, number, 10), scan.Delim)
		dst = append(append(dst, line...), tail...)
		b.Longest = max(b.Longest, len(dst)-start)
		b.Rows++
	}
	b.Tidy = tidy(dst[from:], scan.Delim)
	t.seen += b.Rows
	p.rd.report.Records += b.Rows
	p.rd.report.Rows += b.Rows
	return dst, b
}

// tidy reports whether no cell of some appended lines begins or ends with a blank.
// Numbers and tail stand around the cells of each line, so that all of these are
// between delimiters. It looks at eight bytes at a time for a delimiter with a
// blank or half a letter beside it, and only where there is one at the cells.
func tidy(lines []byte, delim byte) bool {
	const low, high = 0x7f7f7f7f7f7f7f7f, 0x8080808080808080
	delims := uint64(delim) * 0x0101010101010101
	lastDelim, lastBlank := uint64(0), uint64(0)
	for i := 0; i < len(lines); i += 8 {
		var w uint64
		if i+8 <= len(lines) {
			w = binary.LittleEndian.Uint64(lines[i:])
		} else {
			var end [8]byte
			copy(end[:], lines[i:])
			w = binary.LittleEndian.Uint64(end[:])
		}
		x := w ^ delims
		isDelim := ^((x&low + low) | x) & high
		isBlank := (^(w&low + 0x5f5f5f5f5f5f5f5f) | w) & high &^ isDelim
		if (isDelim<<8|lastDelim)&isBlank|(isBlank<<8|lastBlank)&isDelim != 0 {
			return tidyCells(lines, delim)
		}
		lastDelim, lastBlank = isDelim>>56, isBlank>>56
	}
	return true
}

func tidyCells(lines []byte, delim byte) bool {
	for line := range bytes.Lines(lines) {
		line = line[:len(line)-1]
		for more := true; more; {
			var cell []byte
			cell, line, more = bytes.Cut(line, []byte{delim})
			if len(bytes.Trim(cell, models.Around)) != len(cell) {
				return false
			}
		}
	}
	return true
}
