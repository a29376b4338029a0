package page

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/boundary"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/table"
)

// Options are what a page needs to know of its edition.
type Options struct {
	Maker    *figure.Maker
	Edition  string
	Snapshot int
	Engine   string
	Known    models.Date
	Contact  string
	Places   []series.Place // municipalities, and where they stand on the tile map
	Titles   map[string]string
	Workbook string // name of the workbook that lies beside the page; "" when none does
	// Boundaries to draw maps with, in the order in which they are tried.
	Boundaries []*boundary.Map
	Before     Before         // the edition before
	Late       []edition.Late // suppliers who were late on the knowledge date
	Next       models.Date    // day on which the next edition is announced; "" for none
	Delivered  []Delivered    // every export of the project, in the order of the contracts
	Appeal     string         // where a reader can turn who gets no answer
	Member     Member         // what the page is about, where its front matter has for
	Clash      *Clash         // why the page is internal: a number was published under another method
	Lost       bool           // why else: not all that was published can be read
	Judged     *Judged        // what is hidden in all tables together; nil when they were not judged together
	// Sensitive are the dimensions that have a threshold of their own.
	Sensitive []*models.Dimension
	// Script runs on interactive pages; "" when this build has none, and then every page
	// is static.
	Script string
}

// Judged is what a page says of numbers that are hidden, when all its tables were judged
// together and attacked.
type Judged struct {
	Cells     int   // numbers about persons, households and the like, printed or hidden
	Primary   int   // hidden since they are small
	Secondary int   // hidden since they would give small ones away
	Holds     bool  // a count that changed a little since it was published is hidden
	Off       int64 // rounded: by how much a count differs at most from what was counted
}

// Output is a finished page and what its edition freezes beside it.
type Output struct {
	HTML     []byte
	Records  []figure.Record // each figure once, in the order of the page
	Tables   []*table.Table  // what each of them shows
	Late     []edition.Late  // suppliers of what they stand on who were late
	Cover    table.Cover     // what the workbook says of the page
	Warnings []string
}

// builder carries one page through its directives.
type builder struct {
	ctx     context.Context
	src     *Source
	opt     Options
	cal     calendar
	out     *Output
	seen    map[string]bool // figure ids that are frozen already
	text    []inlineFigure  // figures that stand in sentences, explained at the end
	told    map[string]bool // figure ids that are in text
	home    map[string]bool // figure ids that have a place of their own on the page
	held    map[string]bool // figure ids whose values were held to the range of their metric
	defined []metricView    // metrics of the page in the order in which they are met
	figures []*figure.Figure
	item    int            // number of the directive at hand
	lists   map[int][]said // by directive: what it says outside its sentence
	wanting map[int]bool   // directives that lack a figure
	rank    int            // of the last small line, so that each has ids of its own
}

// inlineFigure is a number in a sentence.
type inlineFigure struct {
	ID, Title, Text string
	How             template.HTML
}

// Build makes a page. All that is wrong with its directives is told at once.
func Build(ctx context.Context, src *Source, opt Options) (*Output, error) {
	b := &builder{ctx: ctx, src: src, opt: opt, out: &Output{}, seen: map[string]bool{}, told: map[string]bool{}, home: map[string]bool{}, held: map[string]bool{}, lists: map[int][]said{}, wanting: map[int]bool{}}
	b.cal = calendar{known: opt.Known}
	start, err := b.cal.first(src.Front.From)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", src.File, err)
	}
	b.cal.start = start
	b.out.Warnings = src.FreeNumbers()
	b.ahead()
	var c complaints
	fragments := make([]template.HTML, len(src.items))
	for i, d := range src.items {
		b.item = i
		html, err := b.fragment(b.filled(d))
		if err != nil {
			c.errs = append(c.errs, b.locate(d, err))
			continue
		}
		fragments[i] = html
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	b.out.Late = b.late()
	for i, d := range src.items {
		if d.name == "changes" {
			fragments[i] = b.changes()
		}
	}
	body, wrong, err := markdown(b.sentences(src.prose(src.markdown), fragments), fragments, b.w("table"), b.w("swipe_table"))
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", src.File, err)
	}
	for _, m := range wrong {
		where := src.File
		if m.item >= 0 {
			where = src.items[m.item].where(src.File)
		}
		c.add(where, m.what, m.fix)
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	html, err := b.render(body)
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", src.File, err)
	}
	b.out.HTML = html
	return b.out, nil
}

// locate puts the page's file and line in front of a fault of a directive.
func (b *builder) locate(d *directive, err error) error {
	var leaves []error
	for _, e := range models.Flatten(err) {
		if u, ok := e.(*models.Error); ok {
			leaves = append(leaves, &models.Error{Code: u.Code, Where: d.where(b.src.File), What: strings.TrimSpace(u.Where + " " + u.What), Fix: u.Fix, Err: u.Err})
			continue
		}
		leaves = append(leaves, fmt.Errorf("%s: %w", d.where(b.src.File), e))
	}
	c := complaints{errs: leaves}
	return c.err()
}

// fragment makes the HTML of one directive.
func (b *builder) fragment(d *directive) (template.HTML, error) {
	switch d.name {
	case "figure":
		return b.figure(d)
	case "value":
		return b.value(d)
	case "change":
		return b.change(d)
	case "top":
		return b.top(d)
	case "card":
		return b.card(d)
	case "finding":
		return b.finding(d)
	case "date":
		return b.day(d)
	case "unmeasured":
		return b.unmeasured(d)
	case "sources":
		return b.sources()
	case "changes":
		return "", nil // when all figures are there
	case "member":
		return b.memberName(), nil
	}
	return "", fmt.Errorf("directive %q has no meaning", d.name)
}

