package etl_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// crashVariable tells the test binary that it is a child process which kills
// itself: "folder|point|how many times the point is passed first".
const crashVariable = "PEIL_TEST_CRASH"

func TestMain(m *testing.M) {
	if text := os.Getenv(crashVariable); text != "" {
		parts := strings.Split(text, "|")
		times, _ := strconv.Atoi(parts[2])
		crash(parts[0], parts[1], int64(times))
	}
	os.Exit(m.Run())
}

// crash runs on the folder and dies at a point, without any cleaning up.
func crash(dir, point string, times int64) {
	t := &child{}
	h := houseAt(t, dir)
	var passed atomic.Int64
	h.config = func(c *etl.Config) {
		c.Reached = func(at string) {
			if at == point && passed.Add(1) > times {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
		}
	}
	_, m := h.run()
	if strings.HasPrefix(point, "seal: ") {
		_ = h.seal(m)
	}
	os.Exit(0)
}

// child is the testing.TB of a process that runs no test.
type child struct{ testing.TB }

func (*child) Helper() {}
func (*child) Fatal(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	os.Exit(1)
}
func (*child) Errorf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// firstExports and laterExports are two runs' worth of files, with rejects and
// a file in quarantine.
func (h *house) firstExports() {
	h.basics()
	h.put("arrivals/a.csv", "day;persons\n01/02/2023;7\n")
}

func (h *house) laterExports() {
	for i := range 6 {
		h.put(fmt.Sprintf("stays/stays_2023-02-%02d.csv", i+1), fmt.Sprintf("stay;guest;nights\ns1;Jan;%d\ns2;An;x\n", i))
	}
	h.put("beds/beds_2023-01-31.csv", "house;beds\nnorth;6\n")
	h.put("beds/beds_2023-02-28.csv", "house\nnorth\n")
	h.put("arrivals/b.csv", "day;persons\n01/02/2023;7\n")
	h.put("costs/x.csv", "month;cost\n2022-12;1,50\n")
}

// published is what a reader sees: the pointer, all manifests, the lake.
func published(t testing.TB, l models.Layout) []string {
	t.Helper()
	var out []string
	for _, part := range []string{"current", "snapshots", "lake", "landing"} {
		out = append(out, tree(t, filepath.Join(l.Root, part))...)
	}
	return out
}

func TestKilledAnywhereTheNextRunMakesTheSameSnapshot(t *testing.T) {
	undisturbed := newHouse(t)
	undisturbed.firstExports()
	undisturbed.run()
	undisturbed.laterExports()
	undisturbed.runAll()
	want := manifestText(t, undisturbed.layout)
	points := map[string][]int{"landed": {0, 2}, "received": {0, 3}, "spooled": {0, 2}, "written": {0, 7}, "named": {0, 2}}
	for _, point := range []string{"landed", "received", "spooled", "written", "named"} {
		for _, times := range points[point] {
			t.Run(fmt.Sprintf("%s after %d", point, times), func(t *testing.T) {
				dir := t.TempDir()
				h := houseAt(t, dir)
				h.firstExports()
				h.run()
				h.laterExports()
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s|%s|%d", crashVariable, dir, point, times))
				out, err := cmd.CombinedOutput()
				if cmd.ProcessState == nil || cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
					t.Fatalf("the child was not killed: %v\n%s", err, out)
				}
				m, err := load.Current(h.layout)
				if err != nil || m.Snapshot != 1 {
					t.Fatalf("current = %v, %v, want snapshot 1", m, err)
				}
				findings, err := load.Verify(context.Background(), h.layout, m, nil)
				if err != nil || len(findings) > 0 {
					t.Errorf("after the crash: %v, %v", findings, err)
				}
				h.runAll()
				if manifestText(t, h.layout) != want {
					t.Error("the manifest differs from that of an undisturbed run")
				}
				if got, want := published(t, h.layout), published(t, undisturbed.layout); !slices.Equal(got, want) {
					t.Errorf("files:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				if left := tree(t, h.layout.Temporary()); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			})
		}
	}
}

// changing changes a file after it was listed, as a supplier does who is
// writing at that moment.
type changing struct {
	pull.Connector
	change func()
}

func (c changing) List(ctx context.Context) ([]pull.Item, error) {
	items, err := c.Connector.List(ctx)
	c.change()
	return items, err
}

func TestGrowingAndVanishingFilesAreLeftForTheNextRun(t *testing.T) {
	h := newHouse(t)
	h.basics()
	h.put("beds/beds_2023-02-01.csv", "house;beds\nnorth;4\n")
	h.put("beds/beds_2023-02-02.csv", "house;beds\nnorth;5\n")
	h.config = func(c *etl.Config) {
		c.Connector = changing{c.Connector, func() {
			h.put("beds/beds_2023-02-01.csv", "house;beds\nnorth;4\nsouth;3\n")
			if err := os.Remove(filepath.Join(h.exports, "beds", "beds_2023-02-02.csv")); err != nil {
				t.Fatal(err)
			}
		}}
	}
	r, m := h.runAll()
	wantErrors(t, r, models.Unavailable, "beds/beds_2023-02-01.csv: is still growing; the next run takes it", "beds/beds_2023-02-02.csv: cannot be read")
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0")
	h.want(m, "meals", "1 meals/meals_2023-01-31.csv 1/0/0")
	h.config = nil
	_, m = h.run()
	h.want(m, "beds", "1 beds/beds_2023-01-31.csv 1/0/0", "2 beds/beds_2023-02-01.csv 2/0/0")
}

func TestVerifyFindsWhatWasDamaged(t *testing.T) {
	h := newHouse(t)
	h.put("stays/stays_2023-01-31.csv", "stay;guest;nights\ns1;Jan;3\ns2;An;x\n")
	h.put("beds/beds_2023-01-31.csv", "house;beds\nnorth;4\n")
	h.put("meals/meals_2023-01-31.csv", "day;meals\n31/01/2023;9\n")
	_, m := h.run()
	stays := delivery(m, "stays", 1)
	flip := func(text []byte) []byte {
		text = bytes.Clone(text)
		text[len(text)/2] ^= 1
		return text
	}
	cut := func(text []byte) []byte { return text[:len(text)-9] }
	landed := "landing/shelter/" + stays.SHA256
	for _, c := range []struct {
		name, path, problem string
		change              func([]byte) []byte // nil removes the file
	}{
		{"flipped bit in the lake", stays.Lake.Path, "has other bytes than were written", flip},
		{"truncated Parquet", stays.Lake.Path, "bytes, want", cut},
		{"missing lake file", stays.Lake.Path, "is missing", nil},
		{"flipped bit in the rejects", stays.Rejects.Path, "has other bytes than were written", flip},
		{"missing rejects", stays.Rejects.Path, "is missing", nil},
		{"flipped bit in landing", landed, "has other bytes than were received (stays/stays_2023-01-31.csv)", flip},
		{"missing landing", landed, "is missing, and no removal is noted", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(h.layout.Root, filepath.FromSlash(c.path))
			good, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			defer os.WriteFile(file, good, 0o644)
			if c.change == nil {
				err = os.Remove(file)
			} else {
				err = os.WriteFile(file, c.change(good), 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
			findings, err := load.Verify(context.Background(), h.layout, m, nil)
			if err != nil || len(findings) != 1 || findings[0].Path != c.path || !strings.Contains(findings[0].Problem, c.problem) {
				t.Errorf("findings %v, %v, want one: %s %s", findings, err, c.path, c.problem)
			}
		})
	}
	// A manifest that says something else than its files is found out too,
	// whatever the sums.
	for name, change := range map[string]func(*models.Loaded){
		"no equation":   func(d *models.Loaded) { d.Rows++ },
		"more kept":     func(d *models.Loaded) { d.Kept++; d.Rows++ },
		"more rejected": func(d *models.Loaded) { d.Rejected++; d.Rows++ },
		"footer":        func(d *models.Loaded) { f := *d.Lake; f.Rows++; d.Lake = &f; d.Kept++; d.Rows++ },
		"rejects gone":  func(d *models.Loaded) { d.Rejects = nil },
	} {
		wrong := *m
		wrong.Deliveries = slices.Clone(m.Deliveries)
		change(&wrong.Deliveries[slices.IndexFunc(m.Deliveries, func(d models.Loaded) bool { return d.Entity == "stays" })])
		findings, err := load.Verify(context.Background(), h.layout, &wrong, nil)
		if err != nil || len(findings) != 1 {
			t.Errorf("%s: findings %v, %v, want one", name, findings, err)
		}
	}
	// A file that no manifest names is what a crash leaves, and no error.
	if err := os.WriteFile(filepath.Join(h.layout.Lake("shelter", "stays"), "0123456789abcdef.parquet"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if findings, err := load.Verify(context.Background(), h.layout, m, nil); err != nil || len(findings) != 0 {
		t.Errorf("findings %v, %v, want none", findings, err)
	}
}
