package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/models"
)

// systemClock is the clock of the machine; tests of schedule bring their own.
type systemClock struct{}

func (systemClock) Now() time.Time                         { return time.Now() }
func (systemClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// leader lets one scheduler at a time lead a data folder. Jobs take the lock of
// the data folder for themselves, so that a run by hand in between is possible.
type leader struct{ app *app }

func (l leader) Acquire() (func(), error) {
	held, err := load.Acquire(l.app.layout().Scheduler(), holder("schedule", time.Now()))
	if err != nil {
		return nil, err
	}
	return held.Release, nil
}

func (a *app) scheduleCommand() *cobra.Command {
	var once bool
	var exports string
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: "Run the jobs of peil.yml at their times until told to stop",
		Long: `Runs the jobs of peil.yml at their times, in their zone, until it is told to stop.
There is one run a local time slot, also when the clock changes; what was missed
while it was down is caught up once; jobs never overlap. A job that finds the data folder
held, or a source that cannot be reached, is tried again until its next slot. SIGTERM ends
it cleanly.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.scheduler(exports)
			if err != nil {
				return err
			}
			if once {
				ran, err := s.Once(cmd.Context())
				if ran > 0 || err == nil { // who cannot lead does not know what is due
					fmt.Fprintln(a.out, prose.CountedAs(ran, "job was due", "jobs were due"))
				}
				return err
			}
			return s.Loop(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "run what is due now and end")
	cmd.Flags().StringVar(&exports, "exports", "", "folder of exports; exports in peil.yml when absent")
	return cmd
}

func (a *app) scheduler(exports string) (*schedule.Scheduler, error) {
	p, err := a.loadProject()
	if err != nil {
		return nil, err
	}
	if len(p.Config.Jobs) == 0 {
		return nil, usage("peil.yml, jobs", "lists no job", "add one: see docs/project.md")
	}
	if err := a.makeData(); err != nil {
		return nil, err
	}
	c := schedule.Config{
		History: a.layout().Jobs(), Clock: systemClock{},
		Leader: leader{a},
		Log:    func(e schedule.Event) { a.logEvent(e) },
	}
	for _, j := range p.Config.Jobs {
		c.Jobs = append(c.Jobs, schedule.Job{Name: j.Name, Cron: j.Cron, Zone: j.TimeZone(), Where: "peil.yml, job " + j.Name, Run: a.job(j, exports)})
	}
	return schedule.New(c)
}

// job gives what a job does: an intake of all or some sources, or a report.
func (a *app) job(j models.JobConfig, exports string) func(context.Context) error {
	return func(ctx context.Context) error {
		return a.recorded("schedule "+j.Name, func(r *runRecord) error {
			if j.Run == "report" {
				return a.writeReports(ctx, reportOptions{pages: []string{j.Report}, langs: []string{"nl"}})
			}
			return a.intake(ctx, intakeOptions{exports: exports, sources: j.Source, reports: true, record: r})
		})
	}
}

func (a *app) logEvent(e schedule.Event) {
	if a.quiet {
		return
	}
	const at = "2006-01-02 15:04:05 MST"
	day := func(t time.Time) string { return t.In(e.At.Location()).Format("2006-01-02 15:04 MST") }
	missed := ""
	if e.MissedCount > 0 {
		missed = fmt.Sprintf("  (stands for %s too)", prose.CountedAs(e.MissedCount, "missed slot", "missed slots"))
	}
	text := e.At.Format(at) + "  "
	switch e.Kind {
	case schedule.Started:
		text += "started  data " + a.data
	case schedule.JobWaits, schedule.JobRegistered:
		when := "no slot ever comes: see its cron"
		if !e.Slot.At.IsZero() {
			when = "next " + day(e.Slot.At)
		}
		if !e.Again.IsZero() {
			when = "tries again " + day(e.Again)
		}
		text += fmt.Sprintf("%s  waits  %s%s", e.Job, when, lastOf(e.Last))
		if e.Kind == schedule.JobRegistered {
			text += "; it is new"
		}
	case schedule.ClockWrong:
		text += fmt.Sprintf("%s  waits  next %s; its last record is of %s, when the clock was wrong: it counts from now", e.Job, day(e.Slot.At), day(e.Last.StartedAt))
	case schedule.JobDue:
		text += fmt.Sprintf("%s  due now  %s %s", e.Job, e.Slot.Local, e.Last.Zone)
		switch {
		case e.Last.CutOff() && e.Last.Slot == e.Slot.Local:
			text += fmt.Sprintf(": its run was cut off, begun at %s", e.Last.StartedAt.In(e.At.Location()).Format(at))
		case e.Last.Outcome == schedule.Postponed && e.Last.Slot == e.Slot.Local:
			text += fmt.Sprintf(": its run was postponed at %s", e.Last.EndedAt.In(e.At.Location()).Format(at))
		default:
			text += " was missed" + missed + lastOf(e.Last)
		}
	default:
		text += fmt.Sprintf("%s  %s", e.Job, e.Kind)
		if e.Outcome != "" {
			text += "  " + string(e.Outcome)
		}
		text += missed
	}
	if e.Err != nil {
		text += "  " + e.Err.Error()
	}
	if e.Kind == schedule.RunEnded && !e.Again.IsZero() {
		text += "; tried again " + day(e.Again)
	}
	fmt.Fprintln(a.diag, text)
}

// lastOf tells how the run before went; "" when there was none.
func lastOf(r schedule.Record) string {
	switch {
	case r.Slot == "":
		return ""
	case r.CutOff():
		return "; the run for " + r.Slot + " " + r.Zone + " was cut off"
	}
	return "; the run for " + r.Slot + " " + r.Zone + " is " + string(r.Outcome)
}