// query reads the parameters that all directives share.
func (b *builder) query(d *directive) (models.MetricQuery, error) {
	q := models.MetricQuery{Metric: d.arg, Geography: d.get("geography", "")}
	if d.arg == "" {
		return q, &models.Error{Code: models.Invalid, What: d.name + " names no metric", Fix: `write {{ ` + d.name + ` "metric" ... }}`}
	}
	if by := d.get("by", ""); by != "" {
		for part := range strings.SplitSeq(by, ",") {
			q.By = append(q.By, strings.TrimSpace(part))
		}
	}
	var c complaints
	for part := range strings.FieldsSeq(d.get("where", "")) {
		dim, values, ok := strings.Cut(part, "=")
		if !ok || dim == "" {
			c.add("", fmt.Sprintf("where is %q, want dimension=value", part), `write for example where="region=flanders"`)
			continue
		}
		q.Where = append(q.Where, models.Filter{Dimension: dim, Values: strings.Split(values, "|")})
	}
	cal, err := b.calendar(d.arg)
	if err != nil {
		return q, errors.Join(append(c.errs, err)...)
	}
	var from, to, at error
	q.From, from = cal.first(d.get("from", ""))
	q.To, to = cal.day(d.get("to", ""))
	q.At, at = cal.day(d.get("at", ""))
	if q.To != "" && q.From > q.To && relative.MatchString(d.get("to", "")) {
		q.From = q.To.MonthStart() // no month of the page is complete yet: its last one says that nothing is told
	}
	return q, errors.Join(append(c.errs, from, to, at)...)
}

// calendar gives the page's calendar as far as a metric's sources reach.
func (b *builder) calendar(metric string) (calendar, error) {
	cal := b.cal
	if metric == "" {
		return cal, nil
	}
	var err error
	cal.until, err = b.opt.Maker.Querier.Covered(metric)
	return cal, err
}

// day prints a day, or the month that month, quarter and their ends stand for.
func (b *builder) day(d *directive) (template.HTML, error) {
	if d.arg == "" {
		return "", &models.Error{Code: models.Invalid, What: "date names no day", Fix: `write {{ date "known" }}`}
	}
	cal, err := b.calendar(d.get("metric", ""))
	if err != nil {
		return "", err
	}
	day, err := cal.day(d.arg)
	if err != nil {
		return "", err
	}
	text := b.longDate(day)
	if strings.HasPrefix(d.arg, "month") || strings.HasPrefix(d.arg, "quarter") {
		text = number.LongMonth(day, b.src.Lang)
	}
	return template.HTML(template.HTMLEscapeString(text)), nil
}

// make computes the figure of a directive.
func (b *builder) make(d *directive) (*figure.Figure, error) {
	q, err := b.query(d)
	if err != nil {
		return nil, err
	}
	f, err := b.opt.Maker.Make(b.ctx, q)
	if err == nil {
		err = b.date(f)
	}
	if err == nil {
		b.figures = append(b.figures, f)
	}
	if err == nil && !b.held[f.ID] {
		b.held[f.ID] = true
		b.holdToRange(d, f)
	}
	return f, err
}

// holdToRange warns of values that cannot be right by the metric's own header. What
// is hidden stays so in a warning too.
func (b *builder) holdToRange(d *directive, f *figure.Figure) {
	for _, row := range f.Rows() {
		v, ok := row.Cell.Value()
		if !ok || !f.Metric.Outside(v) {
			continue
		}
		where := f.Metric.Name
		for i, code := range row.Dims {
			where += ", " + b.opt.Maker.Label(f.Dims[i].Name, code)
		}
		b.warn(d, "%s: value %v is outside its range, %s", where, v, f.Metric.RangeText("en", func(x float64) string { return fmt.Sprint(x) }))
	}
}

// freeze records a figure once, however often the page shows it, and gives it a
// table of its own when it has rows to show.
func (b *builder) freeze(f *figure.Figure, place, title string) error {
	return b.freezeAs(f, place, title, "", "")
}

// freezeAs also records the sentence that is printed of the figure.
func (b *builder) freezeAs(f *figure.Figure, place, title, sentence, analysis string) error {
	if b.seen[f.ID] {
		return nil
	}
	b.seen[f.ID] = true
	record, err := f.Freeze(b.src.Name, place, title, b.src.Lang)
	if err != nil {
		return err
	}
	record.Text, record.Analysis = sentence, analysis
	for i := range record.Sources {
		s := &record.Sources[i]
		for _, a := range b.absent(f, s.Source, s.Entity) {
			s.Absent = append(s.Absent, a.Span)
		}
	}
	b.out.Records = append(b.out.Records, record)
	b.out.Tables = append(b.out.Tables, b.tableOf(f, title))
	return nil
}

// settle gives a figure its place on the page, where links to it lead. A second
// one would be another element with the same id.
func (b *builder) settle(f *figure.Figure) error {
	if b.home[f.ID] {
		return &models.Error{Code: models.Invalid, What: "the same figure stands on this page already", Fix: "show it once, and quote it elsewhere with value"}
	}
	b.home[f.ID] = true
	b.define(f)
	return nil
}

// define notes a metric where the page meets it first.
func (b *builder) define(f *figure.Figure) {
	title := f.Metric.Title(b.src.Lang)
	if !slices.ContainsFunc(b.defined, func(m metricView) bool { return m.Title == title }) {
		b.defined = append(b.defined, metricView{title, f.Metric.About(b.src.Lang), f.ID})
	}
}

func (b *builder) w(key string) string { return word(b.src.Lang, key) }

func (b *builder) warn(d *directive, format string, args ...any) {
	b.out.Warnings = append(b.out.Warnings, d.where(b.src.File)+": "+fmt.Sprintf(format, args...))
}
