package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// retryResult is what retry prints with --json.
type retryResult struct {
	Deliveries []retriedResult `json:"deliveries"`
	Others     int             `json:"others"` // loaded again since their contract changed, too
	*runResult
}

// retriedResult is one delivery in a retryResult.
type retriedResult struct {
	Source  string       `json:"source"`
	Entity  string       `json:"entity"`
	File    string       `json:"file"`
	Changed bool         `json:"changed"` // what it is loaded by had changed, so it was loaded again
	Gone    bool         `json:"gone"`    // its landed bytes are not there
	Before  countsResult `json:"before"`
	After   countsResult `json:"after"`
}

// countsResult is what a delivery has in the lake, or not.
type countsResult struct {
	Kept       int64 `json:"kept"`
	Rejected   int64 `json:"rejected"`
	Corrected  int64 `json:"corrected"`
	Quarantine bool  `json:"quarantine"`
}

func countsOf(d models.Loaded) countsResult {
	return countsResult{d.Kept, d.Rejected, d.Corrected, d.Quarantine != ""}
}

func (a *app) retryCommand() *cobra.Command {
	var c chosen
	var noReport bool
	cmd := &cobra.Command{
		Use:   "retry [SOURCE[/ENTITY]]",
		Short: "Load rejected and quarantined deliveries again after a change",
		Long: `Loads deliveries that are in quarantine or have rejected rows again from their
landed bytes, after a contract or a correction changed, and publishes a snapshot
as peil run does. No export is looked at.

  peil retry
  peil retry shelter/beds --file beds_2023-02-28.csv`,
		Args: mostArgs(1, "at most one SOURCE or SOURCE/ENTITY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			if err := c.resolve(p, args); err != nil {
				return err
			}
			if _, err := os.Stat(a.layout().Current()); err != nil {
				return usage("--data "+a.data, "has no snapshot", "take exports in first: peil run")
			}
			result := &retryResult{Deliveries: []retriedResult{}, runResult: &runResult{Sources: []sourceResult{}}}
			err = a.recorded("retry", func(r *runRecord) error {
				return a.retry(cmd.Context(), p, &c, intakeOptions{reports: !noReport, record: r, result: result.runResult}, result)
			})
			if !a.json || models.CodeOf(err) == models.Invalid || models.CodeOf(err) == models.Busy {
				return err
			}
			result.Editions = a.made
			return errors.Join(err, printJSON(a.out, result))
		},
	}
	c.flags(cmd)
	cmd.Flags().BoolVar(&noReport, "no-report", false, "write no reports")
	return cmd
}

// retry loads again what is chosen and publishes when something came of it.
func (a *app) retry(ctx context.Context, p *models.Project, c *chosen, o intakeOptions, out *retryResult) error {
	previous, release, err := a.begin(p, o.record)
	if err != nil {
		return err
	}
	defer release()
	if err := c.named(previous.Deliveries); err != nil {
		return err
	}
	var key *protect.Key
	if needsKey(p) {
		if key, err = protect.LoadKey(p.Config.Key, os.LookupEnv, a.data); err != nil {
			return err
		}
	}
	bar := a.progress("retry")
	result, tried, err := etl.Retry(ctx, etl.Config{Project: p, Layout: a.layout(), Key: key, Identity: a.identity(p), Now: time.Now, Workers: runtime.NumCPU(), Progress: bar.event},
		previous, func(d models.Loaded) bool { return c.of(d) && (d.Quarantine != "" || d.Rejected > 0) })
	bar.done()
	if err != nil {
		return err
	}
	for _, w := range result.Warnings {
		fmt.Fprintf(a.diag, "peil: %s\n", w)
	}
	loaded := a.printRetry(c, tried, otherLoads(previous.Deliveries, result.Deliveries), out)
	faults := errors.Join(result.Errors...)
	if loaded == 0 {
		out.Snapshot = previous.Snapshot
		return faults
	}
	return errors.Join(a.conclude(ctx, p, result, previous, key, o), faults)
}

// otherLoads counts the deliveries that are not as they were.
func otherLoads(before, after []models.Loaded) int {
	had := map[string]bool{}
	for _, d := range before {
		had[d.LoadID] = true
	}
	n := 0
	for _, d := range after {
		if !had[d.LoadID] {
			n++
		}
	}
	return n
}

// printRetry tells what each delivery was and what it became, and gives how many
// deliveries were loaded, of loaded in all.
func (a *app) printRetry(c *chosen, tried []etl.Retried, loaded int, out *retryResult) int {
	t := &table{columns: []string{"source", "file", "kept", "rejected", "corrected", "state"}, right: []bool{false, false, true, true, true, false}}
	same, gone := 0, 0
	for _, r := range tried {
		before, after := countsOf(r.Before), countsOf(r.After)
		out.Deliveries = append(out.Deliveries, retriedResult{r.Before.Source, r.Before.Entity, r.Before.Name, r.Changed(), r.Gone, before, after})
		switch {
		case r.Gone:
			gone++
		case !r.Changed():
			same++
		default:
			t.add(r.Before.Source+"/"+r.Before.Entity, r.Before.Name, step(before.Kept, after.Kept), step(before.Rejected, after.Rejected),
				step(before.Corrected, after.Corrected), stateStep(before, after))
		}
	}
	out.Others = max(0, loaded-len(t.rows))
	if a.json {
		return loaded
	}
	if len(t.rows) > 0 {
		// What is written to a terminal or a pipe that closed is nobody's any more.
		_ = t.text(a.out)
	}
	var said []string
	if len(tried) == 0 {
		said = append(said, "nothing to load again: no delivery is in quarantine or has rejected rows"+c.words())
	}
	if same > 0 {
		said = append(said, fmt.Sprintf("%s as before: no contract, list or correction changed for %s", deliveries(same, ""), map[bool]string{true: "it", false: "them"}[same == 1]))
	}
	if gone > 0 {
		said = append(said, deliveries(gone, "")+" cannot be loaded again: the landed bytes are gone")
	}
	if out.Others > 0 {
		said = append(said, deliveries(out.Others, "other ")+" of the same entities loaded again, since what changed is about them too")
	}
	for _, line := range said {
		fmt.Fprintln(a.out, line)
	}
	return loaded
}

func deliveries(n int, kind string) string {
	if n == 1 {
		return "1 " + kind + "delivery"
	}
	return prose.Grouped(int64(n)) + " " + kind + "deliveries"
}

// step writes what a number was and what it became; the number alone when it is
// the same.
func step(before, after int64) string {
	if before == after {
		return prose.Grouped(after)
	}
	return prose.Grouped(before) + " → " + prose.Grouped(after)
}

func stateStep(before, after countsResult) string {
	switch {
	case before.Quarantine && after.Quarantine:
		return "still in quarantine"
	case before.Quarantine:
		return "out of quarantine"
	case after.Quarantine:
		return "put in quarantine"
	case after.Rejected == 0:
		return "complete"
	}
	return "in the lake"
}
