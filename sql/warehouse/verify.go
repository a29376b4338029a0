package warehouse

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// columnTypes are the types that a header may promise. Others do not come out of
// a Parquet file as they went in, or one of the two engines lacks them.
var columnTypes = []string{"varchar", "boolean", "smallint", "integer", "bigint", "double", "decimal(18,2)", "date", "timestamp", "uuid"}

var decimalType = regexp.MustCompile(`^decimal\(\d+,\d+\)$`)

var typeAliases = map[string]string{
	"text": "varchar", "string": "varchar", "bool": "boolean", "int": "integer", "int8": "bigint",
	"float8": "double", "decimal": "decimal(18,3)", "numeric": "decimal(18,3)",
}

// canonical writes a type as the engine describes it.
func canonical(t string) string {
	t = strings.ToLower(strings.ReplaceAll(t, " ", ""))
	if alias, ok := typeAliases[t]; ok {
		return alias
	}
	return t
}

// Verify holds every SQL file against its header without reading a row: each
// SELECT is described over empty relations that have the columns their own
// headers promise. So one wrong file gives one message, and all are told at once.
func (w *Warehouse) Verify(ctx context.Context) (err error) {
	empty, err := w.scratch(ctx)
	if err != nil {
		return fmt.Errorf("verify models: %w", err)
	}
	defer func() { err = errors.Join(err, empty.Close()) }()
	w.mu.Lock()
	defer w.mu.Unlock()
	v := &verifier{w: w, engine: empty, made: map[string]bool{}}
	for _, schema := range []string{"raw", "ref"} {
		if err := empty.Exec(ctx, "create schema "+schema); err != nil {
			return fmt.Errorf("verify models: %w", err)
		}
	}
	for _, r := range w.project.Relations {
		v.relation(ctx, r)
	}
	for _, m := range w.project.Metrics {
		v.metric(ctx, m)
	}
	for _, c := range w.project.Checks {
		v.describe(ctx, text{c.File, c.Line, c.SQL})
	}
	if err := errors.Join(v.errs...); err != nil {
		return err
	}
	// Only what can be read at all is worth a message about cycles.
	names := make([]string, 0, len(w.relations))
	for _, r := range w.project.Relations {
		names = append(names, r.Name)
	}
	_, err = w.order(ctx, names...)
	return err
}

type verifier struct {
	w      *Warehouse
	engine engine.Engine
	made   map[string]bool
	errs   []error
}

func (v *verifier) add(where, what, fix string) {
	v.errs = append(v.errs, &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix})
}

// describe gives the columns of a text, or notes why it has none.
func (v *verifier) describe(ctx context.Context, t text) ([]models.SchemaField, bool) {
	reads, err := v.w.reads(ctx, t)
	if err == nil {
		err = v.stand(ctx, reads)
	}
	if err != nil {
		v.errs = append(v.errs, err)
		return nil, false
	}
	fields, err := v.engine.Describe(ctx, t.sql)
	if err != nil {
		v.errs = append(v.errs, t.placed(err, 0))
		return nil, false
	}
	return fields, true
}

// stand puts empty relations in the place of the names.
func (v *verifier) stand(ctx context.Context, names []string) error {
	for _, name := range names {
		if v.made[name] {
			continue
		}
		v.made[name] = true
		columns := v.w.promised(name)
		cells := make([]string, len(columns))
		for i, c := range columns {
			if !known(c.Type) {
				c.Type = "varchar" // told where its own header is read
			}
			cells[i] = "cast(null as " + c.Type + ") as " + statement.Ident(c.Name)
		}
		if err := v.engine.Exec(ctx, "create view "+statement.Qualified(name)+" as select "+strings.Join(cells, ", ")+" where false"); err != nil {
			return fmt.Errorf("verify %s: %w", name, err)
		}
	}
	return nil
}

// promised gives the columns that a relation of any kind has by what is written of it.
func (w *Warehouse) promised(name string) (columns []models.SchemaField) {
	if r, ok := w.relations[name]; ok {
		for _, c := range r.Columns {
			columns = append(columns, models.SchemaField{Name: c.Name, Type: canonical(c.Type)})
		}
		return columns
	}
	if e, ok := w.entities[name]; ok {
		return e.Columns()
	}
	if name == knowledge {
		return []models.SchemaField{{Name: "known_at", Type: "date"}}
	}
	for _, c := range w.project.Lists[strings.TrimPrefix(name, "ref.")].Columns {
		columns = append(columns, models.SchemaField{Name: c, Type: "varchar"})
	}
	return columns
}

func known(t string) bool { return slices.Contains(columnTypes, t) || decimalType.MatchString(t) }

