package finding

import (
	"fmt"

	"github.com/vlot-evaluatie/peil/internal/stats"
)

// apart tests whether groups of waits end at the same pace. Where too little is expected
// of one of them, p comes from random divisions of the waits, and drawn says so; the test
// is one of so many comparisons.
func apart(groups [][]stats.Tally, comparisons int) (test stats.Test, drawn bool, err error) {
	least, err := stats.LeastExpected(groups)
	if err != nil {
		return test, false, err
	}
	if stats.FewExpected(least, comparisons) {
		test, err = stats.LogRankMonteCarlo(groups, stats.MonteCarloDraws, Seed)
		return test, true, err
	}
	test, err = stats.LogRankTally(groups)
	return test, false, err
}

// divided says that p of a log-rank test comes from random divisions.
func (f *Finding) divided() {
	f.caveat(fmt.Sprintf("Te weinig voorvallen verwacht voor de gewone log-ranktoets: p komt uit %s willekeurige verdelingen van de wachttijden over de groepen, met vaste startwaarde %d.", decimal(stats.MonteCarloDraws, 0, "nl"), Seed),
		fmt.Sprintf("Too few events expected for the common log-rank test: p comes from %s random divisions of the waits over the groups, with fixed seed %d.", decimal(stats.MonteCarloDraws, 0, "en"), Seed))
}
