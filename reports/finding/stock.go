package finding

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/models"
	format "github.com/vlot-evaluatie/peil/reports/chart/number"
)

// twice tells that two groups are the same stock on two dates. Whoever is in both is no
// other person, place or question, and a method for two samples would count them twice.
func twice(m *models.Metric, a, b Group) bool {
	return m.Kind == "stock" && a.During != (Text{}) && b.During != (Text{})
}

// untestable says why two dates of a stock are not tested.
var untestable = Text{
	" Een stand telt op beide datums deels dezelfde eenheden; daarom wordt niets getoetst, en over toeval is niets te zeggen.",
	" A stock counts in part the same units on both dates; so nothing is tested, and nothing can be said about chance.",
}

// ofMonths is untestable for a whole series.
var ofMonths = Text{
	"Een stand telt van maand tot maand deels dezelfde eenheden: p is daardoor eerder te klein, en de eerste en de laatste maand worden niet getoetst.",
	"A stock counts in part the same units from month to month: so p is rather too small, and the first and the last month are not tested.",
}

// outer are the first and the last month-end of a series of a stock. Month-ends are never
// added up: three of them would count the same units three times.
func (s series) outer() (first, last Group, c contrast) {
	day := func(i int) Group {
		to := s.months[i].MonthEnd()
		g := s.month(i)
		g.Name, g.During = Period("", to), During("", to)
		return g
	}
	first, last = day(0), day(len(s.months)-1)
	c = contrast{a: last.Cell.Value, b: first.Cell.Value, hasA: true, hasB: true, estimate: last.Cell.Value - first.Cell.Value}
	return first, last, c
}

// fromTo words the first and last month-end of a stock.
func (x movement) fromTo(m *models.Metric, lang string) string {
	day := func(i int) string { return format.LongDate(x.months[i].MonthEnd(), lang) }
	return fmt.Sprintf(pick(lang, "; van %s op %s naar %s op %s", "; from %s on %s to %s on %s"),
		amount(m, x.first.Cell.Value, lang), day(0), amount(m, x.last.Cell.Value, lang), day(len(x.months)-1))
}
