// Package boundary reads the outlines of municipalities from GeoJSON and makes them
// small enough for a chart.
//
// Outlines are joined to figures by NIS code, never by name. They are drawn in plate
// carrée: longitude, shortened by the cosine of the middle latitude, and latitude, so
// that shapes are right in a country of this size and nothing has to be explained. All
// corners are moved to one grid, so that neighbours keep sharing their border.
//
// It opens no file, and knows nothing of values.
package boundary

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Map is a file of boundaries.
type Map struct {
	Name  string // of the file, for the note below a map
	areas map[string][]ring
}

// point is a longitude and a latitude; a ring is closed.
type (
	point [2]float64
	ring  []point
)

// codeNames are the properties that are taken for a NIS code, in lower case.
var codeNames = []string{"nis_code", "niscode", "nis", "cd_munty_refnis", "refnis"}

// told is how many faults are told of a file; the others are counted.
const told = 8

type collection struct {
	Type     string `json:"type"`
	CRS      any    `json:"crs"`
	Features []struct {
		Properties map[string]any `json:"properties"`
		Geometry   *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
	} `json:"features"`
}

// Read reads GeoJSON: a FeatureCollection of polygons in longitude and latitude, each
// with the NIS code of its municipality. All that is wrong is told.
func Read(name string, data []byte) (*Map, error) {
	var c collection
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // 11001 as a number is a code too
	if err := d.Decode(&c); err != nil {
		return nil, refuse(name, "is not JSON: "+err.Error(), "give a GeoJSON file")
	}
	if c.Type != "FeatureCollection" {
		return nil, refuse(name, fmt.Sprintf("has type %q, want FeatureCollection", c.Type), "give GeoJSON; TopoJSON and shapefiles have to be turned into it first")
	}
	if text := fmt.Sprint(c.CRS); c.CRS != nil && !strings.Contains(text, "CRS84") && !strings.Contains(text, "4326") {
		return nil, refuse(name, "has another coordinate system: "+text, "write it in longitude and latitude (WGS84, EPSG:4326)")
	}
	if len(c.Features) == 0 {
		return nil, refuse(name, "holds no feature", "give a file with a feature for each municipality")
	}
	m := &Map{Name: name, areas: map[string][]ring{}}
	property := codeProperty(c.Features[0].Properties)
	if property == "" {
		return nil, refuse(name, fmt.Sprintf("has no NIS code: its properties are %s", names(c.Features[0].Properties)),
			"give each feature the code of its municipality in nis_code (also read: "+strings.Join(codeNames[1:], ", ")+"); names are not enough")
	}
	var faults []error
	for i, f := range c.Features {
		where := fmt.Sprintf("%s, feature %d", name, i+1)
		code := strings.TrimSpace(fmt.Sprint(f.Properties[property]))
		if f.Properties[property] == nil || code == "" {
			faults = append(faults, refuse(where, "has no "+property, "give it the code of its municipality"))
			continue
		}
		where += " (" + models.Visible(code) + ")"
		if f.Geometry == nil {
			faults = append(faults, refuse(where, "has no geometry", "give it a polygon"))
			continue
		}
		rings, err := rings(f.Geometry.Type, f.Geometry.Coordinates)
		if err != nil {
			faults = append(faults, refuse(where, err.Error(), "give it a Polygon or MultiPolygon in longitude and latitude (WGS84)"))
			continue
		}
		// A municipality may come in pieces.
		m.areas[code] = append(m.areas[code], rings...)
	}
	if more := len(faults) - told; more > 0 {
		faults = append(faults[:told], refuse(name, fmt.Sprintf("has %d faults more", more), "correct these first"))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return m, nil
}

// codeProperty finds the property that holds the code.
func codeProperty(properties map[string]any) string {
	for _, want := range codeNames {
		for _, have := range sorted(properties) {
			if strings.ToLower(have) == want {
				return have
			}
		}
	}
	return ""
}

func sorted(properties map[string]any) []string {
	out := make([]string, 0, len(properties))
	for name := range properties {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func names(properties map[string]any) string {
	list := sorted(properties)
	if len(list) == 0 {
		return "none"
	}
	if len(list) > 12 {
		list = append(list[:12], "…")
	}
	return models.Visible(strings.Join(list, ", "))
}

// rings reads the rings of a polygon, or of several. Which are islands and which are
// holes follows from how they lie in each other.
func rings(kind string, text json.RawMessage) ([]ring, error) {
	var many [][][][]float64
	var err error
	switch kind {
	case "MultiPolygon":
		err = json.Unmarshal(text, &many)
	case "Polygon":
		many = make([][][][]float64, 1)
		err = json.Unmarshal(text, &many[0])
	default:
		return nil, fmt.Errorf("is a %q", kind)
	}
	if err != nil {
		return nil, errors.New("has coordinates that are no lists of numbers")
	}
	var out []ring
	for _, polygon := range many {
		for _, line := range polygon {
			r := make(ring, len(line))
			for i, p := range line {
				if len(p) < 2 {
					return nil, errors.New("has a corner without two numbers")
				}
				// Lambert and other plane coordinates run to hundreds of thousands.
				if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 85) {
					return nil, fmt.Errorf("has a corner at %v, %v, which is no longitude and latitude", p[0], p[1])
				}
				r[i] = point{p[0], p[1]}
			}
			if len(r) < 4 || r[0] != r[len(r)-1] {
				return nil, errors.New("has a ring that is not closed")
			}
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("has no ring")
	}
	return out, nil
}

// Missing gives the codes that the map has no boundaries of.
func (m *Map) Missing(codes []string) []string {
	var out []string
	for _, c := range codes {
		if len(m.areas[c]) == 0 {
			out = append(out, c)
		}
	}
	return out
}

func refuse(where, what, fix string) error {
	return &models.Error{Code: models.Invalid, Where: where, What: what, Fix: fix}
}
