package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/table"
	"github.com/vlot-evaluatie/peil/reports/term"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed live.css
var liveCSS string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// pageView is what the template sees.
type pageView struct {
	Lang, Title, Kicker, Region, Edition, Known, Method, Contact, Appeal, Engine, HiddenNote, Next, Period, Stamp, Why string
	Judged                                                                                                             bool
	Snapshot                                                                                                           int
	Script                                                                                                             template.JS
	ScriptHash, StyleHash                                                                                              string
	CSS                                                                                                                template.CSS
	Body                                                                                                               template.HTML
	Inline                                                                                                             []inlineFigure
	Sources                                                                                                            []sourceView
	Terms                                                                                                              []term.Term
	Metrics                                                                                                            []metricView
}

// metricView is a metric of the page with its definition and where it stands first.
type metricView struct{ Title, About, ID string }

type sourceView struct{ Title, Absent, Deliveries, Rows, Rejected, LastFile, LastHash string }

// W gives a text of the page in its language; the template calls it.
func (v pageView) W(key string) string { return word(v.Lang, key) }

// render puts the body in the page.
func (b *builder) render(body template.HTML) ([]byte, error) {
	contact := b.src.Front.Contact
	if contact == "" {
		contact = b.opt.Contact
	}
	v := pageView{
		Lang: b.src.Lang, Title: b.src.fill(b.src.Front.Title, b.opt.Member), Kicker: b.src.fill(b.src.Front.Kicker, b.opt.Member), Region: b.region(),
		Edition: b.opt.Edition, Known: b.longDate(b.opt.Known), Method: b.src.prose(b.src.Front.Method), Contact: contact,
		Engine: b.opt.Engine, Snapshot: b.opt.Snapshot, CSS: template.CSS(pageCSS), Body: body, Inline: slices.DeleteFunc(b.text, func(i inlineFigure) bool { return b.home[i.ID] }),
		HiddenNote: b.hiddenNote(),
		Stamp:      b.w("internal"), Why: b.w("internal_why"), Judged: b.opt.Judged != nil,
		Sources: b.origins(), Terms: term.OfPages(), Metrics: b.defined, Appeal: b.opt.Appeal,
	}
	if b.opt.Lost {
		v.Why = b.w("internal_lost")
	}
	if c := b.opt.Clash; c != nil {
		v.Why = fmt.Sprintf(b.w("internal_clash"), c.Title, c.Edition)
	}
	if j := b.opt.Judged; j != nil {
		v.Stamp = b.w("audited")
		v.Why = b.judged(j)
	}
	if b.opt.Maker.Rule.Round {
		b.rounded(&v)
	}
	if b.live() {
		// The one script is known by its hash; no other one runs, and it can reach nothing.
		sum := sha256.Sum256([]byte(b.opt.Script))
		v.ScriptHash = base64.StdEncoding.EncodeToString(sum[:])
		v.Script, v.CSS = template.JS(b.opt.Script), v.CSS+template.CSS(liveCSS)
	}
	v.CSS += template.CSS(b.src.theme)
	if !b.live() { // the drawings of ECharts have styles of their own
		sum := sha256.Sum256([]byte(v.CSS))
		v.StyleHash = base64.StdEncoding.EncodeToString(sum[:])
	}
	b.out.Cover = table.Cover{Title: v.Title, Edition: v.Edition, Known: b.opt.Known, Stamp: v.Why, Notes: []string{v.HiddenNote}, Contact: contact, Lang: v.Lang}
	if v.Method != "" {
		b.out.Cover.Notes = append(b.out.Cover.Notes, v.Method)
	}
	if b.cal.start != "" {
		last := models.Date(b.src.Front.To)
		if last == "" || last > b.opt.Known {
			last = b.opt.Known
		}
		v.Period = b.longDate(b.cal.start) + " – " + b.longDate(last)
	}
	if b.opt.Next != "" {
		v.Next = b.longDate(b.opt.Next)
	}
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// region is what the page is about: as its front matter says, else its member.
func (b *builder) region() string {
	if text := b.src.Front.Region; text != "" {
		return b.src.fill(text, b.opt.Member)
	}
	return models.Visible(b.opt.Member.Name)
}

// origins lists what the whole page stands on, in the order of first use.
func (b *builder) origins() []sourceView {
	var out []sourceView
	seen := map[string]bool{}
	for _, r := range b.out.Records {
		for _, s := range r.Sources {
			key := s.Source + "/" + s.Entity
			if seen[key] {
				continue
			}
			seen[key] = true
			out = append(out, sourceView{
				Title: b.sourceTitle(s.Source, s.Entity), Absent: b.without(b.delivered(key).Absent), Deliveries: b.whole(int64(s.Deliveries)), Rows: b.whole(s.Rows),
				Rejected: b.whole(s.Rejected), LastFile: models.Visible(s.LastFile), LastHash: short(s.LastSHA256),
			})
		}
	}
	return out
}

// about says in words which day or period a figure is about.
func (b *builder) about(f *figure.Figure) string {
	q := f.Query
	if f.Metric.Kind == "stock" && q.From == "" {
		day := q.At
		if day == "" {
			day = q.To
		}
		return b.longDate(day)
	}
	from, to := q.From, q.To
	if to == "" {
		to = q.At
	}
	switch {
	case from == to:
		return b.longDate(to)
	case from == "":
		return b.w("to") + " " + b.longDate(to)
	case from == from.MonthStart() && to == from.MonthEnd():
		return number.LongMonth(from, b.src.Lang)
	case from == from.MonthStart() && to == to.MonthEnd():
		return number.LongMonth(from, b.src.Lang) + " – " + number.LongMonth(to, b.src.Lang)
	}
	return b.longDate(from) + " – " + b.longDate(to)
}

func (b *builder) longDate(d models.Date) string { return number.LongDate(d, b.src.Lang) }

// member names a member of a dimension, or a period.
func (b *builder) member(d *models.Dimension, code string) string {
	if d.Grain != "" {
		return number.Period(d.Grain, code, b.src.Lang)
	}
	return models.Visible(b.opt.Maker.Label(d.Name, code))
}

// number writes a value of a metric without its unit, but for the signs that
// belong to the number itself: % and €.
func (b *builder) number(m *models.Metric, v float64) string {
	return number.Value(m, v, b.src.Lang)
}

// quantity writes a value with its unit.
func (b *builder) quantity(m *models.Metric, v float64) string {
	text := b.spoken(m, v)
	if m.Unit == "share" || m.Unit == "eur" {
		return text
	}
	unit := number.Unit(text, UnitName(b.src.Lang, m))
	return strings.TrimRight(text+"\u00a0"+unit, "\u00a0") // a number stays beside its unit
}

func (b *builder) whole(n int64) string { return number.Number(float64(n), 0, b.src.Lang) }
