package warehouse

import (
	"context"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// A wait that ended before it began is an error of the data, which says where to look.
func TestWaitsBelowNothingAreRefused(t *testing.T) {
	l := stays(t)
	l.deliver("stays", "2022-06-01", "'1', 3, 'k', '2022-05-01', '2022-06-01', null", "'2', -45, 'k', '2022-05-01', '2022-06-01', null",
		"'3', -45, 'l', '2022-05-01', null, null", "'4', -1, 'k', '2022-05-01', '2022-06-01', null", "'5', 0, 'k', '2022-05-01', '2022-06-01', null")
	l.put("sql/metrics/waited.sql", waitMetric)
	w := l.open("")
	build(t, w, BuildOptions{})
	_, err := w.Sample(context.Background(), models.MetricQuery{Metric: "waited", By: []string{"province"}, From: "2022-05-01", To: "2022-05-31"})
	equal(t, "refusal", messages(err), "metric waited: has waits below 0 in column person_count of fct_stay, in 3 rows; look at them with peil sql 'select * from fct_stay where person_count < 0' "+
		"and mend the dates in the export, or leave such rows out with where: person_count >= 0 in sql/metrics/waited.sql\n")
	if models.CodeOf(err) != models.Invalid {
		t.Errorf("code is %q, want invalid", models.CodeOf(err))
	}
}

// Of x 5 persons in 2 stays, of y 6 in 2, of none 1 in 1: 2.5, 3 and 1 a stay.
func TestARateLiesInItsOwnInterval(t *testing.T) {
	const rate = "/* metric\nname: per_stay\nkind: flow\ntime: start_date\nover_time: none\nempty: none\ninterval: poisson\ndimensions: {province: province_code}\n" + metricHead + `*/
select dim_1, dim_2, dim_3, 100 * cast(sum(person_count) as double) / cast(count(*) as double) as value,
  count(*) as n, sum(person_count) as part, count(*) as whole
from scope group by dim_1, dim_2, dim_3
`
	for _, c := range []struct{ about, unit, times, want string }{
		{"the unit of the factor", "per_100", "100", ""},
		{"rounded", "per_100", "99.5", ""},
		{"a unit without a factor", "per_stay", "100", "metric per_stay, interval: poisson: gives a value outside its own interval in 3 of 3 rows, want value = 1 x part / whole, by its unit per_stay; "},
		{"another factor", "per_1000", "100", "in 2 of 3 rows, want value = 1000 x part / whole, by its unit per_1000; correct the unit"},
	} {
		l := stays(t)
		l.put("sql/metrics/per_stay.sql", strings.NewReplacer("unit: persons", "unit: "+c.unit, "100 * ", c.times+" * ").Replace(rate))
		w := l.open("")
		build(t, w, BuildOptions{})
		_, err := w.Metric(context.Background(), models.MetricQuery{Metric: "per_stay", To: "2022-12-31", By: []string{"province"}})
		if c.want == "" && err != nil || !strings.Contains(messages(err), c.want) || err != nil && models.CodeOf(err) != models.Invalid {
			t.Errorf("%s: %v, want %q", c.about, err, c.want)
		}
	}
}
