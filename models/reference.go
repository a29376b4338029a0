package models

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Reference names the list that a code or a name is looked up in.
type Reference struct {
	List     string `yaml:"list"`     // file name in models/reference without .csv
	Text     string `yaml:"text"`     // column that holds the text of the export
	Code     string `yaml:"code"`     // column that holds the code for the lake
	Synonyms string `yaml:"synonyms"` // column with other texts, between them |
	// SynonymList is a list of other texts: a column named as Code, and synonym.
	SynonymList string `yaml:"synonym_list"`
	Parent      string `yaml:"parent"` // column that holds the code of the row above
	From        string `yaml:"from"`   // column with the first day of a row
	Until       string `yaml:"until"`  // column with the last day of a row
	At          string `yaml:"at"`     // column of the entity: the day at which a name or code was used
}

// Synonym is the column of a list of synonyms that holds the other text.
const Synonym = "synonym"

// List is a reference list of the project.
type List struct {
	File    string
	Columns []string
	Rows    []ListRow
}

// ListRow is a row of a list: column -> text.
type ListRow struct {
	Line  int // in the file, from 1
	Cells map[string]string
}

// ReadLists reads models/reference/*.csv of a project, by name. All that is wrong
// with how they are written is told at once, as joined *Error values.
func ReadLists(files fs.FS) (map[string]*List, error) {
	names, err := fs.Glob(files, "models/reference/*.csv")
	if err != nil {
		return nil, fmt.Errorf("list reference lists: %w", err)
	}
	lists := map[string]*List{}
	c := &complaints{}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		lists[strings.TrimSuffix(path.Base(name), ".csv")] = c.list(name, text)
	}
	return lists, errors.Join(c.errs...)
}

// list reads one list and says what is wrong with each of its lines.
func (c *complaints) list(name string, text []byte) *List {
	const fix = "give every row as many cells as the first, separated by commas"
	l := &List{File: name}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var at *csv.ParseError
		if errors.As(err, &at) {
			c.add(fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column), "is not a comma separated list: "+at.Err.Error(), fix)
			return l // where the next row begins is not known
		}
		line, _ := r.FieldPos(0)
		if l.Columns == nil {
			l.Columns = record
			for i, column := range record {
				if slices.Contains(record[:i], column) {
					c.add(fmt.Sprintf("%s:%d", name, line), fmt.Sprintf("names column %q twice", column), "give each column its own name")
				}
			}
			continue
		}
		if len(record) != len(l.Columns) {
			c.add(fmt.Sprintf("%s:%d", name, line), fmt.Sprintf("has %d cells, want %d as in the first row", len(record), len(l.Columns)), fix)
			continue
		}
		row := ListRow{Line: line, Cells: map[string]string{}}
		for i, column := range l.Columns {
			row.Cells[column] = record[i]
		}
		l.Rows = append(l.Rows, row)
	}
	if l.Columns == nil {
		c.add(name, "is not a comma separated list with a header", "name the columns in the first row")
	}
	return l
}

// The built-in lists, as a contract's own would be described.
var (
	municipalities = Reference{List: "municipalities", Text: "municipality_name", Code: "nis_code", From: "valid_from_date", Until: "valid_to_date", Parent: "successor_nis_code"}
	nisCodes       = Reference{List: "municipalities", Text: "municipality_name", Code: "nis_code"}
)

// reference says what is wrong with the lists that a column is looked up in.
func (c *complaints) reference(at string, e *Entity, col *Column, lists map[string]*List) {
	var ref Reference
	switch {
	case col.Type == "code" && col.Reference != nil:
		ref = *col.Reference
	case col.Type == "municipality" || col.Type == "nis_code" && col.AsOf != "":
		ref = municipalities
	case col.Type == "nis_code":
		ref = nisCodes
	case col.Reference != nil:
		c.add(at, "has a reference but is of type "+col.Type, "make it a code, or take reference out")
		return
	default:
		return
	}
	if ref.At != "" {
		i := slices.IndexFunc(e.Columns, func(other Column) bool { return other.Name == ref.At })
		switch {
		case i < 0 || !e.Columns[i].Dated() || e.Columns[i].Action == "drop":
			c.add(at, fmt.Sprintf("is looked up at %q, which is no date column of this entity that is kept", ref.At), "name the date at which the name or code was used")
		case ref.From == "" && ref.Until == "":
			c.add(at, "is looked up at a date in a list without dates", "name the columns of the list under from and until, or take at out")
		}
	}
	list := c.listOf(at, ref.List, lists, ref.Text, ref.Code, ref.Synonyms, ref.Parent, ref.From, ref.Until)
	if list == nil {
		return
	}
	codes := c.listRows(list, ref)
	for member := range col.Placeholders {
		if codes[member] {
			c.add(at, fmt.Sprintf("has a placeholder %q that is a code of list %s", member, ref.List), "give the placeholder another name")
		}
	}
	if ref.SynonymList == "" {
		return
	}
	if synonyms := c.listOf(at, ref.SynonymList, lists, ref.Code, Synonym); synonyms != nil {
		for _, row := range synonyms.Rows {
			if code := row.Cells[ref.Code]; !codes[code] {
				c.row(synonyms, row, fmt.Sprintf("%s is %q, which is no code of list %s", ref.Code, code, ref.List), "correct the code, or add it to "+list.File)
			}
		}
	}
}

