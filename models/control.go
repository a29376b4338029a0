package models

import (
	"fmt"
	"slices"
)

// ControlTotals holds the totals rows of a file against the sums of its rows: the
// supplier's own check that nothing is missing.
type ControlTotals struct {
	Columns   []string `yaml:"columns"`   // none: all measures that are numbers and are kept
	Tolerance float64  `yaml:"tolerance"` // how much a total may differ, in the unit of the column
	Then      string   `yaml:"then"`      // warn (default) or refuse
}

// ControlEffects are the words that ControlTotals.Then may be.
var ControlEffects = []string{"", "warn", "refuse"}

// widestTotal is the most digits of a number whose sum over a whole file fits in
// the engine's exact numbers.
const widestTotal = 28

// Controlled gives the columns whose totals are checked, in contract order.
func (e *Entity) Controlled() []string {
	if e.ControlTotals == nil {
		return nil
	}
	var out []string
	for i := range e.Columns {
		c := &e.Columns[i]
		if len(e.ControlTotals.Columns) == 0 && c.Class == "measure" && c.Action == "keep" && c.Numeric() || slices.Contains(e.ControlTotals.Columns, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

func (c *complaints) control(where string, e *Entity) {
	t := e.ControlTotals
	if t == nil {
		return
	}
	where += ", control_totals"
	c.oneOf(where, "then", t.Then, ControlEffects)
	if t.Tolerance < 0 {
		c.add(where, fmt.Sprintf("has tolerance %g", t.Tolerance), "give how much a total may differ, 0 or more")
	}
	if len(t.Columns) == 0 && len(e.Controlled()) == 0 {
		c.add(where, "finds no column to add up", "name columns that are numbers and are kept")
	}
	for i := range e.Columns {
		col := &e.Columns[i]
		if !slices.Contains(e.Controlled(), col.Name) {
			continue
		}
		digits := IntegerDigits
		if col.LakeType() != "BIGINT" {
			digits, _ = col.Digits()
		}
		switch {
		case !col.Numeric() || col.Action != "keep":
			c.add(where, fmt.Sprintf("adds up column %q of type %s with action %s", col.Name, col.Type, col.Action), "name columns that are numbers and are kept")
		case digits > widestTotal:
			c.add(where, fmt.Sprintf("adds up column %q of %d digits, more than %d", col.Name, digits, widestTotal), "give it a smaller precision")
		}
	}
}
