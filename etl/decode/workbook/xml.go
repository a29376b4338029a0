package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxToken bounds one tag or one stretch of text. Excel allows 32,767
// characters in a cell, so that 8 MiB is only ever reached on purpose.
const maxToken = 8 << 20

// token is what the XML scanner found.
type token int

const (
	tokenEOF token = iota
	tokenStart
	tokenEnd
	tokenText
)

// attribute is one attribute of a start tag; both slices live in the buffer.
type attribute struct{ name, value []byte }

// xmlScanner is a pull scanner for the XML that spreadsheets hold. It is an
// order of magnitude faster than encoding/xml because it copies nothing, and
// it does less: no validation of nesting, no namespaces (names are compared
// without their prefix), no document types.
type xmlScanner struct {
	src      io.Reader
	buf      []byte
	pos, end int
	eof      bool
	err      error

	name  []byte // of the last start or end tag, without prefix
	attrs []attribute
	empty bool // the last start tag closed itself; a tokenEnd follows
	ended bool // that tokenEnd is still to be given
	text  []byte
	plain []byte // scratch for text with entities
}

// newXMLScanner reads UTF-8, or UTF-16 with a byte order mark.
func newXMLScanner(r io.Reader) *xmlScanner {
	s := &xmlScanner{src: r, buf: make([]byte, 64<<10)}
	s.fill()
	head := s.buf[:s.end]
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		s.pos = 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		whole := io.MultiReader(bytes.NewReader(bytes.Clone(head)), r)
		decoded := transform.NewReader(whole, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
		s = &xmlScanner{src: decoded, buf: s.buf}
		s.fill()
	}
	return s
}

