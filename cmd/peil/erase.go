package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/erase"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

type eraseOptions struct {
	person bool
	domain string
	reason string
	apply  bool
}

// eraseResult is what peil erase prints with --json: counts, never who.
type eraseResult struct {
	Applied    bool          `json:"applied"`
	Rows       int64         `json:"rows"`
	Cells      int64         `json:"cells"`
	Rejects    int64         `json:"rejects"`
	Aliases    int           `json:"other_numbers"`
	Deliveries []heldResult  `json:"deliveries"`
	Landed     int           `json:"landed_files"`
	Unread     int           `json:"landed_files_that_cannot_be_read"`
	Snapshots  []int         `json:"snapshots"`
	Record     *load.Erasure `json:"record,omitempty"`
}

type heldResult struct {
	Source  string `json:"source"`
	Entity  string `json:"entity"`
	File    string `json:"file"`
	Rows    int64  `json:"rows"`
	Cells   int64  `json:"cells"`
	Rejects int64  `json:"rejects"`
}

func (a *app) eraseCommand() *cobra.Command {
	var o eraseOptions
	cmd := &cobra.Command{
		Use:   "erase",
		Short: "Take a person out of the data folder for good",
		Long: `Reads an identifier from one line of standard input, never from the command line,
and takes whoever it identifies out of the data folder: rows and cells of the lake,
also under the other numbers that contracts know as aliases, what is told of
rejected rows, landed files, the tables built from them, and the snapshots that
named them. A new snapshot takes their place and erasures.jsonl keeps the proof:
counts and hashes, no identity. Published editions stand.

Without --apply it tells what would go, and changes nothing:

  peil erase --person < number.txt
  peil erase --person --apply --reason "verzoek 2026/14" < number.txt
  peil erase --domain household --apply < number.txt

A person has --person: the number is checked, and looked for in every domain.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 { // not repeated: it may be the number
				return usage("peil erase", "takes no arguments: an identifier on the command line is in the history of the shell and in the list of processes", "give it on standard input")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.erase(cmd.Context(), o) },
	}
	cmd.SetFlagErrorFunc(func(*cobra.Command, error) error { // nor is this
		return usage("peil erase", "has a flag that is not known, or one with a value that it does not take", "give the identifier on standard input; see peil erase -h")
	})
	f := cmd.Flags()
	f.BoolVar(&o.person, "person", false, "the identifier is an insz, and is looked for in every domain")
	f.StringVar(&o.domain, "domain", "", "the identifier is one of this domain, like household")
	f.StringVar(&o.reason, "reason", "", "why, for the record; name nobody in it")
	f.BoolVar(&o.apply, "apply", false, "do it; without, it is only told what would go")
	return cmd
}

// subject reads who is meant.
func (a *app) subject(p *models.Project, o eraseOptions) (erase.Subject, error) {
	if o.person == (o.domain != "") {
		return erase.Subject{}, usage("peil erase", "wants one of --person and --domain", "say what the identifier on standard input identifies; see peil erase -h")
	}
	if f, ok := a.in.(*os.File); ok && !a.quiet {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			fmt.Fprintln(a.diag, "peil: type the identifier on one line; whoever sees the screen sees it")
		}
	}
	line, err := bufio.NewReader(io.LimitReader(a.in, 1<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return erase.Subject{}, fmt.Errorf("read identifier: %w", err)
	}
	if o.person {
		return erase.Person(p, strings.TrimSpace(line))
	}
	return erase.Other(p, o.domain, strings.TrimSpace(line))
}

func (a *app) erase(ctx context.Context, o eraseOptions) error {
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	who, err := a.subject(p, o)
	if err != nil {
		return err
	}
	if !o.apply {
		m, err := a.manifest(0)
		if err != nil {
			return err
		}
		return a.looked(ctx, p, m, who, filepath.Join(a.layout().Scratch(), "erase"), func(_ *erase.Eraser, found *erase.Found) error {
			return a.printErasure(found, nil)
		})
	}
	if _, err := a.manifest(0); err != nil {
		return err
	}
	return a.recorded("erase", func(r *runRecord) error {
		previous, release, err := a.begin(p, r)
		if err != nil {
			return err
		}
		defer release()
		return a.looked(ctx, p, previous, who, filepath.Join(a.layout().Temporary(), "erase"), func(x *erase.Eraser, found *erase.Found) error {
			if found.Nothing() {
				return a.printErasure(found, nil)
			}
			return a.eraseFound(ctx, x, found, previous, o, r)
		})
	})
}

// looked opens an engine, looks for the subject, and goes on with what was found.
func (a *app) looked(ctx context.Context, p *models.Project, m *models.Manifest, who erase.Subject, work string, then func(*erase.Eraser, *erase.Found) error) error {
	key, err := protect.LoadKey(p.Config.Key, os.LookupEnv, a.data)
	if err != nil {
		return err
	}
	if _, err := key.Fits(a.layout().KeyCheck(), m.KeyVersion); err != nil {
		return err
	}
	db, err := duck.Open(ctx, duck.Options{Memory: p.Config.EngineMemory(), Temp: work})
	if err != nil {
		return err
	}
	defer db.Close()
	x := &erase.Eraser{Project: p, Layout: a.layout(), Key: key, DB: db, Identity: a.identity(p)}
	found, err := x.Look(ctx, m, who)
	if err != nil {
		return err
	}
	return then(x, found)
}

func (a *app) eraseFound(ctx context.Context, x *erase.Eraser, found *erase.Found, previous *models.Manifest, o eraseOptions, r *runRecord) error {
	by, err := a.who()
	if err != nil {
		return err
	}
	deliveries, record, err := x.Erase(ctx, found, erase.Note{At: r.StartedAt, By: by.Name, Reason: o.reason})
	if err != nil {
		return err
	}
	draft := &models.Manifest{Format: models.FormatVersion, Project: previous.Project, Deliveries: deliveries, KeyVersion: previous.KeyVersion}
	current, err := a.publish(ctx, x.Project, draft, previous, intakeOptions{record: r, result: &runResult{}})
	if err != nil {
		record.State = "abandoned"
		return errors.Join(err, load.WriteErasure(a.layout(), record))
	}
	r.Snapshot = current.Snapshot
	if record, err = erase.Finish(a.layout(), current, record); err != nil {
		return err
	}
	return a.printErasure(found, &record)
}

// tellErasures says that a page about an earlier day is made from what erasures left.
func (a *app) tellErasures(m *models.Manifest, known models.Date) error {
	if known == m.KnownAt {
		return nil
	}
	erased, err := load.ByErasures(a.layout(), m)
	if err == nil && len(erased) > 0 {
		fmt.Fprintf(a.diag, "peil: %s changed what is known of %s: figures may differ from editions made before, which stand (%s)\n", strings.Join(erased, ", "), known, a.layout().Erasures())
	}
	return err
}

// resumeErasure ends what a crash cut off, before anything else is written.
func (a *app) resumeErasure(current *models.Manifest) error {
	record, err := erase.Resume(a.layout(), current)
	if err != nil || record == nil {
		return err
	}
	if record.State == "done" {
		fmt.Fprintf(a.diag, "peil: %s had been cut off and is finished now\n", record.Title())
		return nil
	}
	fmt.Fprintf(a.diag, "peil: %s had been cut off before anything was erased; ask for it again\n", record.Title())
	return nil
}

// printErasure tells what would go, or what went when there is a record.
func (a *app) printErasure(f *erase.Found, record *load.Erasure) error {
	r := eraseResult{Applied: record != nil, Aliases: f.Aliases, Deliveries: []heldResult{}, Landed: len(f.Landed), Unread: len(f.Unread), Snapshots: append([]int{}, f.Snapshots...), Record: record}
	t := &table{columns: []string{"source", "file", "rows", "cells", "rejects"}, right: []bool{false, false, true, true, true}}
	for _, h := range f.Deliveries {
		r.Rows, r.Cells, r.Rejects = r.Rows+h.Rows, r.Cells+h.Cells, r.Rejects+h.Rejects
		r.Deliveries = append(r.Deliveries, heldResult{h.Source, h.Entity, h.Name, h.Rows, h.Cells, h.Rejects})
		t.add(h.Source+"/"+h.Entity, h.Name, prose.Grouped(h.Rows), prose.Grouped(h.Cells), prose.Grouped(h.Rejects))
	}
	for _, l := range f.Unread {
		fmt.Fprintf(a.diag, "peil: landing/%s/%s cannot be read, so nobody knows who is in it; peil retention removes it when its time is over\n", l.Source, l.SHA256)
	}
	if a.json {
		return printJSON(a.out, r)
	}
	if f.Nothing() {
		fmt.Fprintln(a.out, "nothing in the data folder holds this identifier")
		return nil
	}
	if len(t.rows) > 0 {
		// What is written to a terminal or a pipe that closed is nobody's any more.
		_ = t.text(a.out)
	}
	also := ""
	if f.Aliases > 0 {
		also = " · also under " + prose.Counted(f.Aliases, "other number")
	}
	fmt.Fprintf(a.out, "%s, %s, %s of rejects · %s · %s%s\n", prose.Counted(int(r.Rows), "row"), prose.Counted(int(r.Cells), "cell"), prose.Counted(int(r.Rejects), "reason"),
		prose.Counted(r.Landed, "landed file"), prose.Counted(len(r.Snapshots), "snapshot"), also)
	if record == nil {
		fmt.Fprintln(a.out, "nothing was changed; --apply erases it")
		return nil
	}
	fmt.Fprintf(a.out, "%s · snapshot %d in place of %d · %s of lake and marts removed · %s\n", record.Title(), record.SnapshotAfter, record.SnapshotBefore,
		prose.Counted(record.Removed, "file"), a.layout().Erasures())
	return nil
}
