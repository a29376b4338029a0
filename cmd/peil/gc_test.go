package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/reports/edition"
)

// What peil gc leaves is sound: snapshots that stay are verified and answer as before,
// one that went is told, and the next run finds all that it needs.
func TestWhatGcLeavesIsSound(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(dir, "project", "peil.yml")
	text, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	exports := filepath.Join(dir, "exports")
	deliver := func(day, rows string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(exports, "beds_"+day+".csv"), []byte("nr;stad;bedden;open\n"+rows), 0o644); err != nil {
			t.Fatal(err)
		}
		onSmall(t, dir, 0, "run", "--exports", exports, "--no-report")
	}
	deliver("2023-02-27", "7;Aalst;1;01/02/2023\n")
	deliver("2023-02-28", "7;Aalst;2;01/02/2023\n")
	deliver("2023-05-31", "7;Aalst;3;01/02/2023\n")
	if out, _ := onSmall(t, dir, 0, "gc"); !strings.Contains(out, "0 snapshots · 0 files") || !strings.Contains(out, "every snapshot is kept, since snapshot_days of peil.yml") {
		t.Errorf("without snapshot_days gc says\n%s", out)
	}
	if err := os.WriteFile(settings, append(text, "\nsnapshot_days: 30\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	// What is a day old or less stays: as if the runs had been long ago.
	err = filepath.WalkDir(filepath.Join(dir, "data"), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(name, time.Time{}, time.Date(2023, 6, 1, 0, 0, 0, 0, time.UTC))
	})
	if err != nil {
		t.Fatal(err)
	}
	out, _ := onSmall(t, dir, 0, "gc")
	if !strings.Contains(out, "2 snapshots stay: 2-3\n1 snapshot goes: 1\n") || !strings.Contains(out, "nothing removed; --apply removes them") {
		t.Errorf("gc says\n%s", out)
	}
	onSmall(t, dir, 0, "sql", "--snapshot", "1", "select 1")
	out, _ = onSmall(t, dir, 0, "gc", "--apply", "--json")
	var told gcResult
	if err := json.Unmarshal([]byte(out), &told); err != nil || !told.Removed || len(told.Going) != 1 || len(told.Files) == 0 {
		t.Errorf("gc --apply says %v\n%s", err, out)
	}
	for _, f := range told.Files {
		if _, err := os.Stat(filepath.Join(dir, "data", filepath.FromSlash(f.Path))); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", f.Path, err)
		}
	}
	if _, diag := onSmall(t, dir, exitInvalid, "sql", "--snapshot", "1", "select 1"); !strings.Contains(diag, "was removed by peil gc on") {
		t.Errorf("of a snapshot that went it is said\n%s", diag)
	}
	for _, n := range []string{"2", "3"} {
		onSmall(t, dir, 0, "verify", "--snapshot", n)
	}
	deliver("2023-06-30", "7;Aalst;4;01/02/2023\n")
	onSmall(t, dir, 0, "verify")
}

// A snapshot that a published edition was made from stays, however old it is; that of an
// edition that was only made goes, and the edition stays as it is.
func TestWhatWasPublishedKeepsItsSnapshot(t *testing.T) {
	d := small(t, "snapshot_days: 1\n")
	d.later("beds_2023-03-01.csv", "7;Aalst;1;01/02/2023\n")
	d.later("beds_2023-03-30.csv", "7;Aalst;2;01/02/2023\n")
	d.later("beds_2023-03-31.csv", "7;Aalst;3;01/02/2023\n")
	d.later("beds_2023-04-15.csv", "7;Aalst;4;01/02/2023\n")
	if out := d.run(exitDone, "an", "gc"); !strings.Contains(out, "3 snapshots stay: 1, 4-5\n2 snapshots go: 2-3\n") {
		t.Errorf("before anything is published gc says\n%s", out)
	}
	d.run(exitDone, "an", "publish", "beds/2023-03-01-s2-nl")
	if out := d.run(exitDone, "an", "gc", "--apply"); !strings.Contains(out, "4 snapshots stay: 1-2, 4-5\n1 snapshot goes: 3\n") {
		t.Errorf("after the edition of snapshot 2 is published gc says\n%s", out)
	}
	d.run(exitDone, "an", "verify", "--snapshot", "2")
	if _, err := os.Stat(filepath.Join(d.layout.Edition("beds", "2023-03-30-s3-nl"), "index.html")); err != nil {
		t.Errorf("an edition went with its snapshot: %v", err)
	}
	d.run(exitDone, "an", "verify")
	if out := d.run(exitDone, "an", "explain", firstFigure(t, filepath.Join(d.layout.Edition("beds", "2023-03-30-s3-nl"), "figures.json"))); !strings.Contains(out, "summed up: the snapshot is gone") {
		t.Errorf("explain says of a figure of a snapshot that went\n%s", out)
	}
	if out := d.run(exitBlocked, "an", "publish", "beds/2023-03-30-s3-nl"); !strings.Contains(out, "edition 2023-03-30-s3-nl: stands on snapshot 3, which was removed by peil gc on") ||
		!strings.Contains(out, "make another edition with peil report") {
		t.Errorf("publish says of an edition whose snapshot went\n%s", out)
	}
	// As an erasure leaves it: what was published stands.
	if err := os.Remove(d.layout.Snapshot(2)); err != nil {
		t.Fatal(err)
	}
	if out := d.run(exitDone, "an", "publish", "beds/2023-03-01-s2-nl"); !strings.Contains(out, "is published already") {
		t.Errorf("publish says of a published edition whose snapshot went\n%s", out)
	}
}

// What somebody approved may be published yet, so its snapshot is needed.
func TestWhatWasApprovedKeepsItsSnapshot(t *testing.T) {
	d := small(t, "snapshot_days: 1\napprove: 2\n")
	d.later("beds_2023-03-01.csv", "7;Aalst;1;01/02/2023\n")
	d.later("beds_2023-03-30.csv", "7;Aalst;2;01/02/2023\n")
	d.later("beds_2023-04-15.csv", "7;Aalst;4;01/02/2023\n")
	d.approve("bert", "beds/2023-03-01-s2-nl")
	if out := d.run(exitDone, "an", "gc", "--apply"); !strings.Contains(out, "0 snapshots · ") {
		t.Errorf("gc says\n%s", out)
	}
	d.run(exitDone, "an", "publish", "beds/2023-03-01-s2-nl")
}

// firstFigure gives the id of the first figure of an edition.
func firstFigure(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var frozen edition.Frozen
	if err := json.Unmarshal(text, &frozen); err != nil || len(frozen.Figures) == 0 {
		t.Fatalf("%s: %d figures, %v", file, len(frozen.Figures), err)
	}
	return frozen.Figures[0].ID
}
