package sql_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// mutant is a metric with one mistake in it, of the kind that people make.
type mutant struct {
	name   string // what was changed, and the how-manieth in the file
	metric *models.Metric
}

// mutants makes the mistakes: a filter or a part of it left out, another date, rows
// counted in place of units and the other way round, another column added up, no
// denominator, a boundary on the other side.
func mutants(m *models.Metric, r *models.Relation) []mutant {
	var out []mutant
	seen := map[string]int{}
	add := func(name string, change func(*models.Metric)) {
		seen[name]++
		if n := seen[name]; n > 1 {
			name = fmt.Sprintf("%s (%d)", name, n)
		}
		copied := *m
		copied.Adds = nil // adding up first is a way to be quick, proved elsewhere
		change(&copied)
		out = append(out, mutant{name, &copied})
	}
	for _, c := range datesOf(r) {
		if m.Kind == "flow" && c != m.Time {
			add("time: "+c, func(m *models.Metric) { m.Time = c })
		}
		if m.Kind == "stock" && c != m.Valid[0] {
			add("valid from: "+c, func(m *models.Metric) { m.Valid = []string{c, m.Valid[1]} })
		}
		if m.Kind == "stock" && c != m.Valid[1] {
			add("valid until: "+c, func(m *models.Metric) { m.Valid = []string{m.Valid[0], c} })
		}
	}
	if m.Where != "" {
		parts := conjuncts(m.Where)
		for i, part := range parts {
			add("where without "+part, func(m *models.Metric) {
				m.Where = strings.Join(slices.Delete(slices.Clone(parts), i, i+1), " and ")
			})
		}
		for _, e := range slices.Concat(boundaries(m.Where), members(m.Where)) {
			add("where "+e.name, func(m *models.Metric) { m.Where = e.on(m.Where) })
		}
	}
	if c := m.Contributions; c != nil {
		for _, other := range contributions(*c, r) {
			add(fmt.Sprintf("contributions %s of %s, behind %s per %s", other.Sum, other.Of, other.Behind, other.Per), func(m *models.Metric) { m.Contributions = &other })
		}
	}
	for _, e := range slices.Concat(boundaries(m.SQL), members(m.SQL), aggregates(m.SQL, r)) {
		add(e.name, func(m *models.Metric) { m.SQL = e.on(m.SQL) })
	}
	return out
}

// contributions changes one thing in what is added up for whom.
func contributions(c models.Contributions, r *models.Relation) []models.Contributions {
	var out []models.Contributions
	change := func(from string, to []string, put func(*models.Contributions, string)) {
		for _, column := range to {
			if column != from {
				other := c
				put(&other, column)
				out = append(out, other)
			}
		}
	}
	change(c.Of, units(r), func(c *models.Contributions, column string) { c.Of = column })
	change(c.Per, datesOf(r), func(c *models.Contributions, column string) { c.Per = column })
	var numbers []string
	for _, column := range r.Columns {
		if counted(r, column.Name) {
			numbers = append(numbers, column.Name)
		}
	}
	change(c.Sum, numbers, func(c *models.Contributions, column string) { c.Sum = column })
	change(c.Behind, numbers, func(c *models.Contributions, column string) { c.Behind = column })
	return out
}

// edit puts a text in place of another one.
type edit struct {
	name     string
	from, to int
	text     string
}

func (e edit) on(text string) string { return text[:e.from] + e.text + text[e.to:] }

func datesOf(r *models.Relation) []string {
	var out []string
	for _, c := range r.Columns {
		if c.Type == "date" {
			out = append(out, c.Name)
		}
	}
	return out
}

// conjuncts cuts a condition at its outermost "and".
func conjuncts(where string) []string {
	var out []string
	depth, from := 0, 0
	for _, t := range statement.Tokens(where) {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 0 && t.Is("and"):
			out = append(out, strings.TrimSpace(where[from:t.Offset]))
			from = t.Offset + len(t.Text)
		}
	}
	return append(out, strings.TrimSpace(where[from:]))
}

var otherSide = map[string]string{"<": "<=", "<=": "<", ">": ">=", ">=": ">", "<>": "="}

// boundaries moves every comparison to the other side of its boundary.
func boundaries(sql string) []edit {
	var out []edit
	tokens := statement.Tokens(sql)
	for i, t := range tokens {
		if other, ok := otherSide[t.Text]; ok && t.Kind == statement.Symbol {
			next := ""
			if i+1 < len(tokens) {
				next = " " + tokens[i+1].Text
			}
			out = append(out, edit{t.Text + " -> " + other + next, t.Offset, t.Offset + len(t.Text), other})
		}
	}
	return out
}

