package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Plan is the SQL of one contract for files with one header.
type Plan struct {
	entity  *models.Entity
	fields  []*field
	byName  map[string]*field
	ignored []string
}

// field is one column of the contract that is not dropped.
type field struct {
	spec   *models.Column
	n      int    // place in the contract, from 1: the n of x1, v1, e1
	cell   string // c1 .. cN; "" when the file lacks the column
	header string // as the file writes it, for reasons
	value  string // SQL of the typed value over x
	lookup *lookup
	member bool   // the cell may be a placeholder
	rules  []rule // in order: the first that is broken is told
}

// rule is one way in which a value can be wrong.
type rule struct {
	name   string
	broken string // SQL condition; null counts as false
	want   string // English, after "want "
	hint   bool   // add what the lookup knows of the text
}

func (f *field) x() string { return fmt.Sprintf("x%d", f.n) }
func (f *field) v() string { return fmt.Sprintf("v%d", f.n) }
func (f *field) e() string { return fmt.Sprintf("e%d", f.n) }
func (f *field) raw() string {
	if f.cell == "" {
		return "cast(null as varchar)"
	}
	return f.cell
}

// Compile makes the plan for files whose header is columns. kind is how the
// cells were decoded: csv, xlsx or json. Errors are *models.Error, all of them:
// a column that is missing, unknown or there twice (code Invalid, or Blocked
// when the contract sets such files aside), and contracts that cannot work.
func Compile(e *models.Entity, columns []string, kind string, lists Lists) (*Plan, error) {
	p := &Plan{entity: e, byName: map[string]*field{}}
	cells, err := p.resolve(columns)
	errs := []error{err}
	for i := range e.Columns {
		c := &e.Columns[i]
		if c.Action == "drop" {
			continue // its cells are never looked at
		}
		f := &field{spec: c, n: i + 1, header: c.Headers()[0]}
		if at, ok := cells[c.Name]; ok {
			f.cell, f.header = fmt.Sprintf("c%d", at+1), columns[at]
		}
		p.fields = append(p.fields, f)
		p.byName[c.Name] = f
	}
	t := typing{entity: e, machine: kind == "xlsx" || kind == "json", lists: lists, byName: p.byName}
	for _, f := range p.fields {
		errs = append(errs, t.compile(f))
	}
	errs = append(errs, p.checkNames())
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return p, nil
}

// checkNames refuses rules and keys that read a column which is dropped.
func (p *Plan) checkNames() error {
	var errs []error
	need := func(what string, names ...string) {
		for _, name := range names {
			if p.byName[name] == nil {
				errs = append(errs, &models.Error{
					Code: models.Invalid, Where: p.where(),
					What: fmt.Sprintf("%s reads column %q, which is dropped or not there", what, name),
					Fix:  "give the column another action than drop, or take it out of the rule",
				})
			}
		}
	}
	need("delivery.key", p.entity.Delivery.Key...)
	for _, r := range p.entity.Rules {
		need("rule "+r.Name, r.Columns()...)
	}
	return errors.Join(errs...)
}

func (p *Plan) where() string { return p.entity.File + ", entity " + p.entity.Name }

// Schema gives the columns of the lake file: those of Good, and those that
// etl/load adds.
func (p *Plan) Schema() []models.SchemaField { return p.entity.LakeSchema() }

// Ignored gives the columns of the file that the contract does not know and
// says to drop.
func (p *Plan) Ignored() []string { return p.ignored }

// Renamed tells which columns the file calls by another name than the first one of
// the contract, in contract order: another spelling is one as well.
func (p *Plan) Renamed() []string {
	var out []string
	for _, f := range p.fields {
		if f.cell != "" && f.header != f.spec.Headers()[0] {
			out = append(out, fmt.Sprintf("%s is called %q here, not %q", f.spec.Name, f.header, f.spec.Headers()[0]))
		}
	}
	return out
}

