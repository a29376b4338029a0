package models

import (
	"fmt"
	"slices"
	"strings"
)

// RowRule is a rule over several columns of one row. A row in which one of them
// has no value does not break it.
type RowRule struct {
	Name      string   `yaml:"name"`
	NotBefore []string `yaml:"not_before"` // [later, earlier]: later >= earlier
	AtMost    []string `yaml:"at_most"`    // [smaller, larger]: smaller <= larger + tolerance
	Sum       []string `yaml:"sum"`        // [total, part, part ...]: total = sum of the parts, give or take tolerance
	Same      []string `yaml:"same"`       // [one, other]: equal, give or take tolerance where they are numbers
	SameMonth []string `yaml:"same_month"` // [one, other]: dates of one calendar month
	SameYear  []string `yaml:"same_year"`  // [one, other]: dates of one calendar year
	Median    *Median  `yaml:"median"`
	Ratio     *Ratio   `yaml:"ratio"`
	Tolerance float64  `yaml:"tolerance"`
	Then      string   `yaml:"then"` // reject (default) or warn; median always warns
	Fix       string   `yaml:"fix"`
}

// Median holds a value against the middle of its column in the same delivery:
// least and most times it. One of the two may be absent (0).
type Median struct {
	Column string   `yaml:"column"`
	By     []string `yaml:"by"` // the middle of the rows that have the same values here
	Least  float64  `yaml:"least"`
	Most   float64  `yaml:"most"`
}

// Ratio holds a value against another one of its row: range is the least and the
// most that it may be of it.
type Ratio struct {
	Column string    `yaml:"column"`
	To     string    `yaml:"to"`
	Range  []float64 `yaml:"range"`
}

// What a broken rule does with its row.
var RuleEffects = []string{"", "reject", "warn"}

// The kinds of rules over several columns, as contracts and rejects name them.
const (
	RuleNotBefore = "not_before"
	RuleAtMost    = "at_most"
	RuleSum       = "sum"
	RuleSame      = "same"
	RuleSameMonth = "same_month"
	RuleSameYear  = "same_year"
	RuleMedian    = "median"
	RuleRatio     = "ratio"
)

// lists gives the kinds that are written as a list of columns.
func (r *RowRule) lists() map[string][]string {
	return map[string][]string{RuleNotBefore: r.NotBefore, RuleAtMost: r.AtMost, RuleSum: r.Sum,
		RuleSame: r.Same, RuleSameMonth: r.SameMonth, RuleSameYear: r.SameYear}
}

// Kind gives the one kind of a rule in a project that was loaded.
func (r *RowRule) Kind() string {
	switch {
	case r.Median != nil:
		return RuleMedian
	case r.Ratio != nil:
		return RuleRatio
	}
	for kind, columns := range r.lists() {
		if len(columns) > 0 {
			return kind
		}
	}
	return ""
}

// Columns gives the columns that the rule reads, as it names them; the first is
// the one that is held against the others.
func (r *RowRule) Columns() []string {
	switch {
	case r.Median != nil:
		return slices.Concat([]string{r.Median.Column}, r.Median.By)
	case r.Ratio != nil:
		return []string{r.Ratio.Column, r.Ratio.To}
	}
	return slices.Concat(r.NotBefore, r.AtMost, r.Sum, r.Same, r.SameMonth, r.SameYear)
}

// Warns tells whether a row that breaks the rule stays, with a warning. What is
// far from the middle of its delivery may be wrong, and may be news.
func (r *RowRule) Warns() bool { return r.Then == "warn" || r.Median != nil }

// IntegerDigits is how many digits a whole number of the lake may have, and
// widest how many an exact number of the engine has.
const (
	IntegerDigits = 19
	widest        = 38
)

