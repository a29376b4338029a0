package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
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
	Format    []string  `yaml:"format"` // days and periods: DD/MM/YYYY, YYYY-[Q]Q ...
	Scale     int       `yaml:"scale"`  // decimal, amount, percent: digits behind the sign
	Precision int       `yaml:"precision"`
	// DecimalSign and ThousandSign are those of this column alone. An empty and a
	// nil one are what the format of the entity says; an empty ThousandSign is none.
	DecimalSign  string  `yaml:"decimal_sign"`
	ThousandSign *string `yaml:"thousand_sign"`
	StartsIn     int     `yaml:"starts_in"`  // financial_year, quarter: the month in which the year begins
	WrittenAs    string  `yaml:"written_as"` // percent: what a number without % is: percent or share
	Currency     string  `yaml:"currency"`   // amount: ISO 4217 code

	Matches   string              `yaml:"matches"`   // regular expression over the whole text
	Values    map[string][]string `yaml:"values"`    // code -> texts that mean it
	Reference *Reference          `yaml:"reference"` // codes from a reference list
	BlankIs   *bool               `yaml:"blank_is"`  // yes_no: what an empty cell means
	Nulls     []string            `yaml:"null_values"`
	// Placeholders are the texts by which a source says that there is a value but
	// why it does not give it: member -> texts.
	Placeholders map[string][]string `yaml:"placeholders"`
	Fold         bool                `yaml:"fold"`     // text: one spelling for what differs in case, accents and blanks
	Pad          int                 `yaml:"pad"`      // digits that a number had before it lost its leading zeros
	Raw          bool                `yaml:"raw"`      // the text as the file writes it is kept beside the value
	Optional     bool                `yaml:"optional"` // the whole column may be absent from a file
	Class        string              `yaml:"class"`    // identifier, quasi, sensitive, free_text, measure, technical
	Action       string              `yaml:"action"`   // pseudonymise, generalise, drop, keep
	Domain       string              `yaml:"domain"`   // pseudonymise: person, household, host, staff ...
	To           string              `yaml:"to"`       // generalise: age_band or municipality
	AsOf         string              `yaml:"as_of"`    // the date column at which an age is taken, or a name or code was used
	// AliasOf is the column that identifies the same one under a later number: a national
	// number that replaced a BIS number.
	AliasOf string `yaml:"alias_of" json:",omitempty"`
	// KeepReason says why free text is kept, which anything about anyone may be in.
	KeepReason string `yaml:"keep_reason" json:",omitempty"`
}

// Endings of the columns that stand in the lake beside the one of the contract.
const (
	MissingEnding = "_missing" // the placeholder that was given in place of a value
	RawEnding     = "_raw"     // the text as the file writes it
)

// LakeType gives the engine type that the column has in the lake.
func (c *Column) LakeType() string {
	switch {
	case c.Action == "pseudonymise":
		return "UUID" // 128 bits: hexadecimal text would double the file
	case c.Action == "generalise":
		return "VARCHAR"
	case c.Dated():
		return "DATE"
	}
	switch c.Type {
	case "integer":
		return "BIGINT"
	case "decimal", "amount_eur", "amount", "percent":
		precision, scale := c.Digits()
		return fmt.Sprintf("DECIMAL(%d,%d)", precision, scale)
	case "yes_no":
		return "BOOLEAN"
	}
	return "VARCHAR"
}

// LakeFields gives what the column is in the lake: nothing when it is dropped,
// else the value and, right after it, what the contract asks to keep beside it.
func (c *Column) LakeFields() []SchemaField {
	if c.Action == "drop" {
		return nil
	}
	out := []SchemaField{{Name: c.Name, Type: c.LakeType()}}
	if c.KeepsMissing() {
		out = append(out, SchemaField{Name: c.Name + MissingEnding, Type: "VARCHAR"})
	}
	if c.Raw {
		out = append(out, SchemaField{Name: c.Name + RawEnding, Type: "VARCHAR"})
	}
	return out
}

// CodeLike tells whether a placeholder can stand in the lake as a value of the
// column: as one more code.
func (c *Column) CodeLike() bool {
	return c.Action == "keep" && slices.Contains([]string{"text", "code", "nis_code", "municipality", "kbo_number"}, c.Type)
}

// KeepsMissing tells whether the column has another beside it that holds the
// placeholder, since no number or day can say it.
func (c *Column) KeepsMissing() bool { return len(c.Placeholders) > 0 && !c.CodeLike() }

// Numeric tells whether the column's values are numbers.
func (c *Column) Numeric() bool {
	return slices.Contains([]string{"integer", "decimal", "amount_eur", "amount", "percent"}, c.Type)
}

