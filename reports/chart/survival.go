package chart

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// drawSurvival draws, for each series, what share of waits goes on after so many
// days, as stairs, and below them how many are still at risk.
func drawSurvival(s plot, c *svg.Canvas) error {
	if len(s.Xs) == 0 || len(s.Ss) == 0 {
		s.empty(c)
		return nil
	}
	const top, bottom = 14.0, 234.0
	days := make([]float64, len(s.Xs))
	longest := 1.0
	for j, m := range s.Xs {
		days[j], _ = strconv.ParseFloat(m.Code, 64)
		longest = max(longest, days[j])
	}
	sc := svg.Scale{Low: 0, High: 1, Step: .25, Ticks: []float64{0, .25, .5, .75, 1}}.Onto(bottom, top)
	room := 0.0
	beside := s.By != nil && c.Width > slim // else names stand below, with who is at risk
	if beside {
		for _, m := range s.Ss {
			room = max(room, svg.Width(m.Label, normal)*svg.Bold)
		}
		room = min(room, 200) + 40
	}
	left := max(s.tickWidth(sc)+9, 46)
	x1 := c.Width - room - 16
	step := svg.Days(longest, int((x1-left)/(svg.Width(number.Number(longest, 0, s.Opt.Lang), small)+10)))
	at := svg.Scale{Low: 0, High: longest}.Onto(left, x1)
	s.valueAxis(c, sc, left, x1)
	for d := 0.0; d <= longest+1e-9; d += step {
		c.Line(at.At(d), bottom, at.At(d), bottom+4, baseLine)
		c.Text(at.At(d), bottom+17, number.Number(d, 0, s.Opt.Lang), axisText+end("middle"))
	}
	c.Text(x1, bottom+32, fmt.Sprintf(s.Words().Days, ""), axisText+end("end"))

	ends := make([]float64, len(s.Ss))
	for i, row := range s.Cells {
		ends[i] = bottom
		if last := s.last(i); last >= 0 {
			ends[i] = sc.At(row[last].V)
		}
		s.stairs(c, i, days, at, sc)
	}
	for i, y := range svg.Spread(ends, 16, top, bottom-2) {
		if !beside || s.last(i) < 0 {
			continue
		}
		c.Path("M"+svg.Num(at.At(days[s.last(i)])+3)+" "+svg.Num(ends[i])+"L"+svg.Num(x1+6)+" "+svg.Num(y), `fill="none" stroke="#bbb"`, "")
		c.Path("M"+svg.Num(x1+7)+" "+svg.Num(y)+"h20", `fill="none" stroke-width="2.2" stroke="`+palette[i]+`"`+dashes[i], "")
		c.Label(x1+31, y+4, s.Ss[i].Label, room-30, normal*svg.Bold, boldText)
	}
	y, hidden := s.atRisk(c, days, at, step, bottom+32)
	s.Hidden = s.Hidden || hidden
	s.footer(c, y, fmt.Sprintf(s.Words().Merged, s.Least))
	return nil
}

