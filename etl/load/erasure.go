package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Erasure is the proof that someone was taken out of the data folder, without a word of
// who it was: counts, and hashes of files before and after.
type Erasure struct {
	Number         int          `json:"erasure"` // from 1
	State          string       `json:"state"`   // begun, done, or abandoned: cut off before anything was published
	At             time.Time    `json:"at"`
	By             string       `json:"by"` // who ran it
	Reason         string       `json:"reason,omitempty"`
	KeyVersion     int          `json:"key_version"`
	SnapshotBefore int          `json:"snapshot_before"`
	SnapshotAfter  int          `json:"snapshot_after,omitempty"`
	Rows           int64        `json:"rows"`    // taken out
	Cells          int64        `json:"cells"`   // emptied in rows that stay
	Rejects        int64        `json:"rejects"` // reasons of rejected rows that were made empty
	Files          []ErasedFile `json:"files"`
	Landed         []LandedFile `json:"landed"`            // bytes as received that were removed
	Snapshots      []int        `json:"removed_snapshots"` // that named the files before
	Removed        int          `json:"removed_files"`     // of the lake and the marts
}

// ErasedFile is a file of the lake before and after; After is nil when no row stays.
type ErasedFile struct {
	Before models.LakeFile  `json:"before"`
	After  *models.LakeFile `json:"after,omitempty"`
}

// LandedFile is a file as received.
type LandedFile struct {
	Source string `json:"source"`
	SHA256 string `json:"sha256"`
}

// ReadErasures gives each erasure as its last line says, by number. A torn last line is
// as if it had never been written.
func ReadErasures(l models.Layout) ([]Erasure, error) {
	out, _, err := readErasures(l)
	return out, err
}

func readErasures(l models.Layout) (out []Erasure, whole int64, err error) {
	text, err := os.ReadFile(l.Erasures())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("read erasures: %w", err)
	}
	for {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		if !ended {
			return out, whole, nil
		}
		var e Erasure
		if err := json.Unmarshal(line, &e); err != nil || e.Number < 1 || e.Number > len(out)+1 {
			return nil, 0, &models.Error{Code: models.Invalid, Where: l.Erasures(), What: "holds a line that is no erasure", Fix: "restore the file from a backup of the data folder", Err: err}
		}
		if e.Number > len(out) {
			out = append(out, e)
		}
		out[e.Number-1] = e
		whole, text = whole+int64(len(line))+1, rest
	}
}

// WriteErasure adds a line durably.
func WriteErasure(l models.Layout, e Erasure) error {
	_, whole, err := readErasures(l)
	if err != nil {
		return err
	}
	line, err := json.Marshal(e)
	if err == nil {
		err = appendDurably(l.Erasures(), whole, append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("write erasure: %w", err)
	}
	return nil
}

// erasedSnapshot tells which erasure removed a snapshot; nil when none did.
func erasedSnapshot(l models.Layout, n int) (*Erasure, error) {
	all, err := ReadErasures(l)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State == "done" && slices.Contains(all[i].Snapshots, n) {
			return &all[i], nil
		}
	}
	return nil, nil
}

// Title names an erasure for people: its number and day.
func (e *Erasure) Title() string {
	return fmt.Sprintf("erasure %d of %s", e.Number, models.DateOf(e.At))
}

// ByErasures tells which erasures changed what a snapshot stands on, by their titles:
// figures of its knowledge date may differ from those that were published before.
func ByErasures(l models.Layout, m *models.Manifest) ([]string, error) {
	if !slices.ContainsFunc(m.Deliveries, func(d models.Loaded) bool { return d.Erasures > 0 }) {
		return nil, nil
	}
	all, err := ReadErasures(l)
	if err != nil {
		return nil, err
	}
	var out []string
	for i := range all {
		if all[i].State == "done" && all[i].SnapshotAfter <= m.Snapshot {
			out = append(out, all[i].Title())
		}
	}
	return out, nil
}
