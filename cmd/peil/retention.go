package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/retain"
	"github.com/vlot-evaluatie/peil/models"
)

// retentionResult is what peil retention prints with --json.
type retentionResult struct {
	On      models.Date     `json:"on"`
	Landed  int             `json:"landed_files"`
	Passed  []retain.Landed `json:"passed"`
	Removed int             `json:"removed"`
	Sealed  int             `json:"sealed,omitempty"`     // of the landed files
	Next    models.Date     `json:"next_until,omitempty"` // of what has not passed
}

func (a *app) retentionCommand() *cobra.Command {
	var apply bool
	cmd := &cobra.Command{
		Use:   "retention",
		Short: "List the files as received whose time is over, and remove them",
		Long: `Lists the files in landing that have been kept longer than retention_days of their
contract, counted from the day they last arrived. Without --apply nothing is
removed. With it they are, each noted in landing/SOURCE/removed.jsonl first; typed
rows stay, and an export that still lies in the exports folder does not come back.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			if _, err := a.manifest(0); err != nil {
				return err
			}
			if !apply {
				return a.retention(p, false)
			}
			return a.recorded("retention", func(r *runRecord) error {
				_, release, err := a.begin(p, r)
				if err != nil {
					return err
				}
				defer release()
				return a.retention(p, true)
			})
		},
	}
	cmd.Flags().BoolVar(&apply, "apply", false, "remove what is listed")
	return cmd
}

func (a *app) retention(p *models.Project, apply bool) error {
	today := models.DateOf(time.Now())
	all, err := retain.List(a.layout(), p, today)
	if err != nil {
		return err
	}
	r := retentionResult{On: today, Landed: len(all), Passed: []retain.Landed{}}
	t := &table{columns: []string{"source", "file", "received", "until", "days over"}, right: []bool{false, false, false, false, true}}
	for _, f := range all {
		if f.Sealed {
			r.Sealed++
		}
	}
	for _, f := range all {
		if !f.Passed() {
			r.Next = f.Until // sorted: the first that has not
			break
		}
		if apply {
			if err := retain.Remove(a.layout(), f, today); err != nil {
				return err
			}
			r.Removed++
		}
		r.Passed = append(r.Passed, f)
		name := f.Name
		if name == "" {
			name = f.SHA256[:12] + "…" // no receipt tells
		}
		t.add(f.Source, name, string(f.ReceivedOn), string(f.Until), prose.Grouped(int64(-f.DaysLeft)))
	}
	unsafe := retain.Folder(a.layout())
	if a.json {
		return errors.Join(printJSON(a.out, r), unsafe)
	}
	if len(t.rows) > 0 {
		// What is written to a terminal or a pipe that closed is nobody's any more.
		_ = t.text(a.out)
	}
	sealed := ""
	if r.Sealed > 0 {
		sealed = fmt.Sprintf(", %s sealed", prose.Grouped(int64(r.Sealed)))
	}
	fmt.Fprintf(a.out, "%s in landing%s · %s past retention", prose.Counted(r.Landed, "file"), sealed, prose.Grouped(int64(len(r.Passed))))
	switch {
	case r.Removed > 0:
		fmt.Fprintf(a.out, ", removed")
	case len(r.Passed) > 0:
		fmt.Fprintf(a.out, ", nothing removed; --apply removes them")
	}
	if r.Next != "" {
		fmt.Fprintf(a.out, " · the next after %s", r.Next)
	}
	fmt.Fprintln(a.out)
	return unsafe
}
