package option

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// line is one series as a line, broken where a cell has no number.
func (d *drawing) line(i int, name string) row {
	r := row{SingleSeries: charts.SingleSeries{Name: name, Type: types.ChartLine, Symbol: symbols[i%len(symbols)], SymbolSize: 7, ConnectNulls: opts.Bool(false)}}
	r.LineStyle = style{"color": palette[i%len(palette)], "width": 2.2, "type": dashes[i%len(dashes)]}
	if d.By != nil && d.Marked(d.Ss[i].Code) {
		r.LineStyle.(style)["width"] = 4
	}
	r.ItemStyle = style{"color": palette[i%len(palette)]}
	for j := range d.Xs {
		it := d.cell(i, j)
		if d.Provisional[j] {
			it.ItemStyle = style{"color": "#fff", "borderColor": palette[i%len(palette)], "borderWidth": 1.5}
		}
		r.Data = append(r.Data, it)
	}
	return r
}

// band gives two silent series that lie on each other: the ground, which is not seen,
// and the interval on it.
func (d *drawing) band(i int, name string) []row {
	if !d.Bounded() {
		return nil
	}
	out := make([]row, 2)
	for k := range out {
		out[k] = row{SingleSeries: charts.SingleSeries{Name: name, Type: types.ChartLine, Stack: "band " + strconv.Itoa(i), Symbol: "none"}, Silent: true, LineStyle: style{"opacity": 0}}
		for _, c := range d.Cells[i] {
			v := any(None)
			if c.Bounded {
				v = []float64{c.Low, c.High - c.Low}[k]
			}
			out[k].Data = append(out[k].Data, item{Value: v})
		}
	}
	out[1].AreaStyle = style{"color": palette[i%len(palette)], "opacity": .16}
	return out
}

// beside draws another period and a target over the same axis.
func (d *drawing) beside(kind string) {
	if d.Before != nil {
		r := row{SingleSeries: charts.SingleSeries{Name: d.Opt.Before.Name, Type: kind, Symbol: "none"}, Z: 1}
		r.LineStyle, r.ItemStyle = style{"color": lightLine, "width": 1.8}, style{"color": light, "borderColor": "#5B7FA3", "borderWidth": .8}
		for _, c := range d.Before {
			r.Data = append(r.Data, item{Value: value(c)})
		}
		d.rows = append(d.rows, r)
		d.page.Toggles = append(d.page.Toggles, toggle{Name: r.Name, Color: lightLine})
	}
	if d.Target != nil {
		r := row{SingleSeries: charts.SingleSeries{Name: d.Opt.Target.Name, Type: types.ChartLine, Symbol: "none", Step: "middle"}, Z: 4}
		r.LineStyle = style{"color": ink, "width": 1.3}
		for _, c := range d.Target {
			r.Data = append(r.Data, item{Value: value(c)})
		}
		d.rows = append(d.rows, r)
		d.page.Toggles = append(d.page.Toggles, toggle{Name: r.Name, Color: ink, Dash: "solid"})
	}
}

func lines(d *drawing) map[string]any {
	d.toggles()
	d.beside(types.ChartLine)
	for i := range d.Ss {
		d.rows = append(d.rows, d.band(i, d.name(i))...)
		r := d.line(i, d.name(i))
		r.EndLabel, r.Layout = style{"show": true, "color": ink, "fontSize": 12, "fontWeight": 600, "distance": 6}, style{"moveOverlap": "shiftY"}
		d.rows = append(d.rows, r)
	}
	room, bare := 0.0, 0.0
	for i := range d.Ss {
		last := 0.0
		for _, c := range d.Cells[i] {
			if c.Shown() {
				last = c.V
			}
		}
		text := d.Value(last)
		bare = max(bare, svg.Width(text, 12)*svg.Bold)
		if len(d.Ss) > 1 {
			text = d.Ss[i].Label + " " + text
		}
		room = max(room, svg.Width(text, 12)*svg.Bold)
	}
	d.gaps(0)
	room = min(room, 200)
	obj := d.overTime(charts.NewLine().JSON())
	obj["grid"] = grid(4, room+14, 18, 8)
	if d.page.Least = 180 + int(bare); len(d.Ss) > 1 {
		d.page.Slim = phone
		d.narrower(phone, d.page.Height, style{"grid": style{"right": bare + 14}}, style{"grid": style{"right": room + 14}})
	}
	return obj
}

func bars(d *drawing) map[string]any {
	d.beside(types.ChartBar)
	r := row{SingleSeries: charts.SingleSeries{Name: d.name(0), Type: types.ChartBar, BarMaxWidth: "56", BarGap: "-30%"}, Z: 2}
	r.Label = style{"show": true, "position": "top", "color": ink, "fontSize": 11.5}
	carries := d.carriers()
	for j := range d.Xs {
		it := d.cell(0, j)
		it.ItemStyle = d.fill(0, j)
		if !carries[j] {
			it.Text = ""
		}
		r.Data = append(r.Data, it)
	}
	d.rows = append(d.rows, r)
	d.gaps(0)
	return d.overTime(charts.NewBar().JSON())
}

// gaps marks at the foot of a panel the columns of which something has no number.
func (d *drawing) gaps(panel int) {
	var data []item
	for j := range d.Xs {
		worst := series.Cell{Status: disclose.Shown}
		for i := range d.Ss {
			if c := d.Cells[i][j]; c.Hidden() || !c.Shown() && worst.Shown() {
				worst = c
			}
		}
		if !worst.Shown() {
			data = append(data, item{Value: []any{j, 0}, Text: sign(worst)})
		}
	}
	if data != nil {
		r := marks("top", data)
		r.XAxisIndex, r.YAxisIndex = panel, panel
		d.rows = append(d.rows, r)
	}
}

