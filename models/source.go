package models

import "fmt"

// Source is the contract of one supplier: who owns the exports, on what legal
// basis they are used, and what each entity in them looks like. It is one YAML
// file in models/sources.
type Source struct {
	Name          string `yaml:"source"`
	TitleNL       string `yaml:"title_nl"`
	TitleEN       string `yaml:"title_en"`
	Owner         string `yaml:"owner"`
	Purpose       string `yaml:"purpose"`
	LegalBasis    string `yaml:"legal_basis"`
	Register      string `yaml:"processing_register"`
	DPIA          string `yaml:"dpia"`
	Protocol      string `yaml:"protocol"`
	RetentionDays int    `yaml:"retention_days"`
	Freshness     struct {
		Every         string `yaml:"every"` // day, week, month, year or once
		LateAfterDays int    `yaml:"late_after_days"`
	} `yaml:"freshness"`
	Entities []Entity `yaml:"entities"`

	File string `yaml:"-"` // path in the project, for messages
}

// Entity is one kind of row that a source delivers.
type Entity struct {
	Name           string    `yaml:"entity"`
	TitleNL        string    `yaml:"title_nl"`
	TitleEN        string    `yaml:"title_en"`
	Grain          string    `yaml:"grain"`
	Files          []string  `yaml:"files"` // glob patterns below the exports folder, / separated
	KnownAt        KnownAt   `yaml:"known_at"`
	Format         Format    `yaml:"format"`
	Delivery       Delivery  `yaml:"delivery"`
	UnknownColumns string    `yaml:"unknown_columns"` // refuse (default), quarantine or drop
	NullValues     []string  `yaml:"null_values"`     // texts that mean "no value", beside the empty cell
	Limits         Limits    `yaml:"limits"`
	Columns        []Column  `yaml:"columns"`
	Rules          []RowRule `yaml:"rules"`
	Optional       bool      `yaml:"optional"` // no warning when nothing was ever delivered

	Source string `yaml:"-"` // name of the source it belongs to
	File   string `yaml:"-"` // contract file, for messages
}

// Key gives "source/entity", the name used in messages and folders.
func (e *Entity) Key() string { return e.Source + "/" + e.Name }

// KnownAt says where the knowledge date of a delivery comes from.
type KnownAt struct {
	From    string `yaml:"from"`    // file_name, listing or received
	Pattern string `yaml:"pattern"` // file_name: regular expression, first group is the date
	Format  string `yaml:"format"`  // file_name: YYYY-MM-DD (default), YYYYMMDD, DD-MM-YYYY, YYYY-MM, YYYY-Www
}

// Format says how the file is written; what is left empty is detected, and the
// manifest tells what was found and why.
type Format struct {
	Kind         string   `yaml:"kind"`     // csv, xlsx, json
	Encoding     string   `yaml:"encoding"` // utf-8, utf-16le, utf-16be, windows-1252
	Delimiter    string   `yaml:"delimiter"`
	Quote        string   `yaml:"quote"`
	Sheet        string   `yaml:"sheet"`
	HeaderRows   int      `yaml:"header_rows"`
	Records      string   `yaml:"records"` // json: path of the array
	Totals       []string `yaml:"totals"`
	DateFormat   string   `yaml:"date_format"` // default of date columns: DD/MM/YYYY, ...
	DecimalSign  string   `yaml:"decimal_sign"`
	ThousandSign string   `yaml:"thousand_sign"`
}

// Delivery says what a new file means for the rows of earlier ones.
type Delivery struct {
	Kind    string   `yaml:"kind"`    // snapshot, period, changes or append
	Key     []string `yaml:"key"`     // columns that identify a row: needed for changes, checked in the file for all
	Period  string   `yaml:"period"`  // period: the column whose values a file replaces
	Deleted string   `yaml:"deleted"` // changes: the yes_no column that ends a row
}

// Limits say when a file is refused whole because too many rows are rejected.
type Limits struct {
	RejectCount int64   `yaml:"reject_count"` // 0: no limit
	RejectShare float64 `yaml:"reject_share"` // 0 to 1; 0: no limit
}

// Column is one column of an entity: how it is named, typed and protected.
type Column struct {
	Name      string    `yaml:"name"`   // in the lake
	Header    []string  `yaml:"header"` // names in the exports, folded on case, accents and spaces
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

// LakeSchema gives the columns of the entity's lake files: what is kept, in
// contract order, then where each row came from.
func (e *Entity) LakeSchema() []SchemaField {
	var out []SchemaField
	for i := range e.Columns {
		if c := &e.Columns[i]; c.Action != "drop" {
			out = append(out, SchemaField{Name: c.Name, Type: c.LakeType()})
		}
	}
	return append(out,
		SchemaField{Name: "_load_id", Type: "VARCHAR"},
		SchemaField{Name: "_file_sha256", Type: "VARCHAR"},
		SchemaField{Name: "_line", Type: "BIGINT"},
		SchemaField{Name: "_known_at", Type: "DATE"})
}
