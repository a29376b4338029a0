package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

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
	for j, v := range row {
		if v.Shown() {
			c.Rect(at[j]-w/2, sc.At(0), w, sc.At(v.V)-sc.At(0), `fill="`+s.colour(s.Xs[j].Code)+`"`, s.Xs[j].Label+": "+s.Long(v))
		}
	}
	for _, j := range s.labelled(row, at, slot, sc) {
		y := sc.At(row[j].V) - 5
		if row[j].V < 0 {
			y += 20
		}
		text := s.Value(row[j].V)
		half := svg.Width(text, normal) / 2
		c.Text(max(min(at[j], c.Width-half), x0+half+2), y, text, valueText+end("middle"))
	}
	height := s.along(c, at, slot, bottom, c.Width)
	s.gaps(c, row, at, slot, sc.At(0))
	s.footer(c, bottom+height)
	return nil
}

func (s plot) colour(code string) string {
	if s.Opt.Highlight != "" && s.Opt.Highlight == code {
		return highlighted
	}
	return palette[0]
}

// labelled chooses which columns carry their value: all when they have room,
// else the highest, the last and the first as far as they cover neither each
// other nor a taller column or a mark beside them.
func (s plot) labelled(row []series.Cell, at []float64, slot float64, sc svg.Scale) []int {
	var all []int
	fits, top := true, -1
	for j, v := range row {
		if !v.Shown() {
			continue
		}
		all = append(all, j)
		fits = fits && svg.Width(s.Value(v.V), normal) <= slot-1
		if top < 0 || v.V > row[top].V {
			top = j
		}
	}
	if fits || len(all) == 0 {
		return all
	}
	var out []int
	for _, j := range []int{top, all[len(all)-1], all[0]} {
		half := svg.Width(s.Value(row[j].V), normal) / 2
		covers := false
		for k := range row {
			if d := at[j] - at[k]; k != j && max(d, -d) < half+slot*.4 {
				covers = covers || !row[k].Shown() || sc.At(row[k].V) < sc.At(row[j].V)-5
			}
		}
		free := !covers && !slices.ContainsFunc(out, func(k int) bool {
			d := at[j] - at[k]
			return max(d, -d) < half+svg.Width(s.Value(row[k].V), normal)/2+6
		})
		if free {
			out = append(out, j)
		}
	}
	return out
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
			c.Rect(at[j]-w/2, sc.At(sum+v.V), w, max(h-0.8, h/2), `fill="`+pattern(c, i)+`"`, fmt.Sprintf("%s, %s: %s", s.Xs[j].Label, s.Ss[i].Label, s.Long(v)))
			sum += v.V
		}
	}
	for _, j := range s.labelled(totals, at, slot, sc) {
		c.Text(max(at[j], x0+svg.Width(s.Value(totals[j].V), normal)/2+2), sc.At(totals[j].V)-5, s.Value(totals[j].V), valueText+end("middle"))
	}
	short := s.unfinished(c, totals, at, sc)
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
// they have no total. It tells whether it wrote the short mark for missing.
func (s plot) unfinished(c *svg.Canvas, totals []series.Cell, at []float64, sc svg.Scale) (short bool) {
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
		edge, short = at[j]+half, short || !t.Hidden()
	}
	return short
}

// longest list of rows; what follows is in the table.
const longest = 40

