// Package privacy writes the page that a data-protection officer asks for: per table of
// the lake what its columns are about and what became of them, how few share the same
// quasi-identifiers, for how long files as received are still kept, and on what ground.
//
// It comes in as plain data and goes out as bytes; the same input gives the same bytes.
// It counts nothing, opens no file and knows no clock.
package privacy

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/catalogue"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
)

//go:embed privacy.html
var page string

// Input is all that the page tells.
type Input struct {
	Lang       string // nl, or en
	Title      string // of the project
	Publisher  string
	Contact    string
	Snapshot   int
	KnownAt    models.Date
	On         models.Date // the day that retention is counted for
	KeyVersion int
	Small      int64 // below so many a group is small
	Erasures   []string
	Sources    []Source
	Theme      string // style of the project, after that of Peil; see page.Theme
}

// Source is a supplier's contract.
type Source struct {
	Name       string   `json:"source"`
	Title      string   `json:"title"`
	Purpose    string   `json:"purpose"`
	LegalBasis string   `json:"legal_basis"`
	Register   string   `json:"processing_register"`
	DPIA       string   `json:"dpia"`
	Protocol   string   `json:"protocol"`
	Retention  int      `json:"retention_days"`
	Landed     int      `json:"landed_files"`
	Passed     int      `json:"landed_files_past_retention"`
	DaysLeft   *int     `json:"days_left,omitempty"` // of the file that goes first
	Entities   []Entity `json:"tables"`
}

// Entity is one table of the lake.
type Entity struct {
	Name       string   `json:"table"`
	Title      string   `json:"title"`
	Rows       int64    `json:"rows"` // that live now
	KeyVersion int      `json:"key_version,omitempty"`
	Columns    []Column `json:"columns"`
	Over       []string `json:"quasi_identifiers"`
	Unit       string   `json:"counts,omitempty"` // column of pseudonyms; rows when empty
	Groups     int64    `json:"groups"`
	K          int64    `json:"k"` // 0: there are no rows or no quasi-identifiers
	Small      int64    `json:"small_groups"`
}

// Column is a column of the contract.
type Column struct {
	Name   string `json:"column"`
	Class  string `json:"class"`
	Action string `json:"action"`
	As     string `json:"as,omitempty"`     // domain of a pseudonym, or what it was generalised to
	Reason string `json:"reason,omitempty"` // why free text is kept
}

// words are those of the page: Dutch, English.
var words = map[string][2]string{
	"privacy": {"Privacy", "Privacy"}, "skip": {"Naar de inhoud", "To the content"}, "snapshot": {"momentopname", "snapshot"}, "known": {"zoals gekend op", "as known on"},
	"on": {"bewaartermijnen op", "retention on"}, "key": {"sleutelversie", "key version"}, "internal": {"intern", "internal"}, "index": {"Bronnen", "Sources"},
	"intro": {"Wat er over personen in deze gegevens zit, wat ermee gebeurt en op welke grond. Rechtstreekse identificatoren komen niet in het datameer: ze worden een pseudoniem met een sleutel die elders bewaard wordt, of vallen weg.",
		"What these data hold about persons, what becomes of it, and on what ground. Direct identifiers do not enter the lake: they become a pseudonym by a key that is kept elsewhere, or are dropped."},
	"k_about": {"k is het kleinste aantal personen, huishoudens, gastgezinnen of rijen dat dezelfde quasi-identificatoren heeft. Bij k = 1 kan wie die kenmerken al kent, iemand terugvinden: zo'n tabel is dan nog steeds een tabel met persoonsgegevens en wordt niet gepubliceerd.",
		"k is the smallest number of persons, households, hosts or rows that share the same quasi-identifiers. At k = 1, whoever knows these traits can find someone: such a table still holds personal data and is not published."},
	"purpose": {"Doel", "Purpose"}, "legal_basis": {"Rechtsgrond", "Legal basis"}, "register": {"Verwerkingsregister", "Processing register"}, "dpia": {"Effectbeoordeling (DPIA)", "Impact assessment (DPIA)"},
	"protocol": {"Protocol", "Protocol"}, "retention": {"Bewaartermijn", "Retention"}, "landed": {"Bestanden zoals ontvangen", "Files as received"}, "days": {"dagen", "days"},
	"left": {"het oudste mag nog %d dagen blijven", "the oldest may stay %d more days"}, "passed": {"over de termijn", "past their time"}, "none": {"geen", "none"},
	"not_stated": {"niet vermeld", "not stated"}, "rows": {"rijen", "rows"}, "column": {"Kolom", "Column"}, "class": {"Soort", "Class"}, "action": {"Wat ermee gebeurt", "What becomes of it"},
	"identifier": {"identificator", "identifier"}, "quasi": {"quasi-identificator", "quasi-identifier"}, "sensitive": {"gevoelig", "sensitive"}, "free_text": {"vrije tekst", "free text"},
	"measure": {"meetwaarde", "measure"}, "technical": {"technisch", "technical"},
	"keep": {"bewaard", "kept"}, "drop": {"valt weg", "dropped"}, "pseudonymise": {"pseudoniem", "pseudonym"}, "generalise": {"veralgemeend", "generalised"},
	"no_quasi": {"Geen quasi-identificatoren in het datameer", "No quasi-identifiers in the lake"}, "empty": {"Geen rijen", "No rows"},
	"over": {"over", "over"}, "groups": {"groepen", "groups"}, "smaller": {"kleiner dan", "smaller than"}, "counted": {"geteld", "counted"}, "erasures": {"Gewiste personen", "Erasures"},
	"age_band": {"leeftijdsklasse", "age band"}, "municipality": {"gemeente", "municipality"},
	"person": {"persoon", "person"}, "household": {"huishouden", "household"}, "host": {"gastgezin", "host"}, "staff": {"personeel", "staff"}, "contact": {"Vragen", "Questions"},
}

// HTML writes the page without script, pictures or network.
func HTML(in Input) ([]byte, error) {
	word := func(key string) string {
		w, ok := words[key]
		switch {
		case !ok:
			return key
		case in.Lang == "en":
			return w[1]
		}
		return w[0]
	}
	t, err := template.New("privacy").Funcs(template.FuncMap{
		"w": word, "join": strings.Join, "num": func(n int64) string { return number.Number(float64(n), 0, in.Lang) },
		"left": func(days *int) string { return fmt.Sprintf(word("left"), *days) },
		"day":  func(d models.Date) string { return number.LongDate(d, in.Lang) }, "stated": func(text string) string { return either(text, word("not_stated")) },
	}).Parse(page)
	if err != nil {
		return nil, fmt.Errorf("read template of the privacy page: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, struct {
		Input
		CSS template.CSS
	}{in, template.CSS(catalogue.CSS() + in.Theme)}); err != nil {
		return nil, fmt.Errorf("write privacy page: %w", err)
	}
	return out.Bytes(), nil
}

func either(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
