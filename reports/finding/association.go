package finding

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

var associationRule = Text{
	"Eerst de sterkte, dan pas p: met duizenden aantallen is elke p klein. Cramérs V (gecorrigeerd): onder 0,10 verwaarloosbaar, tot 0,20 zwak, tot 0,40 matig, daarboven sterk. Een combinatie springt eruit bij een aangepast residu boven 3 dat ook na Holm over alle cellen overeind blijft en bij een verwacht aantal van minstens 5. Verwachte aantallen: minstens 5 in 80 % van de cellen en nergens onder 1; anders worden zeldzame rijen samengevoegd of komt p uit 9.999 trekkingen. Vindt de toets niets (p vanaf 0,05), dan staat er geen sterkte, tenzij bij minstens 1.000 ook de bovengrens onder 0,10 blijft; bij een totaal onder 40 staat er nooit een.",
	"Strength first, p after it: with thousands of counts every p is small. Cramér's V (corrected): below 0.10 negligible, to 0.20 weak, to 0.40 moderate, above it strong. A combination stands out with an adjusted residual above 3 that also survives Holm over all cells, and an expected count of at least 5. Expected counts: at least 5 in 80% of the cells and none below 1; else rare rows are merged or p comes from 9,999 draws. Where the test finds nothing (p from 0.05 on) no strength is told, unless with a total of at least 1,000 the upper bound is below 0.10 too; with a total below 40 none ever is.",
}

// table is a cross table of counts with what was left out.
type table struct {
	rows, columns []Text
	codes         [2][]string
	counts        [][]int64
	left          int // rows left out because a cell of them is hidden
	nowhere       float64
	untold        bool // not all of nowhere may be told
}

// errNoCount says that a cell cannot stand in a cross table: a net change, say.
var errNoCount = errors.New("a cell is no count of zero or more")

// cross lays counts out. A pair without a cell was never seen: 0. What has no member is
// laid nowhere.
func cross(in Input) (table, error) {
	var t table
	if len(in.Dims) != 2 {
		return t, fmt.Errorf("cross table: %d dimensions, want 2", len(in.Dims))
	}
	hidden := map[string]bool{}
	for _, c := range in.Cells {
		if nowhere(c.Dims) {
			t.untold = t.untold || c.Hidden
			if c.Known {
				t.nowhere += c.Value
			}
			continue
		}
		if c.Hidden {
			hidden[c.Dims[0]] = true
		}
		if !slices.Contains(t.codes[1], c.Dims[1]) {
			t.codes[1] = append(t.codes[1], c.Dims[1])
			t.columns = append(t.columns, in.name(1, c.Dims[1]))
		}
	}
	for _, c := range in.Cells {
		if !c.Known || hidden[c.Dims[0]] || nowhere(c.Dims) {
			continue
		}
		n, ok := counts(c.Value)
		if !ok {
			return t, errNoCount
		}
		i := slices.Index(t.codes[0], c.Dims[0])
		if i < 0 {
			i = len(t.codes[0])
			t.codes[0] = append(t.codes[0], c.Dims[0])
			t.rows = append(t.rows, in.name(0, c.Dims[0]))
			t.counts = append(t.counts, make([]int64, len(t.columns)))
		}
		t.counts[i][slices.Index(t.codes[1], c.Dims[1])] = n
	}
	t.left = len(hidden)
	return t, nil
}

// tested is a table with its statistics.
type tested struct {
	table
	test           stats.Table
	plain, v       float64
	upper          float64
	p              float64
	merged         int  // rows brought together
	drawn          bool // p comes from draws
	high, low      []cell
	cells, skipped int // that were tested, and those with too low an expectation to be named
}

type cell struct {
	of                    Text
	count                 int64
	expected, residual, p float64
}

// examine tests a table by the reading rules; stats.ErrDegenerate when it has no
// two rows and columns with counts.
func examine(t table) (tested, error) {
	out := tested{table: t}
	test, err := stats.ChiSquare(t.counts)
	if err != nil {
		return out, err
	}
	if test.Sparse() {
		// As few of the rarest rows as will do, and never more than half of them.
		for n := 2; n <= len(test.Rows)/2; n++ {
			m := merge(t, test, n)
			if again, err := stats.ChiSquare(m.counts); err == nil && !again.Sparse() {
				out.table, out.merged, test = m, n, again
				break
			}
		}
	}
	out.test, out.p = test, test.P
	if test.Sparse() {
		drawn, err := stats.ChiSquareMonteCarlo(out.counts, stats.MonteCarloDraws, Seed)
		if err != nil {
			return out, err
		}
		out.p, out.drawn = drawn.P, true
	}
	if out.plain, err = stats.CramersV(out.counts); err != nil {
		return out, err
	}
	if out.v, err = stats.CramersVCorrected(out.counts); err != nil {
		return out, err
	}
	if out.upper, err = stats.CramersVCorrectedUpper(out.counts, Level); err != nil {
		return out, err
	}
	p, err := test.CellP()
	if err != nil {
		return out, err
	}
	for i, r := range test.Rows {
		for j, c := range test.Cols {
			out.cells++
			if test.Expected[i][j] < 5 {
				out.skipped++
				continue
			}
			if a := test.Adjusted[i][j]; (a <= 3 && a >= -3) || p[i][j] >= alpha {
				continue
			}
			found := cell{
				of:    Text{out.rows[r].NL + " – " + out.columns[c].NL, out.rows[r].EN + " – " + out.columns[c].EN},
				count: test.Counts[i][j], expected: test.Expected[i][j], residual: test.Adjusted[i][j], p: p[i][j],
			}
			if found.residual > 0 {
				out.high = append(out.high, found)
			} else {
				out.low = append(out.low, found)
			}
		}
	}
	return out, nil
}

