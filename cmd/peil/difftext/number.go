package difftext

import (
	"math"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/sql/diff"
)

// mostDigits is how many decimals more than the metric has a value is told with, where
// the old one and the new one would read alike, or their difference as nothing or another.
const mostDigits = 4

// cellTexts are the numbers of one value for people, as peil metric writes them.
type cellTexts struct{ old, new, difference, percent, definition string }

func textsOf(m *models.Metric, c diff.Cell) cellTexts {
	decimals := m.Decimals
	if c.Old != nil && c.New != nil {
		for decimals < m.Decimals+mostDigits && (valueText(m, c.Old, decimals) == valueText(m, c.New, decimals) || changeText(m, c.Difference, decimals) == asNothing || coarse(m, c.Difference, decimals)) {
			decimals++
		}
	}
	out := cellTexts{valueText(m, c.Old, decimals), valueText(m, c.New, decimals), changeText(m, c.Difference, decimals), "", changeText(m, c.Definition, decimals)}
	if share, ok := c.Share(); ok {
		out.percent = withSign(share, number.Number(share*100, 1, "nl"))
	}
	return out
}

// coarse tells whether a difference reads as quite another one: half a day as a whole one.
func coarse(m *models.Metric, v *float64, decimals int) bool {
	if v == nil {
		return false
	}
	scaled := math.Abs(*v) * math.Pow10(decimals)
	if m.Unit == "share" {
		scaled *= 100
	}
	return math.Abs(math.Round(scaled)-scaled) > scaled/4
}

// valueText writes a value; a dash where there is none.
func valueText(m *models.Metric, v *float64, decimals int) string {
	if v == nil {
		return "-"
	}
	return strings.ReplaceAll(number.ValueWith(m, *v, decimals, "nl"), "\u00a0", " ")
}

// changeText writes a difference with its sign. That of two shares is in points: "%"
// beside it would read as a part of the old one.
func changeText(m *models.Metric, v *float64, decimals int) string {
	switch {
	case v == nil:
		return ""
	case m.Unit == "share":
		return withSign(*v, number.Number(*v*100, decimals, "nl")+" pp")
	}
	return withSign(*v, valueText(m, v, decimals))
}

const asNothing = "≈0"

// withSign puts a plus before what rose; what is too small for its digits is "≈0".
func withSign(v float64, text string) string {
	switch {
	case v != 0 && !strings.ContainsAny(text, "123456789"):
		return asNothing
	case v > 0:
		return "+" + text
	}
	return text
}
