package models

import (
	"fmt"
	"slices"
	"strings"
)

// Geography says on which divisions of the country facts can be shown. A fact
// keeps the code of its own day; a relation of the project tells, for each
// division and code, what the fact is shown as. So a merger moves rows between
// municipalities and perhaps provinces, and never changes a total.
type Geography struct {
	Relation string            `yaml:"relation"` // one row per division and code of a row's own day
	Code     string            `yaml:"code"`     // its column that names the division
	Key      string            `yaml:"key"`      // its column with the code of the row's own day
	Columns  []GeographyColumn `yaml:"columns"`
	Choices  []GeographyChoice `yaml:"choices"`
}

// GeographyColumn tells which columns of a fact follow a code of that fact.
type GeographyColumn struct {
	Key   string            `yaml:"key"`   // column of the fact, like nis_code
	Shown map[string]string `yaml:"shown"` // column of the fact -> column of the relation
}

// GeographyChoice is one division that may be asked for.
type GeographyChoice struct {
	Code   string `yaml:"code"`
	NL     string `yaml:"nl"`
	EN     string `yaml:"en"`
	NoteNL string `yaml:"note_nl"` // what a reader must know who compares it with another division
	NoteEN string `yaml:"note_en"`
}

// OfTheDay is the division that rows have without asking: each that of its own day.
const OfTheDay = "day"

// Title names the division in the language.
func (c *GeographyChoice) Title(lang string) string { return inLanguage(lang, c.NL, c.EN) }

// Note gives what a reader must know who compares, in the language.
func (c *GeographyChoice) Note(lang string) string { return inLanguage(lang, c.NoteNL, c.NoteEN) }

// Geographies lists the divisions that may be asked for, that of the day first.
func (p *Project) Geographies() []string {
	out := []string{OfTheDay}
	for _, c := range p.Geography.Choices {
		out = append(out, c.Code)
	}
	return out
}

// Division finds a division by its code; nil for that of the day.
func (p *Project) Division(code string) *GeographyChoice {
	for i := range p.Geography.Choices {
		if p.Geography.Choices[i].Code == code {
			return &p.Geography.Choices[i]
		}
	}
	return nil
}

// Follows gives the parts of the geography that the relation has the columns for.
func (g *Geography) Follows(r *Relation) []GeographyColumn {
	var out []GeographyColumn
	for _, c := range g.Columns {
		if !r.has(c.Key) {
			continue
		}
		shown := GeographyColumn{Key: c.Key, Shown: map[string]string{}}
		for column, from := range c.Shown {
			if r.has(column) {
				shown.Shown[column] = from
			}
		}
		out = append(out, shown)
	}
	return out
}

func (r *Relation) has(column string) bool {
	return slices.ContainsFunc(r.Columns, func(c RelationColumn) bool { return c.Name == column })
}

// geography refuses a declaration that no query could follow.
func (c *complaints) geography(p *Project) {
	const where = "models/dimensions.yml, geography"
	g := &p.Geography
	if g.Relation == "" && len(g.Choices) == 0 && len(g.Columns) == 0 {
		return
	}
	var r *Relation
	for _, have := range p.Relations {
		if have.Name == g.Relation {
			r = have
		}
	}
	if r == nil {
		names := make([]string, 0, len(p.Relations))
		for _, have := range p.Relations {
			names = append(names, have.Name)
		}
		c.add(where, fmt.Sprintf("relation %q is no model here", g.Relation), DidYouMean(g.Relation, names))
		return
	}
	want := []string{g.Code, g.Key}
	for _, part := range g.Columns {
		if _, ok := part.Shown[part.Key]; !ok {
			c.add(where, fmt.Sprintf("columns of %s do not say what %s itself is shown as", part.Key, part.Key), "add "+part.Key+" to shown")
		}
		for _, from := range part.Shown {
			want = append(want, from)
		}
	}
	slices.Sort(want)
	for _, column := range slices.Compact(want) {
		if !r.has(column) {
			c.add(where, fmt.Sprintf("relation %s has no column %q", r.Name, column), "name one of its columns")
		}
	}
	seen := map[string]bool{OfTheDay: true}
	for _, choice := range g.Choices {
		if choice.Code == "" || choice.NL == "" || choice.EN == "" || strings.ContainsAny(choice.Code, " ,=|") {
			c.add(where, fmt.Sprintf("choice %q lacks code, nl or en, or its code has a blank or sign in it", choice.Code), `write for example {code: "2025", nl: Indeling van 2025, en: Division of 2025}`)
		}
		if seen[choice.Code] {
			c.add(where, fmt.Sprintf("choice %q stands there twice", choice.Code), "day is always there; give each other one a code of its own")
		}
		seen[choice.Code] = true
	}
}
