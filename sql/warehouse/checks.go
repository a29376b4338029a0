package warehouse

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// probe is one check of a header: an expression that counts what fails, and a
// SELECT that shows it.
type probe struct {
	name, severity, owner string
	about, fix            inBoth
	count, rows           string
}

// inBoth is a text in both languages.
type inBoth struct{ nl, en string }

// Check runs all checks: that no lake row is lost on the way to SQL, the headers'
// promises, and the files in sql/checks. Results come in a fixed order: raw rows,
// relations by name with their checks as written, then files by name. A failed
// check is a result and no error. A result of earlier stands when neither the
// check nor anything below it changed.
func (w *Warehouse) Check(ctx context.Context, earlier ...models.CheckResult) ([]models.CheckResult, error) {
	raw, err := w.checkRaw(ctx)
	if err != nil {
		return nil, err
	}
	relations := slices.SortedFunc(slices.Values(w.project.Relations), func(a, b *models.Relation) int { return strings.Compare(a.Name, b.Name) })
	files := slices.SortedFunc(slices.Values(w.project.Checks), func(a, b *models.Check) int { return strings.Compare(a.Name, b.Name) })
	results := make([][]models.CheckResult, len(relations)+len(files))
	var tasks []func() error
	for i, r := range relations {
		tasks = append(tasks, func() (err error) {
			results[i], err = w.checkRelation(ctx, r, earlier)
			return err
		})
	}
	for i, c := range files {
		tasks = append(tasks, func() (err error) {
			results[len(relations)+i], err = w.checkFile(ctx, c, earlier)
			return err
		})
	}
	if err := together(w.workers(), tasks); err != nil {
		return nil, err
	}
	return append(raw, slices.Concat(results...)...), nil
}

// checkFile counts the rows that one file of sql/checks gives.
func (w *Warehouse) checkFile(ctx context.Context, c *models.Check, earlier []models.CheckResult) ([]models.CheckResult, error) {
	t := text{c.File, c.Line, c.SQL}
	w.mu.Lock()
	reads, err := w.reads(ctx, t)
	w.mu.Unlock()
	if err == nil {
		err = w.ensure(ctx, reads)
	}
	if err != nil {
		return nil, err
	}
	out := models.CheckResult{Name: c.Name, Severity: c.Severity, About: cmp.Or(c.AboutNL, c.AboutEN), AboutEN: c.AboutEN, Owner: c.Owner, Fix: c.Fix, FixNL: c.FixNL}
	if out.On, err = w.standsOn(ctx, c.SQL, reads); err != nil {
		return nil, err
	}
	if before := standing(earlier, out.On, 1); before != nil {
		out.Failures = before[0].Failures
		return []models.CheckResult{out}, nil
	}
	if out.Failures, err = w.count(ctx, c.SQL); err != nil {
		return nil, t.placed(err, 1)
	}
	return []models.CheckResult{out}, nil
}

// standsOn names a check's SQL with the content of all that it reads.
func (w *Warehouse) standsOn(ctx context.Context, sql string, reads []string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := sha256.New()
	fmt.Fprintf(h, "engine %s\n%s\n", w.version, statement.Normal(sql))
	for _, name := range reads {
		n, err := w.node(ctx, name)
		if err != nil {
			return "", err
		}
		print, err := w.fingerprint(ctx, n)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "input %s %s\n", name, print)
	}
	return hex.EncodeToString(h.Sum(nil))[:printLength], nil
}

// checkRelation runs all checks of one header in one statement, since reading
// the columns costs more than counting in them.
func (w *Warehouse) checkRelation(ctx context.Context, r *models.Relation, earlier []models.CheckResult) ([]models.CheckResult, error) {
	probes, reads := w.probesOf(r)
	if len(probes) == 0 {
		return nil, nil
	}
	if err := w.ensure(ctx, append(reads, r.Name)); err != nil {
		return nil, err
	}
	counts := make([]string, len(probes))
	for i, p := range probes {
		counts[i] = fmt.Sprintf("cast(%s as bigint) as c%d", p.count, i)
	}
	sql := "select " + strings.Join(counts, ",\n") + "\nfrom " + statement.Ident(r.Name) + " as t"
	on, err := w.standsOn(ctx, sql, append(reads, r.Name))
	if err != nil {
		return nil, err
	}
	out := make([]models.CheckResult, len(probes))
	for i, p := range probes {
		out[i] = models.CheckResult{Name: r.Name + "." + p.name, Severity: p.severity, About: p.about.nl, AboutEN: p.about.en, Owner: p.owner, Fix: p.fix.en, FixNL: p.fix.nl, On: on}
	}
	if before := standing(earlier, on, len(out)); before != nil {
		for i := range out {
			out[i].Failures = before[i].Failures
		}
		return out, nil
	}
	failures, err := w.numbers(ctx, sql)
	if err != nil {
		return nil, fmt.Errorf("check %s: %w", r.Name, textOf(r).placed(err, 0))
	}
	for i := range out {
		out[i].Failures = failures[i]
	}
	return out, nil
}

