package check

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// period reads a quarter, half month, financial year or year as its first day,
// as month reads a month.
func (t *typing) period(f *field) error {
	c := f.spec
	x, v := f.x(), f.v()
	var tries, examples []string
	days := t.machine // whole days may come in, too
	if t.machine {
		tries = []string{machineDay.sql(x), machineTime(x)}
	}
	for _, text := range t.entity.Forms(c) {
		form, err := models.ParseForm(c.Type, text, c.StartsIn)
		if err != nil {
			return t.unfit(f, fmt.Sprintf("form %q: %v", text, err))
		}
		if form.Whole() {
			days = true
			if form.Literal() {
				tries = append(tries, literalDate(form, x))
			} else {
				tries = append(tries, readingOf(form).sql(x))
			}
		} else {
			tries = append(tries, periodSQL(form, c, x))
		}
		examples = append(examples, form.Example(c.Start()))
	}
	name := strings.ReplaceAll(c.Type, "_", " ")
	want := "a " + name + " like " + strings.Join(examples, " or ")
	f.typed("cast(coalesce("+strings.Join(tries, ", ")+", null) as date)", c.Type, want)
	f.add(c.Type, outOfTime(v), want+sinceWhen)
	if days {
		month := fmt.Sprintf("extract(month from %s)", v)
		other := map[string]string{
			"half_month":     fmt.Sprintf("extract(day from %s) not in (1, 16)", v),
			"quarter":        fmt.Sprintf("extract(day from %s) <> 1 or %s %% 3 <> %d", v, month, c.Start()%3),
			"financial_year": fmt.Sprintf("extract(day from %s) <> 1 or %s <> %d", v, month, c.Start()),
			"year":           fmt.Sprintf("extract(day from %s) <> 1 or %s <> 1", v, month),
		}[c.Type]
		f.add(c.Type, other, "the first day of a "+name)
	}
	return nil
}

// periodSQL gives the SQL that reads x strictly in a form of a period, or null.
// Numbers are put together as the text of a date, so that none can end the
// statement.
func periodSQL(form models.Form, c *models.Column, x string) string {
	pattern := "(?i)"
	group := map[string]int{} // word -> its group in the pattern
	for _, p := range form.Parts {
		if p.Word != "" {
			group[p.Word] = len(group) + 1
		}
		switch p.Word {
		case "":
			pattern += literalPattern(p.Sign)
		case "Q":
			pattern += "([1-4])"
		case "H":
			pattern += "([12])"
		case "M":
			pattern += "([0-9]{1,2})"
		case "MMM", "MMMM":
			pattern += "(" + parts[p.Word].pattern + ")"
		default:
			pattern += fmt.Sprintf("([0-9]{%d})", len(p.Word))
		}
	}
	part := func(words ...string) string {
		for _, w := range words {
			if at, ok := group[w]; ok {
				return fmt.Sprintf("regexp_extract(%s, %s, %d)", x, duck.Quote("^"+pattern+"$"), at)
			}
		}
		return ""
	}
	year := func(full, short string) string {
		switch {
		case part(full) != "":
			return fmt.Sprintf("try_cast(%s as integer)", part(full))
		case part(short) != "":
			// As the engine reads two digits in a date.
			return fmt.Sprintf("try_cast(case when %[1]s >= '69' then '19' else '20' end || %[1]s as integer)", part(short))
		}
		return ""
	}
	when := fmt.Sprintf("regexp_full_match(%s, %s)", x, duck.Quote(pattern))
	begin, end := year("YYYY", "YY"), year("EEEE", "EE")
	switch {
	case begin == "":
		begin = end + " - 1"
	case part("EEEE") != "":
		when += fmt.Sprintf(" and %s = %s + 1", end, begin)
	case part("EE") != "":
		// Of the ending year only the last two digits are there to compare.
		when += fmt.Sprintf(" and try_cast(%s as integer) = (%s + 1) %% 100", part("EE"), begin)
	}
	month, day := fmt.Sprint(c.Start()), "1"
	if m := part("MM", "M"); m != "" {
		month = fmt.Sprintf("try_cast(%s as integer)", m)
	}
	for _, word := range []string{"MMM", "MMMM"} {
		if m := part(word); m != "" {
			month = fmt.Sprintf("try_cast(%s as integer)", monthNumber(m, word))
		}
	}
	if h := part("H"); h != "" {
		day = fmt.Sprintf("case %s when '2' then 16 else 1 end", h)
	}
	first := fmt.Sprintf("try_cast(format('{:04d}-{:02d}-{:02d}', %s, %s, %s) as date)", begin, month, day)
	if q := part("Q"); q != "" {
		first += fmt.Sprintf(" + to_months(3 * (try_cast(%s as integer) - 1))", q)
	}
	return fmt.Sprintf("case when %s then %s end", when, first)
}
