package chart_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/option"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// both gives the two drawings of a figure.
func both(t *testing.T, safe disclose.Safe, o series.Options) string {
	t.Helper()
	s, err := series.From(safe, o)
	if err != nil {
		t.Fatalf("%s: %v", o.Kind, err)
	}
	picture, err := chart.SVG(s)
	if err != nil {
		t.Fatalf("%s: %v", o.Kind, err)
	}
	text, err := option.JSON(s)
	if err != nil {
		t.Fatalf("%s: %v", o.Kind, err)
	}
	return picture + string(text)
}

// Nothing that a picture shows may follow from what it hides: order, axis,
// classes, widths, alternative text. So other hidden values must give the same
// bytes.
func TestOtherHiddenValuesGiveTheSamePicture(t *testing.T) {
	kinds := map[series.Kind]string{
		series.Line: "month category", series.Bar: "month", series.Stacked: "month category", series.Grouped: "category sex",
		series.Ranked: "category", series.Dot: "category", series.Multiples: "month category", series.Heatmap: "month category",
		series.Funnel: "category", series.Tiles: "municipality", series.Spark: "month", series.Sankey: "category sex",
	}
	months := []string{"2022-03-01", "2022-04-01", "2022-05-01", "2022-06-01"}
	for kind, dims := range kinds {
		draw := func(hidden float64, n int64) string {
			m := stock
			result := &models.MetricResult{Metric: &m}
			names := strings.Fields(dims)
			for _, name := range names {
				d := &models.Dimension{Name: name, TitleNL: name}
				if name == "month" {
					d.Grain = "month"
				}
				result.Dims = append(result.Dims, d)
			}
			first := []string{"a", "b", "c", "d"}
			if names[0] == "month" {
				first = months
			}
			for i, x := range first {
				if len(names) == 1 {
					row := models.MetricRow{Dims: []string{x}, Value: float64(100 + 7*i), Known: true, N: 100}
					if i == 1 {
						row.Value, row.N = hidden, n
					}
					result.Rows = append(result.Rows, row)
					continue
				}
				for j, y := range []string{"p", "q"} {
					row := models.MetricRow{Dims: []string{x, y}, Value: float64(100 + 7*i + 3*j), Known: true, N: 100}
					if i == 1 && j == 1 || i == 3 && j == 0 {
						row.Value, row.N = hidden, n
					}
					result.Rows = append(result.Rows, row)
				}
			}
			return both(t, disclose.Apply(result, disclose.Rule{Threshold: 5, Derived: 10}), series.Options{
				Kind: kind, Unit: "plaatsen", Tiles: []series.Tile{{Code: "a", Name: "A"}, {Code: "b", Name: "B", X: 1}, {Code: "c", Name: "C", Y: 1}, {Code: "d", Name: "D", X: 1, Y: 1}},
			})
		}
		if draw(2, 2) != draw(987654, 4) {
			t.Errorf("%s: the picture follows from hidden values", kind)
		}
		if strings.Contains(draw(987654, 4), "987") {
			t.Errorf("%s: the hidden value stands in the picture", kind)
		}
	}
}

// FuzzPicturesStayWellFormed feeds any labels and values to every kind.
func FuzzPicturesStayWellFormed(f *testing.F) {
	f.Add("a", "</script>", "\x00\x1b", "[o]", 1.0, -5.5, 1e15, int64(3), uint8(0))
	f.Add("", "\xff\xfe", "\u202e\ufffe", "]]>", 0.0, 0.0, 0.0, int64(9), uint8(3))
	f.Add("2022-03-01", "9999-12-31", "0001-01-01", "x", 1e-300, 5e-324, 0.3, int64(50), uint8(1))
	f.Add("2022-03-01", "2022-06-01", "2022-07-15", "%s%d", 3.0, 4.0, -1e15, int64(50), uint8(7))
	f.Fuzz(func(t *testing.T, a, b, c, d string, x, y, z float64, n int64, shape uint8) {
		units := []string{"persons", "share", "eur", "per_1000"}
		m := models.Metric{Name: a, TitleNL: b, TitleEN: c, Unit: units[shape%4], Decimals: int(shape % 3), Protects: []string{"person", "none"}[shape/4%2], Empty: []string{"zero", "none"}[shape/8%2]}
		grain := []string{"", "month", "week", "quarter", "year", "day"}[int(shape)%6]
		one := &models.MetricResult{Metric: &m, Dims: []*models.Dimension{{Name: "x", TitleNL: d, Grain: grain}}}
		two := &models.MetricResult{Metric: &m, Dims: append(one.Dims[:1:1], &models.Dimension{Name: "y", TitleNL: a})}
		for i, v := range []float64{x, y, z, x + y} {
			code := []string{a, b, c, d}[i]
			one.Rows = append(one.Rows, models.MetricRow{Dims: []string{code}, Value: v, Known: i != 2, N: n * int64(i)})
			two.Rows = append(two.Rows,
				models.MetricRow{Dims: []string{code, d}, Value: v, Known: true, N: n},
				models.MetricRow{Dims: []string{code, b}, Value: z, Known: i != 1, N: n * int64(i)})
		}
		for _, kind := range series.Kinds() {
			for _, result := range []*models.MetricResult{one, two} {
				s, err := series.From(disclose.Apply(result, disclose.Rule{Threshold: 5}), series.Options{
					Kind: series.Kind(kind), ID: a, Lang: []string{"nl", "en"}[shape%2], Title: b, Unit: c, Highlight: d, Split: true,
					Tiles: []series.Tile{{Code: a, Name: b}, {Code: b, Name: c, X: int(shape), Y: 3, Named: true}},
				})
				if err != nil {
					continue
				}
				if text, err := chart.SVG(s); err == nil {
					wellFormed(t, text)
				}
				if _, err := option.JSON(s); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// What stands beside a chart, and intervals, follow from what is shown just as much.
func TestOtherHiddenValuesBesideAChartGiveTheSamePicture(t *testing.T) {
	const shown = "2022-03-01 40 40\n2022-04-01 50 50\n2022-05-01 70 70"
	for _, kind := range []series.Kind{series.Bar, series.Line} {
		draw := func(hidden string) string {
			return both(t, safe(persons, "month", shown), series.Options{Kind: kind, Unit: "personen",
				Before: &series.Beside{Name: "2021", Safe: safe(persons, "month", "2021-03-01 60 60\n2021-04-01 "+hidden+"\n2021-05-01 30 30")},
				Target: &series.Beside{Name: "doel", Safe: safe(persons, "month", "2022-03-01 60 60\n2022-05-01 "+hidden)}})
		}
		if draw("2 2") != draw("987654 4") {
			t.Errorf("%s: the picture follows from hidden values beside it", kind)
		}
	}
	draw := func(part string) string {
		return both(t, sampled("month", "2022-03-01 40 61\n2022-04-01 "+part+" 8\n2022-05-01 52 80"), series.Options{Kind: series.Line, Interval: true})
	}
	if draw("2") != draw("7") {
		t.Error("the picture follows from counts under a hidden share")
	}
}