// Dated tells whether the column's values are days: dates, or the first days of
// periods.
func (c *Column) Dated() bool { return c.Type == "date" || c.Period() }

// Period tells whether the column's values are periods.
func (c *Column) Period() bool { return slices.Contains(PeriodTypes, c.Type) }

// Digits gives precision and scale of a column of exact numbers: 18 and 2 for
// amounts and when the contract names neither, 18 and 6 for shares.
func (c *Column) Digits() (precision, scale int) {
	switch {
	case c.Type == "amount_eur":
		return 18, 2
	case c.Precision == 0 && c.Scale == 0 && c.Type == "percent":
		return 18, 6
	case c.Precision == 0 && c.Scale == 0:
		return 18, 2
	case c.Precision == 0:
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

// column says what is wrong with one column of a contract, whatever the others
// and the project hold.
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
	c.protection(at, col)
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
	c.ofType(at, col)
}

// padded are the types whose lost zeros can be given back: how many digits the
// numbers have, or 0 where only the contract knows.
var padded = map[string]int{"text": 0, "code": 0, "nis_code": 5, "kbo_number": 10, "insz": 11}

var currencyForm = regexp.MustCompile("^[A-Z]{3}$")

// ofType refuses keys that mean nothing for the column's type, and misses those
// without which the type means nothing.
func (c *complaints) ofType(at string, col *Column) {
	switch is := col.Type; {
	case col.StartsIn != 0 && is != "financial_year" && is != "quarter":
		c.add(at, "has starts_in but is of type "+is, "take it out, or make it a financial_year or a quarter")
	case col.StartsIn < 0 || col.StartsIn > 12 || is == "financial_year" && col.StartsIn == 0:
		c.add(at, fmt.Sprintf("starts_in is %d, want the month in which the financial year begins, from 1 to 12", col.StartsIn), "write for example starts_in: 4")
	}
	if col.WrittenAs != "" && col.Type != "percent" {
		c.add(at, "has written_as but is of type "+col.Type, "take it out, or make it a percent")
	} else {
		c.oneOf(at, "written_as", col.WrittenAs, []string{"", "percent", "share"})
	}
	switch {
	case col.Type == "amount" && !currencyForm.MatchString(col.Currency):
		c.add(at, fmt.Sprintf("currency is %q, want the three letters of ISO 4217", col.Currency), "write for example currency: USD")
	case col.Type != "amount" && col.Currency != "":
		c.add(at, "has a currency but is of type "+col.Type, "take it out, or make it an amount")
	}
	if col.Fold && col.Type != "text" {
		c.add(at, "has fold but is of type "+col.Type+", want text", "take it out: codes and names are always compared folded")
	}
	digits, can := padded[col.Type]
	switch {
	case col.Pad == 0:
	case !can:
		c.add(at, fmt.Sprintf("has pad but is of type %s, want text, code, nis_code, kbo_number or insz", col.Type), "take it out")
	case col.Pad < 2 || col.Pad > 30 || digits > 0 && col.Pad != digits:
		want := "2 to 30"
		if digits > 0 {
			want = fmt.Sprint(digits)
		}
		c.add(at, fmt.Sprintf("pad is %d, want %s digits", col.Pad, want), "write how many digits the numbers had")
	}
	if col.Raw && (col.Action == "pseudonymise" || col.Action == "generalise" || col.Class == "identifier" || col.Class == "free_text" || col.Type == "insz") {
		c.add(at, "keeps the raw text of a column that is protected", "take raw out")
	}
}

// columns says what is wrong with the columns of an entity, seen beside each
// other and beside the reference lists. The cells of a column that is dropped are
// never looked at, so nothing is wrong with it here.
func (c *complaints) columns(e *Entity, lists map[string]*List) {
	where := e.File + ", entity " + e.Name
	c.signs(where, e)
	names := map[string]bool{}
	for i := range e.Columns {
		names[e.Columns[i].Name] = true
		if e.Columns[i].Action == "drop" {
			c.dropped(where, e, e.Columns[i].Name)
		}
	}
	for i := range e.Columns {
		col := &e.Columns[i]
		if col.Action == "drop" {
			continue
		}
		at := where + ", column " + col.Name
		for _, beside := range col.LakeFields()[1:] {
			if names[beside.Name] {
				c.add(at, fmt.Sprintf("keeps %s beside it, which is the name of another column", beside.Name), "rename one of the two")
			}
			names[beside.Name] = true
		}
		c.number(at, col)
		c.forms(at, e, col)
		c.day(at, e, col)
		c.words(at, col)
		c.placeholders(at, e, col)
		c.reference(at, e, col, lists)
		c.alias(at, e, col)
	}
}

// dropped refuses what reads a column whose cells are never looked at.
func (c *complaints) dropped(where string, e *Entity, name string) {
	reads := func(what string, columns ...string) {
		if slices.Contains(columns, name) {
			c.add(where, fmt.Sprintf("%s reads column %q, which is dropped", what, name), "give the column another action than drop, or take it out of the rule")
		}
	}
	reads("delivery.key", e.Delivery.Key...)
	reads("delivery.period", e.Delivery.Period)
	reads("delivery.deleted", e.Delivery.Deleted)
	for i := range e.Rules {
		reads("rule "+e.Rules[i].Name, e.Rules[i].Columns()...)
	}
}

// day refuses an as_of that names no column of days that is kept.
func (c *complaints) day(at string, e *Entity, col *Column) {
	if col.AsOf == "" {
		return
	}
	i := slices.IndexFunc(e.Columns, func(other Column) bool { return other.Name == col.AsOf })
	switch {
	case i < 0 || col.Class == "identifier": // told elsewhere, as is what it becomes
	case col.Action == "generalise" && (!slices.Contains(Generalisations, col.To) || col.AsOf == col.Name):
	case col.Action == "generalise" && col.To == "age_band" && (col.Type != "date" || e.Columns[i].Type != "date" || e.Columns[i].Action == "drop"):
		c.add(at, "becomes an age band, which needs a date and an as_of column that is a date and is kept", "correct the contract")
	case !e.Columns[i].Dated() || e.Columns[i].Action == "drop" || col.AsOf == col.Name:
		c.add(at, "has an as_of that is no date column of this entity that is kept", "name the date at which the name was used")
	}
}

// words refuses texts that a column of codes, or of yes and no, reads as two.
func (c *complaints) words(at string, col *Column) {
	if col.Type != "code" && col.Type != "yes_no" || col.Reference != nil {
		return
	}
	means, key := map[string]string{}, Fold
	if col.Type == "yes_no" {
		key = plain
		for _, w := range YesWords {
			means[w] = "true"
		}
		for _, w := range NoWords {
			means[w] = "false"
		}
		if col.BlankIs != nil {
			means["x"] = "true"
		}
	}
	for _, code := range sortedKeys(col.Values) {
		if col.Type == "yes_no" && code != "true" && code != "false" {
			c.add(at, fmt.Sprintf("has a value %q, want true or false", code), "list what means yes under true and what means no under false")
			continue
		}
		for _, text := range col.Values[code] {
			if before, taken := means[key(text)]; taken && before != code {
				c.add(at, fmt.Sprintf("reads %q as %s and as %s", text, before, code), "list it once; case, accents, spaces and hyphens do not count")
			}
			means[key(text)] = code
		}
	}
}

// plain is how a text is compared that no folding of names may change: signs like
// - and ? mean something in it.
func plain(text string) string { return strings.ToLower(strings.Trim(text, Around)) }

// placeholders refuses a text that would mean two things, and a member that would
// be one with a code.
func (c *complaints) placeholders(at string, e *Entity, col *Column) {
	if len(col.Placeholders) == 0 {
		return
	}
	means := map[string]string{"": "no value"}
	for _, null := range slices.Concat(e.NullValues, col.Nulls) {
		means[plain(null)] = "no value"
	}
	if col.Type == "yes_no" {
		for _, w := range slices.Concat(YesWords, NoWords) {
			means[w] = "yes or no"
		}
	}
	for _, code := range sortedKeys(col.Values) {
		means[plain(code)] = "code " + code
		for _, text := range col.Values[code] {
			means[plain(text)] = "code " + code
		}
	}
	for _, member := range sortedKeys(col.Placeholders) {
		c.name(at, "placeholder", member)
		if _, taken := col.Values[member]; taken {
			c.add(at, fmt.Sprintf("has a placeholder %q that is a code of its own", member), "give the placeholder another name")
		}
		if len(col.Placeholders[member]) == 0 {
			c.add(at, fmt.Sprintf("has a placeholder %q without texts", member), "list what the export writes for it")
		}
		for _, text := range col.Placeholders[member] {
			if before, taken := means[plain(text)]; taken && before != "placeholder "+member {
				c.add(at, fmt.Sprintf("reads %q as %s and as placeholder %s", text, before, member), "list it once")
			}
			means[plain(text)] = "placeholder " + member
		}
	}
}
