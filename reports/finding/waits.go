package finding

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

var survivalRule = Text{
	"Wachttijden die nog lopen of anders eindigden, door intrekking bijvoorbeeld, tellen mee tot hun laatste bekende dag (Kaplan-Meier). De mediaan is de eerste dag waarop de helft afgelopen is; komt het zo ver niet, dan is er geen mediaan. Vergelijk groepen op mediaan en interval, niet op p alleen.",
	"Waits that go on or ended otherwise, by withdrawal for example, count up to their last day known (Kaplan-Meier). The median is the first day by which half has ended; when it does not come that far there is no median. Compare groups by median and interval, not by p alone.",
}

var horizons = []float64{30, 60, 90}

// quantile is a median or other quantile with its interval.
type quantile struct {
	Value, Low, High       float64
	Known, HasLow, HasHigh bool
	Rows, Ended            int64
}

// quantileOf computes the quantile that a metric is of a distribution.
func quantileOf(m *models.Metric, g models.SampleGroup) (quantile, error) {
	q := quantile{Rows: g.Size()}
	for _, v := range g.Values {
		q.Ended += v.Ended
	}
	if m.Waits() {
		curve, err := stats.KaplanMeierTally(tallies(g), Level)
		if err != nil {
			return q, err
		}
		r := curve.Reached(0.5, stats.LogLog)
		q.Value, q.Known, q.Low, q.HasLow, q.High, q.HasHigh = r.Time, r.HasTime, r.Low, r.HasLow, r.High, r.HasHigh
		return q, nil
	}
	values, counts := make([]float64, len(g.Values)), make([]int64, len(g.Values))
	for i, v := range g.Values {
		values[i], counts[i] = v.Value, v.Count
	}
	e, err := stats.QuantileOf(values, counts, m.Quantile, Level)
	if err != nil {
		return q, err
	}
	q.Value, q.Known, q.Low, q.HasLow, q.High, q.HasHigh = e.Value, true, e.Low, e.HasLow, e.High, e.HasHigh
	return q, nil
}

// tallies counts the waits of a distribution.
func tallies(g models.SampleGroup) []stats.Tally {
	out := make([]stats.Tally, len(g.Values))
	for i, v := range g.Values {
		out[i] = stats.Tally{Time: v.Value, Ended: v.Ended, Censored: v.Count - v.Ended}
	}
	return out
}

func (q quantile) number(name string, of Text, unit string) Number {
	return Number{Name: name, Of: of, Unit: unit, Value: q.Value, Known: q.Known, Low: q.Low, High: q.High, HasLow: q.HasLow, HasHigh: q.HasHigh}
}

// words says a quantile with its interval, as far as either exists.
func (q quantile) words(m *models.Metric, lang string) string {
	if !q.Known {
		return pick(lang, "niet te berekenen: minder dan de helft eindigde met waarop gewacht werd", "not computable: fewer than half ended with what was waited for")
	}
	out := amount(m, q.Value, lang)
	end := func(v float64) string { return decimal(v, 0, lang) }
	switch {
	case q.HasLow && q.HasHigh:
		return out + fmt.Sprintf(pick(lang, " (95%%-interval %s tot %s)", " (95%% interval %s to %s)"), end(q.Low), end(q.High))
	case q.HasLow:
		return out + fmt.Sprintf(pick(lang, " (95%%-interval vanaf %s, zonder bovengrens)", " (95%% interval from %s, no upper end)"), end(q.Low))
	}
	return out + pick(lang, " (te weinig gegevens voor een interval)", " (too few data for an interval)")
}

