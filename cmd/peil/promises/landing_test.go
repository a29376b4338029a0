package promises

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/landing"
	"github.com/vlot-evaluatie/peil/models"
)

// TestCanariesAreNowhereWhenLandingIsSealed sends canaries through all that reads landing,
// and looks for them in every byte of the data folder, landing too.
func TestCanariesAreNowhereWhenLandingIsSealed(t *testing.T) {
	t.Parallel()
	exports := withCanaries(t)
	dir := t.TempDir()
	data, project, key := filepath.Join(dir, "data"), filepath.Join(dir, "project"), filepath.Join(dir, "identity")
	recipient, err := landing.NewIdentity(key, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(project, 0o700); err != nil {
		t.Fatal(err)
	}
	own := withKey(strings.Repeat("0f1e2d3c4b5a6978", 4))
	settings := func(more string) {
		t.Helper()
		text := "name: canaries\nkey: ${env:PEIL_KEY}\nlanding: {encrypt_to: [" + recipient + "]}\n" + more
		if err := os.WriteFile(filepath.Join(project, "peil.yml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	do := func(want int, in string, args ...string) {
		t.Helper()
		if code, _, diag := own.run(t, in, append(args, "--data", data, "--project", project)...); code != want {
			t.Errorf("peil %s: exit %d, want %d: %.2000s", strings.Join(args, " "), code, want, diag)
		}
	}
	looked := canaryNeedles()
	nowhere := func(when string) {
		t.Helper()
		found, files := leaks(t, data, looked, nil)
		if len(found) > 0 || files < 100 {
			t.Errorf("%s, in %d files: %.3000s", when, files, strings.Join(found, "\n"))
		}
	}
	settings("")
	do(exitBlocked, "", "run", "--exports", exports, "--no-report")
	nowhere("after a run")
	do(exitDone, "", "run", "--exports", exports, "--no-report")
	do(exitDone, "", "verify")
	do(exitInvalid, "", "rejects", "housing_tool", "--for", "supplier", "--out", filepath.Join(dir, "back.xlsx"))
	do(exitInvalid, canaryNumbers[1]+"\n", "erase", "--person", "--apply")
	nowhere("where no identity is named")

	settings("landing_identity: ${file:" + key + "}\n")
	do(exitDone, "", "rejects", "housing_tool", "--for", "supplier", "--out", filepath.Join(dir, "back.xlsx"))
	if back, err := os.ReadFile(filepath.Join(dir, "back.xlsx")); err != nil || !strings.Contains(string(bytes.Join(parts(t, back), nil)), canaryTexts[0]) {
		t.Errorf("the workbook does not have what was sent: %v", err)
	}
	do(exitDone, "", "retry", "housing_tool", "--no-report")
	do(exitDone, "", "verify")
	do(exitDone, canaryNumbers[1]+"\n", "erase", "--person", "--apply")
	do(exitBlocked, "", "run", "--exports", exports, "--no-report", "--full")
	do(exitDone, "", "verify")
	nowhere("after all that reads landing")
	entries, err := landing.List(models.Layout{Root: data}, "housing_tool")
	if err != nil || len(entries) == 0 {
		t.Errorf("landing holds %d files, %v", len(entries), err)
	}
}

// parts gives what is packed in a file.
func parts(t *testing.T, text []byte) [][]byte {
	t.Helper()
	var out [][]byte
	for _, part := range unpacked(t, "workbook", text) {
		out = append(out, part)
	}
	return out
}
