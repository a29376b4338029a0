package models

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// dimensionsFile is where dimensions are declared.
const dimensionsFile = "models/dimensions.yml"

// inDimensions names the place of a key in models/dimensions.yml.
func (p *Project) inDimensions(keys ...string) string {
	return placed(dimensionsFile, 0, p.dimensions, keys...)
}

// InHeader names the place of a key in the header of a SQL file; the file alone when the
// key does not stand there.
func (p *Project) InHeader(file string, keys ...string) string {
	text, err := fs.ReadFile(p.FS, file)
	if err != nil {
		return file
	}
	h, err := splitHeader(file, string(text))
	if err != nil {
		return file
	}
	return placed(file, h.line-1, []byte(h.yaml), keys...)
}

// dimensions says what is wrong with how dimensions are declared.
func (c *complaints) dimensions(p *Project) {
	for i, d := range p.Dimensions {
		at := []string{"dimensions", strconv.Itoa(i)}
		if d.Grain != "" && !slices.Contains(TimeGrains, d.Grain) {
			c.add(p.inDimensions(append(at, "grain")...), fmt.Sprintf("dimension %s has grain %q, want %s", d.Name, d.Grain, strings.Join(TimeGrains, ", ")), OneOf(d.Grain, TimeGrains))
		}
		if slices.Contains(TimeGrains, d.Name) && d.Grain != d.Name {
			c.add(p.inDimensions(append(at, "name")...), fmt.Sprintf("dimension %s is the %s of every metric and has grain %q", d.Name, d.Name, d.Grain), "write grain: "+d.Name+", or give the dimension another name")
		}
		if d.Lookup != nil {
			c.lookup(p, d, append(at, "lookup")...)
		}
	}
	c.widest(p.Dimensions)
}

// lookup says what is wrong with where a dimension's labels are taken from. A dimension
// that is misspelt under within would leave its totals out of what hidden cells are judged by.
func (c *complaints) lookup(p *Project, d *Dimension, at ...string) {
	l := d.Lookup
	in := func(keys ...string) string { return p.inDimensions(append(slices.Clone(at), keys...)...) }
	known := p.dimensionNames()
	for _, name := range slices.Sorted(maps.Keys(l.Within)) {
		switch {
		case name == d.Name:
			c.add(in("within", name), "dimension "+d.Name+" lies within itself", "name the dimension that puts members of it together")
		case !slices.Contains(known, name):
			c.add(in("within", name), fmt.Sprintf("dimension %s lies within %q, which is no dimension here", d.Name, name), DidYouMean(name, known))
		}
	}
	if n := len(l.Valid); n != 0 && n != 2 {
		c.add(in("valid"), fmt.Sprintf("valid of dimension %s names %d columns, want two", d.Name, n), "write for example valid: [valid_from_date, valid_until_date]")
	}
	columns, ok := p.columnsOf(l.Relation)
	if !ok {
		c.add(in("relation"), fmt.Sprintf("dimension %s is looked up in %q, which is no model or reference list here", d.Name, l.Relation), DidYouMean(l.Relation, p.lookedUp()))
		return
	}
	type named struct {
		keys   []string
		column string
	}
	names := []named{{[]string{"code"}, l.Code}, {[]string{"name"}, l.Name}}
	if l.NameEN != "" {
		names = append(names, named{[]string{"name_en"}, l.NameEN})
	}
	for _, name := range slices.Sorted(maps.Keys(l.Within)) {
		names = append(names, named{[]string{"within", name}, l.Within[name]})
	}
	for i, column := range l.Valid {
		names = append(names, named{[]string{"valid", strconv.Itoa(i)}, column})
	}
	for _, n := range names {
		switch {
		case n.column == "":
			c.add(in(n.keys...), fmt.Sprintf("lookup of dimension %s has no column for %s", d.Name, strings.Join(n.keys, ", ")), "name a column of "+l.Relation)
		case !slices.Contains(columns, n.column):
			c.add(in(n.keys...), fmt.Sprintf("%s of dimension %s is column %q, which %s has not", strings.Join(n.keys, ", "), d.Name, n.column, l.Relation), DidYouMean(n.column, columns))
		}
	}
}

// dimensionNames are the dimensions that are declared or that a metric has, by the alphabet.
func (p *Project) dimensionNames() []string {
	var out []string
	for _, d := range p.Dimensions {
		out = append(out, d.Name)
	}
	for _, m := range p.Metrics {
		out = slices.AppendSeq(out, maps.Keys(m.Dimensions))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// columnsOf gives the columns that a model or a reference list has.
func (p *Project) columnsOf(relation string) ([]string, bool) {
	if list, ok := p.Lists[strings.TrimPrefix(relation, "ref.")]; ok && strings.HasPrefix(relation, "ref.") {
		return list.Columns, true
	}
	for _, r := range p.Relations {
		if r.Name == relation {
			var out []string
			for _, column := range r.Columns {
				out = append(out, column.Name)
			}
			return out, true
		}
	}
	return nil, false
}

// lookedUp are the relations that labels can be taken from.
func (p *Project) lookedUp() []string {
	var out []string
	for _, r := range p.Relations {
		out = append(out, r.Name)
	}
	for name := range p.Lists {
		out = append(out, "ref."+name)
	}
	return out
}
