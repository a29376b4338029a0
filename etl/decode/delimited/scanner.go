// Package delimited reads records of delimited text: CSV by RFC 4180 with any
// delimiter, quote and line end, and what programs write that is nearly that.
//
// Strict reading comes first. A record that it cannot explain is read again
// leniently, and that reading holds only when it gives the number of fields
// that the header has; otherwise the record is bad, with the reason. A quote that
// takes whole records with it is held to its line, also where that reading fits. Bytes
// are never passed over in silence: each belongs to one record.
//
// It knows no header, no furniture and no encoding but UTF-8. Memory is bounded
// by MaxRow.
package delimited

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/models"
)

// Dialect is a settled dialect: single bytes, because every program that
// writes delimited text uses one.
type Dialect struct {
	Delim  byte
	Quote  byte // 0: quoting is off
	Escape byte // the quote itself when it is doubled
	CR     bool // a carriage return alone ends a line
	// Outside lets Escape stand before a delimiter, a line end or a quote in cells
	// without quotes too, as programs do that never quote.
	Outside bool
}

// Record is one physical record. Fields is valid until the next call; the texts
// in it stay good.
type Record struct {
	Line   int64 // physical line of its first byte, from 1
	Fields []string
	Bad    string // why it cannot be read as a row; "" when it can
	Cut    bool   // the file ends in it, without a line end or in the middle of a quoted text
}

const (
	// MaxRow is the most bytes of one record.
	MaxRow = 16 << 20
	// MaxRecoveries is how often a quote that never closes is searched to the end
	// (or to MaxRow) before quotes are held to their line, so that a file full of
	// stray quotes costs linear time.
	MaxRecoveries = 16

	maxFields = 16_384 // as many as a sheet has columns
)

// HasNUL begins the reason why a record is bad that holds a NUL byte.
const HasNUL = "holds a NUL byte"

// mark is the byte order mark in UTF-8.
const mark = "\ufeff"

// Scanner reads delimited text. It finds line ends and delimiters with the
// vectorised searches of package bytes and makes one string a record.
type Scanner struct {
	Dialect
	// LineBound holds quotes to their line. It is set after MaxRecoveries.
	LineBound bool
	// Relaxed counts the records that only lenient reading explains.
	Relaxed int64
	// FirstRelaxed is the line of the first of those.
	FirstRelaxed int64
	// Marks counts the byte order marks before records, which are left out: they
	// come from files that were pasted together. FirstMark is the line of the first.
	Marks, FirstMark int64

	src      io.Reader
	buf      []byte
	pos, end int
	eof      bool
	err      error

	line     int64  // physical line at pos
	least    int    // fields of a full record: between least and most, 0 when not known
	most     int    //
	encoding string // "" when the text is known to be valid UTF-8

	last       []byte // bytes of the last record, without its line end
	text       []byte // fields of a quoted record, one after the other
	ends       []int
	spareText  []byte // what swallowed parses into
	spareEnds  []int
	wrapped    bool // a quoted record of several lines was read
	recoveries int
	reread     int64 // bytes that were read as one record and then line by line

	troubles    []trouble // see PlainLine
	fills       int       // how often the buffer was filled
	troubleFill int       // at which of those troubles were looked for
}

// New reads UTF-8. When encoding is not empty the text may hold bytes that are
// no UTF-8: their records are bad, and encoding is named in the reason.
func New(r io.Reader, d Dialect, encoding string) *Scanner {
	return &Scanner{Dialect: d, src: r, buf: make([]byte, 256<<10), line: 1, encoding: encoding}
}

// Expect tells how many fields a full record has, which decides between two
// readings of a record with quotes that do not pair.
func (s *Scanner) Expect(least, most int) { s.least, s.most = least, most }

// Raw gives the bytes of the last record without its line end.
func (s *Scanner) Raw() string { return string(s.last) }

func refusal(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}

