package page

import (
	"context"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// one answers every question with one number, or with none.
type one struct {
	answers
	row models.MetricRow
}

func (o one) Metric(_ context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	m := &models.Metric{Name: q.Metric, TitleNL: "Cijfer", TitleEN: "Figure", Unit: "persons", Kind: "flow", Better: "neutral", Protects: "person", Sources: []string{"tool/stays"}}
	out := &models.MetricResult{Metric: m, Query: q}
	o.row.Dims = nil
	for _, name := range q.By {
		out.Dims = append(out.Dims, &models.Dimension{Name: name, TitleNL: "Soort", TitleEN: "Kind"})
		o.row.Dims = append(o.row.Dims, "a")
	}
	out.Rows = []models.MetricRow{o.row}
	return out, nil
}

var (
	standing = regexp.MustCompile(`(?m)^\{\{ (?:figure|card|finding|unmeasured|sources|changes)\b.*\}\}$`)
	anchors  = regexp.MustCompile(`<a class="num"[^>]*>([^<]*)</a>`)
)

// sentencesOf builds the sentences of a page that is there with one number for every
// figure, and gives its paragraphs and items as HTML.
func sentencesOf(t *testing.T, file string, row models.MetricRow, late bool) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lang := "nl"
	if strings.HasSuffix(file, ".en.md") {
		lang = "en"
	}
	src, err := Parse("test", file, lang, standing.ReplaceAllString(string(text), ""))
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{Maker: &figure.Maker{Querier: one{answers{until: "2023-02-28", label: "Brugge"}, row}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "t/1", Lang: lang},
		Edition: "1", Known: "2023-02-28", Member: Member{Code: "x", Name: "Mesen"}}
	if late {
		opt.Maker.Querier = one{answers{until: "2022-03-01", label: "Brugge"}, row}
		opt.Late = []edition.Late{{Source: "tool", Entity: "stays", Title: "Tool", Last: "2022-03-01", Days: 9}}
	}
	out, err := Build(t.Context(), src, opt)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	_, body, _ := strings.Cut(string(out.HTML), `<main id="main">`)
	body, _, _ = strings.Cut(body, `<section class="inline"`)
	return regexp.MustCompile(`(?s)<(?:p|li)>.*?</(?:p|li)>`).FindAllString(body, -1)
}

// Every sentence of the built-in pages reads well whatever becomes of its figures: one that
// is not there stands behind a colon, and all others stay in their sentence.
func TestSentencesReadWellWithoutTheirFigures(t *testing.T) {
	files, err := filepath.Glob("../pages/*.md")
	if err != nil {
		t.Fatal(err)
	}
	questions, err := filepath.Glob("../questions/*.md")
	if err != nil || len(files) < 10 || len(questions) < 2 {
		t.Fatalf("%d pages, %d questions, %v", len(files), len(questions), err)
	}
	figures := 0
	for _, file := range append(files, questions...) {
		for name, c := range map[string]struct {
			row   models.MetricRow
			late  bool
			lacks string // what no figure of a sentence may say within it
		}{
			"missing": {models.MetricRow{}, false, "geen gegevens|no data"},
			"hidden":  {models.MetricRow{Value: marker, Known: true, N: 3}, false, "onderdrukt ([o])|suppressed ([o])"},
			"zero":    {models.MetricRow{Known: true}, false, ""},
			"partly":  {models.MetricRow{Value: 40, Known: true, N: 40}, true, ""},
		} {
			for _, p := range sentencesOf(t, file, c.row, c.late) {
				for _, at := range anchors.FindAllStringSubmatchIndex(p, -1) {
					figures++
					text, before, after := p[at[2]:at[3]], p[:at[0]], p[at[1]:]
					lacking := slices.Contains(strings.Split("geen gegevens|no data|[o]|onderdrukt ([o])|suppressed ([o])", "|"), text)
					switch {
					case lacking && !slices.Contains(strings.Split(c.lacks, "|"), text):
						t.Errorf("%s, %s: says %q", file, name, text)
					case lacking && !(strings.HasSuffix(before, ": ") && regexp.MustCompile(`^(?:[.;]| \()`).MatchString(after)):
						t.Errorf("%s, %s: %q stands within a sentence: %s", file, name, text, p)
					case c.lacks != "" && !lacking && !strings.HasSuffix(before, ": "):
						t.Errorf("%s, %s: %q of a figure that is not there: %s", file, name, text, p)
					}
				}
				if text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(p, "")); regexp.MustCompile(` [.,;]|\.\.|[;,]$|: *$|\n\s*\n|[\x{e000}\x{e001}]`).MatchString(strings.TrimSpace(text)) {
					t.Errorf("%s, %s: %q", file, name, text)
				}
			}
		}
	}
	if figures < 200 {
		t.Errorf("only %d figures in sentences", figures)
	}
}