// rule refuses a rule that says nothing, says two things, or compares what
// cannot be compared. A contract with such a rule is wrong for every file, so it
// is refused before any file is looked at.
func (c *complaints) rule(where string, r *RowRule, columns []Column) {
	where += ", rule " + r.Name
	c.oneOf(where, "then", r.Then, RuleEffects)
	if !c.oneKind(where, r) {
		return
	}
	kind := r.Kind()
	if r.Median != nil && r.Then == "reject" {
		c.add(where, "rejects by the median, which the other rows of the delivery decide", "write then: warn, or leave then out")
	}
	if r.Tolerance < 0 || r.Tolerance > 0 && kind != RuleAtMost && kind != RuleSum && kind != RuleSame {
		c.add(where, fmt.Sprintf("has tolerance %g with %s", r.Tolerance, kind), "give a tolerance above 0 to at_most, sum or same of numbers")
	}
	var found []*Column // those that are not there are told elsewhere
	for _, name := range r.Columns() {
		if i := slices.IndexFunc(columns, func(col Column) bool { return col.Name == name }); i >= 0 {
			found = append(found, &columns[i])
		}
	}
	switch kind {
	case RuleNotBefore, RuleSameMonth, RuleSameYear:
		c.allOf(where, kind+" compares", found, "dates", func(col *Column) bool { return strings.HasPrefix(col.LakeType(), "DATE") })
	case RuleAtMost:
		if len(found) == 2 && (found[0].Numeric() != found[1].Numeric() || found[0].LakeType() == "DATE" != (found[1].LakeType() == "DATE")) {
			c.add(where, fmt.Sprintf("holds a column of type %s against one of type %s", found[0].Type, found[1].Type), "compare two numbers or two dates")
		}
	case RuleSame:
		if len(found) == 2 && found[0].Numeric() != found[1].Numeric() {
			c.add(where, fmt.Sprintf("holds a column of type %s against one of type %s", found[0].Type, found[1].Type), "compare columns of one type")
		}
		if r.Tolerance > 0 {
			c.allOf(where, "has a tolerance for", found, "numbers", (*Column).Numeric)
		}
	case RuleSum:
		c.allOf(where, "adds up", found, "numbers", (*Column).Numeric)
		c.digits(where, found)
	case RuleRatio:
		c.allOf(where, "divides", found, "numbers", (*Column).Numeric)
		if len(r.Ratio.Range) != 2 || r.Ratio.Range[0] > r.Ratio.Range[1] {
			c.add(where, fmt.Sprintf("has range %v, want [least, most]", r.Ratio.Range), "write for example range: [0, 1]")
		}
	case RuleMedian:
		c.allOf(where, "takes the median of", found[:min(1, len(found))], "numbers", (*Column).Numeric)
		if m := r.Median; m.Least < 0 || m.Most < 0 || m.Least == 0 && m.Most == 0 || m.Most > 0 && m.Most < m.Least {
			c.add(where, fmt.Sprintf("has least %g and most %g times the median", m.Least, m.Most), "write for example most: 10, or least: 0.1 beside it")
		}
	}
}

// oneKind tells whether a rule says exactly one thing, with enough columns.
func (c *complaints) oneKind(where string, r *RowRule) bool {
	said, fits := 0, true
	for kind, columns := range r.lists() {
		if len(columns) == 0 {
			continue
		}
		said++
		fits = fits && (len(columns) == 2 || kind == RuleSum && len(columns) > 2) && (kind != RuleSum || len(columns) > 2)
	}
	if r.Median != nil {
		said++
		fits = fits && r.Median.Column != ""
	}
	if r.Ratio != nil {
		said++
		fits = fits && r.Ratio.Column != "" && r.Ratio.To != ""
	}
	if said != 1 || !fits {
		c.add(where, "wants one of not_before, at_most, same, same_month and same_year with two columns, sum with a total and its parts, median or ratio",
			"write for example not_before: [end_date, start_date]")
		return false
	}
	return true
}

// allOf refuses columns that are not of the kind that a rule can work with.
func (c *complaints) allOf(where, does string, columns []*Column, want string, is func(*Column) bool) {
	for _, col := range columns {
		if !is(col) {
			c.add(where, fmt.Sprintf("%s column %q of type %s, want %s", does, col.Name, col.Type, want), "name columns that hold "+want)
		}
	}
}

// digits refuses a sum that may be longer than the engine's exact numbers.
func (c *complaints) digits(where string, columns []*Column) {
	before, behind := 0, 0 // digits that the numbers may have on each side of the sign
	for _, col := range columns {
		precision, scale := IntegerDigits, 0
		if col.LakeType() != "BIGINT" {
			precision, scale = col.Digits()
		}
		before, behind = max(before, precision-scale), max(behind, scale)
	}
	// The engine gives each addition one digit more.
	if digits := before + behind + len(columns); digits > widest {
		c.add(where, fmt.Sprintf("may come to numbers of %d digits, more than %d", digits, widest), "give its columns a smaller precision")
	}
}
