package models

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// Agreed numbers of a project, like the days within which somebody should have a new
// place, stand once: in models/reference/parameters.csv. A definition and the SELECT
// that it defines both write the number as {its_name}, so that they cannot disagree.

// parameterList is the reference list of parameters, with its columns.
const (
	parameterList  = "parameters"
	parameterCode  = "parameter_code"
	parameterValue = "parameter_value"
)

// named is a parameter as a text or a SELECT names it.
var named = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)

// parameters gives the values of the list, whole numbers as text, by name.
func (c *complaints) parameters(l *List) map[string]string {
	values := map[string]string{}
	if l == nil {
		return values
	}
	for _, column := range []string{parameterCode, parameterValue} {
		if !slices.Contains(l.Columns, column) {
			c.add(l.File, "has no column "+column, "add it: a parameter has a name and a value")
			return values
		}
	}
	for _, row := range l.Rows {
		at, name, value := fmt.Sprintf("%s:%d", l.File, row.Line), row.Cells[parameterCode], row.Cells[parameterValue]
		if _, twice := values[name]; twice {
			c.add(at, fmt.Sprintf("gives %q a value for the second time", name), "keep one of them")
		}
		if !named.MatchString("{" + name + "}") {
			c.add(at, fmt.Sprintf("names a parameter %q", name), "write a name like rehousing_wait_days: small letters, digits and _")
		}
		if n, err := strconv.ParseUint(value, 10, 31); err != nil || strconv.FormatUint(n, 10) != value {
			c.add(at, fmt.Sprintf("gives %s the value %q, which is no whole number", name, value), "write digits only, like 30")
		}
		values[name] = value
	}
	return values
}

// fill writes the values of parameters into relations and metrics: into what they say
// of themselves, and into their SQL. A name without a value is told.
func (p *Project) fill() []error {
	c := &complaints{}
	values := c.parameters(p.Lists[parameterList])
	in := func(file string, texts ...*string) {
		for _, text := range texts {
			*text = named.ReplaceAllStringFunc(*text, func(found string) string {
				name := found[1 : len(found)-1]
				value, ok := values[name]
				if !ok {
					c.add(file, fmt.Sprintf("names %s, which is no parameter", found),
						DidYouMean(name, slices.Sorted(maps.Keys(values)))+" parameters stand in models/reference/"+parameterList+".csv")
				}
				return value
			})
		}
	}
	for _, r := range p.Relations {
		in(r.File, &r.About, &r.Warning, &r.SQL)
		for i := range r.Columns {
			in(r.File, &r.Columns[i].About, &r.Columns[i].Missing)
		}
	}
	for _, m := range p.Metrics {
		in(m.File, &m.TitleNL, &m.TitleEN, &m.AboutNL, &m.AboutEN, &m.Where, &m.SQL)
	}
	for _, check := range p.Checks {
		in(check.File, &check.AboutNL, &check.AboutEN, &check.SQL)
	}
	return c.errs
}
