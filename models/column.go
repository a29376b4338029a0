package models

import (
	"fmt"
	"regexp"
	"slices"
)

// Column is one column of an entity: how it is named, typed and protected.
type Column struct {
	Name   string   `yaml:"name"`   // in the lake
	Header []string `yaml:"header"` // names in the exports, folded on case, accents and spaces
	// FromName is a regular expression over the file's path below the exports; its
	// first group is the cell of every row. Such a column has no header.
	FromName  string    `yaml:"from_name"`
	Type      string    `yaml:"type"`
	Unit      string    `yaml:"unit"`
	About     string    `yaml:"about"`
	Required  bool      `yaml:"required"`
	Range     []float64 `yaml:"range"`  // [least, most]
	Format    []string  `yaml:"format"` // dates: DD/MM/YYYY, YYYY-MM-DD, D MMM YYYY ...; first match wins
	Scale     int       `yaml:"scale"`  // decimal: digits behind the sign
	Precision int       `yaml:"precision"`
	// DecimalSign and ThousandSign are those of this column alone. An empty and a
	// nil one are what the format of the entity says; an empty ThousandSign is none.
	DecimalSign  string  `yaml:"decimal_sign"`
	ThousandSign *string `yaml:"thousand_sign"`

	Matches   string              `yaml:"matches"`   // regular expression over the whole text
	Values    map[string][]string `yaml:"values"`    // code -> texts that mean it
	Reference *Reference          `yaml:"reference"` // codes from a reference list
	BlankIs   *bool               `yaml:"blank_is"`  // yes_no: what an empty cell means
	Nulls     []string            `yaml:"null_values"`
	Optional  bool                `yaml:"optional"` // the whole column may be absent from a file
	Class     string              `yaml:"class"`    // identifier, quasi, sensitive, free_text, measure, technical
	Action    string              `yaml:"action"`   // pseudonymise, generalise, drop, keep
	Domain    string              `yaml:"domain"`   // pseudonymise: person, household, host, staff ...
	To        string              `yaml:"to"`       // generalise: age_band
	AsOf      string              `yaml:"as_of"`    // generalise age_band: the date column the age is taken at
}

// Reference names the list that a code or a name is looked up in.
type Reference struct {
	List string `yaml:"list"` // file name in models/reference without .csv
	Text string `yaml:"text"` // column that holds the text of the export
	Code string `yaml:"code"` // column that holds the code for the lake
}

// LakeType gives the engine type that the column has in the lake.
func (c *Column) LakeType() string {
	switch {
	case c.Action == "pseudonymise":
		return "UUID" // 128 bits: hexadecimal text would double the file
	case c.Action == "generalise":
		return "VARCHAR"
	}
	switch c.Type {
	case "integer":
		return "BIGINT"
	case "decimal", "amount_eur":
		precision, scale := c.Digits()
		return fmt.Sprintf("DECIMAL(%d,%d)", precision, scale)
	case "date", "month":
		return "DATE"
	case "yes_no":
		return "BOOLEAN"
	}
	return "VARCHAR"
}

// Numeric tells whether the column's values are numbers.
func (c *Column) Numeric() bool {
	return c.Type == "integer" || c.Type == "decimal" || c.Type == "amount_eur"
}

// Digits gives precision and scale of a decimal column: 18 and 2 for amounts
// and when the contract names neither.
func (c *Column) Digits() (precision, scale int) {
	if c.Type == "amount_eur" || c.Precision == 0 && c.Scale == 0 {
		return 18, 2
	}
	if c.Precision == 0 {
		return 18, c.Scale
	}
	return c.Precision, c.Scale
}

// Headers gives the names that the column has in a file; for one that comes from
// the name of the file, what it is called in messages.
func (c *Column) Headers() []string {
	if c.FromName != "" {
		return []string{"the file name (" + c.Name + ")"}
	}
	return c.Header
}

// column says what is wrong with one column of a contract.
func (c *complaints) column(at string, col *Column) {
	c.name(at, "name", col.Name)
	c.oneOf(at, "type", col.Type, ColumnTypes)
	c.oneOf(at, "class", col.Class, Classes)
	c.oneOf(at, "action", col.Action, Actions)
	switch expression, err := regexp.Compile(col.FromName); {
	case err != nil:
		c.add(at, "from_name is not a regular expression: "+err.Error(), "mend it")
	case col.FromName != "" && expression.NumSubexp() != 1:
		c.add(at, fmt.Sprintf("from_name has %d groups, want one: what is between ( and ) is the cell", expression.NumSubexp()), `write for example from_name: '_(\d{4}-\d{2})\.csv$'`)
	case col.FromName != "" && len(col.Header) > 0:
		c.add(at, "has a header and from_name", "take one of them out: its cells are in the file or in its name")
	case col.FromName == "" && len(col.Header) == 0:
		c.add(at, "has no header", "name the column as the export names it")
	}
	// An identifier that is kept would enter the lake as it is.
	if col.Class == "identifier" && col.Action != "pseudonymise" && col.Action != "drop" {
		c.add(at, fmt.Sprintf("is an identifier with action %q, want pseudonymise or drop", col.Action), "choose one of the two")
	}
	if col.Action == "pseudonymise" && col.Domain == "" {
		c.add(at, "is pseudonymised without a domain", "say whom it identifies: person, household, host, staff")
	}
	if col.Action == "generalise" && col.To != "age_band" {
		c.add(at, fmt.Sprintf("generalises to %q, want age_band", col.To), "see docs/contracts.md")
	}
	if col.Type == "code" && len(col.Values) == 0 && col.Reference == nil {
		c.add(at, "is a code without values or reference", "list the codes and what they are called in the export")
	}
	if !slices.Contains([]string{"", ",", "."}, col.DecimalSign) {
		c.add(at, fmt.Sprintf("decimal_sign is %q, want a comma or a point", col.DecimalSign), `write decimal_sign: "," or decimal_sign: "."`)
	}
	if (col.DecimalSign != "" || col.ThousandSign != nil) && !col.Numeric() {
		c.add(at, fmt.Sprintf("has signs of numbers but is of type %s", col.Type), "take decimal_sign and thousand_sign out, or make it a number")
	}
	if col.Matches != "" {
		if _, err := regexp.Compile(col.Matches); err != nil {
			c.add(at, "matches is not a regular expression: "+err.Error(), "mend it")
		}
	}
}
