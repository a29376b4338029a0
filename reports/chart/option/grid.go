package option

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/types"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
)

// heatmap draws series as rows and X as columns. What has no number is marked by a
// series of its own, since a heatmap draws nothing there.
func heatmap(d *drawing) map[string]any {
	bounds := d.Bounds()
	shown := row{SingleSeries: charts.SingleSeries{Name: d.Title(), Type: types.ChartHeatMap}, ItemStyle: style{"borderColor": "#fff", "borderWidth": 1}}
	marks := row{SingleSeries: charts.SingleSeries{Name: d.Words().Hidden, Type: types.ChartScatter, Symbol: "rect", SymbolSize: 18}, ItemStyle: style{"color": "#fff", "borderColor": "#8a8a8a", "borderType": "dashed", "opacity": 1}}
	told := len(d.Xs) <= 14 // numbers have room
	marks.Label = style{"show": true, "color": ink, "fontSize": 11}
	for i := range d.Ss {
		for j := range d.Xs {
			c, it := d.Cells[i][j], d.cell(i, j)
			if !c.Shown() {
				it.Value = []any{j, i, None}
				if !c.Hidden() {
					it.Text = ""
				}
				marks.Data = append(marks.Data, it)
				continue
			}
			it.Value = []any{j, i, c.V}
			if series.Class(bounds, c.V) >= 3 {
				it.ItemStyle = style{"textColor": "#fff"}
			}
			shown.Data = append(shown.Data, it)
		}
	}
	shown.Label = style{"show": told, "fontSize": 11.5}
	d.rows = []row{shown, marks}
	column := 11.0 // where it has a shade only
	switch {
	case told:
		column = max(32, d.room(all(len(d.Xs)), func(i, j int) string { return d.Text(d.Cells[i][j]) })+8)
	case len(marks.Data) > 0:
		column = 20
	}
	cut, width, deep := broken(labels(d.Ss))
	x := categories(labels(d.Xs), false)
	x["axisLabel"] = lastWhole
	option, plain, more, fewer := d.named(x)
	option["yAxis"] = style{"data": cut, "axisLabel": style{"lineHeight": 14}}
	plain["yAxis"] = style{"data": labels(d.Ss), "axisLabel": style{"lineHeight": 14}}
	d.page.Height, d.page.Least = 70+26*len(d.Ss)+fewer, min(int(width+column*float64(len(d.Xs)))+24, 530)
	d.narrower(phone, 70+max(26, 4+14*deep)*len(d.Ss)+more, option, plain)
	obj := charts.NewHeatMap().JSON()
	obj["xAxis"], obj["yAxis"] = x, categories(labels(d.Ss), true)
	obj["grid"], obj["tooltip"] = grid(4, 8, 4, 8), itemTip()
	obj["visualMap"] = style{"type": "piecewise", "show": false, "dimension": 2, "seriesIndex": 0, "pieces": pieces(bounds)}
	return obj
}

// pieces gives the classes of the static drawing with their colours.
func pieces(bounds []float64) []style {
	if len(bounds) == 0 {
		return []style{{"gte": -1e15, "color": ramp[2]}}
	}
	out := []style{{"lt": bounds[0], "color": ramp[0]}}
	for k, b := range bounds {
		p := style{"gte": b, "color": ramp[(k+1)*(len(ramp)-1)/len(bounds)]}
		if k+1 < len(bounds) {
			p["lt"] = bounds[k+1]
		}
		out = append(out, p)
	}
	return out
}

// places gives the municipalities of a map. Their shapes and colours are those of the
// static drawing, which the page registers as map under the id of the figure.
func places(d *drawing) map[string]any {
	cells, _ := d.Places()
	regions := make([]item, 0, len(cells))
	for k, t := range d.Opt.Tiles {
		regions = append(regions, item{Name: t.Code, Value: value(cells[k]), Tip: t.Name + ": " + d.Long(cells[k])})
	}
	d.page.Zoom, d.page.Height = "map", 0
	obj := charts.NewGeo().JSON()
	obj["geo"] = style{"map": d.Opt.ID, "roam": "move", "regions": regions, "selectedMode": false, "left": 0, "right": 0, "top": 0, "bottom": 0,
		"label": style{"show": false}, "emphasis": style{"label": style{"show": false}, "itemStyle": style{"borderColor": ink, "borderWidth": 1.5}}, "tooltip": style{"show": true}}
	obj["tooltip"] = itemTip()
	return obj
}

// all lists the members of an axis.
func all(n int) []int {
	out := make([]int, n)
	for j := range out {
		out[j] = j
	}
	return out
}
