package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// RemovedSnapshot is a line of snapshots/removed.jsonl: a snapshot that was taken away
// after it had been kept for long enough.
type RemovedSnapshot struct {
	Snapshot  int         `json:"snapshot"`
	KnownAt   models.Date `json:"known_at"`
	RemovedOn models.Date `json:"removed_on"`
}

func removedSnapshots(l models.Layout) string { return filepath.Join(l.Snapshots(), "removed.jsonl") }

// RemoveSnapshots takes manifests away and keeps a note of them, written first: who asks
// for one is told. The files that only they name are left to the caller, who holds the
// lock.
func RemoveSnapshots(l models.Layout, going []RemovedSnapshot) error {
	if len(going) == 0 {
		return nil
	}
	noted, whole, err := removals[RemovedSnapshot](removedSnapshots(l))
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	for _, r := range going {
		if slices.ContainsFunc(noted, func(n RemovedSnapshot) bool { return n.Snapshot == r.Snapshot }) {
			continue // by a removal that was cut off
		}
		line, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("note removal: %w", err)
		}
		lines.Write(append(line, '\n'))
	}
	if err := appendDurably(removedSnapshots(l), whole, lines.Bytes()); err != nil {
		return fmt.Errorf("note removal: %w", err)
	}
	for _, r := range going {
		if err := os.Remove(l.Snapshot(r.Snapshot)); err != nil {
			return fmt.Errorf("remove snapshot: %w", err)
		}
	}
	return pull.SyncFolder(l.Snapshots())
}

// removedSnapshot tells when a snapshot was taken away; nil when it was not.
func removedSnapshot(l models.Layout, n int) (*RemovedSnapshot, error) {
	all, _, err := removals[RemovedSnapshot](removedSnapshots(l))
	for i := range all {
		if all[i].Snapshot == n {
			return &all[i], err
		}
	}
	return nil, err
}

// removals reads the notes of what was taken away, and tells how many bytes of the file
// are whole lines: one that a crash cut off is written over.
func removals[T any](file string) (out []T, whole int64, err error) {
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("read removals: %w", err)
	}
	for {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		if !ended {
			return out, whole, nil
		}
		var r T
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, 0, &models.Error{Code: models.Invalid, Where: file, What: "holds a line that is no removal",
				Fix: "restore the file from a backup of the data folder", Err: err}
		}
		out = append(out, r)
		whole += int64(len(line)) + 1
		text = rest
	}
}

// Named gives the files that a snapshot names.
func Named(m *models.Manifest) []*models.LakeFile {
	var out []*models.LakeFile
	for i := range m.Deliveries {
		d := &m.Deliveries[i]
		out = append(out, d.Lake, d.Rejects, d.Warnings)
	}
	for i := range m.Tables {
		out = append(out, m.Tables[i].File)
	}
	return slices.DeleteFunc(out, func(f *models.LakeFile) bool { return f == nil })
}
