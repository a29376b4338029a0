package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/vlot-evaluatie/peil/etl/load"
)

// TestMain lets scripts call peil as a command of its own: the test binary is
// run again under that name.
func TestMain(m *testing.M) {
	testscript.Main(tidy{m}, map[string]func(){
		"peil": main,
	})
}

// tidy removes what tests share once all are done.
type tidy struct{ m *testing.M }

func (t tidy) Run() int {
	code := t.m.Run()
	if demoFolder != "" {
		_ = os.RemoveAll(demoFolder)
	}
	return code
}

// TestCommands runs testdata/script: what a user types, and what comes back on
// standard output, on standard error, and as exit code. Every script starts with
// the small project of testdata/project and its exports.
func TestCommands(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			return os.CopyFS(env.WorkDir, os.DirFS(filepath.Join("testdata", "project")))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"hold":  hold,
			"flip":  flip,
			"cut":   cut,
		},
	})
}

// exits runs a command and wants the exit code: exits 2 peil run ...
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if e, ok := err.(interface{ ExitCode() int }); ok {
		code = string(rune('0' + e.ExitCode()))
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

// hold keeps the lock of a data folder until the script ends.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	held, err := load.Acquire(ts.MkAbs(args[0]), load.Holder{Command: "peil run", Since: time.Date(2023, 2, 13, 9, 0, 0, 0, time.UTC)})
	ts.Check(err)
	ts.Defer(held.Release)
}

// flip changes one byte in the middle of the first file below a folder; of a table
// several, so that a reader meets one of them.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	damage(ts, args[0], func(name string, text []byte) []byte {
		many := 1
		if filepath.Ext(name) == ".parquet" {
			many = 32
		}
		for i := range many {
			text[len(text)/2+i] ^= 0xff
		}
		return text
	})
}

// cut leaves the first nine bytes of the first file below a folder.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	damage(ts, args[0], func(_ string, text []byte) []byte { return text[:9] })
}

func damage(ts *testscript.TestScript, folder string, change func(name string, text []byte) []byte) {
	done := false
	ts.Check(filepath.WalkDir(ts.MkAbs(folder), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || done {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		done = true
		return os.WriteFile(name, change(name, text), 0o644)
	}))
}
