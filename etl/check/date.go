package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// part says how the engine calls a word of a date form, how many characters it
// takes (0: not fixed) and what it looks like.
type part struct {
	engine  string
	digits  int
	pattern string
}

var parts = map[string]part{
	"YYYY": {"%Y", 4, "[0-9]{4}"}, "YY": {"%y", 2, "[0-9]{2}"},
	"MMMM": {"%m", 0, `\pL+[.]?`}, "MMM": {"%m", 0, "[A-Za-z]+[.]?"},
	"MM": {"%m", 2, "[0-9]{2}"}, "M": {"%m", 0, "[0-9]{1,2}"},
	"DD": {"%d", 2, "[0-9]{2}"}, "D": {"%d", 0, "[0-9]{1,2}"},
	"hh": {"%H", 2, "[0-9]{2}"}, "mm": {"%M", 2, "[0-9]{2}"}, "ss": {"%S", 2, "[0-9]{2}"},
}

// date reads the forms of the contract strictly: 31/02/2023 and 1/2/2023 under
// DD/MM/YYYY are refused. So is 1 January 1900, which systems write for a date
// they do not know; a contract that lists it under null_values says so.
func (t *typing) date(f *field) error {
	forms := t.entity.Forms(f.spec)
	kind, want := "date", "a date"
	if f.spec.Type == "month" {
		kind, want = "month", "a month"
	}
	x := f.x()
	var tries []string
	var read []reading
	if t.machine {
		tries, read = []string{machineTime(x)}, []reading{machineDay}
	}
	for _, text := range forms {
		form, err := models.ParseForm(kind, text, 0)
		if err != nil {
			return t.unfit(f, fmt.Sprintf("form %q: %v", text, err))
		}
		if form.Literal() {
			tries = append(tries, literalDate(form, x))
			continue
		}
		r := readingOf(form)
		// Forms of one length that follow each other are one call.
		if last := len(read) - 1; r.length > 0 && last >= 0 && read[last].length == r.length {
			if !slices.Contains(read[last].engine, r.engine[0]) {
				read[last].engine = append(read[last].engine, r.engine...)
			}
			continue
		}
		read = append(read, r)
	}
	for _, r := range read {
		tries = append(tries, r.sql(x))
	}
	value := "cast(coalesce(" + strings.Join(tries, ", ") + ", null) as date)"
	want += " like " + strings.Join(forms, " or ")
	f.typed(value, kind, want)
	v := f.v()
	f.add(kind, outOfTime(v), want+sinceWhen)
	if kind == "month" {
		// Whole dates stand for a month only when they are its first day.
		f.add(kind, fmt.Sprintf("extract(day from %s) <> 1", v), "the first day of a month")
	}
	return nil
}

// reading is a date form as the engine reads it.
type reading struct {
	engine  []string // strptime's formats: one, or several of the same length
	length  int      // of the text, when it is fixed; else 0
	pattern string   // what the text looks like
	named   string   // MMM or MMMM: the month is a word
}

func readingOf(form models.Form) reading {
	r, fixed, engine := reading{}, true, ""
	for _, p := range form.Parts {
		if p.Word == "" {
			engine, r.pattern, r.length = engine+p.Sign, r.pattern+"["+p.Sign+"]", r.length+1
			continue
		}
		word := parts[p.Word]
		engine, r.pattern, r.length = engine+word.engine, r.pattern+word.pattern, r.length+word.digits
		fixed = fixed && word.digits > 0
		if p.Word == "MMM" || p.Word == "MMMM" {
			r.named = p.Word
		}
	}
	if !fixed {
		r.length = 0
	}
	r.engine = []string{engine}
	return r
}

// machineDay is a date as a workbook or JSON stores it.
var machineDay = reading{engine: []string{"%Y-%m-%d"}, length: len("2006-01-02")}

// machineTime gives the SQL of a date that is stored with a time of day. That is cut
// off: the export is about days. Where the offset from UTC is given the day is that of
// Belgium: programs write its midnight as 22 or 23 hours of the day before.
func machineTime(x string) string {
	at := fmt.Sprintf("substr(%s, 11, 1) = 'T'", x)
	return fmt.Sprintf("case when %s and regexp_matches(substr(%s, 12), '([Zz]|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)$') then timezone('Europe/Brussels', try_cast(%s as timestamptz))"+
		" when %s and length(%s) between 16 and 29 and not regexp_matches(substr(%s, 12), '[Zz+-]') then try_cast(%s as timestamp) end", at, x, x, at, x, x, x)
}

