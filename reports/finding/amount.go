package finding

import (
	"cmp"
	"math"

	"github.com/vlot-evaluatie/peil/models"
	format "github.com/vlot-evaluatie/peil/reports/chart/number"
)

// amount writes a value with the unit that a sentence needs.
func amount(m *models.Metric, v float64, lang string) string {
	if m.Unit == "days" {
		decimals := m.Decimals
		if v != math.Trunc(v) {
			decimals = max(decimals, 1)
		}
		return inDays(m, decimal(v, decimals, lang), lang)
	}
	return value(m, v, lang)
}

// inDays puts the word for the days that a metric counts behind a number as it is written:
// working days are not the days of the calendar.
func inDays(m *models.Metric, text, lang string) string {
	return text + " " + format.Unit(text, pick(lang, cmp.Or(m.UnitNL, "dagen"), cmp.Or(m.UnitEN, "days")))
}

// apartBy writes what two values differ by, with its sign and the unit of the values.
func apartBy(m *models.Metric, v float64, lang string) string {
	text := signed(v, m.Decimals, lang)
	switch m.Unit {
	case "days":
		return inDays(m, text, lang)
	case "eur":
		text = format.Euro(v, m.Decimals, lang)
		if v > 0 && signed(v, m.Decimals, lang)[0] == '+' { // what rounds to 0 has no sign
			text = "+" + text
		}
	}
	return text
}
