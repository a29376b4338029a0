package chart

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// largest is where a double no longer holds every whole number, and an axis
// would lie.
const largest = 1e15

// most members along either side of a grid; more is a table.
const most = 600

// From lays the cells of a Safe on the grid of a chart. Gaps between the first
// and last period become cells of their own: zero when the metric says that no
// rows mean zero, else missing. Errors are *models.Error: too many dimensions,
// or series, or a dimension that the answer was not cut by.
func From(safe disclose.Safe, o Options) (Series, error) {
	if safe.Metric() == nil {
		return Series{}, refuse("there is no figure to draw", "ask for a metric")
	}
	s := Series{o: o, metric: safe.Metric()}
	ix, iby, err := s.choose(safe.Dims())
	if err != nil {
		return Series{}, err
	}
	rows := safe.Rows()
	for _, r := range rows {
		if v, _ := r.Cell.Value(); math.Abs(v) > largest {
			return Series{}, refuse(fmt.Sprintf("metric %s has a value beyond 10^15, which no axis can show", s.metric.Name), "give the metric another unit")
		}
	}
	column := func(i int) []string {
		var out []string
		for _, r := range rows {
			out = append(out, r.Dims[i])
		}
		return out
	}
	s.xs = s.members(s.x, column(ix), safe.Query())
	s.ss = []member{{label: s.metric.Title(o.Lang)}}
	if s.by != nil {
		s.ss = s.members(s.by, column(iby), models.MetricQuery{})
	}
	if len(s.xs) > most || len(s.ss) > most {
		return Series{}, refuse(fmt.Sprintf("chart has %d by %d members, more than can be told apart", len(s.xs), len(s.ss)), "narrow it with where, or cut by a coarser dimension")
	}
	s.fill(rows, ix, iby)
	return s.fit()
}

// choose decides which dimension lies along the axis and which makes series; it
// gives their positions in a row's Dims, -1 for none.
func (s *Series) choose(dims []*models.Dimension) (ix, iby int, err error) {
	if len(dims) == 0 || len(dims) > 2 {
		return 0, 0, refuse(fmt.Sprintf("metric %s is cut by %d dimensions, a chart wants one or two", s.metric.Name, len(dims)), `write for example by="month" or by="month,province"`)
	}
	names := make([]string, len(dims))
	for i, d := range dims {
		names[i] = d.Name
	}
	find := func(name string) int { return slices.Index(names, name) }
	iby = -1
	if s.o.X == "" {
		// Time goes along the axis wherever it was named, but for a given series.
		ix = slices.IndexFunc(dims, func(d *models.Dimension) bool { return d.Grain != "" && d.Name != s.o.Series })
		if ix < 0 || s.o.Kind == Sankey {
			ix = slices.IndexFunc(names, func(n string) bool { return n != s.o.Series || len(names) == 1 })
		}
	} else if ix = find(s.o.X); ix < 0 {
		return 0, 0, refuse(fmt.Sprintf("x is %q, want one of the dimensions %v", s.o.X, names), "name it in by, or choose another x")
	}
	if s.o.Series != "" && find(s.o.Series) < 0 {
		return 0, 0, refuse(fmt.Sprintf("series is %q, want one of the dimensions %v", s.o.Series, names), "name it in by, or choose other series")
	}
	s.x = dims[ix]
	if len(dims) == 2 {
		iby = 1 - ix
		s.by = dims[iby]
	}
	return ix, iby, nil
}

// members lists the members of a dimension in display order: periods in time,
// others as Order says, the unknown member last.
func (s *Series) members(d *models.Dimension, codes []string, q models.MetricQuery) []member {
	var found []string
	have := map[string]bool{}
	for _, c := range codes {
		if !have[c] {
			have[c] = true
			found = append(found, c)
		}
	}
	if d.Grain != "" {
		found = periods(d.Grain, found, q)
	} else {
		found = s.ordered(d, found, have)
	}
	out := make([]member, len(found))
	for i, c := range found {
		out[i] = member{code: c, label: s.label(d, c)}
	}
	return out
}

// ordered puts the members that Order (or the dimension itself) names first.
func (s *Series) ordered(d *models.Dimension, found []string, have map[string]bool) []string {
	var order []string
	if s.o.Order != nil {
		order = s.o.Order(d.Name)
	}
	if len(order) == 0 {
		for _, l := range d.Labels {
			order = append(order, l.Code)
		}
	}
	var out []string
	placed := map[string]bool{}
	for _, c := range append(slices.Clone(order), found...) {
		if have[c] && !placed[c] && c != "" {
			placed[c] = true
			out = append(out, c)
		}
	}
	if have[""] {
		out = append(out, "")
	}
	return out
}

func (s *Series) label(d *models.Dimension, code string) string {
	if d.Grain != "" {
		return Period(d.Grain, code, s.o.Lang)
	}
	if s.o.Labels != nil {
		if text := s.o.Labels(d.Name, code); text != "" {
			return text
		}
	}
	for _, l := range d.Labels {
		if l.Code == code {
			if s.o.Lang == "en" && l.EN != "" {
				return l.EN
			}
			return l.NL
		}
	}
	for _, t := range s.o.Tiles {
		if t.Code == code && t.Name != "" {
			return t.Name
		}
	}
	if code == "" {
		return words(s.o.Lang).unassigned
	}
	return code
}

