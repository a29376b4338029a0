package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// momentFlags say at which moment of knowledge a command looks.
type momentFlags struct {
	asOf     string
	snapshot int
}

func (m *momentFlags) add(f *pflag.FlagSet) {
	f.StringVar(&m.asOf, "as-of", "", "knowledge date: answer with what was known then")
	f.IntVar(&m.snapshot, "snapshot", 0, "number of a snapshot; the current one when absent")
}

// demoData is where peil demo puts its warehouse.
const demoData = "peil-demo/data"

// findData lets commands that only read find the demo: without --data, and
// without a warehouse of one's own, it is what a newcomer means.
func (a *app) findData() {
	if a.data != defaultData {
		return
	}
	if _, err := os.Stat(a.data); err == nil {
		return
	}
	if info, err := os.Stat(demoData); err == nil && info.IsDir() {
		a.data = demoData
		if !a.quiet {
			fmt.Fprintf(a.diag, "no %s here: reading the demo in %s\n", defaultData, demoData)
		}
	}
}

// manifest reads a snapshot's manifest, the current one for 0.
func (a *app) manifest(n int) (*models.Manifest, error) {
	a.findData()
	if info, err := os.Stat(a.data); err != nil || !info.IsDir() {
		return nil, usage("--data "+a.data, "is not a folder", "run peil run or peil demo first, or name the folder of a warehouse")
	}
	if n != 0 {
		return load.ReadSnapshot(a.layout(), n)
	}
	m, err := load.Current(a.layout())
	if err != nil {
		return nil, err
	}
	if m == nil {
		if have, err := load.Snapshots(a.layout()); err != nil {
			return nil, err
		} else if len(have) > 0 {
			return nil, usage("--data "+a.data, "has no current snapshot: its first run was cut off, or the file current is gone", "run peil run, which goes on, or ask for what is there with --snapshot "+strconv.Itoa(have[len(have)-1]))
		}
		return nil, usage("--data "+a.data, "has no snapshot yet", "run peil run or peil demo first")
	}
	return m, nil
}

// open opens the warehouse for reading at the moment asked for.
func (a *app) open(ctx context.Context, moment momentFlags) (*warehouse.Warehouse, error) {
	p, err := a.loadProject()
	if err != nil {
		return nil, err
	}
	return a.openOf(ctx, p, moment)
}

// openOf opens the warehouse of a project that was read.
func (a *app) openOf(ctx context.Context, p *models.Project, moment momentFlags) (*warehouse.Warehouse, error) {
	m, known, err := a.at(moment)
	if err != nil {
		return nil, err
	}
	if first, ok := before(m, known); ok && !a.quiet {
		fmt.Fprintf(a.diag, "peil: --as-of %s is before the first delivery, %s: nothing was known yet\n", moment.asOf, first)
	}
	return a.openAt(ctx, p, m, known, a.layout().Scratch())
}

// before tells whether nothing was delivered yet on a knowledge date, and when the first
// delivery came.
func before(m *models.Manifest, known models.Date) (first models.Date, early bool) {
	for _, d := range m.Deliveries {
		if d.Delivered() && (first == "" || d.KnownAt < first) {
			first = d.KnownAt
		}
	}
	return first, known != "" && known < first
}

// at reads the moment asked for: a snapshot, the current one when none is named, and
// a knowledge date within it.
func (a *app) at(moment momentFlags) (*models.Manifest, models.Date, error) {
	known, err := optionalDate("--as-of", moment.asOf)
	if err != nil {
		return nil, "", err
	}
	m, err := a.manifest(moment.snapshot)
	return m, known, err
}

// openAt opens a manifest's warehouse. What is not finished goes to work: the
// scratch folder, or for the holder of the lock the one that a run clears.
func (a *app) openAt(ctx context.Context, p *models.Project, m *models.Manifest, known models.Date, work string) (*warehouse.Warehouse, error) {
	return warehouse.Open(ctx, warehouse.Options{
		Layout: a.layout(), Project: p, Manifest: m, KnownAt: known,
		Memory: p.Config.EngineMemory(), Threads: runtime.NumCPU(), Temp: work, Work: work,
	})
}

// leave lets go of the warehouse of whoever holds the lock. Where the process ends anyway
// the system takes the memory back, in a fraction of the time that the engine takes to
// free every table; what was spilled to the disk does not stay there.
func (a *app) leave(w *warehouse.Warehouse, last bool) {
	if last {
		// The next run clears what could not be removed.
		_ = load.CleanTemporary(a.layout())
		return
	}
	_ = w.Close()
}