// outOfTime is the condition under which a day is none that an export means.
func outOfTime(v string) string {
	return fmt.Sprintf("%s < date '1900-01-02' or %s > date '2100-12-31'", v, v)
}

const sinceWhen = " from 1900 to 2100 (1 January 1900 means unknown: list it under null_values)"

// sql gives the SQL that reads x strictly, or null.
func (r reading) sql(x string) string {
	switch {
	case r.named != "":
		name := fmt.Sprintf("regexp_extract(%s, '%s')", x, parts[r.named].pattern)
		number := monthNumber(name, r.named)
		return fmt.Sprintf("case when regexp_full_match(%s, '%s') then try_strptime(replace(%s, %s, %s), '%s') end",
			x, r.pattern, x, name, number, r.engine[0])
	case r.length > 0:
		// Fixed width makes the length proof enough that nothing was left out.
		return fmt.Sprintf("case when length(%s) = %d then try_strptime(%s, [%s]) end", x, r.length, x, quoteAll(r.engine))
	}
	return fmt.Sprintf("case when regexp_full_match(%s, '%s') then try_strptime(%s, '%s') end", x, r.pattern, x, r.engine[0])
}

// literalDate gives the SQL that reads x strictly in a form with texts in brackets,
// or null: what the words of the form say is put side by side for the engine, so
// that no text can be a part of its format.
func literalDate(form models.Form, x string) string {
	pattern, group := "(?i)", 0
	var words, formats []string
	for _, p := range form.Parts {
		if p.Word == "" {
			pattern += literalPattern(p.Sign)
			continue
		}
		pattern += "(" + parts[p.Word].pattern + ")"
	}
	for _, p := range form.Parts {
		if p.Word == "" {
			continue
		}
		group++
		word := fmt.Sprintf("regexp_extract(%s, %s, %d)", x, duck.Quote("^"+pattern+"$"), group)
		if p.Word == "MMM" || p.Word == "MMMM" {
			word = monthNumber(word, p.Word)
		}
		words, formats = append(words, word), append(formats, parts[p.Word].engine)
	}
	return fmt.Sprintf("case when regexp_full_match(%s, %s) then try_strptime(%s, '%s') end",
		x, duck.Quote(pattern), strings.Join(words, " || ' ' || "), strings.Join(formats, " "))
}

// literalPattern gives the pattern of a text in a form, in which any blank is one.
func literalPattern(text string) string {
	return strings.ReplaceAll(regexp.QuoteMeta(text), " ", `[ \x{00a0}\x{202f}]`)
}

// monthNumber gives the SQL of the number of a month by its name, in two digits.
// word is that of the form in which the name is read.
func monthNumber(name, word string) string {
	names, plain := models.MonthNames, fmt.Sprintf("lower(%s)", name)
	if word == "MMMM" {
		names, plain = models.MonthNames+models.MoreMonthNames, fmt.Sprintf("strip_accents(lower(%s))", name)
	}
	// A name that is none is at place 0, and gets the last two signs: no number.
	return fmt.Sprintf("substr('%s', strpos('%s', '|' || rtrim(%s, '.') || '|') - 2, 2)", names, names, plain)
}

func dayNumber(date string) string { return protect.DayNumber(date) }

// age adds what an age band needs: a birth date that is not after the day at
// which the age is taken.
func (t *typing) age(f *field) error {
	if f.spec.Action != "generalise" || f.spec.To != "age_band" {
		return nil
	}
	at := t.byName[f.spec.AsOf]
	if f.spec.Type != "date" || at == nil || at.spec.Type != "date" {
		return t.unfit(f, "age band without a date to take it at")
	}
	f.add("range", fmt.Sprintf("%s > %s", f.v(), at.v()), "a day not after "+at.header)
	if !at.spec.Required {
		f.add("range", fmt.Sprintf("%s is not null and %s is null", f.v(), at.v()), "a date in "+at.header+" to take the age at")
	}
	return nil
}