// drawRows draws members as rows: bars for ranked and grouped, marks on a common
// axis for dot. Ranked and dot rows run from high to low by what is shown; rows
// without a shown value follow in display order.
func drawRows(s plot, c *svg.Canvas) error {
	if len(s.Xs) == 0 || len(s.Ss) == 0 {
		s.empty(c)
		return nil
	}
	dots := s.Opt.Kind == series.Dot
	order := make([]int, len(s.Xs))
	for j := range order {
		order[j] = j
	}
	if (dots || s.Opt.Kind == series.Ranked) && len(s.Ss) == 1 && s.X.Grain == "" {
		slices.SortStableFunc(order, func(a, b int) int {
			va, vb := s.Cells[0][a], s.Cells[0][b]
			if va.Shown() != vb.Shown() {
				if va.Shown() {
					return -1
				}
				return 1
			}
			return cmp.Compare(vb.V, va.V)
		})
	}
	left, more := order, ""
	if len(order) > longest {
		left, more = order[:longest], fmt.Sprintf(s.Words().Others, len(order)-longest)
	}
	label, value := 0.0, 0.0
	for _, j := range left {
		label = max(label, svg.Width(s.Xs[j].Label, normal))
		for i := range s.Ss {
			value = max(value, svg.Width(s.rowText(i, s.Cells[i][j]), normal)*svg.Bold)
		}
	}
	label, value = min(label, 300), min(value, 220)
	sc := s.scale(6).Onto(label+12, c.Width-value-14)
	if dots {
		// Half the last tick's text stands beyond the axis.
		sc = sc.Onto(label+22, c.Width-max(value+14, s.tickWidth(sc)/2))
	}
	y := 4.0
	if dots && len(s.Ss) > 1 {
		y = s.legend(c, y)
	}
	height, pad := 24.0, 0.0
	if !dots && len(s.Ss) > 1 {
		height, pad = 19, 9
	}
	tall := height*float64(len(s.Ss)) + pad
	if dots {
		height, tall = 26, 26
	}
	bottom := y + tall*float64(len(left))
	if dots {
		for _, t := range sc.Ticks {
			c.Line(sc.At(t), y, sc.At(t), bottom, gridLine)
			c.Text(sc.At(t), bottom+16, s.tick(sc, t), axisText+end("middle"))
		}
	}
	for _, j := range left {
		style := labelText
		if s.Opt.Highlight != "" && s.Xs[j].Code == s.Opt.Highlight {
			style = boldText
		}
		c.Label(label, y+(tall-pad)/2+4, s.Xs[j].Label, label, normal, style+end("end"))
		for i := range s.Ss {
			v, mid := s.Cells[i][j], y+height/2
			if !dots {
				mid += height * float64(i)
				s.bar(c, sc, i, j, mid, height-6)
			} else if v.Shown() {
				s.dot(c, i, sc.At(v.V), mid, s.colourOf(i, j), s.title2(i, j))
			}
			if !dots || len(s.Ss) == 1 {
				x, style := sc.At(max(v.V, 0))+7, valueText
				if dots {
					x = sc.At(v.V) + 10
				}
				if !v.Shown() {
					x, style = sc.At(0)+7, strings.Replace(valueText, `font-size="12"`, axisText, 1)
				}
				c.Label(x, mid+4, s.rowText(i, v), value+12, normal, style)
			} else if !v.Shown() {
				mark(c, sc.At(0)+7+float64(i)*90, mid+4, s.Text(v), s.title2(i, j), "")
			}
		}
		y += tall
	}
	if dots {
		bottom += 22
	} else {
		c.Line(sc.At(0), 2, sc.At(0), bottom, baseLine)
	}
	s.footer(c, bottom, more)
	return nil
}

// rowText is what stands behind a bar: with several series also which one it is,
// which makes a legend needless.
func (s plot) rowText(i int, v series.Cell) string {
	if s.By == nil {
		return s.Text(v)
	}
	return s.Text(v) + "  " + s.Ss[i].Label
}

func (s plot) title2(i, j int) string {
	if s.By == nil {
		return s.Xs[j].Label + ": " + s.Long(s.Cells[i][j])
	}
	return s.Xs[j].Label + ", " + s.Ss[i].Label + ": " + s.Long(s.Cells[i][j])
}

func (s plot) colourOf(i, j int) string {
	if s.By == nil {
		return s.colour(s.Xs[j].Code)
	}
	return palette[i%series.MaxSeries]
}

func (s plot) bar(c *svg.Canvas, sc svg.Scale, i, j int, mid, h float64) {
	if v := s.Cells[i][j]; v.Shown() && v.V != 0 {
		c.Rect(sc.At(0), mid-h/2, sc.At(v.V)-sc.At(0), h, `fill="`+s.colourOf(i, j)+`"`, s.title2(i, j))
	}
}

// dot draws the mark of a series: circle, square, diamond, triangle.
func (s plot) dot(c *svg.Canvas, i int, x, y float64, colour, title string) {
	n := svg.Num
	fill := `stroke="#fff" stroke-width="1" fill="` + colour + `"`
	switch i {
	case 1:
		c.Rect(x-5, y-5, 10, 10, fill, title)
	case 2:
		c.Path("M"+n(x)+" "+n(y-7)+"L"+n(x+7)+" "+n(y)+"L"+n(x)+" "+n(y+7)+"L"+n(x-7)+" "+n(y)+"Z", fill, title)
	case 3:
		c.Path("M"+n(x)+" "+n(y-6)+"L"+n(x+6.5)+" "+n(y+5)+"H"+n(x-6.5)+"Z", fill, title)
	default:
		c.Circle(x, y, 5.5, fill, title)
	}
}

// legend names the marks in a line above the plot and gives the y below it.
func (s plot) legend(c *svg.Canvas, y float64) float64 {
	x := 6.0
	for i, m := range s.Ss {
		w := min(svg.Width(m.Label, normal), 150)
		if i > 0 && x+w+20 > c.Width {
			x, y = 6, y+20
		}
		s.dot(c, i, x, y+10, palette[i], "")
		c.Label(x+12, y+14, m.Label, 150, normal, labelText)
		x += w + 40
	}
	return y + 28
}
