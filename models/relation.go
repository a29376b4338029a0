package models

// Relation is one SQL file that makes one relation: its contract and its SELECT.
type Relation struct {
	Name         string           `yaml:"name"`
	About        string           `yaml:"about"`
	Grain        string           `yaml:"grain"`
	Key          []string         `yaml:"key"`
	Order        []string         `yaml:"order"`        // total order of the written rows; the key when empty
	Materialized string           `yaml:"materialized"` // view (default of stg_) or table
	Warning      string           `yaml:"warning"`      // "stock: do not sum over months"
	Columns      []RelationColumn `yaml:"columns"`
	Checks       []ColumnCheck    `yaml:"checks"`

	SQL  string `yaml:"-"` // the SELECT, without header
	File string `yaml:"-"`
	Line int    `yaml:"-"` // line in File where SQL begins
}

// RelationColumn is one column that a relation promises, in order.
type RelationColumn struct {
	Name    string `yaml:"name"`
	Type    string `yaml:"type"`
	Unit    string `yaml:"unit"`
	About   string `yaml:"about"`
	Missing string `yaml:"missing"` // what a null means; empty: no nulls promised nor meant
	Class   string `yaml:"class"`
}

// ColumnCheck is a check declared in a relation's header.
type ColumnCheck struct {
	NotNull    []string       `yaml:"not_null"`
	Unique     []string       `yaml:"unique"`
	Accepted   *AcceptedCheck `yaml:"accepted"`
	References *RefersTo      `yaml:"references"`
	Range      *RangeCheck    `yaml:"range"`
	RowCount   *RowCountCheck `yaml:"row_count"`
	Severity   string         `yaml:"severity"` // block (default) or warn
	Owner      string         `yaml:"owner"`    // who must act; of a stg_ relation its source's owner by default
	Fix        string         `yaml:"fix"`      // what to do; where to look by default
	FixNL      string         `yaml:"fix_nl"`   // the same in Dutch
}

// RangeCheck says between which values a column lies, both included. They are
// texts that are cast to the column's type, so a date is written as one.
type RangeCheck struct {
	Column string `yaml:"column"`
	Min    string `yaml:"min"`
	Max    string `yaml:"max"`
}

// RowCountCheck says how many rows a relation has, both ends included.
type RowCountCheck struct {
	Min *int64 `yaml:"min"`
	Max *int64 `yaml:"max"`
}

// AcceptedCheck lists the values that a column may hold.
type AcceptedCheck struct {
	Column string   `yaml:"column"`
	Values []string `yaml:"values"`
}

// RefersTo says that a column's values exist in another relation.
type RefersTo struct {
	Column   string `yaml:"column"`
	Relation string `yaml:"relation"`
	To       string `yaml:"to"`
}

// Check is one SQL file in sql/checks: its SELECT gives the rows that fail.
type Check struct {
	Name     string `yaml:"name"`
	AboutNL  string `yaml:"about_nl"`
	AboutEN  string `yaml:"about_en"`
	Severity string `yaml:"severity"` // block or warn
	Owner    string `yaml:"owner"`
	Fix      string `yaml:"fix"`
	FixNL    string `yaml:"fix_nl"` // the same in Dutch

	SQL  string `yaml:"-"`
	File string `yaml:"-"`
	Line int    `yaml:"-"`
}
