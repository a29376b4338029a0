package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Unpivot says how a wide table, with a column for each year, becomes a long
// one, with a row for each year.
type Unpivot struct {
	Keep      []string `json:"keep"`       // headers that stay with each row, also where Columns matches them; others that it does not match stay too
	Columns   string   `json:"columns"`    // regular expression over the headers that become rows; a first group is the part of the header that is kept
	Name      string   `json:"name"`       // header of the column that says which one it was
	Value     string   `json:"value"`      // header of the column with its cells
	SkipEmpty bool     `json:"skip_empty"` // an empty cell makes no row
}

// Unpivoted tells how the records of a wide table became rows. Each record that
// can be read counts in Report.Records as many times as it has cells to unpivot,
// and each of those is a row, or furniture of the kind empty_cell when it is
// skipped; so that the sum of Report holds. Line of a row, of a bad row and of a
// totals row is then the line times Scale, plus the place of the column in the
// file, from 1; a bad row has no column.
type Unpivoted struct {
	Records int64 // data records of the file
	Columns int   // columns that are unpivoted
	Skipped int64 // empty cells that make no row
	Scale   int64 // a power of ten
}

// unpivoter makes the rows of a wide table out of its records.
type unpivoter struct {
	Unpivot
	pattern *regexp.Regexp

	stay  []int    // columns that stay
	melt  []int    // columns that become rows
	names []string // what the second column says for each of those
	place []int64  // their places in the file
	scale int64

	from  Row
	at    int
	cells []Cell
	info  Unpivoted
}

// newUnpivoter checks what can be checked before the header is known.
func newUnpivoter(u *Unpivot) (*unpivoter, error) {
	pattern, err := regexp.Compile(u.Columns)
	if err != nil || u.Columns == "" {
		return nil, refuse("", fmt.Sprintf("unpivot.columns is %q, want a regular expression", u.Columns), "correct it in the contract")
	}
	if blank(u.Name) || blank(u.Value) {
		return nil, refuse("", "unpivot has no name or no value", "name both columns in the contract")
	}
	return &unpivoter{Unpivot: *u, pattern: pattern}, nil
}

// openWide divides the columns and puts the long ones in the report.
func (rd *Reader) openWide() error {
	u := rd.wide
	keep := nameKeys(u.Keep)
	columns := rd.report.Columns
	var long []string
	for i, name := range columns {
		m := u.pattern.FindStringSubmatch(name)
		place := i
		if rd.table != nil {
			place = rd.table.keep[i]
		}
		if keep[nameKey(name)] || m == nil {
			u.stay = append(u.stay, i)
			long = append(long, name)
			continue
		}
		u.melt = append(u.melt, i)
		u.place = append(u.place, int64(place+1))
		u.names = append(u.names, m[min(1, len(m)-1)])
	}
	if len(u.melt) == 0 {
		return refuse("", fmt.Sprintf("no column matches %q, which unpivot wants; the header has %q", u.Columns, clipList(columns)),
			"correct unpivot.columns in the contract, or ask for the right file")
	}
	for _, made := range []string{u.Name, u.Value} {
		if slices.ContainsFunc(long, func(n string) bool { return nameKey(n) == nameKey(made) }) {
			return refuse("", fmt.Sprintf("unpivot makes a column %q, but the file has one already", made), "choose another name in the contract")
		}
		long = append(long, made)
	}
	for i, n := range u.names {
		if slices.Contains(u.names[:i], n) {
			return refuse("", fmt.Sprintf("two columns are both %q once they are unpivoted: %q and %q", n, columns[u.melt[slices.Index(u.names, n)]], columns[u.melt[i]]),
				"make the group in unpivot.columns tell them apart")
		}
	}
	// Three digits at least, so that positions look the same in most files.
	for u.scale = 1_000; u.scale <= slices.Max(u.place); u.scale *= 10 {
	}
	rd.report.Columns = long
	u.cells = make([]Cell, len(long))
	u.at = len(u.melt)
	u.info = Unpivoted{Columns: len(u.melt), Scale: u.scale}
	rd.report.Unpivoted = &u.info
	return nil
}

// columns gives the pattern of the columns that become rows, nil for none.
func (u *unpivoter) columns() *regexp.Regexp {
	if u == nil {
		return nil
	}
	return u.pattern
}

// position gives the place of a column in a line; the line itself when the file
// is not unpivoted.
func (u *unpivoter) position(line, place int64) int64 {
	if u == nil || u.scale == 0 {
		return line
	}
	return line*u.scale + place
}

// begin takes the next record apart. It was counted as one record and one row.
func (u *unpivoter) begin(row Row, r *Report) {
	r.Records--
	r.Rows--
	u.info.Records++
	u.from, u.at = row, 0
	for c, i := range u.stay {
		u.cells[c] = row.Cells[i]
	}
}

// next gives the next row of the record that was begun.
func (u *unpivoter) next(r *Report) (Row, bool) {
	for ; u.at < len(u.melt); u.at++ {
		cell := u.from.Cells[u.melt[u.at]]
		r.Records++
		if u.SkipEmpty && blank(cell.Text) {
			r.Furniture++
			r.FurnitureByKind[kindEmpty]++
			u.info.Skipped++
			continue
		}
		r.Rows++
		u.cells[len(u.stay)] = Cell{Text: u.names[u.at]}
		u.cells[len(u.stay)+1] = cell
		line := u.position(u.from.Line, u.place[u.at])
		u.at++
		return Row{line, u.cells}, true
	}
	return Row{}, false
}

// totals makes the rows of a totals row.
func (u *unpivoter) totals(row TotalsRow) []TotalsRow {
	var out []TotalsRow
	for m, i := range u.melt {
		long := TotalsRow{Line: u.position(row.Line, u.place[m]), Label: row.Label}
		for _, s := range u.stay {
			long.Cells = append(long.Cells, row.Cells[s])
		}
		long.Cells = append(long.Cells, u.names[m], row.Cells[i])
		out = append(out, long)
	}
	return out
}

// tell notes the accounts of a wide table.
func (u *unpivoter) tell(r *Report) {
	text := fmt.Sprintf("unpivoted: %s with %s each (%s)", counted(u.info.Records, "record", "records"),
		counted(int64(u.info.Columns), "cell", "cells"), strings.Join(clipList(u.names), ", "))
	if u.SkipEmpty {
		text += fmt.Sprintf(", of which %d are empty and skipped", u.info.Skipped)
	}
	place := u.place[0]
	r.Notes = append(r.Notes, fmt.Sprintf("%s; position %d is line 1, column %d", text, u.position(1, place), place))
}
