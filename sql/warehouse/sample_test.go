package warehouse

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

const longShare = "/* metric\nname: long_share\nkind: flow\ntime: start_date\nover_time: none\nempty: none\ninterval: wilson\ncluster: person_count\ndimensions: {province: province_code}\n" + metricHead + `*/
select dim_1, dim_2, dim_3, cast(count_if(person_count > 1) as double) / cast(count(*) as double) as value,
  count(*) as n, count_if(person_count > 1) as part, count(*) as whole
from scope group by dim_1, dim_2, dim_3
`

const householdSize = "/* metric\nname: household_size\nkind: flow\ntime: start_date\nover_time: none\nempty: none\nvalues: person_count\nended: end_date is not null\ndimensions: {province: province_code}\n" + metricHead + `*/
select dim_1, dim_2, dim_3, max(person_count) as value, count(*) as n from scope group by dim_1, dim_2, dim_3
`

func sampled(t *testing.T) *Warehouse {
	l := stays(t)
	l.put("sql/metrics/long_share.sql", strings.Replace(longShare, "unit: persons", "unit: share", 1))
	l.put("sql/metrics/household_size.sql", householdSize)
	w := l.open("")
	build(t, w, BuildOptions{})
	return w
}

// a and b are of x, with 2 and 3 persons; c and d of y, with 1 and 5; e of none with
// 1; a and c have ended.
func TestSampleCountsEachValueByCellAndTellsWhichEnded(t *testing.T) {
	w := sampled(t)
	for by, want := range map[string]string{
		"":         "[{[] [{1 2 1} {2 1 1} {3 1 0} {5 1 0}] 0}]",
		"province": "[{[x] [{2 1 1} {3 1 0}] 0} {[y] [{1 1 1} {5 1 0}] 0} {[] [{1 1 0}] 0}]",
	} {
		q := models.MetricQuery{Metric: "household_size", To: "2022-12-31"}
		if by != "" {
			q.By = []string{by}
		}
		s, err := w.Sample(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "sample by "+by, fmt.Sprint(s.Groups), want)
	}
	s, err := w.Sample(context.Background(), models.MetricQuery{Metric: "household_size", From: "2022-04-01", To: "2022-06-01"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "sample of a period", fmt.Sprint(s.Groups), "[{[] [{1 1 1} {5 1 0}] 0}]")
	_, err = w.Sample(context.Background(), models.MetricQuery{Metric: "long_share"})
	equal(t, "no values", messages(err), "metric long_share: has no values in its header, so there is no distribution to look at; "+
		"give it values: and quantile: or ended:, see docs/project.md; or ask for another metric\n")
}

func TestPartAndWholeComeWithTheValue(t *testing.T) {
	w := sampled(t)
	r, err := w.Metric(context.Background(), models.MetricQuery{Metric: "long_share", To: "2022-12-31", By: []string{"province"}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "rows", fmt.Sprint(r.Rows), "[{[x] 1 true 2 0 0 0 false false 2 2} {[y] 0.5 true 2 0 0 0 false false 1 2} {[] 0 true 1 0 0 0 false false 0 1}]")
	c, err := w.Clusters(context.Background(), models.MetricQuery{Metric: "long_share", To: "2022-12-31", By: []string{"province"}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "clusters", fmt.Sprint(c.Rows), "[{[x 2] 1 true 1 0 0 0 false false 1 1} {[x 3] 1 true 1 0 0 0 false false 1 1} {[y 1] 0 true 1 0 0 0 false false 0 1} {[y 5] 1 true 1 0 0 0 false false 1 1} {[ 1] 0 true 1 0 0 0 false false 0 1}]")
	_, err = w.Clusters(context.Background(), models.MetricQuery{Metric: "household_size"})
	equal(t, "no cluster", messages(err), "metric household_size: names no cluster in its header; give it cluster: with the column of what repeats itself, or leave --cluster out\n")
}

func TestHeadersForAnalysisAreHeldAgainstTheStatement(t *testing.T) {
	l := stays(t)
	share := strings.Replace(longShare, "unit: persons", "unit: share", 1)
	l.put("sql/metrics/a.sql", strings.NewReplacer("name: long_share", "name: a", ", count(*) as whole", "").Replace(share))
	l.put("sql/metrics/b.sql", strings.NewReplacer("name: household_size", "name: b", "values: person_count", "values: persons").Replace(householdSize))
	l.put("sql/metrics/c.sql", strings.NewReplacer("name: household_size", "name: c", "ended: end_date is not null", "ended: is_met").Replace(householdSize))
	golden(t, "analysis.txt", messages(l.open("").Verify(context.Background())))
}
