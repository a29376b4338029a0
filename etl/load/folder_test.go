package load

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// childVariable tells the test binary that it is a child process, and what to do.
const childVariable = "PEIL_TEST_CHILD"

func TestMain(m *testing.M) {
	what, dir, _ := strings.Cut(os.Getenv(childVariable), " ")
	switch what {
	case "":
		os.Exit(m.Run())
	case "hold":
		holdLock(dir)
	case "publish":
		publishAndDie(dir)
	}
}

func child(t *testing.T, what string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+what)
	cmd.Stderr = os.Stderr
	return cmd
}

var since = time.Date(2023, 2, 13, 2, 30, 0, 0, time.UTC)

// holdLock takes the lock, says so, and keeps it until its input ends.
func holdLock(dir string) {
	if _, err := Acquire(models.Layout{Root: dir}.Lock(), Holder{Command: "peil run", Since: since}); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestLockOfAnotherProcessNamesItAndEndsWithIt(t *testing.T) {
	l := models.Layout{Root: filepath.Join(t.TempDir(), "data")}
	cmd := child(t, "hold "+l.Root)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("child said %q, %v", line, err)
	}
	_, err = Acquire(l.Lock(), Holder{Command: "peil gc", Since: since})
	want := fmt.Sprintf("is held by peil run (process %d, since 2023-02-13 02:30:00 +00:00)", cmd.Process.Pid)
	if models.CodeOf(err) != models.Busy || !strings.Contains(err.Error(), want) {
		t.Errorf("error = %v, want busy and %q", err, want)
	}
	// Killed without a chance to clean up: the lock is free all the same.
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if _, err := os.Stat(l.Lock()); err != nil {
		t.Fatalf("the dead process left no lock file: %v", err)
	}
	held, err := Acquire(l.Lock(), Holder{Command: "peil gc", Since: since})
	if err != nil {
		t.Fatal(err)
	}
	// The same process is no exception.
	if _, err := Acquire(l.Lock(), Holder{}); models.CodeOf(err) != models.Busy || !strings.Contains(err.Error(), "peil gc") {
		t.Errorf("second lock: %v, want busy", err)
	}
	held.Release()
	again, err := Acquire(l.Lock(), Holder{})
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	again.Release()
}

func TestLeftoversAreRemoved(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	f, err := temporary(l, "spool-*.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := CleanTemporary(l); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(l.Temporary())
	if err != nil || len(left) != 0 {
		t.Errorf("%d files left, %v, want none", len(left), err)
	}
	if info, err := os.Stat(l.Temporary()); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v: want a folder that only its owner enters", info.Mode(), err)
	}
}

func TestReceiptsSurviveATornLine(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	one := []Receipt{{Sequence: 1, Name: "a", SHA256: "s1", ReceivedOn: "2023-01-01"}, {Sequence: 2, Name: "b", SHA256: "s2", ReceivedOn: "2023-01-01"}}
	if err := AppendReceipts(l, "s", "e", one); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(l.Receipts("s", "e"))
	if err != nil {
		t.Fatal(err)
	}
	third := Receipt{Sequence: 3, Name: "c", SHA256: "s3", ReceivedOn: "2023-01-02"}
	// However much of a line was written, also all but its end.
	for _, torn := range []string{"{", `{"sequence":3,"name":"x"`, `{"sequence":3,"name":"x","sha256":"y","bytes":0,"received_on":""}`} {
		if err := os.WriteFile(l.Receipts("s", "e"), append(slices.Clone(whole), torn...), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadReceipts(l, "s", "e"); err != nil || !slices.Equal(got, one) {
			t.Errorf("with %q: %v, %v, want the two whole ones", torn, got, err)
		}
		if err := AppendReceipts(l, "s", "e", []Receipt{third}); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadReceipts(l, "s", "e"); err != nil || !slices.Equal(got, append(slices.Clone(one), third)) {
			t.Errorf("after %q: %v, %v, want three", torn, got, err)
		}
	}
	// A line that was whole and is not any more is no crash.
	if err := os.WriteFile(l.Receipts("s", "e"), append([]byte("{}x\n"), whole...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadReceipts(l, "s", "e"); models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "e.receipts.jsonl:1") {
		t.Errorf("damaged line: %v, want an error with its place", err)
	}
	if got, err := ReadReceipts(l, "s", "other"); err != nil || got != nil {
		t.Errorf("no receipts: %v, %v", got, err)
	}
}

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
	text := bytes.Replace(must(os.ReadFile(l.Snapshot(1))), []byte(`"format": 1`), []byte(`"format": 99`), 1)
	if err := os.WriteFile(l.Snapshot(1), text, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Current(l); err == nil || !strings.Contains(err.Error(), "format 99") {
		t.Errorf("newer format: %v", err)
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
	for point, current := range map[string]int{"manifest written": 1, "current moved": 2} {
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

func TestRemovedBytesAreNoLoss(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	if err := os.MkdirAll(l.Landing("s"), 0o700); err != nil {
		t.Fatal(err)
	}
	sum := strings.Repeat("ab", 32)
	m := &models.Manifest{Deliveries: []models.Loaded{{Source: "s", Entity: "e", Name: "x.csv", SHA256: sum}}}
	findings := must(Verify(context.Background(), l, m))
	if len(findings) != 1 || !strings.Contains(findings[0].String(), "is missing, and no removal is noted (x.csv)") {
		t.Errorf("findings %v, want one that misses the bytes", findings)
	}
	if err := RemoveLanded(l, "s", Removed{SHA256: sum, RemovedOn: "2023-03-01", Why: "retention of 30 days"}); err != nil {
		t.Fatal(err)
	}
	if findings := must(Verify(context.Background(), l, m)); len(findings) != 0 {
		t.Errorf("findings %v, want none", findings)
	}
}
