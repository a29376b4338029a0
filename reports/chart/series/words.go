package series

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Words is what charts say themselves, in one language.
type Words struct {
	Missing, Hidden, Unassigned, Undated, Others, Outside, OfPrevious, From, To, Without, UpTo string

	// What stands in place of an empty plot.
	Everywhere, Throughout, Partly string

	// Signs of the legend, and what tooltips say of them.
	Band, Whisker, Range, Provisional, Hatched, Hollow, Days, AtRisk, Merged, Between, BetweenArea, Projection, Square, Shared, Shades string

	// What the alternative text is put together from.
	kinds                                                                           map[Kind]string
	outlined, beside, altFrom, highest, lowest, one, equal, none, by, single, multi string
	untold, someUntold                                                              string
}

var dutch = Words{
	Missing: "geen gegevens", Hidden: "onderdrukt", Unassigned: "niet toegewezen", Undated: "zonder datum",
	Others: "en nog %d: zie de tabel", Outside: "niet op de kaart", OfPrevious: "%s van vorige fase", From: "van", To: "naar",
	Without: "totalen zonder onderdrukte stromen", UpTo: "%s tot %s",
	Everywhere: "overal %s", Throughout: "van %s tot en met %s telkens %s", Partly: ", voor zover er gegevens zijn",
	kinds: map[Kind]string{Line: "Lijndiagram", Bar: "Staafdiagram", Stacked: "Gestapeld staafdiagram", Grouped: "Gegroepeerd staafdiagram",
		Ranked: "Staafdiagram van hoog naar laag", Dot: "Puntdiagram", Multiples: "Reeks kleine lijndiagrammen", Heatmap: "Warmtekaart",
		Funnel: "Trechterdiagram", Tiles: "Tegelkaart met een vierkant per gemeente", Spark: "Trendlijn", Sankey: "Stroomdiagram", Survival: "Overlevingscurve"},
	Band: "band: 95%-interval, als steekproef gelezen", Whisker: "lijn: 95%-interval, als steekproef gelezen", Range: "%s tot %s",
	Shades:      "kleur van licht naar donker: %s",
	Provisional: "voorlopig", Hatched: "gearceerd: voorlopig", Hollow: "open punt: voorlopig", Days: "%s dagen", AtRisk: "nog lopend",
	Between: "tussen deze dagen niet getoond", BetweenArea: "licht vlak: tussen deze dagen niet getoond",
	untold: "verloop van dag %s tot dag %s niet getoond", someUntold: "het verloop tussen sommige dagen is niet getoond",
	Merged: "stappen samengevoegd: telkens minstens %d afgelopen", Square: "elk vakje is een gemeente", Shared: "elk vakje is een gemeente; gemeenten die later samengingen, delen er een", Projection: "grenzen: %s; projectie: equidistante cilinder op %s° noorderbreedte", beside: "ter vergelijking %s",
	outlined: "Kaart van de gemeenten",
	altFrom:  "van %s in %s naar %s in %s", highest: "hoogste %s (%s)", lowest: "laagste %s (%s)", one: "%s (%s)", equal: "overal %s",
	none: "geen waarden die getoond mogen worden", by: "naar %s", single: "1 waarde onderdrukt", multi: "%d waarden onderdrukt",
}

var english = Words{
	Missing: "no data", Hidden: "suppressed", Unassigned: "not assigned", Undated: "without a date",
	Others: "and %d more: see the table", Outside: "not on the map", OfPrevious: "%s of previous stage", From: "from", To: "to",
	Without: "totals leave out suppressed flows", UpTo: "%s to %s",
	Everywhere: "%s throughout", Throughout: "from %s to %s each time %s", Partly: ", as far as there are data",
	kinds: map[Kind]string{Line: "Line chart", Bar: "Bar chart", Stacked: "Stacked bar chart", Grouped: "Grouped bar chart",
		Ranked: "Bar chart from high to low", Dot: "Dot plot", Multiples: "Set of small line charts", Heatmap: "Heatmap",
		Funnel: "Funnel chart", Tiles: "Tile map with one square per municipality", Spark: "Trend line", Sankey: "Flow diagram", Survival: "Survival curve"},
	Band: "band: 95% interval, read as a sample", Whisker: "line: 95% interval, read as a sample", Range: "%s to %s",
	Shades:      "shade from light to dark: %s",
	Provisional: "provisional", Hatched: "hatched: provisional", Hollow: "open dot: provisional", Days: "%s days", AtRisk: "still going on",
	Between: "not shown between these days", BetweenArea: "light area: not shown between these days",
	untold: "course from day %s to day %s not shown", someUntold: "the course between some days is not shown",
	Merged: "steps merged: at least %d ended in each", Square: "each square is a municipality", Shared: "each square is a municipality; those that merged later share one", Projection: "boundaries: %s; projection: equidistant cylindrical at %s° north", beside: "compared with %s",
	outlined: "Map of the municipalities",
	altFrom:  "from %s in %s to %s in %s", highest: "highest %s (%s)", lowest: "lowest %s (%s)", one: "%s (%s)", equal: "%s throughout",
	none: "no values that may be shown", by: "by %s", single: "1 value suppressed", multi: "%d values suppressed",
}

