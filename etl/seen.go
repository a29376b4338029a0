package etl

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// Most of what lies in a folder or on a server arrived before. Where its version is the
// one by which it was named then, it is not read again.

// seen knows by which versions the latest deliveries of an entity are named.
type seen struct {
	latest map[string]load.Receipt // by name
	again  map[string]load.Seen    // by name: found again under another version
	news   bool                    // again is not what is on disk
}

func (r *run) seen(e *models.Entity, receipts []load.Receipt) (*seen, error) {
	s := &seen{latest: map[string]load.Receipt{}}
	for _, have := range receipts {
		s.latest[have.Name] = have
	}
	var err error
	s.again, err = load.ReadSeen(r.Layout, e.Source, e.Name)
	return s, err
}

// is tells that an item has the version of the latest delivery of its name.
func (s *seen) is(item pull.Item) bool {
	have := s.latest[item.Name]
	if item.Version == "" || item.Size >= 0 && item.Size != have.Bytes {
		return false
	}
	again := s.again[item.Name]
	return have.Version == item.Version || again.SHA256 == have.SHA256 && again.Version == item.Version
}

// note keeps the version of an item whose bytes are those of the latest delivery.
func (s *seen) note(item pull.Item, now time.Time) {
	if version := item.Named(now); version != "" && !s.is(item) {
		s.again[item.Name], s.news = load.Seen{SHA256: s.latest[item.Name].SHA256, Version: version}, true
	}
}

// keep writes down what is new.
func (r *run) keep(e *models.Entity, s *seen) error {
	if !s.news {
		return nil
	}
	return load.WriteSeen(r.Layout, e.Source, e.Name, s.again)
}

// here tells that the bytes of an item need not be fetched: they were before, and are
// still kept, or were taken away on purpose. With Full they are fetched again, in case
// that the server or the file system is wrong.
func (r *run) here(e *models.Entity, s *seen, item pull.Item, removed map[string]load.Removed) (bool, error) {
	if r.Full || !s.is(item) {
		return false, nil
	}
	have := s.latest[item.Name]
	if _, passed := removed[have.SHA256]; passed {
		return true, nil
	}
	path, sealed, err := landing.Find(r.Layout, e.Source, have.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || sealed {
		return sealed, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return false, fmt.Errorf("look at landed bytes: %w", err)
	}
	return info.Size() == have.Bytes, nil // a torn file is landed again
}
