package round

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// table gives the cells of a table with all its margins: published cells are the inner
// ones by row, then the rows, the columns and the total.
func table(counts [][]int64) (cells []Cell, published int) {
	rows, cols := len(counts), len(counts[0])
	for r, row := range counts {
		for c, v := range row {
			cells = append(cells, Cell{
				Key: fmt.Sprintf("%03d/%03d", r, c), Value: v,
				In: []int{r*cols + c, rows*cols + r, rows*cols + rows + c, rows*cols + rows + cols},
			})
		}
	}
	return cells, rows*cols + rows + cols + 1
}

func small(t *testing.T, cells []Cell, published int, base int64) *Result {
	t.Helper()
	r, err := Small(cells, published, base)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Of 1 and 4 the 4 goes up: 1+1+0 off in squares, and any other choice is further off.
func TestNearestIsTaken(t *testing.T) {
	cells, n := table([][]int64{{1, 4, 7}})
	r := small(t, cells, n, 5)
	if want := []int64{0, 5, 7}; !slices.Equal(r.Inner, want) {
		t.Errorf("rounded to %v, want %v", r.Inner, want)
	}
	if want := []int64{0, 5, 7, 12, 0, 5, 7, 12}; !slices.Equal(r.Published, want) {
		t.Errorf("published %v, want %v", r.Published, want)
	}
	if want := []int64{1, 4, 7, 12, 1, 4, 7, 12}; !slices.Equal(r.True, want) {
		t.Errorf("true %v, want %v", r.True, want)
	}
	if largest, mean := r.Differences(); largest != 1 || mean != 0.5 {
		t.Errorf("differences %d and %v, want 1 and 0.5", largest, mean)
	}
}

// Each count alone is nearest to 0, but then five of them would be nothing; with two
// up, the total is 10 of 10.
func TestTotalsCountToo(t *testing.T) {
	var cells []Cell
	for i := range 5 {
		cells = append(cells, Cell{Key: fmt.Sprint(i), Value: 2, In: []int{0, i + 1}})
	}
	r := small(t, cells, 6, 5)
	if r.Published[0] != 10 {
		t.Errorf("10 is published as %d", r.Published[0])
	}
}

// Inner cells that are not published themselves stay, unless a published sum is small.
func TestOnlyWhatASmallSumIsMadeOfIsRounded(t *testing.T) {
	cells := []Cell{
		{Key: "a", Value: 3, In: []int{0}}, {Key: "b", Value: 4, In: []int{0}},
		{Key: "c", Value: 1, In: []int{1}}, {Key: "d", Value: 2, In: []int{1}}, {Key: "e", Value: 2, In: nil},
	}
	r := small(t, cells, 2, 5)
	if !slices.Equal(r.Inner[:2], []int64{3, 4}) || r.Published[0] != 7 || r.Inner[4] != 2 {
		t.Errorf("rounded %v without need", r.Inner)
	}
	if r.Published[1] != 5 || r.Inner[2]+r.Inner[3] != 5 {
		t.Errorf("3 = 1 + 2 became %v, published as %d, want 5", r.Inner[2:4], r.Published[1])
	}
}

// 1 is small and goes down; that would leave 4 of 1 + 4, so the 4 is rounded as well.
func TestASumThatBecomesSmallIsRoundedToo(t *testing.T) {
	cells := []Cell{{Key: "a", Value: 1, In: []int{0, 1}}, {Key: "b", Value: 4, In: []int{1}}}
	r := small(t, cells, 2, 5)
	if !slices.Equal(r.Inner, []int64{0, 5}) || !slices.Equal(r.Published, []int64{0, 5}) {
		t.Errorf("rounded to %v, published %v", r.Inner, r.Published)
	}
}

func TestNothingSmallNothingRounded(t *testing.T) {
	cells, n := table([][]int64{{0, 5}, {12, 0}})
	r := small(t, cells, n, 5)
	if !slices.Equal(r.Published, r.True) {
		t.Errorf("published %v of %v", r.Published, r.True)
	}
	if r := small(t, nil, 0, 5); len(r.Published) != 0 {
		t.Errorf("published %v of nothing", r.Published)
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		cells []Cell
		base  int64
	}{
		"base 1":                 {nil, 1},
		"a negative count":       {[]Cell{{Key: "a", Value: -1}}, 5},
		"a key twice":            {[]Cell{{Key: "a"}, {Key: "a"}}, 5},
		"an unknown sum":         {[]Cell{{Key: "a", In: []int{2}}}, 5},
		"a sum before the first": {[]Cell{{Key: "a", In: []int{-1}}}, 5},
		"a sum twice":            {[]Cell{{Key: "a", In: []int{1, 0, 1}}}, 5},
	} {
		if _, err := Small(c.cells, 2, c.base); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// cube makes counts in three dimensions, of which the first has groups; each published
// cell is there with a chance of keep in 10, the inner ones too.
func cube(random *rand.Rand, size, keep int) (cells []Cell, published int) {
	number := map[string]int{}
	for i := range size {
		for j := range 3 {
			for k := range 2 {
				c := Cell{Key: fmt.Sprint(i, j, k), Value: int64(max(0, random.IntN(12)-4))}
				for _, a := range []string{fmt.Sprint("i", i), fmt.Sprint("group", i/4), "all"} {
					for _, b := range []string{fmt.Sprint("j", j), "all"} {
						for _, d := range []string{fmt.Sprint("k", k), "all"} {
							at := a + " " + b + " " + d
							if _, met := number[at]; !met {
								number[at] = -1
								if random.IntN(10) < keep {
									number[at] = published
									published++
								}
							}
							if number[at] >= 0 {
								c.In = append(c.In, number[at])
							}
						}
					}
				}
				cells = append(cells, c)
			}
		}
	}
	return cells, published
}

func TestGuarantees(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 30 {
		base := []int64{5, 3, 10}[n%3]
		cells, published := cube(random, 1+random.IntN(9), 3+random.IntN(8))
		r := small(t, cells, published, base)
		sums, before := make([]int64, published), make([]int64, published)
		for i, c := range cells {
			v := r.Inner[i]
			if v != c.Value && (v != 0 && v != base || c.Value == 0 || c.Value >= base) {
				t.Fatalf("cube %d: %d became %d", n, c.Value, v)
			}
			for _, p := range c.In {
				sums[p], before[p] = sums[p]+v, before[p]+c.Value
			}
		}
		if !slices.Equal(sums, r.Published) || !slices.Equal(before, r.True) {
			t.Fatalf("cube %d is not additive", n)
		}
		for p, v := range r.Published {
			if 0 < v && v < base {
				t.Fatalf("cube %d publishes %d of %d", n, v, r.True[p])
			}
		}
		nested(t, cells, r, base)
	}
}

// nested holds differences of published cells within each other to 0 or at least base,
// where what they differ by was rounded.
func nested(t *testing.T, cells []Cell, r *Result, base int64) {
	members := make([][]int, len(r.Published))
	for i, c := range cells {
		for _, p := range c.In {
			members[p] = append(members[p], i)
		}
	}
	for p := range members {
		for q := range members {
			var left []int
			inside := 0
			for _, i := range members[p] {
				if slices.Contains(members[q], i) {
					inside++
				} else {
					left = append(left, i)
				}
			}
			rounded := !slices.ContainsFunc(left, func(i int) bool { return r.Inner[i]%base != 0 })
			d := r.Published[p] - r.Published[q]
			if inside == len(members[q]) && rounded && d != 0 && d < base {
				t.Fatalf("%d and %d differ by %d", r.Published[p], r.Published[q], d)
			}
		}
	}
}

// All choices of tiny tables are tried.
func TestTinyTablesAreOptimal(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		counts := make([][]int64, 1+random.IntN(3))
		for r := range counts {
			for range 4 {
				counts[r] = append(counts[r], int64(random.IntN(6)))
			}
		}
		cells, published := table(counts)
		got := small(t, cells, published, 5)
		var free []int
		for i, c := range cells {
			if 0 < c.Value && c.Value < 5 {
				free = append(free, i)
			}
		}
		least := int64(-1)
		for choice := range 1 << len(free) {
			try := Result{Inner: make([]int64, len(cells))}
			for i, c := range cells {
				try.Inner[i] = c.Value
			}
			for bit, i := range free {
				try.Inner[i] = int64(choice>>bit&1) * 5
			}
			if s := squares(try.sums(cells, published), got.True); least < 0 || s < least {
				least = s
			}
		}
		if s := squares(got.Published, got.True); s != least {
			t.Errorf("%v is off by %d in squares, %d can be had", counts, s, least)
		}
	}
}

func squares(a, b []int64) int64 {
	total := int64(0)
	for i := range a {
		total += (a[i] - b[i]) * (a[i] - b[i])
	}
	return total
}

// Neither the order of cells nor the numbers of published cells make a difference.
func TestOrderDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 8 {
		cells, published := cube(random, 8, 7)
		want := small(t, cells, published, 5)
		order, number := random.Perm(len(cells)), random.Perm(published)
		var shuffled []Cell
		for _, i := range order {
			c := cells[i]
			c.In = nil
			for _, n := range random.Perm(len(cells[i].In)) {
				c.In = append(c.In, number[cells[i].In[n]])
			}
			shuffled = append(shuffled, c)
		}
		got := small(t, shuffled, published, 5)
		for n, i := range order {
			if got.Inner[n] != want.Inner[i] {
				t.Fatalf("%s is %d, and %d in another order", cells[i].Key, want.Inner[i], got.Inner[n])
			}
		}
		if again := small(t, cells, published, 5); !slices.Equal(again.Inner, want.Inner) {
			t.Fatal("the same cube is rounded in two ways")
		}
	}
}

func BenchmarkLargeCube(b *testing.B) {
	cells, published := cube(rand.New(rand.NewPCG(7, 8)), 4200, 10)
	b.ReportMetric(float64(len(cells)), "cells")
	for b.Loop() {
		r, err := Small(cells, published, 5)
		if err != nil {
			b.Fatal(err)
		}
		largest, mean := r.Differences()
		b.ReportMetric(float64(largest), "largest")
		b.ReportMetric(mean, "mean")
	}
}
