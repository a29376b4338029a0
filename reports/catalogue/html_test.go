package catalogue_test

import (
	"bytes"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/catalogue"
)

func page(t *testing.T, lang string) string {
	t.Helper()
	out, err := catalogue.HTML(small(t, lang))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestEveryLinkLeadsToASectionAndNoNameStandsTwice(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		text := page(t, lang)
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(text, -1) {
			if ids[m[1]] {
				t.Errorf("%s: id %q stands twice", lang, m[1])
			}
			ids[m[1]] = true
		}
		links := regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(text, -1)
		if len(links) < 60 {
			t.Errorf("%s: %d links, want at least 60", lang, len(links))
		}
		for _, m := range links {
			if !strings.HasPrefix(m[1], "#") || !ids[m[1][1:]] {
				t.Errorf("%s: link to %q, which is not in the page", lang, m[1])
			}
		}
		for _, want := range []string{"metric-beds_taken", "table-fct_stay", "check-stays_known", "source-tool", "entity-tool.stays", "list-ref.towns", "dimension-town", "term-stock"} {
			if !ids[want] {
				t.Errorf("%s: no section %s", lang, want)
			}
		}
	}
}

func TestPageNeedsNothingElseAndRunsNothing(t *testing.T) {
	text := page(t, "nl")
	for _, wrong := range []string{"<script", "<link", "<img", "<iframe", " src=", "@import", "url(", "<b>persons", "javascript:"} {
		if strings.Contains(text, wrong) {
			t.Errorf("the page holds %q", wrong)
		}
	}
	if !strings.Contains(text, "default-src 'none'") {
		t.Error("no policy that forbids requests")
	}
}

func TestPageCanBeReadByEverybody(t *testing.T) {
	for lang, tag := range map[string]string{"nl": "nl-BE", "en": "en"} {
		text := page(t, lang)
		if !strings.Contains(text, `<html lang="`+tag+`">`) {
			t.Errorf("%s: no language tag %s", lang, tag)
		}
		level, first := 0, 0
		for _, m := range regexp.MustCompile(`<h([1-6])`).FindAllStringSubmatch(text, -1) {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			if n > level+1 {
				t.Errorf("%s: a heading of level %d follows one of level %d", lang, n, level)
			}
			if n == 1 {
				first++
			}
			level = n
		}
		if first != 1 {
			t.Errorf("%s: %d headings of level 1, want one", lang, first)
		}
		tables := strings.Split(text, "<table>")[1:]
		if len(tables) < 6 {
			t.Errorf("%s: %d tables, want at least 6", lang, len(tables))
		}
		for _, table := range tables {
			table, _, _ = strings.Cut(table, "</table>")
			if !strings.HasPrefix(strings.TrimSpace(table), "<caption>") || strings.Contains(table, "<th>") {
				t.Errorf("%s: a table without caption or with a head without scope: %.200s", lang, table)
			}
			for _, row := range strings.Split(table, "<tr")[2:] {
				if !strings.Contains(row, `<th scope="row">`) {
					t.Errorf("%s: a row without a head: %.120s", lang, row)
				}
			}
		}
		for _, scrolling := range regexp.MustCompile(`<(div class="wide"|pre)[^>]*>`).FindAllString(text, -1) {
			if !strings.Contains(scrolling, `tabindex="0"`) || !regexp.MustCompile(`aria-label="[^"]+"`).MatchString(scrolling) {
				t.Errorf("%s: cannot be scrolled from the keyboard: %s", lang, scrolling)
			}
		}
		if strings.Count(text, "<svg") != strings.Count(text, `role="img" aria-labelledby=`) || strings.Count(text, "<svg") < 2 {
			t.Errorf("%s: %d pictures, each needs a role and a name", lang, strings.Count(text, "<svg"))
		}
	}
}

