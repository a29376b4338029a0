package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkDemo measures what a user waits for: the demo at scale 1 and 10, and
// a run with nothing new. It prints key=value lines; it does not judge.
func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		binary := filepath.Join(b.TempDir(), "peil")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			b.Fatalf("build: %s", out)
		}
		base := 0.0
		for _, scale := range []int{1, 10} {
			dir := filepath.Join(b.TempDir(), fmt.Sprint("scale", scale))
			made, _ := timed(b, binary, "demo", "--no-run", "--dir", dir, "--scale", fmt.Sprint(scale))
			b.Setenv("PEIL_KEY", strings.Repeat("0123456789abcdef", 4)) // as a server would give it
			args := []string{"run", "--exports", filepath.Join(dir, "exports"), "--data", filepath.Join(dir, "data")}
			took, peak := timed(b, binary, args...)
			fmt.Printf("\nexports_scale_%d_seconds=%.2f\nrun_scale_%d_seconds=%.2f\nrun_scale_%d_peak_mib=%d\n", scale, made.Seconds(), scale, took.Seconds(), scale, peak)
			again, _ := timed(b, binary, args...)
			fmt.Printf("run_nothing_new_scale_%d_seconds=%.2f\n", scale, again.Seconds())
			if scale == 1 {
				base = took.Seconds()
			} else {
				fmt.Printf("run_scale_%d_to_scale_1_ratio=%.1f\n", scale, took.Seconds()/base)
			}
		}
	}
}

// timed runs a command and gives its wall time and largest memory in MiB.
func timed(b *testing.B, name string, args ...string) (time.Duration, int64) {
	b.Helper()
	var diag bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &diag
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s %v: %v: %s", name, args, err, diag.String())
	}
	took := time.Since(start)
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return took, 0
	}
	return took, usage.Maxrss / 1024
}
