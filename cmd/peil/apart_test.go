package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// apart is the command peil in a process of its own, with these beside what is in the
// environment. A test that sets its own environment must run alone; one that is killed
// would take all others with it.
type apart []string

// withKey is a process that has a key in its environment.
func withKey(key string) apart { return apart{"PEIL_KEY=" + key} }

// program is the test binary under the name by which TestMain runs it as the command.
var program = sync.OnceValues(func() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	if programFolder, err = os.MkdirTemp("", "peil-test-"); err != nil {
		return "", err
	}
	link := filepath.Join(programFolder, "peil")
	return link, os.Symlink(self, link)
})

var programFolder string

// command gives the process, which is not begun yet.
func (a apart) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), a...)
	return cmd
}

// run is run in that process.
func (a apart) run(t *testing.T, in string, args ...string) (code int, out, diag string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := a.command(t, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}
