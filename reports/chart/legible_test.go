package chart_test

import (
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/legible"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

// crowded are figures whose labels have little room.
func crowded() []golden {
	goal := models.Metric{Name: "claims_amount_eur", TitleNL: "Gevraagd", Unit: "eur", Kind: "flow", Protects: "none", OverGroups: "sum"}
	return []golden{
		// The last value is wider than its column and the one before it is taller.
		{"wide_last", safe(goal, "month", "2022-03-01 95020 9\n2022-04-01 210000 9\n2022-05-01 1640000 9\n2022-06-01 5100000 9\n2022-07-01 4600000 9\n2022-08-01 2700000 9\n2022-09-01 5500000 9\n2022-10-01 4000000 9\n2022-11-01 4300000 9\n2022-12-01 7200000 9\n2023-01-01 5200000 9\n2023-02-01 7400000 9\n2023-03-01 5700000 9\n2023-04-01 8036902 9\n2023-05-01 7500000 9\n2023-06-01 4991933 9"), series.Options{Kind: series.Bar}},
		// The first value stands between a mark and a taller column.
		{"after_gap", safe(persons, "month", "2022-03-01 3 3\n2022-04-01 32 32\n2022-05-01 150 150\n2022-06-01 350 350\n2022-07-01 510 510\n2022-08-01 590 590\n2022-09-01 714 714\n2022-10-01 770 770\n2022-11-01 781 781\n2022-12-01 815 815\n2023-01-01 895 895\n2023-02-01 848 848\n2023-03-01 833 833\n2023-04-01 831 831\n2023-05-01 956 956\n2023-06-01 871 871\n2023-07-01 857 857\n2023-08-01 892 892"), series.Options{Kind: series.Bar}},
		{"after_nothing", safe(stock, "month", "2022-03-01 ? 0\n2022-04-01 57 57\n2022-05-01 170 170\n2022-06-01 280 280\n2022-07-01 370 370\n2022-08-01 440 440\n2022-09-01 460 460\n2022-10-01 500 500\n2022-11-01 540 540\n2022-12-01 577 577\n2023-01-01 565 565\n2023-02-01 530 530\n2023-03-01 593 593\n2023-04-01 566 566\n2023-05-01 540 540\n2023-06-01 565 565\n2023-07-01 518 518\n2023-08-01 560 560\n2023-09-01 520 520"), series.Options{Kind: series.Bar}},
		// The words for a first month without data begin before the axis, or the picture.
		{"begins_with_nothing", safe(stock, "month", "2022-03-01 ? 0\n2022-04-01 51 51"), series.Options{Kind: series.Line}},
		{"begins_with_few", safe(share, "month", "2022-03-01 ? 0\n2022-04-01 0.59 900\n2022-05-01 0.6 900"), series.Options{Kind: series.Line}},
		{"stacked_falling", safe(stock, "month category", falling("host", "collective", "municipal")), series.Options{Kind: series.Stacked}},
		{"shares", safe(share, "reason", "end_of_stay 0.955 900\nwork 0.667 500\nfamily 0.048 800"), series.Options{Kind: series.Dot}},
		{"long_panels", safe(stock, "month reason", long("work", "family", "end_of_stay", "conflict")), series.Options{Kind: series.Multiples, Highlight: "end_of_stay"}},
	}
}

// falling is 22 months that end lower than they were, so that the last total stands
// beside taller columns.
func falling(series ...string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(long(series...)), "\n") {
		if !strings.Contains(line, " ? ") && !strings.HasSuffix(line, " 4") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func TestNoTextLiesOnAnotherOrOnAColumnOrLeavesThePicture(t *testing.T) {
	for _, g := range append(goldens(), crowded()...) {
		if g.name == "hostile" { // its bytes have no width that can be known
			continue
		}
		t.Run(g.name, func(t *testing.T) {
			o := g.o
			o.ID, o.Labels = g.name, label
			s, err := series.From(g.safe, o)
			if err != nil {
				t.Fatal(err)
			}
			for _, draw := range []func(series.Series) (string, error){chart.SVG, chart.Slim} {
				picture, err := draw(s)
				if err != nil || picture == "" {
					if err != nil {
						t.Fatal(err)
					}
					continue
				}
				faults, err := legible.Faults(picture)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range faults {
					t.Error(f)
				}
			}
		})
	}
}

func TestAPlotWithNothingInItIsASentence(t *testing.T) {
	for _, c := range []struct {
		what  string
		kind  series.Kind
		dims  string
		cells string
		want  string
	}{
		{"months of nothing", series.Bar, "month", "2022-03-01 0 0\n2022-04-01 0 0", "van mrt 2022 tot en met apr 2022 telkens 0 plaatsen"},
		{"a month that is missing", series.Line, "month", "2022-03-01 0 0\n2022-04-01 ? 0\n2022-05-01 0 0", "van mrt 2022 tot en met mei 2022 telkens 0 plaatsen, voor zover er gegevens zijn"},
		{"groups of nothing", series.Ranked, "reason", "work 0 0\nfamily 0 0", "overal 0 plaatsen"},
		{"one group without data", series.Ranked, "reason", "work ? 0", "geen gegevens"},
		{"one group of nothing", series.Ranked, "reason", "work 0 0", "Werk of school elders: 0 plaatsen"},
		{"a hidden cell", series.Bar, "month", "2022-03-01 0 0\n2022-04-01 3 3", ""},
		{"months that are all hidden", series.Line, "month", "2022-03-01 3 3\n2022-04-01 2 2", "van mrt 2022 tot en met apr 2022 telkens onderdrukt"},
		{"hidden where there are data", series.Bar, "month", "2022-03-01 3 3\n2022-04-01 ? 0", "van mrt 2022 tot en met apr 2022 telkens onderdrukt, voor zover er gegevens zijn"},
		{"groups that are all hidden", series.Ranked, "reason", "work 3 3\nfamily 2 2", ""}, // which there are
		{"a value", series.Bar, "month", "2022-03-01 0 0\n2022-04-01 9 9", ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			s, err := series.From(safe(stock, c.dims, c.cells), series.Options{Kind: c.kind, Unit: "plaatsen", Labels: label})
			if err != nil {
				t.Fatal(err)
			}
			if got := s.View().Quiet(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			for _, draw := range []func(series.Series) (string, error){chart.SVG, chart.Slim} {
				picture, err := draw(s)
				if err != nil {
					t.Fatal(err)
				}
				if plotted := strings.Contains(picture, "<line"); plotted == (c.want != "") {
					t.Errorf("the plot is drawn: %t", plotted)
				}
			}
		})
	}
}

// A count without any member is 0 where nothing happened, and no data where nobody tells;
// of persons a chart does not tell which of the two it is.
func TestAChartWithoutMembersTellsNothingFromNoData(t *testing.T) {
	for _, c := range []struct {
		nothing        bool
		protects, want string
	}{{true, "none", "0 plaatsen"}, {false, "none", "geen gegevens"}, {true, "person", "geen gegevens"}} {
		m := models.Metric{Name: "m", TitleNL: "M", TitleEN: "M", Unit: "places", Kind: "flow", Empty: "zero", Protects: c.protects}
		answer := &models.MetricResult{Metric: &m, Dims: []*models.Dimension{{Name: "province", TitleNL: "Provincie"}}, Nothing: c.nothing}
		s, err := series.From(disclose.Apply(answer, disclose.Rule{Threshold: 5}), series.Options{Kind: series.Ranked, Unit: "plaatsen"})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.View().Quiet(); got != c.want || !strings.HasSuffix(s.View().Alt(), "; "+c.want+".") {
			t.Errorf("%+v: %q and %q", c, got, s.View().Alt())
		}
	}
}
