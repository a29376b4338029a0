package index

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/vlot-evaluatie/peil/models"
)

var update = flag.Bool("update", false, "write the golden pages")

func input(lang string) Input {
	other := map[string]string{"nl": "index.en.html", "en": "index.html"}[lang]
	return Input{Lang: lang, Title: "Ondersteuningsteams", Contact: "data@example.org", Other: other, Reports: []Report{
		{Name: "evaluatie", Title: "Opvang: evaluatie", Planned: []models.Date{"2023-03-15", "2023-04-15", "2023-05-15"}, Editions: []Edition{
			{Name: "2023-02-28-s3-nl", Lang: "nl", Folder: "evaluatie/2023-02-28-s3-nl", Known: "2023-02-28", Snapshot: 3, Audited: true, Workbook: "evaluatie.xlsx"},
			{Name: "2023-02-13-s2-nl", Lang: "nl", Folder: "evaluatie/2023-02-13-s2-nl", Known: "2023-02-13", Snapshot: 2, Published: "2023-02-15", Latest: true, Workbook: "evaluatie.xlsx", PDF: "evaluatie/2023-02-13-s2-nl.pdf"},
			{Name: "2023-01-13-s1-en", Lang: "en", Folder: "evaluatie/2023-01-13-s1-en", Known: "2023-01-13", Snapshot: 1, Published: "2023-01-15"},
		}},
		{Name: "regio", Title: "Opvang in Limburg", For: "Provincie", Editions: []Edition{
			{Name: "2023-02-13-s2-nl", Report: "regio-10000", Title: "Opvang in Antwerpen", Lang: "nl", Folder: "regio-10000/2023-02-13-s2-nl", Known: "2023-02-13", Snapshot: 2, Published: "2023-02-15", Latest: true, Workbook: "regio-10000.xlsx"},
			{Name: "2023-02-13-s2-nl", Report: "regio-70000", Title: "Opvang in Limburg", Lang: "nl", Folder: "regio-70000/2023-02-13-s2-nl", Known: "2023-02-13", Snapshot: 2},
		}},
		{Name: "vragen", Title: `Vragen <script>alert(1)</script>`, Editions: []Edition{{Name: "2023-02-13-s2-nl", Lang: "nl", Folder: "vragen/2023-02-13-s2-nl", Known: "2023-02-13", Snapshot: 2}}},
	}}
}

func TestGoldenIndex(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		got, err := Build(input(lang))
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "index."+lang+".html")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs (%v); see what changed with go test ./reports/index -update and git diff", file, err)
		}
	}
}

// text gives what a reader sees, one line a row of the table.
func text(t *testing.T, page []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Data == "style" || n.Data == "head" {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(strings.TrimSpace(n.Data) + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Data == "tr" || n.Data == "p" || n.Data == "li" {
			b.WriteString("\n")
		}
	}
	walk(doc)
	var lines []string
	for line := range strings.Lines(b.String()) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}

func TestTheIndexSaysWhatIsPublishedAndWhatIsNext(t *testing.T) {
	page, err := Build(input("nl"))
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, page)
	for _, want := range []string{
		"Gepubliceerd: Editie van 13 februari 2023 2023-02-13-s2-nl (Nederlands)",
		"Volgende editie: 15 maart 2023 ; daarna 15 april 2023 , 15 mei 2023",
		"2023-02-28-s3-nl Nederlands 28 februari 2023 gecontroleerd, niet gepubliceerd – XLSX",
		"2023-02-13-s2-nl Nederlands 13 februari 2023 gepubliceerd, de laatste 15 februari 2023 XLSX PDF",
		"2023-01-13-s1-en Engels 13 januari 2023 eerder gepubliceerd 15 januari 2023",
		"Per provincie", "gepubliceerd: 1 van 2", "Opvang in Antwerpen 2023-02-13-s2-nl Nederlands 13 februari 2023 gepubliceerd, de laatste 15 februari 2023 XLSX",
		"Opvang in Limburg 2023-02-13-s2-nl Nederlands 13 februari 2023 intern, niet voor publicatie –",
		"Vragen <script>alert(1)</script>", "Van dit rapport is nog geen editie gepubliceerd.", "Volgende editie: niet aangekondigd",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	if bytes.Contains(page, []byte("<script")) || bytes.Contains(page, []byte("http://")) || bytes.Contains(page, []byte("https://")) {
		t.Error("the page has a script or an address")
	}
}

func TestAnEmptyIndexSaysSo(t *testing.T) {
	page, err := Build(Input{Lang: "en", Title: "x", Other: "index.html"})
	if err != nil || !strings.Contains(text(t, page), "There is no edition yet.") {
		t.Errorf("page %s, %v", page, err)
	}
}

func TestEveryWordOfTheIndexHasBothLanguages(t *testing.T) {
	for key, w := range words {
		if w[0] == "" || w[1] == "" {
			t.Errorf("word %q lacks a language", key)
		}
		if !strings.Contains(indexHTML, `"`+key+`"`) && !strings.HasPrefix(key, "lang_") && key != "latest" && key != "earlier" && key != "internal" && key != "audited" && key != "all" && key != "by" && key != "of_all" {
			t.Errorf("word %q stands nowhere", key)
		}
	}
}
