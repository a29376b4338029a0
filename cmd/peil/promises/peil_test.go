package promises

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Exit codes of the command.
const (
	exitDone    = 0
	exitInvalid = 2
	exitBlocked = 4
)

// program is the path of the command, and shared the folder with all that tests share.
var program, shared string

// TestMain builds the command.
func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if shared, err = os.MkdirTemp("", "peil-promises-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(shared) }()
		program = filepath.Join(shared, "peil")
		if out, err := exec.Command("go", "build", "-o", program, "..").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build peil: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// environment is what the command has beside what is in the environment of the tests.
type environment []string

// withKey is an environment with a key of pseudonyms.
func withKey(key string) environment { return environment{"PEIL_KEY=" + key} }

// command gives the process, which is not begun yet.
func (e environment) command(args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), e...)
	return cmd
}

// run runs the command, and gives its exit code and what it wrote.
func (e environment) run(t *testing.T, in string, args ...string) (code int, out, diag string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := e.command(args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// plain is the environment of the tests.
var plain environment

// peil runs the command on the data folder below dir, and gives its standard output.
func peil(t *testing.T, dir string, args ...string) string {
	t.Helper()
	args = append(args, "--data", filepath.Join(dir, "data"))
	code, out, diag := plain.run(t, "", args...)
	if code != exitDone {
		t.Fatalf("peil %s: exit %d: %s", strings.Join(args, " "), code, diag)
	}
	return out
}

// demoOnce makes the demo once for all tests.
var demoOnce = sync.OnceValues(func() (dir string, err error) {
	dir = filepath.Join(shared, "demo")
	if out, err := plain.command("demo", "--quiet", "--dir", dir).CombinedOutput(); err != nil {
		return "", fmt.Errorf("make demo: %w: %s", err, out)
	}
	return dir, nil
})

// demoDir gives the folder of the shared demo.
func demoDir(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("makes the whole demo: left out by -short")
	}
	dir, err := demoOnce()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// madeEdition is what peil report tells of an edition that it made.
type madeEdition struct {
	Report  string `json:"report"`
	Edition string `json:"edition"`
	File    string `json:"file"`
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

// put writes a file, in a folder that is made.
func put(t *testing.T, file string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// edit replaces texts of a file, each of which is there.
func edit(t *testing.T, file string, pairs ...string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(string(text), pairs[i]) {
			t.Fatalf("%s does not hold %q", file, pairs[i])
		}
	}
	put(t, file, []byte(strings.NewReplacer(pairs...).Replace(string(text))))
}
