// Package gc tells which snapshots a data folder need not keep and which files nothing
// names any more, and removes them.
//
// A run over one new day makes most tables anew and a manifest that names them, so a data
// folder grows by what the tables take. What came in stays: landing has a retention of its
// own, and lake files go only when no snapshot that is kept has them. Editions are never
// touched. It knows no clock: the caller says what day it is, and what is too young to go.
package gc

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// Rule says which snapshots are kept: the current one, those that are not older than Days
// before it, the last one of each month, and Named. All are dated by what they know.
type Rule struct {
	Days  int          // 0: all are kept
	Named map[int]bool // those of editions that were published or approved
	// Before is when a file must have been written last to go: what is younger may be
	// in use by someone who has just made it.
	Before time.Time
}

// Snapshot is one that goes.
type Snapshot struct {
	Number  int         `json:"snapshot"`
	KnownAt models.Date `json:"known_at"`
}

// File is a file that goes.
type File struct {
	Path  string `json:"path"` // below the data folder, / separated
	Bytes int64  `json:"bytes"`
}

// Plan is what stays and what goes.
type Plan struct {
	Kept  []int // numbers, ascending
	Going []Snapshot
	Files []File // by path, without the manifests
	Bytes int64  // of all that goes
}

// List tells what goes by the rule. current is the snapshot of today.
func List(l models.Layout, current *models.Manifest, rule Rule) (Plan, error) {
	var out Plan
	numbers, err := load.Snapshots(l)
	if err != nil {
		return out, err
	}
	all := make([]*models.Manifest, len(numbers))
	for i, n := range numbers {
		if all[i], err = load.ReadSnapshot(l, n); err != nil {
			return out, err
		}
	}
	named := map[string]bool{}
	for i, m := range all {
		if rule.keeps(all, i, current) {
			out.Kept = append(out.Kept, m.Snapshot)
			for _, f := range load.Named(m) {
				named[f.Path] = true
			}
			named["definitions/"+m.Definitions+".zip"] = true
			continue
		}
		out.Going = append(out.Going, Snapshot{m.Snapshot, m.KnownAt})
		info, err := os.Stat(l.Snapshot(m.Snapshot))
		if err != nil {
			return out, fmt.Errorf("look at snapshot: %w", err)
		}
		out.Bytes += info.Size()
	}
	for _, dir := range []string{"lake", "marts", "definitions"} {
		files, err := Unnamed(l, dir, named, rule.Before)
		if err != nil {
			return out, err
		}
		out.Files = append(out.Files, files...)
	}
	for _, f := range out.Files {
		out.Bytes += f.Bytes
	}
	return out, nil
}

// keeps tells whether the snapshot at a place in all, which ascend, stays.
func (r *Rule) keeps(all []*models.Manifest, at int, current *models.Manifest) bool {
	m := all[at]
	// One that is newer than the current one was left by a run that was cut off, and the
	// next run may use it.
	if r.Days == 0 || m.Snapshot >= current.Snapshot || r.Named[m.Snapshot] || m.KnownAt >= current.KnownAt.AddDays(-r.Days) {
		return true
	}
	month := func(d models.Date) string { return string(d)[:min(len(d), len("2006-01"))] }
	last := !slices.ContainsFunc(all[at+1:], func(n *models.Manifest) bool { return month(n.KnownAt) == month(m.KnownAt) })
	return last && m.KnownAt != ""
}

// Unnamed lists the files below a folder of the data folder that are not named, by path,
// and of these, unless before is zero, those that were written before it.
func Unnamed(l models.Layout, dir string, named map[string]bool, before time.Time) (out []File, err error) {
	err = filepath.WalkDir(filepath.Join(l.Root, dir), func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		path, err := filepath.Rel(l.Root, name)
		if err != nil || named[filepath.ToSlash(path)] {
			return err
		}
		info, err := d.Info()
		if err == nil && (before.IsZero() || info.ModTime().Before(before)) {
			out = append(out, File{filepath.ToSlash(path), info.Size()})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for files that no snapshot names: %w", err)
	}
	return out, nil
}

// Remove takes away what a plan says, snapshots first: a removal that is cut off leaves
// files that nothing names, which the next one finds. Whoever calls it holds the lock.
func Remove(l models.Layout, p Plan, today models.Date) error {
	going := make([]load.RemovedSnapshot, len(p.Going))
	for i, s := range p.Going {
		going[i] = load.RemovedSnapshot{Snapshot: s.Number, KnownAt: s.KnownAt, RemovedOn: today}
	}
	if err := load.RemoveSnapshots(l, going); err != nil {
		return err
	}
	for _, f := range p.Files {
		if err := os.Remove(filepath.Join(l.Root, filepath.FromSlash(f.Path))); err != nil {
			return fmt.Errorf("remove a file that no snapshot names: %w", err)
		}
	}
	return nil
}
