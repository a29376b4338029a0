package finding

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/stats"
	format "github.com/vlot-evaluatie/peil/reports/chart/number"
)

var seasonRule = Text{
	"Elke maand staat tegenover dezelfde maand een jaar eerder, zodat het seizoen niet meespeelt. Losse maanden tellen pas na Holm; het geheel zegt meer dan één maand. Een verschil met een jaar eerder toont geen oorzaak.",
	"Each month stands against the same month a year before, so that the season plays no part. Single months count only after Holm; the whole says more than one month. A difference with a year before shows no cause.",
}

// YearBefore compares up to the last twelve months with the same months a year
// before.
func YearBefore(in Input) (Finding, error) {
	m := in.Metric
	f := start(Season, m, seasonRule)
	in = f.settled(in)
	f.Warn(in.Lacking()...)
	f.endedOnly(m)
	all, err := seriesOf(in)
	if err != nil {
		return f, err
	}
	if len(all) != 1 || len(in.Dims) != 1 {
		return f.impossible(m, "vraag het cijfer per maand, zonder andere indeling", "ask the figure by month, with no other cut"), nil
	}
	s := all[0]
	var now, before []Group
	for i, month := range s.months {
		at := slices.Index(s.months, month.AddMonths(-12))
		switch {
		case month < in.Since || at < 0:
			continue
		case in.Told.began(s.months[at]):
			first := s.months[at]
			f.caveat(fmt.Sprintf("%s telt niet mee: de gegevens begonnen pas op %s.", capital(Period(first, first.MonthEnd()).NL), format.LongDate(in.Told.First, "nl")),
				fmt.Sprintf("%s is left out: the data began on %s only.", capital(Period(first, first.MonthEnd()).EN), format.LongDate(in.Told.First, "en")))
			continue
		}
		group := func(k int) Group {
			g := s.month(k)
			g.Name, g.During = Period(s.months[k], s.months[k].MonthEnd()), During(s.months[k], s.months[k].MonthEnd())
			return g
		}
		now, before = append(now, group(i)), append(before, group(at))
	}
	if n := len(now) - 12; n > 0 {
		now, before = now[n:], before[n:]
	}
	if len(now) == 0 {
		return f.impossible(m, "geen enkele maand heeft een cijfer van een jaar eerder", "not a single month has a figure of a year before"), nil
	}
	// Two months of which one is not told about to its end are held together by the day.
	byDay := func(i int, c contrast) bool {
		return (c.ratio || c.pace != nil) && additive(m) && now[i].gap != before[i].gap
	}
	var up, down int
	var p []float64
	var found []contrast
	for i := range now {
		now[i].among = len(now)
		c, err := compare(m, now[i], before[i])
		if errors.Is(err, stats.ErrDegenerate) {
			c = contrast{a: now[i].Cell.Value, b: before[i].Cell.Value, hasA: true, hasB: true}
			c.estimate = c.a - c.b
		} else if err != nil {
			return f, fmt.Errorf("compare %s: %w", m.Name, err)
		}
		found = append(found, c)
		if c.hasP {
			p = append(p, c.p)
		}
		more, less := c.a > c.b, c.a < c.b
		if byDay(i, c) {
			same := 0.0
			if c.ratio {
				same = 1
			}
			more, less = c.estimate > same, c.estimate < same
		}
		switch {
		case more:
			up++
		case less:
			down++
		}
		f.contrast(m, now[i], before[i], now[i].Name, c)
	}
	p, err = stats.Holm(p)
	if err != nil {
		return f, fmt.Errorf("correct for %d months: %w", len(p), err)
	}
	var out, unsure []int
	for i, k := 0, 0; i < len(found); i++ {
		if !found[i].hasP {
			continue
		}
		f.add(number("p_holm", now[i].Name, "p", p[k]))
		switch {
		case p[k] < alpha && (now[i].lacks || before[i].lacks):
			unsure = append(unsure, i)
		case p[k] < alpha:
			out = append(out, i)
		}
		k++
	}
	f.Warnings = slices.CompactFunc(f.Warnings, func(a, b Text) bool { return a == b })
	f.Sentence = both(func(lang string) string {
		text := fmt.Sprintf(pick(lang, "%s, tegenover dezelfde maand een jaar eerder: %d hoger en %d lager, van %s.", "%s, against the same month a year before: %d higher and %d lower, of %s."),
			m.Title(lang), up, down, plural(int64(len(now)), pick(lang, "maand", "month"), pick(lang, "maanden", "months"), lang))
		var named []string
		for _, i := range out {
			text := fmt.Sprintf(pick(lang, "%s (%s tegenover %s", "%s (%s against %s"), now[i].Name.In(lang), amount(m, found[i].a, lang), amount(m, found[i].b, lang))
			if byDay(i, found[i]) {
				text += fmt.Sprintf(pick(lang, ", per dag %s keer zoveel", ", %s times as much a day"), ratio(found[i].estimate, lang))
			}
			named = append(named, text+")")
		}
		switch {
		case m.Kind == "stock":
			text += untestable.In(lang)
		case len(p) == 0:
			text += pick(lang, " Dit cijfer heeft geen interval, dus over toeval is niets te zeggen.", " This figure has no interval, so nothing can be said about chance.")
		case len(named) == 0:
			text += pick(lang, " Geen enkele maand springt eruit; dat is geen bewijs dat er geen verschil is.", " No month stands out; that is no proof that there is no difference.")
		default:
			text += fmt.Sprintf(pick(lang, " Aanwijzing voor een verschil in %s.", " A sign of a difference in %s."), strings.Join(named, "; "))
		}
		return text + cause(lang, "Een verschil", "A difference")
	})
	for _, i := range unsure {
		f.caveat(fmt.Sprintf("%s wordt niet als verschil genoemd: niet alles is geleverd, van die maand of van een jaar eerder.", capital(now[i].Name.NL)),
			fmt.Sprintf("%s is not named as a difference: not all was delivered, of that month or of a year before.", capital(now[i].Name.EN)))
	}
	over := perDay
	if !events(m) {
		over = pace{}.over
	}
	if slices.ContainsFunc(found, func(c contrast) bool { return c.drawn }) {
		f.divided()
	}
	f.gaps(m, over, now...)
	f.gaps(m, over, before...)
	if len(p) > 0 {
		f.warn("Holm over "+plural(int64(len(p)), "maand", "maanden", "nl")+".", "Holm over "+plural(int64(len(p)), "month", "months", "en")+".")
		f.full()
		f.grouped(m)
	}
	return f, nil
}
