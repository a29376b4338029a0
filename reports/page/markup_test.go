package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/vlot-evaluatie/peil/models"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	void = []string{"meta", "br", "hr", "img", "input", "link", "col", "wbr"}
	// flow are elements that no paragraph, heading, summary or link may hold.
	flow   = []string{"p", "div", "section", "figure", "table", "ul", "ol", "dl", "details", "pre", "h1", "h2", "h3", "h4", "blockquote"}
	narrow = []string{"p", "h1", "h2", "h3", "h4", "summary", "a", "span", "strong", "code"}
	// only lists what an element may hold at all.
	only = map[string][]string{
		"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "table": {"caption", "thead", "tbody"},
		"thead": {"tr"}, "tbody": {"tr"}, "tr": {"th", "td"},
	}
)

// faults lists where a page breaks the rules of HTML that browsers mend in
// silence, and where it would ask something of a server or run something.
func faults(page []byte) []string {
	var out, open []string
	ids := map[string]bool{}
	var targets []string
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if !errors.Is(z.Err(), io.EOF) {
				out = append(out, z.Err().Error())
			}
			break
		}
		t := z.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if len(open) > 0 {
				parent := open[len(open)-1]
				if list, ok := only[parent]; ok && !slices.Contains(list, t.Data) {
					out = append(out, t.Data+" in "+parent)
				}
				for _, above := range open {
					if slices.Contains(narrow, above) && slices.Contains(flow, t.Data) || above == "a" && t.Data == "a" {
						out = append(out, t.Data+" in "+above)
					}
				}
			}
			if slices.Contains([]string{"script", "img", "iframe", "object", "embed", "link", "form", "base"}, t.Data) {
				out = append(out, "element "+t.Data)
			}
			for _, a := range t.Attr {
				switch {
				case a.Key == "id" && ids[a.Val]:
					out = append(out, "id "+a.Val+" twice")
				case a.Key == "id":
					ids[a.Val] = true
				case strings.HasPrefix(a.Key, "on"):
					out = append(out, "attribute "+a.Key)
				case a.Key == "src", a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "data:text/csv;"):
					out = append(out, a.Key+" to "+a.Val)
				case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
					targets = append(targets, a.Val[1:])
				case a.Key == "aria-labelledby":
					targets = append(targets, strings.Fields(a.Val)...)
				}
			}
			if kind == html.StartTagToken && !slices.Contains(void, t.Data) {
				open = append(open, t.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != t.Data {
				out = append(out, "</"+t.Data+"> closes "+strings.Join(open, " "))
				return out
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		out = append(out, "never closed: "+strings.Join(open, " "))
	}
	for _, id := range targets {
		if !ids[id] {
			out = append(out, "nothing has the id "+id)
		}
	}
	return out
}

func TestTheCheckOfMarkupFindsFaults(t *testing.T) {
	for _, bad := range []string{
		"<p><section></section></p>", "<p>", "<p></div></p>", "<div><dl><p></p></dl></div>", "<script></script>", `<b onclick="x">b</b>`,
		`<b id="a"></b><b id="a"></b>`, `<a href="#x">x</a>`, `<a href="https://example.org">x</a>`, `<ul><div></div></ul>`, `<a href="#"><a href="#"></a></a>`,
	} {
		if len(faults([]byte(bad))) == 0 {
			t.Errorf("nothing is found in %s", bad)
		}
	}
}

const mixedPage = `---
title: Proef
from: 2022-11-01
---

- In {{ date "month" }} waren er {{ value "persons" from="month" to="month_end" }}.
- **{{ top "persons" by="town" }}**

{{ card "persons" from="month" to="month_end" spark_from="month-3" }}
{{ card "share" at="known" }}
{{ figure "persons" by="month" from="month-3" to="month_end" chart="bar" headline="Per maand" subtitle="Alle steden" }}
{{ value "few" at="known" }}
{{ card "persons" from="month" to="month_end" spark_from="month-3" }}

| stad | personen |
|---|---|
| alle | {{ value "persons" at="known" }} |

> {{ finding "association" metric="persons" by="town,sex" }}

1. een

   {{ figure "persons" by="town" chart="ranked" headline="Per stad" subtitle="Alle steden" }}
`

func TestPagesAreValidAndAskNothing(t *testing.T) {
	for _, text := range []string{wholePage, mixedPage} {
		for _, lang := range []string{"nl", "en"} {
			out, err := build(t, lang, text)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range faults(out.HTML) {
				t.Errorf("%s: %s", lang, fault)
			}
		}
	}
}

func TestDirectivesThatHaveNoPlaceThereAreToldWithTheirPlace(t *testing.T) {
	const figure = `{{ figure "persons" by="town" chart="ranked" headline="h" subtitle="s" }}`
	const value = `{{ value "persons" at="known" }}`
	for text, want := range map[string]string{
		"Zie " + figure:                        "test.md:4:5: directive stands in running text",
		"## " + figure:                         "test.md:4:4: directive stands in running text",
		"- " + figure:                          "test.md:4:3: directive stands in running text",
		"<div>" + value + "</div>":             "test.md:4: has raw HTML, <div>{{ }}</div>, which a page does not show",
		"<!-- " + value + " -->":               "test.md:4:6: directive stands where nothing can be shown",
		"[x](" + value + ")":                   "test.md:4:5: directive stands where nothing can be shown",
		"![" + value + "](x.png)":              "test.md:4:3: directive stands where nothing can be shown",
		"[" + value + "](#x)":                  "test.md:4:2: directive stands in the text of a link",
		value + " &#xE000;0&#xE001;":           "test.md:4:1: directive is copied by private-use characters",
		"&#xE000;99999999999999999999&#xE001;": "test.md: text holds private-use characters",
		"# Titel":                              `test.md: heading "Titel" is of the first level`,
		figure + "\n\n" + figure:               "test.md:6:1: the same figure stands on this page already",
	} {
		_, err := build(t, "nl", "---\ntitle: x\n---\n"+text+"\n")
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s gives %v, want %s", text, err, want)
		}
	}
}

