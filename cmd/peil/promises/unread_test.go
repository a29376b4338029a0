package promises

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A typing error in a list closes no places: the row is rejected, the place counts as it
// was last read, and who keeps the list is told so. Once the row can be read again, it
// is as if nothing had been.
func TestATypingErrorInAListClosesNoPlaces(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lists := filepath.Join(dir, "exports", "huisvestingstool")
	if err := os.MkdirAll(lists, 0o755); err != nil {
		t.Fatal(err)
	}
	deliver := func(day string, rows ...string) {
		t.Helper()
		text := "plaats_id;locatie_id;nis_code;gemeente;categorie;opvangtype;capaciteit;status;beschikbaar_van;beschikbaar_tot;rolstoel;huisdieren;aangeboden_fedasil;nachttarief;gastheer_insz;contact;bijgewerkt_op\n"
		// Enough rows for a few that are wrong to be few.
		for i := range 40 {
			rows = append(rows, fmt.Sprintf("PL90000%02d;2;Gevalideerd", i))
		}
		for _, row := range rows {
			c := strings.Split(row, ";")
			text += c[0] + ";;11002;Antwerpen;Categorie 1 - publiek;Woning;" + c[1] + ";" + c[2] + ";01/04/2022;;Nee;Nee;Nee;;;;01/04/2022\n"
		}
		if err := os.WriteFile(filepath.Join(lists, "plaatsen_"+day+".csv"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	own := withKey(strings.Repeat("0123456789abcdef", 4))
	do := func(args ...string) string {
		t.Helper()
		code, out, diag := own.run(t, "", append(args, "--data", filepath.Join(dir, "data"))...)
		if code != exitDone {
			t.Fatalf("peil %s: exit %d\n%s%s", strings.Join(args, " "), code, out, diag)
		}
		return out + diag
	}
	take := func() string {
		t.Helper()
		return do("run", "--exports", filepath.Join(dir, "exports"), "--no-report", "--source", "housing_tool")
	}
	value := func(metric string, moment ...string) string {
		t.Helper()
		out := do(append([]string{"metric", metric, "--format", "csv"}, moment...)...)
		return strings.Split(strings.Split(out, "\n")[1], ",")[0]
	}
	for _, day := range []string{"2022-04-15", "2022-04-20", "2022-04-25", "2022-04-30"} {
		deliver(day, "PL0000001;10;Gevalideerd", "PL0000002;5;Gevalideerd")
	}
	take()
	deliver("2022-05-31", "PL0000001;10;Gevalideert", "PL0000002;5;Gesloten")
	if said := take(); !strings.Contains(said, "1 rejected") || !strings.Contains(said, "1 warning\n") {
		t.Errorf("the run does not warn of a row that was not read:\n%s", said)
	}
	if told := do("checks"); !strings.Contains(told, "peil rejects housing_tool/places") {
		t.Errorf("the check does not say where the row is shown:\n%s", told)
	}
	if told := do("checks", "raw.housing_tool__places.read"); !strings.Contains(told, "validated") {
		t.Errorf("the check does not show what the row counts as:\n%s", told)
	}
	if got := value("places_registered"); got != "90" { // 40 of 2 and the 10 of A
		t.Errorf("places registered with a row that could not be read: %s, want 90", got)
	}
	if got := value("places_withdrawn", "--from", "2022-05-01", "--to", "2022-05-31"); got != "5" { // those of B
		t.Errorf("places withdrawn in May: %s, want 5", got)
	}
	told := do("explain", "placed_persons")
	for _, want := range []string{
		"housing_tool/places  1 row of huisvestingstool/plaatsen_2022-05-31.csv as in huisvestingstool/plaatsen_2022-04-30.csv, known 2022-04-30",
		"peil rejects housing_tool/places --file huisvestingstool/plaatsen_2022-05-31.csv says why",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("explain does not say %q:\n%s", want, told)
		}
	}
	if told := do("rejects", "housing_tool/places", "--file", "plaatsen_2022-05-31.csv"); !strings.Contains(told, "  PL0000001  status_code  code ") {
		t.Errorf("rejects does not say which place it is:\n%s", told)
	}
	if said := do("diff", "1", "2"); strings.Contains(said, "no longer told") {
		t.Errorf("diff says that a row that was not read is gone:\n%s", said)
	}
	deliver("2022-06-30", "PL0000001;10;Gevalideerd", "PL0000002;5;Gesloten")
	take()
	do("diff", "2", "3")
	for _, day := range []string{"2022-05-31", "2022-06-30"} {
		if got := value("places_registered", "--at", day); got != "90" {
			t.Errorf("places registered on %s, after the row could be read: %s, want 90", day, got)
		}
	}
	if got := value("places_created", "--from", "2022-06-01", "--to", "2022-06-30"); got != "0" {
		t.Errorf("places created in June: %s, want 0", got)
	}
}
