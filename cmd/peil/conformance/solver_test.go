package conformance

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
)

// The bounds of every hidden cell of the smaller test tables, as the choice here and as
// the reference hides them, against those that GLPK finds.
func TestBoundsAreThoseOfAnotherSolver(t *testing.T) {
	corpora := os.Getenv("PEIL_CORPORA")
	if corpora == "" {
		t.Skip("PEIL_CORPORA names no folder with test tables")
	}
	if _, err := exec.LookPath("glpsol"); err != nil {
		t.Skip("no glpsol here: it comes with the package glpk-utils")
	}
	dir := filepath.Join(corpora, "disclosure")
	for _, c := range []struct {
		table, expected string
		most            int64
	}{
		{"z1", "z1_maxN3_gauss", 3}, {"z1", "z1_maxN4_gauss", 4}, {"linked", "linked_maxN3_gauss", 3},
		{"z2", "z2_maxN3_gauss_zerosfree", 3}, {"z2", "z2_maxN4_gauss_zerosfree", 4},
	} {
		table, err := readTestTable(dir, c.table, filepath.Join(dir, "expected", c.expected+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		h := &hiding{testTable: table, most: c.most}
		lines := make([]int, len(h.lines))
		for i := range lines {
			lines[i] = i
		}
		chosen, err := h.choose(lines)
		if err != nil {
			t.Fatal(err)
		}
		for whose, hidden := range map[string][]bool{"chosen": chosen, "reference": h.flagged("suppressed")} {
			t.Run(c.expected+" "+whose, func(t *testing.T) {
				compareBounds(t, h.tables(hidden, h.floor(), math.MaxInt32)) // nothing is wide enough: each is solved
			})
		}
	}
}

func compareBounds(t *testing.T, tables *audit.Tables) {
	report, err := audit.Attack(tables)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range report.Bounds {
		low, high := glpsol(t, tables, "minimize", b.Cell, true), glpsol(t, tables, "maximize", b.Cell, true)
		name := tables.Cells[b.Cell].Name
		switch {
		case b.Low > low || b.High < high:
			t.Errorf("%s is %d to %d, and %d to %d is possible", name, b.Low, b.High, low, high)
		case b.Whole && (b.Low != low || b.High != high):
			t.Errorf("%s is %d to %d in whole numbers, want %d to %d", name, b.Low, b.High, low, high)
		case !b.Whole:
			if l, u := glpsol(t, tables, "minimize", b.Cell, false), glpsol(t, tables, "maximize", b.Cell, false); b.Low < l || b.High > u {
				t.Errorf("%s is %d to %d, want at most %d to %d", name, b.Low, b.High, l, u)
			}
		}
	}
	t.Logf("hidden=%d", len(report.Bounds))
}

var objective = regexp.MustCompile(`(?m)^Objective:\s+obj = (\S+) `)

// glpsol gives the least or largest value of a hidden cell, rounded inwards.
func glpsol(t *testing.T, tables *audit.Tables, sense string, cell int, whole bool) int64 {
	t.Helper()
	var lp strings.Builder
	fmt.Fprintf(&lp, "%s\n obj: x%d\nsubject to\n", sense, cell)
	for _, s := range tables.Sums {
		right := int64(0)
		var terms []string
		add := func(i int, coef int64) {
			if c := tables.Cells[i]; c.State == audit.Printed {
				right -= coef * c.Value
			} else {
				terms = append(terms, fmt.Sprintf("%+d x%d", coef, i))
			}
		}
		add(s.Whole, 1)
		for _, p := range s.Parts {
			add(p, -1)
		}
		if len(terms) > 0 {
			fmt.Fprintf(&lp, " %s = %d\n", strings.Join(terms, "\n  "), right)
		}
	}
	lp.WriteString("bounds\n")
	var names []string
	for i, c := range tables.Cells {
		if c.State != audit.Printed {
			fmt.Fprintf(&lp, " x%d >= %d\n", i, c.Floor)
			names = append(names, fmt.Sprint(" x", i))
		}
	}
	if whole {
		fmt.Fprintf(&lp, "general\n%s\n", strings.Join(names, "\n"))
	}
	lp.WriteString("end\n")
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.lp"), filepath.Join(dir, "out.txt")
	if err := os.WriteFile(in, []byte(lp.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("glpsol", "--lp", in, "-o", out).CombinedOutput()
	if err != nil {
		t.Fatalf("glpsol: %v\n%s", err, said)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	found := objective.FindSubmatch(text)
	if found == nil || !bytes.Contains(text, []byte("OPTIMAL")) {
		t.Fatalf("glpsol found no optimum:\n%s\n%s", said, lp.String())
	}
	v, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	if sense == "minimize" {
		return int64(math.Ceil(v - 1e-6))
	}
	return int64(math.Floor(v + 1e-6))
}
