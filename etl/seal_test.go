package etl_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// A pair of a recipient and its identity, made for these tests.
const (
	recipientText = "age1muka43uv6dnch7pwhqu3u5twvn3fvualkcv8f3aa0wjvp4hewfaqv5kdpm"
	identityText  = "AGE-SECRET-KEY-1CUPZVVD58WAR0X0VA7RJQMTDRL8P2LZYG865PWLDX57MYESJ6PMSAMRU0C"
)

func identity() *landing.Identity {
	return landing.LoadIdentity("${env:IDENTITY}", func(string) (string, bool) { return identityText, true }, "data")
}

// seal seals as the command does behind a run.
func (h *house) seal(m *models.Manifest) error {
	h.t.Helper()
	p, err := models.LoadProject(h.project)
	if err != nil {
		h.t.Fatal(err)
	}
	to, err := landing.ReadRecipients(models.LandingConfig{EncryptTo: []string{recipientText}})
	if err != nil {
		h.t.Fatal(err)
	}
	cfg := h.with(p)
	if h.config != nil {
		h.config(&cfg)
	}
	return etl.Seal(context.Background(), cfg, m, to)
}

// landedFiles counts what lies in landing in plain, sealed and as both.
func (h *house) landedFiles() (plain, sealed, both int) {
	h.t.Helper()
	sources, err := landing.Sources(h.layout)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range sources {
		entries, err := landing.List(h.layout, s)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, e := range entries {
			switch {
			case e.Plain && e.Sealed:
				both++
			case e.Plain:
				plain++
			default:
				sealed++
			}
		}
	}
	return plain, sealed, both
}

// verified wants all that a snapshot names to be there and readable.
func (h *house) verified(m *models.Manifest) {
	h.t.Helper()
	findings, err := load.Verify(context.Background(), h.layout, m, identity())
	if err != nil || len(findings) > 0 {
		h.t.Errorf("verify: %v, %v", findings, err)
	}
}

func TestKilledWhileSealingEveryFileIsPlainOrSealed(t *testing.T) {
	for _, c := range []struct {
		point               string
		times               int
		plain, sealed, both int // of one file of the kitchen, then three of the shelter
	}{
		{"seal: written", 0, 4, 0, 0},
		{"seal: written", 1, 3, 1, 0},
		{"seal: named", 0, 3, 0, 1},
		{"seal: named", 1, 0, 1, 3},
		{"seal: removed", 0, 3, 1, 0},
		{"seal: removed", 2, 0, 3, 1},
	} {
		t.Run(fmt.Sprintf("%s after %d", c.point, c.times), func(t *testing.T) {
			dir := t.TempDir()
			h := houseAt(t, dir)
			h.firstExports()
			_, m := h.run()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s|%s|%d", crashVariable, dir, c.point, c.times))
			out, err := cmd.CombinedOutput()
			if cmd.ProcessState == nil || cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("the child was not killed: %v\n%s", err, out)
			}
			if plain, sealed, both := h.landedFiles(); plain != c.plain || sealed != c.sealed || both != c.both {
				t.Errorf("%d plain, %d sealed, %d both, want %d, %d, %d", plain, sealed, both, c.plain, c.sealed, c.both)
			}
			h.verified(m)
			_, again := h.run()
			if again.Snapshot != m.Snapshot {
				t.Errorf("snapshot %d, want %d again", again.Snapshot, m.Snapshot)
			}
			if err := h.seal(again); err != nil {
				t.Fatal(err)
			}
			if plain, sealed, both := h.landedFiles(); plain+both > 0 || sealed != 4 {
				t.Errorf("the next run leaves %d plain, %d sealed, %d both, want 4 sealed", plain, sealed, both)
			}
			if left := tree(t, h.layout.Temporary()); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			h.verified(again)
			// The exports still lie there, and are not landed in plain once more.
			h.run()
			if plain, _, both := h.landedFiles(); plain+both > 0 {
				t.Errorf("a run that has nothing new leaves %d files in plain", plain+both)
			}
		})
	}
}

