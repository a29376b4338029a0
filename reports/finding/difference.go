package finding

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

// Group is one side of a comparison: a period, or a member of a dimension.
type Group struct {
	Name   Text
	During Text // "in mei 2023": how a sentence says it; "bij Name" when empty
	Cell   Cell
	Days   int                 // of the period that the cell is about, those that are told about
	Sample *models.SampleGroup // of a metric with values
	Least  int64               // fewest that a number may be about; 0: any
	// Uncounted: how many it has may not be told, since a group beside it that is too small
	// would follow from the total.
	Uncounted bool
	months    int    // of a flow by whole months: those of Days
	by        string // dimension that the group is a member of
	of, lying Text   // of what has no member: that dimension, and where it is instead
	open      Text   // of a period that still changes: its name
	lacks     bool   // something of its period did not come
	gap       Text   // of a period that is not told about to its end: up to which day
	among     int    // how many comparisons it stands in one of, when there are more
}

var differenceRule = Text{
	"Kijk eerst naar de grootte van het verschil, dan naar het interval. Sluit het 0 uit (of 1, voor een verhouding), dan is er een aanwijzing voor een verschil; anders niet, en dat is geen bewijs dat er geen verschil is. Bij meer vergelijkingen telt p na Holm. Een verschil toont geen oorzaak.",
	"Look at the size of the difference first, then at its interval. When it leaves out 0 (or 1, for a ratio) there is a sign of a difference; else there is none, which is no proof that there is no difference. With several comparisons p after Holm counts. A difference shows no cause.",
}

// where says which group a value is of.
func (g Group) where(lang string) string {
	if g.During != (Text{}) {
		return g.During.In(lang)
	}
	return pick(lang, "bij ", "for ") + g.Name.In(lang)
}

// contrast is what a and b differ by.
type contrast struct {
	a, b         float64 // as they are printed
	hasA, hasB   bool
	estimate     float64
	interval     stats.Interval
	hasInterval  bool
	p            float64
	hasP         bool
	ratio        bool // estimate is a over b, else a minus b
	partA, partB float64
	few          bool
	drawn        bool  // p comes from random divisions
	pace         *pace // of an amount whose periods are not of one length
	lacking      bool  // one of two periods lacks a delivery
	open         bool  // one of two periods still changes
	twice        bool  // two dates of one stock, of which nothing is tested
}

// sign tells whether the contrast is more than chance gives.
func (c contrast) sign() bool {
	switch {
	case c.hasInterval && c.ratio:
		return !c.interval.Contains(1)
	case c.hasInterval:
		return !c.interval.Contains(0)
	}
	return c.hasP && c.p < alpha
}

// compare takes two groups of a metric. stats.ErrDegenerate when they carry none.
func compare(m *models.Metric, a, b Group) (contrast, error) {
	c := contrast{a: a.Cell.Value, b: b.Cell.Value, hasA: a.Cell.Known, hasB: b.Cell.Known, partA: a.Cell.Part, partB: b.Cell.Part}
	switch {
	case m.Values != "":
		return compareWaits(m, a, b, c)
	case !c.hasA || !c.hasB || additive(m) && (a.untold() || b.untold()):
		return c, stats.ErrDegenerate
	case twice(m, a, b):
		c.estimate, c.twice = c.a-c.b, true
		return c, nil
	case m.Interval == models.Wilson:
		x1, n1, x2, n2 := int64(a.Cell.Part), int64(a.Cell.Whole), int64(b.Cell.Part), int64(b.Cell.Whole)
		d, err := stats.NewcombeDifference(x1, n1, x2, n2, Level)
		if err != nil {
			return c, err
		}
		c.estimate, c.interval, c.hasInterval = d.Estimate, d.Interval, true
		c.few = min(x1, x2, n1-x1, n2-x2) < 5
		square := [2][2]int64{{x1, n1 - x1}, {x2, n2 - x2}}
		t, err := stats.ChiSquare([][]int64{square[0][:], square[1][:]})
		if errors.Is(err, stats.ErrDegenerate) { // all or none in both: nothing to test
			return c, nil
		} else if err != nil {
			return c, err
		}
		c.p, c.hasP = t.P, true
		if t.MinExpected() < 5 {
			exact, err := stats.FisherExact(square, Level)
			if err != nil {
				return c, err
			}
			c.p = exact.P
		}
		return c, nil
	case m.Interval == models.Poisson:
		return compareRates(c, a.Cell.Part, a.Cell.Whole, b.Cell.Part, b.Cell.Whole)
	case events(m) && a.Days > 0 && b.Days > 0 && min(c.a, c.b) >= 0:
		c.partA, c.partB = c.a, c.b
		return compareRates(c, c.a, float64(a.Days), c.b, float64(b.Days))
	}
	if additive(m) && uneven(a, b) {
		return paced(c, a, b), nil
	}
	c.estimate = c.a - c.b
	return c, nil
}

