package decode

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Sampling looks at the first records to find the header. Titles above a table
// are a handful of rows; 200 leaves room for a cover sheet.
const (
	sampleRecords = 200
	sampleText    = 4 << 20

	// maxHeaderRows is the most rows that a declared header may have, and
	// maxGuessedRows how many are tried when it is not declared.
	maxHeaderRows  = 10
	maxGuessedRows = 3
)

// sampled is a record kept while looking for the header.
type sampled struct {
	line  int64
	cells []Cell
	bad   string
}

// sample gives the first records from a line on, and how many stand above it.
func sample(open func() (source, error), from int64) (rows []sampled, above int64, err error) {
	src, err := open()
	if err != nil {
		return nil, 0, err
	}
	defer src.close()
	var rec record
	for size := 0; len(rows) < sampleRecords && size < sampleText; {
		err := src.next(&rec)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, 0, err
		}
		if rec.line < from {
			above++
			continue
		}
		for _, c := range rec.cells {
			size += len(c.Text) + 8
		}
		rows = append(rows, sampled{rec.line, append([]Cell(nil), rec.cells...), rec.bad})
	}
	return rows, above, nil
}

// span is a stretch of merged cells, columns from 0, ends included.
type span struct {
	row, bottom int64
	left, right int
}

// layout says how a kind of file names its places and merges its headers.
type layout struct {
	open  func() (source, error)
	spans func(top, bottom int64) ([]span, error) // nil: header cells to the right of a filled one may be merged with it
	place func(line int64, col int) string        // a cell, for a reason
	where func(line int64) string                 // a row, for an error
	short bool                                    // records may end early without meaning anything (sheets leave out empty cells)
}

// finder looks for the header in the sample.
type finder struct {
	layout
	rows   []sampled
	merged []span
	names  names
	totals labels
	widest int // filled cells of the fullest row
	wanted int // columns that the contract has names for; 0 is not known
}

// findTable finds the header in the sample and settles the columns.
func findTable(l layout, d Dialect, wide *regexp.Regexp) (*table, []string, error) {
	if d.HeaderRows < 0 || d.HeaderRows > maxHeaderRows {
		return nil, nil, refuse("", fmt.Sprintf("header_rows is %d, want at most %d", d.HeaderRows, maxHeaderRows), "correct header_rows in the contract")
	}
	rows, above, err := sample(l.open, d.HeaderRow)
	if err != nil {
		return nil, nil, err
	}
	f := &finder{layout: l, rows: rows, names: knownNames(d, wide), totals: foldAll(DefaultTotals), wanted: d.Wanted}
	if d.Totals != nil {
		f.totals = foldAll(d.Totals)
	}
	for _, r := range rows {
		f.widest = max(f.widest, filled(r.cells))
	}
	if f.widest == 0 {
		what := noText
		if len(rows) >= sampleRecords {
			what = fmt.Sprintf("%s in its first %d rows", noText, len(rows))
		}
		if d.HeaderRow > 1 {
			what += fmt.Sprintf(" from row %d on, where the contract says that the header is", d.HeaderRow)
		}
		return nil, nil, refuse("", what, "ask for the export again")
	}
	t := &table{layout: l, totals: f.totals}
	if t.notes, err = compileNotes(d.Notes); err != nil {
		return nil, nil, err
	}
	if len(d.Columns) > 0 {
		t.header = [][]string{d.Columns}
		return t.finish(d.Columns, rows, []string{fmt.Sprintf("header none: the contract names the %d columns", len(d.Columns))})
	}
	if l.spans != nil && !f.plain(d) {
		if f.merged, err = l.spans(rows[0].line, rows[len(rows)-1].line); err != nil {
			return nil, nil, err
		}
	}
	at, depth, notes, err := f.find(d)
	if err != nil {
		return nil, nil, err
	}
	t.headerAt, t.depth, t.line = above+int64(at), int64(depth), rows[at].line
	for _, r := range rows[at : at+depth] {
		t.header = append(t.header, texts(r.cells))
	}
	return t.finish(f.joined(at, depth), rows[at+depth:], notes)
}

