package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// nuJar is the Nu HTML checker, which make assets puts below reports/assets.
const nuJar = "../../reports/assets/node_modules/vnu-jar/build/dist/vnu.jar"

func TestNoPageHasAFaultOfHTML(t *testing.T) {
	java, err := exec.LookPath("java")
	if err != nil {
		t.Skip("no java on this machine: install it to check the HTML of pages")
	}
	if _, err := os.Stat(nuJar); err != nil {
		t.Skip("no Nu HTML checker here: run make assets to check the HTML of pages")
	}
	args := []string{"-jar", nuJar, "--errors-only", "--format", "json", "--exit-zero-always", "--stdout"}
	for _, lang := range []string{"nl", "en"} {
		files, _ := builtPages(t, lang)
		args = append(args, files...)
	}
	cmd := exec.Command(java, append(args, filepath.Join(demoDir(t), "data", "editions", "index.html"))...)
	said, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("the checker fails: %v: %s", err, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Messages []struct {
			URL     string `json:"url"`
			Line    int    `json:"lastLine"`
			Message string `json:"message"`
			Extract string `json:"extract"`
		} `json:"messages"`
	}
	if err := json.Unmarshal(said, &report); err != nil {
		t.Fatalf("the checker says %.200q: %v", said, err)
	}
	for _, m := range report.Messages {
		t.Errorf("%s:%d: %s: %.120s", m.URL, m.Line, m.Message, m.Extract)
	}
}
