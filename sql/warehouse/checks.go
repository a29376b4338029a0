package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// probe is one check of a header as an expression that counts what fails.
type probe struct {
	name, severity, about, fix string
	count                      string
}

// Check runs all checks: that no lake row is lost on the way to SQL, the headers'
// promises, and the files in sql/checks. Results come in a fixed order: raw rows,
// relations by name with their checks as written, then files by name. A failed
// check is a result and no error.
func (w *Warehouse) Check(ctx context.Context) ([]models.CheckResult, error) {
	out, err := w.checkRaw(ctx)
	if err != nil {
		return nil, err
	}
	relations := slices.SortedFunc(slices.Values(w.project.Relations), func(a, b *models.Relation) int { return strings.Compare(a.Name, b.Name) })
	for _, r := range relations {
		results, err := w.checkRelation(ctx, r)
		if err != nil {
			return nil, err
		}
		out = append(out, results...)
	}
	files := slices.SortedFunc(slices.Values(w.project.Checks), func(a, b *models.Check) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range files {
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
		failures, err := w.count(ctx, c.SQL)
		if err != nil {
			return nil, t.placed(err, 1)
		}
		about := c.AboutNL
		if about == "" {
			about = c.AboutEN
		}
		out = append(out, models.CheckResult{Name: c.Name, Severity: c.Severity, Failures: failures, About: about, Fix: c.Fix})
	}
	return out, nil
}

// checkRaw compares the rows that SQL sees with those that intake kept.
func (w *Warehouse) checkRaw(ctx context.Context) ([]models.CheckResult, error) {
	var out []models.CheckResult
	for _, s := range w.project.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			deliveries := w.known(e)
			if len(deliveries) == 0 {
				continue
			}
			name := "raw." + s.Name + "__" + e.Name + historySuffix
			if err := w.ensure(ctx, []string{name}); err != nil {
				return nil, err
			}
			seen, err := w.count(ctx, "select _line from "+qualified(name))
			if err != nil {
				return nil, fmt.Errorf("count rows of %s: %w", e.Key(), err)
			}
			var kept int64
			for _, d := range deliveries {
				kept += d.Kept
			}
			out = append(out, models.CheckResult{
				Name: "raw." + s.Name + "__" + e.Name + ".rows", Severity: "block", Failures: max(seen-kept, kept-seen),
				About: "Elke rij die de inname bewaarde is zichtbaar in het lake, geen rij is dubbel.",
				Fix:   "run peil verify: a lake file was changed or is missing",
			})
			again, err := w.appendedAgain(ctx, e, seen)
			if err != nil {
				return nil, err
			}
			out = append(out, again...)
		}
	}
	return out, nil
}

// appendedAgain counts the rows of an appended entity whose key was there before.
// They are in the lake and in its history, but the first row with the key counts.
func (w *Warehouse) appendedAgain(ctx context.Context, e *models.Entity, seen int64) ([]models.CheckResult, error) {
	if !appendsOnce(e) {
		return nil, nil
	}
	name := "raw." + e.Source + "__" + e.Name
	if err := w.ensure(ctx, []string{name}); err != nil {
		return nil, err
	}
	live, err := w.count(ctx, "select _line from "+qualified(name))
	if err != nil {
		return nil, fmt.Errorf("count rows of %s: %w", e.Key(), err)
	}
	return []models.CheckResult{{
		Name: name + ".once", Severity: "warn", Failures: seen - live,
		About: "Een rij waarvan de sleutel al eerder geleverd werd, telt niet opnieuw.",
		Fix:   "compare " + name + " with " + name + historySuffix + ", and ask the supplier why rows come twice; repeated: keep in the contract counts them all",
	}}, nil
}

// checkRelation runs all checks of one header in one statement, since reading
// the columns costs more than counting in them.
func (w *Warehouse) checkRelation(ctx context.Context, r *models.Relation) ([]models.CheckResult, error) {
	probes, reads := probesOf(r)
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
	failures, err := w.numbers(ctx, "select "+strings.Join(counts, ",\n")+"\nfrom "+ident(r.Name)+" as t")
	if err != nil {
		return nil, fmt.Errorf("check %s: %w", r.Name, textOf(r).placed(err, 0))
	}
	out := make([]models.CheckResult, len(probes))
	for i, p := range probes {
		out[i] = models.CheckResult{Name: r.Name + "." + p.name, Severity: p.severity, Failures: failures[i], About: p.about, Fix: p.fix}
	}
	return out, nil
}

// probesOf writes the header's checks as counts. The key is always checked: the
// order of written rows and every join on it depend on its being unique.
func probesOf(r *models.Relation) (probes []probe, reads []string) {
	fix := "look at the rows in " + r.Name + " and at what they were made from in " + r.File
	hasKey := false
	for _, c := range r.Checks {
		severity := c.Severity
		if severity == "" {
			severity = "block"
		}
		add := func(kind, column, about, count string) {
			probes = append(probes, probe{kind + "." + column, severity, about, fix, count})
		}
		for _, column := range c.NotNull {
			add("not_null", column, column+" heeft in elke rij een waarde.", "count(*) - count(t."+ident(column)+")")
		}
		if len(c.Unique) > 0 {
			hasKey = hasKey || slices.Equal(c.Unique, r.Key)
			add("unique", strings.Join(c.Unique, "_"), strings.Join(c.Unique, ", ")+" komt geen twee keer voor.", duplicates(c.Unique))
		}
		if a := c.Accepted; a != nil {
			values := make([]string, len(a.Values))
			for i, v := range a.Values {
				values[i] = quote(v)
			}
			column := "t." + ident(a.Column)
			add("accepted", a.Column, a.Column+" heeft alleen de afgesproken waarden.",
				"count(*) filter (where "+column+" is not null and cast("+column+" as varchar) not in ("+strings.Join(values, ", ")+"))")
		}
		if f := c.References; f != nil {
			column := "t." + ident(f.Column)
			reads = append(reads, f.Relation)
			// As a scalar subquery, so that all checks of a relation are one row.
			add("references", f.Column, f.Column+" bestaat in "+f.Relation+".",
				"(select count(*) from "+ident(r.Name)+" as t where "+column+" is not null and not exists (select 1 from "+
					qualified(f.Relation)+" as other where other."+ident(f.To)+" = "+column+"))")
		}
	}
	if !hasKey && len(r.Key) > 0 {
		probes = append(probes, probe{"key", "block", strings.Join(r.Key, ", ") + " bepaalt de rij.", fix, duplicates(r.Key)})
	}
	return probes, reads
}

// duplicates counts the rows beyond the first with the same values. One column
// may be null many times; in a list of columns nulls are values like others.
func duplicates(columns []string) string {
	if len(columns) == 1 {
		c := "t." + ident(columns[0])
		return "count(" + c + ") - count(distinct " + c + ")"
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = "t." + ident(c)
	}
	return "count(*) - count(distinct row(" + strings.Join(quoted, ", ") + "))"
}