var (
	inList    = regexp.MustCompile(`in \(('[^)]*')\)`)
	isText    = regexp.MustCompile(` = '\w+'`)
	countRows = regexp.MustCompile(`count\(\*\)`)
	countUnit = regexp.MustCompile(`count\(distinct (\w+)\)`)
	sumColumn = regexp.MustCompile(`sum\((\w+)\)`)
	oneFilter = regexp.MustCompile(` filter \(where `)
	quotient  = regexp.MustCompile(`/ nullif\(`)
	factor    = regexp.MustCompile(`\b10+0 \*`)
	largest   = regexp.MustCompile(`\b(max|min)\(`)
	ofTheCell = regexp.MustCompile(`^(upper_weight|waited_count)\)`)
)

// members leaves one value out of each list, and turns "is" into "is not".
func members(sql string) []edit {
	var out []edit
	for _, f := range inList.FindAllStringSubmatchIndex(sql, -1) {
		values := strings.Split(sql[f[2]:f[3]], ", ")
		for i, v := range values {
			if len(values) > 1 {
				out = append(out, edit{"in list without " + v, f[2], f[3], strings.Join(slices.Delete(slices.Clone(values), i, i+1), ", ")})
			}
		}
	}
	for _, f := range isText.FindAllStringIndex(sql, -1) {
		out = append(out, edit{"not" + sql[f[0]:f[1]], f[0], f[1], " <>" + sql[f[0]+2:f[1]]})
	}
	return out
}

// aggregates changes what is counted, added up and divided by.
func aggregates(sql string, r *models.Relation) []edit {
	var out []edit
	change := func(found []int, to string) {
		text := sql[found[0]:found[1]]
		out = append(out, edit{text + " -> " + to, found[0], found[1], to})
	}
	for _, f := range countRows.FindAllStringIndex(sql, -1) {
		for _, c := range units(r) {
			change(f, "count(distinct "+c+")")
		}
	}
	for _, f := range countUnit.FindAllStringSubmatchIndex(sql, -1) {
		// what is the key of the relation is there once, however it is counted
		if unit := sql[f[2]:f[3]]; !isKey(r, unit) {
			change(f, "count("+unit+")")
		}
	}
	for _, f := range sumColumn.FindAllStringSubmatchIndex(sql, -1) {
		column := sql[f[2]:f[3]]
		change(f, "count(*)")
		change(f, "max("+column+")")
		for _, c := range r.Columns {
			if c.Name != column && counted(r, column) && counted(r, c.Name) {
				change(f, "sum("+c.Name+")")
			}
		}
	}
	for _, f := range oneFilter.FindAllStringIndex(sql, -1) {
		end := closing(sql, f[1])
		out = append(out, edit{"without" + sql[f[0]:end], f[0], end, ""})
	}
	for _, f := range quotient.FindAllStringIndex(sql, -1) {
		end := closing(sql, f[1])
		out = append(out, edit{"without " + sql[f[0]:end], f[0], end, ""})
	}
	for _, f := range factor.FindAllStringIndex(sql, -1) {
		out = append(out, edit{"without " + sql[f[0]:f[1]], f[0], f[1], ""})
	}
	for _, f := range largest.FindAllStringIndex(sql, -1) {
		// of values that are all one, the largest is the smallest: a cell has one row of
		// each rank, and one number of rows
		if !strings.Contains(sql, "rank_number") && !ofTheCell.MatchString(sql[f[1]:]) {
			change(f, map[string]string{"max(": "min(", "min(": "max("}[sql[f[0]:f[1]]])
		}
	}
	return out
}

// units are the columns of which a row may be counted more than once.
func units(r *models.Relation) []string {
	var out []string
	for _, c := range r.Columns {
		if !isKey(r, c.Name) && (strings.HasSuffix(c.Name, "_id") || c.Name == "kbo_number" || c.Name == "nis_code" || c.Name == "theme_code") {
			out = append(out, c.Name)
		}
	}
	return out
}

func isKey(r *models.Relation, column string) bool { return len(r.Key) == 1 && r.Key[0] == column }

// counted tells whether the column may be added up.
func counted(r *models.Relation, column string) bool {
	for _, c := range r.Columns {
		if c.Name == column {
			return strings.HasSuffix(column, "_count") || strings.HasSuffix(column, "_eur") || column == "fte"
		}
	}
	return false
}

// closing gives where the parenthesis that is open at from ends, that one included.
func closing(sql string, from int) int {
	depth := 1
	for _, t := range statement.Tokens(sql[from:]) {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		}
		if depth == 0 {
			return from + t.Offset + 1
		}
	}
	return len(sql)
}
