package freshness

import (
	"fmt"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// months are how many months a period has; a week and a day have none.
var months = map[string]int{"month": 1, "quarter": 3, "year": 12}

// start gives the first day of the period that a day lies in. Weeks begin on
// Monday, as in ISO 8601.
func start(every string, day models.Date) models.Date {
	switch n := months[every]; {
	case every == "week":
		return day.AddDays(-(int(day.Time().Weekday()) + 6) % 7)
	case n > 0:
		first := day.MonthStart()
		return first.AddMonths(-((int(first.Time().Month()) - 1) % n))
	}
	return day
}

// next and previous give the first day of the period after and before the one
// that begins on a day.
func next(every string, first models.Date) models.Date     { return step(every, first, 1) }
func previous(every string, first models.Date) models.Date { return step(every, first, -1) }

func step(every string, first models.Date, n int) models.Date {
	if m := months[every]; m > 0 {
		return first.AddMonths(n * m)
	}
	if every == "week" {
		return first.AddDays(7 * n)
	}
	return first.AddDays(n)
}

// label names the period that begins on a day.
func label(every string, first models.Date) string {
	switch every {
	case "week":
		year, week := first.Time().ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	case "month":
		return string(first[:7])
	case "quarter":
		return fmt.Sprintf("%s-Q%d", first[:4], (int(first.Time().Month())+2)/3)
	case "year":
		return string(first[:4])
	}
	return string(first)
}

// onDay gives the due day of the period that begins on first. A day that the
// month has not is the month's last.
func onDay(every string, first models.Date, day models.DueDay) models.Date {
	if every == "week" {
		return first.AddDays(day.Weekday - 1)
	}
	month := first
	if day.Month > 0 {
		month = first.AddMonths(day.Month - 1)
	}
	t := month.Time()
	return models.DateOf(time.Date(t.Year(), t.Month(), min(day.Day, month.MonthEnd().Time().Day()), 0, 0, 0, 0, time.UTC))
}
