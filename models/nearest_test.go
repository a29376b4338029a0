package models_test

import (
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestNearestGivesFewestEditsFirstThenTheAlphabet(t *testing.T) {
	names := []string{"theme", "province", "month", "scheme", "domain"}
	for _, c := range []struct {
		asked string
		most  int
		want  []string
	}{
		{"provence", 1, []string{"province"}},
		{"month", 1, []string{"month"}},
		{"MONTH", 1, []string{"month"}},
		{"them", 2, []string{"theme", "scheme"}}, // 1 and 3 edits
		{"", 3, []string{"month", "theme", "domain"}},
		{"themes", 99, []string{"theme", "scheme", "domain", "month", "province"}},
	} {
		if got := models.Nearest(c.asked, names, c.most); !slices.Equal(got, c.want) {
			t.Errorf("nearest to %q: %v, want %v", c.asked, got, c.want)
		}
	}
	if names[0] != "theme" || names[4] != "domain" {
		t.Errorf("the names that were given are now %v", names)
	}
}

func TestNearestCountsLettersAndNotBytes(t *testing.T) {
	// é is one letter of two bytes: one edit, as far as e to i.
	if got := models.Nearest("café", []string{"cofee", "cafe"}, 2); !slices.Equal(got, []string{"cafe", "cofee"}) {
		t.Errorf("nearest to café: %v, want cafe before cofee", got)
	}
}

func TestNearestPrefersNamesThatHoldWhatWasAsked(t *testing.T) {
	got := models.Nearest("rehousing", []string{"hosts_left", "rehousing_median_days", "hard_rehousings", "rehousings"}, 4)
	if want := []string{"rehousings", "rehousing_median_days", "hard_rehousings", "hosts_left"}; !slices.Equal(got, want) {
		t.Errorf("nearest to rehousing: %v, want %v", got, want)
	}
}

func TestNearestOfNothingIsNothing(t *testing.T) {
	if got := models.Nearest("x", nil, 3); len(got) != 0 {
		t.Errorf("nearest among no names: %v", got)
	}
}

func TestAlikeIsLikelyTheSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"bedrag_eur", "bedrag", true}, {"Bedrag", "bedragen", true}, {"gemeente", "gemeeente", true}, {"postcode", "postkode", true},
		{"nmae", "name", true}, {"titel", "title", true}, {"cots", "beds", false}, {"a", "b", false}, {"", "b", false}, {"begin", "einde", false},
	} {
		if models.Alike(c.a, c.b) != c.want || models.Alike(c.b, c.a) != c.want {
			t.Errorf("%q and %q: want alike %v", c.a, c.b, c.want)
		}
	}
}

func TestNameThatIsNotKnownIsToldWithThoseThatAre(t *testing.T) {
	if got := models.DidYouMean("them", []string{"theme", "month"}); got != "did you mean theme, month?" {
		t.Error(got)
	}
	if got := models.OneOf("them", []string{"theme", "month"}); got != "did you mean theme, month?" {
		t.Error(got)
	}
	if got := models.OneOf("nobody", []string{"theme", "month", "area", "sex"}); got != "want one of area, month, sex, theme" {
		t.Error(got)
	}
	if got := models.DidYouMean("99", []string{"", "70000", "99001", "99001", ""}); got != "did you mean 99001, 70000?" {
		t.Error(got)
	}
	if got := models.DidYouMean("them", nil); got != "this project has none" {
		t.Error(got)
	}
}

func TestANameUnlikeAllOthersIsToldWithAllOfThem(t *testing.T) {
	codes := []string{"town", "day", "week"}
	names := map[string][]string{"town": {"Gemeente"}, "day": {"Dag"}, "week": nil}
	for asked, want := range map[string]string{"kind": "want one of town, day, week", "gemeent": "did you mean town, week, day?"} {
		if got := models.OneOfTitled(asked, codes, names); got != want {
			t.Errorf("%s: %s, want %s", asked, got, want)
		}
	}
}

func TestTitlesLeadToTheirCodes(t *testing.T) {
	names := map[string][]string{"10000": {"Antwerpen", "Antwerp"}, "20001": {"Vlaams-Brabant", "Flemish Brabant"}, "70000": {"Limburg"}, "": nil}
	for asked, want := range map[string]string{"Antwerp": "10000", "limburg": "70000", "Flemish": "20001", "2000": "20001"} {
		if got := models.NearestOf(asked, names, 1); len(got) != 1 || got[0] != want {
			t.Errorf("%q leads to %v, want %s", asked, got, want)
		}
	}
	if got := models.NearestOf("x", names, 9); len(got) != 4 {
		t.Errorf("%v, want all four", got)
	}
}
