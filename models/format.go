package models

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Format says how the file is written; what is left empty is detected, and the
// manifest tells what was found and why.
type Format struct {
	Kind         string   `yaml:"kind"`     // csv, xlsx, json
	Encoding     string   `yaml:"encoding"` // one of Encodings
	Delimiter    string   `yaml:"delimiter"`
	Quote        string   `yaml:"quote"`
	Escape       string   `yaml:"escape"` // before a character that is meant as text
	Sheet        string   `yaml:"sheet"`
	Range        string   `yaml:"range"`       // xlsx: B4:H200, B4: or B:H
	HeaderRow    int64    `yaml:"header_row"`  // line that the header begins on, from 1
	HeaderRows   int      `yaml:"header_rows"` // how many it has
	Columns      []string `yaml:"columns"`     // names for a file without a header, in its order
	Records      string   `yaml:"records"`     // json: path of the array
	Totals       []string `yaml:"totals"`
	Notes        []string `yaml:"notes"` // regular expressions over the first filled cell of rows that are footnotes
	Unpivot      *Unpivot `yaml:"unpivot"`
	DateFormat   string   `yaml:"date_format"` // default of date columns: DD/MM/YYYY, ...
	DecimalSign  string   `yaml:"decimal_sign"`
	ThousandSign string   `yaml:"thousand_sign"`
}

// Unpivot makes rows out of the columns of a wide table.
type Unpivot struct {
	Keep      []string `yaml:"keep"`       // headers, or columns of the contract, that stay with each row whatever Columns says
	Columns   string   `yaml:"columns"`    // regular expression over the headers; a first group is what is kept of them
	Name      string   `yaml:"name"`       // header of the column that says which one it was
	Value     string   `yaml:"value"`      // header of the column with the cells
	SkipEmpty bool     `yaml:"skip_empty"` // an empty cell makes no row
}

// Encodings maps the names that a contract may use, in small letters, to how
// the encoding is called in a manifest. Files that say latin-1 are written by
// programs that mean windows-1252: the euro sign lies in the difference.
var Encodings = map[string]string{
	"utf-8": "utf-8", "utf8": "utf-8",
	"utf-16": "utf-16", "utf-16le": "utf-16le", "utf-16be": "utf-16be",
	"windows-1252": "windows-1252", "cp1252": "windows-1252", "cp-1252": "windows-1252", "ansi": "windows-1252",
	"latin-1": "windows-1252", "latin1": "windows-1252", "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252",
	"iso_8859-1": "windows-1252",
	"latin-2":    "iso-8859-2", "latin2": "iso-8859-2", "iso-8859-2": "iso-8859-2",
	"iso-8859-5": "iso-8859-5", "iso-8859-7": "iso-8859-7", "iso-8859-9": "iso-8859-9",
	"latin-9": "iso-8859-15", "latin9": "iso-8859-15", "iso-8859-15": "iso-8859-15",
	"windows-1250": "windows-1250", "cp1250": "windows-1250", "windows-1251": "windows-1251", "cp1251": "windows-1251",
	"windows-1253": "windows-1253", "windows-1254": "windows-1254", "windows-1257": "windows-1257",
	"ibm437": "ibm437", "cp437": "ibm437", "ibm850": "ibm850", "cp850": "ibm850", "ibm852": "ibm852", "cp852": "ibm852",
	"koi8-r": "koi8-r", "macintosh": "macintosh", "mac-roman": "macintosh",
}

// The size of a sheet, by the standard of workbooks.
const (
	SheetRows    = 1_048_576
	SheetColumns = 16_384
)

// CellRange is a block of cells of a sheet; rows count from 1, columns from 0,
// ends included.
type CellRange struct {
	Top, Bottom int64
	Left, Right int
}

// WholeSheet is the range that leaves out nothing.
var WholeSheet = CellRange{Top: 1, Bottom: SheetRows, Left: 0, Right: SheetColumns - 1}

// corner is one end of a range: column letters, a row number, or both.
var corner = regexp.MustCompile(`^\$?([A-Z]{0,3})\$?([1-9][0-9]{0,6})?$`)

// ParseRange reads B4:H200; B4: for all that lies below and to the right of a
// cell; B:H for columns and 4:200 for rows. The error says what is wrong with it
// in words that come behind it.
func ParseRange(text string) (CellRange, error) {
	out := WholeSheet
	from, to, ok := strings.Cut(strings.ToUpper(strings.TrimSpace(text)), ":")
	first, last := corner.FindStringSubmatch(from), corner.FindStringSubmatch(to)
	if !ok || first == nil || last == nil || from == "" {
		return out, fmt.Errorf("cannot be read, want a range like B4:H200, B4: or B:H")
	}
	for _, end := range []struct {
		part []string
		col  *int
		row  *int64
	}{{first, &out.Left, &out.Top}, {last, &out.Right, &out.Bottom}} {
		if letters := end.part[1]; letters != "" {
			n := 0
			for _, c := range letters {
				n = n*26 + int(c-'A') + 1
			}
			if *end.col = n - 1; n > SheetColumns {
				return out, fmt.Errorf("has column %s, but the last of a sheet is XFD", letters)
			}
		}
		if digits := end.part[2]; digits != "" {
			n, err := strconv.ParseInt(digits, 10, 64)
			if *end.row = n; err != nil || n > SheetRows {
				return out, fmt.Errorf("has row %s, but the last of a sheet is %d", digits, SheetRows)
			}
		}
	}
	if out.Left > out.Right || out.Top > out.Bottom {
		return out, fmt.Errorf("ends before it begins")
	}
	return out, nil
}