// Survive tells how long waits last: median and share ended within 30, 60 and 90
// days, for all together or group by group; and which share goes on after as many days
// as are given, as a chart of the curve shows it.
func Survive(m *models.Metric, groups []Group, days ...float64) (Finding, error) {
	f := start(Survival, m, survivalRule)
	if m.Values == "" {
		return f.impossible(m, "dit cijfer is geen mediaan van wachttijden", "this figure is no median of waits"), nil
	}
	if len(groups) > 1 {
		groups = f.assigned(m, groups)
	}
	var said []func(lang string) string
	var all [][]stats.Tally
	var waits int64
	ended := false
	for _, g := range groups {
		if g.Sample == nil {
			continue
		}
		if g.Sample.Size() == 0 {
			f.add(Number{Name: "median", Of: g.Name, Unit: m.Unit})
			continue
		}
		waits += g.Sample.Size()
		all = append(all, tallies(*g.Sample))
		curve, err := stats.KaplanMeierTally(tallies(*g.Sample), Level)
		if errors.Is(err, stats.ErrDegenerate) { // it goes on, which tells of its pace too
			f.add(Number{Name: "median", Of: g.Name, Unit: m.Unit})
			said = append(said, func(lang string) string {
				return g.Name.In(lang) + pick(lang, ": nog geen enkele wachttijd is afgelopen.", ": not a single wait has ended yet.")
			})
			continue
		} else if err != nil {
			return f, fmt.Errorf("follow waits of %s: %w", g.Name.EN, err)
		}
		ended = true
		said = append(said, f.curve(m, g, curve))
		f.goingOn(m, g, curve, days)
		f.thin(m, g, slices.Compact(slices.Sorted(slices.Values(slices.Concat(horizons, days)))))
	}
	if waits == 0 {
		return f.impossible(m, "er zijn geen wachttijden om te tellen", "there are no waits to count"), nil
	}
	if !ended {
		return f.impossible(m, "geen enkele wachttijd is afgelopen", "not a single wait has ended"), nil
	}
	var test *stats.Test
	if len(all) > 1 {
		t, drawn, err := apart(all, len(all)-1)
		if err == nil {
			test = &t
			if drawn {
				f.divided()
			}
			f.add(number("log_rank", Text{}, "", t.Statistic))
			f.add(number("degrees_of_freedom", Text{}, "", float64(t.DF)))
			f.add(number("p", Text{}, "p", t.P))
		} else if !errors.Is(err, stats.ErrDegenerate) {
			return f, fmt.Errorf("compare waits: %w", err)
		}
	}
	f.say(m.Title, said, func(lang string) string {
		switch {
		case test != nil && test.P < alpha:
			return fmt.Sprintf(pick(lang, " Aanwijzing voor een verschil tussen de groepen (log-ranktoets: %s).", " A sign of a difference between the groups (log-rank test: %s)."), chance(test.P, lang)) + cause(lang, "Een verschil", "A difference")
		case test != nil:
			return fmt.Sprintf(pick(lang, " Geen aanwijzing voor een verschil tussen de groepen (log-ranktoets: %s); dat is geen bewijs dat er geen verschil is.", " No sign of a difference between the groups (log-rank test: %s); that is no proof that there is no difference."), chance(test.P, lang))
		}
		return ""
	})
	if !m.Waits() {
		f.caveat("Dit cijfer kent enkel wat afgelopen is: wat nog loopt, zit er niet in en zou de duur langer maken.",
			"This figure knows only what has ended: what still goes on is not in it and would make the time longer.")
	}
	f.full()
	return f, nil
}

// few tells whether a share of waits, or what it leaves over, is about too few.
func (g Group) few(share float64, of int64) bool {
	in := math.Round(share * float64(of))
	return in > 0 && in < float64(g.Least) || in < float64(of) && float64(of)-in < float64(g.Least)
}

