package etl_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/vlot-evaluatie/peil/models"
)

// builtIn has no exports yet and the built-in contracts.
func builtIn(t *testing.T) (*house, *models.Project) {
	t.Helper()
	project, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	return newHouse(t), project
}

// TestNoIdentifierOfAHouseholdComesInUnderAnotherColumn swaps the names of two columns of
// ids: the numbers of households would stand in the lake as they are.
func TestNoIdentifierOfAHouseholdComesInUnderAnotherColumn(t *testing.T) {
	for name, header := range map[string]string{
		"right":   "aanvraag_id;huishouden_id;plaatsing_id;aantal_personen;aangevraagd_op;reden;kwetsbaar;weigeringen;afgesloten_op;resultaat",
		"swapped": "aanvraag_id;plaatsing_id;huishouden_id;aantal_personen;aangevraagd_op;reden;kwetsbaar;weigeringen;afgesloten_op;resultaat",
	} {
		h, project := builtIn(t)
		h.put("huisvestingstool/herhuisvesting_2023-06-30.csv", header+"\nHV0000768;HH0000485;PS0001836;2;13/01/2023;Andere;Nee;1;02/06/2023;Herhuisvest\n")
		d := h.takeIn(project, nil).Deliveries[0]
		if right := name == "right"; (d.Quarantine == "") != right || (d.Lake != nil) != right {
			t.Errorf("%s: quarantine %q, lake %v", name, d.Quarantine, d.Lake)
		}
		if name == "swapped" && d.Rejects != nil {
			if seen := h.rows("select column_name || ' ' || rule || ' ' || coalesce(seen, '') from %s where rule = 'matches' order by 1", d.Rejects); strings.Contains(seen, "HH0000485") || !strings.Contains(seen, "household_id matches") {
				t.Errorf("rejects %s", seen)
			}
		}
	}
}

// TestAPersonOfTheStaffMayChangeTeam has somebody in two teams, each for some days.
func TestAPersonOfTheStaffMayChangeTeam(t *testing.T) {
	h, project := builtIn(t)
	f := excelize.NewFile()
	list := [][]any{{"personeelsnummer", "naam", "team", "functie", "van", "tot", "vte"},
		{"VO40043", "Jan", "Antwerpen", "Veldwerker", "2022-05-01", "2022-12-14", 0.5},
		{"VO40043", "Jan", "Limburg", "Veldwerker", "2022-12-15", "", 0.8},
		{"VO40043", "Jan", "Limburg", "Veldwerker", "2022-12-15", "", 1}}
	for i := range 4 { // so that one row that is rejected is few
		list = append(list, []any{fmt.Sprintf("VO4010%d", i), "An", "Limburg", "Veldwerker", "2022-05-01", "", 1})
	}
	for i, row := range list {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	h.put("personeel/personeel_2023-01-01.xlsx", b.String())
	d := h.takeIn(project, nil).Deliveries[0]
	// The third says something else of the same person, team and day.
	if d.Kept != 6 || d.Rejects == nil || h.rows("select count(*) from %s where rule = 'unique'", d.Rejects) != "1" {
		t.Errorf("%d rows kept, want 6 of 7; quarantine %q", d.Kept, d.Quarantine)
	}
}

// TestAttestationsAreOfTheMonthInTheNameOfTheFile has the file of a month under the name of
// the next one, and a row of another month in a file.
func TestAttestationsAreOfTheMonthInTheNameOfTheFile(t *testing.T) {
	h, project := builtIn(t)
	row := func(month string) string { return month + ";Vlaams Gewest;11002;0-5 jaar;V;4;1\n" }
	const header = "maand;gewest;nis_code;leeftijd;geslacht;aantal;met_woonnood\n"
	rows := row("2023-05")
	for _, age := range []string{"6-11 jaar", "12-17 jaar", "18-64 jaar", "65 jaar en ouder"} {
		for _, sex := range []string{"V", "M", "X"} {
			for _, nis := range []string{"11002", "44021"} {
				rows += "2023-05;Vlaams Gewest;" + nis + ";" + age + ";" + sex + ";4;1\n"
			}
		}
	}
	h.put("dvz/attesten_2023-05_2023-06-05.csv", header+rows+row("2023-04")+"Totaal;;;;;104;26\n")
	h.put("dvz/attesten_2023-06_2023-07-05.csv", header+rows+"Totaal;;;;;100;25\n")
	r := h.takeIn(project, nil)
	if may := r.Deliveries[0]; may.Kept != 25 || may.Rejected != 1 || strings.Join(may.Periods, " ") != "2023-05-01" {
		t.Errorf("May: %d kept, %d rejected, periods %q; %s", may.Kept, may.Rejected, may.Periods, may.Quarantine)
	}
	if june := r.Deliveries[1]; june.Quarantine == "" || june.Lake != nil {
		t.Errorf("the file of May under the name of June is taken in: %d rows", june.Kept)
	}
}

// TestADayOfAnotherCenturyIsRejected has referrals of 1922 and 2062, by which a series by
// month would begin a hundred years ago, and one of the first day that can be.
func TestADayOfAnotherCenturyIsRejected(t *testing.T) {
	h, project := builtIn(t)
	text := "verwijzing_id,dossier,verwijsdatum,personen,woonnood,gewest,gemeente,kwetsbaar\n"
	for i, day := range []string{"1922-03-17", "2062-03-17", "2022-02-23", "2022-02-24"} {
		text += fmt.Sprintf("VW900000%d,HH0000140,%s,4,Ja,Vlaams Gewest,Antwerpen,Nee\n", i, day)
	}
	for i := range 60 { // so that three rows that are rejected are few
		text += fmt.Sprintf("VW91000%02d,HH0000140,2022-03-17,4,Ja,Vlaams Gewest,Antwerpen,Nee\n", i)
	}
	h.put("fedasil/verwijzingen_2022-03-21.csv", text)
	d := h.takeIn(project, nil).Deliveries[0]
	if d.Quarantine != "" || d.Kept != 61 || d.Rejected != 3 {
		t.Fatalf("quarantine %q, %d kept and %d rejected, want 61 and 3", d.Quarantine, d.Kept, d.Rejected)
	}
	if seen := h.rows("select seen || ' ' || reason from %s order by seen", d.Rejects); strings.Count(seen, ", want between 2022-02-24 and 2039-12-31") != 3 || !strings.HasPrefix(seen, "1922-03-17 verwijsdatum is") {
		t.Errorf("rejects %s", seen)
	}
	// Whatever is counted by its first day; of full lists the day may be one of long ago.
	for _, s := range project.Sources {
		for _, e := range s.Entities {
			for _, c := range e.Columns {
				if c.Required && c.Dated() && e.Delivery.Kind != "snapshot" && len(c.Range) == 0 {
					t.Errorf("%s: %s may be of any century", e.Key(), c.Name)
				}
			}
		}
	}
}
