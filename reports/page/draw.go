package page

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// draw makes the chart of a figure.
func (b *builder) draw(d *directive, f *figure.Figure) (string, error) {
	return chart.Draw(f.Safe, b.chartOptions(d, f, series.Kind(d.get("chart", ""))))
}

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
		Order:  b.opt.Maker.Order, Split: true, Highlight: d.get("highlight", ""), Tiles: b.opt.Tiles,
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
