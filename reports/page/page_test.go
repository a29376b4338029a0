package page

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/table"
)

const wholePage = `---
title: Proef
from: 2022-03-01
---

{{ value "persons" from="month" to="month_end" }} personen, {{ change "persons" from="month" to="month_end" against_from="month-1" against_to="month_end-1" }}; meest in {{ top "persons" by="town" }}.

{{ card "persons" from="month" to="month_end" }}

{{ figure "persons" by="town" chart="ranked" headline="Het meest in b" neutral="Per stad" if="top = a" subtitle="Alle steden" reading="Lees." }}

{{ figure "persons" by="month" from="2022-11-01" to="month_end" chart="line" headline="Minder dan in december" neutral="Per maand" if="last < max, 1000 < last" subtitle="Alle steden" }}

{{ card "few" at="known" spark_from="month-1" }}
{{ card "share" at="known" }}

Het waren er {{ value "few" at="known" }}, {{ change "few" at="known" against="known-7" }}; elders {{ value "none" at="known" }}.

{{ finding "association" metric="persons" by="town,sex" from="month" to="month_end" }}

{{ unmeasured "contacts" }}
`

func csvOf(t *testing.T, x *table.Table) []byte {
	t.Helper()
	text, err := x.CSV()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestHiddenValuesStandInNoOutput(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		out, err := build(t, lang, wholePage)
		if err != nil {
			t.Fatal(err)
		}
		records, err := json.Marshal(out.Records)
		if err != nil {
			t.Fatal(err)
		}
		everything := slices.Concat(out.HTML, records)
		for _, coded := range regexp.MustCompile(`base64,([^"]+)"`).FindAllSubmatch(out.HTML, -1) {
			text, err := base64.StdEncoding.DecodeString(html.UnescapeString(string(coded[1])))
			if err != nil {
				t.Fatalf("download: %v", err)
			}
			everything = slices.Concat(everything, text)
		}
		for _, table := range out.Tables {
			everything = slices.Concat(everything, csvOf(t, table))
		}
		for _, trace := range []string{"3.0000", "3,0000", fmt.Sprint(marker)} {
			if bytes.Contains(everything, []byte(trace)) {
				t.Errorf("%s: the output holds %q of a hidden cell", lang, trace)
			}
		}
		for _, want := range []string{"c,Gent,,Q,persons", "d,Mesen,,O,persons", "e,Niel,0,A,persons"} {
			if !bytes.Contains(everything, []byte(want)) {
				t.Errorf("%s: no table has %q", lang, want)
			}
		}
	}
}

func TestTextFromAnExportIsShownAndDoesNothing(t *testing.T) {
	out, err := build(t, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(out.HTML), `xmlns="http://www.w3.org/2000/svg"`, "") // a name, not an address
	for _, bad := range []string{"<script", "</script>", "<img", "<b>.csv", "\u2028", "\u202e", "\x1b", "http://", "https://"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, want := range []string{"&lt;/script&gt;", "stays&lt;b&gt;.csv", `lang="nl-BE"`, "Content-Security-Policy", "default-src 'none'"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	ids := regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(text, -1)
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id[1]] {
			t.Errorf("id %q stands there twice", id[1])
		}
		seen[id[1]] = true
	}
	if n := strings.Count(text, "<h1"); n != 1 {
		t.Errorf("%d h1, want 1", n)
	}
}

// Both values stand on the page, so that a reader subtracts them anyway.
func TestASmallChangeIsToldWithItsSizeBesideBothValues(t *testing.T) {
	out, err := build(t, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">3 meer</a> dan in ", "1.003\u00a0personen", "1.000\u00a0personen"} {
		if !bytes.Contains(out.HTML, []byte(want)) {
			t.Errorf("the change of 3 persons lacks %q", want)
		}
	}
}

