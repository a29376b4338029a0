package chart

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// drawRows draws members as rows: bars for ranked and grouped, marks on a common
// axis for dot. Ranked and dot rows run from high to low by what is shown; rows
// without a shown value follow in display order.
func drawRows(s plot, c *svg.Canvas) error {
	if len(s.Xs) == 0 || len(s.Ss) == 0 {
		s.empty(c)
		return nil
	}
	dots := s.Opt.Kind == series.Dot
	left := s.Rows()
	more := ""
	if len(left) > series.Longest {
		left, more = left[:series.Longest], fmt.Sprintf(s.Words().Others, len(left)-series.Longest)
	}
	label, value := 0.0, 0.0
	for _, j := range left {
		wide := svg.Width(s.Xs[j].Label, normal)
		if s.Marked(s.Xs[j].Code) {
			wide *= svg.Bold
		}
		label = max(label, wide)
		for i := range s.Ss {
			value = max(value, svg.Width(s.rowText(i, s.Cells[i][j]), normal)*svg.Bold)
		}
	}
	label, value = min(label, 230), min(value, 220)
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
	two := slices.ContainsFunc(left, func(j int) bool { return svg.Width(s.Xs[j].Label, normal) > label })
	if dots {
		height = 26
	}
	if two && (dots || len(s.Ss) == 1) {
		height = 32 // names of two lines
	}
	tall := height*float64(len(s.Ss)) + pad
	if dots {
		tall = height
	}
	bottom := y + tall*float64(len(left))
	if dots {
		s.upright(c, sc, y, bottom)
	}
	for _, j := range left {
		style := labelText
		if s.Marked(s.Xs[j].Code) {
			style = boldText
		}
		first, rest := svg.Wrap(s.Xs[j].Label, label, normal)
		if rest == "" {
			c.Label(label, y+(tall-pad)/2+4, first, label, normal, style+end("end"))
		} else {
			c.Label(label, y+(tall-pad)/2-3, first, label, normal, style+end("end"))
			c.Label(label, y+(tall-pad)/2+11, rest, label, normal, style+end("end"))
		}
		for i := range s.Ss {
			v, mid := s.Cells[i][j], y+height/2
			if !dots {
				mid += height * float64(i)
				s.bar(c, sc, i, j, mid, min(height-6, 18))
			} else if v.Shown() {
				if v.Bounded {
					// Intervals of several series would lie on each other.
					mid += 7 * (float64(i) - float64(len(s.Ss)-1)/2)
					s.whisker(c, sc, v, mid, s.colourOf(i, j))
				}
				s.dot(c, i, sc.At(v.V), mid, s.colourOf(i, j), s.Tip(i, j))
			}
			if !dots || len(s.Ss) == 1 {
				x, style := sc.At(max(v.V, 0))+7, valueText
				if dots {
					x = max(sc.At(v.V), sc.At(v.High)) + 10
				}
				for _, beside := range [][]series.Cell{s.Before, s.Target} {
					if beside != nil && beside[j].Shown() {
						x = max(x, sc.At(beside[j].V)+9)
					}
				}
				if !v.Shown() {
					x, style = max(x, sc.At(0)+7), strings.Replace(valueText, `font-size="12"`, axisText, 1)
				}
				c.Label(x, mid+4, s.rowText(i, v), value+12, normal, style)
			} else if !v.Shown() {
				mark(c, sc.At(0)+7+float64(i)*90, mid+4, s.Text(v), s.Tip(i, j), "")
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

func (s plot) colourOf(i, j int) string {
	if s.By == nil {
		return s.colour(s.Xs[j].Code)
	}
	return palette[i%series.MaxSeries]
}

func (s plot) bar(c *svg.Canvas, sc svg.Scale, i, j int, mid, h float64) {
	if s.Before != nil {
		if b := s.Before[j]; b.Shown() && b.V != 0 {
			c.Rect(sc.At(0), mid+h*.08, sc.At(b.V)-sc.At(0), h*.42, lightFill, s.Tip(i, j))
		}
		mid, h = mid-h*.2, h*.6
	}
	if s.Target != nil && s.Target[j].Shown() {
		defer c.Rect(sc.At(0), mid-h/2-2, sc.At(s.Target[j].V)-sc.At(0), h+4, outline+` pointer-events="none"`, "")
	}
	if v := s.Cells[i][j]; v.Shown() && v.V != 0 {
		c.Rect(sc.At(0), mid-h/2, sc.At(v.V)-sc.At(0), h, `fill="`+s.colourOf(i, j)+`"`, s.Tip(i, j))
	}
}

// whisker draws the interval of a dot, with ends that stand up.
func (s plot) whisker(c *svg.Canvas, sc svg.Scale, v series.Cell, y float64, colour string) {
	n := svg.Num
	a, b := sc.At(v.Low), sc.At(v.High)
	c.Path("M"+n(a)+" "+n(y-4)+"v8M"+n(a)+" "+n(y)+"H"+n(b)+"M"+n(b)+" "+n(y-4)+"v8", `fill="none" stroke-width="1.8" stroke="`+colour+`"`, "")
}
