package diff

import (
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// question is one query that is asked of both snapshots.
type question struct {
	models.MetricQuery
	on string // what a cell without a dimension of time is about: total, or a day
}

// questions are the cells that are compared: cut as asked, and beside a cut by time
// alone the total of a flow, or a stock on the last day of the older snapshot.
func (c *comparison) questions(m *models.Metric) []question {
	shared := min(c.older.KnownAt(), c.newer.KnownAt())
	timed := slices.ContainsFunc(c.o.By, func(by string) bool { return slices.Contains(models.TimeGrains, by) })
	q := question{MetricQuery: models.MetricQuery{Metric: m.Name, By: c.o.By, To: c.newer.KnownAt()}}
	if m.Kind == "stock" && !timed {
		q.To, q.At, q.on = "", shared, string(shared)
	}
	out := []question{q}
	if !timed || len(c.o.By) > 1 {
		return out
	}
	if m.Kind != "stock" {
		return append(out, question{models.MetricQuery{Metric: m.Name, To: c.newer.KnownAt()}, "total"})
	}
	if shared != "" && shared != shared.MonthEnd() {
		out = append(out, question{models.MetricQuery{Metric: m.Name, At: shared}, string(shared)})
	}
	return out
}
