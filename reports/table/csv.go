package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/book"
)

// CSV writes the table for machines: UTF-8, commas, the point as decimal sign, codes
// beside labels as they were delivered, the exact value, and the status of each cell.
func (t *Table) CSV() ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	var header []string
	for _, c := range t.Columns() {
		header = append(header, c.Name)
	}
	if err := w.Write(header); err != nil {
		return nil, err
	}
	for _, r := range t.Rows {
		var cells []string
		for i, code := range r.Codes {
			cells = append(cells, code, r.Labels[i])
		}
		value := ""
		if r.Shown() {
			value = exactly(r.Value)
		}
		cells = append(cells, value, r.Status, t.Metric.Unit, t.ID)
		if t.bounded() {
			cells = append(cells, r.bounds()...)
		}
		if t.curve() {
			cells = append(cells, r.risk())
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// exactly writes a number with all its digits.
func exactly(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// bounds gives the ends of the interval as text, both empty where there is none.
func (r Row) bounds() []string {
	if r.Bounds == nil {
		return []string{"", ""}
	}
	return []string{exactly(r.Bounds[0]), exactly(r.Bounds[1])}
}

// comma writes a number as a spreadsheet in the language reads it.
func (t *Table) comma(number string) string {
	if t.Lang == "en" {
		return number
	}
	return strings.Replace(number, ".", ",", 1)
}

// bom tells a spreadsheet that the text is UTF-8.
const bom = "\ufeff"

// ExcelCSV writes the table for a spreadsheet as it is set in the language: for Dutch
// with ; between cells and decimal commas. No cell runs as a formula: what would gets a
// ' in front, and the first line says so and names the table that is unchanged.
func (t *Table) ExcelCSV() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(bom)
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if t.Lang != "en" {
		w.Comma = ';'
	}
	rows := [][]string{{fmt.Sprintf(t.word("guarded"), t.File())}}
	var header []string
	for _, d := range t.Dims {
		header = append(header, d.Title(t.Lang), d.Title(t.Lang)+" ("+t.word("code")+")")
	}
	header = append(header, t.valueHead(), t.word("status"), t.word("figure"))
	if t.bounded() {
		header = append(header, t.word("low"), t.word("high"))
	}
	if t.curve() {
		header = append(header, t.word("risk"))
	}
	rows = append(rows, header)
	for _, r := range t.Rows {
		var cells []string
		for i, code := range r.Codes {
			cells = append(cells, r.Labels[i], code)
		}
		value := r.mark()
		if r.Shown() {
			value = t.comma(exactly(r.Value))
		}
		cells = append(cells, value, r.Status, t.ID)
		if t.bounded() {
			for _, end := range r.bounds() {
				cells = append(cells, t.comma(end))
			}
		}
		if t.curve() {
			cells = append(cells, r.risk())
		}
		rows = append(rows, cells)
	}
	for _, r := range rows {
		if err := w.Write(book.Guard(r)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// valueHead is the header of the values: what is counted, and in what.
func (t *Table) valueHead() string {
	unit := t.Unit
	if t.Metric.Unit == "share" {
		unit = t.word("share") // in cells a share is a number from 0 to 1
	}
	if unit == "" {
		return t.Title
	}
	return t.Title + " (" + unit + ")"
}
