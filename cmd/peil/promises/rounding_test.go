package promises

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/certificate"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// roundedDemo is a copy of the demo's warehouse with a project that rounds.
func roundedDemo(t *testing.T) (dir, project string) {
	t.Helper()
	dir = unpublished(t)
	project = filepath.Join(dir, "project")
	put(t, filepath.Join(project, "peil.yml"), []byte("name: proef\ntitle_nl: Proef\ndisclosure: {method: round}\n"))
	return dir, project
}

// numberOf names a number of an edition.
func numberOf(t *testing.T, f figure.Record, row figure.RowRecord) string {
	t.Helper()
	key, err := json.Marshal([]any{f.Query, row.Dims})
	if err != nil {
		t.Fatal(err)
	}
	return string(key)
}

// cardsSayThatTheyAreRounded reads the key figures of a page: a count says that it and its
// changes are rounded, a share of what it is computed, and what protects nobody neither.
func cardsSayThatTheyAreRounded(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, card := range regexp.MustCompile(`(?s)<div class="card">.*?</div>`).FindAllString(string(text), -1) {
		title := regexp.MustCompile(`<dt>(.*?)</dt>`).FindStringSubmatch(card)
		facts := regexp.MustCompile(`<dd>([^<]*)</dd>`).FindAllStringSubmatch(card, -1)
		said[title[1]] = facts[len(facts)-1][1]
	}
	for title, want := range map[string]string{
		"Instroom: attesten van tijdelijke bescherming": "; afgerond op veelvouden van 5; verschillen zijn berekend uit afgeronde aantallen",
		"Bezettingsgraad":  "; berekend uit aantallen die zijn afgerond op veelvouden van 5",
		"Ontvangen vragen": "voorlopig", // it protects nobody
	} {
		if got := said[title]; !strings.HasSuffix(got, want) || want == "voorlopig" && got != want {
			t.Errorf("%s says %q, want %q at its end", title, got, want)
		}
	}
}

// Two stands of the demo are rounded and published, page after page. Every count of people
// is a multiple of 5, or of 10 where it can be cut by what is sensitive. Then nothing of it can be published with small
// counts hidden.
func TestTwoStandsAreRounded(t *testing.T) {
	t.Parallel()
	dir, project := roundedDemo(t)
	layout := models.Layout{Root: filepath.Join(dir, "data")}
	first := map[string]float64{}
	counts := 0
	for _, known := range []string{"2023-10-31", "2023-12-31"} {
		for _, page := range [][]string{{"evaluatie"}, {"instroom"}, {"regio", "--for", "Limburg"}, {"gemeente", "--for", "Herstappe"}} {
			args := append([]string{"report", "--as-of", known, "--project", project, "--quiet", "--json"}, page...)
			var made []madeEdition
			if err := json.Unmarshal([]byte(peil(t, dir, args...)), &made); err != nil {
				t.Fatal(err)
			}
			for _, m := range made {
				peil(t, dir, "publish", m.Report+"/"+m.Edition, "--project", project)
				folder := layout.Edition(m.Report, m.Edition)
				frozen, err := edition.Read(folder)
				if err != nil {
					t.Fatal(err)
				}
				if frozen.Status != edition.Audited {
					t.Errorf("%s/%s is %s", m.Report, m.Edition, frozen.Status)
				}
				text, err := os.ReadFile(filepath.Join(folder, certificate.File))
				if err != nil || !bytes.Contains(text, []byte(`"base": 5,`)) {
					t.Errorf("%s: %v, %s", m.Report, err, text)
				}
				if m.Report == "evaluatie" {
					cardsSayThatTheyAreRounded(t, m.File)
				}
				for _, f := range frozen.Figures {
					if f.Protects == "none" || !f.Counts || f.Unit == "eur" {
						continue
					}
					for _, row := range f.Rows {
						if row.Status == "Q" {
							t.Fatalf("%s withholds %v", f.ID, row.Dims)
						}
						if row.Value == nil {
							continue
						}
						counts++
						if math.Mod(*row.Value, 5) != 0 {
							t.Fatalf("%s prints %v for %v", f.ID, *row.Value, row.Dims)
						}
						first[numberOf(t, f, row)] = *row.Value
					}
				}
			}
		}
	}
	if counts < 1000 {
		t.Errorf("%d counts are looked at", counts)
	}
	// In English the same is printed, though other pages were published since.
	var made []madeEdition
	if err := json.Unmarshal([]byte(peil(t, dir, "report", "instroom", "--lang", "en", "--project", project, "--quiet", "--json")), &made); err != nil {
		t.Fatal(err)
	}
	frozen, err := edition.Read(layout.Edition(made[0].Report, made[0].Edition))
	if err != nil {
		t.Fatal(err)
	}
	met := 0
	for _, f := range frozen.Figures {
		for _, row := range f.Rows {
			if v, ok := first[numberOf(t, f, row)]; ok && row.Value != nil {
				if met++; v != *row.Value {
					t.Errorf("%s prints %v for %v in English, and %v in Dutch", f.ID, *row.Value, row.Dims, v)
				}
			}
		}
	}
	if met < 100 {
		t.Errorf("%d numbers are in both languages", met)
	}
	// The other method, on the same data and on that of another day.
	for _, page := range [][]string{{"gemeente", "--for", "Niel"}, {"gemeente", "--for", "Gent"}} {
		var made []madeEdition
		if err := json.Unmarshal([]byte(peil(t, dir, append([]string{"report", "--quiet", "--json"}, page...)...)), &made); err != nil {
			t.Fatal(err)
		}
		folder := layout.Edition(made[0].Report, made[0].Edition)
		text, err := os.ReadFile(filepath.Join(folder, "index.html"))
		if err != nil || !strings.Contains(string(text), "is al gepubliceerd in editie") || !strings.Contains(string(text), "met een andere methode voor kleine aantallen") {
			t.Errorf("%s does not say why it is internal: %v", made[0].Report, err)
		}
		code, _, diag := plain.run(t, "", "publish", made[0].Report+"/"+made[0].Edition, "--data", filepath.Join(dir, "data"))
		if code != exitBlocked {
			t.Errorf("%s is published, exit %d: %s", made[0].Report, code, diag)
		}
		if !strings.Contains(diag, "was published in multiples of") {
			t.Errorf("refused with %s", diag)
		}
	}
}
