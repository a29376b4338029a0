// Package sheet writes exports the way the demo's suppliers write them: CSV in
// several encodings, workbooks, JSON. Rows stream; nothing is kept but one row.
//
// It also writes what a careful program would not: a cell may be spoiled and a
// row cut short on purpose. What a row means, and which cells are spoiled, is
// for the caller; this package knows no entity and draws nothing.
package sheet

import (
	"bufio"
	"io"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

// Table takes the cells of one row after the other, then End. Errors of the
// file below show at Close.
type Table interface {
	Text(string)
	Int(int)
	Day(chance.Day)     // None is a blank cell
	DayText(chance.Day) // as day/month/year text, even where dates are numbers
	Amount(cents int64) // euro; negative is a blank cell
	Fraction(cents int) // a number with two decimals
	Blank()
	End()
	// Line is where the next row will stand, from 1: the physical line of a CSV
	// file, the row of a workbook, the place in a JSON array.
	Line() int64
	// Spoil puts raw text in one cell (from 0) of the next row, whatever is written there.
	Spoil(column int, raw string)
	// Cut drops cells at the end of the next row; negative adds cells.
	Cut(cells int)
	Close() error
}

// NotAvailable as raw text of Spoil is Excel's error value in a workbook.
const NotAvailable = "#N/A"

// flaws are what the next row has wrong.
type flaws struct {
	spoiled []spoiled
	cut     int
}

type spoiled struct {
	column int
	raw    string
}

func (f *flaws) Spoil(column int, raw string) { f.spoiled = append(f.spoiled, spoiled{column, raw}) }
func (f *flaws) Cut(cells int)                { f.cut = cells }

func (f *flaws) at(column int) (string, bool) {
	for _, s := range f.spoiled {
		if s.column == column {
			return s.raw, true
		}
	}
	return "", false
}

func (f *flaws) clear() { f.spoiled, f.cut = f.spoiled[:0], 0 }

// appendAmount writes cents with a point or comma and, when asked, dots between thousands.
func appendAmount(b []byte, cents int64, decimal byte, dots bool) []byte {
	euro := cents / 100
	var digits [20]byte
	n := len(digits)
	for i := 0; ; i++ {
		if dots && i > 0 && i%3 == 0 {
			n--
			digits[n] = '.'
		}
		n--
		digits[n] = byte('0' + euro%10)
		if euro /= 10; euro == 0 {
			break
		}
	}
	b = append(b, digits[n:]...)
	return append(b, decimal, byte('0'+cents/10%10), byte('0'+cents%10))
}

// AmountText is an amount as a Dutch text: 1.234,50.
func AmountText(cents int64) string { return string(appendAmount(nil, cents, ',', true)) }

// sink is a buffered file that remembers its first error.
type sink struct {
	*bufio.Writer
	file io.WriteCloser
}

func newSink(w io.WriteCloser) sink { return sink{bufio.NewWriterSize(w, 1<<16), w} }

func (s *sink) close() error {
	err := s.Flush()
	if e := s.file.Close(); err == nil {
		err = e
	}
	return err
}
