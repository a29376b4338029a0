package stats_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

// A group whose waits were all over before anything ended tells nothing, and takes no
// comparison away from the others.
func TestAGroupThatWasNotFollowedLeavesTheOthersComparable(t *testing.T) {
	a := []stats.Duration{{1, true}, {3, true}, {8, true}, {9, false}}
	b := []stats.Duration{{2, true}, {4, true}, {5, true}}
	gone := []stats.Duration{{0, false}, {0, false}}
	want := must(stats.LogRank([][]stats.Duration{a, b}))
	got := must(stats.LogRank([][]stats.Duration{a, gone, b}))
	near(t, "statistic", got.Statistic, want.Statistic, 1e-12)
	near(t, "p", got.P, want.P, 1e-12)
	if got.DF != 1 {
		t.Errorf("df is %d, want 1", got.DF)
	}
	if _, err := stats.LogRank([][]stats.Duration{a, gone}); !errors.Is(err, stats.ErrDegenerate) {
		t.Errorf("one group and one that was not followed: %v, want ErrDegenerate", err)
	}
}

// Of eight waits, four on each side: at 1, 2, 3 and 4 days 1/8, 1/7, 1/6 and 1/5 end.
func TestFewestExpectedByHand(t *testing.T) {
	fast := []stats.Tally{{Time: 1, Ended: 1}, {Time: 2, Ended: 1}, {Time: 3, Ended: 1}, {Time: 4, Ended: 1}}
	slow := []stats.Tally{{Time: 9, Censored: 4}}
	at := []float64{1. / 8, 1./8 + 1./7, 1./8 + 1./7 + 1./6, 1./8 + 1./7 + 1./6 + 1./5}
	near(t, "fast", must(stats.LeastExpected([][]stats.Tally{fast, slow, nil})), at[0]+at[1]+at[2]+at[3], 1e-12)
	near(t, "beside eight", must(stats.LeastExpected([][]stats.Tally{slow, slow, fast})), 4./12+3./11+2./10+1./9, 1e-12)
	if _, err := stats.LeastExpected([][]stats.Tally{nil}); !errors.Is(err, stats.ErrDegenerate) {
		t.Errorf("no waits: %v, want ErrDegenerate", err)
	}
}

// One wait that ended at once among many that took their time: the approximation makes a
// difference of it, and the divisions do not.
func TestOneQuickWaitIsNoDifference(t *testing.T) {
	one := []stats.Tally{{Time: 1, Ended: 1}}
	rest := []stats.Tally{{Time: 1, Ended: 9}}
	for day := 2; day <= 60; day++ {
		rest = append(rest, stats.Tally{Time: float64(day), Ended: 8, Censored: 2})
	}
	groups := [][]stats.Tally{one, rest}
	if p := must(stats.LogRankTally(groups)).P; p > 1e-9 {
		t.Fatalf("the approximation gives %v; without it this test shows nothing", p)
	}
	if least := must(stats.LeastExpected(groups)); !stats.FewExpected(least, 1) {
		t.Errorf("%v expected are not called few", least)
	}
	if p := must(stats.LogRankMonteCarlo(groups, stats.MonteCarloDraws, 1)).P; p < 0.05 {
		t.Errorf("p is %v", p)
	}
	// The largest group is not drawn, and may stand anywhere.
	x, y := must(stats.LogRankMonteCarlo(groups, 999, 1)), must(stats.LogRankMonteCarlo([][]stats.Tally{rest, nil, one}, 999, 1))
	if x != y {
		t.Errorf("%v and %v of the same groups", x, y)
	}
}

// Groups of one pace are called different no more often than the level says, also many
// and small ones, where the approximation does so far too often; and where much is
// expected the two agree.
func TestDivisionsKeepTheLevelOfManySmallGroups(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 0))
	waits := func(n int, mean float64) []stats.Tally {
		out := make([]stats.Tally, n)
		for i := range out {
			out[i] = stats.Tally{Time: math.Ceil(mean * rnd.ExpFloat64()), Ended: 1}
			if rnd.Float64() < 0.2 {
				out[i].Ended, out[i].Censored = 0, 1
			}
		}
		return out
	}
	var approximate, drawn int
	const trials = 200
	for range trials {
		var groups [][]stats.Tally
		for range 20 {
			groups = append(groups, waits(1+rnd.IntN(8), 40))
		}
		if must(stats.LogRankTally(groups)).P < 0.05 {
			approximate++
		}
		if must(stats.LogRankMonteCarlo(groups, 199, 1)).P < 0.05 {
			drawn++
		}
	}
	t.Logf("called different: %d by the approximation, %d by divisions, of %d", approximate, drawn, trials)
	if drawn > trials/10 {
		t.Errorf("divisions call %d of %d different", drawn, trials)
	}
	if approximate < trials/5 {
		t.Errorf("the approximation calls %d of %d different; without it this test shows nothing", approximate, trials)
	}
	large := [][]stats.Tally{waits(400, 40), waits(400, 46)}
	x, y := must(stats.LogRankTally(large)), must(stats.LogRankMonteCarlo(large, 4999, 1))
	near(t, "p", y.P, x.P, 0.03)
	near(t, "statistic", y.Statistic, x.Statistic, 0.05*x.Statistic)
	if stats.FewExpected(must(stats.LeastExpected(large)), 1) {
		t.Error("hundreds are called few")
	}
}

func TestDivisionsRefuseWhatCarriesNoAnswer(t *testing.T) {
	one := []stats.Tally{{Time: 4, Ended: 3}}
	for name, groups := range map[string][][]stats.Tally{"one group": {one, nil}, "all at once": {one, one}, "nothing ended": {{{Time: 1, Censored: 2}}, {{Time: 2, Censored: 1}}}} {
		if got, err := stats.LogRankMonteCarlo(groups, 99, 1); !errors.Is(err, stats.ErrDegenerate) {
			t.Errorf("%s: gives %v, %v, want ErrDegenerate", name, got, err)
		}
	}
	if _, err := stats.LogRankMonteCarlo([][]stats.Tally{one, one}, 0, 1); !errors.Is(err, stats.ErrInput) {
		t.Errorf("no draws: %v, want ErrInput", err)
	}
	if _, err := stats.LogRankMonteCarlo([][]stats.Tally{one, {{Time: math.NaN(), Ended: 1}}}, 9, 1); !errors.Is(err, stats.ErrInput) {
		t.Errorf("a wait that is no number: %v, want ErrInput", err)
	}
}
