package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// list gives the rows of a reference list with the columns that are asked for.
func (t *typing) list(f *field, name string, columns ...string) ([]map[string]string, error) {
	rows := t.lists[name]
	if len(rows) == 0 {
		return nil, t.unfit(f, "no rows in list "+name)
	}
	for _, c := range columns {
		if _, ok := rows[0][c]; !ok && c != "" {
			return nil, t.unfit(f, fmt.Sprintf("no column %q in list %s", c, name))
		}
	}
	return rows, nil
}

// reference reads a code by its name in a reference list.
func (t *typing) reference(f *field) error {
	ref := f.spec.Reference
	rows, err := t.list(f, ref.List, ref.Text, ref.Code, ref.Synonyms, ref.From, ref.Until)
	if err != nil {
		return err
	}
	if ref.Synonyms != "" || ref.SynonymList != "" || ref.From != "" || ref.Until != "" {
		return t.datedReference(f, rows)
	}
	var all []entry
	for _, r := range rows {
		all = append(all, entry{r[ref.Text], r[ref.Text], r[ref.Code], always, never})
	}
	named := unambiguous(all)
	// A code written as itself counts where no name says otherwise.
	taken := map[string]bool{}
	for _, e := range named {
		taken[fold(e.text)] = true
	}
	for _, r := range rows {
		if code := r[ref.Code]; !taken[fold(code)] {
			taken[fold(code)] = true
			named = append(named, entry{code, r[ref.Text], code, always, never})
		}
	}
	f.look(&lookup{rows: named, folded: true, nearest: true, means: meanings(all)}, "code", "one name of "+ref.Text+" in list "+ref.List)
	return nil
}

// datedReference reads a code by what it was called on the row's day, as
// municipality does: its name of that day, else another name of it, else the code
// itself.
func (t *typing) datedReference(f *field, rows []map[string]string) error {
	ref := f.spec.Reference
	synonyms := map[string][]string{}
	if ref.SynonymList != "" {
		more, err := t.list(f, ref.SynonymList, ref.Code, models.Synonym)
		if err != nil {
			return err
		}
		for _, r := range more {
			synonyms[r[ref.Code]] = append(synonyms[r[ref.Code]], r[models.Synonym])
		}
	}
	// Names and synonyms of one time are used at others, too.
	for _, r := range rows {
		synonyms[r[ref.Code]] = append(synonyms[r[ref.Code]], r[ref.Text])
		if ref.Synonyms != "" {
			synonyms[r[ref.Code]] = append(synonyms[r[ref.Code]], strings.Split(r[ref.Synonyms], "|")...)
		}
	}
	var own, other, codes []entry
	var names []string
	for _, r := range rows {
		names = append(names, r[ref.Text])
		e := spanned(r, ref.From, ref.Until, entry{name: r[ref.Text], code: r[ref.Code]})
		named := func(text string) entry { e.text = strings.Trim(text, around); return e }
		own = append(own, named(r[ref.Text]))
		codes = append(codes, named(r[ref.Code]))
		for _, text := range synonyms[r[ref.Code]] {
			other = append(other, named(text))
		}
	}
	want := "one name of " + ref.Text + " in list " + ref.List
	return t.lookAt(f, ref.At, preferred(preferred(own, other), codes), &lookup{folded: true, nearest: true, names: names}, "code", want)
}

// lookAt makes the value of a field the code that entries say on the day of the
// column at, or on any day when at is "".
func (t *typing) lookAt(f *field, at string, all []entry, l *lookup, rule, want string) error {
	day := t.byName[at]
	if at != "" && (day == nil || !day.spec.Dated() || day == f) {
		return t.unfit(f, "no date column "+at+" to look up at")
	}
	means := meanings(all)
	for text, about := range l.means {
		if means[text] != "" {
			about = means[text] + " or " + about
		}
		means[text] = about
	}
	l.means = means
	if day == nil {
		for i := range all {
			all[i].from, all[i].until = always, never
		}
		l.rows = unambiguous(all)
		f.look(l, rule, want)
		return nil
	}
	l.rows, l.at = unambiguous(all), day
	f.look(l, rule, want+" on "+day.header)
	last := &f.rules[len(f.rules)-1]
	last.broken += " and " + day.v() + " is not null"
	if !day.spec.Required || len(day.spec.Placeholders) > 0 {
		// A required date that is missing has its own reason.
		f.add(rule, fmt.Sprintf("%s is not null and %s is null", f.x(), day.v()), "a date in "+day.header+" to look the name up at")
	}
	return nil
}

