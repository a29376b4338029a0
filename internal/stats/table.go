package stats

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Test is the outcome of a chi-square test.
type Test struct {
	Statistic float64
	DF        int
	// P is the chance of a statistic at least this large under independence.
	P float64
}

// Table is a chi-square test of independence with what its reader needs to see
// which cells made the result. The matrices have one row per kept row and one
// column per kept column of the input.
type Table struct {
	Test
	// N is the sum of the counts.
	N int64
	// Rows and Cols are the input's row and column numbers that were kept; rows
	// and columns that sum to zero say nothing and are left out.
	Rows, Cols []int
	// Counts are the kept counts, Expected what independence would give.
	Counts   [][]int64
	Expected [][]float64
	// Pearson is (count - expected) / sqrt(expected).
	Pearson [][]float64
	// Adjusted is the Pearson residual over its own standard error: roughly
	// standard normal, comparable between cells. Above 3 in size stands out.
	Adjusted [][]float64
}

// ChiSquare tests an r x c table of counts for independence of rows and columns,
// without continuity correction. Rows and columns that sum to zero are left out;
// fewer than two of either gives ErrDegenerate.
// Source: Agresti (2007), An Introduction to Categorical Data Analysis, 2.4.
func ChiSquare(counts [][]int64) (Table, error) {
	t, err := keep(counts)
	if err != nil {
		return Table{}, err
	}
	rows, cols, n := margins(t.Counts)
	for i := range rows {
		e, p, a := make([]float64, len(cols)), make([]float64, len(cols)), make([]float64, len(cols))
		for j := range cols {
			e[j] = rows[i] * cols[j] / n
			d := float64(t.Counts[i][j]) - e[j]
			p[j] = d / math.Sqrt(e[j])
			a[j] = d / math.Sqrt(e[j]*(1-rows[i]/n)*(1-cols[j]/n))
			t.Statistic += d * d / e[j]
		}
		t.Expected, t.Pearson, t.Adjusted = append(t.Expected, e), append(t.Pearson, p), append(t.Adjusted, a)
	}
	t.N = int64(n)
	t.DF = (len(rows) - 1) * (len(cols) - 1)
	t.P = chiSquareP(t.Statistic, t.DF)
	return t, nil
}

// Sparse tells that chi-square's p should not be trusted: fewer than 80% of the
// expected counts reach 5, or one is below 1. Source: Cochran (1954).
func (t Table) Sparse() bool {
	var all, low int
	for _, row := range t.Expected {
		for _, e := range row {
			if e < 1 {
				return true
			}
			if e < 5 {
				low++
			}
			all++
		}
	}
	return low*5 > all
}

// MinExpected is the smallest expected count.
func (t Table) MinExpected() float64 {
	low := math.Inf(1)
	for _, row := range t.Expected {
		low = min(low, slices.Min(row))
	}
	return low
}

// CellP gives for each cell the two-sided p of its adjusted residual, corrected
// by Holm over all cells of the table.
func (t Table) CellP() ([][]float64, error) {
	var flat []float64
	for _, row := range t.Adjusted {
		for _, a := range row {
			flat = append(flat, normalP(a))
		}
	}
	flat, err := Holm(flat)
	if err != nil {
		return nil, err
	}
	return slices.Collect(slices.Chunk(flat, len(t.Cols))), nil
}

// Holm corrects p-values for the number of tests looked at, so that one false
// finding among all of them stays as rare as the level says. NaN marks a test
// that could not be done: it stays NaN and is not counted.
// Source: Holm (1979), Scand. J. Stat. 6:65-70.
func Holm(p []float64) ([]float64, error) {
	return adjust(p, func(s []float64) {
		high := 0.0
		for i := range s {
			high = max(high, s[i]*float64(len(s)-i))
			s[i] = min(1, high)
		}
	})
}

// BenjaminiHochberg corrects p-values for the share of false findings among all
// findings; NaN as in Holm. Source: Benjamini and Hochberg (1995), JRSS B 57:289-300.
func BenjaminiHochberg(p []float64) ([]float64, error) {
	return adjust(p, func(s []float64) {
		low := 1.0
		for i := len(s) - 1; i >= 0; i-- {
			low = min(low, s[i]*float64(len(s))/float64(i+1))
			s[i] = low
		}
	})
}

// Bonferroni multiplies p-values by the number of tests; NaN as in Holm. Holm is
// never weaker.
func Bonferroni(p []float64) ([]float64, error) {
	return adjust(p, func(s []float64) {
		for i := range s {
			s[i] = min(1, s[i]*float64(len(s)))
		}
	})
}

