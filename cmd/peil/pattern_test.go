package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/demo"
	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

const seeds = 20

// The demo plants one regional pattern: questions about the emergency village
// come more often from the province of Antwerpen. The statistics must find that
// one at every seed, and nothing more often than Holm's level allows.
func TestThePlantedPatternIsFoundAndNoOther(t *testing.T) {
	if testing.Short() {
		t.Skip("makes forty demos: left out by -short")
	}
	found, others, withoutPattern := 0, 0, 0
	for seed := range uint64(seeds) {
		for _, planted := range []bool{true, false} {
			high := standingOut(t, seed+1, !planted)
			village := high["Nooddorp/Antwerpen"]
			delete(high, "Nooddorp/Antwerpen")
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
	// At a level of 5 % a demo has a false finding once in twenty; five or more
	// in forty would come up once in twenty such tests.
	if withoutPattern+others > 4 {
		t.Errorf("%d false findings in %d demos, want at most 4", withoutPattern+others, 2*seeds)
	}
}

// standingOut gives the cells of theme by province that a report would name.
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
	themes, provinces, counts := crossed(latest)
	table, err := stats.ChiSquare(counts)
	if err != nil {
		t.Fatal(err)
	}
	p, err := table.CellP()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for i, r := range table.Rows {
		for j, c := range table.Cols {
			if table.Adjusted[i][j] > 3 && p[i][j] < 0.05 {
				out[themes[r]+"/"+provinces[c]] = true
			}
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

// crossed counts pairs in a table.
func crossed(pairs map[string][2]string) (rows, columns []string, counts [][]int64) {
	number := func(list *[]string, at map[string]int, name string) int {
		n, ok := at[name]
		if !ok {
			n = len(*list)
			at[name] = n
			*list = append(*list, name)
		}
		return n
	}
	rowAt, columnAt := map[string]int{}, map[string]int{}
	cells := map[[2]int]int64{}
	for _, p := range pairs {
		cells[[2]int{number(&rows, rowAt, p[0]), number(&columns, columnAt, p[1])}]++
	}
	counts = make([][]int64, len(rows))
	for i := range counts {
		counts[i] = make([]int64, len(columns))
		for j := range counts[i] {
			counts[i][j] = cells[[2]int{i, j}]
		}
	}
	return rows, columns, counts
}
