package boundary

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
)

// budget is how many bytes the outlines of one map may take.
const budget = 110_000

// corner is a point on the grid of a map.
type corner struct{ x, y int }

// Outline gives the outlines of the municipalities named, as wide as asked and at most
// tall, on the finest grid that keeps them within the budget. groups names the regions
// whose common border is wanted.
func (m *Map) Outline(codes []string, groups map[string][]string, wide, tall float64) *series.Outline {
	west, south, east, north := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range codes {
		for _, r := range m.areas[c] {
			for _, p := range r {
				west, east, south, north = min(west, p[0]), max(east, p[0]), min(south, p[1]), max(north, p[1])
			}
		}
	}
	if west > east {
		return nil
	}
	middle := (south + north) / 2
	shrink := math.Cos(middle * math.Pi / 180)
	scale := min(wide/max((east-west)*shrink, 1e-9), tall/max(north-south, 1e-9))
	out := &series.Outline{Name: m.Name, Latitude: middle, Height: (north - south) * scale}
	for _, out.Grid = range []float64{.5, .75, 1, 1.5, 2, 3, 4, 6} {
		on := func(r ring) []corner {
			line := make([]corner, 0, len(r))
			for _, p := range r {
				line = append(line, corner{int(math.Round((p[0] - west) * shrink * scale / out.Grid)), int(math.Round((north - p[1]) * scale / out.Grid))})
			}
			return clean(line)
		}
		shift := int((wide - (east-west)*shrink*scale) / 2 / out.Grid)
		out.Areas, out.Borders = nil, map[string]string{}
		placed := map[string][][]corner{}
		bytes := 0
		for _, code := range codes {
			var lines [][]corner
			for _, r := range m.areas[code] {
				if line := on(r); len(line) > 2 {
					lines = append(lines, moved(line, shift))
				}
			}
			if len(lines) == 0 && len(m.areas[code]) > 0 {
				lines = append(lines, speck(m.areas[code][0], west, north, shrink, scale, out.Grid, shift))
			}
			placed[code] = lines
			a := series.Area{Code: code, Path: path(lines)}
			a.X, a.Y = anchor(lines, out.Grid)
			out.Areas = append(out.Areas, a)
			bytes += len(a.Path)
		}
		for name, members := range groups {
			var lines [][]corner
			for _, code := range members {
				lines = append(lines, placed[code]...)
			}
			out.Borders[name] = path(border(lines))
		}
		if bytes <= budget {
			break
		}
	}
	return out
}

func moved(line []corner, shift int) []corner {
	for i := range line {
		line[i].x += shift
	}
	return line
}

// clean opens a closed line and takes out corners that fell together, and those that
// only lead there and back.
func clean(line []corner) []corner {
	var out []corner
	for _, c := range line {
		out = append(out, c)
		for n := len(out); n > 1; n = len(out) {
			if out[n-1] == out[n-2] {
				out = out[:n-1]
			} else if n > 2 && out[n-1] == out[n-3] {
				out = out[:n-2]
			} else {
				break
			}
		}
	}
	for len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

// speck stands for an area that is smaller than the grid, so that it is not lost.
func speck(r ring, west, north, shrink, scale, grid float64, shift int) []corner {
	x, y := int((r[0][0]-west)*shrink*scale/grid)+shift, int((north-r[0][1])*scale/grid)
	k := max(1, int(math.Round(1/grid)))
	return []corner{{x - k, y - k}, {x + k, y - k}, {x + k, y + k}, {x - k, y + k}}
}

// path writes lines as SVG path data: relative, without corners on a straight line.
func path(lines [][]corner) string {
	var b []byte
	num := func(v int, first bool) {
		if !first && v >= 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(v), 10)
	}
	for _, line := range lines {
		kept := straight(line)
		if len(kept) < 3 {
			continue
		}
		b = append(b, 'M')
		num(kept[0].x, true)
		num(kept[0].y, false)
		b = append(b, 'l')
		for i := 1; i < len(kept); i++ {
			num(kept[i].x-kept[i-1].x, i == 1)
			num(kept[i].y-kept[i-1].y, false)
		}
		b = append(b, 'z')
	}
	return string(b)
}

// straight leaves out the corners that lie on the line between their neighbours.
func straight(line []corner) []corner {
	var out []corner
	n := len(line)
	for i, c := range line {
		a, b := line[(i+n-1)%n], line[(i+1)%n]
		if (c.x-a.x)*(b.y-c.y) != (c.y-a.y)*(b.x-c.x) {
			out = append(out, c)
		}
	}
	return out
}

// anchor gives the middle of the largest of the lines, in pixels.
func anchor(lines [][]corner, grid float64) (float64, float64) {
	var x, y, most float64
	for _, line := range lines {
		var area, sx, sy float64
		for i, c := range line {
			d := line[(i+1)%len(line)]
			cross := float64(c.x*d.y - d.x*c.y)
			area += cross
			sx += float64(c.x+d.x) * cross
			sy += float64(c.y+d.y) * cross
		}
		if area != 0 && math.Abs(area) > most {
			most, x, y = math.Abs(area), sx/(3*area), sy/(3*area)
		}
	}
	return x * grid, y * grid
}

// border gives what lies around areas that touch: the edges that only one of them has.
func border(lines [][]corner) [][]corner {
	type edge [2]corner
	count := map[edge]int{}
	for _, line := range lines {
		for i, a := range line {
			b := line[(i+1)%len(line)]
			if before(b, a) {
				a, b = b, a
			}
			count[edge{a, b}]++
		}
	}
	next := map[corner][]corner{}
	var starts []corner
	for e, n := range count {
		if n%2 == 1 {
			next[e[0]] = append(next[e[0]], e[1])
			next[e[1]] = append(next[e[1]], e[0])
			starts = append(starts, e[0])
		}
	}
	// Maps have no order; walks do.
	for _, to := range next {
		slices.SortFunc(to, order)
	}
	slices.SortFunc(starts, order)
	take := func(a, b corner) {
		next[a] = slices.Delete(next[a], slices.Index(next[a], b), slices.Index(next[a], b)+1)
	}
	var out [][]corner
	for _, start := range starts {
		line := []corner{start}
		for at := start; len(next[at]) > 0; {
			to := next[at][0]
			take(at, to)
			take(to, at)
			if at = to; at == start {
				break
			}
			line = append(line, at)
		}
		if len(line) > 2 {
			out = append(out, line)
		}
	}
	return out
}

func before(a, b corner) bool { return order(a, b) < 0 }

func order(a, b corner) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }
