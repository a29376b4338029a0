package diff

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// moved are changed rows of one entity, in one class, load and pair of months.
type moved struct {
	kind        Kind
	load        string // "" when no delivery can be named
	from, until string // first days of months; "" when the row has no such date
	was, is     int64  // rows as they were told, and as they are told now
}

// rowsOf gives what changed in the live rows of an entity. from and until are columns
// of it, "" for none.
func (c *comparison) rowsOf(ctx context.Context, e *models.Entity, from, until string) (_ []moved, err error) {
	key := e.Key() + "/" + from + "/" + until
	if have, ok := c.moved[key]; ok {
		return have, nil
	}
	told := c.renewed.Told(e)
	rows, err := c.newer.Beside(ctx, c.renewed, e, func(s warehouse.Sides) string {
		return rowSQL(e, s, from, until, told)
	})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var out []moved
	for rows.Next() {
		v := rows.Values()
		text := func(i int) string { s, _ := v[i].(string); return s }
		m := moved{kind: Kind(text(0)), load: text(1), from: text(2), until: text(3)}
		m.was, _ = v[4].(int64)
		m.is, _ = v[5].(int64)
		// The supplier did not restate or remove what we read in another way, and a
		// row that is gone was not taken away by the delivery that told it, which
		// stands in both.
		if d, ok := c.again[m.load]; ok {
			m.load = d
		} else if m.kind == Removed && c.loads[m.load].Kind == "" {
			m.load = cmp.Or(c.mended[m.load], c.leftOut(e))
		}
		if d, ok := c.loads[m.load]; ok && d.Kind == ReadAgain {
			m.kind = ReadAgain
		}
		out = append(out, m)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("compare rows of %s: %w", e.Key(), err)
	}
	c.moved[key] = out
	return out, nil
}

// leftOut is the delivery that no longer has a row which nothing else took away: the
// last list, where a delivery is a whole list and that one is new. "" for none.
func (c *comparison) leftOut(e *models.Entity) string {
	if e.Delivery.Kind != "snapshot" {
		return ""
	}
	var last *models.Loaded
	for i := range c.o.Newer.Deliveries {
		d := &c.o.Newer.Deliveries[i]
		if d.Source == e.Source && d.Entity == e.Name && d.Delivered() && d.Skipped == "" && (last == nil || e.Delivery.Compare(*last, *d) <= 0) {
			last = d
		}
	}
	if last == nil || c.loads[last.LoadID].Kind == "" {
		return ""
	}
	return last.LoadID
}

// rowSQL compares two sets of live rows: what is the same in both falls out, and what
// is left is classed by key or, where a delivery replaces periods, by period.
func rowSQL(e *models.Entity, sides warehouse.Sides, from, until string, told models.Date) string {
	columns := compared(e, from, until)
	all := strings.Join(columns, ", ")
	same, took := "false", "false" // without key or period no row is another one told again
	var match []string
	switch {
	case e.Delivery.Kind == "period":
		match = []string{e.Delivery.Period}
	case len(e.Delivery.Key) > 0:
		match = e.Delivery.Key
	}
	taken := sides.Taken
	if taken == "" {
		taken = "(select cast(null as varchar) as _load_id where false)"
	}
	var pairs, marked, names []string
	for _, column := range match {
		pairs = append(pairs, "c."+ident(column)+" is not distinct from o."+ident(column))
		marked = append(marked, "c."+ident(column)+" is not distinct from t."+ident(column))
		names = append(names, ident(column))
	}
	others := "select 1 as _side, cast(null as varchar) as _load where false"
	if len(match) > 0 {
		same = strings.Join(pairs, " and ")
		if sides.Taken != "" {
			took = strings.Join(marked, " and ")
		}
		// A period was told before when it had rows at all; a key, when it had others.
		set := "changed where net > 0"
		before := "changed where net < 0"
		load := "max(_now)"
		if e.Delivery.Kind == "period" {
			set, before, load = "now_live", "earlier_live", "max(_load_id)"
		}
		others = "select " + strings.Join(names, ", ") + ", 1 as _side, " + load + " as _load from " + set + " group by " + strings.Join(names, ", ") +
			"\nunion all select distinct " + strings.Join(names, ", ") + ", -1 as _side, cast(null as varchar) as _load from " + before
	}
	late := "false"
	if from != "" && told != "" {
		late = "cast(c." + ident(from) + " as date) <= cast('" + string(told) + "' as date)"
	}
	return `with earlier_live as ` + sides.Earlier + `,
now_live as ` + sides.Now + `,
changed as (
    select ` + all + `, sum(_side) as net,
        max(case when _side = 1 then _load_id end) as _now, max(case when _side = -1 then _load_id end) as _was
    from (
        select ` + all + `, _load_id, 1 as _side from now_live
        union all
        select ` + all + `, _load_id, -1 as _side from earlier_live
    ) as both_sides
    group by ` + all + `
    having sum(_side) <> 0
),
others as (
` + others + `
),
classed as (
    select
        case
            when o._side is not null then 'restated'
            when c.net < 0 then 'removed'
            when ` + late + ` then 'late'
            else 'new'
        end as kind,
        coalesce(c._now, o._load, t._load_id, c._was) as load,
        ` + month(from) + ` as from_month,
        ` + month(until) + ` as until_month,
        c.net
    from changed as c
    left join others as o on ` + same + ` and o._side = case when c.net > 0 then -1 else 1 end
    left join ` + taken + ` as t on ` + took + ` and c.net < 0
)
select
    kind,
    load,
    from_month,
    until_month,
    cast(coalesce(sum(-net) filter (where net < 0), 0) as bigint) as was,
    cast(coalesce(sum(net) filter (where net > 0), 0) as bigint) as is_now
from classed
group by kind, load, from_month, until_month
order by kind, load, from_month, until_month
`
}

