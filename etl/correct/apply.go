package correct

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// Source gives the rows of one file; decode.Reader is one.
type Source interface {
	Columns() []string
	Next() (decode.Row, error)
	Report() decode.Report
}

// Rows is a Source whose rows have been corrected.
type Rows struct {
	from    Source
	file    string
	columns []string
	all     []*applied
	byLine  map[int64][]*applied
	byKey   []*keyed
	mine    []*applied    // of the row at hand
	cells   []decode.Cell // of a row that is not the file's
	touched []*applied    // by whom each cell of the row was corrected
	rows    int64
	errs    []error
}

// keyed are the corrections that find their rows by the texts of the same columns:
// a thousand of them cost a row one look-up.
type keyed struct {
	at []int
	by map[string][]*applied
}

// applied is one correction at work on a file.
type applied struct {
	*models.Correction
	place int // among the corrections of the file
	fixes []cell
	rows  int64
	met   bool // the row was there, whatever it said
}

// cell is what a correction does at a place in a row.
type cell struct {
	at          int
	seen, right string
	from        int  // place of the text that comes here; -1: right does
	any         bool // whatever the cell holds
}

// Over corrects the rows of a file by the corrections that name it. Errors are
// *models.Error: columns that the file does not have.
func Over(from Source, file string, e *models.Entity, corrections []*models.Correction) (*Rows, error) {
	r := &Rows{from: from, file: file, columns: from.Columns(), byLine: map[int64][]*applied{}}
	places := Places(e, r.columns)
	for i, c := range corrections {
		a := &applied{Correction: c, place: i}
		place := func(column string) int {
			at, ok := places[column]
			if !ok {
				r.fail(c, file, fmt.Sprintf("has no column %s, which", column), "reads", "name a column that the file has, or take the correction out")
				return -1
			}
			return at
		}
		var at []int
		var texts []string
		for _, k := range c.Where {
			at, texts = append(at, place(k.Column)), append(texts, k.Text)
		}
		for _, f := range c.Fixes {
			one := cell{at: place(f.Column), seen: f.Seen, right: f.Right, from: -1, any: f.Any || f.From != ""}
			if f.From != "" {
				one.from = place(f.From)
			}
			a.fixes = append(a.fixes, one)
		}
		r.all = append(r.all, a)
		if c.Line > 0 {
			r.byLine[c.Line] = append(r.byLine[c.Line], a)
		} else {
			r.find(at, strings.Join(texts, between), a)
		}
	}
	if len(r.errs) > 0 {
		return nil, errors.Join(r.errs...)
	}
	return r, nil
}

// Source gives the rows, corrected: those of the file itself when no correction
// names it, so that other files cost nothing.
func (r *Rows) Source() Source {
	if len(r.all) == 0 {
		return r.from
	}
	return r
}

// Columns gives the names of the header.
func (r *Rows) Columns() []string { return r.columns }

// Next gives the next row, corrected. At the end it gives io.EOF, or all that did
// not hold as *models.Error.
func (r *Rows) Next() (decode.Row, error) {
	row, err := r.from.Next()
	if err == io.EOF {
		r.end()
		if len(r.errs) > 0 {
			return decode.Row{}, errors.Join(r.errs...)
		}
	}
	if err != nil {
		return row, err
	}
	mine := append(r.mine[:0], r.byLine[row.Line]...)
	r.mine = mine
	if len(mine) == 0 && len(r.byKey) == 0 {
		return row, nil
	}
	out, changed := row, false
	begin := func() {
		if !changed {
			// The row belongs to the reader, and every correction is held against
			// what the file says.
			r.cells = append(r.cells[:0], row.Cells...)
			r.touched = append(r.touched[:0], make([]*applied, len(row.Cells))...)
			out.Cells, changed = r.cells, true
		}
	}
	for _, k := range r.byKey {
		mine = append(mine, k.by[k.of(row)]...)
	}
	// In the order of the project, whatever they are found by.
	slices.SortFunc(mine, func(a, b *applied) int { return a.place - b.place })
	for _, a := range mine {
		begin()
		r.apply(a, row, out)
	}
	if changed && slices.ContainsFunc(r.touched, func(a *applied) bool { return a != nil }) {
		r.rows++
	}
	return out, nil
}

// Report tells what was found in the file, as it came.
func (r *Rows) Report() decode.Report { return r.from.Report() }

// Corrected gives how many rows had a cell corrected, and what each correction did.
func (r *Rows) Corrected() (rows int64, each []models.Applied) {
	for _, a := range r.all {
		each = append(each, models.Applied{Correction: ID(a.Correction), Rows: a.rows})
	}
	return r.rows, each
}

