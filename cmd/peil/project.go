package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports"
	"github.com/vlot-evaluatie/peil/sql"
)

// builtin is the embedded project, laid out as a project folder is.
func builtin() fs.FS {
	return mount{"models": models.Files, "sql": sql.Files, "reports": reports.Files}
}

// mount puts embedded file systems under folder names; peil.yml lies in models
// because a package can only embed what is below it.
type mount map[string]fs.FS

func (m mount) inside(name string) (fs.FS, string, bool) {
	if name == "peil.yml" {
		return m["models"], "peil.yml", true
	}
	first, rest, found := strings.Cut(name, "/")
	if !found {
		rest = "."
	}
	files, ok := m[first]
	return files, rest, ok
}

func (m mount) Open(name string) (fs.File, error) {
	if files, rest, ok := m.inside(name); ok {
		return files.Open(rest)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func (m mount) ReadDir(name string) ([]fs.DirEntry, error) {
	if files, rest, ok := m.inside(name); ok {
		return fs.ReadDir(files, rest)
	}
	return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
}

func (m mount) Stat(name string) (fs.FileInfo, error) {
	if files, rest, ok := m.inside(name); ok {
		return fs.Stat(files, rest)
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}

// projectFiles gives the project asked for: the built-in one, a folder laid over
// it, or a folder on its own when its peil.yml says extends: none.
func (a *app) projectFiles() (fs.FS, error) {
	if a.project == "" {
		return builtin(), nil
	}
	info, err := os.Stat(a.project)
	if err != nil || !info.IsDir() {
		return nil, usage("--project "+a.project, "is not a folder", "give a folder with a peil.yml, or write one with peil init DIR")
	}
	own := os.DirFS(a.project)
	text, err := fs.ReadFile(own, "peil.yml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage(path.Join(a.project, "peil.yml"), "is not there", "every project has one; docs/project.md says what is in it")
	}
	if err != nil {
		return nil, usage(path.Join(a.project, "peil.yml"), "cannot be read", err.Error())
	}
	var c models.Config
	if err := models.ReadYAML("peil.yml", 0, text, &c); err != nil {
		return nil, err
	}
	switch c.Extends {
	case "none":
		return own, nil
	case "", "vlot":
		return models.Overlay(own, builtin()), nil
	}
	return nil, usage("peil.yml", fmt.Sprintf("extends %q, want vlot or none", c.Extends), "name the project this one builds on")
}

// loadProject reads and checks the project asked for.
func (a *app) loadProject() (*models.Project, error) {
	files, err := a.projectFiles()
	if err != nil {
		return nil, err
	}
	p, err := models.LoadProject(files)
	if err != nil {
		return nil, err
	}
	_, err = landing.ReadRecipients(p.Config.Landing)
	errs := []error{err}
	for i := range p.Config.Jobs {
		j := &p.Config.Jobs[i]
		errs = append(errs, schedule.Check("peil.yml, job "+j.Name, j.Cron, j.TimeZone()))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return p, nil
}

// copyFS writes every file of the project out below dir.
func copyFS(files fs.FS, dir string) (int, error) {
	n := 0
	for _, top := range []string{"peil.yml", "models", "sql", "reports"} {
		err := fs.WalkDir(files, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !projectFile(name) {
				return err
			}
			text, err := fs.ReadFile(files, name)
			if err != nil {
				return err
			}
			target := path.Join(dir, name)
			if err := os.MkdirAll(path.Dir(target), 0o755); err != nil {
				return err
			}
			n++
			return os.WriteFile(target, text, 0o644)
		})
		if err != nil {
			return n, fmt.Errorf("write project: %w", err)
		}
	}
	return n, nil
}

// projectFile tells a project's own files from what a folder holds beside them.
func projectFile(name string) bool {
	if name == "models/peil.yml" {
		return false // the embedded copy of the peil.yml at the top
	}
	switch path.Ext(name) {
	case ".yml", ".csv", ".sql", ".md", ".css":
		return true
	}
	return false
}
