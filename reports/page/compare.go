package page

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// earlier gives the query about the same stretch of time some months before; false
// for one that counts from the beginning, which has no such stretch.
func earlier(q models.MetricQuery, months int) (models.MetricQuery, bool) {
	switch {
	case q.From != "":
		to := q.To
		if to == "" {
			to = q.At
		}
		q.From, q.To, q.At = sameDay(q.From, months), monthsBefore(to, months), ""
	case q.At != "":
		q.At = monthsBefore(q.At, months)
	default:
		return q, false
	}
	return q, true
}

// monthsBefore gives the same day of an earlier month, and the last for a last day.
func monthsBefore(d models.Date, months int) models.Date {
	if d == d.MonthEnd() {
		return d.MonthStart().AddMonths(-months).MonthEnd()
	}
	return sameDay(d, months)
}

// sameDay gives the same day of an earlier month, its last where it has no such day.
func sameDay(d models.Date, months int) models.Date {
	month := d.MonthStart().AddMonths(-months)
	return min(month.AddDays(d.Time().Day()-1), month.MonthEnd())
}

// lasts gives how many months a period of whole months has; 1 for a day or for a
// period of other days.
func lasts(q models.MetricQuery) int {
	to := q.To
	if to == "" {
		to = q.At
	}
	if q.From == "" || q.From != q.From.MonthStart() || to != to.MonthEnd() {
		return 1
	}
	n := 1
	for m := q.From.AddMonths(1); m <= to; m = m.AddMonths(1) {
		n++
	}
	return n
}

// comparisons says of a key figure how it differs from the period before and from a
// year before, and whether that is the direction that its metric calls favourable.
// Where there was no figure then, nothing is said.
func (b *builder) comparisons(now *figure.Figure) (template.HTML, error) {
	var out strings.Builder
	if _, _, shown := b.single(now); !shown {
		return "", nil
	}
	for i, months := range []int{lasts(now.Query), 12} {
		q, ok := earlier(now.Query, months)
		if !ok || i == 1 && months == lasts(now.Query) || now.Metric.Kind != "stock" && now.Query.From == "" {
			continue
		}
		if start := b.cal.start; start != "" && (q.From != "" && q.From < start || q.From == "" && q.At < start) {
			continue // the page tells nothing of before its first day
		}
		before, err := b.opt.Maker.Make(b.ctx, q)
		if err == nil {
			err = b.date(before)
		}
		if err != nil {
			return "", err
		}
		if !apart(now, before) {
			continue
		}
		if rows := before.Safe.Rows(); len(rows) == 0 || rows[0].Cell.Status() == 0 {
			continue
		}
		newer, x, _ := b.single(now)
		older, y, _ := b.single(before)
		text := b.gap(now, before).signed()
		// What still changes may be the other way round when it is final.
		if word := b.direction(now.Metric, x-y); !now.Open() && !before.Open() && strings.ContainsAny(text, "0123456789") {
			text += word
		}
		change, err := b.link(now, "change", text, newer)
		if err != nil {
			return "", err
		}
		date := b.about(before)
		if before.Query.From == "" {
			date = b.longDate(before.Query.At)
		}
		against, err := b.link(before, "change", date, older)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, `<dd>%s %s %s</dd>`, change, template.HTMLEscapeString(b.w("compared")), against)
	}
	return template.HTML(out.String()), nil
}

// direction says whether a change is what the metric calls better; nothing where it
// calls neither direction so.
func (b *builder) direction(m *models.Metric, delta float64) string {
	switch {
	case m.Better == "neutral" || m.Better == "" || delta == 0:
		return ""
	case m.Unit == "days" && math.Abs(delta) <= 1: // a median that moved by one value
		return ""
	case (m.Better == "up") == (delta > 0):
		return ", " + b.w("favourable")
	}
	return ", " + b.w("unfavourable")
}
