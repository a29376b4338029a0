// Package chart draws shown cells as accessible, static SVG: text in, text out,
// the same bytes for the same input.
//
// A Series is made from a disclose.Safe and from nothing else, so that axes,
// order, classes, labels, tooltips and alternative texts can only follow from
// what a reader may see. A hidden cell is drawn as [o], a missing one as "geen
// gegevens", never as zero.
//
// The package also writes numbers and dates the Belgian-Dutch and the English
// way, for pages and axes alike. It must not know SQL, files or HTML pages. Its
// subpackage svg writes the elements and measures text.
package chart

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Kind is a form of chart.
type Kind string

// The forms, with what they want.
const (
	Line      Kind = "line"      // X of time; up to four series
	Bar       Kind = "bar"       // X of time or few categories; one series
	Stacked   Kind = "stacked"   // additive metric; X; up to four series
	Grouped   Kind = "grouped"   // X categories, a row per series; up to four series
	Ranked    Kind = "ranked"    // X categories, highest first; one series
	Dot       Kind = "dot"       // X categories; up to four series
	Multiples Kind = "multiples" // X of time; a panel per series, one scale
	Heatmap   Kind = "heatmap"   // X columns, series rows
	Funnel    Kind = "funnel"    // X stages in their order
	Tiles     Kind = "tiles"     // X municipalities, placed by Options.Tiles
	Spark     Kind = "spark"     // X of time; no axes, for key figures
	Sankey    Kind = "sankey"    // X from, series to; additive metric
)

// Kinds lists the forms by name.
func Kinds() []string {
	return []string{"bar", "dot", "funnel", "grouped", "heatmap", "line", "multiples", "ranked", "sankey", "spark", "stacked", "tiles"}
}

// MaxSeries is how many series colour and dash can tell apart.
const MaxSeries = 4

// Tile is the place of a municipality on the tile map, in columns and rows.
type Tile struct {
	Code string
	Name string
	X, Y int
	// Named tiles carry their name on the map; the others show it on pointing.
	Named bool
}

// Options say how a Safe is drawn.
type Options struct {
	Kind  Kind
	ID    string // prefix of element ids, unique on the page
	Lang  string // nl unless en
	Title string // the metric's title when empty
	Alt   string // replaces the generated alternative text
	Unit  string // words behind a value, such as "personen"; "" when it has none

	X      string // name of the dimension along the axis; the first (or the one of time) when empty
	Series string // name of the dimension that makes series; the remaining one when empty

	// Labels names a member of a dimension; nil shows codes. It is not asked for
	// periods, which have names of their own.
	Labels func(dimension, code string) string
	// Order gives the codes of a dimension in display order; nil, or codes that
	// it does not give, follow the order of the rows.
	Order func(dimension string) []string

	// Split draws small multiples (a heatmap when X is not of time) instead of
	// refusing more series than colour can tell apart.
	Split     bool
	Highlight string // code of a member of X that is drawn in the second colour
	Tiles     []Tile
}

// Series is what is drawn: shown cells on a grid of X by series.
type Series struct {
	o      Options
	metric *models.Metric
	x, by  *models.Dimension // by is nil with one series
	xs, ss []member
	cells  [][]cell // [series][x]
	note   string   // what the grid had no place for
	hidden bool
	absent bool
}

// member is a row, column or series.
type member struct{ code, label string }

// cell is a cell of the grid; v counts only when it is shown.
type cell struct {
	status disclose.Status
	v      float64
}

func (c cell) shown() bool  { return c.status == disclose.Shown }
func (c cell) hidden() bool { return c.status == disclose.Hidden }

// Draw makes a Series and draws it.
func Draw(safe disclose.Safe, o Options) (string, error) {
	s, err := From(safe, o)
	if err != nil {
		return "", err
	}
	return s.SVG()
}

