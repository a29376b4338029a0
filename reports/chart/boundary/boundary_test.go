package boundary_test

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/boundary"
)

// file writes features: a code and the coordinates of a Polygon or MultiPolygon.
func file(features ...[2]string) []byte {
	var all []string
	for _, f := range features {
		kind := "Polygon"
		if strings.HasPrefix(f[1], "[[[[") {
			kind = "MultiPolygon"
		}
		all = append(all, fmt.Sprintf(`{"type":"Feature","properties":{"nis_code":%s,"name":"x"},"geometry":{"type":%q,"coordinates":%s}}`, f[0], kind, f[1]))
	}
	return []byte(`{"type":"FeatureCollection","features":[` + strings.Join(all, ",") + `]}`)
}

// square is a closed ring from x, y to x+w, y+w, in degrees.
func square(x, y, w float64) string {
	return fmt.Sprintf("[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]", x, y, x+w, y+w)
}

// corners reads path data back: rings of whole numbers.
func corners(t *testing.T, path string) [][][2]int {
	t.Helper()
	var out [][][2]int
	for ring := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		var numbers []int
		text := strings.NewReplacer("M", " ", "l", " ", "-", " -").Replace(ring)
		for f := range strings.FieldsSeq(text) {
			n, err := strconv.Atoi(f)
			if err != nil {
				t.Fatalf("path %q: %v", path, err)
			}
			numbers = append(numbers, n)
		}
		if len(numbers)%2 != 0 || len(numbers) < 6 {
			t.Fatalf("path %q has a ring of %d numbers", path, len(numbers))
		}
		var line [][2]int
		at := [2]int{}
		for i := 0; i < len(numbers); i += 2 {
			at[0], at[1] = at[0]+numbers[i], at[1]+numbers[i+1]
			line = append(line, at)
		}
		out = append(out, line)
	}
	return out
}

// inside tells whether a point lies in the rings, by even and odd.
func inside(rings [][][2]int, x, y float64) bool {
	in := false
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (float64(a[1]) > y) != (float64(b[1]) > y) &&
				x < float64(a[0])+(y-float64(a[1]))/float64(b[1]-a[1])*float64(b[0]-a[0]) {
				in = !in
			}
		}
	}
	return in
}

func TestIslandsAndHolesStayWhatTheyAre(t *testing.T) {
	// A square of 4 degrees with a hole in its middle and an island in the hole, at the
	// equator, where a degree is as wide as it is tall.
	polygon := "[[" + square(0, -2, 4) + "," + square(1, -1, 2) + "],[" + square(1.5, -.5, 1) + "]]"
	m, err := boundary.Read("x.geojson", file([2]string{`"1"`, polygon}))
	if err != nil {
		t.Fatal(err)
	}
	o := m.Outline([]string{"1"}, nil, 400, 400)
	if o.Grid != .5 || math.Abs(o.Height-400) > 1e-9 || o.Latitude != 0 {
		t.Fatalf("grid %v, height %v, latitude %v; want .5, 400, 0", o.Grid, o.Height, o.Latitude)
	}
	rings := corners(t, o.Areas[0].Path)
	if len(rings) != 3 {
		t.Fatalf("%d rings, want 3", len(rings))
	}
	// 100 pixels a degree, two numbers a pixel.
	for _, c := range []struct {
		lon, lat float64
		want     bool
	}{{.5, 0, true}, {1.2, 0, false}, {2, 0, true}, {3.5, 1.5, true}, {2.8, -.8, false}} {
		if got := inside(rings, c.lon*200, (2-c.lat)*200); got != c.want {
			t.Errorf("%v, %v: inside %v, want %v", c.lon, c.lat, got, c.want)
		}
	}
	if o.Areas[0].X != 200 || o.Areas[0].Y != 200 {
		t.Errorf("middle %v, %v, want 200, 200", o.Areas[0].X, o.Areas[0].Y)
	}
}

