package models_test

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Of a metric that has the widest areas it can be said that it counts all of them.
func TestTheWidestDimensionIsOneOfPlace(t *testing.T) {
	const dimensions = "models/dimensions.yml"
	for _, c := range []struct{ about, text, what string }{
		{"no place", "dimensions:\n  - {name: sex, widest: true}\n", "dimension sex is the widest and no place"},
		{"two of them", "dimensions:\n  - {name: land, place: true, widest: true}\n  - {name: isle, place: true, widest: true}\n", "dimensions land and isle are each the widest"},
	} {
		p := small()
		p[dimensions] = file(c.text)
		if all := faults(t, p); len(all) != 1 || !told(all, dimensions, c.what) {
			t.Errorf("%s: got %q, want one message that says %s", c.about, all, c.what)
		}
	}
	land := &models.Dimension{Name: "land", Place: true, Widest: true}
	p := &models.Project{Dimensions: []*models.Dimension{{Name: "town", Place: true}, land}}
	if d := p.WidestOf(&models.Metric{Dimensions: map[string]string{"town": "town_code", "land": "land_code"}}); d != land {
		t.Errorf("the widest of town and land is %+v, want land", d)
	}
	if d := p.WidestOf(&models.Metric{Dimensions: map[string]string{"town": "town_code"}}); d != nil {
		t.Errorf("the widest of town alone is %+v, want none: it may leave areas out", d)
	}
}

func TestTimeHasTitlesWithoutAnEntry(t *testing.T) {
	p := &models.Project{Dimensions: []*models.Dimension{{Name: "month", TitleNL: "Maand van aankomst", Grain: "month"}}}
	for name, want := range map[string][2]string{
		"day": {"Dag", "Day"}, "week": {"Week", "Week"}, "quarter": {"Kwartaal", "Quarter"}, "year": {"Jaar", "Year"},
		"month": {"Maand van aankomst", "Maand van aankomst"}, "kind": {"kind", "kind"},
	} {
		if d := p.Dimension(name); d.Title("nl") != want[0] || d.Title("en") != want[1] {
			t.Errorf("%s is %q and %q, want %q", name, d.Title("nl"), d.Title("en"), want)
		}
	}
	if p := (&models.Project{}); p.Dimension("month").Title("nl") != "Maand" {
		t.Errorf("month is %q", p.Dimension("month").Title("nl"))
	}
}
