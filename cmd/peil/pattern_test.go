package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/demo"
	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// seedsOf gives how many demos are made with the pattern, and as many without: a few, as
// each takes seconds, or as many as PEIL_SEEDS says; make patterns says 20.
func seedsOf(t *testing.T) int {
	text := os.Getenv("PEIL_SEEDS")
	if text == "" {
		return 5
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("PEIL_SEEDS is %q, want a whole number", text)
	}
	return n
}

// The demo plants one regional pattern: questions about the emergency village
// come more often from the province of Antwerpen. The statistics must find that
// one at every seed, and nothing more often than Holm's level allows.
func TestThePlantedPatternIsFoundAndNoOther(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("makes demos: left out by -short")
	}
	seeds := seedsOf(t)
	found, others, withoutPattern := 0, 0, 0
	for seed := range uint64(seeds) {
		for _, planted := range []bool{true, false} {
			high := standingOut(t, seed+1, !planted)
			village := high["Nooddorp – Antwerpen"]
			delete(high, "Nooddorp – Antwerpen")
			switch {
			case planted && village:
				found++
			case !planted && village:
				withoutPattern++
			}
			if len(high) > 0 {
				others++
			}
		}
	}
	if found != seeds {
		t.Errorf("the pattern is found at %d of %d seeds", found, seeds)
	}
	// At a level of 5 % a demo has a false finding once in twenty; five or more in forty, or
	// three or more in ten, would come up once in twenty such tests or less.
	if most := 1 + (3*seeds+5)/20; withoutPattern+others > most {
		t.Errorf("%d false findings in %d demos, want at most %d", withoutPattern+others, 2*seeds, most)
	}
}

// standingOut gives the cells of theme by province that a report and peil analyse
// would name.
func standingOut(t *testing.T, seed uint64, noPattern bool) map[string]bool {
	t.Helper()
	dir := t.TempDir()
	lists, err := fs.Sub(models.Files, "reference")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Write(context.Background(), dir, demo.Options{Seed: seed, Reference: lists, NoPattern: noPattern, Clean: true}); err != nil {
		t.Fatal(err)
	}
	latest := map[string][2]string{} // a question is sent again when it is answered
	files, err := filepath.Glob(filepath.Join(dir, "vragenregister", "vragen_*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		questions(t, file, latest)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	f, err := finding.Associate(crossed(latest), finding.Beside{})
	if err != nil || !f.Computable {
		t.Fatalf("%s %v", f.Sentence.NL, err)
	}
	out := map[string]bool{}
	for _, n := range f.Numbers {
		if n.Name == "adjusted_residual" && n.Value > 0 {
			out[n.Of.NL] = true
		}
	}
	return out
}

// questions reads theme and province of the questions in a file.
func questions(t *testing.T, file string, into map[string][2]string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	r, err := decode.Open(file, f, info.Size(), decode.Dialect{})
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range r.Columns() {
		at[name] = i
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		into[row.Cells[at["vraag_id"]].Text] = [2]string{row.Cells[at["gegroepeerd_thema"]].Text, row.Cells[at["provincie"]].Text}
	}
}

// crossed counts pairs as the metric questions_received by theme and province does.
func crossed(pairs map[string][2]string) finding.Input {
	cells := map[[2]string]float64{}
	for _, p := range pairs {
		cells[p]++
	}
	in := finding.Input{
		Metric: &models.Metric{Name: "questions_received", TitleNL: "Ontvangen vragen", Kind: "flow", OverTime: "sum", OverGroups: "sum"},
		Dims:   []*models.Dimension{{Name: "theme", TitleNL: "Thema"}, {Name: "province", TitleNL: "Provincie"}},
		Names:  func(_ *models.Dimension, code, _ string) string { return code },
	}
	for _, k := range slices.SortedFunc(maps.Keys(cells), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		in.Cells = append(in.Cells, finding.Cell{Dims: k[:], Value: cells[k], Known: true})
	}
	return in
}
