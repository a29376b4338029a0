package chart

import (
	"slices"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// paint draws one cell of a grid.
func (s plot) paint(c *svg.Canvas, x, y, w, h float64, v series.Cell, bounds []float64, title string) {
	switch {
	case v.Shown():
		c.Rect(x, y, w, h, `fill="`+ramp[series.Class(bounds, v.V)]+`"`, title)
	case v.Hidden():
		c.Rect(x, y, w, h, `fill="`+hatch(c)+`"`, title)
	default:
		c.Rect(x+.5, y+.5, w-1, h-1, `fill="#fff" stroke="#8a8a8a" stroke-dasharray="2 2"`, title)
	}
}

// drawHeatmap draws series as rows and X as columns, with values in the cells
// when all of them have room.
func drawHeatmap(s plot, c *svg.Canvas) error {
	if len(s.Xs) == 0 || len(s.Ss) == 0 {
		s.empty(c)
		return nil
	}
	label, value := 0.0, svg.Width("[o]", small)
	for i, m := range s.Ss {
		wide := svg.Width(m.Label, normal)
		if s.Marked(m.Code) {
			wide *= svg.Bold
		}
		label = max(label, wide)
		for _, v := range s.Cells[i] {
			if v.Shown() {
				value = max(value, svg.Width(s.Value(v.V), small))
			}
		}
	}
	if label = min(label, 210); c.Width <= slim {
		label = min(label, 104)
	}
	x0 := label + 10
	slot := min((c.Width-x0)/float64(len(s.Xs)), 130)
	at, _ := centres(len(s.Xs), x0, x0+slot*float64(len(s.Xs)))
	h := 25.0
	if slices.ContainsFunc(s.Ss, func(m series.Member) bool { return svg.Width(m.Label, normal) > label }) {
		h = 33 // names of two lines
	}
	// The text of a cell stands a little below its middle.
	const low = 4.0
	bounds := s.Bounds()
	for i, m := range s.Ss {
		y := float64(i) * h
		style := labelText
		if s.Marked(m.Code) {
			style = boldText
		}
		if first, rest := svg.Wrap(m.Label, label, normal); rest == "" {
			c.Label(label, y+h/2+low, first, label, normal, style+end("end"))
		} else {
			c.Label(label, y+h/2-3, first, label, normal, style+end("end"))
			c.Label(label, y+h/2+11, rest, label, normal, style+end("end"))
		}
		for j, v := range s.Cells[i] {
			s.paint(c, at[j]-slot/2+.5, y+.5, slot-1, h-1, v, bounds, s.Tip(i, j))
			if s.Provisional[j] && v.Shown() {
				c.Rect(at[j]-slot/2+.5, y+h-6, slot-1, 5, `fill="`+stripes(c)+`" pointer-events="none"`, "")
			}
			if !v.Shown() && v.Hidden() && slot >= svg.Width("[o]", small) {
				c.Text(at[j], y+h/2+low, "[o]", `font-size="11.5" stroke="#fff" stroke-width="3" paint-order="stroke"`+end("middle"))
			}
			if v.Shown() && slot >= value+4 {
				ink := `fill="#1a1a1a"`
				if series.Class(bounds, v.V) >= 3 {
					ink = `fill="#fff"`
				}
				c.Text(at[j], y+h/2+low, s.Value(v.V), `font-size="11.5" `+ink+end("middle"))
			}
		}
	}
	bottom := h * float64(len(s.Ss))
	y := bottom + 6
	if c.Width <= slim && s.X.Grain == "" {
		y += s.standing(c, at, bottom)
	} else {
		y += s.along(c, at, slot, bottom, c.Width)
	}
	// The key explains the marks; the footer need not do it again.
	y = s.key(c, y, bounds)
	s.Hidden = false
	s.footer(c, y)
	return nil
}

// standing names the columns of a phone upright, below y, and gives the height of that.
func (s plot) standing(c *svg.Canvas, at []float64, y float64) float64 {
	const most = 130.0
	widest := 0.0
	for i, m := range s.Xs {
		widest = max(widest, svg.Width(m.Label, small))
		x := at[i] + 4
		c.Label(x, y+8, m.Label, most, small, axisText+end("end")+` transform="rotate(-90 `+svg.Num(x)+" "+svg.Num(y+8)+`)"`)
	}
	return min(widest, most) + 12
}
