package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBoundariesThatCannotBeUsedAreAllTold(t *testing.T) {
	dir := t.TempDir()
	named := filepath.Join(dir, "names.geojson")
	text := `{"type":"FeatureCollection","features":[{"properties":{"naam":"Gent"},"geometry":null}]}`
	if err := os.WriteFile(named, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := boundaries([]string{named, filepath.Join(dir, "gone.geojson")})
	for _, want := range []string{"has no NIS code: its properties are naam", "gone.geojson"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestEveryMunicipalityOfTheReferenceListHasItsPlace(t *testing.T) {
	all, err := municipalities(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 312 {
		t.Errorf("%d municipalities, want 312: 300 until 2024 and 12 new codes", len(all))
	}
}
