// Package jsontext finds the records in a JSON text, whatever the shape that the
// supplier gave it, and makes one flat row of names and texts of each: an array
// at the top or at a path, one value a line (JSON Lines), values one behind the
// other, or a single object; each record an object or an array.
//
// Nothing is computed: numbers keep the digits that they are written in, so that
// no amount and no long code is rounded by passing through a float. It bounds
// what one value may take and how deep it may go. It knows no headers, no
// columns and no reports.
package jsontext

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
	"github.com/vlot-evaluatie/peil/models"
)

// MaxDepth is how deep objects and arrays may stand in each other; people's
// exports have three or four levels.
const MaxDepth = 100

func refusal(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}

var (
	errDeep      = refusal("", fmt.Sprintf("is nested deeper than %d levels", MaxDepth), "deliver flat objects")
	errLongValue = refusal("", fmt.Sprintf("a value is longer than %d MiB", delimited.MaxRow>>20), "deliver one object a row")
)

// gauge refuses to read more than a record may be long. The decoder holds what
// it has read of a value, so that this bounds its memory.
type gauge struct {
	src  io.Reader
	left int
}

func (g *gauge) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errLongValue
	}
	n, err := g.src.Read(p[:min(len(p), 64<<10)])
	g.left -= n
	return n, err
}

// Cursor walks over a JSON text as a stream.
type Cursor struct {
	gauge *gauge
	dec   *json.Decoder
	depth int // open brackets
}

// NewCursor starts before the first value.
func NewCursor(r io.Reader) *Cursor {
	g := &gauge{src: r, left: delimited.MaxRow}
	dec := json.NewDecoder(g)
	dec.UseNumber() // a number that is passed may be larger than any float
	return &Cursor{gauge: g, dec: dec}
}

// Enter goes to the array at the path of keys and into it.
func (c *Cursor) Enter(path []string) error {
	for _, key := range path {
		if err := c.open('{', path); err != nil {
			return err
		}
		if found, err := c.seek(key); err != nil {
			return err
		} else if !found {
			return refusal("", fmt.Sprintf("has no %q, want the array at %q", key, strings.Join(path, ".")), "correct records in the contract")
		}
	}
	return c.open('[', path)
}

// open wants an opening bracket.
func (c *Cursor) open(want json.Delim, path []string) error {
	tok, err := c.token()
	if err != nil {
		return err
	}
	if tok != want {
		return refusal("", fmt.Sprintf("has no array of objects at %q", strings.Join(path, ".")), "correct records in the contract")
	}
	return nil
}

// token gives the next token and counts brackets.
func (c *Cursor) token() (json.Token, error) {
	c.gauge.left = delimited.MaxRow
	tok, err := c.dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok {
	case json.Delim('{'), json.Delim('['):
		if c.depth++; c.depth > MaxDepth {
			return nil, errDeep
		}
	case json.Delim('}'), json.Delim(']'):
		c.depth--
	}
	return tok, nil
}