func TestALongitudeIsShorterThanALatitude(t *testing.T) {
	m, err := boundary.Read("x.geojson", file([2]string{`"1"`, "[" + square(4, 59.5, 1) + "]"}))
	if err != nil {
		t.Fatal(err)
	}
	// At 60 degrees north half as long.
	o := m.Outline([]string{"1"}, nil, 100, 1000)
	if math.Abs(o.Height-200) > 1 {
		t.Errorf("height %v, want 200", o.Height)
	}
}

func TestTheBorderOfARegionIsWhatItsPartsDoNotShare(t *testing.T) {
	m, err := boundary.Read("x.geojson", file(
		[2]string{`1`, "[" + square(0, 0, 1) + "]"}, [2]string{`2`, "[" + square(1, 0, 1) + "]"},
		[2]string{`3`, "[" + square(2, 0, 1) + "]"}, [2]string{`4`, "[" + square(5, 0, 1) + "]"}))
	if err != nil {
		t.Fatal(err)
	}
	o := m.Outline([]string{"1", "2", "3", "4"}, map[string][]string{"r": {"1", "2", "4"}}, 600, 600)
	rings := corners(t, o.Borders["r"])
	if len(rings) != 2 || len(rings[0]) != 4 || len(rings[1]) != 4 {
		t.Fatalf("border %v, want two rectangles", rings)
	}
	width := rings[0][2][0] - rings[0][0][0]
	if other := rings[1][2][0] - rings[1][0][0]; width < 2*other-1 || width > 2*other+1 {
		t.Errorf("the rectangles are %d and %d wide, want the first twice as wide", width, other)
	}
}

// Neighbours must not come apart: what lies on the common border is on the same
// corners for both, on every grid.
func TestNeighboursKeepTheirBorderAndManyCornersFitTheBudget(t *testing.T) {
	var features [][2]string
	var codes []string
	wave := func(k, x float64) float64 { return .02 * math.Sin(40*x+k) }
	const n = 10 // a grid of n by n cells with wavy sides of 400 corners each
	for i := range n {
		for j := range n {
			var b strings.Builder
			corner := func(x, y float64) { fmt.Fprintf(&b, "[%.6f,%.6f],", x, y) }
			x, y := float64(i)*.2, float64(j)*.1
			for k := range 400 {
				corner(x+.2*float64(k)/400, 50+y+wave(y, x+.2*float64(k)/400))
			}
			for k := range 400 {
				corner(x+.2, 50+y+wave(y, x+.2)+float64(k)/400*(.1+wave(y+.1, x+.2)-wave(y, x+.2)))
			}
			for k := range 400 {
				corner(x+.2-.2*float64(k)/400, 50+y+.1+wave(y+.1, x+.2-.2*float64(k)/400))
			}
			for k := range 400 {
				corner(x, 50+y+.1+wave(y+.1, x)-float64(k)/400*(.1+wave(y+.1, x)-wave(y, x)))
			}
			fmt.Fprintf(&b, "[%.6f,%.6f]", x, 50+y+wave(y, x))
			code := fmt.Sprint(i*100 + j)
			codes = append(codes, code)
			features = append(features, [2]string{`"` + code + `"`, "[[" + b.String() + "]]"})
		}
	}
	m, err := boundary.Read("x.geojson", file(features...))
	if err != nil {
		t.Fatal(err)
	}
	o := m.Outline(codes, map[string][]string{"all": codes}, 720, 430)
	bytes := 0
	for _, a := range o.Areas {
		bytes += len(a.Path)
	}
	if bytes > 110_000 || o.Grid == .5 {
		t.Errorf("%d bytes on a grid of %v, want at most 110,000 on a coarser one than the finest", bytes, o.Grid)
	}
	// All cells together leave no gap inside: their border is one line.
	if rings := corners(t, o.Borders["all"]); len(rings) != 1 {
		t.Errorf("%d lines around all cells, want 1", len(rings))
	}
}

