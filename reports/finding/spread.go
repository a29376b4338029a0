package finding

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

var spreadRule = Text{
	"Gini: 0 als elk lid evenveel heeft, bijna 1 als één lid alles heeft; ze telt grote en kleine leden gelijk. Het locatiequotiënt zet het aandeel van een lid af tegen zijn aandeel in de noemer: 1 is naar zijn grootte. Een lid springt eruit als p na Holm over alle leden onder 0,05 ligt. Een ongelijke spreiding is geen oordeel.",
	"Gini: 0 when every member has as much, almost 1 when one has all; it counts large and small members alike. The location quotient sets a member's share against its share of the base: 1 is by its size. A member stands out when p after Holm over all members is below 0.05. An uneven spread is no verdict.",
}

// mostNamed bounds the members that a sentence names; the numbers have them all.
const mostNamed = 5

// Concentrate tells how evenly a metric is spread over the members of a dimension.
// base, when there is one, has the cells that each member is held against.
func Concentrate(in Input, base *Input) (Finding, error) {
	m := in.Metric
	f := start(Spread, m, spreadRule)
	if len(in.Dims) != 1 {
		return f, fmt.Errorf("spread of %s: %d dimensions, want 1", m.Name, len(in.Dims))
	}
	over := both(func(lang string) string { return strings.ToLower(in.Dims[0].Title(lang)) })
	if !in.Summed && !divided(m, in.Dims[0]) {
		return f.impossible(m, "de cijfers per "+over.NL+" laten zich niet optellen, zoals die van een verhouding of een mediaan; vraag een aantal", "the figures by "+over.EN+" do not add up, like those of a ratio or a median; ask for a count"), nil
	}
	if below(in) {
		return f.impossible(m, "er zijn leden met een negatief cijfer", "there are members with a negative figure"), nil
	}
	if base != nil && !base.Summed && !divided(base.Metric, in.Dims[0]) {
		return f.impossible(m, fmt.Sprintf("de noemer is \"%s\", en die cijfers per %s laten zich niet optellen, zoals die van een verhouding of een mediaan; geef als noemer een aantal", base.Metric.TitleNL, over.NL),
			fmt.Sprintf("the base is \"%s\", and those figures by %s do not add up, like those of a ratio or a median; give a count as the base", base.Metric.Title("en"), over.EN)), nil
	}
	if base != nil && below(*base) {
		return f.impossible(m, "er zijn leden met een negatieve noemer", "there are members with a negative base"), nil
	}
	under := map[string]float64{}
	if base != nil {
		for _, c := range base.Cells {
			switch {
			case !c.Known || c.Hidden:
			case base.Metric.Drawn(): // of a rate per 1,000 inhabitants: the persons
				under[c.Dims[0]] = c.Part
			default:
				under[c.Dims[0]] = c.Value
			}
		}
	}
	var amounts, bases []float64
	var counted []int64
	var names []Text
	whole, unassigned, left := true, 0.0, 0
	for _, c := range in.Cells {
		v := c.Value
		if m.Drawn() {
			v = c.Part
		}
		if !c.Known || c.Hidden {
			left++
			continue
		}
		if c.Dims[0] == "" { // no member: nowhere to lay it
			unassigned += v
			continue
		}
		b := c.Whole
		if base != nil {
			b = under[c.Dims[0]]
			if b <= 0 && v > 0 {
				left++
				continue
			}
		}
		n, ok := counts(v)
		whole = whole && ok
		amounts, bases, counted, names = append(amounts, v), append(bases, b), append(counted, n), append(names, in.name(0, c.Dims[0]))
	}
	if base == nil && ofItsOwn(amounts, bases) {
		return f.impossible(m, "elk lid is een aandeel van wat deze leden samen hebben, en heeft geen noemer van zichzelf; vraag een aantal",
			"each member is a share of what these members have together, and has no base of its own; ask for a count"), nil
	}
	gini, err := stats.Gini(amounts)
	if errors.Is(err, stats.ErrDegenerate) {
		return f.impossible(m, "er zijn geen twee leden met een cijfer, of alles is 0", "there are no two members with a figure, or all is 0"), nil
	} else if err != nil {
		return f, fmt.Errorf("spread of %s: %w", m.Name, err)
	}
	f.add(number("members", Text{}, "count", float64(len(amounts))))
	f.add(number("gini", Text{}, "", gini))
	top := Number{Name: "top_10_share", Unit: "share"}
	if len(amounts) > 10 {
		share, err := stats.TopShare(amounts, 10)
		if err != nil {
			return f, fmt.Errorf("spread of %s: %w", m.Name, err)
		}
		top = number("top_10_share", Text{}, "share", share)
	}
	f.add(top)
	var high, low []member
	based := whole && (base != nil || m.Drawn())
	if based {
		if high, low, err = f.quotients(counted, bases, names, m.Bunched); err != nil {
			return f, err
		}
	}
	f.Sentence = both(func(lang string) string {
		out := fmt.Sprintf(pick(lang, "%s, aantallen per %s (%s): Gini %s", "%s, counts by %s (%s): Gini %s"),
			m.Title(lang), strings.ToLower(in.Dims[0].Title(lang)), decimal(float64(len(amounts)), 0, lang), decimal(gini, 2, lang))
		if top.Known {
			out += fmt.Sprintf(pick(lang, "; de tien hoogste hebben samen %s", "; the ten highest have %s together"), percent(top.Value, lang))
		}
		out += "."
		switch {
		case !based:
			return out + pick(lang, " Of dat naar hun grootte is, is zonder noemer niet te berekenen.", " Whether that is by their size cannot be computed without a base.")
		case m.Bunched:
			return out + describe(high, low, lang)
		case len(high)+len(low) == 0:
			return out + pick(lang, " Geen enkel lid wijkt aanwijsbaar af van zijn aandeel in de noemer; dat is geen bewijs van een gelijke spreiding.", " No member departs discernibly from its share of the base; that is no proof of an even spread.")
		}
		if len(high) > 0 {
			out += pick(lang, " Meer dan hun aandeel in de noemer: ", " More than their share of the base: ") + quoted(high, lang) + "."
		}
		if len(low) > 0 {
			out += pick(lang, " Minder: ", " Less: ") + quoted(low, lang) + "."
		}
		return out
	})
	f.unassigned(unassigned, false, in.lost(), in.where(func(c Cell) float64 {
		if m.Drawn() {
			return c.Part
		}
		return c.Value
	}))
	if left > 0 {
		f.warn("Zonder cijfer of zonder noemer, en dus niet meegeteld: "+fmt.Sprint(left)+".", "Without a figure or a base, and so left out: "+fmt.Sprint(left)+".")
	}
	if based && m.Bunched {
		f.caveat(untested.NL, untested.EN)
	} else if based {
		f.warn(fmt.Sprintf("Holm over %d leden. De toets telt elk voorval los; komen ze in groepen, dan springt er te veel uit.", len(amounts)),
			fmt.Sprintf("Holm over %d members. The test counts events one by one; when they come in groups too much stands out.", len(amounts)))
		f.grouped(m)
	}
	return f, nil
}

