package chart_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart"
	"github.com/vlot-evaluatie/peil/reports/chart/number"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/disclose"
)

func TestNumbersAreWrittenTheBelgianAndTheEnglishWay(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		nl, en   string
	}{
		{0, 0, "0", "0"},
		{999, 0, "999", "999"},
		{1000, 0, "1.000", "1,000"},
		{1234.5, 1, "1.234,5", "1,234.5"},
		{102.5, 0, "103", "103"}, {2.5, 0, "3", "3"}, {-0.5, 0, "−1", "−1"}, {0.125, 2, "0,13", "0.13"}, {1.15, 1, "1,2", "1.2"}, {22.49, 0, "22", "22"},
		{-1234567.891, 2, "−1.234.567,89", "−1,234,567.89"},
		{-0.04, 1, "0,0", "0.0"},
		{2.5e15, 0, "2,500 × 10^15", "2.500 × 10^15"},
		{math.NaN(), 1, "–", "–"},
		{math.Inf(-1), 1, "–", "–"},
	} {
		if got := number.Number(c.v, c.decimals, "nl"); got != c.nl {
			t.Errorf("nl %v: %q, want %q", c.v, got, c.nl)
		}
		if got := number.Number(c.v, c.decimals, "en"); got != c.en {
			t.Errorf("en %v: %q, want %q", c.v, got, c.en)
		}
	}
	for got, want := range map[string]string{
		number.Words(2, "nl"):                        "twee",
		number.Words(20, "en"):                       "twenty",
		number.Words(21, "nl"):                       "21",
		number.Words(1000, "en"):                     "1,000",
		number.Words(-1, "nl"):                       "−1",
		number.Percent(0.1234, 1, "nl"):              "12,3\u00a0%",
		number.Percent(0.1234, 1, "en"):              "12.3%",
		number.Euro(1234, 0, "nl"):                   "€\u00a01.234",
		number.Euro(-1234.5, 2, "nl"):                "−€\u00a01.234,50",
		number.Euro(1234, 0, "en"):                   "€1,234",
		number.Value(&share, 0.5, "nl"):              "50,0\u00a0%",
		number.Value(&euros, 1e6, "nl"):              "€\u00a01.000.000",
		number.Value(&persons, 1e4, "en"):            "10,000",
		number.LongDate("2023-02-13", "nl"):          "13 februari 2023",
		number.LongDate("2023-02-13", "en"):          "13 February 2023",
		number.ShortDate("2023-03-01", "nl"):         "1 mrt 2023",
		number.LongMonth("2022-03-01", "nl"):         "maart 2022",
		number.LongDate("gisteren", "nl"):            "gisteren",
		number.Period("month", "2022-03-01", "nl"):   "mrt 2022",
		number.Period("month", "2022-03-01", "en"):   "Mar 2022",
		number.Period("quarter", "2022-10-01", "nl"): "K4 2022",
		number.Period("quarter", "2022-10-01", "en"): "Q4 2022",
		number.Period("week", "2023-01-02", "nl"):    "week 1 2023",
		number.Period("year", "2022-01-01", "nl"):    "2022",
		number.Period("day", "2023-02-13", "nl"):     "13 feb 2023",
		number.Period("month", "", "nl"):             "niet toegewezen",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAMonthWithoutRowsIsZeroOnlyWhenTheMetricSaysSo(t *testing.T) {
	const cells = "2022-03-01 40 40\n2022-05-01 50 50"
	zero, err := chart.Draw(safe(persons, "month", cells), series.Options{Kind: series.Bar, Unit: "personen"})
	if err != nil || !strings.Contains(zero, "apr 2022: 0 personen") {
		t.Errorf("want a zero in April: %v %s", err, zero)
	}
	none, err := chart.Draw(safe(stock, "month", cells), series.Options{Kind: series.Bar, Unit: "plaatsen"})
	if err != nil || !strings.Contains(none, "apr 2022: geen gegevens") {
		t.Errorf("want no data in April: %v %s", err, none)
	}
}

func TestAnAxisOfTimeSpansTheWholePeriodAskedFor(t *testing.T) {
	m := persons
	result := &models.MetricResult{
		Metric: &m, Query: models.MetricQuery{From: "2022-01-15", To: "2022-04-30"}, Dims: []*models.Dimension{{Name: "month", Grain: "month"}},
		Rows: []models.MetricRow{{Dims: []string{"2022-02-01"}, Value: 9, Known: true, N: 9}, {Dims: []string{""}, Value: 12, Known: true, N: 12}},
	}
	text, err := chart.Draw(disclose.Apply(result, disclose.Rule{}), series.Options{Kind: series.Bar})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"jan 2022: 0", "feb 2022: 9", "apr 2022: 0", "zonder datum: 12"} {
		if !strings.Contains(text, want) {
			t.Errorf("picture lacks %q", want)
		}
	}
}