func TestAHeadlineThatNoLongerHoldsGivesTheNeutralOneAndAWarning(t *testing.T) {
	out, err := build(t, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(out.HTML); strings.Contains(text, "Het meest in b") || !strings.Contains(text, "Per stad") {
		t.Error("the headline is not the neutral one")
	}
	if text := string(out.HTML); !strings.Contains(text, ">Minder dan in december</h3>") {
		t.Error("the headline whose condition holds is not printed")
	}
	if len(out.Warnings) != 1 || !strings.Contains(out.Warnings[0], "test.md:10:1: ") {
		t.Errorf("warnings %q, want one at test.md:10:1", out.Warnings)
	}
}

func TestValuesOutsideTheRangeOfTheirMetricAreToldOnceAndWhenShown(t *testing.T) {
	out, err := build(t, "nl", "---\ntitle: Deel\n---\n\n"+
		"De stad {{ top \"beyond\" by=\"town\" }} heeft het meest.\n\nDe stad {{ top \"beyond\" by=\"town\" }} staat bovenaan.\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Warnings) != 1 || !strings.Contains(out.Warnings[0], ": value 1.25 is outside its range, 0 to 1") {
		t.Errorf("warnings %q, want one about 1.25 and none about a hidden value", out.Warnings)
	}
}

func TestMembersStandInDisplayOrderWithTheUnassignedLast(t *testing.T) {
	out, err := build(t, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(out.Tables, func(x *table.Table) bool { return bytes.Contains(csvOf(t, x), []byte("Aalst")) })
	var codes []string
	for line := range strings.Lines(string(csvOf(t, out.Tables[i]))) {
		code, _, _ := strings.Cut(line, ",")
		codes = append(codes, code)
	}
	if got, want := strings.Join(codes, " "), "town a b c d e "; got != want {
		t.Errorf("order %q, want %q", got, want)
	}
}

func TestEveryFaultOfAPageIsToldWithItsPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"---\ntitel: x\n---\n", "test.md:2:1"},
		{"no front matter", "has no title"},
		{"---\ntitle: x\n", "front matter is never closed"},
		{"---\ntitle: x\n---\n{{ figur \"persons\" }}\n\n{{ value \"persons\" att=\"known\" }}", `test.md:4:1: directive "figur" is not known; did you mean figure` + "|" + `test.md:6:1: value has no key "att"`},
		{"---\ntitle: x\n---\n{{ value \"persons\"", "{{ is never closed"},
		{"---\ntitle: x\n---\n{{ value \"persons }}", "text is never closed"},
		{"---\ntitle: x\n---\n{{ value \"persons\" at=\"known\" at=\"known\" }}", `key "at" stands there twice`},
		{"---\ntitle: x\n---\n\ue000", "private-use"},
		{"---\ntitle: x\n---\n{{ value \"person\" }}", "test.md:4:1: metric person is not known here; did you mean persons?"},
		{"---\ntitle: x\n---\n{{ value \"persons\" at=\"yesterday\" }}", "is not a date"},
		{"---\ntitle: x\n---\n{{ value \"persons\" where=\"town\" }}", "want dimension=value"},
		{"---\ntitle: x\n---\n{{ figure \"persons\" by=\"town\" }}", "figure has no headline"},
		{"---\ntitle: x\n---\n{{ figure \"persons\" by=\"town\" chart=\"ranked\" headline=\"h\" subtitle=\"s\" if=\"last < first\" }}", "if without neutral"},
		{"---\ntitle: x\n---\n{{ figure \"persons\" by=\"town\" chart=\"ranked\" headline=\"h\" subtitle=\"s\" neutral=\"n\" if=\"lst < first\" }}", `condition word "lst" is not known`},
		{"---\ntitle: x\n---\n{{ figure \"persons\" by=\"town\" chart=\"pie\" headline=\"h\" subtitle=\"s\" }}", "pie"},
		{"---\ntitle: x\n---\n{{ unmeasured \"persons\" }}", "can be measured"},
	} {
		_, err := build(t, "nl", c.text)
		var told []string
		for _, e := range models.Flatten(err) {
			told = append(told, e.Error())
		}
		for want := range strings.SplitSeq(c.want, "|") {
			if !strings.Contains(strings.Join(told, "\n"), want) {
				t.Errorf("%q gives %q, want %q", c.text, told, want)
			}
		}
	}
}

