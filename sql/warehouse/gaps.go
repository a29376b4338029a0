package warehouse

import (
	"cmp"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// laterMonths is for how long what became of the rows of a period is told by dates of its
// own: a claim is decided and paid within a year of its month.
const laterMonths = 12

// gap is days about which no delivery came, between others that did.
type gap struct {
	models.Span
	// felt is the days on which something may be missing: those of the gap, and where a
	// metric counts by another day than that of the delivery those of the year behind it.
	felt models.Span
}

// gaps gives the days between the periods that the sources of a metric delivered, in
// order, each once: that nothing happened then is not known. A delivery without rows names
// no period.
func (w *Warehouse) gaps(m *models.Metric) []gap {
	var out []gap
	for _, e := range w.entitiesOf(m.Sources) {
		if e.Delivery.Kind != "period" {
			continue
		}
		firsts, kind := w.lake.Periods(e)
		for i, first := range firsts {
			if i == 0 {
				continue
			}
			g := gap{Span: models.Span{From: raw.PeriodEnd(firsts[i-1], kind).AddDays(1), Until: first.AddDays(-1)}}
			if g.felt = g.Span; e.Delivery.Period != m.Time && m.Grain != kind {
				g.felt.Until = first.AddMonths(laterMonths).AddDays(-1)
			}
			if g.From < first {
				out = append(out, g)
			}
		}
	}
	slices.SortFunc(out, func(a, b gap) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until), cmp.Compare(a.felt.Until, b.felt.Until))
	})
	return slices.Compact(out)
}

// missingFrom tells whether something may be missing in what is asked: in a stock, which
// adds up all that was told before, for ever.
func (g gap) missingFrom(p *scope.Plan) bool {
	if p.Metric.Kind == "stock" {
		return g.From <= cmp.Or(p.To, p.At)
	}
	return g.felt.From <= p.To && p.From <= g.felt.Until
}