// What a page would leave out without a word, or show in another order than it is written
// in, is refused with its line.
func TestMarkupThatAPageDoesNotShowIsRefused(t *testing.T) {
	const shown = "which a page does not show"
	for text, want := range map[string]string{
		"Een <b>vet</b> woord.":                     "test.md:8: has raw HTML, <b>, " + shown,
		"<script>\nalert(1)\n</script>":             "test.md:8: has raw HTML, <script>, " + shown,
		"> tekst\n> <img src=x>":                    "test.md:9: has raw HTML, <img src=x>, " + shown,
		"<!-- voor schrijvers --> <i>x</i>":         "test.md:8: has raw HTML, <i>x</i>, " + shown,
		"tekst\n[klik](javascript:alert(1))":        "test.md:9: has a link to javascript:",
		"[klik](&#106;avascript:alert(1))":          "test.md:8: has a link to javascript:",
		"[klik][a]\n\n[a]: VBScript:x":              "test.md:10: has a link to VBScript:",
		"- <javascript:alert(1)>":                   "test.md:8: has a link to javascript:",
		"![x](data:text/html;base64,eA==)":          "test.md:8: has a link to data:",
		"| a |\n|---|\n| [x](file:///etc/passwd) |": "test.md:10: has a link to file:",
		"links \u202erechts":                        "test.md:8:7: has the character U+202E, which turns the direction of the text",
		"links &#x202e;rechts":                      "test.md:8: &#x202e; turns the direction of the text",
		"links &rlm;rechts":                         "test.md:8: &rlm; turns the direction of the text",
		`{{ figure "persons" by="town" chart="ranked" headline="h` + "\u2066" + `" subtitle="s" }}`: "test.md:8:57: has the character U+2066",
		"<!-- voor\n\nschrijvers -->": "",
		"1 < 2 en \\<b>, `<b>` en [x](https://example.com) of [y](#z) of <https://example.com>": "",
	} {
		_, err := Parse("test", "test.md", "nl", "---\ntitle: x\n---\n{{ value\n  \"persons\"\n  at=\"known\" }}\n\n"+text+"\n")
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s gives %v, want %q", text, err, want)
		}
	}
	for _, title := range []string{"\"a\\u202eb\"", "a\u202eb"} {
		_, err := Parse("test", "test.md", "nl", "---\ntitle: "+title+"\n---\n")
		if err == nil || !strings.HasPrefix(err.Error(), "test.md:2:") || !strings.Contains(err.Error(), "has the character U+202E") {
			t.Errorf("title %q gives %v", title, err)
		}
	}
}

