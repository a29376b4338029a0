package page

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// Absent is a delivery that did not come, though a later one did. What only that one told
// is in no figure.
type Absent struct {
	models.Span             // period in which it would have come, or the day on which it was due
	Since       models.Date // first day that it may have told about
}

// namedAbsent is up to how many deliveries that did not come are named each.
const namedAbsent = 4

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
	if len(all) == 0 {
		return ""
	}
	text := fmt.Sprintf(word(lang, "absent"), number.Number(float64(len(all)), 0, lang))
	if len(all) == 1 {
		text = word(lang, "one_absent")
	}
	if first, end := all[0], all[len(all)-1]; len(all) > namedAbsent {
		all = []Absent{{Span: models.Span{From: first.From, Until: end.Until}}}
	}
	// Expected then, which is not what it is about: claims of June come in July.
	var when []string
	for _, a := range all {
		when = append(when, finding.During(a.From, a.Until).In(lang))
	}
	return text + ", " + word(lang, "expected") + " " + strings.Join(when, ", ")
}

// absent gives the deliveries of an export that did not come and that a figure lacks.
func (b *builder) absent(f *figure.Figure, source, entity string) []Absent {
	return b.delivered(source+"/"+entity).Lacks(f.Metric, f.Query)
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
