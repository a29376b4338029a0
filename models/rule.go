package models

import (
	"fmt"
	"slices"
)

// RowRule is a rule over several columns of one row.
type RowRule struct {
	Name      string   `yaml:"name"`
	NotBefore []string `yaml:"not_before"` // [later, earlier]: later >= earlier when both are known
	AtMost    []string `yaml:"at_most"`    // [smaller, larger]: smaller <= larger when both are known
	Sum       []string `yaml:"sum"`        // [total, part, part ...]: total = sum of the parts when all are known
	Fix       string   `yaml:"fix"`
}

// Columns gives the columns that the rule reads, as it names them.
func (r *RowRule) Columns() []string { return slices.Concat(r.NotBefore, r.AtMost, r.Sum) }

// IntegerDigits is how many digits a whole number of the lake may have, and
// widest how many an exact number of the engine has.
const (
	IntegerDigits = 19
	widest        = 38
)

// rule refuses a rule that says nothing, says two things, or adds up what is no
// number. A contract with such a rule is wrong for every file, so it is refused
// before any file is looked at.
func (c *complaints) rule(where string, r *RowRule, columns []Column) {
	where += ", rule " + r.Name
	pair, added := len(r.NotBefore)+len(r.AtMost), len(r.Sum)
	one := max(len(r.NotBefore), len(r.AtMost), added) == pair+added
	if !one || pair != 2 && added < 3 {
		c.add(where, "wants two columns under not_before or at_most, or a total and its parts under sum, and only one of these",
			"write for example not_before: [end_date, start_date]")
		return
	}
	before, behind := 0, 0 // digits that the numbers may have on each side of the sign
	for _, name := range r.Sum {
		i := slices.IndexFunc(columns, func(col Column) bool { return col.Name == name })
		if i < 0 {
			continue // told with the other names that are not there
		}
		if !columns[i].Numeric() {
			c.add(where, fmt.Sprintf("adds up column %q of type %s, want numbers", name, columns[i].Type),
				"name columns of type integer, decimal or amount_eur under sum")
			continue
		}
		precision, scale := IntegerDigits, 0
		if columns[i].Type != "integer" {
			precision, scale = columns[i].Digits()
		}
		before, behind = max(before, precision-scale), max(behind, scale)
	}
	// The engine gives each addition one digit more.
	if digits := before + behind + added; digits > widest {
		c.add(where, fmt.Sprintf("may come to numbers of %d digits, more than %d", digits, widest), "give its columns a smaller precision")
	}
}
