package page

import (
	"os"
	"strings"
	"testing"
)

// Who reads the page on a province beside that on the whole programme finds the same
// municipalities on both, and beside each figure what these are.
func TestPagesOfOneDayHaveTheSameMunicipalities(t *testing.T) {
	named := map[string]string{"nl": "voor of na een fusie", "en": "before or after a merger"}
	for lang, file := range map[string]string{"nl": ".md", "en": ".en.md"} {
		found := 0
		for _, page := range []string{"evaluatie", "regio"} {
			text, err := os.ReadFile("../pages/" + page + file)
			if err != nil {
				t.Fatal(err)
			}
			src, err := Parse(page, page+file, lang, string(text))
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range src.items {
				if d.name != "figure" || d.get("by", "") != "municipality" || d.get("at", "") != "known" {
					continue
				}
				found++
				if d.get("geography", src.Front.Geography) != "" || !strings.Contains(d.get("reading", ""), named[lang]) {
					t.Errorf("%s in %s is on division %q and says %q", d.arg, page+file, d.get("geography", src.Front.Geography), d.get("reading", ""))
				}
			}
		}
		if found != 3 {
			t.Errorf("%d figures by municipality in %s, want 3", found, lang)
		}
	}
}
