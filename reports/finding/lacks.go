package finding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Lack is a delivery of an export that did not come, though a later one did.
type Lack struct {
	Of   string      // export
	Due  models.Span // period in which it would have come, or the day on which it was due
	Told models.Span // days that it would have told about
}

// namedMissing is up to how many deliveries that did not come are named each.
const namedMissing = 4

// MissingCount says how many deliveries did not come.
func MissingCount(n int) Text {
	return both(func(lang string) string {
		return plural(int64(n), pick(lang, "levering ontbreekt", "delivery is missing"), pick(lang, "leveringen ontbreken", "deliveries are missing"), lang)
	})
}

// Missing says which deliveries did not come; nothing when all did.
func Missing(due []models.Span) Text {
	if len(due) == 0 {
		return Text{}
	}
	return both(func(lang string) string {
		text := MissingCount(len(due)).In(lang)
		named := due
		if first, end := due[0], due[len(due)-1]; len(due) > namedMissing {
			named = []models.Span{{From: first.From, Until: end.Until}}
		}
		// Expected then, which is not what it is about: claims of June come in July.
		when := make([]string, len(named))
		for i, d := range named {
			when[i] = During(d.From, d.Until).In(lang)
		}
		return text + ", " + pick(lang, "verwacht ", "expected ") + strings.Join(when, ", ")
	})
}

// Lacking says of a period which deliveries did not come that would have told of it, one
// text for each export.
func (in Input) Lacking() []Text {
	var names []string
	due := map[string][]models.Span{}
	for _, l := range in.Lacks {
		if !in.hit(l.Told) {
			continue
		}
		if due[l.Of] == nil {
			names = append(names, l.Of)
		}
		due[l.Of] = append(due[l.Of], l.Due)
	}
	var out []Text
	for _, of := range names {
		missing := Missing(due[of])
		out = append(out, both(func(lang string) string {
			return fmt.Sprintf("%s: %s, %s; %s.", capital(period(in.From, in.To, lang)), of, missing.In(lang),
				pick(lang, "wat daarin zou staan, telt niet mee", "what it would tell is not counted"))
		}))
	}
	return out
}

// lacks tells whether something of a period did not come: a file of it, or all of some days.
func (in Input) lacks() bool {
	return slices.ContainsFunc(in.Lacks, func(l Lack) bool { return in.hit(l.Told) }) || slices.ContainsFunc(in.Gaps, in.hit)
}

// hit tells whether days that were not told are in the period. A stock adds up what was told
// before, for ever.
func (in Input) hit(s models.Span) bool {
	stock := in.Metric != nil && in.Metric.Kind == "stock"
	return s.From <= in.To && (stock || in.From == "" || in.From <= s.Until)
}

// leftOut says, once, which months a trend does without since a delivery did not come.
func (f *Finding) leftOut(months []Text) {
	if len(months) == 0 {
		return
	}
	all := func(lang string) string {
		names := make([]string, len(months))
		for i, m := range months {
			names[i] = m.In(lang)
		}
		return strings.Join(names, ", ")
	}
	f.Warn(Text{"Zonder de maanden waarvan een levering ontbreekt: " + all("nl") + ".", "Without the months that lack a delivery: " + all("en") + "."})
}

// NotThere is a finding of which the filter keeps no member: on these days and this division
// there is none of that name, and nothing else is wrong with what was asked.
func NotThere(kind Kind, m *models.Metric, dimension *models.Dimension, members Text) Finding {
	name := both(func(lang string) string { return strings.ToLower(dimension.Title(lang)) + " " + members.In(lang) })
	return start(kind, m, Text{}).impossible(m, name.NL+" is er niet op deze dagen en in deze indeling; vraag een andere --geography, of andere dagen",
		name.EN+" is not there on these days and in this division; ask another --geography, or other days")
}

// Warn adds what a figure lacks to what weakens a finding, once each: it is then no full
// count.
func (f *Finding) Warn(all ...Text) {
	for _, text := range all {
		if !slices.Contains(f.Warnings, text) {
			f.caveat(text.NL, text.EN)
		}
	}
	if f.lacking = f.lacking || len(all) > 0; !f.lacking {
		return
	}
	for _, of := range [][]Text{f.Warnings, f.Caveats} {
		if i := slices.Index(of, fullCount); i >= 0 {
			of[i] = notFull
		}
	}
}

// unsure says why two periods that cannot be laid beside each other show nothing; nothing
// where they can.
func (c contrast) unsure(lang string) string {
	switch {
	case c.lacking:
		return pick(lang, " Niet alles is geleverd: het verschil kan daarvan komen, en is geen aanwijzing.", " Not all was delivered: the difference may come from that, and is no sign.")
	case c.open:
		return pick(lang, " Een van beide cijfers wijzigt nog: het verschil kan daarvan komen, en is geen aanwijzing.", " One of the two figures still changes: the difference may come from that, and is no sign.")
	}
	return ""
}
