package disclose_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// months answers beds by month, and by town if asked: of each town counts from January
// 2022 on.
func months(counts map[string][]int64) func(context.Context, models.MetricQuery) (*models.MetricResult, error) {
	return func(_ context.Context, q models.MetricQuery) (*models.MetricResult, error) {
		var rows []string
		for _, town := range strings.Fields("a b") {
			for i, n := range counts[town] {
				day := fmt.Sprintf("%d-%02d-01", 2022+i/12, i%12+1)
				if models.Date(day) >= q.From && models.Date(day) <= q.To {
					rows = append(rows, fmt.Sprintf("%s %s %d", town, day, n))
				}
			}
		}
		if len(rows) == 0 {
			r := table(beds, q, "x 2022-01-01 0")
			r.Rows = nil
			return r, nil
		}
		return table(beds, q, strings.Join(rows, ",")), nil
	}
}

// pattern gives for each town what is printed of each month of a page: . for a number, 0
// for a zero and o for what is hidden.
func pattern(t *testing.T, rule disclose.Rule, counts map[string][]int64, from, to models.Date) map[string]string {
	t.Helper()
	ask := months(counts)
	p := &disclose.Plan{Rule: rule, Project: project(), Members: towns{}, Ask: ask}
	q := models.MetricQuery{From: from, To: to, By: []string{"town", "month"}}
	answer, err := ask(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Apply(answer); err != nil {
		t.Fatal(err)
	}
	if err := p.Solve(context.Background()); err != nil {
		t.Fatal(err)
	}
	s, err := p.Apply(answer)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range s.Rows() {
		sign := "o"
		if v, ok := row.Cell.Value(); ok && v == 0 {
			sign = "0"
		} else if ok {
			sign = "."
		}
		out[row.Dims[0]] += sign
	}
	return out
}

func frozen(margin int64) disclose.Rule {
	return disclose.Rule{Threshold: 5, Derived: 10, Freeze: true, Margin: margin}
}

// year gives twelve months of the same number, but for some.
func year(n int64, but ...int64) []int64 {
	out := make([]int64, 12)
	for i := range out {
		out[i] = n
	}
	for i := 0; i+1 < len(but); i += 2 {
		out[but[i]-1] = but[i+1]
	}
	return out
}

func TestAYearIsHiddenForTheYearBefore(t *testing.T) {
	for name, c := range map[string]struct {
		before, now []int64
		rule        disclose.Rule
		want        string
	}{
		"nothing small":            {year(20), year(20), frozen(5), "............"},
		"almost small before":      {year(20, 3, 9), year(20, 7, 0), frozen(5), "oooooo0ooooo"},
		"not so small before":      {year(20, 3, 10), year(20), frozen(5), "............"},
		"less margin":              {year(20, 3, 9), year(20), frozen(4), "............"},
		"none before":              {year(20, 3, 0), year(20), frozen(5), "............"},
		"small in April":           {year(20), year(20, 4, 3, 6, 0), frozen(5), "...oo0oooooo"},
		"small in April, not set":  {year(20), year(20, 4, 3, 6, 0), disclose.Rule{Threshold: 5, Derived: 10}, "...o.0......"},
		"almost small, and is set": {year(20), year(20, 4, 6), frozen(5), "............"},
	} {
		got := pattern(t, c.rule, map[string][]int64{"a": append(c.before, c.now...)}, "2023-01-01", "2023-12-31")
		if got["a"] != c.want {
			t.Errorf("%s: %s, want %s", name, got["a"], c.want)
		}
	}
	// Series are judged each by itself, and a page from May on knows of April.
	counts := map[string][]int64{"a": append(year(20), year(20, 4, 3)...), "b": append(year(20), year(20)...)}
	if got := fmt.Sprint(pattern(t, frozen(5), counts, "2023-05-01", "2023-08-31")); got != "map[a:oooo b:....]" {
		t.Errorf("from May on %s", got)
	}
}

// A later month changes the pattern of no earlier one; and from one edition to the next
// nothing tells which month was small but the first of a year.
func TestALaterMonthChangesNoPattern(t *testing.T) {
	random := rand.New(rand.NewPCG(41, 42))
	for range 15 {
		counts := map[string][]int64{}
		for _, town := range []string{"a", "b"} {
			level := 3 + random.IntN(20)
			for range 36 {
				counts[town] = append(counts[town], int64(max(0, level+random.IntN(9)-4)))
			}
		}
		before := map[string]string{}
		for k := 13; k <= 36; k++ {
			known := map[string][]int64{"a": counts["a"][:k], "b": counts["b"][:k]}
			now := pattern(t, frozen(5), known, "2022-01-01", "2024-12-31")
			for town, signs := range now {
				if !strings.HasPrefix(signs, before[town]) {
					t.Fatalf("%s was %s and is %s", town, before[town], signs)
				}
				for i := max(13, len(before[town])); i < len(signs); i++ {
					inYear, last := signs[i-i%12:i], int64(20)
					for _, n := range counts[town][i-i%12-min(12, i-i%12) : i-i%12] {
						if n > 0 {
							last = min(last, n)
						}
					}
					small := counts[town][i] > 0 && counts[town][i] < 5
					if signs[i] == 'o' && !small && last >= 10 && !strings.Contains(inYear, "o") {
						t.Fatalf("%s: month %d of %v is hidden without need: %s", town, i, counts[town], signs)
					}
				}
			}
			before = now
		}
	}
}