// between stands between the texts of a key; no text of a file has it.
const between = "\x00"

// find puts a correction under its key.
func (r *Rows) find(at []int, texts string, a *applied) {
	i := slices.IndexFunc(r.byKey, func(k *keyed) bool { return slices.Equal(k.at, at) })
	if i < 0 {
		i, r.byKey = len(r.byKey), append(r.byKey, &keyed{at: at, by: map[string][]*applied{}})
	}
	r.byKey[i].by[texts] = append(r.byKey[i].by[texts], a)
}

// of gives the texts of a row by which corrections are found.
func (k *keyed) of(row decode.Row) string {
	if len(k.at) == 1 {
		return strings.Trim(row.Cells[k.at[0]].Text, models.Around)
	}
	texts := make([]string, len(k.at))
	for i, at := range k.at {
		texts[i] = strings.Trim(row.Cells[at].Text, models.Around)
	}
	return strings.Join(texts, between)
}

// apply corrects one row, or tells why it does not.
func (r *Rows) apply(a *applied, row, out decode.Row) {
	a.met = true
	before := len(r.errs)
	mended := true
	for _, f := range a.fixes {
		mended = mended && (f.any || row.Cells[f.at].Text == f.right)
	}
	for _, f := range a.fixes {
		text := row.Cells[f.at].Text
		where := fmt.Sprintf("%s:%d, column %s", r.file, row.Line, r.columns[f.at])
		switch other := r.touched[f.at]; {
		case other != nil:
			r.fail(a.Correction, where, fmt.Sprintf("is corrected by %s already, and", other.Place), "corrects it, too", "take one of the two out")
		case f.any || text == f.seen:
			r.touched[f.at] = a
		case mended:
			r.fail(a.Correction, where, fmt.Sprintf("holds %s: the supplier has put the right value, but", shown(text)), "expects "+shown(f.seen),
				"take the correction out"+keep)
		default:
			r.fail(a.Correction, where, fmt.Sprintf("holds %s, but", shown(text)), fmt.Sprintf("expects %s to put %s in its place", shown(f.seen), shown(f.right)),
				"take the correction out, or mend its line or key when the row has moved"+keep)
		}
	}
	if len(r.errs) > before {
		return
	}
	a.rows++
	for _, f := range a.fixes {
		if f.from >= 0 {
			out.Cells[f.at] = row.Cells[f.from]
		} else {
			out.Cells[f.at] = decode.Cell{Text: f.right, Missing: f.right == ""}
		}
	}
}

// keep says how the files that came earlier stay corrected.
const keep = "; where earlier files still need it, end it with until or name their bytes with sha256"

// end tells the lines that the file does not have. A key need not be in every
// file of a pattern.
func (r *Rows) end() {
	for _, a := range r.all {
		if a.Line == 0 || a.met {
			continue
		}
		what := "has no row on this line, but"
		for _, bad := range r.from.Report().Bad {
			if bad.Line == a.Line {
				what = fmt.Sprintf("cannot be read as a row (%s), but", bad.Reason)
			}
		}
		r.fail(a.Correction, fmt.Sprintf("%s:%d", r.file, a.Line), what, "corrects cells of it", "take the correction out, or mend its line"+keep)
	}
}

// fail notes an error about a correction. Corrections about a thousand files fail
// as often; what is told of one file stays readable.
func (r *Rows) fail(c *models.Correction, where, what, does, fix string) {
	const most = 100
	if len(r.errs) < most {
		r.errs = append(r.errs, &models.Error{Code: models.Invalid, Where: where, What: fmt.Sprintf("%s the correction %s %s", what, c.Place, does), Fix: fix})
	}
}

// shown gives a text as a message may repeat it.
func shown(text string) string {
	const most = 80
	if text == "" {
		return "nothing"
	}
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return fmt.Sprintf("%q", protect.Hide(text))
}

// Places finds the columns of the contract in the header of a file. A name that
// stands there twice is refused when the contract is compiled.
func Places(e *models.Entity, columns []string) map[string]int {
	known := map[string]string{}
	for _, c := range e.Columns {
		for _, h := range c.Headers() {
			known[fold(h)] = c.Name
		}
	}
	out := map[string]int{}
	for i, name := range columns {
		if column, ok := known[fold(name)]; ok {
			out[column] = i
		}
	}
	return out
}

// fold makes the names equal that intake takes for the same column.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || strings.ContainsRune(models.Unseen, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(name))
}
