package models

import (
	"fmt"
	"slices"
	"strings"
)

// Dimension is something that metrics may be cut by.
type Dimension struct {
	Name    string `yaml:"name"`
	TitleNL string `yaml:"title_nl"`
	TitleEN string `yaml:"title_en"`
	// Grain is day, week, month, quarter or year for a dimension of time.
	Grain string `yaml:"grain"`
	// Place is true for a dimension that is a part of the country.
	Place bool `yaml:"place"`
	// Widest is true for the one whose areas the others are parts of: a metric that has it
	// counts all of them unless it is filtered by place.
	Widest bool `yaml:"widest" json:",omitempty"`
	// Labels are the members in the order in which they are shown.
	Labels []Label `yaml:"labels"`
	// Lookup takes labels from a relation instead.
	Lookup *Lookup `yaml:"lookup"`
}

// Label names one member of a dimension.
type Label struct {
	Code string `yaml:"code"`
	NL   string `yaml:"nl"`
	EN   string `yaml:"en"`
}

// Lookup names the relation that holds a dimension's labels, and its columns.
type Lookup struct {
	Relation string `yaml:"relation"`
	Code     string `yaml:"code"`
	Name     string `yaml:"name"`
	NameEN   string `yaml:"name_en"` // Name when empty: names that are the same in each language
	// Within are the dimensions that put members of this one together: dimension ->
	// column of Relation. A count by one of them is a sum of counts by this one.
	Within map[string]string `yaml:"within"`
	// Valid are two columns with the first day of a member and the day after its last one;
	// a member without either was or is always there. None: all of them always are.
	Valid []string `yaml:"valid"`
}

// Family names the dimension whose members those of a dimension consist of: its own
// name, or that of a finer dimension that lies within it.
func (p *Project) Family(dimension string) string {
	for _, d := range p.Dimensions {
		if d.Lookup != nil && d.Lookup.Within[dimension] != "" {
			return d.Name
		}
	}
	return dimension
}

// WidestOf gives the widest dimension of place when a metric has it, and nil otherwise.
func (p *Project) WidestOf(m *Metric) *Dimension {
	i := slices.IndexFunc(p.Dimensions, func(d *Dimension) bool { return d.Widest && m.Dimensions[d.Name] != "" })
	if i < 0 {
		return nil
	}
	return p.Dimensions[i]
}

// Title gives the dimension's title in the language.
func (d *Dimension) Title(lang string) string { return inLanguage(lang, d.TitleNL, d.TitleEN) }

// Titled gives dimensions by name with their titles.
func (p *Project) Titled(dimensions []string) map[string][]string {
	out := map[string][]string{}
	for _, name := range dimensions {
		out[name] = nil
		if d := p.Dimension(name); d != nil {
			out[name] = []string{d.TitleNL, d.TitleEN}
		}
	}
	return out
}

// widest says what is wrong with the dimensions that say that they are the widest.
func (c *complaints) widest(all []*Dimension) {
	var names []string
	for _, d := range all {
		if !d.Widest {
			continue
		}
		names = append(names, d.Name)
		if !d.Place {
			c.add(dimensionsFile, "dimension "+d.Name+" is the widest and no place", "add place: true, or take widest out")
		}
	}
	if len(names) > 1 {
		c.add(dimensionsFile, fmt.Sprintf("dimensions %s are each the widest", strings.Join(names, " and ")), "keep widest: true with the one whose areas the others are parts of")
	}
}
