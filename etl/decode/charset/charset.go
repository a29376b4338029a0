// Package charset reads a text file as UTF-8, whatever it was written in: it
// knows the encoding by its byte order mark, by the zeros of UTF-16, or by
// whether every byte of the file is valid UTF-8.
//
// It never replaces what it cannot read: such input becomes a byte that is no
// UTF-8, so that the row it stands in can be refused. It knows no rows.
package charset

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/models"
)

// undecodable stands in the decoded stream for input that means nothing in its
// encoding. It is never part of UTF-8, so that a row that holds it is found by
// utf8.Valid and becomes a bad row instead of a wrong one.
const undecodable = 0xFF

// Text is the text of a file: its encoding, and how to read it from the start.
type Text struct {
	Encoding string // one of the values of models.Encodings
	Reason   string // how it was decided
	Clean    bool   // every byte is known to be good UTF-8
	// Mixed is about how many characters of a text in windows-1252 are UTF-8 instead, and
	// MixedLine the line of the first: each is read as two signs or more.
	Mixed, MixedLine int64

	skip int64 // bytes of the byte order mark
	open func() io.Reader
}

// Open reads the text as UTF-8 from the start, behind the mark.
func (t *Text) Open() io.Reader { return t.open() }

// Detect decides the encoding by the mark, else by the whole content.
func Detect(r io.ReaderAt, size int64, declared string) (*Text, error) {
	if size == 0 {
		return nil, ErrEmpty
	}
	want := ""
	if declared != "" {
		if want = models.Encodings[strings.ToLower(strings.TrimSpace(declared))]; want == "" {
			return nil, refusal("", fmt.Sprintf("encoding %q is not known, want utf-8, utf-16le, utf-16be or windows-1252", declared), "correct encoding in the contract")
		}
	}
	head := make([]byte, min(size, 64<<10))
	if n, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the first bytes: %w", err)
	} else {
		head = head[:n]
	}
	t := &Text{}
	t.Encoding, t.Reason, t.skip = ByMark(head)
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")) && len(head)%4 == 0, bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return nil, refusal("", "is UTF-32 by its byte order mark, which is not read", "have it delivered as UTF-8")
	case t.Encoding != "" && want != "" && want != t.Encoding && (want != "utf-16" || t.Encoding == "utf-8"):
		return nil, refusal("", fmt.Sprintf("is %s by its byte order mark, want %s", t.Encoding, want), "correct encoding in the contract")
	case t.Encoding == "" && want == "utf-16":
		t.Encoding, t.Reason = "utf-16le", "declared as utf-16, without a mark"
	case t.Encoding == "" && want != "":
		t.Encoding, t.Reason = want, "declared"
		if !strings.EqualFold(strings.TrimSpace(declared), want) {
			t.Reason = fmt.Sprintf("declared as %s", declared)
		}
		if want == "windows-1252" && strings.Contains(strings.ToLower(declared), "1") && !strings.Contains(declared, "1252") {
			t.Reason += ", which programs write when they mean windows-1252: that has the euro sign and the curly quotes"
		}
	case t.Encoding == "":
		t.Encoding, t.Reason = byZeros(head)
	}
	if want != "" && singleByte[want] != nil {
		survey, err := surveyUTF8(io.NewSectionReader(r, 0, size))
		if err != nil {
			return nil, fmt.Errorf("read the file: %w", err)
		}
		if survey.bad == 0 && survey.multi > 0 {
			return nil, refusal("", fmt.Sprintf("is UTF-8: every byte of it is, also those of letters with accents and other signs; want %s as the contract says", want),
				"set encoding to utf-8 in the contract, or leave it out to have it detected")
		}
		if want == "windows-1252" { // in others letters are UTF-8 by chance
			t.Mixed = survey.multi
		}
	}
	if t.Encoding == "" || t.Encoding == "utf-8" {
		survey, err := surveyUTF8(io.NewSectionReader(r, t.skip, size-t.skip))
		if err != nil {
			return nil, fmt.Errorf("read the file: %w", err)
		}
		if err := t.decide(survey, want); err != nil {
			return nil, err
		}
	}
	if t.skip == size {
		return nil, ErrEmpty
	}
	if t.Mixed > 0 {
		t.MixedLine = firstWide(io.NewSectionReader(r, 0, size))
	}
	t.open = func() io.Reader {
		in := io.NewSectionReader(r, t.skip, size-t.skip)
		if table := singleByte[t.Encoding]; table != nil {
			return &bytesReader{src: in, table: table, buf: make([]byte, 32<<10)}
		}
		if t.Encoding != "utf-8" {
			return &utf16Reader{src: in, big: t.Encoding == "utf-16be"}
		}
		return in
	}
	return t, nil
}

func refusal(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}

// ErrEmpty is the refusal of a file without content.
var ErrEmpty error = &models.Error{Code: models.Invalid, What: "is empty", Fix: "ask for the export again"}

// ByMark gives the encoding that a byte order mark tells, and its length.
func ByMark(head []byte) (encoding, reason string, skip int64) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return "utf-8", "byte order mark", 3
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return "utf-16le", "byte order mark", 2
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "utf-16be", "byte order mark", 2
	}
	return "", "", 0
}

