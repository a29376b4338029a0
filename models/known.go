package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// KnownAt says where the knowledge date of a delivery comes from.
type KnownAt struct {
	From    string `yaml:"from"`    // file_name, listing or received
	Pattern string `yaml:"pattern"` // file_name: regular expression over the path, whose one group is the date
	Format  string `yaml:"format"`  // file_name: a form of a day or a period, or YYYY-Www; YYYY-MM-DD when absent
}

// weekForm is the one form that is not made of the words of other forms.
const weekForm = "YYYY-Www"

// literals are the texts in brackets of a form.
var literals = regexp.MustCompile(`\[[^\]]+\]`)

// form gives the format as a form, of the kind of period that it writes.
func (k KnownAt) form() (Form, error) {
	text := k.Format
	if text == "" {
		text = "YYYY-MM-DD"
	}
	kind, words := "date", literals.ReplaceAllString(text, "")
	switch {
	case strings.Contains(words, "Q"):
		kind = "quarter"
	case strings.Contains(words, "H"):
		kind = "half_month"
	case !strings.Contains(words, "M"):
		kind = "year"
	}
	return ParseForm(kind, text, 0)
}

// patterns are regular expressions by their text. A run reads the day of every delivery
// that ever came, by the same few of them.
var patterns sync.Map

func compiled(pattern string) (*regexp.Regexp, error) {
	if have, ok := patterns.Load(pattern); ok {
		return have.(*regexp.Regexp), nil
	}
	expression, err := regexp.Compile(pattern)
	if err == nil {
		patterns.Store(pattern, expression)
	}
	return expression, err
}

// Day reads the knowledge date out of a path: the last day of what stands there,
// since what a period tells was complete only then. Errors are *Error.
func (k KnownAt) Day(path, fix string) (Date, error) {
	expression, err := compiled(k.Pattern)
	if err != nil {
		return "", fmt.Errorf("read known_at.pattern: %w", err)
	}
	found := expression.FindStringSubmatch(path)
	if len(found) < 2 {
		return "", &Error{Code: Invalid, Where: path, Fix: fix,
			What: fmt.Sprintf("has no date where the contract looks for one, want a match of %s", k.Pattern)}
	}
	day, ok := Date(""), false
	if k.Format == weekForm {
		day, ok = weekEnd(found[1])
	} else if form, err := k.form(); err == nil {
		day, ok = form.LastDay(found[1])
	}
	if !ok {
		wanted := k.Format
		if wanted == "" {
			wanted = "YYYY-MM-DD"
		}
		return "", &Error{Code: Invalid, Where: path, What: fmt.Sprintf("has %q in its name, want a date like %s", found[1], wanted), Fix: fix}
	}
	return day, nil
}

// IsAhead reports whether a knowledge date lies in days to come. It may be tomorrow,
// since clocks and zones differ, or the last day of a period that has begun.
func (k KnownAt) IsAhead(known, today Date) bool {
	days := 1
	if form, err := k.form(); k.From == "file_name" && k.Format == weekForm {
		days = 7
	} else if k.From == "file_name" && err == nil && !form.Whole() {
		switch {
		case form.Has("H"):
			days = 16
		case form.Has("Q"):
			days = 92
		case form.calendar():
			days = 31
		default:
			days = 366
		}
	}
	return known > today.AddDays(days)
}

// known says what is wrong with the way to a knowledge date.
func (c *complaints) known(where string, k *KnownAt) {
	c.oneOf(where, "known_at.from", k.From, KnownSources)
	if k.From != "file_name" {
		if k.Pattern != "" || k.Format != "" {
			c.add(where, "known_at has a pattern or a format but is not from file_name", "write from: file_name, or take them out")
		}
		return
	}
	if expression, err := regexp.Compile(k.Pattern); err != nil {
		c.add(where, "known_at.pattern is not a regular expression: "+err.Error(), "mend it")
	} else if expression.NumSubexp() < 1 {
		c.add(where, fmt.Sprintf("known_at.pattern %q has no group, want one around the date", k.Pattern), `write for example pattern: '_(\d{4}-\d{2}-\d{2})\.'`)
	}
	if k.Format == weekForm {
		return
	}
	if _, err := k.form(); err != nil {
		c.add(where, fmt.Sprintf("known_at.format is %q: %v", k.Format, err), "write for example YYYYMMDD, DD-MM-YYYY, YYYY-MM, YYYY-[Q]Q or YYYY-Www")
	}
}

// LastDay gives the last day of the period that a text writes in this form. A
// two-digit year is of this century.
func (f Form) LastDay(text string) (Date, bool) {
	year, month, day, quarter, half := 0, time.Month(0), 0, 0, 0
	for _, p := range f.Parts {
		if p.Word == "" {
			if len(text) < len(p.Sign) || !strings.EqualFold(text[:len(p.Sign)], p.Sign) {
				return "", false
			}
			text = text[len(p.Sign):]
			continue
		}
		if p.Word == "MMM" || p.Word == "MMMM" {
			number, rest := monthOf(text)
			if number == 0 {
				return "", false
			}
			month, text = time.Month(number), rest
			continue
		}
		number, rest, ok := digits(text, p.Word)
		if !ok {
			return "", false
		}
		text = rest
		switch p.Word {
		case "YYYY":
			year = number
		case "YY":
			year = 2000 + number
		case "MM", "M":
			month = time.Month(number)
		case "DD", "D":
			day = number
		case "Q":
			quarter = number
		case "H":
			half = number
		}
	}
	if text != "" || year == 0 || quarter > 4 || half > 2 || f.Has("Q") && quarter == 0 || f.Has("H") && half == 0 {
		return "", false
	}
	switch {
	case quarter > 0:
		month = time.Month(3 * quarter)
	case month == 0 && !f.Has("MM", "M"):
		month = time.December
	}
	switch {
	case half == 1:
		day = 15
	case !f.Whole():
		day = time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	}
	// A day that is not there would move into the next month.
	at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return DateOf(at), at.Month() == month && at.Day() == day && at.Year() == year
}

// digits reads the number of a word: as many digits as it has letters, or one or
// two for a word of one letter.
func digits(text, word string) (number int, rest string, ok bool) {
	n := len(word)
	if (word == "M" || word == "D") && len(text) > 1 && text[1] >= '0' && text[1] <= '9' {
		n = 2
	}
	if len(text) < n || strings.Trim(text[:n], "0123456789") != "" {
		return 0, "", false
	}
	number, err := strconv.Atoi(text[:n])
	return number, text[n:], err == nil
}

// weekEnd gives the Sunday of an ISO 8601 week like 2023-W06 or 2023W06.
func weekEnd(text string) (Date, bool) {
	year, week, ok := strings.Cut(strings.ReplaceAll(text, "-", ""), "W")
	y, err1 := strconv.Atoi(year)
	w, err2 := strconv.Atoi(week)
	if !ok || err1 != nil || err2 != nil || len(year) != 4 {
		return "", false
	}
	// 4 January is always in week 1.
	fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
	sunday := fourth.AddDate(0, 0, (7-int(fourth.Weekday()))%7+7*(w-1))
	if gotYear, gotWeek := sunday.ISOWeek(); gotYear != y || gotWeek != w {
		return "", false
	}
	return DateOf(sunday), true
}