// ownerOf gives who must act when a check in a relation's header does not say it:
// rows of a staging relation are the supplier's. Else it is who can be reached about
// the project, "" when nobody is named.
func (w *Warehouse) ownerOf(r *models.Relation) string {
	for _, s := range w.project.Sources {
		if strings.HasPrefix(r.Name, "stg_"+s.Name+"__") && s.Owner != "" {
			return s.Owner
		}
	}
	return w.project.Config.Contact
}

// probesOf writes the header's checks as counts. The key is always checked: the
// order of written rows and every join on it depend on its being unique.
func (w *Warehouse) probesOf(r *models.Relation) (probes []probe, reads []string) {
	elsewhere := inBoth{"bekijk de rijen in " + r.Name + " en waaruit ze gemaakt zijn in " + r.File,
		"look at the rows in " + r.Name + " and at what they were made from in " + r.File}
	owner := w.ownerOf(r)
	from := "select * from " + statement.Ident(r.Name) + " as t where "
	hasKey := false
	for _, c := range r.Checks {
		add := func(kind, column string, about inBoth, count, rows string) {
			fix := inBoth{c.FixNL, c.Fix}
			if fix.en == "" && fix.nl == "" {
				fix = elsewhere
			}
			probes = append(probes, probe{strings.TrimSuffix(kind+"."+column, "."), cmp.Or(c.Severity, "block"), cmp.Or(c.Owner, owner), about, fix, count, rows})
		}
		for _, column := range c.NotNull {
			add("not_null", column, inBoth{column + " heeft in elke rij een waarde.", column + " has a value in every row."}, "count(*) - count(t."+statement.Ident(column)+")", from+"t."+statement.Ident(column)+" is null")
		}
		if len(c.Unique) > 0 {
			hasKey = hasKey || slices.Equal(c.Unique, r.Key)
			add("unique", strings.Join(c.Unique, "_"), inBoth{combined(c.Unique, "nl") + " komt geen twee keer voor.", combined(c.Unique, "en") + " does not occur twice."}, duplicates(c.Unique), repeated(r, c.Unique))
		}
		if a := c.Accepted; a != nil {
			values := make([]string, len(a.Values))
			for i, v := range a.Values {
				values[i] = statement.Quote(v)
			}
			column := "t." + statement.Ident(a.Column)
			fails := column + " is not null and cast(" + column + " as varchar) not in (" + strings.Join(values, ", ") + ")"
			add("accepted", a.Column, inBoth{a.Column + " heeft alleen de afgesproken waarden.", a.Column + " has the agreed values only."}, "count(*) filter (where "+fails+")", from+fails)
		}
		if f := c.References; f != nil {
			column := "t." + statement.Ident(f.Column)
			reads = append(reads, f.Relation)
			fails := column + " is not null and not exists (select 1 from " + statement.Qualified(f.Relation) + " as other where other." + statement.Ident(f.To) + " = " + column + ")"
			// As a scalar subquery, so that all checks of a relation are one row.
			add("references", f.Column, inBoth{f.Column + " bestaat in " + f.Relation + ".", f.Column + " exists in " + f.Relation + "."}, "(select count(*) from "+statement.Ident(r.Name)+" as t where "+fails+")", from+fails)
		}
		if g := c.Range; g != nil {
			fails, about := outOfRange(r, g)
			add("range", g.Column, about, "count(*) filter (where "+fails+")", from+fails)
		}
		if n := c.RowCount; n != nil {
			count, about := rowsOff(n)
			add("row_count", "", about, count, "select count(*) as row_count from "+statement.Ident(r.Name))
		}
	}
	if !hasKey && len(r.Key) > 0 {
		about := inBoth{combined(r.Key, "nl") + " is de sleutel: geen twee rijen hebben dezelfde.", combined(r.Key, "en") + " tells rows apart."}
		probes = append(probes, probe{"key", "block", owner, about, elsewhere, duplicates(r.Key), repeated(r, r.Key)})
	}
	return probes, reads
}

// combined names columns of which the values count together.
func combined(columns []string, lang string) string {
	last := len(columns) - 1
	if last == 0 {
		return columns[0]
	}
	before, and := "De combinatie van ", " en "
	if lang == "en" {
		before, and = "The combination of ", " and "
	}
	return before + strings.Join(columns[:last], ", ") + and + columns[last]
}

// outOfRange writes the condition of the rows outside a range. A row without a
// value passes. An end of the wrong type is told by the engine when it verifies.
func outOfRange(r *models.Relation, g *models.RangeCheck) (fails string, about inBoth) {
	of := "varchar"
	for _, c := range r.Columns {
		if c.Name == g.Column {
			of = canonical(c.Type)
		}
	}
	var parts, nl, en []string
	for _, end := range []struct{ value, off, nl, en string }{{g.Min, " < ", "minstens ", "at least "}, {g.Max, " > ", "hoogstens ", "at most "}} {
		if end.value != "" {
			parts = append(parts, "t."+statement.Ident(g.Column)+end.off+"cast("+statement.Quote(end.value)+" as "+of+")")
			nl, en = append(nl, end.nl+end.value), append(en, end.en+end.value)
		}
	}
	return "(" + strings.Join(parts, " or ") + ")",
		inBoth{g.Column + " is " + strings.Join(nl, " en ") + ".", g.Column + " is " + strings.Join(en, " and ") + "."}
}

