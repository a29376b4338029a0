package chart

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// drawFunnel draws stages in their order, each with its share of the stage
// before it where both are shown.
func drawFunnel(s Series, c *svg.Canvas) error {
	if len(s.xs) == 0 {
		s.empty(c)
		return nil
	}
	if len(s.xs) > longest {
		return refuse(fmt.Sprintf("chart \"funnel\" has %d stages, want at most %d", len(s.xs), longest), `write chart="ranked"`)
	}
	label, value := 0.0, 0.0
	texts := make([]string, len(s.xs))
	for j, m := range s.xs {
		v := s.cells[0][j]
		if v.shown() && v.v < 0 {
			return refuse(fmt.Sprintf("chart %q has a negative value in %s", s.o.Kind, s.metric.Name), `write chart="ranked"`)
		}
		texts[j] = s.text(v)
		if j > 0 && v.shown() && s.cells[0][j-1].shown() && s.cells[0][j-1].v > 0 {
			texts[j] += " · " + fmt.Sprintf(words(s.o.Lang).ofPrevious, Percent(v.v/s.cells[0][j-1].v, 0, s.o.Lang))
		}
		label = max(label, svg.Width(m.label, normal))
		value = max(value, svg.Width(texts[j], normal))
	}
	label, value = min(label, 220), min(value, 220)
	_, high := s.extent()
	sc := svg.Nice(0, high, 6, false)
	sc.High = max(high, sc.Step) // no axis is drawn: the longest bar may fill the width
	sc = sc.Onto(label+12, c.Width-value-10)
	const h, gap = 26.0, 12.0
	y := 4.0
	for j, m := range s.xs {
		v := s.cells[0][j]
		c.Label(label, y+h/2+4, m.label, label, normal, labelText+end("end"))
		style := axisText
		if v.shown() {
			style = labelText
			c.Rect(sc.At(0), y, max(sc.At(v.v)-sc.At(0), 1), h, `fill="`+s.colour(m.code)+`"`, m.label+": "+s.long(v))
			// The band to the next stage shows what falls away.
			if j+1 < len(s.xs) && s.cells[0][j+1].shown() {
				w := s.cells[0][j+1]
				c.Path("M"+svg.Num(sc.At(0))+" "+svg.Num(y+h)+"H"+svg.Num(sc.At(v.v))+"L"+svg.Num(sc.At(w.v))+" "+svg.Num(y+h+gap)+"H"+svg.Num(sc.At(0))+"Z", `fill="`+ramp[0]+`"`, "")
			}
		}
		c.Label(sc.At(v.v)+8, y+h/2+4, texts[j], value+8, normal, style)
		y += h + gap
	}
	c.Line(sc.At(0), 2, sc.At(0), y-gap+2, baseLine)
	s.footer(c, y-gap+4)
	return nil
}

// node is a side of flows: its shown total and where its next flow starts.
type node struct {
	total, y, h, used float64
}

// drawSankey draws flows from X (left) to series (right). Bands and totals are
// of shown flows only.
func drawSankey(s Series, c *svg.Canvas) error {
	if len(s.xs) > 12 || len(s.ss) > 12 {
		return refuse(fmt.Sprintf("chart \"sankey\" has %d by %d members, want at most 12 by 12", len(s.xs), len(s.ss)), `write chart="heatmap", or narrow it with where`)
	}
	from, to := make([]node, len(s.xs)), make([]node, len(s.ss))
	sum := 0.0
	for i := range s.ss {
		for j := range s.xs {
			v := s.cells[i][j]
			if v.shown() && v.v < 0 {
				return refuse(fmt.Sprintf("chart %q has a negative value in %s", s.o.Kind, s.metric.Name), `write chart="heatmap"`)
			}
			if v.shown() {
				from[j].total += v.v
				to[i].total += v.v
				sum += v.v
			}
		}
	}
	if sum == 0 {
		s.empty(c)
		return nil
	}
	const gap, top = 18.0, 26.0
	most := max(len(from), len(to))
	height := 180 + 22*float64(most)
	unit := (height - gap*float64(most-1)) / sum
	stack := func(nodes []node) {
		y := top
		for i := range nodes {
			nodes[i].y, nodes[i].h = y, nodes[i].total*unit
			y += nodes[i].h + gap
		}
	}
	stack(from)
	stack(to)
	room := 0.0
	for j, m := range s.xs {
		room = max(room, svg.Width(m.label+" "+s.value(from[j].total), normal))
	}
	for i, m := range s.ss {
		room = max(room, svg.Width(m.label+" "+s.value(to[i].total), normal))
	}
	room = min(room, 220)
	x0, x1 := room+8, c.Width-room-8
	const thick = 9.0
	c.Text(x0+thick, 14, words(s.o.Lang).from+" ↓", axisText+end("end"))
	c.Text(x1-thick, 14, words(s.o.Lang).to+" ↓", axisText)
	for j := range s.xs {
		colour := palette[0]
		if len(s.xs) <= MaxSeries {
			colour = palette[j]
		}
		for i := range s.ss {
			v := s.cells[i][j]
			if !v.shown() || v.v == 0 {
				continue
			}
			w := v.v * unit
			a, b := from[j].y+from[j].used+w/2, to[i].y+to[i].used+w/2
			from[j].used += w
			to[i].used += w
			mid := (x0 + x1) / 2
			n := svg.Num
			c.Path("M"+n(x0+thick)+" "+n(a)+"C"+n(mid)+" "+n(a)+" "+n(mid)+" "+n(b)+" "+n(x1-thick)+" "+n(b),
				`fill="none" stroke-opacity=".38" stroke="`+colour+`" stroke-width="`+n(max(w, .6))+`"`,
				fmt.Sprintf("%s → %s: %s", s.xs[j].label, s.ss[i].label, s.quantity(v.v)))
		}
		c.Rect(x0, from[j].y, thick, max(from[j].h, 1), `fill="`+colour+`"`, "")
	}
	for i := range s.ss {
		c.Rect(x1-thick, to[i].y, thick, max(to[i].h, 1), `fill="#595959"`, "")
	}
	name := func(nodes []node, list []member, x float64, anchor string) float64 {
		at := make([]float64, len(nodes))
		for i, n := range nodes {
			at[i] = n.y + n.h/2
		}
		at = svg.Spread(at, 15, top, top+height)
		low := 0.0
		for i, m := range list {
			c.Label(x, at[i]+4, m.label+" "+s.value(nodes[i].total), room, normal, labelText+end(anchor))
			low = max(low, at[i]+8, nodes[i].y+nodes[i].h)
		}
		return low
	}
	low := max(name(from, s.xs, x0-7, "end"), name(to, s.ss, x1+7, "start"))
	more := ""
	if s.hidden {
		more = words(s.o.Lang).without
	}
	s.footer(c, low+4, more)
	return nil
}
