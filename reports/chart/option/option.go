// Package option gives the same figure as the static drawing as an option of ECharts,
// for readers whose page has the ECharts bundle built in.
//
// It starts from the same series.Series, so that both drawings have the same cells, and
// it adds to each cell the words of its tooltip, so that they say the same. What is
// hidden or missing has no number in it.
//
// go-echarts builds the option. Only its JSON is used, never its Render, which runs
// strings between __f__ and __f__ as code: here such a string is a string.
//
// Maps and tiles are an option of geo whose map is the static drawing itself: the page
// registers it under the name in geo.map.
package option

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// None is the value of a cell that is hidden or missing: ECharts draws nothing there.
const None = "-"

// item is one cell. Name and text are what ECharts prints of it, tip what the page
// shows on pointing.
type item struct {
	Name      string `json:"name,omitempty"`
	Value     any    `json:"value"` // a number, None, or a list of places and a number
	Tip       string `json:"tip,omitempty"`
	Text      string `json:"text,omitempty"`
	ItemStyle any    `json:"itemStyle,omitempty"`
	Label     any    `json:"label,omitempty"`
}

// link is a flow; go-echarts would write its value as a float of 32 bits.
type link struct {
	Source string  `json:"source"`
	Target string  `json:"target"`
	Value  float64 `json:"value"`
	Tip    string  `json:"tip"`
}

// row is a series of ECharts with what go-echarts has no field for, or drops when 0.
type row struct {
	charts.SingleSeries
	Data      []item `json:"data"`
	Links     []link `json:"links,omitempty"`
	LineStyle any    `json:"lineStyle,omitempty"`
	ItemStyle any    `json:"itemStyle,omitempty"`
	AreaStyle any    `json:"areaStyle,omitempty"`
	MarkLine  any    `json:"markLine,omitempty"`
	MarkArea  any    `json:"markArea,omitempty"`
	Label     any    `json:"label,omitempty"`
	EndLabel  any    `json:"endLabel,omitempty"`
	Layout    any    `json:"labelLayout,omitempty"`
	Silent    bool   `json:"silent,omitempty"`
	Z         int    `json:"z,omitempty"`
}

type style map[string]any

// page is what the page itself has to know: how numbers on the axis are written, how
// tall the drawing is, and which series a reader may switch on and off.
type page struct {
	Lang     string   `json:"lang"`
	Unit     string   `json:"unit"`
	Decimals int      `json:"decimals"`
	Height   int      `json:"height"`
	Least    int      `json:"least,omitempty"` // width below which the chart is scrolled
	Slim     int      `json:"slim,omitempty"`  // width up to which ends of lines have no names, since buttons have
	Forms    []form   `json:"forms,omitempty"` // heights of narrower drawings, the narrowest last
	Toggles  []toggle `json:"toggles,omitempty"`
	Notes    []string `json:"notes,omitempty"` // what the marks and looks mean
	Zoom     string   `json:"zoom,omitempty"`  // axis or map
	Words    words    `json:"words"`
}

// toggle is a series that can be switched, with a sample of its look.
type toggle struct {
	Name  string `json:"name"`
	Color string `json:"color"`
	Look  int    `json:"look"` // of a box: plain for 0 and 1, dots for 2, lines for 3
	Dash  any    `json:"dash,omitempty"`
}

type words struct {
	Closer  string `json:"closer"`
	Farther string `json:"farther"`
	Whole   string `json:"whole"`
	Series  string `json:"series"`
}

// drawing is an option in the making.
type drawing struct {
	series.View
	page  page
	rows  []row
	extra map[string]any // what is put in place of go-echarts' own
	media []style        // what narrower drawings have in place of it
}

