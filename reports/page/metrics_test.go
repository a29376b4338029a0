package page_test

import (
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/page"
)

func TestPageNamesItsMetricsAndNoDates(t *testing.T) {
	src, err := page.Parse("week", "week.md", "nl", "---\ntitle: Week\n---\n"+
		"Op {{ date \"known\" }}: {{ value \"beds_free\" at=\"known\" }}, in {{ date \"month\" metric=\"stays\" }} "+
		"en weer {{ value \"beds_free\" at=\"known-7\" }}.\n\n{{ unmeasured \"contacts\" }}\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := src.Metrics(), []string{"beds_free", "stays", "contacts"}; !slices.Equal(got, want) {
		t.Errorf("metrics %q, want %q", got, want)
	}
}
