package scope

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Periods gives the first days of the periods that have a day between from and
// to, in order.
func Periods(from, to models.Date, grain string) []models.Date {
	var out []models.Date
	if from == "" || to == "" {
		return out
	}
	for d := PeriodStart(from, grain); d <= to; d = PeriodEnd(d, grain).AddDays(1) {
		out = append(out, d)
	}
	return out
}

// PeriodStart gives the first day of the period that d lies in; weeks begin on
// Monday.
func PeriodStart(d models.Date, grain string) models.Date {
	switch grain {
	case "week":
		return d.AddDays(-(int(d.Time().Weekday()) + 6) % 7)
	case "month":
		return d.MonthStart()
	case "quarter":
		return d.MonthStart().AddMonths(-((int(d.Time().Month()) - 1) % 3))
	case "year":
		return models.DateOf(time.Date(d.Time().Year(), 1, 1, 0, 0, 0, 0, time.UTC))
	}
	return d
}

// PeriodEnd gives the last day of the period that begins at start.
func PeriodEnd(start models.Date, grain string) models.Date {
	switch grain {
	case "week":
		return start.AddDays(6)
	case "month":
		return start.MonthEnd()
	case "quarter":
		return start.AddMonths(3).AddDays(-1)
	case "year":
		return start.AddMonths(12).AddDays(-1)
	}
	return start
}

// Told are the days that the sources of a metric tell about: from that of its first row,
// none when it has no rows, until the last one of which all of them tell.
type Told struct {
	From, Until models.Date
	Gaps        []models.Span // between them, of which some delivery does not tell
}

// whole tells whether each day of a period of a flow is told. A part of a period in which
// nothing happened is no period in which nothing did.
func (t Told) whole(first, last models.Date) bool {
	return last <= t.Until && !slices.ContainsFunc(t.Gaps, func(g models.Span) bool { return first <= g.Until && g.From <= last })
}

