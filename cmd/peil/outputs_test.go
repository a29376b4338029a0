package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// told is what a table tells, in the order of its numbers: values, and how many are
// withheld.
type told struct {
	values   []float64
	beside   []float64 // how many waits go on, in the table of a curve
	withheld int
}

func (x *told) add(value, status string, t *testing.T) {
	t.Helper()
	switch status {
	case "Q":
		x.withheld++
	case "O":
	default:
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatal(err)
		}
		x.values = append(x.values, v)
	}
}

// The attack reads the tables as CSV. So the workbook and the page may tell nothing that
// those do not: the workbook has the same values and withholds as many, and every number
// in a table of the page is a value of its CSV, rounded.
func TestWorkbookAndPageTellWhatTheAttackedTablesTell(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(demoDir(t), "data", "editions", "*", "*-nl", "index.html"))
	if err != nil || len(pages) < 8 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	withheld := 0
	for _, page := range pages {
		dir := filepath.Dir(page)
		tables := tablesOf(t, dir)
		for id, sheet := range sheetsOf(t, dir) {
			want := tables[id]
			if want == nil {
				t.Errorf("%s: the workbook has a sheet of %s, which has no table", dir, id)
				continue
			}
			slices.Sort(sheet.values)
			values := slices.Sorted(slices.Values(want.values))
			if !slices.EqualFunc(sheet.values, values, func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) }) || sheet.withheld != want.withheld {
				t.Errorf("%s, %s: the workbook tells %d values and withholds %d, the table %d and %d", dir, id, len(sheet.values), sheet.withheld, len(values), want.withheld)
			}
			withheld += sheet.withheld
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for id, shown := range shownOf(string(text)) {
			want := tables[id]
			if want == nil {
				t.Errorf("%s shows a table of %s, which has none", page, id)
				continue
			}
			hidden := 0
			for _, cell := range shown {
				if cell == "[o]" {
					hidden++
				} else if v, step, ok := dutchNumber(cell); ok && !slices.ContainsFunc(slices.Concat(want.values, want.beside), func(have float64) bool {
					return math.Abs(have-v) <= step/2+1e-9 || strings.Contains(cell, "%") && math.Abs(100*have-v) <= step/2+1e-9
				}) {
					t.Errorf("%s, %s: %q is no value of its table", page, id, cell)
				}
			}
			if hidden != want.withheld {
				t.Errorf("%s, %s: the page withholds %d, the table %d", page, id, hidden, want.withheld)
			}
		}
	}
	if withheld == 0 {
		t.Error("nothing is withheld: there is nothing to compare")
	}
}

func tablesOf(t *testing.T, dir string) map[string]*told {
	t.Helper()
	out := map[string]*told{}
	names, err := filepath.Glob(filepath.Join(dir, "tables", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		id, ok := strings.CutSuffix(filepath.Base(name), ".csv")
		if !ok || strings.HasSuffix(id, ".excel") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		value, status, atRisk := slices.Index(lines[0], "value"), slices.Index(lines[0], "obs_status"), slices.Index(lines[0], "at_risk")
		out[id] = &told{}
		for _, line := range lines[1:] {
			out[id].add(line[value], line[status], t)
			if atRisk >= 0 && line[atRisk] != "" {
				n, err := strconv.ParseFloat(line[atRisk], 64)
				if err != nil {
					t.Fatal(err)
				}
				out[id].beside = append(out[id].beside, n)
			}
		}
	}
	return out
}

var figureID = regexp.MustCompile(`(?:figuur|figure) ([a-z0-9_]+-[0-9a-f]{8}(?:-[a-z]+)?)$`)

// sheetsOf reads the sheets of figures, as exact as they are stored.
func sheetsOf(t *testing.T, dir string) map[string]*told {
	t.Helper()
	books, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	if err != nil || len(books) != 1 {
		t.Fatalf("%s: %d workbooks, %v", dir, len(books), err)
	}
	book, err := excelize.OpenFile(books[0], excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	out := map[string]*told{}
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		id, head := "", -1
		for i, row := range rows {
			for _, cell := range row {
				if m := figureID.FindStringSubmatch(cell); m != nil && id == "" {
					id = m[1]
				}
			}
			if head < 0 && id != "" && slices.Contains(row, "Status") {
				head = i
			}
		}
		if head < 0 {
			continue // a sheet without a figure of its own
		}
		status := slices.Index(rows[head], "Status")
		out[id] = &told{}
		for _, row := range rows[head+1:] {
			if len(row) > status {
				out[id].add(row[status-1], row[status], t)
			}
		}
	}
	return out
}

var (
	tableOf  = regexp.MustCompile(`(?s)aria-labelledby="([a-z0-9_]+-[0-9a-f]{8}(?:-[a-z]+)?)-h"[^>]*><table>(.*?)</table>`)
	cellOf   = regexp.MustCompile(`<td class="n">([^<]*)</td>`)
	isNumber = regexp.MustCompile(`^[−-]?[0-9.]+(?:,([0-9]+))?`)
)

// shownOf gives the cells of the tables of a page, by figure.
func shownOf(html string) map[string][]string {
	out := map[string][]string{}
	for _, m := range tableOf.FindAllStringSubmatch(html, -1) {
		for _, cell := range cellOf.FindAllStringSubmatch(m[2], -1) {
			out[m[1]] = append(out[m[1]], cell[1])
		}
	}
	return out
}

// dutchNumber reads 1.234,5 and tells what its last digit is worth.
func dutchNumber(text string) (value, step float64, ok bool) {
	m := isNumber.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, false
	}
	value, err := strconv.ParseFloat(strings.NewReplacer("−", "-", ".", "", ",", ".").Replace(m[0]), 64)
	return value, math.Pow(10, -float64(len(m[1]))), err == nil
}
