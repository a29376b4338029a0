package main

import (
	"slices"

	"github.com/vlot-evaluatie/peil/cmd/peil/analysis"
	"github.com/vlot-evaluatie/peil/etl/freshness"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
	"github.com/vlot-evaluatie/peil/reports/page"
)

// delivered is what a page says of the entity, under a title.
func (st *entityStatus) delivered(title string) page.Delivered {
	return page.Delivered{
		Name: st.Source + "/" + st.Entity, Title: title, Deliveries: st.Deliveries, Rows: st.Rows, Rejected: st.Rejected,
		Warned: st.Warned, Held: int64(st.Quarantine + st.Short + st.unread), Last: st.Last, Due: st.Due, LateDays: st.LateDays,
		Missing: len(st.Missing), Absent: absent(st.missing, st.Last), List: st.list,
	}
}

// absent gives of missing deliveries those before the last that came: what is due after it
// is late.
func absent(missing []freshness.Missing, last models.Date) []page.Absent {
	var out []page.Absent
	for _, m := range missing {
		if m.Until <= last {
			out = append(out, page.Absent{Span: m.Span, Since: m.Since})
		}
	}
	return out
}

// deliveredTo gives what came in of each export that a metric is about.
func deliveredTo(p *models.Project, m *models.Manifest, known models.Date, metric *models.Metric) []page.Delivered {
	var out []page.Delivered
	for _, s := range p.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			if slices.Contains(metric.Sources, e.Key()) {
				st := entityOf(e, s.FreshnessOf(e.Name), deliveriesOf(m, e, known), nil, known)
				out = append(out, st.delivered(""))
			}
		}
	}
	return out
}

// lackingOf gives the deliveries that an answer lacks, of each export that its metric is about.
func lackingOf(p *models.Project, m *models.Manifest, known models.Date) analysis.Lacking {
	return func(answer *models.MetricResult) (out []finding.Lack) {
		for _, d := range deliveredTo(p, m, known, answer.Metric) {
			out = append(out, d.Lacking(answer.Metric, answer.Query)...)
		}
		return out
	}
}

// absentFrom says of each export that a metric is about which deliveries did not come, of
// those that would have told of what is asked.
func absentFrom(p *models.Project, m *models.Manifest, known models.Date, asked *models.MetricResult, lang string) []string {
	var out []string
	for _, d := range deliveredTo(p, m, known, asked.Metric) {
		if text := page.Without(d.Lacks(asked.Metric, asked.Query), lang); text != "" {
			out = append(out, d.Name+": "+text)
		}
	}
	return out
}
