package schedule

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Clock tells the time and waits; the real one lives in cmd.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// Leader lets one process at a time run jobs. Acquire does not wait: when
// another process leads it gives an error (models.Busy) that names it.
type Leader interface {
	Acquire() (release func(), err error)
}

// Job is something to run at the slots of a cron text.
type Job struct {
	// Name is unique; the history knows the job by it.
	Name string
	// Cron is five fields or a descriptor such as @daily, read in Zone.
	Cron string
	// Zone is a zone's name, such as Europe/Brussels.
	Zone string
	// Where is the place of this setting (peil.yml:12:5), for error messages;
	// empty for the job's name.
	Where string
	// Run does the work and returns soon after its context is cancelled.
	Run func(ctx context.Context) error
}

// Config is what a Scheduler needs. All but Grace and Log are required.
type Config struct {
	Jobs []Job
	// History is the path of the history file; its folder exists.
	History string
	Clock   Clock
	Leader  Leader
	// Grace is how long a cancelled job may take to return; 30 seconds when zero.
	Grace time.Duration
	// Log is told what happens, from the goroutine of Loop or Once.
	Log func(Event)
}

// EventKind says what an Event tells.
type EventKind string

// The kinds of events.
const (
	// Started: a loop has begun to lead. An event for each job follows.
	Started EventKind = "started"
	// JobWaits: after a start, a job waits for its next slot, given in Slot.
	JobWaits EventKind = "job waits"
	// JobDue: after a start, a job is late for Slot: it was missed, or its run was cut off.
	JobDue EventKind = "job due"
	// JobRegistered: a new job waits for its first slot, given in Slot.
	JobRegistered EventKind = "job registered"
	// RunStarted and RunEnded surround each run; only RunEnded has an Outcome.
	RunStarted EventKind = "run started"
	RunEnded   EventKind = "run ended"
	// HistoryTorn: an unfinished last line of the history was left out.
	HistoryTorn EventKind = "history torn"
	// ClockWrong: the last run of a job is on record for a day that is far from reached, so
	// that its clock was wrong then. The job waits for its next slot, given in Slot.
	ClockWrong EventKind = "clock wrong"
)

// Event is something that happened.
type Event struct {
	Kind EventKind
	At   time.Time
	Job  string
	Slot Slot
	// MissedCount is the number of earlier slots that the run stands for.
	MissedCount int
	Outcome     Outcome
	// Err is the job's own error.
	Err error
	// Again is from when on a run that was postponed is tried again.
	Again time.Time
	// Last is the latest record of the job, of JobWaits, JobDue and ClockWrong.
	Last Record
}

// Scheduler runs jobs at their slots. Loop and Once exclude each other by Leader.
type Scheduler struct {
	cfg       Config
	calendars []calendar
}

// New checks a configuration; wrong jobs give one *models.Error each, joined.
func New(cfg Config) (*Scheduler, error) {
	if cfg.Clock == nil || cfg.Leader == nil || cfg.History == "" {
		return nil, errors.New("make scheduler: clock, leader and history are required")
	}
	if cfg.Grace == 0 {
		cfg.Grace = 30 * time.Second
	}
	if cfg.Log == nil {
		cfg.Log = func(Event) {}
	}
	s := &Scheduler{cfg: cfg}
	var wrong []error
	seen := map[string]bool{}
	for _, j := range cfg.Jobs {
		where := j.Where
		if where == "" {
			where = fmt.Sprintf("job %q", j.Name)
		}
		if j.Name == "" || seen[j.Name] {
			wrong = append(wrong, &models.Error{
				Code: models.Invalid, Where: where,
				What: fmt.Sprintf("job name is %q, want one that no other job has", j.Name),
				Fix:  "give each job its own name",
			})
		}
		seen[j.Name] = true
		if j.Run == nil {
			return nil, fmt.Errorf("make scheduler: job %q has no function", j.Name)
		}
		c, err := parse(where, j.Cron, j.Zone)
		if err != nil {
			wrong = append(wrong, err)
		}
		s.calendars = append(s.calendars, c)
	}
	return s, errors.Join(wrong...)
}

// Next gives the instant at which a job's first slot after another instant is
// due; zero for an unknown job and for slots that never come (30 February).
func (s *Scheduler) Next(job string, after time.Time) time.Time {
	for i, j := range s.cfg.Jobs {
		if j.Name == job {
			slot, _ := s.calendars[i].next(after)
			return slot.At
		}
	}
	return time.Time{}
}

