package page

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

func TestThePageNamesTheRuleInForce(t *testing.T) {
	sensitive := []*models.Dimension{{Name: "sex", TitleNL: "Geslacht", TitleEN: "Sex"}, {Name: "need", TitleNL: "Behoefte", TitleEN: "Need"}}
	plain := &figure.Figure{Metric: &models.Metric{Protects: "person"}}
	bySex := &figure.Figure{Metric: &models.Metric{Protects: "person"}, Query: models.MetricQuery{By: []string{"sex"}}}
	byNeed := &figure.Figure{Metric: &models.Metric{Protects: "person", Dimensions: map[string]string{"need": "need_code"}}}
	homes := &figure.Figure{Metric: &models.Metric{Protects: "person", Household: "household_id"}}
	register := models.PublicSource{Source: "register", Reason: "de stad publiceert het.", ReasonEN: "the city publishes it.", Person: "J. Peeters"}
	open := &figure.Figure{Metric: &models.Metric{Protects: "none", Public: []models.PublicSource{register}}}
	sex := []string{"need", "sex"}
	for _, c := range []struct {
		rule  disclose.Rule
		on    *figure.Figure
		lang  string
		want  []string
		never string
	}{
		{disclose.Rule{}, plain, "nl", []string{"van 1 tot en met 4", "minder dan 10", "waaruit zo'n getal af te leiden zou zijn"}, "huishouden"},
		{disclose.Rule{Threshold: 11, Derived: 25}, plain, "en", []string{"of 1 to 10", "fewer than 25", "could be derived"}, "household"},
		{disclose.Rule{Sensitive: sex, SensitiveThreshold: 15}, bySex, "nl", []string{"naar behoefte, geslacht, is onderdrukt van 1 tot en met 14", "nullen"}, "huishouden"},
		{disclose.Rule{Sensitive: sex}, bySex, "en", []string{"by need, sex is suppressed from 1 to 9", "zeros"}, "household"},
		{disclose.Rule{Sensitive: sex}, homes, "nl", []string{"één huishouden"}, "geslacht"},
		{disclose.Rule{}, homes, "en", []string{"one household"}, "zeros"},
		{disclose.Rule{}, open, "nl", []string{"uit de bron register", "(de stad publiceert het)", "Dat besliste J. Peeters."}, "huishouden"},
		{disclose.Rule{}, open, "en", []string{"the source register alone", "(the city publishes it)", "decided by J. Peeters."}, "household"},
		{disclose.Rule{LargestPercent: 85}, &figure.Figure{Metric: &models.Metric{Contributor: "kbo_number"}}, "nl", []string{"één of twee ontvangers"}, "huishouden"},
		{disclose.Rule{Round: true}, homes, "nl", []string{"veelvouden van 5; een 0 kan ook voor 1 tot en met 4 staan", "minder dan 10"}, "huishouden"},
		{disclose.Rule{Round: true, Threshold: 7}, open, "nl", []string{"veelvouden van 7", "uit de bron register"}, "op te splitsen"},
		{disclose.Rule{Round: true, Sensitive: sex, SensitiveThreshold: 15}, byNeed, "en", []string{"Counts are multiples of 5", "cut by need, sex are multiples of 15"}, "zeros"},
		{disclose.Rule{Round: true, Freeze: true}, plain, "nl", []string{"veelvouden van 5"}, "heel jaar"},
		{disclose.Rule{Freeze: true}, plain, "nl", []string{"heel jaar verborgen"}, "veelvouden"},
		{disclose.Rule{Households: 1}, homes, "en", []string{"of 1 to 4"}, "household"},
	} {
		b := &builder{src: &Source{Lang: c.lang}, figures: []*figure.Figure{c.on}, opt: Options{Sensitive: sensitive, Maker: &figure.Maker{Rule: c.rule}}}
		got := b.hiddenNote()
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%q lacks %q", got, want)
			}
		}
		if strings.Contains(got, c.never) {
			t.Errorf("%q speaks of %q", got, c.never)
		}
	}
}
