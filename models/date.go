package models

import (
	"fmt"
	"time"
)

// Date is a calendar day as ISO text, 2006-01-02: it sorts, compares and prints
// as it is, and carries no zone that could move it. The empty Date means none.
type Date string

// ParseDate reads 2006-01-02, 2006-01 (the month's last day) or 2006 (its last
// day), so that "--as-of 2023-02" means "with all of February known".
func ParseDate(text string) (Date, error) {
	for layout, end := range map[string]func(time.Time) time.Time{
		"2006-01-02": func(t time.Time) time.Time { return t },
		"2006-01":    func(t time.Time) time.Time { return t.AddDate(0, 1, -1) },
		"2006":       func(t time.Time) time.Time { return t.AddDate(1, 0, -1) },
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return DateOf(end(t)), nil
		}
	}
	return "", &Error{
		Code:  Invalid,
		Where: fmt.Sprintf("date %q", text),
		What:  "is not a date, want YYYY-MM-DD (or YYYY-MM, or YYYY)",
		Fix:   "write for example 2023-02-13",
	}
}

// ParseFirst reads a date as ParseDate does, but gives the first day of a month
// or year: the beginning of a period.
func ParseFirst(text string) (Date, error) {
	d, err := ParseDate(text)
	switch {
	case err != nil:
		return "", err
	case len(text) == len("2006"):
		return d[:4] + "-01-01", nil
	case len(text) == len("2006-01"):
		return d.MonthStart(), nil
	}
	return d, nil
}

// DateOf gives the calendar day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format("2006-01-02")) }

// Time gives midnight UTC of the day; the zero time for no date.
func (d Date) Time() time.Time {
	t, err := time.Parse("2006-01-02", string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays gives the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// AddMonths gives the same day n months later; use it on first days of months.
func (d Date) AddMonths(n int) Date { return DateOf(d.Time().AddDate(0, n, 0)) }

// MonthStart gives the first day of the month of d.
func (d Date) MonthStart() Date {
	if len(d) < 7 {
		return ""
	}
	return d[:7] + "-01"
}

// MonthEnd gives the last day of the month of d.
func (d Date) MonthEnd() Date {
	if d == "" {
		return ""
	}
	return d.MonthStart().AddMonths(1).AddDays(-1)
}

// PeriodEnd gives the last day of the period of a grain that begins on d.
func (d Date) PeriodEnd(grain string) Date {
	switch grain {
	case "week":
		return d.AddDays(6)
	case "month":
		return d.MonthEnd()
	case "quarter":
		return d.AddMonths(3).AddDays(-1)
	case "year":
		return d.AddMonths(12).AddDays(-1)
	}
	return d
}