func compareRates(c contrast, x1, e1, x2, e2 float64) (contrast, error) {
	n1, ok1 := counts(x1)
	n2, ok2 := counts(x2)
	if !ok1 || !ok2 {
		c.estimate = c.a - c.b
		return c, nil
	}
	r, err := stats.PoissonRateRatio(n1, e1, n2, e2, Level)
	if err != nil {
		return c, err
	}
	c.estimate, c.interval, c.hasInterval, c.ratio = r.Ratio, r.Interval, true, true
	c.p, c.hasP, c.few = r.P, true, min(n1, n2) < 5
	return c, nil
}

func compareWaits(m *models.Metric, a, b Group, c contrast) (contrast, error) {
	if a.Sample == nil || b.Sample == nil {
		return c, stats.ErrDegenerate
	}
	for i, g := range []*models.SampleGroup{a.Sample, b.Sample} {
		q, err := quantileOf(m, *g)
		if err != nil && !errors.Is(err, stats.ErrDegenerate) {
			return c, err
		}
		if i == 0 {
			c.a, c.hasA = q.Value, q.Known
		} else {
			c.b, c.hasB = q.Value, q.Known
		}
	}
	if twice(m, a, b) {
		c.estimate, c.twice = c.a-c.b, true
		return c, nil
	}
	t, drawn, err := apart([][]stats.Tally{tallies(*a.Sample), tallies(*b.Sample)}, max(a.among, b.among))
	if err != nil {
		return c, err
	}
	c.p, c.hasP, c.drawn, c.estimate = t.P, true, drawn, c.a-c.b
	return c, nil
}

// Between compares two groups, such as two periods.
func Between(m *models.Metric, a, b Group) (Finding, error) {
	f := start(Difference, m, differenceRule)
	for _, g := range []Group{a, b} {
		if additive(m) && g.untold() {
			return f.impossible(m, g.gap.NL, g.gap.EN), nil
		}
	}
	c, err := compare(m, a, b)
	if errors.Is(err, stats.ErrDegenerate) {
		return f.impossible(m, "een van beide heeft geen cijfer of geen enkel voorval", "one of the two has no figure or not a single event"), nil
	} else if err != nil {
		return f, fmt.Errorf("compare %s: %w", m.Name, err)
	}
	if a.During != (Text{}) && b.During != (Text{}) {
		c.lacking, c.open = a.lacks || b.lacks, a.open != Text{} || b.open != Text{}
	}
	f.contrast(m, a, b, Text{a.Name.NL + " – " + b.Name.NL, a.Name.EN + " – " + b.Name.EN}, c)
	f.Sentence = both(func(lang string) string {
		return m.Title(lang) + ": " + f.against(m, a, b, c, lang) + verdict(m, c, lang)
	})
	over := perDay
	if c.pace != nil {
		over = c.pace.over
	}
	f.gaps(m, over, a, b)
	f.provisional(m, a, b)
	if c.drawn {
		f.divided()
	}
	if a.During != (Text{}) && b.During != (Text{}) {
		f.endedOnly(m)
	}
	if c.hasInterval {
		f.full()
		f.grouped(m)
	}
	return f, nil
}

