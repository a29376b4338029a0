// Package warehouse turns lake files into relations and relations into numbers:
// it binds raw rows as they were known on a date, builds the models in the order
// in which they read each other, runs checks, and answers metrics and queries.
//
// All meaning stands in SQL files; this package only puts their texts together.
// It does not know exports, contracts' rules, HTML or the clock, and it never
// changes a file that has its final name: readers need no lock.
//
// Below it: engine runs SQL, statement reads it as words, raw writes the rows of exports
// as relations, scope the part of a metric's statement that depends on what was asked.
package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
)

// Options say which warehouse is opened, and as known when.
type Options struct {
	Layout  models.Layout
	Project *models.Project
	// Manifest lists the deliveries and what was built; nil is an empty warehouse.
	Manifest *models.Manifest
	// KnownAt is the knowledge date: deliveries of later days do not exist.
	// Empty: everything in the manifest.
	KnownAt models.Date
	Memory  string // limit of the engine, like "1GB"; empty: its default
	Threads int    // 0: one a core; a small warehouse uses them for several statements at a time
	Temp    string // folder for spilling; empty: no spilling
	// Work is the folder for tables that are not finished; Layout.Temporary when
	// empty, which the next run clears, so that readers need one of their own.
	Work string
	// Stored takes the tables that the manifest names as they were written then,
	// also when their SQL has changed since. What it does not name, or has other
	// columns now, is made with the SQL of the project. It needs the knowledge date
	// of the manifest.
	Stored bool
}

// Warehouse answers for one snapshot at one knowledge date. It is safe for use
// by several goroutines.
type Warehouse struct {
	layout   models.Layout
	work     string
	project  *models.Project
	manifest *models.Manifest
	lake     raw.Lake
	knownAt  models.Date
	stored   bool
	engine   engine.Engine
	version  string
	threads  int
	scratch  func(context.Context) (engine.Engine, error)
	series   series

	mu        sync.Mutex
	relations map[string]*models.Relation
	entities  map[string]raw.Relation
	nodes     map[string]*node
	read      map[string][]string          // relations that a text reads
	recorded  map[string][]string          // what relations read, from a manifest of the same definitions
	prints    map[string]string            // fingerprints by node
	bound     map[string]bool              // names that the engine knows
	gathered  map[string]bool              // tables of lake rows that the engine holds
	holding   bool                         // tables are read by many statements: see openTable
	held      map[string]bool              // tables whose rows the engine holds
	copies    *copies                      // of lake rows; nil for who is not a build
	built     map[string]models.BuiltTable // described in this session, by name
	starts    map[string]models.Date       // earliest day of a metric
	labels    map[string][]models.Label    // by dimension, from the engine
}

// Open starts an engine and reads nothing yet: a relation is bound, and an as-of
// table built, when it is first asked for.
func Open(ctx context.Context, o Options) (*Warehouse, error) {
	work := cmp.Or(o.Work, o.Layout.Temporary())
	settings := engine.Settings{Memory: o.Memory, Threads: o.Threads, Temp: o.Temp, Dirs: append(folders(o.Layout.Root), work)}
	if lakeRowsOf(o.Manifest) < oneThreadRows {
		settings.Threads = 1
	}
	eng, err := engine.OpenDuckDB(ctx, settings)
	if err != nil {
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	w := &Warehouse{
		layout: o.Layout, project: o.Project, manifest: o.Manifest, knownAt: o.KnownAt, engine: eng, work: work, threads: cmp.Or(o.Threads, runtime.NumCPU()),
		scratch: func(ctx context.Context) (engine.Engine, error) {
			return engine.OpenDuckDB(ctx, engine.Settings{Memory: o.Memory, Threads: 1})
		},
		relations: map[string]*models.Relation{},
		entities:  raw.Relations(o.Project),
		nodes:     map[string]*node{},
		read:      map[string][]string{},
		prints:    map[string]string{},
		bound:     map[string]bool{},
		gathered:  map[string]bool{},
		held:      map[string]bool{},
		built:     map[string]models.BuiltTable{},
		starts:    map[string]models.Date{},
		labels:    map[string][]models.Label{},
	}
	w.engine = &watched{eng, w.damaged}
	if w.manifest == nil {
		w.manifest = &models.Manifest{}
	}
	if w.knownAt == "" {
		w.knownAt = latest(w.manifest)
	}
	w.lake = raw.Lake{Arrivals: raw.ArrivalsOf(w.manifest, w.knownAt), Engine: w.engine, Root: w.layout.Root}
	w.stored = o.Stored && w.knownAt == latest(w.manifest)
	for _, r := range o.Project.Relations {
		w.relations[r.Name] = r
	}
	if w.version, err = eng.Version(ctx); err == nil {
		for _, schema := range []string{"lake", "raw", "ref"} {
			if err = eng.Exec(ctx, "create schema "+schema); err != nil {
				break
			}
		}
	}
	if err != nil {
		_ = eng.Close()
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	return w, nil
}

// folders gives a data folder, with where folders in it really are: one of them, or of those
// in it, may be a link to another disk.
func folders(root string) []string {
	out := []string{root}
	var follow func(name string, deeper int)
	follow = func(name string, deeper int) {
		if info, err := os.Lstat(name); err == nil && info.Mode()&os.ModeSymlink != 0 {
			if real, err := filepath.EvalSymlinks(name); err == nil {
				out = append(out, real)
			}
		}
		if deeper == 0 {
			return
		}
		entries, _ := os.ReadDir(name) // what is no folder has none, and what cannot be read is told when it is
		for _, entry := range entries {
			follow(filepath.Join(name, entry.Name()), deeper-1)
		}
	}
	follow(root, 2)
	return out
}

// latest gives the knowledge date of a manifest, also when it was not filled in.
func latest(m *models.Manifest) models.Date {
	known := m.KnownAt
	if known == "" {
		for _, d := range m.Deliveries {
			if d.Delivered() {
				known = max(known, d.KnownAt)
			}
		}
	}
	return known
}

// KnownAt gives the knowledge date; empty when there are no deliveries.
func (w *Warehouse) KnownAt() models.Date { return w.knownAt }

// Engine gives the engine's name, release and settings for the manifest.
func (w *Warehouse) Engine() string { return w.version }

// Project gives the project that it answers for.
func (w *Warehouse) Project() *models.Project { return w.project }

// Manifest gives the snapshot that it was opened with.
func (w *Warehouse) Manifest() *models.Manifest { return w.manifest }

// Close ends the engine. What was built stays on disk.
func (w *Warehouse) Close() error { return w.engine.Close() }

func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
