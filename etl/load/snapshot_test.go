package load

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func manifest(names ...string) *models.Manifest {
	m := &models.Manifest{Project: "p", KnownAt: "2023-02-13"}
	for _, n := range names {
		m.Deliveries = append(m.Deliveries, models.Loaded{Name: n})
	}
	return m
}

func mustPublish(t *testing.T, l models.Layout, m *models.Manifest) *models.Manifest {
	t.Helper()
	previous, err := Current(l)
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := Publish(l, m, previous)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSnapshotIsMadeOnlyWhenSomethingDiffers(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	if m, err := Current(l); m != nil || err != nil {
		t.Fatalf("current of nothing = %v, %v", m, err)
	}
	for i, step := range []struct {
		names            []string
		snapshot, parent int
	}{{[]string{"a"}, 1, 0}, {[]string{"a"}, 1, 0}, {[]string{"a", "b"}, 2, 1}, {[]string{"a", "b"}, 2, 1}, {[]string{"a"}, 3, 2}} {
		m := mustPublish(t, l, manifest(step.names...))
		if m.Snapshot != step.snapshot || m.Parent != step.parent {
			t.Errorf("step %d: snapshot %d of %d, want %d of %d", i, m.Snapshot, m.Parent, step.snapshot, step.parent)
		}
		current, err := Current(l)
		if err != nil || current.Snapshot != step.snapshot || len(current.Deliveries) != len(step.names) {
			t.Errorf("step %d: current %+v, %v", i, current, err)
		}
	}
	if pointer, err := os.ReadFile(l.Current()); err != nil || string(pointer) != "snapshots/000003.json\n" {
		t.Errorf("current holds %q, %v", pointer, err)
	}
	if m, err := ReadSnapshot(l, 2); err != nil || len(m.Deliveries) != 2 {
		t.Errorf("snapshot 2 = %+v, %v", m, err)
	}
	_, err := ReadSnapshot(l, 7)
	if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "snapshot 7: is not there; choose one of 1-3") {
		t.Errorf("snapshot 7: %v", err)
	}
	_, err = ReadSnapshot(models.Layout{Root: t.TempDir()}, 1)
	if err == nil || !strings.Contains(err.Error(), "there are none yet") {
		t.Errorf("snapshot of nothing: %v", err)
	}
}

func TestDamagedPointerAndManifestSayWhatTheyHold(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	mustPublish(t, l, manifest("a"))
	for file, text := range map[string]string{l.Current(): "nonsense", l.Snapshot(1): "{"} {
		good, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Current(l); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), file) {
			t.Errorf("%s = %q: %v, want an error about it", file, text, err)
		}
		if err := os.WriteFile(file, good, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text := bytes.Replace(must(os.ReadFile(l.Snapshot(1))), fmt.Appendf(nil, `"format": %d`, models.FormatVersion), []byte(`"format": 99`), 1)
	if err := os.WriteFile(l.Snapshot(1), text, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Current(l); err == nil || !strings.Contains(err.Error(), "format 99") {
		t.Errorf("newer format: %v", err)
	}
}

// Without its pointer a warehouse that has grown must not begin anew; one whose first
// run was cut off may.
func TestPointerThatIsLostIsTold(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	mustPublish(t, l, manifest("a"))
	if err := os.Remove(l.Current()); err != nil {
		t.Fatal(err)
	}
	if m, err := Current(l); m != nil || err != nil {
		t.Errorf("after a first run that was cut off: %v, %v, want nothing", m, err)
	}
	mustPublish(t, l, manifest("a"))
	mustPublish(t, l, manifest("a", "b"))
	if err := os.Remove(l.Current()); err != nil {
		t.Fatal(err)
	}
	if _, err := Current(l); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "snapshots: 1-2") || !strings.Contains(err.Error(), "snapshots/000002.json, into it") {
		t.Errorf("pointer lost: %v, want how it is put back", err)
	}
	if err := os.WriteFile(l.Current(), []byte("snapshots/000002.json\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if m, err := Current(l); err != nil || m.Snapshot != 2 {
		t.Errorf("pointer put back: %v, %v", m, err)
	}
	if err := os.Remove(l.Snapshot(2)); err != nil {
		t.Fatal(err)
	}
	if _, err := Current(l); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "names snapshots/000002.json, which is not there") {
		t.Errorf("manifest lost: %v, want its name", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestManifestNeverReachedIsUsedOrPassedOverButNotOverwritten(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	mustPublish(t, l, manifest("a"))
	// A crash between manifest and pointer.
	pointer := must(os.ReadFile(l.Current()))
	mustPublish(t, l, manifest("a", "b"))
	lost := must(os.ReadFile(l.Snapshot(2)))
	if err := os.WriteFile(l.Current(), pointer, 0o644); err != nil {
		t.Fatal(err)
	}
	if m := mustPublish(t, l, manifest("a", "b")); m.Snapshot != 2 {
		t.Errorf("the same again is snapshot %d, want 2", m.Snapshot)
	}
	if err := os.WriteFile(l.Current(), pointer, 0o644); err != nil {
		t.Fatal(err)
	}
	if m := mustPublish(t, l, manifest("a", "c")); m.Snapshot != 3 || m.Parent != 1 {
		t.Errorf("another is snapshot %d of %d, want 3 of 1", m.Snapshot, m.Parent)
	}
	if !bytes.Equal(must(os.ReadFile(l.Snapshot(2))), lost) {
		t.Error("snapshot 2 was overwritten")
	}
}

// publishAndDie publishes and kills itself at the point named after the folder.
func publishAndDie(arguments string) {
	dir, at, _ := strings.Cut(arguments, "@")
	l := models.Layout{Root: dir}
	previous := must(Current(l))
	_, _, err := publish(l, manifest("a", "b"), previous, func(point string) {
		if point == at {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	})
	fmt.Println("lived", err)
}

func TestKilledWhilePublishingLeavesOneSnapshotOrTheOther(t *testing.T) {
	undisturbed := models.Layout{Root: t.TempDir()}
	mustPublish(t, undisturbed, manifest("a"))
	mustPublish(t, undisturbed, manifest("a", "b"))
	for point, current := range map[string]int{"manifest written": 1, "manifest noted": 1, "current moved": 2} {
		l := models.Layout{Root: t.TempDir()}
		mustPublish(t, l, manifest("a"))
		if out, err := child(t, "publish "+l.Root+"@"+point).Output(); err == nil {
			t.Fatalf("%s: the child said %q and lived", point, out)
		}
		if m := must(Current(l)); m.Snapshot != current {
			t.Errorf("%s: current is %d, want %d", point, m.Snapshot, current)
		}
		mustPublish(t, l, manifest("a", "b"))
		for _, file := range []func(models.Layout) string{models.Layout.Current, func(l models.Layout) string { return l.Snapshot(1) }, func(l models.Layout) string { return l.Snapshot(2) }} {
			if !bytes.Equal(must(os.ReadFile(file(l))), must(os.ReadFile(file(undisturbed)))) {
				t.Errorf("%s: %s differs from that of an undisturbed run", point, filepath.Base(file(l)))
			}
		}
		if numbers := must(Snapshots(l)); !slices.Equal(numbers, []int{1, 2}) {
			t.Errorf("%s: snapshots %v, want 1 and 2", point, numbers)
		}
	}
}