// compared gives the columns that make two rows the same. The day on which a supplier
// touched a row says nothing of what the row is about, nor do columns that the
// contract compares deliveries without.
func compared(e *models.Entity, from, until string) []string {
	needed := append([]string{e.Delivery.Period, e.Delivery.Deleted, from, until}, e.Delivery.Key...)
	var out []string
	for _, f := range raw.Columns(e) {
		i := slices.IndexFunc(e.Columns, func(c models.Column) bool { return c.Name == f.Name })
		touched := i >= 0 && e.Columns[i].Class == "technical" && e.Columns[i].Type == "date" || slices.Contains(e.Delivery.CompareWithout, f.Name)
		if !strings.HasPrefix(f.Name, "_") && (!touched || slices.Contains(needed, f.Name)) {
			out = append(out, ident(f.Name))
		}
	}
	return out
}

// month writes the first day of the month of a column of changed rows.
func month(column string) string {
	if column == "" {
		return "cast(null as varchar)"
	}
	return "cast(cast(date_trunc('month', cast(c." + ident(column) + " as date)) as date) as varchar)"
}

func ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// dates finds the columns of an entity that a metric counts by. exact is false when it
// has none, and its own period or first day stands in for them.
func (c *comparison) dates(e *models.Entity, m *models.Metric) (from, until string, exact bool) {
	dated := func(name string) bool {
		return slices.ContainsFunc(raw.Columns(e), func(f models.SchemaField) bool {
			return f.Name == name && (f.Type == "date" || strings.HasPrefix(f.Type, "timestamp"))
		})
	}
	// As the metric calls it, or as it was called before a SELECT gave it that name.
	counted := func(column string) string {
		names := []string{column}
		origins := c.origins(m.Relation, column)
		for _, name := range slices.Sorted(maps.Keys(origins)) {
			if of, ok := raw.EntityOf(c.project, name); ok && of.Key() == e.Key() {
				names = append(names, origins[name]...)
			}
		}
		if i := slices.IndexFunc(names, dated); i >= 0 {
			return names[i]
		}
		return ""
	}
	if m.Kind == "stock" && len(m.Valid) == 2 {
		from, until = counted(m.Valid[0]), counted(m.Valid[1])
		if from != "" && until != "" {
			return from, until, true
		}
	} else if from = counted(m.Time); from != "" {
		return from, "", true
	}
	if dated(e.Delivery.Period) {
		return e.Delivery.Period, "", false
	}
	for i := range e.Columns {
		if e.Columns[i].Required && dated(e.Columns[i].Name) {
			return e.Columns[i].Name, "", false
		}
	}
	return "", "", false
}
