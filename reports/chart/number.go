package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// nbsp keeps a number and its sign on one line.
const nbsp = "\u00a0"

// Number writes v with the given decimals as nl-BE (1.234,5) or, for "en", as
// English (1,234.5) does, with a true minus sign. What is no number is a dash.
func Number(v float64, decimals int, lang string) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	group, point := ".", ","
	if lang == "en" {
		group, point = ",", "."
	}
	decimals = min(max(decimals, 0), 9)
	// Beyond 10^15 a double no longer holds every whole number, so printing all
	// digits would print invented ones.
	if math.Abs(v) >= 1e15 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', 3, 64), "e")
		exponent = strings.TrimLeft(exponent, "+0")
		return strings.NewReplacer(".", point, "-", "−").Replace(mantissa + " × 10^" + exponent)
	}
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	var b strings.Builder
	// A value that rounds to zero has no sign.
	if v < 0 && strings.Trim(text, "0.") != "" {
		b.WriteString("−")
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(r)
	}
	if fraction != "" {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// Percent writes a share from 0 to 1: 12,3 % in Dutch, 12.3% in English.
func Percent(share float64, decimals int, lang string) string {
	if lang == "en" {
		return Number(share*100, decimals, lang) + "%"
	}
	return Number(share*100, decimals, lang) + nbsp + "%"
}

// Euro writes an amount: € 1.234 in Dutch, €1,234 in English; the minus sign
// stands in front.
func Euro(v float64, decimals int, lang string) string {
	text := Number(v, decimals, lang)
	sign := ""
	if rest, ok := strings.CutPrefix(text, "−"); ok {
		sign, text = "−", rest
	}
	if lang == "en" {
		return sign + "€" + text
	}
	return sign + "€" + nbsp + text
}

// Value writes a value of a metric with its decimals and the signs that belong
// to the number itself, % and €; other units are words and stand elsewhere.
func Value(m *models.Metric, v float64, lang string) string {
	return valueWith(m, v, m.Decimals, lang)
}

func valueWith(m *models.Metric, v float64, decimals int, lang string) string {
	switch m.Unit {
	case "share":
		return Percent(v, decimals, lang)
	case "eur":
		return Euro(v, decimals, lang)
	}
	return Number(v, decimals, lang)
}

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
			return words(lang).unassigned
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
