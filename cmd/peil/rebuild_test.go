package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// All tables of the demo, made again from the same lake in another folder and on
// another number of threads, are the same files byte for byte.
func TestFullRebuildOfTheDemoGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	m := manifestOf(t, dir)
	root := t.TempDir()
	lake, err := filepath.Abs(filepath.Join(dir, "data", "lake"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(lake, filepath.Join(root, "lake")); err != nil {
		t.Fatal(err)
	}
	p, err := (&app{}).loadProject()
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, table := range m.Tables {
		if table.File != nil {
			sums[table.Name] = table.File.SHA256
		}
	}
	if len(sums) < 30 {
		t.Fatalf("the snapshot has %d tables with a file, want all facts and dimensions", len(sums))
	}
	for _, threads := range []int{1, 2} {
		if threads == runtime.NumCPU() {
			continue // as the demo itself was made
		}
		w, err := warehouse.Open(t.Context(), warehouse.Options{
			Layout: models.Layout{Root: root}, Project: p, Manifest: m, Threads: threads, Temp: root, Work: filepath.Join(root, "work"),
		})
		if err != nil {
			t.Fatal(err)
		}
		built, err := w.Build(t.Context(), warehouse.BuildOptions{Full: true, Verified: true, Previous: &models.Manifest{}})
		if err != nil {
			t.Fatal(err)
		}
		if built.Rebuilt < len(sums) {
			t.Errorf("on %d threads %d tables were computed, want all %d", threads, built.Rebuilt, len(sums))
		}
		for _, table := range built.Tables {
			if table.File != nil && table.File.SHA256 != sums[table.Name] {
				t.Errorf("%s on %d threads is another file than that of the snapshot", table.Name, threads)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