// relation compares what a SELECT gives with what its header promises.
func (v *verifier) relation(ctx context.Context, r *models.Relation) {
	promised := map[string]string{}
	var order []string
	for _, c := range r.Columns {
		t := canonical(c.Type)
		if !known(t) {
			v.add(r.File, fmt.Sprintf("header: column %s has type %q, want %s", c.Name, c.Type, strings.Join(columnTypes, ", ")), "cast it to one of these in the SELECT")
		}
		promised[c.Name] = t
		order = append(order, c.Name)
	}
	named := func(what string, list ...string) {
		for _, name := range list {
			if _, ok := promised[name]; !ok {
				v.add(r.File, fmt.Sprintf("header: %s names column %s, which is not there", what, name),
					"did you mean "+strings.Join(models.Nearest(name, order, 2), ", ")+"?")
			}
		}
	}
	named("key", r.Key...)
	named("order", r.Order...)
	for i, c := range r.Checks {
		named("not_null", c.NotNull...)
		named("unique", c.Unique...)
		if c.Accepted != nil {
			named("accepted", c.Accepted.Column)
		}
		if c.Range != nil {
			named("range", c.Range.Column)
			v.ends(ctx, r, c.Range)
		}
		if c.References != nil {
			named("references", c.References.Column)
			v.references(r, i, c.References)
		}
	}
	fields, ok := v.describe(ctx, textOf(r))
	if !ok {
		return
	}
	var given []string
	differs := false
	for _, f := range fields {
		given = append(given, f.Name)
		want, ok := promised[f.Name]
		if !ok {
			differs = true
			v.add(r.File, fmt.Sprintf("the SELECT gives %s %s, the header names no such column", f.Name, f.Type), "describe it in the header or leave it out of the SELECT")
		} else if want != f.Type {
			differs = true
			v.add(r.File, fmt.Sprintf("the SELECT gives %s as %s, the header wants %s", f.Name, f.Type, want), fmt.Sprintf("cast(... as %s), or correct the header", want))
		}
	}
	for _, name := range order {
		if !slices.Contains(given, name) {
			differs = true
			v.add(r.File, fmt.Sprintf("the header promises %s %s, the SELECT does not give it", name, promised[name]), "add it to the SELECT or take it out of the header")
		}
	}
	if !differs && !slices.Equal(given, order) {
		v.add(r.File, "the SELECT gives "+strings.Join(given, ", ")+", the header has the order "+strings.Join(order, ", "), "put them in the same order")
	}
}

// references checks that a check of a header holds a column against one that is there and
// whose values can be the same.
func (v *verifier) references(r *models.Relation, check int, f *models.RefersTo) {
	at := func(key string) string {
		return v.w.project.InHeader(r.File, "checks", strconv.Itoa(check), "references", key)
	}
	if !v.w.has(f.Relation) {
		v.add(at("relation"), "header: references relation "+f.Relation+", which is not there", models.DidYouMean(f.Relation, v.w.names()))
		return
	}
	columns := v.w.promised(f.Relation)
	of, names := "", make([]string, len(columns))
	for i, c := range columns {
		if names[i] = c.Name; c.Name == f.To {
			of = c.Type
		}
	}
	if of == "" {
		v.add(at("to"), fmt.Sprintf("header: references column %q of %s, which has none of that name", f.To, f.Relation), models.DidYouMean(f.To, names))
		return
	}
	if strings.HasPrefix(f.Relation, "ref.") {
		return // a list is text, and the engine reads its numbers and days
	}
	for _, c := range r.Columns {
		if t := canonical(c.Type); c.Name == f.Column && family(t) != family(of) && known(t) {
			v.add(at("to"), fmt.Sprintf("header: references holds %s, a %s, against %s of %s, a %s", f.Column, t, f.To, f.Relation, of), "cast one of them, so that both are of one type")
		}
	}
}

// family names what values of a type can be the same as.
func family(t string) string {
	switch {
	case t == "smallint" || t == "integer" || t == "bigint" || t == "double" || decimalType.MatchString(t):
		return "number"
	case t == "timestamp":
		return "date"
	}
	return t
}

// ends checks that the ends of a range are values of its column's type.
func (v *verifier) ends(ctx context.Context, r *models.Relation, g *models.RangeCheck) {
	for _, c := range r.Columns {
		if t := canonical(c.Type); c.Name == g.Column && known(t) {
			for _, end := range []string{g.Min, g.Max} {
				if end == "" {
					continue
				}
				rows, err := v.engine.Query(ctx, "select try_cast("+statement.Quote(end)+" as "+t+") is null as is_wrong")
				if err != nil {
					v.errs = append(v.errs, err)
					continue
				}
				if rows.Next() && rows.Values()[0] == true {
					v.add(r.File, fmt.Sprintf("header: range of %s has the end %q, which is no %s", g.Column, end, t), "write a value of the column's type")
				}
				if err := rows.Close(); err != nil {
					v.errs = append(v.errs, err)
				}
			}
		}
	}
}

func (w *Warehouse) modelNames() []string {
	out := make([]string, 0, len(w.relations))
	for _, r := range w.project.Relations {
		out = append(out, r.Name)
	}
	return out
}

// Portable tells what keeps the project's SQL from running alike on the shared
// engines, by file and line. It runs nothing.
func (w *Warehouse) Portable(ctx context.Context) error {
	var texts []text
	for _, r := range w.project.Relations {
		texts = append(texts, textOf(r))
	}
	for _, m := range w.project.Metrics {
		if m.NotMeasurable == "" {
			texts = append(texts, text{m.File, m.Line, m.SQL})
			if c := m.Contributions; c != nil {
				texts = append(texts, text{m.File, 0, "select " + c.Sum})
			}
		}
	}
	for _, c := range w.project.Checks {
		texts = append(texts, text{c.File, c.Line, c.SQL})
	}
	var errs []error
	for _, t := range texts {
		s, err := w.engine.Read(ctx, t.sql)
		if err != nil {
			errs = append(errs, t.placed(err, 0))
			continue
		}
		called := make([]statement.Called, len(s.Functions))
		for i, f := range s.Functions {
			called[i] = statement.Called{Name: f.Name, Offset: f.Offset}
		}
		for _, f := range statement.Portable(t.sql, called) {
			errs = append(errs, &models.Error{Code: models.Invalid, Where: t.at(f.Offset), What: f.What, Fix: f.Fix})
		}
	}
	return errors.Join(errs...)
}
