// Package svg writes the elements of a static SVG picture and measures the text
// in it. It escapes all text, writes numbers in one way, and knows nothing of
// what is drawn.
package svg

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Canvas collects elements. Sizes are user units; one is a CSS pixel when the
// picture is shown at its own width.
type Canvas struct {
	Width, Height float64
	id            string
	defs, body    strings.Builder
}

// New starts a picture whose element ids begin with id.
func New(id string) *Canvas {
	clean := strings.Map(func(r rune) rune {
		if r < 0x80 && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_') {
			return r
		}
		return '-'
	}, id)
	// An id that starts with a digit cannot be named in a style sheet.
	if clean == "" || clean[0] >= '0' && clean[0] <= '9' || clean[0] == '-' {
		clean = "c" + clean
	}
	return &Canvas{Width: 720, id: clean}
}

// Num writes a coordinate: at most two decimals, no exponent, never NaN.
func Num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	v = math.Round(v*100) / 100
	if v == 0 {
		return "0" // also for -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// Escape makes text safe inside elements and attributes. Characters that act or
// cannot be in XML are replaced by ones that can be seen.
func Escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		default:
			b.WriteRune(models.VisibleRune(r))
		}
	}
	return b.String()
}

// Raw adds markup that the caller answers for.
func (c *Canvas) Raw(markup string) { c.body.WriteString(markup) }

// ID gives an id of this picture.
func (c *Canvas) ID(name string) string { return c.id + "-" + name }

// String closes the picture with its title and description.
func (c *Canvas) String(title, description string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" aria-labelledby="%s %s" font-family="system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif" font-size="12" fill="#1a1a1a">`,
		Num(c.Width), Num(c.Height), c.ID("t"), c.ID("d"))
	fmt.Fprintf(&b, `<title id="%s">%s</title><desc id="%s">%s</desc>`, c.ID("t"), Escape(title), c.ID("d"), Escape(description))
	if c.defs.Len() > 0 {
		b.WriteString("<defs>" + c.defs.String() + "</defs>")
	}
	b.WriteString(c.body.String())
	b.WriteString("</svg>")
	return b.String()
}

// Shape attributes are markup written by the caller, such as `fill="#fff"`; a
// title is text for pointing devices, "" for none.

// Line draws a straight line.
func (c *Canvas) Line(x1, y1, x2, y2 float64, attributes string) {
	fmt.Fprintf(&c.body, `<line x1="%s" y1="%s" x2="%s" y2="%s" %s/>`, Num(x1), Num(y1), Num(x2), Num(y2), attributes)
}

// Rect draws a rectangle; a negative size is drawn from the other side.
func (c *Canvas) Rect(x, y, w, h float64, attributes, title string) {
	if w < 0 {
		x, w = x+w, -w
	}
	if h < 0 {
		y, h = y+h, -h
	}
	c.shape("rect", fmt.Sprintf(`x="%s" y="%s" width="%s" height="%s" %s`, Num(x), Num(y), Num(w), Num(h), attributes), title)
}

// Circle draws a circle.
func (c *Canvas) Circle(x, y, r float64, attributes, title string) {
	c.shape("circle", fmt.Sprintf(`cx="%s" cy="%s" r="%s" %s`, Num(x), Num(y), Num(r), attributes), title)
}

// Path draws a path whose data the caller wrote with Num.
func (c *Canvas) Path(data, attributes, title string) {
	c.shape("path", fmt.Sprintf(`d="%s" %s`, data, attributes), title)
}

func (c *Canvas) shape(name, attributes, title string) {
	if title == "" {
		fmt.Fprintf(&c.body, `<%s %s/>`, name, attributes)
		return
	}
	fmt.Fprintf(&c.body, `<%s %s><title>%s</title></%s>`, name, attributes, Escape(title), name)
}

// Text writes text with its baseline at y.
func (c *Canvas) Text(x, y float64, text, attributes string) {
	fmt.Fprintf(&c.body, `<text x="%s" y="%s" %s>%s</text>`, Num(x), Num(y), attributes, Escape(text))
}

// Label writes text shortened to a width; pointing shows it whole.
func (c *Canvas) Label(x, y float64, text string, width, size float64, attributes string) {
	short := Fit(text, width, size)
	if short == text {
		c.Text(x, y, text, attributes)
		return
	}
	fmt.Fprintf(&c.body, `<text x="%s" y="%s" %s>%s<title>%s</title></text>`, Num(x), Num(y), attributes, Escape(short), Escape(text))
}

// Define adds to the picture's definitions, once for each name, and gives the
// reference to use as a fill.
func (c *Canvas) Define(name, markup string) string {
	head := fmt.Sprintf(`<pattern id="%s" `, c.ID(name))
	if !strings.Contains(c.defs.String(), head) {
		c.defs.WriteString(head + markup + "</pattern>")
	}
	return "url(#" + c.ID(name) + ")"
}