// JSON gives the option of a figure. Kinds that the static drawing refuses are refused
// here in the same words, since the series refuses them.
func JSON(of series.Series) ([]byte, error) {
	d := &drawing{View: of.View(), page: start(of.View()), extra: map[string]any{}}
	make, ok := map[series.Kind]func(*drawing) map[string]any{
		series.Line: lines, series.Bar: bars, series.Stacked: stacked, series.Grouped: rows, series.Ranked: rows, series.Funnel: rows,
		series.Dot: dots, series.Multiples: multiples, series.Heatmap: heatmap, series.Tiles: places, series.Spark: spark,
		series.Sankey: flows, series.Survival: curves,
	}[d.Opt.Kind]
	if !ok {
		return nil, fmt.Errorf("make option: no kind %q", d.Opt.Kind)
	}
	obj := make(d)
	if d.rows == nil {
		d.rows = []row{}
	}
	d.notes()
	obj["series"], obj["peil"] = d.rows, d.page
	// The page draws its own headings and legend; pictures of ECharts' tools have no
	// name that is read aloud.
	delete(obj, "title")
	delete(obj, "toolbox")
	obj["legend"] = style{"show": false}
	obj["animation"] = false
	for key, value := range d.extra {
		obj[key] = value
	}
	if d.media != nil {
		obj["media"] = d.media
	}
	out, err := json.Marshal(obj)
	if err != nil {
		return nil, fmt.Errorf("write option: %w", err)
	}
	return out, nil
}

// Live gives what an interactive page needs of a figure: the option, but of a map, whose
// drawing stays what it is, only what the page has to know.
func Live(of series.Series) ([]byte, error) {
	v := of.View()
	if v.Opt.Kind != series.Tiles {
		return JSON(of)
	}
	d := drawing{View: v, page: start(v)}
	d.page.Zoom = "map"
	return json.Marshal(map[string]any{"peil": d.page})
}

// start gives what every page has to know.
func start(v series.View) page {
	p := page{Lang: "nl", Unit: v.Metric.Unit, Height: 320, Words: words{"Inzoomen", "Uitzoomen", "Alles tonen", "Reeksen"}}
	if v.Opt.Lang == "en" {
		p.Lang, p.Words = "en", words{"Zoom in", "Zoom out", "Show all", "Series"}
	}
	return p
}

// notes says what the marks and looks of the chart mean.
func (d *drawing) notes() {
	w := d.Words()
	add := func(when bool, text string) {
		if when && text != "" {
			d.page.Notes = append(d.page.Notes, text)
		}
	}
	lined := d.Opt.Kind == series.Line || d.Opt.Kind == series.Multiples
	add(d.Bounded() && d.Opt.Kind == series.Dot, w.Whisker)
	add(d.Bounded() && d.Opt.Kind != series.Dot, w.Band)
	add(d.Incomplete() && lined, w.Hollow)
	add(d.Incomplete() && !lined && d.Opt.Kind != series.Heatmap, w.Hatched)
	if classes := d.Shades(d.Bounds()); d.Opt.Kind == series.Heatmap && len(classes) > 0 {
		add(true, fmt.Sprintf(w.Shades, strings.Join(classes, "; ")))
	}
	add(d.Hidden, "[o] "+w.Hidden)
	add(d.Absent, "[nb] "+w.Missing)
	add(d.AnyMerged(), w.BetweenArea)
	add(d.Opt.Kind == series.Survival, fmt.Sprintf(w.Merged, d.Least))
	add(d.Hidden && d.Opt.Kind == series.Sankey, w.Without)
	add(true, d.Note)
	if more := len(d.Xs) - series.Longest; more > 0 && slices.Contains([]series.Kind{series.Ranked, series.Grouped, series.Dot}, d.Opt.Kind) {
		add(true, fmt.Sprintf(w.Others, more))
	}
}

// sign is the mark of a cell that has no number.
func sign(c series.Cell) string {
	if c.Hidden() {
		return "[o]"
	}
	return "[nb]"
}

// marks is a series of words without a dot: at each place its text.
func marks(position string, data []item) row {
	r := row{SingleSeries: charts.SingleSeries{Name: " ", Type: types.ChartScatter, SymbolSize: 1}, Data: data, Silent: true, Z: 5}
	r.ItemStyle = style{"color": "transparent", "opacity": 1}
	r.Label = style{"show": true, "position": position, "color": "#595959", "fontSize": 11.5}
	r.Layout = style{"hideOverlap": true}
	return r
}

