package warehouse

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// totals writes the totals of an answer as "over how: dims=value".
func totals(t *testing.T, w *Warehouse, q models.MetricQuery) string {
	t.Helper()
	r, err := w.Metric(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Totals(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, total := range all {
		text := strings.Join(total.Over, "+") + " " + total.How + ":"
		for _, row := range total.Rows {
			text += fmt.Sprintf(" %s=%v", strings.Join(row.Dims, ","), row.Value)
		}
		out = append(out, text)
	}
	return strings.Join(out, "\n")
}

// A flow of April to June: c and d in y, e without a province; one in April, none
// in May, two in June; three in all.
func TestTotalsOfAFlowAreThatOfItsWholePeriod(t *testing.T) {
	w := measured(t)
	m, err := w.project.Metric("started_stays")
	if err != nil {
		t.Fatal(err)
	}
	m.OverGroups = models.Sums
	q := models.MetricQuery{Metric: m.Name, By: []string{"month", "province"}, From: "2022-04-01"}
	equal(t, "sums", totals(t, w, q), `month sum: ,y=2 ,=1
province sum: 2022-04-01,=1 2022-05-01,=0 2022-06-01,=2
month+province sum: ,=3`)
	m.OverGroups = ""
	equal(t, "no sums", totals(t, w, q), `month sum: ,y=2 ,=1
province none: 2022-04-01,=1 2022-05-01,=0 2022-06-01,=2
month+province none: ,=3`)
	equal(t, "nothing cut", totals(t, w, models.MetricQuery{Metric: m.Name}), "")
}

// On 31 March a (2) and b (3) are in x; on 30 April b (3) is in x and c (1) in y.
// Over the months the last day stands, 3 + 1 = 4, where a sum would say 9.
func TestTotalOfAStockOverTimeIsItsLastDay(t *testing.T) {
	w := measured(t)
	m, err := w.project.Metric("persons_present")
	if err != nil {
		t.Fatal(err)
	}
	m.OverGroups = models.Sums
	equal(t, "stock", totals(t, w, models.MetricQuery{Metric: m.Name, By: []string{"province", "month"}, From: "2022-03-01", To: "2022-04-30"}),
		`province sum: ,2022-03-01=5 ,2022-04-01=4
month last: y,=1 x,=3
province+month last: ,=4`)
}

// ended_share: of y, c ended of the one stay with more than one person (d): 1. Of x,
// a ended and a and b have more: 1/2. Of all 2 ended of 3: no sum and no mean of those.
func TestTotalOfAShareIsComputedAnew(t *testing.T) {
	equal(t, "share", totals(t, measured(t), models.MetricQuery{Metric: "ended_share", By: []string{"province"}}), "province none: =0.6666666666666666")
}
