package etl

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// knownAt gives the knowledge date of a delivery: the day from which what it
// says can be known, never the day on which it is loaded.
func knownAt(e *models.Entity, r load.Receipt) (models.Date, error) {
	switch e.KnownAt.From {
	case "listing":
		if r.ListedOn != "" {
			return r.ListedOn, nil
		}
		return r.ReceivedOn, nil
	case "received":
		return r.ReceivedOn, nil
	}
	fix := "rename the file, or mend known_at of " + e.Key() + " in " + e.File
	pattern, err := regexp.Compile(e.KnownAt.Pattern)
	if err != nil {
		return "", &models.Error{Code: models.Invalid, Where: e.File + ", entity " + e.Name,
			What: "known_at.pattern is not a regular expression", Fix: "mend it", Err: err}
	}
	found := pattern.FindStringSubmatch(r.Name)
	if len(found) < 2 {
		return "", &models.Error{Code: models.Invalid, Where: r.Name,
			What: fmt.Sprintf("has no date where the contract looks for one, want a match of %s", e.KnownAt.Pattern), Fix: fix}
	}
	day, ok := dayIn(found[1], e.KnownAt.Format)
	if !ok {
		return "", &models.Error{Code: models.Invalid, Where: r.Name,
			What: fmt.Sprintf("has %q in its name, want a date like %s", found[1], withDefault(e.KnownAt.Format, "YYYY-MM-DD")), Fix: fix}
	}
	return day, nil
}

// dayIn reads a date from a file name. A month or a week stands for its last
// day: what it tells was complete only then.
func dayIn(text, format string) (models.Date, bool) {
	layout := map[string]string{"": "2006-01-02", "YYYY-MM-DD": "2006-01-02", "YYYYMMDD": "20060102",
		"DD-MM-YYYY": "02-01-2006", "YYYY-MM": "2006-01"}[format]
	if format == "YYYY-Www" {
		return weekEnd(text)
	}
	t, err := time.Parse(layout, text)
	if err != nil || layout == "" {
		return "", false
	}
	if format == "YYYY-MM" {
		return models.DateOf(t).MonthEnd(), true
	}
	return models.DateOf(t), true
}

// weekEnd gives the Sunday of an ISO 8601 week like 2023-W06 or 2023W06.
func weekEnd(text string) (models.Date, bool) {
	year, week, ok := strings.Cut(strings.ReplaceAll(text, "-", ""), "W")
	y, err1 := strconv.Atoi(year)
	w, err2 := strconv.Atoi(week)
	if !ok || err1 != nil || err2 != nil || len(year) != 4 {
		return "", false
	}
	// 4 January is always in week 1.
	fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
	sunday := fourth.AddDate(0, 0, (7-int(fourth.Weekday()))%7+7*(w-1))
	if gotYear, gotWeek := sunday.ISOWeek(); gotYear != y || gotWeek != w {
		return "", false
	}
	return models.DateOf(sunday), true
}
