package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/etl/freshness"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/schedule"
	"github.com/vlot-evaluatie/peil/internal/stats"
	"github.com/vlot-evaluatie/peil/models"
)

// entityStatus is what status tells of one entity. Names do not change; what is
// about the last delivery is about the one with the latest knowledge date.
type entityStatus struct {
	Source      string       `json:"source"`
	Entity      string       `json:"entity"`
	Deliveries  int          `json:"deliveries"` // all that arrived, with all their rows
	Rows        int64        `json:"rows"`
	Kept        int64        `json:"kept"`
	Rejected    int64        `json:"rejected"`
	Quarantine  int          `json:"quarantined"`
	Short       int          `json:"too_short"`               // lists that lack too much to count
	Last        models.Date  `json:"last_known_at,omitempty"` // of what was taken in
	Arrived     models.Date  `json:"last_arrived_on,omitempty"`
	Name        string       `json:"last_name,omitempty"`
	LastRows    int64        `json:"last_rows"` // kept and rejected
	RejectShare float64      `json:"last_reject_share"`
	Warned      int64        `json:"last_warned"`
	Corrected   int64        `json:"last_corrected"`
	Copies      []copyStatus `json:"copies"`     // files with the bytes of another one
	Usual       *usualStatus `json:"usual_rows"` // null: too few deliveries
	Outside     bool         `json:"outside_usual_rows"`
	Due         models.Date  `json:"due,omitempty"`
	LateDays    int          `json:"late_days"`
	Missing     []string     `json:"missing"`
	Never       bool         `json:"never_delivered"`
	Drift       []string     `json:"drift"`
	LeftOut     []string     `json:"left_out_columns"`

	errors int   // cells of the last delivery that show an error
	merged int64 // merged ranges of the last delivery
	held   bool  // the latest arrival is in quarantine
	// missing are the deliveries that Missing names.
	missing []freshness.Missing
	list    bool // each delivery tells all that there is
	// lastShort: the latest list that is not in quarantine is too short to count.
	lastShort bool
	// lastUnread: of the rows of the latest delivery that is not in quarantine none is good.
	lastUnread bool
	unread     int // deliveries with rows of which none is good
}

// copyStatus is a file that has the bytes of another one, under another name.
type copyStatus struct {
	Name string `json:"name"`
	Of   string `json:"of"`
}

// usualStatus is the range of rows of the deliveries before the last.
type usualStatus struct {
	Deliveries int     `json:"deliveries"`
	Median     float64 `json:"median"`
	MAD        float64 `json:"mad"`
	Least      int64   `json:"least"`
	Most       int64   `json:"most"`
}

// usualDeliveries is how many deliveries before the last say what is usual.
const usualDeliveries = 12

func (a *app) statusCommand() *cobra.Command {
	var asOf string
	var check bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show what came in, what is late, the snapshot, the checks and the last runs",
		Long: `Shows for every entity its last delivery, when the next is due, its rows beside
those that are usual, and what a steward should look at: late and missing
deliveries, quarantine, columns that came and went. Dates are knowledge dates.`,
		Args: exactArgs(0, "none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			today, err := optionalDate("--as-of", asOf)
			if err != nil {
				return err
			}
			p, err := a.loadProject()
			if err != nil {
				return err
			}
			m, err := a.manifest(0)
			if err != nil {
				return err
			}
			runs, err := history(a.layout())
			if err != nil {
				return err
			}
			jobs, err := a.jobStatus(p)
			if err != nil {
				return err
			}
			// The day is that of the clock on the wall: what is due on Monday is
			// due when it is Monday here.
			seen := withDefault(today, models.DateOf(time.Now()))
			entities, err := a.entities(p, m, today, seen)
			if err != nil {
				return err
			}
			if a.json {
				err = printJSON(a.out, map[string]any{"snapshot": m.Snapshot, "known_at": m.KnownAt, "seen_on": seen,
					"sources": entities, "checks": m.Checks, "runs": lastRuns(runs), "jobs": jobs})
			} else {
				err = a.printStatus(p, m, seen, entities, runs, jobs)
			}
			if err != nil || !check {
				return err
			}
			return late(p, entities)
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "knowledge date: how deliveries stood on that day; today when absent")
	cmd.Flags().BoolVar(&check, "check", false, "exit 4 when a delivery is late or has an unusual number of rows")
	return cmd
}

