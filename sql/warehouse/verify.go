package warehouse

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
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
		var columns []models.SchemaField
		if r, ok := v.w.relations[name]; ok {
			for _, c := range r.Columns {
				columns = append(columns, models.SchemaField{Name: c.Name, Type: canonical(c.Type)})
			}
		} else if e, ok := v.w.entities[name]; ok {
			columns = e.columns()
		} else if name == knowledge {
			columns = []models.SchemaField{{Name: "known_at", Type: "date"}}
		} else {
			list, _, err := v.w.reference(strings.TrimPrefix(name, "ref."))
			if err != nil {
				return err
			}
			for _, c := range list {
				columns = append(columns, models.SchemaField{Name: c, Type: "varchar"})
			}
		}
		cells := make([]string, len(columns))
		for i, c := range columns {
			if !known(c.Type) {
				c.Type = "varchar" // told where its own header is read
			}
			cells[i] = "cast(null as " + c.Type + ") as " + ident(c.Name)
		}
		if err := v.engine.Exec(ctx, "create view "+qualified(name)+" as select "+strings.Join(cells, ", ")+" where false"); err != nil {
			return fmt.Errorf("verify %s: %w", name, err)
		}
	}
	return nil
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
	for _, c := range r.Checks {
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
			if !v.w.has(c.References.Relation) {
				v.add(r.File, "header: references relation "+c.References.Relation+", which is not there",
					"did you mean "+strings.Join(models.Nearest(c.References.Relation, v.w.names(), 3), ", ")+"?")
			}
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

// ends checks that the ends of a range are values of its column's type.
func (v *verifier) ends(ctx context.Context, r *models.Relation, g *models.RangeCheck) {
	for _, c := range r.Columns {
		if t := canonical(c.Type); c.Name == g.Column && known(t) {
			for _, end := range []string{g.Min, g.Max} {
				if end == "" {
					continue
				}
				rows, err := v.engine.Query(ctx, "select try_cast("+quote(end)+" as "+t+") is null as is_wrong")
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

// metric checks that a metric's columns exist and that its SELECT gives the
// answer's five columns for a query by three dimensions.
func (v *verifier) metric(ctx context.Context, m *models.Metric) {
	if m.NotMeasurable != "" {
		return
	}
	r, ok := v.w.relations[m.Relation]
	if !ok {
		v.add(m.File, "counts from "+m.Relation+", which is no relation here", "did you mean "+strings.Join(models.Nearest(m.Relation, v.w.modelNames(), 3), ", ")+"?")
		return
	}
	before := len(v.errs)
	if m.Kind == "stock" && m.OverTime == "sum" {
		v.add(m.File, "is a stock that is summed over time", "write over_time: last, mean or none")
	}
	for dimension, column := range m.Dimensions {
		if !slices.ContainsFunc(r.Columns, func(c models.RelationColumn) bool { return c.Name == column }) {
			v.add(m.File, fmt.Sprintf("dimension %s is column %s, which %s has not", dimension, column, r.Name), "did you mean "+strings.Join(models.Nearest(column, columnNames(r), 3), ", ")+"?")
		}
	}
	named := map[string]string{"values": m.Values, "cluster": m.Cluster, "household": m.Household, "contributor": m.Contributor}
	if c := m.Contributions; c != nil {
		named["contributions, of"], named["contributions, per"], named["contributions, behind"] = c.Of, c.Per, c.Behind
	}
	for key, column := range named {
		if column != "" && !slices.Contains(columnNames(r), column) {
			v.add(m.File, fmt.Sprintf("%s names column %s, which %s has not", key, column, r.Name), "did you mean "+strings.Join(models.Nearest(column, columnNames(r), 3), ", ")+"?")
		}
	}
	for _, column := range m.Adds {
		if column != models.RowsColumn && !slices.Contains(columnNames(r), column) {
			v.add(m.File, fmt.Sprintf("adds names column %s, which %s has not", column, r.Name), "did you mean "+strings.Join(models.Nearest(column, columnNames(r), 3), ", ")+"?")
		}
	}
	for _, column := range append([]string{m.Time}, m.Valid...) {
		if column != "" && !slices.Contains(columnNames(r), column) {
			v.add(m.File, fmt.Sprintf("counts by date column %s, which %s has not", column, r.Name), "did you mean "+strings.Join(models.Nearest(column, columnNames(r), 3), ", ")+"?")
		}
	}
	for _, source := range m.Sources {
		if _, ok := v.w.entities["raw."+strings.ReplaceAll(source, "/", "__")]; !ok {
			v.add(m.File, "names source "+source+", which has no contract", "write source/entity as in models/sources")
		}
	}
	for _, source := range m.Requires {
		if !slices.Contains(m.Sources, source) {
			v.add(m.File, "requires "+source+", which is not among its sources", "name it under sources too, or leave it out")
		}
	}
	slices.SortFunc(v.errs[before:], func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	if len(v.errs) > before {
		return
	}
	t := text{m.File, m.Line, m.SQL}
	if len(m.Adds) > 0 {
		for _, f := range statement.OnlyAdds(m.SQL, m.Adds) {
			v.add(t.at(f.Offset), f.What, f.Fix)
		}
	}
	reads, err := v.w.reads(ctx, t, m.Reads()...)
	if err == nil {
		err = v.stand(ctx, append(reads, m.Relation))
	}
	if err != nil {
		v.errs = append(v.errs, err)
		return
	}
	plan := scope.Plan{Metric: m, Relation: r, From: "2000-01-01", To: "2000-01-31", At: "2000-01-31"}
	// First as it is written, then as it is asked: a metric without n would else
	// be told in words about the statement around it.
	sql, shift := plan.SQL()
	fields, err := v.engine.Describe(ctx, plan.Inner())
	if err == nil && v.answer(m, fields) {
		_, err = v.engine.Describe(ctx, sql)
	}
	if err == nil && m.Kind == "stock" {
		plan.Dims = []*models.Dimension{v.w.project.Dimension("month")}
		over, _ := plan.SQL()
		_, err = v.engine.Describe(ctx, over)
	}
	if err == nil && m.Values != "" {
		v.sample(ctx, m, plan)
	}
	if err != nil {
		v.errs = append(v.errs, t.placed(err, shift))
	}
}

// answer compares a metric's columns with those that every metric gives.
func (v *verifier) answer(m *models.Metric, fields []models.SchemaField) bool {
	want := []string{"dim_1", "dim_2", "dim_3", "value", "n"}
	if m.Counted() {
		want = append(want, "part", "whole")
	}
	if m.Household != "" {
		want = append(want, "households")
	}
	if m.Contributor != "" {
		want = append(want, "largest", "second")
	}
	var given []string
	for _, f := range fields {
		given = append(given, f.Name)
	}
	same := slices.Equal(slices.Sorted(slices.Values(given)), slices.Sorted(slices.Values(want)))
	if !same {
		v.add(m.File, "the SELECT gives "+strings.Join(given, ", ")+", a metric gives "+strings.Join(want, ", "), "select dim_1, dim_2, dim_3, ... as value, ... as n, grouped by the three")
	}
	return same
}

func columnNames(r *models.Relation) []string {
	out := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		out[i] = c.Name
	}
	return out
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
