package page

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
	"github.com/vlot-evaluatie/peil/reports/revision"
)

const changedPage = "---\ntitle: Opvang\n---\n\n## Gewijzigd\n\n{{ changes }}\n\n{{ figure \"persons\" by=\"month\" to=\"known\" chart=\"bar\" headline=\"Per maand\" subtitle=\"Alle steden\" }}\n"

func TestChangesTellOldAndNewOfTheEditionBefore(t *testing.T) {
	make := func(before *edition.Frozen, late []edition.Late) *Output {
		t.Helper()
		src, err := Parse("test", "test.md", "nl", changedPage)
		if err != nil {
			t.Fatal(err)
		}
		out, err := Build(context.Background(), src, Options{
			Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
			Edition: "2023-02-28-s2-nl", Known: "2023-02-28", Late: late,
			Before: Before{Edition: before, Names: revision.Names{
				Metric: func(name string) *models.Metric {
					return &models.Metric{Name: name, TitleNL: "Personen", Unit: "persons"}
				},
				Member: func(_, code string) string { return code },
				Source: func(name string) string { return name },
			}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := make(nil, []edition.Late{{Source: "tool", Entity: "stays", Title: "Log, <vragen>", Last: "2023-01-05", Days: 23}, {Source: "tool", Entity: "claims", Title: "Claims", Days: 3}})
	for _, want := range []string{"Er is nog geen gepubliceerde editie om mee te vergelijken.", "<h3>Te late leveringen</h3><ul><li>Log, &lt;vragen&gt;: 23 dagen te laat, laatste levering 5 januari 2023</li></ul>"} {
		if !strings.Contains(string(first.HTML), want) {
			t.Errorf("a first edition lacks %q", want)
		}
	}

	if len(first.Late) != 1 || strings.Contains(string(first.HTML), "Claims") {
		t.Errorf("%d late suppliers, want the one whose rows are counted", len(first.Late))
	}

	before := &edition.Frozen{Edition: "2023-01-31-s1-nl", KnownAt: "2023-01-31", Figures: first.Records}
	if html := string(make(before, nil).HTML); !strings.Contains(html, "<p>Tegenover editie 2023-01-31-s1-nl, stand van de gegevens 31 januari 2023.</p><p>Geen enkel cijfer is gewijzigd.</p>") {
		t.Error("an edition in which nothing changed does not say so")
	}

	// November had 998, five less; December 1.250, three less, which would count persons.
	for i, was := range []float64{998, 1250} {
		before.Figures[0].Rows[i].Value = &was
	}
	html := string(make(before, nil).HTML)
	for _, want := range []string{"<h3>Herzien</h3>", "november 2022: 998 → 1.003", "1 waarde licht herzien", "2 waarden zijn ongewijzigd."} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(html, "1.250") {
		t.Error("a small change is told with its values")
	}
}
