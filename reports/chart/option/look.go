package option

import "github.com/vlot-evaluatie/peil/reports/chart/series"

// The looks of the static drawing, so that the same meaning looks the same in both.
var (
	palette = [series.MaxSeries]string{"#12436D", "#28A197", "#801650", "#F46A25"}
	dashes  = [series.MaxSeries]any{"solid", []int{7, 3}, []int{2, 3}, []int{9, 3, 2, 3}}
	symbols = [series.MaxSeries]string{"circle", "rect", "diamond", "triangle"}
	ramp    = [series.Classes]string{"#E3EBF2", "#B4C8D9", "#7F9FBC", "#3F6F9C", "#12436D"}
)

const (
	highlighted = "#801650"
	light       = "#C9D7E3"
	lightLine   = "#6F8FAF"
	ink         = "#1a1a1a"
)

// decals tell series apart without colour: plain for two, dots and lines for the others.
var decals = [series.MaxSeries]any{
	nil, nil,
	style{"symbol": "circle", "symbolSize": .5, "dashArrayX": []any{[]int{6, 6}}, "dashArrayY": []int{6, 0}, "color": "#fff"},
	style{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{2, 5}, "color": ink},
}

// hatch lies over what is provisional.
var hatch = style{"symbol": "rect", "dashArrayX": []int{1, 0}, "dashArrayY": []int{3, 3}, "rotation": -.785, "color": "#fff"}

// fill is the look of a bar.
func (d *drawing) fill(i, j int) style {
	s := style{"color": palette[i%len(palette)]}
	if decal := decals[i%len(decals)]; decal != nil {
		s["decal"] = decal
	}
	if d.By == nil && d.Marked(d.Xs[j].Code) {
		s["color"] = highlighted
	}
	if d.Provisional[j] {
		s["decal"] = hatch
	}
	return s
}
