// Package scope writes the part of a metric's statement that depends on what was
// asked: the relation "scope" with period, filters and dimensions. And it puts
// the answer in order, with the periods in which nothing happened.
//
// It is pure: text and rows in, text and rows out. It knows no engine and no
// files, and never computes a figure: that is the metric's own SELECT.
package scope

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Plan is a query on one metric with everything decided.
type Plan struct {
	Metric   *models.Metric
	Relation *models.Relation
	Dims     []*models.Dimension // in the order asked, at most three
	From, To models.Date         // flow and stock over time: first and last day, both included
	At       models.Date         // stock without a dimension of time: the day
	Filters  []models.Filter
	Division string // "" for the geography of each row's own day

	geography *models.Geography
	// FromStart: no first day was asked of a flow, so that it counts from its first row, and
	// Never that it has none up to its last day.
	FromStart, Never bool
}

// MaxDims is how many dimensions a metric's SELECT carries.
const MaxDims = 3

// By is the place of a dimension that a metric is cut by, for errors.
func By(metric, dimension string) string { return "metric " + metric + ", by " + dimension }

// Where is the place of a filter of a metric, for errors.
func Where(metric, dimension string) string { return "metric " + metric + ", where " + dimension }

// New checks the query against the metric and decides its period. known is the
// knowledge date: where an open period ends. An empty From is left for the
// caller, who can ask for the earliest day (Start). All that is wrong is told.
func New(p *models.Project, m *models.Metric, r *models.Relation, q models.MetricQuery, known models.Date) (*Plan, []error) {
	plan := &Plan{Metric: m, Relation: r, Filters: q.Where, geography: &p.Geography}
	var errs []error
	refuse := func(where, what, fix string) {
		errs = append(errs, &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix})
	}
	allowed := plan.allowed()
	if len(q.By) > MaxDims {
		refuse(By(m.Name, strings.Join(q.By, ",")), fmt.Sprintf("is asked by %d dimensions, want at most %d", len(q.By), MaxDims), "leave some out")
	}
	times := 0
	for i, name := range q.By {
		if !slices.Contains(allowed, name) && slices.Contains(models.TimeGrains, name) {
			refuse(By(m.Name, name), "counts whole months, so it cannot be cut by "+name, "ask by "+strings.Join(m.Grains(), ", "))
			continue
		}
		if !slices.Contains(allowed, name) {
			refuse(By(m.Name, name), "cannot be cut by "+name, models.OneOfTitled(name, allowed, p.Titled(allowed)))
			continue
		}
		if slices.Contains(q.By[:i], name) {
			refuse(By(m.Name, name), "is asked by "+name+" twice", "name it once")
		}
		if slices.Contains(models.TimeGrains, name) {
			times++
		}
		plan.Dims = append(plan.Dims, p.Dimension(name))
	}
	if times > 1 {
		refuse(By(m.Name, strings.Join(q.By, ",")), "is asked by two dimensions of time", "ask by one of "+strings.Join(m.Grains(), ", "))
	}
	for _, f := range q.Where {
		if !slices.Contains(allowed, f.Dimension) {
			refuse(Where(m.Name, f.Dimension), "cannot be filtered on "+f.Dimension, models.OneOfTitled(f.Dimension, allowed, p.Titled(allowed)))
			continue
		}
		if len(f.Values) == 0 {
			refuse(Where(m.Name, f.Dimension), "is filtered on "+f.Dimension+" without a value", "name at least one value")
		}
		if m.Kind == "stock" && slices.Contains(models.TimeGrains, f.Dimension) {
			refuse(Where(m.Name, f.Dimension), "is a stock, which is not filtered on "+f.Dimension, "ask at a date, or from one to another")
		}
	}
	if err := m.WithinItself(q.Where); err != nil {
		errs = append(errs, err)
	}
	errs = append(errs, plan.divide(p, q.Geography)...)
	for _, d := range []models.Date{q.At, q.From, q.To} {
		if d != "" && models.DateOf(d.Time()) != d {
			refuse(fmt.Sprintf("date %q", d), "is not a date, want YYYY-MM-DD", "write for example 2023-02-13")
		}
	}
	if q.At != "" && (q.From != "" || q.To != "") {
		refuse("metric "+m.Name, "is asked at a date and over a period", "give --at, or --from and --to")
	}
	plan.From, plan.To = q.From, max(q.To, q.At)
	// A flow at a date is all of it until then, unless the metric says that a
	// day stands alone.
	if m.Kind == "flow" && m.At == "day" && q.At != "" {
		plan.From = q.At
	}
	if plan.To == "" {
		plan.To = known
	}
	switch {
	case plan.To == "" || plan.From <= plan.To:
	case q.To == "" && q.At == "":
		refuse("metric "+m.Name, fmt.Sprintf("is asked from %s, and nothing is known after the knowledge date, %s", plan.From, known), "give an earlier --from")
	default:
		refuse("metric "+m.Name, fmt.Sprintf("is asked from %s to %s", plan.From, plan.To), "turn the dates around")
	}
	if m.Grain == "month" && len(errs) == 0 && plan.To != "" {
		errs = append(errs, plan.wholeMonths(known)...)
	}
	// A stock has no value over a period: it is what stood there on the last day.
	if m.Kind == "stock" && plan.grain() == "" {
		plan.At, plan.From, plan.To = plan.To, "", ""
	}
	return plan, errs
}