// maxWait bounds one wait, so that a machine that slept, or whose clock was set,
// is noticed within it.
const maxWait = time.Minute

// Loop runs jobs when they are due until ctx is cancelled, and then returns nil
// once the running job has returned. It returns an error when it cannot lead or
// cannot keep the history, as a run that is not on record would run again, and
// when a cancelled job does not return within the grace period. Errors of jobs
// go to the history and the log; a job that was busy, or a source that could not be
// reached, is tried again before its next slot.
func (s *Scheduler) Loop(ctx context.Context) error {
	h, release, err := s.begin(s.tell)
	if err != nil {
		return err
	}
	defer release()
	for ctx.Err() == nil {
		if err := s.register(h); err != nil { // the clock may have been put right meanwhile
			return err
		}
		// Looked up anew after each run: time has passed, and the job that has
		// waited longest goes first.
		if due := s.due(h, s.cfg.Clock.Now()); len(due) > 0 {
			if _, err := s.run(ctx, h, due[0]); err != nil {
				return err
			}
			continue
		}
		select {
		case <-ctx.Done():
		case <-s.cfg.Clock.After(s.wait(s.cfg.Clock.Now())):
		}
	}
	return nil
}

// Once runs each job that is due now, at most once, and returns the number of
// runs. Errors of the jobs are joined into err, after all of them have run.
func (s *Scheduler) Once(ctx context.Context) (ran int, err error) {
	h, release, err := s.begin(func(*History) {})
	if err != nil {
		return 0, err
	}
	defer release()
	var failed []error
	for _, d := range s.due(h, s.cfg.Clock.Now()) {
		if ctx.Err() != nil {
			break
		}
		jobErr, err := s.run(ctx, h, d)
		ran++
		if jobErr != nil {
			failed = append(failed, fmt.Errorf("run job %s: %w", s.cfg.Jobs[d.job].Name, jobErr))
		}
		if err != nil {
			return ran, errors.Join(append(failed, err)...)
		}
	}
	return ran, errors.Join(failed...)
}

