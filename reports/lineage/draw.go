package lineage

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// Options say how a picture is drawn.
type Options struct {
	ID    string // begins the ids of the picture's elements; unique in its page
	Title string
	Lang  string // nl, or en
	Focus string // ID of the node that the picture is about; "" for none
	// Least is the share of its own size to which a picture in a page may shrink to
	// fit; 0 keeps its size.
	Least float64
}

// edge of a kind's box; on white each has a contrast of at least 3.
var colours = map[Kind]string{
	Source: "#28a197", Reference: "#28a197", Staging: "#6b7680", Model: "#12436d", Metric: "#801650", Check: "#595959", Page: "#d9541b",
}

const (
	soft      = "#595959"
	lines     = "#7a828a"
	margin    = 8.0
	headHigh  = 24.0
	barWide   = 4.0
	emphasise = "#fff1e8" // under the node that the picture is about
)

// SVG draws the graph from left to right. Lines run between the columns and in
// lanes past the boxes, so that none crosses text. An empty graph is an empty text.
func (g *Graph) SVG(o Options) string {
	if len(g.Nodes) == 0 {
		return ""
	}
	l := arrange(g, o.Lang)
	c := svg.New(o.ID)
	c.Width, c.Height = l.total+2*margin, l.high+headHigh+2*margin
	top := margin + headHigh
	c.Raw(fmt.Sprintf(`<g font-size="%s" fill="%s">`, svg.Num(noteSize), soft))
	l.headings(g, c, o.Lang)
	c.Raw(fmt.Sprintf(`</g><g fill="none" stroke="%s" stroke-width="1.2">`, lines))
	for i := range l.places {
		l.lines(c, i, top)
	}
	c.Raw(`</g>`)
	l.boxes(g, c, top, o)
	// At its own size text can be read; without a size it would shrink to the window.
	size := fmt.Sprintf(`<svg width="%s" height="%s" `, svg.Num(c.Width), svg.Num(c.Height))
	if o.Least > 0 {
		size += fmt.Sprintf(`style="max-width:100%%;height:auto;min-width:%spx" `, svg.Num(math.Floor(c.Width*o.Least)))
	}
	return strings.Replace(c.String(o.Title, g.describe(o.Lang)), "<svg ", size, 1)
}

// headings names the columns, each kind where it stands first.
func (l *layout) headings(g *Graph, c *svg.Canvas, lang string) {
	var told []Kind
	for k, layer := range l.layers {
		var fresh []Kind
		for _, kind := range kinds {
			is := func(i int) bool { return !l.places[i].lane && g.Nodes[l.places[i].node].Kind == kind }
			if !slices.Contains(told, kind) && slices.ContainsFunc(layer, is) {
				fresh = append(fresh, kind)
			}
		}
		told = append(told, fresh...)
		if text := heading(fresh, lang); text != "" {
			c.Text(margin+l.left[k], margin+12, text, "")
		}
	}
}

// lines draws what leaves a place, and the stretch of a lane itself.
func (l *layout) lines(c *svg.Canvas, i int, top float64) {
	p := l.places[i]
	x, y := margin+l.left[p.layer]+l.wide[p.layer], top+p.middle
	var d strings.Builder
	if p.lane {
		fmt.Fprintf(&d, "M%s %sH%s", svg.Num(margin+l.left[p.layer]), svg.Num(y), svg.Num(x))
	}
	for _, to := range p.after {
		q := l.places[to]
		x2, y2 := margin+l.left[q.layer], top+q.middle
		half := svg.Num((x + x2) / 2)
		fmt.Fprintf(&d, "M%s %sC%s %s %s %s %s %s", svg.Num(x), svg.Num(y), half, svg.Num(y), half, svg.Num(y2), svg.Num(x2), svg.Num(y2))
	}
	if d.Len() > 0 {
		c.Path(d.String(), "", "")
	}
}

// boxes draws the nodes: a box with a bar in the colour of its kind, a name, and below
// it what is known of the node. What boxes share is said once: a page has many pictures.
func (l *layout) boxes(g *Graph, c *svg.Canvas, top float64, o Options) {
	var names, notes []func()
	for _, kind := range kinds {
		var bars strings.Builder
		for _, i := range l.inOrder() {
			p := l.places[i]
			n := g.Nodes[p.node]
			if n.Kind != kind {
				continue
			}
			if bars.Len() == 0 {
				c.Raw(fmt.Sprintf(`<g fill="#fff" stroke="%s">`, colours[kind]))
			}
			x, y, wide := margin+l.left[p.layer], top+p.middle-p.high/2, l.wide[p.layer]
			look := `rx="2"`
			if n.ID == o.Focus {
				look += fmt.Sprintf(` fill="%s" stroke-width="2"`, emphasise)
			}
			if n.View || n.Kind == Check {
				look += ` stroke-dasharray="4 3"`
			}
			c.Rect(x, y, wide, p.high, look, "")
			fmt.Fprintf(&bars, "M%s %sh%sv%sh-%sz", svg.Num(x), svg.Num(y), svg.Num(barWide), svg.Num(p.high), svg.Num(barWide))
			baseline := y + padding + 8
			for _, text := range p.lines {
				at := baseline
				names = append(names, func() { c.Text(x+padding, at, text, "") })
				baseline += lineStep
			}
			if note := n.Note(o.Lang); note != "" {
				at := baseline
				notes = append(notes, func() { c.Label(x+padding, at, note, wide-2*padding+1, noteSize, "") })
			}
		}
		if bars.Len() > 0 {
			c.Raw("</g>")
			c.Path(bars.String(), fmt.Sprintf(`fill="%s"`, colours[kind]), "")
		}
	}
	c.Raw(`<g font-weight="600">`)
	for _, write := range names {
		write()
	}
	c.Raw(fmt.Sprintf(`</g><g font-size="%s" fill="%s">`, svg.Num(noteSize), soft))
	for _, write := range notes {
		write()
	}
	c.Raw("</g>")
}

// inOrder gives the boxes column by column, from top to bottom.
func (l *layout) inOrder() []int {
	var out []int
	for _, layer := range l.layers {
		for _, i := range layer {
			if !l.places[i].lane {
				out = append(out, i)
			}
		}
	}
	return out
}
