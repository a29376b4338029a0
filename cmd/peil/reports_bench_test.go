package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var (
	reportsData = flag.String("warehouse", "", "data folder that BenchmarkReports uses instead of making a demo")
	reportsAll  = flag.Bool("municipalities", true, "BenchmarkReports also makes the page of every municipality")
)

// BenchmarkReports measures the pages that are there, each from a process that starts
// anew (snapshot read, engine opened, edition written): the middle of three; the page of
// every municipality in one go; and how large pages are. Editions go to a folder of its
// own, so that the warehouse stays as it was. It prints key=value lines; it judges
// nothing.
func BenchmarkReports(b *testing.B) {
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
		data := beside(b, from)
		fmt.Println()
		for _, page := range []string{"evaluatie", "instroom", "herhuisvesting", "vragen", "subsidies", "prospectie", "datakwaliteit", "vraag-204", "regio --for Limburg"} {
			var took []float64
			name, _, _ := strings.Cut(page, " ")
			for range 3 {
				if err := os.RemoveAll(filepath.Join(data, "editions")); err != nil {
					b.Fatal(err)
				}
				t, _ := timed(b, binary, append([]string{"report", "--quiet", "--data", data}, strings.Fields(page)...)...)
				took = append(took, t.Seconds())
			}
			slices.Sort(took)
			largest, files := largestPage(b, filepath.Join(data, "editions"))
			fmt.Printf("report_%[1]s_seconds=%.2[2]f\nreport_%[1]s_kb=%[3]d\nreport_%[1]s_files=%[4]d\n", strings.ReplaceAll(name, "-", "_"), took[1], largest/1000, files)
		}
		if !*reportsAll {
			continue
		}
		if err := os.RemoveAll(filepath.Join(data, "editions")); err != nil {
			b.Fatal(err)
		}
		took, peak := timed(b, binary, "report", "gemeente", "--quiet", "--data", data)
		made, err := filepath.Glob(filepath.Join(data, "editions", "gemeente-*"))
		if err != nil {
			b.Fatal(err)
		}
		largest, _ := largestPage(b, filepath.Join(data, "editions"))
		fmt.Printf("municipality_pages=%d\nmunicipality_pages_seconds=%.1f\nmunicipality_pages_peak_mib=%d\nmunicipality_page_largest_kb=%d\n", len(made), took.Seconds(), peak, largest/1000)
	}
}

// beside makes a data folder that reads the files of another and writes its own.
func beside(b *testing.B, from string) string {
	b.Helper()
	data := b.TempDir()
	from, err := filepath.Abs(from)
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"lake", "marts", "snapshots", "landing", "current", "key-check.json"} {
		if err := os.Symlink(filepath.Join(from, name), filepath.Join(data, name)); err != nil {
			b.Fatal(err)
		}
	}
	return data
}

// largestPage gives the size of the largest page of an edition, and how many files there are.
func largestPage(b *testing.B, editions string) (largest int64, files int) {
	b.Helper()
	err := filepath.WalkDir(editions, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files++
		if entry.Name() == "index.html" && filepath.Dir(path) != editions {
			largest = max(largest, info.Size())
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return largest, files
}
