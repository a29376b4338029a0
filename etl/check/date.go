package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
)

// The forms that are read when the contract names none. Day and month are told
// apart by their place, so month-first dates are never among them.
var (
	dateForms  = []string{"DD/MM/YYYY", "YYYY-MM-DD", "DD-MM-YYYY", "D/M/YYYY", "D MMM YYYY"}
	monthForms = []string{"YYYY-MM", "MM/YYYY", "MMM/YY", "MMM-YY", "MMM YYYY"}
)

// monthNames gives the number before each name: Dutch ones, with the short
// English ones that a workbook with English settings writes. One text that is
// searched is quicker to plan than a branch for each name.
const monthNames = "01|jan|01|januari|02|feb|02|februari|03|mrt|03|maart|03|mar|04|apr|04|april|05|mei|05|may|06|jun|06|juni|" +
	"07|jul|07|juli|08|aug|08|augustus|09|sep|09|sept|09|september|10|okt|10|oktober|10|oct|11|nov|11|november|12|dec|12|december|"

type part struct {
	word, engine string
	digits       int // 0: not fixed
	pattern      string
}

// parts are the words of a date form: what the engine calls them, how many
// characters they take and what they look like. Longer words come first.
var parts = []part{
	{"YYYY", "%Y", 4, "[0-9]{4}"}, {"YY", "%y", 2, "[0-9]{2}"},
	{"MMMM", "%m", 0, "[A-Za-z]+[.]?"}, {"MMM", "%m", 0, "[A-Za-z]+[.]?"},
	{"MM", "%m", 2, "[0-9]{2}"}, {"M", "%m", 0, "[0-9]{1,2}"},
	{"DD", "%d", 2, "[0-9]{2}"}, {"D", "%d", 0, "[0-9]{1,2}"},
	{"hh", "%H", 2, "[0-9]{2}"}, {"mm", "%M", 2, "[0-9]{2}"}, {"ss", "%S", 2, "[0-9]{2}"},
}

// date reads the forms of the contract strictly: 31/02/2023 and 1/2/2023 under
// DD/MM/YYYY are refused. So is 1 January 1900, which systems write for a date
// they do not know; a contract that lists it under null_values says so.
func (t *typing) date(f *field) error {
	forms := f.spec.Format
	kind, want := "date", "a date"
	if f.spec.Type == "month" {
		kind, want = "month", "a month"
	}
	switch {
	case len(forms) > 0:
	case kind == "month":
		forms = monthForms
	case t.entity.Format.DateFormat != "":
		forms = []string{t.entity.Format.DateFormat}
	default:
		forms = dateForms
	}
	x := f.x()
	var tries []string
	if t.machine {
		tries = append(tries,
			fmt.Sprintf("case when length(%s) = 10 then try_strptime(%s, '%%Y-%%m-%%d') end", x, x),
			// The time of day is cut off: the export is about days.
			fmt.Sprintf("case when length(%s) between 16 and 23 and substr(%s, 11, 1) = 'T' then try_cast(%s as timestamp) end", x, x, x))
	}
	var read []reading
	for _, text := range forms {
		r, err := parseForm(text)
		if err != nil {
			return t.contract(f, fmt.Sprintf("has date format %q: %v", text, err), "write for example DD/MM/YYYY or D MMM YYYY")
		}
		// Forms of one length that follow each other are one call.
		if last := len(read) - 1; r.length > 0 && last >= 0 && read[last].length == r.length {
			read[last].engine += "', '" + r.engine
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
	f.add(kind, fmt.Sprintf("%s < date '1900-01-02' or %s > date '2100-12-31'", v, v),
		want+" from 1900 to 2100 (1 January 1900 means unknown: list it under null_values)")
	if kind == "month" {
		// Whole dates stand for a month only when they are its first day.
		f.add(kind, fmt.Sprintf("extract(day from %s) <> 1", v), "the first day of a month")
	}
	return nil
}

// reading is a date form as the engine reads it.
type reading struct {
	engine  string // strptime's format
	length  int    // of the text, when it is fixed; else 0
	pattern string // what the text looks like
	named   bool   // the month is a word
}

func parseForm(form string) (reading, error) {
	r, fixed := reading{}, true
	for rest := form; rest != ""; {
		i := slices.IndexFunc(parts, func(p part) bool { return strings.HasPrefix(rest, p.word) })
		if i < 0 {
			if c := rest[0]; !strings.ContainsRune(" /-.,:T", rune(c)) {
				return r, fmt.Errorf("%q is not YYYY, YY, MMMM, MMM, MM, M, DD, D, hh, mm, ss or a sign between them", rest)
			}
			r.engine, r.pattern, r.length = r.engine+rest[:1], r.pattern+"["+rest[:1]+"]", r.length+1
			rest = rest[1:]
			continue
		}
		p := parts[i]
		r.engine, r.pattern, r.length = r.engine+p.engine, r.pattern+p.pattern, r.length+p.digits
		fixed = fixed && p.digits > 0
		r.named = r.named || p.word == "MMM" || p.word == "MMMM"
		rest = rest[len(p.word):]
	}
	if !strings.Contains(r.engine, "%m") || !strings.Contains(strings.ToUpper(r.engine), "%Y") {
		return r, errors.New("it has no year or no month")
	}
	if !fixed {
		r.length = 0
	}
	return r, nil
}

// sql gives the SQL that reads x strictly, or null.
func (r reading) sql(x string) string {
	switch {
	case r.named:
		name := fmt.Sprintf("regexp_extract(%s, '[A-Za-z]+[.]?')", x)
		number := fmt.Sprintf("substr('%s', nullif(strpos('%s', '|' || rtrim(lower(%s), '.') || '|'), 0) - 2, 2)", monthNames, monthNames, name)
		return fmt.Sprintf("case when regexp_full_match(%s, '%s') then try_strptime(replace(%s, %s, %s), '%s') end",
			x, r.pattern, x, name, number, r.engine)
	case r.length > 0:
		// Fixed width makes the length proof enough that nothing was left out.
		return fmt.Sprintf("case when length(%s) = %d then try_strptime(%s, ['%s']) end", x, r.length, x, r.engine)
	}
	return fmt.Sprintf("case when regexp_full_match(%s, '%s') then try_strptime(%s, '%s') end", x, r.pattern, x, r.engine)
}

func dayNumber(date string) string { return protect.DayNumber(date) }

// age adds what an age band needs: a birth date that is not after the day at
// which the age is taken.
func (t *typing) age(f *field) error {
	if f.spec.Action != "generalise" {
		return nil
	}
	at := t.byName[f.spec.AsOf]
	if f.spec.Type != "date" || at == nil || at.spec.Type != "date" {
		return t.contract(f, "becomes an age band, which needs a date and an as_of column that is a date and is kept", "correct the contract")
	}
	f.add("range", fmt.Sprintf("%s > %s", f.v(), at.v()), "a day not after "+at.header)
	if !at.spec.Required {
		f.add("range", fmt.Sprintf("%s is not null and %s is null", f.v(), at.v()), "a date in "+at.header+" to take the age at")
	}
	return nil
}
