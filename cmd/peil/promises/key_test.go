package promises

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// twoKeyed makes a copy of the demo's warehouse and a project that names the demo's key and
// a later one, and gives where they are and that project's arguments.
func twoKeyed(t *testing.T) (dir string, args []string) {
	t.Helper()
	dir = t.TempDir()
	demo := demoDir(t)
	if err := os.CopyFS(filepath.Join(dir, "data"), os.DirFS(filepath.Join(demo, "data"))); err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(filepath.Join(demo, "key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "k1"), first, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "k2"), []byte(strings.Repeat("0f1e2d3c4b5a6978", 4)), 0o400); err != nil {
		t.Fatal(err)
	}
	config, err := models.Files.ReadFile("peil.yml")
	if err != nil {
		t.Fatal(err)
	}
	project := filepath.Join(dir, "project")
	if err := os.Mkdir(project, 0o755); err != nil {
		t.Fatal(err)
	}
	named := strings.Replace(string(config), "key: ${env:PEIL_KEY}", `key: ["${file:`+dir+`/k1}", "${file:`+dir+`/k2}"]`, 1)
	if err := os.WriteFile(filepath.Join(project, "peil.yml"), []byte(named), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, []string{"--project", project, "--data", filepath.Join(dir, "data")}
}

// figures gives the value and n of metrics that count what pseudonyms tell apart, by month.
func figures(t *testing.T, dir string, args []string) string {
	t.Helper()
	p, err := models.LoadProject(os.DirFS(filepath.Join("..", "..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	asked := 0
	for _, m := range p.Metrics {
		if asked == 12 { // they take seconds, and stand on the same tables
			break
		}
		if m.NotMeasurable != "" || m.Protects != "person" && m.Protects != "household" && m.Protects != "host" {
			continue
		}
		asked++
		code, out, diag := plain.run(t, "", append([]string{"metric", m.Name, "--from", "2022-06", "--to", "2023-01", "--by", "month", "--format", "csv", "--quiet"}, args...)...)
		if code != exitDone {
			t.Fatalf("%s: exit %d: %s", m.Name, code, diag)
		}
		all.WriteString(m.Name + "\n" + out)
	}
	return all.String()
}

// Every pseudonym of the demo becomes another one, and no figure moves.
func TestFiguresAreTheSameAfterARotation(t *testing.T) {
	t.Parallel()
	dir, args := twoKeyed(t)
	before := figures(t, dir, args)
	if strings.Count(before, "\n") < 100 {
		t.Fatalf("too few figures to tell:\n%s", before)
	}
	if code, _, diag := plain.run(t, "", append([]string{"key", "rotate", "--quiet"}, args...)...); code != exitDone {
		t.Fatalf("rotate: exit %d: %s", code, diag)
	}
	if after := figures(t, dir, args); after != before {
		t.Errorf("figures after a rotation\n%s\nwant\n%s", after, before)
	}
	if code, out, diag := plain.run(t, "", append([]string{"verify"}, args...)...); code != exitDone {
		t.Errorf("verify: exit %d: %s%s", code, out, diag)
	}
}

// TestKillDuringARotationLeavesOldOrNew kills rotations at moments spread over their
// length. What is left is whole under the old key or the new one, and the same command
// again ends in the snapshot of an undisturbed rotation.
func TestKillDuringARotationLeavesOldOrNew(t *testing.T) {
	t.Parallel()
	calm, args := twoKeyed(t)
	began := time.Now()
	if out, err := plain.command(append([]string{"key", "rotate", "--quiet"}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("undisturbed rotation: %v %s", err, out)
	}
	whole := time.Since(began)
	want, err := os.ReadFile(filepath.Join(calm, "data", "snapshots", "000002.json"))
	if err != nil {
		t.Fatal(err)
	}
	const tries = 2
	for i := 1; i <= tries; i++ {
		dir, args := twoKeyed(t)
		killAt(t, plain.command(append([]string{"key", "rotate", "--quiet"}, args...)...), whole*time.Duration(i)/(tries+1))
		if out, err := plain.command(append([]string{"verify"}, args...)...).CombinedOutput(); err != nil {
			t.Errorf("verify after kill %d: %v %s", i, err, out)
		}
		if out, err := plain.command(append([]string{"key", "rotate", "--quiet"}, args...)...).CombinedOutput(); err != nil && !strings.Contains(string(out), "names no newer key") {
			t.Errorf("rotation after kill %d: %v %s", i, err, out)
		}
		var got struct {
			Version  int `json:"key_version"`
			Snapshot int `json:"snapshot"`
		}
		out, err := plain.command(append([]string{"key", "check", "--json"}, args...)...).Output()
		if err != nil || json.Unmarshal(out, &got) != nil || got.Version != 2 || got.Snapshot != 2 {
			t.Errorf("key after kill %d: %v %s", i, err, out)
		}
		if have, err := os.ReadFile(filepath.Join(dir, "data", "snapshots", "000002.json")); err != nil || !bytes.Equal(have, want) {
			t.Errorf("snapshot after kill %d differs from that of an undisturbed rotation (%v)", i, err)
		}
	}
}
