package chart

import (
	"fmt"
	"math"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Attributes of text and lines. 11.5 is the smallest text anywhere.
const (
	small  = 11.5
	normal = 12.0

	axisText  = `font-size="11.5" fill="#595959"`
	labelText = `font-size="12"`
	boldText  = `font-size="12" font-weight="600"`
	// A rim of paper keeps grid lines out of the digits.
	valueText = `font-size="12" stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`
	gridLine  = `stroke="#e3e3e3"`
	baseLine  = `stroke="#8a8a8a"`
)

func end(anchor string) string { return ` text-anchor="` + anchor + `"` }

// scale gives the axis of values; counts get whole ticks.
func (s plot) scale(n int) svg.Scale {
	low, high := s.Extent()
	return svg.Nice(low, high, n, s.Metric.Decimals == 0 && s.Metric.Unit != "share")
}

// tick writes a tick with the decimals that the step needs, not the metric's.
func (s plot) tick(sc svg.Scale, v float64) string {
	factor := 1.0
	if s.Metric.Unit == "share" {
		factor = 100
	}
	return number.ValueWith(s.Metric, v, sc.Decimals(factor), s.Opt.Lang)
}

// tickWidth is the room that the widest tick takes.
func (s plot) tickWidth(sc svg.Scale) float64 {
	w := 0.0
	for _, t := range sc.Ticks {
		w = max(w, svg.Width(s.tick(sc, t), small))
	}
	return w
}

// valueAxis draws horizontal grid lines with their values left of x0.
func (s plot) valueAxis(c *svg.Canvas, sc svg.Scale, x0, x1 float64) {
	for _, t := range sc.Ticks {
		y := sc.At(t)
		style := gridLine
		if t == 0 {
			style = baseLine
		}
		c.Line(x0, y, x1, y, style)
		c.Text(x0-7, y+4, s.tick(sc, t), axisText+end("end"))
	}
}

// upright draws vertical grid lines from top to bottom with their values below them:
// every one, or every second or so, as have room beside each other.
func (s plot) upright(c *svg.Canvas, sc svg.Scale, top, bottom float64) {
	width, between := s.tickWidth(sc)+6, sc.At(sc.Step)-sc.At(0)
	step := 1
	for between*float64(step) < width && step < len(sc.Ticks) {
		step++
	}
	for k, t := range sc.Ticks {
		c.Line(sc.At(t), top, sc.At(t), bottom, gridLine)
		if k%step == 0 {
			c.Text(sc.At(t), bottom+16, s.tick(sc, t), axisText+end("middle"))
		}
	}
}

// along writes the members of X below y, centred on at, as many as fit, and
// gives the height taken. Months and quarters have their year on a second line,
// once a year, and are thinned in step with the year.
func (s plot) along(c *svg.Canvas, at []float64, slot, y, right float64) float64 {
	if s.X.Grain == "" {
		height := 22.0
		for i, m := range s.Xs {
			first, rest := svg.Wrap(m.Label, slot-6, small)
			c.Label(at[i], y+16, first, slot-6, small, axisText+end("middle"))
			if rest != "" {
				c.Label(at[i], y+30, rest, slot-6, small, axisText+end("middle"))
				height = 36
			}
		}
		return height
	}
	shortest, second := make([]string, len(s.Xs)), make([]string, len(s.Xs))
	width := 0.0
	for i, m := range s.Xs {
		shortest[i], second[i] = period(s.X.Grain, m, s.Opt.Lang)
		width = max(width, svg.Width(shortest[i], small))
	}
	step := 1
	for _, k := range []int{1, 2, 3, 4, 6, 12, 24, 60, 120, 600} {
		if step = k; slot*float64(k) >= width+7 {
			break
		}
	}
	height, year, edge := 22.0, "", -1.0
	for i := range s.Xs {
		if !s.onStep(i, step) {
			continue
		}
		w := svg.Width(shortest[i], small) / 2
		// A label must neither leave the picture nor touch the one before it.
		if at[i]-w < 0 || at[i]+w > right || at[i]-w < edge+4 {
			continue
		}
		c.Text(at[i], y+16, shortest[i], axisText+end("middle"))
		edge = at[i] + w
		if second[i] != "" && second[i] != year {
			year, height = second[i], 37
			c.Text(at[i], y+31, year, axisText+end("middle"))
		}
	}
	return height
}

// onStep tells whether a thinned axis labels member i: months fall in step with
// January, so that the year's line stands under its first month.
func (s plot) onStep(i, step int) bool {
	t := models.Date(s.Xs[i].Code).Time()
	if s.X.Grain == "month" && step <= 12 && !t.IsZero() {
		return (int(t.Month())-1)%step == 0
	}
	return i%step == 0
}

// period gives the short name of a period, and its year when that goes below.
func period(grain string, m series.Member, lang string) (string, string) {
	t := models.Date(m.Code).Time()
	if t.IsZero() || grain == "year" {
		return m.Label, ""
	}
	name, year, ok := cutLast(m.Label)
	if !ok {
		return m.Label, ""
	}
	if grain == "week" {
		return "w" + strings.TrimPrefix(name, "week "), year
	}
	return name, year
}

func cutLast(text string) (string, string, bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// gaps marks hidden and missing cells of a row of columns, a run of missing ones
// at once, and upright where their words have no room to lie. It gives what the marks
// take, with some room beside them.
func (s plot) gaps(c *svg.Canvas, row []series.Cell, at []float64, slot, foot float64) (taken svg.Boxes) {
	lying := func(x float64, text, title string) {
		mark(c, x, foot-5, text, title, end("middle"))
		taken = append(taken, svg.TextBox(x, foot-5, text, small, "middle").Wider(3))
	}
	s.runs(row, func(i, j int) {
		text, mid := s.Text(row[i]), (at[i]+at[j])/2
		title := fmt.Sprintf("%s: %s", s.span(i, j), s.Long(row[i]))
		if i == j && s.By == nil {
			title = s.Tip(0, i)
		}
		if row[i].Hidden() && slot >= svg.Width(text, small) {
			for k := i; k <= j; k++ {
				lying(at[k], text, s.Xs[k].Label+": "+s.Long(row[k]))
			}
		} else if row[i].Hidden() || slot*float64(j-i+1) >= svg.Width(text, small)+4 {
			lying(mid, text, title)
		} else {
			mark(c, mid+4, foot-5, text, title, fmt.Sprintf(` transform="rotate(-90 %s %s)"`, svg.Num(mid+4), svg.Num(foot-5)))
			taken = append(taken, svg.Box{X0: mid - 8, X1: mid + 9, Y0: foot - 5 - svg.Width(text, small), Y1: foot - 5})
		}
	})
	return taken
}

// beforeAxis is how far a mark below the plot may begin before the first point, in pixels.
const beforeAxis = 14

// strip marks hidden and missing cells in a line of its own below the plot, out
// of the way of lines that run near zero. It gives the height taken and whether
// it wrote the short mark for missing, which wants explaining.
func (s plot) strip(c *svg.Canvas, row []series.Cell, at []float64, slot, foot float64) (height float64, short bool) {
	edge := math.Inf(-1)
	write := func(x float64, text, title string) {
		half := svg.Width(text, small) / 2
		// Words at the first point begin at the axis: its numbers stand before it, and the
		// edge of the picture.
		x = min(max(x, at[0]+half-beforeAxis), c.Width-half)
		// Where marks have no room for each other the first of them speaks.
		if x-half > edge+1 {
			mark(c, x, foot+14, text, title, end("middle"))
			edge, height = x+half, 18
		}
	}
	s.runs(row, func(i, j int) {
		text := s.Text(row[i])
		if !row[i].Hidden() {
			if slot*float64(j-i+1) < svg.Width(text, small) {
				text, short = "[nb]", true
			}
			write((at[i]+at[j])/2, text, s.span(i, j)+": "+s.why(row, i))
			return
		}
		for k := i; k <= j; k++ {
			write(at[k], text, s.Xs[k].Label+": "+s.why(row, k))
		}
	})
	return height, short
}

// why tells what is not shown in a column, and of which series.
func (s plot) why(row []series.Cell, j int) string {
	if s.By == nil {
		return s.Long(row[j])
	}
	var parts []string
	for i, m := range s.Ss {
		if v := s.Cells[i][j]; !v.Shown() {
			parts = append(parts, m.Label+" "+s.Long(v))
		}
	}
	return strings.Join(parts, "; ")
}

// runs calls do with the first and last column of each run of hidden or of
// missing cells.
func (s plot) runs(row []series.Cell, do func(i, j int)) {
	for i := 0; i < len(row); {
		j := i
		for j+1 < len(row) && row[j+1].Status == row[i].Status {
			j++
		}
		if !row[i].Shown() {
			do(i, j)
		}
		i = j + 1
	}
}

func mark(c *svg.Canvas, x, y float64, text, title, attributes string) {
	c.Raw("<g><title>" + svg.Escape(title) + "</title>")
	c.Text(x, y, text, axisText+` stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`+attributes)
	c.Raw("</g>")
}

// span names members i to j of X.
func (s plot) span(i, j int) string {
	if i == j {
		return s.Xs[i].Label
	}
	return s.Xs[i].Label + " – " + s.Xs[j].Label
}

// worst sums a column up: hidden before missing before shown.
func (s plot) worst(j int) series.Cell {
	out := series.Cell{Status: disclose.Shown}
	for i := range s.Cells {
		if c := s.Cells[i][j]; c.Hidden() || !c.Shown() && out.Shown() {
			out = c
		}
	}
	return out
}

// explain gives the footer's words for the short mark for missing.
func (s plot) explain(short bool) string {
	if !short {
		return ""
	}
	return "[nb] " + s.Words().Missing
}

// footer explains the marks below y and sets the height of the picture.
func (s plot) footer(c *svg.Canvas, y float64, more ...string) {
	y = s.signs(c, y)
	var parts []string
	if s.Hidden {
		parts = append(parts, "[o] "+s.Words().Hidden)
	}
	if s.Note != "" {
		parts = append(parts, s.Note)
	}
	for _, m := range more {
		if m != "" {
			parts = append(parts, m)
		}
	}
	for i, line := range svg.Lines(strings.Join(parts, " · "), c.Width, small) {
		if i > 0 {
			y -= 7 // lines of one note stand closer than notes
		}
		c.Label(0, y+17, line, c.Width, small, axisText)
		y += 22
	}
	c.Height = y + 2
}

// centres gives the middle of n equal slots between x0 and x1, and their width.
func centres(n int, x0, x1 float64) ([]float64, float64) {
	slot := (x1 - x0) / float64(max(n, 1))
	out := make([]float64, n)
	for i := range out {
		out[i] = x0 + (float64(i)+0.5)*slot
	}
	return out, slot
}

// points spreads n points from edge to edge: a line, unlike a column, needs no
// room on either side. One point stands in the middle.
func points(n int, x0, x1 float64) ([]float64, float64) {
	if n < 2 {
		return centres(n, x0, x1)
	}
	out, step := make([]float64, n), (x1-x0)/float64(n-1)
	for i := range out {
		out[i] = x0 + float64(i)*step
	}
	return out, step
}

// quiet draws a sentence in place of a plot that has nothing in it.
func (s plot) quiet(c *svg.Canvas, sentence string) {
	y := 24.0
	for _, line := range svg.Lines(sentence, c.Width, normal) {
		c.Text(c.Width/2, y, line, labelText+end("middle"))
		y += 16
	}
	c.Height = y
}

// empty draws the words for no data in place of a chart without members.
func (s plot) empty(c *svg.Canvas) { s.quiet(c, s.Blank()) }
