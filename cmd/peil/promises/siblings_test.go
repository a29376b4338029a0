package promises

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// All pages of a day are made in one go, and published one after the other: none gives another
// away. Nobody who has all of them and the page on the country finds the number that one
// province hides by subtracting those of the others: of the 31 rehousings of April 2022, four
// provinces had 28. Of these pages seven were refused before, each made beside what was
// published alone, and hid other cells of the same table as the one before it.
func TestPagesOfProvincesDoNotGiveEachOtherAway(t *testing.T) {
	t.Parallel()
	dir := unpublished(t)
	layout := models.Layout{Root: filepath.Join(dir, "data")}
	months := map[string]map[string]int{} // page -> month -> rehousings that are told
	var made []madeEdition
	if err := json.Unmarshal([]byte(peil(t, dir, "report", "evaluatie", "instroom", "herhuisvesting", "vragen", "regio", "--as-of", "2022-06-16", "--quiet", "--json")), &made); err != nil {
		t.Fatal(err)
	}
	for _, m := range made {
		if code, _, diag := plain.run(t, "", "publish", m.Report+"/"+m.Edition, "--data", layout.Root); code != exitDone {
			t.Errorf("publish %s: exit %d: %s", m.Report, code, diag)
		}
		if m.Report == "evaluatie" || strings.HasPrefix(m.Report, "regio") {
			months[m.Report] = map[string]int{}
			for _, table := range numbersOf(t, layout.Edition(m.Report, m.Edition), "rehousings") {
				maps.Copy(months[m.Report], table) // by month: its code stands where that of a municipality does
			}
		}
	}
	if len(months) != 6 {
		t.Fatalf("pages %v, want one of the country and five of provinces", slices.Sorted(maps.Keys(months)))
	}
	hidden := 0
	for month, all := range months["evaluatie"] {
		var without []string
		for page, told := range months {
			if n, ok := told[month]; page != "evaluatie" && ok {
				all -= n
			} else if page != "evaluatie" {
				without = append(without, page)
			}
		}
		hidden += len(without)
		if len(without) == 1 && all != 0 {
			t.Errorf("%s hides the rehousings of %s, and all others leave %d", without[0], month, all)
		}
	}
	if hidden < 2 {
		t.Errorf("%d numbers are hidden: there is nothing to find", hidden)
	}
}
