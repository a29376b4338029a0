package page

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

const plain = "---\ntitle: Cijfers\n---\n\nEen zin.\n"

func TestThemeOfAProjectComesAfterTheStyleOfPeil(t *testing.T) {
	files := fstest.MapFS{"reports/pages/p.md": {Data: []byte(plain)}}
	before, err := Load(files, "p", "nl", nil)
	if err != nil {
		t.Fatal(err)
	}
	const theme = ":root{--accent:#a00}\nh1::before{content:\"\\2192 \"}\n"
	files[ThemeFile] = &fstest.MapFile{Data: []byte(theme)}
	src, err := Load(files, "p", "nl", nil)
	if err != nil {
		t.Fatal(err)
	}
	if src.SHA256 == before.SHA256 {
		t.Error("a page with another theme is told to be the same page")
	}
	out, err := Build(t.Context(), src, Options{
		Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
		Edition: "1", Snapshot: 1, Engine: "duckdb", Known: "2023-02-28",
	})
	if err != nil {
		t.Fatal(err)
	}
	text := html.UnescapeString(string(out.HTML))
	_, after, _ := strings.Cut(text, "<style>")
	style, _, _ := strings.Cut(after, "</style>")
	if !strings.HasSuffix(style, theme) || !strings.HasPrefix(style, ":root{--ink") {
		t.Errorf("the style ends in %q, want the theme", style[max(0, len(style)-80):])
	}
	sum := sha256.Sum256([]byte(style))
	if want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(text, want) {
		t.Errorf("the policy does not say %s", want)
	}
}

func TestThemeThatReachesOutIsRefusedWithItsPlace(t *testing.T) {
	for line, columns := range map[string][]int{
		`body{background:url(https://example.com/a.png)}`: {17}, `body{background:URL( "a.png" )}`: {17}, `@import "a.css";`: {1}, `@IMPORT url(a.css);`: {1, 9},
		`body{}</style><script>alert(1)</script>`: {7, 31}, `body{background:\75rl(a.png)}`: {17}, `body{background:\000075 rl(a.png)}`: {17}, `@\69mport "a";`: {1},
		`body{background:image-set("a.png" 1x)}`: {17}, `body{background:\u\r\l(a.png)}`: {17}, `q{content:"é\2192 ï\d800"}a{b:url(x)}c{d:url(x)}`: {31, 42},
	} {
		files := fstest.MapFS{"reports/pages/p.md": {Data: []byte(plain)}, ThemeFile: {Data: []byte(":root{}\n" + line + "\n")}}
		_, err := Load(files, "p", "nl", nil)
		told := models.Flatten(err)
		if len(told) != len(columns) {
			t.Errorf("%s: %v, want %d refusals", line, err, len(columns))
			continue
		}
		for i, column := range columns {
			if want := fmt.Sprintf("reports/theme.css:2:%d: has ", column); !strings.HasPrefix(told[i].Error(), want) {
				t.Errorf("%s: %v, want %s", line, told[i], want)
			}
		}
	}
}
