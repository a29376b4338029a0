package disclose_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/reports/disclose/audit"
	"github.com/vlot-evaluatie/peil/reports/disclose/protect"
	"github.com/vlot-evaluatie/peil/reports/disclose/round"
	"github.com/vlot-evaluatie/peil/reports/disclose/system"
)

// BenchmarkDisclose hides small counts in a month and in a whole year of 300
// municipalities by 5 kinds, with all margins and provinces, has the audit attack the
// result, and rounds the same counts. It prints key=value lines; it does not judge. Memory is the most that the
// process had so far, so the month comes first.
func BenchmarkDisclose(b *testing.B) {
	for b.Loop() {
		for _, months := range []int{1, 12} {
			measureDisclose(b, months)
		}
	}
}

func measureDisclose(b *testing.B, months int) {
	b.Helper()
	start := time.Now()
	s := invented(b, 300, 5, months, 1.3)
	built := time.Since(start)
	start = time.Now()
	out, err := protect.Choose(s)
	if err != nil {
		b.Fatal(err)
	}
	protected := time.Since(start)
	start = time.Now()
	tables := published(s, out)
	tables.Insiders = months == 1 // of a year there are too many pairs that may be
	report, err := audit.Attack(tables)
	if err != nil {
		b.Fatal(err)
	}
	audited := time.Since(start)
	primary, hidden, exact, whole, insiders := 0, 0, 0, 0, 0
	for _, x := range report.Insiders { // a reader does not know who is alone, we do
		if s.Cells[x.Alone].Single && s.Cells[x.Knows].State == system.Secret {
			insiders++
		}
	}
	for i, c := range s.Cells {
		if c.State == system.Secret {
			primary++
		}
		if c.State != system.Free && !out.Told[i] {
			hidden++
		}
	}
	for _, bound := range report.Bounds {
		if bound.Exact() {
			exact++
		}
		if bound.Whole {
			whole++
		}
	}
	start = time.Now()
	fit, err := round.Together(s, round.Task{Base: 5})
	if err != nil {
		b.Fatal(err)
	}
	rounded := time.Since(start)
	far, off, furthest := 0, int64(0), int64(0)
	for i, c := range s.Cells {
		d := max(fit.Values[i]-c.Value, c.Value-fit.Values[i])
		off, furthest = off+d, max(furthest, d)
		if d >= 5 {
			far++
		}
	}
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	name := map[int]string{1: "month", 12: "year"}[months]
	line := func(key, format string, value any) { fmt.Printf("\n%s_%s="+format, name, key, value) }
	line("cells", "%d", len(s.Cells))
	line("equations", "%d", len(s.Equations))
	line("primary", "%d", primary)
	line("secondary", "%d", hidden-primary)
	line("exposed", "%d", len(out.Exposed))
	line("hidden_share", "%.3f", float64(hidden)/float64(len(s.Cells)))
	line("exact", "%d", exact)
	if tables.Insiders {
		line("insiders", "%d", insiders)
	}
	line("smallest_interval", "%d", report.Smallest())
	line("certified_whole_share", "%.3f", float64(whole)/float64(len(report.Bounds)))
	line("build_seconds", "%.2f", built.Seconds())
	line("protect_seconds", "%.2f", protected.Seconds())
	line("audit_seconds", "%.2f", audited.Seconds())
	line("round_seconds", "%.2f", rounded.Seconds())
	line("round_lost", "%d", len(fit.Lost))
	line("round_mean_difference", "%.2f", float64(off)/float64(len(s.Cells)))
	line("round_largest_difference", "%d", furthest)
	line("round_off_by_base_or_more", "%d", far)
	line("peak_mib", "%d\n", usage.Maxrss/1024)
}

// published gives what a reader sees of a system of which some cells are told.
func published(s *system.System, out protect.Result) *audit.Tables {
	t := &audit.Tables{}
	for i, c := range s.Cells {
		cell := audit.Cell{Name: c.Key, Floor: s.Floor(i), Width: s.Width(i)}
		switch {
		case out.Told[i]:
			cell.Value = c.Value
		case c.State == system.Free:
			cell.State = audit.Unasked
		default:
			cell.State = audit.Hidden
		}
		t.Cells = append(t.Cells, cell)
	}
	for _, eq := range s.Equations {
		sum := audit.Sum{}
		for _, term := range eq {
			if term.Coef > 0 {
				sum.Whole = term.Cell
			} else {
				sum.Parts = append(sum.Parts, term.Cell)
			}
		}
		t.Sums = append(t.Sums, sum)
	}
	return t
}

// invented gives counts of some 20,000 persons a month in municipalities of unlike size,
// the more so the higher skew is.
func invented(tb testing.TB, municipalities, kinds, months int, skew float64) *system.System {
	tb.Helper()
	random := rand.New(rand.NewPCG(42, 1))
	shares := []float64{.35, .3, .2, .1, .05}
	provinces := make([][]string, 5)
	for m := range municipalities {
		provinces[m%5] = append(provinces[m%5], fmt.Sprintf("m%03d", m))
	}
	values, places := map[[3]string]int64{}, map[[3]string]map[string]system.Node{}
	for m := range municipalities {
		size := math.Exp(random.NormFloat64()*skew-skew*skew/2) * 39.6
		for k := range kinds {
			for t := range months {
				n := int64(size * shares[k%5] * (0.5 + random.Float64()) * 1.6)
				when := []system.Node{{}, system.Period(fmt.Sprintf("2023-%02d-01", t+1), fmt.Sprintf("%d-%02d-01", 2023+(t+1)/12, (t+1)%12+1))}
				if months == 1 {
					when = when[:1]
				}
				for _, place := range []system.Node{{}, {Level: "province", Code: fmt.Sprint("P", m%5), Atoms: provinces[m%5]}, {Level: "municipality", Code: fmt.Sprintf("m%03d", m)}} {
					for _, kind := range []system.Node{{}, {Level: "kind", Code: fmt.Sprint("k", k)}} {
						for _, w := range when {
							key := [3]string{place.Code, kind.Code, w.Code}
							values[key] += n
							places[key] = map[string]system.Node{"place": place, "kind": kind, "time": w}
						}
					}
				}
			}
		}
	}
	b := &system.Builder{}
	persons := b.Measure(system.Measure{Name: "persons", Width: 5, Floor: 1}, nil)
	keys := slices.SortedFunc(maps.Keys(values), func(x, y [3]string) int { return slices.Compare(x[:], y[:]) })
	for _, key := range keys {
		n := values[key]
		c := system.Cell{Measure: persons, Value: n, Rank: n, State: system.Open, Single: n == 1}
		switch {
		case n == 0:
			c.State = system.Known
		case n < 5:
			c.State = system.Secret
		}
		i, err := b.Cell(places[key], c)
		if err != nil {
			tb.Fatal(err)
		}
		b.Prints(fmt.Sprint(key), i)
	}
	return b.Build()
}
