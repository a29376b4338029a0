package chart

import (
	"math"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// timed refuses an axis without order: a line between categories says nothing.
func (s Series) timed() error {
	if s.x.Grain == "" {
		return refuse("chart \""+string(s.o.Kind)+"\" wants time along the axis, the figure has "+s.x.Name, `write by="month" or another period, or chart="ranked", "grouped" or "heatmap"`)
	}
	return nil
}

// drawLine draws one to four lines with their names and last values at the end.
func drawLine(s Series, c *svg.Canvas) error {
	if err := s.timed(); err != nil {
		return err
	}
	if len(s.xs) == 0 {
		s.empty(c)
		return nil
	}
	const top, bottom = 14.0, 244.0
	sc := s.scale(6).Onto(bottom, top)
	x0 := s.tickWidth(sc) + 9
	names, room := s.endLabels()
	lead := 10.0 // between the last point and its label: room for a sample of the line
	if s.by != nil {
		lead = 46
	}
	at, slot := points(len(s.xs), x0+14, c.Width-room-lead-10)
	x1 := c.Width - room - lead
	s.valueAxis(c, sc, x0, x1)
	worst := make([]cell, len(s.xs))
	for j := range worst {
		worst[j] = s.worst(j)
	}
	strip, short := s.strip(c, worst, at, slot, bottom)
	height := strip + s.along(c, at, slot, bottom+strip, c.Width)

	ends := make([]float64, len(s.ss))
	for i, row := range s.cells {
		ends[i] = bottom
		if last := s.last(i); last >= 0 {
			ends[i] = sc.At(row[last].v)
		}
	}
	// Labels keep their line's height where they can; a thin lead shows which
	// line a moved label belongs to, and a sample carries its colour and dash.
	for i, y := range svg.Spread(ends, 16, top, bottom-2) {
		last := s.last(i)
		if last < 0 {
			continue
		}
		if s.by == nil {
			c.Label(at[last]+8, y+4, names[i], c.Width-at[last]-8, normal*svg.Bold, boldText)
			continue
		}
		c.Path("M"+svg.Num(at[last]+5)+" "+svg.Num(ends[i])+"L"+svg.Num(x1+4)+" "+svg.Num(y)+"H"+svg.Num(x1+8), `fill="none" stroke="#bbb"`, "")
		c.Path("M"+svg.Num(x1+9)+" "+svg.Num(y)+"h20", `fill="none" stroke-width="2.2" stroke="`+palette[i]+`"`+dashes[i], "")
		c.Label(x1+33, y+4, names[i], room, normal*svg.Bold, boldText)
	}
	for i, row := range s.cells {
		s.strokes(c, i, row, at, sc)
	}
	s.footer(c, bottom+height, s.explain(short))
	return nil
}

// endLabels gives the text at the end of each line and the room they want: the
// series' name, its last value, and the month when that is not the last one.
func (s Series) endLabels() ([]string, float64) {
	out, room := make([]string, len(s.ss)), 0.0
	for i, m := range s.ss {
		if last := s.last(i); last >= 0 {
			out[i] = s.value(s.cells[i][last].v)
			if s.by != nil {
				out[i] = m.label + " " + out[i]
				if last < len(s.xs)-1 {
					out[i] += " (" + s.xs[last].label + ")"
				}
			}
		}
		room = max(room, svg.Width(out[i], normal)*svg.Bold)
	}
	return out, min(room, 230)
}

// last gives the last shown cell of a series, -1 when there is none.
func (s Series) last(i int) int {
	for j := len(s.cells[i]) - 1; j >= 0; j-- {
		if s.cells[i][j].shown() {
			return j
		}
	}
	return -1
}

// strokes draws one series: a line through shown cells, broken at all others, a
// dot where a cell stands alone, and a spot for pointing at every value.
func (s Series) strokes(c *svg.Canvas, i int, row []cell, at []float64, sc svg.Scale) {
	colour := palette[i%MaxSeries]
	var d strings.Builder
	alone := []int{}
	for j, v := range row {
		if !v.shown() {
			continue
		}
		before := j > 0 && row[j-1].shown()
		if before {
			d.WriteString("L")
		} else {
			d.WriteString("M")
			if j+1 == len(row) || !row[j+1].shown() {
				alone = append(alone, j)
			}
		}
		d.WriteString(svg.Num(at[j]) + " " + svg.Num(sc.At(v.v)))
	}
	if d.Len() > 0 {
		c.Path(d.String(), `fill="none" stroke-width="2.2" stroke-linejoin="round" stroke="`+colour+`"`+dashes[i%MaxSeries], "")
	}
	for _, j := range alone {
		c.Circle(at[j], sc.At(row[j].v), 3, `fill="`+colour+`"`, "")
	}
	if j := s.last(i); j >= 0 {
		c.Circle(at[j], sc.At(row[j].v), 3.4, `fill="`+colour+`"`, "")
	}
	c.Raw(`<g fill="#fff" fill-opacity="0">`)
	for j, v := range row {
		if v.shown() {
			name := s.xs[j].label
			if s.by != nil {
				name = s.ss[i].label + ", " + name
			}
			c.Circle(at[j], sc.At(v.v), 8, "", name+": "+s.long(v))
		}
	}
	c.Raw("</g>")
}

// drawMultiples draws a small line chart per series, all on one scale.
func drawMultiples(s Series, c *svg.Canvas) error {
	if err := s.timed(); err != nil {
		return err
	}
	if len(s.xs) == 0 || len(s.ss) == 0 {
		s.empty(c)
		return nil
	}
	columns := min(3, len(s.ss))
	sc := s.scale(4)
	margin := s.tickWidth(sc) + 9
	const gap, head, plot, foot = 22.0, 24.0, 92.0, 34.0
	width := (c.Width - margin - gap*float64(columns-1)) / float64(columns)
	y, strip, short := 0.0, 0.0, false
	if s.hidden || s.absent {
		strip = 16
	}
	for i, m := range s.ss {
		k := i % columns
		x0 := margin + float64(k)*(width+gap)
		top, bottom := y+head+6, y+head+6+plot
		sc := sc.Onto(bottom, top)
		at, slot := points(len(s.xs), x0+5, x0+width-5)
		value := ""
		if last := s.last(i); last >= 0 {
			value = s.value(s.cells[i][last].v)
		}
		room := width - svg.Width(value, normal) - 10
		c.Label(x0, y+15, m.label, room, normal*svg.Bold, boldText)
		c.Text(x0+width, y+15, value, labelText+end("end"))
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
		one.ss, one.cells = s.ss[i:i+1], s.cells[i:i+1]
		one.strokes(c, 0, s.cells[i], at, sc)
		_, nb := one.strip(c, s.cells[i], at, slot, bottom)
		short = short || nb
		c.Text(x0, bottom+16+strip, s.xs[0].label, axisText)
		if len(s.xs) > 1 {
			c.Text(x0+width, bottom+16+strip, s.xs[len(s.xs)-1].label, axisText+end("end"))
		}
		if k == columns-1 || i == len(s.ss)-1 {
			y = bottom + foot + strip
		}
	}
	s.footer(c, y-foot+20, s.explain(short))
	return nil
}

// drawSpark draws a line without axes for beside a key figure. It alone does not
// start at zero: it shows direction, and the number beside it the size.
func drawSpark(s Series, c *svg.Canvas) error {
	if err := s.timed(); err != nil {
		return err
	}
	c.Width, c.Height = 120, 30
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range s.cells[0] {
		if v.shown() {
			low, high = min(low, v.v), max(high, v.v)
		}
	}
	if low > high {
		return nil // nothing may be shown: the alternative text says so
	}
	sc := svg.Scale{Low: low, High: high}.Onto(26, 4)
	if low == high {
		sc = svg.Scale{Low: low - 1, High: high + 1}.Onto(26, 4)
	}
	at, _ := centres(len(s.xs), 0, 120)
	var d strings.Builder
	for j, v := range s.cells[0] {
		if !v.shown() {
			continue
		}
		if j > 0 && s.cells[0][j-1].shown() {
			d.WriteString("L")
		} else {
			d.WriteString("M")
			if j+1 == len(s.xs) || !s.cells[0][j+1].shown() {
				c.Circle(at[j], sc.At(v.v), 1.2, `fill="`+palette[0]+`"`, "")
			}
		}
		d.WriteString(svg.Num(at[j]) + " " + svg.Num(sc.At(v.v)))
	}
	c.Path(d.String(), `fill="none" stroke-width="1.6" stroke-linejoin="round" stroke="`+palette[0]+`"`, "")
	if j := s.last(0); j >= 0 {
		c.Circle(at[j], sc.At(s.cells[0][j].v), 2.4, `fill="`+palette[0]+`"`, "")
	}
	return nil
}