// curve adds the numbers of one curve and words it.
func (f *Finding) curve(m *models.Metric, g Group, curve stats.Curve) func(lang string) string {
	q, _ := quantileOf(&models.Metric{Ended: "true", Unit: m.Unit}, *g.Sample)
	// Whether these still go on or ended in another way, the distribution does not tell.
	censored := q.Rows - q.Ended
	f.add(q.number("median", g.Name, m.Unit))
	if g.Uncounted { // shares of few days give the count away too
		return func(lang string) string {
			return fmt.Sprintf(pick(lang, "%s: mediaan %s.", "%s: median %s."), g.Name.In(lang), q.words(m, lang))
		}
	}
	f.add(number("waits", g.Name, "count", float64(q.Rows)))
	ended := !m.Waits()
	if !ended {
		f.add(number("censored", g.Name, "count", float64(censored)))
	}
	if q.Ended < 10 {
		f.warnOf(g, "Weinig voorvallen: "+plural(q.Ended, "afgelopen wachttijd", "afgelopen wachttijden", "nl")+".", "Few events: "+plural(q.Ended, "wait has", "waits have", "en")+" ended.")
	}
	if g.Sample.Missing > 0 {
		f.warnOf(g, "Rijen zonder wachttijd tellen niet mee: "+decimal(float64(g.Sample.Missing), 0, "nl")+".", "Rows without a wait are left out: "+decimal(float64(g.Sample.Missing), 0, "en")+".")
	}
	var within []func(lang string) string
	var beyond []string
	some := false // were followed as long
	for _, h := range horizons {
		n := Number{Name: fmt.Sprintf("ended_within_%.0f_days", h), Of: g.Name, Unit: "share"}
		share, interval, known := curve.Ended(h)
		followed := g.followed(m, h)
		if followed && g.few(share, q.Rows) {
			continue
		}
		if !followed {
			beyond = append(beyond, fmt.Sprintf("%.0f", h))
			on, _ := g.on(h)
			some = some || on > 0
		} else {
			n.Value, n.Known = share, true
			if known {
				n = n.within(interval)
			}
			within = append(within, func(lang string) string {
				out := inDays(m, decimal(h, 0, lang), lang) + " " + percent(share, lang)
				if known {
					out += " (" + between(interval, percent, lang) + ")"
				}
				return out
			})
		}
		f.add(n)
	}
	return func(lang string) string {
		head := ""
		if g.Name != (Text{}) {
			head = g.Name.In(lang) + ": "
		}
		out := fmt.Sprintf(pick(lang, "%smediaan %s", "%smedian %s"), head, q.words(m, lang))
		var texts []string
		for _, w := range within {
			texts = append(texts, w(lang))
		}
		if len(texts) > 0 && g.Name == (Text{}) {
			out += pick(lang, "; afgelopen binnen ", "; ended within ") + list(texts, lang)
		}
		if len(beyond) > 0 && g.Name == (Text{}) {
			why := pick(lang, "zo lang is niemand gevolgd", "nobody was followed as long")
			if some {
				why = fmt.Sprintf(pick(lang, "zo lang zijn er minder dan %d gevolgd", "fewer than %d were followed as long"), g.least(m))
			}
			out += fmt.Sprintf(pick(lang, "; binnen %s niet te berekenen, want %s", "; within %s not computable, for %s"), inDays(m, list(beyond, lang), lang), why)
		}
		if ended {
			return out + fmt.Sprintf(pick(lang, "; %s, enkel wat afgelopen is.", "; %s, only what has ended."), plural(q.Rows, pick(lang, "geval", "case"), pick(lang, "gevallen", "cases"), lang))
		}
		return out + "; " + waited(q.Rows, censored, lang) + "."
	}
}

// waited says how many waits there are, and how many of them have no end.
func waited(waits, censored int64, lang string) string {
	out := plural(waits, pick(lang, "wachttijd", "wait"), pick(lang, "wachttijden", "waits"), lang)
	switch {
	case censored == 0 && waits == 1:
		return out + pick(lang, ", die afgelopen is", ", which has ended")
	case censored == 0:
		return out + pick(lang, ", die allemaal afgelopen zijn", ", all of which have ended")
	case censored == 1:
		return out + pick(lang, ", waarvan 1 nog loopt of anders geëindigd is", ", of which 1 goes on or ended otherwise")
	}
	return out + fmt.Sprintf(pick(lang, ", waarvan %s nog lopen of anders geëindigd zijn", ", of which %s go on or ended otherwise"), decimal(float64(censored), 0, lang))
}

