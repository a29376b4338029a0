package warehouse

import (
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// A comparison of two snapshots says that a definition changed when a header says
// otherwise what is counted, also where the SELECT is the same.
func TestWhatAHeaderSaysIsPartOfAMetric(t *testing.T) {
	metric := func() *models.Metric {
		return &models.Metric{SQL: "select 1", Kind: "flow", Empty: "zero", Values: "days", Quantile: 0.5, Grain: "month", Shares: "theme",
			Contributions: &models.Contributions{Of: "kbo_number", Per: "period_month", Sum: "claimed_eur", Behind: "person_count"}}
	}
	was := MetricHash(metric())
	for what, change := range map[string]func(*models.Metric){
		"quantile": func(m *models.Metric) { m.Quantile = 0.9 },
		"values":   func(m *models.Metric) { m.Values = "weeks" },
		"ended":    func(m *models.Metric) { m.Ended = "is_met" },
		"empty":    func(m *models.Metric) { m.Empty = "none" },
		"grain":    func(m *models.Metric) { m.Grain = "" },
		"shares":   func(m *models.Metric) { m.Shares = "" },
		"requires": func(m *models.Metric) { m.Requires = []string{"subsidy/claims"} },
		"of":       func(m *models.Metric) { m.Contributions.Of = "nis_code" },
		"per":      func(m *models.Metric) { m.Contributions.Per = "paid_date" },
		"sum":      func(m *models.Metric) { m.Contributions.Sum = "paid_eur" },
		"behind":   func(m *models.Metric) { m.Contributions.Behind = "place_count" },
	} {
		m := metric()
		if change(m); MetricHash(m) == was {
			t.Errorf("another %s is the same metric", what)
		}
	}
}
