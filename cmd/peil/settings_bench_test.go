package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/certificate"
	"github.com/vlot-evaluatie/peil/reports/edition"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// BenchmarkSettings makes the page of every municipality under each way to keep small
// counts, and tells what of them readers do not get: the share of numbers that is
// hidden, because it is small, because it would give such a one away or because its year is
// frozen; and of rounded ones how far they are from those that are shown exactly. It prints
// key=value lines; it judges nothing.
func BenchmarkSettings(b *testing.B) {
	for b.Loop() {
		dir := b.TempDir()
		binary := filepath.Join(dir, "peil")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			b.Fatalf("build: %s", out)
		}
		b.Setenv("PEIL_KEY", strings.Repeat("0123456789abcdef", 4))
		from := *reportsData
		if from == "" {
			timed(b, binary, "demo", "--no-run", "--quiet", "--dir", dir)
			timed(b, binary, "run", "--no-report", "--quiet", "--exports", filepath.Join(dir, "exports"), "--data", filepath.Join(dir, "data"))
			from = filepath.Join(dir, "data")
		}
		fmt.Println()
		var exact map[string]float64
		for _, s := range []struct{ name, yaml string }{
			{"suppress_5", "threshold: 5"}, {"suppress_5_frozen", "threshold: 5, freeze: {margin: 5}"}, {"round_5", "threshold: 5, method: round"},
			{"suppress_10", "threshold: 10"}, {"suppress_10_frozen", "threshold: 10, freeze: {margin: 5}"}, {"round_10", "threshold: 10, method: round"},
		} {
			project := filepath.Join(dir, s.name)
			if err := os.MkdirAll(project, 0o755); err != nil {
				b.Fatal(err)
			}
			// What is sensitive has a threshold of its own, and is left out of what is compared.
			if err := os.WriteFile(filepath.Join(project, "peil.yml"), []byte("name: settings\ndisclosure: {"+s.yaml+"}\n"), 0o644); err != nil {
				b.Fatal(err)
			}
			data := beside(b, from)
			took, _ := timed(b, binary, "report", "gemeente", "--quiet", "--project", project, "--data", data)
			got := settingsOf(b, data)
			if exact == nil {
				exact = got.values
			}
			line := func(key, format string, value any) { fmt.Printf("%s_%s="+format+"\n", s.name, key, value) }
			line("pages", "%d", got.pages)
			line("pages_internal", "%d", got.internal)
			line("numbers", "%d", got.cells)
			line("hidden_small_share", "%.4f", float64(got.primary)/float64(got.cells))
			line("hidden_beside_share", "%.4f", float64(got.secondary)/float64(got.cells))
			if strings.HasPrefix(s.name, "round") {
				off, n := 0.0, 0
				for key, v := range got.values {
					if w, ok := exact[key]; ok {
						off, n = off+math.Abs(v-w), n+1
					}
				}
				line("zero_share", "%.4f", float64(got.zeros)/float64(got.counts))
				line("mean_difference", "%.2f", off/float64(n))
				line("largest_difference", "%d", got.off)
			}
			line("seconds", "%.0f", took.Seconds())
		}
	}
}

// settingsResult is what the editions of one setting have.
type settingsResult struct {
	pages, internal, cells, primary, secondary int
	counts, zeros                              int
	off                                        int64
	values                                     map[string]float64 // of counts of people that are shown
}

func settingsOf(b *testing.B, data string) settingsResult {
	b.Helper()
	out := settingsResult{values: map[string]float64{}}
	dirs, err := filepath.Glob(filepath.Join(data, "editions", "gemeente-*", "*"))
	if err != nil {
		b.Fatal(err)
	}
	for _, dir := range dirs {
		frozen, err := edition.Read(dir)
		if err != nil {
			b.Fatal(err)
		}
		if frozen == nil {
			continue
		}
		var c certificate.Certificate
		text, err := os.ReadFile(filepath.Join(dir, certificate.File))
		if err == nil {
			err = json.Unmarshal(text, &c)
		}
		if err != nil {
			b.Fatal(err)
		}
		out.pages++
		if frozen.Status != edition.Audited {
			out.internal++
		}
		out.cells, out.primary, out.secondary, out.off = out.cells+c.Hidden.Cells, out.primary+c.Hidden.Primary, out.secondary+c.Hidden.Secondary, max(out.off, c.Off)
		for _, f := range frozen.Figures {
			if f.Protects == "none" || !f.Counts || f.Unit == "eur" {
				continue
			}
			for _, r := range f.Rows {
				if r.Value == nil || r.Status == figure.NoValue {
					continue
				}
				key, err := json.Marshal([]any{f.Query, r.Dims})
				if err != nil {
					b.Fatal(err)
				}
				out.values[string(key)] = *r.Value
				out.counts++
				if *r.Value == 0 {
					out.zeros++
				}
			}
		}
	}
	return out
}
