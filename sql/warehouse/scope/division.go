package scope

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// divide decides on which division of the country the rows are shown.
func (p *Plan) divide(project *models.Project, code string) []error {
	if code == "" || code == models.OfTheDay {
		return nil
	}
	p.Division = code
	if project.Division(code) == nil {
		return []error{&models.Error{Code: models.Invalid, Where: fmt.Sprintf("geography %q", code),
			What: "is not known here", Fix: models.DidYouMean(code, project.Geographies())}}
	}
	if len(p.geography.Follows(p.Relation)) == 0 {
		return []error{&models.Error{Code: models.Invalid, Where: "metric " + p.Metric.Name,
			What: "has no municipalities in its rows, so it is known on the geography of its day only", Fix: "leave the geography out"}}
	}
	return nil
}

// Reads gives the relations that the scope reads beside that of the metric.
func (p *Plan) Reads() []string {
	if p.Division == "" {
		return nil
	}
	return []string{p.geography.Relation}
}

// rows writes the relation that is counted from: the metric's own, or the same
// rows with the columns of the division that was asked in place of those of each
// row's own day. A code that the division does not know stays as it is, so that
// no row is lost.
func (p *Plan) rows(indent string) string {
	if p.Division == "" {
		return name(p.Relation.Name)
	}
	g := p.geography
	parts := g.Follows(p.Relation)
	shown := map[string]string{}
	var joins []string
	for i, part := range parts {
		alias := fmt.Sprintf("g%d", i+1)
		for column, from := range part.Shown {
			shown[column] = fmt.Sprintf("coalesce(%s.%s, f.%s)", alias, name(from), name(column))
		}
		joins = append(joins, fmt.Sprintf("left join %s as %s on %s.%s = %s and %s.%s = f.%s",
			name(g.Relation), alias, alias, name(g.Code), literal(p.Division), alias, name(g.Key), name(part.Key)))
	}
	columns := make([]string, len(p.Relation.Columns))
	for i, c := range p.Relation.Columns {
		columns[i] = "f." + name(c.Name)
		if expression, ok := shown[c.Name]; ok {
			columns[i] = expression + " as " + name(c.Name)
		}
	}
	lines := slices.Concat([]string{"(", "    select"}, []string{"        " + strings.Join(columns, ",\n"+indent+"        ")},
		[]string{"    from " + name(p.Relation.Name) + " as f"})
	for _, j := range joins {
		lines = append(lines, "    "+j)
	}
	return strings.Join(append(lines, ")"), "\n"+indent)
}
