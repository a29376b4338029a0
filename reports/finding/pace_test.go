package finding_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/finding"
)

var claims = &models.Metric{Name: "claims_eur", TitleNL: "Gevraagde subsidies", TitleEN: "Claimed", Unit: "eur", Kind: "flow", OverTime: "sum", Grain: "month"}

// over makes a group of a period of which the sources tell until the end of November 2023.
func over(m *models.Metric, from, to models.Date, value float64) finding.Group {
	g := finding.Input{Metric: m, From: from, To: to, Told: finding.Told{Until: "2023-11-30"}}.Group(finding.Cell{Value: value, Known: true})
	g.Name, g.During = finding.Period(from, to), finding.During(from, to)
	return g
}

func paces(put func(name string) func(finding.Finding, error)) {
	autumn := over(claims, "2022-10-01", "2022-12-31", 15687450)
	put("difference of euros, a month not delivered")(finding.Between(claims, autumn, over(claims, "2023-10-01", "2023-12-31", 10038538)))
	put("difference of euros, a quarter and a year")(finding.Between(amountEUR, over(amountEUR, "2023-07-01", "2023-09-30", 92000), over(amountEUR, "2022-01-01", "2022-12-31", 730000)))
	put("difference of euros, two quarters")(finding.Between(claims, autumn, over(claims, "2022-07-01", "2022-09-30", 15000000)))
	put("difference of euros, nothing delivered")(finding.Between(claims, autumn, over(claims, "2023-12-01", "2023-12-31", 0)))
	net := *questions
	put("difference of a net change, a quarter and a month")(finding.Between(&net, over(&net, "2023-07-01", "2023-09-30", -184), over(&net, "2023-06-01", "2023-06-30", 60)))
	series := monthly(amountEUR, 90000, 95000, 110000, 112000, 130000, 150000, 161000)
	series.Told = finding.Told{Until: "2022-11-10"}
	put("trend of euros, half a month")(finding.Follow(series))
}

// By hand: 15,687,450 in 3 months is 5,229,150 a month, 10,038,538 in the 2 that were
// delivered 5,019,269: 209,881 more, and not 5,648,912. 92,000 in 92 days is 1,000 a day,
// 730,000 in 365 days 2,000. -184 in 92 days is -2 a day, 60 in 30 days 2.
func TestAmountsOfUnequalPeriodsAreComparedByTheMonthOrDay(t *testing.T) {
	all := map[string]finding.Finding{}
	paces(func(name string) func(finding.Finding, error) {
		return func(f finding.Finding, err error) {
			if err != nil {
				t.Fatal(err)
			}
			all[name] = f
		}
	})
	for name, want := range map[string]finding.Number{
		"difference of euros, a month not delivered":        {Name: "difference_per_month", Value: 209881},
		"difference of euros, a quarter and a year":         {Name: "difference_per_day", Value: -1000},
		"difference of euros, two quarters":                 {Name: "difference", Value: 687450},
		"difference of a net change, a quarter and a month": {Name: "difference_per_day", Value: -4},
	} {
		i := slices.IndexFunc(all[name].Numbers, func(n finding.Number) bool { return strings.HasPrefix(n.Name, "difference") })
		if n := all[name].Numbers; i < 0 || n[i].Name != want.Name || math.Abs(n[i].Value-want.Value) > 1e-6 {
			t.Errorf("%s: %+v, want %+v", name, n, want)
		}
	}
	if f := all["difference of euros, nothing delivered"]; f.Computable {
		t.Errorf("of December nothing was delivered: %s", f.Sentence.NL)
	}
}
