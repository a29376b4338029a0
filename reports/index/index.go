// Package index makes the page that lists the editions of all reports: which one is
// published, which are internal, what they stand on, and when the next one comes out.
//
// The page is static and opens without a network. It knows neither the clock nor the
// folders: it is told what there is, and gives bytes.
package index

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
)

//go:embed index.html
var indexHTML string

//go:embed index.css
var indexCSS string

var indexTemplate = template.Must(template.New("index").Parse(indexHTML))

// Input is what the page tells.
type Input struct {
	Lang    string
	Title   string // of the project
	Contact string
	Other   string // file of the page in the other language
	Theme   string // style of the project, after that of Peil; see page.Theme
	Reports []Report
}

// Report is one report with its editions, the newest first.
type Report struct {
	Name     string
	Title    string
	For      string        // a page that is made for each member of this dimension: one edition each, by title
	Planned  []models.Date // announced days after the newest edition
	Editions []Edition
}

// Edition is one row.
type Edition struct {
	Name      string
	Report    string
	Title     string
	Lang      string
	Folder    string // below the page, / separated
	Known     models.Date
	Snapshot  int
	Published models.Date // the day; none when it never was
	Latest    bool        // it is the published one now
	Audited   bool        // an attack on what it hides found nothing
	Workbook  string      // name of a file in the folder
	PDF       string      // below the page; "" when there is none
}

// view is what the template sees.
type view struct {
	Input
	CSS template.CSS
}

// Build makes the page.
func Build(in Input) ([]byte, error) {
	var out bytes.Buffer
	if err := indexTemplate.Execute(&out, view{in, template.CSS(indexCSS + in.Theme)}); err != nil {
		return nil, fmt.Errorf("list editions: %w", err)
	}
	return out.Bytes(), nil
}

// W gives a text of the page in its language; the template calls it.
func (v view) W(key string) string { return word(v.Lang, key) }

// Day writes a day in words.
func (v view) Day(d models.Date) string { return number.LongDate(d, v.Lang) }

// Language names the language of an edition.
func (v view) Language(lang string) string { return word(v.Lang, "lang_"+lang) }

// Latest gives the published editions of a report, one a language at most.
func (v view) Latest(r Report) []Edition {
	var out []Edition
	for _, e := range r.Editions {
		if e.Latest {
			out = append(out, e)
		}
	}
	return out
}

// Heading names a report, or what all of its pages are made for.
func (v view) Heading(r Report) string {
	if r.For == "" {
		return r.Title
	}
	return fmt.Sprintf(word(v.Lang, "by"), strings.ToLower(r.For))
}

// Before puts the title of a page in front of the name of its edition, where the same
// name stands in many rows.
func (v view) Before(e Edition, r Report) string {
	if r.For == "" {
		return ""
	}
	return e.Title + ", "
}

// Caption says what the table lists.
func (v view) Caption(r Report) string {
	if r.For == "" {
		return word(v.Lang, "all")
	}
	return fmt.Sprintf(word(v.Lang, "of_all"), len(v.Latest(r)), len(r.Editions))
}

// Status says what an edition is.
func (v view) Status(e Edition) string {
	switch {
	case e.Latest:
		return word(v.Lang, "latest")
	case e.Published != "":
		return word(v.Lang, "earlier")
	}
	if e.Audited {
		return word(v.Lang, "audited")
	}
	return word(v.Lang, "internal")
}

var words = map[string][2]string{
	"skip":       {"Naar de inhoud", "Skip to content"},
	"heading":    {"Rapporten en edities", "Reports and editions"},
	"none":       {"Er is nog geen editie.", "There is no edition yet."},
	"published":  {"Gepubliceerd", "Published"},
	"unreleased": {"Van dit rapport is nog geen editie gepubliceerd.", "No edition of this report has been published yet."},
	"edition_of": {"Editie van", "Edition of"},
	"swipe":      {"Breder dan het scherm: schuif opzij.", "Wider than the screen: scroll sideways."},
	"next":       {"Volgende editie", "Next edition"},
	"unplanned":  {"niet aangekondigd", "not announced"},
	"then":       {"daarna", "then"},
	"all":        {"Alle edities", "All editions"},
	"by":         {"Per %s", "By %s"},
	"of_all":     {"De gepubliceerde editie, anders de nieuwste; gepubliceerd: %d van %d", "The published edition, else the newest; published: %d of %d"},
	"report":     {"Rapport", "Report"},
	"edition":    {"Editie", "Edition"},
	"language":   {"Taal", "Language"},
	"known":      {"Stand van de gegevens", "Data as known on"},
	"status":     {"Status", "Status"},
	"on":         {"Gepubliceerd op", "Published on"},
	"files":      {"Bestanden", "Files"},
	"workbook":   {"XLSX", "XLSX"},
	"pdf":        {"PDF", "PDF"},
	"latest":     {"gepubliceerd, de laatste", "published, the latest"},
	"earlier":    {"eerder gepubliceerd", "published earlier"},
	"audited":    {"gecontroleerd, niet gepubliceerd", "checked, not published"},
	"internal":   {"intern, niet voor publicatie", "internal, not for publication"},
	"lang_nl":    {"Nederlands", "Dutch"},
	"lang_en":    {"Engels", "English"},
	"other":      {"In English", "In het Nederlands"},
	"contact":    {"Contact", "Contact"},
	"about":      {"Een editie wordt nooit gewijzigd: een nieuwe stand van de gegevens is een nieuwe editie.", "An edition never changes: newer data make another edition."},
}

func word(lang, key string) string {
	if lang == "en" {
		return words[key][1]
	}
	return words[key][0]
}
