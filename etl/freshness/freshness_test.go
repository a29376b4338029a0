package freshness_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl/freshness"
	"github.com/vlot-evaluatie/peil/models"
)

func dates(text string) []models.Date {
	var out []models.Date
	for _, d := range strings.Fields(text) {
		out = append(out, models.Date(d))
	}
	return out
}

// told writes a state as "due 2023-02-20, late 3, missing 2023-04 2023-05".
func told(s freshness.State) string {
	out := "due " + string(s.Due)
	if s.LateDays > 0 {
		out += fmt.Sprintf(", late %d", s.LateDays)
	}
	if len(s.Missing) > 0 {
		out += ", missing " + strings.Join(freshness.Names(s.Missing), " ")
	}
	return out
}

func check(t *testing.T, f models.Freshness, known, today, want string) {
	t.Helper()
	if got := told(freshness.Of(f, dates(known), models.Date(today))); got != want {
		t.Errorf("%+v, known %s, on %s:\n got %s\nwant %s", f, known, today, got, want)
	}
}

// The Mondays of 2023, without 15 May.
func TestYearOfWeeksWithOneMissing(t *testing.T) {
	var known []string
	for day := models.Date("2023-01-02"); day <= "2023-12-25"; day = day.AddDays(7) {
		if day != "2023-05-15" {
			known = append(known, string(day))
		}
	}
	if len(known) != 51 {
		t.Fatalf("%d deliveries, want 51 of 52 Mondays", len(known))
	}
	all := strings.Join(known, " ")
	onMonday := models.Freshness{Every: "week", Due: "monday", LateAfterDays: 2}
	check(t, onMonday, all, "2023-12-27", "due 2024-01-01, missing 2023-05-15")
	check(t, models.Freshness{Every: "week", LateAfterDays: 10}, all, "2023-12-27", "due 2024-01-04, missing 2023-W20")
	// Seen from that week: first due, then in its days of grace, then late.
	until := strings.Join(known[:19], " ") // 8 May is the 19th Monday
	check(t, onMonday, until, "2023-05-14", "due 2023-05-15")
	check(t, onMonday, until, "2023-05-17", "due 2023-05-15")
	check(t, onMonday, until, "2023-05-18", "due 2023-05-15, late 3, missing 2023-05-15")
	check(t, onMonday, until, "2023-05-25", "due 2023-05-15, late 10, missing 2023-05-15 2023-05-22")
	// It came on Thursday: late, but there.
	check(t, onMonday, until+" 2023-05-18", "2023-05-19", "due 2023-05-22")
	// What comes on Friday lies nearer to the next Monday.
	check(t, onMonday, until+" 2023-05-19", "2023-05-19", "due 2023-05-29, missing 2023-05-15")
	// With six days of grace everything until Sunday is for that Monday.
	check(t, models.Freshness{Every: "week", Due: "monday", LateAfterDays: 6}, until+" 2023-05-21", "2023-05-21", "due 2023-05-22")
}

func TestPeriodsWithoutADelivery(t *testing.T) {
	month := models.Freshness{Every: "month", LateAfterDays: 40}
	check(t, month, "2023-01-31 2023-02-28 2023-03-31 2023-05-31", "2023-06-02", "due 2023-07-10, missing 2023-04")
	check(t, month, "2023-01-31 2023-02-28", "2023-04-09", "due 2023-04-09")
	check(t, month, "2023-01-31 2023-02-28", "2023-04-10", "due 2023-04-09, late 1, missing 2023-03")
	check(t, month, "2022-11-30", "2023-02-01", "due 2023-01-09, late 23, missing 2022-12 2023-01")
	// Two in one month, none in the next, and no gap of 40 days: nothing is missing.
	check(t, month, "2023-01-02 2023-01-31 2023-03-01", "2023-03-02", "due 2023-04-10")
	check(t, models.Freshness{Every: "month"}, "2023-01-31", "2023-03-03", "due 2023-03-03")
	check(t, models.Freshness{Every: "day"}, "2023-03-24 2023-03-28", "2023-03-29", "due 2023-03-29, missing 2023-03-25 2023-03-26 2023-03-27")
	check(t, models.Freshness{Every: "quarter", LateAfterDays: 100}, "2022-12-31 2023-06-30", "2023-07-01", "due 2023-10-08, missing 2023-Q1")
	check(t, models.Freshness{Every: "year"}, "2021-12-31 2023-12-31", "2024-01-01", "due 2024-12-31, missing 2022")
	// Weeks of the turn of the year are those of ISO 8601: 2020 had 53.
	check(t, models.Freshness{Every: "week", LateAfterDays: 8}, "2020-12-21 2021-01-11", "2021-01-12", "due 2021-01-19, missing 2020-W53 2021-W01")
	check(t, models.Freshness{LateAfterDays: 5}, "2023-01-01", "2023-01-10", "due 2023-01-06, late 4")
}

