package jsontext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const maxKey = 1_000 // bytes of a dotted name

// Kind says what a value was.
type Kind uint8

const (
	Text Kind = iota // a text, a number, true, false or an empty object
	Null
	List // an array, as JSON text without spaces
)

// Add takes one value of a record; path is valid during the call. It gives the
// reason when the record cannot be read, "" when it can.
type Add func(path []byte, text string, kind Kind) string

// Flattener names the values inside a record by their dotted path. The zero
// value is ready, and may be used again and again.
type Flattener struct {
	in   []byte
	i    int
	path []byte
}

// Object walks over an object, which must be valid JSON, and gives the reason
// why the record is bad, "" when it is good. Objects inside it become dotted
// names; arrays stay whole, because a row for each of their values would be
// another table.
func (f *Flattener) Object(value []byte, add Add) string {
	f.in, f.i, f.path = value, 0, f.path[:0]
	return f.object(1, add)
}

// Array walks over an array, which must be valid JSON, and gives its values in
// order, with an empty path.
func (f *Flattener) Array(value []byte, add Add) string {
	f.in, f.i, f.path = value, 1, f.path[:0]
	for {
		f.space()
		switch f.in[f.i] {
		case ']':
			return ""
		case ',':
			f.i++
			continue
		case '{':
			if reason := f.whole(add); reason != "" {
				return reason
			}
			continue
		}
		if reason := f.member(1, add); reason != "" {
			return reason
		}
	}
}

func (f *Flattener) space() {
	for f.i < len(f.in) && (f.in[f.i] == ' ' || f.in[f.i] == '\n' || f.in[f.i] == '\t' || f.in[f.i] == '\r') {
		f.i++
	}
}

// object reads the object at i.
func (f *Flattener) object(depth int, add Add) string {
	if depth > MaxDepth {
		return fmt.Sprintf("is nested deeper than %d levels", MaxDepth)
	}
	f.i++ // {
	for {
		f.space()
		if f.in[f.i] == '}' {
			f.i++
			return ""
		}
		if f.in[f.i] == ',' {
			f.i++
			continue
		}
		key, ok := unquote(f.str())
		if !ok {
			return "has a key that is no Unicode text"
		}
		f.space()
		f.i++ // :
		f.space()
		outer := len(f.path)
		if outer > 0 {
			f.path = append(f.path, '.')
		}
		if f.path = append(f.path, key...); len(f.path) > maxKey {
			return fmt.Sprintf("has a key longer than %d bytes", maxKey)
		}
		if reason := f.member(depth, add); reason != "" {
			return reason
		}
		f.path = f.path[:outer]
	}
}

func (f *Flattener) member(depth int, add Add) string {
	switch f.in[f.i] {
	case '{':
		if f.emptyObject() {
			return add(f.path, "{}", Text)
		}
		return f.object(depth+1, add)
	case '"':
		text, ok := unquote(f.str())
		if !ok {
			return fmt.Sprintf("has a text under %q that is no Unicode: half a surrogate pair", f.path)
		}
		if strings.IndexByte(text, 0) >= 0 {
			return fmt.Sprintf("holds a NUL character under %q", f.path)
		}
		return add(f.path, text, Text)
	case '[':
		return f.whole(add)
	}
	// A number keeps its digits as they are written.
	start := f.i
	for f.i < len(f.in) && strings.IndexByte(",}] \n\t\r", f.in[f.i]) < 0 {
		f.i++
	}
	if text := string(f.in[start:f.i]); text != "null" {
		return add(f.path, text, Text)
	}
	return add(f.path, "", Null)
}

// whole gives the array or object at i as text without spaces.
func (f *Flattener) whole(add Add) string {
	start, open := f.i, 0
	for {
		switch f.in[f.i] {
		case '"':
			f.str()
			continue
		case '[', '{':
			if open++; open > MaxDepth {
				return fmt.Sprintf("is nested deeper than %d levels", MaxDepth)
			}
		case ']', '}':
			open--
		}
		f.i++
		if open == 0 {
			break
		}
	}
	var out bytes.Buffer
	if err := json.Compact(&out, f.in[start:f.i]); err != nil {
		return "holds an array that is not JSON"
	}
	return add(f.path, out.String(), List)
}

func (f *Flattener) emptyObject() bool {
	at := f.i
	f.i++
	f.space()
	if f.in[f.i] == '}' {
		f.i++
		return true
	}
	f.i = at
	return false
}

// str gives the string at i with its quotes.
func (f *Flattener) str() []byte {
	start := f.i
	f.i++
	for f.in[f.i] != '"' {
		if f.in[f.i] == '\\' {
			f.i++
		}
		f.i++
	}
	f.i++
	return f.in[start:f.i]
}

// unquote resolves the escapes of a valid JSON string. Unlike encoding/json it
// refuses half a surrogate pair instead of putting a replacement in its place.
func unquote(quoted []byte) (string, bool) {
	in := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(in, '\\') < 0 {
		return string(in), true
	}
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); {
		if in[i] != '\\' {
			out = append(out, in[i])
			i++
			continue
		}
		if in[i+1] != 'u' {
			out = append(out, map[byte]byte{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\', '/': '/'}[in[i+1]])
			i += 2
			continue
		}
		r := hex4(in[i:])
		i += 6
		if utf16.IsSurrogate(r) {
			if i+6 > len(in) || in[i] != '\\' || in[i+1] != 'u' {
				return "", false
			}
			if r = utf16.DecodeRune(r, hex4(in[i:])); r == utf8.RuneError {
				return "", false
			}
			i += 6
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), true
}

// hex4 reads \uHHHH.
func hex4(b []byte) rune {
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	if err != nil {
		return utf8.RuneError
	}
	return rune(n)
}
