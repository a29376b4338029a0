package load

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// found gives what Verify finds in the current snapshot.
func found(t *testing.T, l models.Layout) []string {
	t.Helper()
	m, err := Current(l)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := Verify(context.Background(), l, m, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range findings {
		out = append(out, f.Path+": "+f.Problem)
	}
	return out
}

// A manifest that reads well and is not what was written is found, of whatever snapshot;
// one that was taken away on purpose is none that is missing.
func TestAManifestWithOtherBytesIsFound(t *testing.T) {
	for _, c := range []struct {
		about  string
		change func(l models.Layout) error
		want   []string
	}{
		{"whole", func(models.Layout) error { return nil }, nil},
		{"of the current snapshot", func(l models.Layout) error { return alter(l.Snapshot(3)) }, []string{"snapshots/000003.json: has other bytes than were written"}},
		{"of an earlier one", func(l models.Layout) error { return alter(l.Snapshot(1)) }, []string{"snapshots/000001.json: has other bytes than were written"}},
		{"gone", func(l models.Layout) error { return os.Remove(l.Snapshot(1)) }, []string{"snapshots/000001.json: is missing, and no removal is noted"}},
		{"removed by peil gc", func(l models.Layout) error { return RemoveSnapshots(l, []RemovedSnapshot{{Snapshot: 1}}) }, nil},
		{"of before they were kept", func(l models.Layout) error { return os.Remove(manifestSums(l)) }, nil},
		{"a line that is none", func(l models.Layout) error { return os.WriteFile(manifestSums(l), []byte("x\n"), 0o644) }, []string{"snapshots/SHA256SUMS:1: is no checksum of a manifest"}},
	} {
		t.Run(c.about, func(t *testing.T) {
			l := models.Layout{Root: t.TempDir()}
			for _, names := range [][]string{{}, {"a"}, {}} {
				m := manifest()
				m.KnownAt = models.Date("2023-02-1" + string(rune('0'+len(names))))
				mustPublish(t, l, m)
			}
			if err := c.change(l); err != nil {
				t.Fatal(err)
			}
			if got := found(t, l); !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func alter(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(strings.Replace(string(text), "2023-02", "2023-03", 1)), 0o644)
}

// One number has one line, also when a crash let its manifest be written twice.
func TestAManifestThatIsWrittenAgainHasOneLine(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	for _, text := range []string{"one", "two"} {
		if err := noteSum(l, 7, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := readSums(l)
	if want := "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  000007.json"; err != nil || len(lines) != 1 || lines[0] != want {
		t.Errorf("lines are %q, %v, want %q", lines, err, want)
	}
}
