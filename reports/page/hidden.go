package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// judged says what the page hides of itself, and that no reader can compute it. It counts
// numbers as they were judged: each once, however many tables print it, and of a share what
// it is computed from. So it is not the number of times that [o] stands on the page.
func (b *builder) judged(j *Judged) string {
	changes := b.w("changes_allowed")
	if j.Holds {
		changes = b.w("changes_held")
	}
	changes = fmt.Sprintf(changes, b.opt.Maker.Rule.Few()-1)
	// A median is in no sum, so it is hidden without being counted.
	if j.Primary+j.Secondary == 0 && !slices.ContainsFunc(b.figures, func(f *figure.Figure) bool { return f.Safe.Hidden() > 0 }) {
		return fmt.Sprintf(b.w("audited_none"), changes)
	}
	return fmt.Sprintf(b.w("audited_why"), b.whole(int64(j.Cells)), b.whole(int64(j.Primary)), b.whole(int64(j.Secondary)), changes)
}

// hiddenNote says what [o] stands for on this page: the rule in force, as far as a figure
// of the page is under it.
func (b *builder) hiddenNote() string {
	r := b.opt.Maker.Rule
	some := func(is func(f *figure.Figure) bool) bool { return slices.ContainsFunc(b.figures, is) }
	note := fmt.Sprintf(b.w("hidden_mark"), r.Few()-1, r.FewDerived())
	if r.Round {
		note = fmt.Sprintf(b.w("rounded_mark"), r.Few(), r.Few()-1, r.FewDerived())
	}
	if !r.Round && r.FewHouseholds() > 1 && some(func(f *figure.Figure) bool { return f.Metric.Household != "" }) {
		note += " " + b.w("hidden_household")
	}
	if r.LargestPercent+r.PPercent > 0 && some(func(f *figure.Figure) bool { return f.Metric.Contributor != "" }) {
		note += " " + b.w("hidden_dominated")
	}
	var titles []string
	for _, d := range b.opt.Sensitive {
		titles = append(titles, strings.ToLower(d.Title(b.src.Lang)))
	}
	slices.Sort(titles)
	switch {
	case len(titles) == 0:
	case r.Round:
		if some(func(f *figure.Figure) bool { return f.Metric.Protects != "none" && r.Base(f.Metric) > r.Few() }) {
			note += " " + fmt.Sprintf(b.w("rounded_sensitive"), strings.Join(titles, ", "), r.FewSensitive())
		}
	case some(func(f *figure.Figure) bool { return r.Touches(f.Query) }):
		note += " " + fmt.Sprintf(b.w("hidden_sensitive"), strings.Join(titles, ", "), r.FewSensitive()-1)
	}
	if r.Freeze && !r.Round {
		note += " " + b.w("hidden_frozen")
	}
	var public []models.PublicSource
	for _, f := range b.figures {
		for _, s := range f.Metric.Public {
			if !slices.Contains(public, s) {
				public = append(public, s)
				note += " " + fmt.Sprintf(b.w("hidden_not"), s.Source, strings.TrimRight(s.Why(b.src.Lang), "."), strings.TrimRight(s.Person, "."))
			}
		}
	}
	return note
}
