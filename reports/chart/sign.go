package chart

import (
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// Colours, dashes and marks of the first to fourth series, so that none is told
// by colour alone. Text is never in these: two of them are too light for it.
var (
	palette = [series.MaxSeries]string{"#12436D", "#28A197", "#801650", "#F46A25"}
	dashes  = [series.MaxSeries]string{"", ` stroke-dasharray="7 3"`, ` stroke-dasharray="2 3"`, ` stroke-dasharray="9 3 2 3"`}
)

// highlighted is the colour of the one member that a page points at.
const highlighted = "#801650"

// pattern gives the fill of a series: plain for two, dotted and lined for the others,
// so that a print in grey still tells them apart. Hatched means not final.
func pattern(c *svg.Canvas, i int) string {
	switch i {
	case 2:
		return c.Define("p2", `width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="`+palette[2]+`"/><circle cx="3" cy="3" r="1.1" fill="#fff"/>`)
	case 3:
		return c.Define("p3", `width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="`+palette[3]+`"/><path d="M0 3H6" stroke="#1a1a1a" stroke-width="1.2"/>`)
	}
	return palette[i]
}

// hatch is the fill of cells that are withheld.
func hatch(c *svg.Canvas) string {
	return c.Define("hatch", `width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="#fff"/><path d="M0 0V5" stroke="#8a8a8a" stroke-width="1.6"/>`)
}

// ramp is one hue from light to dark, so that its order survives grey print.
var ramp = [5]string{"#E3EBF2", "#B4C8D9", "#7F9FBC", "#3F6F9C", "#12436D"}

// key draws the classes and marks in a line below y and gives the y below it.
func (s plot) key(c *svg.Canvas, y float64, bounds []float64) float64 {
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
	for k, text := range s.Shades(bounds) {
		item(ramp[k*(len(ramp)-1)/len(bounds)], text)
	}
	if s.Hidden {
		item(hatch(c), "[o] "+s.Words().Hidden)
	}
	if s.Absent {
		item("#fff", s.Words().Missing)
	}
	if x == 0 {
		return y
	}
	return y + 18
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

// The same meaning has the same look in every chart: what is counted is solid, what
// was before is light, what is to be reached is an outline, and what is not final is
// hatched. Each of them is told apart without colour.
const (
	lightFill = `fill="#C9D7E3" stroke="#5B7FA3" stroke-width=".8"`
	lightLine = `fill="none" stroke="#6F8FAF" stroke-width="1.8" stroke-linejoin="round"`
	outline   = `fill="none" stroke="#1a1a1a" stroke-width="1.3"`
)

// The area in which a curve lies somewhere, and the line through it.
const (
	faint  = ".1"
	dotted = ` stroke-dasharray="1 4" stroke-linecap="round"`
)

// stripes is laid over what is provisional.
func stripes(c *svg.Canvas) string {
	return c.Define("stripes", `width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5" stroke="#fff" stroke-width="2.4"/>`)
}

// shade is what lies behind a line where it is provisional.
func shade(c *svg.Canvas) string {
	return c.Define("shade", `width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="#c4c4c4" stroke-width="1.6"/>`)
}

// signs explains below y the looks that the chart uses; it gives the y below them.
func (s plot) signs(c *svg.Canvas, y float64) float64 {
	w := s.Words()
	x := 0.0
	sign := func(text string, draw func(x, y float64)) {
		wide := svg.Width(text, small)
		if x == 0 {
			y += 6
		} else if x+24+wide > c.Width {
			x, y = 0, y+19
		}
		draw(x, y+2)
		c.Label(x+24, y+11, text, c.Width-24, small, axisText)
		x += 24 + wide + 18
	}
	lines := s.Opt.Kind == series.Line || s.Opt.Kind == series.Multiples
	box := func(attributes string) func(x, y float64) {
		return func(x, y float64) { c.Rect(x, y, 18, 9, attributes, "") }
	}
	stroke := func(attributes string) func(x, y float64) {
		return func(x, y float64) {
			c.Path("M"+svg.Num(x)+" "+svg.Num(y+4.5)+"h18", attributes, "")
		}
	}
	look := func(line bool, asLine, asBox string) func(x, y float64) {
		if line {
			return stroke(asLine)
		}
		return box(asBox)
	}
	if s.Before != nil || s.Target != nil {
		name := s.Title()
		if s.Before != nil && s.X.Grain != "" && len(s.Xs) > 0 {
			name = s.span(0, len(s.Xs)-1)
		}
		sign(name, look(lines, `fill="none" stroke="`+palette[0]+`" stroke-width="2.2"`, `fill="`+palette[0]+`"`))
	}
	if s.Before != nil {
		name := s.Opt.Before.Name
		if n := len(s.BeforeXs); n > 0 && s.X.Grain != "" && s.BeforeXs[n-1].Label != "" {
			name = s.BeforeXs[0].Label + " – " + s.BeforeXs[n-1].Label
		}
		sign(name, look(lines, lightLine, lightFill))
	}
	if s.Target != nil {
		sign(s.Opt.Target.Name, look(lines, outline, outline))
	}
	if s.Incomplete() {
		text := w.Provisional
		if lines {
			sign(text, box(`fill="`+shade(c)+`"`))
		} else {
			sign(text, func(x, y float64) {
				c.Rect(x, y, 18, 9, `fill="`+palette[0]+`"`, "")
				c.Rect(x+.5, y+.5, 17, 8, `fill="`+stripes(c)+`"`, "")
			})
		}
	}
	if s.Bounded() {
		if s.Opt.Kind == series.Dot {
			sign(w.Whisker, stroke(`fill="none" stroke="`+palette[0]+`" stroke-width="2"`))
		} else {
			sign(w.Band, box(`fill="`+palette[0]+`" fill-opacity=".16"`))
		}
	}
	if s.AnyMerged() {
		sign(w.Between, func(x, y float64) {
			c.Rect(x, y, 18, 9, `fill="`+palette[0]+`" fill-opacity="`+faint+`"`, "")
			c.Path("M"+svg.Num(x)+" "+svg.Num(y)+"l18 9", `fill="none" stroke-width="1.6" stroke="`+palette[0]+`"`+dotted, "")
		})
	}
	if x == 0 {
		return y
	}
	return y + 15
}
