package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// ramp is one hue from light to dark, so that its order survives grey print.
var ramp = [5]string{"#E3EBF2", "#B4C8D9", "#7F9FBC", "#3F6F9C", "#12436D"}

// classes cuts shown values at their quintiles, rounded to two digits. It gives
// the lower bounds of the second class on: none for fewer than two values.
func (s Series) classes() []float64 {
	var all []float64
	for _, row := range s.cells {
		for _, v := range row {
			if v.shown() {
				all = append(all, v.v)
			}
		}
	}
	slices.Sort(all)
	var out []float64
	for k := 1; k < len(ramp) && len(all) > 0; k++ {
		b := s.round(all[min(len(all)*k/len(ramp), len(all)-1)])
		// A bound that leaves a class empty would be a colour without a place.
		if b > all[0] && b <= all[len(all)-1] && (len(out) == 0 || b > out[len(out)-1]) {
			out = append(out, b)
		}
	}
	return out
}

// round keeps two significant digits, and as many as the metric prints.
func (s Series) round(v float64) float64 {
	if v == 0 {
		return 0
	}
	digits := 1 - int(math.Floor(math.Log10(math.Abs(v))))
	factor := 1.0
	if s.metric.Unit == "share" {
		factor = 100
	}
	printed := s.metric.Decimals + int(math.Log10(factor))
	p := math.Pow(10, float64(min(digits, printed)))
	return math.Round(v*p) / p
}

// class gives the ramp's colour of a value. With fewer classes than colours the
// ends of the ramp are kept: few classes are as far apart as can be.
func class(bounds []float64, v float64) int {
	k := 0
	for k < len(bounds) && v >= bounds[k] {
		k++
	}
	if len(bounds) == 0 {
		return 2
	}
	return k * (len(ramp) - 1) / len(bounds)
}

// key draws the classes and marks in a line below y and gives the y below it.
func (s Series) key(c *svg.Canvas, y float64, bounds []float64) float64 {
	x := 0.0
	item := func(fill, text string) {
		w := svg.Width(text, small)
		if x > 0 && x+18+w > c.Width {
			x, y = 0, y+20
		}
		c.Rect(x, y, 13, 13, `stroke="#8a8a8a" stroke-width=".6" fill="`+fill+`"`, "")
		c.Text(x+18, y+11, text, axisText)
		x += 18 + w + 18
	}
	if len(bounds) > 0 {
		item(ramp[0], "< "+s.value(bounds[0]))
		for k, b := range bounds {
			text := "≥ " + s.value(b)
			if k+1 < len(bounds) {
				text = s.between(b, bounds[k+1])
			}
			item(ramp[(k+1)*(len(ramp)-1)/len(bounds)], text)
		}
	}
	if s.hidden {
		item(hatch(c), "[o] "+words(s.o.Lang).hidden)
	}
	if s.absent {
		item("#fff", words(s.o.Lang).missing)
	}
	if x == 0 {
		return y
	}
	return y + 18
}

// between names a class from b up to but not with next.
func (s Series) between(b, next float64) string {
	if s.metric.Decimals > 0 || s.metric.Unit == "share" {
		return fmt.Sprintf(words(s.o.Lang).upTo, s.value(b), s.value(next))
	}
	if next-b == 1 {
		return s.value(b)
	}
	return s.value(b) + "–" + s.value(next-1)
}

// paint draws one cell of a grid.
func (s Series) paint(c *svg.Canvas, x, y, w, h float64, v cell, bounds []float64, title string) {
	switch {
	case v.shown():
		c.Rect(x, y, w, h, `fill="`+ramp[class(bounds, v.v)]+`"`, title)
	case v.hidden():
		c.Rect(x, y, w, h, `fill="`+hatch(c)+`"`, title)
	default:
		c.Rect(x+.5, y+.5, w-1, h-1, `fill="#fff" stroke="#8a8a8a" stroke-dasharray="2 2"`, title)
	}
}

// drawHeatmap draws series as rows and X as columns, with values in the cells
// when all of them have room.
func drawHeatmap(s Series, c *svg.Canvas) error {
	if len(s.xs) == 0 || len(s.ss) == 0 {
		s.empty(c)
		return nil
	}
	label, value := 0.0, svg.Width("[o]", small)
	for i, m := range s.ss {
		label = max(label, svg.Width(m.label, normal))
		for _, v := range s.cells[i] {
			if v.shown() {
				value = max(value, svg.Width(s.value(v.v), small))
			}
		}
	}
	label = min(label, 210)
	x0 := label + 10
	slot := min((c.Width-x0)/float64(len(s.xs)), 130)
	at, _ := centres(len(s.xs), x0, x0+slot*float64(len(s.xs)))
	const h = 25.0
	bounds := s.classes()
	for i, m := range s.ss {
		y := float64(i) * h
		c.Label(label, y+16, m.label, label, normal, labelText+end("end"))
		for j, v := range s.cells[i] {
			s.paint(c, at[j]-slot/2+.5, y+.5, slot-1, h-1, v, bounds, s.title2(i, j))
			if !v.shown() && v.hidden() && slot >= svg.Width("[o]", small) {
				c.Text(at[j], y+16.5, "[o]", `font-size="11.5" stroke="#fff" stroke-width="3" paint-order="stroke"`+end("middle"))
			}
			if v.shown() && slot >= value+4 {
				ink := `fill="#1a1a1a"`
				if class(bounds, v.v) >= 3 {
					ink = `fill="#fff"`
				}
				c.Text(at[j], y+16.5, s.value(v.v), `font-size="11.5" `+ink+end("middle"))
			}
		}
	}
	bottom := h * float64(len(s.ss))
	y := bottom + s.along(c, at, slot, bottom, c.Width) + 6
	// The key explains the marks; the footer need not do it again.
	y = s.key(c, y, bounds)
	s.hidden = false
	s.footer(c, y)
	return nil
}

