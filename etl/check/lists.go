package check

import (
	"fmt"
	"io/fs"
	"maps"
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
	read, err := models.ReadLists(files)
	lists := Lists{}
	for name, list := range read {
		rows := make([]map[string]string, len(list.Rows))
		for i, row := range list.Rows {
			rows[i] = row.Cells
		}
		lists[name] = rows
	}
	return lists, err
}

// lookup finds a code by a text in a small list that stands in the SQL. No text
// and day match two of its rows, so that looking up never doubles a row.
type lookup struct {
	rows    []entry
	folded  bool              // texts are compared folded
	at      *field            // the date at which a dated row must be valid; nil: not dated
	nearest bool              // reasons name the texts that look most like the one seen
	names   []string          // among these; nil: the names of rows
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
		if l.names != nil {
			names = slices.Clone(l.names)
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
