// Package datapackage is the form of a Data Package, version 2 of the standard: what
// files there are, what is in them, and what may be done with them.
//
// The profiles of version 1 stand beside those of version 2, for the programs that
// read only the older ones; its tabular ones are for CSV. The package knows the form
// and nothing of what is described.
package datapackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// The profiles of the standard.
const (
	PackageProfile = "https://datapackage.org/profiles/2.0/datapackage.json"
	SchemaProfile  = "https://datapackage.org/profiles/2.0/tableschema.json"
)

// Package is the whole of datapackage.json.
type Package struct {
	Schema       string        `json:"$schema"`
	Profile      string        `json:"profile"`
	Name         string        `json:"name"`
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Version      string        `json:"version"`
	Licenses     []License     `json:"licenses,omitempty"`
	Contributors []Contributor `json:"contributors"`
	Sources      []Source      `json:"sources,omitempty"`
	Resources    []Resource    `json:"resources"`
}

// License says what may be done with the files: a name of the list of open licences,
// or an address.
type License struct {
	Name string `json:"name,omitempty"`
	Path string `json:"path,omitempty"`
}

// Contributor is who answers for the files.
type Contributor struct {
	Title string   `json:"title"`
	Roles []string `json:"roles"`
	Role  string   `json:"role"` // the word of version 1
}

// Source is where the data comes from.
type Source struct {
	Title string `json:"title"`
}

// Resource is one file.
type Resource struct {
	Name        string       `json:"name"`
	Profile     string       `json:"profile"`
	Type        string       `json:"type,omitempty"` // table
	Path        string       `json:"path"`
	Title       string       `json:"title,omitempty"`
	Format      string       `json:"format"`
	MediaType   string       `json:"mediatype"`
	Encoding    string       `json:"encoding,omitempty"`
	Description string       `json:"description,omitempty"`
	Dialect     *Dialect     `json:"dialect,omitempty"`
	Hash        string       `json:"hash"`
	Bytes       int64        `json:"bytes"`
	Rows        *int64       `json:"rows,omitempty"` // of our own: the standard has none
	Schema      *TableSchema `json:"schema,omitempty"`
}

// Dialect says how the cells of a text stand, where that is not as usual.
type Dialect struct {
	Delimiter   string `json:"delimiter,omitempty"`
	HeaderRows  []int  `json:"headerRows,omitempty"`
	CommentRows []int  `json:"commentRows,omitempty"`
}

// TableSchema says which columns a table has.
type TableSchema struct {
	Schema        string       `json:"$schema"`
	Fields        []Field      `json:"fields"`
	MissingValues []string     `json:"missingValues,omitempty"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"` // of columns that are never null
	UniqueKeys    [][]string   `json:"uniqueKeys,omitempty"` // of version 2: null is allowed
	ForeignKeys   []ForeignKey `json:"foreignKeys,omitempty"`
}

// Field is one column.
type Field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Format      string       `json:"format,omitempty"`
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	DecimalChar string       `json:"decimalChar,omitempty"`
	Unit        string       `json:"unit,omitempty"`    // of our own, as are the next two
	Missing     string       `json:"missing,omitempty"` // what null means
	Class       string       `json:"class,omitempty"`
	Constraints *Constraints `json:"constraints,omitempty"`
}

// Constraints say which values a column may have.
type Constraints struct {
	Required bool     `json:"required,omitempty"`
	Unique   bool     `json:"unique,omitempty"`
	Enum     []string `json:"enum,omitempty"`
	Minimum  any      `json:"minimum,omitempty"` // a number, or a date as text
	Maximum  any      `json:"maximum,omitempty"`
}

// ForeignKey says that values of columns stand in another table.
type ForeignKey struct {
	Fields    []string  `json:"fields"`
	Reference Reference `json:"reference"`
}

// Reference names columns of another table.
type Reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

// Publisher makes the contributor who publishes.
func Publisher(title string) Contributor {
	return Contributor{title, []string{"publisher"}, "publisher"}
}

// Licence reads the licence of a project: an address is a path, anything else a name;
// none where nothing is said.
func Licence(text string) []License {
	switch {
	case text == "":
		return nil
	case strings.Contains(text, "://"):
		return []License{{Path: text}}
	}
	return []License{{Name: text}}
}

// Name keeps what a name of the standard may hold.
func Name(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, strings.ToLower(name))
	if clean = strings.Trim(clean, "-"); clean == "" {
		return "peil"
	}
	return clean
}

// Encode writes datapackage.json.
func Encode(p Package) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(p); err != nil {
		return nil, fmt.Errorf("write data package: %w", err)
	}
	return out.Bytes(), nil
}
