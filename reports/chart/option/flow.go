package option

import (
	"fmt"
	"strconv"
	"strings"

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
	side := [2]float64{}
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
			side[0] = max(side[0], svg.Width(d.total(m.Label, from[j]), 12))
			r.Data = append(r.Data, item{Name: "from " + m.Code, Value: from[j], Tip: d.total(m.Label, from[j]), Text: d.total(m.Label, from[j]), Label: style{"position": "left"}, ItemStyle: style{"color": colour}})
		}
	}
	for i, m := range d.Ss {
		if to[i] > 0 {
			side[1] = max(side[1], svg.Width(d.total(m.Label, to[i]), 12))
			r.Data = append(r.Data, item{Name: "to " + m.Code, Value: to[i], Tip: d.total(m.Label, to[i]), Text: d.total(m.Label, to[i]), ItemStyle: style{"color": "#595959"}})
		}
	}
	if r.Data == nil {
		r.Data = []item{}
	}
	// Names stand outside the flows.
	r.Left, r.Right, r.Top, r.Bottom = pixels(side[0]+10), pixels(side[1]+10), "10", "10"
	d.rows = []row{r}
	d.page.Height = 200 + 22*max(len(d.Xs), len(d.Ss))
	beside := func(left, right, text, gap, node float64) style {
		return style{"series": []style{{"left": left, "right": right, "nodeGap": gap, "nodeWidth": node, "label": style{"width": text, "overflow": "break", "lineHeight": 14}}}}
	}
	_, word, _ := broken(append(labels(d.Xs), labels(d.Ss)...))
	word = min(word*1.03, 140) // a word that only just fits can be cut
	d.page.Least = 2*int(word+6) + 36
	d.narrower(phone, 220+40*max(len(d.Xs), len(d.Ss)), beside(word+6, word+6, word, 28, 10), beside(min(side[0]+10, 220), min(side[1]+10, 220), 220, 8, 20))
	obj := charts.NewSankey().JSON()
	obj["tooltip"] = itemTip()
	return obj
}

func pixels(v float64) string { return strconv.Itoa(int(min(v, 220))) }

// stairs is the band of a curve: silent series as in band, over days.
func (d *drawing) stairs(i int, days []float64) []row {
	out := d.band(i, d.name(i))
	for k := range out {
		var data []item
		for j, it := range out[k].Data {
			if it.Value != None {
				if before, ok := d.Merged(i, j); ok {
					data = append(data, gap(days[before]))
				}
				data = append(data, item{Value: []any{days[j], it.Value}})
			}
		}
		out[k].Data, out[k].Step = data, "end"
	}
	return out
}

// gap breaks a line after a day.
func gap(day float64) item { return item{Value: []any{day, None}} }

// curves draws shares that go on, as stairs over days.
func curves(d *drawing) map[string]any {
	d.toggles()
	longest, days := 1.0, make([]float64, len(d.Xs))
	for j, m := range d.Xs {
		days[j], _ = strconv.ParseFloat(m.Code, 64)
		longest = max(longest, days[j])
	}
	for i := range d.Ss {
		r := row{SingleSeries: charts.SingleSeries{Name: d.name(i), Type: types.ChartLine, Step: "end", Symbol: symbols[i%series.MaxSeries], SymbolSize: 5, ShowSymbol: opts.Bool(true)}}
		r.LineStyle = style{"color": palette[i%len(palette)], "width": 2.2, "type": dashes[i%len(dashes)]}
		r.ItemStyle = style{"color": palette[i%len(palette)]}
		var slopes, areas []any
		for j := range d.Xs {
			if c := d.Cells[i][j]; c.Shown() {
				it := d.cell(i, j)
				if before, ok := d.Merged(i, j); ok {
					r.Data = append(r.Data, gap(days[before]))
					ends := []style{{"coord": []any{days[before], d.Cells[i][before].V}}, {"coord": []any{days[j], c.V}}}
					slopes, areas = append(slopes, ends), append(areas, ends)
				}
				it.Value = []any{days[j], c.V}
				r.Data = append(r.Data, it)
			}
		}
		if r.Data == nil {
			r.Data = []item{}
		}
		if slopes != nil {
			colour := palette[i%len(palette)]
			r.MarkLine = style{"silent": true, "symbol": "none", "data": slopes, "lineStyle": style{"type": "dotted", "width": 1.6, "color": colour}, "label": style{"show": false}}
			r.MarkArea = style{"silent": true, "data": areas, "itemStyle": style{"color": colour, "opacity": .1}}
		}
		d.rows = append(append(d.rows, d.stairs(i, days)...), r)
	}
	obj := charts.NewLine().JSON()
	x := values(svg.Scale{Low: 0, High: longest, Step: svg.Days(longest, 9)})
	x["splitLine"], x["days"] = noLine, fmt.Sprintf(d.Words().Days, "")
	x["name"], x["nameLocation"], x["nameGap"] = strings.TrimSpace(fmt.Sprintf(d.Words().Days, "")), "middle", 26
	x["axisLabel"] = style{"color": "#595959", "fontSize": 11.5, "showMaxLabel": false}
	obj["xAxis"], obj["yAxis"] = x, values(svg.Scale{Low: 0, High: 1, Step: .25})
	obj["grid"], obj["tooltip"] = grid(4, 14, 14, 26), itemTip()
	return obj
}
