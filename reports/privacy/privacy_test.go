package privacy_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/privacy"
)

func input(lang string) privacy.Input {
	three := 3
	return privacy.Input{Lang: lang, Title: "Opvang <x>", Snapshot: 4, KnownAt: "2023-01-31", On: "2023-02-01", KeyVersion: 2, Small: 5, Erasures: []string{"erasure 1 of 2023-01-30"},
		Sources: []privacy.Source{{Name: "tool", Title: "Tool", Purpose: "Evaluatie & toezicht", LegalBasis: "AVG art. 6", Retention: 30, Landed: 12, DaysLeft: &three,
			Entities: []privacy.Entity{
				{Name: "tool/persons", Title: "Personen", Rows: 1234, KeyVersion: 2, Over: []string{"nis_code", "age_band_code"}, Unit: "person_id", Groups: 40, K: 1, Small: 7, Columns: []privacy.Column{
					{Name: "person_id", Class: "identifier", Action: "pseudonymise", As: "person"},
					{Name: "age_band_code", Class: "quasi", Action: "generalise", As: "age_band"},
					{Name: "note", Class: "free_text", Action: "keep", Reason: "coded by hand"},
				}},
				{Name: "tool/places", Title: "Plaatsen"},
			}}}}
}

var tags = regexp.MustCompile(`<[^>]*>`)

func TestPageSaysWhatAnOfficerAsks(t *testing.T) {
	for lang, wants := range map[string][]string{
		"nl": {"momentopname 4", "sleutelversie 2", "Evaluatie &amp; toezicht", "niet vermeld", "30 dagen", "12; het oudste mag nog 3 dagen blijven", "1.234 rijen", "k = 1 over nis_code, age_band_code; geteld: person_id; 40 groepen, 7 kleiner dan 5.",
			"pseudoniem: persoon", "veralgemeend: leeftijdsklasse", "vrije tekst", "bewaard (coded by hand)", "Geen quasi-identificatoren in het datameer.", "erasure 1 of 2023-01-30", "Opvang &lt;x&gt;"},
		"en": {"key version 2", "not stated", "the oldest may stay 3 more days", "pseudonym: person", "generalised: age band", "No quasi-identifiers in the lake."},
	} {
		page, err := privacy.HTML(input(lang))
		if err != nil {
			t.Fatal(err)
		}
		text := tags.ReplaceAllString(string(page), "")
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the page does not say %q", lang, want)
			}
		}
		if strings.Contains(string(page), "<script") || strings.Contains(string(page), "http://") {
			t.Errorf("%s: the page has a script or an address", lang)
		}
	}
}

func TestWhatHasPassedIsSaid(t *testing.T) {
	in := input("nl")
	in.Sources[0].Passed = 2
	page, err := privacy.HTML(in)
	if err != nil || !strings.Contains(string(page), "12; 2 over de termijn") {
		t.Errorf("the page does not say that two files are past their time (%v)", err)
	}
}
