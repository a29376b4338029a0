package sheet

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

// Charset is how the text of a CSV file becomes bytes.
type Charset int

// The charsets of the exports.
const (
	UTF8 Charset = iota
	UTF8Mark
	Windows1252
	UTF16LE
)

// Style says how a supplier writes CSV.
type Style struct {
	Separator byte
	Charset   Charset
	ISODates  bool  // 2022-12-31 instead of 31/12/2022
	Order     []int // where each cell goes, for a file with its columns moved; nil is in order
}

// CSV is a Table. Lines end in CR LF, as Windows programs write them.
type CSV struct {
	flaws
	out   sink
	style Style
	row   []byte
	ends  []int
	text  []byte // the row as it goes out
	line  int64
	lines int64 // physical lines of the row at hand
}

// NewCSV writes the header; titles stand above it. w is closed by Close.
func NewCSV(w io.WriteCloser, style Style, titles []string, header ...string) *CSV {
	c := &CSV{out: newSink(w), style: style, line: 1}
	switch style.Charset {
	case UTF8Mark:
		c.out.WriteString("\ufeff")
	case UTF16LE:
		c.out.Write([]byte{0xff, 0xfe})
	}
	for _, t := range titles {
		c.Text(t)
		c.endRaw()
	}
	for _, h := range header {
		c.Text(h)
	}
	c.End()
	return c
}

// cell ends the cell that was appended to the row from start on; a spoiled
// cell takes its raw text instead.
func (c *CSV) cell(start int) {
	if len(c.spoiled) > 0 {
		if raw, ok := c.at(len(c.ends)); ok {
			c.row = append(c.row[:start], raw...)
			c.quote(start)
		}
	}
	c.ends = append(c.ends, len(c.row))
}

// quote puts the text from start on in quotes when it needs them.
func (c *CSV) quote(start int) {
	text := c.row[start:]
	needs := false
	for _, b := range text {
		if b == c.style.Separator || b == '"' || b == '\n' || b == '\r' {
			needs = true
			break
		}
	}
	if !needs {
		return
	}
	c.lines += int64(bytes.Count(text, []byte{'\n'}))
	quoted := make([]byte, 0, len(text)+8)
	quoted = append(quoted, '"')
	for _, b := range text {
		if b == '"' {
			quoted = append(quoted, '"')
		}
		quoted = append(quoted, b)
	}
	c.row = append(append(c.row[:start], quoted...), '"')
}

// Text writes a cell.
func (c *CSV) Text(s string) {
	start := len(c.row)
	c.row = append(c.row, s...)
	c.quote(start)
	c.cell(start)
}

// Int writes a cell.
func (c *CSV) Int(n int) {
	start := len(c.row)
	c.row = strconv.AppendInt(c.row, int64(n), 10)
	c.cell(start)
}

// Day writes a cell.
func (c *CSV) Day(d chance.Day) {
	start := len(c.row)
	switch {
	case d == chance.None:
	case c.style.ISODates:
		c.row = d.AppendISO(c.row)
	default:
		c.row = d.AppendDMY(c.row)
	}
	c.cell(start)
}

// DayText writes a cell.
func (c *CSV) DayText(d chance.Day) { c.Text(d.DMY()) }

// Amount writes an amount as the housing tool does: € 1.234,50.
func (c *CSV) Amount(cents int64) {
	start := len(c.row)
	if cents >= 0 {
		c.row = appendAmount(append(c.row, "€ "...), cents, ',', true)
	}
	c.cell(start)
}

// Fraction writes a number with a decimal comma.
func (c *CSV) Fraction(cents int) {
	start := len(c.row)
	c.row = appendAmount(c.row, int64(cents), ',', false)
	c.quote(start)
	c.cell(start)
}

// Blank writes an empty cell.
func (c *CSV) Blank() { c.cell(len(c.row)) }

// Line is the physical line of the next row.
func (c *CSV) Line() int64 { return c.line }

// End ends the row.
func (c *CSV) End() {
	if order := c.style.Order; order != nil {
		c.move(order)
	}
	if c.cut > 0 {
		c.ends = c.ends[:max(1, len(c.ends)-c.cut)]
		c.row = c.row[:c.ends[len(c.ends)-1]]
	}
	for ; c.cut < 0; c.cut++ {
		c.row = append(c.row, '?') // blank cells too many would be harmless
		c.ends = append(c.ends, len(c.row))
	}
	c.endRaw()
	c.clear()
}

func (c *CSV) move(order []int) {
	row, ends := append([]byte(nil), c.row...), append([]int(nil), c.ends...)
	c.row, c.ends = c.row[:0], c.ends[:0]
	for _, from := range order {
		start := 0
		if from > 0 {
			start = ends[from-1]
		}
		c.row = append(c.row, row[start:ends[from]]...)
		c.ends = append(c.ends, len(c.row))
	}
}

func (c *CSV) endRaw() {
	start := 0
	c.text = c.text[:0]
	for i, end := range c.ends {
		if i > 0 {
			c.text = append(c.text, c.style.Separator)
		}
		c.text = append(c.text, c.row[start:end]...)
		start = end
	}
	c.text = append(c.text, "\r\n"...)
	c.put(c.text)
	c.line += 1 + c.lines
	c.row, c.ends, c.lines = c.row[:0], c.ends[:0], 0
}

// put encodes text. Characters outside windows-1252 would be the generator's
// own mistake; they become a question mark, as in the suppliers' programs.
func (c *CSV) put(text []byte) {
	switch c.style.Charset {
	case Windows1252:
		for i := 0; i < len(text); {
			plain := i
			for i < len(text) && text[i] < utf8.RuneSelf {
				i++
			}
			c.out.Write(text[plain:i])
			if i == len(text) {
				break
			}
			r, n := utf8.DecodeRune(text[i:])
			b, ok := charmap.Windows1252.EncodeRune(r)
			if !ok {
				b = '?'
			}
			c.out.WriteByte(b)
			i += n
		}
	case UTF16LE:
		for _, r := range string(text) {
			c.out.Write([]byte{byte(r), byte(r >> 8)})
		}
	default:
		c.out.Write(text)
	}
}

// Close ends the file.
func (c *CSV) Close() error { return c.out.close() }