func TestDueDaysAtMonthEndsAndInLeapYears(t *testing.T) {
	last := models.Freshness{Every: "month", Due: "last"}
	check(t, last, "2024-01-31", "2024-02-29", "due 2024-02-29")
	check(t, last, "2024-01-31", "2024-03-01", "due 2024-02-29, late 1, missing 2024-02-29")
	check(t, last, "2023-01-31", "2023-03-01", "due 2023-02-28, late 1, missing 2023-02-28")
	thirtieth := models.Freshness{Every: "month", Due: "30", LateAfterDays: 3}
	check(t, thirtieth, "2023-01-30 2023-03-01 2023-04-02", "2023-04-03", "due 2023-04-30")
	// Known at the month's end, due on the tenth after it.
	check(t, models.Freshness{Every: "month", Due: "10"}, "2023-03-31 2023-04-30", "2023-05-11", "due 2023-06-10")
	check(t, models.Freshness{Every: "quarter", Due: "2-10"}, "2023-02-09 2023-08-10", "2023-08-11", "due 2023-11-10, missing 2023-05-10")
	check(t, models.Freshness{Every: "quarter", Due: "last"}, "2023-03-31", "2023-07-01", "due 2023-06-30, late 1, missing 2023-06-30")
	check(t, models.Freshness{Every: "year", Due: "02-29"}, "2023-02-28", "2024-03-01", "due 2024-02-29, late 1, missing 2024-02-29")
	check(t, models.Freshness{Every: "week", Due: "sunday"}, "2024-02-25", "2024-03-04", "due 2024-03-03, late 1, missing 2024-03-03")
}

func TestExpectedDatesAndDeliveriesThatComeOnce(t *testing.T) {
	f := models.Freshness{Expected: dates("2023-09-01 2023-01-15 2023-03-15"), LateAfterDays: 5}
	check(t, f, "", "2023-01-20", "due 2023-01-15")
	check(t, f, "", "2023-03-21", "due 2023-01-15, late 65, missing 2023-01-15 2023-03-15")
	check(t, f, "2023-01-10 2023-03-20", "2023-03-21", "due 2023-09-01")
	check(t, f, "2023-01-10 2023-08-30", "2023-09-10", "due , missing 2023-03-15")
	check(t, models.Freshness{Every: "once"}, "2023-01-10", "2026-01-01", "due ")
	check(t, models.Freshness{Every: "once"}, "", "2026-01-01", "due ")
	once := models.Freshness{Every: "once", Due: "2023-01-31", LateAfterDays: 10}
	check(t, once, "", "2023-02-10", "due 2023-01-31")
	check(t, once, "", "2023-02-11", "due 2023-01-31, late 11, missing 2023-01-31")
	check(t, once, "2023-05-01", "2023-06-01", "due ")
	check(t, models.Freshness{}, "2023-05-01", "2026-06-01", "due ")
	check(t, models.Freshness{Every: "week", Due: "monday"}, "", "2023-06-01", "due ")
}

// The file of a week bears its Sunday and may come on Friday.
func TestDaysAfterTodayCountAsToday(t *testing.T) {
	f := models.Freshness{Every: "week", Due: "monday"}
	got := freshness.Of(f, dates("2023-01-02 2023-01-09 2023-01-15"), "2023-01-13")
	if got.Last != "2023-01-13" || told(got) != "due 2023-01-23" {
		t.Errorf("%+v", got)
	}
	// A slip of the pen does not make it fresh until then.
	check(t, models.Freshness{Every: "week"}, "2023-01-02 2032-01-09", "2023-01-09", "due 2023-01-16")
}

