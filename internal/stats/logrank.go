package stats

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// LogRank tests whether two or more groups end their waits at the same pace.
// Fewer than two groups that something ended beside, or nothing that ended, gives
// ErrDegenerate. With few expected in a group P is far too small: LogRankMonteCarlo is
// then the test.
// Source: Mantel (1966); Peto and Peto (1972), JRSS A 135:185-207; as R's survdiff.
func LogRank(groups [][]Duration) (Test, error) {
	counted := make([][]Tally, len(groups))
	for i, g := range groups {
		counted[i] = tally(g)
	}
	return LogRankTally(counted)
}

// LogRankTally is LogRank on counted waits.
func LogRankTally(groups [][]Tally) (Test, error) {
	type wait struct {
		Tally
		group int
	}
	var all []wait
	var risk []float64
	n := 0.0
	counted, err := followed(groups)
	if err != nil {
		return Test{}, err
	}
	for _, sorted := range counted {
		if len(sorted) == 0 {
			continue
		}
		total := 0.0
		for _, w := range sorted {
			all = append(all, wait{w, len(risk)})
			total += float64(w.Ended + w.Censored)
		}
		risk = append(risk, total)
		n += total
	}
	used := len(risk)
	if used < 2 {
		return Test{}, degenerate("%d groups with waits, want two or more", used)
	}
	slices.SortStableFunc(all, func(a, b wait) int { return cmp.Or(cmp.Compare(a.Time, b.Time), a.group-b.group) })
	// One group is redundant (differences add up to zero): leave out the last.
	k := used - 1
	diff, cov := mat.NewVecDense(k, nil), mat.NewSymDense(k, nil)
	for i := 0; i < len(all); {
		ended, left := make([]float64, used), make([]float64, used)
		d, m := 0.0, 0.0
		t := all[i].Time
		for ; i < len(all) && all[i].Time == t; i++ {
			left[all[i].group] += float64(all[i].Ended + all[i].Censored)
			m += float64(all[i].Ended + all[i].Censored)
			ended[all[i].group] += float64(all[i].Ended)
			d += float64(all[i].Ended)
		}
		for a := 0; d > 0 && a < k; a++ {
			diff.SetVec(a, diff.AtVec(a)+ended[a]-d*risk[a]/n)
			for b := a; n > 1 && b < k; b++ {
				same := 0.0
				if a == b {
					same = 1
				}
				v := d * (n - d) / (n - 1) * risk[a] / n * (same - risk[b]/n)
				cov.SetSym(a, b, cov.At(a, b)+v)
			}
		}
		for g := range risk {
			risk[g] -= left[g]
		}
		n -= m
	}
	var chol mat.Cholesky
	if !chol.Factorize(cov) {
		return Test{}, degenerate("waits of the groups do not overlap enough to compare")
	}
	var solved mat.VecDense
	if err := chol.SolveVecTo(&solved, diff); err != nil {
		return Test{}, degenerate("waits of the groups do not overlap enough to compare")
	}
	x := mat.Dot(diff, &solved)
	return Test{Statistic: x, DF: k, P: chiSquareP(x, k)}, nil
}

// followed gives each group's waits by length, without those that were over before
// anything ended: nothing is known of their pace, and a group that has no others would
// leave nothing to compare the rest by.
func followed(groups [][]Tally) ([][]Tally, error) {
	first := math.Inf(1)
	out := make([][]Tally, len(groups))
	for i, g := range groups {
		sorted, err := merged(g)
		if err != nil {
			return nil, err
		}
		for _, w := range sorted {
			if w.Ended > 0 {
				first = min(first, w.Time)
			}
		}
		out[i] = sorted
	}
	for i, g := range out {
		out[i] = slices.DeleteFunc(g, func(w Tally) bool { return w.Time < first })
	}
	return out, nil
}

// hazards gives by length the chance that has added up until then (Nelson and Aalen) over
// all groups together: what each wait of that length was expected to have ended.
func hazards(groups [][]Tally) (map[float64]float64, error) {
	pooled, err := merged(slices.Concat(groups...))
	if err != nil {
		return nil, err
	}
	var risk int64
	for _, w := range pooled {
		risk += w.Ended + w.Censored
	}
	sum, out := 0.0, map[float64]float64{}
	for _, w := range pooled {
		sum += float64(w.Ended) / float64(risk)
		out[w.Time] = sum
		risk -= w.Ended + w.Censored
	}
	return out, nil
}

