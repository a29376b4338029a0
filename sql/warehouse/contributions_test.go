package warehouse

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

const summedStays = "/* metric\nname: summed\nkind: flow\ntime: start_date\nover_time: sum\nempty: zero\ndimensions: {province: province_code}\n" +
	"contributions: {of: province_code, per: end_date, sum: person_count * 10, behind: person_count}\n" + metricHead + `*/
select dim_1, dim_2, dim_3, sum(value) as value, sum(behind_count) as n
from contributions
group by dim_1, dim_2, dim_3
`

// Of x two persons leave on 1 April and three stay, of y one leaves on 30 June and five
// stay: of each contributor the fullest of these days is behind the sum.
func TestOfEachContributorTheFullestCounts(t *testing.T) {
	l := stays(t)
	l.manifest.Deliveries[0].KnownAt = "2022-06-15"
	l.put("sql/metrics/summed.sql", summedStays)
	w := l.open("")
	build(t, w, BuildOptions{})
	equal(t, "all", shown(t, w, models.MetricQuery{Metric: "summed", Where: []models.Filter{{Dimension: "province", Values: []string{"x", "y"}}}}), "=110(8)")
	equal(t, "each", shown(t, w, models.MetricQuery{Metric: "summed", By: []string{"province"}, Where: []models.Filter{{Dimension: "province", Values: []string{"x", "y"}}}}), "x=50(3) y=60(5)")
}

func TestContributionsThatDoNotFitFailTheBuild(t *testing.T) {
	for _, c := range []struct{ about, old, put, want string }{
		{"whose", "of: province_code", "of: provincie_code", "contributions, of names column provincie_code, which fct_stay has not; did you mean province_code"},
		{"in what", "per: end_date", "per: end_month", "contributions, per names column end_month, which fct_stay has not; did you mean end_date"},
		{"of how many", "behind: person_count", "behind: persons", "contributions, behind names column persons, which fct_stay has not"},
		{"no header", "contributions: {of: province_code, per: end_date, sum: person_count * 10, behind: person_count}\n", "", "it is there for a metric that has contributions in its header"},
		{"what is no number", "sum: person_count * 10", "sum: stay_id", "sum(VARCHAR)"},
	} {
		l := stays(t)
		l.put("sql/metrics/summed.sql", strings.Replace(summedStays, c.old, c.put, 1))
		if got := messages(l.open("").Verify(context.Background())); !strings.Contains(got, c.want) || !strings.Contains(got, "sql/metrics/summed.sql") {
			t.Errorf("%s: got %s, want %q", c.about, got, c.want)
		}
	}
}
