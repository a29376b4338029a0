package page

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// marker is a value that is hidden in every test: it must stand in no output.
const marker = 3.000071

// hostile is a label from an export that tries to become markup.
const hostile = `</script><img src=x onerror=alert(1)> {{ value "x" }} ` + "\u2028\u202e\x1b"

// answers stands for the warehouse: persons by town, of which one is hidden,
// one missing, one without a town.
type answers struct{ until models.Date }

func (a answers) Metric(_ context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	m := &models.Metric{
		Name: "persons", TitleNL: "Personen", TitleEN: "Persons", AboutNL: "Wie er is", AboutEN: "Who is there",
		Unit: "persons", Kind: "flow", Better: "neutral", Protects: "person", OverGroups: "sum", Empty: "none",
		Sources: []string{"tool/stays"},
	}
	switch q.Metric {
	case "persons":
	case "contacts":
		m.NotMeasurable, m.Needs = "niet bijgehouden", "een contactlog"
		return &models.MetricResult{Metric: m, Query: q}, nil
	default:
		return nil, &models.Error{Code: models.Invalid, Where: "metric " + q.Metric, What: "is not known here", Fix: "did you mean persons?"}
	}
	out := &models.MetricResult{Metric: m, Query: q, SQL: "select 1"}
	if len(q.By) == 0 {
		// The month before has fewer: 1,000 against 1,003.
		value := 1003.0
		if q.To == "2023-01-31" {
			value = 1000
		}
		out.Rows = []models.MetricRow{{Dims: []string{}, Value: value, Known: true, N: int64(value)}}
		return out, nil
	}
	out.Dims = []*models.Dimension{{Name: "town", TitleNL: "Stad", TitleEN: "Town"}}
	out.Rows = []models.MetricRow{
		{Dims: []string{"b"}, Value: 40, Known: true, N: 40},
		{Dims: []string{"a"}, Value: 30, Known: true, N: 30},
		{Dims: []string{"c"}, Value: marker, Known: true, N: 3},
		{Dims: []string{"d"}},
		{Dims: []string{""}, Value: 7, Known: true, N: 7},
		{Dims: []string{"e"}, Value: 0, Known: true},
	}
	return out, nil
}

func (a answers) Labels(context.Context, string, string) ([]models.Label, error) {
	return []models.Label{{Code: "a", NL: "Aalst"}, {Code: "b", NL: hostile}, {Code: "c", NL: "Gent"}, {Code: "d", NL: "Mesen"}, {Code: "e", NL: "Niel"}}, nil
}

func (a answers) Covered(string) (models.Date, error) { return a.until, nil }

func (a answers) Lineage(string) (models.Lineage, error) {
	return models.Lineage{
		Tables:     []models.BuiltTable{{Name: "fct_stay", File: &models.LakeFile{Path: "marts/x", SHA256: strings.Repeat("ab", 32), Rows: 80}}},
		Deliveries: []models.Loaded{{Source: "tool", Entity: "stays", Name: "stays<b>.csv", SHA256: strings.Repeat("cd", 32), KnownAt: "2023-02-13", Rows: 81, Kept: 80, Rejected: 1}},
	}, nil
}

func build(t *testing.T, lang, text string) (*Output, error) {
	t.Helper()
	src, err := Parse("test", "test.md", lang, text)
	if err != nil {
		return nil, err
	}
	return Build(context.Background(), src, Options{
		Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: lang},
		Edition: "1", Snapshot: 1, Engine: "duckdb", Known: "2023-02-28", Threshold: 5, Derived: 10,
	})
}

