package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

func TestParseDateGivesTheLastDayOfWhatIsNamed(t *testing.T) {
	for text, want := range map[string]models.Date{
		"2023-02-13": "2023-02-13",
		"2024-02-29": "2024-02-29",
		"2023-02":    "2023-02-28",
		"2024-02":    "2024-02-29",
		"1900-02":    "1900-02-28", // a century that is no leap year
		"2000-02":    "2000-02-29", // one that is
		"2023-04":    "2023-04-30",
		"2023-12":    "2023-12-31",
		"2023":       "2023-12-31",
		"2024":       "2024-12-31",
	} {
		got, err := models.ParseDate(text)
		if err != nil || got != want {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestParseDateRefusesWhatIsNoDay(t *testing.T) {
	for _, text := range []string{
		"", "2023-02-29", "1900-02-29", "2023-02-30", "2023-13", "2023-00-01", "13/02/2023", "13-02-2023",
		"2023-2-13", "2023-02-13T00:00:00", "20230213", "23", "2023-02-13 ", "known", "2023-W06",
	} {
		got, err := models.ParseDate(text)
		var u *models.Error
		if got != "" || !errors.As(err, &u) || u.Code != models.Invalid || u.Where == "" || u.What == "" || u.Fix == "" {
			t.Errorf("ParseDate(%q) = %q, %#v; want no date and an invalid *Error with where, what and fix", text, got, err)
		}
	}
}

func TestDateOfIsTheDayInItsOwnZone(t *testing.T) {
	east := time.FixedZone("east", 2*60*60)
	at := time.Date(2023, 2, 13, 23, 30, 0, 0, time.UTC)
	if got := models.DateOf(at); got != "2023-02-13" {
		t.Errorf("in UTC it is %s, want 2023-02-13", got)
	}
	if got := models.DateOf(at.In(east)); got != "2023-02-14" {
		t.Errorf("two hours east it is %s, want 2023-02-14", got)
	}
}

func TestDayArithmeticGoesOverMonthEndsAndLeapDays(t *testing.T) {
	for _, c := range []struct {
		from models.Date
		days int
		want models.Date
	}{
		{"2023-02-28", 1, "2023-03-01"},
		{"2024-02-28", 1, "2024-02-29"},
		{"2024-03-01", -1, "2024-02-29"},
		{"1900-02-28", 1, "1900-03-01"},
		{"2000-02-28", 1, "2000-02-29"},
		{"2023-12-31", 1, "2024-01-01"},
		{"2023-01-01", -1, "2022-12-31"},
		{"2024-01-01", 366, "2025-01-01"},
		{"2023-01-01", 365, "2024-01-01"},
		{"2023-03-25", 2, "2023-03-27"}, // clocks change on the 26th: no day is lost
		{"2023-10-28", 2, "2023-10-30"},
		{"2023-02-13", 0, "2023-02-13"},
	} {
		if got := c.from.AddDays(c.days); got != c.want {
			t.Errorf("%s and %d days is %s, want %s", c.from, c.days, got, c.want)
		}
		if got := c.want.AddDays(-c.days); got != c.from {
			t.Errorf("%s less %d days is %s, want %s", c.want, c.days, got, c.from)
		}
	}
}

func TestMonthsHaveTheirOwnEnds(t *testing.T) {
	for _, c := range []struct{ day, start, end models.Date }{
		{"2023-01-31", "2023-01-01", "2023-01-31"},
		{"2023-02-01", "2023-02-01", "2023-02-28"},
		{"2024-02-29", "2024-02-01", "2024-02-29"},
		{"2100-02-10", "2100-02-01", "2100-02-28"},
		{"2023-04-30", "2023-04-01", "2023-04-30"},
		{"2023-12-05", "2023-12-01", "2023-12-31"},
	} {
		if got := c.day.MonthStart(); got != c.start {
			t.Errorf("month of %s begins %s, want %s", c.day, got, c.start)
		}
		if got := c.day.MonthEnd(); got != c.end {
			t.Errorf("month of %s ends %s, want %s", c.day, got, c.end)
		}
	}
}

func TestMonthArithmeticOnFirstDaysCrossesYears(t *testing.T) {
	for _, c := range []struct {
		from   models.Date
		months int
		want   models.Date
	}{
		{"2023-11-01", 1, "2023-12-01"},
		{"2023-12-01", 1, "2024-01-01"},
		{"2023-01-01", -11, "2022-02-01"},
		{"2023-01-01", -12, "2022-01-01"},
		{"2022-03-01", 24, "2024-03-01"},
	} {
		if got := c.from.AddMonths(c.months); got != c.want {
			t.Errorf("%s and %d months is %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestNoDateHasNoTimeAndNoMonth(t *testing.T) {
	for _, d := range []models.Date{"", "x", "2023-02-30"} {
		if !d.Time().IsZero() {
			t.Errorf("%q has the time %s, want none", d, d.Time())
		}
	}
	if got := models.Date("").MonthStart(); got != "" {
		t.Errorf("no date has the month %q, want none", got)
	}
}

func TestPeriodsEndWhereTheCalendarSays(t *testing.T) {
	for _, c := range []struct {
		grain       string
		start, want models.Date
	}{{"day", "2023-02-28", "2023-02-28"}, {"week", "2023-02-27", "2023-03-05"}, {"month", "2024-02-01", "2024-02-29"}, {"quarter", "2023-10-01", "2023-12-31"}, {"year", "2022-01-01", "2022-12-31"}} {
		if got := c.start.PeriodEnd(c.grain); got != c.want {
			t.Errorf("%s of %s ends on %s, want %s", c.grain, c.start, got, c.want)
		}
	}
}
