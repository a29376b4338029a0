package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/ledger"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// editionsOf lists the folders of the editions of which the record of their report and
// language says what is asked.
func (a *app) editionsOf(asked func(r *release.Record, name string) bool) ([]string, error) {
	names, err := edition.Names(a.layout().Editions())
	if err != nil {
		return nil, err
	}
	var out []string
	records := map[string]*release.Record{}
	for _, full := range names {
		report, name, _ := strings.Cut(full, "/")
		dir := a.layout().Edition(report, name)
		head, err := edition.Head(dir)
		if err != nil {
			continue // damaged: peil verify tells it
		}
		k := report + " " + head.Lang
		if records[k] == nil {
			if records[k], err = release.Read(a.layout(), report, head.Lang); err != nil {
				return nil, err
			}
		}
		if asked(records[k], name) {
			out = append(out, dir)
		}
	}
	return out, nil
}

// past gives the cells that readers were told already by editions.
func past(dirs []string) ([]disclose.Past, error) {
	var out []disclose.Past
	for _, dir := range dirs {
		cells, err := ledger.Read(dir)
		if err != nil {
			return nil, err
		}
		out = append(out, cells...)
	}
	return out, nil
}

// opener reads files of a folder and none outside it. Close it after use.
type opener struct {
	root    *os.Root
	edition string // REPORT/EDITION, of one that was published
}

func openFolder(dir string) (opener, error) {
	root, err := os.OpenRoot(dir)
	return opener{root: root}, err
}

// beside opens the folders of published editions that say what their cells are, but for
// one. It is an error when what was published is not all there; what is the matter with that
// one shows when it is read.
func (a *app) beside(but string) ([]opener, error) {
	dirs, wrong, err := a.released()
	if err != nil {
		return nil, err
	}
	if err := lost(slices.DeleteFunc(wrong, func(f fault) bool {
		return f.edition != "" && same(filepath.Join(a.layout().Editions(), filepath.FromSlash(f.edition)), but)
	})); err != nil {
		return nil, err
	}
	return openAll(dirs, but)
}

// openAll opens the folders of editions that say what their cells are, but for one.
func openAll(dirs []string, but string) ([]opener, error) {
	var out []opener
	for _, dir := range dirs {
		if same(dir, but) {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, audit.StructureFile)); err != nil {
			continue
		}
		o, err := openFolder(dir)
		if err != nil {
			return nil, errors.Join(err, closeAll(out))
		}
		o.edition = filepath.Base(filepath.Dir(dir)) + "/" + filepath.Base(dir)
		out = append(out, o)
	}
	return out, nil
}

func closeAll(all []opener) error {
	var errs []error
	for _, o := range all {
		errs = append(errs, o.root.Close())
	}
	return errors.Join(errs...)
}

func same(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(x, y)
}
