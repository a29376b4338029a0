package warehouse

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// quantileMetric is a metric whose SELECT reads the relation quantiles.
func quantileMetric(name, quantile string) string {
	return "/* metric\nname: " + name + "\nkind: flow\ntime: start_date\nover_time: none\nempty: none\nvalues: person_count\nquantile: " + quantile +
		"\ndimensions: {province: province_code}\n" + metricHead + "*/\nselect dim_1, dim_2, dim_3, value, row_count as n\nfrom quantiles\n"
}

// saidOf gives what a metric says of all rows, or of those of each province.
func saidOf(t *testing.T, w *Warehouse, name string, by ...string) map[string]models.MetricRow {
	t.Helper()
	r, err := w.Metric(t.Context(), models.MetricQuery{Metric: name, By: by, From: "2022-01-01", To: "2022-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]models.MetricRow{}
	for _, row := range r.Rows {
		out[strings.Join(row.Dims, "|")] = row
	}
	return out
}

func TestQuantilesOfWholeNumbersByHand(t *testing.T) {
	l := stays(t)
	rows := []string{"'none', null, 'p', '2022-05-01', null, null"}
	for i := range 11 { // 1 to 11 in k, 1 to 10 in l, all the same in m
		rows = append(rows, fmt.Sprintf("'k%d', %d, 'k', '2022-05-01', null, null", i, i+1), fmt.Sprintf("'m%d', 7, 'm', '2022-05-01', null, null", i))
		if i < 10 {
			rows = append(rows, fmt.Sprintf("'l%d', %d, 'l', '2022-05-01', null, null", i, 10-i))
		}
	}
	rows = append(rows, "'o', 3, 'o', '2022-05-01', null, null")
	l.deliver("stays", "2022-06-01", rows...)
	want := map[string]string{
		"0.05": "k 1.5 11, l 1.45 10, m 7 11, o 3 1", // rank 1 + 10 * 0.05, and 1 + 9 * 0.05
		"0.25": "k 3.5 11, l 3.25 10, m 7 11, o 3 1",
		"0.5":  "k 6 11, l 5.5 10, m 7 11, o 3 1",
		"0.9":  "k 10 11, l 9.1 10, m 7 11, o 3 1",
	}
	for q := range want {
		l.put("sql/metrics/q"+strings.TrimPrefix(q, "0.")+".sql", quantileMetric("q"+strings.TrimPrefix(q, "0."), q))
	}
	w := l.open("")
	build(t, w, BuildOptions{})
	for q, cells := range want {
		var got []string
		for province, row := range saidOf(t, w, "q"+strings.TrimPrefix(q, "0."), "province") {
			if len(province) == 1 && strings.Contains("klmop", province) {
				got = append(got, fmt.Sprintf("%s %.9g %d", province, row.Value, row.N))
			}
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != cells {
			t.Errorf("quantile %s: %s, want %s", q, strings.Join(got, ", "), cells)
		}
	}
}

func TestQuantilesAreThoseOfTheEngine(t *testing.T) {
	random := rand.New(rand.NewSource(7))
	l := stays(t)
	var rows []string
	for i := range 600 {
		count := "null"
		if random.Intn(9) > 0 {
			count = fmt.Sprint(random.Intn(1 + random.Intn(40))) // many ties, few large
		}
		province := "null"
		if p := random.Intn(6); p > 0 {
			province = fmt.Sprintf("'p%d'", p)
		}
		rows = append(rows, fmt.Sprintf("'r%d', %s, %s, '2022-%02d-01', null, null", i, count, province, 1+random.Intn(12)))
	}
	l.deliver("stays", "2023-01-01", rows...)
	quantiles := []string{"0.01", "0.05", "0.125", "0.3", "0.5", "0.75", "0.9", "0.99", "0.999"}
	for _, q := range quantiles {
		l.put("sql/metrics/q"+strings.TrimPrefix(q, "0.")+".sql", quantileMetric("q"+strings.TrimPrefix(q, "0."), q))
	}
	w := l.open("")
	build(t, w, BuildOptions{})
	for _, q := range quantiles {
		got := saidOf(t, w, "q"+strings.TrimPrefix(q, "0."), "province")
		if len(got) < 6 {
			t.Fatalf("%d provinces", len(got))
		}
		for line := range strings.SplitSeq(rowsOf(t, w, "select coalesce(province_code, ''), quantile_cont(person_count, "+q+"), count(person_count) from fct_stay where start_date between '2022-01-01' and '2022-12-31' group by 1"), " ") {
			var province string
			var value float64
			var n int64
			cells := strings.Split(line, "|")
			province = cells[0]
			if _, err := fmt.Sscan(cells[1]+" "+cells[2], &value, &n); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if row := got[province]; math.Abs(row.Value-value) > 1e-9 || row.N != n {
				t.Errorf("quantile %s of %q: %v of %d, the engine has %v of %d", q, province, row.Value, row.N, value, n)
			}
		}
	}
}
