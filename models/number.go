package models

import (
	"cmp"
	"fmt"
	"slices"
)

// Signs gives the decimal sign of a column's numbers and the sign between their
// thousands, "" for none. A column's own signs win over those of the entity: one
// export may mix two programs.
func (e *Entity) Signs(c *Column) (decimal, thousand string) {
	thousand = e.Format.ThousandSign
	if c.ThousandSign != nil {
		thousand = *c.ThousandSign
	}
	return cmp.Or(c.DecimalSign, e.Format.DecimalSign, ","), thousand
}

// ThousandSigns are what may stand between thousands: each group of signs is
// read where a contract names one of them.
var ThousandSigns = []string{" \u00a0\u202f", "'’", ".", ","}

// SignsBetween gives the signs that are read where a contract names one, and
// whether it is a sign that may stand between thousands.
func SignsBetween(thousand string) (string, bool) {
	if thousand == "" {
		return "", true
	}
	for _, group := range ThousandSigns {
		if len([]rune(thousand)) == 1 && slices.Contains([]rune(group), []rune(thousand)[0]) {
			return group, true
		}
	}
	return "", false
}

// signs refuses signs that no number can be read with. What the entity says is
// told once, not for each of its numbers.
func (c *complaints) signs(where string, e *Entity) {
	told := false
	for i := range e.Columns {
		col := &e.Columns[i]
		if !col.Numeric() || col.Action == "drop" {
			continue
		}
		at := where
		if col.DecimalSign != "" || col.ThousandSign != nil {
			at += ", column " + col.Name
		} else if told {
			continue
		} else {
			told = true
		}
		decimal, thousand := e.Signs(col)
		between, known := SignsBetween(thousand)
		switch {
		case !known:
			c.add(at, fmt.Sprintf("thousand_sign is %q, want . or , or a space or '", thousand), "correct format in the contract")
		case decimal != "," && decimal != "." || decimal == between:
			if col.DecimalSign == "" || decimal == between { // else column has told it
				c.add(at, fmt.Sprintf("decimal_sign %q with thousand_sign %q cannot be told apart", decimal, thousand), "use , and . or . and ,")
			}
		}
	}
}

// widestShare is how many digits a share may have: three more are needed on the
// way from hundredths.
const widestShare = widest - 3

// number refuses numbers of impossible size and ranges that hold nothing.
func (c *complaints) number(at string, col *Column) {
	precision, scale := col.Digits()
	if col.Numeric() && col.Type != "integer" && (scale < 0 || precision < 1 || precision > widest || scale > precision) {
		c.add(at, fmt.Sprintf("has precision %d and scale %d, want at most 38 digits of which scale behind the sign", precision, scale), "correct the contract")
	} else if col.Type == "percent" && (scale < 2 || precision > widestShare) {
		c.add(at, fmt.Sprintf("has precision %d and scale %d, want at most %d and at least 2: 1 %% is 0.01", precision, scale, widestShare),
			"leave both out for 18 and 6 digits, or write how many the share has")
	}
	bounded := col.Numeric() || col.Dated() || !slices.Contains(ColumnTypes, col.Type) // an unknown type is told as such
	if r := col.Range; len(r) > 0 && (len(r) != 2 || !bounded || r[0] > r[1]) {
		c.add(at, fmt.Sprintf("has range %v, want [least, most] of a number or of a date as yyyymmdd", r), "correct the contract")
	}
}

// CurrencySigns are the signs beside the code of a currency. A sign that several
// use, like $, is read as that of the column's own.
var CurrencySigns = map[string][]string{
	"AUD": {"AU$", "A$", "$"}, "BGN": {"лв"}, "BRL": {"R$"}, "CAD": {"CA$", "C$", "$"}, "CHF": {"Fr.", "Fr"}, "CNY": {"CN¥", "¥", "元"},
	"CZK": {"Kč"}, "DKK": {"kr.", "kr"}, "EUR": {"€"}, "GBP": {"£"}, "HUF": {"Ft"}, "ILS": {"₪"}, "INR": {"₹", "Rs."}, "ISK": {"kr.", "kr"},
	"JPY": {"JP¥", "¥", "円"}, "KRW": {"₩"}, "MXN": {"MX$", "$"}, "NOK": {"kr.", "kr"}, "NZD": {"NZ$", "$"}, "PLN": {"zł"}, "RON": {"lei"},
	"SEK": {"kr.", "kr"}, "TRY": {"₺", "TL"}, "UAH": {"₴", "грн"}, "USD": {"US$", "$"}, "ZAR": {"R"},
}
