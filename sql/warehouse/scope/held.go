package scope

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// A stock over time asks of every row on which days it holds. Where the metric
// only adds columns up, rows that begin and end in the same periods and agree in
// all else are one row with the sums: a few thousand instead of millions, before
// they are held against the days. The sums are the same, since adding up does
// not care in which order.

// addsUp tells whether the rows may be added up before they are held against days.
func (p *Plan) addsUp() bool {
	return p.Metric.Kind == "stock" && p.grain() != "" && len(p.Metric.Adds) > 0
}

// point is a day of a stock over time and the period that it stands for.
type point struct{ at, period models.Date }

// points gives the last day of each period; of the last one the last day asked.
func (p *Plan) points() []point {
	var out []point
	for _, period := range Periods(p.From, p.To, p.grain()) {
		out = append(out, point{min(PeriodEnd(period, p.grain()), p.To), period})
	}
	return out
}

// days writes the points as a relation, with the place of each period.
func (p *Plan) days() string {
	var rows []string
	for _, x := range p.points() {
		rows = append(rows, fmt.Sprintf("(%s, '%s', %s)", day(x.at), x.period, turnOf(x.period, p.grain())))
	}
	return "(values\n        " + strings.Join(rows, ",\n        ") + "\n    ) as p(_at, _period, _turn)"
}

// looksUp tells whether the period of a row of a flow is looked up by its number: that
// takes half of the time of writing out its first day for each row.
func (p *Plan) looksUp() bool {
	return p.Metric.Kind == "flow" && slices.Contains([]string{"month", "quarter", "year"}, p.grain()) && len(p.points()) > 0
}

// turn writes the place in time of the period that a date lies in: a number where one
// is told from the parts of a date, in a fraction of the time of cutting it off.
func turn(date, grain string) string {
	year := "extract(year from " + date + ")"
	switch grain {
	case "year":
		return year
	case "quarter":
		return year + " * 4 + extract(quarter from " + date + ")"
	case "month":
		return year + " * 12 + extract(month from " + date + ")"
	case "day":
		return date
	}
	return "cast(date_trunc('" + grain + "', " + date + ") as date)"
}

// turnOf gives what turn comes to for the first day of a period.
func turnOf(period models.Date, grain string) string {
	d := period.Time()
	switch year, month := d.Year(), int(d.Month()); grain {
	case "year":
		return strconv.Itoa(year)
	case "quarter":
		return strconv.Itoa(year*4 + (month+2)/3)
	case "month":
		return strconv.Itoa(year*12 + month)
	}
	return day(period)
}

// read lists the columns of the relation that the metric's SELECT names and that
// it does not add up: rows must agree in them to become one.
func (p *Plan) read() []string {
	named := map[string]bool{}
	for _, t := range statement.Tokens(p.Metric.SQL) {
		if t.Kind == statement.Word || t.Kind == statement.Quoted {
			named[strings.ToLower(strings.Trim(t.Text, `"`))] = true
		}
	}
	var out []string
	for _, c := range p.Relation.Columns {
		if named[c.Name] && !slices.Contains(p.Metric.Adds, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

// added writes the sums of the columns that the metric adds up.
func (p *Plan) added() []string {
	var out []string
	for _, c := range p.Metric.Adds {
		if c == models.RowsColumn {
			out = append(out, "count(*) as "+models.RowsColumn)
			continue
		}
		out = append(out, fmt.Sprintf("sum(%s) as %s", p.column(c), name(c)))
	}
	if h := p.Metric.Household; h != "" {
		out = append(out, "min("+p.column(h)+") as "+models.FirstHousehold, "max("+p.column(h)+") as "+models.LastHousehold)
	}
	return out
}

// heldScope writes the WITH of a stock over time whose rows are added up first.
// A row holds on the last day of the period in which it begins and of all that
// follow, up to but not with the one in which it ends.
func (p *Plan) heldScope() string {
	points := p.points()
	from, until := p.dateColumn(p.Metric.Valid[0]), p.dateColumn(p.Metric.Valid[1])
	grain := p.grain()
	keys := []string{
		"greatest(" + turn(from, grain) + ", " + turnOf(points[0].period, grain) + ") as _from_turn",
		"case when " + until + " <= " + day(p.To) + " then " + turn(until, grain) + " end as _until_turn",
	}
	outer := make([]string, MaxDims)
	for i := range MaxDims {
		dim := fmt.Sprintf("dim_%d", i+1)
		switch {
		case i >= len(p.Dims):
			outer[i] = "cast(null as varchar) as " + dim
		case slices.Contains(models.TimeGrains, p.Dims[i].Name):
			outer[i] = "p._period as " + dim
		default:
			keys = append(keys, p.member(p.Dims[i])+" as "+dim)
			outer[i] = "h." + dim
		}
	}
	for _, c := range p.read() {
		keys = append(keys, p.column(c)+" as "+name(c))
		outer = append(outer, "h."+name(c))
	}
	for _, c := range p.Metric.Adds {
		outer = append(outer, "h."+name(c))
	}
	if p.Metric.Household != "" {
		outer = append(outer, "h."+models.FirstHousehold, "h."+models.LastHousehold)
	}
	numbers := make([]string, len(keys))
	for i := range keys {
		numbers[i] = fmt.Sprint(i + 1)
	}
	conditions := []string{from + " <= " + day(p.To), goesOn(until, day(points[0].at))}
	conditions = append(conditions, p.narrowed()...)
	return "with held as (\n    select\n        " + strings.Join(append(keys, p.added()...), ",\n        ") +
		"\n    from " + p.rows("    ") + " as r\n    where " + strings.Join(conditions, "\n        and ") +
		"\n    group by " + strings.Join(numbers, ", ") + "\n),\nscope as (\n    select\n        " +
		strings.Join(append(outer, "p._at"), ",\n        ") +
		"\n    from held as h\n    join " + p.days() +
		"\n        on h._from_turn <= p._turn\n        and (h._until_turn is null or h._until_turn > p._turn)\n)\n"
}