// periods lists every period from the first to the last one found, or over the
// whole period that was asked for, so that a month without rows is seen. Codes
// that do not start a period are left as they are.
func periods(grain string, found []string, q models.MetricQuery) []string {
	slices.Sort(found)
	known := slices.DeleteFunc(slices.Clone(found), func(c string) bool { return c == "" })
	for _, c := range known {
		if t := models.Date(c).Time(); t.IsZero() || !start(grain, t).Equal(t) {
			return known
		}
	}
	if len(known) == 0 {
		return nil
	}
	from, to := models.Date(known[0]).Time(), models.Date(known[len(known)-1]).Time()
	if a := q.From.Time(); !a.IsZero() && start(grain, a).Before(from) {
		from = start(grain, a)
	}
	if b := q.To.Time(); !b.IsZero() && start(grain, b).After(to) {
		to = start(grain, b)
	}
	var out []string
	for t := from; !t.After(to); t = next(grain, t) {
		if out = append(out, string(models.DateOf(t))); len(out) > most {
			return known
		}
	}
	return out
}

// start gives the first day of the period that t lies in.
func start(grain string, t time.Time) time.Time {
	switch grain {
	case "week":
		return t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
	case "month":
		return t.AddDate(0, 0, 1-t.Day())
	case "quarter":
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	case "year":
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

func next(grain string, t time.Time) time.Time {
	switch grain {
	case "week":
		return t.AddDate(0, 0, 7)
	case "month":
		return t.AddDate(0, 1, 0)
	case "quarter":
		return t.AddDate(0, 3, 0)
	case "year":
		return t.AddDate(1, 0, 0)
	}
	return t.AddDate(0, 0, 1)
}

// fill puts the rows in the grid. An unknown period has no place on an axis of
// time; it is told in words below the chart instead of being dropped.
func (s *Series) fill(rows []disclose.Row, ix, iby int) {
	at := func(list []member) map[string]int {
		m := map[string]int{}
		for i, x := range list {
			m[x.code] = i
		}
		return m
	}
	col, line := at(s.xs), at(s.ss)
	blank := cell{status: disclose.Missing}
	if s.metric.Empty == "zero" {
		blank = cell{status: disclose.Shown}
	}
	s.cells = make([][]cell, len(s.ss))
	for i := range s.cells {
		s.cells[i] = slices.Repeat([]cell{blank}, len(s.xs))
	}
	for _, r := range rows {
		c := cell{status: r.Cell.Status()}
		c.v, _ = r.Cell.Value()
		i := 0
		if iby >= 0 {
			i = line[r.Dims[iby]]
		}
		if j, ok := col[r.Dims[ix]]; ok {
			s.cells[i][j] = c
		} else if s.note == "" {
			s.note = fmt.Sprintf("%s: %s", words(s.o.Lang).undated, s.text(c))
		} else {
			s.note += "; " + s.text(c)
		}
	}
	for _, row := range s.cells {
		for _, c := range row {
			s.hidden = s.hidden || c.hidden()
			s.absent = s.absent || !c.hidden() && !c.shown()
		}
	}
}

// fit refuses what the kind cannot draw, or splits it into panels when allowed.
func (s Series) fit() (Series, error) {
	k := s.o.Kind
	coloured := slices.Contains([]Kind{Line, Stacked, Grouped, Dot}, k)
	single := slices.Contains([]Kind{Bar, Ranked, Funnel, Tiles, Spark}, k)
	switch {
	case coloured && len(s.ss) > MaxSeries && s.o.Split:
		if s.o.Kind = Multiples; s.x.Grain == "" {
			s.o.Kind = Heatmap
		}
	case coloured && len(s.ss) > MaxSeries:
		return Series{}, refuse(fmt.Sprintf("chart %q has %d series (%s), colour can tell %d apart", k, len(s.ss), s.by.Name, MaxSeries),
			`write chart="multiples" or chart="heatmap", or narrow the series with where`)
	case single && s.by != nil:
		return Series{}, refuse(fmt.Sprintf("chart %q draws one series, the figure is cut by %s and %s", k, s.x.Name, s.by.Name),
			`write chart="stacked", "grouped" or "multiples", or drop a dimension`)
	case (k == Heatmap || k == Sankey) && s.by == nil:
		return Series{}, refuse(fmt.Sprintf("chart %q wants two dimensions", k), `write for example by="month,province"`)
	}
	if err := s.adds(); err != nil {
		return Series{}, err
	}
	if s.o.Kind == Heatmap && len(s.ss) > 60 {
		return Series{}, refuse(fmt.Sprintf("chart \"heatmap\" has %d rows, want at most 60", len(s.ss)), "narrow it with where, or cut by a coarser dimension")
	}
	if s.o.Kind == Multiples && len(s.ss) > 24 {
		return Series{}, refuse(fmt.Sprintf("chart \"multiples\" has %d panels, want at most 24", len(s.ss)), `write chart="heatmap", or narrow the series with where`)
	}
	return s, nil
}