func TestWhatIsSmallerThanTheGridIsNotLost(t *testing.T) {
	m, err := boundary.Read("x.geojson", file([2]string{`1`, "[" + square(0, 0, 10) + "]"}, [2]string{`2`, "[" + square(5, 5, .0001) + "]"}))
	if err != nil {
		t.Fatal(err)
	}
	o := m.Outline([]string{"1", "2"}, nil, 500, 500)
	if len(corners(t, o.Areas[1].Path)) != 1 {
		t.Errorf("path %q, want one small square", o.Areas[1].Path)
	}
}

func TestAFileThatCannotBeJoinedIsRefusedInWords(t *testing.T) {
	plain := "[" + square(4, 51, 1) + "]"
	for name, c := range map[string][2]string{
		"no json":     {"PK\x03\x04", "is not JSON"},
		"topology":    {`{"type":"Topology"}`, `has type "Topology"`},
		"empty":       {`{"type":"FeatureCollection","features":[]}`, "holds no feature"},
		"no codes":    {strings.Replace(string(file([2]string{`"1"`, plain})), "nis_code", "naam", 1), "has no NIS code: its properties are naam, name"},
		"code gone":   {string(file([2]string{`1`, plain}, [2]string{`null`, plain})), "feature 2: has no nis_code"},
		"Lambert":     {string(file([2]string{`1`, "[" + square(150000, 210000, 900) + "]"})), "no longitude and latitude"},
		"Lambert crs": {`{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:31370"}},"features":[]}`, "another coordinate system"},
		"a point":     {strings.Replace(string(file([2]string{`1`, "[4,51]"})), "Polygon", "Point", 1), `is a "Point"`},
		"open ring":   {string(file([2]string{`1`, "[[[0,0],[1,0],[1,1],[0,1]]]"})), "not closed"},
		"short pair":  {string(file([2]string{`1`, "[[[0],[1],[1],[0]]]"})), "without two numbers"},
		"text":        {string(file([2]string{`1`, `[[["a","b"]]]`})), "no lists of numbers"},
		"no geometry": {`{"type":"FeatureCollection","features":[{"properties":{"NISCODE":"1"}}]}`, "has no geometry"},
	} {
		_, err := boundary.Read("x.geojson", []byte(c[0]))
		var u *models.Error
		if !errors.As(err, &u) || u.Code != models.Invalid || u.Fix == "" || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s: %v, want %q and a fix", name, err, c[1])
		}
	}
	// All of them, and no more than can be read.
	var many [][2]string
	for range 20 {
		many = append(many, [2]string{"null", plain})
	}
	_, err := boundary.Read("x.geojson", file(append([][2]string{{"1", plain}}, many...)...))
	if got := len(models.Flatten(err)); got != 9 {
		t.Errorf("%d faults told, want 8 and the count of the others", got)
	}
}

func TestMissingNamesWhatHasNoBoundary(t *testing.T) {
	m, err := boundary.Read("x.geojson", file([2]string{`11001`, "[" + square(4, 51, 1) + "]"}))
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(m.Missing([]string{"11001", "11002"})); got != "[11002]" {
		t.Errorf("missing %s, want [11002]", got)
	}
}

func FuzzBoundaries(f *testing.F) {
	f.Add(string(file([2]string{`"1"`, "[" + square(4, 51, 1) + "]"})))
	f.Add(`{"type":"FeatureCollection","features":[{"properties":{"nis":1},"geometry":{"type":"Polygon","coordinates":[[[0,0],[0,0],[0,0],[0,0]]]}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[{"properties":{"nis":1},"geometry":{"type":"MultiPolygon","coordinates":[[[[180,85],[-180,-85],[1e-300,0],[180,85]]]]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := boundary.Read("x", []byte(text))
		if err != nil {
			return
		}
		for _, code := range []string{"1", "2"} {
			o := m.Outline([]string{code}, map[string][]string{"r": {code}}, 720, 430)
			if o != nil && o.Areas[0].Path != "" {
				corners(t, o.Areas[0].Path)
			}
		}
	})
}
