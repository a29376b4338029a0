package decode

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
	"github.com/vlot-evaluatie/peil/etl/decode/jsontext"
)

// jsonSource gives the objects or arrays of one array, of each line, or of the
// top of the file.
type jsonSource struct {
	text *charset.Text
	form jsontext.Form

	cursor *jsontext.Cursor
	lines  *delimited.Scanner

	value   json.RawMessage
	line    int64
	done    bool
	columns []string       // in order of appearance; objects only
	index   map[string]int // their places
	marks   []int64        // by column, the record that had it last
	lists   []int64        // by column, how many records have an array there
	serial  int64
	padded  int64 // cells that objects leave out, all together
	flat    jsontext.Flattener
}

func (j *jsonSource) close() {}

func (j *jsonSource) raw() string { return string(j.value) }

// start goes to the first record.
func (j *jsonSource) start() error {
	j.line, j.done, j.padded = 0, false, 0
	if j.form.Lines {
		j.lines = delimited.New(j.text.Open(), delimited.Dialect{}, doubtful(j.text))
		return nil
	}
	j.cursor = jsontext.NewCursor(j.text.Open())
	if j.form.Stream {
		return nil
	}
	return j.cursor.Enter(j.form.Path)
}

// next gives the next record as cells: those of an object in the order of the
// columns, those of an array in its own.
func (j *jsonSource) next(rec *record) error {
	rec.bad, rec.blank, rec.cut = "", false, false
	err := j.nextValue(rec)
	if err == io.EOF {
		return err
	}
	if err != nil {
		return jsontext.Explain(err, j.text, j.line)
	}
	rec.line = j.line
	rec.cells = rec.cells[:0] // a blank line and one that is no JSON have none
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
	if !j.cursor.More() {
		j.done = true
		return j.cursor.Leave()
	}
	if err := j.cursor.Value(&j.value); err != nil {
		return err
	}
	j.line++
	return nil
}

func (j *jsonSource) nextLine(out *record) error {
	var rec delimited.Record
	line, err := j.lines.NextLine(&rec)
	if err != nil {
		return err
	}
	j.line, out.bad, out.cut = rec.Line, rec.Bad, rec.Cut
	j.value = append(j.value[:0], bytes.TrimSpace(line)...)
	switch {
	case len(j.value) == 0:
		out.bad, out.blank = "", true
	case out.bad != "":
	case !json.Valid(j.value) && rec.Cut:
		out.bad = truncated + "the last line is not complete JSON"
	case !json.Valid(j.value):
		out.bad = "is not JSON"
		if word := jsontext.NotFinite(j.value); word != "" {
			out.bad = fmt.Sprintf("is not JSON: it says %s, which is no number", word)
		}
	}
	return nil
}

// fill makes the cells of a record out of its value. A value of another kind, a
// key that comes twice and a text that is no Unicode are bad rows.
func (j *jsonSource) fill(rec *record) error {
	bracket, what := byte('{'), "is not an object"
	if j.form.Arrays {
		bracket, what = '[', "is not an array"
	}
	switch {
	case len(j.value) == 0 || j.value[0] != bracket:
		rec.bad = what
		return nil
	case !j.text.Clean && !utf8.Valid(j.value):
		rec.bad = "holds bytes that mean nothing in " + j.text.Encoding
		return nil
	}
	if j.form.Arrays {
		rec.bad = j.flat.Array(j.value, func(_ []byte, text string, kind jsontext.Kind) string {
			if len(rec.cells) > maxColumns {
				return fmt.Sprintf("has more than %d cells", maxColumns)
			}
			rec.cells = append(rec.cells, Cell{Text: text, Missing: kind == jsontext.Null})
			return ""
		})
		return nil
	}
	if j.padded > maxPadded {
		rec.bad = padding
		return nil
	}
	for range j.columns {
		rec.cells = append(rec.cells, Cell{Missing: true})
	}
	j.serial++
	j.padded += int64(len(j.columns))
	var fatal error
	rec.bad = j.flat.Object(j.value, func(path []byte, text string, kind jsontext.Kind) string {
		i, ok := j.index[string(path)]
		if !ok {
			if len(j.columns) >= maxColumns {
				fatal = refuse("", fmt.Sprintf("the objects have more than %d different keys", maxColumns), "deliver one kind of object, with the same keys")
				return "too many keys"
			}
			i = len(j.columns)
			j.columns = append(j.columns, string(path))
			j.marks = append(j.marks, 0)
			j.lists = append(j.lists, 0)
			j.index[string(path)] = i
			rec.cells = append(rec.cells, Cell{})
		}
		if j.marks[i] == j.serial {
			return fmt.Sprintf("has the key %q twice", path)
		}
		j.marks[i] = j.serial
		j.padded--
		if kind == jsontext.List {
			j.lists[i]++
		}
		rec.cells[i] = Cell{Text: text, Missing: kind == jsontext.Null}
		return ""
	})
	return fatal
}

func (rd *Reader) openJSON(r io.ReaderAt, size int64, d Dialect) error {
	t, err := charset.Detect(r, size, d.Encoding)
	if err != nil {
		return err
	}
	rd.report.Encoding = t.Encoding
	rd.noteEncoding(t)
	form, err := jsontext.Detect(t, d.Records)
	if err != nil {
		return err
	}
	rd.note("records: %s", form.Reason)
	open := func() (*jsonSource, error) {
		j := &jsonSource{text: t, form: form}
		if err := j.start(); err != nil {
			return nil, jsontext.Explain(jsontext.CutOff(err), t, 0)
		}
		return j, nil
	}
	if form.Arrays {
		return rd.openArrays(func() (source, error) { return open() }, d)
	}
	if len(d.Columns) > 0 {
		return refuse("", "has objects, of which the keys are the names, but the contract names the columns", "take columns out of format in the contract")
	}
	// First pass: the columns are the keys of all records, in order of appearance.
	j, err := open()
	if err != nil {
		return err
	}
	j.index = map[string]int{}
	rd.empty = true
	var rec record
	for {
		if err := j.next(&rec); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		rd.empty = false
	}
	var notes []string
	rd.report.Columns, notes, rd.report.Again = nameColumns(j.columns, func(i int) int { return i + 1 })
	rd.report.Notes = append(append(rd.report.Notes, notes...), j.listed()...)
	rd.src = j
	return jsontext.Explain(j.start(), t, 0)
}

// listed tells which columns hold arrays, which stay JSON text.
func (j *jsonSource) listed() []string {
	var names []string
	for i, n := range j.lists {
		if n > 0 && len(names) < 6 {
			names = append(names, fmt.Sprintf("%q in %s", j.columns[i], counted(n, "record", "records")))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"arrays inside records are kept as JSON text: " + strings.Join(names, ", ")}
}

// openArrays reads records that are arrays the way a sheet is read: with a
// header, and furniture where there is any.
func (rd *Reader) openArrays(open func() (source, error), d Dialect) error {
	t, notes, err := findTable(layout{
		open:  open,
		spans: func(int64, int64) ([]span, error) { return nil, nil },
		place: func(_ int64, col int) string { return fmt.Sprintf("cell %d", col+1) },
		where: func(line int64) string { return fmt.Sprint(line) },
	}, d, rd.wide.columns())
	if err != nil {
		return err
	}
	rd.table = t
	rd.report.Notes = append(rd.report.Notes, notes...)
	rd.settleHeader()
	rd.src, err = open()
	return err
}