// rowsOff counts the rows that there are too few or too many.
func rowsOff(n *models.RowCountCheck) (count string, about inBoth) {
	off, nl, en := []string{"0"}, []string{}, []string{}
	if n.Min != nil {
		off, nl, en = append(off, fmt.Sprintf("%d - count(*)", *n.Min)), append(nl, fmt.Sprintf("minstens %d", *n.Min)), append(en, fmt.Sprintf("at least %d", *n.Min))
	}
	if n.Max != nil {
		off, nl, en = append(off, fmt.Sprintf("count(*) - %d", *n.Max)), append(nl, fmt.Sprintf("hoogstens %d", *n.Max)), append(en, fmt.Sprintf("at most %d", *n.Max))
	}
	about = inBoth{"Er zijn " + strings.Join(nl, " en ") + " rijen.", "There are " + strings.Join(en, " and ") + " rows."}
	switch {
	case n.Min != nil && n.Max != nil && *n.Min == *n.Max:
		about = inBoth{fmt.Sprintf("Er zijn precies %d rijen.", *n.Min), fmt.Sprintf("There are exactly %d rows.", *n.Min)}
	case n.Max == nil && *n.Min == 1:
		about = inBoth{"Er is minstens één rij.", "There is at least one row."}
	}
	return "greatest(" + strings.Join(off, ", ") + ")", about
}

// repeated shows which values occur more than once, and how often.
func repeated(r *models.Relation, columns []string) string {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = statement.Ident(c)
	}
	list := strings.Join(quoted, ", ")
	where := ""
	if len(columns) == 1 {
		where = " where " + list + " is not null"
	}
	return "select " + list + ", count(*) as row_count from " + statement.Ident(r.Name) + where + " group by " + list + " having count(*) > 1"
}

// Failing gives the rows that a check fails on now, at most limit of them, in a
// total order; no rows when it passes. A check of rows that SQL cannot see has
// none to show and gives an error.
func (w *Warehouse) Failing(ctx context.Context, name string, limit int) (*Result, error) {
	t, reads, err := w.failing(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := w.ensure(ctx, reads); err != nil {
		return nil, err
	}
	rows, err := w.engine.Query(ctx, fmt.Sprintf("select * from (\n%s\n) as failing order by all limit %d", t.sql, limit))
	if err != nil {
		return nil, t.placed(err, 1)
	}
	return &Result{rows}, nil
}

// failing gives the SELECT of a check's rows, and what it reads.
func (w *Warehouse) failing(ctx context.Context, name string) (text, []string, error) {
	var names []string
	for _, c := range w.project.Checks {
		if c.Name == name {
			t := text{c.File, c.Line, c.SQL}
			w.mu.Lock()
			defer w.mu.Unlock()
			reads, err := w.reads(ctx, t)
			return t, reads, err
		}
		names = append(names, c.Name)
	}
	for _, r := range w.project.Relations {
		probes, reads := w.probesOf(r)
		for _, p := range probes {
			if r.Name+"."+p.name == name {
				return text{r.File, r.Line, p.rows}, append(reads, r.Name), nil
			}
			names = append(names, r.Name+"."+p.name)
		}
	}
	if unread := strings.TrimSuffix(name, readSuffix) + raw.UnreadSuffix; strings.HasSuffix(name, readSuffix) && w.has(unread) {
		return text{sql: "select * from " + statement.Qualified(unread)}, []string{unread}, nil
	}
	for _, s := range w.project.Sources {
		for i := range s.Entities {
			for _, c := range w.rawChecks(s, &s.Entities[i]) {
				if c.result.Name == name && strings.HasSuffix(name, sizeSuffix) {
					return text{sql: w.sizeSQL(&s.Entities[i])}, nil, nil
				}
				if c.result.Name == name {
					return text{}, nil, &models.Error{Code: models.Invalid, Where: "check " + name, What: "counts rows of files, and has none to show", Fix: "peil checks says what to do about it"}
				}
				names = append(names, c.result.Name)
			}
		}
	}
	return text{}, nil, &models.Error{Code: models.Invalid, Where: "check " + name, What: "is no check of this project", Fix: models.DidYouMean(name, names) + " peil checks lists them all"}
}

// duplicates counts the rows beyond the first with the same values. One column
// may be null many times; in a list of columns nulls are values like others.
func duplicates(columns []string) string {
	if len(columns) == 1 {
		c := "t." + statement.Ident(columns[0])
		return "count(" + c + ") - count(distinct " + c + ")"
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = "t." + statement.Ident(c)
	}
	return "count(*) - count(distinct row(" + strings.Join(quoted, ", ") + "))"
}