// merge brings the n rows with the lowest totals together in one, the last.
func merge(t table, test stats.Table, n int) table {
	out := table{columns: t.columns, left: t.left, nowhere: t.nowhere, untold: t.untold, codes: [2][]string{nil, t.codes[1]}}
	total := func(r int) (all int64) {
		for _, c := range t.counts[r] {
			all += c
		}
		return all
	}
	order := slices.Clone(test.Rows)
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(total(a), total(b)), strings.Compare(t.codes[0][a], t.codes[0][b]))
	})
	rest := make([]int64, len(t.columns))
	for _, r := range test.Rows {
		if !slices.Contains(order[:n], r) {
			out.rows, out.counts = append(out.rows, t.rows[r]), append(out.counts, t.counts[r])
			out.codes[0] = append(out.codes[0], t.codes[0][r])
			continue
		}
		for j, c := range t.counts[r] {
			rest[j] += c
		}
	}
	out.rows, out.counts = append(out.rows, Text{"overige", "other"}), append(out.counts, rest)
	return out
}

// Associate tells whether two dimensions of counts go together.
func Associate(in Input, beside Beside) (Finding, error) {
	f := start(Association, in.Metric, associationRule)
	t, err := cross(in)
	if errors.Is(err, errNoCount) {
		return f.impossible(in.Metric, "niet elke cel is een aantal van nul of meer", "not every cell is a count of zero or more"), nil
	} else if err != nil {
		return f, err
	}
	if fine, coarse, here, ok := determined(in, t); ok {
		return f.follows(in, fine, coarse, here), nil
	}
	x, err := examine(t)
	if errors.Is(err, stats.ErrDegenerate) {
		return f.impossible(in.Metric, "er zijn geen twee rijen en twee kolommen met aantallen", "there are no two rows and two columns with counts"), nil
	} else if err != nil {
		return f, fmt.Errorf("test association: %w", err)
	}
	f.Sentence = both(func(lang string) string { return associated(in, x, lang) })
	f.numbers(x, in.Metric.Bunched)
	f.unassigned(t.nowhere, t.untold, in.lost(), in.where(func(c Cell) float64 { return c.Value }))
	if in.Metric.Bunched {
		f.caveat(untested.NL, untested.EN)
	} else {
		f.sparse(x)
		f.households(in.Metric)
	}
	if beside.Clusters != nil {
		if err := f.clustered(beside.Clusters, x); err != nil {
			return f, err
		}
	}
	if beside.Without != nil {
		if err := f.without(*beside.Without, beside.Left); err != nil {
			return f, err
		}
	}
	if beside.Nowhere > 0 {
		f.warn("Zonder deel, en dus in geen ervan meegeteld: "+whole(beside.Nowhere, "nl")+".", "Without a part, and so counted in none of them: "+whole(beside.Nowhere, "en")+".")
	}
	if len(beside.Strata) > 0 {
		return f, f.stratified(beside.Strata, x)
	}
	return f, nil
}

func associated(in Input, x tested, lang string) string {
	names := [2]string{strings.ToLower(in.Dims[0].Title(lang)), strings.ToLower(in.Dims[1].Title(lang))}
	together := in.Metric.Bunched
	out := x.plainly(names, together, lang) + fmt.Sprintf(pick(lang, "Samenhang tussen %s en %s: %s (%s; schaal: onder 0,10 verwaarloosbaar, tot 0,20 zwak, tot 0,40 matig).",
		"Association between %s and %s: %s (%s; scale: below 0.10 negligible, to 0.20 weak, to 0.40 moderate)."),
		names[0], names[1], x.verdictOf(together, lang), x.sizes(together, pick(lang, "Cramérs V", "Cramér's V"), pick(lang, "95%-bovengrens", "95% upper bound"), lang))
	if together {
		out += described(x, lang)
	} else if len(x.high) == 0 {
		out += pick(lang, " Geen enkele combinatie springt eruit; dat is geen bewijs dat er geen verschil is.", " No combination stands out; that is no proof that there is no difference.")
	} else {
		out += pick(lang, " Vaker dan verwacht: ", " More often than expected: ") + named(x.high, lang) + "."
	}
	if most := stats.StrengthOf(x.upper); !together && slices.Index(scale, most) > slices.Index(scale, stats.StrengthOf(x.v)) {
		out += fmt.Sprintf(pick(lang, " De bovengrens sluit %s samenhang niet uit.", " The upper bound does not rule out %s association."), notRuledOut[most].In(lang))
	}
	out += cause(lang, "Een samenhang", "An association")
	switch {
	case x.left == 1:
		out += pick(lang, " Eén rij met een onderdrukt aantal telt niet mee.", " One row with a suppressed count is left out.")
	case x.left > 1:
		out += fmt.Sprintf(pick(lang, " %d rijen met een onderdrukt aantal tellen niet mee.", " %d rows with a suppressed count are left out."), x.left)
	}
	return out
}