// Words gives what the chart says itself, in its language.
func (s View) Words() Words { return words(s.Opt.Lang) }

func words(lang string) Words {
	if lang == "en" {
		return english
	}
	return dutch
}

// Title gives the heading of the picture.
func (s View) Title() string {
	if s.Opt.Title != "" {
		return s.Opt.Title
	}
	return s.Metric.Title(s.Opt.Lang)
}

// Value writes a value as labels do.
func (s View) Value(v float64) string { return number.Value(s.Metric, v, s.Opt.Lang) }

// Quantity writes a value with its unit in words.
func (s View) Quantity(v float64) string {
	if s.Opt.Unit == "" || s.Metric.Unit == "share" || s.Metric.Unit == "eur" {
		return s.Value(v)
	}
	text := s.Value(v)
	return text + " " + number.Unit(text, s.Opt.Unit)
}

// Text writes a cell as labels do.
func (s View) Text(c Cell) string {
	switch c.Status {
	case disclose.Shown:
		return s.Value(c.V)
	case disclose.Hidden:
		return "[o]"
	}
	return s.Words().Missing
}

// Long writes a cell for pointing and reading aloud.
func (s View) Long(c Cell) string {
	switch c.Status {
	case disclose.Shown:
		return s.Quantity(c.V)
	case disclose.Hidden:
		return s.Words().Hidden
	}
	return s.Words().Missing
}

// Extent gives the lowest and highest shown value, with zero inside: every axis
// but a sparkline's starts there. What is drawn beside the cells has room too.
func (s View) Extent() (low, high float64) {
	for _, row := range append(slices.Clone(s.Cells), s.Before, s.Target) {
		for _, c := range row {
			if c.Shown() {
				low, high = min(low, c.V), max(high, c.V)
			}
			if c.Bounded {
				low, high = min(low, c.Low), max(high, c.High)
			}
		}
	}
	return low, high
}

// Tip says all that a chart shows of a cell: the member, its value, its interval,
// and what stands beside it.
func (s View) Tip(i, j int) string {
	name := s.Xs[j].Label
	if s.By != nil {
		name += ", " + s.Ss[i].Label
	}
	return name + ": " + s.Told(i, j)
}

// Told is a Tip without the name of the member.
func (s View) Told(i, j int) string {
	w, c := s.Words(), s.Cells[i][j]
	parts := []string{s.Long(c)}
	if c.Bounded {
		parts[0] += " (" + s.Range(c) + ")"
	}
	if s.Opt.Kind == Survival && c.Shown() && c.Counted {
		parts = append(parts, w.AtRisk+": "+number.Number(c.Risk, 0, s.Opt.Lang))
	}
	if text := s.untold(i, j); text != "" {
		parts = append(parts, text)
	}
	if s.Provisional[j] && c.Shown() {
		parts = append(parts, w.Provisional)
	}
	if s.Before != nil && s.BeforeXs[j].Label != "" {
		name := s.BeforeXs[j].Label
		if s.X.Grain == "" {
			name = s.Opt.Before.Name
		}
		parts = append(parts, name+": "+s.Long(s.Before[j]))
	}
	if s.Target != nil {
		parts = append(parts, s.Opt.Target.Name+": "+s.Long(s.Target[j]))
	}
	return strings.Join(parts, "; ")
}

