package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vlot-evaluatie/peil/models"
)

func TestReleasesAreOnTheDaysAnnounced(t *testing.T) {
	for _, c := range []struct {
		r     models.ReleaseConfig
		after models.Date
		want  string
	}{
		{models.ReleaseConfig{Every: "month", Day: 15}, "2023-12-31", "[2024-01-15 2024-02-15 2024-03-15]"},
		{models.ReleaseConfig{Every: "month", Day: 15}, "2023-02-14", "[2023-02-15 2023-03-15 2023-04-15]"},
		{models.ReleaseConfig{Every: "month", Day: 15}, "2023-02-15", "[2023-03-15 2023-04-15 2023-05-15]"},
		{models.ReleaseConfig{Every: "quarter"}, "2023-02-13", "[2023-04-01 2023-07-01 2023-10-01]"},
		{models.ReleaseConfig{Every: "quarter", Day: 20}, "2023-04-19", "[2023-04-20 2023-07-20 2023-10-20]"},
		{models.ReleaseConfig{Every: "year", Day: 28}, "2024-02-29", "[2025-01-28 2026-01-28 2027-01-28]"},
		{models.ReleaseConfig{On: []models.Date{"2023-05-01", "2023-03-01", "2023-01-01"}}, "2023-02-13", "[2023-03-01 2023-05-01]"},
		{models.ReleaseConfig{On: []models.Date{"2023-03-15", "2023-03-20"}, Every: "month", Day: 15}, "2023-02-28", "[2023-03-15 2023-03-20 2023-04-15]"},
		{models.ReleaseConfig{Every: "month"}, "", "[]"},
	} {
		if got := fmt.Sprint(c.r.Planned(c.after, 3)); got != c.want {
			t.Errorf("%+v after %s: %s, want %s", c.r, c.after, got, c.want)
		}
	}
	all := models.Config{Releases: []models.ReleaseConfig{{Report: "a", Every: "quarter"}, {Report: "b", Every: "month"}, {Report: "a", On: []models.Date{"2023-03-09"}}}}
	if got := fmt.Sprint(all.ReleasesOf("a", "2023-02-13", 2)); got != "[2023-03-09 2023-04-01]" {
		t.Errorf("of a: %s", got)
	}
}

func TestACalendarThatSaysNothingIsRefused(t *testing.T) {
	files := fstest.MapFS{"reports/pages/beds.md": {Data: []byte("x")}, "peil.yml": {Data: []byte(`name: x
extends: none
approve: 3
snapshot_days: -1
releases:
  - {report: bed, every: week}
  - {report: beds}
  - {report: beds, on: [morgen], day: 3}
`)}}
	_, err := models.LoadProject(files)
	var told []string
	for _, e := range models.Flatten(err) {
		var u *models.Error
		if errors.As(e, &u) {
			told = append(told, u.Error())
		}
	}
	for _, want := range []string{"approve: is 3, want 1 or 2", "snapshot_days is -1, want 1 or more", "releases of bed: names no page", "did you mean beds", `every is "week", want month, quarter, year`, "releases of beds: says no day", `on has "morgen"`, "day is 3, want 1 to 28 beside every"} {
		if !strings.Contains(strings.Join(told, "\n"), want) {
			t.Errorf("told %q, want %q", told, want)
		}
	}
}
