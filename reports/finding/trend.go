package finding

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

var trendRule = Text{
	"Een aandeel: Cochran-Armitage over de maanden met de gemiddelde verandering per maand, en de aantallen ernaast, want een dalend aandeel kan een gelijk aantal zijn. Andere cijfers: Mann-Kendall (tot 20 maanden exact) met de mediane verandering per maand (Theil-Sen). Een aanwijzing vraagt een p onder 0,05 en een interval zonder 0, en dat de maanden niet eerst de ene en dan de andere richting uitgaan. Begin en einde staan ernaast, zonder toets. Een trend toont geen oorzaak en loopt niet vanzelf door.",
	"A share: Cochran-Armitage over the months with the mean change a month, and the counts beside it, for a falling share can be a stable count. Other figures: Mann-Kendall (exact to 20 months) with the median change a month (Theil-Sen). A sign asks for a p below 0.05 and an interval without 0, and that the months do not go one way first and then the other. Begin and end stand beside it, without a test. A trend shows no cause and does not go on by itself.",
}

// series is what one member has by month, months in order, without those that
// have no figure.
type series struct {
	name   Text
	months []models.Date
	cells  []Cell
	gaps   int
	told   Told
	lacks  []Lack
	missed []models.Span // days about which nothing came
}

// month makes a group of one month.
func (s series) month(i int) Group {
	return Input{From: s.months[i], To: s.months[i].MonthEnd(), Told: s.told, Lacks: s.lacks, Gaps: s.missed}.Group(s.cells[i])
}

// seriesOf takes cells by month, or by month and another dimension, apart.
func seriesOf(in Input) ([]series, error) {
	at := slices.IndexFunc(in.Dims, func(d *models.Dimension) bool { return d.Name == "month" })
	if at < 0 || len(in.Dims) > 2 {
		return nil, fmt.Errorf("series of %s: want a month, and at most one dimension beside it", in.Metric.Name)
	}
	var out []series
	index := map[string]int{}
	for _, c := range in.Cells {
		key := ""
		var name Text
		if len(in.Dims) == 2 {
			key = c.Dims[1-at]
			name = in.name(1-at, key)
		}
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, series{name: name, told: in.Told, lacks: in.Lacks, missed: in.Gaps})
		}
		if !c.Known || c.Hidden {
			out[i].gaps++
			continue
		}
		out[i].months, out[i].cells = append(out[i].months, models.Date(c.Dims[at])), append(out[i].cells, c)
	}
	for i := range out {
		if n := len(out[i].months); n > 1 {
			// Months that the metric gives no row for are gaps as well.
			out[i].gaps = max(out[i].gaps, out[i].at()[n-1]+1-n)
		}
	}
	return out, nil
}

// delivered leaves out the months that lack a delivery, and tells of them: what they count is
// too little, and a series that ends in one falls by that alone. A stock carries what it lacks
// through all later months, so none is left out.
func (s series) delivered(m *models.Metric) (series, []Text) {
	if m.Kind == "stock" {
		return s, nil
	}
	out := s
	out.months, out.cells = nil, nil
	var without []Text
	for i := range s.cells {
		if s.month(i).lacks {
			without = append(without, Period(s.months[i], s.months[i].MonthEnd()))
			continue
		}
		out.months, out.cells = append(out.months, s.months[i]), append(out.cells, s.cells[i])
	}
	return out, without
}

// at gives how many months each month is behind the first: a month without a figure leaves a
// gap in time.
func (s series) at() []int {
	out := make([]int, len(s.months))
	for i, m := range s.months {
		first, this := s.months[0].Time(), m.Time()
		out[i] = (this.Year()-first.Year())*12 + int(this.Month()-first.Month())
	}
	return out
}

// ends brings the first and last three months of a series together.
func (s series) ends(m *models.Metric) (first, last Group, ok bool) {
	if len(s.cells) < 6 {
		return first, last, false
	}
	sum := func(from, to int) Group {
		g := Group{Name: Period(s.months[from], s.months[to-1].MonthEnd())}
		for i := from; i < to; i++ {
			one := s.month(i)
			g.Cell.Part += one.Cell.Part
			g.Cell.Whole += one.Cell.Whole
			g.Cell.Value += one.Cell.Value
			g.Days += one.Days
		}
		g.Cell.Known = true
		if m.Drawn() {
			g.Cell.Known = g.Cell.Whole > 0
			g.Cell.Value = m.Factor() * g.Cell.Part / g.Cell.Whole
		}
		return g
	}
	n := len(s.cells)
	return sum(0, 3), sum(n-3, n), true
}