// warnOf warns of one of several groups, by its name.
func (f *Finding) warnOf(g Group, nl, en string) {
	if g.Name != (Text{}) {
		nl, en = g.Name.NL+": "+strings.ToLower(nl[:1])+nl[1:], g.Name.EN+": "+strings.ToLower(en[:1])+en[1:]
	}
	f.warn(nl, en)
}

var intervalRule = Text{
	"Het cijfer zelf is een volledige telling en heeft geen onzekerheid door een steekproef. Het interval gaat over wat eronder ligt: welke waarden passen nog bij dit cijfer als het toeval anders was gevallen.",
	"The figure itself is a full count and has no sampling error. The interval is about what lies under it: which values would still fit this figure had chance fallen otherwise.",
}

// Bounds gives the interval of one share or rate from the counts it is made of.
func Bounds(m *models.Metric, part, whole float64) (stats.Interval, error) {
	if m.Interval == models.Wilson {
		return stats.Wilson(int64(part), int64(whole), Level)
	}
	return stats.PoissonExact(int64(part), whole/m.Factor(), Level)
}

// Around gives the interval of one share, rate, median or quantile.
func Around(m *models.Metric, g Group) (Finding, error) {
	f := start(Interval, m, intervalRule)
	f.provisional(m, g)
	switch {
	case m.Values != "":
		if g.Sample == nil {
			return f.impossible(m, "er zijn geen waarden", "there are no values"), nil
		}
		q, err := quantileOf(m, *g.Sample)
		if errors.Is(err, stats.ErrDegenerate) {
			return f.impossible(m, "er zijn geen waarden", "there are no values"), nil
		} else if err != nil {
			return f, fmt.Errorf("bound %s: %w", m.Name, err)
		}
		f.add(q.number(m.Name, g.Name, m.Unit))
		f.add(number("values", g.Name, "count", float64(q.Rows)))
		f.Sentence = both(func(lang string) string {
			return m.Title(lang) + ": " + q.words(m, lang) + pick(lang, ", als steekproef gelezen.", ", read as a sample.")
		})
		return f, nil
	case !m.Drawn():
		return f.impossible(m, "dit cijfer heeft geen interval (zie interval in de definitie)", "this figure has no interval (see interval in its definition)"), nil
	case !g.Cell.Known:
		return f.impossible(m, "er is geen cijfer voor deze periode", "there is no figure for this period"), nil
	}
	i, err := Bounds(m, g.Cell.Part, g.Cell.Whole)
	if errors.Is(err, stats.ErrDegenerate) {
		return f.impossible(m, "de noemer is 0", "the denominator is 0"), nil
	} else if err != nil {
		return f, fmt.Errorf("bound %s: %w", m.Name, err)
	}
	f.add(number(m.Name, g.Name, m.Unit, g.Cell.Value).within(i))
	f.add(number("part", g.Name, "count", g.Cell.Part))
	f.add(number("whole", g.Name, "count", g.Cell.Whole))
	write := func(v float64, lang string) string { return value(m, v, lang) }
	f.Sentence = both(func(lang string) string {
		return fmt.Sprintf(pick(lang, "%s: %s (%s op %s); als steekproef gelezen past dit bij een onderliggende waarde van %s tot %s (95%%-interval).", "%s: %s (%s of %s); read as a sample this fits an underlying value of %s to %s (95%% interval)."),
			m.Title(lang), write(g.Cell.Value, lang), decimal(g.Cell.Part, 0, lang), whole(g.Cell.Whole, lang), write(i.Low, lang), write(i.High, lang))
	})
	if g.Cell.Part < 5 {
		f.warn("Weinig voorvallen: minder dan 5.", "Few events: fewer than 5.")
	}
	f.grouped(m)
	return f, nil
}
