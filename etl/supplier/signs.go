package supplier

import (
	"fmt"
	"regexp"

	"github.com/vlot-evaluatie/peil/models"
)

var (
	oddSign = regexp.MustCompile(`; character ([0-9]+) is U\+([0-9A-F]+)`)
	counted = regexp.MustCompile(`; it looks like the number by which a spreadsheet counts days(?:, of ([0-9-]{10}) when it begins with 1900)?: `)
)

// signNames says what a sign is that cannot be told from another one by looking.
var signNames = map[string]string{
	"0009": "een tab", "000A": "een regeleinde", "000D": "een regeleinde", "00A0": "een vaste spatie", "202F": "een smalle vaste spatie",
	"2009": "een smalle spatie", "200B": "een spatie zonder breedte", "00AD": "een onzichtbaar afbreekstreepje", "FEFF": "een onzichtbaar merkteken",
	"2212": "een minteken dat geen koppelteken is", "2010": "een ander koppelteken", "2011": "een ander koppelteken", "2013": "een gedachtestreepje",
	"2014": "een gedachtestreepje", "2018": "een gekruld aanhalingsteken", "2019": "een gekruld aanhalingsteken", "201C": "een gekruld aanhalingsteken", "201D": "een gekruld aanhalingsteken",
}

// looks tells why a value that seems right is not: a sign that only looks like the right
// one, or a day that a spreadsheet left as the number it counts it by. "" where it is neither.
func looks(reason string) string {
	out := ""
	if m := oddSign.FindStringSubmatch(reason); m != nil {
		name := signNames[m[2]]
		if name == "" {
			name = "geen gewone letter, cijfer of leesteken"
		}
		out += fmt.Sprintf("; teken %s is %s (U+%s)", m[1], name, m[2])
	}
	if m := counted.FindStringSubmatch(reason); m != nil {
		out += "; het lijkt het nummer waarmee een rekenblad dagen telt"
		if m[1] != "" {
			out += fmt.Sprintf(" (%s, bij een telling vanaf 1900)", Day(models.Date(m[1])))
		}
		out += ": maak van de kolom daar een datum en exporteer opnieuw"
	}
	return out
}