// contrast adds the numbers of a comparison.
func (f *Finding) contrast(m *models.Metric, a, b Group, of Text, c contrast) {
	va, vb := number(m.Name, a.Name, m.Unit, c.a), number(m.Name, b.Name, m.Unit, c.b)
	va.Known, vb.Known = c.hasA, c.hasB
	f.add(va)
	f.add(vb)
	if m.Drawn() {
		f.add(number("part", a.Name, "count", a.Cell.Part))
		f.add(number("whole", a.Name, "count", a.Cell.Whole))
		f.add(number("part", b.Name, "count", b.Cell.Part))
		f.add(number("whole", b.Name, "count", b.Cell.Whole))
	}
	d := number("difference", of, m.Unit, c.estimate)
	if c.ratio {
		d.Name, d.Unit = "ratio", "ratio"
	}
	if c.pace != nil {
		d.Name = c.pace.name()
	}
	d.Known = d.Known && c.hasA && c.hasB
	if c.hasInterval {
		d = d.within(c.interval)
	}
	f.add(d)
	if c.hasP {
		f.add(number("p", of, "p", c.p))
	}
	if c.few {
		f.warn("Weinig voorvallen: minder dan 5 in een van de groepen.", "Few events: fewer than 5 in one of the groups.")
	}
}

// against words two values and what they differ by.
func (f *Finding) against(m *models.Metric, a, b Group, c contrast, lang string) string {
	say := func(v float64, ok bool) string {
		if !ok {
			return pick(lang, "niet te berekenen", "not computable")
		}
		return amount(m, v, lang)
	}
	out := fmt.Sprintf(pick(lang, "%s %s tegenover %s %s", "%s %s against %s %s"), say(c.a, c.hasA), a.where(lang), say(c.b, c.hasB), b.where(lang))
	switch {
	case c.ratio:
		form := pick(lang, ", %s keer zoveel (95%%-interval %s)", ", %s times as much (95%% interval %s)")
		if events(m) && !m.Drawn() {
			form = pick(lang, ", per dag %s keer zoveel (95%%-interval %s)", ", %s times as much a day (95%% interval %s)")
		}
		out += fmt.Sprintf(form, ratio(c.estimate, lang), between(c.interval, ratio, lang))
	case c.hasInterval:
		out += fmt.Sprintf(pick(lang, ", een verschil van %s procentpunt (95%%-interval %s)", ", a difference of %s percentage points (95%% interval %s)"), points(c.estimate, lang), between(c.interval, points, lang))
	case c.hasP:
		out += fmt.Sprintf(pick(lang, " (log-ranktoets: %s)", " (log-rank test: %s)"), chance(c.p, lang))
	case !c.hasA || !c.hasB:
	case c.pace != nil:
		out += c.pace.words(m, c.estimate, lang)
	case m.Unit == "share":
		out += fmt.Sprintf(pick(lang, ", een verschil van %s procentpunt", ", a difference of %s percentage points"), points(c.estimate, lang))
	default:
		out += fmt.Sprintf(pick(lang, ", een verschil van %s", ", a difference of %s"), apartBy(m, c.estimate, lang))
	}
	return out + "."
}

// verdict says what may be read in a comparison, and no more.
func verdict(m *models.Metric, c contrast, lang string) string {
	if c.twice {
		return untestable.In(lang) + cause(lang, "Een verschil", "A difference")
	}
	if !c.hasInterval && !c.hasP {
		return pick(lang, " Dit cijfer heeft geen interval, dus over toeval is niets te zeggen.", " This figure has no interval, so nothing can be said about chance.") + cause(lang, "Een verschil", "A difference")
	}
	if why := c.unsure(lang); why != "" {
		return why + cause(lang, "Een verschil", "A difference")
	}
	if c.sign() {
		return pick(lang, " Dat is een aanwijzing voor een verschil.", " That is a sign of a difference.") + cause(lang, "Een verschil", "A difference")
	}
	return pick(lang, " Geen aanwijzing voor een verschil; dat is geen bewijs dat er geen verschil is.", " No sign of a difference; that is no proof that there is no difference.")
}