func withDefault(day, otherwise models.Date) models.Date { return cmp.Or(day, otherwise) }

// entities sums up the deliveries by entity, in the order of the contracts. known
// leaves out what was known later; none leaves out nothing. seen is the day on
// which somebody looks.
func (a *app) entities(p *models.Project, m *models.Manifest, known, seen models.Date) ([]entityStatus, error) {
	out := []entityStatus{}
	for _, s := range p.Sources {
		for i := range s.Entities {
			e := &s.Entities[i]
			receipts, err := load.ReadReceipts(a.layout(), s.Name, e.Name)
			if err != nil {
				return nil, err
			}
			arrived := map[int]models.Date{}
			for _, r := range receipts {
				arrived[r.Sequence] = r.ReceivedOn
			}
			out = append(out, entityOf(e, s.FreshnessOf(e.Name), deliveriesOf(m, e, known), arrived, seen))
		}
	}
	return out, nil
}

// deliveriesOf gives the deliveries of an entity that were known on a day; all of them for "".
func deliveriesOf(m *models.Manifest, e *models.Entity, known models.Date) []models.Loaded {
	var out []models.Loaded
	for _, d := range m.Deliveries {
		if d.Source == e.Source && d.Entity == e.Name && (known == "" || d.KnownAt <= known) {
			out = append(out, d)
		}
	}
	return out
}

// entityOf sums up one entity's deliveries; arrived is by sequence.
func entityOf(e *models.Entity, f models.Freshness, deliveries []models.Loaded, arrived map[int]models.Date, seen models.Date) entityStatus {
	st := entityStatus{Source: e.Source, Entity: e.Name, Deliveries: len(deliveries), list: e.Delivery.Kind == "snapshot", Drift: []string{}, LeftOut: []string{}, Copies: []copyStatus{}}
	deliveries = slices.Clone(deliveries)
	slices.SortStableFunc(deliveries, func(a, b models.Loaded) int {
		return cmp.Or(cmp.Compare(a.KnownAt, b.KnownAt), a.Sequence-b.Sequence)
	})
	var days []models.Date
	var good []models.Loaded // with rows that can be compared with others
	latest := 0
	for _, d := range deliveries {
		st.Rows += d.Rows
		st.Kept += d.Kept
		st.Rejected += d.Rejected
		if d.Quarantine != "" {
			st.Quarantine++
		}
		if d.Short() != "" {
			st.Short++
		}
		st.lastShort = d.Short() != "" || st.lastShort && d.Quarantine != ""
		if d.Unread() {
			st.unread++
		}
		st.lastUnread = d.Unread() || st.lastUnread && d.Quarantine != ""
		if d.Sequence > latest {
			latest, st.held = d.Sequence, d.Quarantine != ""
		}
		if !d.Delivered() {
			continue
		}
		if e.Told(&d) {
			days = append(days, d.KnownAt)
		} else if d.CopyOf != "" {
			st.Copies = append(st.Copies, copyStatus{d.Name, d.CopyOf})
		}
		st.Last, st.Name, st.Arrived = d.KnownAt, d.Name, arrived[d.Sequence]
		if d.Skipped == "" {
			good = append(good, d)
		}
	}
	if len(good) > 0 {
		last := good[len(good)-1]
		st.LastRows, st.Warned, st.Corrected = last.Kept+last.Rejected, last.Warned, last.Corrected
		st.errors, st.merged = len(last.CellErrors), last.Merged
		if st.LastRows > 0 {
			st.RejectShare = float64(last.Rejected) / float64(st.LastRows)
		}
		st.usual(good)
	}
	st.Drift, st.LeftOut = drift(deliveries)
	state := freshness.Of(f, days, seen)
	st.Due, st.LateDays = state.Due, state.LateDays
	st.Missing, st.missing = freshness.Names(state.Missing), state.Missing
	st.Never = st.Last == "" && !e.Optional
	return st
}

