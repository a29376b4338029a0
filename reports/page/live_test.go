package page

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// live builds the whole page as an interactive one, or with a build that has no script.
func live(t *testing.T, script string, interactive bool) []byte {
	t.Helper()
	front := "---\n"
	if interactive {
		front += "interactive: true\n"
	}
	src, err := Parse("test", "test.md", "nl", front+strings.TrimPrefix(wholePage, "---\n"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := Build(context.Background(), src, Options{
		Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
		Edition: "1", Snapshot: 1, Engine: "duckdb", Known: "2023-02-28", Script: script,
		Places: []series.Place{{Code: "a", Name: "Aalst", Placed: true}, {Code: "b", Name: hostile, X: 1, Placed: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.HTML
}

var blocks = regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`)

func TestAnInteractivePageRunsTheOneScriptThatItsPolicyNames(t *testing.T) {
	const script = `/*! x */ "use strict"; console.log("1 < 2 && 3 + 4")`
	text := live(t, script, true)
	found := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllSubmatch(text, -1)
	if len(found) != 1 || string(found[0][1]) != script {
		t.Fatalf("scripts %q, want the one given, byte for byte", found)
	}
	sum := sha256.Sum256([]byte(script))
	want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindSubmatch(text)
	if got := html.UnescapeString(string(policy[1])); !strings.HasPrefix(got, "default-src 'none';") || !strings.HasSuffix(got, want) || strings.Contains(got, "script-src 'unsafe") {
		t.Errorf("policy %s, want default-src none and %s", got, want)
	}
	// Each figure has its data, and its static drawing before it.
	figures := bytes.Count(text, []byte(`<section class="fig"`))
	if got := len(blocks.FindAll(text, -1)); got != figures || figures == 0 {
		t.Errorf("%d blocks of data for %d figures", got, figures)
	}
	if bytes.Count(text, []byte("<svg")) < figures {
		t.Error("a figure has no static drawing")
	}
}

func TestAPageIsStaticWithoutTheOptionOrWithoutTheBundle(t *testing.T) {
	static := live(t, "", false)
	if !bytes.Equal(static, live(t, "", true)) {
		t.Error("without the bundle an interactive page differs from a static one")
	}
	if !bytes.Equal(static, live(t, "x()", false)) {
		t.Error("the bundle changes a page that does not ask for it")
	}
	if bytes.Contains(static, []byte("<script")) || bytes.Contains(static, []byte("script-src")) {
		t.Error("a static page has a script")
	}
}

func TestDataOfAnInteractivePageHoldsNothingHiddenAndEndsNowhere(t *testing.T) {
	for _, block := range blocks.FindAllSubmatch(live(t, "x()", true), -1) {
		if !json.Valid(block[1]) {
			t.Fatalf("data is no JSON: %.200s", block[1])
		}
		for _, bad := range []string{"3.0000", "3,0000", fmt.Sprint(marker), "<", ">", "\u2028", "\u202e", "\x1b"} {
			if bytes.Contains(block[1], []byte(bad)) {
				t.Errorf("data holds %q: %.300s", bad, block[1])
			}
		}
	}
	// A code between __f__ and __f__ is text, and stays so.
	src, err := Parse("test", "test.md", "nl", "---\ntitle: x\ninteractive: true\n---\n{{ figure \"persons\" by=\"town\" chart=\"ranked\" headline=\"x\" subtitle=\"y\" }}\n")
	if err != nil {
		t.Fatal(err)
	}
	const code = `__f__alert(1)__f__`
	out, err := Build(context.Background(), src, Options{
		Maker:   &figure.Maker{Querier: answers{label: code}, Rule: disclose.Rule{}, Edition: "1", Lang: "nl"},
		Edition: "1", Known: models.Date("2023-02-28"), Script: "x()",
	})
	if err != nil {
		t.Fatal(err)
	}
	if data := blocks.FindSubmatch(out.HTML); data == nil || !bytes.Contains(data[1], []byte(`"`+code+`: 40 personen"`)) {
		t.Errorf("want the label as it is in a string: %.400s", data)
	}
}
