package figure

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Holds tells whether a headline's condition is true of what the figure shows.
// A condition is comparisons joined by commas, all of which must hold:
//
//	last < first, last < max
//	top = 10000
//	last < 0.9
//
// first, last, previous, max and min are shown values in row order; top and
// bottom are the first dimension's member with the highest and lowest value. A
// word that has no value (all hidden, too few rows) makes the condition false:
// a headline must never claim what the page cannot show.
func (f *Figure) Holds(condition string) (bool, error) {
	words := f.words()
	for part := range strings.SplitSeq(condition, ",") {
		fields := strings.Fields(part)
		if len(fields) != 3 {
			return false, fmt.Errorf("condition %q: want WORD < WORD, WORD > WORD or WORD = WORD", strings.TrimSpace(part))
		}
		left, okLeft, err := operand(words, fields[0])
		if err != nil {
			return false, err
		}
		right, okRight, err := operand(words, fields[2])
		if err != nil {
			return false, err
		}
		if !okLeft || !okRight {
			return false, nil
		}
		holds, err := compare(left, fields[1], right)
		if err != nil || !holds {
			return false, err
		}
	}
	return true, nil
}

// words gives the values a condition may name. A word without a value is there
// as "", so that a misspelt word can be told from an empty one.
func (f *Figure) words() map[string]string {
	w := map[string]string{"first": "", "last": "", "previous": "", "max": "", "min": "", "top": "", "bottom": ""}
	var high, low float64
	seen := false
	for _, row := range f.Safe.Rows() {
		v, ok := row.Cell.Value()
		if !ok {
			continue
		}
		text := strconv.FormatFloat(v, 'g', -1, 64)
		if w["first"] == "" {
			w["first"] = text
		}
		w["previous"], w["last"] = w["last"], text
		member := ""
		if len(row.Dims) > 0 {
			member = row.Dims[0]
		}
		if !seen || v > high {
			high, w["max"], w["top"] = v, text, member
		}
		if !seen || v < low {
			low, w["min"], w["bottom"] = v, text, member
		}
		seen = true
	}
	return w
}

func operand(words map[string]string, word string) (string, bool, error) {
	if v, ok := words[word]; ok {
		return v, v != "", nil
	}
	if word != "" && (word[0] >= '0' && word[0] <= '9' || word[0] == '-') {
		return word, true, nil
	}
	names := []string{"first", "last", "previous", "max", "min", "top", "bottom"}
	return "", false, fmt.Errorf("condition word %q is not known; did you mean %s?", word, strings.Join(models.Nearest(word, names, 2), " or "))
}

func compare(left, op, right string) (bool, error) {
	if op == "=" {
		return left == right, nil
	}
	a, errA := strconv.ParseFloat(left, 64)
	b, errB := strconv.ParseFloat(right, 64)
	if errA != nil || errB != nil {
		return false, fmt.Errorf("cannot order %q and %q", left, right)
	}
	switch op {
	case "<":
		return a < b, nil
	case ">":
		return a > b, nil
	}
	return false, fmt.Errorf("comparison %q is not known; want <, > or =", op)
}
