package models_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

func TestWrongJobsAreToldBeforeTheyRun(t *testing.T) {
	files := fstest.MapFS{
		"reports/pages/beds.md": {Data: []byte("---\ntitle: Beds\n---\n")},
		"peil.yml": {Data: []byte(`name: shelter
extends: none
jobs:
  - {name: night, run: intak, cron: "30 2 * * *"}
  - {name: some, run: intake, sources: [shelter], cron: "30 2 * * *"}
  - {name: page, run: report, report: bed, cron: "30 2 * * *"}
  - {name: none, run: report, cron: "30 2 * * *"}
  - {name: good, run: report, report: beds, cron: "30 2 * * *"}
`)}}
	_, err := models.LoadProject(files)
	var told []string
	for _, e := range models.Flatten(err) {
		told = append(told, e.Error())
	}
	all := strings.Join(told, "\n")
	for _, want := range []string{`peil.yml, job night: run is "intak", want intake or report`, `peil.yml, job some: sources has "shelter", which is no source`,
		`peil.yml, job page: report is "bed", which is no page of reports/pages; did you mean beds`, "peil.yml, job none: is a report without report"} {
		if !strings.Contains(all, want) {
			t.Errorf("told %q, want %q", told, want)
		}
	}
	if strings.Contains(all, "job good") {
		t.Errorf("told %q of a good job", told)
	}
}
