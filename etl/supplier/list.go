package supplier

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/models"
)

// bom tells a spreadsheet that a list is UTF-8.
const bom = "\ufeff"

// List writes what goes back as a list with ; between the cells, for spreadsheets
// as they are set in Flanders. The columns are those of Workbook. A list has one
// header, so it takes files with the same columns only. Cells that a spreadsheet
// would take for a formula get a ' in front.
func (m *Maker) List(ctx context.Context, w io.Writer, all []Delivery) (Made, error) {
	var made Made
	groups, err := m.groups(all)
	if err != nil {
		return made, err
	}
	var shown []group
	for _, g := range groups {
		if len(g.columns) > 0 {
			shown = append(shown, g)
		}
	}
	if len(shown) > 1 {
		return made, &models.Error{Code: models.Invalid, Where: "--format csv",
			What: fmt.Sprintf("is one list, but the files have %d different headers", len(shown)), Fix: "name one with --entity or --file, or take --format xlsx"}
	}
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(bom); err != nil {
		return made, err
	}
	c := csv.NewWriter(out)
	c.Comma, c.UseCRLF = ';', true
	header := append(slices.Clone(lead), "Tekst van de regel")
	if len(shown) == 1 {
		header = append(header, shown[0].columns...)
	}
	if err := c.Write(book.Guard(header)); err != nil {
		return made, err
	}
	for _, d := range all {
		made.Files++
		if d.Gone {
			made.Gone = append(made.Gone, d)
		}
		if d.Quarantine != "" {
			if err := c.Write(book.Guard(pad([]string{d.Name, "", state(d), ""}, len(header)))); err != nil {
				return made, err
			}
		}
		err := m.eachRow(ctx, d, func(f *file, r row) error {
			if r.cells == nil {
				made.Without++
			} else {
				made.Rows++
			}
			return c.Write(book.Guard(pad(append([]string{d.Name, strconv.FormatInt(r.line, 10), f.say(r), r.raw}, r.cells...), len(header))))
		})
		if err != nil {
			return made, err
		}
	}
	c.Flush()
	return made, errors.Join(c.Error(), out.Flush())
}

func pad(cells []string, n int) []string {
	for len(cells) < n {
		cells = append(cells, "")
	}
	return cells
}

// Sheet writes a workbook of one sheet: notes, then a table. What is in it stays
// text. Rows that the sheet has no place for are left out, and counted.
func Sheet(w io.Writer, name string, notes, columns []string, rows [][]string) (left int, err error) {
	b := book.New(w)
	widths := make([]float64, len(columns))
	for i := range widths {
		widths[i] = 16
		for _, r := range rows[:min(len(rows), 100)] {
			widths[i] = max(widths[i], float64(min(60, len([]rune(r[i])))+2))
		}
	}
	b.Begin(name, widths, len(notes)+1, 0)
	for _, n := range notes {
		b.Across(max(2, len(columns)), n, book.Notice)
	}
	b.Add(book.Heads(columns...)...)
	for i, r := range rows {
		if b.Full() {
			left = len(rows) - i
			break
		}
		cells := make([]book.Cell, len(r))
		for j, c := range r {
			cells[j] = book.Text(c, book.Plain)
		}
		b.Add(cells...)
	}
	b.End()
	return left, b.Close()
}
