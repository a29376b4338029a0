package sql_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Every dimension and fact is held against rows computed by hand from rows of the
// exports, column by column: what only metrics see, a metric that sums the wrong
// column twice would not show.
func TestEveryColumnOfDimensionsAndFactsHasACase(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	cases := readCases(t)
	for _, r := range p.Relations {
		if !strings.HasPrefix(r.Name, "dim_") && !strings.HasPrefix(r.Name, "fct_") {
			continue
		}
		var missing []string
		held := heldColumns(r, cases)
		for _, c := range r.Columns {
			if !held[c.Name] {
				missing = append(missing, c.Name)
			}
		}
		switch {
		case len(missing) == len(r.Columns):
			t.Errorf("%s: no case in sql/%s expects its rows", r.File, casesFolder)
		case len(missing) > 0:
			t.Errorf("%s: no case in sql/%s expects %s", r.File, casesFolder, strings.Join(missing, ", "))
		}
	}
}

var word = regexp.MustCompile(`\w+`)

// aboveTheExports tells whether a case gives a dimension or fact itself, so that
// it proves only what lies above that.
func aboveTheExports(c caseFile) bool {
	for given := range c.Given {
		if !strings.HasPrefix(given, "stg_") && !strings.HasPrefix(given, "ref.") {
			return true
		}
	}
	return false
}

// heldColumns gives the columns of a relation that a case compares.
func heldColumns(r *models.Relation, cases map[string]caseFile) map[string]bool {
	held := map[string]bool{}
	for _, c := range cases {
		if aboveTheExports(c) {
			continue
		}
		for _, a := range c.Asks {
			if a.Relation != r.Name {
				continue
			}
			for _, column := range r.Columns {
				named := len(a.Columns) == 0 || slices.ContainsFunc(a.Columns, func(text string) bool {
					return slices.Contains(word.FindAllString(text, -1), column.Name)
				})
				held[column.Name] = held[column.Name] || named
			}
		}
	}
	return held
}