// seek passes the members of an object up to the value of key.
func (c *Cursor) seek(key string) (bool, error) {
	for c.dec.More() {
		tok, err := c.token()
		if err != nil {
			return false, err
		}
		if tok == key {
			return true, nil
		}
		if err := c.pass(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// pass skips one value.
func (c *Cursor) pass() error {
	for level := c.depth; ; {
		if _, err := c.token(); err != nil {
			return err
		}
		if c.depth == level {
			return nil
		}
	}
}

// More reports whether another value follows at this level.
func (c *Cursor) More() bool {
	c.gauge.left = delimited.MaxRow
	return c.dec.More()
}

// Value reads the next value whole. The end of the file inside it is
// io.ErrUnexpectedEOF.
func (c *Cursor) Value(into *json.RawMessage) error {
	c.gauge.left = delimited.MaxRow
	from := c.dec.InputOffset()
	err := CutOff(c.dec.Decode(into))
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		if strings.Contains(syntax.Error(), "max depth") { // the decoder has a limit of its own
			return errDeep
		}
		return valueError{syntax, from}
	}
	return err
}

// valueError is a value that is no JSON. The decoder tells the place of the
// mistake without the brackets and commas that it passed as tokens, so that it
// has to be looked for again from where the value begins.
type valueError struct {
	error
	from int64
}

// at gives the offset of the mistake.
func (v valueError) at(t *charset.Text) int64 {
	in := t.Open()
	if _, err := io.CopyN(io.Discard, in, v.from); err != nil {
		return v.from
	}
	rest := bufio.NewReader(in)
	passed := v.from
	for {
		c, err := rest.ReadByte()
		if err != nil {
			return passed
		}
		if c != ',' && c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			break
		}
		passed++
	}
	if err := rest.UnreadByte(); err != nil {
		return passed
	}
	var value json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.NewDecoder(io.LimitReader(rest, delimited.MaxRow)).Decode(&value), &syntax) {
		return passed + syntax.Offset
	}
	return passed
}

// Leave reads what stands behind the array, because the file may be cut off
// there, and wants nothing behind that; io.EOF when all is well.
func (c *Cursor) Leave() error {
	for c.depth > 0 {
		if _, err := c.token(); err != nil {
			return CutOff(err)
		}
	}
	if _, err := c.token(); err != nil {
		return err
	}
	return refusal("", "has more text behind the last record", "deliver one array, or one object a line")
}

// CutOff tells the end of the file inside a value from the end of the records.
func CutOff(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Explain gives an error of the decoder its place in the text; records is how
// many were read before it.
func Explain(err error, t *charset.Text, records int64) error {
	var syntax *json.SyntaxError
	var value valueError
	if errors.As(err, &value) {
		err = value.error
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return refusal(place(t, -1), fmt.Sprintf("is cut off behind record %d: brackets or quotes are still open at the end", records), "fetch or ask for it again")
	case errors.As(err, &syntax):
		at := syntax.Offset
		if value.error != nil {
			at = value.at(t)
		}
		where := place(t, at)
		if word := notFinite(t, at); word != "" {
			return refusal(where, fmt.Sprintf("is not JSON: it says %s, which is no number", word), "have the value left out or written as null")
		}
		return refusal(where, "is not JSON: "+syntax.Error(), "ask for the export again, or set kind in the contract")
	}
	return err
}

// place gives line:column of an offset in the decoded text, -1 for its end.
func place(t *charset.Text, offset int64) string {
	line, col := int64(1), int64(0)
	in := t.Open()
	buf := make([]byte, 64<<10)
	for off := int64(0); offset < 0 || off < offset; {
		n, err := in.Read(buf)
		if offset >= 0 {
			n = int(min(int64(n), offset-off))
		}
		off += int64(n)
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			line += int64(bytes.Count(buf[:n], []byte{'\n'}))
			col = int64(n - i - 1)
		} else {
			col += int64(n)
		}
		if err != nil {
			break
		}
	}
	return fmt.Sprintf("%d:%d", line, max(col, 1))
}

// wordForNoNumber is what programs write for a number that is none, where a
// value may begin.
var wordForNoNumber = regexp.MustCompile(`[:\[,]\s*([+-]?(?:NaN|nan|NAN|Infinity|inf|INF))\b`)

// NotFinite gives the first such word in a text that is no JSON, "" when there is none.
func NotFinite(text []byte) string {
	if m := wordForNoNumber.FindSubmatch(text); m != nil {
		return string(m[1])
	}
	return ""
}

// notFinite does so where a text stops being JSON.
func notFinite(t *charset.Text, offset int64) string {
	in := t.Open()
	if _, err := io.CopyN(io.Discard, in, max(offset-12, 0)); err != nil {
		return ""
	}
	head := make([]byte, min(offset, 12)+8)
	n, _ := io.ReadFull(in, head)
	return NotFinite(head[:n])
}
