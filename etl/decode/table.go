package decode

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/vlot-evaluatie/peil/models"
)

// table knows the header and decides what each record is.
type table struct {
	layout
	header   [][]string // the rows of the header as they stand in the file
	headerAt int64      // records before the header
	depth    int64      // rows of the header
	line     int64
	columns  []string
	again    map[string]string
	keep     []int // the place in a record of each column
	need     int   // cells that a full record has
	width    int   // cells of the header, with unnamed columns
	totals   labels
	notes    notes
	short    bool // records that end early are accepted, their last cells are missing
	relaxed  bool // that is more than the format allows

	seen     int64
	repeated int // rows of a repeated header just passed
	trailing int64
	missing  int64
	padded   int64  // cells that rows leave out, all together
	fitted   []Cell // the cells of a row that is not the record as it is
}

// countShort counts the data rows of the sample that end before the last column.
func (t *table) countShort(rows []sampled) (short, all int) {
	trial := *t
	trial.headerAt, trial.depth, trial.seen, trial.short = 0, 0, 0, true
	var cells []Cell
	for _, r := range rows {
		rec := record{line: r.line, cells: r.cells, bad: r.bad}
		if kind, reason := trial.classify(&rec, &cells); kind != kindData || reason != "" {
			continue
		}
		all++
		if len(r.cells) < t.need {
			short++
		}
	}
	return short, all
}

// settle names the columns: trimmed, blanks and duplicates made unique, columns
// without a name and without a single value dropped.
func (t *table) settle(names []string) ([]string, error) {
	if len(names) > maxColumns {
		return nil, refuse(t.where(t.line), fmt.Sprintf("the header has %d columns, more than the %d that are read", len(names), maxColumns),
			"check the delimiter in the contract")
	}
	t.width = len(names)
	t.use(names, nil)
	drop := map[int]bool{}
	var notes []string
	if hasBlank(names) {
		var err error
		if drop, err = t.unusedBlanks(names); err != nil {
			return nil, err
		}
		if len(drop) > 0 {
			notes = append(notes, fmt.Sprintf("%s empty in every row and left out", counted(int64(len(drop)), "column without a name is", "columns without a name are")))
		}
	}
	return append(notes, t.use(names, drop)...), nil
}

// use sets the columns, leaving out those in drop.
func (t *table) use(names []string, drop map[int]bool) []string {
	t.columns, t.keep = nil, nil
	var kept []string
	for i, n := range names {
		if !drop[i] {
			kept = append(kept, n)
			t.keep = append(t.keep, i)
		}
	}
	var notes []string
	t.columns, notes, t.again = nameColumns(kept, func(i int) int { return t.keep[i] + 1 })
	t.need = 0
	if n := len(t.keep); n > 0 {
		t.need = t.keep[n-1] + 1
	}
	return notes
}

// nameColumns makes names trimmed, never blank and unique without regard to
// case, because an engine's names have none. Number gives the place of a column
// in the file, from 1. A made name is none that another column has; again tells of those
// made for a name that came before which one that is.
func nameColumns(names []string, number func(int) int) (columns, notes []string, again map[string]string) {
	taken, used := map[string]bool{}, map[string]bool{}
	for _, n := range names {
		taken[strings.ToLower(strings.TrimSpace(n))] = true
	}
	for i, n := range names {
		n = strings.TrimSpace(n)
		name, why := n, ""
		switch {
		case n == "":
			name, why = fmt.Sprintf("column_%d", number(i)), "has no name"
			if taken[name] {
				name = another(name, used, taken)
			}
		case used[strings.ToLower(n)]:
			name, why = another(n, used, taken), fmt.Sprintf("has the name %q of an earlier column", n)
			if again == nil {
				again = map[string]string{}
			}
			again[name] = n
		}
		if why != "" {
			notes = append(notes, fmt.Sprintf("column %d %s: it is called %s", number(i), why, name))
		}
		used[strings.ToLower(name)] = true
		columns = append(columns, name)
	}
	return columns, notes, again
}

// another gives name_2, name_3 ..., the first that is free.
func another(name string, used, taken map[string]bool) string {
	for i := 2; ; i++ {
		next := fmt.Sprintf("%s_%d", name, i)
		if key := strings.ToLower(next); !used[key] && !taken[key] {
			return next
		}
	}
}

// unusedBlanks reads the whole file to see which unnamed columns have no value.
func (t *table) unusedBlanks(names []string) (map[int]bool, error) {
	drop := map[int]bool{}
	for i, n := range names {
		if blank(n) {
			drop[i] = true
		}
	}
	src, err := t.open()
	if err != nil {
		return nil, err
	}
	defer src.close()
	trial := *t
	var rec record
	var cells []Cell
	trial.short = true
	for len(drop) > 0 {
		err := src.next(&rec)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if kind, reason := trial.classify(&rec, &cells); kind != kindData || reason != "" {
			continue
		}
		for i := range rec.cells {
			if rec.cells[i].Text != "" && drop[i] {
				delete(drop, i)
			}
		}
	}
	return drop, nil
}

