package page

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/finding"
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

// late gives the late suppliers of exports that a figure of the page stands on: who reads of
// subsidies need not hear of the log of questions. One that never delivered is in no lineage,
// but a metric names it.
func (b *builder) late() []edition.Late {
	stands := map[string]bool{}
	for _, f := range b.figures {
		for _, name := range f.Metric.Sources {
			stands[name] = true
		}
	}
	for _, r := range b.out.Records {
		for _, s := range r.Sources {
			stands[s.Source+"/"+s.Entity] = true
		}
	}
	var out []edition.Late
	for _, l := range b.opt.Late {
		if stands[l.Source+"/"+l.Entity] {
			out = append(out, l)
		}
	}
	return out
}

// date notes on a figure which of its periods are final, and until when it is known.
func (b *builder) date(f *figure.Figure) error {
	var errs [2]error
	f.Final, errs[0] = b.final(f)
	f.Until, errs[1] = b.lag(f)
	f.Absent = len(b.lacks(f))
	return errors.Join(errs[:]...)
}

// last is the last day that a figure is asked for.
func last(f *figure.Figure) models.Date { return cmp.Or(f.Query.To, f.Query.At) }

// known says until which day a late source tells, about which days nothing came and how many
// deliveries did not come, in the words that stand beside a value; nothing where no source is
// late and none is missing.
func (b *builder) known(f *figure.Figure) string {
	var parts []string
	if f.Until != "" {
		parts = append(parts, fmt.Sprintf(b.w("known_until"), b.longDate(f.Until)))
	}
	if len(f.Gaps) > 0 {
		parts = append(parts, fmt.Sprintf(b.w("without"), finding.Periods(f.Gaps).In(b.src.Lang)))
	}
	if f.Absent > 0 {
		parts = append(parts, finding.MissingCount(f.Absent).In(b.src.Lang))
	}
	return strings.Join(parts, " · ")
}

// aboutKnown says which day or period a figure is about, and what of it is known.
func (b *builder) aboutKnown(f *figure.Figure) string {
	return strings.TrimSuffix(b.about(f)+" · "+b.known(f), " · ")
}

// dated adds to a value in a sentence what of its days is known, or that it still changes:
// who takes the sentence over does not take the key figure beside it, which says so too.
func (b *builder) dated(html template.HTML, f *figure.Figure) template.HTML {
	until := b.known(f)
	if until == "" && f.Open() {
		until = b.w("provisional")
	}
	if until != "" {
		html += template.HTML(template.HTMLEscapeString(" (" + until + ")"))
	}
	return html
}

// apart tells whether sources tell of a difference between two figures: of two days after
// the last one that they tell about they do not, nor of two periods of which a part never came.
// Two days of a stock may both lack what came to neither.
func apart(now, before *figure.Figure) bool {
	if now.Absent != before.Absent || now.Absent > 0 && now.Metric.Kind != "stock" {
		return false
	}
	return (now.Until == "" || last(before) <= now.Until) && len(now.Gaps)+len(before.Gaps) == 0
}
