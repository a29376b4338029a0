package book

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// plainNumber is what a spreadsheet reads as a number, though it begins with a
// sign.
var plainNumber = regexp.MustCompile(`^[-+]?[0-9][0-9., ]*%?$`)

// Guard puts a ' before the cells that a spreadsheet would run as a formula.
func Guard(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c
		// Blanks before the sign do not stop every program.
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(c, " \u00a0"))
		if strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", first) && !plainNumber.MatchString(c) {
			out[i] = "'" + c
		}
	}
	return out
}