const wholePage = `---
title: Proef
from: 2022-03-01
---

{{ value "persons" from="month" to="month_end" }} personen, {{ change "persons" from="month" to="month_end" against_from="month-1" against_to="month_end-1" }}; meest in {{ top "persons" by="town" }}.

{{ card "persons" from="month" to="month_end" }}

{{ figure "persons" by="town" chart="ranked" headline="Het meest in b" neutral="Per stad" if="top = a" subtitle="Alle steden" reading="Lees." }}

{{ unmeasured "contacts" }}
`

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
		for _, table := range out.Tables {
			everything = slices.Concat(everything, table.CSV)
		}
		for _, trace := range []string{"3.0000", "3,0000", fmt.Sprint(marker)} {
			if bytes.Contains(everything, []byte(trace)) {
				t.Errorf("%s: the output holds %q of a hidden cell", lang, trace)
			}
		}
		for _, want := range []string{"c,Gent,,Q,persons", "d,Mesen,,M,persons", "e,Niel,0,A,persons"} {
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
	html := strings.ReplaceAll(string(out.HTML), `xmlns="http://www.w3.org/2000/svg"`, "") // a name, not an address
	for _, bad := range []string{"<script", "</script>", "<img", "<b>.csv", "\u2028", "\u202e", "\x1b", "http://", "https://"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, want := range []string{"&lt;/script&gt;", "stays&lt;b&gt;.csv", `lang="nl-BE"`, "Content-Security-Policy", "default-src 'none'"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	ids := regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(html, -1)
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id[1]] {
			t.Errorf("id %q stands there twice", id[1])
		}
		seen[id[1]] = true
	}
	if n := strings.Count(html, "<h1"); n != 1 {
		t.Errorf("%d h1, want 1", n)
	}
}

// A change of 1 to 4 persons would count them.
func TestASmallChangeIsToldWithoutItsSize(t *testing.T) {
	out, err := build(t, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(out.HTML, []byte(">licht gewijzigd</a> tegenover januari 2023")) {
		t.Error("the change of 3 persons is not worded as licht gewijzigd")
	}
}

func TestAHeadlineThatNoLongerHoldsGivesTheNeutralOneAndAWarning(t *testing.T) {
	out, err := build(t, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	if html := string(out.HTML); strings.Contains(html, "Het meest in b") || !strings.Contains(html, "Per stad") {
		t.Error("the headline is not the neutral one")
	}
	if len(out.Warnings) != 1 || !strings.Contains(out.Warnings[0], "test.md:10:1: ") {
		t.Errorf("warnings %q, want one at test.md:10:1", out.Warnings)
	}
}

func TestMembersStandInDisplayOrderWithTheUnassignedLast(t *testing.T) {
	out, err := build(t, "nl", wholePage)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(out.Tables, func(x Table) bool { return bytes.Contains(x.CSV, []byte("Aalst")) })
	var codes []string
	for line := range strings.Lines(string(out.Tables[i].CSV)) {
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
		{"2023-02-13", "", "start+1", "2022-03-02"},
		{"2023-02-13", "", "2022-05-06", "2022-05-06"},
	} {
		got, err := calendar{known: c.known, until: c.until, start: "2022-03-01"}.day(string(c.word))
		if err != nil || got != c.want {
			t.Errorf("%s on %s told until %q = %s, %v, want %s", c.word, c.known, c.until, got, err, c.want)
		}
	}
}

func TestEveryWordIsThereInBothLanguages(t *testing.T) {
	for _, list := range []map[string]map[string]string{words, units} {
		for key, text := range list {
			if _, ok := text["nl"]; !ok || len(text) != 2 {
				t.Errorf("%q is not there in nl and en", key)
			}
		}
	}
	used := regexp.MustCompile(`(?:b\.w\("|\$?\.W ")([a-z_]+)"`)
	for _, file := range []string{"association.go", "build.go", "inline.go", "render.go", "section.go", "page.html"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(text), -1) {
			if _, ok := words[m[1]]; !ok {
				t.Errorf("%s uses %q, which words does not have", file, m[1])
			}
		}
	}
}

// The two versions of a page differ in words alone.
func TestBothLanguagesOfABuiltInPageShowTheSameFigures(t *testing.T) {
	texts := []string{"headline", "neutral", "subtitle", "reading", "alt", "style"}
	shape := func(lang string) []string {
		src, err := Load(os.DirFS("../.."), "evaluatie", lang)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, d := range src.items {
			var keys []string
			for k, v := range d.keys {
				if !slices.Contains(texts, k) {
					keys = append(keys, k+"="+v)
				}
			}
			slices.Sort(keys)
			out = append(out, d.name+" "+d.arg+" "+strings.Join(keys, " "))
		}
		slices.Sort(out) // a sentence may put its figures in another order
		return out
	}
	nl, en := shape("nl"), shape("en")
	if !slices.Equal(nl, en) {
		for i := range min(len(nl), len(en)) {
			if nl[i] != en[i] {
				t.Errorf("nl %q\nen %q", nl[i], en[i])
			}
		}
		t.Errorf("%d directives in nl, %d in en", len(nl), len(en))
	}
}