// movement is what a series shows.
type movement struct {
	series
	p           float64
	corrected   bool // p after Holm: there are several series
	rising      bool
	turns       Text        // why a series that goes one way and then the other has no one trend
	trend       stats.Trend // of a share its slope alone, with the interval of its test
	shares      bool
	first, last Group
	moved       contrast // last against first
	hasMoved    bool
	count       contrast // the same of the counts alone, for a share
	hasCount    bool
}

func follow(m *models.Metric, s series) (movement, error) {
	x := movement{series: s, shares: m.Interval == models.Wilson && m.Kind != "stock"}
	at, values := s.at(), make([]float64, len(s.cells))
	parts, wholes := make([]int64, len(s.cells)), make([]int64, len(s.cells))
	for i, c := range s.cells {
		values[i], parts[i], wholes[i] = c.Value, int64(c.Part), int64(c.Whole)
	}
	if len(values) < 3 {
		return x, stats.ErrDegenerate
	}
	if x.shares {
		test, rising, err := stats.CochranArmitage(at, parts, wholes)
		if err != nil {
			return x, err
		}
		x.p, x.rising = test.P, rising
		if x.trend.Slope, x.trend.Interval, err = stats.ShareSlope(at, parts, wholes, Level); err != nil {
			return x, err
		}
		x.trend.HasInterval = true
	} else {
		t, err := stats.MannKendall(at, values)
		if err != nil {
			return x, err
		}
		x.p, x.rising, x.trend = t.P, t.TauB > 0, t
	}
	if m.Kind == "stock" {
		x.first, x.last, x.moved = s.outer()
		x.turns = x.turning(values)
		return x, nil
	}
	if first, last, ok := s.ends(m); ok && (m.Drawn() || events(m)) {
		x.first, x.last = first, last
		c, err := compare(m, last, first)
		if err != nil && !errors.Is(err, stats.ErrDegenerate) {
			return x, err
		}
		x.moved, x.hasMoved = c, err == nil && c.hasInterval
		if x.shares {
			n, err := compareRates(contrast{}, last.Cell.Part, float64(last.Days), first.Cell.Part, float64(first.Days))
			if err != nil && !errors.Is(err, stats.ErrDegenerate) {
				return x, err
			}
			x.count, x.hasCount = n, err == nil && n.hasInterval
		}
	}
	x.turns = x.turning(values)
	return x, nil
}

// Follow tells whether a metric rises or falls by month, for all together or for
// each member of a second dimension.
func Follow(in Input) (Finding, error) {
	m := in.Metric
	f := start(Trend, m, trendRule)
	in = f.settled(in)
	f.Warn(in.Lacking()...)
	f.endedOnly(m)
	all, err := seriesOf(in)
	if err != nil {
		return f, err
	}
	var found []movement
	for _, s := range all {
		s, without := s.delivered(m)
		f.leftOut(without)
		x, err := follow(m, s)
		if errors.Is(err, stats.ErrDegenerate) {
			f.add(Number{Name: "p", Of: s.name, Unit: "p"})
			continue
		} else if err != nil {
			return f, fmt.Errorf("follow %s: %w", m.Name, err)
		}
		found = append(found, x)
	}
	if len(found) == 0 {
		return f.impossible(m, "minder dan drie maanden met een cijfer, of in elke maand hetzelfde", "fewer than three months with a figure, or the same in every month"), nil
	}
	raw := make([]float64, len(found))
	for i, x := range found {
		raw[i] = x.p
	}
	adjusted, err := stats.Holm(raw)
	if err != nil {
		return f, fmt.Errorf("correct for %d series: %w", len(raw), err)
	}
	for i := range found {
		f.movement(m, found[i], adjusted[i], len(found) > 1)
		found[i].p, found[i].corrected = adjusted[i], len(found) > 1
	}
	var said []func(lang string) string
	var months []Group
	for _, x := range found {
		said = append(said, func(lang string) string { return x.words(m, lang) })
	}
	f.say(func(lang string) string {
		return m.Title(lang) + ", " + period(in.From.MonthStart(), in.To.MonthEnd(), lang)
	}, said, func(lang string) string {
		if slices.ContainsFunc(found, func(x movement) bool { return !x.sign() && x.turns == (Text{}) }) {
			return pick(lang, " Geen aanwijzing is geen bewijs dat er niets verandert.", " No sign is no proof that nothing changes.") + cause(lang, "Een trend", "A trend")
		}
		return cause(lang, "Een trend", "A trend")
	})
	for _, x := range found {
		for i := range x.months {
			months = append(months, x.month(i))
		}
	}
	f.gaps(m, looksLower, months...)
	if by := in.Metric.Shares; len(found) > 1 && slices.ContainsFunc(in.Dims, func(d *models.Dimension) bool { return by != "" && d.Name == by }) {
		f.caveat("De reeksen zijn delen van één geheel: waar de ene stijgt, dalen andere vanzelf mee, en de toetsen staan niet los van elkaar.",
			"The series are parts of one whole: where one rises others fall of themselves, and the tests do not stand apart from each other.")
	}
	if len(found) > 1 {
		f.warn(fmt.Sprintf("Holm over %d reeksen.", len(found)), fmt.Sprintf("Holm over %d series.", len(found)))
	}
	switch {
	case m.Kind == "stock":
		f.caveat(ofMonths.NL, ofMonths.EN)
	case m.Drawn():
		f.full()
		f.grouped(m)
	case events(m):
		f.full()
	}
	return f, nil
}