// Among compares two groups with each other; each of more with all others together, with
// Holm over the groups. Counts without a base cannot be compared so: see Concentrate.
func Among(m *models.Metric, groups []Group) (Finding, error) {
	f := start(Difference, m, differenceRule)
	if !m.Drawn() && m.Values == "" {
		return f.impossible(m, "de groepen zijn niet even groot, dus een aantal zonder noemer zegt niets; vraag --kind spread met --base", "the groups are not of one size, so a count without a base says nothing; ask for --kind spread with --base"), nil
	}
	if len(groups) > 0 && m.Shares != "" && groups[0].by == m.Shares {
		return f.impossible(m, "de groepen zijn delen van één geheel: wat de ene meer heeft, heeft een andere minder; vraag het verloop met --kind trend --by "+m.Shares+", of de verdeling van een aantal met --kind spread --by "+m.Shares,
			"the groups are parts of one whole: what one has more, another has less; ask for the course with --kind trend --by "+m.Shares+", or for how a count is divided with --kind spread --by "+m.Shares), nil
	}
	groups = f.assigned(m, groups)
	if len(groups) == 2 {
		out, err := Between(m, groups[0], groups[1])
		out.Warnings, out.Caveats = slices.Concat(out.Warnings, f.Warnings), slices.Concat(out.Caveats, f.Caveats)
		return out, err
	}
	var found []contrast
	var used []Group
	for i, g := range groups {
		rest := others(m, groups, i)
		rest.among = len(groups)
		c, err := compare(m, g, rest)
		if errors.Is(err, stats.ErrDegenerate) {
			f.add(Number{Name: m.Name, Of: g.Name, Unit: m.Unit})
			continue
		} else if err != nil {
			return f, fmt.Errorf("compare %s: %w", g.Name.EN, err)
		}
		if !c.hasP {
			continue
		}
		found, used = append(found, c), append(used, g)
	}
	if len(found) < 2 {
		return f.impossible(m, "minder dan twee groepen met een cijfer", "fewer than two groups with a figure"), nil
	}
	p := make([]float64, len(found))
	for i, c := range found {
		p[i] = c.p
	}
	p, err := stats.Holm(p)
	if err != nil {
		return f, fmt.Errorf("correct for %d groups: %w", len(p), err)
	}
	var out []int
	for i, c := range found {
		rest := Group{Name: Text{"de rest", "the rest"}}
		f.contrast(m, Group{Name: used[i].Name, Cell: used[i].Cell}, rest, used[i].Name, c)
		f.add(number("p_holm", used[i].Name, "p", p[i]))
		if p[i] < alpha {
			out = append(out, i)
		}
	}
	f.Numbers = slices.DeleteFunc(f.Numbers, func(n Number) bool {
		return n.Of.NL == "de rest" && (n.Name == "part" || n.Name == "whole" || n.Name == m.Name)
	})
	f.Warnings = slices.CompactFunc(f.Warnings, func(a, b Text) bool { return a == b })
	f.Sentence = both(func(lang string) string {
		var texts []string
		for _, i := range out {
			c := found[i]
			texts = append(texts, fmt.Sprintf(pick(lang, "%s (%s tegenover %s)", "%s (%s against %s)"), used[i].Name.In(lang), amount(m, c.a, lang), amount(m, c.b, lang)))
		}
		head := m.Title(lang) + ": "
		if len(texts) == 0 {
			return head + fmt.Sprintf(pick(lang, "geen aanwijzing dat een van %d groepen van de rest verschilt; dat is geen bewijs dat er geen verschil is.", "no sign that one of %d groups differs from the rest; that is no proof that there is no difference."), len(found))
		}
		return head + fmt.Sprintf(pick(lang, "aanwijzing voor een verschil met de rest bij %s.", "a sign of a difference with the rest for %s."), strings.Join(texts, "; ")) + cause(lang, "Een verschil", "A difference")
	})
	f.warn(fmt.Sprintf("Holm over %d groepen, elk tegenover alle andere samen.", len(found)), fmt.Sprintf("Holm over %d groups, each against all others together.", len(found)))
	f.provisional(m, groups...)
	if slices.ContainsFunc(found, func(c contrast) bool { return c.drawn }) {
		f.divided()
	}
	if m.Drawn() {
		f.full()
		f.grouped(m)
	}
	return f, nil
}

// others brings all groups but one together.
func others(m *models.Metric, groups []Group, but int) Group {
	rest := Group{Name: Text{"de rest", "the rest"}, Sample: &models.SampleGroup{}}
	for i, g := range groups {
		if i == but {
			continue
		}
		if g.Cell.Known {
			rest.Cell.Part += g.Cell.Part
			rest.Cell.Whole += g.Cell.Whole
		}
		if g.Sample != nil {
			rest.Sample.Values = append(rest.Sample.Values, g.Sample.Values...)
		}
	}
	if rest.Cell.Whole > 0 {
		rest.Cell.Value, rest.Cell.Known = m.Factor()*rest.Cell.Part/rest.Cell.Whole, true
	}
	return rest
}
