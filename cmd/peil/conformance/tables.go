package conformance

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose/round"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// testTable is a table with all its margins that a reference method has protected, and
// the counts that it is made of.
type testTable struct {
	lines  []map[string]string // as the reference wrote them, one a published cell
	keys   []string            // by line: its codes
	values []int64             // by line: the true count
	at     []map[string]system.Node
	inner  []round.Cell // the finest counts; In are lines
}

const total = "Total"

// linkedPlaces tells where the regions of the linked table are, which its file does not.
var linkedPlaces = map[string][2]string{
	"A": {"county-1", "small"}, "B": {"county-1", "small"}, "I": {"county-1", "small"}, "J": {"county-1", "small"},
	"K": {"county-2", "small"}, "L": {"county-2", "BIG"}, "M": {"county-2", "BIG"}, "N": {"county-2", "small"},
}

// readTestTable reads what a reference made of a table, and the counts in the file of
// that name. Where there is none the lines without a total are the counts.
func readTestTable(dir, name, expected string) (*testTable, error) {
	header, lines, err := readLines(expected)
	if err != nil {
		return nil, err
	}
	t := &testTable{lines: lines}
	n := slices.IndexFunc(header, isCount)
	if n < 1 {
		return nil, fmt.Errorf("read %s: no column of counts after the codes in %v", expected, header)
	}
	dims := header[:n]
	rows, err := readCounts(dir, name, dims, lines)
	if err != nil {
		return nil, err
	}
	number := map[string]int{}
	for i, l := range lines {
		t.keys = append(t.keys, codes(l, dims))
		number[t.keys[i]] = i
		v, err := strconv.ParseInt(l[header[n]], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", expected, err)
		}
		t.values = append(t.values, v)
		t.at = append(t.at, map[string]system.Node{})
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("read %s: no counts that it is made of", expected)
	}
	families := make([][]string, len(dims))
	for d, dim := range dims {
		families[d] = family(dim, dims, rows, lines)
		nodes := nodes(families[d], rows)
		for i, l := range lines {
			node, ok := nodes[l[dim]]
			if !ok && l[dim] != total {
				return nil, fmt.Errorf("read %s: nothing counts in %s %s", expected, dim, l[dim])
			}
			t.at[i][dim] = node
		}
	}
	for _, r := range rows {
		c := round.Cell{Key: codes(r, dims)}
		if _, ok := number[c.Key]; !ok {
			return nil, fmt.Errorf("read %s: the count of %s is not published", expected, c.Key)
		}
		for column, text := range r {
			if isCount(column) {
				if c.Value, err = strconv.ParseInt(text, 10, 64); err != nil {
					return nil, fmt.Errorf("read the counts of %s: %w", name, err)
				}
			}
		}
		for _, key := range within(r, families) {
			if i, ok := number[key]; ok {
				c.In = append(c.In, i)
			}
		}
		t.inner = append(t.inner, c)
	}
	return t, nil
}

func isCount(column string) bool { return slices.Contains([]string{"ant", "n", "original"}, column) }

func codes(row map[string]string, dims []string) string {
	var out []string
	for _, d := range dims {
		out = append(out, row[d])
	}
	return strings.Join(out, " ")
}

// readCounts gives the finest counts of a table.
func readCounts(dir, name string, dims []string, lines []map[string]string) ([]map[string]string, error) {
	for _, pattern := range []string{name + ".csv", "expected/" + name + ".csv", "expected/" + name + "_seed*[0-9].csv"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			_, rows, err := readLines(file)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return rows, err
		}
	}
	var rows []map[string]string
	for _, l := range lines {
		if slices.ContainsFunc(dims, func(d string) bool { return l[d] == total }) {
			continue
		}
		if name == "linked" {
			places, ok := linkedPlaces[l["region"]]
			if !ok {
				continue
			}
			l = maps.Clone(l)
			l["county"], l["size"] = places[0], places[1]
		}
		rows = append(rows, l)
	}
	return rows, nil
}

// family gives the columns whose codes stand in a dimension of the published table.
func family(dim string, dims []string, rows, lines []map[string]string) []string {
	published := map[string]bool{}
	for _, l := range lines {
		published[l[dim]] = true
	}
	out := []string{dim}
	for _, column := range slices.Sorted(maps.Keys(rows[0])) {
		above := map[string]string{}
		if !slices.Contains(dims, column) && !slices.ContainsFunc(rows, func(r map[string]string) bool {
			code, ok := above[r[dim]]
			above[r[dim]] = r[column]
			return !published[r[column]] || ok && code != r[column]
		}) {
			out = append(out, column)
		}
	}
	return out
}

// nodes gives the members of a dimension by code, each with the finest ones in it.
func nodes(family []string, rows []map[string]string) map[string]system.Node {
	out := map[string]system.Node{}
	for _, column := range family {
		atoms := map[string]map[string]bool{}
		for _, r := range rows {
			if atoms[r[column]] == nil {
				atoms[r[column]] = map[string]bool{}
			}
			atoms[r[column]][r[family[0]]] = true
		}
		for code, list := range atoms {
			out[code] = system.Node{Level: column, Code: code, Atoms: slices.Sorted(maps.Keys(list))}
		}
	}
	return out
}

// within gives the keys of the published cells that a count adds to.
func within(row map[string]string, families [][]string) []string {
	keys := []string{""}
	for _, family := range families {
		var longer []string
		for _, k := range keys {
			longer = append(longer, k+" "+total)
			for _, column := range family {
				longer = append(longer, k+" "+row[column])
			}
		}
		keys = longer
	}
	for i := range keys {
		keys[i] = keys[i][1:]
	}
	return keys
}

// readLines reads a CSV file into maps by column.
func readLines(path string) (header []string, lines []map[string]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", path, err)
	}
	if len(rows) < 2 {
		return nil, nil, fmt.Errorf("read %s: no lines under the header", path)
	}
	for _, r := range rows[1:] {
		line := map[string]string{}
		for i, name := range rows[0] {
			line[name] = r[i]
		}
		lines = append(lines, line)
	}
	return rows[0], lines, nil
}
