package page

import (
	"cmp"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// Absent is a delivery that did not come, though a later one did. What only that one told
// is in no figure.
type Absent struct {
	models.Span             // period in which it would have come, or the day on which it was due
	Since       models.Date // first day that it may have told about
}

// Lacks gives the deliveries of an export that did not come, and that would have told of
// what is asked of a metric. A stock that is read from lists is as the list before its day
// has it, whatever lists are missing before that one.
func (d Delivered) Lacks(m *models.Metric, q models.MetricQuery) []Absent {
	stock := m.Kind == "stock"
	if stock && d.List {
		return nil
	}
	var out []Absent
	for _, a := range d.Absent {
		if a.Since <= cmp.Or(q.To, q.At) && (stock || cmp.Or(q.From, a.Until) <= a.Until) {
			out = append(out, a)
		}
	}
	return out
}

// Without says which deliveries of an export did not come; nothing when all did.
func Without(all []Absent, lang string) string {
	spans := make([]models.Span, len(all))
	for i, a := range all {
		spans[i] = a.Span
	}
	return finding.Missing(spans).In(lang)
}

// absent gives the deliveries of an export that did not come and that a figure lacks.
func (b *builder) absent(f *figure.Figure, source, entity string) []Absent {
	return b.delivered(source+"/"+entity).Lacks(f.Metric, f.Query)
}

// lacks gives the deliveries that a figure lacks, of all exports that its metric is about.
func (b *builder) lacks(f *figure.Figure) (out []finding.Lack) {
	for _, name := range f.Metric.Sources {
		d := b.delivered(name)
		for _, a := range d.Lacks(f.Metric, f.Query) {
			out = append(out, a.lack(cmp.Or(d.Title, name)))
		}
	}
	return out
}

// lack is a delivery that did not come as a finding takes it.
func (a Absent) lack(of string) finding.Lack {
	return finding.Lack{Of: of, Due: a.Span, Told: models.Span{From: a.Since, Until: a.Until}}
}

// Lacking gives the deliveries of an export that an answer lacks, as a finding takes them.
func (d Delivered) Lacking(m *models.Metric, q models.MetricQuery) (out []finding.Lack) {
	for _, a := range d.Lacks(m, q) {
		out = append(out, a.lack(d.Name))
	}
	return out
}

// delivered gives what came in of an export; nothing for one that is not told of.
func (b *builder) delivered(name string) Delivered {
	for _, d := range b.opt.Delivered {
		if d.Name == name {
			return d
		}
	}
	return Delivered{}
}

// without says behind the name of a source which of its deliveries did not come.
func (b *builder) without(all []Absent) string {
	if text := Without(all, b.src.Lang); text != "" {
		return "; " + text
	}
	return ""
}
