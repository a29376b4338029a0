package page

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

func TestThePageNamesTheRuleInForce(t *testing.T) {
	for _, c := range []struct {
		rule disclose.Rule
		lang string
		want []string
	}{
		{disclose.Rule{}, "nl", []string{"van 1 tot en met 4", "minder dan 10", "waaruit zo'n getal af te leiden zou zijn"}},
		{disclose.Rule{Threshold: 11, Derived: 25}, "en", []string{"of 1 to 10", "fewer than 25", "could be derived"}},
	} {
		b := &builder{src: &Source{Lang: c.lang}, opt: Options{Maker: &figure.Maker{Rule: c.rule}}}
		for _, want := range c.want {
			if got := b.hiddenNote(); !strings.Contains(got, want) {
				t.Errorf("%q lacks %q", got, want)
			}
		}
	}
}
