package erase

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/vlot-evaluatie/peil/etl/gc"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/internal/duck"
	"github.com/vlot-evaluatie/peil/models"
)

// Note is what the record says beside what was done.
type Note struct {
	At         time.Time
	By, Reason string
}

// Erase writes the files of what was found anew, under their names, and gives the
// deliveries of the next snapshot and the record of what is begun, which is on disk.
// Nothing is removed yet: publish the deliveries, then call Finish.
func (x *Eraser) Erase(ctx context.Context, f *Found, note Note) ([]models.Loaded, load.Erasure, error) {
	before, err := load.ReadErasures(x.Layout)
	if err != nil {
		return nil, load.Erasure{}, err
	}
	record := load.Erasure{Number: len(before) + 1, State: "begun", At: note.At, By: note.By, Reason: note.Reason, KeyVersion: f.manifest.KeyVersion,
		SnapshotBefore: f.manifest.Snapshot, Landed: f.Landed, Snapshots: f.Snapshots, Files: []load.ErasedFile{}}
	var files []load.Unnamed
	fail := func(err error) ([]models.Loaded, load.Erasure, error) {
		for _, u := range files {
			err = errors.Join(err, os.RemoveAll(u.Temporary))
		}
		return nil, load.Erasure{}, err
	}
	out := slices.Clone(f.manifest.Deliveries)
	for i := range out {
		at := slices.IndexFunc(f.Deliveries, func(h Held) bool { return h.LoadID == out[i].LoadID })
		if at < 0 {
			continue
		}
		h := &f.Deliveries[at]
		made, unnamed, err := x.rewrite(ctx, h)
		if err != nil {
			return fail(fmt.Errorf("erase from %s: %w", h.Name, err))
		}
		files = append(files, unnamed...)
		for _, pair := range [][2]*models.LakeFile{{h.Lake, made.Lake}, {h.Loaded.Rejects, made.Rejects}, {h.Warnings, made.Warnings}} {
			if pair[0] != nil {
				record.Files = append(record.Files, load.ErasedFile{Before: *pair[0], After: pair[1]})
			}
		}
		record.Rows, record.Cells, record.Rejects = record.Rows+h.Rows, record.Cells+h.Cells, record.Rejects+h.Rejects
		out[i] = made
	}
	if err := load.Name(files); err != nil {
		return fail(err)
	}
	return out, record, load.WriteErasure(x.Layout, record)
}

// rewrite makes the files of one delivery anew.
func (x *Eraser) rewrite(ctx context.Context, h *Held) (models.Loaded, []load.Unnamed, error) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00erasure %d", h.LoadID, h.Erasures+1))
	r := load.Rewriting{Layout: x.Layout, DB: x.DB, LoadID: hex.EncodeToString(sum[:8]), Stays: "not (" + goes(h.about) + ")",
		Cell: func(f models.SchemaField) string {
			if !slices.Contains(h.named, f.Name) {
				return ""
			}
			return fmt.Sprintf("case when %s then null else %s end", member(f.Name), duck.Ident(f.Name))
		}}
	if len(h.lines) > 0 {
		// What is told of such a row may repeat one of its cells.
		r.Told = func(column string) string {
			switch column {
			case "seen":
				return fmt.Sprintf("case when %s and seen is not null then %s else seen end", onLines(h.lines), duck.Quote(protect.Mask))
			case "reason":
				return fmt.Sprintf("case when %s then 'the row was erased' else reason end", onLines(h.lines))
			case "row_key":
				return fmt.Sprintf("case when %s then null else row_key end", onLines(h.lines))
			}
			return ""
		}
	}
	e := x.entity(h.Loaded)
	if e == nil {
		e = &models.Entity{}
	}
	made, files, err := load.Rewrite(ctx, r, e, h.Loaded)
	made.Erasures++
	return made, files, err
}

// Finish removes what held the subject before, once the snapshot of what Erase gave is
// current, and completes the record.
func Finish(l models.Layout, current *models.Manifest, record load.Erasure) (load.Erasure, error) {
	record.SnapshotAfter = current.Snapshot
	for _, landed := range record.Landed {
		err := load.RemoveLanded(l, landed.Source, load.Removed{SHA256: landed.SHA256, RemovedOn: models.DateOf(record.At), Why: record.Title(), Erased: true})
		if err != nil {
			return record, err
		}
	}
	keep := map[string]bool{}
	have, err := load.Snapshots(l)
	if err != nil {
		return record, err
	}
	for _, n := range have {
		if n != current.Snapshot && slices.Contains(record.Snapshots, n) {
			if err := os.Remove(l.Snapshot(n)); err != nil {
				return record, fmt.Errorf("remove snapshot: %w", err)
			}
			continue
		}
		m, err := load.ReadSnapshot(l, n)
		if err != nil {
			return record, err
		}
		for _, f := range load.Named(m) {
			keep[f.Path] = true
		}
	}
	// Tables as of another day, copies of lake rows and what a crash left are named by
	// no snapshot.
	for _, dir := range []string{"lake", "compacted", "marts"} {
		n, err := sweep(l, dir, keep)
		record.Removed += n
		if err != nil {
			return record, err
		}
	}
	if err := clear(l.Scratch()); err != nil {
		return record, err
	}
	record.State = "done"
	return record, load.WriteErasure(l, record)
}

// Resume ends what a crash cut off: an erasure whose snapshot is current is finished,
// and one whose snapshot never came is given up, so that it has to be asked for again.
// It gives the record that it changed, nil for none.
func Resume(l models.Layout, current *models.Manifest) (*load.Erasure, error) {
	all, err := load.ReadErasures(l)
	if err != nil || len(all) == 0 || all[len(all)-1].State != "begun" {
		return nil, err
	}
	record := all[len(all)-1]
	named := map[string]bool{}
	if current != nil {
		for _, f := range load.Named(current) {
			named[f.Path] = true
		}
	}
	if current == nil || slices.ContainsFunc(record.Files, func(f load.ErasedFile) bool { return named[f.Before.Path] }) ||
		len(record.Files)+len(record.Landed)+len(record.Snapshots) == 0 {
		record.State = "abandoned"
		return &record, load.WriteErasure(l, record)
	}
	record, err = Finish(l, current, record)
	return &record, err
}

// sweep removes the files below a folder of the data folder that are not kept.
func sweep(l models.Layout, dir string, keep map[string]bool) (n int, err error) {
	files, err := gc.Unnamed(l, dir, keep, time.Time{})
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		if err := os.Remove(filepath.Join(l.Root, filepath.FromSlash(f.Path))); err != nil {
			return n, fmt.Errorf("remove what held the subject: %w", err)
		}
		n++
	}
	return n, nil
}

// clear empties a folder of what readers spilled.
func clear(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	if err != nil {
		return fmt.Errorf("clear scratch: %w", err)
	}
	return nil
}
