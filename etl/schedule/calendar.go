package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/vlot-evaluatie/peil/models"
)

// localLayout is how a slot is written: local calendar, no offset, as a slot may
// not exist or occur twice.
const localLayout = "2006-01-02T15:04"

// Slot is one point on the local calendar at which a job is to run.
type Slot struct {
	// Local is the calendar text, such as 2026-03-29T02:30.
	Local string
	// At is the instant (UTC) at which the slot is due.
	At time.Time
}

// calendar is a cron text in a zone. Wall clock readings are held as times in
// UTC, where no hour is lost or gained, so that the cron rules see every slot of
// the local calendar exactly once.
type calendar struct {
	rule cron.Schedule
	zone *time.Location
}

// parser takes minute, hour, day of month, month, day of week, and @daily and
// the like. When both days are given, either will do, as POSIX has it.
var parser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)

const cronFix = `write five fields, minute hour day month weekday (0 = Sunday), such as "30 2 * * *", or @hourly, @daily, @weekly, @monthly, @yearly`

// parse reads cron text and zone name. Where is put in the *models.Error.
func parse(where, text, zone string) (calendar, error) {
	loc, errZone := inZone(where, zone)
	rule, errRule := ruleOf(where, text)
	return calendar{rule: rule, zone: loc}, errors.Join(errZone, errRule)
}

// Check says what is wrong with cron text and zone name, as *models.Error with Where: what
// is found when a job is to run is found at night.
func Check(where, text, zone string) error {
	_, err := parse(where, text, zone)
	return err
}

func inZone(where, zone string) (*time.Location, error) {
	wrong := &models.Error{
		Code: models.Invalid, Where: where,
		What: fmt.Sprintf("time zone is %q, want a zone's name", zone),
		Fix:  "write one such as Europe/Brussels",
	}
	// LoadLocation takes "" for UTC and "Local" for whatever machine this is.
	if zone == "" || zone == "Local" {
		return nil, wrong
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		wrong.Err = err
		return nil, wrong
	}
	return loc, nil
}

func ruleOf(where, text string) (cron.Schedule, error) {
	trimmed := strings.TrimSpace(text)
	refuse := func(what string, cause error) (cron.Schedule, error) {
		return nil, &models.Error{
			Code: models.Invalid, Where: where,
			What: fmt.Sprintf("cron text is %q, %s", text, what), Fix: cronFix, Err: cause,
		}
	}
	switch {
	// Two zones would contradict each other, and the library slices out of range
	// on a zone without fields.
	case strings.HasPrefix(trimmed, "TZ="), strings.HasPrefix(trimmed, "CRON_TZ="):
		return refuse("want it without a zone, which has a setting of its own", nil)
	// An interval since the program started is no place on the calendar.
	case strings.HasPrefix(trimmed, "@every"):
		return refuse(`want slots of the calendar, such as "*/15 * * * *"`, nil)
	}
	rule, err := parser.Parse(trimmed)
	if err != nil {
		return refuse("want a valid one", err)
	}
	return rule, nil
}

// occurrences gives the instants at which clocks in the zone show wall: none in
// the gap of spring, two in the fold of autumn, in order.
func occurrences(wall time.Time, zone *time.Location) []time.Time {
	var out []time.Time
	// Offsets lie within 15 hours, so these two see both sides of any change
	// near. The larger offset gives the earlier instant.
	_, before := wall.Add(-15 * time.Hour).In(zone).Zone()
	_, after := wall.Add(15 * time.Hour).In(zone).Zone()
	offsets := []int{max(before, after), min(before, after)}
	for i, o := range offsets {
		if i == 1 && o == offsets[0] {
			break
		}
		at := wall.Add(-time.Duration(o) * time.Second)
		if wallOf(at, zone).Equal(wall) {
			out = append(out, at)
		}
	}
	return out
}

// wallOf gives what clocks in the zone show at an instant, as a time in UTC.
func wallOf(at time.Time, zone *time.Location) time.Time {
	_, o := at.In(zone).Zone()
	return at.UTC().Add(time.Duration(o) * time.Second)
}

// instant gives the one moment at which a slot is due. It never falls when wall
// rises; all slots of a gap are due at the gap's end.
func (c calendar) instant(wall time.Time) time.Time {
	if at := occurrences(wall, c.zone); len(at) > 0 {
		return at[0]
	}
	_, o := wall.Add(15 * time.Hour).In(c.zone).Zone()
	// With the offset of after the gap, the reading lies before the change.
	_, end := wall.Add(-time.Duration(o) * time.Second).In(c.zone).ZoneBounds()
	return end.UTC()
}

// each calls f for the slots after a wall clock reading, until f returns false
// or the rule has no more within five years.
func (c calendar) each(wall time.Time, f func(wall time.Time, s Slot) bool) {
	for {
		wall = c.rule.Next(wall)
		if wall.IsZero() {
			return
		}
		if !f(wall, Slot{Local: wall.Format(localLayout), At: c.instant(wall)}) {
			return
		}
	}
}

// margin is how far before an instant's wall clock reading the search for later
// slots starts: more than any zone ever put its clocks back or forth.
const margin = 25 * time.Hour

// next gives the first slot due after an instant.
func (c calendar) next(after time.Time) (Slot, bool) {
	var found Slot
	var ok bool
	c.each(wallOf(after, c.zone).Add(-margin), func(_ time.Time, s Slot) bool {
		if s.At.After(after) {
			found, ok = s, true
		}
		return !ok
	})
	return found, ok
}

// following gives the first slot after an instant and after the slot that the job's last
// record used: a clock that was set back makes no slot run twice.
func (c calendar) following(last Record, after time.Time) (Slot, bool) {
	if wall, err := time.Parse(localLayout, last.Slot); err == nil {
		if at := c.instant(wall); at.After(after) {
			after = at
		}
	}
	return c.next(after)
}

// Slots lists the slots of a cron text in a zone that are due from one instant,
// included, until another, not included. Slots of a gap share their instant. A
// wrong text or zone gives a *models.Error.
func Slots(cronText, zone string, from, to time.Time) ([]Slot, error) {
	c, err := parse("schedule", cronText, zone)
	if err != nil {
		return nil, err
	}
	var out []Slot
	c.each(wallOf(from, c.zone).Add(-margin), func(_ time.Time, s Slot) bool {
		if !s.At.Before(to) {
			return false
		}
		if !s.At.Before(from) {
			out = append(out, s)
		}
		return true
	})
	return out, nil
}

// due gives the latest slot that should have run by now, and how many there are
// since the job's last record.
func (c calendar) due(last Record, now time.Time) (latest Slot, count int) {
	wall, err := time.Parse(localLayout, last.Slot)
	since := last.StartedAt
	if err == nil {
		// What ran is a place on the calendar: instants say nothing in a fold.
		since = time.Time{}
	} else {
		wall = wallOf(since, c.zone).Add(-margin)
	}
	c.each(wall, func(_ time.Time, s Slot) bool {
		if s.At.After(now) {
			return false
		}
		if s.At.After(since) {
			latest = s
			count++
		}
		return true
	})
	return latest, count
}
