package check

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// unseen are the characters that never make two names different, in Go's fold
// and in the engine's.
const unseen = models.Unseen

// fold makes two spellings of a name equal: case, accents, spaces, hyphens,
// underscores and apostrophes do not count.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || strings.ContainsRune(unseen, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(name))
}

// foldSQL does in the engine what fold does here.
func foldSQL(text string) string {
	return fmt.Sprintf("translate(strip_accents(lower(%s)), %s, '')", text, duck.Quote(unseen))
}

// foldedSQL gives a constant folded as foldSQL folds it. For plain letters and
// digits that is done here: hundreds of calls in a statement take time to plan.
func foldedSQL(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			return foldSQL(duck.Quote(text))
		}
	}
	return duck.Quote(fold(text))
}

// resolve finds for each column of the contract its place in the header, from
// 0. Order is free; names are folded.
func (p *Plan) resolve(columns []string) (map[string]int, error) {
	known := map[string]*models.Column{} // folded header name -> column
	var errs []error
	for i := range p.entity.Columns {
		c := &p.entity.Columns[i]
		for _, h := range c.Headers() {
			if before := known[fold(h)]; before != nil && before != c {
				errs = append(errs, &models.Error{
					Code: models.Invalid, Where: p.where(),
					What: fmt.Sprintf("header %q belongs to %s and to %s", h, before.Name, c.Name),
					Fix:  "give each column its own header names",
				})
			}
			known[fold(h)] = c
		}
	}
	cells := map[string]int{}
	var unknown []string
	for i, name := range columns {
		c := known[fold(name)]
		if c == nil {
			unknown = append(unknown, protect.Hide(name))
			continue
		}
		if at, twice := cells[c.Name]; twice {
			errs = append(errs, &models.Error{
				Code: models.Invalid, Where: p.where(),
				What: fmt.Sprintf("columns %q and %q of the file are both %s", columns[at], name, c.Name),
				Fix:  "take one out of the export, or take its name out of header in " + p.entity.File,
			})
		}
		cells[c.Name] = i
	}
	if len(cells) == 0 && p.entity.Format.HeaderRow == 0 && len(errs) == 0 {
		return nil, p.stranger(unknown)
	}
	missing, err := p.missing(cells, unknown)
	if p.entity.Format.HeaderRow > 0 && 2*len(cells) < len(columns) {
		// Hardly a header: where the contract says which row is one and the export has
		// none, these are the cells of someone's row. Where it is looked for, half of its
		// names are known.
		for i := range unknown {
			unknown[i] = protect.Mask
		}
		unknown = slices.Compact(unknown)
	}
	return cells, errors.Join(errors.Join(errs...), err, p.unknown(unknown, missing, columns))
}

// stranger tells of a file that has no column of the contract: what it lacks and what it
// has too many says less than that it is something else.
func (p *Plan) stranger(names []string) error {
	var want []string
	for i := range p.entity.Columns {
		if c := &p.entity.Columns[i]; len(want) < 6 && c.FromName == "" {
			want = append(want, c.Headers()[0])
		}
	}
	return &models.Error{
		Code: models.Invalid, Where: p.where(),
		What: fmt.Sprintf("the file has no name that the contract knows: it has %q, want names like %q", names[:min(6, len(names))], want),
		Fix:  "when it is an error message of the supplier's program, fetch the export again; else add the new names to header in " + p.entity.File,
	}
}

// missing tells which columns of the contract the file lacks. One that may be
// absent, or whose cells are not looked at, is not missed.
func (p *Plan) missing(cells map[string]int, unknown []string) ([]string, error) {
	var headers []string
	var errs []error
	for i := range p.entity.Columns {
		c := &p.entity.Columns[i]
		if _, ok := cells[c.Name]; ok || c.Optional || c.Action == "drop" {
			continue
		}
		headers = append(headers, c.Headers()[0])
		fix := fmt.Sprintf("ask for the column, or write optional: true at %s in %s", c.Name, p.entity.File)
		if near := alike(c.Headers()[0], unknown); near != "" {
			fix = fmt.Sprintf("it looks like %q: add that to header of %s in %s", near, c.Name, p.entity.File)
		}
		errs = append(errs, &models.Error{
			Code: models.Invalid, Where: p.where(),
			What: fmt.Sprintf("the file has no column %q (%s)", c.Headers()[0], c.Name), Fix: fix,
		})
	}
	return headers, errors.Join(errs...)
}

