package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
)

// gauge refuses to read more than a record may be long. The decoder holds what
// it has read of a value, so that this bounds its memory.
type gauge struct {
	src  io.Reader
	left int
}

var errLongValue = refuse("", fmt.Sprintf("a value is longer than %d MiB", delimited.MaxRow>>20), "deliver one object a row")

func (g *gauge) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errLongValue
	}
	n, err := g.src.Read(p[:min(len(p), 64<<10)])
	g.left -= n
	return n, err
}

func (g *gauge) reset() { g.left = delimited.MaxRow }

// jsonSource gives the objects of one array, or of each line.
type jsonSource struct {
	text   *charset.Text
	path   []string // keys from the top to the array
	single bool     // the file is one object and that is the record

	gauge *gauge
	dec   *json.Decoder
	depth int // open brackets around the array
	lines *delimited.Scanner

	value   json.RawMessage
	line    int64
	done    bool
	columns []string       // in order of appearance
	index   map[string]int // their places
	marks   []int64        // by column, the record that had it last
	serial  int64
	flat    flattener
}

func (j *jsonSource) close() {}

func (j *jsonSource) raw() string { return string(j.value) }

// start goes to the first record.
func (j *jsonSource) start(lines bool) error {
	j.line, j.done, j.depth = 0, false, 0
	if lines {
		j.lines = delimited.New(j.text.Open(), delimited.Dialect{}, doubtful(j.text))
		return nil
	}
	j.gauge = &gauge{src: j.text.Open()}
	j.gauge.reset()
	j.dec = json.NewDecoder(j.gauge)
	if j.single {
		return nil
	}
	for _, key := range j.path {
		if err := j.open('{'); err != nil {
			return err
		}
		if found, err := j.seek(key); err != nil {
			return err
		} else if !found {
			return refuse("", fmt.Sprintf("has no %q, want the array at %q", key, strings.Join(j.path, ".")), "correct records in the contract")
		}
	}
	return j.open('[')
}

// open wants an opening bracket.
func (j *jsonSource) open(want json.Delim) error {
	tok, err := j.token()
	if err != nil {
		return err
	}
	if tok != want {
		return refuse("", fmt.Sprintf("has no array of objects at %q", strings.Join(j.path, ".")), "correct records in the contract")
	}
	return nil
}

// token gives the next token and counts brackets; the end of the file inside
// brackets is a truncated file.
func (j *jsonSource) token() (json.Token, error) {
	j.gauge.reset()
	tok, err := j.dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok {
	case json.Delim('{'), json.Delim('['):
		if j.depth++; j.depth > maxDepth {
			return nil, errDeep
		}
	case json.Delim('}'), json.Delim(']'):
		j.depth--
	}
	return tok, nil
}

// seek passes the members of an object up to the value of key.
func (j *jsonSource) seek(key string) (bool, error) {
	for j.dec.More() {
		tok, err := j.token()
		if err != nil {
			return false, err
		}
		if tok == key {
			return true, nil
		}
		if err := j.pass(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// pass skips one value.
func (j *jsonSource) pass() error {
	for level := j.depth; ; {
		if _, err := j.token(); err != nil {
			return err
		}
		if j.depth == level {
			return nil
		}
	}
}

// next gives the next object as cells, in the order of the columns.
func (j *jsonSource) next(rec *record) error {
	rec.bad, rec.blank = "", false
	if err := j.nextValue(rec); err != nil {
		return j.explain(err)
	}
	rec.line = j.line
	if rec.bad == "" && !rec.blank {
		return j.fill(rec)
	}
	return nil
}

func (j *jsonSource) nextValue(rec *record) error {
	if j.lines != nil {
		return j.nextLine(rec)
	}
	if j.done {
		return io.EOF
	}
	if !j.single && !j.dec.More() {
		j.done = true
		// The rest of the file is read too: it may be cut off behind the array.
		for j.depth > 0 {
			if _, err := j.token(); err != nil {
				return cutOff(err)
			}
		}
		return j.atEnd()
	}
	j.gauge.reset()
	if err := j.dec.Decode(&j.value); err != nil {
		return cutOff(err)
	}
	j.line++
	if j.single {
		j.done = true
		if err := j.atEnd(); err != io.EOF {
			return err
		}
	}
	return nil
}

// cutOff tells the end of the file inside a value from the end of the records.
func cutOff(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// atEnd wants nothing more; it gives io.EOF when that is so.
func (j *jsonSource) atEnd() error {
	if _, err := j.dec.Token(); err != nil {
		return err
	}
	return refuse("", "has more text behind the last record", "deliver one array, or one object a line")
}

func (j *jsonSource) nextLine(out *record) error {
	var rec delimited.Record
	line, err := j.lines.NextLine(&rec)
	if err != nil {
		return err
	}
	j.line, out.bad = rec.Line, rec.Bad
	j.value = append(j.value[:0], bytes.TrimSpace(line)...)
	switch {
	case len(j.value) == 0:
		out.bad, out.blank = "", true
	case out.bad != "":
	case !json.Valid(j.value) && rec.Cut:
		out.bad = "truncated: the last line is not complete JSON"
	case !json.Valid(j.value):
		out.bad = "is not JSON"
	}
	return nil
}

// explain gives an error of the decoder its place in the file.
func (j *jsonSource) explain(err error) error {
	var syntax *json.SyntaxError
	switch {
	case err == io.EOF:
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return refuse(j.where(-1), fmt.Sprintf("is cut off behind record %d: brackets or quotes are still open at the end", j.line), "fetch or ask for it again")
	case errors.As(err, &syntax):
		return refuse(j.where(syntax.Offset), "is not JSON: "+syntax.Error(), "ask for the export again, or set kind in the contract")
	}
	return err
}

// where gives line:column of an offset in the decoded text, -1 for its end.
func (j *jsonSource) where(offset int64) string {
	line, col := int64(1), int64(0)
	in := j.text.Open()
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

func (rd *Reader) openJSON(r io.ReaderAt, size int64, d Dialect) error {
	t, err := charset.Detect(r, size, d.Encoding)
	if err != nil {
		return err
	}
	rd.report.Encoding = t.Encoding
	rd.note("encoding %s: %s", t.Encoding, t.Reason)
	j := &jsonSource{text: t}
	lines, why, err := j.form(d.Records)
	if err != nil {
		return j.explain(cutOff(err))
	}
	rd.note("records: %s", why)
	// First pass: the columns are the keys of all records, in order of appearance.
	if err := j.start(lines); err != nil {
		return j.explain(cutOff(err))
	}
	j.index = map[string]int{}
	var rec record
	for {
		if err := j.next(&rec); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
	}
	var notes []string
	rd.report.Columns, notes = nameColumns(j.columns, func(i int) int { return i + 1 })
	rd.report.Notes = append(rd.report.Notes, notes...)
	rd.src = j
	return j.explain(j.start(lines))
}
