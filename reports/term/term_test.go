package term

import (
	"slices"
	"strings"
	"testing"
)

func TestEachTermIsExplainedOnceInBothLanguages(t *testing.T) {
	if !slices.IsSortedFunc(glossary, func(a, b Term) int { return strings.Compare(a.Key, b.Key) }) {
		t.Error("the glossary is not sorted by keys")
	}
	for _, lang := range []string{"nl", "en"} {
		words, keys := map[string]bool{}, map[string]bool{}
		for _, g := range All(lang) {
			if g.Word(lang) == "" || !strings.HasSuffix(g.About(lang), ".") {
				t.Errorf("%s in %s: %q is explained as %q", g.Key, lang, g.Word(lang), g.About(lang))
			}
			if words[g.Word(lang)] || keys[g.Key] {
				t.Errorf("%s in %s is explained twice", g.Word(lang), lang)
			}
			words[g.Word(lang)], keys[g.Key] = true, true
		}
	}
	if got := len(OfPages()); got != 7 {
		t.Errorf("%d terms of pages, want 7", got)
	}
}