// byZeros knows UTF-16 by the zero that every other byte of western text is.
func byZeros(head []byte) (encoding, reason string) {
	if len(head) < 4 {
		return "", ""
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[1]*10 > half*4 && zeros[0]*20 < half:
		return "utf-16le", "every other byte is zero"
	case zeros[0]*10 > half*4 && zeros[1]*20 < half:
		return "utf-16be", "every other byte is zero"
	}
	return "", ""
}

// utf8Survey is what reading a whole file as UTF-8 found.
type utf8Survey struct {
	bad      int64 // bytes that are no UTF-8
	multi    int64 // characters of two or more bytes, counted once something was bad
	line     int64 // of the first bad byte
	col      int64 // byte in that line, from 1
	value    byte
	cutAtEnd bool // the only trouble is a character that the end cuts off
}

// firstWide gives the line of the first character of several bytes, 0 where there is none.
func firstWide(r io.Reader) int64 {
	in := bufio.NewReader(r)
	for line := int64(1); ; {
		switch c, size, err := in.ReadRune(); {
		case err != nil:
			return 0
		case size > 1:
			return line
		case c == '\n':
			line++
		}
	}
}

// surveyUTF8 goes over the file once; plain text passes at memory speed.
func surveyUTF8(r io.Reader) (utf8Survey, error) {
	var s utf8Survey
	buf := make([]byte, 256<<10)
	line, lineStart, off := int64(1), int64(0), int64(0)
	kept := 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		chunk := buf[:kept+n]
		last := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return s, err
		}
		whole := chunk
		if !last {
			whole = chunk[:len(chunk)-partialRune(chunk)]
		}
		if !utf8.Valid(whole) || s.bad > 0 {
			s.count(whole, line, lineStart, off, last)
		} else {
			// Counted roughly here: enough to weigh against a few bad bytes.
			s.multi += (countHigh(whole) + 1) / 2
		}
		if nl := bytes.LastIndexByte(whole, '\n'); nl >= 0 && s.bad == 0 {
			line += int64(bytes.Count(whole, []byte{'\n'}))
			lineStart = off + int64(nl) + 1
		}
		off += int64(len(whole))
		kept = copy(buf, chunk[len(whole):])
		if last {
			return s, nil
		}
	}
}

// notASCII has the bits that no eight bytes of ASCII have.
const notASCII = 0x8080808080808080

// countHigh counts the bytes that are not ASCII, eight at a time.
func countHigh(b []byte) (n int64) {
	for ; len(b) >= 8; b = b[8:] {
		n += int64(bits.OnesCount64(binary.LittleEndian.Uint64(b) & notASCII))
	}
	for _, c := range b {
		n += int64(c >> 7)
	}
	return n
}

// partialRune gives how many bytes at the end begin a character that may go on.
func partialRune(b []byte) int {
	for n := 1; n <= min(3, len(b)); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

func (s *utf8Survey) count(b []byte, line, lineStart, off int64, last bool) {
	for i := 0; i < len(b); {
		// Behind the first bad byte lines need no counting.
		for s.bad > 0 && i+8 <= len(b) && binary.LittleEndian.Uint64(b[i:])&notASCII == 0 {
			i += 8
		}
		if i == len(b) {
			return
		}
		if b[i] < utf8.RuneSelf {
			if b[i] == '\n' {
				line++
				lineStart = off + int64(i) + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if last && !utf8.FullRune(b[i:]) && s.bad == 0 {
				s.cutAtEnd = true
			}
			if s.bad == 0 {
				s.line, s.col, s.value = line, off+int64(i)-lineStart+1, b[i]
			}
			s.bad++
		} else {
			s.multi++
		}
		i += n
	}
}

// decide settles UTF-8 or windows-1252 by what the survey found.
func (t *Text) decide(s utf8Survey, want string) error {
	marked := t.Encoding == "utf-8" && t.skip > 0
	switch {
	case s.bad == 0:
		t.Clean = true
		if t.Encoding == "" {
			t.Encoding, t.Reason = "utf-8", "every byte is valid UTF-8"
		}
	case s.cutAtEnd && (want == "utf-8" || marked || s.multi > 0):
		// The row that it is part of becomes a bad row.
		t.Encoding, t.Reason = "utf-8", "valid UTF-8 but for a character that the end of the file cuts off"
	case want == "utf-8":
		return refusal(fmt.Sprintf("%d:%d", s.line, s.col),
			fmt.Sprintf("byte 0x%02X is not UTF-8 (%d in the whole file), want utf-8 as the contract says", s.value, s.bad),
			"set encoding to windows-1252 in the contract if the export is written so, or leave it out to have it detected")
	case marked || s.multi > 4*s.bad:
		t.Encoding = "utf-8"
		t.Reason = fmt.Sprintf("UTF-8, but not everywhere: bytes that are not are %d, the first on line %d; their rows are refused", s.bad, s.line)
	default:
		t.Encoding, t.Mixed = "windows-1252", s.multi
		t.Reason = fmt.Sprintf("byte 0x%02X on line %d is not UTF-8", s.value, s.line)
	}
	return nil
}
