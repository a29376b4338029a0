package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// Receipt says that a delivery arrived: these bytes under this name. Receipts
// of an entity stand in order of arrival and are never changed.
type Receipt struct {
	Sequence   int         `json:"sequence"` // within the entity, from 1
	Name       string      `json:"name"`
	SHA256     string      `json:"sha256"`
	Bytes      int64       `json:"bytes"`
	ListedOn   models.Date `json:"listed_on,omitempty"` // as the connector listed it
	ReceivedOn models.Date `json:"received_on"`         // when it was first seen
	Version    string      `json:"version,omitempty"`   // of the item, where a server names versions
}

// ReadReceipts gives the receipts of an entity in order; none when nothing was
// delivered. A last line that a crash tore is as if it had never been written:
// its delivery arrives again. Any other line that cannot be read is an error.
func ReadReceipts(l models.Layout, source, entity string) ([]Receipt, error) {
	file := l.Receipts(source, entity)
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read receipts: %w", err)
	}
	var out []Receipt
	last := 0
	for n := 1; len(text) > 0; n++ {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		if !ended {
			break // the line end is written last, so without it the line is torn
		}
		var r Receipt
		if err := json.Unmarshal(line, &r); err != nil || r.Sequence <= last {
			return nil, &models.Error{Code: models.Invalid, Where: fmt.Sprintf("%s:%d", file, n),
				What: "is not the receipt that was written there", Fix: "restore the file from a backup of the data folder", Err: err}
		}
		out, last = append(out, r), r.Sequence
		text = rest
	}
	return out, nil
}

// AppendReceipts adds receipts durably, all in one write, to those that were read. A
// torn line is cut off first, else the first new one would be glued to it.
func AppendReceipts(l models.Layout, source, entity string, receipts []Receipt) error {
	if len(receipts) == 0 {
		return nil
	}
	file := l.Receipts(source, entity)
	have, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read receipts: %w", err)
	}
	whole := int64(bytes.LastIndexByte(have, '\n') + 1)
	var text bytes.Buffer
	for _, r := range receipts {
		line, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("write receipts: %w", err)
		}
		text.Write(append(line, '\n'))
	}
	if err := appendDurably(file, whole, text.Bytes()); err != nil {
		return fmt.Errorf("write receipts: %w", err)
	}
	return nil
}

func appendDurably(file string, at int64, text []byte) error {
	if err := pull.MakeFolder(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	err = f.Truncate(at)
	if err == nil {
		_, err = f.WriteAt(text, at)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return pull.SyncFolder(filepath.Dir(file))
}

// Removed says that landed bytes were taken away on purpose.
type Removed struct {
	SHA256    string      `json:"sha256"`
	RemovedOn models.Date `json:"removed_on"`
	Why       string      `json:"why"` // retention of 30 days, erasure ...
	// Erased bytes held someone who was erased: they never come in again.
	Erased bool `json:"erased,omitempty"`
}

func removedFile(l models.Layout, source string) string {
	return filepath.Join(l.Landing(source), "removed.jsonl")
}

// RemoveLanded takes landed bytes away and keeps a note of it, written first:
// Verify then knows a removal from a loss.
func RemoveLanded(l models.Layout, source string, r Removed) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("note removal: %w", err)
	}
	file := removedFile(l, source)
	_, whole, err := readRemoved(file)
	if err != nil {
		return err
	}
	if err := appendDurably(file, whole, append(line, '\n')); err != nil {
		return fmt.Errorf("note removal: %w", err)
	}
	return landing.Remove(l, source, r.SHA256)
}

// ReadRemoved gives what was taken away from a source's landing folder, by SHA-256.
func ReadRemoved(l models.Layout, source string) (map[string]Removed, error) {
	out, _, err := readRemoved(removedFile(l, source))
	return out, err
}

func readRemoved(file string) (map[string]Removed, int64, error) {
	all, whole, err := removals[Removed](file)
	out := make(map[string]Removed, len(all))
	for _, r := range all {
		out[r.SHA256] = r
	}
	return out, whole, err
}
