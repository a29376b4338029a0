package supplier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/correct"
	"github.com/vlot-evaluatie/peil/internal/book"
	"github.com/vlot-evaluatie/peil/models"
)

// Mended is a cell that was corrected here, and that the supplier had better mend:
// until then the correction has to stay.
type Mended struct {
	File, Row, Column string // Row is a line, or the texts by which rows are found
	Seen, Right       string
	Reason            string
	Since             models.Date
	Rows              int64 // how many were corrected, of all deliveries
}

// Corrected gives what was corrected in deliveries, by the corrections of the
// project that they were loaded with.
func Corrected(p *models.Project, all []models.Loaded) []Mended {
	rows := map[string]int64{}
	for _, d := range all {
		for _, a := range d.Corrections {
			rows[a.Correction] += a.Rows
		}
	}
	var out []Mended
	for _, s := range p.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			speaker := speaker{entity: e}
			for _, c := range e.Corrections {
				n := rows[correct.ID(c)]
				if n == 0 {
					continue
				}
				where := fmt.Sprintf("regel %d", c.Line)
				var key []string
				for _, k := range c.Where {
					key = append(key, fmt.Sprintf("%s = %s", strings.Trim(speaker.name(k.Column), `"`), k.Text))
				}
				if len(key) > 0 {
					where = strings.Join(key, ", ")
				}
				for _, f := range c.Fixes {
					one := Mended{File: c.File, Row: where, Column: strings.Trim(speaker.name(f.Column), `"`), Seen: f.Seen, Right: f.Right, Reason: c.Reason, Since: c.Date, Rows: n}
					// What identifies someone is written down nowhere.
					if f.From != "" || f.Any {
						one.Seen = "(niet getoond)"
					}
					if f.From != "" {
						one.Right = "de tekst van kolom " + speaker.name(f.From)
					}
					out = append(out, one)
				}
			}
		}
	}
	return slices.Clip(out)
}

// mended writes the sheet of what was corrected here.
func mended(b *book.Book, all []Mended) {
	if len(all) == 0 {
		return
	}
	b.Begin("Door ons verbeterd", []float64{36, 30, 24, 24, 24, 50, 12, 10}, 2, 0)
	b.Across(8, "Deze waarden hebben wij bij het inlezen vervangen. Verbeter ze in het bronsysteem: daarna nemen wij uw waarde weer over.", book.Notice)
	b.Add(book.Heads("Bestand", "Rij", "Kolom", "Stond er", "Gelezen als", "Reden", "Sinds", "Rijen")...)
	for _, m := range all[:min(len(all), models.SheetRows-2)] {
		b.Add(book.Text(m.File, book.Plain), book.Text(m.Row, book.Plain), book.Text(m.Column, book.Plain), book.Text(m.Seen, book.Wrong), book.Text(m.Right, book.Plain),
			book.Text(m.Reason, book.Wrapped), book.Text(Day(m.Since), book.Plain), book.Number(m.Rows))
	}
	b.End()
}
