package series

import (
	"errors"
	"fmt"
	"math"
	"slices"

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
	s := View{Opt: o, Metric: safe.Metric(), Least: safe.Least(), None: safe.Nothing()}
	ix, iby, err := s.choose(safe.Dims())
	if err != nil {
		return Series{}, err
	}
	rows := safe.Rows()
	for _, r := range rows {
		if v, _ := r.Cell.Value(); math.Abs(v) > largest {
			return Series{}, refuse(fmt.Sprintf("metric %s has a value beyond 10^15, which no axis can show", s.Metric.Name), "give the metric another unit")
		}
	}
	column := func(i int) []string {
		var out []string
		for _, r := range rows {
			out = append(out, r.Dims[i])
		}
		return out
	}
	s.Xs = s.members(s.X, column(ix), safe.Query())
	s.Ss = []Member{{Label: s.Metric.Title(o.Lang)}}
	if s.By != nil {
		s.Ss = s.members(s.By, column(iby), models.MetricQuery{})
	}
	if len(s.Xs) > most || len(s.Ss) > most {
		return Series{}, refuse(fmt.Sprintf("chart has %d by %d members, more than can be told apart", len(s.Xs), len(s.Ss)), "narrow it with where, or cut by a coarser dimension")
	}
	s.fill(rows, ix, iby)
	if err := s.beside(); err != nil {
		return Series{}, err
	}
	return s.fit()
}

// choose decides which dimension lies along the axis and which makes series; it
// gives their positions in a row's Dims, -1 for none.
func (s *View) choose(dims []*models.Dimension) (ix, iby int, err error) {
	if len(dims) == 0 || len(dims) > 2 {
		return 0, 0, refuse(fmt.Sprintf("metric %s is cut by %d dimensions, a chart wants one or two", s.Metric.Name, len(dims)), `write for example by="month" or by="month,province"`)
	}
	names := make([]string, len(dims))
	for i, d := range dims {
		names[i] = d.Name
	}
	find := func(name string) int { return slices.Index(names, name) }
	iby = -1
	if s.Opt.Kind == Survival {
		if find(disclose.DaysName) < 0 {
			return 0, 0, refuse("metric "+s.Metric.Name+" has no waits to follow", "name a metric whose header says ended")
		}
		s.Opt.X = disclose.DaysName
	}
	if s.Opt.X == "" {
		// Time goes along the axis wherever it was named, but for a given series.
		ix = slices.IndexFunc(dims, func(d *models.Dimension) bool { return d.Grain != "" && d.Name != s.Opt.Series })
		if ix < 0 || s.Opt.Kind == Sankey {
			ix = slices.IndexFunc(names, func(n string) bool { return n != s.Opt.Series || len(names) == 1 })
		}
	} else if ix = find(s.Opt.X); ix < 0 {
		return 0, 0, refuse(fmt.Sprintf("x is %q, want one of the dimensions %v", s.Opt.X, names), "name it in by, or choose another x")
	}
	if s.Opt.Series != "" && find(s.Opt.Series) < 0 {
		return 0, 0, refuse(fmt.Sprintf("series is %q, want one of the dimensions %v", s.Opt.Series, names), "name it in by, or choose other series")
	}
	s.X = dims[ix]
	if len(dims) == 2 {
		iby = 1 - ix
		s.By = dims[iby]
	}
	return ix, iby, nil
}

// fill puts the rows in the grid. An unknown period has no place on an axis of
// time; it is told in words below the chart instead of being dropped.
func (s *View) fill(rows []disclose.Row, ix, iby int) {
	at := func(list []Member) map[string]int {
		m := map[string]int{}
		for i, x := range list {
			m[x.Code] = i
		}
		return m
	}
	col, line := at(s.Xs), at(s.Ss)
	blank := Cell{Status: disclose.Missing}
	if s.Metric.Empty == "zero" {
		blank = Cell{Status: disclose.Shown}
	}
	s.Cells = make([][]Cell, len(s.Ss))
	for i := range s.Cells {
		s.Cells[i] = slices.Repeat([]Cell{blank}, len(s.Xs))
	}
	for _, r := range rows {
		c := Cell{Status: r.Cell.Status()}
		c.V, _ = r.Cell.Value()
		if s.Opt.Interval {
			c.Low, c.High, c.Bounded = r.Cell.Interval()
		}
		if s.Opt.Kind == Survival {
			_, c.Risk, c.Counted = r.Cell.Parts()
		}
		i := 0
		if iby >= 0 {
			i = line[r.Dims[iby]]
		}
		if j, ok := col[r.Dims[ix]]; ok {
			s.Cells[i][j] = c
		} else if s.Note == "" {
			s.Note = fmt.Sprintf("%s: %s", s.Words().Undated, s.Text(c))
		} else {
			s.Note += "; " + s.Text(c)
		}
	}
	for _, row := range s.Cells {
		for _, c := range row {
			s.Hidden = s.Hidden || c.Hidden()
			// A curve has no cell where it does not step.
			s.Absent = s.Absent || !c.Hidden() && !c.Shown() && s.Opt.Kind != Survival
		}
	}
}

