package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests must not depend on the machine's zones

	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/models"
)

const brussels = "Europe/Brussels"

// clock stands still, except that a wait moves it on at once. The wait that
// would pass end cancels instead and never returns.
type clock struct {
	now, end time.Time
	cancel   context.CancelFunc
}

func (c *clock) Now() time.Time { return c.now }

func (c *clock) After(d time.Duration) <-chan time.Time {
	ch := make(chan time.Time, 1)
	if c.cancel != nil && c.now.Add(d).After(c.end) {
		c.cancel()
		return ch
	}
	c.now = c.now.Add(d)
	ch <- c.now
	return ch
}

// leader counts who holds it; busy is what Acquire answers.
type leader struct {
	held, acquired int
	busy           error
}

func (l *leader) Acquire() (func(), error) {
	if l.busy != nil {
		return nil, l.busy
	}
	l.held++
	l.acquired++
	return func() { l.held-- }, nil
}

func utc(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// bench is a scheduler with one history and one clock, and the log of its runs.
type bench struct {
	t       *testing.T
	clock   *clock
	leader  *leader
	history string
	events  []schedule.Event
}

func newBench(t *testing.T, now string) *bench {
	return &bench{t: t, clock: &clock{now: utc(now)}, leader: &leader{}, history: filepath.Join(t.TempDir(), "schedule.jsonl")}
}

func (b *bench) scheduler(jobs ...schedule.Job) *schedule.Scheduler {
	b.t.Helper()
	for i := range jobs {
		if jobs[i].Run == nil {
			jobs[i].Run = func(context.Context) error { return nil }
		}
		if jobs[i].Zone == "" {
			jobs[i].Zone = brussels
		}
	}
	s, err := schedule.New(schedule.Config{
		Jobs: jobs, History: b.history, Clock: b.clock, Leader: b.leader,
		Log: func(e schedule.Event) { b.events = append(b.events, e) },
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// loop runs until the clock would pass end.
func (b *bench) loop(end string, jobs ...schedule.Job) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b.clock.end, b.clock.cancel = utc(end), cancel
	if err := b.scheduler(jobs...).Loop(ctx); err != nil {
		b.t.Fatal(err)
	}
	if b.leader.held != 0 {
		b.t.Error("the lead is not given back")
	}
}

func (b *bench) once(jobs ...schedule.Job) int {
	b.t.Helper()
	ran, err := b.scheduler(jobs...).Once(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return ran
}

// runs lists "job slot started" of all runs so far.
func (b *bench) runs() []string {
	var out []string
	for _, e := range b.events {
		if e.Kind == schedule.RunStarted {
			out = append(out, fmt.Sprintf("%s %s %s", e.Job, e.Slot.Local, e.At.UTC().Format("02T15:04Z")))
		}
	}
	return out
}

func (b *bench) wantRuns(want ...string) {
	b.t.Helper()
	if got := b.runs(); !slices.Equal(got, want) {
		b.t.Errorf("runs are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestNightlyJobRunsOncePerDayOverTheSpringChange(t *testing.T) {
	b := newBench(t, "2026-03-27T12:00:00Z")
	b.loop("2026-03-30T12:00:00Z", schedule.Job{Name: "night", Cron: "30 2 * * *"})
	b.wantRuns(
		"night 2026-03-28T02:30 28T01:30Z",
		// 02:30 does not exist: clocks go from 02:00 to 03:00 at 01:00 UTC.
		"night 2026-03-29T02:30 29T01:00Z",
		"night 2026-03-30T02:30 30T00:30Z",
	)
}

func TestNightlyJobRunsOncePerDayOverTheAutumnChange(t *testing.T) {
	b := newBench(t, "2026-10-24T12:00:00Z")
	b.loop("2026-10-26T12:00:00Z", schedule.Job{Name: "night", Cron: "30 2 * * *"})
	b.wantRuns(
		// 02:30 comes at 00:30 and again at 01:30 UTC.
		"night 2026-10-25T02:30 25T00:30Z",
		"night 2026-10-26T02:30 26T01:30Z",
	)
}

func TestRestartInTheRepeatedHourDoesNotRunItAgain(t *testing.T) {
	b := newBench(t, "2026-10-24T12:00:00Z")
	job := schedule.Job{Name: "night", Cron: "30 2 * * *"}
	b.loop("2026-10-25T00:40:00Z", job)
	b.clock.now = utc("2026-10-25T01:20:00Z")
	b.loop("2026-10-25T02:00:00Z", job)
	b.wantRuns("night 2026-10-25T02:30 25T00:30Z")
}

func TestJobRegisteredInTheRepeatedHourWaitsForANewSlot(t *testing.T) {
	// Clocks show 02:10 for the second time; 02:30 was due at 00:30 UTC.
	b := newBench(t, "2026-10-25T01:10:00Z")
	b.loop("2026-10-25T03:00:00Z", schedule.Job{Name: "half", Cron: "30 * * * *"})
	b.wantRuns("half 2026-10-25T03:30 25T02:30Z")
}

func TestQuarterHoursOfTheGapAreOneRun(t *testing.T) {
	b := newBench(t, "2026-03-29T00:40:00Z")
	b.loop("2026-03-29T01:20:00Z", schedule.Job{Name: "quarter", Cron: "*/15 * * * *"})
	b.wantRuns("quarter 2026-03-29T01:45 29T00:45Z", "quarter 2026-03-29T03:00 29T01:00Z", "quarter 2026-03-29T03:15 29T01:15Z")
	for _, e := range b.events {
		if e.Kind == schedule.RunStarted && e.Slot.Local == "2026-03-29T03:00" && e.MissedCount != 4 {
			t.Errorf("run stands for %d other slots, want the 4 of the lost hour", e.MissedCount)
		}
	}
}

func TestTwoWeeksDownAreCaughtUpOnce(t *testing.T) {
	b := newBench(t, "2026-05-01T12:00:00Z")
	jobs := []schedule.Job{
		{Name: "weekly", Cron: "0 6 * * 1"}, {Name: "night", Cron: "30 2 * * *"}, {Name: "yearly", Cron: "@yearly"},
	}
	b.loop("2026-05-02T12:00:00Z", jobs...)
	b.clock.now = utc("2026-05-16T12:00:00Z")
	b.events = nil
	b.loop("2026-05-16T13:00:00Z", jobs...)
	// In due order: Monday 11 May 06:00 before Saturday 16 May 02:30.
	b.wantRuns("weekly 2026-05-11T06:00 16T12:00Z", "night 2026-05-16T02:30 16T12:00Z")

	h, err := schedule.ReadHistory(b.history)
	if err != nil {
		t.Fatal(err)
	}
	// 3 to 16 May are fourteen nights, one of which is run; 4 and 11 May two weeks.
	for job, missed := range map[string]int{"night": 13, "weekly": 1} {
		if r, ok := h.Last(job); !ok || r.MissedCount != missed || r.Outcome != schedule.Done {
			t.Errorf("last of %s is %+v, want done with %d missed", job, r, missed)
		}
	}
	if r, _ := h.Last("yearly"); r.Outcome != schedule.Registered {
		t.Errorf("last of yearly is %+v, want its registration", r)
	}
}

func TestJobsDoNotOverlapAndTheOldestSlotGoesFirst(t *testing.T) {
	b := newBench(t, "2026-05-04T09:59:00Z")
	running := 0
	// Each job's first run takes so long, the others no time.
	work := func(d time.Duration) func(context.Context) error {
		return func(context.Context) error {
			running++
			if running > 1 {
				t.Error("two jobs run at once")
			}
			b.clock.now = b.clock.now.Add(d)
			d = 0
			running--
			return nil
		}
	}
	b.loop("2026-05-04T10:12:00Z",
		schedule.Job{Name: "slow", Cron: "*/5 * * * *", Zone: "UTC", Run: work(7 * time.Minute)},
		schedule.Job{Name: "quick", Cron: "1 10 * * *", Zone: "UTC", Run: work(0)},
	)
	b.wantRuns(
		"slow 2026-05-04T10:00 04T10:00Z",
		// At 10:07 both are due: quick since 10:01, slow since 10:05.
		"quick 2026-05-04T10:01 04T10:07Z",
		"slow 2026-05-04T10:05 04T10:07Z",
		"slow 2026-05-04T10:10 04T10:10Z",
	)
}

func TestCancelReachesTheJobAndItsSlotStaysDue(t *testing.T) {
	b := newBench(t, "2026-05-04T00:00:00Z")
	ctx, cancel := context.WithCancel(context.Background())
	b.clock.end, b.clock.cancel = utc("2026-05-04T00:30:00Z"), cancel
	job := schedule.Job{Name: "night", Cron: "30 2 * * *"}
	job.Run = func(ctx context.Context) error {
		cancel()
		<-ctx.Done()
		return fmt.Errorf("load placements: %w", ctx.Err())
	}
	if err := b.scheduler(job).Loop(ctx); err != nil {
		t.Fatalf("loop ends with %v, want nil", err)
	}
	if b.leader.held != 0 {
		t.Error("the lead is not given back")
	}
	h, err := schedule.ReadHistory(b.history)
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := h.Last("night"); r.Outcome != schedule.Cancelled || !strings.Contains(r.Message, "load placements") {
		t.Errorf("last is %+v, want cancelled with the job's words", r)
	}
	b.events = nil
	b.clock.cancel = nil
	if ran := b.once(schedule.Job{Name: "night", Cron: "30 2 * * *"}); ran != 1 {
		t.Errorf("%d runs after a cancelled one, want 1", ran)
	}
	b.wantRuns("night 2026-05-04T02:30 04T00:30Z")
}

func TestJobThatIgnoresCancelEndsTheLoopWithAnError(t *testing.T) {
	b := newBench(t, "2026-05-04T00:00:00Z")
	ctx, cancel := context.WithCancel(context.Background())
	free := make(chan struct{})
	defer close(free)
	job := schedule.Job{Name: "deaf", Cron: "30 2 * * *", Run: func(context.Context) error {
		cancel()
		<-free
		return nil
	}}
	err := b.scheduler(job).Loop(ctx)
	if err == nil || !strings.Contains(err.Error(), "stop job deaf") {
		t.Errorf("loop ends with %v, want that the job did not stop", err)
	}
	h, _ := schedule.ReadHistory(b.history)
	if r, _ := h.Last("deaf"); r.Outcome != schedule.Cancelled {
		t.Errorf("last is %+v, want cancelled", r)
	}
}

func TestOnceRunsWhatIsDueAndNothingTwice(t *testing.T) {
	b := newBench(t, "2026-05-04T12:00:00Z")
	jobs := []schedule.Job{{Name: "night", Cron: "30 2 * * *"}, {Name: "noon", Cron: "0 12 * * *"}}
	for _, step := range []struct {
		now  string
		want int
	}{
		{"2026-05-04T12:00:00Z", 0}, // registers
		{"2026-05-05T00:29:00Z", 0},
		{"2026-05-05T00:30:00Z", 1},
		{"2026-05-05T00:30:00Z", 0},
		{"2026-05-05T10:00:00Z", 1},
		{"2026-05-07T10:00:00Z", 2},
	} {
		b.clock.now = utc(step.now)
		if ran := b.once(jobs...); ran != step.want {
			t.Errorf("at %s: %d runs, want %d", step.now, ran, step.want)
		}
	}
}

func TestFailureAndPanicAreRecordedAndOthersStillRun(t *testing.T) {
	b := newBench(t, "2026-05-04T12:00:00Z")
	down := &models.Error{Code: models.Unavailable, Where: "sftp://host", What: "no answer"}
	jobs := []schedule.Job{
		{Name: "down", Cron: "@daily", Run: func(context.Context) error { return down }},
		{Name: "broken", Cron: "@daily", Run: func(context.Context) error { panic("index out of range") }},
		{Name: "good", Cron: "@daily"},
	}
	b.once(jobs...)
	b.clock.now = utc("2026-05-05T12:00:00Z")
	ran, err := b.scheduler(jobs...).Once(context.Background())
	if ran != 3 || !errors.Is(err, down) {
		t.Errorf("%d runs with error %v, want 3 and the job's own error within", ran, err)
	}
	h, err := schedule.ReadHistory(b.history)
	if err != nil {
		t.Fatal(err)
	}
	for job, want := range map[string]schedule.Outcome{"down": schedule.Postponed, "broken": schedule.Failed, "good": schedule.Done} {
		if r, _ := h.Last(job); r.Outcome != want {
			t.Errorf("%s is %+v, want %s", job, r, want)
		}
	}
	if r, _ := h.Last("broken"); !strings.Contains(r.Message, "index out of range") {
		t.Errorf("message is %q, want the panic's", r.Message)
	}
}

func TestWhoCannotLeadRunsNothing(t *testing.T) {
	b := newBench(t, "2026-05-04T12:00:00Z")
	b.leader.busy = &models.Error{Code: models.Busy, What: "process 12 leads"}
	s := b.scheduler(schedule.Job{Name: "night", Cron: "30 2 * * *"})
	if err := s.Loop(context.Background()); models.CodeOf(err) != models.Busy {
		t.Errorf("loop gives %v, want busy", err)
	}
	if _, err := s.Once(context.Background()); models.CodeOf(err) != models.Busy {
		t.Errorf("once gives %v, want busy", err)
	}
	if _, err := os.Stat(b.history); err == nil {
		t.Error("a history is written without the lead")
	}
}

func TestHistoryThatCannotBeWrittenEndsTheLoop(t *testing.T) {
	b := newBench(t, "2026-05-04T12:00:00Z")
	b.history = filepath.Join(b.history, "no", "such", "folder")
	if err := b.scheduler(schedule.Job{Name: "night", Cron: "30 2 * * *"}).Loop(context.Background()); err == nil {
		t.Error("loop goes on without a history")
	}
}