func TestDateWords(t *testing.T) {
	for _, c := range []struct{ known, until, word, want models.Date }{
		{"2023-02-13", "", "known", "2023-02-13"},
		{"2023-02-13", "", "known-7", "2023-02-06"},
		{"2023-02-13", "", "month", "2023-01-01"},
		{"2023-02-13", "", "month_end", "2023-01-31"},
		{"2023-02-28", "", "month_end", "2023-02-28"}, // the last day is there: complete
		{"2023-02-28", "2023-02-27", "month_end", "2023-01-31"},
		{"2023-12-31", "2023-11-30", "month", "2023-11-01"},
		{"2023-02-13", "", "month-11", "2022-02-01"},
		{"2023-03-31", "", "month_end-1", "2023-02-28"},
		{"2023-02-13", "", "quarter", "2022-10-01"},
		{"2023-02-13", "", "quarter_end", "2022-12-31"},
		{"2023-03-31", "", "quarter", "2023-01-01"}, // the last day is there: complete
		{"2023-03-31", "2023-03-30", "quarter_end", "2022-12-31"},
		{"2023-12-31", "2023-11-30", "quarter_end", "2023-09-30"},
		{"2023-02-13", "", "quarter-3", "2022-01-01"},
		{"2023-02-13", "", "quarter_end-4", "2021-12-31"},
		{"2023-02-13", "", "start+1", "2022-03-02"},
		{"2023-02-13", "", "2022-05-06", "2022-05-06"},
	} {
		got, err := calendar{known: c.known, until: c.until, start: "2022-03-01"}.day(string(c.word))
		if err != nil || got != c.want {
			t.Errorf("%s on %s told until %q = %s, %v, want %s", c.word, c.known, c.until, got, err, c.want)
		}
	}
}

func TestEveryWordIsThereInBothLanguagesAndIsUsed(t *testing.T) {
	for _, list := range []map[string]map[string]string{words, units} {
		for key, text := range list {
			_, nl := text["nl"]
			_, en := text["en"]
			if !nl || !en || len(text) != 2 {
				t.Errorf("%q is not there in nl and en alone", key)
			}
		}
	}
	// Kinds of metrics are looked up by value.
	used := map[string]string{"stock": "", "flow": ""}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if key, text := call.Args[0].(*ast.BasicLit); text && method.Sel.Name == "w" {
				used[strings.Trim(key.Value, `"`)] = file
			}
			return true
		})
	}
	for _, m := range regexp.MustCompile(`\.W "([a-z_]+)"`).FindAllStringSubmatch(pageHTML, -1) {
		used[m[1]] = "page.html"
	}
	for key, file := range used {
		if _, ok := words[key]; !ok {
			t.Errorf("%s uses %q, which words does not have", file, key)
		}
	}
	for key := range words {
		if _, ok := used[key]; !ok {
			t.Errorf("nothing uses the word %q", key)
		}
	}
}

// The two versions of a page differ in words alone.
func TestBothLanguagesOfABuiltInPageShowTheSameFigures(t *testing.T) {
	texts := []string{"headline", "neutral", "subtitle", "reading", "alt"}
	shape := func(name, lang string) []string {
		src := loaded(t, name, lang)
		if src == nil {
			t.FailNow()
		}
		out := []string{"from " + src.Front.From}
		for _, d := range src.items {
			var keys []string
			for k, v := range d.keys {
				if slices.Contains(texts, k) {
					v = "text"
				}
				keys = append(keys, fmt.Sprintf("%s=%q", k, v))
			}
			slices.Sort(keys)
			out = append(out, d.name+" "+d.arg+" "+strings.Join(keys, " "))
		}
		return out
	}
	names, err := filepath.Glob("../pages/*.en.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no English pages: %v", err)
	}
	for _, file := range names {
		name := strings.TrimSuffix(filepath.Base(file), ".en.md")
		nl, en := shape(name, "nl"), shape(name, "en")
		for i := range max(len(nl), len(en)) {
			if i >= len(nl) || i >= len(en) || nl[i] != en[i] {
				t.Errorf("%s: directive %d differs:\nnl %q\nen %q", name, i, nl[min(i, len(nl)-1)], en[min(i, len(en)-1)])
				break
			}
		}
	}
}

