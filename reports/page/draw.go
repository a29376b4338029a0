package page

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/option"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// drawing is a figure with what its chart shows beside it.
type drawing struct {
	*figure.Figure
	options series.Options
	beside  []*figure.Figure // another period, a target: figures of their own
	note    string           // what the chart leaves out
}

// drawing decides what the chart of a figure shows.
func (b *builder) drawing(d *directive, f *figure.Figure) (*drawing, error) {
	var c complaints
	out := &drawing{Figure: f}
	kind := series.Kind(d.get("chart", ""))
	if kind == series.Survival {
		if err := b.curve(out, d.get("interval", "") != ""); err != nil {
			return nil, err
		}
	}
	switch asked := d.get("interval", ""); {
	case asked == "":
	case asked != "sample":
		c.add("", fmt.Sprintf("interval is %q, want sample", asked), `write interval="sample": intervals read a full count as a sample, and the chart says so`)
	case kind == series.Survival: // its points have intervals of their own
	case !f.Metric.Drawn():
		c.add("", "metric "+f.Metric.Name+" has no interval", "leave interval out, or name a metric whose header says interval: wilson or poisson")
	default:
		bounded := *f
		bounded.Safe = f.Safe.Bounded(func(part, whole float64) (float64, float64, bool) {
			i, err := finding.Bounds(f.Metric, part, whole)
			return i.Low, i.High, err == nil
		})
		out.Figure = &bounded
	}
	out.options = b.chartOptions(d, out.Figure, kind)
	out.options.Interval = d.get("interval", "") != ""
	var err error
	if out.options.Final, err = b.final(f); err != nil {
		c.errs = append(c.errs, err)
	}
	if d.get("against_from", "") != "" || d.get("against_to", "") != "" || d.get("against", "") != "" {
		shifted := *d
		shifted.keys = maps.Clone(d.keys)
		shifted.keys["from"], shifted.keys["to"], shifted.keys["at"] = d.get("against_from", ""), d.get("against_to", ""), d.get("against", "")
		other, err := b.make(&shifted)
		if c.errs = append(c.errs, err); err == nil {
			out.beside = append(out.beside, other)
			out.options.Before = &series.Beside{Safe: other.Safe, Name: b.about(other)}
		}
	}
	if name := d.get("target", ""); name != "" {
		goal := *d
		goal.arg = name
		other, err := b.make(&goal)
		if c.errs = append(c.errs, err); err == nil {
			out.beside = append(out.beside, other)
			out.options.Target = &series.Beside{Safe: other.Safe, Name: other.Metric.Title(b.src.Lang)}
		}
	}
	return out, c.err()
}

// curve puts the curve of the waits under a median in its place.
func (b *builder) curve(x *drawing, intervals bool) error {
	m, level := x.Metric, 0.0
	if intervals {
		level = finding.Level
	}
	if !m.Waits() {
		return &models.Error{Code: models.Invalid, What: "survival wants a median of waits, and " + m.Name + " is none", Fix: "name a metric whose header says ended"}
	}
	f, left, err := b.opt.Maker.Survival(b.ctx, x.Figure, level)
	if err != nil {
		return err
	}
	x.Figure = f
	x.options.Title = f.Metric.Title(b.src.Lang) // a share that still waits, no longer a median
	x.note = b.leftOut(left)
	return nil
}

// leftOut says of which groups there is no curve, and what is not told beside the others.
func (b *builder) leftOut(left disclose.Left) string {
	var out []string
	count := func(n int, one, many string) string {
		return strings.TrimPrefix(b.besides(int64(n), one, many), "; ")
	}
	if left.Small > 0 {
		out = append(out, count(left.Small, b.w("one_left_out"), b.w("left_out"))+".")
	}
	if left.Vague > 0 {
		out = append(out, fmt.Sprintf(b.w("vague"), count(left.Vague, b.w("group"), b.w("groups")), disclose.Vague))
	}
	if left.None > 0 {
		out = append(out, fmt.Sprintf(b.w("no_curve"), count(left.None, b.w("group"), b.w("groups"))))
	}
	if left.Small > 0 {
		out = append(out, b.w("uncounted"))
	}
	return strings.Join(out, " ")
}