// stairs draws one curve: a share holds until the next point. Where steps were put
// together the curve lies somewhere in the area between two points: that is shaded, and a
// dotted line leads from one to the other.
func (s plot) stairs(c *svg.Canvas, i int, days []float64, at, sc svg.Scale) {
	n := svg.Num
	var d, up, low, slopes strings.Builder
	var known [][2]float64 // points at which a stretch ends: stairs may not lead on from them
	var back []string
	for j, v := range s.Cells[i] {
		if !v.Shown() {
			continue
		}
		x, y := n(at.At(days[j])), n(sc.At(v.V))
		before, merged := s.Merged(i, j)
		switch {
		case d.Len() == 0:
			d.WriteString("M" + x + " " + y)
		case merged:
			x0, y0 := at.At(days[before]), sc.At(s.Cells[i][before].V)
			c.Rect(x0, y0, at.At(days[j])-x0, sc.At(v.V)-y0, `fill="`+palette[i]+`" fill-opacity="`+faint+`"`, "")
			slopes.WriteString("M" + n(x0) + " " + n(y0) + "L" + x + " " + y)
			d.WriteString("M" + x + " " + y)
			known = append(known, [2]float64{at.At(days[j]), sc.At(v.V)})
		default:
			d.WriteString("H" + x + "V" + y)
		}
		if v.Bounded {
			switch high := n(sc.At(v.High)); {
			case up.Len() == 0:
				up.WriteString("M" + x + " " + high)
			case merged:
				up.WriteString("L" + x + " " + high)
				// The lower edge slopes too: back to the point before without a step.
				back[len(back)-1] = "L" + n(at.At(days[before])) + " " + n(sc.At(s.Cells[i][before].Low))
			default:
				up.WriteString("H" + x + "V" + high)
			}
			// The lower edge is walked back: right to left, each share before its day.
			back = append(back, "V"+n(sc.At(v.Low))+"H"+x)
		}
	}
	if up.Len() > 0 {
		last := s.last(i)
		low.WriteString("H" + n(at.At(days[last])))
		for k := len(back) - 1; k >= 0; k-- {
			low.WriteString(back[k])
		}
		c.Path(up.String()+low.String()+"Z", `fill="`+palette[i]+`" fill-opacity=".16"`, "")
	}
	c.Path(d.String(), `fill="none" stroke-width="2.2" stroke="`+palette[i]+`"`+dashes[i], "")
	if slopes.Len() > 0 {
		c.Path(slopes.String(), `fill="none" stroke-width="1.6" stroke="`+palette[i]+`"`+dotted, "")
	}
	for _, k := range known {
		c.Circle(k[0], k[1], 2.6, `fill="`+palette[i]+`"`, "")
	}
	c.Raw(`<g fill="#fff" fill-opacity="0">`)
	for j, v := range s.Cells[i] {
		if v.Shown() {
			c.Circle(at.At(days[j]), sc.At(v.V), 7, "", s.Tip(i, j))
		}
	}
	c.Raw("</g>")
}

// atRisk writes how many waits are still at risk at the ticks, a row for each series
// with a sample of its line; its name stands at the end of the line or, on a phone, above
// the row. Where the curve has no point the number is not told. It gives the y below.
func (s plot) atRisk(c *svg.Canvas, days []float64, at svg.Scale, step, y float64) (float64, bool) {
	counted := slices.ContainsFunc(s.Cells, func(cells []series.Cell) bool {
		return slices.ContainsFunc(cells, func(v series.Cell) bool { return v.Counted })
	})
	if counted {
		c.Text(0, y, s.Words().AtRisk, axisText)
		y += 16
	} else if s.By == nil || c.Width > slim { // names of lines stand here on a phone
		return y + 6, false
	}
	hidden := false
	for i, m := range s.Ss {
		var taken svg.Boxes
		if s.By != nil {
			c.Path("M0 "+svg.Num(y-4)+"h20", `fill="none" stroke-width="2.2" stroke="`+palette[i]+`"`+dashes[i], "")
		}
		if s.By != nil && c.Width <= slim {
			c.Label(26, y, m.Label, c.Width-26, normal*svg.Bold, boldText)
			y += 16
		}
		if !counted {
			continue
		}
		for j, v := range s.Cells[i] {
			if !v.Shown() || int64(days[j])%int64(step) != 0 {
				continue
			}
			text := number.Number(v.Risk, 0, s.Opt.Lang)
			if box := svg.TextBox(at.At(days[j]), y, text, small, "middle"); taken.Free(box.Wider(4)) {
				c.Text(at.At(days[j]), y, text, axisText+end("middle"))
				taken = append(taken, box)
			}
		}
		for d := 0.0; d <= days[s.lastDay(i)]; d += step {
			told := false
			for j, v := range s.Cells[i] {
				told = told || v.Shown() && days[j] == d
			}
			if box := svg.TextBox(at.At(d), y, "[o]", small, "middle"); !told && taken.Free(box.Wider(2)) {
				hidden = true
				mark(c, at.At(d), y, "[o]", s.Words().Hidden, end("middle"))
				taken = append(taken, box)
			}
		}
		y += 16
	}
	return y - 10, hidden
}

// lastDay gives the last point of a curve, 0 when it has none.
func (s plot) lastDay(i int) int { return max(s.last(i), 0) }
