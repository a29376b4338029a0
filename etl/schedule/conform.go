package schedule

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// conformCase holds the fields of all kinds of calendar cases.
type conformCase struct {
	Kind  string `json:"kind"`
	Date  string `json:"date"`
	Day   string `json:"day"`
	Zone  string `json:"tz"`
	Cron  string `json:"cron"`
	Note  string `json:"note"`
	Valid bool   `json:"valid"`

	ISOYear    int    `json:"iso_year"`
	ISOWeek    int    `json:"iso_week"`
	ISOWeekday int    `json:"iso_weekday"`
	Label      string `json:"label"`
	Monday     string `json:"monday"`
	Weeks      int    `json:"weeks"`

	Change   string    `json:"change"`
	Instant  time.Time `json:"utc_instant"`
	Hours    float64   `json:"local_day_hours"`
	StartUTC time.Time `json:"start_utc"`
	EndUTC   time.Time `json:"end_utc"`

	UTC       time.Time `json:"utc"`
	Local     string    `json:"local"`
	LocalDate string    `json:"local_date"`
	Month     string    `json:"month"`

	Matches []time.Time `json:"matching_instants_utc"`
	N       int         `json:"n"`
}

const brussels = "Europe/Brussels"

// Conform runs one calendar case, a line of JSON with a kind, and returns nil
// when this package agrees with it. Handled is false for kinds that are not
// about schedules, such as the dates of exports.
func Conform(line []byte) (id string, handled bool, err error) {
	var c conformCase
	if err := json.Unmarshal(line, &c); err != nil {
		return "", true, fmt.Errorf("read case: %w", err)
	}
	if c.Zone == "" {
		c.Zone = brussels
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return c.Kind, true, fmt.Errorf("read case: %w", err)
	}
	id = c.Kind
	run, key := (func() error)(nil), ""
	switch c.Kind {
	case "iso_week":
		run, key = c.isoWeek, c.Date
	case "weeks_in_iso_year":
		run, key = c.weeks, fmt.Sprint(c.ISOYear)
	case "brussels_transition":
		run, key = func() error { return c.transition(zone) }, c.Date
	case "brussels_day_utc_range":
		run, key = func() error { return c.dayRange(zone) }, c.Date
	case "utc_to_brussels":
		run, key = func() error { return c.toLocal(zone) }, c.UTC.Format(time.RFC3339)
	case "cron_wall_clock_matches":
		run, key = func() error { return c.matches(zone) }, c.Day+" "+c.Cron
	case "cron_parse":
		run, key = c.parses, c.Cron
	case "cron_policy":
		run, key = c.policy, "once a local day"
	default:
		return id, false, nil
	}
	id += " " + key
	if err := run(); err != nil {
		return id, true, fmt.Errorf("case %s: %w", id, err)
	}
	return id, true, nil
}

// differ compares what is printed of both, which is what the cases hold.
func differ(what string, got, want any) error {
	if fmt.Sprint(got) == fmt.Sprint(want) {
		return nil
	}
	return fmt.Errorf("%s is %v, want %v", what, got, want)
}

func (c conformCase) isoWeek() error {
	d, err := time.Parse(time.DateOnly, c.Date)
	if err != nil {
		return err
	}
	year, week := d.ISOWeek()
	weekday := (int(d.Weekday())+6)%7 + 1
	return errors.Join(
		differ("iso_year", year, c.ISOYear), differ("iso_week", week, c.ISOWeek), differ("iso_weekday", weekday, c.ISOWeekday),
		differ("label", fmt.Sprintf("%04d-W%02d", year, week), c.Label),
		differ("monday", d.AddDate(0, 0, 1-weekday).Format(time.DateOnly), c.Monday),
	)
}

func (c conformCase) weeks() error {
	// 28 December always lies in the last week of its ISO year.
	_, week := time.Date(c.ISOYear, time.December, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return differ("weeks", week, c.Weeks)
}

// localDay gives the instants at which a local day starts and ends.
func localDay(date string, zone *time.Location) (start, end time.Time, err error) {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return start, end, err
	}
	c := calendar{zone: zone}
	return c.instant(d), c.instant(d.AddDate(0, 0, 1)), nil
}