// classify says what a record is and, for a data row, fills cells. A reason
// means that it is a bad row.
func (t *table) classify(rec *record, cells *[]Cell) (kind, reason string) {
	if rec.outside {
		t.seen++
		if filled(rec.cells) == 0 {
			return kindBlank, ""
		}
		return kindOutside, ""
	}
	at := t.seen
	t.seen++
	switch {
	case at < t.headerAt:
		// Above the header nothing has to be a row.
		switch {
		case rec.bad == "" && filled(rec.cells) == 0:
			return kindBlank, ""
		case rec.bad == "" && t.totals.onTop(rec.cells):
			return kindTotal, ""
		}
		return kindTitle, ""
	case at < t.headerAt+t.depth:
		return kindHeader, ""
	case rec.bad != "":
		return "", rec.bad
	}
	first := firstFilled(rec.cells)
	switch {
	case first < 0:
		return kindBlank, ""
	case t.isRepeated(rec.cells):
		return kindRepeated, ""
	case t.totals.isTotal(rec.cells, first):
		return kindTotal, ""
	case t.notes.isNote(rec.cells[first]):
		return kindNote, ""
	}
	return kindData, t.fit(rec, cells)
}

// firstFilled gives the place of the first cell that is not blank, or -1.
func firstFilled(cells []Cell) int {
	for i := range cells {
		if !blank(cells[i].Text) {
			return i
		}
	}
	return -1
}

// fit puts the cells of a record under the columns, or tells why they do not fit.
func (t *table) fit(rec *record, cells *[]Cell) string {
	n := len(rec.cells)
	if n > t.width {
		for i := t.width; i < n; i++ {
			if rec.cells[i].Text != "" {
				return fmt.Sprintf("%s is outside the %d columns of the header: the row has %d cells", t.place(rec.line, i), len(t.columns), n)
			}
		}
		t.trailing++
	}
	if n < t.need {
		if rec.cut {
			return fmt.Sprintf(truncated+"the file ends in this row, after %d of %d cells", n, len(t.columns))
		}
		if !t.short {
			return fmt.Sprintf("has %s, the header has %d columns", counted(int64(n), "cell", "cells"), len(t.columns))
		}
		t.missing++
	}
	if t.padded += int64(max(0, len(t.keep)-n)); t.padded > maxPadded {
		return padding
	}
	if len(t.keep) == t.width && n >= t.width {
		*cells = rec.cells[:t.width]
		return ""
	}
	if len(t.keep) < t.width {
		if i := t.outside(rec.cells); i >= 0 {
			return fmt.Sprintf("%s is in a column without a name", t.place(rec.line, i))
		}
	}
	if cap(t.fitted) < len(t.keep) {
		t.fitted = make([]Cell, len(t.keep))
	}
	*cells = t.fitted[:len(t.keep)]
	for c, i := range t.keep {
		if i < n {
			(*cells)[c] = rec.cells[i]
		} else {
			(*cells)[c] = Cell{Missing: true}
		}
	}
	return ""
}

// outside gives the first filled cell in a column that was dropped, or -1.
func (t *table) outside(cells []Cell) int {
	k := 0
	for i := 0; i < min(len(cells), t.width); i++ {
		if k < len(t.keep) && t.keep[k] == i {
			k++
		} else if cells[i].Text != "" {
			return i
		}
	}
	return -1
}

// lateNotes tells what was accepted on the way.
func (t *table) lateNotes() []string {
	var notes []string
	if t.trailing > 0 {
		notes = append(notes, fmt.Sprintf("%s empty cells behind the last column, which are left out", counted(t.trailing, "row has", "rows have")))
	}
	if t.missing > 0 && !t.layout.short {
		notes = append(notes, fmt.Sprintf("%s before the last column: the cells are missing", counted(t.missing, "row ends", "rows end")))
	}
	return notes
}

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

// nameKey makes two spellings of the name of a column equal, as the check of the
// contract does: PLACE_NAME is place name. A name of signs alone stays.
func nameKey(s string) string {
	folded := Fold(s)
	if key := strings.Map(dropUnseen, folded); key != "" {
		return key
	}
	return folded
}

func dropUnseen(r rune) rune {
	if strings.ContainsRune(models.Unseen, r) {
		return -1
	}
	return r
}

// nameKeys gives the keys of names that are not blank.
func nameKeys(names []string) map[string]bool {
	set := map[string]bool{}
	for _, n := range names {
		if k := nameKey(n); k != "" {
			set[k] = true
		}
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
