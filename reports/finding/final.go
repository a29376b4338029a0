package finding

import (
	"fmt"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// settled leaves out the months that still change, and says which: what has not had its
// time yet, such as an offer that may still be filled, would look like a fall.
func (f *Finding) settled(in Input) Input {
	if in.Final == "" || in.To <= in.Final {
		return in
	}
	at := slices.IndexFunc(in.Dims, func(d *models.Dimension) bool { return d.Name == "month" })
	var cells []Cell
	first, last := models.Date(""), models.Date("")
	for _, c := range in.Cells {
		if at < 0 || models.Date(c.Dims[at]).MonthEnd() <= in.Final {
			cells = append(cells, c)
			continue
		}
		month := models.Date(c.Dims[at])
		if first == "" || month < first {
			first = month
		}
		last = max(last, month)
	}
	if last == "" {
		return in
	}
	in.Cells, in.To = cells, in.Final
	name := Period(first, last.MonthEnd())
	after := settling(in.Metric)
	f.caveat(capital(name.NL)+" telt niet mee: "+after.NL+".", capital(name.EN)+" is left out: "+after.EN+".")
	return in
}

// settling says for how long a month still changes.
func settling(m *models.Metric) Text {
	return both(func(lang string) string {
		n := plural(int64(m.Settles), pick(lang, "maand", "month"), pick(lang, "maanden", "months"), lang)
		return fmt.Sprintf(pick(lang, "een maand van dit cijfer wijzigt als regel nog tot %s later", "a month of this figure still changes to %s later as a rule"), n)
	})
}

// provisional warns, once each, of periods that still change.
func (f *Finding) provisional(m *models.Metric, groups ...Group) {
	seen := map[Text]bool{{}: true}
	for _, g := range groups {
		if seen[g.open] {
			continue
		}
		seen[g.open] = true
		after := settling(m)
		f.caveat(capital(g.open.NL)+" is niet helemaal definitief: "+after.NL+".", capital(g.open.EN)+" is not all final: "+after.EN+".")
	}
}

// endedOnly warns of times that are known only of what has ended, told beside each other
// over time: a register that is young has no long ones yet, and of what began last only the
// short ones have ended.
func (f *Finding) endedOnly(m *models.Metric) {
	if m.Values == "" || m.Waits() || !slices.Contains([]string{"days", "hours", "weeks", "months"}, m.Unit) {
		return
	}
	f.caveat("Dit cijfer kent enkel wat afgelopen is, en niet wat nog loopt: het kan in de tijd stijgen of dalen zonder dat de duur zelf verandert.",
		"This figure knows only what has ended, and not what still goes on: it can rise or fall over time while the time that things take does not change.")
}