// finish settles the columns and whether rows may end early; rows are those of
// the sample behind the header.
func (t *table) finish(header []string, rows []sampled, notes []string) (*table, []string, error) {
	more, err := t.settle(header)
	if err != nil {
		return nil, nil, err
	}
	notes = append(notes, more...)
	if t.layout.short {
		t.short = true
	} else if short, all := t.countShort(rows); short >= 3 && short*5 >= all {
		t.short = true
		t.relaxed = true
		notes = append(notes, fmt.Sprintf(ShortRows+"%d of the first %d rows end before the last column, so that the program leaves out empty cells at the end of a row", short, all))
	}
	return t, notes, nil
}

// find gives the index of the first row of the header and how many it has.
func (f *finder) find(d Dialect) (at, depth int, notes []string, err error) {
	depth = max(d.HeaderRows, 1)
	why := ""
	switch {
	case d.HeaderRow > 0 && f.rows[0].line != d.HeaderRow:
		return 0, 0, nil, refuse(f.where(d.HeaderRow), fmt.Sprintf("no row begins on line %d, where the contract says that the header is", d.HeaderRow),
			"correct header_row in the contract: it counts the lines of the file from 1")
	case d.HeaderRow > 0:
		why = "declared"
	case f.names.any():
		if at, why, err = f.byNames(depth, d.HeaderRows > 0); err != nil {
			return 0, 0, nil, err
		}
	default:
		if at = f.byShape(); at < 0 {
			return 0, 0, nil, refuse("", "no row looks like a header", "name the columns in the contract")
		}
		why = "the first that is filled like the rows below it"
	}
	deep := "declared"
	if d.HeaderRows == 0 {
		at, depth, deep = f.deepen(at, d.HeaderRow > 0)
	}
	if at+depth > len(f.rows) {
		return 0, 0, nil, refuse(f.where(f.rows[at].line), fmt.Sprintf("the header begins here, but not all of its %d rows are there", depth),
			"correct header_rows in the contract, or ask for the whole file")
	}
	notes = append(notes, fmt.Sprintf("header in row %d: %s", f.rows[at].line, why), fmt.Sprintf("header depth %d: %s", depth, deep))
	return at, depth, notes, nil
}

// plain reports whether merged cells cannot matter, so that they need not be
// looked for: a header of one row, without a blank name, of which every name is
// known or every cell has one below it.
func (f *finder) plain(d Dialect) bool {
	at := 0
	switch {
	case d.HeaderRows > 1:
		return false
	case d.HeaderRow > 0:
	case f.names.any():
		at = slices.IndexFunc(f.rows, func(r sampled) bool {
			known, all := f.names.count(texts(r.cells))
			return known >= 2 && known == all
		})
	default:
		at = f.byShape()
	}
	if at < 0 || filled(f.rows[at].cells) < len(f.rows[at].cells) {
		return false
	}
	if known, all := f.names.count(texts(f.rows[at].cells)); f.names.any() {
		return known == all
	}
	if at+1 == len(f.rows) || d.HeaderRows == 1 {
		return true
	}
	below := f.rows[at+1].cells
	return len(below) >= len(f.rows[at].cells) && filled(below[:len(f.rows[at].cells)]) == len(f.rows[at].cells)
}

// byShape finds the first row that is filled like most rows, -1 when there is
// none. Most of the filled cells lie in rows of the usual width: a title has fewer.
func (f *finder) byShape() int {
	seen := map[int]int{}
	for _, r := range f.rows {
		if n := filled(r.cells); n > 0 {
			seen[n] += n
		}
	}
	usual, most := 0, 0
	for n := 1; n <= f.widest; n++ {
		if seen[n] >= most && seen[n] > 0 {
			usual, most = n, seen[n]
		}
	}
	for i, r := range f.rows {
		// Six tenths, because a header may have unnamed columns.
		if n := filled(r.cells); n > 0 && n*10 >= usual*6 && !f.totals.onTop(r.cells) {
			return i
		}
	}
	return -1
}

