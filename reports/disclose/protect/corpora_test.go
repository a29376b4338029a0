package protect_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose/protect"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// published is a test table of the field, in a file of its finest cells.
type published struct {
	file, value string
	families    [][]string // a family: its columns, finest first, and all of it above each
	most        int64      // what is hidden at least: counts from 1 to this
}

// TestCorpora prints, of published test tables, how much is hidden and how much a
// reference method hides. Most results of that method do not give the room that this
// package demands: a hidden count must be able to be as many values as the threshold.
func TestCorpora(t *testing.T) {
	dir := os.Getenv("PEIL_CORPORA")
	if dir == "" {
		t.Skip("PEIL_CORPORA names no folder with test tables")
	}
	for _, c := range []struct {
		published
		want string
	}{
		{published{"z1.csv", "ant", [][]string{{"region"}, {"hovedint"}}, 3}, "z1_maxN3_gauss"},
		{published{"z1.csv", "ant", [][]string{{"region"}, {"hovedint"}}, 4}, "z1_maxN4_gauss"},
		{published{"z2.csv", "ant", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}}, 3}, "z2_maxN3_gauss_zerosfree"},
		{published{"z2.csv", "ant", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}}, 4}, "z2_maxN4_gauss_zerosfree"},
		{published{"z3.csv", "ant", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}, {"mnd", "mnd2"}}, 3}, "z3_maxN3_gauss_zerosfree"},
		{published{"expected/synthetic_300x5_seed42.csv", "n", [][]string{{"mun"}, {"cat"}}, 4}, "synthetic_300x5_seed42_gauss_maxN4"},
	} {
		t.Run(c.want, func(t *testing.T) {
			s := c.load(t, dir).Build()
			out, err := protect.Choose(s)
			if err != nil {
				t.Fatal(err)
			}
			hidden, primary := 0, 0
			for i, cell := range s.Cells {
				if cell.State == system.Secret {
					primary++
				}
				if cell.State != system.Free && !out.Told[i] {
					hidden++
				}
			}
			if len(out.Exposed) > 0 {
				t.Errorf("%d cells cannot be kept", len(out.Exposed))
			}
			reference := reference(t, filepath.Join(dir, "disclosure/expected", c.want+".csv"))
			fmt.Printf("\n%s_cells=%d\n%[1]s_primary=%[3]d\n%[1]s_hidden=%[4]d\n%[1]s_reference=%[5]d\n%[1]s_ratio=%.2[6]f\n", c.want, len(s.Cells), primary, hidden, reference, float64(hidden)/float64(reference))
		})
	}
}

// reference counts the cells that the reference method hides.
func reference(t *testing.T, path string) int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column, hidden := slices.Index(rows[0], "suppressed"), 0
	for _, r := range rows[1:] {
		if r[column] == "TRUE" {
			hidden++
		}
	}
	return hidden
}

func (p published) load(t *testing.T, dir string) *system.Builder {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "disclosure", p.file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := map[string]int{}
	for i, name := range rows[0] {
		col[name] = i
	}
	atoms := map[string]map[string]bool{} // column=code -> finest members
	for _, r := range rows[1:] {
		for _, fam := range p.families {
			for _, c := range fam {
				k := c + "=" + r[col[c]]
				if atoms[k] == nil {
					atoms[k] = map[string]bool{}
				}
				atoms[k][r[col[fam[0]]]] = true
			}
		}
	}
	type cell struct {
		at map[string]system.Node
		n  int64
	}
	cells := map[string]*cell{}
	for _, r := range rows[1:] {
		v, err := strconv.ParseInt(r[col[p.value]], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		places := []map[string]system.Node{{}}
		for i, fam := range p.families {
			var more []map[string]system.Node
			for _, at := range places {
				more = append(more, at)
				for _, c := range fam {
					code := r[col[c]]
					n := system.Node{Level: c, Code: code, Atoms: slices.Sorted(maps.Keys(atoms[c+"="+code]))}
					with := maps.Clone(at)
					with[fmt.Sprint("f", i)] = n
					more = append(more, with)
				}
			}
			places = more
		}
		for _, at := range places {
			k := fmt.Sprint(at)
			if cells[k] == nil {
				cells[k] = &cell{at: at}
			}
			cells[k].n += v
		}
	}
	b := &system.Builder{}
	m := b.Measure(system.Measure{Name: "n", Width: p.most + 1, Floor: 1}, nil)
	for _, k := range slices.Sorted(maps.Keys(cells)) {
		x := cells[k]
		c := system.Cell{Measure: m, Value: x.n, Rank: x.n, State: system.Open, Single: x.n == 1}
		switch {
		case x.n == 0:
			c.State = system.Known
		case x.n <= p.most:
			c.State = system.Secret
		}
		i, err := b.Cell(x.at, c)
		if err != nil {
			t.Fatal(err)
		}
		b.Prints(k, i)
	}
	return b
}
