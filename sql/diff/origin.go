package diff

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// origins gives the names that a column of a relation has in the raw rows under it,
// by raw relation: what SELECTs call otherwise, as in "period_month as
// attested_month", is followed by name down to what they read. A column that is
// computed ends there; it has no origin.
func (c *comparison) origins(relation, column string) map[string][]string {
	out := map[string][]string{}
	seen := map[string]bool{}
	var follow func(name, column string)
	follow = func(name, column string) {
		if seen[name+"\x00"+column] {
			return
		}
		seen[name+"\x00"+column] = true
		if strings.HasPrefix(name, "raw.") {
			out[name] = append(out[name], column)
			return
		}
		r, err := c.project.Relation(name)
		if err != nil || !slices.ContainsFunc(r.Columns, func(have models.RelationColumn) bool { return have.Name == column }) {
			return // a list, or a relation that is read for something else
		}
		const steps = 8 // of common table expressions that name it again
		source := column
		for range steps {
			was := source
			if source = origin(r.SQL, was); source == "" {
				return
			}
			if source == was {
				break
			}
		}
		for _, below := range c.inputs.Relations[name] {
			follow(below, source)
		}
	}
	follow(relation, column)
	return out
}

// origin gives the one column that a SELECT gives a name to; the same name when
// nothing is called so, "" when several are or it is computed.
func origin(sql, column string) string {
	text := statement.Normal(sql)
	named := regexp.MustCompile(`(?i)\bas ` + regexp.QuoteMeta(column) + `\b`)
	plain := regexp.MustCompile(fmt.Sprintf(`(?i)(?:^|[ ,(])(?:\w+ ?\. ?)?(\w+) as %[1]s\b|\bcast ?\( ?(?:\w+ ?\. ?)?(\w+) as (?:date|timestamp) ?\) as %[1]s\b`, regexp.QuoteMeta(column)))
	found := plain.FindAllStringSubmatch(text, -1)
	if len(found) < len(named.FindAllString(text, -1)) {
		return ""
	}
	source := column
	for i, f := range found {
		name := strings.ToLower(f[1] + f[2])
		if i > 0 && name != source {
			return ""
		}
		source = name
	}
	return source
}
