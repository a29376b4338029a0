package load

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

// defined is a project of one list and one source.
func defined(list string) *models.Project {
	return &models.Project{FS: fstest.MapFS{
		"peil.yml":                  {Data: []byte("name: p\nkey: ${env:SECRET}\n")},
		"models/reference/town.csv": {Data: []byte(list)},
		"sql/marts/fct_bed.sql":     {Data: []byte("select 1")},
		"reports/pages/beds.md":     {Data: []byte("# Beds")},
	}}
}

// What a snapshot was made by is kept once, comes back as it was, and is missed only where it
// was never kept.
func TestDefinitionsAreKeptWithTheSnapshot(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	p := defined("town\nAalst\n")
	sum, err := p.Definitions()
	if err != nil {
		t.Fatal(err)
	}
	m := &models.Manifest{Snapshot: 1, Definitions: sum}
	if files, err := Definitions(l, m); files != nil || err != nil {
		t.Errorf("before anything was kept: %v, %v", files, err)
	}
	for range 2 { // twice: the second run finds them
		if err := KeepDefinitions(l, p, sum); err != nil {
			t.Fatal(err)
		}
	}
	files, err := Definitions(l, m)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := fs.ReadFile(files, "models/reference/town.csv"); err != nil || string(text) != "town\nAalst\n" {
		t.Errorf("the list is %q, %v", text, err)
	}
	for _, other := range []string{"peil.yml", "reports/pages/beds.md"} {
		if _, err := fs.ReadFile(files, other); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is kept, which defines no figure: %v", other, err)
		}
	}
	findings, err := Verify(t.Context(), l, m, nil)
	if err != nil || len(findings) > 0 {
		t.Errorf("verify: %v, %v", findings, err)
	}
}

// A file that was torn, or swapped for that of other definitions, is told and never read.
func TestDefinitionsThatAreNotThoseOfTheSnapshotAreTold(t *testing.T) {
	p, other := defined("town\nAalst\n"), defined("town\nBrugge\n")
	sum, err := p.Definitions()
	if err != nil {
		t.Fatal(err)
	}
	m := &models.Manifest{Snapshot: 7, Definitions: sum}
	l := models.Layout{Root: t.TempDir()}
	if err := KeepDefinitions(l, p, sum); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(l.Definitions(sum))
	if err != nil {
		t.Fatal(err)
	}
	swapped := models.Layout{Root: t.TempDir()}
	if err := KeepDefinitions(swapped, other, sum); err != nil {
		t.Fatal(err)
	}
	torn := models.Layout{Root: t.TempDir()}
	if err := os.MkdirAll(filepath.Dir(torn.Definitions(sum)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(torn.Definitions(sum), whole[:len(whole)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]models.Layout{"swapped": swapped, "torn": torn} {
		_, err := Definitions(l, m)
		var told *models.Error
		if !errors.As(err, &told) || !strings.Contains(told.What, "does not hold the definitions of snapshot 7") || told.Fix == "" {
			t.Errorf("%s: %v", name, err)
		}
		findings, err := Verify(t.Context(), l, m, nil)
		if err != nil || len(findings) != 1 || findings[0].Path != "definitions/"+sum+".zip" {
			t.Errorf("%s: verify finds %v, %v", name, findings, err)
		}
	}
}
