package page

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// lag gives the last day that the sources of a figure tell about, where the figure is asked
// for a later day and one of them is late, or where it is asked for a day after the
// knowledge date. What it shows is then as on that day: a stock that nobody tells of goes on
// in the tables. A source that is not late may end some days before the knowledge date, as
// by its rhythm; that is in the line below a figure, and no reason to doubt it.
func (b *builder) lag(f *figure.Figure) (models.Date, error) {
	late := slices.ContainsFunc(b.opt.Late, func(l edition.Late) bool {
		return l.Last != "" && slices.Contains(f.Metric.Sources, l.Source+"/"+l.Entity)
	})
	if !late && (b.cal.known == "" || last(f) <= b.cal.known) {
		return "", nil
	}
	cal, err := b.calendar(f.Metric.Name)
	if err != nil || cal.until == "" || last(f) <= cal.until {
		return "", err
	}
	return cal.until, nil
}

// last is the last day that a figure is asked for.
func last(f *figure.Figure) models.Date { return cmp.Or(f.Query.To, f.Query.At) }

// known says until which day a late source tells, in the words that stand beside a value;
// nothing where no source is late.
func (b *builder) known(f *figure.Figure) (string, error) {
	day, err := b.lag(f)
	if err != nil || day == "" {
		return "", err
	}
	return fmt.Sprintf(b.w("known_until"), b.longDate(day)), nil
}

// dated adds to a value in a sentence until which day a late source tells.
func (b *builder) dated(html template.HTML, f *figure.Figure) (template.HTML, error) {
	until, err := b.known(f)
	if until != "" {
		html += template.HTML(template.HTMLEscapeString(" (" + until + ")"))
	}
	return html, err
}

// apart tells whether sources tell of a difference between two figures: of two days after
// the last one that they tell about they do not.
func (b *builder) apart(now, before *figure.Figure) (bool, error) {
	day, err := b.lag(now)
	return day == "" || last(before) <= day, err
}
