package analysis

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// Each member of the third dimension has the cells that are its own, in the order in which
// they came; what has no member is counted and is no part. By hand: 3 and 5 have no member.
func TestStrataAreTheMembersOfTheThirdDimension(t *testing.T) {
	t.Parallel()
	x := &asking{names: map[string]map[string]models.Label{"sex": {"f": {Code: "f", NL: "Vrouw", EN: "Woman"}, "m": {Code: "m", NL: "Man"}}}}
	cell := func(a, b, c string, v float64) finding.Cell {
		return finding.Cell{Dims: []string{a, b, c}, Value: v, Known: true}
	}
	all := finding.Input{
		Dims:  []*models.Dimension{{Name: "theme"}, {Name: "channel"}, {Name: "sex"}},
		Names: x.label,
		Cells: []finding.Cell{cell("a", "x", "m", 1), cell("a", "x", "f", 2), cell("a", "y", "", 3), cell("b", "x", "f", 4), cell("b", "y", "", 5)},
	}
	parts, nowhere := strata(all)
	if nowhere != 8 || len(parts) != 2 {
		t.Fatalf("%d parts and %v of no member, want 2 and 8", len(parts), nowhere)
	}
	for i, want := range []struct {
		name  finding.Text
		cells int
		sum   float64
	}{{finding.Text{NL: "Man", EN: "Man"}, 1, 1}, {finding.Text{NL: "Vrouw", EN: "Woman"}, 2, 6}} {
		sum := 0.0
		for _, c := range parts[i].Input.Cells {
			sum += c.Value
		}
		if got := parts[i]; got.Name != want.name || len(got.Input.Cells) != want.cells || sum != want.sum || len(got.Input.Dims) != 2 {
			t.Errorf("part %d is %+v, want %+v", i, got, want)
		}
	}
}