// alike gives the name among names that is likely name by another hand, or "".
func alike(name string, names []string) string {
	near := models.Nearest(name, names, 1)
	if len(near) == 0 || !models.Alike(fold(name), fold(near[0])) {
		return ""
	}
	return near[0]
}

// unknown applies the contract's policy to columns that it does not name. None
// enters the lake: what was never classified is never kept.
func (p *Plan) unknown(names, missing, columns []string) error {
	if p.entity.UnknownColumns == "drop" {
		p.ignored = names
		return nil
	}
	code := models.Invalid
	if p.entity.UnknownColumns == "quarantine" {
		code = models.Blocked
	}
	var errs []error
	for _, name := range names {
		fix := fmt.Sprintf("add it to %s with class and action", p.entity.File)
		// Columns that the file has are not meant by yet another one.
		if near := alike(name, missing); near != "" {
			fix = fmt.Sprintf("it looks like %q: add it to its header; else %s", near, fix)
		}
		made := madeUp(name, columns)
		switch {
		case strings.HasSuffix(made, noName):
			fix = "have it named or emptied in the export; where it is meant, " + fix
		case made != "":
			fix = "have one of them taken out or renamed in the export; where both are meant, " + fix
		}
		errs = append(errs, &models.Error{
			Code: code, Where: p.where(),
			What: fmt.Sprintf("the file has a column %q that the contract does not know%s", name, made), Fix: fix,
		})
	}
	return errors.Join(errs...)
}

// Twice refuses a column that the contract reads and that the file has more than once,
// where unknown columns are left out: which of them counts cannot be told. again gives the
// names that were made for those that came again, with the one that they have. A name that
// the contract knows is another column.
func (p *Plan) Twice(again map[string]string) error {
	if p.entity.UnknownColumns != "drop" {
		return nil // the made name is refused as a column that the contract does not know
	}
	var errs []error
	for _, made := range slices.Sorted(maps.Keys(again)) {
		name := again[made]
		c := p.called(name)
		if c == nil || c.Action == "drop" || p.called(made) != nil {
			continue
		}
		errs = append(errs, &models.Error{
			Code: models.Invalid, Where: p.where(),
			What: fmt.Sprintf("the file has more than one column %q (%s), and which of them counts cannot be told", protect.Hide(name), c.Name),
			Fix:  fmt.Sprintf("have the others taken out or renamed in the export; where both are meant, add %q to %s with class and action", protect.Hide(made), p.entity.File),
		})
	}
	return errors.Join(errs...)
}

// called gives the column of the contract that a file calls so, or nil.
func (p *Plan) called(name string) *models.Column {
	for i := range p.entity.Columns {
		c := &p.entity.Columns[i]
		if slices.ContainsFunc(c.Headers(), func(h string) bool { return fold(h) == fold(name) }) {
			return c
		}
	}
	return nil
}

// unnamed begins the names that columns get that have none, and numbered is the form of
// those that come again.
const (
	unnamed = "column_"
	noName  = "has values and no name"
)

var numbered = regexp.MustCompile(`^(.+)_([0-9]+)$`)

// madeUp says why a name of columns stands nowhere in the file: its column has none, or
// the name of one before it.
func madeUp(name string, columns []string) string {
	m := numbered.FindStringSubmatch(name)
	switch {
	case m == nil:
		return ""
	case m[1]+"_" == unnamed:
		return fmt.Sprintf(": column %s %s", m[2], noName)
	case slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, m[1]) }):
		return fmt.Sprintf(": it is number %s that is called %q", m[2], m[1])
	}
	return ""
}
