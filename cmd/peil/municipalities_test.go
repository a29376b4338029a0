package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/reports/page"
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

// A page about a municipality is on the division of 2025: who asks for one that merged is
// told which one it is in now, by whatever name it had.
func TestAMunicipalityThatMergedIsToldWithTheOneThatItIsInNow(t *testing.T) {
	places, err := municipalities(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	var members []page.Member
	for _, p := range places {
		if p.Until == "" {
			members = append(members, page.Member{Code: p.Code, Name: p.Name})
		}
	}
	for text, want := range map[string]string{"37015": "37022", "MEULEBEKE": "37022", "37007": "37022", "44045": "46029", "99999": "", "11002": ""} {
		if old, now := merged(places, members, text); now.Code != want || want != "" && old.Until != "2024-12-31" {
			t.Errorf("%s: told %v for %v, want %q", text, now, old, want)
		}
	}
}

// Pages of a project whose list has no squares need none: only a map does.
func TestAListOfMunicipalitiesNeedsNoSquares(t *testing.T) {
	const list = "models/reference/municipalities.csv"
	got, err := municipalities(fstest.MapFS{list: {Data: []byte("nis_code,municipality_name\n11002,Antwerpen\n")}})
	if err != nil || len(got) != 1 || got[0].Placed || got[0].Named {
		t.Errorf("%v, %v, want one municipality without a square", got, err)
	}
	_, err = municipalities(fstest.MapFS{list: {Data: []byte("nis_code,name\n11002,Antwerpen\n")}})
	if err == nil || !strings.Contains(err.Error(), "has no column municipality_name; did you mean name") {
		t.Errorf("%v, want that it has no names", err)
	}
}
