package models

import (
	"fmt"
	"strings"
	"testing"
)

func TestDueDaysAreReadByTheirRhythm(t *testing.T) {
	for _, c := range []struct{ every, due, want string }{
		{"week", "monday", "{1 0 0 }"}, {"week", "sunday", "{7 0 0 }"}, {"week", "Monday", "want a weekday"}, {"week", "1", "want a weekday"},
		{"month", "1", "{0 0 1 }"}, {"month", "31", "{0 0 31 }"}, {"month", "last", "{0 0 31 }"}, {"month", "0", "want a day"}, {"month", "32", "want a day"},
		{"quarter", "10", "{0 1 10 }"}, {"quarter", "2-10", "{0 2 10 }"}, {"quarter", "3-last", "{0 3 31 }"}, {"quarter", "last", "{0 3 31 }"}, {"quarter", "4-1", "want a day"},
		{"year", "02-29", "{0 2 29 }"}, {"year", "03-31", "{0 3 31 }"}, {"year", "02-30", "want month and day"}, {"year", "2023-03-31", "want month and day"},
		{"once", "2023-03-31", "{0 0 0 2023-03-31}"}, {"once", "2023-02-29", "want a date"}, {"day", "1", "want every"}, {"", "monday", "want every"},
	} {
		day, err := Freshness{Every: c.every, Due: c.due}.DueDay()
		got := fmt.Sprint(day)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("every %s, due %s: %s, want %s", c.every, c.due, got, c.want)
		}
	}
}

func TestFreshnessThatCannotWorkIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"{every: week}":                                                "",
		"{every: fortnight}":                                           `every is "fortnight"`,
		"{late_after_days: 5}":                                         "",
		"{late_after_days: -1}":                                        "late_after_days is -1",
		"{every: week, due: monday, late_after_days: 6}":               "",
		"{every: week, due: monday, late_after_days: 7}":               "the next delivery may be due after 7; give 6 or less",
		"{every: month, due: 10, late_after_days: 27}":                 "",
		"{every: month, due: 10, late_after_days: 28}":                 "give 27 or less",
		"{every: month, late_after_days: 40}":                          "",
		"{due: monday}":                                                `due is "monday": want every`,
		"{expected: [2023-01-31, 2023-03-31]}":                         "",
		"{expected: [2023-01-31, 2023-03-31], every: month}":           "has expected dates beside every or due",
		"{expected: [2023-02-29]}":                                     `on "2023-02-29", want a date`,
		"{expected: [2023-03-31, 2023-01-31, 2023-03-31]}":             "on 2023-03-31 twice",
		"{expected: [2023-02-05, 2023-01-31], late_after_days: 5}":     "the next delivery may be due after 5; give 4 or less",
		"{expected: [2023-02-05, 2023-01-31], late_after_days: 4}":     "",
		"{every: week, entities: {e: {every: month, due: last}}}":      "",
		"{every: week, entities: {f: {every: month}}}":                 "freshness of f: is about an entity that is not there",
		"{every: week, entities: {e: {every: x}}}":                     `freshness of e: every is "x"`,
		"{every: week, entities: {e: {entities: {e: {every: week}}}}}": "has entities of its own",
	} {
		s := &Source{File: "s.yml", Entities: []Entity{{Name: "e"}}}
		if err := ReadYAML("s.yml", 0, []byte("freshness: "+text), s); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		c := &complaints{}
		c.freshness(s)
		if got := fmt.Sprint(c.errs); want == "" && len(c.errs) > 0 || !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %q", text, got, want)
		}
	}
}

func TestEntityKeepsItsOwnRhythm(t *testing.T) {
	s := &Source{Freshness: Freshness{Every: "week", LateAfterDays: 10, Entities: map[string]Freshness{"e": {Every: "month"}}}}
	if own, rest := s.FreshnessOf("e"), s.FreshnessOf("f"); own.Every != "month" || own.Grace() != 31 || rest.Every != "week" || rest.Grace() != 10 {
		t.Errorf("%+v and %+v", own, rest)
	}
}

func TestDaysBetweenDates(t *testing.T) {
	for _, c := range []struct {
		from, to Date
		want     int
	}{{"2024-02-28", "2024-03-01", 2}, {"2023-02-28", "2023-03-01", 1}, {"2023-03-25", "2023-03-27", 2}, {"2023-01-02", "2023-01-01", -1}, {"2023-01-01", "2024-01-01", 365}} {
		if got := DaysBetween(c.from, c.to); got != c.want {
			t.Errorf("%s to %s: %d days, want %d", c.from, c.to, got, c.want)
		}
	}
}
