package models

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
