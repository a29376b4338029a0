package sql_test

import (
	"context"
	"os"
	"slices"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// open gives a warehouse without data over the SQL as it lies in the repository.
func open(t *testing.T) *warehouse.Warehouse {
	t.Helper()
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		tell(t, err)
		t.FailNow()
	}
	w, err := warehouse.Open(context.Background(), warehouse.Options{
		Layout: models.Layout{Root: t.TempDir()}, Project: p, Threads: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func tell(t *testing.T, err error) {
	t.Helper()
	for _, e := range models.Flatten(err) {
		t.Error(e)
	}
}

func TestEveryFileGivesWhatItsHeaderPromises(t *testing.T) {
	tell(t, open(t).Verify(context.Background()))
}

func TestSQLKeepsToWhatDuckDBAndTrinoShare(t *testing.T) {
	tell(t, open(t).Portable(context.Background()))
}

func TestModelsBuildAndChecksRunWithoutAnyDelivery(t *testing.T) {
	ctx := context.Background()
	w := open(t)
	if _, err := w.Build(ctx, warehouse.BuildOptions{}); err != nil {
		tell(t, err)
		t.FailNow()
	}
	if _, err := w.Check(ctx); err != nil {
		tell(t, err)
	}
}

// What is not said does not add up, and a page is then refused that could be drawn.
func TestEveryMetricSaysHowItAddsUp(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range p.Metrics {
		if m.NotMeasurable == "" && (m.OverTime == "" || m.OverPlace == "" || m.OverGroups == "") {
			t.Errorf("%s: does not say over_time, over_place and over_groups", m.File)
		}
	}
}

// What can be below zero says so here, so that a new metric says what its values can be.
func TestEveryMetricThatCannotBeBelowZeroSaysSo(t *testing.T) {
	signed := []string{"claims_difference_eur", "claims_difference_share", "claims_rule_gap_eur", "places_free", "places_net_change", "placements_delay_median_days", "questions_net_change"}
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range p.Metrics {
		if m.NotMeasurable == "" && (len(m.Range) == 0) != slices.Contains(signed, m.Name) {
			t.Errorf("%s: range %v", m.Name, m.Range)
		}
	}
}

// Pages print why a number cannot be measured and which log it needs, in their own
// language.
func TestMetricsThatCannotBeMeasuredSaySoInBothLanguages(t *testing.T) {
	p, err := models.LoadProject(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range p.Metrics {
		if m.NotMeasurable != "" && (m.NotMeasurableEN == "" || m.NeedsEN == "" || m.Need("en") == m.Need("nl")) {
			t.Errorf("%s: does not say not_measurable_en and needs_en", m.File)
		}
	}
}
