package chart

import (
	"math"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// timed refuses an axis without order: a line between categories says nothing.
func (s plot) timed() error {
	if s.X.Grain == "" {
		return refuse("chart \""+string(s.Opt.Kind)+"\" wants time along the axis, the figure has "+s.X.Name, `write by="month" or another period, or chart="ranked", "grouped" or "heatmap"`)
	}
	return nil
}

// drawLine draws one to four lines with their names and last values at the end.
func drawLine(s plot, c *svg.Canvas) error {
	if err := s.timed(); err != nil {
		return err
	}
	if len(s.Xs) == 0 {
		s.empty(c)
		return nil
	}
	const top, bottom = 14.0, 244.0
	sc := s.scale(6).Onto(bottom, top)
	x0 := s.tickWidth(sc) + 9
	names, room := s.endLabels()
	lead := 10.0 // between the last point and its label: room for a sample of the line
	if s.By != nil {
		lead = 46
	}
	at, slot := points(len(s.Xs), x0+14, c.Width-room-lead-10)
	x1 := c.Width - room - lead
	s.unsure(c, at, slot, top, bottom)
	s.valueAxis(c, sc, x0, x1)
	worst := make([]series.Cell, len(s.Xs))
	for j := range worst {
		worst[j] = s.worst(j)
	}
	strip, short := s.strip(c, worst, at, slot, bottom)
	height := strip + s.along(c, at, slot, bottom+strip, c.Width)

	ends := make([]float64, len(s.Ss))
	for i, row := range s.Cells {
		ends[i] = bottom
		if last := s.last(i); last >= 0 {
			ends[i] = sc.At(row[last].V)
		}
	}
	// Labels keep their line's height where they can; a thin lead shows which
	// line a moved label belongs to, and a sample carries its colour and dash.
	for i, y := range svg.Spread(ends, 16, top, bottom-2) {
		last := s.last(i)
		if last < 0 {
			continue
		}
		if s.By == nil {
			c.Label(at[last]+8, y+4, names[i], c.Width-at[last]-8, normal*svg.Bold, boldText)
			continue
		}
		c.Path("M"+svg.Num(at[last]+5)+" "+svg.Num(ends[i])+"L"+svg.Num(x1+4)+" "+svg.Num(y)+"H"+svg.Num(x1+8), `fill="none" stroke="#bbb"`, "")
		c.Path("M"+svg.Num(x1+9)+" "+svg.Num(y)+"h20", `fill="none" stroke-width="2.2" stroke="`+palette[i]+`"`+dashes[i], "")
		c.Label(x1+33, y+4, names[i], room, normal*svg.Bold, boldText)
	}
	if s.Before != nil {
		c.Path(trace(s.Before, at, sc), lightLine, "")
	}
	if s.Target != nil {
		c.Path(staircase(s.Target, at, slot, x1, sc), outline, "")
	}
	for i, row := range s.Cells {
		s.strokes(c, i, row, at, sc)
	}
	s.footer(c, bottom+height, s.explain(short))
	return nil
}

// endLabels gives the text at the end of each line and the room they want: the
// series' name, its last value, and the month when that is not the last one.
func (s plot) endLabels() ([]string, float64) {
	out, room := make([]string, len(s.Ss)), 0.0
	for i, m := range s.Ss {
		if last := s.last(i); last >= 0 {
			out[i] = s.Value(s.Cells[i][last].V)
			if s.By != nil {
				out[i] = m.Label + " " + out[i]
				if last < len(s.Xs)-1 {
					out[i] += " (" + s.Xs[last].Label + ")"
				}
			}
		}
		room = max(room, svg.Width(out[i], normal)*svg.Bold)
	}
	return out, min(room, 230)
}

// last gives the last shown cell of a series, -1 when there is none.
func (s plot) last(i int) int {
	for j := len(s.Cells[i]) - 1; j >= 0; j-- {
		if s.Cells[i][j].Shown() {
			return j
		}
	}
	return -1
}

// strokes draws one series: a line through shown cells, broken at all others, a
// dot where a cell stands alone, and a spot for pointing at every value.
func (s plot) strokes(c *svg.Canvas, i int, row []series.Cell, at []float64, sc svg.Scale) {
	colour, width := palette[i%series.MaxSeries], "2.2"
	if s.By != nil && s.Marked(s.Ss[i].Code) {
		width = "4"
	}
	s.band(c, row, at, sc, colour)
	if d := trace(row, at, sc); d != "" {
		c.Path(d, `fill="none" stroke-width="`+width+`" stroke-linejoin="round" stroke="`+colour+`"`+dashes[i%series.MaxSeries], "")
	}
	for j, v := range row {
		if v.Shown() && (j == 0 || !row[j-1].Shown()) && (j+1 == len(row) || !row[j+1].Shown()) {
			c.Circle(at[j], sc.At(v.V), 3, `fill="`+colour+`"`, "")
		}
	}
	if j := s.last(i); j >= 0 {
		c.Circle(at[j], sc.At(row[j].V), 3.4, `fill="`+colour+`"`, "")
	}
	c.Raw(`<g fill="#fff" fill-opacity="0">`)
	for j, v := range row {
		if v.Shown() {
			c.Circle(at[j], sc.At(v.V), 8, "", s.Tip(i, j))
		}
	}
	c.Raw("</g>")
}

// trace gives the path through shown cells, broken at all others.
func trace(row []series.Cell, at []float64, sc svg.Scale) string {
	var d strings.Builder
	for j, v := range row {
		if !v.Shown() {
			continue
		}
		if j > 0 && row[j-1].Shown() {
			d.WriteString("L")
		} else {
			d.WriteString("M")
		}
		d.WriteString(svg.Num(at[j]) + " " + svg.Num(sc.At(v.V)))
	}
	return d.String()
}

// staircase gives the path of values that hold for a whole period each.
func staircase(row []series.Cell, at []float64, slot, right float64, sc svg.Scale) string {
	var d strings.Builder
	for j, v := range row {
		if !v.Shown() {
			continue
		}
		if j > 0 && row[j-1].Shown() {
			d.WriteString("V" + svg.Num(sc.At(v.V)))
		} else {
			d.WriteString("M" + svg.Num(max(at[j]-slot/2, at[0]-8)) + " " + svg.Num(sc.At(v.V)))
		}
		d.WriteString("H" + svg.Num(min(at[j]+slot/2, right)))
	}
	return d.String()
}

// band draws the intervals of a line as an area, and those of a cell that stands
// alone as an upright line.
func (s plot) band(c *svg.Canvas, row []series.Cell, at []float64, sc svg.Scale, colour string) {
	n := svg.Num
	for j := 0; j < len(row); j++ {
		if !row[j].Bounded {
			continue
		}
		up, back, first := "", "", j
		for ; j < len(row) && row[j].Bounded; j++ {
			up += "L" + n(at[j]) + " " + n(sc.At(row[j].High))
			back = "L" + n(at[j]) + " " + n(sc.At(row[j].Low)) + back
		}
		if j-first == 1 {
			c.Path("M"+n(at[first])+" "+n(sc.At(row[first].High))+"V"+n(sc.At(row[first].Low)), `fill="none" stroke-width="6" stroke-opacity=".25" stroke="`+colour+`"`, "")
			continue
		}
		c.Path("M"+up[1:]+back+"Z", `fill="`+colour+`" fill-opacity=".16"`, "")
	}
}

// unsure hatches the ground behind periods that are not final.
func (s plot) unsure(c *svg.Canvas, at []float64, slot, top, bottom float64) {
	for j := 0; j < len(at); j++ {
		if !s.Provisional[j] {
			continue
		}
		k := j
		for k+1 < len(at) && s.Provisional[k+1] {
			k++
		}
		from, to := max(at[j]-slot/2, at[0]-6), min(at[k]+slot/2, at[len(at)-1]+6)
		c.Rect(from, top, to-from, bottom-top, `fill="`+shade(c)+`"`, "")
		j = k
	}
}

// drawMultiples draws a small line chart per series, all on one scale.
func drawMultiples(s plot, c *svg.Canvas) error {
	if err := s.timed(); err != nil {
		return err
	}
	if len(s.Xs) == 0 || len(s.Ss) == 0 {
		s.empty(c)
		return nil
	}
	columns := min(3, len(s.Ss))
	if c.Width <= slim {
		columns = s.slimColumns(c.Width)
	}
	sc := s.scale(4)
	margin := s.tickWidth(sc) + 9
	const gap, plot, foot = 22.0, 92.0, 34.0
	width := (c.Width - margin - gap*float64(columns-1)) / float64(columns)
	head := 24.0
	values, rooms := make([]string, len(s.Ss)), make([]float64, len(s.Ss))
	for i, m := range s.Ss {
		if last := s.last(i); last >= 0 {
			values[i] = s.Value(s.Cells[i][last].V)
		}
		rooms[i] = width - svg.Width(values[i], normal) - 10
		if svg.Width(m.Label, normal)*svg.Bold > rooms[i] {
			head = 39 // names of two lines
		}
	}
	y, strip, short := 0.0, 0.0, false
	if s.Hidden || s.Absent {
		strip = 16
	}
	for i, m := range s.Ss {
		k := i % columns
		x0 := margin + float64(k)*(width+gap)
		top, bottom := y+head+6, y+head+6+plot
		sc := sc.Onto(bottom, top)
		at, slot := points(len(s.Xs), x0+5, x0+width-5)
		s.unsure(c, at, slot, top, bottom)
		first, rest := svg.Wrap(m.Label, rooms[i], normal*svg.Bold)
		y1 := y + head - 9 // the line next to the panel
		lines := []string{first}
		if rest != "" {
			lines = []string{first, rest}
		}
		style := boldText
		if s.Marked(m.Code) {
			style += ` fill="#fff"`
			wide := min(max(svg.Width(first, normal), svg.Width(rest, normal))*svg.Bold, rooms[i])
			c.Rect(x0-4, y1-13-15*float64(len(lines)-1), wide+8, 3+15*float64(len(lines)), `fill="`+highlighted+`"`, "")
		}
		for k, line := range lines {
			c.Label(x0, y1-15*float64(len(lines)-1-k), line, rooms[i], normal*svg.Bold, style)
		}
		c.Text(x0+width, y1, values[i], labelText+end("end"))
		for _, t := range sc.Ticks {
			style := gridLine
			if t == 0 {
				style = baseLine
			}
			c.Line(x0, sc.At(t), x0+width, sc.At(t), style)
			if k == 0 {
				c.Text(x0-7, sc.At(t)+4, s.tick(sc, t), axisText+end("end"))
			}
		}
		// One colour for all: panels are told apart by their names.
		one := s
		one.Ss, one.Cells = s.Ss[i:i+1], s.Cells[i:i+1]
		one.strokes(c, 0, s.Cells[i], at, sc)
		_, nb := one.strip(c, s.Cells[i], at, slot, bottom)
		short = short || nb
		c.Text(x0, bottom+16+strip, s.Xs[0].Label, axisText)
		if len(s.Xs) > 1 {
			c.Text(x0+width, bottom+16+strip, s.Xs[len(s.Xs)-1].Label, axisText+end("end"))
		}
		if k == columns-1 || i == len(s.Ss)-1 {
			y = bottom + foot + strip
		}
	}
	s.footer(c, y-foot+20, s.explain(short))
	return nil
}

// slimColumns gives the panels beside each other on a phone: two where their names
// and last values fit, else one.
func (s plot) slimColumns(width float64) int {
	for i, m := range s.Ss {
		value := 0.0
		if last := s.last(i); last >= 0 {
			value = svg.Width(s.Value(s.Cells[i][last].V), normal)
		}
		if svg.Width(m.Label, normal)*svg.Bold+value > width/2-50 {
			return 1
		}
	}
	return min(2, len(s.Ss))
}

// drawSpark draws a line without axes for beside a key figure. It alone does not
// start at zero: it shows direction, and the number beside it the size.
func drawSpark(s plot, c *svg.Canvas) error {
	if err := s.timed(); err != nil {
		return err
	}
	c.Width, c.Height = 120, 30
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range s.Cells[0] {
		if v.Shown() {
			low, high = min(low, v.V), max(high, v.V)
		}
	}
	if low > high {
		return nil // nothing may be shown: the alternative text says so
	}
	sc := svg.Scale{Low: low, High: high}.Onto(26, 4)
	if low == high {
		sc = svg.Scale{Low: low - 1, High: high + 1}.Onto(26, 4)
	}
	at, _ := centres(len(s.Xs), 0, 120)
	var d strings.Builder
	for j, v := range s.Cells[0] {
		if !v.Shown() {
			continue
		}
		if j > 0 && s.Cells[0][j-1].Shown() {
			d.WriteString("L")
		} else {
			d.WriteString("M")
			if j+1 == len(s.Xs) || !s.Cells[0][j+1].Shown() {
				c.Circle(at[j], sc.At(v.V), 1.2, `fill="`+palette[0]+`"`, "")
			}
		}
		d.WriteString(svg.Num(at[j]) + " " + svg.Num(sc.At(v.V)))
	}
	c.Path(d.String(), `fill="none" stroke-width="1.6" stroke-linejoin="round" stroke="`+palette[0]+`"`, "")
	if j := s.last(0); j >= 0 {
		c.Circle(at[j], sc.At(s.Cells[0][j].V), 2.4, `fill="`+palette[0]+`"`, "")
	}
	return nil
}