// listOf gives a list that has rows and the columns, or nil when it has not.
func (c *complaints) listOf(at, name string, lists map[string]*List, columns ...string) *List {
	list := lists[name]
	if list == nil || len(list.Rows) == 0 {
		c.add(at, fmt.Sprintf("needs the reference list %q, which is not there or empty", name), "put it at models/reference/"+name+".csv")
		return nil
	}
	known := true
	for i, column := range columns {
		// What has no default is never left out.
		if (column != "" || i < 2) && !slices.Contains(list.Columns, column) {
			c.add(at, fmt.Sprintf("reads column %q of reference list %q, which has no such column", column, name), "correct the contract or models/reference/"+name+".csv")
			known = false
		}
	}
	if !known {
		return nil
	}
	return list
}

// row adds a fault of one row of a list, once however many columns read it.
func (c *complaints) row(l *List, row ListRow, what, fix string) {
	where := fmt.Sprintf("%s:%d", l.File, row.Line)
	if c.rows == nil {
		c.rows = map[string]bool{}
	}
	if c.rows[where+what] {
		return
	}
	c.rows[where+what] = true
	c.add(where, what, fix)
}

// listRows says what is wrong with the rows of a list, and gives its codes.
func (c *complaints) listRows(l *List, ref Reference) map[string]bool {
	codes := map[string]bool{}
	for _, row := range l.Rows {
		codes[row.Cells[ref.Code]] = true
	}
	delete(codes, "")
	above := map[string]string{}
	spans := map[string][]span{}
	for _, row := range l.Rows {
		code := row.Cells[ref.Code]
		if code == "" {
			c.row(l, row, ref.Code+" is empty, want a code", "give the row its code, or take it out")
			continue
		}
		if ref.Text != "" && row.Cells[ref.Text] == "" && (ref.From != "" || ref.Until != "") {
			c.row(l, row, ref.Text+" is empty, want a name", "give the row its name")
		}
		if parent := row.Cells[ref.Parent]; ref.Parent != "" && parent != "" {
			above[code] = parent
			if !codes[parent] {
				c.row(l, row, fmt.Sprintf("%s is %q, which is no code of this list", ref.Parent, parent), "correct the code, or add its row")
			}
		}
		if ref.From == "" && ref.Until == "" {
			continue
		}
		if s, ok := c.span(l, row, ref); ok {
			for _, other := range spans[code] {
				if s.from <= other.until && other.from <= s.until {
					c.row(l, row, fmt.Sprintf("%s %q is valid on days on which line %d is, too", ref.Code, code, other.line),
						fmt.Sprintf("end one row the day before the other begins, in %s and %s", orNone(ref.Until), orNone(ref.From)))
				}
			}
			spans[code] = append(spans[code], s)
		}
	}
	for _, row := range l.Rows {
		code, up := row.Cells[ref.Code], row.Cells[ref.Code]
		for range len(codes) {
			if up = above[up]; up == "" || up == code {
				break
			}
		}
		if up == code && code != "" {
			c.row(l, row, fmt.Sprintf("%s %q stands above itself", ref.Code, code), "correct "+ref.Parent)
		}
	}
	return codes
}

func orNone(column string) string {
	if column == "" {
		return "(not named in the contract)"
	}
	return column
}

// span is from which day to which a row is valid.
type span struct {
	from, until Date
	line        int
}

// span reads the days of a row; without one it is valid from ever, or for ever.
func (c *complaints) span(l *List, row ListRow, ref Reference) (span, bool) {
	s, ok := span{"0001-01-01", "9999-12-31", row.Line}, true
	for _, end := range []struct {
		column string
		day    *Date
	}{{ref.From, &s.from}, {ref.Until, &s.until}} {
		text := row.Cells[end.column]
		if end.column == "" || text == "" {
			continue
		}
		if _, err := time.Parse("2006-01-02", text); err != nil || text < "0001-01-01" {
			c.row(l, row, fmt.Sprintf("%s is %q, want a date as YYYY-MM-DD, or nothing", end.column, text), "correct the date")
			ok = false
			continue
		}
		*end.day = Date(text)
	}
	if ok && s.from > s.until {
		c.row(l, row, fmt.Sprintf("%s is %s, after %s, which is %s", ref.From, s.from, ref.Until, s.until), "correct one of the two")
		ok = false
	}
	return s, ok
}