// begin takes the lead, then reads the history: not before, as the previous
// leader may still have been writing it. tell is called with it before new jobs are in.
func (s *Scheduler) begin(tell func(*History)) (*History, func(), error) {
	release, err := s.cfg.Leader.Acquire()
	if err != nil {
		return nil, nil, err
	}
	h, err := ReadHistory(s.cfg.History)
	if err == nil {
		tell(h)
		err = s.register(h)
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	return h, release, nil
}

// tell logs with what a loop starts: who reads the log of a night must see which jobs
// there are, when they run, and what did not come to its end before.
func (s *Scheduler) tell(h *History) {
	now := s.cfg.Clock.Now()
	s.cfg.Log(Event{Kind: Started, At: now})
	late := s.due(h, now)
	for i, j := range s.cfg.Jobs {
		last, known := h.Last(j.Name)
		if !known || tooLate(h.used[j.Name], now) {
			continue // register tells of it
		}
		e := Event{Kind: JobWaits, At: now, Job: j.Name, Last: last}
		if n := slices.IndexFunc(late, func(d dueRun) bool { return d.job == i }); n >= 0 {
			e.Kind, e.Slot, e.MissedCount = JobDue, late[n].slot, late[n].missed
		} else if again := h.again(j.Name, now); again.After(now) {
			e.Again = again
		} else {
			e.Slot, _ = s.calendars[i].following(h.used[j.Name], now)
		}
		s.cfg.Log(e)
	}
}

// ahead is how far after now a run may have begun: a clock that was set back by less is
// waited for, so that no slot runs twice. Waiting for more would leave a job out for as long
// as a clock was wrong, which may be years.
const ahead = 7 * 24 * time.Hour

func tooLate(r Record, now time.Time) bool { return r.StartedAt.After(now.Add(ahead)) }

// register gives new jobs a record to count their slots from. Without it a
// program that is started for each Once would never find anything due. So do jobs of
// which the last run is on record for a day that is far from reached.
func (s *Scheduler) register(h *History) error {
	now := s.cfg.Clock.Now()
	if h.Torn() {
		s.cfg.Log(Event{Kind: HistoryTorn, At: now})
	}
	for i, j := range s.cfg.Jobs {
		used, known := h.used[j.Name]
		if known && !tooLate(used, now) {
			continue
		}
		e := Event{Kind: JobRegistered, At: now, Job: j.Name, Outcome: Registered}
		if known {
			e.Kind, e.Last = ClockWrong, used
		}
		if err := h.append(Record{Job: j.Name, Zone: j.Zone, StartedAt: now, EndedAt: now, Outcome: Registered}); err != nil {
			return err
		}
		e.Slot, _ = s.calendars[i].next(now)
		s.cfg.Log(e)
	}
	return nil
}

// dueRun is a job with the slot that it is to run for.
type dueRun struct {
	job    int
	slot   Slot
	missed int
}

// due lists the jobs that are due, the earliest slot first, then as configured. One that
// is not on record yet has no slots that it could have missed, and one that was postponed
// waits a while, unless a later slot has come.
func (s *Scheduler) due(h *History, now time.Time) []dueRun {
	var out []dueRun
	for i, j := range s.cfg.Jobs {
		used, known := h.used[j.Name]
		if !known {
			continue
		}
		slot, n := s.calendars[i].due(used, now)
		if h.again(j.Name, now).After(now) && slot.Local == h.last[j.Name].Slot {
			continue
		}
		if n > 0 {
			out = append(out, dueRun{job: i, slot: slot, missed: n - 1})
		}
	}
	slices.SortStableFunc(out, func(a, b dueRun) int {
		return cmp.Or(a.slot.At.Compare(b.slot.At), cmp.Compare(a.job, b.job))
	})
	return out
}

// wait gives the time until the next slot of any job, at most maxWait.
func (s *Scheduler) wait(now time.Time) time.Duration {
	d := maxWait
	for _, c := range s.calendars {
		if slot, ok := c.next(now); ok {
			d = min(d, slot.At.Sub(now))
		}
	}
	return d
}

// run does one run and records it. The first error is the job's own, the second
// one ends the loop.
func (s *Scheduler) run(ctx context.Context, h *History, d dueRun) (jobErr, err error) {
	job := s.cfg.Jobs[d.job]
	r := Record{Job: job.Name, Slot: d.slot.Local, Zone: job.Zone, StartedAt: s.cfg.Clock.Now(), MissedCount: d.missed}
	// On record before it begins: whoever starts after a kill can then tell a run that was
	// cut off from one that never was.
	begun := r
	begun.EndedAt, begun.Outcome = r.StartedAt, Begun
	if err := h.append(begun); err != nil {
		return nil, err
	}
	s.cfg.Log(Event{Kind: RunStarted, At: r.StartedAt, Job: job.Name, Slot: d.slot, MissedCount: d.missed})

	returned := make(chan error, 1)
	go func() { returned <- guarded(ctx, job.Run) }()
	var stuck error
	select {
	case jobErr = <-returned:
	case <-ctx.Done():
		// The job's context is cancelled with ours; what is left is to let it end.
		select {
		case jobErr = <-returned:
		case <-s.cfg.Clock.After(s.cfg.Grace):
			jobErr = fmt.Errorf("job did not return within %s of being cancelled", s.cfg.Grace)
			stuck = fmt.Errorf("stop job %s: %w", job.Name, jobErr)
		}
	}

	r.EndedAt, r.Outcome = s.cfg.Clock.Now(), Done
	if jobErr != nil {
		r.Outcome, r.Message = Failed, jobErr.Error()
		switch code := models.CodeOf(jobErr); {
		case ctx.Err() != nil:
			r.Outcome = Cancelled
		case code == models.Busy, code == models.Unavailable:
			r.Outcome = Postponed
		}
	}
	err = errors.Join(stuck, h.append(r))
	s.cfg.Log(Event{
		Kind: RunEnded, At: r.EndedAt, Job: job.Name, Slot: d.slot,
		MissedCount: d.missed, Outcome: r.Outcome, Err: jobErr, Again: h.again(job.Name, r.EndedAt),
	})
	return jobErr, err
}

// guarded turns a panic of a job into its error: one broken job must not take
// the others' schedule down.
func guarded(ctx context.Context, run func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job panicked: %v", p)
		}
	}()
	return run(ctx)
}