// Complete adds what is known to be nothing: for a metric whose absence of rows
// means zero, one row when nothing was cut, and each period in which a member
// had no rows. Members without any row at all are not invented. Outside the days
// that are told, no rows is no figure, and neither is nothing in a period of a flow that
// is told in part. Of flows a source that begins in the middle of a month tells of that
// month; a stock is not known before the day of its first row.
func (p *Plan) Complete(rows []models.MetricRow, told Told) []models.MetricRow {
	if p.Metric.Empty != "zero" {
		return rows
	}
	flow := p.Metric.Kind == "flow"
	if len(p.Dims) == 0 {
		if len(rows) == 0 {
			known := p.begun(told)
			rows = []models.MetricRow{{Dims: []string{}, Known: known, Untold: !known}}
		}
		if flow && !told.whole(p.From, p.To) && !p.soFar(told) {
			rows[0] = inPart(rows[0])
		}
		return rows
	}
	at := slices.IndexFunc(p.Dims, func(d *models.Dimension) bool { return slices.Contains(models.TimeGrains, d.Name) })
	if at < 0 {
		return rows
	}
	const separator = "\x00"
	there := map[string]bool{}
	var members [][]string // the other dimensions, each combination once
	seen := map[string]bool{}
	if len(p.Dims) == 1 {
		members = append(members, []string{""})
		seen[""] = true
	}
	for i, r := range rows {
		if period := models.Date(r.Dims[at]); flow && period != "" && !told.whole(period, PeriodEnd(period, p.Dims[at].Name)) {
			rows[i] = inPart(r)
		}
		there[strings.Join(r.Dims, separator)] = true
		other := slices.Clone(r.Dims)
		other[at] = ""
		if key := strings.Join(other, separator); !seen[key] {
			seen[key] = true
			members = append(members, other)
		}
	}
	periods := Periods(p.From, p.To, p.Dims[at].Name)
	for i, period := range periods {
		last := p.To
		if i+1 < len(periods) {
			last = periods[i+1].AddDays(-1)
		}
		known := last >= told.From && period <= told.Until
		part := flow && !told.whole(period, PeriodEnd(period, p.Dims[at].Name))
		for _, m := range members {
			dims := slices.Clone(m)
			dims[at] = string(period)
			if !there[strings.Join(dims, separator)] {
				row := models.MetricRow{Dims: dims, Known: known, Untold: !known}
				if part {
					row = inPart(row)
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// begun tells whether the sources of the metric tell of some day that was asked for.
func (p *Plan) begun(told Told) bool {
	first, last := p.From, p.To.MonthEnd()
	if p.Metric.Kind == "stock" || p.Never {
		first = ""
	}
	if p.Metric.Kind == "stock" {
		last = cmp.Or(p.At, p.To)
	}
	return told.Until != "" && first <= told.Until && (told.From == "" || last >= told.From)
}

// soFar tells whether a flow counts from its beginning as far as is told, without a gap
// before: what counts nobody then is a count so far, as one of somebody is.
func (p *Plan) soFar(told Told) bool {
	return p.FromStart && told.Until != "" && !slices.ContainsFunc(told.Gaps, func(g models.Span) bool { return g.From <= p.To })
}

// Nothing tells of a flow that is cut, but not by time, whether there are no rows since
// nothing happened.
func (p *Plan) Nothing(rows []models.MetricRow, told Told) bool {
	cut := slices.ContainsFunc(p.Dims, func(d *models.Dimension) bool { return slices.Contains(models.TimeGrains, d.Name) })
	return p.Metric.Empty == "zero" && p.Metric.Kind == "flow" && len(p.Dims) > 0 && !cut && len(rows) == 0 &&
		p.begun(told) && (told.whole(p.From, p.To) || p.soFar(told))
}

// inPart marks a row about a period that is told in part, and takes the value off one that
// counts nobody.
func inPart(r models.MetricRow) models.MetricRow {
	switch {
	case !r.Known:
		return r
	case r.Value == 0 && r.N == 0:
		return models.MetricRow{Dims: r.Dims, Untold: true, Partly: true}
	}
	r.Partly = true
	return r
}

// Untell takes the value off rows of a stock that are about a time after what is
// known: rows that still held on the last day go on in the tables, but that they do is
// told by nobody. A date counts with its month, for the last day of a month is also
// asked before the month is over. Before each of its sources delivered once (until is
// empty) nothing is told: usable places without any list of stays are not free.
func (p *Plan) Untell(rows []models.MetricRow, known, until models.Date) {
	if p.Metric.Kind != "stock" || known == "" {
		return
	}
	at := slices.IndexFunc(p.Dims, func(d *models.Dimension) bool { return slices.Contains(models.TimeGrains, d.Name) })
	for i, r := range rows {
		begins := p.At.MonthStart()
		if at >= 0 {
			begins = models.Date(r.Dims[at])
		}
		if begins > known || until == "" {
			rows[i] = models.MetricRow{Dims: r.Dims, Untold: true}
		}
	}
}

// Sort puts rows in a total order: dimension by dimension, members in the order
// of their labels, those without a label after them by code, and the member
// without a value last.
func (p *Plan) Sort(rows []models.MetricRow) {
	places := make([]map[string]int, len(p.Dims))
	for i, d := range p.Dims {
		places[i] = map[string]int{}
		for j, l := range d.Labels {
			places[i][l.Code] = j
		}
	}
	place := func(dim int, code string) int {
		if n, ok := places[dim][code]; ok {
			return n
		}
		if code == "" {
			return len(places[dim]) + 1
		}
		return len(places[dim])
	}
	slices.SortFunc(rows, func(a, b models.MetricRow) int {
		for i := range p.Dims {
			if c := place(i, a.Dims[i]) - place(i, b.Dims[i]); c != 0 {
				return c
			}
			if c := strings.Compare(a.Dims[i], b.Dims[i]); c != 0 {
				return c
			}
		}
		return 0
	})
}
