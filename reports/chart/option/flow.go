package option

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// flows draws flows from X to series. The two sides can have the same names, so that
// nodes are called by side and code, and the page prints their text.
func flows(d *drawing) map[string]any {
	r := row{SingleSeries: charts.SingleSeries{Name: d.Title(), Type: types.ChartSankey, NodeAlign: "justify"}}
	r.Label = style{"color": ink, "fontSize": 12}
	r.LineStyle = style{"opacity": .38, "color": "source"}
	from, to := make([]float64, len(d.Xs)), make([]float64, len(d.Ss))
	for i := range d.Ss {
		for j := range d.Xs {
			if c := d.Cells[i][j]; c.Shown() && c.V > 0 {
				from[j] += c.V
				to[i] += c.V
				r.Links = append(r.Links, link{"from " + d.Xs[j].Code, "to " + d.Ss[i].Code, c.V, d.flow(i, j)})
			}
		}
	}
	for j, m := range d.Xs {
		colour := palette[0]
		if len(d.Xs) <= len(palette) {
			colour = palette[j]
		}
		if from[j] > 0 {
			r.Data = append(r.Data, item{Name: "from " + m.Code, Value: from[j], Tip: d.total(m.Label, from[j]), Text: d.total(m.Label, from[j]), ItemStyle: style{"color": colour}})
		}
	}
	for i, m := range d.Ss {
		if to[i] > 0 {
			r.Data = append(r.Data, item{Name: "to " + m.Code, Value: to[i], Tip: d.total(m.Label, to[i]), Text: d.total(m.Label, to[i]), ItemStyle: style{"color": "#595959"}})
		}
	}
	if r.Data == nil {
		r.Data = []item{}
	}
	d.rows = []row{r}
	d.page.Height = 200 + 22*max(len(d.Xs), len(d.Ss))
	obj := charts.NewSankey().JSON()
	obj["tooltip"] = itemTip()
	return obj
}

// curves draws shares that go on, as stairs over days.
func curves(d *drawing) map[string]any {
	d.toggles()
	longest := 1.0
	for i := range d.Ss {
		r := row{SingleSeries: charts.SingleSeries{Name: d.name(i), Type: types.ChartLine, Step: "end", Symbol: symbols[i%series.MaxSeries], SymbolSize: 5, ShowSymbol: opts.Bool(true)}}
		r.LineStyle = style{"color": palette[i%len(palette)], "width": 2.2, "type": dashes[i%len(dashes)]}
		r.ItemStyle = style{"color": palette[i%len(palette)]}
		for j, m := range d.Xs {
			if c := d.Cells[i][j]; c.Shown() {
				day, _ := strconv.ParseFloat(m.Code, 64)
				longest = max(longest, day)
				it := d.cell(i, j)
				it.Value = []any{day, c.V}
				r.Data = append(r.Data, it)
			}
		}
		if r.Data == nil {
			r.Data = []item{}
		}
		d.rows = append(d.rows, r)
	}
	obj := charts.NewLine().JSON()
	x := values(svg.Scale{Low: 0, High: longest})
	delete(x, "interval")
	x["splitLine"] = noLine
	obj["xAxis"], obj["yAxis"] = x, values(svg.Scale{Low: 0, High: 1, Step: .25})
	obj["grid"], obj["tooltip"] = grid(4, 14, 14, 8), itemTip()
	return obj
}
