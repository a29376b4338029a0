package disclose_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
)

// soFar makes an answer about a period that is told in part: who has 0 has no figure.
func soFar(r *models.MetricResult) *models.MetricResult {
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Value == 0 {
			*row = models.MetricRow{Dims: row.Dims, Untold: true}
		}
		r.Rows[i].Partly = true
	}
	return r
}

// e has nobody so far, which readers know though no 0 is printed: b is not kept by it.
func TestNobodySoFarHasNoFigureAndHidesNothing(t *testing.T) {
	towns := soFar(table(beds, by(month("02"), "town"), "a 40, b 3, c 0, d 0, e 0"))
	total := soFar(table(beds, month("02"), "43"))
	p, out := guarded(t, disclose.Rule{Threshold: 5, Derived: 10}, towns, total)
	if got, want := printed(out[0]), "a [o], b [o], c [nb], d [nb], e [nb]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	alone := disclose.Apply(soFar(table(beds, by(month("02"), "town"), "a 40, b 3, d 0")), disclose.Rule{Threshold: 5, Derived: 10})
	if got, want := printed(alone), "a 40, b [o], d [nb]"; got != want {
		t.Errorf("by itself %s, want %s", got, want)
	}
	// The attack on the files knows it too: were a printed, b would be.
	file := disclose.Printed{File: "t.csv", Query: towns.Query}
	s, err := p.Describe([]disclose.Printed{file, {File: "u.csv", Query: total.Query}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Tables {
		s.Tables[i].Complete = []string{} // what a filter leaves over: only the row itself tells
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for a, most := range map[string]int{",Q": 0, "40,A": 1} {
		files := map[string]string{audit.StructureFile: string(text), "u.csv": "value,obs_status\n43,A\n",
			"t.csv": "town,value,obs_status\na," + a + "\nb,,Q\nc,,O\nd,,O\ne,,O\n"}
		tables, err := audit.Read(func(name string) ([]byte, error) { return []byte(files[name]), nil })
		if err != nil {
			t.Fatal(err)
		}
		zeros := 0
		for _, c := range tables.Cells {
			if c.State == audit.Printed && c.Value == 0 {
				zeros++
			}
		}
		report, err := audit.Attack(tables)
		if err != nil {
			t.Fatal(err)
		}
		if zeros != 3 || len(report.Narrow(tables)) < most {
			t.Errorf("%s: %d zeros known and %d hidden numbers too closely, want 3 and at least %d", a, zeros, len(report.Narrow(tables)), most)
		}
	}
}

// That all of a are of kind x is kept, also where the 0 beside it would have no figure.
func TestAGroupOfOneKindIsNotToldByWhatHasNoFigure(t *testing.T) {
	rule := disclose.Rule{Threshold: 5, Derived: 10, Sensitive: []string{"kind"}, SensitiveThreshold: 10}
	kinds := soFar(table(beds, by(month("02"), "town", "kind"), "a x 40, a y 0, b x 60, b y 20, c x 0, c y 0"))
	_, out := guarded(t, rule, kinds, soFar(table(beds, by(month("02"), "town"), "a 40, b 80, c 0")))
	if got, want := printed(out[0]), "a x [o], a y [o], b x 60, b y 20, c x [nb], c y [nb]"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// Where counts are rounded, a few that became 0 look like nobody so far.
func TestAFewRoundedToNobodyHaveNoFigureEither(t *testing.T) {
	answer := soFar(table(beds, by(month("02"), "month", "kind"), "2023-02-01 x 1, 2023-02-01 y 40, 2023-02-01 z 0"))
	answer.Metric = &models.Metric{Name: "beds", Unit: "places", Protects: "person", Kind: "flow", Relation: "fct_bed", OverTime: "sum", OverPlace: "sum", OverGroups: "sum", Empty: "zero"}
	_, out := guarded(t, disclose.Rule{Threshold: 5, Derived: 10, Round: true}, answer)
	if got := printed(out[0]); strings.Contains(got, "x 0") || strings.Contains(got, "z 0") || !strings.Contains(got, "y 40") {
		t.Errorf("printed %s", fmt.Sprint(got))
	}
}
