package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
)

func (u *usualStatus) text() string { return prose.Grouped(u.Least) + " to " + prose.Grouped(u.Most) }

// printStatus writes the status for people: a line for each entity, below it what
// a steward should look at.
func (a *app) printStatus(p *models.Project, m *models.Manifest, seen models.Date, entities []entityStatus, runs []runRecord, jobs []jobStatus) error {
	known := "no data yet"
	if m.KnownAt != "" {
		known = "data as known on " + string(m.KnownAt)
	}
	fmt.Fprintf(a.out, "snapshot %d · %s · seen on %s\n%s\n\n", m.Snapshot, known, seen, m.Engine)
	t := &table{columns: []string{"source/entity", "last", "due", "rows", "usual", "rejected"}, right: []bool{false, false, false, true, true, true}}
	var below [][]string // what stands under each line of the table
	source := ""
	for _, st := range entities {
		if st.Source != source {
			source = st.Source
			s, err := p.Source(source)
			if err != nil {
				return err
			}
			t.add(source, "", "", "", "", "")
			below = append(below, []string{rhythm(s.Freshness) + arrivedLast(entities, source)})
		}
		usual, notes := "too few", st.notes()
		if st.Usual != nil {
			if usual = prose.Grouped(st.Usual.Least) + "-" + prose.Grouped(st.Usual.Most); utf8.RuneCountInString(usual) > 13 {
				usual = "below"
				notes = append(notes, "usual are "+st.Usual.text()+" rows")
			}
		}
		if st.Last == "" {
			t.add("  "+st.Entity, "never", "", "", "", "")
		} else {
			t.add("  "+st.Entity, string(st.Last), string(st.Due), prose.Grouped(st.LastRows), usual, comma(st.RejectShare*100, 1)+" %")
		}
		below = append(below, notes)
	}
	if err := printWith(a.out, t, below); err != nil {
		return err
	}
	a.printChecks(m)
	fmt.Fprintf(a.out, "\nlast runs\n")
	for _, r := range lastRuns(runs) {
		wrap(a.out, "  ", fmt.Sprintf("%s  %-8s %s  %s s  %s", r.StartedAt.Format("2006-01-02 15:04:05"), r.Outcome, r.Command,
			comma(r.EndedAt.Sub(r.StartedAt).Seconds(), 1), models.Visible(r.Message)))
	}
	fmt.Fprintf(a.out, "\njobs\n")
	for _, j := range jobs {
		wrap(a.out, "  ", fmt.Sprintf("%-16s %-14s %s  %s", j.Name, j.Cron, j.Zone, j.Last))
	}
	return nil
}

func (a *app) printChecks(m *models.Manifest) {
	passed := 0
	for _, c := range m.Checks {
		if c.Failures == 0 {
			passed++
		}
	}
	fmt.Fprintf(a.out, "\nchecks: %d passed, %d not\n", passed, len(m.Checks)-passed)
	for _, c := range m.Checks {
		if c.Failures > 0 {
			wrap(a.out, "  ", fmt.Sprintf("%s %s: %s; %s", c.Severity, c.Name, failing(c), c.ToDoIn("en")))
		}
	}
}

// notes tells what is to be looked at, most pressing first.
func (st *entityStatus) notes() []string {
	var out []string
	add := func(format string, values ...any) { out = append(out, fmt.Sprintf(format, values...)) }
	if st.LateDays > 0 {
		add("LATE by %s: a delivery was due on %s", prose.Counted(st.LateDays, "day"), st.Due)
	}
	if n := len(st.Missing); n > 6 {
		add("no delivery for %s, ... %s: %d in all", strings.Join(st.Missing[:3], ", "), strings.Join(st.Missing[n-2:], ", "), n)
	} else if n > 0 {
		add("no delivery for %s", strings.Join(st.Missing, ", "))
	}
	if st.Outside {
		add("UNUSUAL: %s has %s rows, the %d before it had %s as a rule (median %s)", models.Visible(st.Name), prose.Grouped(st.LastRows),
			st.Usual.Deliveries, st.Usual.text(), prose.Grouped(int64(math.Round(st.Usual.Median))))
	}
	if n := len(st.Copies); n > 0 {
		last := st.Copies[n-1]
		add("NOT DELIVERED: %s has the same bytes as %s%s", models.Visible(last.Name), models.Visible(last.Of), others(n-1))
	}
	if st.lastShort {
		add("DOES NOT COUNT: the latest delivery is too short to be whole, as peil run says")
	}
	if st.lastUnread {
		add("DOES NOT COUNT: of the rows of the latest delivery none is good; see peil rejects")
	}
	if st.Quarantine > 0 {
		also := ""
		if st.held {
			also = ", the latest to arrive among them"
		}
		add("in quarantine: %s%s; see peil rejects", prose.Counted(st.Quarantine, "file"), also)
	}
	for _, d := range st.Drift {
		add("changed: %s", d)
	}
	if st.Warned > 0 {
		add("warnings on %s of the last delivery", prose.Counted(int(st.Warned), "row"))
	}
	if st.errors > 0 {
		add("no value: %s of the last delivery that show an error or were never computed", prose.Counted(st.errors, "cell"))
	}
	if st.merged > 0 {
		add("no value: cells of the last delivery that are merged with one before them, in %s", prose.Counted(int(st.merged), "range"))
	}
	if st.Corrected > 0 {
		add("corrected by the project: %s of the last delivery", prose.Counted(int(st.Corrected), "row"))
	}
	return out
}

// others adds how many more there are of what was named.
func others(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", and so have %s more", prose.Counted(n, "file"))
}

// rhythm says in words when a source delivers.
func rhythm(f models.Freshness) string {
	out := "no rhythm stated"
	switch {
	case len(f.Expected) > 0:
		out = fmt.Sprintf("expected on %s", prose.Counted(len(f.Expected), "date"))
	case f.Every == "once":
		out = "once"
	case f.Every != "":
		out = "every " + f.Every
	}
	if f.Due != "" {
		out += ", due " + f.Due
	}
	if f.LateAfterDays > 0 {
		out += ", late after " + prose.Counted(f.LateAfterDays, "day")
	}
	if len(f.Entities) > 0 {
		out += " (not all of it)"
	}
	return out
}

// arrivedLast says when the last file of a source came in, of all its entities.
func arrivedLast(entities []entityStatus, source string) string {
	var last models.Date
	for _, st := range entities {
		if st.Source == source {
			last = max(last, st.Arrived)
		}
	}
	if last == "" {
		return ""
	}
	return "; last arrival " + string(last)
}

// printWith writes a table with lines of text under its rows.
func printWith(w io.Writer, t *table, below [][]string) error {
	var b strings.Builder
	if err := t.text(&b); err != nil {
		return err
	}
	for i, line := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
		if i == 0 {
			continue
		}
		for _, text := range below[i-1] {
			wrap(w, "    ", text)
		}
	}
	return nil
}

// wrap writes a text that may be longer than the screen, broken at blanks; what
// follows the first line stands further in.
func wrap(w io.Writer, indent, text string) {
	for further := indent + "  "; text != ""; indent = further {
		room := prose.Screen - utf8.RuneCountInString(indent)
		cut := len(text)
		if utf8.RuneCountInString(text) > room {
			if cut = strings.LastIndex(string([]rune(text)[:room+1]), " "); cut <= 0 {
				if cut = strings.Index(text, " "); cut <= 0 {
					cut = len(text) // a word longer than the screen stays whole
				}
			}
		}
		fmt.Fprintln(w, indent+strings.TrimRight(text[:cut], " "))
		text = strings.TrimLeft(text[cut:], " ")
	}
}