// spanned gives an entry the days of its row: from is the first, until the last.
func spanned(r map[string]string, from, until string, e entry) entry {
	e.from, e.until = always, never
	if from != "" {
		e.from = cmp.Or(r[from], always)
	}
	if until != "" && r[until] != "" {
		e.until = string(models.Date(r[until]).AddDays(1))
	}
	return e
}

// The columns of the list of municipalities that say when a row is valid.
const (
	validFrom = "valid_from_date"
	validTo   = "valid_to_date"
)

// nisCode reads a municipality code that exists or existed, or that existed on
// the day of as_of.
func (t *typing) nisCode(f *field) error {
	columns := []string{"nis_code", "municipality_name"}
	if f.spec.AsOf != "" {
		columns = append(columns, validFrom, validTo)
	}
	rows, err := t.list(f, "municipalities", columns...)
	if err != nil {
		return err
	}
	// Codes that look alike are of quite other places, so no nearest ones; but
	// what became of a code from before the list is known.
	became := map[string]string{}
	for _, r := range t.lists["mergers"] {
		became[r["old_nis_code"]] = r["new_nis_code"] + " since " + r["effective_date"]
	}
	var all []entry
	for _, r := range rows {
		e := entry{r["nis_code"], r["nis_code"] + " " + r["municipality_name"], r["nis_code"], always, never}
		if f.spec.AsOf != "" {
			e = spanned(r, validFrom, validTo, e)
		}
		all = append(all, e)
	}
	const want = "a NIS code of five digits of a Flemish municipality"
	if f.spec.AsOf != "" {
		return t.lookAt(f, f.spec.AsOf, all, &lookup{means: became}, "nis_code", want)
	}
	f.look(&lookup{rows: unambiguous(all), means: became}, "nis_code", want+", now or before")
	return nil
}

// municipality reads a municipality by name as it was called on the row's day:
// its name, else another name for it (French, old, or of one that went into it).
func (t *typing) municipality(f *field) error {
	rows, err := t.list(f, "municipalities", "nis_code", "municipality_name", validFrom, validTo, "successor_nis_code")
	if err != nil {
		return err
	}
	known := map[string]map[string]string{}
	var own, other []entry
	for _, r := range rows {
		known[r["nis_code"]] = r
		own = append(own, municipalityEntry(r, r["municipality_name"]))
	}
	// A name lives on in what the municipality became.
	heirs := func(nis, name string) {
		for r, steps := known[nis], 0; r != nil && steps < len(rows); r, steps = known[r["successor_nis_code"]], steps+1 {
			other = append(other, municipalityEntry(r, name))
		}
	}
	for _, r := range rows {
		heirs(r["nis_code"], r["municipality_name"])
	}
	for _, r := range t.lists["municipality_synonyms"] {
		heirs(r["nis_code"], r["synonym"])
	}
	for _, r := range t.lists["mergers"] {
		heirs(r["new_nis_code"], r["old_name"])
	}
	want := "the name of one Flemish municipality"
	if f.spec.AsOf != "" {
		want = "a Flemish municipality by its name"
	}
	return t.lookAt(f, f.spec.AsOf, slices.Clip(preferred(own, other)), &lookup{folded: true, nearest: true}, "municipality", want)
}

func municipalityEntry(r map[string]string, name string) entry {
	return spanned(r, validFrom, validTo, entry{text: name, name: r["municipality_name"], code: r["nis_code"]})
}
