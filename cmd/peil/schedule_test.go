package main

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/schedule"
)

// The log of a start says in words what is next, what was missed, and what was cut off.
func TestTheLogOfTheSchedulerSaysWhatItStartsWith(t *testing.T) {
	at := time.Date(2026, 3, 3, 5, 10, 0, 0, time.UTC)
	slot := schedule.Slot{Local: "2026-03-03T02:30", At: at.Add(-4 * time.Hour)}
	begun := schedule.Record{Slot: "2026-03-03T02:30", Zone: "Europe/Brussels", StartedAt: at.Add(-4 * time.Hour), Outcome: schedule.Begun}
	done := schedule.Record{Slot: "2026-03-02T02:30", Zone: "Europe/Brussels", Outcome: schedule.Done}
	postponed := schedule.Record{Slot: "2026-03-03T02:30", Zone: "Europe/Brussels", EndedAt: at.Add(-4 * time.Minute), Outcome: schedule.Postponed}
	for want, e := range map[string]schedule.Event{
		"started  data /srv/peil": {Kind: schedule.Started},
		"intake  waits  next 2026-03-03 01:10 UTC; the run for 2026-03-02T02:30 Europe/Brussels is done":                                                      {Kind: schedule.JobWaits, Job: "intake", Slot: slot, Last: done},
		"intake  waits  next 2026-03-03 01:10 UTC; it is new":                                                                                                 {Kind: schedule.JobRegistered, Job: "intake", Slot: slot},
		"intake  waits  no slot ever comes: see its cron":                                                                                                     {Kind: schedule.JobWaits, Job: "intake"},
		"intake  due now  2026-03-03T02:30 Europe/Brussels: its run was cut off, begun at 2026-03-03 01:10:00 UTC":                                            {Kind: schedule.JobDue, Job: "intake", Slot: slot, Last: begun},
		"intake  due now  2026-03-03T02:30 Europe/Brussels was missed  (stands for 3 missed slots too); the run for 2026-03-02T02:30 Europe/Brussels is done": {Kind: schedule.JobDue, Job: "intake", Slot: slot, MissedCount: 3, Last: done},
		"intake  waits  tries again 2026-03-03 05:11 UTC; the run for 2026-03-03T02:30 Europe/Brussels is postponed":                                          {Kind: schedule.JobWaits, Job: "intake", Again: at.Add(time.Minute), Last: postponed},
		"intake  due now  2026-03-03T02:30 Europe/Brussels: its run was postponed at 2026-03-03 05:06:00 UTC":                                                 {Kind: schedule.JobDue, Job: "intake", Slot: slot, Last: postponed},
		"intake  waits  next 2026-03-03 01:10 UTC; its last record is of 2036-01-01 01:30 UTC, when the clock was wrong: it counts from now": {Kind: schedule.ClockWrong, Job: "intake", Slot: slot,
			Last: schedule.Record{StartedAt: time.Date(2036, 1, 1, 1, 30, 0, 0, time.UTC)}},
		"intake  run ended  postponed  data/lock: is held; tried again 2026-03-03 05:15 UTC": {Kind: schedule.RunEnded, Job: "intake", Outcome: schedule.Postponed,
			Err: errors.New("data/lock: is held"), Again: at.Add(5 * time.Minute)},
		"intake  run ended  failed": {Kind: schedule.RunEnded, Job: "intake", Outcome: schedule.Failed},
	} {
		var said bytes.Buffer
		e.At = at
		(&app{diag: &said, data: "/srv/peil"}).logEvent(e)
		if got := said.String(); got != "2026-03-03 05:10:00 UTC  "+want+"\n" {
			t.Errorf("%s is told as %q, want %q", e.Kind, got, want)
		}
	}
}
