package page

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// built is a page of the text, with deliveries that did not come.
func built(t *testing.T, text string, absent ...Absent) string {
	t.Helper()
	src, err := Parse("test", "test.md", "nl", "---\ntitle: Opvang\n---\n\n"+text)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Build(context.Background(), src, Options{
		Maker:   &figure.Maker{Querier: answers{until: "2023-02-28"}, Rule: disclose.Rule{Threshold: 5, Derived: 10}, Edition: "test/1", Lang: "nl"},
		Edition: "1", Known: "2023-02-28", Delivered: []Delivered{{Name: "tool/stays", Title: "Tool", Absent: absent}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(out.HTML), "\u00a0", " ")
}

// A key figure, a value and a finding of which a delivery never came say so: it is no full
// count, and is held against no other month.
func TestACardSaysThatADeliveryIsMissing(t *testing.T) {
	const text = "In februari {{ value \"persons\" from=\"2023-02-01\" to=\"2023-02-28\" }}.\n\n{{ card \"persons\" from=\"2023-02-01\" to=\"2023-02-28\" }}\n\n" +
		"{{ finding \"difference\" metric=\"made\" from=\"2023-02-01\" to=\"2023-02-28\" against_from=\"2023-01-01\" against_to=\"2023-01-31\" }}\n"
	const behind, under = "</a> (1 levering ontbreekt).", " · februari 2023 · 1 levering ontbreekt</dd>"
	const sentence, sign = "Niet alles is geleverd: het verschil kan daarvan komen, en is geen aanwijzing.", "Februari 2023: Tool, 1 levering ontbreekt, verwacht op 13 februari 2023; wat daarin zou staan, telt niet mee."
	for _, c := range []struct {
		absent []Absent
		has    []string
		lacks  []string
	}{
		{nil, []string{"volledige telling</dd>", "een volledige telling;", "</a> tegenover <a"}, []string{"ontbreekt", "Niet alles"}},
		{[]Absent{{models.Span{From: "2023-02-13", Until: "2023-02-13"}, "2023-02-07"}}, []string{behind, under, sentence, sign}, []string{"volledige telling</dd>", "een volledige telling;", "</a> tegenover <a"}},
	} {
		html := built(t, text, c.absent...)
		for _, want := range c.has {
			if !strings.Contains(html, want) {
				t.Errorf("%d missing: the page lacks %q", len(c.absent), want)
			}
		}
		for _, not := range c.lacks {
			if strings.Contains(html, not) {
				t.Errorf("%d missing: the page has %q", len(c.absent), not)
			}
		}
	}
}

// By the knowledge date of 28 February a month of a figure that changes for one month more is
// final up to January: that month grew from 100 to 120 and is favourable, February is not yet.
func TestWhatStillChangesIsNotCalledFavourable(t *testing.T) {
	for month, want := range map[string]bool{"01-01\" to=\"2023-01-31": true, "02-01\" to=\"2023-02-28": false} {
		html := built(t, "{{ card \"settling\" from=\"2023-"+month+"\" }}\n")
		if got := strings.Contains(html, "gunstig"); got != want || !strings.Contains(html, "tegenover") {
			t.Errorf("%s is called favourable: %t, want %t", month, got, want)
		}
	}
}
