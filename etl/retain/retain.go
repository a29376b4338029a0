// Package retain tells for how long landing may still keep what suppliers sent, and
// removes what has passed.
//
// Only landing holds identifiers, so only landing has a retention: typed rows stay, so
// that a figure can be had again. The days count from the last day on which the same
// bytes arrived. It knows no clock: the caller says which day it is.
package retain

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// Landed is one file as received.
type Landed struct {
	Source     string      `json:"source"`
	SHA256     string      `json:"sha256"`
	Name       string      `json:"file"`  // as it was last delivered; "" when no receipt tells
	Bytes      int64       `json:"bytes"` // that it takes
	Sealed     bool        `json:"sealed,omitempty"`
	ReceivedOn models.Date `json:"received_on"`
	Until      models.Date `json:"until"`     // last day on which it may be kept
	DaysLeft   int         `json:"days_left"` // below 0: it has passed
	Days       int         `json:"retention_days"`
}

// Passed tells that it may not be kept any more.
func (f *Landed) Passed() bool { return f.DaysLeft < 0 }

// List gives all files of landing, the first to go first. A file without a receipt, of
// a run that was cut off, counts from the day it was written.
func List(l models.Layout, p *models.Project, today models.Date) ([]Landed, error) {
	var out []Landed
	for _, s := range p.Sources {
		last := map[string]load.Receipt{}
		for i := range s.Entities {
			receipts, err := load.ReadReceipts(l, s.Name, s.Entities[i].Name)
			if err != nil {
				return nil, err
			}
			for _, r := range receipts {
				if r.ReceivedOn >= last[r.SHA256].ReceivedOn {
					last[r.SHA256] = r
				}
			}
		}
		entries, err := landing.List(l, s.Name)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			r := last[e.SHA256]
			f := Landed{Source: s.Name, SHA256: e.SHA256, Name: r.Name, Bytes: e.Info.Size(), ReceivedOn: r.ReceivedOn, Days: s.Retention(), Sealed: !e.Plain}
			if f.ReceivedOn == "" {
				f.ReceivedOn = models.DateOf(e.Info.ModTime())
			}
			f.Until = f.ReceivedOn.AddDays(f.Days)
			f.DaysLeft = int(f.Until.Time().Sub(today.Time()) / (24 * time.Hour))
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b Landed) int {
		return strings.Compare(string(a.Until)+a.Source+a.Name+a.SHA256, string(b.Until)+b.Source+b.Name+b.SHA256)
	})
	return out, nil
}

// Remove takes a file away and notes it in landing/<source>/removed.jsonl. Whoever calls
// it holds the lock.
func Remove(l models.Layout, f Landed, today models.Date) error {
	return load.RemoveLanded(l, f.Source, load.Removed{SHA256: f.SHA256, RemovedOn: today, Why: fmt.Sprintf("retention of %d days", f.Days)})
}

// Folder tells whether others than its owner may enter landing; nil when they may not,
// or when it is not there.
func Folder(l models.Layout) error {
	dir := filepath.Join(l.Root, "landing")
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look into landing: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return &models.Error{Code: models.Blocked, Where: dir, What: fmt.Sprintf("has mode %04o, so that others may read what suppliers sent; want 0700", mode), Fix: "chmod 0700 " + dir}
	}
	return nil
}
