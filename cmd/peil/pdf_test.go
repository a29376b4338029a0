package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestThePDFIsTaggedA4AndLiesBesideTheEdition(t *testing.T) {
	browser(t) // skips where none starts
	d := small(t, "")
	out := d.run(exitDone, "an", "report", "--pdf", "--out", filepath.Join(filepath.Dir(d.project), "out"))
	const name = "2023-01-31-s1-nl"
	file := d.layout.Edition("beds", name) + ".pdf"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for what, want := range map[string]string{
		"a structure for readers aloud": `/StructTreeRoot`, "tables with headers": `/S /TH`, "its language": `/Lang \(nl-BE\)`, "A4": `/MediaBox \[0 0 594\.\d+ 841\.\d+\]`,
	} {
		if !regexp.MustCompile(want).Match(text) {
			t.Errorf("the PDF lacks %s (%s)", what, want)
		}
	}
	if copied, err := os.ReadFile(filepath.Join(filepath.Dir(d.project), "out", "beds.pdf")); err != nil || !bytes.Equal(copied, text) {
		t.Errorf("the copy differs: %v", err)
	}
	// It is no part of the edition, and is not made anew.
	d.run(exitDone, "an", "verify")
	d.run(exitDone, "an", "report", "--pdf")
	if again, err := os.ReadFile(file); err != nil || !bytes.Equal(again, text) {
		t.Errorf("the PDF was made anew: %v", err)
	}
	if list, err := os.ReadFile(filepath.Join(d.layout.Editions(), "index.html")); err != nil || !bytes.Contains(list, []byte(`href="beds/`+name+`.pdf"`)) {
		t.Errorf("the list of editions does not lead to it: %v", err)
	}
}

func TestWithoutABrowserThePDFIsLeftOut(t *testing.T) {
	d := small(t, "")
	t.Setenv("PATH", t.TempDir())
	out := d.run(exitDone, "an", "report", "--pdf")
	if !strings.Contains(out, "no PDF is made: none of chromium") {
		t.Errorf("told %q", out)
	}
}

func TestABrowserThatFailsIsToldAndTheEditionStands(t *testing.T) {
	d := small(t, "")
	bin := t.TempDir()
	put(t, filepath.Join(bin, "chromium"), []byte("#!/bin/sh\necho broken\nexit 1\n"))
	if err := os.Chmod(filepath.Join(bin, "chromium"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	out := d.run(exitUnavailable, "an", "report", "--pdf")
	if !strings.Contains(out, "printed no page: broken") || !strings.Contains(out, "report beds · edition") || there(d.layout.Edition("beds", "2023-01-31-s1-nl")+".pdf") {
		t.Errorf("told %q", out)
	}
	if left, err := filepath.Glob(filepath.Join(d.layout.Scratch(), "*-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}
