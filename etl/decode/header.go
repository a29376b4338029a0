package decode

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sampling looks at the first records to find the header. Titles above a table
// are a handful of rows; 200 leaves room for a cover sheet.
const (
	sampleRecords = 200
	sampleText    = 4 << 20
)

// Fold makes two spellings of a name equal: case, accents, and kinds and
// numbers of spaces do not count.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFKD.String(s))
	}
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

func foldAll(names []string) []string {
	out := make([]string, 0, len(names))
	for _, n := range names {
		if f := Fold(n); f != "" {
			out = append(out, f)
		}
	}
	return out
}

func foldSet(names []string) map[string]bool {
	set := map[string]bool{}
	for _, n := range foldAll(names) {
		set[n] = true
	}
	return set
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

func allBlank(texts []string) bool {
	for _, t := range texts {
		if !blank(t) {
			return false
		}
	}
	return true
}

// filled counts the cells that are not blank.
func filled(cells []Cell) int {
	n := 0
	for _, c := range cells {
		if !blank(c.Text) {
			n++
		}
	}
	return n
}

// sampled is a record kept while looking for the header.
type sampled struct {
	line  int64
	cells []Cell
	bad   string
}

func sample(open func() (source, error)) ([]sampled, error) {
	src, err := open()
	if err != nil {
		return nil, err
	}
	defer src.close()
	var out []sampled
	var rec record
	for size := 0; len(out) < sampleRecords && size < sampleText; {
		err := src.next(&rec)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		for _, c := range rec.cells {
			size += len(c.Text) + 8
		}
		out = append(out, sampled{rec.line, append([]Cell(nil), rec.cells...), rec.bad})
	}
	return out, nil
}

// span is a stretch of merged cells in one row, columns from 0, ends included.
type span struct {
	row         int64
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

// findTable finds the header in the sample and settles the columns.
func findTable(l layout, d Dialect) (*table, []string, error) {
	rows, err := sample(l.open)
	if err != nil {
		return nil, nil, err
	}
	depth := max(d.HeaderRows, 1)
	if depth > 10 {
		return nil, nil, refuse("", fmt.Sprintf("header_rows is %d, want at most 10", depth), "correct header_rows in the contract")
	}
	var spans []span
	if depth > 1 && l.spans != nil && len(rows) > 0 {
		if spans, err = l.spans(rows[0].line, rows[len(rows)-1].line); err != nil {
			return nil, nil, err
		}
	}
	totals := labels(foldAll(DefaultTotals))
	if d.Totals != nil {
		totals = foldAll(d.Totals)
	}
	at, err := findHeader(rows, depth, spans, l, d, totals)
	if err != nil {
		return nil, nil, err
	}
	if at+depth > len(rows) {
		return nil, nil, refuse(l.where(rows[at].line), fmt.Sprintf("the header begins here, but not all of its %d rows are there", depth),
			"correct header_rows in the contract, or ask for the whole file")
	}
	t := &table{layout: l, headerAt: int64(at), depth: int64(depth), line: rows[at].line, totals: totals}
	for _, r := range rows[at : at+depth] {
		t.header = append(t.header, texts(r.cells))
	}
	names := joined(rows[at:at+depth], spans, l.spans == nil)
	// One row can be merged too: then a blank name belongs to the one at its left.
	if depth == 1 && l.spans != nil && hasBlank(names) {
		if spans, err = l.spans(t.line, t.line); err != nil {
			return nil, nil, err
		}
		names = joined(rows[at:at+1], spans, false)
	}
	notes := []string{fmt.Sprintf("header in row %d: the first with names that the contract knows", t.line)}
	if len(d.Header) == 0 {
		notes[0] = fmt.Sprintf("header in row %d: the first that is filled like the rows below it", t.line)
	}
	more, err := t.settle(names)
	if err != nil {
		return nil, nil, err
	}
	notes = append(notes, more...)
	if l.short {
		t.short = true
	} else if short, all := t.countShort(rows[at+depth:]); short >= 3 && short*5 >= all {
		t.short = true
		t.relaxed = true
		notes = append(notes, fmt.Sprintf("relaxed: %d of the first %d rows end before the last column, so that the program leaves out empty cells at the end of a row", short, all))
	}
	return t, notes, nil
}

func texts(cells []Cell) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c.Text
	}
	return out
}

