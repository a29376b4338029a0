package etl

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vlot-evaluatie/peil/etl/check"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Config is what a run needs. The caller holds the lock of the data folder.
type Config struct {
	Project   *models.Project
	Layout    models.Layout
	Connector pull.Connector
	Sources   []string          // take in these only; all when empty
	Full      bool              // load every delivery again from its landed bytes
	Key       *protect.Key      // nil when no contract makes pseudonyms
	Identity  *landing.Identity // opens landed files that are sealed; nil when there is none
	Now       func() time.Time
	Workers   int         // files at a time; 1 when 0
	Memory    string      // limit of the engine, like "1GB"; DefaultMemory when empty
	Progress  func(Event) // called from several goroutines; may be nil
	// Reached is called at each point that a crash could come after, with its
	// name. It is for tests, which die there; nil in earnest.
	Reached func(point string)
}

// DefaultMemory is what the engine may hold before it spills to the data folder.
const DefaultMemory = "1GB"

// Unplanned is what the engine that takes exports in does not plan: a cell is compared
// with a dozen words faster than joined with a table of them.
var Unplanned = []string{"in_clause"}

// Event tells how far a run is, in files.
type Event struct {
	Source, Entity, Name string
	Done, Total          int
}

// EntityResult sums up an entity for the reader of a run. Rows are data rows:
// furniture is not counted.
type EntityResult struct {
	Source, Entity string
	Files          int   // deliveries, of this and earlier runs
	Rows           int64 // kept and rejected, of all deliveries
	New            int64 // kept, of the deliveries that arrived in this run
	Rejected       int64
	Warned         int64   // of Rows: those with a warning
	Corrected      int64   // of Rows: those of which a cell was corrected
	Seconds        float64 // by Config.Now
}

// Result is what the lake consists of after a run.
type Result struct {
	Deliveries []models.Loaded // all of them, by source, entity and sequence
	PerEntity  []EntityResult  // by source, then as in the contract; of the sources that were taken in
	Warnings   []string        // what a person should look at, and what nothing failed on
	Errors     []error         // what was not taken in: *models.Error, or a fault
}

// Run takes in what is new. An error means that nothing was looked at: no
// exports, the wrong key, no engine. What is wrong with one file, one source or
// one of several doors is in Result.Errors, all of it; the lake then has what was
// there before.
func Run(ctx context.Context, cfg Config, previous *models.Manifest) (Result, error) {
	return take(ctx, cfg, previous, nil)
}

// take is Run for some entities, by source/entity; for all when only is nil. The
// others stay as they are.
func take(ctx context.Context, cfg Config, previous *models.Manifest, only map[string]bool) (Result, error) {
	workers := max(1, cfg.Workers)
	r := &run{only: only, Config: cfg, now: cfg.Now(), previous: map[string][]models.Loaded{}, done: new(atomic.Int64),
		landing: make(gate, landers*workers), loading: make(gate, workers)}
	if err := r.checkKey(previous); err != nil {
		return Result{}, err
	}
	if previous != nil {
		for _, d := range previous.Deliveries {
			key := d.Source + "/" + d.Entity
			r.previous[key] = append(r.previous[key], d)
		}
	}
	var err error
	if r.items, err = cfg.Connector.List(ctx); err != nil {
		// A door that is down keeps out only what comes through it; with nothing
		// listed, or a fault of Peil itself, there is no run.
		missed := models.Flatten(err)
		if len(r.items) == 0 || slices.ContainsFunc(missed, isFault) {
			return Result{}, err
		}
		r.result.Errors = missed
	}
	lists, err := check.ReadLists(cfg.Project.FS)
	if err != nil {
		return Result{}, err
	}
	db, err := duck.Open(ctx, duck.Options{Threads: 1, Memory: withDefault(cfg.Memory, DefaultMemory),
		Temp: filepath.Join(cfg.Layout.Temporary(), "intake"), Unplanned: Unplanned})
	if err != nil {
		return Result{}, err
	}
	defer db.Close()
	// Opening a connection costs more than many statements do.
	db.SetMaxIdleConns(max(1, cfg.Workers))
	if cfg.Key != nil {
		if err := cfg.Key.Register(ctx, db); err != nil {
			return Result{}, err
		}
	}
	r.loader = &load.Loader{Layout: cfg.Layout, DB: db, Reached: cfg.Reached, Workers: cfg.Workers, Identity: cfg.Identity,
		Compile: func(e *models.Entity, columns []string, kind string) (load.Plan, error) {
			p, err := check.Compile(e, columns, kind, lists)
			if err != nil {
				return nil, err
			}
			return p, nil
		}}
	r.warnAboutNames()
	r.warnAboutOrphans()
	for _, part := range r.parts(ctx) {
		r.result.add(part)
	}
	if err := ctx.Err(); err != nil {
		return Result{}, fmt.Errorf("take in exports: %w", err)
	}
	slices.SortStableFunc(r.result.Deliveries, byArrival)
	return r.result, nil
}

