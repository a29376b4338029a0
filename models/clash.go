package models

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// stamp is what the words of a form can say of a day and the period it begins.
type stamp struct{ year, end, quarter, half, month, day int }

// samples are days of which every number could be a day, a month and a year of
// two digits: what two forms can mix up, they mix up here.
var samples = []Date{"2001-02-03", "2003-01-02", "2010-11-12", "2011-12-10", "2012-10-11", "2001-01-01", "2001-04-01", "2002-03-16"}

var (
	shortMonths = []string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"}
	longMonths  = []string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}
)

// clash gives a text that two forms of a column read as different days, or "".
// Which of them came first would then decide, which is luck.
func clash(col *Column, a, b Form) string {
	asOne, asTwo := a.pattern(), b.pattern()
	for _, sample := range samples {
		for _, from := range []Form{a, b} {
			text := from.write(sample, col.Start())
			one, two := a.read(col, asOne, text), b.read(col, asTwo, text)
			if one != "" && two != "" && one != two {
				return text
			}
		}
	}
	return ""
}

// Start gives the month in which the years of the column begin, from 1.
func (c *Column) Start() int { return max(1, c.StartsIn) }

// Example writes the first quarter, half or day of April 2023 in the form.
func (f Form) Example(start int) string { return f.write("2023-04-01", start) }

func stampOf(day Date, start int) stamp {
	t := day.Time()
	s := stamp{month: int(t.Month()), day: t.Day(), half: 1}
	if s.day > 15 {
		s.half = 2
	}
	since := (s.month + 12 - start) % 12 // months since the year began
	s.quarter = since/3 + 1
	s.year = t.AddDate(0, -since, 1-s.day).Year()
	if s.end = s.year; start > 1 {
		s.end++
	}
	return s
}

// calendar tells whether the form counts years from January, whatever the
// column says: days and months do.
func (f Form) calendar() bool { return !f.Has("Q", "EEEE", "EE") && f.Has("MMMM", "MMM", "MM", "M") }

func (f Form) write(day Date, start int) string {
	if f.calendar() {
		start = 1
	}
	s := stampOf(day, start)
	var b strings.Builder
	for _, p := range f.Parts {
		number := map[string]int{"YYYY": s.year, "YY": s.year % 100, "EEEE": s.end, "EE": s.end % 100, "MM": s.month, "M": s.month,
			"DD": s.day, "D": s.day, "Q": s.quarter, "H": s.half}
		switch n := number[p.Word]; {
		case p.Word == "":
			b.WriteString(p.Sign)
		case p.Word == "MMMM":
			b.WriteString(longMonths[s.month-1])
		case p.Word == "MMM":
			b.WriteString(shortMonths[s.month-1])
		case len(p.Word) == 1:
			b.WriteString(strconv.Itoa(n))
		default:
			fmt.Fprintf(&b, "%0*d", len(p.Word), n) // of a time of day: zeros
		}
	}
	return b.String()
}

// pattern matches what is written in the form, with a group for each of its words.
func (f Form) pattern() *regexp.Regexp {
	pattern := "(?i)^"
	for _, p := range f.Parts {
		switch {
		case p.Word == "":
			pattern += regexp.QuoteMeta(p.Sign)
		case p.Word == "MMMM" || p.Word == "MMM":
			pattern += "([a-z]+)"
		case p.Word == "D" || p.Word == "M":
			pattern += "([0-9]{1,2})"
		default:
			pattern += fmt.Sprintf("([0-9]{%d})", len(p.Word))
		}
	}
	return regexp.MustCompile(pattern + "$")
}

// read gives the day that a text says, or the first day of its period; "" when
// the text is not in this form, whose pattern is given, or says something impossible.
func (f Form) read(col *Column, pattern *regexp.Regexp, text string) Date {
	found := pattern.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	start := col.Start()
	if f.calendar() {
		start = 1
	}
	s, i := stamp{month: start, day: 1, quarter: 1, half: 1}, 0
	for _, p := range f.Parts {
		if p.Word == "" {
			continue
		}
		i++
		n, _ := strconv.Atoi(found[i])
		switch p.Word {
		case "YYYY":
			s.year = n
		case "YY":
			s.year = century(n)
		case "EEEE":
			s.end = n
		case "EE":
			s.end = century(n)
		case "MM", "M":
			s.month = n
		case "MMM":
			s.month = slices.Index(shortMonths, found[i]) + 1
		case "MMMM":
			s.month = slices.Index(longMonths, found[i]) + 1
		case "DD", "D":
			s.day = n
		case "Q":
			s.quarter = n
		case "H":
			s.half = n
		}
	}
	if s.year == 0 {
		s.year = s.end - 1
	}
	if s.half == 2 {
		s.day = 16
	}
	t := time.Date(s.year, time.Month(s.month), s.day, 0, 0, 0, 0, time.UTC)
	switch {
	case s.end != 0 && s.end != s.year+1, s.quarter < 1 || s.quarter > 4, s.half < 1 || s.half > 2:
		return ""
	case int(t.Month()) != s.month || t.Day() != s.day || s.year < 1900 || s.year > 2100:
		return ""
	}
	return DateOf(t.AddDate(0, 3*(s.quarter-1), 0))
}

// century gives the year of two digits: 69 is 1969 and 68 is 2068, as the engine
// reads them.
func century(n int) int {
	if n >= 69 {
		return 1900 + n
	}
	return 2000 + n
}
