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
	for _, c := range []struct {
		rule disclose.Rule
		of   []*models.Dimension
		lang string
		want []string
	}{
		{disclose.Rule{}, nil, "nl", []string{"van 1 tot en met 4", "minder dan 10", "waaruit zo'n getal af te leiden zou zijn"}},
		{disclose.Rule{Threshold: 11, Derived: 25}, nil, "en", []string{"of 1 to 10", "fewer than 25", "could be derived"}},
		{disclose.Rule{SensitiveThreshold: 15}, sensitive, "nl", []string{"naar behoefte, geslacht, is onderdrukt van 1 tot en met 14", "nullen"}},
		{disclose.Rule{}, sensitive, "en", []string{"by need, sex is suppressed from 1 to 9", "zeros"}},
	} {
		b := &builder{src: &Source{Lang: c.lang}, opt: Options{Sensitive: c.of, Maker: &figure.Maker{Rule: c.rule}}}
		for _, want := range c.want {
			if got := b.hiddenNote(); !strings.Contains(got, want) {
				t.Errorf("%q lacks %q", got, want)
			}
		}
	}
}
