package page

import (
	"cmp"
	"fmt"

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

// namedAbsent is up to how many deliveries that did not come are named each.
const namedAbsent = 4

// absent gives the deliveries of an export that did not come, and that would have told of
// the days of a figure. A stock that is read from lists is as the list before its day has
// it, whatever lists are missing before that one.
func (b *builder) absent(f *figure.Figure, source, entity string) []Absent {
	d := b.delivered(source + "/" + entity)
	if f.Metric.Kind == "stock" && d.List {
		return nil
	}
	var out []Absent
	for _, a := range d.Absent {
		if a.Since <= last(f) && (f.Metric.Kind == "stock" || cmp.Or(f.Query.From, a.Until) <= a.Until) {
			out = append(out, a)
		}
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

// withoutDeliveries says beside a source which of its deliveries did not come.
func (b *builder) withoutDeliveries(all []Absent) string {
	if len(all) == 0 {
		return ""
	}
	text := b.besides(int64(len(all)), b.w("one_absent"), b.w("absent")) + ", "
	if first, end := all[0], all[len(all)-1]; len(all) > namedAbsent {
		return text + finding.During(first.From, end.Until).In(b.src.Lang)
	}
	spans := make([]models.Span, len(all))
	for i, a := range all {
		spans[i] = a.Span
	}
	return text + fmt.Sprintf(b.w("absent_of"), finding.Periods(spans).In(b.src.Lang))
}