// wholeMonths leaves out the months of which only a part was asked for: what the rows are
// about happened on unknown days of their month. Of the month that is going on, all that is
// known counts.
func (p *Plan) wholeMonths(known models.Date) []error {
	from, to := p.From, p.To
	if p.From != "" && p.From != p.From.MonthStart() {
		p.From = p.From.MonthStart().AddMonths(1)
	}
	if p.To < known && p.To != p.To.MonthEnd() {
		p.To = p.To.MonthStart().AddDays(-1)
	}
	if p.From == "" || p.From <= p.To {
		return nil
	}
	return []error{&models.Error{Code: models.Invalid, Where: "metric " + p.Metric.Name,
		What: fmt.Sprintf("counts whole months, and none lies from %s to %s", from, to),
		Fix:  fmt.Sprintf("ask for example from %s to %s", from.MonthStart(), to.MonthEnd())}}
}

// Allows tells whether the metric may be cut by a dimension, and filtered on it.
func (p *Plan) Allows(name string) bool { return slices.Contains(p.allowed(), name) }

// allowed lists the dimensions of the metric, its own first.
func (p *Plan) allowed() []string {
	var out []string
	for name := range p.Metric.Dimensions {
		out = append(out, name)
	}
	slices.Sort(out)
	return append(out, p.Metric.Grains()...)
}

// grain gives the grain of the dimension of time that was asked, "" for none.
func (p *Plan) grain() string {
	for _, d := range p.Dims {
		if slices.Contains(models.TimeGrains, d.Name) {
			return d.Name
		}
	}
	return ""
}

// Query gives the query with its defaults filled in, the one that a figure's id
// is made of.
func (p *Plan) Query() models.MetricQuery {
	q := models.MetricQuery{Metric: p.Metric.Name, At: p.At, From: p.From, To: p.To, Where: p.Filters, Geography: p.Division}
	for _, d := range p.Dims {
		q.By = append(q.By, d.Name)
	}
	return q
}

// NeedsStart tells whether the period is open at its beginning.
func (p *Plan) NeedsStart() bool { return p.At == "" && p.From == "" }

// Start is the SELECT of the earliest day of the metric, whatever was asked: all
// cuts of one metric begin on the same day.
func (p *Plan) Start() string {
	column := p.Metric.Time
	if p.Metric.Kind == "stock" {
		column = p.Metric.Valid[0]
	}
	sql := "select cast(min(cast(" + p.column(column) + " as date)) as varchar) from " + name(p.Relation.Name) + " as r"
	if p.Metric.Where != "" {
		sql += " where (" + p.Metric.Where + ")"
	}
	return sql
}

// SQL gives the whole statement, and the number of lines before the metric's own.
func (p *Plan) SQL() (string, int) {
	head := p.relations() + "select dim_1, dim_2, dim_3, cast(value as double) as value, cast(n as bigint) as n" + p.counted() + "\nfrom (\n"
	return head + strings.TrimRight(p.Metric.SQL, "\n") + "\n) as answer\norder by dim_1, dim_2, dim_3\n", strings.Count(head, "\n")
}

// Inner is the metric's own SELECT over the scope, with the columns as it gives them.
func (p *Plan) Inner() string {
	return p.relations() + "select *\nfrom (\n" + p.Metric.SQL + "\n) as answer\n"
}

// scope writes the relation of that name.
func (p *Plan) scope() string {
	if p.addsUp() {
		return p.heldScope()
	}
	looked := p.looksUp()
	var b strings.Builder
	b.WriteString("with scope as (\n    select\n        r.*")
	const none = "cast(null as varchar)"
	for i := range MaxDims {
		expression, base := none, none
		if i < len(p.Dims) {
			expression = p.member(p.Dims[i])
			if looked && slices.Contains(models.TimeGrains, p.Dims[i].Name) {
				expression = "p._period"
			}
			if p.Dims[i].Name != p.Metric.Shares {
				base = expression
			}
		}
		fmt.Fprintf(&b, ",\n        %s as dim_%d", expression, i+1)
		if p.Metric.Shares != "" {
			fmt.Fprintf(&b, ",\n        %s as base_%d", base, i+1)
		}
	}
	if p.Metric.Kind == "stock" {
		at := day(p.At)
		if p.grain() != "" {
			at = "p._at"
		}
		b.WriteString(",\n        " + at + " as _at")
	}
	if strings.Contains(p.Metric.SQL, models.RowsColumn) {
		b.WriteString(",\n        1 as " + models.RowsColumn)
	}
	if h := p.Metric.Household; h != "" {
		b.WriteString(",\n        " + p.column(h) + " as " + models.FirstHousehold + ",\n        " + p.column(h) + " as " + models.LastHousehold)
	}
	b.WriteString("\n    from " + p.rows("    ") + " as r\n")
	switch {
	case looked:
		b.WriteString("    join " + p.days() + "\n        on p._turn = " + turn(p.column(p.Metric.Time), p.grain()) + "\n")
	case p.Metric.Kind == "stock" && p.grain() != "":
		b.WriteString("    cross join " + p.days() + "\n")
	}
	b.WriteString("    where " + strings.Join(p.conditions(), "\n        and ") + "\n)\n")
	return b.String()
}