// SVG draws the chart. Errors are *models.Error in words for a page's author.
func (s Series) SVG() (string, error) {
	draw, ok := map[Kind]func(Series, *svg.Canvas) error{
		Line: drawLine, Bar: drawBar, Stacked: drawStacked, Grouped: drawRows, Ranked: drawRows, Dot: drawRows,
		Multiples: drawMultiples, Heatmap: drawHeatmap, Funnel: drawFunnel, Tiles: drawTiles, Spark: drawSpark, Sankey: drawSankey,
	}[s.o.Kind]
	if !ok {
		return "", refuse(fmt.Sprintf("chart %q is not known", s.o.Kind), "did you mean "+strings.Join(models.Nearest(string(s.o.Kind), Kinds(), 3), ", ")+"?")
	}
	c := svg.New(s.o.ID)
	if err := draw(s, c); err != nil {
		return "", err
	}
	return c.String(s.title(), s.Alt()), nil
}

func (s Series) title() string {
	if s.o.Title != "" {
		return s.o.Title
	}
	return s.metric.Title(s.o.Lang)
}

// value writes a value as labels do; quantity adds the unit in words.
func (s Series) value(v float64) string { return Value(s.metric, v, s.o.Lang) }

func (s Series) quantity(v float64) string {
	if s.o.Unit == "" || s.metric.Unit == "share" || s.metric.Unit == "eur" {
		return s.value(v)
	}
	return s.value(v) + " " + s.o.Unit
}

// text writes a cell as labels do.
func (s Series) text(c cell) string {
	switch c.status {
	case disclose.Shown:
		return s.value(c.v)
	case disclose.Hidden:
		return "[o]"
	}
	return words(s.o.Lang).missing
}

// long writes a cell for pointing and reading aloud.
func (s Series) long(c cell) string {
	switch c.status {
	case disclose.Shown:
		return s.quantity(c.v)
	case disclose.Hidden:
		return words(s.o.Lang).hidden
	}
	return words(s.o.Lang).missing
}

// extent gives the lowest and highest shown value, with zero inside: every axis
// but a sparkline's starts there.
func (s Series) extent() (low, high float64) {
	for _, row := range s.cells {
		for _, c := range row {
			if c.shown() {
				low, high = min(low, c.v), max(high, c.v)
			}
		}
	}
	return low, high
}

// adds refuses parts that make no whole: those of a stack lie in the series, those
// of a flow in both dimensions.
func (s Series) adds() error {
	switch {
	case s.o.Kind == Stacked && s.by != nil:
		return s.metric.Add(s.by)
	case s.o.Kind == Sankey:
		return s.metric.Add(s.x, s.by)
	}
	return nil
}

func refuse(what, fix string) error {
	return &models.Error{Code: models.Invalid, What: what, Fix: fix}
}

// vocabulary is what charts say themselves, in one language.
type vocabulary struct {
	missing, hidden, unassigned, undated, others, outside, ofPrevious, from, to, without, upTo string

	// What the alternative text is put together from.
	kinds                                                         map[Kind]string
	altFrom, highest, lowest, one, equal, none, by, single, multi string
}

var dutch = vocabulary{
	missing: "geen gegevens", hidden: "onderdrukt", unassigned: "niet toegewezen", undated: "zonder datum",
	others: "en nog %d: zie de tabel", outside: "niet op de kaart", ofPrevious: "%s van vorige fase", from: "van", to: "naar",
	without: "totalen zonder onderdrukte stromen", upTo: "%s tot %s",
	kinds: map[Kind]string{Line: "Lijndiagram", Bar: "Staafdiagram", Stacked: "Gestapeld staafdiagram", Grouped: "Gegroepeerd staafdiagram",
		Ranked: "Staafdiagram van hoog naar laag", Dot: "Puntdiagram", Multiples: "Reeks kleine lijndiagrammen", Heatmap: "Warmtekaart",
		Funnel: "Trechterdiagram", Tiles: "Tegelkaart met een vierkant per gemeente", Spark: "Trendlijn", Sankey: "Stroomdiagram"},
	altFrom: "van %s in %s naar %s in %s", highest: "hoogste %s (%s)", lowest: "laagste %s (%s)", one: "%s (%s)", equal: "overal %s",
	none: "geen waarden die getoond mogen worden", by: "naar %s", single: "1 waarde onderdrukt", multi: "%d waarden onderdrukt",
}

