package conformance

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/reports/disclose/round"
)

var (
	suppressedName = regexp.MustCompile(`^(.+?)_(?:gauss_)?maxN(\d+)(?:_gauss)?(?:_zerosfree)?$`)
	roundedName    = regexp.MustCompile(`^(.+)_plsround_b(\d+)$`)
)

// disclosure protects published test tables, and holds what comes out to what
// must hold of any protection and to what a reference method made of the same table.
func disclosure(ctx context.Context, dir string) (Score, error) {
	var s Score
	files, err := filepath.Glob(filepath.Join(dir, "expected", "*.csv"))
	if err != nil {
		return s, err
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		run, match := (*disclosureRun).suppression, suppressedName.FindStringSubmatch(name)
		if match == nil {
			run, match = (*disclosureRun).rounding, roundedName.FindStringSubmatch(name)
		}
		if match == nil {
			continue // counts, not results
		}
		number, err := strconv.ParseInt(match[2], 10, 64)
		if err != nil {
			return s, fmt.Errorf("read the name of %s: %w", file, err)
		}
		t, err := readTestTable(dir, match[1], file)
		if err != nil {
			s.fail("%v", err)
			continue
		}
		r := &disclosureRun{Score: &s, name: name, table: t}
		if !r.sums() {
			continue
		}
		if err := run(r, number); err != nil {
			r.fail("%s: %v", name, err)
		}
	}
	if s.Passed+s.Failed == 0 {
		s.fail("%s holds no results of a reference", filepath.Join(dir, "expected"))
	}
	return s, nil
}

// disclosureRun is one test table under one method.
type disclosureRun struct {
	*Score
	name  string
	table *testTable
}

func (r *disclosureRun) print(key string, value any) {
	r.Parts = append(r.Parts, fmt.Sprintf("%s.%s=%v", r.name, key, value))
}

// hold counts one invariant.
func (r *disclosureRun) hold(ok bool, format string, args ...any) {
	if ok {
		r.Passed++
	} else {
		r.fail(r.name+": "+format, args...)
	}
}

// sums holds the published counts of a test table to the counts that they are made of.
func (r *disclosureRun) sums() bool {
	sums := make([]int64, len(r.table.lines))
	for _, c := range r.table.inner {
		for _, p := range c.In {
			sums[p] += c.Value
		}
	}
	for i, v := range r.table.values {
		if sums[i] != v {
			r.fail("%s: %s is %d, want the sum of its counts, %d", r.name, r.table.keys[i], v, sums[i])
			return false
		}
	}
	r.Passed++
	return true
}

// rounding rounds to base and holds the differences to those of the reference.
func (r *disclosureRun) rounding(base int64) error {
	t := r.table
	got, err := round.Small(t.inner, len(t.lines), base)
	if err != nil {
		return err
	}
	again := make([]int64, len(t.lines))
	changed := 0
	for i, c := range t.inner {
		for _, p := range c.In {
			again[p] += got.Inner[i]
		}
		if v := got.Inner[i]; v != c.Value && (c.Value == 0 || c.Value >= base || v != 0 && v != base) {
			changed++
		}
	}
	small, apart := 0, 0
	reference := &round.Result{True: t.values}
	for i, l := range t.lines {
		if again[i] != got.Published[i] {
			apart++
		}
		if v := got.Published[i]; 0 < v && v < base {
			small++
		}
		v, err := strconv.ParseInt(l["rounded"], 10, 64)
		if err != nil {
			return err
		}
		reference.Published = append(reference.Published, v)
	}
	largest, mean := got.Differences()
	wantLargest, wantMean := reference.Differences()
	r.print("cells", len(t.lines))
	r.print("largest_difference", largest)
	r.print("reference_largest_difference", wantLargest)
	r.print("largest_ratio", ratio(float64(largest), float64(wantLargest)))
	r.print("mean_difference", fmt.Sprintf("%.3f", mean))
	r.print("reference_mean_difference", fmt.Sprintf("%.3f", wantMean))
	r.print("mean_ratio", ratio(mean, wantMean))
	r.hold(apart == 0, "%d published counts are not the sums of the rounded ones", apart)
	r.hold(changed == 0, "%d counts are neither what they were nor 0 or %d", changed, base)
	r.hold(small == 0, "%d counts of 1 to %d are published", small, base-1)
	r.hold(float64(largest) <= 1.2*float64(wantLargest), "the largest difference is %d, want at most 1.2 times %d", largest, wantLargest)
	r.hold(mean <= 1.2*wantMean, "the mean difference is %.3f, want at most 1.2 times %.3f", mean, wantMean)
	return nil
}

func ratio(a, b float64) string {
	if b == 0 {
		return "none"
	}
	return fmt.Sprintf("%.3f", a/b)
}