// conditions are period, fixed filter and asked filters.
func (p *Plan) conditions() []string {
	var out []string
	if p.Metric.Kind == "stock" {
		at := day(p.At)
		if p.grain() != "" {
			at = "p._at"
		}
		from, until := p.dateColumn(p.Metric.Valid[0]), p.dateColumn(p.Metric.Valid[1])
		out = append(out, from+" <= "+at, goesOn(until, at))
	} else {
		// Timestamps of the last day come before the next one; a bare column lets
		// the engine skip row groups by their bounds.
		t := p.column(p.Metric.Time)
		out = append(out, t+" >= "+day(p.From))
		if p.isTimestamp(p.Metric.Time) {
			out = append(out, t+" < "+day(p.To.AddDays(1)))
		} else {
			out = append(out, t+" <= "+day(p.To))
		}
	}
	return append(out, p.narrowed()...)
}

// goesOn is the condition that a row has not ended by a day. Told as one comparison it
// takes less than half of the time that "is null or" takes.
func goesOn(until, at string) string { return "coalesce(" + until + " > " + at + ", true)" }

// narrowed are the fixed filter and the asked ones.
func (p *Plan) narrowed() []string {
	var out []string
	if p.Metric.Where != "" {
		out = append(out, "("+p.Metric.Where+")")
	}
	for _, f := range p.Filters {
		out = append(out, p.filter(f))
	}
	return out
}

// filter keeps the values of one dimension; "" is the member without a value.
func (p *Plan) filter(f models.Filter) string {
	expression := p.member(&models.Dimension{Name: f.Dimension})
	var texts []string
	null := false
	for _, v := range f.Values {
		if v == "" {
			null = true
			continue
		}
		texts = append(texts, literal(v))
	}
	switch in := expression + " in (" + strings.Join(texts, ", ") + ")"; {
	case !null:
		return in
	case len(texts) == 0:
		return expression + " is null"
	default:
		return "(" + in + " or " + expression + " is null)"
	}
}

// member writes the value of a dimension as text.
func (p *Plan) member(d *models.Dimension) string {
	if slices.Contains(models.TimeGrains, d.Name) {
		if p.Metric.Kind == "stock" {
			return "p._period"
		}
		return truncated(p.column(p.Metric.Time), d.Name)
	}
	column := p.Metric.Dimensions[d.Name]
	if d.Grain != "" {
		return truncated(p.column(column), d.Grain)
	}
	if p.typeOf(column) == "varchar" {
		return p.column(column)
	}
	return "cast(" + p.column(column) + " as varchar)"
}

// truncated writes the first day of the period of a date as ISO text; the engines
// disagree on the type of date_trunc, so it is cast back.
func truncated(column, grain string) string {
	if grain == "day" {
		return "cast(cast(" + column + " as date) as varchar)"
	}
	return "cast(cast(date_trunc('" + grain + "', " + column + ") as date) as varchar)"
}

func (p *Plan) typeOf(column string) string {
	for _, c := range p.Relation.Columns {
		if c.Name == column {
			return strings.ToLower(c.Type)
		}
	}
	return ""
}

func (p *Plan) isTimestamp(column string) bool {
	return strings.HasPrefix(p.typeOf(column), "timestamp")
}

func (p *Plan) column(column string) string { return "r." + name(column) }

func (p *Plan) dateColumn(column string) string {
	if p.isTimestamp(column) {
		return "cast(" + p.column(column) + " as date)"
	}
	return p.column(column)
}

var bare = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

// name writes an identifier, bare when it can be: people read these statements.
func name(text string) string {
	if bare.MatchString(text) {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// literal writes text as a SQL string.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func day(d models.Date) string { return "cast(" + literal(string(d)) + " as date)" }

// Members is the SELECT of the values that a dimension has in the relation.
func (p *Plan) Members(dimension string) string {
	m := p.member(&models.Dimension{Name: dimension})
	return "select distinct " + m + " as member from " + p.rows("") + " as r where " + m + " is not null order by 1"
}