// fill reads more behind what there is; false at the end, or when a record has
// grown past MaxRow.
func (s *Scanner) fill() bool {
	if s.eof || s.err != nil || s.end-s.pos > MaxRow {
		return false
	}
	s.fills++
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	if len(s.buf)-s.end < len(s.buf)/4 {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.eof = true
			return n > 0
		}
		if err != nil {
			s.err = err
			return false
		}
		if n > 0 {
			return true
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// Next gives the next record, io.EOF after the last. Other errors are final.
func (s *Scanner) Next(rec *Record) error {
	if s.pos == s.end && !s.fill() {
		if s.err != nil {
			return s.err
		}
		return io.EOF
	}
	n, term, err := s.findLine()
	if err != nil {
		return err
	}
	if n >= len(mark) && s.buf[s.pos] == mark[0] && string(s.buf[s.pos:s.pos+len(mark)]) == mark {
		if s.Marks++; s.Marks == 1 {
			s.FirstMark = s.line
		}
		s.pos += len(mark)
		n -= len(mark)
	}
	rec.Line, rec.Bad, rec.Cut = s.line, "", term == 0
	line := s.buf[s.pos : s.pos+n]
	if s.Quote != 0 && bytes.IndexByte(line, s.Quote) >= 0 || s.Outside && bytes.IndexByte(line, s.Escape) >= 0 {
		return s.quoted(rec)
	}
	s.splitLine(rec, line)
	s.take(rec, n, term)
	return nil
}

// NextLine gives the next physical line as one field, whatever is in it; its
// bytes are valid until the next call.
func (s *Scanner) NextLine(rec *Record) ([]byte, error) {
	if s.pos == s.end && !s.fill() {
		if s.err != nil {
			return nil, s.err
		}
		return nil, io.EOF
	}
	n, term, err := s.findLine()
	if err != nil {
		return nil, err
	}
	rec.Line, rec.Bad, rec.Cut, rec.Fields = s.line, "", term == 0, rec.Fields[:0]
	s.take(rec, n, term)
	return s.last, nil
}

// take moves past a record of n bytes and a line end, and refuses what is no text.
func (s *Scanner) take(rec *Record, n, term int) {
	whole := s.buf[s.pos : s.pos+n+term]
	s.last = whole[:n]
	s.pos += n + term
	if term > 0 && n == bytes.IndexByte(whole, '\n')-term+1 {
		s.line++
	} else {
		s.line += s.countLines(whole)
	}
	if bytes.IndexByte(s.last, 0) >= 0 {
		rec.Bad = HasNUL + ": the file is damaged or is no text"
	} else if s.encoding != "" && !utf8.Valid(s.last) {
		if rec.Cut && utf8.Valid(s.last[:max(0, len(s.last)-utf8.UTFMax)]) {
			rec.Bad = "truncated: the file ends in the middle of a character"
			return
		}
		rec.Bad = "holds bytes that mean nothing in " + s.encoding
	}
}

func (s *Scanner) countLines(b []byte) int64 {
	n := bytes.Count(b, []byte{'\n'})
	if s.CR {
		n += bytes.Count(b, []byte{'\r'}) - bytes.Count(b, []byte("\r\n"))
	}
	return int64(n)
}

// findLine gives the length of the physical line at pos and of its end, which
// is 0 for a last line without one.
func (s *Scanner) findLine() (n, term int, err error) {
	for from := 0; ; {
		b := s.buf[s.pos:s.end]
		if n, term, ok := s.lineIn(b, from, s.eof); ok {
			return n, term, nil
		}
		from = len(b)
		if from > 0 {
			from-- // a carriage return may have its line feed still to come
		}
		if !s.fill() {
			switch {
			case s.err != nil:
				return 0, 0, s.err
			case s.eof:
				continue
			}
			return 0, 0, refusal(fmt.Sprint(s.line), fmt.Sprintf("a row is longer than %d MiB", MaxRow>>20),
				"check that this is a CSV file and that quote and encoding in the contract describe it")
		}
	}
}

// lineIn finds the line end at or after from.
func (s *Scanner) lineIn(b []byte, from int, atEOF bool) (n, term int, ok bool) {
	if s.CR {
		i := bytes.IndexAny(b[from:], "\r\n")
		switch {
		case i < 0:
			return len(b), 0, atEOF
		case b[from+i] == '\r' && from+i+1 == len(b) && !atEOF:
			return 0, 0, false
		case b[from+i] == '\r' && from+i+1 < len(b) && b[from+i+1] == '\n':
			return from + i, 2, true
		}
		return from + i, 1, true
	}
	i := bytes.IndexByte(b[from:], '\n')
	if i < 0 {
		n := len(b)
		for n > 0 && b[n-1] == '\r' {
			n--
		}
		return n, len(b) - n, atEOF
	}
	n = from + i
	// CR CR LF comes from a file that was converted twice.
	for n > 0 && b[n-1] == '\r' {
		n--
	}
	return n, from + i + 1 - n, true
}

// splitLine cuts a line without quotes.
func (s *Scanner) splitLine(rec *Record, line []byte) {
	rec.Fields = rec.Fields[:0]
	rest := string(line)
	for {
		i := strings.IndexByte(rest, s.Delim)
		if i < 0 || len(rec.Fields) > maxFields {
			rec.Fields = append(rec.Fields, rest)
			return
		}
		rec.Fields = append(rec.Fields, rest[:i])
		rest = rest[i+1:]
	}
}

// cut makes the cells of a record out of text and ends.
func (s *Scanner) cut(rec *Record) {
	whole := string(s.text)
	rec.Fields = rec.Fields[:0]
	start := 0
	for _, end := range s.ends {
		rec.Fields = append(rec.Fields, whole[start:end])
		start = end
	}
}
