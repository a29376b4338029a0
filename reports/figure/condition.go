package figure

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// words of a condition that stand for numbers and for members.
var (
	numberWords = []string{"first", "last", "previous", "max", "min"}
	memberWords = []string{"top", "bottom"}
)

// comparison is one WORD op WORD of a condition.
type comparison struct{ left, op, right string }

// Holds tells whether a headline's condition is true of what the figure shows.
// A condition is comparisons joined by commas, all of which must hold:
//
//	last < first, last < max
//	top = 10000
//	last < 0.9
//
// first, last, previous, max and min are shown values in display order; top and
// bottom are the first dimension's member with the highest and lowest value. A
// word that has no value (all hidden, too few rows, two members at the top) makes
// the condition false: a headline must never claim what the page cannot show.
// Every fault of the condition is told, whatever the values are.
func (f *Figure) Holds(condition string) (bool, error) {
	var all []comparison
	var errs []error
	for part := range strings.SplitSeq(condition, ",") {
		c, err := compile(part)
		all, errs = append(all, c), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return false, err
	}
	values := f.words()
	for _, c := range all {
		if !c.holds(values) {
			return false, nil
		}
	}
	return true, nil
}

// compile reads one comparison.
func compile(part string) (comparison, error) {
	fields := strings.Fields(part)
	if len(fields) != 3 {
		return comparison{}, fmt.Errorf("condition %q: want WORD < WORD, WORD > WORD or WORD = WORD", strings.TrimSpace(part))
	}
	c := comparison{left: fields[0], op: fields[1], right: fields[2]}
	if !slices.Contains([]string{"<", ">", "="}, c.op) {
		return c, fmt.Errorf("comparison %q is not known; want <, > or =", c.op)
	}
	if c.members() {
		// Next to top and bottom any word is a code, such as top = flanders.
		if c.op != "=" {
			return c, fmt.Errorf("cannot order %q and %q", c.left, c.right)
		}
		return c, nil
	}
	return c, errors.Join(number(c.left), number(c.right))
}

// number refuses what is neither a number nor a word for one.
func number(word string) error {
	if _, err := strconv.ParseFloat(word, 64); err == nil || slices.Contains(numberWords, word) {
		return nil
	}
	near := models.Nearest(word, slices.Concat(numberWords, memberWords), 2)
	return fmt.Errorf("condition word %q is not known; did you mean %s?", word, strings.Join(near, " or "))
}

// members tells whether codes of members are compared, and not numbers.
func (c comparison) members() bool {
	return slices.Contains(memberWords, c.left) || slices.Contains(memberWords, c.right)
}

func (c comparison) holds(values map[string]string) bool {
	left, right := operand(values, c.left), operand(values, c.right)
	if left == "" || right == "" {
		return false
	}
	if c.members() {
		return left == right
	}
	a, errA := strconv.ParseFloat(left, 64)
	b, errB := strconv.ParseFloat(right, 64)
	if errA != nil || errB != nil {
		return false
	}
	switch c.op {
	case "<":
		return a < b
	case ">":
		return a > b
	}
	return a == b
}

// operand gives what a word stands for, "" when it has no value; a number or a
// code stands for itself.
func operand(values map[string]string, word string) string {
	if slices.Contains(numberWords, word) || slices.Contains(memberWords, word) {
		return values[word]
	}
	return word
}

// words gives the values of a condition's words; one without a value is left out.
func (f *Figure) words() map[string]string {
	w := map[string]string{}
	var high, low float64
	seen := false
	for _, row := range f.Rows() {
		v, ok := row.Cell.Value()
		if !ok {
			continue
		}
		text := strconv.FormatFloat(v, 'g', -1, 64)
		member := ""
		if len(row.Dims) > 0 {
			member = row.Dims[0]
		}
		if seen {
			w["previous"] = w["last"]
		} else {
			w["first"] = text
		}
		w["last"] = text
		switch {
		case !seen || v > high:
			high, w["max"], w["top"] = v, text, member
		case v == high && member != w["top"]:
			w["top"] = ""
		}
		switch {
		case !seen || v < low:
			low, w["min"], w["bottom"] = v, text, member
		case v == low && member != w["bottom"]:
			w["bottom"] = ""
		}
		seen = true
	}
	return w
}