func named(cells []cell, lang string) string {
	var out []string
	for _, c := range cells {
		out = append(out, fmt.Sprintf(pick(lang, "%s (%s, verwacht %s)", "%s (%s, expected %s)"), c.of.In(lang), decimal(float64(c.count), 0, lang), decimal(c.expected, 0, lang)))
	}
	return strings.Join(out, "; ")
}

func strength(v float64, lang string) string {
	words := map[stats.Strength]Text{
		stats.Negligible: {"verwaarloosbaar", "negligible"}, stats.Weak: {"zwak", "weak"},
		stats.Moderate: {"matig", "moderate"}, stats.Strong: {"sterk", "strong"},
	}
	return words[stats.StrengthOf(v)].In(lang)
}

// scale has the names of strength, weakest first.
var scale = []stats.Strength{stats.Negligible, stats.Weak, stats.Moderate, stats.Strong}

// notRuledOut says what the upper bound leaves possible: a small table gives a small V
// that says little.
var notRuledOut = map[stats.Strength]Text{
	stats.Weak: {"een zwakke", "a weak"}, stats.Moderate: {"een matige", "a moderate"}, stats.Strong: {"een sterke", "a strong"},
}

func (f *Finding) numbers(x tested, bunched bool) {
	f.add(x.strength(Text{}, bunched))
	f.add(number("cramers_v", Text{}, "V", x.plain))
	if bunched {
		f.add(number("n", Text{}, "count", float64(x.test.N)))
		for _, c := range x.most() {
			f.add(number("count", c.of, "count", float64(c.count)))
			f.add(number("expected", c.of, "count", c.expected))
		}
		return
	}
	f.add(number("p", Text{}, "p", x.p))
	f.add(number("chi_square", Text{}, "", x.test.Statistic))
	f.add(number("degrees_of_freedom", Text{}, "", float64(x.test.DF)))
	f.add(number("n", Text{}, "count", float64(x.test.N)))
	f.add(number("least_expected", Text{}, "count", x.test.MinExpected()))
	for _, c := range slices.Concat(x.high, x.low) {
		f.add(number("count", c.of, "count", float64(c.count)))
		f.add(number("expected", c.of, "count", c.expected))
		f.add(number("adjusted_residual", c.of, "", c.residual))
		f.add(number("p_holm", c.of, "p", c.p))
	}
}

// strength is V as a number, with its bound where it is tested.
func (x tested) strength(of Text, bunched bool) Number {
	v := number("cramers_v_corrected", of, "V", x.v)
	if !bunched {
		v.High, v.HasHigh = x.upper, true
	}
	return v
}

func (f *Finding) sparse(x tested) {
	f.warn("Holm over "+plural(int64(x.cells), "cel", "cellen", "nl")+".", "Holm over "+plural(int64(x.cells), "cell", "cells", "en")+".")
	if x.merged > 0 {
		f.caveat(fmt.Sprintf("Verwachte aantallen te klein: %d zeldzame rijen zijn samengevoegd tot \"overige\".", x.merged),
			fmt.Sprintf("Expected counts too small: %d rare rows are merged into \"other\".", x.merged))
	}
	if x.drawn {
		f.caveat(fmt.Sprintf("Verwachte aantallen te klein, ook na samenvoegen: p komt uit %s trekkingen met vaste startwaarde %d.", decimal(stats.MonteCarloDraws, 0, "nl"), Seed),
			fmt.Sprintf("Expected counts too small, merged or not: p comes from %s draws with fixed seed %d.", decimal(stats.MonteCarloDraws, 0, "en"), Seed))
	}
	if x.skipped > 0 {
		f.warn(plural(int64(x.skipped), "cel met een verwacht aantal onder 5 wordt", "cellen met een verwacht aantal onder 5 worden", "nl")+" niet genoemd.",
			plural(int64(x.skipped), "cell with an expected count below 5 is", "cells with an expected count below 5 are", "en")+" not named.")
	}
}
