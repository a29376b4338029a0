package models_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func overlaid() fs.FS {
	return models.Overlay(
		fstest.MapFS{
			"peil.yml":                 file("top"),
			"models/sources/b.yml":     file("top b"),
			"reports/pages/own.md":     file("top page"),
			"models/reference/new.csv": file("top list"),
		},
		fstest.MapFS{
			"peil.yml":             file("base"),
			"models/sources/a.yml": file("base a"),
			"models/sources/b.yml": file("base b"),
			"models/sources/c.yml": file("base c"),
			"sql/marts/x.sql":      file("base x"),
		},
	)
}

func TestOverlayHidesTheFileBelow(t *testing.T) {
	for name, want := range map[string]string{
		"peil.yml":             "top",
		"models/sources/a.yml": "base a",
		"models/sources/b.yml": "top b",
		"sql/marts/x.sql":      "base x",
		"reports/pages/own.md": "top page",
	} {
		got, err := fs.ReadFile(overlaid(), name)
		if err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := fs.ReadFile(overlaid(), "models/sources/z.yml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file in neither gives %v, want fs.ErrNotExist", err)
	}
}

func TestOverlayUnitesFoldersSorted(t *testing.T) {
	for dir, want := range map[string][]string{
		"models/sources":   {"a.yml", "b.yml", "c.yml"},
		"models":           {"reference", "sources"},
		"sql":              {"marts"},
		"models/reference": {"new.csv"},
		".":                {"models", "peil.yml", "reports", "sql"},
	} {
		entries, err := fs.ReadDir(overlaid(), dir)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
			continue
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s holds %v, want %v", dir, got, want)
		}
	}
	if _, err := fs.ReadDir(overlaid(), "nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder in neither gives %v, want fs.ErrNotExist", err)
	}
}

func TestOverlayIsWalkedFileByFile(t *testing.T) {
	for root, want := range map[string][]string{
		".": {"models/reference/new.csv", "models/sources/a.yml", "models/sources/b.yml", "models/sources/c.yml",
			"peil.yml", "reports/pages/own.md", "sql/marts/x.sql"},
		"models/sources": {"models/sources/a.yml", "models/sources/b.yml", "models/sources/c.yml"},
		"sql":            {"sql/marts/x.sql"}, // only below
		"reports":        {"reports/pages/own.md"},
	} {
		var got []string
		err := fs.WalkDir(overlaid(), root, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				got = append(got, name)
			}
			return err
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("walking %s gives %v, %v; want %v", root, got, err, want)
		}
	}
}

// A project laid over another changes one contract and keeps the rest.
func TestOverlaidProjectTakesItsOwnContractAndTheOthersBelow(t *testing.T) {
	base := small()
	base["models/sources/second.yml"] = file("source: second\nowner: below\nlegal_basis: law\nentities: []\n")
	top := fstest.MapFS{
		"peil.yml":                  file("name: own\n"),
		"models/sources/visits.yml": file("source: visits\nowner: above\nlegal_basis: law\nentities: []\n"),
	}
	p, err := models.LoadProject(models.Overlay(top, base))
	if err != nil {
		t.Fatal(err)
	}
	visits, err := p.Source("visits")
	if err != nil || visits.Owner != "above" {
		t.Errorf("contract of visits is that of %v, %v; want above", visits, err)
	}
	if _, err := p.Source("second"); err != nil {
		t.Errorf("the contract below is lost: %v", err)
	}
	if p.Config.Name != "own" || len(p.Metrics) != 1 {
		t.Errorf("project %q with %d metrics, want own with 1", p.Config.Name, len(p.Metrics))
	}
}