// LeastExpected gives in how many of its waits the group with fewest is expected to see
// the end if all groups go at the same pace. No group with waits gives ErrDegenerate.
func LeastExpected(groups [][]Tally) (float64, error) {
	until, err := hazards(groups)
	if err != nil {
		return 0, err
	}
	least, any := math.Inf(1), false
	for _, g := range groups {
		expected, waits := 0.0, int64(0)
		for _, w := range g {
			waits += w.Ended + w.Censored
			expected += float64(w.Ended+w.Censored) * until[w.Time]
		}
		if waits > 0 {
			least, any = min(least, expected), true
		}
	}
	if !any {
		return 0, degenerate("no group has waits")
	}
	return least, nil
}

// FewExpected tells that LogRankTally's P should not be trusted when one of comparisons
// groups is expected to see as few ends as LeastExpected gives: fewer than ten times the
// root of the comparisons. Of 50 groups with 12 waits each, of one pace, it calls one in
// five different at 0.05; one wait that ended on the first day has a p below 1e-9.
func FewExpected(least float64, comparisons int) bool {
	return least < 10*math.Sqrt(float64(max(comparisons, 1)))
}

// LogRankMonteCarlo gives the p of a log-rank test for groups with few expected: the share
// of random divisions of the waits over the groups, as large as they are, of which the
// groups differ at least as much, the observed one counted among them. Statistic is that of
// LogRank with the variance of these divisions. It takes waits to be followed for as long
// in one group as in another. The same seed gives the same p. Time grows with draws times
// the waits outside the largest group. Errors as in LogRankTally.
// Source: Peto and Peto (1972), JRSS A 135:185-207; Hope (1968), JRSS B 30:582-598.
func LogRankMonteCarlo(groups [][]Tally, draws int, seed uint64) (Test, error) {
	if draws < 1 {
		return Test{}, invalid("%d draws, want 1 or more", draws)
	}
	until, err := hazards(groups)
	if err != nil {
		return Test{}, err
	}
	// A score is what a wait has above what was expected of it; all of them add up to 0.
	var parts [][]float64
	for _, g := range groups {
		sorted, err := merged(g)
		if err != nil {
			return Test{}, err
		}
		var scores []float64
		for _, w := range sorted {
			scores = append(scores, slices.Repeat([]float64{1 - until[w.Time]}, int(w.Ended))...)
			scores = append(scores, slices.Repeat([]float64{-until[w.Time]}, int(w.Censored))...)
		}
		if len(scores) > 0 {
			parts = append(parts, scores)
		}
	}
	if len(parts) < 2 {
		return Test{}, degenerate("%d groups with waits, want two or more", len(parts))
	}
	// The largest group comes last: it has what the others leave, and is not drawn.
	slices.SortStableFunc(parts, func(a, b []float64) int { return cmp.Compare(len(a), len(b)) })
	scores := slices.Concat(parts...)
	square := sum(len(scores), func(i int) float64 { return scores[i] * scores[i] })
	if square == 0 {
		return Test{}, degenerate("waits of the groups do not overlap enough to compare")
	}
	apart := func() float64 {
		at, left, out := 0, 0.0, 0.0
		for _, p := range parts[:len(parts)-1] {
			s := 0.0
			for range p {
				s += scores[at]
				at++
			}
			left += s
			out += s * s / float64(len(p))
		}
		return out + left*left/float64(len(parts[len(parts)-1]))
	}
	observed := apart()
	drawn := len(scores) - len(parts[len(parts)-1])
	rnd := rand.New(rand.NewPCG(seed, 0))
	// Rounding must not make a division that equals the observed one look smaller.
	limit, hits := observed*(1-1e-9), 1
	for range draws {
		for i := range drawn {
			j := i + rnd.IntN(len(scores)-i)
			scores[i], scores[j] = scores[j], scores[i]
		}
		if apart() >= limit {
			hits++
		}
	}
	stat := observed * float64(len(scores)-1) / square
	return Test{Statistic: stat, DF: len(parts) - 1, P: float64(hits) / float64(draws+1)}, nil
}