// final gives the last day up to which all periods of a figure are final: what its
// sources told, what was asked for, and what is no longer restated.
func (b *builder) final(f *figure.Figure) (models.Date, error) {
	cal, err := b.calendar(f.Metric.Name)
	if err != nil {
		return "", err
	}
	last := cal.known
	for _, day := range []models.Date{cal.until, f.Query.To, f.Metric.Settled(cal.known)} {
		if day != "" && (last == "" || day < last) {
			last = day
		}
	}
	return last, nil
}

// drawn is the chart of a figure: for screens and paper, for a phone where that has a
// form of its own, and for an interactive page what its script needs, which fits the
// chart to any screen.
type drawn struct {
	wide, slim template.HTML
	live       template.JS
}

func (b *builder) draw(x *drawing) (*drawn, error) {
	s, err := series.From(x.Safe, x.options)
	if err != nil {
		return nil, err
	}
	picture, err := chart.SVG(s)
	if err != nil {
		return nil, err
	}
	out := &drawn{wide: template.HTML(picture)}
	if b.live() && s.View().Quiet() == "" {
		text, err := option.Live(s)
		if out.live = template.JS(text); err != nil || s.View().Opt.Kind != series.Tiles {
			return out, err
		} // a map stays what it is, in both its forms
	}
	narrow, err := chart.Slim(s)
	out.slim = template.HTML(narrow)
	return out, err
}

// live tells whether the page is interactive.
func (b *builder) live() bool { return b.src.Front.Interactive && b.opt.Script != "" }

// sparkline draws the small line of a key figure. It has no axes, so its
// alternative text is all that a reader who cannot see it gets.
func (b *builder) sparkline(f *figure.Figure) (string, error) {
	o := b.chartOptions(&directive{}, f, series.Spark)
	b.rank++
	o.ID = fmt.Sprintf("spark-%d", b.rank) // the figure itself may stand on the page too
	return chart.Draw(f.Safe, o)
}

func (b *builder) chartOptions(d *directive, f *figure.Figure, kind series.Kind) series.Options {
	o := series.Options{
		Kind: kind, ID: f.ID, Lang: b.src.Lang, Title: f.Metric.Title(b.src.Lang), Alt: d.get("alt", ""),
		Labels: func(dimension, code string) string { return models.Visible(b.opt.Maker.Label(dimension, code)) },
		Order:  b.opt.Maker.Order, Split: true, Highlight: d.get("highlight", ""),
	}
	if kind == series.Tiles {
		o.Tiles = series.TilesOn(b.opt.Places, placesOn(f))
		o.Outline = b.outline(d, o.Tiles)
	}
	// The signs % and € belong to the number; other units are words behind it.
	if f.Metric.Unit != "share" && f.Metric.Unit != "eur" {
		o.Unit = UnitName(b.src.Lang, f.Metric)
	}
	if strings.HasPrefix(f.Metric.Unit, "per_") {
		o.Unit = ""
	}
	return o
}

// wide and tall are the room that a map has, in pixels.
const wide, tall = 720.0, 430.0

// outline gives the boundaries of the tiles, from the first file that has all of them.
// When none has, the page has the tile map and its author is told.
func (b *builder) outline(d *directive, tiles []series.Tile) *series.Outline {
	var codes []string
	regions := map[string][]string{}
	for _, t := range tiles {
		codes = append(codes, t.Code)
		if t.Region != "" && t.Region == d.get("highlight", "") {
			regions[t.Region] = append(regions[t.Region], t.Code)
		}
	}
	var lacking []string
	for _, m := range b.opt.Boundaries {
		missing := m.Missing(codes)
		if len(missing) == 0 {
			return m.Outline(codes, regions, wide, tall)
		}
		lacking = append(lacking, fmt.Sprintf("%s lacks %d of the %d municipalities (%s first)", m.Name, len(missing), len(codes), missing[0]))
	}
	if len(lacking) > 0 {
		b.warn(d, "%s: the tile map is printed; give the boundaries of this division too", strings.Join(lacking, ", "))
	}
	return nil
}

// placesOn gives the day whose municipalities a figure is cut by: 1 January of the
// year that its division is called by, else the day that the figure is about.
func placesOn(f *figure.Figure) models.Date {
	if f.Division != nil {
		if year, err := strconv.Atoi(f.Division.Code); err == nil && year > 1000 && year < 9999 {
			return models.Date(fmt.Sprintf("%d-01-01", year))
		}
	}
	return cmp.Or(f.Query.At, f.Query.To)
}
