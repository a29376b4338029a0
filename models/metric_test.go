package models

import "testing"

func TestAMonthSettlesAfterTheMonthsThatItsMetricSays(t *testing.T) {
	three := &Metric{Settles: 3}
	for known, want := range map[Date]Date{
		"2023-12-31": "2023-09-30", // at the end of December, September changed for the last time
		"2023-12-30": "2023-08-31",
		"2023-02-28": "2022-11-30",
	} {
		if got := three.Settled(known); got != want {
			t.Errorf("known %s: settled up to %s, want %s", known, got, want)
		}
	}
	if got := (&Metric{}).Settled("2023-12-30"); got != "2023-12-30" {
		t.Errorf("a metric that settles at once is settled up to %s, want the day itself", got)
	}
}
