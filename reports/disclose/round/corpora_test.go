package round

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The results of the reference are met or bettered on its own tables.
func TestCorpora(t *testing.T) {
	dir := os.Getenv("PEIL_CORPORA")
	if dir == "" {
		t.Skip("PEIL_CORPORA names no folder with test tables")
	}
	for _, c := range []struct {
		inner, expected string
		families        [][]string // columns of which one, or the total, makes a published code
	}{
		{"expected/exPSD_plsround_b5.csv", "exPSD", [][]string{{"rows"}, {"cols"}}},
		{"z2.csv", "z2", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}}},
		{"z3.csv", "z3", [][]string{{"region", "fylke", "kostragr"}, {"hovedint"}, {"mnd", "mnd2"}}},
		{"expected/synthetic_300x5_seed42.csv", "synthetic_300x5", [][]string{{"mun", "prov"}, {"cat"}}},
	} {
		t.Run(c.expected, func(t *testing.T) {
			read := func(name string) []map[string]string { return readCSV(t, filepath.Join(dir, "disclosure", name)) }
			want := read("expected/" + c.expected + "_plsround_b5.csv")
			number, largest, total := map[string]int{}, int64(0), int64(0)
			for i, r := range want {
				var key []string
				for _, f := range c.families {
					key = append(key, r[f[0]])
				}
				number[strings.Join(key, "|")] = i
				d := count(t, r["difference"])
				largest, total = max(largest, d, -d), total+max(d, -d)
			}
			var cells []Cell
			for _, r := range read(c.inner) {
				codes, key, inner := []string{""}, "", true
				for _, f := range c.families {
					key += "|" + r[f[0]]
					inner = inner && r[f[0]] != "Total"
					var longer []string
					for _, code := range codes {
						longer = append(longer, code+"|Total")
						for _, column := range f {
							longer = append(longer, code+"|"+r[column])
						}
					}
					codes = longer
				}
				if !inner {
					continue
				}
				cell := Cell{Key: key}
				for _, v := range []string{"ant", "n", "original"} {
					if r[v] != "" {
						cell.Value = count(t, r[v])
					}
				}
				for _, code := range codes {
					p, ok := number[code[1:]]
					if !ok {
						t.Fatalf("%s is not in the reference", code)
					}
					cell.In = append(cell.In, p)
				}
				cells = append(cells, cell)
			}
			got, err := Small(cells, len(want), 5)
			if err != nil {
				t.Fatal(err)
			}
			squares, theirs := int64(0), int64(0)
			for i, r := range want {
				if n := count(t, r["original"]); got.True[i] != n {
					t.Fatalf("%v adds up to %d", r, got.True[i])
				}
				if v := got.Published[i]; v > 0 && v < 5 {
					t.Errorf("%v is printed as %d", r, v)
				}
				d := got.Published[i] - got.True[i]
				squares += d * d
				d = count(t, r["difference"])
				theirs += d * d
			}
			most, mean := got.Differences()
			reference := float64(total) / float64(len(want))
			t.Logf("inner=%d published=%d largest=%d reference=%d mean=%.3f reference=%.3f squares=%d reference=%d",
				len(cells), len(want), most, largest, mean, reference, squares, theirs)
			if float64(most) > 1.2*float64(largest) || mean > 1.2*reference {
				t.Error("the reference is nearer by more than a fifth")
			}
		})
	}
}

func readCSV(t *testing.T, path string) []map[string]string {
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
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = r[i]
		}
		out = append(out, m)
	}
	return out
}

func count(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
