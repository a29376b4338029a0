package sheet

import (
	"encoding/json"
	"io"
	"strconv"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

// JSON is a Table: an array of objects, one a line, blank cells as null.
type JSON struct {
	flaws
	out    sink
	names  [][]byte
	row    []byte
	column int
	line   int64
}

// NewJSON begins the array. w is closed by Close.
func NewJSON(w io.WriteCloser, names ...string) *JSON {
	j := &JSON{out: newSink(w), line: 1}
	for _, n := range names {
		j.names = append(j.names, appendString(nil, n))
	}
	j.out.WriteString("[")
	return j
}

// appendString writes a JSON string; a Go string always has one.
func appendString(b []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...)
	}
	return append(b, text...)
}

func (j *JSON) cell(value func([]byte) []byte) {
	if j.column > 0 {
		j.row = append(j.row, ", "...)
	}
	j.row = append(append(j.row, j.names[j.column]...), ": "...)
	if raw, ok := j.at(j.column); ok {
		if raw == "" {
			j.row = append(j.row, "null"...)
		} else {
			j.row = appendString(j.row, raw)
		}
	} else {
		j.row = value(j.row)
	}
	j.column++
}

// Text writes a cell.
func (j *JSON) Text(s string) { j.cell(func(b []byte) []byte { return appendString(b, s) }) }

// Int writes a number.
func (j *JSON) Int(n int) {
	j.cell(func(b []byte) []byte { return strconv.AppendInt(b, int64(n), 10) })
}

// Day writes 2022-12-31.
func (j *JSON) Day(d chance.Day) {
	if d == chance.None {
		j.Blank()
		return
	}
	j.Text(d.ISO())
}

// DayText writes 31/12/2022.
func (j *JSON) DayText(d chance.Day) { j.Text(d.DMY()) }

// Amount writes a number of euro.
func (j *JSON) Amount(cents int64) {
	if cents < 0 {
		j.Blank()
		return
	}
	j.cell(func(b []byte) []byte { return appendAmount(b, cents, '.', false) })
}

// Fraction writes a number with two decimals.
func (j *JSON) Fraction(cents int) { j.Amount(int64(cents)) }

// Blank writes null.
func (j *JSON) Blank() { j.cell(func(b []byte) []byte { return append(b, "null"...) }) }

// Line is the place of the next object in the array.
func (j *JSON) Line() int64 { return j.line }

// End ends the object.
func (j *JSON) End() {
	if j.line > 1 {
		j.out.WriteByte(',')
	}
	j.out.WriteString("\n  {")
	j.out.Write(j.row)
	j.out.WriteByte('}')
	j.row, j.column = j.row[:0], 0
	j.line++
	j.clear()
}

// Close ends the array and the file.
func (j *JSON) Close() error {
	j.out.WriteString("\n]\n")
	return j.out.close()
}
