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
			c.Rect(t.x+1.2, t.y+1.2, t.w-2.4, size-2.4, `fill="none" pointer-events="none" stroke-width="2.4" stroke="`+highlighted+`"`, "")
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
	o := s.Opt.Outline
	const top = 14.0
	bounds := s.Bounds()
	area := map[string]series.Area{}
	for _, a := range o.Areas {
		area[a.Code] = a
	}
	n := svg.Num
	fine := c.Define("fine", `width="`+n(5/o.Grid)+`" height="`+n(5/o.Grid)+`" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="`+n(5/o.Grid)+`" height="`+n(5/o.Grid)+`" fill="#fff"/><path d="M0 0V`+n(5/o.Grid)+`" stroke="#8a8a8a" stroke-width="`+n(1.6/o.Grid)+`"/>`)
	c.Raw(`<g transform="translate(0 ` + n(top) + `) scale(` + n(o.Grid) + `)" stroke="#fff" stroke-width="` + n(.7/o.Grid) + `" stroke-linejoin="round" fill-rule="evenodd">`)
	var placed []tilePlace
	for k, t := range s.Opt.Tiles {
		v, a := cells[k], area[t.Code]
		look := `fill="#fff" stroke="#8a8a8a" stroke-dasharray="` + n(2/o.Grid) + `"`
		if v.Shown() {
			look = `fill="` + ramp[series.Class(bounds, v.V)] + `"`
		} else if v.Hidden() {
			look = `fill="` + fine + `" stroke="#8a8a8a"`
		}
		c.Path(a.Path, look, t.Name+": "+s.Long(v))
		placed = append(placed, tilePlace{t, v, a.X, a.Y + top + 6, 0, 0})
	}
	if path := o.Borders[s.Opt.Highlight]; path != "" {
		c.Path(path, `fill="none" pointer-events="none" stroke-width="`+n(2.4/o.Grid)+`" stroke="`+highlighted+`"`, "")
	} else if a, ok := area[s.Opt.Highlight]; ok {
		c.Path(a.Path, `fill="none" pointer-events="none" stroke-width="`+n(2.4/o.Grid)+`" stroke="`+highlighted+`"`, "")
	}
	c.Raw("</g>")
	s.namePlaces(c, placed)
	s.under(c, top+o.Height+10, bounds, outside, fmt.Sprintf(s.Words().Projection, models.Visible(o.Name), number.Number(o.Latitude, 1, s.Opt.Lang)))
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
		if t.w > 0 {
			c.Rect(t.x+.8, t.y+.8, t.w-1.6, t.h-1.6, `fill="none" pointer-events="none" stroke="#1a1a1a" stroke-width="1.4"`, "")
		}
		weight := ""
		if top || own {
			weight = ` font-weight="600"`
		}
		c.Text(x, y, text, `font-size="11.5" stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" pointer-events="none"`+weight+end("middle"))
	}
}
