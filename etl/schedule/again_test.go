package schedule_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/models"
)

// failing is a job that has these errors, one a run, and then none.
func failing(name, cron string, errs ...error) schedule.Job {
	return schedule.Job{Name: name, Cron: cron, Run: func(context.Context) error {
		if len(errs) == 0 {
			return nil
		}
		err := errs[0]
		errs = errs[1:]
		return err
	}}
}

var (
	held = &models.Error{Code: models.Busy, Where: "data/lock", What: "is held by peil gc"}
	down = &models.Error{Code: models.Unavailable, Where: "sftp://host", What: "no answer"}
)

// A weekly job that finds the data folder held at its minute must not wait a week.
func TestWhatWasBusyOrDownIsTriedAgainAtLongerPauses(t *testing.T) {
	b := newBench(t, "2026-03-02T00:00:00Z")
	b.loop("2026-03-02T09:00:00Z", failing("weekly", "0 6 * * 1", held, down, held))
	b.wantRuns("weekly 2026-03-02T06:00 02T05:00Z", "weekly 2026-03-02T06:00 02T05:05Z", "weekly 2026-03-02T06:00 02T05:15Z", "weekly 2026-03-02T06:00 02T05:35Z")
	h, err := schedule.ReadHistory(b.history)
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := h.Last("weekly"); r.Outcome != schedule.Done {
		t.Errorf("the last run is %+v, want done", r)
	}
	at := slices.IndexFunc(b.events, func(e schedule.Event) bool { return e.Kind == schedule.RunEnded })
	if e := b.events[at]; e.Outcome != schedule.Postponed || !e.Again.Equal(utc("2026-03-02T05:05:00Z")) {
		t.Errorf("the first run ended as %+v, want postponed until 05:05", e)
	}
}

func TestPausesEndAtAnHourAndAtTheNextSlot(t *testing.T) {
	b := newBench(t, "2026-03-02T00:00:00Z")
	errs := make([]error, 30)
	for i := range errs {
		errs[i] = down
	}
	b.loop("2026-03-02T17:00:00Z", failing("twice", "0 6,12 * * *", errs...))
	var at []string
	for _, r := range b.runs() {
		at = append(at, strings.Fields(r)[2])
	}
	want := "02T05:00Z 02T05:05Z 02T05:15Z 02T05:35Z 02T06:15Z 02T07:15Z 02T08:15Z 02T09:15Z 02T10:15Z 02T11:00Z 02T11:05Z 02T11:15Z 02T11:35Z 02T12:15Z 02T13:15Z 02T14:15Z 02T15:15Z 02T16:15Z"
	if got := strings.Join(at, " "); got != want {
		t.Errorf("tried at\n%s, want\n%s", got, want)
	}
}

// What is wrong with the input or the project is not mended by waiting.
func TestWhatIsWrongIsNotTriedAgain(t *testing.T) {
	b := newBench(t, "2026-03-02T00:00:00Z")
	b.loop("2026-03-02T09:00:00Z", failing("night", "0 6 * * *", &models.Error{Code: models.Invalid, What: "no key"}))
	b.wantRuns("night 2026-03-02T06:00 02T05:00Z")
}

func TestOnceAndAStartKeepToThePause(t *testing.T) {
	b := newBench(t, "2026-03-02T00:00:00Z")
	job := failing("night", "0 6 * * *", held)
	b.once(job)
	b.clock.now = utc("2026-03-02T05:00:00Z")
	if _, err := b.scheduler(job).Once(context.Background()); models.CodeOf(err) != models.Busy {
		t.Errorf("error is %v, want the job's own", err)
	}
	b.clock.now = utc("2026-03-02T05:04:00Z")
	if ran := b.once(job); ran != 0 {
		t.Errorf("%d runs within the pause", ran)
	}
	b.events = nil
	b.loop("2026-03-02T05:04:10Z", job)
	if e := b.events[1]; e.Kind != schedule.JobWaits || !e.Again.Equal(utc("2026-03-02T05:05:00Z")) || e.Last.Outcome != schedule.Postponed {
		t.Errorf("a start tells %+v, want that it is tried again at 05:05", e)
	}
	b.clock.now, b.clock.cancel = utc("2026-03-02T05:05:00Z"), nil
	if ran := b.once(job); ran != 1 {
		t.Errorf("%d runs after the pause, want 1", ran)
	}
}

// A machine that began with a wrong clock must not leave a job out until that day comes.
func TestARunFarAheadOfTheClockDoesNotStopAJob(t *testing.T) {
	b := newBench(t, "2026-03-02T00:00:00Z")
	line := `{"job":"night","slot":"2036-01-01T02:30","zone":"Europe/Brussels","started_at":"2036-01-01T01:30:00Z","ended_at":"2036-01-01T01:31:00Z","outcome":"done","missed_count":0}` + "\n"
	if err := os.WriteFile(b.history, []byte(line), 0o644); err != nil {
		t.Fatal(err)
	}
	job := schedule.Job{Name: "night", Cron: "30 2 * * *"}
	b.loop("2026-03-03T02:00:00Z", job)
	b.wantRuns("night 2026-03-02T02:30 02T01:30Z", "night 2026-03-03T02:30 03T01:30Z")
	if e := b.events[1]; e.Kind != schedule.ClockWrong || e.Slot.Local != "2026-03-02T02:30" || e.Last.Slot != "2036-01-01T02:30" {
		t.Errorf("a start tells %+v, want that the clock was wrong", e)
	}
}

// It may be put right while the loop runs.
func TestAClockThatIsPutRightDoesNotStopALoop(t *testing.T) {
	b := newBench(t, "2036-01-01T00:00:00Z")
	job := schedule.Job{Name: "night", Cron: "30 2 * * *", Run: func(context.Context) error {
		if b.clock.now.Year() == 2036 {
			b.clock.now, b.clock.end = utc("2026-03-02T00:00:00Z"), utc("2026-03-02T12:00:00Z")
		}
		return nil
	}}
	b.loop("2036-01-02T00:00:00Z", job)
	b.wantRuns("night 2036-01-01T02:30 01T01:30Z", "night 2026-03-02T02:30 02T01:30Z")
}
