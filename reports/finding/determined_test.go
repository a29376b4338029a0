package finding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// laid gives a table of a metric.
func laid(m *models.Metric, rows ...[]float64) finding.Input {
	in := counted(rows...)
	in.Metric = m
	return in
}

func tables(put func(name string) func(finding.Finding, error)) {
	put("association of what follows from the other")(finding.Associate(laid(questions, []float64{40, 0, 0}, []float64{60, 0, 0}, []float64{0, 25, 0}, []float64{0, 0, 30}), finding.Beside{}))
	put("association, a sign in few")(finding.Associate(laid(questions, []float64{14, 2}, []float64{2, 14}), finding.Beside{}))
	bunches := laid(places, []float64{90, 20, 20, 20}, []float64{100, 100, 100, 100}, []float64{80, 85, 90, 95})
	rest := bunches
	rest.Cells = rest.Cells[4:]
	put("association of places")(finding.Associate(bunches, finding.Beside{Without: &rest, Left: finding.Text{NL: "Nooddorp", EN: "Emergency village"}}))
	made := *places
	made.Kind, made.OverTime = "flow", "sum"
	now, before := groupMaker{during("2023-01-01", "2023-03-31")}, groupMaker{during("2022-10-01", "2022-12-31")}
	put("difference of places made")(finding.Between(&made, now.cell(finding.Cell{Value: 200, Known: true}), before.cell(finding.Cell{Value: 120, Known: true})))
	uneven, base := finding.Input{Metric: places, Dims: []*models.Dimension{province}, Names: names}, finding.Input{Metric: questions, Dims: []*models.Dimension{province}, Names: names}
	for i, n := range []float64{600, 150, 50} {
		d := []string{string(rune('A' + i))}
		uneven.Cells = append(uneven.Cells, finding.Cell{Dims: d, Value: n, Known: true})
		base.Cells = append(base.Cells, finding.Cell{Dims: d, Value: 1000, Known: true})
	}
	put("spread of places over a base")(finding.Concentrate(uneven, &base))
}

// By hand: A has 600 of 800 places and a third of the base, 2.25 times; B 0.5625, C 0.1875.
// The village has 90 in A, of 150 in a table of 900 with 270 in A: 45 are expected.
func TestPlacesAreDescribedAndNotTested(t *testing.T) {
	all := map[string]finding.Finding{}
	tables(func(name string) func(finding.Finding, error) {
		return func(f finding.Finding, err error) {
			if err != nil {
				t.Fatal(err)
			}
			all[name] = f
		}
	})
	for name, want := range map[string]string{
		"association of places":        "Het meest boven wat zonder samenhang verwacht wordt: Nooddorp – A (90, verwacht 45);",
		"difference of places made":    "een verschil van +80.",
		"spread of places over a base": "Boven hun aandeel in de noemer: A (2,25 keer). Eronder: C (0,19 keer); B (0,56 keer).",
	} {
		f := all[name]
		if !strings.Contains(f.Sentence.NL, want) || strings.Contains(f.Sentence.NL, "anwijzing") {
			t.Errorf("%s: %s\nwant %s", name, f.Sentence.NL, want)
		}
		for _, n := range f.Numbers {
			if strings.HasPrefix(n.Name, "p") && n.Unit == "p" || n.HasLow || n.HasHigh {
				t.Errorf("%s tests: %+v", name, n)
			}
		}
	}
}

// Each theme of four has one domain: V would be 1 whatever the figures are. A municipality
// lies in one province by its definition, also where a change of borders left rows in two.
func TestADimensionThatFollowsFromTheOtherIsRefused(t *testing.T) {
	table := laid(questions, []float64{40, 0, 0}, []float64{60, 0, 0}, []float64{0, 25, 0}, []float64{0, 0, 30})
	across := table
	across.Dims = []*models.Dimension{province, theme}
	across.Cells = slices.Clone(table.Cells)
	for i, c := range across.Cells {
		across.Cells[i].Dims = []string{c.Dims[1], c.Dims[0]}
	}
	within := counted([]float64{40, 1}, []float64{0, 25})
	within.Dims = []*models.Dimension{{Name: "municipality", TitleNL: "Gemeente", TitleEN: "Municipality", Lookup: &models.Lookup{Within: map[string]string{"province": "province_code"}}}, province}
	loose := counted([]float64{40, 1}, []float64{0, 25})
	for name, c := range map[string]struct {
		in   finding.Input
		want string
	}{
		"rows follow":      {table, "per thema is er in deze cijfers maar één provincie"},
		"columns follow":   {across, "per thema is er in deze cijfers maar één provincie"},
		"the header tells": {within, "per gemeente is er maar één provincie"},
		"neither":          {loose, ""},
	} {
		f, err := finding.Associate(c.in, finding.Beside{})
		if err != nil || f.Computable != (c.want == "") || !strings.Contains(f.Sentence.NL, c.want) {
			t.Errorf("%s: %v: %s", name, err, f.Sentence.NL)
		}
	}
}

// Of 4 + 4 in a square no test finds anything, and of 32 it says that and not how strongly.
func TestNoStrengthIsToldWhereNothingIsFound(t *testing.T) {
	for want, rows := range map[string][][]float64{
		"thema en provincie: geen aanwijzing (p = 0,":                                                           {{3, 1}, {1, 3}},
		"thema en provincie: een aanwijzing, maar 32 is te weinig om te zeggen hoe sterk (p < 0,001; Cramérs V": {{14, 2}, {2, 14}},
		"thema en provincie: sterk (Cramérs V":                                                                  {{140, 20}, {20, 140}},
	} {
		f, err := finding.Associate(counted(rows...), finding.Beside{})
		if err != nil || !strings.Contains(f.Sentence.NL, want) {
			t.Errorf("%v: %s\nwant %s", err, f.Sentence.NL, want)
		}
	}
}