// The clocks change on 26 March and 29 October 2023: a day then has 23 or 25
// hours, and is a day.
func TestDaysOfSummerTimeAreDays(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	f := models.Freshness{Every: "day"}
	for _, c := range []struct {
		now  time.Time
		want string
	}{
		{time.Date(2023, 3, 27, 0, 30, 0, 0, brussels), "due 2023-03-27"}, // 22:30 UTC on the day before
		{time.Date(2023, 3, 28, 0, 30, 0, 0, brussels), "due 2023-03-27, late 1, missing 2023-03-27"},
	} {
		check(t, f, "2023-03-25 2023-03-26", string(models.DateOf(c.now)), c.want)
	}
	check(t, f, "2023-10-28 2023-10-29", string(models.DateOf(time.Date(2023, 10, 30, 23, 59, 0, 0, brussels))), "due 2023-10-30")
	check(t, models.Freshness{Every: "week", Due: "sunday"}, "2023-10-22 2023-10-29", "2023-11-05", "due 2023-11-05")
}

// Whatever comes and whenever it is looked at: what is late is missing, nothing
// that came is missing, and each period is missing once.
func TestMissingAndLateAgree(t *testing.T) {
	rhythms := []models.Freshness{
		{Every: "day"}, {Every: "week", LateAfterDays: 9}, {Every: "month"}, {Every: "quarter"},
		{Every: "week", Due: "thursday", LateAfterDays: 1}, {Every: "month", Due: "31"}, {Every: "quarter", Due: "1-31", LateAfterDays: 20}, {Every: "year", Due: "12-31"},
	}
	for _, f := range rhythms {
		for skip := 2; skip < 40; skip += 3 {
			var known []models.Date
			for i := 0; i < 900; i += 1 + i*skip%53 {
				known = append(known, models.Date("2021-12-01").AddDays(i))
			}
			today := known[len(known)-1].AddDays(skip)
			s := freshness.Of(f, known, today)
			missing := freshness.Names(s.Missing)
			if !slices.IsSorted(missing) || len(slices.Compact(slices.Clone(missing))) != len(missing) {
				t.Fatalf("%+v: missing %v", f, missing)
			}
			for i, m := range s.Missing {
				if m.Since > m.From || m.From > m.Until || i > 0 && m.From <= s.Missing[i-1].Until {
					t.Fatalf("%+v: missing %+v", f, s.Missing)
				}
			}
			if f.Due != "" && (s.LateDays > 0) != slices.Contains(missing, string(s.Due)) {
				t.Fatalf("%+v on %s: %+v", f, today, s)
			}
			if s.LateDays > 0 && s.Due.AddDays(s.LateDays) != today {
				t.Fatalf("%+v on %s: %+v", f, today, s)
			}
			for _, d := range known {
				if slices.Contains(missing, string(d)) {
					t.Fatalf("%+v: %s came and is missing", f, d)
				}
			}
		}
	}
}

// A delivery that may come on any day of a week tells of the week before too; one that is
// due on a day tells of the days since the due day before.
func TestDaysThatAMissingDeliveryMayHaveToldAbout(t *testing.T) {
	for name, c := range map[string]struct {
		f     models.Freshness
		known string
		want  freshness.Missing
	}{
		"week":    {models.Freshness{Every: "week", LateAfterDays: 8}, "2023-05-08 2023-05-22", freshness.Missing{Name: "2023-W20", Span: models.Span{From: "2023-05-15", Until: "2023-05-21"}, Since: "2023-05-08"}},
		"month":   {models.Freshness{Every: "month", LateAfterDays: 40}, "2023-06-10 2023-08-10", freshness.Missing{Name: "2023-07", Span: models.Span{From: "2023-07-01", Until: "2023-07-31"}, Since: "2023-06-01"}},
		"due day": {models.Freshness{Every: "month", Due: "10"}, "2023-06-10 2023-08-10", freshness.Missing{Name: "2023-07-10", Span: models.Span{From: "2023-07-10", Until: "2023-07-10"}, Since: "2023-06-11"}},
	} {
		days := dates(c.known)
		if got := freshness.Of(c.f, days, days[len(days)-1]).Missing; len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: missing %+v, want %+v", name, got, c.want)
		}
	}
}