// value is the number of a cell, or none.
func value(c series.Cell) any {
	if c.Shown() {
		return c.V
	}
	return None
}

// cell is the item of a cell.
func (d *drawing) cell(i, j int) item {
	c := d.Cells[i][j]
	return item{Value: value(c), Tip: d.Tip(i, j), Text: d.Text(c)}
}

// scale gives the axis of values, the same as the static drawing has.
func (d *drawing) scale(low, high float64, n int) svg.Scale {
	sc := svg.Nice(low, high, n, d.Metric.Decimals == 0 && d.Metric.Unit != "share")
	factor := 1.0
	if d.Metric.Unit == "share" {
		factor = 100
	}
	d.page.Decimals = sc.Decimals(factor)
	return sc
}

// Looks of axes: those of the static drawing.
var (
	axisText = style{"color": "#595959", "fontSize": 11.5}
	// lastWhole is for axes that end at the edge of the drawing, beyond which nothing is seen.
	lastWhole = style{"color": "#595959", "fontSize": 11.5, "alignMaxLabel": "right"}
	gridLine  = style{"show": true, "lineStyle": style{"color": "#e3e3e3"}}
	noLine    = style{"show": false}
)

// values is an axis of values; the page writes its numbers.
func values(sc svg.Scale) style {
	return style{"type": "value", "min": sc.Low, "max": sc.High, "interval": sc.Step, "axisLabel": style{"color": "#595959", "fontSize": 11.5, "hideOverlap": true}, "splitLine": gridLine, "axisLine": noLine, "axisTick": noLine}
}

// categories is an axis of members.
func categories(names []string, upside bool) style {
	return style{"type": "category", "data": names, "inverse": upside, "axisLabel": axisText, "axisLine": style{"lineStyle": style{"color": "#8a8a8a"}}, "axisTick": noLine}
}

func labels(list []series.Member) []string {
	out := make([]string, len(list))
	for i, m := range list {
		out[i] = m.Label
	}
	return out
}

// grid is the room of the plot, in pixels.
func grid(left, right, top, bottom any) style {
	return style{"left": left, "right": right, "top": top, "bottom": bottom, "containLabel": true}
}

// toggles names the series that a reader may switch; one alone cannot be.
func (d *drawing) toggles() {
	for i, m := range d.Ss {
		if d.By != nil && len(d.Ss) > 1 {
			t := toggle{Name: m.Label, Color: palette[i%len(palette)], Look: i}
			if d.Opt.Kind == series.Line || d.Opt.Kind == series.Survival {
				t.Dash = dashes[i%len(dashes)]
			}
			d.page.Toggles = append(d.page.Toggles, t)
		}
	}
}

// zoom lets a reader look closer at a long axis of time.
func (d *drawing) zoom() {
	if d.X.Grain == "" || len(d.Xs) < 9 {
		return
	}
	d.page.Zoom = "axis"
	d.extra["dataZoom"] = []opts.DataZoom{{Type: "inside", XAxisIndex: "all"}}
}

// axisTip shows all series of a column at once.
func axisTip() style {
	return style{"trigger": "axis", "axisPointer": style{"type": "line"}, "confine": true}
}

func itemTip() style { return style{"trigger": "item", "confine": true} }

// name of a series: its member, else the title.
func (d *drawing) name(i int) string {
	if d.By == nil {
		return d.Title()
	}
	return d.Ss[i].Label
}

// quantityOf writes a flow as the static drawing does.
func (d *drawing) flow(i, j int) string {
	return fmt.Sprintf("%s → %s: %s", d.Xs[j].Label, d.Ss[i].Label, d.Quantity(d.Cells[i][j].V))
}

func (d *drawing) total(label string, v float64) string {
	return label + " " + number.Value(d.Metric, v, d.Opt.Lang)
}
