package check

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Lists are the reference lists of a project by name: their rows, each column
// name -> text.
type Lists map[string][]map[string]string

// ReadLists reads models/reference/*.csv of a project. Errors are *models.Error.
func ReadLists(files fs.FS) (Lists, error) {
	names, err := fs.Glob(files, "models/reference/*.csv")
	if err != nil {
		return nil, fmt.Errorf("list reference lists: %w", err)
	}
	lists := Lists{}
	var errs []error
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			errs = append(errs, fmt.Errorf("read %s: %w", name, err))
			continue
		}
		records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
		if err == nil && len(records) == 0 {
			err = errors.New("no header")
		}
		if err != nil {
			errs = append(errs, &models.Error{Code: models.Invalid, Where: name, What: "is not a comma separated list with a header", Fix: "correct the file", Err: err})
			continue
		}
		rows := make([]map[string]string, 0, len(records)-1)
		for _, r := range records[1:] {
			row := map[string]string{}
			for i, column := range records[0] {
				row[column] = r[i]
			}
			rows = append(rows, row)
		}
		lists[strings.TrimSuffix(path.Base(name), ".csv")] = rows
	}
	return lists, errors.Join(errs...)
}

// lookup finds a code by a text in a small list that stands in the SQL. No text
// and day match two of its rows, so that looking up never doubles a row.
type lookup struct {
	rows    []entry
	folded  bool              // texts are compared folded
	at      *field            // the date at which a dated row must be valid; nil: not dated
	nearest bool              // reasons name the texts that look most like the one seen
	means   map[string]string // what a known text means that was not right here, for reasons
}

// entry is one text that means code from one day until before another; code ""
// is a text that means several codes.
type entry struct{ text, name, code, from, until string }

// The days between which anything is valid.
const (
	always = "0001-01-01"
	never  = "9999-12-31"
)

// join gives the SQL that adds l<n>.code to the row.
func (l *lookup) join(f *field) string {
	columns := make([][]string, 4)
	for _, r := range l.rows {
		for i, text := range []string{r.text, r.code, r.from, r.until} {
			columns[i] = append(columns[i], text)
		}
	}
	names, out, on := []string{"text", "code"}, "text", fmt.Sprintf("l%d.text = t.x%d", f.n, f.n)
	if l.folded {
		out, on = foldSQL("text")+" as text", fmt.Sprintf("l%d.text = %s", f.n, foldSQL("t."+f.x()))
	}
	if l.at != nil {
		names = append(names, "valid_from", "valid_until")
		out += ", cast(valid_from as date) as valid_from, cast(valid_until as date) as valid_until"
		on += fmt.Sprintf(" and t.%s >= l%d.valid_from and t.%s < l%d.valid_until", l.at.v(), f.n, l.at.v(), f.n)
	}
	// Should two texts be one to the engine that are two to fold, they are one
	// that means several codes: a row must never come out twice.
	return fmt.Sprintf("\nleft join (select %s, case when count(*) = 1 then min(code) end as code from %s group by all) as l%d on %s",
		out, inline(names, columns), f.n, on)
}

// inline gives a small relation of text as SQL; an empty text is null. Each
// column is one constant that is split: a VALUES list of hundreds of rows takes
// longer to plan than a small file takes to check.
func inline(names []string, columns [][]string) string {
	const between = "\x1f"
	var out []string
	for i, name := range names {
		out = append(out, fmt.Sprintf("nullif(unnest(string_split(%s, '%s')), '') as %s", duck.Quote(strings.Join(columns[i], between)), between, name))
	}
	return "(select " + strings.Join(out, ", ") + ")"
}