// run is one run going on.
type run struct {
	Config
	now      time.Time
	items    []pull.Item
	previous map[string][]models.Loaded // by source/entity
	only     map[string]bool            // nil: all entities
	loader   *load.Loader
	done     *atomic.Int64
	landing  gate // files that are landed at a time, of all entities
	loading  gate // chunks of files that are typed at a time, of all entities
	result   Result
}

// add puts what another part of the run tells behind what is there.
func (r *Result) add(more Result) {
	r.Deliveries = append(r.Deliveries, more.Deliveries...)
	r.PerEntity = append(r.PerEntity, more.PerEntity...)
	r.Warnings = append(r.Warnings, more.Warnings...)
	r.Errors = append(r.Errors, more.Errors...)
}

// checkKey refuses another key than the lake was made with, before anything is
// written: every person would come in a second time as a stranger.
func (r *run) checkKey(previous *models.Manifest) error {
	if r.Key != nil {
		lake := 0
		if previous != nil {
			lake = previous.KeyVersion
		}
		return r.Key.Verify(r.Layout.KeyCheck(), lake)
	}
	for _, s := range r.Project.Sources {
		for _, e := range s.Entities {
			for _, c := range e.Columns {
				if c.Action == "pseudonymise" {
					return &models.Error{Code: models.Invalid, Where: "peil.yml, key",
						What: fmt.Sprintf("is not given, but %s makes pseudonyms of %s", e.Key(), c.Name),
						Fix:  "make a key with peil key new PATH and name it under key"}
				}
			}
		}
	}
	return nil
}

// mostNamed is how many exports that no contract asks for are told one by one: a folder
// with a thousand of them would drown what else a run says.
const mostNamed = 20

// warnAboutNames tells of exports that no contract asks for and of those that
// are being written: nothing that lies there is passed over in silence.
func (r *run) warnAboutNames() {
	var patterns []string
	for _, s := range r.Project.Sources {
		for i := range s.Entities {
			patterns = slices.Concat(patterns, s.Entities[i].Files, s.Entities[i].Ignore)
		}
	}
	unknown := pull.Unknown(patterns, r.items)
	for _, name := range unknown[:min(len(unknown), mostNamed)] {
		r.warn(name + ": no contract asks for this file; add its pattern under files, or take it away")
	}
	if more := len(unknown) - mostNamed; more > 0 {
		r.warn(fmt.Sprintf("no contract asks for %d more files either, the last of them %s; add their pattern under files or ignore, or take them away", more, unknown[len(unknown)-1]))
	}
	for _, item := range r.items {
		if pull.Unfinished(item.Name) {
			r.warn(item.Name + ": has the name of a file that is being written; skipped")
		}
	}
}

// warnAboutOrphans tells of deliveries whose entity has no contract any more:
// nobody says what their columns mean, so they leave the snapshot. Their files
// stay, and the contract brings them back.
func (r *run) warnAboutOrphans() {
	named := map[string]bool{}
	for _, s := range r.Project.Sources {
		for i := range s.Entities {
			named[s.Entities[i].Key()] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.previous)) {
		if !named[key] {
			r.warn(fmt.Sprintf("%s: has no contract any more; its %d deliveries leave the snapshot", key, len(r.previous[key])))
		}
	}
}

func (r *run) warn(text string) { r.result.Warnings = append(r.result.Warnings, text) }

func (r *run) reached(point string) {
	if r.Reached != nil {
		r.Reached(point)
	}
}

