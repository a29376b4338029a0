package raw

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// attribute is a column of what the manifest tells of a delivery.
type attribute struct {
	name, kind string
	of         func(d models.Loaded) string // without quotes; empty is null
}

// attributes are the columns of deliveries; the first names them.
var attributes = []attribute{
	{"_load_id", "varchar", func(d models.Loaded) string { return d.LoadID }},
	{"_file_sha256", "varchar", func(d models.Loaded) string { return d.SHA256 }},
	{"_known_at", "date", func(d models.Loaded) string { return string(d.KnownAt) }},
	{"_sequence", "integer", func(d models.Loaded) string { return strconv.Itoa(d.Sequence) }},
	{"row_count", "bigint", func(d models.Loaded) string { return strconv.FormatInt(d.Rows, 10) }},
	{"kept_count", "bigint", func(d models.Loaded) string { return strconv.FormatInt(d.Kept, 10) }},
	{"rejected_count", "bigint", func(d models.Loaded) string { return strconv.FormatInt(d.Rejected, 10) }},
	{"furniture_count", "bigint", func(d models.Loaded) string { return strconv.FormatInt(d.Furniture, 10) }},
	{"warned_count", "bigint", func(d models.Loaded) string { return strconv.FormatInt(d.Warned, 10) }},
	{fileName, "varchar", func(d models.Loaded) string { return d.Name }},
}

// fileName is the column with the path of a file below the exports: any text.
const fileName = "file_name"

// list writes the column for deliveries in their order, as a list of SQL. It is one
// text: an engine that is given a constant for each of hundreds of deliveries takes
// longer to read the statement than to answer it, and years add to them daily.
func (a attribute) list(deliveries []models.Loaded) string {
	if a.name == fileName && len(deliveries) > 0 {
		names := make([]string, len(deliveries))
		for i, d := range deliveries {
			names[i] = strings.ReplaceAll(a.of(d), "\n", " ")
		}
		return "string_split(" + statement.Quote(strings.Join(names, "\n")) + ", chr(10))"
	}
	cells := make([]string, len(deliveries))
	for i, d := range deliveries {
		if cells[i] = a.of(d); cells[i] == "" {
			cells[i] = "null"
		}
	}
	return "cast(" + statement.Quote("["+strings.Join(cells, ", ")+"]") + " as " + a.kind + "[])"
}

// deliveriesRows writes the deliveries of an entity as a relation: few rows, which a
// model can look through where it would otherwise go through all that came with them.
func (l *Lake) deliveriesRows(e Relation) string {
	deliveries := l.Known(e.Entity)
	columns := make([]string, len(attributes))
	for i, a := range attributes {
		columns[i] = "unnest(" + a.list(deliveries) + ") as " + a.name
	}
	return "select " + strings.Join(columns, ",\n")
}

// Traced puts beside rows with a _rank what the manifest tells of their delivery: it is
// the one place that tells it, and it is the same for many rows, so that nothing is
// looked up for a statement that does not ask.
func (l *Lake) Traced(e Relation, rows string) string {
	columns := ownNames(e)
	for _, c := range tail {
		of := slices.IndexFunc(attributes, func(a attribute) bool { return a.name == c.Name })
		if of < 0 { // of the row itself
			columns = append(columns, c.Name)
			continue
		}
		columns = append(columns, attributes[of].list(l.Under(e))+"[_rank] as "+c.Name)
	}
	return "select " + strings.Join(columns, ",\n") + "\nfrom (\n" + rows + "\n) as rows_known"
}

// rankOf is the places of deliveries in their order, as a relation.
func rankOf(deliveries []models.Loaded) string {
	return "select unnest(" + attributes[0].list(deliveries) + ") as _delivery, cast(unnest(range(1, " + strconv.Itoa(len(deliveries)+1) + ")) as integer) as _rank"
}