// fit refuses what the kind cannot draw, or splits it into panels when allowed.
func (s View) fit() (Series, error) {
	k := s.Opt.Kind
	coloured := slices.Contains([]Kind{Line, Stacked, Grouped, Dot, Survival}, k)
	single := slices.Contains([]Kind{Bar, Ranked, Funnel, Tiles, Spark}, k)
	switch {
	case coloured && len(s.Ss) > MaxSeries && s.Opt.Split && k != Survival:
		if s.Opt.Kind = Multiples; s.X.Grain == "" {
			s.Opt.Kind = Heatmap
		}
	case coloured && len(s.Ss) > MaxSeries:
		return Series{}, refuse(fmt.Sprintf("chart %q has %d series (%s), colour can tell %d apart", k, len(s.Ss), s.By.Name, MaxSeries),
			`write chart="multiples" or chart="heatmap", or narrow the series with where`)
	case single && s.By != nil:
		return Series{}, refuse(fmt.Sprintf("chart %q draws one series, the figure is cut by %s and %s", k, s.X.Name, s.By.Name),
			`write chart="stacked", "grouped" or "multiples", or drop a dimension`)
	case k == Tiles && !s.onTiles():
		return Series{}, refuse(fmt.Sprintf("chart %q draws municipalities, the figure is cut by %s and has none of them", k, s.X.Name),
			`write by="municipality", or chart="ranked"`)
	case (k == Heatmap || k == Sankey) && s.By == nil:
		return Series{}, refuse(fmt.Sprintf("chart %q wants two dimensions", k), `write for example by="month,province"`)
	}
	if err := errors.Join(s.adds(), s.marked()); err != nil {
		return Series{}, err
	}
	if s.Opt.Kind == Heatmap && len(s.Ss) > 60 {
		return Series{}, refuse(fmt.Sprintf("chart \"heatmap\" has %d rows, want at most 60", len(s.Ss)), "narrow it with where, or cut by a coarser dimension")
	}
	if s.Opt.Kind == Multiples && len(s.Ss) > 24 {
		return Series{}, refuse(fmt.Sprintf("chart \"multiples\" has %d panels, want at most 24", len(s.Ss)), `write chart="heatmap", or narrow the series with where`)
	}
	return Series{s}, nil
}

// onTiles tells whether a figure is of municipalities: every tile without a member says 0
// or that there is no figure, which of members that are none is not true.
func (s View) onTiles() bool {
	if s.X.Grain != "" {
		return false
	}
	if s.X.Name == "municipality" || len(s.Xs) == 0 || len(s.Opt.Tiles) == 0 {
		return true
	}
	return slices.ContainsFunc(s.Xs, func(m Member) bool {
		return slices.ContainsFunc(s.Opt.Tiles, func(t Tile) bool { return t.Code == m.Code })
	})
}

// adds refuses parts that make no whole: those of a stack lie in the series, those
// of a flow in both dimensions.
func (s View) adds() error {
	switch {
	case s.Opt.Kind == Stacked && s.By != nil:
		return s.Metric.Add(s.By)
	case s.Opt.Kind == Sankey:
		return s.Metric.Add(s.X, s.By)
	}
	return nil
}

// marked refuses to point at what is not there: a spelling mistake would be a chart
// without the mark that its text speaks of.
func (s View) marked() error {
	if s.Opt.Highlight == "" {
		return nil
	}
	var codes []string
	for _, list := range [][]Member{s.Xs, s.Ss} {
		for _, m := range list {
			codes = append(codes, m.Code)
		}
	}
	for _, t := range s.Opt.Tiles {
		codes = append(codes, t.Code, t.Region)
	}
	if s.Opt.Order != nil {
		codes = append(codes, s.Opt.Order(s.X.Name)...)
		if s.By != nil {
			codes = append(codes, s.Opt.Order(s.By.Name)...)
		}
	}
	if slices.Contains(codes, s.Opt.Highlight) {
		return nil
	}
	return refuse(fmt.Sprintf("highlight is %q, which is no member here", s.Opt.Highlight), models.DidYouMean(s.Opt.Highlight, codes))
}

func refuse(what, fix string) error {
	return &models.Error{Code: models.Invalid, What: what, Fix: fix}
}