// format says what is wrong with the format of a contract, whatever its files hold.
func (c *complaints) format(where string, e *Entity) {
	f := &e.Format
	c.oneOf(where, "format.kind", f.Kind, []string{"", "csv", "xlsx", "json"})
	if f.Encoding != "" && Encodings[strings.ToLower(strings.TrimSpace(f.Encoding))] == "" {
		c.add(where, fmt.Sprintf("format.encoding is %q, which is not known", f.Encoding), "write utf-8, utf-16le, utf-16be or windows-1252, or another name of docs/contracts.md")
	}
	signs := map[string]string{}
	for _, s := range []struct{ key, value string }{{"delimiter", f.Delimiter}, {"quote", f.Quote}, {"escape", f.Escape}} {
		value := s.value
		if value == "" || value == "none" && s.key == "quote" {
			continue
		}
		if value == "tab" || value == `\t` {
			value = "\t"
		}
		if len(value) != 1 || value[0] >= 0x80 || strings.Contains("\r\n\x00", value) {
			c.add(where, fmt.Sprintf("format.%s is %q, want one character", s.key, s.value), "give the one character that the program writes")
			continue
		}
		if before := signs[value]; before != "" && !(before == "quote" && s.key == "escape") {
			c.add(where, fmt.Sprintf("format.%s and format.%s are both %q", before, s.key, s.value), "change one of them")
		}
		signs[value] = s.key
	}
	if f.Escape != "" && (f.Kind == "xlsx" || f.Kind == "json") {
		c.add(where, "format.escape is given, but format.kind is "+f.Kind, "take it out: only csv has it")
	}
	if (f.Range != "") && (f.Kind == "csv" || f.Kind == "json") {
		c.add(where, "format.range is given, but format.kind is "+f.Kind, "take it out: only xlsx has it")
	}
	if f.Range != "" {
		if _, err := ParseRange(f.Range); err != nil {
			c.add(where, fmt.Sprintf("format.range %q %v", f.Range, err), "correct it")
		}
	}
	if _, err := path.Match(f.Sheet, ""); err != nil {
		c.add(where, fmt.Sprintf("format.sheet %q is not a pattern that can be read", f.Sheet), "use only * and ? as signs")
	}
	if f.HeaderRow < 0 {
		c.add(where, fmt.Sprintf("format.header_row is %d, want a line from 1 on", f.HeaderRow), "correct it")
	}
	if f.HeaderRows < 0 || f.HeaderRows > 10 {
		c.add(where, fmt.Sprintf("format.header_rows is %d, want 1 to 10", f.HeaderRows), "correct it")
	}
	if slices.ContainsFunc(f.Totals, func(s string) bool { return strings.TrimSpace(s) == "" }) {
		c.add(where, "format.totals has an empty text", "take it out: it would say nothing")
	}
	for _, text := range f.Notes {
		expression, err := regexp.Compile(text)
		switch {
		case err != nil:
			c.add(where, fmt.Sprintf("format.notes has %q, which is no regular expression: %v", text, err), "mend it")
		case expression.MatchString(""):
			c.add(where, fmt.Sprintf("format.notes has %q, which fits every text", text), `say how footnotes begin, like '^\d\)'`)
		}
	}
	c.headless(where, f)
	c.unpivot(where, e)
}

// headless checks the names for a file without a header.
func (c *complaints) headless(where string, f *Format) {
	if len(f.Columns) == 0 {
		return
	}
	if f.HeaderRow > 0 || f.HeaderRows > 0 {
		c.add(where, "format.columns is for files without a header, but header_row or header_rows says that there is one", "take one of the two out")
	}
	if len(f.Columns) > SheetColumns {
		c.add(where, fmt.Sprintf("format.columns has %d names, more than the %d that are read", len(f.Columns), SheetColumns), "give fewer")
	}
	seen := map[string]bool{}
	for _, name := range f.Columns {
		key := strings.ToLower(strings.TrimSpace(name))
		if key == "" || seen[key] {
			c.add(where, fmt.Sprintf("format.columns has %q twice, or a name that is empty", name), "give each column of the file a name of its own")
		}
		seen[key] = true
	}
}

// unpivot checks how a wide table becomes a long one.
func (c *complaints) unpivot(where string, e *Entity) {
	u := e.Format.Unpivot
	if u == nil {
		return
	}
	switch pattern, err := regexp.Compile(u.Columns); {
	case u.Columns == "":
		c.add(where, "format.unpivot has no columns", `give a regular expression over the headers that become rows, like columns: "^[0-9]{4}$"`)
	case err != nil:
		c.add(where, "format.unpivot.columns is not a regular expression: "+err.Error(), "mend it")
	case pattern.NumSubexp() > 1:
		c.add(where, fmt.Sprintf("format.unpivot.columns has %d groups, want at most one", pattern.NumSubexp()), "write (?: instead of ( for the others")
	}
	name, value := strings.ToLower(strings.TrimSpace(u.Name)), strings.ToLower(strings.TrimSpace(u.Value))
	if name == "" || value == "" || name == value {
		c.add(where, "format.unpivot needs a name and a value that differ", "name the column that says which one it was, and the column with its cells, like name: year and value: persons")
	}
	if e.ControlTotals != nil {
		c.add(where, "control_totals is given for a wide table that is unpivoted, of which totals are not compared", "take control_totals out")
	}
}