// What is odd about the rows that were counted stands beside every figure that
// counts them.
func TestSourceLineNamesWarnings(t *testing.T) {
	const text = "---\ntitle: x\n---\n{{ figure \"persons\" by=\"town\" chart=\"bar\" headline=\"h\" subtitle=\"s\" reading=\"r\" }}\n"
	for _, c := range []struct {
		lang    string
		warned  int64
		control []string
		want    string
	}{
		{"nl", 0, nil, "(laatste levering 13 februari 2023)"},
		{"nl", 1, nil, "(laatste levering 13 februari 2023; 1 rij met een waarschuwing)"},
		{"nl", 1234, []string{"a"}, "(laatste levering 13 februari 2023; 1.234 rijen met een waarschuwing; 1 totaal van de leverancier dat afwijkt van de rijen)"},
		{"en", 2, []string{"a", "b"}, "(last delivery 13 February 2023; 2 rows with a warning; 2 totals of the supplier that differ from the rows)"},
	} {
		out, err := buildFrom(answers{until: "2023-02-28", warned: c.warned, control: c.control}, c.lang, text)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(out.HTML), c.want) {
			t.Errorf("%d warned, %d differ: want %q in\n%s", c.warned, len(c.control), c.want, out.HTML)
		}
	}
}

func TestAFigureShowsWhatStandsBesideIt(t *testing.T) {
	out, err := build(t, "nl", `---
title: x
---
{{ figure "persons" by="month" from="2022-11-01" to="2023-02-28" against_from="2021-11-01" against_to="2022-02-28" target="persons" chart="bar" headline="Personen" subtitle="Wie er is" }}

{{ figure "made" by="town" chart="dot" interval="sample" headline="Aandeel" subtitle="Per stad" }}

{{ figure "wait" by="town" chart="survival" headline="Wachten" subtitle="Per stad" reading="Lees." }}

{{ figure "wait" chart="survival" headline="Wachten" subtitle="Samen" }}

{{ finding "survival" metric="wait" by="town" }}
`)
	if err != nil {
		t.Fatal(err)
	}
	html := string(out.HTML)
	for _, want := range []string{
		"november 2021 – februari 2022", // the other period in the legend
		"dec 2022: 1.253 personen",
		"Aalst: 30,0\u00a0% (18,1\u00a0% tot 45,4\u00a0%)", // 12 of 40, Wilson
		"95%-interval, als steekproef gelezen",
		// town c: 2 go on; a and b have 20 and 40, which shares in whole per cents give away
		"Lees. 1 groep is te klein om te tonen en telt niet mee. Van 2 groepen met minder dan 100 wachttijden is er geen curve naast een groep die te klein is om te tonen. De aantallen wachttijden staan er niet bij",
		"<th scope=\"row\">50</th><td class=\"n\">[s] 50,0\u00a0%</td><td class=\"n\">10</td></tr>", // together: 5 of 20 ended by day 20, too few to be told, 10 by day 50
		"[s] stappen samengevoegd: op welke dagen het aandeel sinds de vorige getoonde dag daalde, is niet getoond.</caption>",
		"50 dagen: 50,0\u00a0%; nog lopend: 10; verloop van dag 0 tot dag 50 niet getoond",
		">tussen deze dagen niet getoond</text>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("page lacks %q", want)
		}
	}
	ids := map[string]bool{}
	for _, r := range out.Records {
		ids[r.ID] = true
	}
	// The figure that is its own target is one; its other period is another. The curve
	// and the finding about it are two, and another curve.
	if len(ids) != 6 {
		t.Errorf("%d figures frozen, want 6: %v", len(ids), ids)
	}
	for _, c := range [][2]string{
		{`{{ figure "persons" by="month" chart="line" interval="sample" headline="x" subtitle="y" }}`, "has no interval"},
		{`{{ figure "made" by="month" chart="line" interval="yes" headline="x" subtitle="y" }}`, `interval is "yes"`},
		{`{{ figure "persons" by="month" chart="survival" headline="x" subtitle="y" }}`, "wants a median of waits"},
		{`{{ figure "persons" by="town" chart="ranked" highlight="zz" headline="x" subtitle="y" }}`, `highlight is "zz"`},
	} {
		if _, err := build(t, "nl", "---\ntitle: x\n---\n"+c[0]+"\n"); err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s: %v, want %q", c[0], err, c[1])
		}
	}
}