// movement adds the numbers of one series.
func (f *Finding) movement(m *models.Metric, x movement, adjusted float64, several bool) {
	f.add(number("months", x.name, "count", float64(len(x.cells))))
	slope := number("slope_per_month", x.name, m.Unit, x.trend.Slope)
	if x.shares {
		slope.Name = "mean_change_per_month"
	}
	if x.trend.HasInterval {
		slope = slope.within(x.trend.Interval)
	}
	f.add(slope)
	if !x.shares {
		f.add(number("kendall_tau_b", x.name, "", x.trend.TauB))
	}
	f.add(number("p", x.name, "p", x.p))
	if several {
		f.add(number("p_holm", x.name, "p", adjusted))
	}
	if x.hasMoved || m.Kind == "stock" {
		g := func(of Text) Text {
			if x.name == (Text{}) {
				return of
			}
			return Text{x.name.NL + ", " + of.NL, x.name.EN + ", " + of.EN}
		}
		first, last := x.first, x.last
		first.Name, last.Name = g(first.Name), g(last.Name)
		of := Text{"laatste drie maanden – eerste drie", "last three months – first three"}
		if m.Kind == "stock" {
			of = Text{"laatste maand – eerste maand", "last month – first month"}
		}
		// The test is of the course: an interval or p of the ends would look like a second one.
		bare := x.moved
		bare.hasInterval, bare.hasP = false, false
		f.contrast(m, last, first, g(of), bare)
		if x.hasCount {
			f.add(number("count_ratio", g(Text{"aantal per dag, laatste drie maanden – eerste drie", "count a day, last three months – first three"}), "ratio", x.count.estimate))
		}
	}
	if x.gaps > 0 {
		f.warn("Maanden zonder cijfer tellen niet mee: "+fmt.Sprint(x.gaps)+".", "Months without a figure are left out: "+fmt.Sprint(x.gaps)+".")
	}
	if !x.shares && x.trend.LeastP >= alpha {
		nl, en := "", ""
		if x.name != (Text{}) {
			nl, en = x.name.NL+": ", x.name.EN+": "
		}
		f.caveat(capital(fmt.Sprintf("%sbij %d maanden met deze cijfers komt p nooit onder %s, in welke volgorde ook: te weinig om een stijging of daling aan te wijzen.", nl, len(x.cells), decimal(x.trend.LeastP, 3, "nl"))),
			capital(fmt.Sprintf("%swith %d months of these figures p is never below %s, in whatever order: too few to point to a rise or fall.", en, len(x.cells), decimal(x.trend.LeastP, 3, "en"))))
	}
	if m.Kind != "stock" { // of which it is known before
		f.dependent(x)
	}
}

// dependent warns when what is left after the trend still hangs together from
// month to month: the test takes months as loose ones.
func (f *Finding) dependent(x movement) {
	at, rest := x.at(), make([]float64, len(x.cells))
	slope := x.trend.Slope
	if x.shares {
		values := make([]float64, len(x.cells))
		for i, c := range x.cells {
			values[i] = c.Value
		}
		if s, err := stats.TheilSen(at, values); err == nil {
			slope = s
		}
	}
	for i, c := range x.cells {
		rest[i] = c.Value - slope*float64(at[i])
	}
	s, err := stats.Summarise(rest)
	if err != nil || len(rest) < 8 || s.Lag1*s.Lag1*float64(len(rest)) < 4 || s.Lag1 < 0 {
		return
	}
	nl, en := "", ""
	if x.name != (Text{}) {
		nl, en = x.name.NL+": ", x.name.EN+": "
	}
	f.warn(capital(nl+"opeenvolgende maanden lijken op elkaar, ook los van de trend; p is eerder te klein."), capital(en+"months resemble the one before, the trend aside; p is rather too small."))
}
