package schedule_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/schedule"
)

// Whoever reads the log after a stop sees which jobs there are, when each runs next, and
// whether one was missed or cut off, by a stop or by a kill.
func TestAStartTellsJobsWithWhatWasMissedOrCutOff(t *testing.T) {
	b := newBench(t, "2026-03-02T00:00:00Z")
	jobs := []schedule.Job{{Name: "nightly", Cron: "30 2 * * *"}, {Name: "weekly", Cron: "0 6 * * 1"}, {Name: "hourly", Cron: "0 * * * *"}}
	b.once(jobs...) // registers
	b.clock.now = utc("2026-03-02T05:30:00Z")
	b.once(jobs...)
	// The history as a kill leaves it: the last run has begun, and has no end.
	b.clock.now = utc("2026-03-02T06:00:30Z")
	b.once(jobs...)
	text, err := os.ReadFile(b.history)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSpace(string(text)), "\n")
	if err := os.WriteFile(b.history, []byte(strings.Join(lines[:len(lines)-1], "")), 0o640); err != nil {
		t.Fatal(err)
	}
	b.events, b.clock.now = nil, utc("2026-03-03T05:10:00Z")
	b.loop("2026-03-03T05:10:30Z", append(jobs, schedule.Job{Name: "new", Cron: "5 * * * *"})...)
	var got []string
	for _, e := range b.events {
		got = append(got, fmt.Sprintf("%s %s %s %d %s %s", e.Kind, e.Job, e.Slot.Local, e.MissedCount, e.Last.Slot, e.Last.Outcome))
	}
	want := []string{
		"started   0  ",
		"job due nightly 2026-03-03T02:30 0 2026-03-02T02:30 done",
		"job waits weekly 2026-03-09T06:00 0 2026-03-02T06:00 done",
		"job due hourly 2026-03-03T06:00 23 2026-03-02T07:00 begun",
		"job registered new 2026-03-03T07:05 0  ",
	}
	if !slices.Equal(got[:min(len(got), len(want))], want) {
		t.Errorf("a start tells\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if ran := b.runs(); !slices.Contains(ran, "hourly 2026-03-03T06:00 03T05:10Z") {
		t.Errorf("what was cut off did not run again: %q", ran)
	}
}

// A job of which only the beginning of its first run is on record still owes that run, and
// no more than what came since.
func TestAJobThatOnlyBeganOwesItsSlot(t *testing.T) {
	b := newBench(t, "2026-03-03T05:10:00Z")
	line := `{"job":"weekly","slot":"2026-02-16T06:00","zone":"Europe/Brussels","started_at":"2026-02-16T05:00:00Z","ended_at":"2026-02-16T05:00:00Z","outcome":"begun"}` + "\n"
	if err := os.WriteFile(b.history, []byte(line), 0o640); err != nil {
		t.Fatal(err)
	}
	b.loop("2026-03-03T05:10:30Z", schedule.Job{Name: "weekly", Cron: "0 6 * * 1"})
	if len(b.events) < 2 || b.events[1].Kind != schedule.JobDue || b.events[1].MissedCount != 2 {
		t.Fatalf("a start tells %+v, want that the job is due and stands for two missed slots", b.events)
	}
	if ran := b.runs(); !slices.Contains(ran, "weekly 2026-03-02T06:00 03T05:10Z") {
		t.Errorf("what was cut off did not run again: %q", ran)
	}
}

// A clock that was set back promises no slot that is used.
func TestAStartTellsTheNextSlotThatWillRun(t *testing.T) {
	b := newBench(t, "2026-03-02T00:00:00Z")
	job := schedule.Job{Name: "nightly", Cron: "30 2 * * *"}
	b.once(job) // registers
	b.clock.now = utc("2026-03-04T05:30:00Z")
	b.once(job)
	b.events, b.clock.now = nil, utc("2026-03-03T00:10:00Z")
	b.loop("2026-03-03T00:10:30Z", job)
	if len(b.events) < 2 || b.events[1].Slot.Local != "2026-03-05T02:30" {
		t.Errorf("a start tells %+v, want the slot after the one that ran", b.events)
	}
}
