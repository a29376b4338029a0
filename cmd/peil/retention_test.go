package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// What has passed is listed, then removed with a note, and does not come back with the
// export that still lies in its folder; the rows stay.
func TestRetentionRemovesWhatHasPassed(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	exports := filepath.Join(dir, "exports")
	onSmall(t, dir, 0, "run", "--exports", exports, "--no-report")
	rows, _ := onSmall(t, dir, 0, "sql", "select count(*) from raw.shelter__beds", "--format", "csv", "--quiet")
	if out, _ := onSmall(t, dir, 0, "retention"); !strings.Contains(out, "1 file in landing · 0 past retention · the next after ") {
		t.Errorf("retention says\n%s", out)
	}
	layout := models.Layout{Root: filepath.Join(dir, "data")}
	file := layout.Receipts("shelter", "beds")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	old := regexp.MustCompile(`"received_on":"[0-9-]+"`).ReplaceAll(text, []byte(`"received_on":"2023-02-01"`))
	if err := os.WriteFile(file, old, 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := onSmall(t, dir, 0, "retention")
	if !strings.Contains(out, "beds_2023-01-31.csv  2023-02-01  2023-03-03") || !strings.Contains(out, "1 file in landing · 1 past retention, nothing removed; --apply removes them") {
		t.Errorf("retention says\n%s", out)
	}
	landed := func() int {
		t.Helper()
		names, err := filepath.Glob(filepath.Join(layout.Landing("shelter"), strings.Repeat("[0-9a-f]", 64)))
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	if landed() != 1 {
		t.Error("a file was removed without --apply")
	}
	if out, _ := onSmall(t, dir, 0, "retention", "--apply"); !strings.Contains(out, "1 past retention, removed") || landed() != 0 {
		t.Errorf("%d files are left, and retention says\n%s", landed(), out)
	}
	onSmall(t, dir, 0, "verify")
	if out, _ := onSmall(t, dir, 0, "run", "--exports", exports, "--no-report"); !strings.Contains(out, "nothing new") || landed() != 0 {
		t.Errorf("%d files came back, and the run says\n%s", landed(), out)
	}
	if now, _ := onSmall(t, dir, 0, "sql", "select count(*) from raw.shelter__beds", "--format", "csv", "--quiet"); now != rows {
		t.Errorf("there are %s rows, want %s", now, rows)
	}
	// Who asks for everything again has it again, and a run after that as well.
	onSmall(t, dir, 0, "run", "--full", "--exports", exports, "--no-report")
	if landed() != 1 {
		t.Error("run --full does not bring the file back")
	}
	if err := os.Chmod(filepath.Join(dir, "data", "landing"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, diag := onSmall(t, dir, 4, "retention"); !strings.Contains(diag, "has mode 0755, so that others may read what suppliers sent; want 0700; chmod 0700") {
		t.Errorf("retention says %s", diag)
	}
	onSmall(t, dir, 2, "retention", "all")
}
