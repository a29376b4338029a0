package models

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Freshness says when a source delivers, and from when on it is late. Days are
// calendar days of knowledge dates.
type Freshness struct {
	Every string `yaml:"every"` // one of Rhythms
	// Due is the day on which a delivery is due, in the words of DueDay. Without it
	// a delivery is due some time in each period.
	Due           string `yaml:"due"`
	LateAfterDays int    `yaml:"late_after_days"`
	Expected      []Date `yaml:"expected"` // the days on which deliveries are due, where there is no rhythm
	// Entities are those of the source that keep another rhythm; what is said there
	// stands in place of all the above.
	Entities map[string]Freshness `yaml:"entities"`
}

// Rhythms are the words that Freshness.Every may be.
var Rhythms = []string{"", "day", "week", "month", "quarter", "year", "once"}

// longest and shortest are how many days the periods of a rhythm have.
var (
	longest  = map[string]int{"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
	shortest = map[string]int{"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
)

// FreshnessOf gives what holds for an entity of the source.
func (s *Source) FreshnessOf(entity string) Freshness {
	if own, ok := s.Freshness.Entities[entity]; ok {
		return own
	}
	f := s.Freshness
	f.Entities = nil
	return f
}

// Stated tells whether the contract says anything about when deliveries come.
func (f Freshness) Stated() bool {
	return f.Every != "" || len(f.Expected) > 0 || f.LateAfterDays > 0
}

// Grace gives the days that may pass after the due day or, where no day is due,
// after the last delivery.
func (f Freshness) Grace() int {
	if f.LateAfterDays == 0 && f.Due == "" {
		return longest[f.Every]
	}
	return f.LateAfterDays
}

// DueDay is Due, read: the day of each period on which a delivery is due. A day
// that a month has not is its last.
type DueDay struct {
	Weekday int  // week: from 1, Monday, to 7
	Month   int  // quarter: from 1 to 3; year: from 1 to 12
	Day     int  // of the month
	Once    Date // once
}

var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// DueDay reads Due: a weekday for a week, a day or last for a month, the same or
// month-day for a quarter, month-day for a year, a date for once.
func (f Freshness) DueDay() (DueDay, error) {
	switch f.Every {
	case "week":
		if i := slices.Index(weekdays, f.Due); i >= 0 {
			return DueDay{Weekday: i + 1}, nil
		}
		return DueDay{}, fmt.Errorf("want a weekday: %s", strings.Join(weekdays, ", "))
	case "month":
		if day, ok := dayOfMonth(f.Due); ok {
			return DueDay{Day: day}, nil
		}
		return DueDay{}, fmt.Errorf("want a day of the month from 1 to 31, or last")
	case "quarter":
		month, day, both := strings.Cut(f.Due, "-")
		if !both && f.Due == "last" {
			return DueDay{Month: 3, Day: 31}, nil
		}
		if !both {
			month, day = "1", f.Due
		}
		m, err := strconv.Atoi(month)
		if d, ok := dayOfMonth(day); ok && err == nil && m >= 1 && m <= 3 {
			return DueDay{Month: m, Day: d}, nil
		}
		return DueDay{}, fmt.Errorf("want a day from 1 to 31 of the quarter's first month, or the month from 1 to 3 and a day like 2-10, or last")
	case "year":
		// 2024 is a leap year, so that 02-29 is a day.
		if t, err := time.Parse("2006-01-02", "2024-"+f.Due); err == nil {
			return DueDay{Month: int(t.Month()), Day: t.Day()}, nil
		}
		return DueDay{}, fmt.Errorf("want month and day like 03-31")
	case "once":
		if _, err := time.Parse("2006-01-02", f.Due); err == nil {
			return DueDay{Once: Date(f.Due)}, nil
		}
		return DueDay{}, fmt.Errorf("want a date like 2023-03-31")
	}
	return DueDay{}, fmt.Errorf("want every: week, month, quarter, year or once beside it")
}

func dayOfMonth(text string) (int, bool) {
	if text == "last" {
		return 31, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= 31
}

// Delivered tells whether a delivery brought what it is about: it was not held
// back, it is not too short to be whole, no later one takes its place, and of its rows at
// least one was good. One without any row says that there are none, and one that was skipped since it
// says nothing new that all is as it was.
func (d *Loaded) Delivered() bool {
	return d.Quarantine == "" && d.Short() == "" && !d.Replaced() && (d.Lake != nil || d.Rejected == 0)
}

// Unread tells whether a delivery has rows of which none is good, so that it counts for
// nothing though it is not in quarantine.
func (d *Loaded) Unread() bool {
	return d.Quarantine == "" && d.Skipped == "" && d.Lake == nil && d.Rejected > 0
}

// freshness says what is wrong with when a source says that it delivers.
func (c *complaints) freshness(s *Source) {
	c.rhythm(s.File+", freshness", s.Freshness)
	for _, name := range slices.Sorted(maps.Keys(s.Freshness.Entities)) {
		own := s.Freshness.Entities[name]
		at := s.File + ", freshness of " + name
		if !slices.ContainsFunc(s.Entities, func(e Entity) bool { return e.Name == name }) {
			c.add(at, "is about an entity that is not there", "name an entity of this source")
		}
		if len(own.Entities) > 0 {
			c.add(at, "has entities of its own", "put them one level up")
		}
		c.rhythm(at, own)
	}
}

func (c *complaints) rhythm(at string, f Freshness) {
	c.oneOf(at, "every", f.Every, Rhythms)
	if f.LateAfterDays < 0 {
		c.add(at, fmt.Sprintf("late_after_days is %d, want 0 or more", f.LateAfterDays), "give a number of days")
	}
	most := 0 // the most days after which a delivery can be told from the next one
	if f.Due != "" {
		if _, err := f.DueDay(); err != nil {
			c.add(at, fmt.Sprintf("due is %q: %v", f.Due, err), "see freshness in docs/contracts.md")
		}
		most = shortest[f.Every]
	}
	if len(f.Expected) > 0 && (f.Every != "" || f.Due != "") {
		c.add(at, "has expected dates beside every or due", "keep the dates or the rhythm")
	}
	days := slices.Sorted(slices.Values(f.Expected))
	for i, day := range days {
		if DateOf(day.Time()) != day {
			c.add(at, fmt.Sprintf("expects a delivery on %q, want a date like 2023-03-31", day), "mend the date")
			return
		}
		if i == 0 {
			continue
		}
		if gap := DaysBetween(days[i-1], day); most == 0 || gap < most {
			most = gap
		}
		if day == days[i-1] {
			c.add(at, fmt.Sprintf("expects a delivery on %s twice", day), "drop one")
			return
		}
	}
	if most > 0 && f.LateAfterDays >= most {
		c.add(at, fmt.Sprintf("late_after_days is %d, but the next delivery may be due after %d", f.LateAfterDays, most),
			fmt.Sprintf("give %d or less: with a due day they are counted from that day", most-1))
	}
}

// DaysBetween gives the days from one date to another.
func DaysBetween(from, to Date) int { return int(to.Time().Sub(from.Time()).Hours() / 24) }