// taken is what became of one entity.
type taken struct {
	entity     *models.Entity
	deliveries []models.Loaded
	sum        *EntityResult // nil: it was not asked for
	warnings   []string
	errors     []error
}

// parts takes in all entities and gives what became of each source, by name. Entities
// are taken in side by side: much of what one does is waiting for a disk or a server.
func (r *run) parts(ctx context.Context) []Result {
	all := sources(r.Project)
	var entities []*taken
	of := make([][]*taken, len(all))
	for i, s := range all {
		for j := range s.Entities {
			of[i] = append(of[i], &taken{entity: &s.Entities[j]})
		}
		entities = append(entities, of[i]...)
	}
	parallel(cap(r.loading), len(entities), func(i int) { r.take(ctx, entities[i]) })
	out := make([]Result, len(all))
	for i := range all {
		out[i] = r.source(of[i])
	}
	return out
}

// take takes in one entity, or leaves it as it was when it is not asked for.
func (r *run) take(ctx context.Context, t *taken) {
	e := t.entity
	if r.only != nil && !r.only[e.Key()] || len(r.Sources) > 0 && !slices.Contains(r.Sources, e.Source) {
		t.deliveries = r.previous[e.Key()]
		return
	}
	own := *r // whose warnings are those of this entity
	own.result = Result{}
	from := r.Now()
	t.deliveries, t.errors = own.entity(ctx, e)
	t.warnings = own.result.Warnings
	sum := summary(e, t.deliveries, r.previous[e.Key()])
	sum.Seconds = r.Now().Sub(from).Seconds()
	t.sum = &sum
}

// source puts the entities of one source together. A fault in one of them leaves the
// whole source as it was: its files belong together. What a supplier can mend stays with
// the file it is about.
func (r *run) source(of []*taken) Result {
	var out Result
	for _, t := range of {
		out.Warnings, out.Errors = append(out.Warnings, t.warnings...), append(out.Errors, t.errors...)
	}
	fault := slices.ContainsFunc(out.Errors, isFault)
	for _, t := range of {
		if fault {
			t.deliveries = r.previous[t.entity.Key()]
			sum := summary(t.entity, t.deliveries, t.deliveries)
			t.sum = &sum
		}
		out.Deliveries = append(out.Deliveries, t.deliveries...)
		if t.sum != nil {
			out.PerEntity = append(out.PerEntity, *t.sum)
		}
	}
	return out
}

func isFault(err error) bool {
	var u *models.Error
	return !errors.As(err, &u)
}

// summary counts an entity's deliveries; New are those that earlier has not.
func summary(e *models.Entity, deliveries, earlier []models.Loaded) EntityResult {
	sum := EntityResult{Source: e.Source, Entity: e.Name, Files: len(deliveries)}
	last := 0
	for _, d := range earlier {
		last = max(last, d.Sequence)
	}
	for _, d := range deliveries {
		if d.Skipped != "" {
			continue // its rows are counted already
		}
		sum.Rows += d.Kept + d.Rejected
		sum.Rejected += d.Rejected
		sum.Corrected += d.Corrected
		sum.Warned += d.Warned
		if d.Sequence > last {
			sum.New += d.Kept
		}
	}
	return sum
}

// sources gives the sources by name, whatever their files are called.
func sources(p *models.Project) []*models.Source {
	return slices.SortedFunc(slices.Values(p.Sources), func(a, b *models.Source) int { return strings.Compare(a.Name, b.Name) })
}

func byArrival(a, b models.Loaded) int {
	if c := strings.Compare(a.Source+"/"+a.Entity, b.Source+"/"+b.Entity); c != 0 {
		return c
	}
	return a.Sequence - b.Sequence
}

// parallel calls do for 0 to n-1, workers at a time, and waits.
func parallel(workers, n int, do func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(max(1, workers), n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// gate lets as many through at a time as it has room for, whoever they come from.
type gate chan struct{}

// parallel is the function of that name for work that shares the gate with others.
func (g gate) parallel(n int, do func(i int)) {
	parallel(cap(g), n, func(i int) {
		g <- struct{}{}
		defer func() { <-g }()
		do(i)
	})
}

func withDefault(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
