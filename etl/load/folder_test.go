package load

import (
	"bufio"
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

func TestFolderOfSomebodyElseIsRefusedInWords(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	lock := filepath.Join(dir, "lock")
	if err := os.WriteFile(lock, nil, 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := Acquire(lock, Holder{})
	if models.CodeOf(err) != models.Invalid || !strings.Contains(err.Error(), "may not be written by you") {
		t.Errorf("got %v", err)
	}
}

// What a reader left who was killed goes when nothing of it was written lately.
func TestScratchIsClearedOfWhatIsOld(t *testing.T) {
	l := models.Layout{Root: t.TempDir()}
	if err := CleanScratch(l, time.Now()); err != nil {
		t.Errorf("no scratch folder: %v", err)
	}
	old := time.Now().Add(-48 * time.Hour)
	for name, at := range map[string]time.Time{"spilled.tmp": old, "dead/a.parquet": old, "young.tmp": time.Now(), "busy/a.parquet": old, "busy/b.parquet": time.Now()} {
		file := filepath.Join(l.Scratch(), filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"dead", "busy"} {
		if err := os.Chtimes(filepath.Join(l.Scratch(), dir), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := CleanScratch(l, time.Now().Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(l.Scratch())
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{"busy", "young.tmp"}; !slices.Equal(left, want) {
		t.Errorf("left %v, want %v", left, want)
	}
}
