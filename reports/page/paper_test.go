package page

import (
	"fmt"
	"math"
	"regexp"
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

// A table in a column of paper is no wider than it: its cells are close and its labels break.
func TestATableInAColumnOnPaperFitsInIt(t *testing.T) {
	_, print, _ := strings.Cut(pageCSS, "@media print{")
	for _, want := range []string{"max-width:100%", ".long th,.long td{padding-right:.4rem}", ".long th[scope=row]{min-width:0;overflow-wrap:break-word}"} {
		if !strings.Contains(print, want) {
			t.Errorf("paper lacks %s", want)
		}
	}
	if regexp.MustCompile(`\.long[^{}]*\{[^}]*nowrap`).MatchString(print) {
		t.Error("labels of a table in columns do not break")
	}
}

// Where the keyboard is stands out from all that lies under it: WCAG 1.4.11 asks for 3 to 1.
func TestTheFocusStandsOutFromWhatItLiesOn(t *testing.T) {
	luminance := func(hex string) float64 {
		var rgb [3]int
		if len(hex) == 4 {
			hex = "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:4], 2)
		}
		if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
			t.Fatalf("%s: %v", hex, err)
		}
		sum := 0.0
		for i, weight := range []float64{.2126, .7152, .0722} {
			c := float64(rgb[i]) / 255
			if c <= .03928 {
				c /= 12.92
			} else {
				c = math.Pow((c+.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	focus := regexp.MustCompile(`outline:3px solid (#[0-9a-f]+)`)
	wash := regexp.MustCompile(`--wash:(#[0-9a-f]+)`).FindStringSubmatch(pageCSS)[1]
	for name, css := range map[string]string{"page": pageCSS, "live": liveCSS} {
		for _, m := range focus.FindAllStringSubmatch(css, -1) {
			for _, under := range []string{"#fff", wash} {
				if c := (luminance(under) + .05) / (luminance(m[1]) + .05); c < 3 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, m[1], under, c)
				}
			}
		}
	}
	if !strings.Contains(pageCSS, ".wide:focus-visible") || len(focus.FindAllString(pageCSS, -1)) == 0 {
		t.Error("a part that scrolls does not show that it has the focus")
	}
}
