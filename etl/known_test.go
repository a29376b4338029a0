package etl

import (
	"testing"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

func TestKnowledgeDateIsReadFromTheName(t *testing.T) {
	for _, c := range []struct {
		pattern, format, name string
		want                  models.Date // "" for an error
	}{
		{`_(\d{4}-\d{2}-\d{2})\.`, "", "a/x_2023-02-13.csv", "2023-02-13"},
		{`_(\d{4}-\d{2}-\d{2})\.`, "YYYY-MM-DD", "a/attesten_2022-11_2023-01-16.csv", "2023-01-16"},
		{`_(\d{4}-\d{2}-\d{2})\.`, "", "a/x_2023-02-30.csv", ""},
		{`_(\d{4}-\d{2}-\d{2})\.`, "", "a/x.csv", ""},
		{`\d{8}`, "YYYYMMDD", "20230213.csv", ""}, // no group
		{`(\d{8})`, "YYYYMMDD", "20230213.csv", "2023-02-13"},
		{`(\d\d-\d\d-\d{4})`, "DD-MM-YYYY", "x 13-02-2023.csv", "2023-02-13"},
		{`(\d{4}-\d{2})`, "YYYY-MM", "x_2024-02.csv", "2024-02-29"},
		// ISO 8601: week 1 of 2023 ends on Sunday 8 January, week 53 of 2020 on
		// 3 January 2021; 2021 has no week 53.
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2023-W01.csv", "2023-01-08"},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2023W06.csv", "2023-02-12"},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2020-W53.csv", "2021-01-03"},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2021-W53.csv", ""},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2021-W00.csv", ""},
		{`(.*)`, "whenever", "2023-02-13", ""},
		{`(`, "", "2023-02-13", ""},
	} {
		e := &models.Entity{KnownAt: models.KnownAt{From: "file_name", Pattern: c.pattern, Format: c.format}}
		got, err := knownAt(e, load.Receipt{Name: c.name, ListedOn: "1999-01-01", ReceivedOn: "1999-01-02"})
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %s in %q: %s, %v, want %q", c.pattern, c.format, c.name, got, err, c.want)
		}
		if err != nil && models.CodeOf(err) != models.Invalid {
			t.Errorf("%q: error %v is no user error", c.name, err)
		}
	}
}

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