// drawTiles draws a square per municipality in the place that Options.Tiles
// gives it, and names the five highest and those that are to be named.
func drawTiles(s Series, c *svg.Canvas) error {
	if len(s.o.Tiles) == 0 {
		return refuse("chart \"tiles\" has no places of municipalities", "cut the figure by municipality, and give the reference list of municipalities its tile_x and tile_y")
	}
	left, top, right, bottom := math.MaxInt, math.MaxInt, math.MinInt, math.MinInt
	for _, t := range s.o.Tiles {
		left, right, top, bottom = min(left, t.X), max(right, t.X), min(top, t.Y), max(bottom, t.Y)
	}
	if right-left > 200 || bottom-top > 200 || right < left {
		return refuse(fmt.Sprintf("tile map is %d by %d, want at most 200 by 200", right-left+1, bottom-top+1), "correct tile_x and tile_y in the reference list of municipalities")
	}
	size := min(c.Width/float64(right-left+1), 30)
	dx := (c.Width - size*float64(right-left+1)) / 2
	column := map[string]int{}
	for j, m := range s.xs {
		column[m.code] = j
	}
	bounds := s.classes()
	var placed []tilePlace
	for _, t := range s.o.Tiles {
		v := cell{}
		if s.metric.Empty == "zero" {
			v.status = disclose.Shown // no rows mean none
		}
		if j, ok := column[t.Code]; ok {
			v = s.cells[0][j]
			delete(column, t.Code)
		}
		s.absent = s.absent || !v.shown() && !v.hidden()
		x, y := dx+float64(t.X-left)*size, 14+float64(t.Y-top)*size
		s.paint(c, x+.8, y+.8, size-1.6, size-1.6, v, bounds, t.Name+": "+s.long(v))
		placed = append(placed, tilePlace{t, v, x + size/2, y})
	}
	s.nameTiles(c, placed, size)
	var outside []string
	for _, m := range s.xs {
		if j, ok := column[m.code]; ok {
			outside = append(outside, m.label+" "+s.text(s.cells[0][j]))
		}
	}
	y := s.key(c, 14+size*float64(bottom-top+1)+10, bounds)
	if s.hidden = false; len(outside) > 0 {
		s.footer(c, y, words(s.o.Lang).outside+": "+strings.Join(outside, ", "))
	} else {
		s.footer(c, y)
	}
	return nil
}

type tilePlace struct {
	Tile
	v    cell
	x, y float64 // middle of the upper edge
}

// nameTiles writes names over the map, the highest values first, leaving out
// those that would cover another name.
func (s Series) nameTiles(c *svg.Canvas, all []tilePlace, size float64) {
	ranked := slices.Clone(all)
	slices.SortStableFunc(ranked, func(a, b tilePlace) int {
		if a.v.shown() != b.v.shown() {
			if a.v.shown() {
				return -1
			}
			return 1
		}
		switch {
		case a.v.v > b.v.v:
			return -1
		case a.v.v < b.v.v:
			return 1
		}
		return 0
	})
	type box struct{ x0, x1, y float64 }
	var taken []box
	for k, t := range ranked {
		top := k < 5 && t.v.shown() && t.v.v > 0
		if !top && !t.Named {
			continue
		}
		text := t.Name
		if top {
			text += " " + s.value(t.v.v)
		}
		text = svg.Fit(text, 200, small)
		half := svg.Width(text, small) / 2
		x, y := min(max(t.x, half+1), c.Width-half-1), t.y-2
		free := !slices.ContainsFunc(taken, func(b box) bool {
			return x-half < b.x1+4 && x+half > b.x0-4 && math.Abs(y-b.y) < 14
		})
		if !free {
			continue
		}
		taken = append(taken, box{x - half, x + half, y})
		c.Rect(t.x-size/2+.8, t.y+.8, size-1.6, size-1.6, `fill="none" stroke="#1a1a1a" stroke-width="1.4"`, "")
		weight := ""
		if top {
			weight = ` font-weight="600"`
		}
		c.Text(x, y, text, `font-size="11.5" stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" pointer-events="none"`+weight+end("middle"))
	}
}