// chance is how many rows more or fewer than usual are none too many in a file of changes
// or events.
const chance = 3

// usual compares the last delivery with those before it, which say what is usual.
func (st *entityStatus) usual(good []models.Loaded) {
	before := good[max(0, len(good)-1-usualDeliveries) : len(good)-1]
	rows := make([]float64, len(before))
	for i, d := range before {
		rows[i] = float64(d.Kept + d.Rejected)
	}
	u, err := stats.UsualRange(rows)
	if err != nil {
		return // too few
	}
	low, high := u.Range.Low, u.Range.High
	if !st.list {
		// What happens in a month comes by chance: 2 after months of 4 is nothing odd. What
		// stands in a list does not.
		low, high = min(low, u.Median-chance), max(high, u.Median+chance)
	}
	// Whole rows inside the range; a file without any is odd where none was before.
	least := min(slices.Min(rows), 1)
	st.Usual = &usualStatus{Deliveries: len(before), Median: u.Median, MAD: u.MAD, Least: int64(max(least, math.Ceil(low))), Most: int64(math.Floor(high))}
	st.Outside = st.LastRows < st.Usual.Least || st.LastRows > st.Usual.Most
}

// late gives an error for each entity that is late, was never delivered though it
// should be, or came with an unusual number of rows.
func late(p *models.Project, entities []entityStatus) error {
	var errs []error
	for _, st := range entities {
		s, err := p.Source(st.Source)
		if err != nil {
			return err
		}
		add := func(what, fix string) {
			errs = append(errs, &models.Error{Code: models.Blocked, Where: st.Source + "/" + st.Entity, What: what, Fix: fix})
		}
		ask := "ask " + cmp.Or(s.Owner, "the supplier") + " for it, then peil run"
		switch {
		case st.LateDays > 0:
			add(fmt.Sprintf("is late by %s: a delivery was due on %s", prose.Counted(st.LateDays, "day"), st.Due), ask)
		case st.Never && s.FreshnessOf(st.Entity).Stated():
			add("was never delivered", ask)
		}
		if st.Outside {
			add(fmt.Sprintf("%s has %s rows, usual are %s", st.Name, prose.Grouped(st.LastRows), st.Usual.text()), "see whether the file is whole; a change that stays is usual after some deliveries")
		}
	}
	return errors.Join(errs...)
}

// jobStatus is a scheduled job and how it went last.
type jobStatus struct {
	Name string `json:"name"`
	Cron string `json:"cron"`
	Zone string `json:"zone"`
	Last string `json:"last"`
}

func (a *app) jobStatus(p *models.Project) ([]jobStatus, error) {
	past, err := schedule.ReadHistory(a.layout().Jobs())
	if err != nil {
		return nil, err
	}
	var out []jobStatus
	for _, j := range p.Config.Jobs {
		s := jobStatus{Name: j.Name, Cron: j.Cron, Zone: j.Zone, Last: "never ran"}
		if r, ok := past.Last(j.Name); ok && r.Slot != "" {
			s.Last = fmt.Sprintf("%s %s", r.Slot, r.Outcome)
			if r.Outcome == schedule.Begun {
				s.Last = fmt.Sprintf("%s begun at %s, and no end is on record: it is running, or was cut off and runs again", r.Slot, r.StartedAt.Format("2006-01-02 15:04:05 MST"))
			}
			if r.Message != "" {
				s.Last += ": " + models.Visible(r.Message)
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// lastRuns gives the ten most recent runs, newest first.
func lastRuns(runs []runRecord) []runRecord {
	runs = slices.Clone(runs)
	slices.Reverse(runs)
	return runs[:min(10, len(runs))]
}
