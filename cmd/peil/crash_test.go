package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
		return own.command(t, "run", "--quiet", "--exports", small, "--data", data)
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
			if out, err := own.command(t, "verify", "--data", data).CombinedOutput(); err != nil {
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

// killAt starts a command and kills it after a part of the time that it takes undisturbed,
// unless it ended before.
func killAt(t *testing.T, cmd *exec.Cmd, after time.Duration) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-time.After(after):
		_ = cmd.Process.Kill()
		<-done
	case <-done: // it was faster this time: nothing to kill
	}
}