// hints gives the step that finds for each unknown text of a field what it
// means elsewhere, or the three known names that look most like it.
func (f *field) hints() string {
	l := f.lookup
	var at []string
	for i, r := range f.rules {
		if r.hint {
			at = append(at, fmt.Sprint(i+1))
		}
	}
	var names, texts, means []string
	if l.nearest {
		for _, r := range l.rows {
			names = append(names, r.name)
		}
		slices.Sort(names)
		names = slices.Compact(names)
	}
	for _, text := range slices.Sorted(maps.Keys(l.means)) {
		texts, means = append(texts, text), append(means, l.means[text])
	}
	return fmt.Sprintf(",\nwrong%[1]d as (select distinct x%[1]d as text from bad where e%[1]d in (%[2]s) order by text limit %[3]d)"+
		",\nhint%[1]d as (select w.text, coalesce('; it means ' || min(m.about), '; nearest: ' || string_agg(w.name, ', ' order by w.place)) as hint"+
		" from (select text, name, row_number() over (partition by text order by levenshtein(%[4]s, %[5]s), name) as place from wrong%[1]d cross join %[6]s as known) as w"+
		" left join (select %[7]s as text, min(about) as about from %[8]s as m group by all) as m on m.text = %[9]s where w.place <= 3 group by w.text)",
		f.n, strings.Join(at, ", "), hinted, foldSQL("left(text, 60)"), foldSQL("name"), inline([]string{"name"}, [][]string{names}),
		foldSQL("text"), inline([]string{"text", "about"}, [][]string{texts, means}), foldSQL("w.text"))
}

// look makes the value of a field the code that a lookup finds.
func (f *field) look(l *lookup, rule, want string) {
	f.lookup = l
	f.typed("", rule, want)
	f.rules[len(f.rules)-1].hint = true
}

// meanings tells what the texts of entries mean when they mean several codes,
// or one for some days only.
func meanings(all []entry) map[string]string {
	by := map[string][]string{}
	said := map[string]bool{}
	for _, e := range all {
		text := e.code
		if e.from != always {
			text += " from " + e.from
		}
		if e.until != never {
			text += " until " + string(models.Date(e.until).AddDays(-1))
		}
		if key := fold(e.text); !said[key+"="+text] {
			said[key+"="+text] = true
			by[key] = append(by[key], text)
		}
	}
	for key, texts := range by {
		if len(texts) == 1 && !strings.Contains(texts[0], " ") {
			delete(by, key)
		}
	}
	out := map[string]string{}
	for key, texts := range by {
		out[key] = strings.Join(texts, " or ")
	}
	return out
}

// list gives the rows of a reference list with the columns that are asked for.
func (t *typing) list(f *field, name string, columns ...string) ([]map[string]string, error) {
	rows := t.lists[name]
	if len(rows) == 0 {
		return nil, t.contract(f, fmt.Sprintf("needs the reference list %q, which is not there or empty", name), "put it at models/reference/"+name+".csv")
	}
	for _, c := range columns {
		if _, ok := rows[0][c]; !ok {
			return nil, t.contract(f, fmt.Sprintf("reads column %q of reference list %q, which has no such column", c, name), "correct the contract or models/reference/"+name+".csv")
		}
	}
	return rows, nil
}