// divided tells whether a metric has amounts that members of a dimension have parts of.
// Of a share or rate with an interval that is its numerator, which counts units; what it
// holds on several dates counts them again on each.
func divided(m *models.Metric, d *models.Dimension) bool {
	if m.Drawn() {
		return m.Kind != "stock" || d.Direction() != "time"
	}
	return m.Add(d) == nil
}

// below tells that a member has less than nothing.
func below(in Input) bool {
	return slices.ContainsFunc(in.Cells, func(c Cell) bool { return c.Known && !c.Hidden && c.Value < 0 })
}

// ofItsOwn tells that the base of every member is what all members have together: then
// the bases say nothing of how large each is, and an equal one would look like a finding.
func ofItsOwn(amounts, bases []float64) bool {
	total := 0.0
	for _, v := range amounts {
		total += v
	}
	return len(amounts) > 1 && !slices.ContainsFunc(bases, func(b float64) bool { return b != total })
}

// member is a member that stands out.
type member struct {
	name Text
	stats.Quotient
}

// quotients adds what each member has over its share of the base, and gives those that
// stand out; of a bunched count, which is not tested, those above and below.
func (f *Finding) quotients(counted []int64, bases []float64, names []Text, bunched bool) (high, low []member, err error) {
	all, err := stats.LocationQuotients(counted, bases, Level)
	if errors.Is(err, stats.ErrDegenerate) || errors.Is(err, stats.ErrInput) {
		f.warn("Het locatiequotiënt is niet te berekenen: een lid met voorvallen heeft geen noemer.", "The location quotient cannot be computed: a member with events has no base.")
		return nil, nil, nil
	} else if err != nil {
		return nil, nil, fmt.Errorf("compare with base: %w", err)
	}
	for i, q := range all {
		n := Number{Name: "location_quotient", Of: names[i], Unit: "ratio"}
		if q.Known {
			n = number("location_quotient", names[i], "ratio", q.Value)
		}
		if q.Known && !bunched {
			n = n.within(q.Interval)
		}
		f.add(n)
		if !q.Known {
			continue
		}
		if !bunched {
			f.add(number("p_holm", names[i], "p", q.P))
		}
		out := q.P < alpha || bunched
		switch {
		case out && q.Value > 1:
			high = append(high, member{names[i], q})
		case out && q.Value < 1:
			low = append(low, member{names[i], q})
		}
	}
	slices.SortStableFunc(high, func(a, b member) int { return cmp.Compare(b.Value, a.Value) })
	slices.SortStableFunc(low, func(a, b member) int { return cmp.Compare(a.Value, b.Value) })
	return high, low, nil
}

// describe names the members above and below their share of the base, of which nothing is
// tested.
func describe(high, low []member, lang string) (out string) {
	if len(high) > 0 {
		out += pick(lang, " Boven hun aandeel in de noemer: ", " Above their share of the base: ") + quoted(high, lang) + "."
	}
	if len(low) > 0 {
		out += pick(lang, " Eronder: ", " Below it: ") + quoted(low, lang) + "."
	}
	return out
}

// quoted names the members that depart most.
func quoted(members []member, lang string) string {
	var out []string
	for i, q := range members {
		if i == mostNamed {
			out = append(out, fmt.Sprintf(pick(lang, "en %d andere", "and %d more"), len(members)-i))
			break
		}
		out = append(out, fmt.Sprintf(pick(lang, "%s (%s keer)", "%s (%s times)"), q.name.In(lang), decimal(q.Value, 2, lang)))
	}
	return strings.Join(out, "; ")
}
