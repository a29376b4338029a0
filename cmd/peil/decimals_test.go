package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/page"
)

// A reader who finds 34 days on a page does not find 22.0 days below it.
func TestAPageWritesAUnitWithOneNumberOfDecimals(t *testing.T) {
	project, err := models.LoadProject(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	metrics := map[string]*models.Metric{}
	for _, m := range project.Metrics {
		metrics[m.Name] = m
	}
	files, _ := builtPages(t, "nl")
	for _, file := range files {
		e, err := edition.Read(filepath.Dir(file))
		if err != nil {
			t.Fatal(err)
		}
		first := map[string]*models.Metric{}
		for _, f := range e.Figures {
			m := metrics[f.Metric]
			if m == nil {
				continue // of a page that another test adds, with a metric of its own
			}
			unit := page.UnitName("nl", m)
			if other := first[unit]; unit != "" && other != nil && other.Decimals != m.Decimals {
				t.Errorf("%s writes %s with %d decimals in %s and with %d in %s", e.Report, unit, other.Decimals, other.Name, m.Decimals, m.Name)
			}
			first[unit] = m
		}
	}
}
