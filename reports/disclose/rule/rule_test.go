package rule_test

import (
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
