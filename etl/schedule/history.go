package schedule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Outcome says how a run ended.
type Outcome string

// The outcomes in a history.
const (
	// Registered is no run: the job was seen for the first time.
	Registered Outcome = "registered"
	// Begun is a run that has not ended; its slot is still due. When no other record
	// follows and nobody leads, it was cut off.
	Begun Outcome = "begun"
	// Done is a run that returned without an error.
	Done Outcome = "done"
	// Failed is a run that returned an error or panicked; its slot is used up.
	Failed Outcome = "failed"
	// Cancelled is a run cut short by a shutdown; its slot is still due.
	Cancelled Outcome = "cancelled"
	// Postponed is a run that could not be done just then: another process held what it
	// needs, or a source could not be reached. Its slot is still due, and tried again.
	Postponed Outcome = "postponed"
)

// Record is one line of the history; a run has one when it begins and one when it ends.
type Record struct {
	Job string `json:"job"`
	// Slot is the local calendar text, such as 2026-03-29T02:30, in Zone; empty
	// for a registration.
	Slot      string    `json:"slot"`
	Zone      string    `json:"zone"`
	StartedAt time.Time `json:"started_at"`
	EndedAt   time.Time `json:"ended_at"`
	Outcome   Outcome   `json:"outcome"`
	// MissedCount is the number of earlier slots that this run stands for.
	MissedCount int    `json:"missed_count"`
	Message     string `json:"message,omitempty"`
}

// CutOff tells that the run did not come to its own end, or has not yet.
func (r Record) CutOff() bool { return r.Outcome == Cancelled || r.Outcome == Begun }

// open tells that the slot of the run is still due.
func (r Record) open() bool { return r.CutOff() || r.Outcome == Postponed }

// firstPause is how long after a postponed run it is tried again, longestPause how long at
// the most: each pause is twice the one before.
const (
	firstPause   = 5 * time.Minute
	longestPause = time.Hour
)

// again tells from when on a postponed run of a job is tried again; zero when its last run
// was not postponed. A clock that was set back makes no pause longer.
func (h *History) again(job string, now time.Time) time.Time {
	r := h.last[job]
	if r.Outcome != Postponed || now.Before(r.EndedAt) {
		return time.Time{}
	}
	pause := firstPause
	for n := 1; n < h.tries[job] && pause < longestPause; n++ {
		pause *= 2
	}
	return r.EndedAt.Add(min(pause, longestPause))
}

// History is what ran, as read from its file. Only the leader appends to it;
// anyone may read the file at any moment.
type History struct {
	path string
	last map[string]Record
	used map[string]Record
	// tries is how many runs for the slot of the last record were postponed.
	tries map[string]int
	// whole is the length of the file up to and with its last good line.
	whole int64
	torn  bool
	// bare is true when the last good line lacks its line end.
	bare bool
}

// ReadHistory reads a history file; one that is not there yet is empty. A last
// line that a crash left unfinished is left out, and overwritten by the next
// record; any other line that cannot be read is a *models.Error.
func ReadHistory(path string) (*History, error) {
	h := &History{path: path, last: map[string]Record{}, used: map[string]Record{}, tries: map[string]int{}}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read run history: %w", err)
	}
	rest := text
	for n := 1; len(rest) > 0; n++ {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		if len(bytes.TrimSpace(line)) > 0 {
			var r Record
			if err := json.Unmarshal(line, &r); err != nil || r.Job == "" || r.StartedAt.IsZero() {
				if len(bytes.TrimSpace(after)) == 0 {
					h.torn = true
					return h, nil
				}
				return nil, &models.Error{
					Code: models.Invalid, Where: fmt.Sprintf("%s:%d", path, n),
					What: "the line is no record of a run, want JSON with job, slot, started_at and outcome",
					Fix:  "remove the line; the other lines stay valid", Err: err,
				}
			}
			h.add(r)
		}
		h.whole += int64(len(line))
		if ended {
			h.whole++
		}
		h.bare = !ended
		rest = after
	}
	return h, nil
}

func (h *History) add(r Record) {
	if r.Slot != h.last[r.Job].Slot {
		h.tries[r.Job] = 0
	}
	if r.Outcome == Postponed {
		h.tries[r.Job]++
	}
	h.last[r.Job] = r
	// A run that did not come to its end leaves its slot due, so the one before it still
	// counts. Where there is none, since its line is gone, slots are counted from just
	// before this one.
	if !r.open() {
		h.used[r.Job] = r
		return
	}
	wall, err := time.Parse(localLayout, r.Slot)
	if _, known := h.used[r.Job]; !known && err == nil {
		h.used[r.Job] = Record{Job: r.Job, Zone: r.Zone, Slot: wall.Add(-time.Minute).Format(localLayout), StartedAt: r.StartedAt}
	}
}

// Last gives a job's latest record, and false when it has none.
func (h *History) Last(job string) (Record, bool) {
	r, ok := h.last[job]
	return r, ok
}

// Torn tells that the file ended in an unfinished line when it was read.
func (h *History) Torn() bool { return h.torn }

// append puts a record on disk before it returns.
func (h *History) append(r Record) (err error) {
	r.StartedAt, r.EndedAt = r.StartedAt.UTC(), r.EndedAt.UTC()
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write run history: %w", err)
	}
	line = append(line, '\n')
	if h.bare {
		line = append([]byte("\n"), line...)
	}
	_, statErr := os.Stat(h.path)
	f, err := os.OpenFile(h.path, os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("write run history: %w", err)
	}
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("write run history: %w", e)
		}
	}()
	// Cutting at the last good line removes what a crash, or a full disk at the
	// previous attempt, left behind.
	if err := f.Truncate(h.whole); err != nil {
		return fmt.Errorf("write run history: %w", err)
	}
	if _, err := f.WriteAt(line, h.whole); err != nil {
		return fmt.Errorf("write run history: %w", err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write run history: %w", err)
	}
	if statErr != nil {
		// A new file is only there after a crash when its folder was synced too.
		if err := syncFolder(filepath.Dir(h.path)); err != nil {
			return fmt.Errorf("write run history: %w", err)
		}
	}
	h.whole += int64(len(line))
	h.bare, h.torn = false, false
	h.add(r)
	return nil
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
