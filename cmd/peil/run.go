package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

type intakeOptions struct {
	exports    string
	folderOnly bool // the demo's key is no secret: nothing real may come in with it
	sources    []string
	full       bool
	reports    bool
	last       bool         // the process ends behind it
	key        *protect.Key // the demo brings its own
	record     *runRecord
	result     *runResult // filled in when not nil
}

// runResult is what run and demo print with --json.
type runResult struct {
	Sources  []sourceResult `json:"sources"`
	Snapshot int            `json:"snapshot"` // 0: nothing was published
	New      bool           `json:"new"`
	Models   int            `json:"models"`
	Rebuilt  int            `json:"rebuilt"`
	Passed   int            `json:"checks_passed"`
	Warnings int            `json:"checks_warned"`
	Blocked  int            `json:"checks_blocked"`
	Editions []madeEdition  `json:"editions"`

	KeyVersion int `json:"-"` // that a rotation went to
}

// sourceResult is one entity in a runResult.
type sourceResult struct {
	Source    string  `json:"source"`
	Entity    string  `json:"entity"`
	Files     int     `json:"files"`
	Rows      int64   `json:"rows"`
	New       int64   `json:"new"`
	Rejected  int64   `json:"rejected"`
	Corrected int64   `json:"corrected,omitempty"`
	Warned    int64   `json:"warned,omitempty"`
	Seconds   float64 `json:"seconds"`
}

// finish prints the result of a run as JSON when that was asked for, also of one
// that was held back: the exit code and the messages tell why.
func (a *app) finish(r *runResult, err error) error {
	if !a.json || r == nil || len(r.Sources) == 0 {
		return err
	}
	r.Editions = a.made
	return errors.Join(err, printJSON(a.out, r))
}

