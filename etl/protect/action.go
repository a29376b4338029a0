package protect

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Mask is what stands in a reject for a value that must not leave the file.
const Mask = "•••"

// Personal is what a national number, an e-mail address or a telephone number looks
// like, as a regular expression of Go and of the engine. One may stand in any column: a
// row whose cells slipped aside must not carry it into a reject or a message.
const Personal = `[0-9]{2}[. /-]?[0-9]{2}[. /-]?[0-9]{2}[. /-]?[0-9]{3}[. /-]?[0-9]{2,}` +
	`|[^ \t;,<>"'@]+@[^ \t;,<>"'@]+[.][A-Za-z]{2,}` +
	`|[+][0-9]{2,3}[ ./()-]*[0-9]{1,4}(?:[ ./-]?[0-9]{2,4}){2,4}` + // of any country
	`|\b04[5-9][0-9][ ./-]*(?:[0-9]{2}[ ./-]?[0-9]{2}[ ./-]?[0-9]{2}|[0-9]{3}[ ./-]?[0-9]{3})\b` // a Belgian mobile one

var personal = regexp.MustCompile(Personal)

// Hide gives a text without what looks personal.
func Hide(text string) string { return personal.ReplaceAllString(text, Mask) }

// Ids is what the texts of an entity's identifiers look like, as a regular expression of the
// engine over a whole cell; "" where the contract does not say. One may stand in another
// column, of which the cells slipped aside.
func Ids(e *models.Entity) string {
	var out []string
	for i := range e.Columns {
		if c := &e.Columns[i]; c.Class == "identifier" && c.Type == "text" && c.Matches != "" && !c.Fold {
			out = append(out, "(?:"+c.Matches+")")
		}
	}
	return strings.Join(out, "|")
}

// Masked tells whether the values of a column are hidden in rejects: those that
// identify, that may say anything, or that do not enter the lake as they are.
func Masked(c *models.Column) bool {
	return c.Class == "identifier" || c.Class == "free_text" || c.Action != "keep"
}

// Expression gives the SQL of what enters the lake for a column: value is the
// SQL of the typed value (of an insz its digits), asOf that of the date an age
// is taken at. It gives "" for a column that is dropped.
func Expression(c *models.Column, value, asOf string) string {
	switch c.Action {
	case "keep":
		return value
	case "pseudonymise":
		return fmt.Sprintf("%s(%s, %s)", Function, duck.Quote(c.Domain), value)
	case "generalise":
		if c.To == "municipality" {
			return value // the code that the name in the address stands for
		}
		return ageBand(value, asOf)
	}
	return ""
}

// MunicipalityName gives the SQL of the name of the municipality in an address: what
// follows the last postcode, else what follows the last comma, else the text. A place
// that is no municipality, or an address that ends otherwise, is then a name that no
// list has, so that the row is rejected and never guessed.
func MunicipalityName(address string) string {
	return fmt.Sprintf("trim(coalesce(nullif(regexp_extract(%[1]s, '(?:^|[^0-9])[1-9][0-9]{3}[ ,]+([^0-9,;()]+)$', 1), ''), regexp_extract(%[1]s, '([^,]*)$', 1)))", address)
}

// ageBand gives the band of the age in completed years at a day. Written as
// yyyymmdd, two days differ by 10,000 for each completed year and by less for
// the rest, so bounds on the difference are bounds on the age and nothing is
// divided. Who is born on 29 February completes a year on 1 March.
func ageBand(birth, at string) string {
	gap := fmt.Sprintf("(%s - %s)", DayNumber(at), DayNumber(birth))
	return fmt.Sprintf("case when %s is null then null when %s < 60000 then '0-5' when %s < 120000 then '6-11'"+
		" when %s < 180000 then '12-17' when %s < 650000 then '18-64' else '65+' end", gap, gap, gap, gap, gap)
}

// DayNumber gives the SQL of a date as the integer yyyymmdd.
func DayNumber(date string) string {
	return fmt.Sprintf("(extract(year from %s) * 10000 + extract(month from %s) * 100 + extract(day from %s))", date, date, date)
}
