package lineage_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/chart/svg"
	"github.com/vlot-evaluatie/peil/reports/lineage"
)

func rows(n int64) *int64 { return &n }

// small is two exports that become a fact, a metric and a page.
func small(t *testing.T) *lineage.Graph {
	t.Helper()
	g, err := lineage.New([]lineage.Node{
		{ID: "page:week", Kind: lineage.Page},
		{ID: "beds_free", Kind: lineage.Metric, TitleNL: "Vrije bedden", TitleEN: "Free beds"},
		{ID: "fct_bed", Kind: lineage.Model, Rows: rows(1204)},
		{ID: "dim_town", Kind: lineage.Model, Rows: rows(1)},
		{ID: "stg_tool__beds", Kind: lineage.Staging, View: true},
		{ID: "ref.towns", Kind: lineage.Reference, Rows: rows(3)},
		{ID: "tool/beds", Kind: lineage.Source, Deliveries: 2, Rows: rows(1204)},
		{ID: "tool/stays", Kind: lineage.Source},
		{ID: "check:beds_known", Kind: lineage.Check},
	}, []lineage.Edge{
		{"tool/beds", "stg_tool__beds"}, {"stg_tool__beds", "fct_bed"}, {"dim_town", "fct_bed"}, {"ref.towns", "dim_town"},
		{"fct_bed", "beds_free"}, {"dim_town", "beds_free"}, {"beds_free", "page:week"}, {"fct_bed", "check:beds_known"}, {"fct_bed", "check:beds_known"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestTreeNamesEverythingOnceUnfolded(t *testing.T) {
	g := small(t)
	if got, want := g.Tree("beds_free", false), `beds_free  Free beds
├─ dim_town  1 row
│  └─ ref.towns  3 rows
└─ fct_bed  1.204 rows
   ├─ stg_tool__beds  view
   │  └─ tool/beds  2 deliveries · 1.204 rows
   └─ dim_town  1 row  (unfolded above)
`; got != want {
		t.Errorf("upstream:\n%s\nwant:\n%s", got, want)
	}
	if got, want := g.Tree("ref.towns", true), `ref.towns  3 rows
└─ dim_town  1 row
   ├─ fct_bed  1.204 rows
   │  ├─ beds_free  Free beds
   │  │  └─ page:week  page
   │  └─ check:beds_known  check
   └─ beds_free  Free beds  (unfolded above)
`; got != want {
		t.Errorf("downstream:\n%s\nwant:\n%s", got, want)
	}
}

func TestOnlyWhatLiesAboveOrBelowIsKept(t *testing.T) {
	g := small(t)
	for _, c := range []struct {
		part *lineage.Graph
		want string
	}{
		{g.Upstream("fct_bed"), "tool/beds ref.towns stg_tool__beds dim_town fct_bed"},
		{g.Downstream("fct_bed"), "fct_bed beds_free check:beds_known page:week"},
		{g.Downstream("tool/stays"), "tool/stays"},
		{g.Without(lineage.Metric, lineage.Check, lineage.Page).Upstream("dim_town"), "ref.towns dim_town"},
	} {
		var ids []string
		for _, n := range c.part.Nodes {
			ids = append(ids, n.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("kept %s, want %s", got, c.want)
		}
	}
	short := g.Upstream("beds_free").Through(func(n lineage.Node) bool { return n.Kind == lineage.Staging || n.ID == "dim_town" })
	if got, want := fmt.Sprint(short.Edges), "[{fct_bed beds_free} {ref.towns beds_free} {ref.towns fct_bed} {tool/beds fct_bed}]"; got != want || len(short.Nodes) != 4 {
		t.Errorf("without what lies between: %s and %d nodes, want %s", got, len(short.Nodes), want)
	}
	if n, ok := g.Node("beds_known"); !ok || n.ID != "check:beds_known" {
		t.Errorf("a check by its name alone: %v %v", n, ok)
	}
}

func TestGraphsThatCannotBeDrawnAreRefused(t *testing.T) {
	a, b := lineage.Node{ID: "a", Kind: lineage.Model}, lineage.Node{ID: "b", Kind: lineage.Model}
	for _, c := range []struct {
		nodes []lineage.Node
		edges []lineage.Edge
		want  string
	}{
		{[]lineage.Node{a, a}, nil, "two nodes"},
		{[]lineage.Node{a}, []lineage.Edge{{"a", "b"}}, "no node"},
		{[]lineage.Node{a, b}, []lineage.Edge{{"a", "b"}, {"b", "a"}}, "reads itself"},
		{[]lineage.Node{a}, []lineage.Edge{{"a", "a"}}, "reads itself"},
	} {
		if _, err := lineage.New(c.nodes, c.edges); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.edges, err, c.want)
		}
	}
}

// tangle is a graph of many columns with long lines, the same every time.
func tangle(t *testing.T, models int) *lineage.Graph {
	t.Helper()
	var nodes []lineage.Node
	var edges []lineage.Edge
	state := uint32(7)
	next := func(n int) int { state = state*1664525 + 1013904223; return int(state>>8) % n }
	for i := range 12 {
		nodes = append(nodes, lineage.Node{ID: fmt.Sprintf("tool/entity_%02d", i), Kind: lineage.Source, Rows: rows(int64(i))})
		nodes = append(nodes, lineage.Node{ID: fmt.Sprintf("stg_tool__entity_%02d", i), Kind: lineage.Staging, View: true})
		edges = append(edges, lineage.Edge{From: nodes[2*i].ID, To: nodes[2*i+1].ID})
	}
	for i := range models {
		id := fmt.Sprintf("fct_with_a_rather_long_name_%02d", i)
		nodes = append(nodes, lineage.Node{ID: id, Kind: lineage.Model, Rows: rows(int64(i * 1000))})
		edges = append(edges, lineage.Edge{From: fmt.Sprintf("stg_tool__entity_%02d", next(12)), To: id})
		for range next(3) {
			if i > 0 {
				edges = append(edges, lineage.Edge{From: fmt.Sprintf("fct_with_a_rather_long_name_%02d", next(i)), To: id})
			}
		}
	}
	g, err := lineage.New(nodes, edges)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

type box struct{ x, y, w, h float64 }

var (
	rectangle = regexp.MustCompile(`<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx=`)
	stroke    = regexp.MustCompile(`<path d="([^"]+)" />`)
	number    = regexp.MustCompile(`-?[\d.]+`)
)

func numbers(t *testing.T, texts []string) []float64 {
	t.Helper()
	out := make([]float64, len(texts))
	for i, s := range texts {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = v
	}
	return out
}

// points samples the lines of a path that consists of M, H and C.
func points(t *testing.T, d string) [][2]float64 {
	t.Helper()
	var out [][2]float64
	x, y := 0.0, 0.0
	for _, part := range regexp.MustCompile(`[MHC][^MHC]*`).FindAllString(d, -1) {
		v := numbers(t, number.FindAllString(part, -1))
		switch part[0] {
		case 'M':
			x, y = v[0], v[1]
		case 'H':
			for k := range 21 {
				out = append(out, [2]float64{x + (v[0]-x)*float64(k)/20, y})
			}
			x = v[0]
		case 'C':
			for k := range 21 {
				u := float64(k) / 20
				mix := func(a, b, c, d float64) float64 {
					return (1-u)*(1-u)*(1-u)*a + 3*(1-u)*(1-u)*u*b + 3*(1-u)*u*u*c + u*u*u*d
				}
				out = append(out, [2]float64{mix(x, v[0], v[2], v[4]), mix(y, v[1], v[3], v[5])})
			}
			x, y = v[4], v[5]
		}
	}
	return out
}

func TestNoLineCrossesABoxAndNoBoxTouchesAnother(t *testing.T) {
	for _, models := range []int{1, 8, 40} {
		picture := tangle(t, models).SVG(lineage.Options{ID: "x", Title: "x", Lang: "nl"})
		var boxes []box
		for _, m := range rectangle.FindAllStringSubmatch(picture, -1) {
			v := numbers(t, m[1:])
			boxes = append(boxes, box{v[0], v[1], v[2], v[3]})
		}
		if len(boxes) != 24+models {
			t.Fatalf("%d boxes, want %d", len(boxes), 24+models)
		}
		for i, a := range boxes {
			for _, b := range boxes[:i] {
				if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
					t.Errorf("boxes %v and %v touch", a, b)
				}
			}
		}
		for _, m := range stroke.FindAllStringSubmatch(picture, -1) {
			for _, p := range points(t, m[1]) {
				for _, b := range boxes {
					const edge = 0.5
					if p[0] > b.x+edge && p[0] < b.x+b.w-edge && p[1] > b.y+edge && p[1] < b.y+b.h-edge {
						t.Fatalf("a line runs through the box at %v: %v", b, p)
					}
				}
			}
		}
	}
}

func TestTextStaysInsideItsBox(t *testing.T) {
	picture := tangle(t, 20).SVG(lineage.Options{ID: "x", Title: "x", Lang: "nl"})
	var boxes []box
	for _, m := range rectangle.FindAllStringSubmatch(picture, -1) {
		v := numbers(t, m[1:])
		boxes = append(boxes, box{v[0], v[1], v[2], v[3]})
	}
	_, below, _ := strings.Cut(picture, `<g font-weight="600">`) // names and notes; headings stand above
	texts := regexp.MustCompile(`<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)<`).FindAllStringSubmatch(below, -1)
	if len(boxes) != 44 || len(texts) < 44 {
		t.Fatalf("%d boxes with %d texts, want 44 with at least one each", len(boxes), len(texts))
	}
	held := map[box]bool{}
	for _, text := range texts {
		v, wide := numbers(t, text[1:3]), svg.Width(text[3], 12)
		at := slices.IndexFunc(boxes, func(b box) bool {
			return v[0] >= b.x && v[0]+wide <= b.x+b.w && v[1]-9 >= b.y && v[1]+3 <= b.y+b.h
		})
		if at < 0 {
			t.Errorf("%q at %v, %v wide, is in no box", text[3], v, wide)
			continue
		}
		held[boxes[at]] = true
	}
	if len(held) != len(boxes) {
		t.Errorf("%d of %d boxes have text", len(held), len(boxes))
	}
}

// crossed are two rows whose lines cross in the order of the alphabet and need not.
func TestLinesThatNeedNotCrossDoNot(t *testing.T) {
	var nodes []lineage.Node
	var edges []lineage.Edge
	for i, to := range []string{"d", "c", "b", "a"} {
		from := fmt.Sprintf("t/%d", i)
		nodes = append(nodes, lineage.Node{ID: from, Kind: lineage.Source}, lineage.Node{ID: "stg_" + to, Kind: lineage.Staging})
		edges = append(edges, lineage.Edge{From: from, To: "stg_" + to})
	}
	g, err := lineage.New(nodes, edges)
	if err != nil {
		t.Fatal(err)
	}
	picture := g.SVG(lineage.Options{ID: "x", Title: "x", Lang: "nl"})
	for _, m := range stroke.FindAllStringSubmatch(picture, -1) {
		p := points(t, m[1])
		if first, last := p[0][1], p[len(p)-1][1]; first != last {
			t.Errorf("a line goes from height %v to %v, want straight ones only", first, last)
		}
	}
}

func TestPictureIsTheSameHoweverTheGraphIsGiven(t *testing.T) {
	g := tangle(t, 30)
	nodes, edges := slices.Clone(g.Nodes), slices.Clone(g.Edges)
	slices.Reverse(nodes)
	slices.Reverse(edges)
	turned, err := lineage.New(nodes, edges)
	if err != nil {
		t.Fatal(err)
	}
	o := lineage.Options{ID: "x", Title: "x", Lang: "en", Focus: "fct_with_a_rather_long_name_03"}
	if g.SVG(o) != turned.SVG(o) {
		t.Error("another order of nodes and edges gives another picture")
	}
}

func TestPictureIsXMLWithTitleAndDescriptionAndWithoutScript(t *testing.T) {
	g, err := lineage.New([]lineage.Node{{ID: `<script>alert(1)</script>/"x"`, Kind: lineage.Source}, {ID: "m", Kind: lineage.Metric, TitleNL: "a\x07&b"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"nl", "en"} {
		picture := g.SVG(lineage.Options{ID: "x", Title: "Herkomst <van> m", Lang: lang})
		names := map[string]int{}
		d := xml.NewDecoder(strings.NewReader(picture))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in %s", err, picture)
			}
			if start, ok := token.(xml.StartElement); ok {
				names[start.Name.Local]++
			}
		}
		if names["script"] > 0 || names["title"] != 1 || names["desc"] != 1 || !strings.Contains(picture, `role="img"`) {
			t.Errorf("%v in %s", names, picture)
		}
	}
	empty, err := lineage.New(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := empty.SVG(lineage.Options{}); got != "" {
		t.Errorf("an empty graph is drawn: %s", got)
	}
}
