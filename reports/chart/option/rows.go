package option

import (
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/types"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// rows draws members as rows of bars.
func rows(d *drawing) map[string]any {
	d.toggles()
	order := d.listed()
	names := make([]string, len(order))
	for k, j := range order {
		names[k] = d.Xs[j].Label
		if blank := d.blank(j); d.By != nil && blank != "" {
			names[k] += "\n" + blank // a bar that is not there has no place to write at
		}
	}
	if d.Before != nil {
		r := row{SingleSeries: charts.SingleSeries{Name: d.Opt.Before.Name, Type: types.ChartBar}, ItemStyle: style{"color": light, "borderColor": "#5B7FA3", "borderWidth": .8}}
		for _, j := range order {
			r.Data = append(r.Data, item{Value: value(d.Before[j])})
		}
		defer func() { d.rows = append(d.rows, r) }()
		d.page.Toggles = append(d.page.Toggles, toggle{Name: r.Name, Color: lightLine})
	}
	if d.Target != nil {
		r := row{SingleSeries: charts.SingleSeries{Name: d.Opt.Target.Name, Type: types.ChartScatter, Symbol: "rect", SymbolSize: []int{3, 18}}, ItemStyle: style{"color": ink}, Z: 4}
		for _, j := range order {
			r.Data = append(r.Data, item{Value: value(d.Target[j])})
		}
		defer func() { d.rows = append(d.rows, r) }()
		d.page.Toggles = append(d.page.Toggles, toggle{Name: r.Name, Color: ink})
	}
	for i := range d.Ss {
		r := row{SingleSeries: charts.SingleSeries{Name: d.name(i), Type: types.ChartBar, BarMaxWidth: "18"}}
		r.ItemStyle = style{"color": palette[i%len(palette)]}
		r.Label = style{"show": true, "position": "right", "color": ink, "fontSize": 12}
		for _, j := range order {
			it := d.cell(i, j)
			it.ItemStyle = d.fill(i, j)
			if d.Opt.Kind == series.Funnel {
				it.Text = d.Stage(j)
			}
			r.Data = append(r.Data, it)
		}
		d.rows = append(d.rows, r)
	}
	if d.By == nil {
		d.blanks(order)
	}
	obj := charts.NewBar().XYReversal().JSON()
	if d.Opt.Kind == series.Funnel { // shares stand behind the bars, on a phone in two lines
		d.rows[0].Label = style{"show": true, "position": "right", "color": ink, "fontSize": 12, "width": 182, "overflow": "break", "lineHeight": 15}
		d.lying(obj, names, 1, behind{190, 104})
		d.media[0]["option"].(style)["series"] = []style{{"label": style{"width": 96}}}
		d.media[1]["option"].(style)["series"] = []style{{"label": style{"width": 182}}}
		return obj
	}
	d.lying(obj, names, max(1, len(d.Ss)), behind{70, d.room(order, func(i, j int) string { return d.Text(d.Cells[i][j]) }) + 12})
	return obj
}

// blanks writes at the foot of rows what no number stands for.
func (d *drawing) blanks(order []int) {
	var data []item
	for k, j := range order {
		if text := d.blank(j); text != "" {
			data = append(data, item{Value: []any{0, k}, Text: text})
		}
	}
	if data != nil {
		d.rows = append(d.rows, marks("right", data))
	}
}

// blank says of which series a row has no number.
func (d *drawing) blank(j int) string {
	var parts []string
	for i := range d.Ss {
		if c := d.Cells[i][j]; !c.Shown() {
			text := d.Text(c)
			if d.By != nil {
				text += " " + d.Ss[i].Label
			}
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// listed gives the rows that the static drawing has.
func (d *drawing) listed() []int {
	order := d.Rows()
	return order[:min(len(order), series.Longest)]
}

// behind is the room for values behind rows, in pixels: on a wide drawing and on a phone.
type behind struct{ wide, phone float64 }

// lying puts members upright and values along the foot. On a phone names are cut into
// more lines, and the axis has fewer values.
func (d *drawing) lying(obj map[string]any, names []string, lines int, room behind) {
	low, high := d.Extent()
	few, many := values(d.scale(low, high, 4)), values(d.scale(low, high, 6))
	ticks := func(axis style) style {
		return style{"min": axis["min"], "max": axis["max"], "interval": axis["interval"]}
	}
	cut, width, deep := broken(names)
	wide := 0.0 // ECharts leaves so much room, also where names are shorter
	for _, name := range names {
		for line := range strings.SplitSeq(name, "\n") {
			wide = min(max(wide, svg.Width(line, 12)+6), 210)
		}
	}
	row := max(10+20*lines, 6+15*deep)
	d.page.Height = 60 + len(names)*(10+20*lines)
	d.page.Least = int(width+room.phone) + 60 // of which the bars have the last
	obj["xAxis"], obj["yAxis"] = many, categories(names, true)
	obj["yAxis"].(style)["axisLabel"] = style{"color": ink, "fontSize": 12, "width": wide, "overflow": "break", "lineHeight": 15}
	obj["grid"], obj["tooltip"] = grid(4, room.wide, 8, 8), itemTip()
	d.narrower(phone, 60+len(names)*row,
		style{"xAxis": ticks(few), "yAxis": style{"data": cut, "axisLabel": style{"width": nil, "overflow": "none"}}, "grid": style{"right": room.phone}},
		style{"xAxis": ticks(many), "yAxis": style{"data": names, "axisLabel": style{"width": wide, "overflow": "break"}}, "grid": style{"right": room.wide}})
}

func dots(d *drawing) map[string]any {
	d.toggles()
	order := d.listed()
	names := make([]string, len(order))
	for k, j := range order {
		names[k] = d.Xs[j].Label
	}
	for i := range d.Ss {
		r := row{SingleSeries: charts.SingleSeries{Name: d.name(i), Type: types.ChartScatter, Symbol: symbols[i%len(symbols)], SymbolSize: 11}}
		r.ItemStyle = style{"color": palette[i%len(palette)], "opacity": 1}
		r.Label = style{"show": len(d.Ss) == 1, "position": "right", "color": ink, "fontSize": 12}
		var spans []any
		var ends []item
		for k, j := range order {
			it, c := d.cell(i, j), d.Cells[i][j]
			it.Value = []any{it.Value, k}
			if d.By == nil && d.Marked(d.Xs[j].Code) {
				it.ItemStyle = style{"color": highlighted}
			}
			r.Data = append(r.Data, it)
			if c.Bounded {
				spans = append(spans, []style{{"coord": []any{c.Low, k}}, {"coord": []any{c.High, k}}})
				ends = append(ends, item{Value: []any{c.High, k}, Text: it.Text})
				r.Data[k].Text = "" // it stands behind the interval
			}
		}
		if spans != nil {
			r.MarkLine = style{"silent": true, "symbol": "none", "data": spans, "lineStyle": style{"type": "solid", "width": 1.8, "color": palette[i%len(palette)]}, "label": style{"show": false}}
		}
		d.rows = append(d.rows, r)
		if len(ends) > 0 && len(d.Ss) == 1 {
			d.rows = append(d.rows, marks("right", ends))
		}
	}
	d.blanks(order)
	obj := charts.NewScatter().JSON()
	d.lying(obj, names, 1, behind{70, d.room(order, func(i, j int) string { return d.Text(d.Cells[i][j]) }) + 16})
	return obj
}