// Stage writes a stage of a funnel, with its share of the stage before it where both
// are shown.
func (s View) Stage(j int) string {
	v := s.Cells[0][j]
	text := s.Text(v)
	if j > 0 && v.Shown() && s.Cells[0][j-1].Shown() && s.Cells[0][j-1].V > 0 {
		text += " · " + fmt.Sprintf(s.Words().OfPrevious, number.Percent(v.V/s.Cells[0][j-1].V, 0, s.Opt.Lang))
	}
	return text
}

// Range writes the interval of a bounded cell.
func (s View) Range(c Cell) string {
	return fmt.Sprintf(s.Words().Range, s.Value(c.Low), s.Value(c.High))
}

// Bounded tells whether a cell has an interval.
func (s View) Bounded() bool {
	return slices.ContainsFunc(s.Cells, func(row []Cell) bool {
		return slices.ContainsFunc(row, func(c Cell) bool { return c.Bounded })
	})
}

// Alt gives one sentence for who cannot see the chart: what kind it is, of what,
// where it begins and ends in time, and its extremes, all from shown cells.
func (s View) Alt() string {
	if s.Opt.Alt != "" {
		return s.Opt.Alt
	}
	w := s.Words()
	by := s.X.Title(s.Opt.Lang)
	if s.By != nil {
		by += ", " + s.By.Title(s.Opt.Lang)
	}
	kind := w.kinds[s.Opt.Kind]
	if s.Opt.Outline != nil {
		kind = w.outlined
	}
	subject := kind + ": " + s.Metric.Title(s.Opt.Lang)
	if s.Opt.Kind != Sankey { // whose dimensions are called from and to already
		subject += " (" + fmt.Sprintf(w.by, strings.ToLower(by)) + ")"
	}
	parts := s.told(w)
	for _, b := range []*Beside{s.Opt.Before, s.Opt.Target} {
		if b != nil {
			parts = append(parts, fmt.Sprintf(w.beside, b.Name))
		}
	}
	if s.AnyMerged() {
		parts = append(parts, w.someUntold)
	}
	if hidden := s.Count(); hidden == 1 {
		parts = append(parts, w.single)
	} else if hidden > 1 {
		parts = append(parts, fmt.Sprintf(w.multi, hidden))
	}
	return subject + "; " + strings.Join(parts, "; ") + "."
}

// told gives the values of the sentence.
func (s View) told(w Words) []string {
	type spot struct{ i, j int }
	var high, low, first, last spot
	shown := 0
	for i, row := range s.Cells {
		for j, v := range row {
			if !v.Shown() || s.Opt.Kind == Sankey && v.V == 0 { // a flow of nothing is none
				continue
			}
			at := spot{i, j}
			if shown == 0 {
				high, low, first = at, at, at
			}
			if v.V > s.Cells[high.i][high.j].V {
				high = at
			}
			if v.V < s.Cells[low.i][low.j].V {
				low = at
			}
			last = at
			shown++
		}
	}
	value := func(p spot) string { return s.Quantity(s.Cells[p.i][p.j].V) }
	place := func(p spot) string {
		if s.By == nil {
			return s.Xs[p.j].Label
		}
		if s.Opt.Kind == Sankey {
			return s.Xs[p.j].Label + " → " + s.Ss[p.i].Label
		}
		return s.Ss[p.i].Label + ", " + s.Xs[p.j].Label
	}
	switch {
	case shown == 0 && s.Count() == 0: // nothing is kept from the reader
		return []string{strings.ToLower(s.Blank())}
	case shown == 0:
		return []string{w.none}
	case shown == 1:
		return []string{fmt.Sprintf(w.one, value(first), place(first))}
	}
	var parts []string
	if s.By == nil && (s.X.Grain != "" || s.Opt.Kind == Funnel) {
		parts = append(parts, fmt.Sprintf(w.altFrom, value(first), place(first), value(last), place(last)))
	}
	if s.Cells[high.i][high.j].V == s.Cells[low.i][low.j].V {
		return []string{fmt.Sprintf(w.equal, value(high))}
	}
	return append(parts, fmt.Sprintf(w.highest, value(high), place(high)), fmt.Sprintf(w.lowest, value(low), place(low)))
}

// Count gives the hidden cells on the grid.
func (s View) Count() int {
	n := 0
	for _, row := range s.Cells {
		for _, v := range row {
			if v.Hidden() {
				n++
			}
		}
	}
	return n
}
