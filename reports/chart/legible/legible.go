// Package legible reads pictures of package svg and tells which texts cannot be read: those
// that lie on another text or a column, and those that leave the picture. It is for tests.
package legible

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// text is a text of a picture, with what it takes. The value of a column has a rim
// of paper.
type text struct {
	says  string
	value bool
	box   svg.Box
}

// columns are the fills of what the value of a column may not lie on.
var columns = []string{"#12436D", "#801650"}

// Faults gives a line for each text of a picture that cannot be read, none when all
// can. Widths are those of svg.Width, which errs on the wide side. The error is that of
// invalid XML.
func Faults(picture string) ([]string, error) {
	texts, bars, width, height, err := read(picture)
	if err != nil {
		return nil, err
	}
	var out []string
	for i, t := range texts {
		b := t.box
		if b.X0 < -1 || b.Y0 < -1 || b.X1 > width+1 || b.Y1 > height+1 {
			out = append(out, fmt.Sprintf("%q leaves the picture: %.0f to %.0f of %.0f, %.0f to %.0f of %.0f", t.says, b.X0, b.X1, width, b.Y0, b.Y1, height))
		}
		b = svg.Box{X0: b.X0 + .5, X1: b.X1 - .5, Y0: b.Y0 + .5, Y1: b.Y1 - .5}
		for _, u := range texts[:i] {
			if b.Meets(u.box) {
				out = append(out, fmt.Sprintf("%q lies on %q", t.says, u.says))
			}
		}
		for _, c := range bars {
			if t.value && b.Meets(c) {
				out = append(out, fmt.Sprintf("%q lies on a column", t.says))
				break
			}
		}
	}
	return out, nil
}

func read(picture string) (texts []text, bars []svg.Box, width, height float64, err error) {
	d := xml.NewDecoder(strings.NewReader(picture))
	var open []xml.StartElement
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts, bars, width, height, nil
		}
		if err != nil {
			return nil, nil, 0, 0, fmt.Errorf("read picture: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			open = append(open, e.Copy())
			switch e.Name.Local {
			case "svg":
				if _, err := fmt.Sscanf(attribute(e, "viewBox"), "0 0 %g %g", &width, &height); err != nil {
					return nil, nil, 0, 0, fmt.Errorf("read size of picture: %w", err)
				}
			case "rect":
				if slices.Contains(columns, attribute(e, "fill")) {
					x, y := number(e, "x"), number(e, "y")
					bars = append(bars, svg.Box{X0: x, X1: x + number(e, "width"), Y0: y, Y1: y + number(e, "height")})
				}
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if e := open; len(e) > 0 && e[len(e)-1].Name.Local == "text" {
				texts = append(texts, written(e[len(e)-1], string(token.(xml.CharData))))
			}
		}
	}
}

func written(e xml.StartElement, says string) text {
	size := number(e, "font-size")
	b := svg.TextBox(number(e, "x"), number(e, "y"), says, size, attribute(e, "text-anchor"))
	if attribute(e, "font-weight") != "" {
		grow := svg.Width(says, size) * (svg.Bold - 1)
		switch attribute(e, "text-anchor") {
		case "middle":
			b = b.Wider(grow / 2)
		case "end":
			b.X0 -= grow
		default:
			b.X1 += grow
		}
	}
	if strings.HasPrefix(attribute(e, "transform"), "rotate(-90") {
		x, y := number(e, "x"), number(e, "y")
		b = svg.Box{X0: x - .75*size, X1: x + .2*size, Y0: y - svg.Width(says, size), Y1: y}
		if attribute(e, "text-anchor") == "end" { // it ends there, and begins below
			b.Y0, b.Y1 = y, y+svg.Width(says, size)
		}
	}
	return text{says, size == 12 && attribute(e, "paint-order") == "stroke", b}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func number(e xml.StartElement, name string) float64 {
	v, _ := strconv.ParseFloat(attribute(e, name), 64)
	return v
}
