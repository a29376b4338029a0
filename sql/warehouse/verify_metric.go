package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

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
		t, ok := v.column(m, r, fmt.Sprintf("dimension %s is column %s", dimension, column), column)
		if grain := v.w.project.Dimension(dimension).Grain; ok && grain != "" && !isDay(t) {
			v.add(v.w.project.InHeader(m.File, "dimensions", dimension), fmt.Sprintf("dimension %s has grain %s and is column %s of %s, which is of type %s, want date or timestamp", dimension, grain, column, r.Name, t), "name a date column, or take grain out of models/dimensions.yml")
		}
	}
	named := map[string]string{"values": m.Values, "cluster": m.Cluster, "household": m.Household, "contributor": m.Contributor}
	if c := m.Contributions; c != nil {
		named["contributions, of"], named["contributions, per"], named["contributions, behind"] = c.Of, c.Per, c.Behind
	}
	for key, column := range named {
		v.column(m, r, fmt.Sprintf("%s names column %s", key, column), column)
	}
	for _, column := range m.Adds {
		if column != models.RowsColumn {
			v.column(m, r, "adds names column "+column, column)
		}
	}
	for i, column := range append([]string{m.Time}, m.Valid...) {
		// Days and times are what periods are held against: text in their place is an error
		// of the engine that tells a value.
		if t, ok := v.column(m, r, "counts by date column "+column, column); ok && !isDay(t) {
			at := []string{"time"}
			if i > 0 {
				at = []string{"valid", strconv.Itoa(i - 1)}
			}
			v.add(v.w.project.InHeader(m.File, at...), fmt.Sprintf("counts by column %s of %s, which is of type %s, want date or timestamp", column, r.Name, t), "name a date column, or cast it to date in "+r.Name)
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

func isDay(t string) bool { return t == "date" || t == "timestamp" }

// column gives the type of a column of a metric's relation, or says what names it and that
// there is none. No column was named where it is empty.
func (v *verifier) column(m *models.Metric, r *models.Relation, says, column string) (kind string, ok bool) {
	if column == "" {
		return "", false
	}
	for _, c := range r.Columns {
		if c.Name == column {
			return canonical(c.Type), true
		}
	}
	v.add(m.File, fmt.Sprintf("%s, which %s has not", says, r.Name), models.DidYouMean(column, columnNames(r)))
	return "", false
}