// What arrived and is in no snapshot yet has to be read by the next run, which has no
// identity; what comes under a second name as well.
func TestOnlyWhatASnapshotHasIsSealed(t *testing.T) {
	h := newHouse(t)
	h.firstExports()
	_, first := h.run()
	if err := h.seal(first); err != nil {
		t.Fatal(err)
	}
	h.put("beds/beds_2023-02-28.csv", "house;beds\nnorth;6\n")
	if _, err := h.try(); err != nil { // nothing is published
		t.Fatal(err)
	}
	if err := h.seal(first); err != nil {
		t.Fatal(err)
	}
	if plain, sealed, both := h.landedFiles(); plain != 1 || sealed != 4 || both != 0 {
		t.Errorf("%d plain, %d sealed, %d both, want 1, 4, 0", plain, sealed, both)
	}
	h.put("beds/beds_2023-03-31.csv", "house;beds\nnorth;4\n") // as on 31 January
	_, second := h.run()
	h.want(second, "beds", "1 beds/beds_2023-01-31.csv 1/0/0", "2 beds/beds_2023-02-28.csv 1/0/0", "3 beds/beds_2023-03-31.csv 1/0/0")
	if err := h.seal(second); err != nil {
		t.Fatal(err)
	}
	if plain, sealed, both := h.landedFiles(); plain != 0 || sealed != 5 || both != 0 {
		t.Errorf("%d plain, %d sealed, %d both, want 0, 5, 0", plain, sealed, both)
	}
	h.verified(second)
}

func TestAllIsLoadedAgainFromSealedFiles(t *testing.T) {
	h := newHouse(t)
	h.firstExports()
	_, first := h.run()
	want := manifestText(t, h.layout)
	if err := h.seal(first); err != nil {
		t.Fatal(err)
	}
	// Only one export is still there, so that the others are opened.
	for _, folder := range []string{"stays", "meals", "beds"} {
		if err := os.RemoveAll(filepath.Join(h.exports, folder)); err != nil {
			t.Fatal(err)
		}
	}
	h.config = func(c *etl.Config) { c.Full = true }
	result, m := h.runAll()
	const none = "is sealed, and no landing_identity is named that opens it"
	wantErrors(t, result, models.Invalid, none, none, none)
	if m.Snapshot != first.Snapshot {
		t.Errorf("snapshot %d, want %d", m.Snapshot, first.Snapshot)
	}
	if err := os.RemoveAll(filepath.Join(h.layout.Root, "lake")); err != nil {
		t.Fatal(err)
	}
	h.config = func(c *etl.Config) { c.Full, c.Identity = true, identity() }
	_, m = h.run()
	h.verified(m)
	if manifestText(t, h.layout) != want {
		t.Error("what is loaded from sealed files differs from what was loaded from plain ones")
	}
}

func TestDamagedBytesAreNotSealed(t *testing.T) {
	h := newHouse(t)
	h.firstExports()
	_, m := h.run()
	d := delivery(m, "beds", 1)
	file := h.layout.Landed(d.Source, d.SHA256)
	if err := os.WriteFile(file, []byte("house;beds\nnorth;9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	written := time.Date(2023, 1, 5, 12, 0, 0, 0, time.UTC)
	for _, d := range m.Deliveries {
		if err := os.Chtimes(h.layout.Landed(d.Source, d.SHA256), written, written); err != nil {
			t.Fatal(err)
		}
	}
	err := h.seal(m)
	if models.CodeOf(err) != models.Blocked || !strings.Contains(err.Error(), d.SHA256+": has other bytes than were received, so it is not sealed") {
		t.Errorf("seal: %v", err)
	}
	if plain, sealed, both := h.landedFiles(); plain != 1 || sealed != 3 || both != 0 {
		t.Errorf("%d plain, %d sealed, %d both, want 1, 3, 0", plain, sealed, both)
	}
	for _, other := range m.Deliveries {
		if info, err := os.Stat(h.layout.Sealed(other.Source, other.SHA256)); other.SHA256 != d.SHA256 && (err != nil || info.Mode() != fs.FileMode(0o600) || !info.ModTime().Equal(written)) {
			t.Errorf("%s: %v, %v, want a file of mode 0600 and of 5 January", other.Name, info, err)
		}
	}
}
