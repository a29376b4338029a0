package chart

import (
	"fmt"
	"strings"
)

// vocabulary is what charts say themselves, in one language.
type vocabulary struct {
	missing, hidden, unassigned, undated, others, outside, ofPrevious, from, to, without string

	// What the alternative text is put together from.
	kinds                                                         map[Kind]string
	altFrom, highest, lowest, one, equal, none, by, single, multi string
}

var dutch = vocabulary{
	missing: "geen gegevens", hidden: "onderdrukt", unassigned: "niet toegewezen", undated: "zonder datum",
	others: "en nog %d: zie de tabel", outside: "niet op de kaart", ofPrevious: "%s van vorige fase", from: "van", to: "naar",
	without: "totalen zonder onderdrukte stromen",
	kinds: map[Kind]string{Line: "Lijndiagram", Bar: "Staafdiagram", Stacked: "Gestapeld staafdiagram", Grouped: "Gegroepeerd staafdiagram",
		Ranked: "Staafdiagram van hoog naar laag", Dot: "Puntdiagram", Multiples: "Reeks kleine lijndiagrammen", Heatmap: "Warmtekaart",
		Funnel: "Trechterdiagram", Tiles: "Tegelkaart met een vierkant per gemeente", Spark: "Trendlijn", Sankey: "Stroomdiagram"},
	altFrom: "van %s in %s naar %s in %s", highest: "hoogste %s (%s)", lowest: "laagste %s (%s)", one: "%s (%s)", equal: "overal %s",
	none: "geen waarden die getoond mogen worden", by: "naar %s", single: "1 waarde onderdrukt", multi: "%d waarden onderdrukt",
}

var english = vocabulary{
	missing: "no data", hidden: "suppressed", unassigned: "not assigned", undated: "without a date",
	others: "and %d more: see the table", outside: "not on the map", ofPrevious: "%s of previous stage", from: "from", to: "to",
	without: "totals leave out suppressed flows",
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
	subject := fmt.Sprintf("%s: %s (%s)", w.kinds[s.o.Kind], s.metric.Title(s.o.Lang), fmt.Sprintf(w.by, strings.ToLower(by)))
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
			if !v.shown() {
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
		return s.ss[p.i].label + ", " + s.xs[p.j].label
	}
	switch {
	case shown == 0:
		return []string{w.none}
	case shown == 1:
		return []string{fmt.Sprintf(w.one, value(first), place(first))}
	}
	var parts []string
	if s.by == nil && s.x.Grain != "" {
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
