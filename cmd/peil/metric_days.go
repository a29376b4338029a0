package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
	"github.com/vlot-evaluatie/peil/sql/warehouse/scope"
)

// days gives of a value which days it is of, for programs: from and to of a flow, at of a
// stock, and which of them were never delivered. A row by time is of its own period, as far as
// it was asked; a total over time is of all that was.
func (r *answer) days(row models.MetricRow, total *warehouse.Total) []string {
	q := r.Query
	from, to, at := q.From, q.To, q.At
	for i, d := range r.Dims {
		start := models.Date(row.Dims[i])
		if d.Grain == "" || start == "" || total != nil && slices.Contains(total.Over, d.Name) {
			continue
		}
		from, to = max(start, q.From), min(scope.PeriodEnd(start, d.Grain), cmp.Or(q.To, q.At))
		if r.Metric.Kind == "stock" {
			from, to, at = "", "", to
		}
	}
	if total != nil && total.How == models.Lasts {
		from, to, at = "", "", cmp.Or(to, at)
	}
	var gaps []string
	for _, g := range r.Gaps {
		last := cmp.Or(to, at)
		if r.Metric.Kind == "stock" && g.From <= last || g.From <= last && from <= g.Until {
			gaps = append(gaps, string(g.From)+"/"+string(g.Until)) // an interval, as ISO 8601 writes one
		}
	}
	return []string{string(from), string(to), string(at), strings.Join(gaps, " ")}
}