var english = vocabulary{
	missing: "no data", hidden: "suppressed", unassigned: "not assigned", undated: "without a date",
	others: "and %d more: see the table", outside: "not on the map", ofPrevious: "%s of previous stage", from: "from", to: "to",
	without: "totals leave out suppressed flows", upTo: "%s to %s",
	kinds: map[Kind]string{Line: "Line chart", Bar: "Bar chart", Stacked: "Stacked bar chart", Grouped: "Grouped bar chart",
		Ranked: "Bar chart from high to low", Dot: "Dot plot", Multiples: "Set of small line charts", Heatmap: "Heatmap",
		Funnel: "Funnel chart", Tiles: "Tile map with one square per municipality", Spark: "Trend line", Sankey: "Flow diagram"},
	altFrom: "from %s in %s to %s in %s", highest: "highest %s (%s)", lowest: "lowest %s (%s)", one: "%s (%s)", equal: "%s throughout",
	none: "no values that may be shown", by: "by %s", single: "1 value suppressed", multi: "%d values suppressed",
}

func words(lang string) vocabulary {
	if lang == "en" {
		return english
	}
	return dutch
}

// Alt gives one sentence for who cannot see the chart: what kind it is, of what,
// where it begins and ends in time, and its extremes, all from shown cells.
func (s Series) Alt() string {
	if s.o.Alt != "" {
		return s.o.Alt
	}
	w := words(s.o.Lang)
	by := s.x.Title(s.o.Lang)
	if s.by != nil {
		by += ", " + s.by.Title(s.o.Lang)
	}
	subject := w.kinds[s.o.Kind] + ": " + s.metric.Title(s.o.Lang)
	if s.o.Kind != Sankey { // whose dimensions are called from and to already
		subject += " (" + fmt.Sprintf(w.by, strings.ToLower(by)) + ")"
	}
	parts := s.told(w)
	if hidden := s.count(); hidden == 1 {
		parts = append(parts, w.single)
	} else if hidden > 1 {
		parts = append(parts, fmt.Sprintf(w.multi, hidden))
	}
	return subject + "; " + strings.Join(parts, "; ") + "."
}

// told gives the values of the sentence.
func (s Series) told(w vocabulary) []string {
	type spot struct{ i, j int }
	var high, low, first, last spot
	shown := 0
	for i, row := range s.cells {
		for j, v := range row {
			if !v.shown() || s.o.Kind == Sankey && v.v == 0 { // a flow of nothing is none
				continue
			}
			at := spot{i, j}
			if shown == 0 {
				high, low, first = at, at, at
			}
			if v.v > s.cells[high.i][high.j].v {
				high = at
			}
			if v.v < s.cells[low.i][low.j].v {
				low = at
			}
			last = at
			shown++
		}
	}
	value := func(p spot) string { return s.quantity(s.cells[p.i][p.j].v) }
	place := func(p spot) string {
		if s.by == nil {
			return s.xs[p.j].label
		}
		if s.o.Kind == Sankey {
			return s.xs[p.j].label + " → " + s.ss[p.i].label
		}
		return s.ss[p.i].label + ", " + s.xs[p.j].label
	}
	switch {
	case shown == 0:
		return []string{w.none}
	case shown == 1:
		return []string{fmt.Sprintf(w.one, value(first), place(first))}
	}
	var parts []string
	if s.by == nil && (s.x.Grain != "" || s.o.Kind == Funnel) {
		parts = append(parts, fmt.Sprintf(w.altFrom, value(first), place(first), value(last), place(last)))
	}
	if s.cells[high.i][high.j].v == s.cells[low.i][low.j].v {
		return []string{fmt.Sprintf(w.equal, value(high))}
	}
	return append(parts, fmt.Sprintf(w.highest, value(high), place(high)), fmt.Sprintf(w.lowest, value(low), place(low)))
}

// count gives the hidden cells on the grid.
func (s Series) count() int {
	n := 0
	for _, row := range s.cells {
		for _, v := range row {
			if v.hidden() {
				n++
			}
		}
	}
	return n
}
