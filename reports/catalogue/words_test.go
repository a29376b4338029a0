package catalogue

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/term"
)

// What a contract or header may say has a word in both languages.
func TestEveryWordIsThereInBothLanguages(t *testing.T) {
	var want []string
	for _, m := range regexp.MustCompile(`w "([a-z_]+)"`).FindAllStringSubmatch(catalogueHTML, -1) {
		want = append(want, m[1])
	}
	for prefix, of := range map[string][]string{
		"class_": models.Classes, "action_": models.Actions, "delivery_": models.DeliveryKinds, "every_": models.Rhythms[1:],
		"severity_": {"block", "warn"}, "better_": {"up", "down", "neutral", ""}, "empty_": {"zero", "none"},
		"time_": {"sum", "last", "mean", "none"}, "place_": {"sum", "mean", "none"}, "group_": {"sum", "mean", "none"},
		"protects_": {"person", "household", "host", "organisation", "none"}, "sure_": {models.Wilson, models.Poisson, "waits", "quantile"}, "division_": {models.OfTheDay}, "unit_": {"count", "share", "ratio"},
	} {
		for _, word := range of {
			want = append(want, prefix+word)
		}
	}
	for _, p := range layers {
		want = append(want, layerWord(p+"x"))
	}
	for _, key := range want {
		if text, ok := words[key]; !ok || text[0] == "" || text[1] == "" {
			t.Errorf("%q has no text in both languages", key)
		}
	}
	terms := map[string]bool{}
	for _, g := range term.All("nl") {
		terms[g.Key] = true
	}
	for _, m := range regexp.MustCompile(`term "([a-z_]+)"`).FindAllStringSubmatch(catalogueHTML, -1) {
		if !terms[m[1]] {
			t.Errorf("term %q is not explained", m[1])
		}
	}
	for key, text := range words {
		if strings.Count(text[0], "%s") != strings.Count(text[1], "%s") {
			t.Errorf("%q takes another number of values in Dutch than in English", key)
		}
	}
}
