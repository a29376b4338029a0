package lp

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// glpk minimises with GLPK's simplex method, by way of a file in CPLEX-LP format.
func glpk(t *testing.T, p Problem, cost []float64) (float64, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "problem.lp")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	rows := make([]strings.Builder, len(p.B))
	fmt.Fprint(w, "Minimize\n obj:")
	for j, c := range cost {
		fmt.Fprintf(w, " %+g x%d\n", c, j)
		for _, e := range p.Columns[j] {
			fmt.Fprintf(&rows[e.Row], " %+g x%d\n", e.Value, j)
		}
	}
	fmt.Fprintln(w, "Subject To")
	for i := range rows {
		if rows[i].Len() > 0 {
			fmt.Fprintf(w, " r%d: %s = %g\n", i, rows[i].String(), p.B[i])
		} else if p.B[i] != 0 {
			return 0, ErrInfeasible // the format has no empty row
		}
	}
	fmt.Fprintln(w, "Bounds")
	for j := range cost {
		fmt.Fprintf(w, " x%d >= %g\n", j, p.Lower[j])
		if p.Upper[j] < inf {
			fmt.Fprintf(w, " x%d <= %g\n", j, p.Upper[j])
		}
	}
	fmt.Fprintln(w, "End")
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		t.Fatal(err)
	}
	solution := name + ".txt"
	said, err := exec.Command("glpsol", "--lp", name, "--nopresol", "-o", solution).CombinedOutput()
	if err != nil {
		t.Fatalf("glpsol: %v\n%s", err, said)
	}
	text, err := os.ReadFile(solution)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	value, status := math.NaN(), ""
	for _, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "Status:"); ok {
			status = strings.TrimSpace(rest)
		}
		if strings.HasPrefix(line, "Objective:") {
			if _, err := fmt.Sscanf(line, "Objective:  obj = %g", &value); err != nil {
				t.Fatalf("read %q: %v", line, err)
			}
		}
	}
	switch status {
	case "OPTIMAL":
		return value, nil
	case "UNBOUNDED":
		return 0, ErrUnbounded
	}
	if strings.Contains(string(said), "NO PRIMAL FEASIBLE") || strings.HasPrefix(status, "INFEASIBLE") {
		return 0, ErrInfeasible
	}
	t.Fatalf("glpsol says status %q\n%s", status, said)
	return 0, nil
}

// medium makes a problem of 20 to 100 variables with 2 to 4 small coefficients a
// column; it has a point but one time in six.
func medium(rng *rand.Rand) Problem {
	n := 20 + rng.IntN(80)
	m := n / (2 + rng.IntN(3))
	p := Problem{B: make([]float64, m), Columns: make([][]Entry, n), Lower: make([]float64, n), Upper: make([]float64, n)}
	for j := range n {
		p.Lower[j], p.Upper[j] = float64(rng.IntN(3)), inf
		if rng.IntN(2) == 0 {
			p.Upper[j] = p.Lower[j] + float64(rng.IntN(40))
		}
		x := p.Lower[j] + float64(rng.IntN(1+int(min(20, p.Upper[j]-p.Lower[j]))))
		for _, i := range rng.Perm(m)[:2+rng.IntN(3)] {
			v := float64(1 + rng.IntN(3))
			if rng.IntN(4) == 0 {
				v = -v
			}
			p.Columns[j] = append(p.Columns[j], Entry{i, v})
			p.B[i] += v * x
		}
	}
	if rng.IntN(6) == 0 {
		p.B[rng.IntN(m)] -= 200
	}
	return p
}

func TestOptimaAgreeWithGLPK(t *testing.T) {
	if _, err := exec.LookPath("glpsol"); err != nil {
		t.Skip("glpsol (GLPK) is not on the PATH: optima are compared with the brute force only")
	}
	seen := map[error]int{}
	for seed := range uint64(54) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p := medium(rng)
		if seed%9 == 0 {
			p = year(seed, 20, 5, 3, 4)
		}
		cost := randomCost(rng, len(p.Columns))
		want, wantErr := glpk(t, p, cost)
		x, got, err := mustSolve(t, p, false).Minimise(cost)
		if !errors.Is(err, wantErr) || math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
			t.Errorf("seed %d: %v, %v; GLPK says %v, %v", seed, got, err, want, wantErr)
		}
		if err == nil {
			meets(t, p, x)
		}
		seen[wantErr]++
	}
	if seen[nil] < 20 || seen[ErrInfeasible] == 0 || seen[ErrUnbounded] == 0 {
		t.Errorf("the problems are too much alike: %v", seen)
	}
}
