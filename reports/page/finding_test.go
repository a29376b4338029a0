package page

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

const findingsPage = `---
title: Bevindingen
---

{{ finding "association" metric="persons" by="town,sex" from="month" to="month_end" }}

{{ finding "trend" metric="made" to="month_end" }}

{{ finding "difference" metric="made" from="month" to="month_end" against_from="month-1" against_to="month_end-1" }}

{{ finding "difference" metric="made" by="town" from="month" to="month_end" }}

{{ finding "difference" metric="persons" from="month" to="month_end" against_from="month-1" against_to="month_end-1" }}

{{ finding "survival" metric="wait" by="town" from="month" to="month_end" }}

{{ finding "survival" metric="wait" from="month" to="month_end" }}

{{ figure "persons" by="town,sex" from="month" to="month_end" chart="grouped" headline="Personen" subtitle="Alle steden" }}
`

var tags = regexp.MustCompile(`<[^>]+>`)

// told gives what a reader sees of the findings of a page, one line a paragraph or row.
func told(page []byte) string {
	var out strings.Builder
	parts := strings.Split(string(page), `<div class="finding"`)[1:]
	for _, part := range parts {
		part, _, _ = strings.Cut(part, "<pre ")
		part = part[strings.Index(part, ">")+1:]
		part = regexp.MustCompile(`</(p|li|tr|summary|dd)>`).ReplaceAllString(part, "\n")
		part = regexp.MustCompile(`</t[hd]>|</dt>`).ReplaceAllString(part, " | ")
		for line := range strings.Lines(html.UnescapeString(tags.ReplaceAllString(part, ""))) {
			if line = strings.TrimSuffix(strings.TrimSpace(line), " |"); line != "" {
				fmt.Fprintln(&out, line)
			}
		}
		fmt.Fprintln(&out)
	}
	return out.String()
}

// TestGoldenFindings prints each kind. By hand: 12 of 40 = 30 % and 30 of 40 = 75 %;
// the trend leaves November out (3 of 40 would be told), so of six months the first
// three have 36 of 120 and the last three 84 of 120; of the waits of a 10 ended, half
// of them in 20 days: 5 of 20, which is below the 10 that may be told, so no share
// within 30 days is printed there.
func TestGoldenFindings(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		out, err := buildFrom(answers{until: "2023-02-28", label: "Brugge"}, lang, findingsPage)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults(out.HTML) {
			t.Errorf("%s: %s", lang, fault)
		}
		got := []byte(told(out.HTML))
		name := filepath.Join("testdata", "findings."+lang+".txt")
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
		var analyses []string
		for _, r := range out.Records {
			if r.Analysis != "" {
				analyses = append(analyses, r.Analysis)
			}
			if r.Place == "finding" && r.Metric == "made" && r.Text == "" && r.Query.To == "2023-02-28" {
				t.Errorf("%s: finding %s is frozen without its sentence", lang, r.ID)
			}
		}
		// What peil analyse is asked to say the same: a trend goes by month untold, from the first one on.
		period := "--from 2023-02-01 --to 2023-02-28"
		asked := []string{
			"persons --by town,sex " + period + " --kind association", "made --from 2022-08-01 --to 2023-02-28 --kind trend",
			"made " + period + " --kind difference --against-from 2023-01-01 --against-to 2023-01-31", "made --by town " + period + " --kind difference",
			"persons " + period + " --kind difference --against-from 2023-01-01 --against-to 2023-01-31",
			"wait --by town " + period + " --kind survival", "wait " + period + " --kind survival",
		}
		if !slices.Equal(analyses, asked) {
			t.Errorf("findings are asked as\n%s\nwant\n%s", strings.Join(analyses, "\n"), strings.Join(asked, "\n"))
		}
	}
}

