package raw

import (
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// Relation is an entity as raw rows: those that live, all that were ever kept, those of
// the last list or of all lists that could not be read, the deliveries that rows came
// with, or the last day that these tell about.
type Relation struct {
	*models.Entity
	History    bool // all rows that were ever kept, or of Unread those of all lists
	Unread     bool // rows of lists that could not be read, as an earlier list had them
	Deliveries bool // what the manifest tells of each delivery
	Told       bool // the last day that they tell about
}

// What the names of relations of an entity end in; that of the live rows in nothing.
const (
	HistorySuffix = "__history"
	UnreadSuffix  = "__unread"

	deliveriesSuffix = "__deliveries"
	toldSuffix       = "__told"
)

// suffixes are those of all relations of an entity but the live rows.
var suffixes = []string{HistorySuffix, UnreadSuffix, UnreadSuffix + HistorySuffix, deliveriesSuffix, toldSuffix}

// Name gives the name of the live rows of an entity, without its schema.
func Name(e *models.Entity) string { return e.Source + "__" + e.Name }

// Relations gives all relations of a project by their names, raw.<source>__<entity> and
// those with a suffix.
func Relations(p *models.Project) map[string]Relation {
	out := map[string]Relation{}
	for _, s := range p.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			name := "raw." + Name(e)
			out[name] = Relation{Entity: e}
			out[name+HistorySuffix] = Relation{Entity: e, History: true}
			out[name+UnreadSuffix] = Relation{Entity: e, Unread: true}
			out[name+UnreadSuffix+HistorySuffix] = Relation{Entity: e, Unread: true, History: true}
			out[name+deliveriesSuffix] = Relation{Entity: e, Deliveries: true}
			out[name+toldSuffix] = Relation{Entity: e, Told: true}
		}
	}
	return out
}

// EntityOf gives the source and entity whose rows a relation of SQL holds, live or
// with their history; ok is false for other relations.
func EntityOf(p *models.Project, relation string) (e *models.Entity, ok bool) {
	for _, s := range p.Sources {
		for i := range s.Entities {
			name := "raw." + Name(&s.Entities[i])
			if suffix, ok := strings.CutPrefix(relation, name); ok && (suffix == "" || slices.Contains(suffixes, suffix)) {
				return &s.Entities[i], true
			}
		}
	}
	return nil, false
}

// Columns gives the columns of an entity as SQL sees them: those that the
// contract keeps, in its order, then where each row came from.
func Columns(e *models.Entity) []models.SchemaField {
	out := contractColumns(e)
	return append(out, tail...)
}

// Columns are those of the relation.
func (e Relation) Columns() []models.SchemaField {
	switch {
	case e.Told:
		return []models.SchemaField{{Name: "told_until_date", Type: "date"}}
	case e.Deliveries:
		out := make([]models.SchemaField, len(attributes))
		for i, a := range attributes {
			out[i] = models.SchemaField{Name: a.name, Type: a.kind}
		}
		return out
	}
	return Columns(e.Entity)
}

// tail are the columns about the delivery that a row came with.
var tail = []models.SchemaField{
	{Name: "_load_id", Type: "varchar"},
	{Name: "_file_sha256", Type: "varchar"},
	{Name: "_line", Type: "bigint"},
	{Name: "_known_at", Type: "date"},
	{Name: "_sequence", Type: "integer"},
}

func contractColumns(e *models.Entity) []models.SchemaField {
	var out []models.SchemaField
	for i := range e.Columns {
		for _, f := range e.Columns[i].LakeFields() {
			out = append(out, models.SchemaField{Name: f.Name, Type: strings.ToLower(f.Type)})
		}
	}
	return out
}

// Fields are the columns that are taken from a lake file.
func Fields(e *models.Entity) []models.SchemaField {
	return append(contractColumns(e), tail[:3]...)
}

// Names are the columns of a lake file, as identifiers.
func Names(e *models.Entity) []string {
	inFile := Fields(e)
	names := make([]string, len(inFile))
	for i, c := range inFile {
		names[i] = statement.Ident(c.Name)
	}
	return names
}

// ownNames are the columns of the contract in a lake file, as identifiers.
func ownNames(e Relation) []string { return Names(e.Entity)[:len(contractColumns(e.Entity))] }
