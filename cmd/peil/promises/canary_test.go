package promises

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The canaries: numbers of people born on 11 November 1911, whom the demo does not have,
// and what else points to one. Each must stay in what a supplier sent.
var (
	canaryNumbers = []string{"11111100174", "11111100273", "11111100372", "11511100163", "11111100471"}
	canaryTexts   = []string{"Zwaluwkanarie", "Oksanakanarie", "0499987654", "0499 98 76 54", "0499/98.76.54", "+380 67 123 98 76", "kanarie@vogels.example", "Kanariepietstraat 99"}
)

// dotted writes a number as people do.
func dotted(n string) string {
	return n[:2] + "." + n[2:4] + "." + n[4:6] + "-" + n[6:9] + "." + n[9:]
}

func canaryNeedles() []needle {
	texts := []string{}
	for _, n := range canaryNumbers {
		texts = append(texts, n, dotted(n), n[:6]+" "+n[6:9]+" "+n[9:])
	}
	for _, c := range canaryTexts {
		texts = append(texts, c, strings.ToLower(c), strings.ToUpper(c))
	}
	return needles(texts...)
}

// withCanaries copies the demo's exports and puts canaries in every column that
// identifies or is free text, in good rows and broken ones, and in files that cannot be
// read, have no header, other columns, or are no exports at all.
func withCanaries(t *testing.T) string {
	t.Helper()
	exports := filepath.Join(t.TempDir(), "exports")
	if err := os.CopyFS(exports, os.DirFS(filepath.Join(demoDir(t), "exports"))); err != nil {
		t.Fatal(err)
	}
	// The last two months of what comes weekly will do.
	for _, folder := range []string{"huisvestingstool", "fedasil", "vragenregister"} {
		names, err := filepath.Glob(filepath.Join(exports, folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.Contains(name, "_2022-") || strings.Contains(name, "_2023-0") || strings.Contains(name, "_2023-10") {
				if err := os.Remove(name); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	write := func(name, text string) { // all of it is ASCII, so windows-1252 as well
		t.Helper()
		if err := os.WriteFile(filepath.Join(exports, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n := canaryNumbers
	const head = "insz;vorig_insz;huishouden_id;naam;voornaam;telefoon;e-mail;geboortedatum;geslacht;registratiedatum\n"
	person := func(insz, before, household, rest string) string {
		return insz + ";" + before + ";" + household + ";Zwaluwkanarie;Oksanakanarie;0499 98 76 54;kanarie@vogels.example;" + rest + "\n"
	}
	good := func(i int) string {
		return person(dotted(n[i]), "", fmt.Sprintf("HH-CANARY%d", i), "11/11/1911;V;01/03/2023")
	}
	// Good rows and broken ones in one file that is taken in.
	filler := ""
	for i := range 400 { // so that the broken ones are few
		base := 500101000 + 100 + i
		filler += fmt.Sprintf("%d%02d;;HH-F%d;;;;;01/01/1950;M;02/03/2023\n", base, 97-base%97, i)
	}
	write("huisvestingstool/personen_2023-12-26.csv", head+filler+good(0)+good(1)+
		person(n[3], n[2], "HH-CANARY3", "11/11/1911;V;01/03/2023")+
		person(n[0][:9]+"99", "", "HH-CANARY4", "11/11/1911;V;01/03/2023")+ // wrong check digits
		person(n[1], n[0][:9]+"98", "HH-CANARY5", "onbekend;V;01/03/2023")+
		person(n[4], "", "", "11/11/1911;"+dotted(n[4])+";01/03/2023")+ // no household, and a number under sex
		person(n[4], "", "HH-CANARY6", "kanarie@vogels.example;bel 0499 98 76 54;+380 67 123 98 76")+ // slipped aside
		"Zwaluwkanarie;"+person(n[2], "", "HH-CANARY7", "11/11/1911;V;01/03/2023")+ // one cell too many
		"\"Zwaluwkanarie;Oksanakanarie "+dotted(n[2])+"\n")
	write("huisvestingstool/personen_2023-12-27.csv", strings.Repeat(good(0)+good(1), 3))                                                                                                       // no header
	write("huisvestingstool/personen_2023-12-28.csv", strings.TrimSuffix(head, "\n")+";"+dotted(n[0])+";opmerking\n"+strings.TrimSuffix(good(1), "\n")+";Zwaluwkanarie;Kanariepietstraat 99\n") // other columns
	write("huisvestingstool/personen_2023-12-29.csv", "\x00\x01Zwaluwkanarie\x00"+dotted(n[0])+"\n\x00kanarie@vogels.example\n")
	write("huisvestingstool/personen_2023-12-30.csv", "PK\x03\x04Zwaluwkanarie "+n[0])
	write("huisvestingstool/personen_2023-12-31.csv", "<html><body>Zwaluwkanarie "+dotted(n[0])+"</body></html>")
	last, err := filepath.Glob(filepath.Join(exports, "huisvestingstool", "plaatsen_*.csv"))
	if err != nil || len(last) == 0 {
		t.Fatalf("no exports of places: %v", err)
	}
	places, err := os.ReadFile(last[len(last)-1])
	if err != nil {
		t.Fatal(err)
	}
	write("huisvestingstool/plaatsen_2024-01-01.csv", string(places)+
		"PL9;;11001;Aartselaar;Categorie 1 - privaat;Gastgezin;2;Gesloten;21/03/2022;09/01/2023;Nee;Nee;Nee;;"+dotted(n[0])+";Zwaluwkanarie, 0499/98.76.54, Kanariepietstraat 99;09/01/2023\n"+
		"PL8;;"+dotted(n[1])+";Aartselaar;kanarie@vogels.example;0499987654;"+n[1]+";Gesloten;"+dotted(n[2])+";09/01/2023;"+n[3]+";Nee;Nee;+380 67 123 98 76;Zwaluwkanarie;Oksanakanarie;09/01/2023\n")
	write("vragenregister/vragen_2023-12-28.json", `[{"vraag_id": "V999", "ontvangen_op": "2023-10-03", "team": "Antwerpen", "provincie": "Antwerpen", "nis_code": "11008", "vrager": "`+dotted(n[0])+`", "kanaal": "kanarie@vogels.example", "vraag": "Zwaluwkanarie, 0499 98 76 54, `+dotted(n[1])+`", "status": "Gesloten"}, {"vraag_id": "V998", "vraag": "Oksanakanarie`) // cut off
	write("prospectie/prospectie_2023-12-28.csv", "Zwaluwkanarie;"+dotted(n[0])+"\n")
	book := excelize.NewFile()
	defer book.Close()
	for cell, text := range map[string]string{"A1": "verwijzing_id", "B1": "dossier", "C1": "verwijsdatum", "D1": "personen", "E1": "woonnood", "F1": "gewest", "G1": "gemeente", "H1": "kwetsbaar",
		"A2": "R999", "B2": "Zwaluwkanarie", "C2": dotted(n[0]), "D2": "0499 98 76 54", "E2": "kanarie@vogels.example", "F2": n[1], "G2": dotted(n[2]), "H2": "+380 67 123 98 76"} {
		if err := book.SetCellValue("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(exports, "fedasil", "verwijzingen_2023-12-28.xlsx")); err != nil {
		t.Fatal(err)
	}
	return exports
}

// TestCanariesStayInWhatSuppliersSent sends canaries through all that Peil does and looks
// for them in every byte that it wrote or said: the lake, marts, editions, logs,
// temporary files, screens and errors, packed or not.
func TestCanariesStayInWhatSuppliersSent(t *testing.T) {
	t.Parallel()
	exports := withCanaries(t)
	dir := t.TempDir()
	data, said, temporary := filepath.Join(dir, "data"), filepath.Join(dir, "said"), filepath.Join(dir, "tmp")
	for _, d := range []string{said, temporary} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	own := append(withKey(strings.Repeat("0f1e2d3c4b5a6978", 4)), "TMPDIR="+temporary)
	back := filepath.Join(dir, "back.xlsx")
	saved := 0
	do := func(want int, in string, args ...string) string {
		t.Helper()
		code, out, diag := own.run(t, in, append(args, "--data", data)...)
		if want >= 0 && code != want {
			t.Errorf("peil %s: exit %d, want %d: %.2000s", strings.Join(args, " "), code, want, diag)
		}
		saved++
		text := fmt.Sprintf("peil %s\n%s\n%s", strings.Join(args, " "), out, diag)
		if err := os.WriteFile(filepath.Join(said, fmt.Sprintf("%02d.txt", saved)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return out + diag
	}
	first := do(exitBlocked, "", "run", "--exports", exports)
	for _, want := range []string{"personen_2023-12-27.csv", "personen_2023-12-28.csv", "personen_2023-12-29.csv", "personen_2023-12-31.csv", "snapshot 1"} {
		if !strings.Contains(first, want) {
			t.Errorf("the run does not speak of %s:\n%.4000s", want, first)
		}
	}
	do(exitDone, "", "run", "--exports", exports, "--json", "--no-report")
	rejects := do(exitDone, "", "rejects", "housing_tool/persons", "--limit", "0")
	if !strings.Contains(rejects, "personen_2023-12-26.csv") {
		t.Errorf("no rejects of the file with canaries:\n%.2000s", rejects)
	}
	for _, format := range []string{"csv", "json"} {
		do(exitDone, "", "rejects", "--format", format)
	}
	do(exitDone, "", "rejects", "housing_tool", "--for", "supplier", "--out", back)
	do(-1, "", "retry", "housing_tool", "--no-report")
	do(exitDone, "", "status", "--as-of", "2023-12-31")
	do(-1, "", "checks")
	do(exitDone, "", "verify")
	do(exitDone, "", "explain", "persons_registered")
	do(exitDone, "", "lineage", "persons_registered")
	do(exitDone, "", "metric", "persons_registered", "--by", "month")
	do(exitDone, "", "sql", "select * from raw.housing_tool__persons__history where _known_at >= date '2023-12-26'", "--format", "csv")
	do(exitDone, "", "sql", "select * from raw.housing_tool__persons", "--format", "parquet", "--out", filepath.Join(said, "persons.parquet"))
	do(exitInvalid, "", "sql", "select cast(cast(person_id as varchar) as integer) from raw.housing_tool__persons")
	do(exitInvalid, "", "sql", "select nothing from raw.housing_tool__persons")
	do(-1, "", "report", "datakwaliteit", "--pdf")
	do(exitDone, "", "docs", "--out", filepath.Join(said, "docs"))
	do(exitDone, "", "key", "check")
	do(exitDone, canaryNumbers[0]+"\n", "erase", "--person")
	do(exitInvalid, canaryNumbers[0][:10]+"\n", "erase", "--person")
	erased := do(exitDone, canaryNumbers[1]+"\n", "erase", "--person", "--apply")
	if !strings.Contains(erased, "erasure 1") {
		t.Errorf("the canary is not in the lake, so nothing was tested:\n%s", erased)
	}
	do(-1, "", "run", "--exports", exports, "--no-report")
	do(-1, "", "diff", "2", "3")

	looked := canaryNeedles()
	landing := func(rel string) bool { return strings.HasPrefix(rel, "landing/") }
	found, files := leaks(t, data, looked, landing)
	more, heard := leaks(t, said, looked, nil)
	left, _ := leaks(t, temporary, looked, nil)
	for i, f := range append(append(found, more...), left...) {
		if i == 60 {
			t.Error("and more")
			break
		}
		t.Error(f)
	}
	if files < 200 || heard < saved {
		t.Errorf("only %d files and %d outputs were looked through", files, heard)
	}
	// What goes back to the supplier has the rows as they were sent, for its owner alone.
	if info, err := os.Stat(back); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v, want a file of mode 0600", info, err)
	}
	if info, err := os.Stat(filepath.Join(data, "landing")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("landing is %v, %v, want a folder of mode 0700", info, err)
	}
	in, _ := leaks(t, filepath.Join(data, "landing"), looked, nil)
	if len(in) == 0 {
		t.Error("the canaries are not in landing, so nothing was tested")
	}
}
