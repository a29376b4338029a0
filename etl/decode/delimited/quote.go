package delimited

import (
	"bytes"
	"fmt"
)

// extent reads one record with quotes, reading on until it is whole.
func (s *Scanner) extent(lenient bool) (n int, how outcome, err error) {
	for {
		b := s.buf[s.pos:s.end]
		tooLong := len(b) > MaxRow
		if n, how = s.parse(b, s.eof || tooLong, lenient); how != partial {
			if tooLong && !s.eof && n == len(b) {
				how = unclosed // it ends only because no more of it is held
			}
			return n, how, s.err
		}
		// Parsing starts again from the first byte, so that what is there is
		// doubled before each attempt: the work stays linear.
		for want := 2 * len(b); s.end-s.pos <= want; {
			if !s.fill() {
				break
			}
		}
		if s.err != nil {
			return 0, how, s.err
		}
	}
}

// fits reports whether the record that was just parsed has the cells of the header.
func (s *Scanner) fits() bool {
	n := len(s.ends)
	if s.most == 0 {
		return true
	}
	if n > s.most {
		return s.ends[n-1] == s.ends[s.most-1] // what is behind is empty
	}
	return n >= s.least
}

// quoted reads a record whose first line has a quote: strictly, and when that
// does not explain it, by the reading that does.
func (s *Scanner) quoted(rec *Record) error {
	if s.LineBound {
		return s.boundLine(rec, "a quote is not closed on its line")
	}
	n, how, err := s.extent(false)
	if err != nil {
		return err
	}
	oneLine := func(n int) bool { return s.countLines(bytes.TrimRight(s.buf[s.pos:s.pos+n], "\r\n")) == 0 }
	if how == complete && (s.fits() || oneLine(n)) {
		if !oneLine(n) && s.swallowed(n, true) {
			return s.heldToItsLine(rec, n)
		}
		s.wrapped = s.wrapped || !oneLine(n)
		s.accept(rec, n)
		return nil
	}
	strict := how
	if n, how, err = s.extent(true); err != nil {
		return err
	}
	if how == complete && s.fits() {
		if !oneLine(n) && s.swallowed(n, false) {
			return s.heldToItsLine(rec, n)
		}
		s.acceptRelaxed(rec, n)
		return nil
	}
	fields := len(s.ends)
	// A quote that opens by mistake swallows the lines behind it. They tell: when
	// most of them are full records by themselves, the mistake is in the first.
	if how != complete || !oneLine(n) {
		if s.linesAreRecords(n) || s.swallowed(n, false) {
			if s.recoveries++; s.recoveries >= MaxRecoveries {
				s.LineBound = true
			}
			return s.boundLine(rec, neverClosed)
		}
	}
	switch {
	case how != complete && !s.eof:
		return refusal(fmt.Sprint(s.line), fmt.Sprintf("a row is longer than %d MiB: a quote is opened and not closed", MaxRow>>20),
			"correct the quote in the export, or set quote in the contract")
	case how != complete:
		cut := s.unfinished(n)
		s.accept(rec, n)
		rec.Cut = rec.Cut || cut
		rec.Bad = fmt.Sprintf("truncated: the quote that opens in cell %d is not closed before the end of the file", fields+1)
	case strict == complete:
		if n, _, err = s.extent(false); err != nil {
			return err
		}
		s.accept(rec, n) // too many or too few cells, as any other row
	default:
		s.accept(rec, n)
		if rec.Bad == "" {
			rec.Bad = fmt.Sprintf("a quote inside a cell is not doubled, and leaving it gives %d cells where the header has %d columns", fields, s.most)
		}
	}
	return nil
}

// neverClosed is the reason of a row that a quote would have led into the next ones.
const neverClosed = "a quote is opened and not closed in this row"

// swallowed reports whether a record of several lines, n bytes that read well, is
// rather a row whose quote was never closed, with the rows behind it up to the next
// quote: its first line fills the header by itself, and so does nearly all that stands
// behind. Where the whole record is by the letter of the format all of it must, with a
// dozen separators in four columns or more: a text with so many of them, in each of its
// lines as many as a row has, is not what anyone types. What was parsed stays as it is.
func (s *Scanner) swallowed(n int, strict bool) bool {
	if s.most < 2 || strict && s.most < 4 {
		return false
	}
	text, ends := s.text, s.ends
	s.text, s.ends = s.spareText, s.spareEnds
	defer func() { s.spareText, s.spareEnds, s.text, s.ends = s.text, s.ends, text, ends }()

	rest := s.buf[s.pos : s.pos+n]
	body, term, _ := s.lineIn(rest, 0, true)
	if !s.fillsWithOpenQuote(rest[:body]) {
		return false
	}
	good, all := 0, 0
	for rest = rest[body+term:]; len(rest) > 0 && all < 20; rest = rest[body+term:] {
		body, term, _ = s.lineIn(rest, 0, true)
		if len(bytes.TrimSpace(rest[:body])) == 0 {
			continue
		}
		all++
		if m, how := s.parse(rest, true, false); how == complete && s.fits() {
			good++
			body, term = m, 0
		} else if s.fillsWithOpenQuote(rest[:body]) {
			good++
		} else if strict || s.most < 4 {
			return false
		}
	}
	if strict {
		return good*(s.most-1) >= 12
	}
	return good*2 > all
}

