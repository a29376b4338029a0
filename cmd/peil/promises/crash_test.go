package promises

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/release"
)

// TestKillAtAnyMomentLeavesTheLastSnapshotAndTheNextRunRight kills a run of the
// demo's exports at moments spread over its length. Whatever is left, verify
// finds no damage, and the next run ends in the very bytes of an undisturbed one.
func TestKillAtAnyMomentLeavesTheLastSnapshotAndTheNextRunRight(t *testing.T) {
	t.Parallel()
	exports := filepath.Join(demoDir(t), "exports")
	own := withKey(strings.Repeat("0123456789abcdef", 4))
	// A tenth of the exports, so that the test takes seconds.
	small := t.TempDir()
	for _, folder := range []string{"vragenregister", "personeel", "doelstellingen", "prospectie"} {
		if err := os.CopyFS(filepath.Join(small, folder), os.DirFS(filepath.Join(exports, folder))); err != nil {
			t.Fatal(err)
		}
	}
	start := func(data string) *exec.Cmd {
		return own.command("run", "--quiet", "--exports", small, "--data", data)
	}
	calm := filepath.Join(t.TempDir(), "calm")
	began := time.Now()
	if out, err := start(calm).CombinedOutput(); err != nil {
		t.Fatalf("undisturbed run: %s", out)
	}
	whole := time.Since(began)
	want, err := os.ReadFile(filepath.Join(calm, "snapshots", "000001.json"))
	if err != nil {
		t.Fatal(err)
	}
	const tries = 5
	for i := 1; i <= tries; i++ {
		data := filepath.Join(t.TempDir(), "data")
		killAt(t, start(data), whole*time.Duration(i)/(tries+1))
		if _, err := os.Stat(filepath.Join(data, "current")); err == nil {
			if out, err := own.command("verify", "--data", data).CombinedOutput(); err != nil {
				t.Errorf("verify after kill %d: %s", i, out)
			}
		}
		if out, err := start(data).CombinedOutput(); err != nil {
			t.Fatalf("run after kill %d: %s", i, out)
		}
		got, err := os.ReadFile(filepath.Join(data, "snapshots", "000001.json"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("snapshot after kill %d differs from that of an undisturbed run", i)
		}
		if left, err := os.ReadDir(filepath.Join(data, "tmp")); err != nil || len(left) > 0 {
			t.Errorf("after kill %d, tmp holds %v (%v), want nothing", i, left, err)
		}
	}
}

// TestKillWhilePublishingLeavesOneEditionPublished kills peil publish at moments spread
// over its length: the edition before or the new one is published, nothing is damaged,
// and doing it again ends well.
func TestKillWhilePublishingLeavesOneEditionPublished(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	own := []string{"--project", filepath.Join(dir, "project")}
	layout := models.Layout{Root: filepath.Join(dir, "data")}
	take := append([]string{"run", "--exports", filepath.Join(dir, "exports")}, own...)
	peil(t, dir, take...)
	peil(t, dir, append([]string{"publish", "beds/2023-01-31-s1-nl"}, own...)...)
	put(t, filepath.Join(dir, "exports", "beds_2023-02-28.csv"), []byte("nr;stad;bedden;open\n1;Aalst;22;01/01/2023\n"))
	peil(t, dir, take...)
	latest := func() string {
		r, err := release.Read(layout, "beds", "nl")
		if err != nil {
			t.Fatal(err)
		}
		if r.Latest() == nil {
			return ""
		}
		return r.Latest().Edition
	}
	before, err := os.ReadFile(layout.Latest("beds", "nl"))
	if err != nil {
		t.Fatal(err)
	}
	history, err := os.ReadFile(layout.Audit())
	if err != nil {
		t.Fatal(err)
	}
	start := func() *exec.Cmd {
		return plain.command(append([]string{"publish", "beds/2023-02-28-s2-nl", "--data", layout.Root}, own...)...)
	}
	began := time.Now()
	if out, err := start().CombinedOutput(); err != nil {
		t.Fatalf("undisturbed: %s", out)
	}
	whole := time.Since(began)
	const tries = 12
	for i := 1; i <= tries; i++ {
		put(t, layout.Latest("beds", "nl"), before)
		put(t, layout.Audit(), history)
		killAt(t, start(), whole*time.Duration(i)/(tries+1))
		if got := latest(); got != "2023-01-31-s1-nl" && got != "2023-02-28-s2-nl" {
			t.Errorf("after kill %d published is %q", i, got)
		}
		peil(t, dir, append([]string{"verify"}, own...)...)
		if out, err := start().CombinedOutput(); err != nil {
			t.Errorf("publish after kill %d: %s", i, out)
		}
		if got := latest(); got != "2023-02-28-s2-nl" {
			t.Errorf("in the end published is %q", got)
		}
		text, err := os.ReadFile(layout.Audit())
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !json.Valid([]byte(line)) {
				t.Errorf("after kill %d the history has the line %q", i, line)
			}
		}
	}
	page, err := os.ReadFile(filepath.Join(layout.Editions(), "index.html"))
	if err != nil || !strings.Contains(string(page), "gepubliceerd, de laatste") {
		t.Errorf("the list of editions is %s, %v", page, err)
	}
}
