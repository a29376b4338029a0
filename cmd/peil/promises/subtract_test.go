package promises

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// numbersOf gives the printed numbers of the tables of an edition that begin with a name, by
// municipality, in the order of the files.
func numbersOf(t *testing.T, folder, name string) (out []map[string]int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "tables", name+"-*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".excel.csv") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		numbers := map[string]int{}
		for _, row := range rows[1:] {
			if n, err := strconv.Atoi(row[2]); err == nil { // code, label, value
				numbers[row[0]] = n
			}
		}
		out = append(out, numbers)
	}
	return out
}

// few lists the municipalities of which two numbers differ by 1 to 4, and counts those
// that have both.
func few(a, b map[string]int) (small []string, both int) {
	for town, n := range a {
		m, ok := b[town]
		if !ok {
			continue
		}
		both++
		if d := max(n-m, m-n); d > 0 && d < 5 {
			small = append(small, town)
		}
	}
	return small, both
}

// An honest page shows who stays in all places and in all but homes; another one the inflow
// of a quarter so far, month after month. No reader subtracts one from the other and finds
// one to four persons.
func TestNoReaderSubtractsOneNumberFromAnother(t *testing.T) {
	t.Parallel()
	dir := unpublished(t)
	layout := models.Layout{Root: filepath.Join(dir, "data")}
	project := filepath.Join(dir, "project")
	put(t, filepath.Join(project, "peil.yml"), []byte("name: vlot\n"))
	put(t, filepath.Join(project, "reports", "pages", "verblijf.md"), []byte(`---
title: Verblijf
from: 2022-03-01
---

{{ figure "places_occupied" by="municipality" at="known" chart="ranked" headline="Alle opvang" subtitle="Personen" reading="Wie er verblijft." }}

{{ figure "places_occupied" by="municipality" where="place_type=host_family|hotel|holiday_park|assisted_living|hostel|village" at="known" chart="ranked" headline="Zonder woningen" subtitle="Personen" reading="Wie er verblijft." }}
`))
	put(t, filepath.Join(project, "reports", "pages", "kwartaal.md"), []byte(`---
title: Kwartaal
from: 2022-07-01
geography: "2025"
---

{{ figure "inflow_persons" by="municipality" from="2022-07-01" to="month_end" chart="ranked" headline="Instroom tot nu" subtitle="Attesten" reading="Een attest telt op de dag van afgifte." }}
`))
	made := func(page, known string) string {
		var all []madeEdition
		if err := json.Unmarshal([]byte(peil(t, dir, "report", page, "--as-of", known, "--quiet", "--json", "--project", project)), &all); err != nil {
			t.Fatal(err)
		}
		return layout.Edition(page, all[0].Edition)
	}
	tables := numbersOf(t, made("verblijf", "2023-11-30"), "places_occupied")
	if len(tables) != 2 {
		t.Fatalf("%d tables, want 2", len(tables))
	}
	if small, both := few(tables[0], tables[1]); len(small) > 0 || both < 100 {
		t.Errorf("of %d municipalities, %v have a few persons in homes", both, small)
	}
	august := numbersOf(t, made("kwartaal", "2022-08-16"), "inflow_persons")
	peil(t, dir, "publish", "kwartaal/2022-08-16-s1-nl", "--project", project)
	september := numbersOf(t, made("kwartaal", "2022-09-16"), "inflow_persons")
	if small, both := few(august[0], september[0]); len(small) > 0 || both < 50 {
		t.Errorf("of %d municipalities, %v had a few attestations in August", both, small)
	}
}
