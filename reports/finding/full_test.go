package finding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

// says tells whether a finding warns in these words.
func says(f finding.Finding, words string) bool {
	return slices.ContainsFunc(f.Warnings, func(w finding.Text) bool { return strings.Contains(w.NL, words) })
}

// Persons come in households; files of persons, which are protected as they are, do not. A
// trend of counts takes months one by one, so that households make its interval no narrower.
func TestOnlyCountsOfPersonsComeInHouseholds(t *testing.T) {
	of := func(unit string) *models.Metric {
		m := *questions
		m.Unit, m.Protects = unit, "person"
		return &m
	}
	values := []float64{100, 120, 90, 80, 70, 60, 50, 90, 100, 110, 120, 130, 99, 118, 91}
	for unit, want := range map[string]bool{"persons": true, "claims": false} {
		m := of(unit)
		year := monthly(m, values...)
		trend, err1 := finding.Follow(year)
		season, err2 := finding.YearBefore(year)
		_, now := month2022(m, 11, 120)
		_, before := month2022(m, 10, 200)
		difference, err3 := finding.Between(m, now, before)
		table := counted([]float64{60, 40}, []float64{40, 60})
		table.Metric = m
		association, err4 := finding.Associate(table, finding.Beside{})
		for kind, f := range map[string]finding.Finding{"trend": trend, "season": season, "difference": difference, "association": association} {
			if got := says(f, "Personen komen in huishoudens"); got != (want && kind != "trend") {
				t.Errorf("%s of %s: of households it says %t: %v", kind, unit, got, f.Warnings)
			}
		}
		for _, err := range []error{err1, err2, err3, err4} {
			if err != nil {
				t.Error(err)
			}
		}
	}
}

// Shares of one whole cannot all rise: a trend of each says so, one of a part alone or by
// another dimension does not.
func TestTrendsOfPartsOfOneWholeSaySo(t *testing.T) {
	two := func(by *models.Dimension, codes ...string) finding.Input {
		m := *share
		m.Shares = "theme"
		in := monthly(&m, 60, 65, 70, 80, 88, 90, 95, 100)
		cells := in.Cells
		in.Dims, in.Cells = []*models.Dimension{month, by}, nil
		for _, c := range cells {
			for i, code := range codes {
				of := c
				of.Dims = []string{c.Dims[0], code}
				if i == 1 {
					of.Part = 200 - c.Part
					of.Value = of.Part / 200
				}
				in.Cells = append(in.Cells, of)
			}
		}
		return in
	}
	for name, c := range map[string]struct {
		in   finding.Input
		want bool
	}{
		"parts":          {two(theme, "tax", "law"), true},
		"one part":       {two(theme, "tax"), false},
		"by an other":    {two(province, "A", "B"), false},
		"of other whole": {monthly(share, 60, 65, 70, 80), false},
	} {
		f, err := finding.Follow(c.in)
		if got := says(f, "De reeksen zijn delen van één geheel"); err != nil || got != c.want {
			t.Errorf("%s: %v: said %t, want %t", name, err, got, c.want)
		}
	}
}
