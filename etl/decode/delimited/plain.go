package delimited

import (
	"bytes"
	"unicode/utf8"
)

// Most lines of most files hold no quote and need no copy of their cells. This
// file finds them at the speed of memory, so that only what is odd is read cell
// by cell.

// trouble is a byte that makes a line anything but plain.
type trouble struct {
	char byte
	at   int // where it stands next in the buffer, at or behind the place that was last asked for
}

// Avoid names bytes that no plain line may hold, beside those of the dialect.
func (s *Scanner) Avoid(chars string) {
	s.troubles = s.troubles[:0]
	for _, c := range []byte("\x00\r" + chars) {
		s.troubles = append(s.troubles, trouble{char: c})
	}
	if s.Quote != 0 {
		s.troubles = append(s.troubles, trouble{char: s.Quote})
	}
	if s.Outside {
		s.troubles = append(s.troubles, trouble{char: s.Escape})
	}
	s.troubleFill = -1
}

// PlainLine gives the next record when it is a line of so many fields that holds
// nothing but them, without its line end, and moves past it. When it is not, or
// when more must be read to tell, or when it is odd, ok is false and Next has to
// look at it. The bytes are valid until the next call. Avoid comes first.
func (s *Scanner) PlainLine(fields int, odd func(line []byte) bool) (line []byte, number int64, ok bool) {
	b := s.buf[s.pos:s.end]
	n := bytes.IndexByte(b, '\n')
	if n < 0 || s.CR {
		return nil, 0, false
	}
	end := n + 1
	for n > 0 && b[n-1] == '\r' {
		n--
	}
	if s.troubled(s.pos + n) {
		return nil, 0, false
	}
	line = b[:n]
	if odd(line) || bytes.Count(line, []byte{s.Delim}) != fields-1 || s.encoding != "" && !utf8.Valid(line) {
		return nil, 0, false
	}
	number = s.line
	s.last = line
	s.pos += end
	s.line++
	return line, number, true
}

// troubled tells whether a troublesome byte stands between the scanner's place
// and end. Each byte is looked for once in what the buffer holds, not once a line.
func (s *Scanner) troubled(end int) bool {
	fresh := s.troubleFill == s.fills
	s.troubleFill = s.fills
	found := false
	for i := range s.troubles {
		t := &s.troubles[i]
		if !fresh || t.at < s.pos {
			if t.at = bytes.IndexByte(s.buf[s.pos:s.end], t.char); t.at < 0 {
				t.at = s.end
			} else {
				t.at += s.pos
			}
		}
		found = found || t.at < end
	}
	return found
}