// fill makes room and reads once; false means that nothing more will come.
func (s *xmlScanner) fill() bool {
	if s.eof || s.err != nil {
		return false
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxToken {
			s.err = fmt.Errorf("a piece of XML is longer than %d MiB", maxToken>>20)
			return false
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for tries := 0; tries < 100; tries++ {
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

var errCutOff = errors.New("the XML stops in the middle")

// find gives the offset from pos of the first sep at or after from, reading on
// as needed; -1 at the end of the input.
func (s *xmlScanner) find(sep string, from int) int {
	for {
		if from < s.end-s.pos {
			if i := bytes.Index(s.buf[s.pos+from:s.end], []byte(sep)); i >= 0 {
				return from + i
			}
			// A separator may straddle two reads.
			from = max(from, s.end-s.pos-len(sep)+1)
		}
		if !s.fill() {
			return -1
		}
	}
}

func (s *xmlScanner) fail(err error) (token, error) {
	if s.err != nil {
		err = s.err
	}
	s.err = err
	return tokenEOF, err
}

// next gives the next token. Text that is only the layout between tags is also
// given. After an error or the end it keeps giving the same.
func (s *xmlScanner) next() (token, error) {
	if s.ended {
		s.ended = false
		return tokenEnd, nil
	}
	for {
		if s.pos == s.end && !s.fill() {
			if s.err != nil {
				return tokenEOF, s.err
			}
			return tokenEOF, nil
		}
		if s.buf[s.pos] != '<' {
			return s.readText()
		}
		for s.end-s.pos < 2 {
			if !s.fill() {
				return s.fail(errCutOff)
			}
		}
		switch s.buf[s.pos+1] {
		case '?':
			n := s.find("?>", 2)
			if n < 0 {
				return s.fail(errCutOff)
			}
			if err := checkDeclaration(s.buf[s.pos : s.pos+n]); err != nil {
				return s.fail(err)
			}
			s.pos += n + 2
		case '!':
			for s.end-s.pos < 9 && s.fill() {
			}
			head := s.buf[s.pos:s.end]
			switch {
			case bytes.HasPrefix(head, []byte("<!--")):
				n := s.skipTo("-->", 4)
				if n < 0 {
					return s.fail(errCutOff)
				}
			case bytes.HasPrefix(head, []byte("<![CDATA[")):
				n := s.find("]]>", 9)
				if n < 0 {
					return s.fail(errCutOff)
				}
				raw := s.buf[s.pos+9 : s.pos+n]
				s.pos += n + 3
				if s.text = s.newlines(raw); !utf8.Valid(s.text) {
					return s.fail(errors.New("text is not UTF-8"))
				}
				return tokenText, nil
			default:
				// A document type could define entities that grow without end.
				return s.fail(errors.New("a document type declaration, which no spreadsheet program writes"))
			}
		case '/':
			n := s.find(">", 2)
			if n < 0 {
				return s.fail(errCutOff)
			}
			s.name = local(bytes.TrimRight(s.buf[s.pos+2:s.pos+n], " \t\r\n"))
			s.pos += n + 1
			return tokenEnd, nil
		default:
			return s.readStart()
		}
	}
}

// skipTo moves past sep, dropping what it passes so that a long comment costs
// no memory.
func (s *xmlScanner) skipTo(sep string, from int) int {
	s.pos += from
	for {
		if i := bytes.Index(s.buf[s.pos:s.end], []byte(sep)); i >= 0 {
			s.pos += i + len(sep)
			return i
		}
		s.pos = max(s.pos, s.end-len(sep)+1)
		if !s.fill() {
			return -1
		}
	}
}

// checkDeclaration refuses an encoding that would be read wrongly.
func checkDeclaration(pi []byte) error {
	if !bytes.HasPrefix(pi, []byte("<?xml ")) {
		return nil
	}
	i := bytes.Index(pi, []byte("encoding="))
	if i < 0 {
		return nil
	}
	name := bytes.ToLower(bytes.Trim(bytes.SplitN(pi[i+9:], []byte(" "), 2)[0], `"'?`))
	switch string(name) {
	case "utf-8", "utf8", "utf-16", "us-ascii", "ascii":
		return nil
	}
	return fmt.Errorf("XML in encoding %q, want UTF-8 or UTF-16", name)
}

// local drops the namespace prefix of a name.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// readStart reads a start tag with its attributes.
func (s *xmlScanner) readStart() (token, error) {
	n := s.tagEnd()
	if n < 0 {
		return s.fail(errCutOff)
	}
	tag := s.buf[s.pos+1 : s.pos+n]
	s.pos += n + 1
	s.empty = len(tag) > 0 && tag[len(tag)-1] == '/'
	if s.empty {
		tag = tag[:len(tag)-1]
	}
	s.ended = s.empty
	s.attrs = s.attrs[:0]
	i := 0
	for i < len(tag) && !isSpace(tag[i]) {
		i++
	}
	s.name = local(tag[:i])
	for {
		for i < len(tag) && isSpace(tag[i]) {
			i++
		}
		if i == len(tag) {
			return tokenStart, nil
		}
		start := i
		for i < len(tag) && tag[i] != '=' && !isSpace(tag[i]) {
			i++
		}
		name := tag[start:i]
		for i < len(tag) && (tag[i] == '=' || isSpace(tag[i])) {
			i++
		}
		if i == len(tag) || (tag[i] != '"' && tag[i] != '\'') {
			return s.fail(fmt.Errorf("attribute %.40q has no quoted value", name))
		}
		close := bytes.IndexByte(tag[i+1:], tag[i])
		if close < 0 {
			return s.fail(errCutOff)
		}
		s.attrs = append(s.attrs, attribute{name, tag[i+1 : i+1+close]})
		i += close + 2
	}
}

// tagEnd gives the offset from pos of the > that ends the tag; a > inside a
// quoted attribute is not one.
func (s *xmlScanner) tagEnd() int {
	quote := byte(0)
	for i := 1; ; i++ {
		if s.pos+i == s.end && !s.fill() {
			return -1
		}
		switch c := s.buf[s.pos+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
}

// attr gives an attribute by its name without prefix; an attribute without
// prefix goes before one with it.
func (s *xmlScanner) attr(name string) ([]byte, bool) {
	for _, a := range s.attrs {
		if string(a.name) == name {
			return a.value, true
		}
	}
	for _, a := range s.attrs {
		if string(local(a.name)) == name {
			return a.value, true
		}
	}
	return nil, false
}

// attrText gives an attribute with its entities resolved, "" when absent.
func (s *xmlScanner) attrText(name string) string {
	v, ok := s.attr(name)
	if !ok {
		return ""
	}
	out, err := s.unescape(v)
	if err != nil {
		return string(v)
	}
	return string(out)
}

func (s *xmlScanner) readText() (token, error) {
	n := s.find("<", 0)
	if n < 0 {
		if s.err != nil {
			return s.fail(s.err)
		}
		n = s.end - s.pos
	}
	raw := s.buf[s.pos : s.pos+n]
	s.pos += n
	out, err := s.unescape(raw)
	if err != nil {
		return s.fail(err)
	}
	if !utf8.Valid(out) {
		return s.fail(errors.New("text is not UTF-8"))
	}
	s.text = out
	return tokenText, nil
}

// skip passes the rest of the element whose start tag was given last.
func (s *xmlScanner) skip() error {
	for depth := 1; depth > 0; {
		t, err := s.next()
		if err != nil {
			return err
		}
		switch t {
		case tokenEOF:
			_, err := s.fail(errCutOff)
			return err
		case tokenStart:
			depth++
		case tokenEnd:
			depth--
		}
	}
	return nil
}
