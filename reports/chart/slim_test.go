package chart_test

import (
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/chart/svg"
)

// phone is the width of the narrow form: what a phone shows without scrolling.
const phone = 360

// wideOnly are the kinds that scroll on a phone.
var wideOnly = map[series.Kind]bool{series.Sankey: true, series.Spark: true}

func TestSlimChartsHaveAllOfTheirDrawingOnAPhone(t *testing.T) {
	for _, g := range goldens() {
		t.Run(g.name, func(t *testing.T) {
			o := g.o
			o.ID, o.Labels = g.name, label
			s, err := series.From(g.safe, o)
			if err != nil {
				t.Fatal(err)
			}
			text, err := chart.Slim(s)
			if err != nil {
				t.Fatal(err)
			}
			if kind := s.View().Opt.Kind; (text == "") != wideOnly[kind] {
				t.Fatalf("%s: %d bytes of slim drawing, want some: %t", kind, len(text), !wideOnly[kind])
			}
			if text == "" {
				return
			}
			wellFormed(t, text)
			within(t, text)
			wide, err := chart.SVG(s)
			if err != nil {
				t.Fatal(err)
			}
			if a, b := inner(text, "desc"), inner(wide, "desc"); a != b {
				t.Errorf("slim says %q, the wide one %q", a, b)
			}
		})
	}
}

// inner gives the text of the first element of a name.
func inner(text, name string) string {
	_, after, _ := strings.Cut(text, "<"+name)
	_, after, _ = strings.Cut(after, ">")
	before, _, _ := strings.Cut(after, "</"+name)
	return before
}

// within fails on a text or a rectangle that begins or ends outside the picture.
func within(t *testing.T, picture string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(picture))
	at := map[string]string{}
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			at = map[string]string{"element": e.Name.Local}
			for _, a := range e.Attr {
				at[a.Name.Local] = a.Value
			}
			x, _ := strconv.ParseFloat(at["x"], 64)
			w, _ := strconv.ParseFloat(at["width"], 64)
			if at["element"] == "rect" && (x < 0 || x+w > phone+1.5) {
				t.Errorf("a rectangle from %g to %g", x, x+w)
			}
		case xml.CharData:
			if at["element"] != "text" || at["transform"] != "" || strings.TrimSpace(string(e)) == "" {
				continue
			}
			x, _ := strconv.ParseFloat(at["x"], 64)
			size, _ := strconv.ParseFloat(at["font-size"], 64)
			w := svg.Width(string(e), size)
			from := x
			switch at["text-anchor"] {
			case "middle":
				from = x - w/2
			case "end":
				from = x - w
			}
			if from < -1 || from+w > phone+1 {
				t.Errorf("%q from %.0f to %.0f", e, from, from+w)
			}
			at = map[string]string{}
		}
	}
}
