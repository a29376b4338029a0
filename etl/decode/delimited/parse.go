package delimited

import "bytes"

// outcome is how parsing a record ended.
type outcome int

const (
	complete outcome = iota
	partial          // more input is needed
	violated         // a quote where the format allows none
	unclosed         // a quote is open at the end of the input
)

// parse reads one record from the start of b into text and ends, and gives its
// length with the line end. Lenient reading takes a quote for text where it
// cannot open or close a cell, and allows spaces around quoted cells.
func (s *Scanner) parse(b []byte, atEOF, lenient bool) (n int, how outcome) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	bare := false
	stop := partial
	if atEOF {
		stop = complete
	}
	for i := 0; ; {
		k := i
		for lenient && k < len(b) && b[k] == ' ' {
			k++
		}
		if k < len(b) && b[k] == s.Quote && s.Quote != 0 {
			var how outcome
			if i, how = s.parseQuoted(b, k+1, atEOF, lenient); how != complete {
				return i, how
			}
		} else {
			start := i
			for i < len(b) && b[i] != s.Delim && (b[i] != '\n' && b[i] != '\r' || s.eol(b, i, true) == 0) {
				if s.Outside && b[i] == s.Escape {
					if i+1 == len(b) && !atEOF {
						return i, partial
					}
					n := s.escaped(b, i+1)
					s.text = append(append(s.text, b[start:i]...), b[i+1:i+1+n]...)
					if n == 0 {
						s.text = append(s.text, s.Escape) // before any other character it is text
					}
					i += 1 + n
					start = i
					continue
				}
				bare = bare || b[i] == s.Quote && s.Quote != 0
				i++
			}
			s.text = append(s.text, b[start:i]...)
		}
		s.ends = append(s.ends, len(s.text))
		switch {
		case i == len(b) && stop == partial, i < len(b) && b[i] != s.Delim && s.eol(b, i, atEOF) < 0:
			return i, partial
		case i < len(b) && b[i] == s.Delim:
			i++
			continue
		case i < len(b):
			i += s.eol(b, i, atEOF)
		}
		if bare && !lenient {
			return i, violated
		}
		return i, complete
	}
}

// escaped gives how many bytes at i an escape in front of them makes text.
func (s *Scanner) escaped(b []byte, i int) int {
	switch {
	case i >= len(b):
		return 0
	case b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n':
		return 2
	case b[i] == s.Delim, b[i] == s.Escape, b[i] == '\n', b[i] == '\r', b[i] == s.Quote && s.Quote != 0:
		return 1
	}
	return 0
}

// parseQuoted reads a quoted cell from behind its opening quote and gives the
// place behind the closing one.
func (s *Scanner) parseQuoted(b []byte, i int, atEOF, lenient bool) (int, outcome) {
	open := partial
	if atEOF {
		open = unclosed
	}
	for {
		j := bytes.IndexByte(b[i:], s.Quote)
		if s.Escape != s.Quote {
			if e := bytes.IndexByte(b[i:], s.Escape); e >= 0 && (j < 0 || e < j) {
				s.text = append(s.text, b[i:i+e]...)
				i += e
				switch {
				case i+1 == len(b):
					return i, open
				case b[i+1] == s.Quote || b[i+1] == s.Escape:
					s.text = append(s.text, b[i+1])
					i += 2
				default:
					s.text = append(s.text, s.Escape)
					i++
				}
				continue
			}
		}
		if j < 0 {
			return len(b), open
		}
		s.text = append(s.text, b[i:i+j]...)
		i += j + 1
		if i < len(b) && b[i] == s.Quote {
			s.text = append(s.text, s.Quote)
			i++
			continue
		}
		m := i
		for lenient && m < len(b) && b[m] == ' ' {
			m++
		}
		switch {
		case m == len(b) && !atEOF:
			return m, partial
		case m == len(b) || b[m] == s.Delim || s.eol(b, m, atEOF) > 0:
			return m, complete
		case s.eol(b, m, atEOF) < 0:
			return m, partial
		case !lenient:
			return i, violated
		}
		s.text = append(s.text, s.Quote)
	}
}

// eol gives the length of the line end at i, 0 when there is none, -1 when more
// input must tell.
func (s *Scanner) eol(b []byte, i int, atEOF bool) int {
	switch {
	case b[i] == '\n':
		return 1
	case b[i] != '\r':
		return 0
	case s.CR && i+1 < len(b) && b[i+1] == '\n':
		return 2
	case s.CR && (i+1 < len(b) || atEOF):
		return 1
	}
	j := i
	for j < len(b) && b[j] == '\r' {
		j++
	}
	switch {
	case j == len(b) && !atEOF:
		return -1
	case j == len(b):
		return j - i
	case b[j] == '\n':
		return j + 1 - i
	}
	return 0
}
