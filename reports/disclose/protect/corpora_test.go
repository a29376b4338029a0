package protect

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// published is a test table of the field: rows of fine cells, and how each column's
// members are put together.
type published struct {
	file, value string
	families    [][]string // a family: its columns, finest first, each with all of it above
	most        int64
	zerosFree   bool
}

func TestCorpora(t *testing.T) {
	dir := os.Getenv("PEIL_CORPORA")
	if dir == "" {
		t.Skip("PEIL_CORPORA names no folder with test tables")
	}
	for _, c := range []struct {
		published
		want string
	}{
		{published{"z1.csv", "ant", [][]string{{"region"}, {"hovedint"}}, 3, false}, "z1_maxN3_gauss"},
		{published{"z1.csv", "ant", [][]string{{"region"}, {"hovedint"}}, 4, false}, "z1_maxN4_gauss"},
		{published{"z2.csv", "ant", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}}, 3, true}, "z2_maxN3_gauss_zerosfree"},
		{published{"z2.csv", "ant", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}}, 4, true}, "z2_maxN4_gauss_zerosfree"},
		{published{"z3.csv", "ant", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}, {"mnd", "mnd2"}}, 3, true}, "z3_maxN3_gauss_zerosfree"},
		{published{"expected/synthetic_300x5_seed42.csv", "n", [][]string{{"mun"}, {"cat"}}, 4, true}, "synthetic_300x5_seed42_gauss_maxN4"},
	} {
		t.Run(c.want, func(t *testing.T) {
			b := c.load(t, dir)
			s := b.Build()
			start := time.Now()
			out, err := Choose(s)
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
			reference := 0
			text, err := os.ReadFile(filepath.Join(dir, "disclosure/expected", c.want+".csv"))
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(string(text), "\n")
			n := slices.Index(strings.Split(lines[0], ","), `"suppressed"`)
			for _, l := range lines[1:] {
				if f := strings.Split(l, ","); len(f) > n && f[n] == "TRUE" {
					reference++
				}
			}
			t.Logf("cells=%d equations=%d primary=%d hidden=%d reference=%d exposed=%d seconds=%.2f", len(s.Cells), len(s.Equations), primary, hidden, reference, len(out.Exposed), time.Since(start).Seconds())
		})
	}
}

func (p published) load(t *testing.T, dir string) *system.Builder {
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
