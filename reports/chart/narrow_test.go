package chart_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/chart/option"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
)

// held is the least that a window of 320 pixels has for a chart.
const held = 280

// A chart that is drawn in the browser fits a phone, but for those that are told to scroll
// there: of many columns, or with names that are long on both sides.
func TestInteractiveChartsFitAPhone(t *testing.T) {
	scrolls := map[string]bool{"heatmap": true, "heatmap_month": true, "hostile": true}
	for _, g := range goldens() {
		t.Run(g.name, func(t *testing.T) {
			o := g.o
			o.ID, o.Labels = g.name, label
			s, err := series.From(g.safe, o)
			if err != nil {
				t.Fatal(err)
			}
			text, err := option.JSON(s)
			if err != nil {
				t.Fatal(err)
			}
			var told struct {
				Peil struct {
					Height, Least int
					Forms         []struct{ Most, Height int }
				}
				Media []struct {
					Query struct{ MaxWidth int }
				}
			}
			if err := json.Unmarshal(text, &told); err != nil {
				t.Fatal(err)
			}
			if told.Peil.Least > held && !scrolls[g.name] {
				t.Errorf("it is at least %d pixels wide, want %d", told.Peil.Least, held)
			}
			// ECharts goes by the queries and the page by the heights: both at the same widths,
			// and what has no query is what a wide drawing goes back to.
			if n := len(told.Peil.Forms); n > 0 && len(told.Media) != n+1 || n == 0 && len(told.Media) > 0 {
				t.Fatalf("%d forms and %d queries, want one query more", n, len(told.Media))
			}
			for i, form := range told.Peil.Forms {
				if most := told.Media[i].Query.MaxWidth; most != form.Most || i > 0 && most >= told.Peil.Forms[i-1].Most {
					t.Errorf("form %d is for %d pixels and its query for %d, each narrower than the one before", i, form.Most, most)
				}
				if form.Height < told.Peil.Height {
					t.Errorf("form %d is %d high, a wide drawing %d", i, form.Height, told.Peil.Height)
				}
			}
			if n := len(told.Media); n > 0 && told.Media[n-1].Query.MaxWidth != 0 {
				t.Error("the last has a query: nothing leads back to the wide drawing")
			}
		})
	}
}

// All columns of members have their name, whatever room they have; those of periods need not.
func TestInteractiveChartsNameAllTheirColumns(t *testing.T) {
	members := "a,host 10 10\na,collective 20 20\nb,host 30 30\nb,collective 55 55"
	for _, c := range []struct {
		dims, cells string
		all         bool
	}{
		{"province category", strings.NewReplacer("a,", "10000,", "b,", "40000,").Replace(members), true},
		{"month category", strings.NewReplacer("a,", "2022-03-01,", "b,", "2022-04-01,").Replace(members), false},
	} {
		s, err := series.From(safe(persons, c.dims, c.cells), series.Options{Kind: series.Heatmap, Lang: "nl", Labels: label})
		if err != nil {
			t.Fatal(err)
		}
		text, err := option.JSON(s)
		if err != nil {
			t.Fatal(err)
		}
		type axis struct {
			Data      []string
			AxisLabel struct{ Interval *int }
		}
		var told struct {
			XAxis axis
			Media []struct{ Option struct{ XAxis axis } }
		}
		if err := json.Unmarshal(text, &told); err != nil {
			t.Fatal(err)
		}
		if got := told.XAxis.AxisLabel.Interval; (got != nil && *got == 0) != c.all || len(told.XAxis.Data) != 2 {
			t.Errorf("%s: %d names, of which each is drawn: %v", c.dims, len(told.XAxis.Data), got)
		}
		for _, form := range told.Media {
			if got := form.Option.XAxis.AxisLabel.Interval; (got != nil && *got == 0) != c.all {
				t.Errorf("%s: of a narrower form each is drawn: %v", c.dims, got)
			}
		}
	}
}
