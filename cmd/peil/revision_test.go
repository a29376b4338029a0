package main

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// The revisions are computed from the history of the lake, the figures as of a day
// from the rows that were live on it: two ways to what was known then.
func TestRevisionsAreTheFiguresAsOfEachMonthEnd(t *testing.T) {
	t.Parallel()
	dir := demoDir(t)
	const figures = `select figure_code, reference_month, cast(figure_amount as decimal(18,2)) as figure_amount from (
		select 'inflow_persons' as figure_code, attested_month as reference_month, sum(person_count) as figure_amount from fct_attestation group by 2
		union all select 'placements_started', cast(date_trunc('month', start_date) as date), count(*) from fct_placement group by 2
		union all select 'claims_amount_eur', period_month, sum(claimed_eur) from fct_claim group by 2) as known order by 1, 2`
	for _, end := range []models.Date{"2022-04-30", "2022-12-31", "2023-09-30"} {
		// A stay that moved to another month leaves its first month with nothing.
		revised := peil(t, dir, "sql", "--format", "csv", "select figure_code, reference_month, figure_amount from fct_revision where known_month = date '"+
			string(end.MonthStart())+"' and figure_amount <> 0 order by 1, 2")
		asOf := peil(t, dir, "sql", "--format", "csv", "--as-of", string(end), figures)
		if revised != asOf || strings.Count(revised, "\n") < 4 {
			t.Errorf("at the end of %s the revisions are\n%s\nand the figures\n%s", end, revised, asOf)
		}
	}
}
