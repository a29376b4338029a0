package chart

import (
	"fmt"
	"math"
	"slices"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// drawBar draws columns over time; other members lie down as rows when their
// names have no room below a column.
func drawBar(s plot, c *svg.Canvas) error {
	const top, bottom = 22.0, 232.0
	if len(s.Xs) == 0 {
		s.empty(c)
		return nil
	}
	sc := s.scale(6).Onto(bottom, top)
	x0 := s.tickWidth(sc) + 9
	at, slot := centres(len(s.Xs), x0, c.Width)
	if s.X.Grain == "" {
		for _, m := range s.Xs {
			first, rest := svg.Wrap(m.Label, slot-6, small)
			if max(svg.Width(first, small), svg.Width(rest, small)) > slot-6 {
				return drawRows(s, c)
			}
		}
	}
	s.valueAxis(c, sc, x0, c.Width)
	row := s.Cells[0]
	w := min(slot*0.72, 56)
	shift := 0.0
	if s.Before != nil {
		shift, w = w*.14, w*.72
	}
	for j, v := range row {
		if s.Before != nil && s.Before[j].Shown() {
			c.Rect(at[j]-shift-w/2, sc.At(0), w, sc.At(s.Before[j].V)-sc.At(0), lightFill, s.Tip(0, j))
		}
		if v.Shown() {
			c.Rect(at[j]+shift-w/2, sc.At(0), w, sc.At(v.V)-sc.At(0), `fill="`+s.colour(s.Xs[j].Code)+`"`, s.Tip(0, j))
			if s.Provisional[j] {
				c.Rect(at[j]+shift-w/2+1, sc.At(0), w-2, min(sc.At(v.V)-sc.At(0)+1, 0), `fill="`+stripes(c)+`" pointer-events="none"`, "")
			}
		}
		if s.Target != nil && s.Target[j].Shown() {
			c.Rect(at[j]+shift-w/2-2, sc.At(0), w+4, sc.At(s.Target[j].V)-sc.At(0), outline+` pointer-events="none"`, "")
		}
	}
	taken := s.gaps(c, row, at, slot, sc.At(0))
	labels := make([]columnLabel, len(row))
	for j, v := range row {
		if !v.Shown() {
			continue
		}
		x, y := at[j]+shift, sc.At(v.V)
		taken = append(taken, svg.Box{X0: x - w/2, X1: x + w/2, Y0: min(y, sc.At(0)), Y1: max(y, sc.At(0))})
		y -= 5
		if s.Target != nil && s.Target[j].Shown() {
			line := sc.At(s.Target[j].V)
			taken = append(taken, svg.Box{X0: x - w/2 - 2, X1: x + w/2 + 2, Y0: line - 1, Y1: line + 1})
			if math.Abs(line-y) < 14 {
				y = sc.At(max(s.Target[j].V, v.V)) - 5
			}
		}
		if v.V < 0 {
			y += 20
		}
		labels[j] = s.columnLabel(v, x, y, x0, c.Width)
	}
	placeLabels(c, labels, row, slot, taken)
	s.footer(c, bottom+s.along(c, at, slot, bottom, c.Width))
	return nil
}

func (s plot) colour(code string) string {
	if s.Marked(code) {
		return highlighted
	}
	return palette[0]
}

// columnLabel is a value and where it would stand above or below its column; one
// without text is no label.
type columnLabel struct {
	text string
	x, y float64
}

func (l columnLabel) box() svg.Box { return svg.TextBox(l.x, l.y, l.text, normal, "middle") }

// columnLabel puts the value of a column at x and y, but not beyond left or right.
func (s plot) columnLabel(v series.Cell, x, y, left, right float64) columnLabel {
	text := s.Value(v.V)
	half := svg.Width(text, normal) / 2
	return columnLabel{text, max(min(x, right-half), left+half+2), y}
}

// placeLabels writes the values of columns: all when a column has room for its own,
// else of the highest, the last and the first; and only those that cover neither
// a column, nor a mark, nor each other.
func placeLabels(c *svg.Canvas, labels []columnLabel, row []series.Cell, slot float64, taken svg.Boxes) {
	var all []int
	fits, top := true, -1
	for j, l := range labels {
		if l.text == "" {
			continue
		}
		all = append(all, j)
		fits = fits && svg.Width(l.text, normal) <= slot-1
		if top < 0 || row[j].V > row[top].V {
			top = j
		}
	}
	margin := .5
	if !fits {
		all, margin = []int{top, all[len(all)-1], all[0]}, 3
	}
	for k, j := range all {
		if l := labels[j]; !slices.Contains(all[:k], j) && taken.Free(l.box().Wider(margin)) {
			c.Text(l.x, l.y, l.text, valueText+end("middle"))
			taken = append(taken, l.box())
		}
	}
}

// drawStacked draws columns of up to four parts, named at the right in the order
// of the stack. A column's total is printed only when all its parts are shown.
func drawStacked(s plot, c *svg.Canvas) error {
	const top, bottom = 22.0, 244.0
	if len(s.Xs) == 0 || len(s.Ss) == 0 {
		s.empty(c)
		return nil
	}
	totals := make([]series.Cell, len(s.Xs))
	highest := 0.0
	for j := range s.Xs {
		totals[j] = s.worst(j)
		sum := 0.0
		for i := range s.Ss {
			if v := s.Cells[i][j]; v.Shown() {
				if v.V < 0 {
					return refuse(fmt.Sprintf("chart %q has a negative value in %s, parts of a whole are not", s.Opt.Kind, s.Metric.Name), `write chart="line" or chart="grouped"`)
				}
				sum += v.V
			}
		}
		totals[j].V = sum
		highest = max(highest, sum)
	}
	whole := s.Metric.Decimals == 0
	sc := svg.Nice(0, highest, 6, whole).Onto(bottom, top)
	x0 := s.tickWidth(sc) + 9
	room := 0.0
	for _, m := range s.Ss {
		room = max(room, svg.Width(m.Label, normal))
	}
	room = min(room, 190)
	x1 := c.Width - room - 36
	at, slot := centres(len(s.Xs), x0, x1)
	s.valueAxis(c, sc, x0, x1)
	w := min(slot*0.76, 56)
	middle := make([]float64, len(s.Ss))
	for j := range s.Xs {
		sum := 0.0
		for i := range s.Ss {
			v := s.Cells[i][j]
			middle[i] = sc.At(sum + v.V/2) // the last column's stay
			if !v.Shown() || v.V == 0 {
				continue
			}
			h := sc.At(sum) - sc.At(sum+v.V)
			c.Rect(at[j]-w/2, sc.At(sum+v.V), w, max(h-0.8, h/2), `fill="`+pattern(c, i)+`"`, s.Tip(i, j))
			sum += v.V
		}
		if s.Provisional[j] && sum > 0 {
			c.Rect(at[j]-w/2+1, sc.At(sum)+1, w-2, sc.At(0)-sc.At(sum)-1, `fill="`+stripes(c)+`" pointer-events="none"`, "")
		}
	}
	taken, short := s.unfinished(c, totals, at, sc)
	labels := make([]columnLabel, len(totals))
	for j, t := range totals {
		taken = append(taken, svg.Box{X0: at[j] - w/2, X1: at[j] + w/2, Y0: sc.At(t.V), Y1: sc.At(0)})
		if t.Shown() {
			labels[j] = s.columnLabel(t, at[j], sc.At(t.V)-5, x0, x1+6)
		}
	}
	placeLabels(c, labels, totals, slot, taken)
	// From the top down, so that equal heights keep the order of the stack.
	slices.Reverse(middle)
	for k, y := range svg.Spread(middle, 16, top, bottom-4) {
		i := len(s.Ss) - 1 - k
		last := at[len(at)-1] + w/2
		c.Path("M"+svg.Num(last+2)+" "+svg.Num(middle[k])+"L"+svg.Num(x1+8)+" "+svg.Num(y), `fill="none" stroke="#bbb"`, "")
		c.Rect(x1+11, y-6, 12, 12, `fill="`+pattern(c, i)+`"`, "")
		c.Label(x1+28, y+4, s.Ss[i].Label, room+8, normal, labelText)
	}
	height := s.along(c, at, slot, bottom, x1+room)
	s.footer(c, bottom+height, s.explain(short))
	return nil
}

// unfinished marks the columns of which parts are not shown, on top of what is:
// they have no total. It gives what the marks take, and tells whether it wrote the
// short mark for missing.
func (s plot) unfinished(c *svg.Canvas, totals []series.Cell, at []float64, sc svg.Scale) (taken svg.Boxes, short bool) {
	edge := math.Inf(-1)
	for j, t := range totals {
		if t.Shown() {
			continue
		}
		text := "[o]"
		if !t.Hidden() {
			text = "[nb]"
		}
		half := svg.Width(text, small) / 2
		if at[j]-half < edge {
			continue
		}
		mark(c, at[j], sc.At(t.V)-5, text, s.Xs[j].Label+": "+s.why(totals, j), end("middle"))
		taken = append(taken, svg.TextBox(at[j], sc.At(t.V)-5, text, small, "middle").Wider(3))
		edge, short = at[j]+half, short || !t.Hidden()
	}
	return taken, short
}
