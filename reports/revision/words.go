package revision

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
)

// Names names what editions freeze as codes.
type Names struct {
	Metric func(name string) *models.Metric // nil when the project has it no more
	Member func(dimension, code string) string
	Source func(sourceEntity string) string
}

// Section is one part of what changed, in words.
type Section struct {
	Title string
	Items []string
}

// most is how many restated values of one metric are told one by one.
const most = 5

var texts = map[string][2]string{
	"new":         {"Nieuw", "New"},
	"periods":     {"Nieuwe perioden", "New periods"},
	"restated":    {"Herzien", "Restated"},
	"defined":     {"Definitie gewijzigd", "Definition changed"},
	"gone":        {"Niet meer in deze editie", "No longer in this edition"},
	"hidden":      {"Onderdrukt of weer getoond", "Suppressed, or shown again"},
	"late":        {"Te late leveringen", "Late suppliers"},
	"one":         {"1 waarde", "1 value"},
	"many":        {"%s waarden", "%s values"},
	"span":        {"%s tot en met %s", "%s to %s"},
	"light_one":   {"1 waarde licht herzien", "1 value slightly restated"},
	"light":       {"%d waarden licht herzien", "%d values slightly restated"},
	"more":        {"en nog %d", "and %d more"},
	"because":     {"reden: %s", "why: %s"},
	"until":       {"tot en met %s: %s", "up to %s: %s"},
	"delivery":    {"levering van %s (%s)", "delivery of %s (%s)"},
	"definition":  {"andere berekening van het cijfer", "another computation of the figure"},
	"model":       {"andere berekening van %s", "another computation of %s"},
	"followed":    {"langer opgevolgd", "followed for longer"},
	"computation": {"de berekening is gewijzigd", "its computation changed"},
	"wording":     {"de omschrijving is gewijzigd, de berekening niet", "its wording changed, its computation did not"},
	"unit":        {"de eenheid is gewijzigd", "its unit changed"},
	"models":      {"de berekening eronder is gewijzigd: %s", "the computation under it changed: %s"},
	"hidden_now":  {"was getoond, nu onderdrukt", "was shown, is suppressed now"},
	"opened_now":  {"was onderdrukt, nu getoond", "was suppressed, is shown now"},
	"lost_now":    {"was getoond, nu niet beschikbaar", "was shown, is not available now"},
	"found_now":   {"was niet beschikbaar, nu getoond", "was not available, is shown now"},
	"never":       {"%s: nog nooit geleverd", "%s: never delivered"},
	"late_day":    {"%s: 1 dag te laat, laatste levering %s", "%s: 1 day late, last delivery %s"},
	"late_days":   {"%s: %d dagen te laat, laatste levering %s", "%s: %d days late, last delivery %s"},
	"unassigned":  {"niet toegewezen", "not assigned"},
}

type writer struct {
	lang  string
	names Names
}

func (w writer) text(key string) string {
	if w.lang == "en" {
		return texts[key][1]
	}
	return texts[key][0]
}

// Sections puts the changes in words, for a page and for whoever approves an edition.
// Parts without anything to tell are left out.
func (c *Changes) Sections(lang string, names Names) []Section {
	w := writer{lang, names}
	var out []Section
	section := func(key string, items []string) {
		if len(items) > 0 {
			out = append(out, Section{w.text(key), items})
		}
	}
	section("restated", w.restated(c.Restated))
	section("defined", w.definitions(c.Definitions))
	section("hidden", slices.Concat(w.groups(c.Hidden, "hidden_now"), w.groups(c.Opened, "opened_now"), w.groups(c.Lost, "lost_now"), w.groups(c.Found, "found_now")))
	section("new", w.groups(c.New, ""))
	section("periods", w.periods(c.Periods))
	section("gone", w.groups(c.Gone, ""))
	var late []string
	for _, l := range c.Late {
		switch {
		case l.Last == "":
			late = append(late, fmt.Sprintf(w.text("never"), l.Title))
		case l.Days == 1:
			late = append(late, fmt.Sprintf(w.text("late_day"), l.Title, number.LongDate(l.Last, lang)))
		default:
			late = append(late, fmt.Sprintf(w.text("late_days"), l.Title, l.Days, number.LongDate(l.Last, lang)))
		}
	}
	section("late", late)
	return out
}

func (w writer) title(metric string) string {
	if m := w.names.Metric(metric); m != nil {
		return m.Title(w.lang)
	}
	return metric
}

func (w writer) groups(groups []Group, what string) []string {
	var out []string
	for _, g := range groups {
		count := w.text("one")
		if g.Cells > 1 {
			count = fmt.Sprintf(w.text("many"), number.Number(float64(g.Cells), 0, w.lang))
		}
		when := number.LongDate(g.Last, w.lang)
		if g.First != g.Last {
			when = fmt.Sprintf(w.text("span"), number.LongDate(g.First, w.lang), when)
		}
		text := fmt.Sprintf("%s: %s (%s)", w.title(g.Metric), count, when)
		if what != "" {
			text += ", " + w.text(what)
		}
		out = append(out, text)
	}
	return out
}

// periods tells until when metrics go now, those of one day together.
func (w writer) periods(groups []Group) []string {
	var days []models.Date
	titles := map[models.Date][]string{}
	for _, g := range groups {
		if titles[g.Last] == nil {
			days = append(days, g.Last)
		}
		titles[g.Last] = append(titles[g.Last], w.title(g.Metric))
	}
	slices.Sort(days)
	var out []string
	for _, d := range days {
		out = append(out, fmt.Sprintf(w.text("until"), number.LongDate(d, w.lang), strings.Join(titles[d], ", ")))
	}
	return out
}

// restated tells the values of a metric together, the largest relative change first.
func (w writer) restated(all []Restated) []string {
	var metrics []string
	for _, r := range all {
		if !slices.Contains(metrics, r.Metric) {
			metrics = append(metrics, r.Metric)
		}
	}
	var out []string
	for _, name := range metrics {
		var told []Restated
		var reasons []string
		light := 0
		for _, r := range all {
			if r.Metric != name {
				continue
			}
			for _, text := range w.reasons(r) {
				if !slices.Contains(reasons, text) {
					reasons = append(reasons, text)
				}
			}
			if r.Light {
				light++
				continue
			}
			told = append(told, r)
		}
		slices.SortStableFunc(told, func(a, b Restated) int { return cmp.Compare(relative(b), relative(a)) })
		var parts []string
		for _, r := range told[:min(most, len(told))] {
			was, is := w.values(r.Cell, *r.Old, *r.New)
			parts = append(parts, fmt.Sprintf("%s: %s → %s", w.cell(r.Cell), was, is))
		}
		if len(told) > most {
			parts = append(parts, fmt.Sprintf(w.text("more"), len(told)-most))
		}
		if light == 1 {
			parts = append(parts, w.text("light_one"))
		} else if light > 1 {
			parts = append(parts, fmt.Sprintf(w.text("light"), light))
		}
		out = append(out, fmt.Sprintf("%s. %s; %s", w.title(name), strings.Join(parts, "; "), fmt.Sprintf(w.text("because"), strings.Join(reasons, ", "))))
	}
	return out
}

// relative is the size of a change beside the value.
func relative(r Restated) float64 {
	return math.Abs(*r.New-*r.Old) / max(math.Abs(*r.Old), math.Abs(*r.New))
}

// reasons words why a value changed. Much stands under a metric; of the exports, those
// that its header names are told when one of them is among the reasons.
func (w writer) reasons(r Restated) []string {
	var own []string
	if m := w.names.Metric(r.Metric); m != nil {
		own = m.Sources
	}
	why := r.Why
	if slices.ContainsFunc(why, func(x Reason) bool { return x.Kind == Delivered && slices.Contains(own, x.Name) }) {
		why = slices.DeleteFunc(slices.Clone(why), func(x Reason) bool { return x.Kind == Delivered && !slices.Contains(own, x.Name) })
	}
	var out []string
	for _, x := range why {
		out = append(out, w.reason(x))
	}
	return out
}

func (w writer) reason(r Reason) string {
	switch r.Kind {
	case Delivered:
		return fmt.Sprintf(w.text("delivery"), w.names.Source(r.Name), number.LongDate(r.KnownAt, w.lang))
	case Modelled:
		return fmt.Sprintf(w.text("model"), r.Name)
	case Defined:
		return w.text("definition")
	}
	return w.text("followed")
}

func (w writer) definitions(all []Definition) []string {
	var out []string
	for _, d := range all {
		text := w.text(d.What)
		if d.What == "model" {
			text = fmt.Sprintf(w.text("models"), strings.Join(d.Models, ", "))
		}
		out = append(out, w.title(d.Metric)+": "+text)
	}
	return out
}

// values writes two values in the form of their metric, with more decimals where they
// would read the same.
func (w writer) values(c Cell, was, is float64) (string, string) {
	m := &models.Metric{Unit: c.Unit, Decimals: 1}
	if known := w.names.Metric(c.Metric); known != nil && known.Unit == c.Unit {
		m = known
	}
	for more := 0; ; more++ {
		a, b := number.ValueWith(m, was, m.Decimals+more, w.lang), number.ValueWith(m, is, m.Decimals+more, w.lang)
		if a != b || more == 4 {
			return a, b
		}
	}
}

// cell says what a value is about: filter, members, period.
func (w writer) cell(c Cell) string {
	var parts []string
	for _, f := range c.Where {
		var values []string
		for _, v := range f.Values {
			values = append(values, w.member(f.Dimension, v))
		}
		parts = append(parts, strings.Join(values, ", "))
	}
	for _, m := range c.Members {
		parts = append(parts, w.member(m.Dimension, m.Code))
	}
	when := number.LongDate(c.To, w.lang)
	switch {
	case c.From != "" && c.From == c.To.MonthStart() && c.To == c.To.MonthEnd():
		when = number.LongMonth(c.To, w.lang)
	case c.From != "" && c.From != c.To:
		when = fmt.Sprintf(w.text("span"), number.LongDate(c.From, w.lang), when)
	}
	return strings.Join(append(parts, when), ", ")
}

func (w writer) member(dimension, code string) string {
	if code == "" {
		return w.text("unassigned")
	}
	return models.Visible(cmp.Or(w.names.Member(dimension, code), code))
}
