package disclose

import (
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// Cut by two dimensions of one family the rows of a table are of one level, so that those
// of a province add up to it: told apart by level, none of them would be tied to the others.
func TestWhatTwoDimensionsHaveInCommonIsOfOneLevel(t *testing.T) {
	province := system.Node{Level: "province", Code: "10000", Atoms: []string{"11001", "11002", "11004"}}
	centre := narrow(province, system.Node{Level: "centre_city", Code: "true", Atoms: []string{"11002", "44021"}})
	other := narrow(province, system.Node{Level: "centre_city", Code: "false", Atoms: []string{"11001", "11004", "44012"}})
	if centre.Level != other.Level || centre.Code == other.Code {
		t.Errorf("levels %q and %q, codes %q and %q", centre.Level, other.Level, centre.Code, other.Code)
	}
	if !slices.Equal(centre.Atoms, []string{"11002"}) || !slices.Equal(other.Atoms, []string{"11001", "11004"}) {
		t.Errorf("%v and %v are not the province taken apart", centre.Atoms, other.Atoms)
	}
	// What lies within the other is itself, at its own level.
	if within := narrow(province, system.Node{Level: "municipality", Code: "11002", Atoms: []string{"11002"}}); within.Level != "municipality" {
		t.Errorf("a municipality of the province is of level %q", within.Level)
	}
}
