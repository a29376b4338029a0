package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
	"github.com/vlot-evaluatie/peil/reports/disclose"
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
	label = min(label, 210)
	x0 := label + 10
	slot := min((c.Width-x0)/float64(len(s.Xs)), 130)
	at, _ := centres(len(s.Xs), x0, x0+slot*float64(len(s.Xs)))
	const h = 25.0
	bounds := s.Bounds()
	for i, m := range s.Ss {
		y := float64(i) * h
		style := labelText
		if s.Marked(m.Code) {
			style = boldText
		}
		c.Label(label, y+16, m.Label, label, normal, style+end("end"))
		for j, v := range s.Cells[i] {
			s.paint(c, at[j]-slot/2+.5, y+.5, slot-1, h-1, v, bounds, s.Tip(i, j))
			if s.Provisional[j] && v.Shown() {
				c.Rect(at[j]-slot/2+.5, y+h-6, slot-1, 5, `fill="`+stripes(c)+`" pointer-events="none"`, "")
			}
			if !v.Shown() && v.Hidden() && slot >= svg.Width("[o]", small) {
				c.Text(at[j], y+16.5, "[o]", `font-size="11.5" stroke="#fff" stroke-width="3" paint-order="stroke"`+end("middle"))
			}
			if v.Shown() && slot >= value+4 {
				ink := `fill="#1a1a1a"`
				if series.Class(bounds, v.V) >= 3 {
					ink = `fill="#fff"`
				}
				c.Text(at[j], y+16.5, s.Value(v.V), `font-size="11.5" `+ink+end("middle"))
			}
		}
	}
	bottom := h * float64(len(s.Ss))
	y := bottom + s.along(c, at, slot, bottom, c.Width) + 6
	// The key explains the marks; the footer need not do it again.
	y = s.key(c, y, bounds)
	s.Hidden = false
	s.footer(c, y)
	return nil
}

// drawTiles draws a square per municipality in the place that Options.Tiles
// gives it, and names the five highest and those that are to be named.
func drawTiles(s plot, c *svg.Canvas) error {
	if len(s.Opt.Tiles) == 0 {
		return refuse("chart \"tiles\" has no places of municipalities", "cut the figure by municipality, and give the reference list of municipalities its tile_x and tile_y")
	}
	left, top, right, bottom := math.MaxInt, math.MaxInt, math.MinInt, math.MinInt
	for _, t := range s.Opt.Tiles {
		left, right, top, bottom = min(left, t.X), max(right, t.X), min(top, t.Y), max(bottom, t.Y)
	}
	if right-left > 200 || bottom-top > 200 || right < left {
		return refuse(fmt.Sprintf("tile map is %d by %d, want at most 200 by 200", right-left+1, bottom-top+1), "correct tile_x and tile_y in the reference list of municipalities")
	}
	size := min(c.Width/float64(right-left+1), 30)
	dx := (c.Width - size*float64(right-left+1)) / 2
	column := map[string]int{}
	for j, m := range s.Xs {
		column[m.Code] = j
	}
	bounds := s.Bounds()
	var placed []tilePlace
	for _, t := range s.Opt.Tiles {
		v := series.Cell{}
		if s.Metric.Empty == "zero" {
			v.Status = disclose.Shown // no rows mean none
		}
		if j, ok := column[t.Code]; ok {
			v = s.Cells[0][j]
			delete(column, t.Code)
		}
		s.Absent = s.Absent || !v.Shown() && !v.Hidden()
		x, y, w := dx+float64(t.X-left)*size, 14+float64(t.Y-top)*size, size
		if t.Parts > 1 {
			w = size / float64(t.Parts)
			x += w * float64(t.Part)
		}
		s.paint(c, x+.8, y+.8, w-1.6, size-1.6, v, bounds, t.Name+": "+s.Long(v))
		placed = append(placed, tilePlace{t, v, x, y, w})
	}
	for _, t := range placed {
		if s.Marked(t.Code) || s.Marked(t.Region) {
			c.Rect(t.x+1.2, t.y+1.2, t.w-2.4, size-2.4, `fill="none" pointer-events="none" stroke-width="2.4" stroke="`+highlighted+`"`, "")
		}
	}
	s.nameTiles(c, placed, size)
	var outside []string
	for _, m := range s.Xs {
		if j, ok := column[m.Code]; ok {
			outside = append(outside, m.Label+" "+s.Text(s.Cells[0][j]))
		}
	}
	y := s.key(c, 14+size*float64(bottom-top+1)+10, bounds)
	if s.Hidden = false; len(outside) > 0 {
		s.footer(c, y, s.Words().Outside+": "+strings.Join(outside, ", "))
	} else {
		s.footer(c, y)
	}
	return nil
}

type tilePlace struct {
	series.Tile
	V       series.Cell
	x, y, w float64 // upper left corner, and width
}

// nameTiles writes names over the map, the highest values first, leaving out
// those that would cover another name.
func (s plot) nameTiles(c *svg.Canvas, all []tilePlace, size float64) {
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(a, b tilePlace) int {
		if a.V.Shown() != b.V.Shown() {
			if a.V.Shown() {
				return -1
			}
			return 1
		}
		switch {
		case a.V.V > b.V.V:
			return -1
		case a.V.V < b.V.V:
			return 1
		}
		return 0
	})
	type box struct{ x0, x1, y float64 }
	var taken []box
	for k, t := range ranked {
		top := k < 5 && t.V.Shown() && t.V.V > 0
		own := s.Marked(t.Code)
		if !top && !t.Named && !own {
			continue
		}
		text := t.Name
		if top || own && t.V.Shown() {
			text += " " + s.Value(t.V.V)
		}
		text = svg.Fit(text, 200, small)
		half := svg.Width(text, small) / 2
		x, y := min(max(t.x+t.w/2, half+1), c.Width-half-1), t.y-2
		free := !slices.ContainsFunc(taken, func(b box) bool {
			return x-half < b.x1+4 && x+half > b.x0-4 && math.Abs(y-b.y) < 14
		})
		if !free {
			continue
		}
		taken = append(taken, box{x - half, x + half, y})
		c.Rect(t.x+.8, t.y+.8, t.w-1.6, size-1.6, `fill="none" pointer-events="none" stroke="#1a1a1a" stroke-width="1.4"`, "")
		weight := ""
		if top || own {
			weight = ` font-weight="600"`
		}
		c.Text(x, y, text, `font-size="11.5" stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" pointer-events="none"`+weight+end("middle"))
	}
}
