package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// newlines turns CRLF and CR into LF, as every XML reader must.
func (s *xmlScanner) newlines(raw []byte) []byte {
	if bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	s.plain = s.plain[:0]
	for i, c := range raw {
		if c != '\r' {
			s.plain = append(s.plain, c)
		} else if i+1 == len(raw) || raw[i+1] != '\n' {
			s.plain = append(s.plain, '\n')
		}
	}
	return s.plain
}

// unescape resolves the five named entities and character references.
func (s *xmlScanner) unescape(raw []byte) ([]byte, error) {
	if bytes.IndexByte(raw, '&') < 0 {
		return s.newlines(raw), nil
	}
	s.plain = s.plain[:0]
	for i := 0; i < len(raw); {
		c := raw[i]
		if c == '\r' {
			if i+1 == len(raw) || raw[i+1] != '\n' {
				s.plain = append(s.plain, '\n')
			}
			i++
			continue
		}
		if c != '&' {
			s.plain = append(s.plain, c)
			i++
			continue
		}
		semi := bytes.IndexByte(raw[i:min(len(raw), i+12)], ';')
		if semi < 0 {
			return nil, errors.New("an & that starts no entity")
		}
		r, ok := entity(string(raw[i+1 : i+semi]))
		if !ok {
			return nil, fmt.Errorf("unknown entity %.16q", raw[i:i+semi+1])
		}
		s.plain = utf8.AppendRune(s.plain, r)
		i += semi + 1
	}
	return s.plain, nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' || digits[0] == 'X' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}

// readText joins the text of an element without children.
func readText(s *xmlScanner, dst []byte) ([]byte, error) {
	for depth := 1; depth > 0; {
		tok, err := s.next()
		if err != nil {
			return dst, err
		}
		switch tok {
		case tokenEOF:
			return dst, errCutOff
		case tokenText:
			if dst = append(dst, s.text...); len(dst) > maxToken {
				return dst, fmt.Errorf("a text is longer than %d MiB", maxToken>>20)
			}
		case tokenStart:
			depth++
		case tokenEnd:
			depth--
		}
	}
	return dst, nil
}
