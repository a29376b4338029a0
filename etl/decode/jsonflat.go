package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
	"github.com/vlot-evaluatie/peil/models"
)

const (
	maxDepth = 100   // objects inside objects; people's exports have three or four
	maxKey   = 1_000 // bytes of a dotted name
)

var errDeep = refuse("", fmt.Sprintf("is nested deeper than %d levels", maxDepth), "deliver flat objects")

// form decides where the records are: at a declared path, in the top array, on
// each line, in the only array of an object, or the object itself.
func (j *jsonSource) form(records string) (lines bool, why string, err error) {
	if records != "" {
		j.path = strings.Split(records, ".")
		return false, "the array at " + records + ", declared", nil
	}
	first, second, err := j.firstLines()
	if err != nil {
		return false, "", err
	}
	isObject := func(line []byte) bool { return len(line) > 0 && line[0] == '{' && json.Valid(line) }
	switch {
	case len(first) == 0:
		return false, "", charset.ErrEmpty
	case first[0] == '[':
		return false, "the top-level array", nil
	case isObject(second), isObject(first) && len(second) > 0:
		return true, "one object a line (JSON Lines)", nil
	}
	keys, err := j.arrays()
	if err != nil {
		return false, "", err
	}
	switch len(keys) {
	case 0:
		j.single = true
		return false, "the file is one object, which is the only record", nil
	case 1:
		j.path = keys
		return false, fmt.Sprintf("the only array, at %q", keys[0]), nil
	}
	return false, "", refuse("", fmt.Sprintf("has several arrays: %q", clipList(keys)), "name the one with the rows as records in the contract")
}

// firstLines gives the first two lines that are not blank. A file without line
// ends within maxRow is no JSON Lines, so that its first line may be cut.
func (j *jsonSource) firstLines() (first, second []byte, err error) {
	s := delimited.New(j.text.Open(), delimited.Dialect{}, "")
	var rec delimited.Record
	for len(second) == 0 {
		line, err := s.NextLine(&rec)
		var long *models.Error
		switch {
		case err == io.EOF, errors.As(err, &long) && len(first) > 0:
			return first, second, nil
		case long != nil:
			// Only the first byte matters of a line that long.
			head := make([]byte, 64)
			n, _ := io.ReadFull(j.text.Open(), head)
			return bytes.TrimSpace(head[:n]), nil, nil
		case err != nil:
			return nil, nil, err
		}
		if line = bytes.TrimSpace(line); len(first) == 0 {
			first = bytes.Clone(line)
		} else {
			second = bytes.Clone(line)
		}
	}
	return first, second, nil
}

// arrays gives the keys of a top-level object that hold an array of objects; an
// empty array counts when there is no other.
func (j *jsonSource) arrays() ([]string, error) {
	k := &jsonSource{text: j.text, single: true}
	if err := k.start(false); err != nil {
		return nil, err
	}
	if tok, err := k.token(); err != nil || tok != json.Delim('{') {
		return nil, err
	}
	var full, empty []string
	for k.dec.More() {
		key, err := k.token()
		if err != nil {
			return nil, err
		}
		level := k.depth
		tok, err := k.token()
		if err != nil {
			return nil, err
		}
		if tok == json.Delim('[') {
			if !k.dec.More() {
				empty = append(empty, fmt.Sprint(key))
			} else if tok, err = k.token(); err != nil {
				return nil, err
			} else if tok == json.Delim('{') && len(full) < 100 {
				full = append(full, fmt.Sprint(key))
			}
		}
		for k.depth > level {
			if _, err := k.token(); err != nil {
				return nil, err
			}
		}
	}
	if len(full) == 0 && len(empty) == 1 {
		return empty, nil
	}
	return full, nil
}

// fill makes the cells of a record out of the object in value. A value that is
// no object, a key that comes twice and a text that is no Unicode are bad rows.
func (j *jsonSource) fill(rec *record) error {
	rec.cells = rec.cells[:0]
	for range j.columns {
		rec.cells = append(rec.cells, Cell{Missing: true})
	}
	switch {
	case len(j.value) == 0 || j.value[0] != '{':
		rec.bad = "is not an object"
		return nil
	case !j.text.Clean && !utf8.Valid(j.value):
		rec.bad = "holds bytes that mean nothing in " + j.text.Encoding
		return nil
	}
	j.serial++
	j.flat = flattener{in: j.value, path: j.flat.path[:0]}
	var fatal error
	rec.bad = j.flat.object(1, func(path []byte, c Cell) string {
		i, ok := j.index[string(path)]
		if !ok {
			if len(j.columns) >= maxColumns {
				fatal = refuse("", fmt.Sprintf("the objects have more than %d different keys", maxColumns), "deliver one kind of object, with the same keys")
				return "too many keys"
			}
			i = len(j.columns)
			j.columns = append(j.columns, string(path))
			j.marks = append(j.marks, 0)
			j.index[string(path)] = i
			rec.cells = append(rec.cells, Cell{})
		}
		if j.marks[i] == j.serial {
			return fmt.Sprintf("has the key %q twice", path)
		}
		j.marks[i] = j.serial
		rec.cells[i] = c
		return ""
	})
	return fatal
}

// flattener walks one valid JSON object and names nested members by their path.
type flattener struct {
	in   []byte
	i    int
	path []byte
}

func (f *flattener) space() {
	for f.i < len(f.in) && (f.in[f.i] == ' ' || f.in[f.i] == '\n' || f.in[f.i] == '\t' || f.in[f.i] == '\r') {
		f.i++
	}
}

// object reads the object at i. It gives the reason why the record is bad, "" when it is good.
func (f *flattener) object(depth int, add func([]byte, Cell) string) string {
	if depth > maxDepth {
		return fmt.Sprintf("is nested deeper than %d levels", maxDepth)
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

func (f *flattener) member(depth int, add func([]byte, Cell) string) string {
	switch f.in[f.i] {
	case '{':
		if f.emptyObject() {
			return add(f.path, Cell{Text: "{}"})
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
		return add(f.path, Cell{Text: text})
	case '[':
		start, open := f.i, 0
		for {
			switch f.in[f.i] {
			case '"':
				f.str()
				continue
			case '[', '{':
				open++
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
		return add(f.path, Cell{Text: out.String()})
	}
	// A number keeps its digits as they are written.
	start := f.i
	for f.i < len(f.in) && !strings.ContainsRune(",}] \n\t\r", rune(f.in[f.i])) {
		f.i++
	}
	if text := string(f.in[start:f.i]); text != "null" {
		return add(f.path, Cell{Text: text})
	}
	return add(f.path, Cell{Missing: true})
}

func (f *flattener) emptyObject() bool {
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
func (f *flattener) str() []byte {
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
