package warehouse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// Rows are added up before they are held against days where a metric only adds up, and
// held one by one where it does not say so: by any length of period it is the same.
func TestAddingUpFirstGivesWhatRowsOneByOneGive(t *testing.T) {
	l := stays(t)
	// Stays that begin and end on the edges of periods, over the turn of two years.
	var rows []string
	edges := []string{"2022-12-31", "2023-01-01", "2023-01-02", "2023-01-08", "2023-01-09", "2023-03-31", "2023-04-01", "2024-02-29", "2024-12-31", "2025-01-01"}
	for i, from := range edges {
		for j, until := range append(edges[i+1:], "") {
			end := "null"
			if until != "" {
				end = "'" + until + "'"
			}
			rows = append(rows, fmt.Sprintf("'s%d_%d', %d, '%c', '%s', %s, null", i, j, 1+(i*7+j*3)%5, "xyz"[(i+j)%3], from, end))
		}
	}
	l.deliver("stays", "2025-03-01", rows...)
	l.manifest.Deliveries[0].KnownAt = "2025-03-15"
	l.manifest.Deliveries[1].KnownAt = "2025-03-15"
	for name, adds := range map[string]string{"added_first": "adds: [person_count]\n", "one_by_one": ""} {
		l.put("sql/metrics/"+name+".sql", "/* metric\nname: "+name+"\nkind: stock\nvalid: [start_date, end_date]\nover_time: last\nempty: zero\n"+adds+
			"dimensions: {province: province_code}\n"+metricHead+"*/\nselect dim_1, dim_2, dim_3, sum(person_count) as value, sum(person_count) as n\nfrom scope group by dim_1, dim_2, dim_3\n")
	}
	w := l.open("")
	build(t, w, BuildOptions{})
	for _, grain := range models.TimeGrains {
		for _, days := range [][2]models.Date{{"2022-12-15", "2025-02-10"}, {"2023-01-01", "2023-01-31"}, {"2024-02-29", "2024-12-31"}} {
			var told [2][]string
			for i, name := range []string{"added_first", "one_by_one"} {
				r, err := w.Metric(t.Context(), models.MetricQuery{Metric: name, By: []string{grain, "province"}, From: days[0], To: days[1]})
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range r.Rows {
					told[i] = append(told[i], fmt.Sprint(row.Dims, row.Value, row.N))
				}
			}
			if len(told[0]) < 2 || strings.Join(told[0], "\n") != strings.Join(told[1], "\n") {
				t.Errorf("by %s from %s to %s: added up first\n%s\none by one\n%s", grain, days[0], days[1], strings.Join(told[0], "\n"), strings.Join(told[1], "\n"))
			}
		}
	}
}
