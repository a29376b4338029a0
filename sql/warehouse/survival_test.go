package warehouse

import (
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

// waitMetric is a metric whose SELECT reads the relation kaplan_meier: a stay ended when it
// has an end, and waited as many days as it has persons.
const waitMetric = "/* metric\nname: waited\nkind: flow\ntime: start_date\nover_time: none\nempty: none\nvalues: person_count\nended: end_date is not null" +
	"\ndimensions: {province: province_code}\n" + metricHead + "*/\nselect dim_1, dim_2, dim_3, value, row_count as n\nfrom kaplan_meier\n"

// Of five waits of 1 to 5 days those of 2 and 4 were cut off: after 1 day 4/5 wait on, after
// 3 days 4/5 x 2/3 = 8/15, after 5 days nobody. Two of four leave half, which is reached.
func TestMedianWaitsByHand(t *testing.T) {
	l := stays(t)
	var rows []string
	for province, waits := range map[string]string{"k": "+-+-+", "l": "++--", "m": "+---", "n": "-", "o": "+"} {
		for i, w := range waits {
			end := "null"
			if w == '+' {
				end = "'2022-06-01'"
			}
			rows = append(rows, fmt.Sprintf("'%s%d', %d, '%s', '2022-05-01', %s, null", province, i, i+1, province, end))
		}
	}
	rows = append(rows, "'k9', null, 'k', '2022-05-01', null, null") // no wait
	l.deliver("stays", "2022-06-01", rows...)
	l.put("sql/metrics/waited.sql", waitMetric)
	w := l.open("")
	build(t, w, BuildOptions{})
	said := saidOf(t, w, "waited", "province")
	for province, want := range map[string]string{"k": "5 5 true", "l": "2 4 true", "m": "0 4 false", "n": "0 1 false", "o": "1 1 true"} {
		row := said[province]
		if got := fmt.Sprintf("%g %d %v", row.Value, row.N, row.Known); got != want {
			t.Errorf("%s: %s, want %s", province, got, want)
		}
	}
}

// What SQL gives is what the package of statistics gives, with many ties and few waits.
func TestMedianWaitsAreThoseOfTheCurve(t *testing.T) {
	random := rand.New(rand.NewSource(11))
	l := stays(t)
	var rows []string
	waits := map[string][]stats.Tally{}
	for i := range 900 {
		province := fmt.Sprintf("p%d", random.Intn(40))
		days, end, one := random.Intn(1+random.Intn(30)), "null", stats.Tally{Censored: 1}
		if random.Intn(3) == 0 {
			end, one = "'2022-06-01'", stats.Tally{Ended: 1}
		}
		one.Time = float64(days)
		waits[province] = append(waits[province], one)
		rows = append(rows, fmt.Sprintf("'r%d', %d, '%s', '2022-05-01', %s, null", i, days, province, end))
	}
	l.deliver("stays", "2022-06-01", rows...)
	l.put("sql/metrics/waited.sql", waitMetric)
	w := l.open("")
	build(t, w, BuildOptions{})
	said := saidOf(t, w, "waited", "province")
	reached := 0
	for province, all := range waits {
		curve, err := stats.KaplanMeierTally(all, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		want := curve.Reached(0.5, stats.LogLog)
		if row := said[province]; row.Known != want.HasTime || want.HasTime && row.Value != want.Time || row.N != int64(len(all)) {
			t.Errorf("%s: %g of %d (%v), want %g of %d (%v)", province, row.Value, row.N, row.Known, want.Time, len(all), want.HasTime)
		}
		if want.HasTime {
			reached++
		}
	}
	if reached < 20 || reached == len(waits) {
		t.Errorf("%d of %d medians are reached", reached, len(waits))
	}
}

// Of three x and one y, beside another grouping: a share is of the members of the dimension
// together, in each combination of the other dimensions.
func TestSharesAreOfTheMembersOfOneDimension(t *testing.T) {
	l := stays(t)
	l.deliver("stays", "2022-06-01",
		"'1', 1, 'k', '2022-05-01', '2022-06-01', null", "'2', 1, 'k', '2022-05-01', '2022-06-01', null", "'3', 1, 'k', '2022-05-01', '2022-07-01', null",
		"'4', 1, 'l', '2022-05-01', '2022-06-01', null")
	l.put("sql/metrics/shared.sql", "/* metric\nname: shared\nkind: flow\ntime: start_date\nover_time: none\nempty: none\ninterval: wilson\nshares: province\ndimensions: {province: province_code, end_month: end_date}\n"+
		strings.Replace(metricHead, "unit: persons", "unit: share", 1)+"*/\nselect dim_1, dim_2, dim_3, cast(part as double) / cast(whole as double) as value, part as n, part, whole\nfrom shares\n")
	w := l.open("")
	build(t, w, BuildOptions{})
	q := models.MetricQuery{Metric: "shared", By: []string{"province"}, From: "2022-05-01", To: "2022-05-31"}
	equal(t, "by province", shown(t, w, q), "k=0.75(3) l=0.25(1)")
	q.By = []string{"end_month", "province"}
	equal(t, "by month and province", shown(t, w, q), "2022-06-01,k=0.6666666666666666(2) 2022-06-01,l=0.3333333333333333(1) 2022-07-01,k=1(1)")
	q.By = []string{"end_month"}
	equal(t, "by month alone", shown(t, w, q), "2022-06-01=1(3) 2022-07-01=1(1)")
	// filtered on k it would be all of k
	q.Where = []models.Filter{{Dimension: "province", Values: []string{"k"}}}
	_, err := w.Metric(context.Background(), q)
	if want := "is a share of all members of province together"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a share filtered on what it is of: %v, want %q", err, want)
	}
}
