package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/gc"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// young is how long a file is left alone that no snapshot names: a reader may have made
// it a moment ago, to answer for an earlier day.
const young = 24 * time.Hour

// gcResult is what peil gc prints with --json.
type gcResult struct {
	Days    int           `json:"snapshot_days,omitempty"`
	Kept    []int         `json:"kept"`
	Going   []gc.Snapshot `json:"going"`
	Files   []gc.File     `json:"files"`
	Bytes   int64         `json:"bytes"`
	Removed bool          `json:"removed"`
}

func (a *app) gcCommand() *cobra.Command {
	var apply bool
	cmd := &cobra.Command{
		Use:   "gc",
		Short: "List snapshots that are past their time and files that none names, and remove them",
		Long: `Lists the snapshots that are older than snapshot_days of peil.yml, and the tables, lake
files and definitions that no snapshot names which stays. The current snapshot always stays, and so do
the last one of each month and those of editions that were published or approved.
Editions, landing and what the current snapshot has are never touched. Without --apply
nothing is removed.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			m, err := a.manifest(0)
			if err != nil {
				return err
			}
			if !apply {
				return a.collect(p, m, false)
			}
			return a.recorded("gc", func(r *runRecord) error {
				current, release, err := a.begin(p, r)
				if err != nil {
					return err
				}
				defer release()
				return a.collect(p, current, true)
			})
		},
	}
	cmd.Flags().BoolVar(&apply, "apply", false, "remove what is listed")
	return cmd
}

// collect lists what goes, and removes it.
func (a *app) collect(p *models.Project, current *models.Manifest, apply bool) error {
	now := time.Now()
	rule := gc.Rule{Days: p.Config.SnapshotDays, Before: now.Add(-young)}
	var err error
	if rule.Named, err = a.promisedSnapshots(); err != nil {
		return err
	}
	plan, err := gc.List(a.layout(), current, rule)
	if err != nil {
		return err
	}
	if apply {
		if err := gc.Remove(a.layout(), plan, models.DateOf(now)); err != nil {
			return err
		}
	}
	if a.json {
		return printJSON(a.out, gcResult{rule.Days, plan.Kept, append([]gc.Snapshot{}, plan.Going...), append([]gc.File{}, plan.Files...), plan.Bytes, apply && len(plan.Going)+len(plan.Files) > 0})
	}
	going := make([]int, len(plan.Going))
	for i, s := range plan.Going {
		going[i] = s.Number
	}
	line := func(what string, numbers []int) {
		if len(numbers) > 0 {
			fmt.Fprintf(a.out, "%s %s: %s\n", prose.Counted(len(numbers), "snapshot"), what, load.Ranges(numbers))
		}
	}
	stays, goes := "stay", "go"
	if len(plan.Kept) == 1 {
		stays = "stays"
	}
	if len(going) == 1 {
		goes = "goes"
	}
	line(stays, plan.Kept)
	line(goes, going)
	fmt.Fprintf(a.out, "%s · %s that no snapshot names which stays · %s", prose.Counted(len(going), "snapshot"), prose.Counted(len(plan.Files), "file"), megabytes(plan.Bytes))
	switch {
	case len(going)+len(plan.Files) == 0:
		fmt.Fprint(a.out, ", nothing to remove")
	case apply:
		fmt.Fprint(a.out, ", removed")
	default:
		fmt.Fprint(a.out, ", nothing removed; --apply removes them, --json lists them")
	}
	if rule.Days == 0 {
		fmt.Fprint(a.out, " · every snapshot is kept, since snapshot_days of peil.yml does not say for how long")
	}
	fmt.Fprintln(a.out)
	return nil
}

// promisedSnapshots gives the snapshots of editions that were published, or that somebody
// approved so that they may be. An edition that cannot be read is an error: it may be of any.
func (a *app) promisedSnapshots() (map[int]bool, error) {
	_, unread, err := edition.Heads(a.layout().Editions())
	if err = errors.Join(append(unread, err)...); err != nil {
		return nil, err
	}
	dirs, err := a.editionsOf(func(r *release.Record, name string) bool {
		_, published := r.Published(name)
		return published || slices.ContainsFunc(r.Approvals, func(a release.Approval) bool { return a.Edition == name })
	})
	if err != nil {
		return nil, err
	}
	out := map[int]bool{}
	for _, dir := range dirs {
		head, err := edition.Head(dir)
		if err != nil {
			return nil, err
		}
		out[head.Snapshot] = true
	}
	return out, nil
}

// megabytes writes a number of bytes as people read disk space.
func megabytes(n int64) string {
	whole, tenth := n/1e6, n/1e5%10
	if whole >= 100 {
		return prose.Grouped(whole) + " MB"
	}
	return fmt.Sprintf("%s,%d MB", prose.Grouped(whole), tenth)
}