// reference reads a code by its name in a reference list.
func (t *typing) reference(f *field) error {
	ref := f.spec.Reference
	rows, err := t.list(f, ref.List, ref.Text, ref.Code)
	if err != nil {
		return err
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

// nisCode reads a municipality code that exists or existed. Whether it was
// valid on the row's own day is for the warehouse, which knows the day.
func (t *typing) nisCode(f *field) error {
	rows, err := t.list(f, "municipalities", "nis_code", "municipality_name")
	if err != nil {
		return err
	}
	var all []entry
	for _, r := range rows {
		all = append(all, entry{r["nis_code"], r["nis_code"] + " " + r["municipality_name"], r["nis_code"], always, never})
	}
	// Codes that look alike are of quite other places, so no nearest ones; but
	// what became of a code from before the list is known.
	became := map[string]string{}
	for _, r := range t.lists["mergers"] {
		became[r["old_nis_code"]] = r["new_nis_code"] + " since " + r["effective_date"]
	}
	f.look(&lookup{rows: unambiguous(all), means: became}, "nis_code", "a NIS code of five digits of a Flemish municipality, now or before")
	return nil
}

// municipality reads a municipality by name as it was called on the row's day:
// its name, else another name for it (French, old, or of one that went into it).
func (t *typing) municipality(f *field) error {
	rows, err := t.list(f, "municipalities", "nis_code", "municipality_name", "valid_from_date", "valid_to_date", "successor_nis_code")
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
	all := preferred(own, other)
	at := t.byName[f.spec.AsOf]
	if f.spec.AsOf != "" && (at == nil || at.spec.Type != "date" || at == f) {
		return t.contract(f, "has an as_of that is no date column of this entity that is kept", "name the date at which the name was used")
	}
	means := meanings(all)
	if at == nil {
		for i := range all {
			all[i].from, all[i].until = always, never
		}
		f.look(&lookup{rows: unambiguous(all), folded: true, nearest: true, means: means}, "municipality", "the name of one Flemish municipality")
		return nil
	}
	f.look(&lookup{rows: unambiguous(all), folded: true, nearest: true, means: means, at: at}, "municipality", "a Flemish municipality by its name on "+at.header)
	last := &f.rules[len(f.rules)-1]
	last.broken += " and " + at.v() + " is not null"
	if !at.spec.Required {
		// A required date that is missing has its own reason.
		f.add("municipality", fmt.Sprintf("%s is not null and %s is null", f.x(), at.v()), "a date in "+at.header+" to look the name up at")
	}
	return nil
}

func municipalityEntry(r map[string]string, name string) entry {
	e := entry{name, r["municipality_name"], r["nis_code"], cmp.Or(r["valid_from_date"], always), never}
	if last := r["valid_to_date"]; last != "" {
		e.until = string(models.Date(last).AddDays(1))
	}
	return e
}

// preferred gives own, and of other what no entry of own says for that day.
func preferred(own, other []entry) []entry {
	out := slices.Clone(own)
	for _, o := range other {
		pieces := []entry{o}
		for _, w := range own {
			if fold(w.text) != fold(o.text) {
				continue
			}
			var left []entry
			for _, p := range pieces {
				left = append(left, without(p, w)...)
			}
			pieces = left
		}
		out = append(out, pieces...)
	}
	return out
}

// without gives what is left of p outside the days of w.
func without(p, w entry) []entry {
	var out []entry
	if before := p; p.from < w.from {
		before.until = min(p.until, w.from)
		out = append(out, before)
	}
	if after := p; p.until > w.until {
		after.from = max(p.from, w.until)
		out = append(out, after)
	}
	return out
}

// unambiguous cuts the days of each text into stretches in which it means the
// same, and marks those in which it means several codes.
func unambiguous(all []entry) []entry {
	byText := map[string][]entry{}
	var order []string
	for _, e := range all {
		key := fold(e.text)
		if key == "" || e.code == "" || e.from >= e.until {
			continue
		}
		if byText[key] == nil {
			order = append(order, key)
		}
		byText[key] = append(byText[key], e)
	}
	slices.Sort(order)
	var out []entry
	for _, key := range order {
		group := byText[key]
		var days []string
		for _, e := range group {
			days = append(days, e.from, e.until)
		}
		slices.Sort(days)
		days = slices.Compact(days)
		start := len(out)
		for i := range days[:len(days)-1] {
			var here *entry
			for _, e := range group {
				if e.from > days[i] || e.until <= days[i] {
					continue
				}
				switch {
				case here == nil:
					here = &entry{group[0].text, e.name, e.code, days[i], days[i+1]}
				case here.code != e.code:
					here.code = ""
				}
			}
			if here == nil {
				continue
			}
			if last := len(out) - 1; last >= start && out[last].code == here.code && out[last].until == here.from {
				out[last].until = here.until
				continue
			}
			out = append(out, *here)
		}
	}
	return out
}
