package models_test

import (
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// A browser calls the second download "x (1).csv", people call the third version
// "x_v3.csv": each must come after the one before it, whatever a byte says.
func TestNamesAreInTheOrderInWhichTheyAreNumbered(t *testing.T) {
	want := []string{
		"a/x.csv", "a/x (1).csv", "a/x (2).csv", "a/x (10).csv", "a/x 2.csv", "a/x 10.csv", "a/x_009.xlsx", "a/x_9.csv", "a/x_10.csv",
		"b 9/x.csv", "b 10/x.csv", "c/x.csv", "c/x_v2.csv", "c/x_v10.csv", "c/x_v20230131.csv", "c/x_v123456789012345678901234.csv",
	}
	for i, a := range want {
		for j, b := range want {
			if got := models.CompareNames(a, b); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("CompareNames(%q, %q) = %d", a, b, got)
			}
		}
	}
	mixed := slices.Clone(want)
	slices.Reverse(mixed)
	if slices.SortFunc(mixed, models.CompareNames); !slices.Equal(mixed, want) {
		t.Errorf("sorted: %q", mixed)
	}
}

// Spreadsheets break long names of columns over lines, and hyphenate them there.
func TestNamesAreOneWhereverTheyAreBroken(t *testing.T) {
	for _, name := range []string{"davon Folge-\nanträge", "davon\r\nFolgeanträge", "Davon\tFolge\u00adantrage", "davon\u200b Folge anträge "} {
		if got := models.Fold(name); got != "davonfolgeantrage" {
			t.Errorf("Fold(%q) = %q", name, got)
		}
	}
}
