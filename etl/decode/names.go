package decode

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
	"github.com/vlot-evaluatie/peil/models"
)

// unnamed stands in messages for a cell that is no name of a column.
const unnamed = "•••"

// names are what a header is known by.
type names struct {
	set     map[string]bool
	pattern *regexp.Regexp // columns of a wide table, or nil
	shown   []string
}

func knownNames(d Dialect, wide *regexp.Regexp) names {
	if len(d.Header) == 0 {
		return names{}
	}
	n := names{set: nameKeys(d.Header), pattern: wide, shown: d.Header}
	if d.Unpivot != nil {
		for k := range nameKeys(d.Unpivot.Keep) {
			n.set[k] = true
		}
	}
	return n
}

func (n names) any() bool { return len(n.set) > 0 }

func (n names) has(name string) bool {
	return n.set[nameKey(name)] || n.pattern != nil && n.pattern.MatchString(strings.TrimSpace(name))
}

// recognised gives the cells that are names, or likely names by another hand. The row of
// a file without a header is someone's: its cells stand in no message.
func (n names) recognised(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		near := models.Nearest(c, n.shown, 1)
		// A letter or two stand in many names, and are nobody's name of a column.
		if out[i] = c; c != "" && !n.has(c) && (len(near) == 0 || len(c) < 3 || !models.Alike(strings.ToLower(c), strings.ToLower(near[0]))) {
			out[i] = unnamed
		}
	}
	return out
}

// count gives how many of the cells of a header are filled, and how many of
// those are known.
func (n names) count(header []string) (known, filled int) {
	for _, name := range header {
		if blank(name) {
			continue
		}
		filled++
		if n.has(name) {
			known++
		}
	}
	return known, filled
}

// otherDelimiter tells, of a file in which no names were found, that they are there with
// another delimiter than the contract says; nil when they are not.
func otherDelimiter(head []byte, as delimited.Dialect, d Dialect, wide *regexp.Regexp) error {
	known := knownNames(d, wide)
	if d.Delimiter == "" || !known.any() {
		return nil
	}
	for _, c := range delimiters {
		try := as
		try.Delim = c
		if c != as.Delim && weigh(head, try, known).known >= 2 {
			return refuse("", fmt.Sprintf("has %q between its cells, want %q as the contract says", c, as.Delim), "correct delimiter in the contract, or leave it out to have it detected")
		}
	}
	return nil
}
