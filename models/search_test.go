package models_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func TestMetricsAreFoundByNameThenTitleThenText(t *testing.T) {
	p := &models.Project{
		Dimensions: []*models.Dimension{{Name: "asker", TitleNL: "Vraagsteller", TitleEN: "Asker"}},
		Metrics: []*models.Metric{
			{Name: "a_late", AboutNL: "Telt vragen die te laat zijn", Unit: "count"},
			{Name: "b_open", TitleNL: "Open vragen", Unit: "count"},
			{Name: "vragen_share", Unit: "share"},
			{Name: "openvragen", Unit: "count"},
			{Name: "cafe", TitleEN: "Cafés visited", Sources: []string{"contacts/visits"}, Dimensions: map[string]string{"asker": "asker_code"}},
			{Name: "talks", NotMeasurable: "nobody logs them", Needs: "a log of talks"},
		},
	}
	for _, c := range []struct{ words, want string }{
		{"vragen", "vragen_share openvragen b_open a_late"}, // word of the name, in the name, title, text
		{"openvragen", "openvragen"},
		{"open vragen", "b_open openvragen"}, // both words: 1+3 and 2+2, so by name
		{"CAFES", "cafe"},                    // accents and case
		{"contacts", "cafe"},                 // source
		{"Vraagsteller", "cafe"},             // title of a dimension
		{"logs", "talks"},
		{"share", "vragen_share"},
		{"tevragen", ""}, // not from one word into the next
		{"", "a_late b_open cafe openvragen talks vragen_share"},
	} {
		var names []string
		for _, m := range p.SearchMetrics(strings.Fields(c.words)...) {
			names = append(names, m.Name)
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%q finds %q, want %q", c.words, got, c.want)
		}
	}
}