// A period that the sources do not tell about to its end says so beside the sentence.
func TestAFindingSaysUpToWhichDayThereAreData(t *testing.T) {
	out, err := buildFrom(answers{until: "2023-02-14"}, "nl", "---\ntitle: x\n---\n"+`{{ finding "difference" metric="made" from="2023-02-01" to="2023-02-28" against_from="2023-01-01" against_to="2023-01-31" }}`+"\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(out.HTML), "Over februari 2023 zijn er gegevens tot en met 14 februari 2023."; !strings.Contains(got, want) {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestAFindingNamesWhatIsWrongWithItsKeys(t *testing.T) {
	for _, c := range []struct{ directive, want string }{
		{`{{ finding metric="persons" }}`, `test.md:4:1: finding names no kind; write`},
		{`{{ finding "asociation" metric="persons" by="town,sex" }}`, `finding has no kind "asociation"; kinds are association, difference, survival, trend; did you mean association?`},
		{`{{ finding "season" metric="persons" }}`, `finding has no kind "season"`},
		{`{{ finding "association" by="town,sex" }}`, `test.md:4:1: finding names no metric; add metric=`},
		{`{{ finding "association" metric="persons" by="town" }}`, `association is cut by 1 dimensions, want 2`},
		{`{{ finding "survival" metric="wait" by="town,sex" }}`, `survival is cut by 2 dimensions, want at most 1`},
		{`{{ finding "association" metric="share" by="town,sex" }}`, `test.md:4:1: metric persons does not add up over group (town): the sum of its parts is not its total`},
		{`{{ finding "survival" metric="persons" }}`, `survival wants a median of waits, and persons is none`},
		{`{{ finding "difference" metric="made" }}`, `difference wants another period or a dimension`},
		{`{{ finding "difference" metric="made" by="town" against="known" }}`, `difference wants another period or a dimension`},
		{`{{ finding "difference" metric="made" from="month-1" to="month_end" against_from="month" against_to="month_end" }}`, `difference compares two periods that share the days from 2023-02-01 to 2023-02-28, and what is in both cannot differ; give periods`},
		{`{{ finding "survival" metric="wait" against="known" }}`, `survival is held against no other period`},
		{`{{ finding "trend" metric="made" }}`, `trend goes by month and wants its last day`},
		{`{{ finding "trend" metric="made" to="2023-02-14" }}`, `trend ends on 2023-02-14, in the middle of a month`},
		{`{{ finding "trend" metric="contacts" to="month_end" }}`, `is not measurable: niet bijgehouden; print it with unmeasured`},
		{`{{ finding "trend" metric="person" to="month_end" }}`, `test.md:4:1: metric person is not known here`},
		{`{{ finding "trend" metric="made" to="month_end" base="x" }}`, `finding has no key "base"`},
		{`x {{ finding "survival" metric="wait" }}`, `test.md:4:3: directive stands in running text`},
		{"{{ finding \"survival\" metric=\"wait\" }}\n\n{{ finding \"survival\" metric=\"wait\" }}", `test.md:6:1: the same figure stands on this page already`},
	} {
		_, err := build(t, "nl", "---\ntitle: x\n---\n"+c.directive+"\n")
		var all []string
		for _, e := range models.Flatten(err) {
			all = append(all, e.Error())
		}
		if !strings.Contains(strings.Join(all, "\n"), c.want) {
			t.Errorf("%s gives %q, want %q", c.directive, all, c.want)
		}
	}
}

// Every number that a finding on a page can have is named in both languages.
func TestNumbersOfFindingsHaveNames(t *testing.T) {
	m := &models.Metric{Name: "made", TitleNL: "Aandeel", TitleEN: "Share", Unit: "share", Decimals: 1}
	for name, text := range numberNames {
		if text.NL == "" || text.EN == "" {
			t.Errorf("%s has no name in nl or en", name)
		}
	}
	for _, lang := range []string{"nl", "en"} {
		out, err := buildFrom(answers{until: "2023-02-28", label: "Brugge"}, lang, findingsPage)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`<th scope="row">([a-z0-9]+_[a-z0-9_]+)</th>`).FindAllStringSubmatch(string(out.HTML), -1) {
			t.Errorf("%s: the number %v has no name", lang, name)
		}
	}
	b := &builder{src: &Source{Lang: "nl"}}
	rows := b.numbers(m, []finding.Number{
		{Name: "difference", Unit: "share", Value: -0.3471, Known: true, Low: -0.378, High: 0.013, HasLow: true, HasHigh: true},
		{Name: "p", Unit: "p", Value: 0.00001, Known: true}, {Name: "p", Unit: "p", Value: 0.0414, Known: true},
		{Name: "made", Unit: "share", Value: 0.25, Known: true}, {Name: "median", Unit: "days"},
		{Name: "ratio", Unit: "ratio", Value: 1.234, Known: true, Low: 0.9, HasLow: true},
	})
	for i, want := range []numberRow{
		{"verschil (procentpunt)", "", "−34,7", "−37,8 tot 1,3"},
		{"p", "", "< 0,001", ""},
		{"p", "", "0,041", ""},
		{"Aandeel", "", "25,0\u00a0%", ""},
		{"mediaan", "", "niet te berekenen", ""},
		{"verhouding", "", "1,23", "≥ 0,90"},
	} {
		if rows[i] != want {
			t.Errorf("row %d is %q, want %q", i, rows[i], want)
		}
	}
}