func TestRankedRowsFollowShownValuesAndOthersTheGivenOrder(t *testing.T) {
	text, err := chart.Draw(safe(persons, "reason", "a 10 10\nb 3 3\nc 30 30\nd 2 2\ne 20 20"), series.Options{
		Kind: series.Ranked, Order: func(string) []string { return []string{"d", "b"} },
	})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for part := range strings.SplitSeq(text, `text-anchor="end">`) {
		if name, _, ok := strings.Cut(part, "<"); ok && len(name) == 1 {
			order = append(order, name)
		}
	}
	if got := strings.Join(order, ""); got != "ceadb" {
		t.Errorf("order %s, want ceadb", got)
	}
}

func TestWhatAChartCannotShowIsRefusedWithAWayOut(t *testing.T) {
	five := "a,1 9 9\na,2 9 9\na,3 9 9\na,4 9 9\na,5 9 9"
	for name, c := range map[string]struct {
		safe disclose.Safe
		o    series.Options
		want string
	}{
		"five series":          {safe(persons, "x y", five), series.Options{Kind: series.Grouped, X: "x"}, "5 series"},
		"two dims, one wants":  {safe(persons, "x y", five), series.Options{Kind: series.Ranked}, "one series"},
		"unknown kind":         {safe(persons, "x", "a 9 9"), series.Options{Kind: "lnie"}, `"lnie" is not known`},
		"unknown dimension":    {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Bar, X: "maand"}, `"maand"`},
		"stacked shares":       {safe(share, "x y", "a,b 0.5 90"), series.Options{Kind: series.Stacked}, "does not add up over group (y)"},
		"stacked months":       {safe(stock, "category month", "a,2023-01-01 9 9\na,2023-02-01 9 9"), series.Options{Kind: series.Stacked, X: "category"}, "does not add up over time (month)"},
		"flow of shares":       {safe(share, "x y", "a,b 0.5 90"), series.Options{Kind: series.Sankey}, "does not add up over group (x)"},
		"negative stack":       {safe(euros, "x y", "a,b -5 90"), series.Options{Kind: series.Stacked}, "negative"},
		"no dimension":         {disclose.Apply(&models.MetricResult{Metric: &persons}, disclose.Rule{}), series.Options{Kind: series.Bar}, "0 dimensions"},
		"no answer":            {disclose.Safe{}, series.Options{Kind: series.Bar}, "no figure"},
		"line of categories":   {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Line}, "wants time"},
		"map without places":   {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Tiles}, "no places"},
		"map of provinces":     {safe(persons, "province", "10000 9 9"), series.Options{Kind: series.Tiles, Tiles: []series.Tile{{Code: "11002"}}}, "cut by province and has none of them"},
		"map of months":        {safe(persons, "month", "2023-01-01 9 9"), series.Options{Kind: series.Tiles, Tiles: []series.Tile{{Code: "11002"}}}, "cut by month and has none of them"},
		"no such member":       {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Bar, Highlight: "b"}, `highlight is "b"`},
		"band on bars":         {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Bar, Interval: true}, "no intervals"},
		"waits without waits":  {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Survival}, "no waits"},
		"target on a map":      {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Dot, Target: &series.Beside{Safe: safe(persons, "x", "a 9 9")}}, "no place for a target"},
		"target cut otherwise": {safe(persons, "x", "a 9 9"), series.Options{Kind: series.Bar, Target: &series.Beside{Safe: safe(persons, "y", "a 9 9")}}, "not cut by x"},
		"period of two series": {safe(persons, "month y", "2022-01-01,a 9 9"), series.Options{Kind: series.Line, Before: &series.Beside{Safe: safe(persons, "y", "a 9 9")}}, "one series"},
		"huge value":           {safe(euros, "x", "a 1e200 9"), series.Options{Kind: series.Bar}, "10^15"},
	} {
		_, err := chart.Draw(c.safe, c.o)
		var u *models.Error
		if !errors.As(err, &u) || u.Code != models.Invalid || u.Fix == "" || !strings.Contains(u.What, c.want) {
			t.Errorf("%s: %v, want an error with %q and a fix", name, err, c.want)
		}
	}
	if _, err := chart.Draw(safe(persons, "x y", five), series.Options{Kind: series.Grouped, X: "x", Split: true}); err != nil {
		t.Errorf("with Split: %v", err)
	}
}

