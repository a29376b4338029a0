package series

import (
	"cmp"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
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
