// Package series lays the shown cells of an answer on the grid of a chart, once,
// for all drawings of it.
//
// A Series is made from a disclose.Safe and from nothing else, so that axes, order,
// classes, labels, tooltips and alternative texts can only follow from what a
// reader may see. The package knows no picture: reports/chart draws a Series as
// SVG, and another drawing has the same Series to start from.
package series

import (
	"github.com/vlot-evaluatie/peil/models"
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
	Survival  Kind = "survival"  // X days, a curve per series; an answer of disclose.Survival
	Sankey    Kind = "sankey"    // X from, series to; additive metric
)

// Kinds lists the forms by name.
func Kinds() []string {
	return []string{"bar", "dot", "funnel", "grouped", "heatmap", "line", "multiples", "ranked", "sankey", "spark", "stacked", "survival", "tiles"}
}

// MaxSeries is how many series colour and dash can tell apart.
const MaxSeries = 4

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
	Highlight string // code of a member, or of the region of tiles, that stands out
	Tiles     []Tile
	Outline   *Outline // boundaries to draw instead of tiles; nil for tiles

	Interval bool        // draw the intervals of cells that have one
	Before   *Beside     // the same of another period, drawn light
	Target   *Beside     // what is to be reached, drawn as an outline
	Final    models.Date // last day that is known in full; periods that end later are hatched
}

// Series is what is drawn. Only From makes one.
type Series struct{ v View }

// View gives what drawers read.
func (s Series) View() View { return s.v }

// View is a Series laid open for the drawers: shown cells on a grid of X by series.
type View struct {
	Opt    Options
	Metric *models.Metric
	X, By  *models.Dimension // By is nil with one series
	Xs, Ss []Member
	Cells  [][]Cell // [series][x]
	Least  int64    // the least that a shown cell other than zero is about
	Note   string   // what the grid had no place for
	Hidden bool     // a cell is hidden
	Absent bool     // a cell is missing
	None   bool     // there are no cells since nothing happened

	BeforeXs    []Member // the member of another period beside each of Xs
	Before      []Cell   // its value; nil when none is asked for
	Target      []Cell   // nil when none is asked for
	Provisional []bool   // of each of Xs: the period is not final
}

// Member is a row, column or series.
type Member struct{ Code, Label string }

// Cell is a cell of the grid; V counts only when it is shown, Low and High only when
// it is Bounded too.
type Cell struct {
	Status    disclose.Status
	V         float64
	Low, High float64
	Bounded   bool
	Risk      float64 // of a survival curve: how many waits are still at risk,
	Counted   bool    // where that is told
}

// Shown tells whether the value may be read.
func (c Cell) Shown() bool { return c.Status == disclose.Shown }

// Hidden tells whether the value is withheld.
func (c Cell) Hidden() bool { return c.Status == disclose.Hidden }