// byNames finds the first row in which at least half of the filled cells, and at
// least two, are names that the contract knows. Unless the depth is declared, a
// header of more rows is looked for when no single row is one. Where there is none, it
// is the row with at least two and half of all that the contract has names for: of a
// wide export it may name a few columns.
func (f *finder) byNames(depth int, declared bool) (at int, why string, err error) {
	most := depth
	if !declared {
		most = maxGuessedRows
	}
	best, bestAt := 0, -1
	wide, wideAt := 0, -1
	for first := depth; depth <= most; depth++ {
		for i := range f.rows {
			if f.rows[i].bad != "" || filled(f.rows[i].cells) == 0 || i+depth > len(f.rows) {
				continue
			}
			known, all := f.names.count(f.joined(i, depth))
			if known >= min(2, f.widest) && known*2 >= all {
				return i, "the first with names that the contract knows", nil
			}
			if known > best || bestAt < 0 {
				best, bestAt = known, i
			}
			if depth == first && known > wide {
				wide, wideAt = known, i
			}
		}
	}
	if wide >= 2 && f.wanted > 0 && wide*2 >= f.wanted {
		return wideAt, fmt.Sprintf("it has %d of the %d names that the contract looks for, among others", wide, f.wanted), nil
	}
	where, saw := "", "nothing like it"
	if bestAt >= 0 {
		where = f.where(f.rows[bestAt].line)
		// Of a row in which no name is known there is nothing that may be told.
		if cells := f.names.recognised(texts(f.rows[bestAt].cells)); slices.ContainsFunc(cells, func(c string) bool { return c != "" && c != unnamed }) {
			saw = fmt.Sprintf("the nearest is %q", clipList(cells))
		}
	}
	return 0, "", refuse(where, fmt.Sprintf("no row has the column names (looked at the first %d); %s, want names like %q", len(f.rows), saw, clipList(f.names.shown)),
		"add the new names to header in the contract, or ask for the right file")
}

// deepen decides how many rows the header has that was found at a row: as many
// as give the most names that the contract knows, or, when it knows none, as a
// cell is merged downwards over. It may begin above the row, unless that is fixed.
func (f *finder) deepen(at int, fixed bool) (start, depth int, why string) {
	start, depth, why = at, 1, "the usual one"
	if f.names.any() {
		one, _ := f.names.count(f.joined(at, 1))
		best := one
		for rows := 2; rows <= maxGuessedRows; rows++ {
			first := at
			if !fixed {
				first = max(0, at-rows+1)
			}
			for i := first; i <= at && i+rows <= len(f.rows); i++ {
				if known, all := f.names.count(f.joined(i, rows)); known > best && known*2 >= all {
					best, start, depth = known, i, rows
				}
			}
		}
		if depth > 1 {
			return start, depth, fmt.Sprintf("together these rows give %d names that the contract knows, one alone %d", best, one)
		}
		return start, depth, "with another row it gives no more names that the contract knows"
	}
	for _, s := range f.merged {
		if n := int(s.bottom-s.row) + 1; s.row == f.rows[at].line && n > depth && n <= maxHeaderRows && at+n <= len(f.rows) && f.rows[at+n-1].line == s.bottom {
			depth, why = n, fmt.Sprintf("a cell of row %d is merged down to row %d", s.row, s.bottom)
		}
	}
	return start, depth, why
}

// joined gives the names of a header of depth rows from at, joined from top to
// bottom with a space. In the upper rows a merged cell counts for all columns
// below it; where merges are not known, a blank takes what is at its left.
func (f *finder) joined(at, depth int) []string {
	rows := f.rows[at : at+depth]
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	for _, s := range f.merged {
		if s.row == rows[0].line {
			width = max(width, min(s.right+1, maxColumns))
		}
	}
	out := make([]string, width)
	for i, r := range rows {
		parts := make([]string, width)
		for c := range parts {
			if c < len(r.cells) {
				parts[c] = strings.TrimSpace(r.cells[c].Text)
			}
		}
		if f.spans == nil && i+1 < len(rows) {
			for c := 1; c < width; c++ {
				if parts[c] == "" {
					parts[c] = parts[c-1]
				}
			}
		}
		for _, s := range f.merged {
			if s.row != r.line || s.left >= width {
				continue
			}
			for c := s.left + 1; c <= min(s.right, width-1); c++ {
				if parts[c] == "" {
					parts[c] = parts[s.left]
				}
			}
		}
		for c, p := range parts {
			out[c] = strings.TrimSpace(out[c] + " " + p)
		}
	}
	return out
}

// clipList shows the first names of a list.
func clipList(names []string) []string {
	var out []string
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" && len(out) < 6 {
			out = append(out, string([]rune(n)[:min(len([]rune(n)), 30)]))
		}
	}
	return out
}