// Only the sentence that lacks a figure gives way; what is about a part of the whole says so.
func TestASentenceWithoutItsFigureBecomesAListOfThem(t *testing.T) {
	for text, want := range map[string]string{
		`Er waren {{ value "persons" from="month" to="month_end" }}, waarvan {{ value "few" at="known" style="number" }} alleen. De rest bleef; {{ value "persons" from="month" to="month_end" }} dus.`: "Personen, februari 2023: 1.003 personen; personen, tot en met 28 februari 2023: onderdrukt ([o]). De rest bleef; 1.003 personen dus.",
		`- Op {{ date "known" }} was het {{ value "none" at="known" }} in stad b.`:                                           "Personen, tot en met 28 februari 2023: geen gegevens.",
		`Ze vroegen, bv. {{ value "none" at="known" }} of nr. {{ value "persons" from="month" to="month_end" }}. Klaar.`:     "Personen, tot en met 28 februari 2023: geen gegevens; personen, februari 2023: 1.003 personen. Klaar.",
		`Een. {{ value "none" at="known" }} is iets. {{ value "persons" from="month" to="month_end" }} bleef.`:               "Een. Personen, tot en met 28 februari 2023: geen gegevens. 1.003 personen bleef.",
		`In *totaal {{ value "none" where="town=b" at="known" }}. Samen* {{ value "persons" from="month" to="month_end" }}.`: "Personen (Brugge), tot en met 28 februari 2023: geen gegevens; personen, februari 2023: 1.003 personen.",
	} {
		got := sentence(t, "nl", text)
		if got = strings.NewReplacer(" ;", ";", " .", ".", "\u00a0", " ").Replace(got); got != want {
			t.Errorf("%s\ngot  %q\nwant %q", text, got, want)
		}
	}
}

// A point behind an abbreviation or an initial is not the end of a sentence.
func TestASentenceGoesOnBehindAnAbbreviation(t *testing.T) {
	const none, want = `{{ value "none" at="known" }}`, "Personen, tot en met 28 februari 2023: geen gegevens. Klaar."
	for _, word := range strings.Fields(`t.e.m. i.v.m. a.d.h.v. T.a.v. J. J.P. blz. p. pp. dr. Mr. mevr. prof. St. mln. mld. gem. enz. cf. vgl. zgn. tel. afd. par.
		art. nr. nrs. bv. ca. min. max. incl. excl. resp. jan. feb. mrt. apr. jun. jul. aug. sep. sept. okt. nov. dec. etc. mrs. ms. (blz. *t.e.m.*`) {
		text := "Bezet was, " + word + " Gent, " + none + ". Klaar."
		if got := strings.ReplaceAll(sentence(t, "nl", text), " .", "."); got != want {
			t.Errorf("%s\ngot  %q\nwant %q", text, got, want)
		}
	}
	for _, word := range []string{"stad.", "2023.", "bezet.", "ramen.", "b.", "foto's."} {
		text := "Het was in " + word + " Bezet was " + none + ". Klaar."
		if got := strings.ReplaceAll(sentence(t, "nl", text), " .", "."); got != "Het was in "+word+" "+want {
			t.Errorf("%s\ngot  %q", text, got)
		}
	}
}

// A sentence gives way wherever Markdown makes it text, and nothing else does.
func TestASentenceGivesWayWhereverItStands(t *testing.T) {
	const none, want = `{{ value "none" at="known" }}`, "Personen, tot en met 28 februari 2023: geen gegevens."
	for text, want := range map[string]string{
		"## Bezetting\nDe bezetting was " + none + ".":                            "Bezetting " + want,
		"- Een.\n\n    De bezetting was " + none + ".":                            "Een. " + want,
		"- Een.\n    De bezetting was " + none + ". Twee.":                        "Een. " + want + " Twee.",
		"1. Een.\n   - Onder.\n\n       De bezetting was " + none + ".":           "Een. Onder. " + want,
		"> Een. De bezetting\n> was " + none + ".\n> Twee.":                       "Een. " + want + " Twee.",
		"- De bezetting was " + none + ".\n- Twee.":                               want + " Twee.",
		"Een.\n\n***\nDe bezetting was " + none + ".":                             "Een. " + want,
		"## De bezetting was " + none:                                             "De bezetting was geen gegevens",
		"| a | b |\n|---|---|\n| De bezetting was | " + none + " |":               "a b De bezetting was geen gegevens",
		"| a | b |\n|---|---|\n| x | y |\n\nDe bezetting was " + none + ". Twee.": "a b x y " + want + " Twee.",
	} {
		if got := strings.ReplaceAll(sentence(t, "nl", text), " .", "."); got != want {
			t.Errorf("%s\ngot  %q\nwant %q", text, got, want)
		}
	}
}
