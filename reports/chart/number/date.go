package number

import (
	"fmt"
	"strconv"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

var (
	longMonths = map[string][12]string{
		"nl": {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	}
	shortMonths = map[string][12]string{
		"nl": {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
		"en": {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	}
)

func month(names map[string][12]string, t time.Time, lang string) string {
	if lang != "en" {
		lang = "nl"
	}
	return names[lang][t.Month()-1]
}

// LongDate writes 13 februari 2023, or 13 February 2023. What is no date is
// written as it is, here and below.
func LongDate(d models.Date, lang string) string {
	t := d.Time()
	if t.IsZero() {
		return string(d)
	}
	return fmt.Sprintf("%d %s %d", t.Day(), month(longMonths, t, lang), t.Year())
}

// ShortDate writes 13 feb 2023.
func ShortDate(d models.Date, lang string) string {
	t := d.Time()
	if t.IsZero() {
		return string(d)
	}
	return fmt.Sprintf("%d %s %d", t.Day(), month(shortMonths, t, lang), t.Year())
}

// LongMonth writes the month of a day: februari 2023.
func LongMonth(d models.Date, lang string) string {
	t := d.Time()
	if t.IsZero() {
		return string(d)
	}
	return fmt.Sprintf("%s %d", month(longMonths, t, lang), t.Year())
}

// ShortMonth writes the month of a day: feb 2023.
func ShortMonth(d models.Date, lang string) string {
	t := d.Time()
	if t.IsZero() {
		return string(d)
	}
	return fmt.Sprintf("%s %d", month(shortMonths, t, lang), t.Year())
}

// Period names a member of a dimension of time by its grain: 13 feb 2023, week
// 7 2023 (ISO), feb 2023, K1 2023, 2023. The code is the period's first day.
func Period(grain, code, lang string) string {
	t := models.Date(code).Time()
	if t.IsZero() {
		if code == "" {
			return unassigned(lang)
		}
		return code
	}
	switch grain {
	case "week":
		year, week := t.ISOWeek()
		return fmt.Sprintf("week %d %d", week, year)
	case "month":
		return ShortMonth(models.Date(code), lang)
	case "quarter":
		letter := "K"
		if lang == "en" {
			letter = "Q"
		}
		return fmt.Sprintf("%s%d %d", letter, (int(t.Month())+2)/3, t.Year())
	case "year":
		return strconv.Itoa(t.Year())
	}
	return ShortDate(models.Date(code), lang)
}

func unassigned(lang string) string {
	if lang == "en" {
		return "not assigned"
	}
	return "niet toegewezen"
}
