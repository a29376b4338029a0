// Package prose is the vocabulary of what commands print for people: numbers, digits
// grouped as in Flanders, with the English word for one or for several; and an outline
// of named lines that fits a small screen.
//
// It knows nothing of what is told, and writes no file. Pages write their numbers
// themselves, in two languages: reports/chart/number.
package prose

import (
	"fmt"
	"strconv"
	"strings"
)

// Grouped writes a whole number in groups of three, as it is read in Flanders.
func Grouped(n int64) string {
	s := fmt.Sprint(n)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return sign + s
}

// Counted writes "1 day", "2 days".
func Counted(n int, what string) string { return CountedAs(n, what, what+"s") }

// CountedAs writes a number with the word for one or for several.
func CountedAs(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return Grouped(int64(n)) + " " + several
}

// Exactly writes a number with all its digits and no more.
func Exactly(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
