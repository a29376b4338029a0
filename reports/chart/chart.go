// Package chart draws shown cells as accessible, static SVG: text in, text out,
// the same bytes for the same input.
//
// What is drawn is a series.Series, which is made from a disclose.Safe and from
// nothing else. A hidden cell is drawn as [o], a missing one as "geen gegevens",
// never as zero.
//
// It must not know SQL, files or HTML pages. Its subpackages: series lays shown
// cells on the grid of a chart, number writes numbers and dates, svg writes the
// elements and measures text, boundary reads the outlines of municipalities, and
// option gives the same series as an option of ECharts.
package chart

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// plot is a series in the hands of a drawer.
type plot struct{ series.View }

// Draw makes a Series and draws it.
func Draw(safe disclose.Safe, o series.Options) (string, error) {
	s, err := series.From(safe, o)
	if err != nil {
		return "", err
	}
	return SVG(s)
}

// SVG draws the chart. Errors are *models.Error in words for a page's author.
func SVG(of series.Series) (string, error) {
	s := plot{of.View()}
	return s.svg(svg.New(s.Opt.ID))
}

// slim is the width that a chart has for a phone, in user units, and slimmed are the
// kinds that can be drawn so, beside a heatmap of at most so many columns: the others need
// their width, and scroll.
const slim, columns = 360, 24

var slimmed = []series.Kind{
	series.Line, series.Bar, series.Stacked, series.Grouped, series.Ranked, series.Dot, series.Funnel, series.Multiples, series.Survival, series.Tiles,
}

// Slim draws the same chart for a phone, with element ids of its own, so that both
// can stand on a page that shows one of them. It is empty for a kind that has no
// narrow form.
func Slim(of series.Series) (string, error) {
	s := plot{of.View()}
	if !slices.Contains(slimmed, s.Opt.Kind) && !(s.Opt.Kind == series.Heatmap && len(s.Xs) <= columns) {
		return "", nil
	}
	c := svg.New(s.Opt.ID + "-slim")
	c.Width = slim
	return s.svg(c)
}

func (s plot) svg(c *svg.Canvas) (string, error) {
	draw, ok := map[series.Kind]func(plot, *svg.Canvas) error{
		series.Line: drawLine, series.Bar: drawBar, series.Stacked: drawStacked, series.Grouped: drawRows, series.Ranked: drawRows,
		series.Dot: drawRows, series.Multiples: drawMultiples, series.Heatmap: drawHeatmap, series.Funnel: drawFunnel,
		series.Tiles: drawTiles, series.Spark: drawSpark, series.Sankey: drawSankey,
		series.Survival: drawSurvival,
	}[s.Opt.Kind]
	if !ok {
		return "", refuse(fmt.Sprintf("chart %q is not known", s.Opt.Kind), "did you mean "+strings.Join(models.Nearest(string(s.Opt.Kind), series.Kinds(), 3), ", ")+"?")
	}
	if sentence := s.Quiet(); sentence != "" {
		s.quiet(c, sentence)
	} else if err := draw(s, c); err != nil {
		return "", err
	}
	return c.String(s.Title(), s.Alt()), nil
}

func refuse(what, fix string) error {
	return &models.Error{Code: models.Invalid, What: what, Fix: fix}
}