func (a *app) runCommand() *cobra.Command {
	var o intakeOptions
	var noReport bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Take in exports, build, check, publish a snapshot, write reports",
		Long: `Takes in new exports, builds the models whose input or SQL changed, runs the
checks, publishes a snapshot and writes the reports of peil.yml. The same input
twice makes no new snapshot.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.reports, o.last, o.result = !noReport, a.ends, &runResult{}
			err := a.recorded("run", func(r *runRecord) error {
				o.record = r
				return a.intake(cmd.Context(), o)
			})
			return a.finish(o.result, err)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.exports, "exports", "", "folder of exports; exports in peil.yml when absent")
	f.StringArrayVar(&o.sources, "source", nil, "take in this source only; may be repeated")
	f.BoolVar(&o.full, "full", false, "build every model, and fetch and load every export, again")
	f.BoolVar(&noReport, "no-report", false, "write no reports")
	return cmd
}

// recorded runs a command and keeps what became of it in the run history.
func (a *app) recorded(command string, do func(*runRecord) error) error {
	r := &runRecord{Command: command, StartedAt: time.Now()}
	err := do(r)
	r.EndedAt, r.Outcome = time.Now(), outcome(err)
	if err != nil {
		r.Message = models.Flatten(err)[0].Error()
	}
	if info, e := os.Stat(a.data); e != nil || !info.IsDir() {
		return err // nothing was begun: there is no history to keep
	}
	told := remember(a.layout(), *r)
	if err != nil && errors.Is(told, fs.ErrPermission) {
		return err // who may not write there was refused already
	}
	return errors.Join(err, told)
}

// makeData makes the data folder; landing files hold identifiers, so others
// have no business in it.
func (a *app) makeData() error {
	if err := os.MkdirAll(a.data, 0o750); err != nil {
		return cannotMake("--data", a.data, err)
	}
	return nil
}

// intake is the main job, from exports to reports.
func (a *app) intake(ctx context.Context, o intakeOptions) error {
	p, err := a.loadProject()
	if err != nil {
		return err
	}
	for _, name := range o.sources {
		if _, err := p.Source(name); err != nil {
			return err
		}
	}
	doors, err := a.doors(p, o)
	if err != nil {
		return err
	}
	defer doors.Close()
	if err := a.makeData(); err != nil {
		return err
	}
	previous, release, err := a.begin(p, o.record)
	if err != nil {
		return err
	}
	defer release()
	key := o.key
	if key == nil && needsKey(p) {
		if key, err = protect.LoadKey(p.Config.Key, os.LookupEnv, a.data); err != nil {
			return err
		}
	}
	bar := a.progress("intake")
	result, err := etl.Run(ctx, etl.Config{
		Project: p, Layout: a.layout(), Connector: doors, Sources: o.sources, Full: o.full,
		Key: key, Identity: a.identity(p), Now: time.Now, Workers: runtime.NumCPU(), Progress: bar.event,
	}, previous)
	bar.done()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(result.Errors, isFull) {
		// What did come in is not all that could: a snapshot of it would be a small one.
		return errors.Join(result.Errors...)
	}
	if o.result == nil {
		o.result = &runResult{}
	}
	a.printIntake(result, o.result)
	if err := a.tellOdd(p, result, previous); err != nil {
		return err
	}
	return errors.Join(a.conclude(ctx, p, result, previous, key, o), errors.Join(result.Errors...))
}

// begin takes the lock, clears what dead runs and readers left, and gives the snapshot that
// what follows builds on. A snapshot of another project is refused: all of its
// sources would leave it.
func (a *app) begin(p *models.Project, record *runRecord) (previous *models.Manifest, release func(), err error) {
	held, err := load.Acquire(a.layout().Lock(), holder(record.Command, record.StartedAt))
	if err != nil {
		return nil, nil, err
	}
	if err = load.CleanTemporary(a.layout()); err == nil {
		err = load.CleanScratch(a.layout(), time.Now().Add(-young))
	}
	if err == nil {
		previous, err = load.Current(a.layout())
	}
	if err == nil {
		err = a.resumeErasure(previous)
	}
	if err == nil && previous != nil && previous.Project != p.Config.Name {
		err = usage("--data "+a.data, fmt.Sprintf("holds the warehouse of project %q, and this is %q", previous.Project, p.Config.Name),
			"name another folder; a project that is renamed needs its old name in peil.yml, or a new folder")
	}
	if err != nil {
		held.Release()
		return nil, nil, err
	}
	return previous, held.Release, nil
}

// conclude publishes what the lake consists of now, and writes the reports.
func (a *app) conclude(ctx context.Context, p *models.Project, result etl.Result, previous *models.Manifest, key *protect.Key, o intakeOptions) error {
	if errs := emptied(result.Deliveries, previous); len(errs) > 0 {
		return errors.Join(errs...)
	}
	draft := &models.Manifest{Format: models.FormatVersion, Project: p.Config.Name, Deliveries: result.Deliveries, KeyVersion: keyVersion(key)}
	w, err := a.openDraft(ctx, p, draft)
	if err != nil {
		return err
	}
	defer a.leave(w, o.last)
	published, err := a.publishFrom(ctx, w, draft, previous, o)
	if err != nil {
		return err
	}
	o.record.Snapshot = published.Snapshot
	sealed := a.seal(ctx, p, published)
	if !o.reports || len(p.Config.Reports) == 0 {
		return sealed
	}
	fresh := previous == nil || published.Snapshot != previous.Snapshot
	// The warehouse that was built is that of the snapshot, with its tables at hand.
	return errors.Join(sealed, a.writePages(ctx, w, published, a.layout().Temporary(), reportOptions{langs: []string{"nl"}, keep: !fresh}))
}

// openDraft opens the warehouse of a draft, for the holder of the lock.
func (a *app) openDraft(ctx context.Context, p *models.Project, draft *models.Manifest) (*warehouse.Warehouse, error) {
	for _, d := range draft.Deliveries {
		if d.Delivered() { // what is held back is not known yet
			draft.KnownAt = max(draft.KnownAt, d.KnownAt)
		}
	}
	return a.openAt(ctx, p, draft, "", a.layout().Temporary())
}

// publish builds and checks the draft and makes it the current snapshot, unless
// a check blocks it or nothing changed.
func (a *app) publish(ctx context.Context, p *models.Project, draft, previous *models.Manifest, o intakeOptions) (*models.Manifest, error) {
	w, err := a.openDraft(ctx, p, draft)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return a.publishFrom(ctx, w, draft, previous, o)
}

// publishFrom is publish with the warehouse of the draft, which goes on to be used.
func (a *app) publishFrom(ctx context.Context, w *warehouse.Warehouse, draft, previous *models.Manifest, o intakeOptions) (*models.Manifest, error) {
	var err error
	if draft.Definitions, err = w.Project().Definitions(); err != nil {
		return nil, err
	}
	if err := load.KeepDefinitions(a.layout(), w.Project(), draft.Definitions); err != nil {
		return nil, err
	}
	draft.Engine = w.Engine()
	r := o.result
	mended, err := a.mend(previous)
	if err != nil {
		return nil, err
	}
	if !o.full && !mended && unchanged(draft, previous) {
		r.Snapshot, r.Models = previous.Snapshot, len(previous.Tables)
		if !a.json {
			fmt.Fprintf(a.out, "snapshot %d · nothing new\n", previous.Snapshot)
		}
		*draft = *previous // with its tables, for whoever reads from the warehouse
		return previous, nil
	}
	bar := a.progress("models")
	options := warehouse.BuildOptions{Full: o.full, Previous: previous}
	var earlier []models.CheckResult
	if previous != nil && !o.full {
		options.Verified = draft.Definitions == previous.Definitions && draft.Engine == previous.Engine
		earlier = previous.Checks
	}
	built, err := w.Build(ctx, options)
	bar.done()
	if err != nil {
		return nil, err
	}
	draft.Tables, draft.Reference, draft.Metrics = built.Tables, built.Reference, built.Metrics
	if draft.Checks, err = w.Check(ctx, earlier...); err != nil {
		return nil, err
	}
	r.Models, r.Rebuilt = len(built.Tables), built.Rebuilt
	var blocked []error
	for _, c := range draft.Checks {
		if c.Failures == 0 {
			r.Passed++
			continue
		}
		if c.Severity == "block" {
			r.Blocked++
			blocked = append(blocked, blockedBy(ctx, w, c))
			continue
		}
		r.Warnings++
	}
	summary := fmt.Sprintf("%s, %d rebuilt · %s passed, %s", prose.Counted(r.Models, "model"), r.Rebuilt, prose.Counted(r.Passed, "check"), prose.Counted(r.Warnings, "warning"))
	if r.Blocked > 0 {
		if !a.json {
			fmt.Fprintf(a.out, "no snapshot · %s, %d blocked\n", summary, r.Blocked)
		}
		return nil, errors.Join(blocked...)
	}
	m, fresh, err := load.Publish(a.layout(), draft, previous)
	if err != nil {
		return nil, err
	}
	r.Snapshot, r.New = m.Snapshot, fresh
	a.tellFailing(draft.Checks, previous)
	if !a.json {
		note := ""
		if !fresh {
			note = " (nothing new)"
		}
		fmt.Fprintf(a.out, "snapshot %d%s · %s\n", m.Snapshot, note, summary)
	}
	return m, nil
}

// unchanged tells that a draft stands on the same deliveries, definitions and
// engine as the snapshot before it, so that building would give the same again.
func unchanged(draft, previous *models.Manifest) bool {
	return previous != nil && draft.Definitions == previous.Definitions && draft.Engine == previous.Engine &&
		draft.Project == previous.Project && draft.KeyVersion == previous.KeyVersion &&
		previous.Format == models.FormatVersion && reflect.DeepEqual(draft.Deliveries, previous.Deliveries)
}

// holder says who holds a lock, for whoever finds it held.
func holder(command string, since time.Time) load.Holder {
	return load.Holder{PID: os.Getpid(), Command: "peil " + command, Since: since}
}

// needsKey tells whether any contract makes pseudonyms.
func needsKey(p *models.Project) bool {
	for _, s := range p.Sources {
		for _, e := range s.Entities {
			for _, c := range e.Columns {
				if c.Action == "pseudonymise" {
					return true
				}
			}
		}
	}
	return false
}

func keyVersion(k *protect.Key) int {
	if k == nil {
		return 0
	}
	return k.Version()
}

// printIntake prints a line a source: rows, new, rejected, seconds.
func (a *app) printIntake(r etl.Result, out *runResult) {
	for _, w := range r.Warnings {
		fmt.Fprintf(a.diag, "peil: %s\n", w)
	}
	for _, e := range r.PerEntity {
		out.Sources = append(out.Sources, sourceResult{e.Source, e.Entity, e.Files, e.Rows, e.New, e.Rejected, e.Corrected, e.Warned, e.Seconds})
	}
	if a.json {
		return
	}
	for _, e := range r.PerEntity {
		share := 0.0
		if e.Rows > 0 {
			share = float64(e.Rejected) / float64(e.Rows) * 100
		}
		more := ""
		if e.Corrected > 0 {
			more += "  " + prose.Grouped(e.Corrected) + " corrected"
		}
		if e.Warned > 0 {
			more += "  " + prose.Grouped(e.Warned) + " with a warning"
		}
		fmt.Fprintf(a.out, "%-32s %10s rows  %8s new  %6s rejected (%s %%)%s  %s s\n", e.Source+"/"+e.Entity,
			prose.Grouped(e.Rows), "+"+prose.Grouped(e.New), prose.Grouped(e.Rejected), comma(share, 1), more, comma(e.Seconds, 1))
	}
}

// comma writes a number with a decimal comma.
func comma(v float64, decimals int) string {
	return strings.Replace(fmt.Sprintf("%.*f", decimals, v), ".", ",", 1)
}
