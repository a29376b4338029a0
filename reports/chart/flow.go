package chart

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// drawFunnel draws stages in their order, each with its share of the stage
// before it where both are shown.
func drawFunnel(s plot, c *svg.Canvas) error {
	if len(s.Xs) == 0 {
		s.empty(c)
		return nil
	}
	if len(s.Xs) > series.Longest {
		return refuse(fmt.Sprintf("chart \"funnel\" has %d stages, want at most %d", len(s.Xs), series.Longest), `write chart="ranked"`)
	}
	label, value := 0.0, 0.0
	texts := make([]string, len(s.Xs))
	for j, m := range s.Xs {
		v := s.Cells[0][j]
		if v.Shown() && v.V < 0 {
			return refuse(fmt.Sprintf("chart %q has a negative value in %s", s.Opt.Kind, s.Metric.Name), `write chart="ranked"`)
		}
		texts[j] = s.Stage(j)
		label = max(label, svg.Width(m.Label, normal))
		value = max(value, svg.Width(texts[j], normal))
	}
	label, value = min(label, 220), min(value, 220)
	_, high := s.Extent()
	sc := svg.Nice(0, high, 6, false)
	sc.High = max(high, sc.Step) // no axis is drawn: the longest bar may fill the width
	sc = sc.Onto(label+12, c.Width-value-10)
	const h, gap = 26.0, 12.0
	y := 4.0
	for j, m := range s.Xs {
		v := s.Cells[0][j]
		c.Label(label, y+h/2+4, m.Label, label, normal, labelText+end("end"))
		style := axisText
		if v.Shown() {
			style = labelText
			c.Rect(sc.At(0), y, max(sc.At(v.V)-sc.At(0), 1), h, `fill="`+s.colour(m.Code)+`"`, s.Tip(0, j))
			// The band to the next stage shows what falls away.
			if j+1 < len(s.Xs) && s.Cells[0][j+1].Shown() {
				w := s.Cells[0][j+1]
				c.Path("M"+svg.Num(sc.At(0))+" "+svg.Num(y+h)+"H"+svg.Num(sc.At(v.V))+"L"+svg.Num(sc.At(w.V))+" "+svg.Num(y+h+gap)+"H"+svg.Num(sc.At(0))+"Z", `fill="`+ramp[0]+`"`, "")
			}
		}
		c.Label(sc.At(v.V)+8, y+h/2+4, texts[j], value+8, normal, style)
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
func drawSankey(s plot, c *svg.Canvas) error {
	if len(s.Xs) > 12 || len(s.Ss) > 12 {
		return refuse(fmt.Sprintf("chart \"sankey\" has %d by %d members, want at most 12 by 12", len(s.Xs), len(s.Ss)), `write chart="heatmap", or narrow it with where`)
	}
	from, to := make([]node, len(s.Xs)), make([]node, len(s.Ss))
	sum := 0.0
	for i := range s.Ss {
		for j := range s.Xs {
			v := s.Cells[i][j]
			if v.Shown() && v.V < 0 {
				return refuse(fmt.Sprintf("chart %q has a negative value in %s", s.Opt.Kind, s.Metric.Name), `write chart="heatmap"`)
			}
			if v.Shown() {
				from[j].total += v.V
				to[i].total += v.V
				sum += v.V
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
	for j, m := range s.Xs {
		room = max(room, svg.Width(m.Label+" "+s.Value(from[j].total), normal))
	}
	for i, m := range s.Ss {
		room = max(room, svg.Width(m.Label+" "+s.Value(to[i].total), normal))
	}
	room = min(room, 220)
	x0, x1 := room+8, c.Width-room-8
	const thick = 9.0
	c.Text(x0+thick, 14, s.Words().From+" ↓", axisText+end("end"))
	c.Text(x1-thick, 14, s.Words().To+" ↓", axisText)
	for j := range s.Xs {
		colour := palette[0]
		if len(s.Xs) <= series.MaxSeries {
			colour = palette[j]
		}
		for i := range s.Ss {
			v := s.Cells[i][j]
			if !v.Shown() || v.V == 0 {
				continue
			}
			w := v.V * unit
			a, b := from[j].y+from[j].used+w/2, to[i].y+to[i].used+w/2
			from[j].used += w
			to[i].used += w
			mid := (x0 + x1) / 2
			n := svg.Num
			c.Path("M"+n(x0+thick)+" "+n(a)+"C"+n(mid)+" "+n(a)+" "+n(mid)+" "+n(b)+" "+n(x1-thick)+" "+n(b),
				`fill="none" stroke-opacity=".38" stroke="`+colour+`" stroke-width="`+n(max(w, .6))+`"`,
				fmt.Sprintf("%s → %s: %s", s.Xs[j].Label, s.Ss[i].Label, s.Quantity(v.V)))
		}
		c.Rect(x0, from[j].y, thick, max(from[j].h, 1), `fill="`+colour+`"`, "")
	}
	for i := range s.Ss {
		c.Rect(x1-thick, to[i].y, thick, max(to[i].h, 1), `fill="#595959"`, "")
	}
	name := func(nodes []node, list []series.Member, x float64, anchor string) float64 {
		at := make([]float64, len(nodes))
		for i, n := range nodes {
			at[i] = n.y + n.h/2
		}
		at = svg.Spread(at, 15, top, top+height)
		low := 0.0
		for i, m := range list {
			c.Label(x, at[i]+4, m.Label+" "+s.Value(nodes[i].total), room, normal, labelText+end(anchor))
			low = max(low, at[i]+8, nodes[i].y+nodes[i].h)
		}
		return low
	}
	low := max(name(from, s.Xs, x0-7, "end"), name(to, s.Ss, x1+7, "start"))
	more := ""
	if s.Hidden {
		more = s.Words().Without
	}
	s.footer(c, low+4, more)
	return nil
}
