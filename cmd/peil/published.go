package main

import (
	"errors"
	"fmt"
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

// readership is what readers have of editions.
type readership struct {
	cells    []disclose.Past // that these printed or hid
	editions []toldEdition   // those that say what their cells are
}

func (r readership) and(more readership) readership {
	return readership{slices.Concat(r.cells, more.cells), slices.Concat(r.editions, more.editions)}
}

// readTold reads the editions in folders.
func readTold(dirs []string) (out readership, err error) {
	for _, dir := range dirs {
		cells, err := ledger.Read(dir)
		if err != nil {
			return readership{}, err
		}
		out.cells = append(out.cells, cells...)
	}
	out.editions, err = readEditions(dirs)
	return out, err
}

// toldEdition is what an edition that was published prints.
type toldEdition struct {
	name string // REPORT/EDITION
	*audit.Edition
}

// beside reads published editions that say what their cells are, but for one. It is an
// error when what was published is not all there; what is the matter with that one shows
// when it is read.
func (a *app) beside(but string) ([]toldEdition, error) {
	dirs, wrong, err := a.released()
	if err != nil {
		return nil, err
	}
	if err := lost(slices.DeleteFunc(wrong, func(f fault) bool {
		return f.edition != "" && same(filepath.Join(a.layout().Editions(), filepath.FromSlash(f.edition)), but)
	})); err != nil {
		return nil, err
	}
	return readEditions(slices.DeleteFunc(dirs, func(dir string) bool { return same(dir, but) }))
}

// readEditions reads the editions in folders that say what their cells are.
func readEditions(dirs []string) ([]toldEdition, error) {
	var out []toldEdition
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, audit.StructureFile)); err != nil {
			continue // made before editions said it
		}
		root, err := os.OpenRoot(dir) // a description names files: none outside the folder
		if err != nil {
			return nil, err
		}
		e, err := audit.ReadEdition(root.ReadFile)
		if err = errors.Join(err, root.Close()); err != nil {
			return nil, fmt.Errorf("read edition %s, which was published: %w", dir, err)
		}
		out = append(out, toldEdition{filepath.Base(filepath.Dir(dir)) + "/" + filepath.Base(dir), e})
	}
	return out, nil
}

// prints gives what editions print.
func prints(all []toldEdition) []*audit.Edition {
	out := make([]*audit.Edition, len(all))
	for i, e := range all {
		out[i] = e.Edition
	}
	return out
}

func same(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(x, y)
}
