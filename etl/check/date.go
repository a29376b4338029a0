package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
)

// The forms that are read when the contract names none. Day and month are told
// apart by their place, so month-first dates are never among them.
var (
	dateForms  = []string{"DD/MM/YYYY", "YYYY-MM-DD", "D/M/YYYY", "DD-MM-YYYY", "D MMM YYYY"}
	monthForms = []string{"YYYY-MM", "MM/YYYY", "MMM/YY", "MMM-YY", "MMM YYYY"}
)

// monthNames are Dutch, with the short English ones that a workbook with
// English settings writes.
var monthNames = [12][]string{
	{"jan", "januari"}, {"feb", "februari"}, {"mrt", "maart", "mar"}, {"apr", "april"},
	{"mei", "may"}, {"jun", "juni"}, {"jul", "juli"}, {"aug", "augustus"},
	{"sep", "sept", "september"}, {"okt", "oktober", "oct"}, {"nov", "november"}, {"dec", "december"},
}

// parts are the words of a date form: what the engine calls them, how many
// characters they take and what they look like. Longer words come first.
var parts = []struct {
	word, engine string
	digits       int // 0: not fixed
	pattern      string
}{
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
	for _, form := range forms {
		try, err := reading(x, form)
		if err != nil {
			return t.contract(f, fmt.Sprintf("has date format %q: %v", form, err), "write for example DD/MM/YYYY or D MMM YYYY")
		}
		tries = append(tries, try)
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

// reading gives the SQL that reads one form of x strictly, or null.
func reading(x, form string) (string, error) {
	engine, pattern, length := "", "", 0
	named, fixed := false, true
	rest := form
	for rest != "" {
		i := slices.IndexFunc(parts, func(p struct {
			word, engine string
			digits       int
			pattern      string
		}) bool {
			return strings.HasPrefix(rest, p.word)
		})
		if i < 0 {
			if c := rest[0]; c >= 0x80 || c == '%' || c != 'T' && c >= 'A' {
				return "", fmt.Errorf("%q is not YYYY, YY, MMMM, MMM, MM, M, DD, D, hh, mm, ss or a sign", rest)
			}
			engine, pattern, length = engine+rest[:1], pattern+"["+rest[:1]+"]", length+1
			rest = rest[1:]
			continue
		}
		p := parts[i]
		engine, pattern, length = engine+p.engine, pattern+p.pattern, length+p.digits
		fixed = fixed && p.digits > 0
		named = named || p.word == "MMM" || p.word == "MMMM"
		rest = rest[len(p.word):]
	}
	if !strings.Contains(engine, "%m") || !strings.Contains(strings.ToUpper(engine), "%Y") {
		return "", fmt.Errorf("it has no year or no month")
	}
	switch {
	case named:
		name := fmt.Sprintf("regexp_extract(%s, '[A-Za-z]+[.]?')", x)
		var number strings.Builder
		fmt.Fprintf(&number, "case rtrim(lower(%s), '.')", name)
		for m, names := range monthNames {
			for _, n := range names {
				fmt.Fprintf(&number, " when '%s' then '%02d'", n, m+1)
			}
		}
		return fmt.Sprintf("case when regexp_full_match(%s, %s) then try_strptime(replace(%s, %s, %s end), %s) end",
			x, duck.Quote(pattern), x, name, number.String(), duck.Quote(engine)), nil
	case fixed:
		// Fixed width makes the length proof enough that nothing was left out.
		return fmt.Sprintf("case when length(%s) = %d then try_strptime(%s, %s) end", x, length, x, duck.Quote(engine)), nil
	}
	return fmt.Sprintf("case when regexp_full_match(%s, %s) then try_strptime(%s, %s) end", x, duck.Quote(pattern), x, duck.Quote(engine)), nil
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
