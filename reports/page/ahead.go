package page

import (
	"cmp"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// ahead asks for all that the page draws by month, the longest line first. A warehouse
// counts a month once: shorter lines and the numbers of single months, which stand higher
// on the page, are then there already. What is wrong with a question is told where it stands.
func (b *builder) ahead() {
	var lines []models.MetricQuery
	for _, item := range b.src.items {
		d := b.filled(item)
		if from := d.get("spark_from", ""); d.name == "card" && from != "" {
			d = trend(d, from)
		} else if d.name != "figure" || d.get("by", "") != "month" {
			continue
		}
		if q, err := b.query(d); err == nil && q.At == "" {
			lines = append(lines, q)
		}
	}
	slices.SortStableFunc(lines, func(x, y models.MetricQuery) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(y.To, x.To))
	})
	for _, q := range lines {
		_, _ = b.opt.Maker.Querier.Metric(b.ctx, q)
	}
}
