package models

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// Overlay lays the files of top over those of base: a file in top hides the one
// with the same name, folders are united. It is how a project changes a contract
// or adds a page without copying the rest.
func Overlay(top, base fs.FS) fs.FS { return overlay{top, base} }

type overlay struct{ top, base fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.top.Open(name)
	if err == nil {
		// A folder in both must list both, which Open alone cannot do: readers
		// of folders go through ReadDir.
		return f, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return o.base.Open(name)
}

// ReadDir lists the files of both, sorted by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	top, errTop := fs.ReadDir(o.top, name)
	base, errBase := fs.ReadDir(o.base, name)
	if errTop != nil && errBase != nil {
		return nil, errTop
	}
	for _, e := range base {
		if !slices.ContainsFunc(top, func(t fs.DirEntry) bool { return t.Name() == e.Name() }) {
			top = append(top, e)
		}
	}
	slices.SortFunc(top, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return top, nil
}

// Stat describes a file or folder; WalkDir needs it for the folder it starts at.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(o.top, name)
	if err == nil {
		return info, nil
	}
	return fs.Stat(o.base, name)
}

// Instead gives the files of base, but for the folders dirs, which are those of other.
func Instead(other, base fs.FS, dirs ...string) fs.FS { return instead{other, base, dirs} }

type instead struct {
	other, base fs.FS
	dirs        []string
}

// of gives where a name is looked up.
func (i instead) of(name string) fs.FS {
	top, _, _ := strings.Cut(name, "/")
	if slices.Contains(i.dirs, top) {
		return i.other
	}
	return i.base
}

func (i instead) Open(name string) (fs.File, error)          { return i.of(name).Open(name) }
func (i instead) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(i.of(name), name) }
func (i instead) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(i.of(name), name) }
