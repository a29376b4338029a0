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

// ParameterFile is where they stand.
const ParameterFile = "models/reference/" + ParameterList + ".csv"

// ParameterList is the reference list of parameters; its columns follow.
const (
	ParameterList  = "parameters"
	parameterCode  = "parameter_code"
	parameterValue = "parameter_value"
)

// named is a parameter as a text or a SELECT names it.
var named = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)

// parameters gives the values of the list by name.
func (c *complaints) parameters(l *List) map[string]int64 {
	values := map[string]int64{}
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
		n, err := strconv.ParseUint(value, 10, 31)
		if err != nil || strconv.FormatUint(n, 10) != value {
			c.add(at, fmt.Sprintf("gives %s the value %q, which is no whole number", name, value), "write digits only, like 30")
		}
		values[name] = int64(n)
	}
	return values
}

// NearestParameters ends a message about a name that is no parameter.
func NearestParameters(asked string, values map[string]int64) string {
	if len(values) == 0 {
		return "list it in " + ParameterFile + ": this project has none"
	}
	return DidYouMean(asked, slices.Sorted(maps.Keys(values))) + " parameters stand in " + ParameterFile
}

// fill writes the values of parameters into relations and metrics: into what they say
// of themselves, and into their SQL. A name without a value is told.
func (p *Project) fill() []error {
	c := &complaints{}
	p.Parameters = c.parameters(p.Lists[ParameterList])
	in := func(file string, texts ...*string) {
		for _, text := range texts {
			*text = named.ReplaceAllStringFunc(*text, func(found string) string {
				name := found[1 : len(found)-1]
				value, ok := p.Parameters[name]
				if !ok {
					c.add(file, fmt.Sprintf("names %s, which is no parameter", found), NearestParameters(name, p.Parameters))
				}
				return strconv.FormatInt(value, 10)
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
		if m.Contributions != nil {
			in(m.File, &m.Contributions.Sum)
		}
	}
	for _, check := range p.Checks {
		in(check.File, &check.AboutNL, &check.AboutEN, &check.SQL)
	}
	return c.errs
}
