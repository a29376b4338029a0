package models_test

import (
	"testing"

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
		{`(\d{8})`, "YYYYMMDD", "20230213.csv", "2023-02-13"},
		{`(\d{8})`, "DDMMYYYY", "13022023.csv", "2023-02-13"},
		{`(\d\d-\d\d-\d{4})`, "DD-MM-YYYY", "x 13-02-2023.csv", "2023-02-13"},
		{`(\d+\.\d+\.\d{4})`, "D.M.YYYY", "x 1.12.2023.csv", "2023-12-01"},
		{`(\d+\.\d+\.\d{4})`, "D.M.YYYY", "x 1.13.2023.csv", ""},
		{`_(\d+ \p{L}+ \d{4})`, "D MMM YYYY", "x_3 maart 2023.csv", "2023-03-03"},
		{`_(\d+ \p{L}+ \d{4})`, "D MMM YYYY", "x_3 brumaire 2023.csv", ""},
		{`^(\d{4})/`, "YYYY", "2023/x.csv", "2023-12-31"},
		{`(\d{4}-\d{2})`, "YYYY-MM", "x_2024-02.csv", "2024-02-29"},
		{`(\d{4}-\d{2})`, "YYYY-MM", "x_2024-00.csv", ""},
		{`(\d{6})`, "YYYYMM", "x_202402.csv", "2024-02-29"},
		{`(\d\d_\d\d)`, "MM-YY", "x_02_24.csv", ""},
		{`(\d\d_\d\d)`, "MM_YY", "x_02_24.csv", "2024-02-29"},
		{`(\d{4}MM\d\d)`, "YYYY[mm]MM", "x_2024MM02.csv", "2024-02-29"},
		{`(\d{4}-T\d)`, "YYYY-[T]Q", "x_2024-t2.csv", ""}, // the pattern minds case
		{`(\d{4}-t\d)`, "YYYY-[T]Q", "x_2024-t2.csv", "2024-06-30"},
		{`(Stand \d+ \p{L}+ \d{4})`, "[Stand] D MMMM YYYY", "x Stand 3 März 2023.csv", "2023-03-03"},
		{`_(\d+ \p{L}+ \d{4})`, "D MMMM YYYY", "x_15 août 2023.csv", "2023-08-15"},
		{`_(\d+ \p{L}+ \d{4})`, "D MMM YYYY", "x_15 août 2023.csv", "2023-08-15"}, // in a name any will do
		{`/(\p{L}+ \d{4})/`, "MMMM YYYY", "a/Marzo 2023/x.csv", "2023-03-31"},
		{`/(\p{L}+ \d{4})/`, "MMMM YYYY", "a/października 2023/x.csv", "2023-10-31"},
		{`(\d\d-\d\d)`, "MM-YY", "x_02-24.csv", "2024-02-29"},
		{`(\d{4}Q\d)`, "YYYY[Q]Q", "x_2023Q1.csv", "2023-03-31"},
		{`(\d{4}Q\d)`, "YYYY[Q]Q", "x_2023Q5.csv", ""},
		{`(\d{4}Q\d)`, "YYYY[Q]Q", "x_2023Q0.csv", ""},
		{`(\d{4}-\d\d-\d)`, "YYYY-MM-H", "x_2023-02-1.csv", "2023-02-15"},
		{`(\d{4}-\d\d-\d)`, "YYYY-MM-H", "x_2023-02-2.csv", "2023-02-28"},
		{`(\d{4}-\d\d-\d)`, "YYYY-MM-H", "x_2023-02-3.csv", ""},
		// ISO 8601: week 1 of 2023 ends on Sunday 8 January, week 53 of 2020 on
		// 3 January 2021; 2021 has no week 53.
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2023-W01.csv", "2023-01-08"},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2023W06.csv", "2023-02-12"},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2020-W53.csv", "2021-01-03"},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2021-W53.csv", ""},
		{`(\d{4}-?W\d{2})`, "YYYY-Www", "x_2021-W00.csv", ""},
	} {
		got, err := models.KnownAt{From: "file_name", Pattern: c.pattern, Format: c.format}.Day(c.name, "rename it")
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %s in %q: %s, %v, want %q", c.pattern, c.format, c.name, got, err, c.want)
		}
		if err != nil && models.CodeOf(err) != models.Invalid {
			t.Errorf("%q: error %v is no user error", c.name, err)
		}
	}
}

func TestKnowledgeDateOfDaysToComeIsSeen(t *testing.T) {
	for _, c := range []struct {
		from, format string
		known        models.Date
		want         bool
	}{
		{"file_name", "", "2023-02-20", false},
		{"file_name", "", "2023-02-21", false},
		{"file_name", "", "2023-02-22", true},
		{"file_name", "DDMMYYYY", "2033-02-20", true},
		{"file_name", "YYYY-Www", "2023-02-26", false},
		{"file_name", "YYYY-Www", "2023-03-05", true},
		{"file_name", "YYYY-MM", "2023-02-28", false},
		{"file_name", "MMM YYYY", "2023-03-31", true},
		{"file_name", "YYYY-MM-H", "2023-02-28", false},
		{"file_name", "YYYY-MM-H", "2023-03-15", true},
		{"file_name", "YYYY[Q]Q", "2023-03-31", false},
		{"file_name", "YYYY[Q]Q", "2023-06-30", true},
		{"file_name", "YYYY", "2023-12-31", false},
		{"file_name", "YYYY", "2024-12-31", true},
		{"listing", "", "2023-02-21", false},
		{"listing", "", "2023-02-22", true},
	} {
		k := models.KnownAt{From: c.from, Format: c.format}
		if got := k.IsAhead(c.known, "2023-02-20"); got != c.want {
			t.Errorf("%s as %q on 20 February 2023: ahead is %v, want %v", c.known, c.format, got, c.want)
		}
	}
}
