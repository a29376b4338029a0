package series

import (
	"cmp"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// Place is a municipality of the reference list: when it existed, and where it, or
// the municipality that it became a part of, stands on the tile map.
type Place struct {
	Code, Name, Region string
	Successor          string
	From, Until        models.Date // both included; empty is always
	X, Y               int
	Placed             bool // X and Y are given
	Named              bool // carries its name on the map
}

// Tile is the place of a municipality on the tile map, in columns and rows.
// Municipalities that became one later share its square.
type Tile struct {
	Code, Name, Region string
	X, Y               int
	Part, Parts        int // which piece of the square it has, from 0; Parts of 0 is all of it
	// Named tiles carry their name on the map; the others show it on pointing.
	Named bool
}

// Places gives the cell of each tile, and in words what lies on none of them.
func (s View) Places() (cells []Cell, outside []string) {
	column := map[string]int{}
	for j, m := range s.Xs {
		column[m.Code] = j
	}
	for _, t := range s.Opt.Tiles {
		v := Cell{}
		if s.Metric.Empty == "zero" {
			v.Status = disclose.Shown // no rows mean none
		}
		if j, ok := column[t.Code]; ok {
			v = s.Cells[0][j]
			delete(column, t.Code)
		}
		cells = append(cells, v)
	}
	for _, m := range s.Xs {
		if j, ok := column[m.Code]; ok {
			outside = append(outside, m.Label+" "+s.Text(s.Cells[0][j]))
		}
	}
	return cells, outside
}

// Outline is the boundaries of municipalities, ready to be drawn.
type Outline struct {
	Name     string  // of the file they come from
	Latitude float64 // that has its true proportion
	Height   float64 // in pixels
	Grid     float64 // pixels between two whole numbers in a path
	Areas    []Area
	Borders  map[string]string // path around all areas of a region, by its code
}

// Area is the outline of one municipality: SVG path data, to be filled by even and odd,
// and a point in its middle, in pixels.
type Area struct {
	Code, Path string
	X, Y       float64
}

// TilesOn gives the tiles of the municipalities of one day. One without a square of
// its own has a piece of the square of its successor, so that maps of before and
// after a merger can be laid side by side.
func TilesOn(all []Place, day models.Date) []Tile {
	byCode := map[string]Place{}
	for _, p := range all {
		byCode[p.Code] = p
	}
	type square struct{ x, y int }
	shared := map[square]int{}
	var out []Tile
	for _, p := range all {
		if day != "" && (p.From > day || p.Until != "" && p.Until < day) {
			continue
		}
		at := p
		// A list that leads in a circle must not keep us here.
		for step := 0; !at.Placed && at.Successor != "" && step < 9; step++ {
			at = byCode[at.Successor]
		}
		if !at.Placed {
			continue
		}
		shared[square{at.X, at.Y}]++
		out = append(out, Tile{Code: p.Code, Name: p.Name, Region: p.Region, X: at.X, Y: at.Y, Named: p.Named})
	}
	slices.SortStableFunc(out, func(a, b Tile) int { return cmp.Compare(a.Code, b.Code) })
	next := map[square]int{}
	for i, t := range out {
		if s := (square{t.X, t.Y}); shared[s] > 1 {
			out[i].Part, out[i].Parts = next[s], shared[s]
			next[s]++
		}
	}
	return out
}
