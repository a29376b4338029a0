package main

import (
	"bytes"
	"strings"
	"testing"
)

// What a method would tell of figures that it is not made for is not told, on the demo.
func TestAnAnalysisSaysWhatItCannotTell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, want string }{
		{"places_registered --kind spread --by province --base places_per_1000", `niet te berekenen: de noemer is "Opvangplaatsen per 1.000 inwoners", en die cijfers per provincie laten zich niet optellen`},
		{"questions_received --kind spread --by province --base rehousing_median_days", "niet te berekenen: de noemer is"},
		{"questions_received --kind spread --by province --base places_gini", "niet te berekenen: de noemer is"},
		{"questions_received --kind spread --by province --base occupancy_share", "niet te berekenen: de noemer is"},
		{"questions_received --kind spread --by province --base displaced_per_1000", "Antwerpen (1,22 keer)"},
		{"displaced_per_1000 --kind trend", "; van 2,3 op 31 maart 2022 naar 6,9 op 30 november 2023."},
		{"displaced_per_1000 --kind difference --at 2023-06-30 --against 2023-05-31", "een verschil van +0,1. Een stand telt op beide datums deels dezelfde eenheden; daarom wordt niets getoetst"},
		{"inflow_persons --kind association --by province,centre_city", "matig (Cramérs V 0,30,"},
		{"rehousing_median_days --kind survival --from 2023-11-28 --to 2023-12-31", "; binnen 30, 60 en 90 dagen niet te berekenen, want zo lang zijn er minder dan 10 gevolgd; 434 wachttijden"},
		{"places_available --kind spread --by province --base households_housed", "Boven hun aandeel in de noemer: Vlaams-Brabant (1,16 keer);"},
		{"rehousing_median_days --kind survival --where municipality=46030", "niet te berekenen: gemeente Beveren-Kruibeke-Zwijndrecht (46030) is er niet op deze dagen en in deze indeling;"},
		{"inflow_persons --kind trend --where municipality=46030", "niet te berekenen: gemeente Beveren-Kruibeke-Zwijndrecht (46030) is er niet"},
		{"rehousings --kind season", ": 6 hoger en 0 lager, van 6 maanden. Aanwijzing voor een verschil in april 2023 (831 tegenover 32);"},
		{"places_available --kind trend", ": geen doorlopende stijging of daling ("},
		{"offers_filled_share --kind difference --from 2023-10 --to 2023-12 --against-from 2022-10 --against-to 2022-12", "Een van beide cijfers wijzigt nog: het verschil kan daarvan komen, en is geen aanwijzing."},
		{"offers_filled_share --kind trend", "mei 2022 tot en met juni 2023: "},
		{"rehousing_withdrawn_share --kind trend", "april 2022 tot en met augustus 2023: geen aanwijzing voor een stijging of daling"},
		{"question_theme_share --kind difference --by theme", "niet te berekenen: de groepen zijn delen van één geheel"},
		{"staff_fte --kind trend --by team", "Antwerpen: geen aanwijzing voor een stijging of daling, want de mediane verandering kan ook 0 zijn (mediane verandering +0,03 per maand, 95%-interval 0,00 tot +0,05;"},
		{"questions_received --kind association --by domain,theme", "niet te berekenen: per gegroepeerd thema is er in deze cijfers maar één beleidsdomein"},
		{"questions_received --kind association --by asker,channel --where province=70000 --from 2022-05-02 --to 2022-05-03", "vraagsteller en kanaal: geen aanwijzing (p = 0,285; Cramérs V 0,31,"},
		{"places_registered --kind association --by category,province", "zwak (Cramérs V 0,19; schaal: onder 0,10 verwaarloosbaar, tot 0,20 zwak, tot 0,40 matig). Het meest boven wat zonder samenhang verwacht wordt: Categorie 3, nooddorp – Antwerpen (600, verwacht 143);"},
		{"claims_amount_eur --kind difference --from 2022-10 --to 2022-12 --against-from 2023-10 --against-to 2023-12", "per maand €\u00a05.229.150 tegenover €\u00a05.019.269, een verschil van +€\u00a0209.881 per maand."},
	} {
		if sentence, _, _ := findingOf(t, strings.Fields(c.args)...); !strings.Contains(sentence, c.want) {
			t.Errorf("%s: %s\nwant %s", c.args, sentence, c.want)
		}
	}
	for _, filter := range []string{"--where", "--without"} {
		var out, diag bytes.Buffer
		args := []string{"analyse", "question_theme_share", "--kind", "interval", filter, "theme=emergency_village", "--data", demoDir(t) + "/data"}
		if code := run(args, strings.NewReader(""), &out, &diag); code != exitInvalid || !strings.Contains(diag.String(), "is a share of all members of theme together") {
			t.Errorf("%s: exit %d: %s", filter, code, diag.String())
		}
	}
}

// Who has no province lives in another region as a rule, and a figure without any filter is
// about all regions, on the demo.
func TestAnAnalysisSaysWhichPartOfTheCountryItIsAbout(t *testing.T) {
	t.Parallel()
	const lost, country = "32.272 zonder waarde voor provincie; die tellen niet mee: 464 Vlaams Gewest, 18.961 Waals Gewest, 11.645 Brussels Hoofdstedelijk Gewest en 1.202 Niet toegewezen.", "Dit cijfer telt elk gewest mee"
	for _, c := range []struct {
		args    string
		has     string
		country bool
	}{
		{"inflow_persons --kind association --by age_band,province", lost, false},
		{"inflow_persons --kind spread --by province", lost, false},
		{"inflow_persons --kind association --by age_band,province --where region=flanders", "464 zonder waarde voor provincie; die tellen niet mee.", false},
		{"inflow_persons --kind trend", "", true},
		{"inflow_persons --kind trend --where region=flanders", "", false},
		{"questions_received --kind trend", "", false},
	} {
		_, _, warnings := findingOf(t, strings.Fields(c.args)...)
		if !strings.Contains(warnings, c.has) || strings.Contains(warnings, country) != c.country {
			t.Errorf("%s: %s", c.args, warnings)
		}
	}
}
