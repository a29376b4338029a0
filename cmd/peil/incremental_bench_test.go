package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// deliveredOn finds the day on which an export of the demo was delivered: the last
// date in its name.
var deliveredOn = regexp.MustCompile(`_(\d{4}-\d{2}-\d{2})\.[a-z]+$`)

// BenchmarkIncremental measures what one month more costs: a run from nothing over
// all exports up to the end of a month, against a run after that month's exports
// where the months before it were taken in already. Both are the same binary with
// the same exports, and both write the report. December is the last month of the
// demo, in whose last 14 days lists come daily; October is one like the others.
// It prints key=value lines; it does not judge.
func BenchmarkIncremental(b *testing.B) {
	for b.Loop() {
		dir := b.TempDir()
		binary := filepath.Join(dir, "peil")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			b.Fatalf("build: %s", out)
		}
		b.Setenv("PEIL_KEY", strings.Repeat("0123456789abcdef", 4)) // as a server would give it
		timed(b, binary, "demo", "--no-run", "--quiet", "--dir", dir)
		fmt.Println()
		for _, month := range []struct{ name, first, next string }{{"december", "2023-12-01", "2024-01-01"}, {"october", "2023-10-01", "2023-11-01"}} {
			var full, more []cost
			for range 3 {
				at := b.TempDir()
				before, all := filepath.Join(at, "before"), filepath.Join(at, "all")
				linkExports(b, filepath.Join(dir, "exports"), before, month.first)
				linkExports(b, filepath.Join(dir, "exports"), all, month.next)
				run := func(data, exports string) cost {
					return costOf(b, binary, "run", "--json", "--quiet", "--exports", exports, "--data", filepath.Join(at, data))
				}
				// First what takes longest: then exports have lain there for a while, as
				// they have on a server.
				full = append(full, run("at once", all))
				run("month by month", before)
				more = append(more, run("month by month", all))
			}
			f, m := leastCost(full), leastCost(more)
			fmt.Printf("full_%[1]s_cpu_seconds=%.2[2]f\nfull_%[1]s_wall_seconds=%.2[3]f\nfull_%[1]s_models_rebuilt=%[4]d\n", month.name, f.cpu.Seconds(), f.wall.Seconds(), f.rebuilt)
			fmt.Printf("month_%[1]s_cpu_seconds=%.2[2]f\nmonth_%[1]s_wall_seconds=%.2[3]f\nmonth_%[1]s_models_rebuilt=%[4]d\n", month.name, m.cpu.Seconds(), m.wall.Seconds(), m.rebuilt)
			fmt.Printf("month_%[1]s_to_full_cpu_ratio=%.3[2]f\nmonth_%[1]s_to_full_wall_ratio=%.3[3]f\n", month.name, m.cpu.Seconds()/f.cpu.Seconds(), m.wall.Seconds()/f.wall.Seconds())
		}
	}
}

// cost is what one run took, with the models that it built.
type cost struct {
	cpu, wall time.Duration // cpu: of user and system together
	rebuilt   int
}

func costOf(b *testing.B, name string, args ...string) cost {
	b.Helper()
	var out, diag bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &diag
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s %v: %v: %s", name, args, err, diag.String())
	}
	took := time.Since(start)
	var told runResult
	if err := json.Unmarshal(out.Bytes(), &told); err != nil {
		b.Fatal(err)
	}
	return cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), took, told.Rebuilt}
}

// leastCost gives the least processor and wall time of several runs: what other
// programs on the machine add is not ours.
func leastCost(all []cost) cost {
	out := all[0]
	for _, c := range all[1:] {
		out.cpu, out.wall = min(out.cpu, c.cpu), min(out.wall, c.wall)
	}
	return out
}

// linkExports makes in folder to the exports that were delivered before a day.
func linkExports(b *testing.B, from, to, before string) {
	b.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		day := deliveredOn.FindStringSubmatch(name)
		if day == nil {
			return fmt.Errorf("%s has no date of delivery in its name", name)
		}
		if day[1] >= before {
			return nil
		}
		return os.Link(path, filepath.Join(to, name))
	})
	if err != nil {
		b.Fatal(err)
	}
}
