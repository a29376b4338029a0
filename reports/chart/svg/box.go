package svg

import "slices"

// Box is a rectangle that something takes in a picture, in user units.
type Box struct{ X0, Y0, X1, Y1 float64 }

// TextBox gives what text takes when it is written at x and y with an anchor: start,
// middle or end. Like Width it errs on the wide side.
func TextBox(x, y float64, text string, size float64, anchor string) Box {
	w := Width(text, size)
	switch anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	return Box{x, y - .75*size, x + w, y + .2*size}
}

// Wider gives the box with so much more room at either side.
func (b Box) Wider(by float64) Box {
	b.X0, b.X1 = b.X0-by, b.X1+by
	return b
}

// Meets tells whether two boxes have a part in common.
func (b Box) Meets(o Box) bool {
	return b.X0 < o.X1 && o.X0 < b.X1 && b.Y0 < o.Y1 && o.Y0 < b.Y1
}

// Boxes are those that are taken.
type Boxes []Box

// Free tells whether a box meets none of those that are taken.
func (all Boxes) Free(b Box) bool { return !slices.ContainsFunc(all, b.Meets) }

// Within tells whether a box lies inside the width of the picture.
func (c *Canvas) Within(b Box) bool { return b.X0 >= 0 && b.X1 <= c.Width }
