package warehouse

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

var (
	benchScale  = flag.Int("scale", 1, "size of the demo that BenchmarkModels builds")
	benchRounds = flag.Int("rounds", 3, "how often BenchmarkModels builds and runs the statements alone; 0: it asks metrics only")
	benchData   = flag.String("warehouse", "", "data folder that BenchmarkModels uses instead of making a demo")
)

// BenchmarkModels measures the built-in project on a demo: building all tables
// against the same statements run by the engine alone, by turns; the largest
// memory; and each metric by month and province in an open warehouse. It prints
// key=value lines and judges nothing.
func BenchmarkModels(b *testing.B) {
	ctx := context.Background()
	data := *benchData
	if data == "" {
		data = demoWarehouse(b, *benchScale)
	}
	layout := models.Layout{Root: data}
	project, err := models.LoadProject(os.DirFS("../.."))
	if err != nil {
		b.Fatal(err)
	}
	manifest := currentManifest(b, data)
	work := b.TempDir()
	open := func() *Warehouse {
		w, err := Open(ctx, Options{Layout: layout, Project: project, Manifest: manifest, Memory: project.Config.EngineMemory(),
			Threads: runtime.NumCPU(), Temp: work, Work: work})
		if err != nil {
			b.Fatal(err)
		}
		return w
	}
	for b.Loop() {
		var built, raw []float64
		for range *benchRounds {
			w := open()
			at := time.Now()
			slow := map[string]time.Duration{}
			step := at
			if _, err := w.Build(ctx, BuildOptions{Full: true, Progress: func(s Step) {
				if s.Done {
					slow[s.Name] += time.Since(step)
				}
				step = time.Now()
			}}); err != nil {
				b.Fatal(err)
			}
			built = append(built, time.Since(at).Seconds())
			if len(built) == 1 {
				fmt.Println()
				printSlowest("build", slow)
			}
			w.Close()
			w = open() // with nothing in memory, as the build began
			raw = append(raw, w.alone(b, work))
			w.Close()
		}
		if *benchRounds > 0 {
			fmt.Printf("models_build_seconds=%.2f\nmodels_raw_seconds=%.2f\nmodels_build_to_raw_ratio=%.2f\nmodels_peak_mib=%d\n",
				middle(built), middle(raw), middle(built)/middle(raw), peakMiB(b))
		}
		w := open()
		if _, err := w.Build(ctx, BuildOptions{}); err != nil {
			b.Fatal(err)
		}
		timeMetrics(b, w)
		at := time.Now()
		if _, err := w.Check(ctx); err != nil {
			b.Fatal(err)
		}
		fmt.Printf("checks_seconds=%.2f\n", time.Since(at).Seconds())
		w.Close()
	}
}

// alone runs the statements of all tables by the engine, one after the other, with
// nothing around them, over the same files. The warehouse has been built before; making
// names known to the engine is not timed.
func (w *Warehouse) alone(b *testing.B, work string) float64 {
	ctx := context.Background()
	w.holding = lakeRowsOf(w.manifest) < oneThreadRows
	w.copies = &copies{again: true, rows: map[string]string{}} // as a build of everything reads the lake
	var names []string
	for _, r := range w.project.Relations {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	nodes, err := w.order(ctx, names...)
	if err != nil {
		b.Fatal(err)
	}
	var total time.Duration
	for _, n := range nodes { // each after what it reads
		if n.relation == nil {
			continue
		}
		if err := w.below(ctx, n); err != nil {
			b.Fatal(err)
		}
		if !n.isTable() {
			continue
		}
		file := filepath.Join(work, "alone.parquet")
		at := time.Now()
		if _, err := w.engine.Materialise(ctx, ordered(n.relation), file); err != nil {
			b.Fatalf("%s: %v", n.name, err)
		}
		total += time.Since(at)
		if err := os.Remove(file); err != nil {
			b.Fatal(err)
		}
	}
	return total.Seconds()
}

// timeMetrics asks every metric by month, and by province where it can be cut so. What
// is added up, what is told apart row by row and what is put in order differ in what an
// engine can do about them, and are printed apart.
func timeMetrics(b *testing.B, w *Warehouse) {
	all, count := map[string]map[string]time.Duration{}, 0
	times := map[string][]float64{}
	for _, m := range w.project.Metrics {
		if m.NotMeasurable != "" {
			continue
		}
		q := models.MetricQuery{Metric: m.Name, By: []string{"month"}}
		if _, ok := m.Dimensions["province"]; ok {
			q.By = append(q.By, "province")
		}
		var took []float64
		for range 4 { // the first time opens files
			w.series = series{} // nothing is remembered
			at := time.Now()
			if _, err := w.Metric(context.Background(), q); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(at).Seconds())
		}
		t := middle(took[1:])
		count++
		kind := "additive"
		switch {
		case m.Values != "" || strings.Contains(m.SQL, " over ("):
			kind = "ordered"
		case strings.Contains(m.SQL, "count(distinct "):
			kind = "distinct"
		}
		times[kind] = append(times[kind], t)
		if all[kind] == nil {
			all[kind] = map[string]time.Duration{}
		}
		all[kind][m.Name] = time.Duration(t * float64(time.Second))
	}
	fmt.Printf("metrics=%d\n", count)
	for _, kind := range []string{"additive", "distinct", "ordered"} {
		printSlowest(kind, all[kind])
		fmt.Printf("metrics_%[1]s=%[2]d\nmetrics_%[1]s_p50_ms=%.0[3]f\nmetrics_%[1]s_p95_ms=%.0[4]f\n",
			kind, len(times[kind]), 1000*quantileOf(times[kind], 0.5), 1000*quantileOf(times[kind], 0.95))
	}
}

func printSlowest(what string, all map[string]time.Duration) {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int { return int(all[y] - all[x]) })
	for _, name := range names[:min(10, len(names))] {
		fmt.Printf("%s_%s_ms=%d\n", what, name, all[name].Milliseconds())
	}
}

func middle(x []float64) float64 { return quantileOf(x, 0.5) }

// quantileOf gives the value below which the share of all lies, rounded up.
func quantileOf(x []float64, share float64) float64 {
	sorted := slices.Sorted(slices.Values(x))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// demoWarehouse makes the exports of a demo and takes them in, as a user would.
func demoWarehouse(b *testing.B, scale int) string {
	dir := b.TempDir()
	binary := filepath.Join(dir, "peil")
	for _, args := range [][]string{
		{"go", "build", "-o", binary, "../../cmd/peil"},
		{binary, "demo", "--no-run", "--quiet", "--dir", dir, "--scale", fmt.Sprint(scale)},
		{binary, "run", "--no-report", "--quiet", "--exports", filepath.Join(dir, "exports"), "--data", filepath.Join(dir, "data")},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = append(os.Environ(), "PEIL_KEY="+strings.Repeat("0123456789abcdef", 4))
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	return filepath.Join(dir, "data")
}

func currentManifest(b *testing.B, data string) *models.Manifest {
	name, err := os.ReadFile(filepath.Join(data, "current"))
	if err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(data, strings.TrimSpace(string(name))))
	if err != nil {
		b.Fatal(err)
	}
	var m models.Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		b.Fatal(err)
	}
	return &m
}

// peakMiB reads the largest memory of this process from the system; 0 where it
// does not tell.
func peakMiB(b *testing.B) int64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var kib int64
		if n, _ := fmt.Sscanf(lines.Text(), "VmHWM: %d kB", &kib); n == 1 {
			return kib / 1024
		}
	}
	return 0
}
