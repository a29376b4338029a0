package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// runRecord is one line of runs.jsonl: what ran, when, and how it ended. Clocks
// stand here and nowhere in what is hashed.
type runRecord struct {
	Command   string    `json:"command"`
	StartedAt time.Time `json:"started_at"`
	EndedAt   time.Time `json:"ended_at"`
	Outcome   string    `json:"outcome"` // done, blocked, refused or failed
	Snapshot  int       `json:"snapshot,omitempty"`
	Message   string    `json:"message,omitempty"`
}

// remember adds a line to the history.
func remember(l models.Layout, r runRecord) error {
	if err := appendLine(l.Runs(), 0o644, r); err != nil {
		return fmt.Errorf("write run history: %w", err)
	}
	return nil
}

// appendLine adds a value to a file of JSON lines, and has it on disk when it returns.
// The line is one write, so that a crash leaves at most one torn line at the end, which
// readers skip and which does not take the next line with it.
func appendLine(file string, mode fs.FileMode, value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_APPEND, mode)
	if err != nil {
		return err
	}
	if info, e := f.Stat(); e == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err = f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			line = append([]byte{'\n'}, line...)
		}
	}
	if err == nil {
		_, err = f.Write(append(line, '\n'))
	}
	return errors.Join(err, f.Sync(), f.Close())
}

// history reads the runs, oldest first; a torn line is left out.
func history(l models.Layout) ([]runRecord, error) {
	text, err := os.ReadFile(l.Runs())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read run history: %w", err)
	}
	var out []runRecord
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r runRecord
		if json.Unmarshal(lines.Bytes(), &r) == nil {
			out = append(out, r)
		}
	}
	return out, lines.Err()
}

func outcome(err error) string {
	switch models.CodeOf(err) {
	case models.Blocked:
		return "blocked"
	case models.Invalid, models.Busy, models.Unavailable:
		return "refused"
	}
	if err == nil {
		return "done"
	}
	return "failed"
}