// luminance and contrast are those of WCAG 2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	v, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	channel := func(shift int) float64 {
		c := float64(v>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func TestTextHasContrastOnEveryGround(t *testing.T) {
	css, err := os.ReadFile("catalogue.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string]string{}
	for _, m := range regexp.MustCompile(`--(\w+):(#[0-9a-f]{6})`).FindAllStringSubmatch(string(css), -1) {
		colours[m[1]] = m[2]
	}
	grounds := []string{"#ffffff", colours["wash"]}
	for _, m := range regexp.MustCompile(`background:(#[0-9a-f]{6})`).FindAllStringSubmatch(string(css), -1) {
		grounds = append(grounds, m[1])
	}
	for _, name := range []string{"ink", "soft", "accent", "bad"} {
		for _, ground := range grounds {
			a, b := luminance(t, colours[name]), luminance(t, ground)
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
				t.Errorf("--%s on %s has a contrast of %.2f, want 4.5", name, ground, ratio)
			}
		}
	}
}

func TestWhatNeedsAttentionComesFirst(t *testing.T) {
	text := page(t, "nl")
	_, after, _ := strings.Cut(text, `<h2 id="attention">`)
	part, _, _ := strings.Cut(after, "</section>")
	for _, want := range []string{"Regel: town_code bestaat. Niet voldaan door 3 rijen. Eigenaar: datasteward.", "Eigenaar: Dienst Opvang", "Regel: Elk verblijf is gekend. Niet voldaan door 1 rij. ", "25 dagen te laat: verwacht tegen 19 januari 2023", "2023-W04", "1 levering in quarantaine", "ask the tool", `href="#table-fct_stay"`} {
		if !strings.Contains(part, want) {
			t.Errorf("%q is not told: %s", want, part)
		}
	}
	in := small(t, "en")
	in.Freshness, in.Manifest.Checks, in.Changed = nil, in.Manifest.Checks[:2], true
	out, err := catalogue.HTML(in)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(out, []byte("All checks passed")) || !bytes.Contains(out, []byte("Run peil run")) {
		t.Error("nothing is wrong but the project changed: the page must say both")
	}
}

// article gives the text of a section without tags.
func article(t *testing.T, text, id string) string {
	t.Helper()
	_, after, ok := strings.Cut(text, ` id="`+id+`">`)
	if !ok {
		t.Fatalf("no section %s", id)
	}
	part, _, _ := strings.Cut(after, "</article>")
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(part, " ")), " ")
}

func TestSectionsSayWhatMayBeDoneWithFigures(t *testing.T) {
	nl, en := page(t, "nl"), page(t, "en")
	for _, c := range []struct{ text, id, want string }{
		{nl, "metric-beds_taken", "Niet optellen over perioden: de laatste stand telt. Groepen mogen worden opgeteld."},
		{nl, "metric-beds_taken", "onder 5 wordt het verborgen"},
		{nl, "metric-beds_taken", "Pagina&#39;s week"},
		{en, "metric-beds_taken", "below 5 it is hidden"},
		{en, "metric-stay_share", "share, in % (range 0% to 100%); higher is better"},
		{en, "metric-stay_share", "none: always shown"},
		{nl, "metric-stay_share", "Zekerheid een aandeel van getelde eenheden: interval volgens Wilson"},
		{nl, "metric-contacts", "Niet meetbaar: nobody logs them. Nodig: a log."},
		{nl, "table-fct_stay", "Let op: stock: do not sum over months"},
		{nl, "table-fct_stay", "person_id uuid pseudoniem"},
		{nl, "table-fct_stay", "place_id varchar staat in dim_place not known quasi-identificerend"},
		{nl, "table-fct_stay", "Controles van fct_stay (2, ✗ 1)"},
		{nl, "table-fct_stay", "Bezette bedden"},
		{nl, "table-stg_tool__stays", "view, zonder bestand"},
		{nl, "source-tool", "Verwerkingsregister niet opgegeven"},
		{nl, "source-tool", "30 dagen voor de bestanden zoals ontvangen"},
		{nl, "source-tool", "person_id insz insz identificeert wordt pseudoniem (person)"},
		{nl, "source-tool", "25 dagen te laat"},
		{nl, "list-ref.towns", "bb"},
		{en, "dimension-town", "Bruges"},
	} {
		if got := article(t, c.text, c.id); !strings.Contains(got, c.want) {
			t.Errorf("%s does not say %q: %s", c.id, c.want, got)
		}
	}
}

func TestSameInputGivesTheSameBytes(t *testing.T) {
	first, again := page(t, "nl"), page(t, "nl")
	if first != again {
		t.Error("two catalogues of the same snapshot differ")
	}
}