// unfinished reports whether the last line of the file, n bytes in which a quote is never
// closed, goes on in what is missing, although it has a line end: where the quote is taken
// for text it lacks cells of the header, or quotes of rows before it hold several lines.
// Else one character too many is all that is wrong with it.
func (s *Scanner) unfinished(n int) bool {
	text, ends := s.text, s.ends
	s.text, s.ends = s.spareText, s.spareEnds
	defer func() { s.spareText, s.spareEnds, s.text, s.ends = s.text, s.ends, text, ends }()
	return s.wrapped || s.most > 0 && !s.fillsWithOpenQuote(bytes.TrimRight(s.buf[s.pos:s.pos+n], "\r\n"))
}

// fillsWithOpenQuote reports whether a line has the cells of the header, where a quote
// that it leaves open is a character of its text.
func (s *Scanner) fillsWithOpenQuote(line []byte) bool {
	if _, how := s.parse(line, true, true); how == complete {
		return s.fits()
	}
	start := 0
	if len(s.ends) > 0 {
		start = s.ends[len(s.ends)-1]
	}
	delim := []byte{s.Delim}
	cells := len(s.ends) + 1 + bytes.Count(s.text[start:], delim) + bytes.Count(line[bytes.LastIndexByte(line, s.Quote)+1:], delim)
	return cells >= s.least && cells <= s.most
}

// heldToItsLine reads the line at pos alone, where a quote would take n bytes. Quotes
// are held to their line from when so much was read twice.
func (s *Scanner) heldToItsLine(rec *Record, n int) error {
	if s.reread += int64(n); s.reread > 4*MaxRow {
		s.LineBound = true
	}
	return s.boundLine(rec, neverClosed)
}

// accept makes a record of what was parsed; n includes the line end.
func (s *Scanner) accept(rec *Record, n int) {
	s.cut(rec)
	body := n
	if b := s.buf[s.pos : s.pos+n]; n > 0 && (b[n-1] == '\n' || b[n-1] == '\r') {
		for body > 0 && (b[body-1] == '\n' && body == n || b[body-1] == '\r') {
			body--
		}
	}
	rec.Cut = body == n
	s.take(rec, body, n-body)
}

func (s *Scanner) acceptRelaxed(rec *Record, n int) {
	if s.Relaxed++; s.Relaxed == 1 {
		s.FirstRelaxed = s.line
	}
	s.accept(rec, n)
}

// boundLine reads one physical line in which quotes cannot reach further.
func (s *Scanner) boundLine(rec *Record, reason string) error {
	n, term, err := s.findLine()
	if err != nil {
		return err
	}
	line := s.buf[s.pos : s.pos+n]
	if _, how := s.parse(line, true, false); how == complete && s.fits() {
		s.cut(rec)
		s.take(rec, n, term)
		return nil
	}
	if s.Relaxed++; s.Relaxed == 1 {
		s.FirstRelaxed = s.line
	}
	_, how := s.parse(line, true, true)
	switch {
	case how == complete && s.fits():
		s.cut(rec)
	default:
		// With every quote taken for text.
		s.splitLine(rec, line)
		if s.most > 0 && (len(rec.Fields) < s.least || len(rec.Fields) > s.most) {
			rec.Bad = reason
		}
	}
	bad := rec.Bad
	s.take(rec, n, term)
	if rec.Bad == "" {
		rec.Bad = bad
	}
	return nil
}

// linesAreRecords looks at up to twenty lines behind the first one at pos, as
// far as the n bytes that a quote holds together, and reports whether most of
// them have the cells of the header.
func (s *Scanner) linesAreRecords(n int) bool {
	if s.most < 2 {
		return false
	}
	b := s.buf[s.pos:min(s.end, s.pos+n)]
	good, all := 0, 0
	for i := 0; all < 20 && len(b) > 0; i++ {
		body, term, ok := s.lineIn(b, 0, true)
		if !ok || body+term == 0 {
			break
		}
		line := b[:body]
		b = b[body+term:]
		if i == 0 || len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		all++
		if _, how := s.parse(line, true, true); how == complete && s.fits() {
			good++
		}
	}
	return good > 0 && good*2 > all
}
