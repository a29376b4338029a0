package rule_test

import (
	"fmt"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/disclose/rule"
)

// A number of persons who live together is hidden however many they are, and so is one
// of which nobody knows where they live.
func TestOneHouseholdIsTooFew(t *testing.T) {
	home := &models.Metric{Unit: "persons", Protects: "person", Household: "household_id"}
	for _, c := range []struct {
		name          string
		m             *models.Metric
		least         int64
		n, households int64
		want          rule.Status
	}{
		{"seven of one household", home, 0, 7, 1, rule.Hidden},
		{"seven of more", home, 0, 7, 2, rule.Shown},
		{"four of more", home, 0, 4, 2, rule.Hidden},
		{"seven of nobody knows how many", home, 0, 7, 0, rule.Hidden},
		{"none", home, 0, 0, 0, rule.Shown},
		{"seven of one household where that is not asked for", home, 1, 7, 1, rule.Shown},
		{"a metric that tells no household", &models.Metric{Unit: "persons", Protects: "person"}, 0, 7, 0, rule.Shown},
	} {
		got := rule.Rule{Threshold: 5, Households: c.least}.Judge(&models.MetricResult{Metric: c.m, Rows: []models.MetricRow{
			{Dims: []string{}, Value: float64(c.n), Known: true, N: c.n, Households: c.households}}})
		if got[0] != c.want {
			t.Errorf("%s: %s, want %s", c.name, got[0], c.want)
		}
	}
}

// Of a number above zero that says it is about nobody nothing is known, whatever it counts.
func TestANumberAboutNobodyIsHidden(t *testing.T) {
	for _, c := range []struct {
		protects string
		value    float64
		n        int64
		want     rule.Status
	}{{"person", 3, 0, rule.Hidden}, {"person", -3, 0, rule.Hidden}, {"person", 0, 0, rule.Shown}, {"none", 3, 0, rule.Shown}, {"person", 6, 6, rule.Shown}} {
		got := rule.Rule{Threshold: 5}.Judge(&models.MetricResult{Metric: &models.Metric{Unit: "persons", Protects: c.protects},
			Rows: []models.MetricRow{{Dims: []string{}, Value: c.value, Known: true, N: c.n}}})
		if got[0] != c.want {
			t.Errorf("%v about %d, protecting %s: %s, want %s", c.value, c.n, c.protects, got[0], c.want)
		}
	}
}

// Hand-computed: of 1000 as 500, 400 and 100 the two largest are 90 %; 100 is 20 % of 500,
// so that the second largest knows the largest to within 20 %.
func TestAnAmountOfOneContributorIsHidden(t *testing.T) {
	paid := &models.Metric{Unit: "eur", Protects: "person", Contributor: "kbo_number"}
	for _, c := range []struct {
		name                 string
		m                    *models.Metric
		largest, percent, p  int64
		total, first, second float64
		want                 rule.Status
	}{
		{"neither rule", paid, 0, 0, 0, 1000, 1000, 0, rule.Shown},
		{"two are 90 % of at most 85", paid, 2, 85, 0, 1000, 500, 400, rule.Hidden},
		{"two are 90 % of at most 90", paid, 2, 90, 0, 1000, 500, 400, rule.Shown},
		{"two are a cent more than 90 %", paid, 2, 90, 0, 1000, 500, 400.01, rule.Hidden},
		{"one is 50 % of at most 85", paid, 1, 85, 0, 1000, 500, 400, rule.Shown},
		{"one is all", paid, 1, 85, 0, 1000, 1000, 0, rule.Hidden},
		{"the rest is 20 % of the largest, at least 20", paid, 0, 0, 20, 1000, 500, 400, rule.Shown},
		{"the rest is 20 % of the largest, at least 21", paid, 0, 0, 21, 1000, 500, 400, rule.Hidden},
		{"two contributors know each other", paid, 0, 0, 10, 900, 500, 400, rule.Hidden},
		{"nothing was paid", paid, 2, 85, 10, 0, 0, 0, rule.Shown},
		{"nobody is named", &models.Metric{Unit: "eur", Protects: "person"}, 2, 85, 10, 1000, 1000, 0, rule.Shown},
	} {
		got := rule.Rule{Largest: c.largest, LargestPercent: c.percent, PPercent: c.p}.Judge(&models.MetricResult{Metric: c.m, Rows: []models.MetricRow{
			{Dims: []string{}, Value: c.total, Known: true, N: 200, Largest: c.first, Second: c.second}}})
		if got[0] != c.want {
			t.Errorf("%s: %s, want %s", c.name, got[0], c.want)
		}
	}
}

// Each town has a row for y, which the answer has for b alone; c, of which no source tells,
// has no figure for it, and what the question leaves out is not made up.
func TestEveryKindHasARowInEveryGroup(t *testing.T) {
	kind := &models.Dimension{Name: "kind", Labels: []models.Label{{Code: "x"}, {Code: "y"}, {Code: "z"}}}
	result := &models.MetricResult{
		Metric: &models.Metric{Unit: "persons", Protects: "person", Empty: "zero"},
		Query:  models.MetricQuery{By: []string{"town", "kind"}, Where: []models.Filter{{Dimension: "kind", Values: []string{"x", "y"}}}},
		Dims:   []*models.Dimension{{Name: "town"}, kind},
		Rows: []models.MetricRow{
			{Dims: []string{"a", "x"}, Value: 40, Known: true, N: 40}, {Dims: []string{"b", "x"}, Value: 30, Known: true, N: 30},
			{Dims: []string{"b", "y"}, Value: 20, Known: true, N: 20}, {Dims: []string{"c", "x"}, Untold: true},
		},
	}
	r := rule.Rule{Sensitive: []string{"kind"}}
	filled := r.Fill(result)
	var got []string
	for _, row := range filled.Rows[len(result.Rows):] {
		got = append(got, fmt.Sprint(row.Dims, row.Value, row.Known, row.Untold))
	}
	if fmt.Sprint(got) != "[[a y] 0 true false [c y] 0 false true]" {
		t.Errorf("added %v", got)
	}
	if status := fmt.Sprint(r.Judge(filled)); status != "[hidden shown shown missing hidden missing]" {
		t.Errorf("they are %s", status)
	}
	if plain := (rule.Rule{}).Fill(result); len(plain.Rows) != len(result.Rows) {
		t.Errorf("%d rows where nothing is sensitive", len(plain.Rows))
	}
}
