package catalogue

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/datapackage"
)

// parquetType is the registered media type of the tables' files.
const parquetType = "application/vnd.apache.parquet"

// DataPackage describes the snapshot's tables as a Data Package whose paths are
// relative to the data folder. Only checks that block become constraints and keys:
// what merely warns may be broken in the data.
func DataPackage(in Input) ([]byte, error) {
	c := &in.Project.Config
	out := datapackage.Package{
		Schema: datapackage.PackageProfile, Profile: "data-package",
		Name: datapackage.Name(c.Name), Title: or(c.Title(in.Lang), c.Name), Version: fmt.Sprintf("%d.0.0", in.Manifest.Snapshot),
		Description:  fmt.Sprintf("Tables of snapshot %d, as known on %s. Internal, not for publication.", in.Manifest.Snapshot, in.Manifest.KnownAt),
		Contributors: []datapackage.Contributor{datapackage.Publisher(or(c.Issuer(in.Lang), "publisher"))}, Resources: []datapackage.Resource{},
	}
	for _, s := range in.Project.Sources {
		title := or(s.TitleNL, s.Name)
		if in.Lang == "en" {
			title = or(s.TitleEN, title)
		}
		if s.Owner != "" {
			title += " (" + s.Owner + ")"
		}
		out.Sources = append(out.Sources, datapackage.Source{Title: title})
	}
	files := map[string]bool{}
	for _, t := range in.Manifest.Tables {
		files[t.Name] = t.File != nil
	}
	for _, t := range slices.SortedFunc(slices.Values(in.Manifest.Tables), func(a, b models.BuiltTable) int { return strings.Compare(a.Name, b.Name) }) {
		r, err := in.Project.Relation(t.Name)
		if t.File == nil || err != nil {
			continue // a view has no file; what left the project is described nowhere
		}
		out.Resources = append(out.Resources, resourceOf(r, t, files))
	}
	if len(out.Resources) == 0 {
		return nil, &models.Error{Code: models.Invalid, Where: "datapackage.json", What: "would have no table, and a Data Package must have one", Fix: "give the project a table: a model with materialized: table"}
	}
	return datapackage.Encode(out)
}

func resourceOf(r *models.Relation, t models.BuiltTable, files map[string]bool) datapackage.Resource {
	about := r.About
	if r.Warning != "" {
		about = strings.TrimSpace(about + "\n\nWarning: " + r.Warning)
	}
	out := datapackage.Resource{
		Name: r.Name, Profile: "data-resource", Type: "table", Path: t.File.Path, Format: "parquet", MediaType: parquetType, Description: about,
		Hash: "sha256:" + t.File.SHA256, Bytes: t.File.Bytes, Rows: &t.File.Rows,
		Schema: &datapackage.TableSchema{Schema: datapackage.SchemaProfile},
	}
	limits := map[string]*datapackage.Constraints{}
	limit := func(column string) *datapackage.Constraints {
		if limits[column] == nil {
			limits[column] = &datapackage.Constraints{}
		}
		return limits[column]
	}
	for _, check := range r.Checks {
		if check.Severity == "warn" {
			continue
		}
		for _, column := range check.NotNull {
			limit(column).Required = true
		}
		if len(check.Unique) == 1 {
			limit(check.Unique[0]).Unique = true
		}
		if a := check.Accepted; a != nil {
			limit(a.Column).Enum = a.Values
		}
		if g := check.Range; g != nil {
			limit(g.Column).Minimum, limit(g.Column).Maximum = end(g.Min), end(g.Max)
		}
		if f := check.References; f != nil && files[f.Relation] {
			out.Schema.ForeignKeys = append(out.Schema.ForeignKeys, datapackage.ForeignKey{Fields: []string{f.Column}, Reference: datapackage.Reference{Resource: f.Relation, Fields: []string{f.To}}})
		}
	}
	promised := map[string]models.RelationColumn{}
	for _, c := range r.Columns {
		promised[c.Name] = c
	}
	// No part of a primary key may be null.
	if slices.ContainsFunc(r.Key, func(k string) bool {
		return promised[k].Missing != "" && (limits[k] == nil || !limits[k].Required)
	}) {
		out.Schema.UniqueKeys = [][]string{r.Key}
	} else {
		out.Schema.PrimaryKey = r.Key
	}
	for _, s := range t.Schema {
		c := promised[s.Name]
		kind, format := fieldType(s.Type)
		f := datapackage.Field{Name: s.Name, Type: kind, Format: format, Description: c.About, Unit: c.Unit, Missing: c.Missing, Class: c.Class, Constraints: limits[s.Name]}
		if f.Constraints != nil && kind != "string" {
			f.Constraints.Enum = nil // values of the header are texts
		}
		if c := f.Constraints; c != nil && !c.Required && !c.Unique && c.Enum == nil && c.Minimum == nil && c.Maximum == nil {
			f.Constraints = nil
		}
		out.Schema.Fields = append(out.Schema.Fields, f)
	}
	return out
}

// end reads an end of a range: a number where it is one, else a text; nil for none.
func end(text string) any {
	if text == "" {
		return nil
	}
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	return text
}

// fieldType gives type and format of the standard for a type of the engine.
func fieldType(engine string) (kind, format string) {
	switch engine = strings.ToLower(engine); {
	case engine == "uuid":
		return "string", "uuid"
	case engine == "boolean", engine == "date", engine == "time":
		return engine, ""
	case strings.HasPrefix(engine, "timestamp"):
		return "datetime", ""
	case strings.HasSuffix(engine, "int"), engine == "integer", engine == "uinteger":
		return "integer", ""
	case strings.HasPrefix(engine, "decimal"), engine == "double", engine == "float", engine == "real":
		return "number", ""
	case engine == "varchar":
		return "string", ""
	}
	return "any", ""
}