// Good gives the SELECT of the rows with no broken rule: the kept columns in
// contract order, typed and protected, then _line. from is a relation or a
// table function, as SQL; tidy says that no cell of it has blanks around it, so that
// none are looked for. The rows have no order.
func (p *Plan) Good(from string, tidy bool) string {
	var out []string
	sums := p.entity.Added()
	for _, f := range p.fields {
		asOf := ""
		if f.spec.AsOf != "" {
			asOf = "j." + p.byName[f.spec.AsOf].v()
		}
		value := "j." + f.v()
		if slices.Contains(sums, f.spec.Name) {
			value = fmt.Sprintf("case when f.adds then f.s%d else %s end", f.n, value)
		}
		out = append(out, protect.Expression(f.spec, value, asOf)+" as "+duck.Ident(f.spec.Name))
		out = append(out, f.beside()...)
	}
	join, stays := "", ""
	if len(p.key()) > 0 {
		join, stays = " left join firsts as f on "+p.sameKey(), " and "+p.stays()
	}
	return p.with(from, tidy) + "\nselect " + strings.Join(out, ", ") + ", j._line\nfrom judged as j" + join + "\nwhere j.ok" + stays
}

// Alone gives Good for a relation in which no key stands twice: the rows are not
// held against each other, and come as from gives them where the engine can.
func (p *Plan) Alone(from string, tidy bool) string {
	alone, entity := *p, *p.entity
	entity.Delivery.Key, entity.Delivery.Repeated = nil, ""
	alone.entity = &entity
	return alone.Good(from, tidy)
}

// barrier is always true. Being volatile, it keeps the engine from pushing the
// choice of rows below the steps, where it would parse every value once more.
const barrier = "random() < 2"

// with gives the steps that Good and Rejects share, up to judged and firsts. What
// stands in an expression more than once is a step of its own: the engine would plan
// each of them.
func (p *Plan) with(from string, tidy bool) string {
	cells, texts := []string{"_line"}, []string{"_line"}
	typed := []string{"_line"}
	looked := []string{"t._line"}
	judged := []string{"*"}
	ok := []string{barrier}
	var joins []string
	for _, f := range p.fields {
		trimmed := fmt.Sprintf("r%d", f.n)
		cells = append(cells, f.raw()+" as "+trimmed)
		if !tidy && f.cell != "" {
			trimmed = fmt.Sprintf("t%d", f.n)
			cells = append(cells, trim(f.cell)+" as "+trimmed)
		}
		texts = append(texts, fmt.Sprintf("r%d", f.n), p.text(f, trimmed)+" as "+f.x())
		typed = append(typed, fmt.Sprintf("r%d, x%d", f.n, f.n))
		looked = append(looked, fmt.Sprintf("t.r%d, t.x%d", f.n, f.n))
		if f.member {
			texts, typed, looked = append(texts, placeholder(f, trimmed)+" as "+f.p()), append(typed, f.p()), append(looked, "t."+f.p())
		}
		if f.lookup == nil {
			typed = append(typed, f.orMember("", f.value)+" as "+f.v())
			looked = append(looked, "t."+f.v())
		} else {
			joins = append(joins, f.lookup.join(f))
			looked = append(looked, f.orMember("t.", fmt.Sprintf("l%d.code", f.n))+" as "+f.v())
		}
		judged = append(judged, f.judge()+" as "+f.e())
		ok = append(ok, f.e()+" = 0")
	}
	for i, r := range p.entity.Rules {
		if r.Median != nil {
			continue // Warnings asks that of the rows that stay
		}
		judged = append(judged, fmt.Sprintf("%s as w%d", p.rowRule(r), i+1))
		if !r.Warns() {
			ok = append(ok, fmt.Sprintf("not w%d", i+1))
		}
	}
	materialized, firsts := "not materialized", p.firsts()
	if firsts != "" {
		// The steps are read twice, so they are computed once and kept.
		materialized = "materialized"
	}
	return "with cells as not materialized (select " + strings.Join(cells, ", ") + " from " + from + "),\n" +
		"texts as not materialized (select " + strings.Join(texts, ", ") + " from cells),\n" +
		"typed as not materialized (select " + strings.Join(typed, ", ") + " from texts),\n" +
		"looked as not materialized (select " + strings.Join(looked, ", ") + " from typed as t" + strings.Join(joins, "") + "),\n" +
		"judgements as not materialized (select " + strings.Join(judged, ", ") + " from looked),\n" +
		"judged as " + materialized + " (select *, " + strings.Join(ok, " and ") + " as ok from judgements)" + firsts
}

// judge gives the number of the first broken rule, from 1, or 0.
func (f *field) judge() string {
	if len(f.rules) == 0 {
		return "0"
	}
	var b strings.Builder
	b.WriteString("case")
	for i, r := range f.rules {
		fmt.Fprintf(&b, " when %s then %d", r.broken, i+1)
	}
	return b.String() + " else 0 end"
}