func hasBlank(names []string) bool {
	for _, n := range names {
		if blank(n) {
			return true
		}
	}
	return false
}

// joined gives the names of a header of one or more rows, joined from top to
// bottom with a space. In the upper rows a merged cell counts for all columns
// below it; where merges are not known, a blank takes what is at its left.
func joined(rows []sampled, spans []span, guess bool) []string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	for _, s := range spans {
		if s.row == rows[0].line {
			width = max(width, min(s.right+1, maxColumns))
		}
	}
	names := make([]string, width)
	for i, r := range rows {
		parts := make([]string, width)
		for c := range parts {
			if c < len(r.cells) {
				parts[c] = strings.TrimSpace(r.cells[c].Text)
			}
		}
		if guess && i+1 < len(rows) {
			for c := 1; c < width; c++ {
				if parts[c] == "" {
					parts[c] = parts[c-1]
				}
			}
		}
		for _, s := range spans {
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
			names[c] = strings.TrimSpace(names[c] + " " + p)
		}
	}
	return names
}

// findHeader gives the index of the first row of the header.
func findHeader(rows []sampled, depth int, spans []span, l layout, d Dialect, totals labels) (int, error) {
	widest, seen := 0, map[int]int{}
	for _, r := range rows {
		if n := filled(r.cells); n > 0 {
			seen[n] += n
			widest = max(widest, n)
		}
	}
	if widest == 0 {
		what := noText
		if len(rows) >= sampleRecords {
			what = fmt.Sprintf("%s in its first %d rows", noText, len(rows))
		}
		return 0, refuse("", what, "ask for the export again")
	}
	if len(d.Header) > 0 {
		return knownHeader(rows, depth, spans, widest, l, d)
	}
	// Most of the filled cells lie in rows of the usual width: a title has fewer.
	usual, most := 0, 0
	for n := 1; n <= widest; n++ {
		if seen[n] >= most && seen[n] > 0 {
			usual, most = n, seen[n]
		}
	}
	for i, r := range rows {
		// Six tenths, because a header may have unnamed columns.
		if n := filled(r.cells); n > 0 && n*10 >= usual*6 && !totals.onTop(r.cells) {
			return i, nil
		}
	}
	return 0, refuse("", "no row looks like a header", "name the columns in the contract")
}

// knownHeader finds the first row in which at least half of the filled cells,
// and at least two, are names that the contract knows.
func knownHeader(rows []sampled, depth int, spans []span, widest int, l layout, d Dialect) (int, error) {
	known := foldSet(d.Header)
	best, bestAt := 0, -1
	for i := range rows {
		if rows[i].bad != "" || filled(rows[i].cells) == 0 || i+depth > len(rows) {
			continue
		}
		match, names := 0, joined(rows[i:i+depth], spans, l.spans == nil)
		n := 0
		for _, name := range names {
			if name != "" {
				n++
				if known[Fold(name)] {
					match++
				}
			}
		}
		if match >= min(2, widest) && match*2 >= n {
			return i, nil
		}
		if match > best || bestAt < 0 {
			best, bestAt = match, i
		}
	}
	where, saw := "", "nothing like it"
	if bestAt >= 0 {
		where = l.where(rows[bestAt].line)
		saw = fmt.Sprintf("the nearest is %q", clipList(texts(rows[bestAt].cells)))
	}
	return 0, refuse(where, fmt.Sprintf("no row has the column names (looked at the first %d); %s, want names like %q", len(rows), saw, clipList(d.Header)),
		"add the new names to header in the contract, or ask for the right file")
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
