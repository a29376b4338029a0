package supplier

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

// english are words that a Dutch reason does not have.
var english = regexp.MustCompile(`\b(want|the|is "|which|stands|already|column|row|nearest|means)\b`)

// TestEveryReasonIsSaidInDutch says the rejects of every case folder of etl/check,
// which has one for each rule that exists, by their own contracts.
func TestEveryReasonIsSaidInDutch(t *testing.T) {
	files, err := filepath.Glob("../check/testdata/cases/*/rejects.csv")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	met := map[string]int{}
	for _, file := range files {
		contract, err := os.ReadFile(filepath.Join(filepath.Dir(file), "contract.yml"))
		if err != nil {
			t.Fatal(err)
		}
		s := &models.Source{}
		if err := models.ReadYAML(file, 0, contract, s); err != nil || len(s.Entities) == 0 {
			t.Fatalf("%s: %d entities, %v", file, len(s.Entities), err)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(f)
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		_ = f.Close()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		speaker := speaker{entity: &s.Entities[0]}
		for _, row := range rows[1:] {
			reject := Reject{Column: row[1], Rule: row[2], Reason: row[3], Seen: strings.TrimSuffix(row[4], `\N`)}
			met[reject.Rule]++
			said := speaker.say(reject, func(column string) (string, bool) { return reject.Seen, column == reject.Column })
			// What the supplier wrote, and names that the contract gives, may be English.
			bare := strings.ReplaceAll(said, reject.Seen, "")
			if strings.Contains(said, "technisch") || english.MatchString(bare) || !strings.HasSuffix(said, ".") {
				t.Errorf("%s: %+v is said as %q", filepath.Base(filepath.Dir(file)), reject, said)
			}
			if topics[reject.Rule] == "" {
				t.Errorf("rule %s has no topic", reject.Rule)
			}
		}
	}
	// Warnings and the rules of etl/load are in no reject of the cases.
	elsewhere := []string{"unreadable", "quarantine", "added", models.RuleMedian, models.RuleSameYear}
	for rule := range topics {
		if met[rule] == 0 && !slices.Contains(elsewhere, rule) {
			t.Errorf("no case of etl/check has rule %s", rule)
		}
	}
	for _, c := range models.ColumnTypes {
		if rule := map[string]string{"amount_eur": "decimal", "amount": "decimal", "text": "matches"}[c]; topics[c] == "" && topics[rule] == "" {
			t.Errorf("columns of type %s have no rule with a topic", c)
		}
	}
}

func TestReasonsAreForPeopleWhoKnowTheFile(t *testing.T) {
	p, err := models.LoadProject(fstest.MapFS{"models/sources/s.yml": {Data: []byte(`source: s
legal_basis: none needed
entities:
  - entity: stays
    files: [a]
    known_at: {from: received}
    format: {decimal_sign: ","}
    delivery: {kind: append}
    rules:
      - {name: order, not_before: [end_date, start_date]}
      - {name: total, sum: [total_count, man_count, woman_count], tolerance: 1}
    columns:
      - {name: file_month, from_name: '(\d{4}-\d{2})', type: month, class: measure, action: keep}
      - {name: start_date, header: [van], type: date, format: [DD/MM/YYYY, D MMM YYYY], class: measure, action: keep}
      - {name: end_date, header: [tot], type: date, format: [YYYYMMDD], range: [20220101, 20231231], class: measure, action: keep}
      - {name: birth_date, header: [geboren], type: date, class: quasi, action: generalise, to: age_band, as_of: start_date}
      - {name: rent_eur, header: [huur], type: amount_eur, range: [0, 12.5], class: measure, action: keep}
      - {name: kind_code, header: [soort], type: code, values: {a: [Huis, Woning], b: []}, class: measure, action: keep}
      - {name: quarter_date, header: [kwartaal], type: quarter, class: measure, action: keep}
      - {name: total_count, header: [totaal], type: integer, class: measure, action: keep}
      - {name: man_count, header: [mannen], type: integer, class: measure, action: keep}
      - {name: woman_count, header: [vrouwen], type: integer, class: measure, action: keep}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	s := speaker{entity: &p.Sources[0].Entities[0], headers: map[string]string{"start_date": "Van (datum)"}}
	row := map[string]string{"start_date": "31/02/2023", "end_date": "20210101", "birth_date": "1 januari 50", "rent_eur": "20,00", "kind_code": "Hut",
		"quarter_date": "2023", "total_count": "9", "man_count": "3", "woman_count": "4"}
	for _, c := range []struct {
		reject Reject
		want   string
	}{
		{Reject{Column: "start_date", Rule: "date"}, `Kolom "Van (datum)": de waarde “31/02/2023” is geen bestaande datum; verwacht: dag/maand/jaar, bijvoorbeeld 31/12/2022; of dag maand jaar, bijvoorbeeld 31 dec 2022.`},
		{Reject{Column: "file_month", Rule: "month", Seen: "2023-13"}, `De naam van het bestand: de waarde “2023-13” is geen maand in een afgesproken vorm; verwacht: jaar-maand, bijvoorbeeld 2022-12; of maand/jaar, bijvoorbeeld 12/2022.`},
		{Reject{Column: "end_date", Rule: "range"}, `Kolom "tot": de waarde “20210101” ligt buiten de periode; verwacht: van 01/01/2022 tot en met 31/12/2023.`},
		{Reject{Column: "end_date", Rule: "not_before"}, `Kolom "tot": de waarde “20210101” ligt voor kolom "Van (datum)" (“31/02/2023”); verwacht: niet ervoor.`},
		{Reject{Column: "birth_date", Rule: "date"}, `Kolom "geboren": de waarde is geen datum in een afgesproken vorm; verwacht: dag/maand/jaar, bijvoorbeeld 31/12/2022; of jaar-maand-dag, bijvoorbeeld 2022-12-31.`},
		{Reject{Column: "rent_eur", Rule: "range"}, `Kolom "huur": de waarde “20,00” ligt buiten de grenzen; verwacht: van 0 tot en met 12,5.`},
		{Reject{Column: "rent_eur", Rule: "decimal"}, `Kolom "huur": de waarde “20,00” is geen bedrag in euro; verwacht: een bedrag zoals 1234,55.`},
		{Reject{Column: "kind_code", Rule: "code"}, `Kolom "soort": de waarde “Hut” staat niet in de lijst; verwacht: Huis, Woning, b.`},
		{Reject{Column: "quarter_date", Rule: "quarter"}, `Kolom "kwartaal": de waarde “2023” is geen kwartaal in een afgesproken vorm; verwacht: bijvoorbeeld 2023-Q2; of bijvoorbeeld Q2 2023.`},
		{Reject{Column: "total_count", Rule: "sum"}, `Kolom "totaal": de waarde “9” is niet de som van kolom "mannen" (“3”) en kolom "vrouwen" (“4”); verwacht: de som, op 1 na.`},
		{Reject{Column: "total_count, man_count", Rule: "unique", Reason: `totaal, mannen "9, 3" stands in line 7 already, with other values; want one row for each`},
			`Kolommen "totaal", "mannen": de rij staat al op regel 7, met andere waarden; verwacht: één rij per sleutel.`},
		{Reject{Column: "total_count", Rule: "integer", Reason: `totaal is "9", want a whole number; character 2 is U+200B, a space without width`},
			`Kolom "totaal": de waarde “9” is geen geheel getal; verwacht: een getal zoals 12; teken 2 is een spatie zonder breedte (U+200B).`},
		{Reject{Column: "birth_date", Rule: "date", Reason: `geboren is •••, want a date; it looks like the number by which a spreadsheet counts days: make its column a date there and export it again`},
			`Kolom "geboren": de waarde is geen datum in een afgesproken vorm; verwacht: dag/maand/jaar, bijvoorbeeld 31/12/2022; of jaar-maand-dag, bijvoorbeeld 2022-12-31; het lijkt het nummer waarmee een rekenblad dagen telt: maak van de kolom daar een datum en exporteer opnieuw.`},
		{Reject{Column: "gone_column", Rule: "new_rule", Reason: "x"}, `Kolom "gone_column": voldoet niet aan regel new_rule (technisch: x).`},
		{Reject{Rule: "unreadable", Reason: "has 1 cell, the header has 4 columns"}, `Het aantal cellen van de regel is 1, de kop van het bestand heeft 4 kolommen.`},
	} {
		if got := s.say(c.reject, func(column string) (string, bool) { v, ok := row[column]; return v, ok }); got != c.want {
			t.Errorf("%s of %s:\ngot  %s\nwant %s", c.reject.Rule, c.reject.Column, got, c.want)
		}
	}
}

// readerCase is what a case of etl/decode says of a file that cannot be read, whole or a row.
type readerCase struct {
	Error string
	Bad   []struct{ Reason string }
}

// readerCases gives the cases of etl/decode.
func readerCases(t *testing.T) (out []readerCase) {
	files, err := filepath.Glob("../decode/testdata/cases/*/want.json")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d cases of readers, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c readerCase
		if err := json.Unmarshal(text, &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, c)
	}
	return out
}

// TestWhyAFileIsRefusedIsSaidInDutch says the quarantines of the case folders of
// intake and of the readers, and what these say of files that are none.
func TestWhyAFileIsRefusedIsSaidInDutch(t *testing.T) {
	files, err := filepath.Glob("../testdata/cases/*/want.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	var all []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		inside := false
		for line := range strings.SplitSeq(string(text), "\n") {
			first, found := strings.CutPrefix(line, "  quarantine: ")
			more := strings.TrimPrefix(line, "    ")
			switch {
			case found:
				all, inside = append(all, first), true
			case inside && more != line:
				all = append(all, more)
			default:
				inside = false
			}
		}
	}
	if len(all) < 10 {
		t.Errorf("%d quarantines in the cases of intake", len(all))
	}
	for _, what := range []string{"is protected with a password", "is an old Excel workbook (.xls, 97-2003), want .xlsx", "is a PDF, want CSV, XLSX or JSON", "is a ZIP archive without a workbook in it",
		"starts as an Excel workbook but cannot be unpacked: it is cut off or damaged (x)", "is not JSON: x", "byte 0xE9 is not UTF-8 (3 in the whole file), want utf-8 as the contract says",
		"there is no such sheet", `has the columns in sheets ["2022" "2023"]`, "has '\\t' between its cells, want ';' as the contract says", "12 rows cannot be read, the last because: x", "no row looks like a header", "a row is longer than 16 MiB: a quote is opened and not closed", "is a web page (HTML) saved as \".xls\", want CSV, XLSX or JSON",
		"lacks its part \"xl/worksheets/sheet1.xml\"", "is utf-16le by its byte order mark, want windows-1252", "part \"x\" unpacks to more than 1 MiB from 1 kB: it is refused as a zip bomb",
		"its parts unpack to more than 4 GiB together: it is refused as a zip bomb", "is compressed with gzip, want CSV, XLSX or JSON", "the header has 20000 columns, more than the 16384 that are read",
		"is XML, want CSV, XLSX or JSON", "no column matches \"x\", which unpivot wants"} {
		all = append(all, "a.csv: "+what)
	}
	readers := readerCases(t)
	for _, c := range readers {
		if c.Error != "" {
			all = append(all, strings.ReplaceAll(c.Error, "input.", "a."))
		}
		for _, bad := range c.Bad {
			if said := unreadable(bad.Reason); strings.Contains(said, "technisch") || english.MatchString(said) {
				t.Errorf("%q is said as %q", bad.Reason, said)
			}
		}
	}
	for _, line := range all {
		file, _, named := strings.Cut(line, ": ")
		if !named || !strings.Contains(file, ".csv") {
			file = "a.csv"
		}
		for _, said := range whole(line, file) {
			if strings.Contains(said, "technisch") {
				t.Errorf("%q is said as %q", line, said)
			}
		}
	}
	if got := whole("a.csv: something new", "a.csv"); got[0] != "Het bestand kan niet ingelezen worden (technisch: something new)." {
		t.Errorf("what is not known is said as %q", got)
	}
}
