package finding

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

// untested says why nothing is tested of a count that comes many at a time, as places do
// by location: a method that takes them one by one finds everything different.
var untested = Text{
	"Wat hier geteld wordt, komt vaak met vele tegelijk, zoals plaatsen per locatie: daarom wordt niets getoetst, en over toeval is niets te zeggen.",
	"What is counted here often comes many at once, as places do by location: so nothing is tested, and nothing can be said about chance.",
}

// most gives the cells that are furthest above what they would be without an association,
// for a table of which no cell is tested.
func (x tested) most() []cell {
	var out []cell
	for i, r := range x.test.Rows {
		for j, c := range x.test.Cols {
			if n, e := x.test.Counts[i][j], x.test.Expected[i][j]; float64(n) > e {
				out = append(out, cell{of: Text{x.rows[r].NL + " – " + x.columns[c].NL, x.rows[r].EN + " – " + x.columns[c].EN}, count: n, expected: e})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b cell) int { return cmp.Compare(float64(b.count)-b.expected, float64(a.count)-a.expected) })
	return out[:min(len(out), mostNamed)]
}

// described words the cells of a table of which nothing is tested.
func described(x tested, lang string) string {
	cells := x.most()
	if len(cells) == 0 {
		return ""
	}
	return pick(lang, " Het meest boven wat zonder samenhang verwacht wordt: ", " Most above what is expected without an association: ") + named(cells, lang) + "."
}

// fewForStrength is the total below which a table says nothing of how strong an
// association is (Cochran 1954 draws the line of the chi-square test there).
const fewForStrength = 40

// manyForNone is the total from which an upper bound in the negligible part of the scale says
// that there is next to nothing, whatever p is: of a small and very even table the bound is
// near 0 by chance.
const manyForNone = 1000

// none tells whether an association is negligible up to its bound.
func (x tested) none() bool {
	return stats.StrengthOf(x.upper) == stats.Negligible && x.test.N >= manyForNone
}

// verdictOf says what a table shows: how strong an association, and nothing of that where
// the test finds none or the total is tiny. bunched: nothing is tested.
func (x tested) verdictOf(bunched bool, lang string) string {
	switch {
	case bunched, x.none():
		return strength(x.v, lang)
	case x.p >= alpha && len(x.high)+len(x.low) > 0:
		return pick(lang, "geen aanwijzing over het geheel", "no sign of one over the whole")
	case x.p >= alpha:
		return pick(lang, "geen aanwijzing", "no sign of one")
	case x.test.N < fewForStrength:
		return fmt.Sprintf(pick(lang, "een aanwijzing, maar %d is te weinig om te zeggen hoe sterk", "a sign of one, but %d is too few to say how strong"), x.test.N)
	}
	return strength(x.v, lang)
}

// told tells whether verdictOf names a strength.
func (x tested) told(bunched bool) bool {
	return bunched || x.none() || x.p < alpha && x.test.N >= fewForStrength
}

// plainly says what a strength means, for who does not read V: how far the distribution by
// the one differs by the other. Nothing where no strength is told, or where the upper bound
// leaves a stronger one possible.
func (x tested) plainly(names [2]string, bunched bool, lang string) string {
	if !x.told(bunched) || !bunched && stats.StrengthOf(x.upper) != stats.StrengthOf(x.v) {
		return ""
	}
	much := map[stats.Strength]Text{
		stats.Negligible: {"nauwelijks", "hardly differs"}, stats.Weak: {"licht", "differs slightly"},
		stats.Moderate: {"duidelijk", "clearly differs"}, stats.Strong: {"sterk", "differs strongly"},
	}[stats.StrengthOf(x.v)].In(lang)
	apart := fmt.Sprintf(pick(lang, "van %s tot %s", "from %s to %s"), names[1], names[1])
	if len(x.test.Cols) == 2 { // of a centre city and another municipality neither goes "from centre city to centre city"
		apart = fmt.Sprintf(pick(lang, "tussen %s en %s", "between %s and %s"), x.columns[x.test.Cols[0]].In(lang), x.columns[x.test.Cols[1]].In(lang))
	}
	return fmt.Sprintf(pick(lang, "De verdeling naar %s verschilt %s %s. ", "The distribution by %s %s %s. "), names[0], much, apart)
}

// sizes writes V with what there is beside it.
func (x tested) sizes(bunched bool, v, upper, lang string) string {
	out := v + " " + decimal(x.v, 2, lang)
	if bunched {
		return out
	}
	out += ", " + upper + " " + bound(x.upper, lang)
	if !x.told(bunched) {
		out = chance(x.p, lang) + "; " + out
	}
	return out
}