// Every fault of a page is told, at its place and in its order.
func TestAPageWithManyFaultsTellsThemAll(t *testing.T) {
	_, err := Parse("test", "test.md", "nl", "---\r\ntitel: x\r\nfrom: 2022-13\r\n---\r\n"+
		"{{ figur \"persons\" }} \ue000\r\n{{ value \"persons\" att=\"known\" at=\"known\" at=\"known\" }}\r\n{{ value \"persons\r\nx {{ value\n\"persons }}\n{{ value persons }} {{")
	want := []string{
		"test.md:2:1: ", "test.md:3:1: from is \"2022-13\"", "test.md:1:1: has no title",
		"test.md:5:1: directive \"figur\"", "test.md:5:23: private-use character U+E000",
		"test.md:6:1: value has no key \"att\"", "test.md:6:1: key \"at\" stands there twice",
		"test.md:7:1: {{ is never closed", "test.md:8:3: text is never closed",
		"test.md:10:1: \"persons\" is not key", "test.md:10:21: {{ is never closed",
	}
	var got []string
	for _, e := range models.Flatten(err) {
		got = append(got, e.Error())
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || !strings.HasPrefix(got[i], want[i]) {
			t.Fatalf("faults are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	_, err = build(t, "nl", "---\ntitle: x\n---\n{{ date }}\n\n{{ value \"persons\" where=\"town =a\" from=\"start\" to=\"maart\" at=\"known~1\" }}\n\n{{ figure \"person\" if=\"lst < fist\" }}\n\n"+
		"{{ figure \"persons\" by=\"month\" chart=\"line\" headline=\"h\" neutral=\"n\" subtitle=\"s\" if=\"lst < fist, last ! 3, top < last\" }}\n")
	want = []string{
		"test.md:4:1: date names no day", `test.md:6:1: where is "town"`, `test.md:6:1: where is "=a"`,
		`test.md:6:1: date "start" has no meaning`, `test.md:6:1: date "maart" is not a date`, `test.md:6:1: date "known~1" is not a date`,
		"test.md:8:1: figure has no headline", "test.md:8:1: figure has no subtitle", "test.md:8:1: figure has no chart", "test.md:8:1: figure has if without neutral",
		"test.md:8:1: metric person is not known here", `test.md:10:1: condition word "lst"`, `test.md:10:1: condition word "fist"`,
		`test.md:10:1: comparison "!"`, `test.md:10:1: cannot order "top" and "last"`,
	}
	got = nil
	for _, e := range models.Flatten(err) {
		got = append(got, e.Error())
		if models.CodeOf(e) != models.Invalid {
			t.Errorf("%v is not the author's fault", e)
		}
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || !strings.HasPrefix(got[i], want[i]) {
			t.Fatalf("faults are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestAPageFromWindowsReadsAsAnyOther(t *testing.T) {
	s, err := Parse("test", "test.md", "nl", "\ufeff---\r\ntitle: x\r\n---\r\n\r\n{{ date\r\n  \"known\" }}\r\n")
	if err != nil || s.Front.Title != "x" || len(s.items) != 1 || s.items[0].name != "date" || s.items[0].arg != "known" {
		t.Errorf("page %+v, %v", s, err)
	}
}

// Any text that an export brings is shown as text: it makes no element.
func TestStrangeLabelsAndFileNamesMakeNoElement(t *testing.T) {
	strange := []string{"</script><script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "\u2028\u2029", "\u202eabc\u202c\u2066\u200f\u061c", `{{ value "x" }}`, "\ue0000\ue001", "\x00\x1b[31m\x7f\u0085", "\xff\xfe", "=1+1", "</svg></section>", "]]>", "<!--"}
	folder := os.Getenv("PEIL_CORPORA")
	if folder == "" {
		folder = "../../../shared/corpora"
	}
	if text, err := os.ReadFile(filepath.Join(folder, "csv", "blns.json")); err != nil {
		t.Logf("without the list of naughty strings: %v", err)
	} else {
		var more []string
		if err := json.Unmarshal(text, &more); err != nil {
			t.Fatal(err)
		}
		strange = append(strange, more...)
	}
	elements := func(page []byte) string {
		var out []string
		z := html.NewTokenizer(bytes.NewReader(page))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			// A label that is shortened in a chart is shown whole on pointing; the
			// text of a chart may also be broken over lines.
			if t := z.Token(); kind != html.TextToken && !slices.Contains([]string{"title", "text", "tspan", "rect", "line", "path"}, t.Data) {
				out = append(out, kind.String()+t.Data)
			}
		}
		return strings.Join(out, " ")
	}
	plain, err := buildFrom(answers{until: "2023-02-28", label: "Brugge"}, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	want := elements(plain.HTML)
	for _, label := range strange {
		if label == "" {
			continue
		}
		out, err := buildFrom(answers{until: "2023-02-28", label: label}, "nl", wholePage)
		if err != nil {
			t.Errorf("%q: %v", label, err)
			continue
		}
		if got := elements(out.HTML); got != want {
			t.Errorf("%q: the page has other elements", label)
		}
		for _, fault := range faults(out.HTML) {
			t.Errorf("%q: %s", label, fault)
		}
		for _, acts := range []string{"\x00", "\x1b", "\x7f", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\u061c", "\ufeff"} {
			if bytes.Contains(out.HTML, []byte(acts)) {
				t.Errorf("%q: the page holds %q", label, acts)
			}
		}
		if bytes.Count(out.HTML, []byte("1.003")) != bytes.Count(plain.HTML, []byte("1.003")) {
			t.Errorf("%q: a figure is shown elsewhere", label)
		}
	}
}

// styleHash changes with the style sheet.
var styleHash = regexp.MustCompile(`style-src 'sha256-[^']*'`)

func TestGoldenPages(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		out, err := buildFrom(answers{until: "2023-02-28", label: "Brugge"}, lang, wholePage)
		if err != nil {
			t.Fatal(err)
		}
		again, err := buildFrom(answers{until: "2023-02-28", label: "Brugge"}, lang, wholePage)
		if err != nil || !bytes.Equal(out.HTML, again.HTML) {
			t.Errorf("%s: the same page twice differs (%v)", lang, err)
		}
		// A person reads the golden file; the style sheet is no part of what it says.
		before, rest, _ := bytes.Cut(out.HTML, []byte("<style>"))
		_, after, styled := bytes.Cut(rest, []byte("</style>"))
		if !styled {
			t.Errorf("%s: the page has no style sheet", lang)
		}
		got := styleHash.ReplaceAll(append(bytes.Clone(before), after...), []byte("style-src 'sha256-'"))
		name := filepath.Join("testdata", "whole."+lang+".html")
		if *update {
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs; see what changed with go test ./reports/page -update and git diff", name)
		}
	}
}

// A table in a page's text scrolls in its own frame, or a phone shows all of the page too
// wide; one that no phone holds says so.
func TestATableInTheTextHasAFrame(t *testing.T) {
	for text, want := range map[string]string{
		"| a | b |\n|---|---|\n| 1 | 2 |":             `<div class="wide" role="group" aria-label="Tabel" tabindex="0"><table>`,
		"| a | b | c |\n|---|--:|---|\n| 1 | 2 | 3 |": `<div class="wide columns" role="group" aria-label="Tabel" tabindex="0"><p class="swipe">Schuif opzij.</p><table>`,
	} {
		got, wrong, err := markdown("## Kop\n\n"+text+"\n\nTekst.", nil, "Tabel", "Schuif opzij.")
		if err != nil || len(wrong) > 0 {
			t.Fatalf("%v %v", wrong, err)
		}
		if !strings.Contains(string(got), want) || !strings.Contains(string(got), "</table></div>") {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}
