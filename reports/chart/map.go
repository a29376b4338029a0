package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

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
	cells, outside := s.Places()
	for _, v := range cells {
		s.Absent = s.Absent || !v.Shown() && !v.Hidden()
	}
	if s.Opt.Outline != nil {
		return drawMap(s, c, cells, outside)
	}
	bounds := s.Bounds()
	var placed []tilePlace
	for k, t := range s.Opt.Tiles {
		v := cells[k]
		x, y, w := dx+float64(t.X-left)*size, 14+float64(t.Y-top)*size, size
		if t.Parts > 1 {
			w = size / float64(t.Parts)
			x += w * float64(t.Part)
		}
		s.paint(c, x+.8, y+.8, w-1.6, size-1.6, v, bounds, t.Name+": "+s.Long(v))
		placed = append(placed, tilePlace{t, v, x, y, w, size})
	}
	for _, t := range placed {
		if s.Marked(t.Code) || s.Marked(t.Region) {
			line := min(2.4, size/6) // what is framed is seen within it on a phone too
			c.Rect(t.x+line/2, t.y+line/2, t.w-line, size-line, `fill="none" pointer-events="none" stroke-width="`+svg.Num(line)+`" stroke="`+highlighted+`"`, "")
		}
	}
	s.namePlaces(c, placed)
	about := s.Words().Square
	if slices.ContainsFunc(s.Opt.Tiles, func(t series.Tile) bool { return t.Parts > 1 }) {
		about = s.Words().Shared
	}
	s.under(c, 14+size*float64(bottom-top+1)+10, bounds, outside, about)
	return nil
}

// under draws what stands below a map: its classes, and what it has no place for.
func (s plot) under(c *svg.Canvas, y float64, bounds []float64, outside []string, more ...string) {
	y = s.key(c, y, bounds)
	s.Hidden = false // the key has told
	if len(outside) > 0 {
		more = append([]string{s.Words().Outside + ": " + strings.Join(outside, ", ")}, more...)
	}
	s.footer(c, y, more...)
}

// drawMap draws the boundaries of municipalities, with the same classes and names as
// the squares have.
func drawMap(s plot, c *svg.Canvas, cells []series.Cell, outside []string) error {
	const top, outlined = 14.0, 720.0 // the latter is the width that outlines are made for
	o := s.Opt.Outline
	scale := c.Width / outlined
	grid := o.Grid * scale
	bounds := s.Bounds()
	area := map[string]series.Area{}
	for _, a := range o.Areas {
		area[a.Code] = a
	}
	n := svg.Num
	fine := c.Define("fine", `width="`+n(5/grid)+`" height="`+n(5/grid)+`" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="`+n(5/grid)+`" height="`+n(5/grid)+`" fill="#fff"/><path d="M0 0V`+n(5/grid)+`" stroke="#8a8a8a" stroke-width="`+n(1.6/grid)+`"/>`)
	c.Raw(`<g transform="translate(0 ` + n(top) + `) scale(` + n(grid) + `)" stroke="#fff" stroke-width="` + n(.7/grid) + `" stroke-linejoin="round" fill-rule="evenodd">`)
	var placed []tilePlace
	for k, t := range s.Opt.Tiles {
		v, a := cells[k], area[t.Code]
		look := `fill="#fff" stroke="#8a8a8a" stroke-dasharray="` + n(2/grid) + `"`
		if v.Shown() {
			look = `fill="` + ramp[series.Class(bounds, v.V)] + `"`
		} else if v.Hidden() {
			look = `fill="` + fine + `" stroke="#8a8a8a"`
		}
		c.Path(a.Path, look, t.Name+": "+s.Long(v))
		placed = append(placed, tilePlace{t, v, a.X * scale, a.Y*scale + top + 6, 0, 0})
	}
	if path := o.Borders[s.Opt.Highlight]; path != "" {
		c.Path(path, `fill="none" pointer-events="none" stroke-width="`+n(2.4/grid)+`" stroke="`+highlighted+`"`, "")
	} else if a, ok := area[s.Opt.Highlight]; ok {
		c.Path(a.Path, `fill="none" pointer-events="none" stroke-width="`+n(2.4/grid)+`" stroke="`+highlighted+`"`, "")
	}
	c.Raw("</g>")
	s.namePlaces(c, placed)
	s.under(c, top+o.Height*scale+10, bounds, outside, fmt.Sprintf(s.Words().Projection, models.Visible(o.Name), number.Number(o.Latitude, 1, s.Opt.Lang)))
	return nil
}

type tilePlace struct {
	series.Tile
	V          series.Cell
	x, y, w, h float64 // upper left corner, width and height of the square; no size on a map
}

// namePlaces writes names over the map, the highest values first, leaving out
// those that would cover another name.
func (s plot) namePlaces(c *svg.Canvas, all []tilePlace) {
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
	named := func(k int) (text string, bold, ok bool) {
		t := ranked[k]
		top, own := k < 5 && t.V.Shown() && t.V.V > 0, s.Marked(t.Code)
		text = t.Name
		if top || own && t.V.Shown() {
			text += " " + s.Value(t.V.V)
		}
		return svg.Fit(text, 200, small), top || own, top || own || t.Named
	}
	// A name covers neither another name nor the square that another name belongs to.
	squares := map[int]svg.Box{}
	for k, t := range ranked {
		if _, _, ok := named(k); ok && t.w > 0 {
			squares[k] = svg.Box{X0: t.x, X1: t.x + t.w, Y0: t.y, Y1: t.y + t.h}
		}
	}
	var taken svg.Boxes
	for k, t := range ranked {
		text, bold, ok := named(k)
		if !ok {
			continue
		}
		wide, weight := svg.Width(text, small), ""
		if bold {
			wide, weight = wide*svg.Bold, ` font-weight="600"`
		}
		x, y, free := 0.0, 0.0, false
		for _, spot := range t.spots(wide, c.Width) {
			box := svg.Box{X0: spot[0] - wide/2, X1: spot[0] + wide/2, Y0: spot[1] - 9, Y1: spot[1] + 2.5}.Wider(2)
			free = c.Within(box) && taken.Free(box)
			for other, square := range squares {
				free = free && (other == k || !square.Meets(box))
			}
			if free {
				x, y, taken = spot[0], spot[1], append(taken, box)
				break
			}
		}
		if !free {
			continue
		}
		if t.w > 0 {
			c.Rect(t.x+.8, t.y+.8, t.w-1.6, t.h-1.6, `fill="none" pointer-events="none" stroke="#1a1a1a" stroke-width="1.4"`, "")
		}
		c.Text(x, y, text, `font-size="11.5" stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" pointer-events="none"`+weight+end("middle"))
	}
}

// spots gives where the name of a place may stand, best first: above its square, below,
// and at either side. On a map there is no square, and only the first.
func (t tilePlace) spots(wide, width float64) [][2]float64 {
	x := min(max(t.x+t.w/2, wide/2+3), width-wide/2-3)
	if t.w == 0 {
		return [][2]float64{{x, t.y - 2}}
	}
	return [][2]float64{{x, t.y - 3}, {x, t.y + t.h + 11}, {t.x + t.w + wide/2 + 4, t.y + t.h/2 + 4}, {t.x - wide/2 - 4, t.y + t.h/2 + 4}}
}
