// Package number writes numbers, amounts and dates the Belgian-Dutch and the
// English way, for pages, sentences, axes and tooltips alike. It knows metrics
// and no charts.
package number

import (
	"math"
	"strconv"
	"strings"

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
	text := strconv.FormatFloat(halfUp(math.Abs(v), decimals), 'f', decimals, 64)
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

// halfUp rounds a half up, as readers and spreadsheets do: a median of 102.5 days is 103,
// where Go writes the even neighbour.
func halfUp(v float64, decimals int) float64 {
	factor := math.Pow10(decimals)
	if scaled := v * factor; scaled < 1e15 && scaled-math.Floor(scaled) == .5 {
		return math.Ceil(scaled) / factor
	}
	return v
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
	return ValueWith(m, v, m.Decimals, lang)
}

// ValueWith writes a value with other decimals than the metric's, as axes need.
func ValueWith(m *models.Metric, v float64, decimals int, lang string) string {
	switch m.Unit {
	case "share":
		return Percent(v, decimals, lang)
	case "eur":
		return Euro(v, decimals, lang)
	}
	return Number(v, decimals, lang)
}