func TestAlternativeTextTellsWhatIsShownInOneSentence(t *testing.T) {
	for _, c := range []struct {
		cells, lang, want string
	}{
		{"2022-03-01 40 40\n2022-04-01 3 3\n2022-05-01 90 90\n2022-06-01 60 60", "nl",
			"Lijndiagram: Instroom (naar maand); van 40 personen in mrt 2022 naar 60 personen in jun 2022; hoogste 90 personen (mei 2022); laagste 40 personen (mrt 2022); 1 waarde onderdrukt."},
		{"2022-03-01 40 40\n2022-05-01 90 90", "en",
			"Line chart: Inflow (by month); from 40 personen in Mar 2022 to 90 personen in May 2022; highest 90 personen (May 2022); lowest 0 personen (Apr 2022)."},
		{"2022-03-01 4 4\n2022-04-01 3 3", "nl", "Lijndiagram: Instroom (naar maand); geen waarden die getoond mogen worden; 2 waarden onderdrukt."},
		{"2022-03-01 - 0\n2022-04-01 - 0", "nl", "Lijndiagram: Instroom (naar maand); geen gegevens."},
		{"2022-03-01 40 40", "nl", "Lijndiagram: Instroom (naar maand); 40 personen (mrt 2022)."},
	} {
		s, err := series.From(safe(persons, "month", c.cells), series.Options{Kind: series.Line, Lang: c.lang, Unit: "personen"})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.View().Alt(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestTheTileMapHasTheMunicipalitiesOfItsDay(t *testing.T) {
	for day, want := range map[models.Date]int{"2024-01-01": 300, "2024-12-31": 300, "2025-01-01": 285} {
		codes, squares := map[string]bool{}, map[[4]int]string{}
		for _, tile := range series.TilesOn(places(), day) {
			if codes[tile.Code] {
				t.Errorf("%s: %s stands there twice", day, tile.Code)
			}
			codes[tile.Code] = true
			at := [4]int{tile.X, tile.Y, tile.Part, tile.Parts}
			if other := squares[at]; other != "" {
				t.Errorf("%s: %s and %s lie on each other", day, tile.Name, other)
			}
			squares[at] = tile.Name
		}
		if len(codes) != want {
			t.Errorf("%s: %d municipalities, want %d", day, len(codes), want)
		}
	}
	// Galmaarden, Gooik and Herne became Pajottegem on 1 January 2025.
	square := map[string]series.Tile{}
	for _, tile := range append(series.TilesOn(places(), "2025-01-01"), series.TilesOn(places(), "2024-01-01")...) {
		square[tile.Code] = tile
	}
	whole := square["23106"]
	for k, code := range []string{"23023", "23024", "23032"} {
		if p := square[code]; p.X != whole.X || p.Y != whole.Y || p.Part != k || p.Parts != 3 {
			t.Errorf("%s: %+v, want piece %d of 3 of %+v", code, p, k, whole)
		}
	}
}

func TestAListThatLeadsInACircleHasNoTile(t *testing.T) {
	got := series.TilesOn([]series.Place{{Code: "a", Successor: "b"}, {Code: "b", Successor: "a"}, {Code: "c", Successor: "?"}}, "")
	if len(got) != 0 {
		t.Errorf("tiles %v, want none", got)
	}
}

func TestAnotherPeriodStandsMonthByMonth(t *testing.T) {
	before := safe(persons, "month", "2021-01-01 60 60\n2021-02-01 3 3\n2021-03-01 80 80")
	s, err := series.From(safe(persons, "month", "2022-01-01 40 40\n2022-02-01 50 50\n2022-04-01 70 70"), series.Options{
		Kind: series.Bar, Unit: "personen", Before: &series.Beside{Safe: before, Name: "2021"}, Final: "2022-04-29",
	})
	if err != nil {
		t.Fatal(err)
	}
	v := s.View()
	for j, want := range []string{
		"jan 2022: 40 personen; jan 2021: 60 personen",
		"feb 2022: 50 personen; feb 2021: onderdrukt",
		"mrt 2022: 0 personen; mrt 2021: 80 personen",
		"apr 2022: 70 personen; voorlopig",
	} {
		if got := v.Tip(0, j); got != want {
			t.Errorf("month %d: %q, want %q", j, got, want)
		}
	}
}

func TestIntervalsStandWhereTheCountsMayBeTold(t *testing.T) {
	// 4 of 30 may not be told: derived figures are on 10 at least.
	s, err := series.From(sampled("month", "2022-03-01 40 61\n2022-04-01 4 30"), series.Options{Kind: series.Line, Interval: true})
	if err != nil {
		t.Fatal(err)
	}
	v := s.View()
	// Wilson, by hand: centre (p + z²/2n)/(1 + z²/n), half width z √(p(1-p)/n + z²/4n²)/(1 + z²/n).
	if got, want := v.Tip(0, 0), "mrt 2022: 65,6\u00a0% (53,0\u00a0% tot 76,3\u00a0%)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := v.Tip(0, 1), "apr 2022: 13,3\u00a0%"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
