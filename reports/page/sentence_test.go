package page

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

// sentence gives the words that a page of one directive shows in its body.
func sentence(t *testing.T, lang, directive string) string {
	t.Helper()
	out, err := buildFrom(answers{until: "2023-02-28", label: "Brugge"}, lang, "---\ntitle: x\nfrom: 2022-11-01\n---\n\n"+directive+"\n")
	if err != nil {
		t.Fatalf("%s: %v", directive, err)
	}
	_, body, _ := strings.Cut(string(out.HTML), `<main id="main">`)
	body = regexp.MustCompile(`(?s)<p class="src">.*?</p>|<details[ >].*|<section class="inline".*|</main>.*`).ReplaceAllString(body, "")
	body = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")
	return strings.Join(strings.Fields(html.UnescapeString(body)), " ")
}

// January 2023 has 1,000 persons, December 1,253, November and February 1,003;
// shares are 87.5% now, 85% a week ago, 87.51% eight days ago.
func TestDirectivesSpeakBothLanguages(t *testing.T) {
	for _, c := range []struct{ directive, nl, en string }{
		{`{{ value "persons" from="month" to="month_end" }}`, "1.003 personen", "1,003 persons"},
		{`{{ value "persons" from="month" to="month_end" style="number" }}`, "1.003", "1,003"},
		{`{{ value "share" at="known" }}`, "87,5 %", "87.5%"},
		{`{{ value "few" at="known" }}`, "[o]", "[o]"},
		{`{{ value "few" at="known" style="number" }}`, "[o]", "[o]"},
		{`{{ value "none" at="known" }}`, "geen gegevens", "no data"},
		{`{{ change "persons" from="month-1" to="month_end-1" against_from="month-2" against_to="month_end-2" }}`, "253 minder (−20 %) dan in december 2022", "253 fewer (−20%) than in December 2022"},
		{`{{ change "persons" from="month-2" to="month_end-2" against_from="month-1" against_to="month_end-1" }}`, "253 meer (+25 %) dan in januari 2023", "253 more (+25%) than in January 2023"},
		{`{{ change "persons" from="month" to="month_end" against_from="month-1" against_to="month_end-1" }}`, "3 meer dan in januari 2023", "3 more than in January 2023"},
		{`{{ change "persons" from="month" to="month_end" against_from="month-3" against_to="month_end-3" }}`, "ongewijzigd tegenover november 2022", "unchanged against November 2022"},
		{`{{ change "share" at="known" against="known-7" }}`, "2,5 procentpunt meer dan op 21 februari 2023", "2.5 percentage points more than on 21 February 2023"},
		{`{{ change "share" at="known" against="known-8" }}`, "nagenoeg ongewijzigd tegenover 20 februari 2023", "almost unchanged against 20 February 2023"},
		{`{{ change "few" at="known" against="known-7" }}`, "[o] tegenover 21 februari 2023", "[o] against 21 February 2023"},
		{`{{ change "none" from="month" to="month_end" against_from="month-1" against_to="month_end-1" }}`, "geen gegevens tegenover januari 2023", "no data against January 2023"},
		{`{{ top "persons" by="town" }}`, "Brugge (40 personen, van wat getoond mag worden)", "Brugge (40 persons, of what may be shown)"},
		{`{{ top "persons" by="tie" }}`, "b en c (12 personen)", "b and c (12 persons)"},
		{`{{ top "persons" by="open" }}`, "niet toegewezen (9 personen)", "not assigned (9 persons)"},
		{`{{ top "persons" by="low" }}`, "[o]", "[o]"}, // 0 is shown, and those that are hidden have more
		{`Bij {{ top "persons" by="low" from="month" to="month_end" }}.`, "Personen naar reden, het meest, februari 2023: onderdrukt ([o]) .", "Persons by reason, most, February 2023: suppressed ([o]) ."},
		{`{{ card "persons" from="month" to="month_end" }}`, "Personen 1.003 personen · stroom · februari 2023 +3 tegenover januari 2023 volledige telling", "Persons 1,003 persons · flow · February 2023 +3 against January 2023 full count"},
		{`{{ card "share" at="known" }}`, "Personen 87,5 % stand · 28 februari 2023 ongewijzigd tegenover 31 januari 2023 berekend op een volledige telling", "Persons 87.5% stock · 28 February 2023 unchanged against 31 January 2023 computed from a full count"},
		{`{{ card "few" at="known" }}`, "Personen [o] personen · stroom · tot en met 28 februari 2023", "Persons [o] persons · flow · up to and including 28 February 2023"},
		{`{{ date "known" }} {{ date "month" }} {{ date "start" }}`, "28 februari 2023 februari 2023 1 november 2022", "28 February 2023 February 2023 1 November 2022"},
		{`{{ unmeasured "contacts" }}`, "Personen: niet meetbaar (niet bijgehouden). Wie er is Nodig: een contactlog.", "Persons: not measurable (not logged). Who is there Needed: a log of contacts."},
		{`{{ figure "wait" by="town" chart="survival" headline="x" subtitle="y" }}`, "x y| Van 2 groepen met minder dan 100 wachttijden is er geen curve naast een groep die te klein is om te tonen. De aantallen wachttijden staan er niet bij: met het totaal zou dat van een kleine groep te berekenen zijn.", "x y| Of 2 groups with fewer than 100 waits there is no curve beside a group that is too small to be shown. The numbers of waits are not told: with the total that of a small group could be computed."},
		// V² = (38.095/200 - 1/199) / (1 - 1/199) = 0.1864 by hand; expected counts
		// are 70, 30, 70, 30; the row of Gent has a hidden count.
		{`{{ finding "association" metric="persons" by="town,sex" }}`,
			"De verdeling naar stad verschilt sterk tussen vrouwen en mannen. Samenhang tussen stad en geslacht: sterk (Cramérs V 0,43,|Vaker dan verwacht: Aalst – mannen (90, verwacht 70); Brugge – vrouwen (50, verwacht 30). Een samenhang toont geen oorzaak. Eén rij met een onderdrukt aantal telt niet mee.",
			"The distribution by town differs strongly between women and men. Association between town and sex: strong (Cramér's V 0.43,|More often than expected: Aalst – men (90, expected 70); Brugge – women (50, expected 30). An association shows no cause. One row with a suppressed count is left out."},
	} {
		for lang, want := range map[string]string{"nl": c.nl, "en": c.en} {
			got := sentence(t, lang, c.directive)
			if first, last, parts := strings.Cut(want, "|"); parts {
				if !strings.HasPrefix(got, first) || !strings.HasSuffix(got, last) {
					t.Errorf("%s in %s:\ngot  %q\nwant %q ... %q", c.directive, lang, got, first, last)
				}
			} else if got != want {
				t.Errorf("%s in %s:\ngot  %q\nwant %q", c.directive, lang, got, want)
			}
		}
	}
}

// A reader who follows a change finds the value of both its sides.
func TestAChangeExplainsBothItsFigures(t *testing.T) {
	out, err := build(t, "nl", "---\ntitle: x\n---\n{{ change \"persons\" from=\"month-1\" to=\"month_end-1\" against_from=\"month-2\" against_to=\"month_end-2\" }}\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Personen, januari 2023: <strong>1.000\u00a0personen</strong>", "Personen, december 2022: <strong>1.253\u00a0personen</strong>"} {
		if !strings.Contains(string(out.HTML), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if len(out.Records) != 2 || len(out.Tables) != 2 {
		t.Errorf("%d figures and %d tables, want 2 and 2", len(out.Records), len(out.Tables))
	}
}
