package etl

import (
	"testing"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

func TestKnowledgeDateFromListingOrReceipt(t *testing.T) {
	r := load.Receipt{Name: "x", ListedOn: "2023-02-10", ReceivedOn: "2023-02-13"}
	for from, want := range map[string]models.Date{"listing": "2023-02-10", "received": "2023-02-13"} {
		e := &models.Entity{KnownAt: models.KnownAt{From: from}}
		if got, err := knownAt(e, r); got != want || err != nil {
			t.Errorf("%s: %s, %v, want %s", from, got, err, want)
		}
	}
	r.ListedOn = ""
	if got, _ := knownAt(&models.Entity{KnownAt: models.KnownAt{From: "listing"}}, r); got != "2023-02-13" {
		t.Errorf("listing without a time: %s, want the day of receipt", got)
	}
}
