package schedule_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/models"
)

func TestNextFollowsTheLocalCalendar(t *testing.T) {
	b := newBench(t, "2026-05-04T12:00:00Z")
	s := b.scheduler(
		schedule.Job{Name: "night", Cron: "30 2 * * *"}, schedule.Job{Name: "leap", Cron: "0 0 29 2 *"},
		schedule.Job{Name: "never", Cron: "0 0 30 2 *"}, schedule.Job{Name: "either", Cron: "0 6 1 * 1"},
	)
	for _, c := range []struct{ job, after, want string }{
		{"night", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"},
		{"night", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
		{"night", "2026-10-25T00:29:59Z", "2026-10-25T00:30:00Z"},
		{"leap", "2026-11-23T12:00:00Z", "2028-02-28T23:00:00Z"},
		// The first of the month or a Monday, as POSIX has it.
		{"either", "2026-08-30T12:00:00Z", "2026-08-31T04:00:00Z"},
		{"either", "2026-08-31T12:00:00Z", "2026-09-01T04:00:00Z"},
	} {
		if got := s.Next(c.job, utc(c.after)); !got.Equal(utc(c.want)) {
			t.Errorf("next of %s after %s is %s, want %s", c.job, c.after, got.UTC(), c.want)
		}
	}
	if got := s.Next("never", utc("2026-05-04T12:00:00Z")); !got.IsZero() {
		t.Errorf("30 February is %s", got)
	}
	if got := s.Next("unknown", utc("2026-05-04T12:00:00Z")); !got.IsZero() {
		t.Errorf("an unknown job has a next slot: %s", got)
	}
}

func TestADayWithoutAnInstantIsDueWhenTheNextBegins(t *testing.T) {
	// Samoa left out 30 December 2011.
	slots, err := schedule.Slots("0 6 * * *", "Pacific/Apia", utc("2011-12-29T12:00:00Z"), utc("2011-12-31T12:00:00Z"))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(slots)
	want := "[{2011-12-29T06:00 2011-12-29 16:00:00 +0000 UTC} {2011-12-30T06:00 2011-12-30 10:00:00 +0000 UTC} {2011-12-31T06:00 2011-12-30 16:00:00 +0000 UTC}]"
	if got != want {
		t.Errorf("slots are %s, want %s", got, want)
	}
}

func TestWrongSettingsAreAllReportedWithPlaceAndRemedy(t *testing.T) {
	run := func(context.Context) error { return nil }
	_, err := schedule.New(schedule.Config{
		History: "h", Clock: &clock{}, Leader: &leader{},
		Jobs: []schedule.Job{
			{Name: "a", Cron: "0 24 * * *", Zone: brussels, Where: "peil.yml:12:11", Run: run},
			{Name: "b", Cron: "0 4 * *", Zone: brussels, Run: run},
			{Name: "c", Cron: "@every 5m", Zone: brussels, Run: run},
			{Name: "d", Cron: "TZ=UTC", Zone: brussels, Run: run},
			{Name: "e", Cron: "@daily", Zone: "Europe/Brussel", Run: run},
			{Name: "f", Cron: "@daily", Zone: "Local", Run: run},
			{Name: "f", Cron: "@daily", Zone: brussels, Run: run},
			{Name: "g", Cron: "", Zone: brussels, Run: run},
			{Name: "h", Cron: "61 2 * * *", Zone: "Europe/Brussel", Run: run},
		},
	})
	leaves := models.Flatten(err)
	if len(leaves) != 10 {
		t.Fatalf("%d errors, want 10: %v", len(leaves), err)
	}
	for _, l := range leaves {
		var e *models.Error
		if !errors.As(l, &e) || e.Code != models.Invalid || e.Where == "" || e.What == "" || e.Fix == "" {
			t.Errorf("error lacks its parts: %#v", l)
		}
	}
	if got := leaves[0].Error(); !strings.HasPrefix(got, `peil.yml:12:11: cron text is "0 24 * * *"`) {
		t.Errorf("first error is %s", got)
	}
}

func TestEveryCalendarCaseAboutSchedulesIsMet(t *testing.T) {
	root := os.Getenv("PEIL_CORPORA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "corpora")
	}
	f, err := os.Open(filepath.Join(root, "calendar", "cases.jsonl"))
	if err != nil {
		t.Skipf("corpora are absent, set PEIL_CORPORA: %v", err)
	}
	defer f.Close()
	met, left := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		id, handled, err := schedule.Conform(lines.Bytes())
		switch {
		case err != nil:
			t.Error(err)
		case handled:
			met++
		case strings.HasPrefix(id, "date_parse"):
			left++
		default:
			t.Errorf("case %s is not handled", id)
		}
	}
	if met == 0 {
		t.Fatal("corpus holds no cases")
	}
	t.Logf("%d cases met, %d are about dates in exports", met, left)
}

func TestConformFailsOnWrongCases(t *testing.T) {
	for _, line := range []string{
		`{"kind":"iso_week","date":"2026-12-31","iso_year":2027,"iso_week":1,"iso_weekday":4,"label":"2027-W01","monday":"2026-12-28"}`,
		`{"kind":"weeks_in_iso_year","iso_year":2026,"weeks":52}`,
		`{"kind":"brussels_transition","date":"2026-03-29","change":"spring_forward","utc_instant":"2026-03-29T02:00:00Z","local_day_hours":23}`,
		`{"kind":"brussels_day_utc_range","date":"2026-03-28","start_utc":"2026-03-27T22:00:00Z","end_utc":"2026-03-28T23:00:00Z"}`,
		`{"kind":"utc_to_brussels","utc":"2026-03-29T00:30:00Z","local":"2026-03-29T02:30:00+02:00","local_date":"2026-03-29","month":"2026-03"}`,
		`{"kind":"cron_wall_clock_matches","tz":"Europe/Brussels","day":"2026-03-29","cron":"30 2 * * *","matching_instants_utc":["2026-03-29T01:30:00Z"],"n":1}`,
		`{"kind":"cron_parse","cron":"0 24 * * *","valid":true}`,
		`{"kind":"cron_parse","cron":"0 0 29 2 *","valid":true,"note":"next after 2026-11-23 is 2027-02-28"}`,
		`{"kind":`,
	} {
		if id, handled, err := schedule.Conform([]byte(line)); err == nil || !handled {
			t.Errorf("%s: passes: %s", id, line)
		}
	}
}