func (c conformCase) transition(zone *time.Location) error {
	start, end, err := localDay(c.Date, zone)
	if err != nil {
		return err
	}
	_, change := start.In(zone).ZoneBounds()
	_, before := start.In(zone).Zone()
	_, after := end.In(zone).Zone()
	spring := strings.HasPrefix(c.Change, "spring")
	return errors.Join(
		differ("utc_instant", change.UTC().Format(time.RFC3339), c.Instant.UTC().Format(time.RFC3339)),
		differ("local_day_hours", end.Sub(start).Hours(), c.Hours),
		differ("spring change", after > before, spring),
	)
}

func (c conformCase) dayRange(zone *time.Location) error {
	start, end, err := localDay(c.Date, zone)
	if err != nil {
		return err
	}
	return errors.Join(
		differ("start_utc", start.UTC(), c.StartUTC.UTC()),
		differ("end_utc", end.UTC(), c.EndUTC.UTC()),
	)
}

func (c conformCase) toLocal(zone *time.Location) error {
	at := c.UTC.In(zone)
	wall := wallOf(c.UTC, zone)
	return errors.Join(
		differ("local", at.Format(time.RFC3339), c.Local),
		differ("local_date", wall.Format(time.DateOnly), c.LocalDate),
		differ("month", wall.Format("2006-01"), c.Month),
	)
}

// matches compares the instants at which clocks show a time of the rule, and
// then checks that each such time is one slot, whatever the clocks do.
func (c conformCase) matches(zone *time.Location) error {
	start, end, err := localDay(c.Day, zone)
	if err != nil {
		return err
	}
	cal, err := parse("case", c.Cron, c.Zone)
	if err != nil {
		return err
	}
	midnight := wallOf(start, zone).Truncate(24 * time.Hour)
	var shown, want []string
	var walls []string
	cal.each(midnight.Add(-time.Second), func(wall time.Time, s Slot) bool {
		if !wall.Before(midnight.Add(24 * time.Hour)) {
			return false
		}
		walls = append(walls, s.Local)
		for _, at := range occurrences(wall, zone) {
			shown = append(shown, at.Format(time.RFC3339))
		}
		return true
	})
	for _, m := range c.Matches {
		want = append(want, m.UTC().Format(time.RFC3339))
	}
	// In a fold an hour is shown again after it was shown whole.
	slices.Sort(shown)
	slices.Sort(want)
	slots, err := Slots(c.Cron, c.Zone, start, end)
	if err != nil {
		return err
	}
	var due []string
	for _, s := range slots {
		due = append(due, s.Local)
	}
	return errors.Join(
		differ("matching_instants_utc", shown, want), differ("n", len(shown), c.N), differ("slots", due, walls),
	)
}

// nextNote is how a case says which day comes next.
var nextNote = regexp.MustCompile(`next after (\d{4}-\d\d-\d\d) is (\d{4}-\d\d-\d\d)`)

func (c conformCase) parses() error {
	cal, err := parse("case", c.Cron, c.Zone)
	if e := differ("valid", err == nil, c.Valid); e != nil || err != nil {
		return e
	}
	if strings.Contains(c.Note, "never fires") {
		s, ok := cal.next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		if ok {
			return fmt.Errorf("slot %s is due, want none", s.Local)
		}
	}
	if m := nextNote.FindStringSubmatch(c.Note); m != nil {
		_, after, err := localDay(m[1], cal.zone)
		if err != nil {
			return err
		}
		s, _ := cal.next(after)
		return differ("next", strings.Split(s.Local, "T")[0], m[2])
	}
	return nil
}

// policy is the rule itself: one run a local day, at the first instant after a
// gap and at the first of two.
func (c conformCase) policy() error {
	var errs []error
	for day, want := range map[string]string{
		"2026-03-29": "[{2026-03-29T02:30 2026-03-29 01:00:00 +0000 UTC}]",
		"2026-10-25": "[{2026-10-25T02:30 2026-10-25 00:30:00 +0000 UTC}]",
	} {
		zone, err := time.LoadLocation(brussels)
		if err != nil {
			return err
		}
		start, end, err := localDay(day, zone)
		if err != nil {
			return err
		}
		slots, err := Slots("30 2 * * *", brussels, start, end)
		errs = append(errs, err, differ("slots of "+day, slots, want))
	}
	return errors.Join(errs...)
}
