package option

import (
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// phone is the widest drawing, in pixels, that has the form for a phone.
const phone = 480

// form is how tall a drawing is that is at most so wide.
type form struct {
	Most   int `json:"most"`
	Height int `json:"height"`
}

// narrower gives a drawing that is at most so wide another form: ECharts puts what is in
// option over the rest. The narrowest is given last, and plain has all that any of them
// changes, as it was.
func (d *drawing) narrower(most, height int, option, plain style) {
	d.page.Forms = append(d.page.Forms, form{most, height})
	if len(d.media) > 0 {
		d.media = d.media[:len(d.media)-1] // plain, which stands at the end
	}
	d.media = append(d.media, style{"query": style{"maxWidth": most}, "option": option}, style{"option": plain})
}

// broken cuts names into lines that are as wide as their longest word, or as least; wider,
// up to most, where that saves a third line, which makes each row higher. It gives their
// width, and how many lines the longest of them has.
func broken(names []string) (out []string, width float64, lines int) {
	const least, most = 84, 112
	width = least
	for _, name := range names {
		for word := range strings.FieldsSeq(name) {
			for part := range strings.SplitAfterSeq(word, "-") {
				width = max(width, svg.Width(part, 12))
			}
		}
	}
	for out, lines = cut(names, width); lines > 2 && width+4 <= most; out, lines = cut(names, width) {
		width += 4
	}
	return out, width, lines
}

// cut breaks names into lines of a width, and gives how many the longest has.
func cut(names []string, width float64) (out []string, lines int) {
	for _, name := range names {
		var all []string
		for part := range strings.SplitSeq(name, "\n") {
			all = append(all, svg.Lines(part, width, 12)...)
		}
		out, lines = append(out, strings.Join(all, "\n")), max(lines, len(all))
	}
	return out, lines
}

// room is how wide the widest text behind a row is.
func (d *drawing) room(order []int, text func(i, j int) string) float64 {
	widest := 0.0
	for i := range d.Ss {
		for _, j := range order {
			widest = max(widest, svg.Width(text(i, j), 12))
		}
	}
	return widest
}

// foot names the columns of members in a plot so many pixels wide: all of them, for ECharts
// would leave out what has no room beside each other. Their names are cut into lines or,
// where that is not enough, stand upright. It gives what the axis has for that, and how
// many pixels these names take.
func (d *drawing) foot(plot float64) (axis style, high int) {
	names := labels(d.Xs)
	lines, width, deep := broken(names)
	if width+6 <= plot/float64(max(len(names), 1)) {
		return style{"data": lines, "axisLabel": style{"interval": 0, "rotate": 0, "lineHeight": 14}}, 14 * deep
	}
	widest := 0.0
	for _, name := range names {
		widest = max(widest, svg.Width(name, 12))
	}
	return style{"data": names, "axisLabel": style{"interval": 0, "rotate": 90, "lineHeight": 14}}, int(widest)
}

// roomy and tight are what a plot has across, without its names, on a wide drawing and on
// a phone.
const roomy, tight = 560, 230

// named gives an axis of members along the foot their names: see foot. Periods may be
// named now and then.
func (d *drawing) named(x style) (option, plain style, more, fewer int) {
	if d.X.Grain != "" {
		return style{}, style{}, 0, 0
	}
	wide, fewer := d.foot(roomy)
	narrow, more := d.foot(tight)
	x["data"] = wide["data"]
	x["axisLabel"] = style{"color": "#595959", "fontSize": 11.5, "interval": 0, "rotate": wide["axisLabel"].(style)["rotate"], "lineHeight": 14}
	return style{"xAxis": narrow}, style{"xAxis": wide}, more, fewer
}
