package etl

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// kept tells of the bytes of the latest delivery of a name that they are there, sealed.
// Others are landed in plain again, since they have to be read, and with Full all of them.
func (r *run) kept(e *models.Entity, latest load.Receipt) func(sha256 string) bool {
	return func(sha256 string) bool {
		if r.Full || sha256 != latest.SHA256 {
			return false
		}
		_, sealed, err := landing.Find(r.Layout, e.Source, sha256)
		return err == nil && sealed
	}
}

// openable refuses before anything is read when a delivery that has to be loaded is
// sealed and cannot be opened.
func (r *run) openable(e *models.Entity, plan []planned) error {
	for _, p := range plan {
		if !p.load {
			continue
		}
		_, sealed, err := landing.Find(r.Layout, e.Source, p.Receipt.SHA256)
		if err != nil {
			return err
		}
		if !sealed {
			continue
		}
		f, err := landing.Open(r.Layout, e.Source, p.Receipt.SHA256, r.Identity)
		if err != nil {
			return err
		}
		return f.Close()
	}
	return nil
}

// sealTogether is how many files wait for the disk together.
const sealTogether = 32

// Seal seals what lies in landing in plain, but for what a snapshot does not have yet:
// the next run still has to read that. It also ends what a crash cut off. Bytes that are
// damaged are told, as *models.Error, and stay as they are. Without recipients it does
// nothing. The caller holds the lock, and m is the current snapshot.
func Seal(ctx context.Context, cfg Config, m *models.Manifest, to landing.Recipients) error {
	if len(to) == 0 {
		return nil
	}
	waiting, err := unloaded(cfg, m)
	if err != nil {
		return err
	}
	sources, err := landing.Sources(cfg.Layout)
	if err != nil {
		return err
	}
	var damaged []error
	for _, source := range sources {
		entries, err := landing.List(cfg.Layout, source)
		if err != nil {
			return err
		}
		var plain []string
		for _, e := range entries {
			if e.Plain && !waiting[load.LandedFile{Source: source, SHA256: e.SHA256}] {
				plain = append(plain, e.SHA256)
			}
		}
		for len(plain) > 0 {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("seal landing: %w", err)
			}
			n := min(sealTogether, len(plain))
			bad, err := (&run{Config: cfg}).seal(source, plain[:n], to)
			if err != nil {
				return err
			}
			damaged, plain = append(damaged, bad...), plain[n:]
		}
	}
	return errors.Join(damaged...)
}

// unloaded gives what arrived and is in no snapshot.
func unloaded(cfg Config, m *models.Manifest) (map[load.LandedFile]bool, error) {
	type arrival struct {
		source, entity string
		sequence       int
	}
	loaded := map[arrival]bool{}
	for _, d := range m.Deliveries {
		loaded[arrival{d.Source, d.Entity, d.Sequence}] = true
	}
	out := map[load.LandedFile]bool{}
	for _, s := range cfg.Project.Sources {
		for i := range s.Entities {
			receipts, err := load.ReadReceipts(cfg.Layout, s.Name, s.Entities[i].Name)
			if err != nil {
				return nil, err
			}
			for _, r := range receipts {
				if !loaded[arrival{s.Name, s.Entities[i].Name, r.Sequence}] {
					out[load.LandedFile{Source: s.Name, SHA256: r.SHA256}] = true
				}
			}
		}
	}
	return out, nil
}

// seal seals a few files: all are durable under their names before the first plain one
// goes, so that at every moment one of both can be read.
func (r *run) seal(source string, sums []string, to landing.Recipients) (damaged []error, err error) {
	var files []load.Unnamed
	var done []string
	for _, sum := range sums {
		f, err := os.CreateTemp(r.Layout.Temporary(), "sealed-*") // with mode 0600
		if err != nil {
			return nil, fmt.Errorf("seal landing: %w", err)
		}
		// A file without a receipt is kept from the day that it was written.
		if err := errors.Join(to.Seal(r.Layout, source, sum, f), f.Close(), sameTime(f.Name(), r.Layout.Landed(source, sum))); err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
			if isFault(err) {
				return nil, err
			}
			damaged = append(damaged, err)
			continue
		}
		files, done = append(files, load.Unnamed{Temporary: f.Name(), Final: r.Layout.Sealed(source, sum)}), append(done, sum)
	}
	r.reached("seal: written")
	if err := load.Name(files); err != nil {
		return nil, err
	}
	r.reached("seal: named")
	for _, sum := range done {
		if err := os.Remove(r.Layout.Landed(source, sum)); err != nil {
			return nil, fmt.Errorf("seal landing: %w", err)
		}
		r.reached("seal: removed")
	}
	return damaged, pull.SyncFolder(r.Layout.Landing(source))
}

// sameTime gives a file the modification time of another.
func sameTime(file, as string) error {
	info, err := os.Stat(as)
	if err == nil {
		err = os.Chtimes(file, info.ModTime(), info.ModTime())
	}
	return err
}
