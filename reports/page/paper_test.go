package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose"
	"github.com/vlot-evaluatie/peil/reports/figure"
)

// On paper a long table of few columns stands in columns; a short or a wide one does not.
func TestLongTablesStandInColumnsOnPaper(t *testing.T) {
	rows := func(n int, dims ...string) *figure.Figure {
		m := &models.Metric{Name: "persons", Unit: "persons", Kind: "flow", Protects: "none"}
		r := &models.MetricResult{Metric: m}
		for _, name := range dims {
			r.Dims = append(r.Dims, &models.Dimension{Name: name})
		}
		for i := range n {
			row := models.MetricRow{Value: 1, Known: true, N: 1}
			for range dims {
				row.Dims = append(row.Dims, fmt.Sprint(i))
			}
			r.Rows = append(r.Rows, row)
		}
		return &figure.Figure{Metric: m, Dims: r.Dims, Safe: disclose.Apply(r, disclose.Rule{})}
	}
	for _, c := range []struct {
		f    *figure.Figure
		want string
	}{
		{rows(12, "month"), ""}, {rows(13, "month"), " long by-3"}, {rows(300, "month", "kind"), " long by-2"}, {rows(300, "month", "kind", "town"), ""}, {rows(90, "kind", disclose.DaysName), ""},
	} {
		if got := long(c.f); got != c.want {
			t.Errorf("%d rows by %d dimensions: %q, want %q", len(c.f.Safe.Rows()), len(c.f.Dims), got, c.want)
		}
	}
	_, print, _ := strings.Cut(pageCSS, "@media print{")
	for _, class := range []string{".long.by-2{columns:2}", ".long.by-3{columns:3}"} {
		if screen, _, _ := strings.Cut(pageCSS, "@media print{"); !strings.Contains(print, class) || strings.Contains(screen, ".long") {
			t.Errorf("%s is not a rule of paper alone", class)
		}
	}
}