// adjust runs f over the known p-values in rising order and puts them back.
func adjust(p []float64, f func(sorted []float64)) ([]float64, error) {
	var idx []int
	for i, v := range p {
		if math.IsNaN(v) {
			continue
		}
		if v < 0 || v > 1 {
			return nil, invalid("p-value %d is %v, want 0 to 1", i, v)
		}
		idx = append(idx, i)
	}
	slices.SortStableFunc(idx, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	s := make([]float64, len(idx))
	for k, i := range idx {
		s[k] = p[i]
	}
	f(s)
	out := slices.Clone(p)
	for k, i := range idx {
		out[i] = s[k]
	}
	return out, nil
}

// keep checks a table and leaves out its empty rows and columns.
func keep(counts [][]int64) (Table, error) {
	var t Table
	if len(counts) == 0 {
		return t, degenerate("table has no rows")
	}
	used := make([]bool, len(counts[0]))
	for i, row := range counts {
		if len(row) != len(used) {
			return t, invalid("row %d has %d cells, want %d", i, len(row), len(used))
		}
		any := false
		for j, c := range row {
			if c < 0 {
				return t, invalid("count %d,%d is %d, want 0 or more", i, j, c)
			}
			if c > 0 {
				any, used[j] = true, true
			}
		}
		if any {
			t.Rows = append(t.Rows, i)
		}
	}
	for j, u := range used {
		if u {
			t.Cols = append(t.Cols, j)
		}
	}
	if len(t.Rows) < 2 || len(t.Cols) < 2 {
		return t, degenerate("%d rows and %d columns with counts, want two of each", len(t.Rows), len(t.Cols))
	}
	for _, i := range t.Rows {
		row := make([]int64, 0, len(t.Cols))
		for _, j := range t.Cols {
			row = append(row, counts[i][j])
		}
		t.Counts = append(t.Counts, row)
	}
	return t, nil
}

func margins(counts [][]int64) (rows, cols []float64, n float64) {
	rows, cols = make([]float64, len(counts)), make([]float64, len(counts[0]))
	for i, row := range counts {
		for j, c := range row {
			rows[i] += float64(c)
			cols[j] += float64(c)
			n += float64(c)
		}
	}
	return rows, cols, n
}

// Yates tests a 2 x 2 table with the continuity correction, which is limited to
// the smallest difference between a count and its expectation, as R does.
func Yates(counts [2][2]int64) (Test, error) {
	t, err := ChiSquare([][]int64{counts[0][:], counts[1][:]})
	if err != nil {
		return Test{}, err
	}
	cut := 0.5
	for i := range 2 {
		for j := range 2 {
			cut = min(cut, math.Abs(float64(counts[i][j])-t.Expected[i][j]))
		}
	}
	x := 0.0
	for i := range 2 {
		for j := range 2 {
			d := math.Abs(float64(counts[i][j])-t.Expected[i][j]) - cut
			x += d * d / t.Expected[i][j]
		}
	}
	return Test{Statistic: x, DF: 1, P: chiSquareP(x, 1)}, nil
}

// GoodnessOfFit tests counts against given shares that add up to 1. A share of
// zero is an error: its expected count is zero.
func GoodnessOfFit(observed []int64, shares []float64) (Test, error) {
	if len(observed) != len(shares) {
		return Test{}, invalid("%d counts and %d shares", len(observed), len(shares))
	}
	if len(observed) < 2 {
		return Test{}, degenerate("%d classes, want two or more", len(observed))
	}
	var n, total float64
	for i, o := range observed {
		if o < 0 || !(shares[i] > 0 && shares[i] <= 1) {
			return Test{}, invalid("class %d has count %d and share %v, want 0 or more and above 0", i, o, shares[i])
		}
		n += float64(o)
		total += shares[i]
	}
	if math.Abs(total-1) > 1e-9 {
		return Test{}, invalid("shares add up to %v, want 1", total)
	}
	if n == 0 {
		return Test{}, degenerate("all counts are zero")
	}
	x := 0.0
	for i, o := range observed {
		e := n * shares[i]
		x += (float64(o) - e) * (float64(o) - e) / e
	}
	df := len(observed) - 1
	return Test{Statistic: x, DF: df, P: chiSquareP(x, df)}, nil
}

// MonteCarloDraws is the usual number of draws: with the observed table itself
// it makes 10,000, so p is a multiple of 0.0001.
const MonteCarloDraws = 9999

// ChiSquareMonteCarlo gives the p of ChiSquare for sparse tables: the share of
// random tables with the same margins whose statistic is at least as large, the
// observed table counted among them. The same seed gives the same p. Time grows
// with draws x total count. Source: Hope (1968), JRSS B 30:582-598.
func ChiSquareMonteCarlo(counts [][]int64, draws int, seed uint64) (Test, error) {
	if draws < 1 {
		return Test{}, invalid("%d draws, want 1 or more", draws)
	}
	t, err := ChiSquare(counts)
	if err != nil {
		return Test{}, err
	}
	// Each counted thing keeps its row; shuffling the columns over all of them
	// draws tables with both margins fixed, with exactly their probability.
	var rowOf, colOf []int
	for i, row := range t.Counts {
		for j, c := range row {
			for range c {
				rowOf, colOf = append(rowOf, i), append(colOf, j)
			}
		}
	}
	rnd := rand.New(rand.NewPCG(seed, 0))
	w := len(t.Cols)
	cells := make([]int64, len(t.Rows)*w)
	// Rounding must not make a table that equals the observed one look smaller.
	limit := t.Statistic * (1 - 1e-12)
	hits := 1
	for range draws {
		rnd.Shuffle(len(colOf), func(a, b int) { colOf[a], colOf[b] = colOf[b], colOf[a] })
		clear(cells)
		for k, i := range rowOf {
			cells[i*w+colOf[k]]++
		}
		x := 0.0
		for k, c := range cells {
			e := t.Expected[k/w][k%w]
			x += (float64(c) - e) * (float64(c) - e) / e
		}
		if x >= limit {
			hits++
		}
	}
	return Test{Statistic: t.Statistic, DF: t.DF, P: float64(hits) / float64(draws+1)}, nil
}