// carriers tells which columns carry their value: all where they have room, else the
// first, the last and the highest.
func (d *drawing) carriers() map[int]bool {
	out := map[int]bool{}
	first, last, top := -1, -1, -1
	for j, c := range d.Cells[0] {
		if !c.Shown() {
			continue
		}
		if first < 0 {
			first = j
		}
		if top < 0 || c.V > d.Cells[0][top].V {
			top = j
		}
		last = j
		out[j] = len(d.Xs) <= 14
	}
	out[first], out[last], out[top] = true, true, true
	return out
}

func stacked(d *drawing) map[string]any {
	d.toggles()
	highest := 0.0
	for j := range d.Xs {
		sum := 0.0
		for i := range d.Ss {
			if c := d.Cells[i][j]; c.Shown() {
				sum += c.V
			}
		}
		highest = max(highest, sum)
	}
	for i := range d.Ss {
		r := row{SingleSeries: charts.SingleSeries{Name: d.name(i), Type: types.ChartBar, Stack: "all", BarMaxWidth: "56"}}
		r.ItemStyle = style{"color": palette[i%len(palette)]}
		for j := range d.Xs {
			it := d.cell(i, j)
			it.ItemStyle = d.fill(i, j)
			r.Data = append(r.Data, it)
		}
		d.rows = append(d.rows, r)
	}
	obj := d.overTime(charts.NewBar().JSON())
	obj["yAxis"] = values(d.scale(0, highest, 6))
	d.gaps(0)
	return obj
}

// overTime puts members along the foot and values upright.
func (d *drawing) overTime(obj map[string]any) map[string]any {
	low, high := d.Extent()
	d.zoom()
	x := categories(labels(d.Xs), false)
	if option, plain, more, fewer := d.named(x); d.X.Grain == "" {
		d.page.Height += fewer
		d.narrower(phone, d.page.Height-fewer+more, option, plain)
	}
	obj["xAxis"], obj["yAxis"] = x, values(d.scale(low, high, 6))
	obj["grid"], obj["tooltip"] = grid(4, 12, 18, 8), axisTip()
	return obj
}

// spark is a line without axes.
func spark(d *drawing) map[string]any {
	d.page.Height = 30
	d.rows = []row{d.line(0, d.name(0))}
	d.rows[0].SymbolSize = 3
	obj := charts.NewLine().JSON()
	x, y := categories(labels(d.Xs), false), style{"type": "value", "scale": true, "show": false}
	x["show"] = false
	obj["xAxis"], obj["yAxis"], obj["grid"], obj["tooltip"] = x, y, grid(2, 2, 3, 3), axisTip()
	return obj
}

// multiples draws a small plot for each series, all on one scale.
func multiples(d *drawing) map[string]any {
	const across = 3
	low, high := d.Extent()
	sc := d.scale(low, high, 4)
	var xs, ys []style
	columns := min(across, len(d.Ss))
	for i, m := range d.Ss {
		x, y := categories(labels(d.Xs), false), values(sc)
		x["gridIndex"], y["gridIndex"] = i, i
		x["axisLabel"] = lastWhole
		xs, ys = append(xs, x), append(ys, y)
		r := d.line(i, m.Label)
		r.LineStyle, r.ItemStyle, r.Symbol = style{"color": palette[0], "width": 2.2}, style{"color": palette[0]}, symbols[0]
		all := append(d.band(i, m.Label), r)
		for k := range all {
			all[k].XAxisIndex, all[k].YAxisIndex, all[k].SymbolSize = i, i, 4
			if all[k].AreaStyle != nil {
				all[k].AreaStyle = style{"color": palette[0], "opacity": .16}
			}
		}
		d.rows = append(d.rows, all...)
		one := *d
		one.Ss, one.Cells, one.rows = d.Ss[i:i+1], d.Cells[i:i+1], nil
		one.gaps(i)
		d.rows = append(d.rows, one.rows...)
	}
	room := 170.0 // of a panel, whose name stands above it
	for _, m := range d.Ss {
		room = max(room, min(svg.Width(m.Label, 12)*svg.Bold+16, 300))
	}
	plain := d.panels(columns)
	d.page.Height, d.page.Least = d.tall(columns), 170
	for n := columns - 1; n > 0; n-- {
		d.narrower(int(room)*(n+1)-1, d.tall(n), d.panels(n), plain)
	}
	d.zoom()
	obj := charts.NewLine().JSON()
	obj["grid"], obj["xAxis"], obj["yAxis"], obj["tooltip"] = plain["grid"], xs, ys, axisTip()
	d.extra["title"] = plain["title"]
	return obj
}

// panel is how tall one of several small plots is with its name.
const panel = 150

// tall is the height of all panels, so many beside each other.
func (d *drawing) tall(columns int) int { return (len(d.Ss) + columns - 1) / max(columns, 1) * panel }

// panels places the small plots and their names, so many beside each other.
func (d *drawing) panels(columns int) style {
	var grids, heads []style
	for i, m := range d.Ss {
		left := strconv.Itoa(i%columns*100/columns) + "%"
		top := i / columns * panel
		g := grid(left, nil, top+30, nil)
		g["width"], g["height"] = strconv.Itoa(100/columns-3)+"%", panel-44
		grids = append(grids, g)
		heads = append(heads, style{"text": m.Label, "left": left, "top": top, "textStyle": style{"fontSize": 12, "color": ink}})
		if d.Marked(m.Code) {
			heads[i]["backgroundColor"], heads[i]["padding"] = highlighted, []int{3, 4}
			heads[i]["textStyle"] = style{"fontSize": 12, "color": "#fff"}
		}
	}
	return style{"grid": grids, "title": heads}
}
